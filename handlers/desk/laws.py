"""The documents answers and figures rest on: staff add one that is not in the list, as they write a
part of the ward's settings (`handlers/desk/ward_settings.py`)."""

import re
from collections.abc import Mapping
from datetime import date

from content.facts import Fact
from content.knowledge import Entry
from content.laws import Law, law_of
from content.library import Content
from content.overlay import ward_entry
from content.ward_parts import id_of, law_named, law_part
from handlers.desk import acts
from handlers.desk.acts import DeskRefused
from storage.database import Transaction

_NUMBERED = re.compile(r"[^\W\d_]{2}[^:]*\d[^:]*")  # a kind and a number; articles follow a colon


def new_law(tx: Transaction, content: Content, values: Mapping[str, str]) -> str:
    """The part of a document that is to be added. Raises DeskRefused."""
    made = id_of(values["title"], content.laws)
    if not made:
        raise DeskRefused("law_name")
    part = law_part(made)
    if acts.open_of(tx, ward_entry(part)) is not None:
        raise DeskRefused("entry_in_the_making")
    return part


def faults(content: Content, part: str, values: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with a document as it was typed, by field; a name in `console.j2`."""
    law = law_of(law_named(part) or "-", values)
    others = {one.name.lower() for name, one in content.laws.items() if name != law.id}
    found: dict[str, str] = {}
    if not _NUMBERED.fullmatch(law.name):
        found["title"] = "law_name"
    elif law.name.lower() in others:
        found["title"] = "law_known"
    if law.in_force_from and law.in_force_to and law.in_force_to < law.in_force_from:
        found["ends"] = "to_before_from"
    if any(name.lower() not in others for name in law.replaces):
        found["replaces"] = "law_unknown"
    return found


def resting_on(content: Content, law: Law) -> list[Entry]:
    """The answers that rest on a document, or on one it replaces: they have to be read again."""
    meant = _meant(content, law)
    return [
        entry
        for entry in content.knowledge.entries.values()
        if any(one.law.id in meant for one in entry.sources)
    ]


def figures_on(content: Content, law: Law, today: date) -> list[Fact]:
    """The figures that hold today or later by such a document."""
    meant = _meant(content, law)
    return [
        fact
        for fact in content.knowledge.facts.values()
        if any(one.law in meant and (one.end or today) >= today for one in fact.values)
    ]


def _meant(content: Content, law: Law) -> set[str]:
    """The ids of a document and of those it replaces."""
    names = {name.lower() for name in law.replaces}
    return {law.id} | {one.id for one in content.laws.values() if one.name.lower() in names}


def written_law(content: Content, part: str, values: Mapping[str, str]) -> Law | None:
    """The document of a part as its version in the making has it; None for any other part."""
    return law_of(law_named(part), values) if law_named(part) else None
