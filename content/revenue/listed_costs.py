"""Costs of a year told as a list: `khoảng 1 tỷ 8 tiền hàng, thuê nhà 120tr, nhân viên 2 người mỗi
tháng 7tr`, added up for whoever was asked for one sum."""

import re
from dataclasses import dataclass

from content.amounts import Period, amounts
from content.revenue.kinds import CLAUSE
from content.spelled import DIGITS
from content.vietnamese import fold, tidy

_TIMES = {Period.MONTH: 12, Period.QUARTER: 4, Period.YEAR: 1, None: 1}
_PEOPLE = re.compile(
    r"\b(?P<count>\d{1,2}|hai|ba|bon|nam|sau) (?:nguoi|nhan vien|tho|dua|ban|phu|cong nhan)\b"
)
_YEARLY_WAGE = 40_000_000  # of one helper: what is less is what he gets a month
_TOGETHER = re.compile(r"\b(?:tong|tat ca|ca hai|ca \d|het thay|cong lai)\b")
_OF_WORK = re.compile(r"\b(?:luong|nhan vien|tho|nguoi lam|nguoi phu|cong nhan|tien cong)\b")


@dataclass(frozen=True, slots=True)
class Cost:
    """`amount` × `people` × `times` a year."""

    amount: int
    people: int = 1
    times: int = 1

    @property
    def yearly(self) -> int:
        return self.amount * self.people * self.times


def costs_listed(text: str) -> tuple[Cost, ...]:
    """The costs of a list of at least two, one in each part of the line; () where one of them is no
    single sum of a month, a quarter or a year. What is told of no time is of the year asked for."""
    found = []
    for part in CLAUSE.split(tidy(text)):
        told = amounts(part)
        if not told:
            continue
        unsure = told[0].bound is not None and not _is_about(told[0].before)
        if len(told) > 1 or unsure:
            return ()
        item, folded = told[0], fold(part)
        if item.period not in _TIMES:
            return ()
        crew = _PEOPLE.search(folded)
        each = crew is not None and not _TOGETHER.search(folded)
        people = _count(crew["count"]) if crew and each else 1
        times = _TIMES[item.period]
        if crew and each and item.period is None and item.value < _YEARLY_WAGE:
            times = _TIMES[Period.MONTH]
        found.append(Cost(item.value, people, times))
    return tuple(found) if len(found) > 1 else ()


def pays_people(text: str) -> bool:
    """Whether wages are among what is told: not all of them may be taken off."""
    return _OF_WORK.search(fold(text)) is not None


def _is_about(before: tuple[str, ...]) -> bool:
    return bool({"khoang", "tam", "chung", "co"}.intersection(before))


def _count(word: str) -> int:
    return int(word) if word.isdecimal() else DIGITS[word]
