"""What people type beside questions is known as a whole message, however it is typed."""

import pytest

from content.chatter import Chatter, chatter_in
from content.library import Content
from tests.content import test_danger


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Chatter.HELLO, "có ai đang ở đó không ạ"),
        (Chatter.HELLO, "alo alo"),
        (Chatter.HELLO, "co ai truc may ko"),
        (Chatter.HELLO, "chaof em"),
        (Chatter.HELLO, "tôi hỏi một câu được không"),
        (Chatter.ABOUT_ME, "em tên gì vậy"),
        (Chatter.ABOUT_ME, "cái này của cơ quan nào"),
        (Chatter.OKAY, "okie nhé"),
        (Chatter.OKAY, "👍👍"),
        (Chatter.PRAISE, "bot thông minh ghê"),
        (Chatter.PRAISE, "tu van nhiet tinh qua"),
        (Chatter.COMPLAINT, "bực mình thật"),
        (Chatter.WISH, "chúc cả nhà cuối tuần vui vẻ"),
        (Chatter.WISH, "chuc em buon may ban dat nhe"),
        (Chatter.SLOW, "sao mãi không thấy trả lời"),
        (Chatter.SLOW, "lau qua vay"),
        (Chatter.COMPANY, "buồn ngủ quá"),
        (Chatter.COMPANY, "tam su voi toi di"),
        (Chatter.HARD_TIMES, "dạo này hàng quán vắng khách quá"),
        (Chatter.SLIP, "xin lỗi, tôi gửi nhầm chỗ"),
        (Chatter.WAIT, "đợi chút tôi đi lấy giấy"),
        (Chatter.TODAY, "nay thứ mấy rồi"),
        (Chatter.UNSURE, "??"),
        (Chatter.WORDLESS, "..."),
        (Chatter.WORDLESS, "😭"),
        (Chatter.WORDLESS, "[Hình dán]"),
        (Chatter.NUMBER, "27"),
        (Chatter.NAME, "Trần Thị Hoa"),
    ],
)
def test_talk_beside_questions_is_known(kind: Chatter, said: str) -> None:
    assert chatter_in(said) is kind


@pytest.mark.parametrize(
    "said",
    [
        "",
        "chào em, mở quán cần giấy gì",
        "bán ế quá có được giảm thuế không",
        "chờ mãi chưa thấy giấy phép",
        "tự tử",
        "khoán",
        "không chịu nổi nữa rồi",
        "nhắn nhầm mã OTP cho nó rồi",
        "hôm nay hạn nộp thuế rồi à",
        "Bán Hàng Rong",
        "1 tỷ",
        "chúc phường mau sửa đường",
    ],
)
def test_what_tells_or_asks_something_is_no_talk(said: str) -> None:
    assert chatter_in(said) is None


def test_no_danger_is_taken_for_talk() -> None:
    told = [
        line
        for one in vars(test_danger).values()
        if isinstance(one, str)
        for line in one.splitlines()
        if " " in line
    ]
    assert len(told) > 50
    assert [line for line in told if chatter_in(line)] == []


def test_hardly_a_wording_of_an_answer_is_taken_for_talk(content: Content) -> None:
    """Those few are known word for word, and read before."""
    asked = [text for entry in content.knowledge.entries.values() for text in entry.ask]
    taken = {content.understanding.owner_of(text) for text in asked if chatter_in(text)}
    assert taken <= {"la-nguoi-hay-may"}
