"""Packs the city publishes: what is new in one, what the ward takes of it and what it leaves.

What is taken goes the way of everything written at the desk: whoever takes it proposes, another
approves. A correction is in force at once where the ward had not written its own; where it had,
staff are asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from content.calendar import local
from content.fact_text import ValueRow, fact_text, rows_of
from content.facts import Fact
from content.library import Content
from content.named_figures import users_of
from content.overlay import Published, fact_named, hash_of
from content.packs import Pack, read_unsigned
from content.written import fields_of, with_keys
from handlers.desk import acts
from handlers.desk.acts import DeskRefused
from handlers.desk.checking import TextFault, faults
from handlers.desk.figures import office_of
from handlers.people.permissions import writes_entry
from storage.database import Transaction
from storage.entry_models import OPEN_STATES, EntryAct, EntryState, EntryVersion
from storage.pack_models import CityPack, PackChoice, PackChoiceKind
from storage.staff_models import Staff

K = PackChoiceKind


class PartState(StrEnum):
    NEW = "new"  # nobody chose yet
    SAME = "same"  # the ward says just this
    LATER = "later"  # a later pack has another word
    TAKEN = "taken"
    LEFT = "left"
    APPLIED = "applied"


@dataclass(frozen=True, slots=True)
class PackPart:
    """One answer or figure of a pack. `offered` is how the city has it (None: it is not to be given
    as true any more), `said` the text the ward serves ("" for none), `version` what was made."""

    entry: str
    offered: Published | None
    said: str
    state: PartState
    version: EntryVersion | None = None

    @property
    def key(self) -> str:
        """What a page showed of it, in a few letters."""
        offered = self.offered.text + self.offered.facts if self.offered else ""
        state = f"{self.state} {self.version.state if self.version else ''}"
        return hash_of(f"{state}\n{self.said}\n{offered}")[:16]

    @property
    def is_new(self) -> bool:
        """Whether it waits for somebody to choose."""
        return self.state is PartState.NEW

    @property
    def may_be_undone(self) -> bool:
        """Whether it may be chosen anew; what is in force has its own page for that."""
        made = self.version
        return self.state is PartState.LEFT or (
            self.state is PartState.TAKEN and made is not None and made.state in OPEN_STATES
        )


@dataclass(frozen=True, slots=True)
class PackReceived:
    """A pack that is kept now; of a correction what holds at once, and what staff are asked of."""

    pack: CityPack
    applied: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


def receive(
    tx: Transaction, content: Content, pack: Pack, data: bytes, staff: Staff | None, now: datetime
) -> PackReceived:
    """Keeps a pack whose signature was found right; a correction is carried out. `data` is its
    file. Raises DeskRefused for one that is there already."""
    if any(one.number == pack.number for one in tx.city_packs.all()):
        raise DeskRefused("pack_known")
    row = tx.city_packs.add(
        CityPack(
            tx.city_packs.ids.next(), pack.number, pack.day, pack.signer, pack.correction,
            data.decode(), now, staff.id if staff else None,
        )
    )  # fmt: skip
    if not pack.correction:
        return PackReceived(row)
    applied: list[str] = []
    asked: list[str] = []
    for part in parts(tx, content, row):
        if part.state is not PartState.NEW:
            continue
        done = _apply(tx, content, row, part, now)
        (applied if done else asked).append(part.entry)
        deed = "pack.apply" if done else "pack.ask"
        tx.audit.write(deed, about(part.entry), now, code=str(row.number))
    return PackReceived(row, tuple(applied), tuple(asked))


def about(entry: str) -> str:
    """What the journal calls a part."""
    figure = fact_named(entry)
    return f"fact:{figure}" if figure else f"entry:{entry}"


def parts(tx: Transaction, content: Content, row: CityPack) -> list[PackPart]:
    """All a pack has, in its order, and how each stands."""
    pack = read_unsigned(row.body.encode())
    choices = {one.entry: one for one in tx.city_packs.choices() if one.pack_id == row.id}
    later = _later(tx, row)
    given: list[tuple[str, Published | None]] = [(one.entry, one) for one in pack.items]
    given += [(entry, None) for entry in pack.withdrawn]
    return [
        _part(tx, content, entry, offered, choices.get(entry), is_last=entry not in later)
        for entry, offered in given
    ]


def waiting(tx: Transaction, content: Content) -> list[tuple[CityPack, list[PackPart]]]:
    """The corrections staff are asked of, the latest pack first."""
    found = []
    for row in tx.city_packs.all():
        if row.correction:
            new = [one for one in parts(tx, content, row) if one.state is PartState.NEW]
            found += [(row, new)] if new else []
    return found


def _later(tx: Transaction, row: CityPack) -> set[str]:
    after = (one for one in tx.city_packs.all() if one.number > row.number)
    return {entry for one in after for entry in read_unsigned(one.body.encode()).entries}


def _part(
    tx: Transaction, content: Content, entry: str, offered: Published | None,
    choice: PackChoice | None, *, is_last: bool,
) -> PackPart:  # fmt: skip
    said = said_now(content, entry)
    if choice is not None:
        version = tx.entries.get(choice.version_id) if choice.version_id else None
        dropped = version and version.state is EntryState.WITHDRAWN and not version.published_at
        if not dropped:
            return PackPart(entry, offered, said, PartState(choice.choice), version)
    if not is_last:
        return PackPart(entry, offered, said, PartState.LATER)
    same = _same(content, entry, offered, said)
    return PackPart(entry, offered, said, PartState.SAME if same else PartState.NEW)


def said_now(content: Content, entry: str) -> str:
    """The text of an answer or figure as it is served; "" where there is none."""
    knowledge = content.shelf.now.knowledge
    if figure := fact_named(entry):
        return fact_text(knowledge.facts[figure]) if figure in knowledge.facts else ""
    return knowledge.entries[entry].text if entry in knowledge.entries else ""


def _same(content: Content, entry: str, offered: Published | None, said: str) -> bool:
    if offered is None:
        return not said or with_keys(said, status="under_review") == said
    if fact_named(entry):
        fact = offered_fact(content, offered)
        return fact is not None and fact_text(fact) == said
    laws = content.laws
    return bool(said) and fields_of(offered.text, laws) == fields_of(said, laws)


def offered_fact(content: Content, offered: Published) -> Fact | None:
    """The figure of a part; None for an answer, or where it cannot be read here."""
    facts = content.shelf.read(offered)[1] if offered.fact else {}
    return facts.get(offered.fact)


def differences(content: Content, part: PackPart) -> list[tuple[str, str, str]]:
    """(field, as the ward has it, as the city has it) of an answer, where they differ."""
    if part.offered is None or part.offered.fact:
        return []
    theirs = fields_of(part.offered.text, content.laws)
    ours = fields_of(part.said, content.laws) if part.said else {}
    return [
        (name, ours.get(name, ""), text)
        for name, text in theirs.items()
        if text != ours.get(name, "")
    ]


def values_beside(content: Content, part: PackPart) -> tuple[list[ValueRow], list[ValueRow]]:
    """The values of a figure as the ward has them, and as the city has them."""
    facts, figure = content.shelf.now.knowledge.facts, fact_named(part.entry)
    ours = facts[figure] if figure in facts else None  # noqa: SIM401  # a missing one raises
    theirs = offered_fact(content, part.offered) if part.offered else None
    return (
        rows_of(ours, content.laws) if ours else [],
        rows_of(theirs, content.laws) if theirs else [],
    )


def title_of(content: Content, part: PackPart) -> str:
    """What a part is called on a page."""
    if figure := fact_named(part.entry):
        facts = content.shelf.now.knowledge.facts
        fact = facts[figure] if figure in facts else None  # noqa: SIM401
        if fact is None and part.offered:
            fact = offered_fact(content, part.offered)
        return fact.meaning if fact else figure
    text = part.said or (part.offered.text if part.offered else "")
    return fields_of(text, content.laws)["question"] or part.entry if text else part.entry


def take(
    tx: Transaction, content: Content, row: CityPack, part: PackPart, staff: Staff, now: datetime
) -> EntryVersion:
    """Proposes that the ward says as the city does; somebody else approves it. Raises
    DeskRefused."""
    if part.state not in (PartState.NEW, PartState.LEFT):
        raise DeskRefused("pack_chosen")
    shelf = content.shelf
    if acts.open_of(tx, part.entry) is not None:
        raise DeskRefused("entry_in_the_making")
    if part.offered is None:
        why = content.words.say("desk/pack_withdrawn", number=row.number, signer=row.signer)
        entry = content.knowledge.entries[part.entry]
        made = acts.withdraw(tx, shelf, entry, staff, why.strip(), now)
    else:
        if not all(writes_entry(staff, office) for office in _offices(content, part)):
            raise DeskRefused("entry_not_yours")
        _require_readable(content, part.offered)
        act = EntryAct.EDIT if part.said else EntryAct.NEW
        drawn = acts.draft(tx, shelf, part.offered, act, staff, now)
        made = acts.submit(tx, shelf, drawn, now)
    tx.city_packs.choose(PackChoice(row.id, part.entry, K.TAKEN, now, made.id, staff.id))
    return made


def leave(
    tx: Transaction, content: Content, row: CityPack, part: PackPart, staff: Staff, now: datetime
) -> None:
    """The ward's own stays. Raises DeskRefused."""
    if part.state is not PartState.NEW:
        raise DeskRefused("pack_chosen")
    if not all(writes_entry(staff, office) for office in _offices(content, part)):
        raise DeskRefused("entry_not_yours")
    tx.city_packs.choose(PackChoice(row.id, part.entry, K.LEFT, now, staff_id=staff.id))


