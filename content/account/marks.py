"""Talks of strangers whose every number is marked with what it is: to fit and to judge by.

Those of `tests/understanding/told`, a file a writer, and the single messages that were labelled for
`content/revenue/roles.py`, which say less.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from content.account.heard import ROLES, TIMES, NumberRole, NumberTime
from content.account.hints import kinds_in
from content.account.numbers import Number
from content.vietnamese import fold, tidy

TOLD = Path(__file__).parents[2] / "tests" / "understanding" / "told"
SUMS = Path(__file__).parents[1] / "revenue" / "roles.jsonl"
JUDGED_BY = "d"  # a writer nothing is fitted to
_MARK = re.compile(r"\[([^\[\]|]+)\|(!?)([a-z]+)(?:/([a-z-]+))?\]")
_OF_SUMS = {
    "sales": "takings", "wage": "cost", "moved": "money", "months": "worked", "days": "worked",
    "weeks": "worked", "date": "none", "people": "none", "other": "none", "factor": "none",
}  # fmt: skip
_UNMARKED = frozenset(("another", "past", "part"))  # of which labels of sums say nothing
_TIMES_OF_SUMS = {"night": "day"}


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    """A number of a message; None where the mark does not say."""

    start: int
    end: int
    role: NumberRole
    time: NumberTime | None
    mends: bool | None


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A message without its marks, the marks, and what its writer holds of the year then."""

    text: str
    spans: Sequence[MarkedSpan]
    year: str = ""

    def mark_of(self, number: Number) -> MarkedSpan:
        """What a number of the message is: none of them where nothing is marked."""
        on = (one for one in self.spans if one.start < number.end and one.end > number.start)
        return next(on, MarkedSpan(0, 0, NumberRole.NONE, None, None))


def unmarked(line: str) -> MarkedLine:
    """One line of a talk, tidied."""
    said, _, year = line.rpartition("=>")
    said, text, spans, at = tidy(said), "", [], 0
    for mark in _MARK.finditer(said):
        text += said[at : mark.start()]
        role = NumberRole(mark[3]) if mark[3] in set(ROLES) else NumberRole.NONE
        time = NumberTime(mark[4]) if mark[4] in set(TIMES) else NumberTime.UNSAID
        spans.append(MarkedSpan(len(text), len(text) + len(mark[1]), role, time, bool(mark[2])))
        text, at = text + mark[1], mark.end()
    return MarkedLine(text + said[at:], spans, year.strip())


def talks_in(path: Path) -> Iterator[list[MarkedLine]]:
    """The talks of one writer."""
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip()):
        yield [unmarked(line) for line in block.splitlines() if "=>" in line]


def by_writer() -> dict[str, list[list[MarkedLine]]]:
    """The talks of each writer."""
    return {path.stem: list(talks_in(path)) for path in sorted(TOLD.glob("*.txt"))}


def sums() -> Iterator[MarkedLine]:
    """The single messages."""
    for row in map(json.loads, SUMS.read_text(encoding="utf-8").splitlines()):
        if _UNMARKED.isdisjoint(kinds_in(fold(row["text"]))):
            yield MarkedLine(row["text"], list(_spans_of(row)))


def _spans_of(row: Mapping[str, Any]) -> Iterator[MarkedSpan]:
    at = 0
    for span in row["spans"]:
        start = row["text"].find(span["s"], at)
        if start < 0:
            continue
        at = start + len(span["s"])
        per = _TIMES_OF_SUMS.get(span["per"], span["per"])
        time = NumberTime(per) if per in set(TIMES) else None
        yield MarkedSpan(
            start, at, NumberRole(_OF_SUMS.get(span["role"], span["role"])), time, None
        )
