"""Plain wishes, in the many ways they are said."""

import pytest

from content.library import Content
from handlers.talk.wishes import means_the_last, question_in, wish_in


@pytest.mark.parametrize(
    "said",
    [
        "tôi muốn xóa hết dữ liệu",
        "toi muon xoa het du lieu",
        "xóa tất cả thông tin của tôi",
        "Xóa hết mọi dữ liệu phường đang lưu về tôi",
        "cho em xóa sạch dữ liệu ạ",
        "tôi xin xóa thông tin cá nhân",
        "xóa dữ liệu của mình đi",
    ],
)
def test_somebody_who_wants_everything_erased_is_led_to_erasing(said: str) -> None:
    assert wish_in(said) == "erase"


@pytest.mark.parametrize(
    "said",
    [
        "xóa hết dữ liệu hóa đơn điện tử trên máy",
        "xóa dữ liệu trên etax",
        "xóa hết dữ liệu thì có được không",
        "hủy thông tin đăng ký kinh doanh",
    ],
)
def test_a_sentence_about_other_data_or_a_question_erases_nothing(said: str) -> None:
    assert wish_in(said) != "erase"


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("hủy đăng ký cho tôi", "cancel_ticket"),
        ("huy dang ky cho toi", "cancel_ticket"),
        ("tôi không đi nữa", "cancel_ticket"),
        ("thôi tôi không đi", "cancel_ticket"),
        ("thôi tôi không chờ nữa", "cancel_ticket"),
        ("rời danh sách chờ", "cancel_ticket"),
        ("bỏ chỗ giúp tôi", "cancel_ticket"),
        ("Toi muon dang ky", "register_which"),
        ("dạ cho em đăng ký với ạ", "register_which"),
        ("cho tôi đăng ký ba người", "register_party"),
        ("đăng ký cho chồng tôi nữa", "register_party"),
        ("đổi thành 2 người", "register_party"),
        ("cho tôi một chỗ", "register_party"),
    ],
)
def test_to_come_or_not_to_come_in_ones_own_words(said: str, wish: str) -> None:
    assert wish_in(said) == wish


@pytest.mark.parametrize(
    "said",
    [
        "hủy đăng ký kinh doanh",
        "hủy vé xe",
        "bỏ chỗ bán cũ chuyển chỗ khác",
        "tôi không đi chợ nữa",
        "hai vợ chồng góp vốn mở quán",
        "đăng ký mã số thuế cho vợ",
        "đăng ký người phụ thuộc cho con",
        "thêm 1 người làm công",
        "thêm vợ vào hộ",
        "tuyển thêm 3 người",
        "xin một chỗ bán hàng ở chợ",
        "đăng ký thêm ngành nghề",
        "đăng ký kinh doanh cho vợ tôi",
    ],
)
def test_other_papers_and_people_have_nothing_to_do_with_a_conference(said: str) -> None:
    assert wish_in(said) not in ("cancel_ticket", "register_party", "register_which")


BEREAVED = """
tôi là con bác Nam, bố tôi mất rồi, xóa tên bố tôi hộ
bo toi mat roi, huy ve giup
mẹ tôi qua đời tuần trước, hủy đăng ký hội nghị giúp
chồng tôi mất hôm qua rồi, không đi họp được nữa, bỏ tên ra
ông cụ nhà tôi từ trần rồi, xóa tên hộ
vợ tôi mất rồi đừng nhắn tin nhắc nữa
xóa tên bố tôi, bố tôi mất rồi
hủy vé của mẹ tôi, mẹ tôi mới qua đời
bác Nam mất rồi, vé của bác bỏ đi
ông xã tôi mất tháng trước, rút tên ông ấy khỏi hội nghị
cha em mất rồi xóa giúp
""".strip().splitlines()

NOT_BEREAVED = """
bố tôi mất rồi, sang tên hộ kinh doanh thế nào
chồng tôi mất rồi ai đứng tên hộ
mất vé rồi
mất điện thoại rồi, xem vé thế nào
mẹ tôi mất giấy đăng ký kinh doanh
con tôi mất hóa đơn rồi
tôi mất mật khẩu etax
vợ tôi không đi họp được
bố tôi bán vé xe
hủy vé của bố tôi
xóa tên bố tôi khỏi hộ kinh doanh
chủ hộ mất rồi thuế tính sao
bố tôi mất rồi, tôi hỏi về thuế
bố tôi mất rồi giờ tôi về bán hàng
bố tôi mất rồi, hủy đăng ký kinh doanh thế nào
chồng tôi mất rồi xóa mã số thuế ở đâu
""".strip().splitlines()

