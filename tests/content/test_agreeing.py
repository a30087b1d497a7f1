"""A yes in a sentence, a yes with a question, and giving a form up, as people type them."""

import pytest

from content.agreeing import agreed_in, asks_of_data, beside_sending, sends
from content.calls_off import gives_up

YES = """ừ thế thôi đăng ký đi cháu|dạ đúng rồi, gửi đi em|ok chốt|u dang ky giup co di chau
đúng hết rồi đó em, đăng ký cho chị nha|rồi đó, làm luôn đi|dc roi do, gui di|oke em chốt dùm chị
đúng rồi không sửa gì nữa đâu|ừ rồi, cám ơn cháu|ok em oi|dong y nha con|vâng được đấy cháu ạ
đăng ký giúp chị được không em|xong rồi đó em|ừa ghi vậy đi con
chuẩn rồi chốt luôn em ơi""".replace("\n", "|").split("|")
NO_YES = """có phải nộp tiền không|được không em|đúng chưa|được rồi hả em|gửi xe ở đâu vậy|chắc chưa
dạ mấy giờ họp vậy em|đăng ký chưa vậy|thôi thế thôi|thế thôi|ừ mà thôi|không đúng|ừ để coi đã
đúng rồi nhưng tổ 7|đồng ý nhưng đừng ghi tên|đồng ý nếu không mất tiền|dạ em cảm ơn ạ
đúng rồi chị Lan nhà tôi cũng đi|đăng ký kinh doanh|đăng ký nhãn hiệu|gửi hàng cho khách""".replace(
    "\n", "|"
).split("|")


@pytest.mark.parametrize("text", YES)
def test_a_yes_with_other_words_of_agreeing_is_a_yes(text: str) -> None:
    said = agreed_in(text)
    assert said is not None and not said.asked


@pytest.mark.parametrize("text", NO_YES)
def test_a_question_a_doubt_or_more_than_a_yes_is_none(text: str) -> None:
    assert agreed_in(text) is None


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("được rồi mà hội nghị mấy giờ vậy", "hội nghị mấy giờ vậy"),
        ("chuẩn rồi, có gửi xe không em", "có gửi xe không em"),
        ("ừ mà có phải đóng tiền gì hông", "có phải đóng tiền gì hông"),
        ("ok em oi, may gio bat dau", "may gio bat dau"),
        ("ừ đúng, mà đi trễ có sao không", "đi trễ có sao không"),
    ],
)
def test_a_yes_with_a_question_is_both(text: str, asked: str) -> None:
    said = agreed_in(text)
    assert said is not None and said.yes and said.asked == asked


def test_a_question_about_what_is_kept_is_known_as_one() -> None:
    assert asks_of_data("thông tin của tôi có lộ ra không")
    assert not asks_of_data("hội nghị mấy giờ vậy")


@pytest.mark.parametrize(
    "text",
    [
        *("hủy giùm tui", "khỏi", "thôi khỏi đi em", "bận rồi để bữa khác", "ban roi de bua khac"),
        *("thôi để bữa khác nha em, giờ bận bán hàng", "thôi bỏ đi, hổng đăng ký nữa"),
        *("thoi ko di dau, huy di", "nhà có việc, để lần sau nha em", "thôi khỏi, rắc rối quá"),
    ],
)
def test_a_form_is_given_up_in_ones_own_words(text: str) -> None:
    assert gives_up(text)


@pytest.mark.parametrize(
    "text",
    [
        *("đừng hủy", "thôi, tên là Bảy", "không", "tổ 5", "bán đồ khô", "Huỳnh Thị Bận"),
        *("hủy rồi đăng ký lại được không", "chưa bỏ đi", "nhầm rồi, 0912345678", "mai"),
    ],
)
def test_what_keeps_tells_or_asks_gives_nothing_up(text: str) -> None:
    assert not gives_up(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "gửi luôn đi em",
            "đồng ý, gửi giúp bác nhé",
            "ừ gửi đi cháu",
            "gui luon di",
            "đồng ý hỉ",
        ),
        *(
            "cô đồng ý gửi đó",
            "u dong y gui",
            "cứ gửi đi",
            "gửi giúp tôi với ạ",
            "ok gửi liền nha ad",
        ),
        *("gửi đi, cảm ơn em", "Ờ gửi đi con, cảm ơn con nghen", "gửi đi cho tôi"),
    ],
)
def test_a_text_may_go_whatever_polite_words_stand_beside_it(text: str) -> None:
    assert sends(text) and beside_sending(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *("gửi đi nhưng đừng ghi số", "đồng ý nhưng không công khai", "đừng gửi", "gửi gì đâu"),
        *("gửi luôn ảnh được không", "gửi ở đâu vậy", "đăng ký luôn đi", "cảm ơn con nghen"),
        *("đường ngập, gửi ảnh sau", "khoan gửi đã", "gửi hàng cho khách"),
    ],
)
def test_a_condition_a_question_or_more_words_send_nothing(text: str) -> None:
    assert not sends(text)


def test_what_stands_beside_the_order_to_send_is_kept() -> None:
    assert beside_sending("gui luon di. e la Nghia 0986.270.153") == "e la Nghia 0986.270.153"
    assert beside_sending("đường ngập, xe hỏng") == "đường ngập, xe hỏng"


@pytest.mark.parametrize("text", ["dong y cho chu dang ky lai", "đồng ý đăng ký lại cho cô nhé"])
def test_to_register_once_more_is_a_yes_too(text: str) -> None:
    said = agreed_in(text)
    assert said is not None and said.yes
