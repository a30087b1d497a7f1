"""The settings of the ward that citizens read or that decide when they are written to: each part is
written anew by one person and published by another, and holds at once in every process."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from content.calendar import local
from content.days_apart import days_in
from content.library import Content
from content.overlay import Published, hash_of, part_named, ward_entry
from content.ward import Ward
from content.ward_parts import (
    WardFieldKind,
    WardPart,
    fields_of,
    id_of,
    law_named,
    office_named,
    office_part,
    part_text,
    parts_of,
    read_text,
    values_of,
)
from handlers.desk import acts
from handlers.desk.acts import DeskMove, DeskRefused
from handlers.desk.lists import base_moved, history
from handlers.desk.moving import DeskAsk, do_beside
from handlers.people.permissions import reads_confidential, writes_entry
from storage.database import Transaction
from storage.entry_models import EntryAct, EntryState, EntryVersion
from storage.event_models import Event, EventState
from storage.staff_models import Staff

_TO_BE_HELD = (EventState.DRAFT, EventState.OPEN)


@dataclass(frozen=True, slots=True)
class PartStanding:
    """How a part stands: what it says now, the version in the making, all versions, what this
    person may do, to which versions they may go back (0: the file); `base_moved`: the file under it
    says something else than when it was written."""

    part: str
    values: Mapping[str, str]
    open: EntryVersion | None
    versions: list[EntryVersion]
    moves: frozenset[DeskMove]
    earlier: list[int]
    base_moved: bool

    @property
    def id(self) -> str:
        return self.part

    @property
    def seen(self) -> dict[str, str]:
        """What a page shows of it before somebody decides."""
        one = self.open
        return {
            "id": self.part,
            "text": hash_of(part_text(self.values)),
            "open": f"{one.id} {one.state} {hash_of(one.text)}" if one else "",
        }


def standing(tx: Transaction, content: Content, staff: Staff, part: str) -> PartStanding | None:
    """None when there is no such part."""
    shelf, entry, ward = content.shelf, ward_entry(part), content.ward
    if not fields_of(ward, part):
        return None
    served = part in parts_of(ward)
    past = history(tx, shelf, entry, in_files=part in parts_of(shelf.files.ward))
    if not served and not past.versions:
        return None
    found = acts.moves(
        staff, office_named(part), past.open, served=served, earlier=bool(past.earlier)
    )
    moves = found - {DeskMove.CONFIRM, DeskMove.WITHDRAW}
    return PartStanding(
        part, values_of(ward, part), past.open, past.versions, moves, past.earlier,
        base_moved(shelf, entry),
    )  # fmt: skip


def named_part(content: Content, part: str) -> str:
    """What staff call a part; an office and a document by their names."""
    if law := law_named(part):
        return content.laws[law].name if law in content.laws else law
    if office := office_named(part):
        known = content.ward.offices.get(office)
        return known.name if known else office
    return content.words.console.get(f"ward_part_{part}", part)


def called(content: Content, version: EntryVersion) -> str:
    """What the part of a version is called; what is only being written by the name it is to
    have."""
    part = part_named(version.entry)
    if part in parts_of(content.ward):
        return named_part(content, part)
    values = written(content.ward, version, part)
    return values.get("name") or values.get("title") or named_part(content, part)


def written(ward: Ward, version: EntryVersion, part: str) -> dict[str, str]:
    """What a version says; as it is now where it cannot be read any more."""
    try:
        return read_text(ward, part, version.text)
    except ValueError:
        return values_of(ward, part)


def events_on(tx: Transaction, off: Iterable[str]) -> list[Event]:
    """What is to be held on days that are to be off; it keeps its day."""
    days = set(days_in(off))
    found = (event for event in tx.events.all() if event.state in _TO_BE_HELD)
    there = [event for event in found if local(event.starts_at).date() in days]
    return sorted(there, key=lambda event: (event.starts_at, event.id))


def write(
    tx: Transaction, content: Content, part: str, values: Mapping[str, str], ask: DeskAsk
) -> EntryVersion:
    """A draft of a part. Raises DeskRefused."""
    if not writes_entry(ask.staff, office_named(part)):
        raise DeskRefused("entry_not_yours")
    _require_people(tx, content, part, values)
    act = EntryAct.EDIT if part in parts_of(content.ward) else EntryAct.NEW
    one = Published(ward_entry(part), "", part_text(values))
    return acts.draft(tx, content.shelf, one, act, ask.staff, ask.now)


def _require_people(
    tx: Transaction, content: Content, part: str, values: Mapping[str, str]
) -> None:
    """Whoever is named can sign in; whoever reads what is sent confidentially can write an answer
    and approve the other's. Raises DeskRefused."""
    able = [one for one in tx.staff.all() if one.active and one.password is not None]
    by_login = {one.login: one for one in able}
    for one in fields_of(content.ward, part):
        login = values.get(one.name, "")
        if one.kind is not WardFieldKind.PERSON or not login:
            continue
        if login not in by_login:
            raise DeskRefused("ward_person")
        if part == WardPart.LANE and not reads_confidential(by_login[login]):
            raise DeskRefused("ward_reader")


def new_office(tx: Transaction, content: Content, name: str) -> str:
    """The part of an office, or hall, that is to be added under a name. Raises DeskRefused."""
    made = id_of(name, content.ward.offices)
    if not made:
        raise DeskRefused("office_name_short")
    part = office_part(made)
    if acts.open_of(tx, ward_entry(part)) is not None:
        raise DeskRefused("entry_in_the_making")
    return part


def do(
    tx: Transaction, content: Content, one: PartStanding, move: DeskMove, ask: DeskAsk
) -> EntryVersion:
    """One move, if it is open to whoever asks. Raises DeskRefused."""

    def said_by(version: EntryVersion | None) -> Published:
        text = version.text if version else part_text(values_of(content.shelf.files.ward, one.part))
        return Published(ward_entry(one.part), "", text)

    return do_beside(tx, content, one, move, ask, said_by)


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part in the list: what it says, and the state of a version in the making."""

    part: str
    values: Mapping[str, str]
    state: EntryState | None


def look_up(tx: Transaction, content: Content) -> list[PartRow]:
    """All parts, with the offices that are only being written."""
    ward = content.ward
    open_ = {one.entry: one for one in tx.entries.in_the_making()}
    states = {part: open_.get(ward_entry(part)) for part in parts_of(ward)}
    rows = [
        PartRow(part, values_of(ward, part), one.state if one else None)
        for part, one in states.items()
    ]
    fresh = [one for one in open_.values() if one.act is EntryAct.NEW and part_named(one.entry)]
    return rows + [
        PartRow(part, written(ward, one, part), one.state)
        for one in fresh
        if (part := part_named(one.entry)) not in states
    ]