UNSEEN = """
giấy này phường gửi tôi là cái gì vậy
giay nay la gi
ảnh này là gì
cái giấy này nói gì thế
thông báo này nghĩa là sao
văn bản này có thật không
xem giúp tôi tờ giấy này
em xem ảnh chưa, ảnh vừa gửi nhận được chưa
hình tôi vừa gửi là cái gì
tờ giấy đó có đúng không
đọc hộ cái thông báo này
""".strip().splitlines()

NOT_UNSEEN = """
giấy phép kinh doanh là gì
thông báo doanh thu là gì
giấy đăng ký kinh doanh thế nào
hóa đơn này sai thì sao
giấy mời này thật không
cách này là gì
chụp ảnh thẻ thế nào
thông báo thuế xem ở đâu
gửi ảnh thế nào
xem giúp tôi thuế quán phở
giấy vệ sinh thực phẩm là gì
""".strip().splitlines()

ERASING = """
xóa tên tôi đi, tôi không muốn phường giữ tên tôi
xóa hết đi
xoa het di
ừ xóa hết
xóa số điện thoại của tôi
xóa sạch cho tôi
tôi không muốn phường giữ tên tôi
xóa tên tôi
thôi xóa tất cả đi
""".strip().splitlines()

NOT_ERASING = """
xóa tên tôi khỏi hộ kinh doanh
xóa hết hóa đơn sai
xóa hết nợ thuế cho tôi
xóa tên công ty
xóa số nhà trên hóa đơn
xóa bỏ thuế khoán
đừng xóa hết
xóa sạch app etax
""".strip().splitlines()


@pytest.mark.parametrize("said", BEREAVED)
def test_who_tells_of_a_death_is_not_asked_about_the_business(said: str) -> None:
    assert wish_in(said) == "bereaved"


@pytest.mark.parametrize("said", NOT_BEREAVED)
def test_other_losses_and_the_business_of_the_dead_are_something_else(said: str) -> None:
    assert wish_in(said) != "bereaved"


@pytest.mark.parametrize("said", UNSEEN)
def test_who_asks_what_a_paper_says_is_told_that_nobody_sees_it(said: str) -> None:
    assert wish_in(said) == "unseen"


@pytest.mark.parametrize("said", NOT_UNSEEN)
def test_a_paper_that_has_a_name_is_a_question_like_any_other(said: str) -> None:
    assert wish_in(said) != "unseen"


@pytest.mark.parametrize("said", ERASING)
def test_a_name_or_everything_is_asked_to_be_erased(said: str) -> None:
    assert wish_in(said) == "erase"


@pytest.mark.parametrize("said", NOT_ERASING)
def test_other_things_are_not_asked_to_be_erased_here(said: str) -> None:
    assert wish_in(said) != "erase"


@pytest.mark.parametrize(
    "said", ["em lưu những gì của chị đấy", "phường giữ gì của tôi", "may luu gi cua toi"]
)
def test_what_is_kept_of_oneself_is_asked(said: str) -> None:
    assert wish_in(said) == "privacy"


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("đừng hủy vé của tôi", "keep_cancel_ticket"),
        ("dung huy ve cua toi", "keep_cancel_ticket"),
        ("chưa hủy vé đâu nhé", "keep_cancel_ticket"),
        ("tôi không hủy đăng ký", "keep_cancel_ticket"),
        ("ai bảo hủy đăng ký của tôi thế", "keep_cancel_ticket"),
        ("tôi có hủy vé đâu", "keep_cancel_ticket"),
        ("đừng xóa dữ liệu của tôi", "keep_erase"),
        ("tôi chưa muốn dừng nhận tin", "keep_stop_news"),
        ("tôi không rút câu hỏi đâu", "keep_my_questions"),
        ("đúng, hủy vé", "cancel_ticket"),
        ("tôi không đi nữa, hủy vé", "cancel_ticket"),
        ("không đi được hủy vé giúp tôi", "cancel_ticket"),
        ("dừng nhận tin", "stop_news"),
        ("đừng gửi tin cho tôi nữa", "stop_news"),
        ("xóa hết thông tin của tôi đi", "erase"),
    ],
)
def test_what_is_named_to_be_refused_is_no_wish_for_it(said: str, wish: str) -> None:
    assert wish_in(said) == wish


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("vợ tôi không đi nữa, mình tôi đi thôi", "fewer"),
        ("hủy vé của Trang thôi, bố vẫn đi", "fewer"),
        ("vợ tôi ốm không đi được, tôi vẫn đi", "fewer"),
        ("chỉ mình tôi đi thôi", "fewer"),
        ("mỗi mình tôi thôi", "fewer"),
        ("hủy 1 người", "fewer"),
        ("hai vợ chồng tôi không đi nữa", "cancel_ticket"),
        ("tôi không đi nữa", "cancel_ticket"),
        ("hủy vé của tôi", "cancel_ticket"),
    ],
)
def test_whoever_still_comes_loses_no_seat(said: str, wish: str) -> None:
    assert wish_in(said) == wish


