"""A fact as a form has it, and as a file of facts would: what staff write of it at the desk."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from content.amounts import amount
from content.facts import DatedValue, Fact, SourceRead, Value
from content.laws import Law
from content.vietnamese import day, fold, read_day
from content.written import UnknownLaw, cited, quoted, source_named, tidy_article

_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
NAME_LIMIT = 40


class FactKind(StrEnum):
    """What a value is: a figure may change, what it is may not."""

    NUMBER = "number"
    DAY = "day"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One value of a fact as it is typed; `source` is "document: article"."""

    value: str = ""
    start: str = ""
    end: str = ""
    source: str = ""
    read: str = SourceRead.FULL


class FactUnread(ValueError):
    """What was typed is no fact: in which row, which field, and why (a name in `console.j2`).
    `also` are the other places of the same form."""

    def __init__(self, row: int, field: str, why: str, also: Sequence["FactUnread"] = ()) -> None:
        super().__init__(why)
        self.row = row
        self.field = field
        self.why = why
        self.also = also

    @property
    def all(self) -> Sequence["FactUnread"]:
        """Every place, this one first."""
        return (self, *self.also)


def all_of(faults: Sequence[FactUnread]) -> FactUnread:
    """The first, with the others."""
    first = faults[0]
    return FactUnread(first.row, first.field, first.why, faults[1:])


def kind_of(fact: Fact) -> FactKind:
    value = fact.values[-1].value
    if isinstance(value, date):
        return FactKind.DAY
    return FactKind.TEXT if isinstance(value, str) else FactKind.NUMBER


def shown(value: Value) -> str:
    """A value as people type it; what is read back is the same."""
    if isinstance(value, date):
        return day(value)
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    return str(value).replace(".", ",") if isinstance(value, float) else value


def rows_of(fact: Fact, laws: Mapping[str, Law]) -> list[ValueRow]:
    """The values of a fact, in their order, as the form shows them."""
    return [
        ValueRow(
            shown(one.value),
            one.start.isoformat(),
            one.end.isoformat() if one.end else "",
            source_named(one.law, one.article, laws),
            one.source_read,
        )
        for one in fact.values
    ]


def read_value(kind: FactKind, typed: str) -> Value | None:
    """None for what is no value of this kind."""
    typed = " ".join(typed.split())
    match kind:
        case FactKind.DAY:
            return read_day(typed)
        case FactKind.TEXT:
            return typed or None
    if _GROUPED.fullmatch(typed):
        typed = typed.replace(".", "")
    if _PLAIN.fullmatch(typed):
        number = float(typed.replace(",", "."))
        return int(number) if number.is_integer() else number
    return amount(typed)


def read_fact(
    name: str,
    meaning: str,
    kind: FactKind,
    rows: Sequence[ValueRow],
    laws: Mapping[str, Law],
    before: Fact | None = None,
) -> Fact:
    """The fact these rows make; a row without a value is none. A value that is in force without an
    end gives way, the day before, to one that begins later. Raises FactUnread."""
    old = {shown(one.value): one.value for one in before.values} if before else {}
    typed = [(number, row) for number, row in enumerate(rows) if row.value.strip()]
    faults = [] if typed else [FactUnread(0, "value", "required")]
    if not meaning.strip():
        faults.append(FactUnread(0, "meaning", "required"))
    values: list[DatedValue] = []
    for number, row in typed:
        try:
            values.append(_value(number, kind, row, laws, old))
        except FactUnread as fault:
            faults += fault.all
    if faults:
        raise all_of(faults)
    values.sort(key=lambda one: one.start)
    return Fact(name, " ".join(meaning.split()), tuple(_one_after_another(values)))


def _value(
    number: int, kind: FactKind, row: ValueRow, laws: Mapping[str, Law], old: Mapping[str, Value]
) -> DatedValue:
    faults: list[FactUnread] = []

    def wrong(field: str, why: str) -> None:
        faults.append(FactUnread(number, field, why))

    value = old.get(row.value.strip(), read_value(kind, row.value))
    if value is None:
        wrong("value", "day" if kind is FactKind.DAY else "number")
    start = read_day(row.start)
    end = read_day(row.end) if row.end.strip() else None
    if start is None:
        wrong("from", "day")
    if row.end.strip() and end is None:
        wrong("to", "day")
    if start is not None and end is not None and end < start:
        wrong("to", "to_before_from")
    law = article = ""
    try:
        law, article = cited(row.source, laws)
    except UnknownLaw:
        wrong("source", "unknown_law")
    if faults or value is None or start is None:
        raise all_of(faults)
    read = SourceRead(row.read) if row.read in list(SourceRead) else SourceRead.SINGLE
    return DatedValue(value, start, end, law, article, read)


def _one_after_another(values: list[DatedValue]) -> list[DatedValue]:
    ended = []
    for one, later in zip(values, [*values[1:], None], strict=True):
        end = one.end
        if later is not None and end is None and later.start > one.start:
            end = later.start - timedelta(days=1)
        ended.append(DatedValue(one.value, one.start, end, one.law, one.article, one.source_read))
    return ended


def fact_text(fact: Fact) -> str:
    """The fact as a file of facts has it."""
    lines = [f"{fact.name}:", f"  meaning: {quoted(fact.meaning)}", "  values:"]
    for one in fact.values:
        value = quoted(one.value) if isinstance(one.value, str) else str(one.value)
        lines += [
            f"    - value: {value}",
            f"      from: {one.start}",
            f"      to: {one.end or 'null'}",
            f"      law: {one.law}",
            f"      article: {tidy_article(one.article)}",
            f"      source_read: {one.source_read}",
        ]
    return "\n".join(lines) + "\n"


def name_of(meaning: str) -> str:
    """What a new fact may be called after what it means."""
    words = re.findall(r"[a-z0-9]+", fold(meaning))
    return "_".join(words)[: NAME_LIMIT - 3].strip("_")
