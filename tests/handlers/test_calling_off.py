"""Whoever gives something up is heard, whatever he says with it: nothing new is begun, nothing of
it is written into a question to the ward, and the opposite is never done."""

from pathlib import Path

import pytest

from content.calls_off import asks_of_erasing, given_up, seat_given_back
from content.library import Content
from content.vietnamese import fold
from handlers.talk.confirming import erasing, meant
from handlers.talk.wishes import wish_in
from tests.support.play import check_words, last_replies

WRITING = "gửi câu hỏi > cống trước nhà tắc ba tháng rồi không ai sửa"
NEVER = ["Để giữ chỗ", "Đã ghi:", "Ý ông/bà là", "chưa có câu trả lời", "Mời ông/bà viết"]
GIVEN_UP = """
giờ muốn huỷ
không gửi câu hỏi
bỏ hết đi, tôi không viết gì cho phường
tui không gởi nữa, hủy
không gửi. hủy
thôi dẹp, không hỏi nữa đâu
hông gởi nữa
ừ thôi hủy giùm chị đi
"""
KEPT = """
không
đừng hủy
không có hộ kinh doanh
tôi không làm gì sai
bố mẹ tôi ở đây
không đăng ký kinh doanh
tôi gửi đơn rồi mà phường không trả lời, bỏ đó luôn à?
hủy hóa đơn đã xuất
"""


@pytest.mark.parametrize("text", [*GIVEN_UP.strip().splitlines()])
def test_it_is_given_up(text: str) -> None:
    assert given_up(text) == "" and given_up(fold(text)) == ""


@pytest.mark.parametrize("text", KEPT.strip().splitlines())
def test_what_gives_up_nothing(text: str) -> None:
    assert given_up(text) is None


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("huy lop tap huan thoi, giu hoi nghi", "huy lop tap huan thoi"),
        ("cho em hủy buổi tập huấn với", "cho em hủy buổi tập huấn với"),
        ("hội nghị có hủy không", ""),
        ("hủy đăng ký kinh doanh", ""),
    ],
)
def test_a_seat_is_given_back_by_what_it_is_for(text: str, part: str) -> None:
    assert seat_given_back(text) == part
    if part:
        assert wish_in(text) == "cancel_ticket"


def test_what_was_registered_is_given_back_not_registered_anew() -> None:
    assert wish_in("Chị vừa đăng ký hội nghị hôm qua, giờ muốn huỷ") == "cancel_ticket"
    assert wish_in("chi moi dang ky lop tap huan, gio xin rut") == "cancel_ticket"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("mà nếu xóa thì đăng ký hội nghị của tôi có mất không", True),
        ("neu xoa thong tin thi cau hoi co bi mat k", True),
        ("xóa dữ liệu thì vé còn không", True),
        ("Tôi hỏi xóa thì mất cái gì", True),
        ("xóa mã số thuế thì mất gì", False),
        ("xóa dữ liệu của tôi", False),
    ],
)
def test_what_erasing_takes_away_is_a_question(text: str, asked: bool) -> None:
    assert asks_of_erasing(text) is asked


@pytest.mark.parametrize("text", ["xoá giùm thông tin của tôi", "xoa dum du lieu cua minh"])
def test_a_favour_is_asked_with_the_wish_to_erase(text: str) -> None:
    assert wish_in(text) == "erase"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("không gửi câu hỏi", "không có việc nào đang làm dở"),
        ("giờ muốn huỷ", "không có việc nào đang làm dở"),
        ("Chị vừa đăng ký hội nghị hôm qua, giờ muốn huỷ", "chưa có đăng ký nào"),
        (f"{WRITING} > bỏ hết đi, tôi không viết gì cho phường", "không gửi gì đi cả"),
        (f"{WRITING} > không gửi câu hỏi", "không gửi gì đi cả"),
        (f"{WRITING} > xong > tui không gởi nữa, hủy", "chưa gửi gì"),
        (f"{WRITING} > xong > khong gui. huy", "chưa gửi gì"),
        (
            f"{WRITING} > không không chị không gửi câu hỏi, chị muốn đăng ký nhận tin hàng tháng",
            "đồng ý nhận tin chứ ạ",
        ),
        ("xóa dữ liệu > mà nếu xóa thì đăng ký hội nghị của tôi có mất không", "chưa xóa gì"),
        ("không, tôi không đăng ký. Tôi hỏi xóa thì mất cái gì", "chưa xóa gì"),
        ("xoá giùm thông tin của tôi", "Xóa dữ liệu của tôi"),
    ],
)
async def test_it_is_heard(tmp_path: Path, content: Content, lines: str, told: str) -> None:
    replies = await last_replies(tmp_path, content, lines)
    check_words("\n".join(reply.text for reply in replies), [told], NEVER)


