"""Plain wishes, in the many ways they are said."""

import pytest

from handlers.talk.wishes import wish_in


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
