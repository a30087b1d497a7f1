# ruff: noqa: E501
"""A short order that names nothing, and what only looks like one."""

import pytest

from content.orders import Ordered, order_in


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("tắt hết", Ordered.STOP),
        ("à tôi tắt nhỉ", Ordered.STOP),
        ("thôi huỷ", Ordered.DROP),
        ("huy giup em voi", Ordered.DROP),
        ("rút lại đi", Ordered.WITHDRAW),
        ("em bận rồi, cho em rút", Ordered.WITHDRAW),
        ("ừ xoá", Ordered.ERASE),
        ("thôi xoá đi, câu hỏi thì người ta trả lời rồi", Ordered.ERASE),
        ("thôi bỏ đi", Ordered.LEAVE),
        *((text, None) for text in ("đừng hủy", "không hủy", "bố", "tất cả", "hủy hóa đơn", "rút tiền")),
        *((text, None) for text in ("xóa, sửa hóa đơn", "xoá được không", "đừng xóa đi", "huỷ là gì?")),
    ],
)  # fmt: skip
def test_a_bare_order(text: str, order: Ordered | None) -> None:
    assert order_in(text) is order
