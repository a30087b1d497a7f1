"""A wish to be called by the ward, and what only sounds like one."""

import pytest

from content.call_me import asks_if_called, says_what_about, wants_call


@pytest.mark.parametrize(
    "text",
    [
        "cán bộ nào gọi lại cho bác với, bác già rồi gõ khó lắm",
        "gọi lại cho tôi",
        "goi lai cho toi nhe",
        "gọi điện cho em được không",
        "bảo người ta gọi lại số 0912345678 nhé",
        "nhờ phường gọi lại giúp bà",
        "cho tôi xin được gọi lại",
        "có ai gọi cho tôi được không",
        "số bác 0912 555 431 cô gọi bác nhé",
    ],
)
def test_a_call_is_wanted(text: str) -> None:
    assert wants_call(text)


@pytest.mark.parametrize(
    "text",
    [
        "có người gọi cho tôi xưng là cán bộ thuế",
        "em ơi có ông mô xưng cán bộ thuế gọi cho chị",
        "có bà tự nhận cán bộ phường gọi điện cho tôi",
        "số lạ gọi lại cho tôi đòi tiền",
        "đừng gọi lại cho tôi nữa",
        "tôi gọi lại cho phường sau",
        "thôi gọi cán bộ nói chuyện cho tôi",
        "gọi số nào để hỏi thuế",
        "đã ai gọi bác chưa nhỉ",
        "bị nhắn tin nhắc nợ thuế, muốn gọi lại xác minh thì gọi vào đâu",
        "cán bộ thuế có bao giờ gọi bắt cài ứng dụng không",
        "khách gọi điện đặt hàng thì xuất hóa đơn thế nào",
    ],
)
def test_no_call_is_wanted(text: str) -> None:
    assert not wants_call(text)


def test_whether_anybody_called_is_asked() -> None:
    assert asks_if_called("đã ai gọi bác chưa nhỉ") and asks_if_called("sao chưa thấy gọi lại")
    assert not asks_if_called("ai gọi tôi thế")
    assert not asks_if_called("cán bộ thuế có bao giờ gọi bắt cài ứng dụng không")


def test_what_it_is_about_is_told_or_not() -> None:
    assert says_what_about("gọi lại cho tôi hỏi thuế nhà hàng")
    assert not says_what_about("cán bộ nào gọi lại cho bác với")