TO_CANCEL = (("1", "Hủy đăng ký này", "ticket:5:cancel:sure"), ("2", "Không", "ticket:5"))


@pytest.mark.parametrize(
    ("said", "cancels"),
    [
        ("u huy luon di. so dt cua e co bi giu lai k", True),
        ("vay xoa giup e", True),
        ("ừ xóa đi", True),
        ("ừ hủy đi. nhưng khoan đã", False),
        ("hủy có mất phí không", False),
        ("hủy rồi có đăng ký lại được không", False),
    ],
)
def test_an_order_to_cancel_counts_with_a_question_behind_it(said: str, cancels: bool) -> None:
    assert (meant(said, TO_CANCEL) == "ticket:5:cancel:sure") == cancels


LONG_QUESTION = (
    "hôm 10/12 có nói vụ lừa đảo ni không, chị không đăng ký mà tới nghe không được không"
)


@pytest.mark.parametrize(
    ("lines", "told", "never"),
    [
        ("xóa hết đi, chị sợ lắm rồi > ừ xóa", "Đã xóa", "Chắc chắn xóa"),
        (
            "nhận tin > đồng ý > xoá hết đi > ừ hết luôn, cả bản tin cả nhắc",
            "Đã xóa",
            "Chắc chắn xóa",
        ),
        ("xóa dữ liệu > ừ", "Chắc chắn xóa", "Đã xóa"),
        ("xóa dữ liệu > 1 > ừ xóa luôn đi", "Đã xóa", "Chưa xóa"),
        ("xóa dữ liệu > ừ xóa có mất vé không", "", "Đã xóa"),
        ("xóa dữ liệu > thôi đừng xóa hết", "", "Đã xóa"),
        (f"xóa dữ liệu > {LONG_QUESTION}", "Chưa xóa gì cả", "Đã xóa"),
        (f"xóa dữ liệu > 1 > {LONG_QUESTION}", "Chưa xóa gì cả", "Đã xóa"),
    ],
)
async def test_a_yes_that_names_erasing_erases_and_what_was_done_is_said(
    tmp_path: Path, content: Content, lines: str, told: str, never: str
) -> None:
    text = "\n".join(reply.text for reply in await last_replies(tmp_path, content, lines))
    assert told in text.replace("**", "") and never not in text


ERASE = ("1", "Xóa", "privacy:erase:sure")
OPEN = ("2", "Giữ tới khi có trả lời", "privacy:erase:keep")
OF_ONE = ("2", "Chỉ của bà Lan", "privacy:erase:of:q1")
KEEP = ("0", "Thôi, giữ nguyên", "privacy")


@pytest.mark.parametrize(
    ("said", "choices", "action"),
    [
        ("ừ xóa", (ERASE, KEEP), "privacy:erase:last"),
        ("ừ xóa", (ERASE, OPEN, KEEP), ""),
        ("ừ xóa hết", (ERASE, OPEN, KEEP), "privacy:erase:last"),
        ("ừ xóa hết", (ERASE, OF_ONE, KEEP), "privacy:erase:sure"),
        ("ừ xóa tên thôi", (ERASE, KEEP), ""),
        ("ừ xóa hết chưa", (ERASE, KEEP), ""),
        ("ừ hết tiền rồi", (ERASE, KEEP), ""),
        ("chưa xóa hết", (ERASE, KEEP), ""),
        ("ừ xóa", (), ""),
    ],
)
def test_what_a_yes_to_erasing_does(
    said: str, choices: tuple[tuple[str, str, str], ...], action: str
) -> None:
    assert erasing(said, choices) == action
