"""Dated facts: a value that law can change, from when to when, and by which article.

`content/facts/*.yaml`:

    nguong_doanh_thu:
      meaning: Doanh thu năm không phải nộp thuế
      values:
        - value: 1000000000
          from: 2026-01-01
          to: null
          law: nd-141-2026
          article: Điều 1 khoản 1
          source_read: full
"""

from collections.abc import Mapping, ValuesView
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from content import vietnamese
from content.laws import Law
from content.operator import tell
from content.problems import Problem, line_of, parse_yaml, read_file

Value = int | float | str | date


class FactMissing(Exception):
    """No such fact, or no value on that day; the message says which."""


class SourceRead(StrEnum):
    """How the value was seen: in the full text of the article, in one article or extract about it,
    or nowhere that can be named."""

    FULL = "full"
    SINGLE = "single"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class DatedValue:
    value: Value
    start: date
    end: date | None
    law: str
    article: str
    source_read: SourceRead

    def holds_on(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    meaning: str
    values: tuple[DatedValue, ...]

    def on(self, day: date) -> DatedValue:
        """The value in force on `day`. Raises FactMissing when there is none."""
        for value in self.values:
            if value.holds_on(day):
                return value
        said = vietnamese.day(day)
        raise FactMissing(tell("content.fact_no_value", called=self.meaning or self.name, day=said))

    def holds_on(self, day: date) -> bool:
        """Whether there is a value in force on `day`."""
        return any(value.holds_on(day) for value in self.values)


class Facts(Mapping[str, Fact]):
    def __init__(self, facts: dict[str, Fact]) -> None:
        self._facts = facts

    def __getitem__(self, name: str) -> Fact:
        try:
            return self._facts[name]
        except KeyError:
            raise FactMissing(tell("content.fact_none", name=name)) from None

    def __contains__(self, name: object) -> bool:
        return name in self._facts

    def values(self) -> ValuesView[Fact]:
        """Looked through for every message: not one by one by its name."""
        return self._facts.values()

    def as_of(self, on: date) -> dict[str, Any]:
        """What templates use: `fact("name")` gives the value in force on that day,
        `fact_on("name")` says whether there is one (for what ends by a date), `today` is the
        day."""

        def fact(name: str) -> Value:
            return self[name].on(on).value

        def fact_on(name: str) -> bool:
            return self[name].holds_on(on)

        return {"fact": fact, "fact_on": fact_on, "today": on}

    def __iter__(self) -> Any:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def laid_over(self, others: Mapping[str, Fact]) -> "Facts":
        """These, with `others` in the place of those of the same name, or beside them."""
        return Facts({**self._facts, **others}) if others else self


def load_facts(folder: Path, laws: Mapping[str, Law]) -> tuple[Facts, list[Problem]]:
    """Reads every fact file; returns the facts and what is wrong with them."""
    facts: dict[str, Fact] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        problems += read_facts(path, read_file(path), laws, facts)
    return Facts(facts), problems


def read_facts(
    path: Path, text: str, laws: Mapping[str, Law], facts: dict[str, Fact]
) -> list[Problem]:
    """Puts the facts of one text into `facts`; returns what is wrong with them. A name that is
    there already is a fault."""
    raw, problems = parse_yaml(path, text)
    for name, body in raw.items():
        try:
            fact = _fact(name, body)
        except (KeyError, TypeError, ValueError) as error:
            problems.append(Problem(path, line_of(text, name), f"«{name}»: {error!r}"))
            continue
        if name in facts:
            problems.append(
                Problem(path, line_of(text, name), tell("content.fact_twice", name=name))
            )
        facts[name] = fact
        problems += [
            Problem(path, line_of(text, name), f"«{name}»: {trouble}")
            for trouble in _troubles(fact, laws)
        ]
    return problems


def _fact(name: str, body: dict[str, Any]) -> Fact:
    return Fact(
        name=name,
        meaning=body["meaning"],
        values=tuple(
            DatedValue(
                value=item["value"],
                start=_day(item["from"]),
                end=_day(item["to"]) if item.get("to") else None,
                law=item["law"],
                article=item["article"],
                source_read=SourceRead(item["source_read"]),
            )
            for item in body["values"]
        ),
    )


def _troubles(fact: Fact, laws: Mapping[str, Law]) -> list[str]:
    found = [tell("content.no_law", law=v.law) for v in fact.values if v.law not in laws]
    for first in fact.values:
        if first.end is not None and first.end < first.start:
            found.append(
                tell(
                    "content.fact_ends_first",
                    end=vietnamese.day(first.end),
                    start=vietnamese.day(first.start),
                )
            )
        found += [
            tell("content.fact_overlaps", start=vietnamese.day(second.start))
            for second in fact.values
            if second is not first and first.holds_on(second.start)
        ]
    return found


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise ValueError(tell("content.not_a_day", value=value))
    return value
