"""One of several told sums, put right: `à cái nhà trọ 10 triệu chứ không phải 8`, `tạp hoá 700
thôi`. Which one is meant is told by its name or by what it was; else nothing is put right."""

import re

from content.amounts import Amount, amounts
from content.revenue.completing import OF_PERIOD
from content.revenue.joining import mends
from content.revenue.kinds import WORD, other_words
from content.vietnamese import fold, tidy

_NOT_THIS = re.compile(r"\b(?:khong|ko|k|hong)(?: co)? phai(?: la)? (?P<old>\d[\d.,]*)")
_ONLY = re.compile(r"^(?:a|ah|y|o|ua|quen|khoan)\b.*\bthoi\b")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_NO_NAME = frozenset(
    {"cai", "chu", "phai", "khong", "nham", "lon", "moi", "dung", "that", "sua", "lai", "thoi"}
    | {"ban", "them", "thue", "tien", "khoan", "hang", "quen", "noi", "ghi"}
)


def mended_one(before: str, said: str) -> str | None:
    """The line `before` with the one sum that `said` puts right; None where it puts none right, or
    where it is not sure which."""
    said, figures = tidy(said), amounts(before)
    folded = fold(said)
    if len(figures) < 2 or not (mends(folded) or _ONLY.search(folded)):
        return None
    old = _NOT_THIS.search(folded)
    new = _new(said, folded, old)
    meant = [place for place in range(len(figures)) if _is_meant(before, figures, place, said, old)]
    if new is None or len(meant) != 1:
        return None
    item, figure = figures[meant[0]], before[figures[meant[0]].start : figures[meant[0]].end]
    words, told = new
    if told is None:  # of the same unit
        words = _NUMBER.sub(words, fold(figure), count=1)
    time = told.period if told and told.period is not item.period else None
    return (
        f"{before[: item.start]}{words}{f' {OF_PERIOD[time]}' if time else ''}{before[item.end :]}"
    )


def _new(said: str, folded: str, old: re.Match[str] | None) -> tuple[str, Amount | None] | None:
    """What stands in place of the old sum: an amount, or a number of the same unit."""
    away = range(old.start(), old.end()) if old else range(0)
    told = [item for item in amounts(said) if item.start not in away]
    if len(told) == 1:
        return said[told[0].start : told[0].end], told[0]
    bare = [found for found in _NUMBER.finditer(folded) if found.start() not in away]
    return (bare[0].group(), None) if not told and len(bare) == 1 else None


def _is_meant(
    before: str, figures: list[Amount], place: int, said: str, old: re.Match[str] | None
) -> bool:
    item = figures[place]
    begin = figures[place - 1].end if place else 0
    if old is not None and (number := _NUMBER.match(fold(before[item.start : item.end]))):
        return number.group() == old["old"].rstrip(".,")
    named = {word for word in other_words(said) if word not in _NO_NAME}
    return bool(named.intersection(WORD.findall(fold(before[begin : item.start]))))
