"""A figure as a form has it is the figure as the files have it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from content.fact_text import (
    FactKind,
    FactUnread,
    ValueRow,
    fact_text,
    kind_of,
    read_fact,
    read_value,
    rows_of,
)
from content.facts import Fact, read_facts
from content.library import FOLDER, Content

NEXT_YEAR = ValueRow("1,5 tỷ", "2027-01-01", "", "nd-68-2026: Điều 3", "single")


def test_every_figure_comes_back_from_the_form_and_is_written_as_its_file_has_it(
    content: Content,
) -> None:
    files = "".join(path.read_text("utf-8-sig") for path in (FOLDER / "facts").glob("*.yaml"))
    for fact in content.knowledge.facts.values():
        rows = rows_of(fact, content.laws)
        again = read_fact(fact.name, fact.meaning, kind_of(fact), rows, content.laws, fact)
        assert again == fact and fact_text(again) in files, fact.name
        read: dict[str, Fact] = {}
        assert read_facts(Path("x"), fact_text(fact), content.laws, read) == []
        assert read == {fact.name: fact}


def test_a_value_from_a_later_day_ends_the_one_before(content: Content) -> None:
    fact = content.knowledge.facts["nguong_doanh_thu"]
    rows = [*rows_of(fact, content.laws), NEXT_YEAR, ValueRow()]
    later = read_fact(fact.name, fact.meaning, kind_of(fact), rows, content.laws, fact)
    assert later.on(date(2026, 12, 31)).value == fact.on(date(2026, 12, 31)).value
    assert later.on(date(2026, 12, 31)).end == date(2026, 12, 31)
    assert later.on(date(2027, 1, 1)).value == 1_500_000_000


@pytest.mark.parametrize(
    ("changed", "field", "why"),
    [
        ({"value": "nhiều"}, "value", "number"),
        ({"start": "mai"}, "from", "day"),
        ({"end": "2026-12-31"}, "to", "to_before_from"),
        ({"source": "Nghị định 999/2026/NĐ-CP: Điều 1"}, "source", "unknown_law"),
        ({"source": "nd-68-2026"}, "source", "unknown_law"),
    ],
)
def test_what_cannot_be_a_figure_says_which_field_is_wrong(
    content: Content, changed: dict[str, str], field: str, why: str
) -> None:
    with pytest.raises(FactUnread) as caught:
        rows = [ValueRow(), replace(NEXT_YEAR, **changed)]
        read_fact("x", "Số", FactKind.NUMBER, rows, content.laws)
    assert (caught.value.row, caught.value.field, caught.value.why) == (1, field, why)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("1.000.000.000", 1_000_000_000), ("0,5", 0.5), ("30", 30), ("200 triệu", 200_000_000)],
)
def test_numbers_are_read_as_people_write_them(typed: str, value: float) -> None:
    assert read_value(FactKind.NUMBER, typed) == value
