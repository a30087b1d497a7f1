"""What the assistant is to say, a figure or a part of the ward's settings that waits for approval:
what changes, in words, and the decision about it as on its page of the console."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from content.fact_text import ValueRow, rows_of
from content.fact_text import shown as value_shown
from content.library import Content
from content.overlay import fact_named, part_named
from content.ward_parts import WardFieldKind
from content.ward_parts import fields_of as fields_of_part
from content.written import fields_of
from handlers.desk import acts, checking, effects, figures, lists, moving, ward_settings
from handlers.desk.acts import DeskMove, DeskRefused
from handlers.desk.figures import FigureStanding
from handlers.desk.lists import Standing
from handlers.desk.moving import DeskAsk
from handlers.desk.ward_settings import PartStanding
from storage.database import Transaction
from storage.entry_models import EntryVersion
from storage.staff_models import Staff

_Stands = Standing | FigureStanding | PartStanding


@dataclass(frozen=True, slots=True)
class ShownContent:
    """What it is `called`; `values`: what its template says; `seen`: which texts these are;
    `is_faulty`: it could not be used as it is."""

    called: str
    values: Mapping[str, Any]
    seen: dict[str, str]
    is_faulty: bool


def called(content: Content, version: EntryVersion) -> str:
    """What a version is of, as staff call it."""
    if fact_named(version.entry):
        return figures.meaning_of(version, content)
    if part_named(version.entry):
        return ward_settings.called(content, version)
    known = content.knowledge.entries.get(version.entry)
    return known.question if known else fields_of(version.text, content.laws)["question"]


def shown(
    tx: Transaction, content: Content, staff: Staff, number: int, today: date
) -> ShownContent | None:
    """None where it does not wait for this person."""
    version = tx.entries.get(number)
    if version is None or not acts.can_approve(staff, version):
        return None
    one = _standing(tx, content, staff, version)
    if one is None or one.open is None or one.open.id != number:
        return None
    names = {person.id: person.name for person in tx.staff.all()}
    name = called(content, version)
    values = {
        "called": name,
        "act": content.words.console[f"entry_act_{version.act}"],
        "authors": [names[author] for author in version.authors if author in names],
        "remark": version.remark,
        "changes": (),
        "then": None,
        "effect": "",
        "facts": (),
        "newer": (),
        **_says(tx, content, one, version, today),
    }
    faulty = version.act != "withdraw" and bool(
        checking.faults(content.shelf, acts.published(version), today)
    )
    return ShownContent(name, values, dict(one.seen), faulty)


def do(
    tx: Transaction, content: Content, staff: Staff, now: datetime, number: int, move: DeskMove,
    channel: str, why: str = "",
) -> None:  # fmt: skip
    """Published, or back to its authors, with its line in the journal. Raises DeskRefused."""
    version = tx.entries.get(number)
    one = _standing(tx, content, staff, version) if version is not None else None
    if version is None or one is None or one.open is None or one.open.id != number:
        raise DeskRefused("move_not_allowed")
    ask = DeskAsk(staff, now, why=why)
    match one:
        case Standing():
            moving.do(tx, content, one, move, ask)
            deed = f"entry.{move}"
            about = f"entry:{one.id}"
        case FigureStanding():
            figures.do(tx, content, one, move, ask)
            deed = f"fact.{move}"
            about = f"fact:{one.id}"
        case PartStanding():
            ward_settings.do(tx, content, one, move, ask)
            deed = f"ward.{move}"
            about = f"ward:{one.id}"
    tx.audit.write(deed, about, now, staff=staff, channel=channel)


def _standing(
    tx: Transaction, content: Content, staff: Staff, version: EntryVersion
) -> _Stands | None:
    if name := fact_named(version.entry):
        return figures.standing(tx, content, staff, name)
    if part := part_named(version.entry):
        return ward_settings.standing(tx, content, staff, part)
    return lists.standing(tx, content, staff, version.entry)


def _says(
    tx: Transaction, content: Content, one: _Stands, version: EntryVersion, today: date
) -> dict[str, Any]:
    match one:
        case Standing():
            return _of_answer(content, one, version, today)
        case FigureStanding():
            return _of_figure(content, one, version)
    return _of_part(tx, content, one, version)


def _of_answer(
    content: Content, one: Standing, version: EntryVersion, today: date
) -> dict[str, Any]:
    """The fields that change, before and after, and the answer as it would be read."""
    said, console = content.words.console, content.words.console
    now = fields_of(one.entry.text, content.laws) if one.entry else {}
    new = fields_of(version.text, content.laws)
    tried = content.shelf.tried(acts.published(version))[0]
    then = lists.said_by(tried, one.id, today) if tried else None
    effect = effects.effect_in(tried, one, today)
    knowledge = tried or content.knowledge
    return {
        "changes": [
            (
                said.get(f"label_entry_{name}", name),
                _in_words(console, content, name, now.get(name, "")),
                _in_words(console, content, name, new[name]),
            )
            for name in new
            if now.get(name, "") != new[name]
        ],
        "then": then,
        "effect": console[f"entry_effect_{effect}"] if effect else "",
        "facts": lists.facts_of(content, knowledge, version.text),
    }


def _in_words(console: Mapping[str, str], content: Content, name: str, text: str) -> str:
    if name == "office":
        office = content.ward.offices.get(text)
        return office.name if office else text
    return console.get(f"entry_{name}_{text}", text) if name == "certainty" else text


def _of_figure(content: Content, one: FigureStanding, version: EntryVersion) -> dict[str, Any]:
    newer = figures.written(version, content)
    far = figures.far_off(one.fact, newer)
    return {
        "held": rows_of(one.fact, content.laws) if one.fact else [],
        "newer": rows_of(newer, content.laws) if newer else list[ValueRow](),
        "far": [value_shown(value) for value in far] if far else [],
        "users": len(one.users),
    }


def _of_part(
    tx: Transaction, content: Content, one: PartStanding, version: EntryVersion
) -> dict[str, Any]:
    written = ward_settings.written(content.ward, version, one.part)
    console, people = content.words.console, {staff.login: staff for staff in tx.staff.all()}

    def said(kind: WardFieldKind, value: str) -> str:
        if kind is WardFieldKind.PERSON and value in people:
            return people[value].name
        signs = kind is WardFieldKind.SIGNER and value
        return console[f"signer_{value}"] if signs else "; ".join(value.splitlines())

    return {
        "changes": [
            (
                console.get(f"label_ward_{field.name}", field.name),
                said(field.kind, one.values[field.name]),
                said(field.kind, written[field.name]),
            )
            for field in fields_of_part(content.ward, one.part)
            if one.values[field.name] != written[field.name]
        ]
    }
