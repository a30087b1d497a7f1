"""An answer is written by one person and published by another.

    draft -> submitted -> published -> superseded (or withdrawn, when it was found not to be true)
                 |  ^
                 v  |
              returned, with a remark; a version that is not in force may be dropped (withdrawn)

Of an answer there is one version in the making: whoever changes it is one of its authors, and none
of them approves it. Every function works in one transaction; `now` is aware (UTC). What is
published is served by `bot/core/following.py`.
"""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum

from content.calendar import local
from content.fact_text import fact_text
from content.knowledge import Entry
from content.overlay import Published, Shelf, fact_entry
from content.review import latest_review, room_on
from content.written import with_keys
from handlers.desk.checking import TextFault, faults
from handlers.people.permissions import Action, able, may, writes_entry
from storage.database import Transaction
from storage.entry_models import OPEN_STATES, EntryAct, EntryState, EntryVersion
from storage.staff_models import Staff

S = EntryState


class DeskRefused(Exception):
    """It may not be done now; the message is a name in `console.j2`. `faults`: what is wrong with
    the text, where that is why."""

    def __init__(self, why: str, faults: list[TextFault] | None = None) -> None:
        super().__init__(why)
        self.faults = faults or []


class DeskMove(StrEnum):
    """What may be done with an answer as it stands."""

    CONFIRM = "confirm"
    EDIT = "edit"
    WITHDRAW = "withdraw"
    UNDO = "undo"
    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    DROP = "drop"
    RETURN = "return"
    PUBLISH = "publish"


def moves(
    staff: Staff, office: str, open_: EntryVersion | None, *, served: bool, earlier: bool
) -> frozenset[DeskMove]:
    """The moves open to somebody. `open_` is the version in the making; `served`: there is an
    answer in force; `earlier`: another was before it."""
    found: set[DeskMove] = set()
    writes = writes_entry(staff, office)
    if open_ is None:
        if writes and served:
            found |= {DeskMove.CONFIRM, DeskMove.EDIT, DeskMove.WITHDRAW}
            found |= {DeskMove.UNDO} if earlier else set()
        return frozenset(found)
    if writes:
        found.add(DeskMove.EDIT)
        if open_.state is S.SUBMITTED:
            found |= {DeskMove.TAKE_BACK} if staff.id in open_.authors else set()
        else:
            found |= {DeskMove.SUBMIT, DeskMove.DROP}
    if open_.state is S.SUBMITTED and may(staff, Action.APPROVE_CONTENT):
        found.add(DeskMove.RETURN)
        found |= {DeskMove.PUBLISH} if staff.id not in open_.authors else set()
    return frozenset(found)


def published(version: EntryVersion) -> Published:
    """A version as content reads it."""
    return Published(version.entry, version.topic, version.text, version.facts, version.base)


def open_of(tx: Transaction, entry: str) -> EntryVersion | None:
    """The version of an answer that is in the making."""
    return next((one for one in tx.entries.of_entry(entry) if one.state in OPEN_STATES), None)


def can_approve(staff: Staff, version: EntryVersion) -> bool:
    """Whether a version waits for this person."""
    waits = version.state is S.SUBMITTED and staff.id not in version.authors
    return waits and may(staff, Action.APPROVE_CONTENT)


def approvers(tx: Transaction, version: EntryVersion) -> list[Staff]:
    """Who can sign in and approve it."""
    able_ = able(tx.staff.all(), Action.APPROVE_CONTENT)
    return [one for one in able_ if one.id not in version.authors]


def propose_review(shelf: Shelf, entry: Entry, on: date, also: Counter[date]) -> date:
    """The day until which an answer that is right on a day may be trusted: as late as what it rests
    on allows, and not on a day with many others."""
    knowledge = shelf.now.knowledge
    checked = replace(entry, checked_on=on)
    latest, _ = latest_review(checked, entry.text, knowledge.facts)
    return room_on(knowledge, entry.id, latest, also)


def confirm(
    tx: Transaction, shelf: Shelf, entry: Entry, review_by: date, author: Staff, now: datetime
) -> EntryVersion:
    """Its author has read it again: still right until another day. Raises DeskRefused."""
    text = with_keys(renewed(entry.text, now), review_by=review_by, status="")
    return _propose(tx, shelf, entry, EntryAct.CONFIRM, text, author, now)


