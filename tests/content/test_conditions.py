"""A yes with a condition is told apart from a plain one, and from more words of a question."""

import pytest

from content.conditions import Condition, condition_in

_C = Condition


@pytest.mark.parametrize(
    ("said", "made"),
    [
        ("đồng ý nhưng đừng ghi tên", _C.UNNAMED),
        ("gửi nhưng giấu tên", _C.UNNAMED),
        ("dong y nhung khong ghi ten", _C.UNNAMED),
        ("mà đừng có ghi tên tui vô cái đơn mương nớ, sợ người ta ghét", _C.UNNAMED),
        ("đồng ý cho phường gọi, không đồng ý đưa tên lên loa hay lên mạng", _C.UNSHOWN),
        ("gửi mà đừng công khai", _C.UNSHOWN),
        ("ok nhưng chỉ phường xem thôi", _C.UNSHOWN),
        ("có, mà đừng cho ai biết số của tôi", _C.UNSHOWN),
        ("đồng ý với điều kiện không gọi điện", _C.UNCALLED),
        ("đăng lên nhưng đừng ghi số", _C.UNCALLED),
        ("ừ nhưng đừng cho bà bán bún biết", _C.OTHER),
        ("đồng ý nhưng chỉ lần này", _C.OTHER),
        ("ừ gửi nhưng bỏ chữ ngõ 12 đi", _C.OTHER),
    ],
)
def test_a_condition_made_with_a_yes_is_heard(said: str, made: Condition) -> None:
    assert condition_in(said) is made


@pytest.mark.parametrize(
    "said",
    [
        *(
            "đồng ý",
            "đồng ý nhé",
            "dạ có",
            "ok gửi đi em",
            "gửi",
            "đăng ký luôn đi",
            "gửi công khai",
        ),
        *("không", "không đồng ý", "thôi", "không đăng ký nữa", "có 2 người"),
        *("thêm là họ không cho ai vào", "cống tắc không ai thông", "Ngô Thị Lành"),
    ],
)
def test_a_plain_answer_is_no_condition(said: str) -> None:
    assert condition_in(said) is None