def undo(
    tx: Transaction, content: Content, row: CityPack, part: PackPart, staff: Staff, now: datetime
) -> None:
    """It may be chosen anew; a version that is not in force is given up. Raises DeskRefused."""
    if not part.may_be_undone:
        raise DeskRefused("pack_in_force")
    if not all(writes_entry(staff, office) for office in _offices(content, part)):
        raise DeskRefused("entry_not_yours")
    if part.version is not None:
        tx.entries.save(replace(part.version, state=EntryState.WITHDRAWN, ended_at=now))
    tx.city_packs.unchoose(row.id, part.entry)


def _require_readable(content: Content, offered: Published) -> None:
    entry, _, troubles = content.shelf.read(offered)
    if troubles or (entry is None and not offered.fact):
        raise DeskRefused("entry_faulty", [TextFault("said", one.text) for one in troubles])


def _offices(content: Content, part: PackPart) -> Iterable[str]:
    """Whose it is: of an answer the office as it is and as it would be, of a figure that of most
    answers which speak of it."""
    if figure := fact_named(part.entry):
        return {office_of(users_of(content.shelf.now.knowledge, figure))}
    texts = (part.said, part.offered.text if part.offered else "")
    return {fields_of(text, content.laws)["office"] for text in texts if text}


def _apply(
    tx: Transaction, content: Content, row: CityPack, part: PackPart, now: datetime
) -> EntryVersion | None:
    """A correction holds from now on; None where the ward wrote its own, or it cannot be said
    here."""
    past = tx.entries.of_entry(part.entry)
    if any(one.state in OPEN_STATES for one in past):
        return None
    served = next((one for one in past if one.state is EntryState.PUBLISHED), None)
    if served is not None and not tx.city_packs.made(served.id):
        return None
    made = _corrected(tx, content, part, local(now).date(), now)
    if made is None:
        return None
    kept = acts.enforce(tx, content.shelf, tx.entries.add(made), None, now)
    tx.city_packs.choose(PackChoice(row.id, part.entry, K.APPLIED, now, kept.id))
    return kept


def _corrected(
    tx: Transaction, content: Content, part: PackPart, today: date, now: datetime
) -> EntryVersion | None:
    """The version of a correction; None where something is wrong with it here."""
    shelf, offered = content.shelf, part.offered
    if offered is None:
        entry = shelf.now.knowledge.entries[part.entry]
        text = with_keys(entry.text, status="under_review")
        gone = Published(part.entry, entry.topic, text)
        act, one = EntryAct.WITHDRAW, gone
    else:
        act, one = EntryAct.EDIT if part.said else EntryAct.NEW, offered
        if shelf.read(one)[2] or faults(shelf, one, today):
            return None
    return acts.new_version(tx, shelf, one, act, EntryState.SUBMITTED, None, now)
