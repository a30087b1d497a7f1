"""Plain wishes, in the many ways they are said."""

import pytest

from handlers.wishes import wish_in


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
