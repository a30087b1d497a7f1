# ruff: noqa: E501
"""Who is said not to come: the one who writes, another of the party, everybody."""

import pytest

from content.absences import Absence, Who, absence_in
from handlers.talk.wishes import leaves, wish_in

OTHERS = [
    "ông thông gia thôi không đi nữa", "con dâu bận không đi", "bà nhà tôi ốm không đi", "nó không đi nữa",
    "cháu tôi không tham dự được", "chong toi ko di duoc", "vợ tôi hủy không đi", "anh Ba không đi nữa",
    "em trai tôi không đi được", "chị dâu không đi",
]  # fmt: skip
ALL = [
    "tôi không đi nữa", "bận không đi được", "mai bận không đi được", "vợ chồng tôi không đi nữa", "cả nhà không đi nữa",
    "mẹ tôi ốm nên tôi không đi được", "chồng bảo tôi không đi nữa", "tôi bận trông con không đi được", "khỏi đi nữa",
    "bác không đi nữa đâu", "hai mẹ con không đi được", "thôi tui hổng đi nữa",
]  # fmt: skip
INSTEAD = [
    "tôi không đi, chồng với con tôi đi",
    "chồng tôi đi thay",
    "tôi không đi nữa, chồng tôi đi thôi",
]


@pytest.mark.parametrize("text", OTHERS)
def test_another_who_does_not_come_ends_nothing(text: str) -> None:
    assert absence_in(text) == Absence(Who.OTHER)
    assert wish_in(text) == "fewer" and not leaves(text)


@pytest.mark.parametrize("text", ALL)
def test_whoever_writes_gives_up_what_is_theirs(text: str) -> None:
    assert absence_in(text) == Absence(Who.SELF)
    assert wish_in(text) in ("cancel_ticket", "not_coming") and leaves(text)


@pytest.mark.parametrize("text", INSTEAD)
def test_another_in_their_place_is_no_cancelling(text: str) -> None:
    assert absence_in(text) == Absence(Who.INSTEAD)
    assert wish_in(text) == "instead" and not leaves(text)


@pytest.mark.parametrize(
    ("text", "fewer", "left"),
    [
        ("một người không đi được", 1, 0),
        ("hai đứa kia không đi", 2, 0),
        ("à không bớt hai", 2, 0),
        ("chị dâu không đi, còn 1", 0, 1),
        ("à nhầm, mình tôi thôi chúng nó bận", 0, 1),
        ("con tôi không đi mình tôi đi thôi", 0, 1),
    ],
)
def test_how_many_do_not_come_or_still_do(text: str, fewer: int, left: int) -> None:
    assert absence_in(text, registering=True) == Absence(Who.OTHER, fewer, left)


@pytest.mark.parametrize(
    "text",
    [
        "vợ tôi không đi làm", "chồng tôi có đi được không", "tôi không đi chợ nữa", "tôi có mình tôi",
        "bán hàng cả ngày không đi nộp thuế được", "con tôi ốm",
    ],
)  # fmt: skip
def test_anything_else_is_about_nobody_who_comes(text: str) -> None:
    assert absence_in(text) is None