def withdraw(
    tx: Transaction, shelf: Shelf, entry: Entry, author: Staff, why: str, now: datetime
) -> EntryVersion:
    """It is not to be given as true: whoever asks hears that it is being checked, and whom to ask.
    Raises DeskRefused."""
    text = with_keys(entry.text, status="under_review")
    if text == entry.text:
        raise DeskRefused("entry_withdrawn_already")
    made = _propose(tx, shelf, entry, EntryAct.WITHDRAW, text, author, now)
    return tx.entries.save(replace(made, remark=why))


def undo(
    tx: Transaction, shelf: Shelf, entry: Entry, to: EntryVersion | None, author: Staff,
    now: datetime,
) -> EntryVersion:  # fmt: skip
    """As it was in an earlier version (None: as the files have it). Raises DeskRefused."""
    if to is not None and (to.entry != entry.id or to.published_at is None):
        raise DeskRefused("entry_not_earlier")
    file = shelf.files.entries.get(entry.id)
    if to is None and file is None:
        raise DeskRefused("entry_not_earlier")
    was = Published(
        entry.id, entry.topic, to.text if to else file.text if file else "", to.facts if to else ""
    )
    read, _, _ = shelf.read(was)
    if read is None:
        raise DeskRefused("entry_not_earlier")
    today = local(now).date()
    review_by = propose_review(shelf, read, today, Counter())
    text = with_keys(renewed(was.text, now), review_by=review_by)
    return _propose(tx, shelf, entry, EntryAct.UNDO, text, author, now, was.facts)


def write(
    tx: Transaction, shelf: Shelf, one: Published, author: Staff, now: datetime, office: str
) -> EntryVersion:
    """A draft with this text: a new one, or the one in the making changed by one more author. It is
    nobody's to approve until it is submitted again. Raises DeskRefused."""
    known = shelf.now.knowledge.entries.get(one.entry)
    offices = {office, known.office} if known else {office}
    if not all(writes_entry(author, name) for name in offices):
        raise DeskRefused("entry_not_yours")
    text = renewed(one.text, now)
    made = replace(one, text=text)
    return draft(tx, shelf, made, EntryAct.EDIT if known else EntryAct.NEW, author, now)


def draft(
    tx: Transaction, shelf: Shelf, one: Published, act: EntryAct, author: Staff, now: datetime
) -> EntryVersion:
    """What was written is kept for its author to go on with; one that is there already gets one
    more author."""
    open_ = open_of(tx, one.entry)
    if open_ is None:
        return tx.entries.add(new_version(tx, shelf, one, act, S.DRAFT, author, now))
    act = EntryAct.NEW if open_.act is EntryAct.NEW else EntryAct.EDIT
    authors = tuple(dict.fromkeys((*open_.authors, author.id)))
    return tx.entries.save(
        replace(
            open_, act=act, state=S.DRAFT, topic=one.topic, text=one.text, facts=one.facts,
            authors=authors, changed_at=now, submitted_at=None, approver_id=None,
        )
    )  # fmt: skip


def submit(tx: Transaction, shelf: Shelf, version: EntryVersion, now: datetime) -> EntryVersion:
    """To whoever approves. Raises DeskRefused."""
    if version.state not in (S.DRAFT, S.RETURNED):
        raise DeskRefused("entry_not_draft")
    _require_faultless(shelf, version, local(now).date())
    return tx.entries.save(
        replace(version, state=S.SUBMITTED, submitted_at=now, approver_id=None, remark="")
    )


def take_back(tx: Transaction, version: EntryVersion, author: Staff) -> EntryVersion:
    """One of its authors does not want it approved yet. Raises DeskRefused."""
    if version.state is not S.SUBMITTED:
        raise DeskRefused("entry_not_submitted")
    if author.id not in version.authors:
        raise DeskRefused("entry_not_yours")
    return tx.entries.save(replace(version, state=S.DRAFT, submitted_at=None))


def drop(tx: Transaction, version: EntryVersion, now: datetime) -> EntryVersion:
    """It is given up; what is in force stays. Raises DeskRefused."""
    if version.state not in (S.DRAFT, S.RETURNED):
        raise DeskRefused("entry_not_draft")
    return tx.entries.save(replace(version, state=S.WITHDRAWN, ended_at=now))


def return_(
    tx: Transaction, version: EntryVersion, approver: Staff, why: str, now: datetime
) -> EntryVersion:
    """Back to its authors, with what to mend. Raises DeskRefused."""
    if version.state is not S.SUBMITTED:
        raise DeskRefused("entry_not_submitted")
    return tx.entries.save(
        replace(version, state=S.RETURNED, remark=why, approver_id=approver.id, changed_at=now)
    )


