"""A figure typed into a text becomes a fact of its own: the text speaks of the fact instead."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from content.fact_text import (
    FactKind,
    FactUnread,
    ValueRow,
    all_of,
    fact_text,
    name_of,
    read_fact,
)
from content.facts import Fact
from content.laws import Law
from content.review import typed_figures
from content.written import PARTS

TEXTS = ("short", *PARTS)  # the fields of the form in which an answer stands
MOST = 8  # figures of one form
_TEMPLATE = re.compile(r"({{.*?}}|{%.*?%})", flags=re.DOTALL)
_MONEY = re.compile(r"(\d[\d.,]* ?(?:triệu|tỷ|nghìn)|\d[\d.,]*(?= đồng))(?: đồng)?")
_PERCENT = re.compile(r"(\d[\d.,]*) ?%")
_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
_COUNT = re.compile(r"(\d[\d.,]*) ?(\D+)")


@dataclass(frozen=True, slots=True)
class OfferedFact:
    """A figure as it was typed, what it is, and how the text says it once it is a fact."""

    figure: str
    kind: FactKind
    value: str
    says: str  # with the name of the fact in the place of `{}`


@dataclass(frozen=True, slots=True)
class GivenFact:
    """A figure of a text with what its author says of it."""

    offered: OfferedFact
    meaning: str
    row: ValueRow


Made = Sequence[tuple[OfferedFact, Fact]]  # figures of a text, each with the fact it becomes


def offers(fields: Mapping[str, str]) -> list[OfferedFact]:
    """Each figure that stands typed in an answer, once."""
    body = "\n\n".join(fields.get(name, "") for name in TEXTS)
    found = dict.fromkeys(_whole(figure, body) for _, figure in typed_figures(f"\n---\n{body}"))
    return [_offered(figure) for figure in found][:MOST]


def _whole(figure: str, body: str) -> str:
    """A figure with what belongs to it: `300 nghìn đồng`, `01/CNKD-TNCN`."""
    tail = r" đồng\b" if re.search(r"(?:nghìn|triệu|tỷ)$", figure) else r"[\wĐ/-]*"
    if figure.endswith("%"):
        return figure
    longer = re.search(re.escape(figure) + f"(?:{tail})?", body)
    return longer[0] if longer else figure


def _offered(figure: str) -> OfferedFact:
    if _DAY.fullmatch(figure):
        return OfferedFact(figure, FactKind.DAY, figure, '{{{{ fact("{}") | day }}}}')
    if found := _PERCENT.fullmatch(figure):
        return OfferedFact(figure, FactKind.NUMBER, found[1], '{{{{ fact("{}") | percent }}}}')
    if found := _MONEY.fullmatch(figure):
        return OfferedFact(figure, FactKind.NUMBER, found[1], '{{{{ fact("{}") | vnd }}}}')
    if (found := _COUNT.fullmatch(figure)) and not set("/-") & set(figure):
        says = '{{{{ fact("{}") }}}} ' + found[2]
        return OfferedFact(figure, FactKind.NUMBER, found[1], says)
    return OfferedFact(figure, FactKind.TEXT, figure, '{{{{ fact("{}") }}}}')


def brought(given: Sequence[GivenFact], laws: Mapping[str, Law], taken: Collection[str]) -> Made:
    """The facts these figures make, each with a name nobody else has. Raises FactUnread, with the
    place in the list."""
    made: list[tuple[OfferedFact, Fact]] = []
    names, faults = set(taken), list[FactUnread]()
    for number, one in enumerate(given):
        name = _free(name_of(one.meaning), names)
        try:
            fact = read_fact(name, one.meaning, one.offered.kind, [one.row], laws)
        except FactUnread as fault:
            faults += (FactUnread(number, each.field, each.why) for each in fault.all)
            continue
        names.add(name)
        made.append((one.offered, fact))
    if faults:
        raise all_of(faults)
    return made


def _free(name: str, taken: Collection[str]) -> str:
    tries = [name or "so", *(f"{name or 'so'}_{number}" for number in range(2, 100))]
    return next(one for one in tries if one not in taken)


def with_facts(fields: Mapping[str, str], facts: str, made: Made) -> tuple[dict[str, str], str]:
    """(the fields, with each figure said by its fact, the facts the answer brings along)."""
    changed = dict(fields)
    for offered, fact in made:
        says = offered.says.format(fact.name)
        for name in TEXTS:
            changed[name] = _said(changed.get(name, ""), offered.figure, says)
    parts = [facts.rstrip("\n"), *(fact_text(fact).rstrip("\n") for _, fact in made)]
    text = "\n\n".join(part for part in parts if part)
    return changed, f"{text}\n" if text else ""


def _said(text: str, figure: str, says: str) -> str:
    """Outside of what is a template already."""
    parts = _TEMPLATE.split(text)
    figure_ = re.compile(rf"(?<![\d.,]){re.escape(figure)}(?!\w)")
    return "".join(
        part if number % 2 else figure_.sub(lambda _: says, part)
        for number, part in enumerate(parts)
    )
