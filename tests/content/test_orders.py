# ruff: noqa: E501
"""A short order that names nothing, and what only looks like one."""

import pytest

from content.orders import Order, order_in


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("tắt hết", Order.STOP),
        ("à tôi tắt nhỉ", Order.STOP),
        ("thôi huỷ", Order.DROP),
        ("huy giup em voi", Order.DROP),
        ("rút lại đi", Order.WITHDRAW),
        ("em bận rồi, cho em rút", Order.WITHDRAW),
        ("ừ xoá", Order.ERASE),
        ("thôi xoá đi, câu hỏi thì người ta trả lời rồi", Order.ERASE),
        ("thôi bỏ đi", Order.LEAVE),
        *((text, None) for text in ("đừng hủy", "không hủy", "bố", "tất cả", "hủy hóa đơn", "rút tiền")),
        *((text, None) for text in ("xóa, sửa hóa đơn", "xoá được không", "đừng xóa đi", "huỷ là gì?")),
    ],
)  # fmt: skip
def test_a_bare_order(text: str, order: Order | None) -> None:
    assert order_in(text) is order
