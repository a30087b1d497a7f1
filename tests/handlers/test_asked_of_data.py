"""Who reads what somebody told here, and how long it is kept, asked in a few words."""

from pathlib import Path

import pytest

from content.complaints import asks_of_the_answer, makes_up
from content.data_asked import data_asked
from content.library import Content
from content.put_right import put_right
from tests.support.play import check_words, exchange, playing, said

WHO, LONG = ["Không gửi cho cơ quan thuế", "tự gửi"], ["12 tháng", "24 tháng"]


@pytest.mark.parametrize(
    ("lines", "wanted", "unwanted"),
    [
        ("có lưu số điện thoại của tôi không > có đưa cho bên thuế hay ai không", WHO, []),
        ("có lưu số điện thoại của tôi không > giữ trong bao lâu", LONG, ["Sổ sách"]),
        ("có lưu số điện thoại của tôi không > ai đọc được", WHO, []),
        ("dữ liệu của tôi > lưu bao lâu", LONG, ["Sổ sách"]),
        ("bán vải tháng 95tr > ủa mà mấy số này có đưa cho thuế hk", WHO, []),
        ("sổ sách phải giữ bao lâu", ["5 năm"], LONG),
        ("hóa đơn gửi cho thuế bằng cách nào", [], WHO),
    ],
)
async def test_a_question_of_one_s_data_is_answered_where_it_is_spoken_of(
    tmp_path: Path, content: Content, lines: str, wanted: list[str], unwanted: list[str]
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        replies = []
        for line in lines.split(" > "):
            replies = await exchange(core, channel, said(line))
        check_words("\n".join(one.text for one in replies), wanted, unwanted)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("có phải gửi tờ khai cho thuế không", True),
        ("ai đọc được", False),
        ("giữ trong bao lâu", False),
        ("số thuế phải nộp cho ai", True),
    ],
)
def test_other_questions_are_not_of_one_s_data(text: str, near: bool) -> None:
    assert data_asked(text, near=near) is None


@pytest.mark.parametrize(
    ("written", "text", "right"),
    [
        ("tháng thu 25 triệu, nợ năm 2025", "sửa lại, 35 triệu chứ không phải 25",
         "tháng thu 35 triệu, nợ năm 2025"),
        ("hôm thứ 5 dẹp bàn ghế", "thứ 4 chứ ko phải thứ 5", "hôm thứ 4 dẹp bàn ghế"),
        ("11 hộ xin giảm phí chợ", "9 hộ chứ không phải 11 hộ", "9 hộ xin giảm phí chợ"),
        ("dau ngo 47 tac cong", "a nham ngo 74 khong phai 47", "dau ngo 74 tac cong"),
        ("đầu ngõ 47 tắc cống", "không phải ngõ 47 mà là ngõ 74", "đầu ngõ 74 tắc cống"),
        ("đầu ngõ 47 tắc cống", "sửa 47 thành 74 nhé", "đầu ngõ 74 tắc cống"),
        ("tắc 3 tháng nay", "không phải 3 tháng mà 5 tháng rồi", "tắc 5 tháng nay"),
        ("chợ ngập", "không phải tôi không biết mà phường không làm", None),
        ("5 hộ, 5 sạp", "6 chứ không phải 5", None),  # which of them is not said
        ("chợ ngập", "thứ 4 chứ không phải thứ 5", None),
        ("chợ ngập", "không phải tại mưa", None),
    ],
)  # fmt: skip
def test_a_word_is_put_right_and_the_rest_stays(written: str, text: str, right: str | None) -> None:
    assert put_right(written, text) == right


def test_what_becomes_of_a_question_is_no_part_of_it() -> None:
    for text in ("bao lâu thì trả lời", "mã câu hỏi là gì", "câu hỏi của cô có ai trả lời chưa"):
        assert asks_of_the_answer(text), text
    for text in ("bao giờ phường sửa cống", "mã số thuế của hộ là gì", "chợ mở cửa lúc nào"):
        assert not asks_of_the_answer(text), text
    assert makes_up("ừ nãy nóng quá, thông cảm nghen")