def publish(
    tx: Transaction, shelf: Shelf, version: EntryVersion, approver: Staff, now: datetime
) -> EntryVersion:
    """In force from now on, in the place of the one before. Raises DeskRefused."""
    if version.state is not S.SUBMITTED:
        raise DeskRefused("entry_not_submitted")
    if not may(approver, Action.APPROVE_CONTENT) or approver.id in version.authors:
        raise DeskRefused("approve_own")
    today = local(now).date()
    checked = version
    if version.act is not EntryAct.WITHDRAW:
        if published(version).is_answer:
            checked = replace(version, text=with_keys(version.text, checked_on=today))
        _require_faultless(shelf, checked, today)
    return enforce(tx, shelf, checked, approver, now)


def enforce(
    tx: Transaction, shelf: Shelf, version: EntryVersion, approver: Staff | None, now: datetime
) -> EntryVersion:
    """A version that is faultless holds from now on. Nobody is its approver where the city has
    corrected what nobody here had written otherwise."""
    _publish_brought(tx, shelf, version, approver, now)
    return _in_force(tx, version, approver, now)


def _in_force(
    tx: Transaction, version: EntryVersion, approver: Staff | None, now: datetime
) -> EntryVersion:
    before = next((o for o in tx.entries.of_entry(version.entry) if o.state is S.PUBLISHED), None)
    if before is not None:
        gone = S.WITHDRAWN if version.act is EntryAct.WITHDRAW else S.SUPERSEDED
        tx.entries.save(replace(before, state=gone, ended_at=now))
    return tx.entries.save(
        replace(
            version,
            state=S.PUBLISHED,
            approver_id=approver.id if approver else None,
            published_at=now,
            serial=tx.entries.last_serial() + 1,
        )
    )


def _publish_brought(
    tx: Transaction, shelf: Shelf, version: EntryVersion, approver: Staff | None, now: datetime
) -> None:
    """The new facts an answer brings along stand by themselves from then on: they stay when the
    answer goes, and are renewed without it."""
    if not published(version).is_answer or not version.facts:
        return
    for name, fact in shelf.read(published(version))[1].items():
        entry = fact_entry(name)
        if name in shelf.files.facts or tx.entries.of_entry(entry):
            continue
        made = replace(
            version, id=tx.entries.ids.next(), entry=entry, topic="", act=EntryAct.NEW, text="",
            facts=fact_text(fact), base="",
        )  # fmt: skip
        _in_force(tx, tx.entries.add(made), approver, now)


def _require_faultless(shelf: Shelf, version: EntryVersion, on: date) -> None:
    if version.act is EntryAct.WITHDRAW:
        return
    if found := faults(shelf, published(version), on):
        raise DeskRefused("entry_faulty", found)


def _propose(
    tx: Transaction, shelf: Shelf, entry: Entry, act: EntryAct, text: str, author: Staff,
    now: datetime, facts: str | None = None,
) -> EntryVersion:  # fmt: skip
    """A version that waits for an approver at once: nothing of it is the author's own words."""
    if not writes_entry(author, entry.office):
        raise DeskRefused("entry_not_yours")
    if open_of(tx, entry.id) is not None:
        raise DeskRefused("entry_in_the_making")
    laid = shelf.now.laid.get(entry.id)
    kept = facts if facts is not None else laid.facts if laid else ""
    one = Published(entry.id, entry.topic, text, kept)
    made = new_version(tx, shelf, one, act, S.SUBMITTED, author, now)
    _require_faultless(shelf, made, local(now).date())
    return tx.entries.add(replace(made, submitted_at=now))


def new_version(
    tx: Transaction, shelf: Shelf, one: Published, act: EntryAct, state: EntryState,
    author: Staff | None, now: datetime,
) -> EntryVersion:  # fmt: skip
    """One with this text, not kept yet; nobody here is the author of what the city wrote."""
    return EntryVersion(
        id=tx.entries.ids.next(),
        entry=one.entry,
        topic=one.topic,
        act=act,
        state=state,
        text=one.text,
        facts=one.facts,
        base=shelf.base_of(one.entry),
        authors=(author.id,) if author else (),
        created_at=now,
        changed_at=now,
    )


def renewed(text: str, now: datetime) -> str:
    """Read again today; that a second person did so is noted when it is published."""
    today = local(now).date()
    return with_keys(text, reviewed_on=today, checked_on=today)