def test_no_question_about_a_trade_is_taken_for_a_wish_about_the_ward(content: Content) -> None:
    wishes = (
        "my_ticket",
        "report",
        "event_when",
        "register",
        "register_party",
        "unseen",
        "bereaved",
        "erase",
    )
    entries = [e for e in content.knowledge.entries.values() if e.topic != "phuong"]
    asked = [text for entry in entries for text in (entry.question, *entry.ask)]
    assert [(wish, text) for text in asked if (wish := wish_in(text)) in wishes] == []


@pytest.mark.parametrize(
    "said",
    """danh sách có tên tôi chưa
đã đăng ký được chưa
tôi đăng ký được chưa em
mã vé của tôi là gì
gửi lại mã
gửi lại cho tôi cái vé
tôi có tên trong danh sách chưa
tôi đã đăng ký hội nghị chưa
vé của tôi đâu
quên mã vé rồi
da dk duoc chua
dang ky thanh cong chua
mã qr của bác đâu""".splitlines(),
)
def test_whether_one_is_registered_leads_to_the_ticket(said: str) -> None:
    assert wish_in(said) == "my_ticket"


@pytest.mark.parametrize(
    "said",
    """tôi đã đăng ký kinh doanh chưa
đăng ký hóa đơn được chưa
mã số thuế của tôi là gì
danh sách hộ kinh doanh có tên tôi chưa
mã qr thanh toán là gì
gửi lại mã otp
quên mã pin
vé xe của tôi đâu
đăng ký thuế xong chưa
danh sách việc cần làm
tôi có tên trong hộ kinh doanh không
mã ngành là gì""".splitlines(),
)
def test_other_lists_and_codes_are_no_ticket(said: str) -> None:
    assert wish_in(said) != "my_ticket"


@pytest.mark.parametrize(
    "said",
    [
        "hủy vé của vợ tui thôi, vé tui giữ",
        "hủy vé chị Nở, không phải vé của tui",
        "huy ve vo toi thoi, ve toi giu",
        "hủy vé của vợ, giữ vé của anh",
    ],
)
def test_a_ticket_named_to_be_kept_is_not_given_up_with_another(said: str) -> None:
    assert wish_in(said) == "fewer"


@pytest.mark.parametrize(
    "said",
    ["hủy vé, không giữ chỗ nữa", "hủy vé giữ chỗ của tôi", "tui không đi nữa", "hủy vé của tui"],
)
def test_one_s_own_ticket_is_given_up_all_the_same(said: str) -> None:
    assert wish_in(said) == "cancel_ticket"


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        (
            "lập cho anh câu hỏi gửi bên kinh tế phường là đất hết hạn thế nào",
            "đất hết hạn thế nào",
        ),
        ("ghi giúp câu hỏi này lên phường: vay vốn ở đâu", "vay vốn ở đâu"),
        ("the bac viet cau hoi gui len phuong hoi chuyen vay nay đc k", ""),
        ("ghi giúp câu hỏi", ""),
        ("viết giúp tôi câu hỏi gửi phường nhé", ""),
    ],
)
def test_an_order_to_write_a_question_opens_it_with_its_words(said: str, asked: str) -> None:
    assert (wish_in(said), question_in(said)) == ("question", asked)
    assert means_the_last(said) or "nay" not in said or asked


@pytest.mark.parametrize("said", ["viết câu hỏi gửi phường thế nào", "làm sao gửi câu hỏi"])
def test_how_to_write_one_is_answered(said: str) -> None:
    assert question_in(said) == "" and wish_in(said) != "question"


def test_an_official_is_wanted_and_no_seat_given_back() -> None:
    said = "bà muốn gặp cán bộ nói cho rõ chứ nghe máy nói bà không yên tâm"
    assert wish_in(said) == "staff"
