"""The moves of an answer, each asked for by its name: what a button of the desk's pages does."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from content import offered
from content.calendar import local
from content.library import Content
from content.overlay import Published, is_answer
from content.review import ID_LIMIT
from content.vietnamese import fold
from content.written import blank, fields_of, with_fields
from handlers.desk import acts, lists
from handlers.desk.acts import DeskMove, DeskRefused
from handlers.desk.lists import Standing
from storage.database import Transaction
from storage.entry_models import EntryAct, EntryVersion
from storage.staff_models import Staff

M = DeskMove
RESERVED = ("so-lieu", "con-dung", "cau-hoi", "bao-truoc", "phuong", "goi")  # pages of the desk
MOVES = tuple(move for move in DeskMove if move is not DeskMove.EDIT)  # that has a form of its own


@dataclass(frozen=True, slots=True)
class DeskAsk:
    """Who asks for a move, and with what: why, until when, back to which version (0: the file)."""

    staff: Staff
    now: datetime
    why: str = ""
    review_by: date | None = None
    version: int = 0


class DeskStanding(Protocol):
    """How something of the desk stands for somebody: the version in the making, the moves that are
    open to them, the versions they may go back to (0: the file)."""

    @property
    def open(self) -> EntryVersion | None: ...
    @property
    def moves(self) -> frozenset[DeskMove]: ...
    @property
    def earlier(self) -> Collection[int]: ...


def do(
    tx: Transaction, content: Content, one: Standing, move: DeskMove, ask: DeskAsk
) -> EntryVersion:
    """One move of an answer, if it is open to whoever asks. Raises DeskRefused."""
    _require_open(one, move, ask)
    if one.open is not None:
        return do_with_open(tx, content, one.open, move, ask)
    return _of_served(tx, content, one, move, ask)


def do_beside(
    tx: Transaction, content: Content, one: DeskStanding, move: DeskMove, ask: DeskAsk,
    said_by: Callable[[EntryVersion | None], Published],
) -> EntryVersion:  # fmt: skip
    """One move of what stands beside the answers, a figure or a part of the ward, if it is open to
    whoever asks. `said_by` gives what an earlier version, or the file (None), says: going back
    to it goes to whoever approves. Raises DeskRefused."""
    _require_open(one, move, ask)
    if one.open is not None:
        return do_with_open(tx, content, one.open, move, ask)
    if move is not M.UNDO or ask.version not in one.earlier:
        raise DeskRefused("entry_not_earlier")
    said = said_by(tx.entries.get(ask.version) if ask.version else None)
    made = acts.draft(tx, content.shelf, said, EntryAct.UNDO, ask.staff, ask.now)
    return acts.submit(tx, content.shelf, made, ask.now)


def _require_open(one: DeskStanding, move: DeskMove, ask: DeskAsk) -> None:
    if move not in one.moves:
        raise DeskRefused("move_not_allowed")
    if move in (M.RETURN, M.WITHDRAW) and not ask.why:
        raise DeskRefused("why_missing")


def do_with_open(
    tx: Transaction, content: Content, version: EntryVersion, move: DeskMove, ask: DeskAsk
) -> EntryVersion:
    """A move of a version in the making, which must be open to whoever asks. Raises
    DeskRefused."""
    match move:
        case M.SUBMIT:
            return acts.submit(tx, content.shelf, version, ask.now)
        case M.TAKE_BACK:
            return acts.take_back(tx, version, ask.staff)
        case M.DROP:
            return acts.drop(tx, version, ask.now)
        case M.RETURN:
            return acts.return_(tx, version, ask.staff, ask.why, ask.now)
        case M.PUBLISH:
            return acts.publish(tx, content.shelf, version, ask.staff, ask.now)
    raise DeskRefused("move_not_allowed")


def _of_served(
    tx: Transaction, content: Content, one: Standing, move: DeskMove, ask: DeskAsk
) -> EntryVersion:
    shelf, entry = content.shelf, one.entry
    if entry is None:
        raise DeskRefused("move_not_allowed")
    match move:
        case M.CONFIRM:
            until = ask.review_by or proposed(content, one, local(ask.now).date())
            return acts.confirm(tx, shelf, entry, until, ask.staff, ask.now)
        case M.WITHDRAW:
            return acts.withdraw(tx, shelf, entry, ask.staff, ask.why, ask.now)
        case M.UNDO:
            if ask.version not in one.earlier:
                raise DeskRefused("entry_not_earlier")
            to = tx.entries.get(ask.version) if ask.version else None
            return acts.undo(tx, shelf, entry, to, ask.staff, ask.now)
    raise DeskRefused("move_not_allowed")


def proposed(
    content: Content, one: Standing, today: date, also: Counter[date] | None = None
) -> date:
    """Until when an answer that is right today may be trusted; `also` are the days of others that
    are not published yet."""
    if one.entry is None:
        return today
    return acts.propose_review(content.shelf, one.entry, today, also or Counter())


def promised(tx: Transaction, content: Content) -> Counter[date]:
    """The days of review that versions in the making would bring."""
    texts = [one.text for one in tx.entries.in_the_making() if is_answer(one.entry)]
    days = (fields_of(text, content.laws)["review_by"] for text in texts)
    return Counter(date.fromisoformat(day) for day in days if _DAY.fullmatch(day))


_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def fields_now(content: Content, one: Standing | None, today: date) -> dict[str, str]:
    """The form of an answer as a fresh page shows it: the version in the making, else what is
    served; for a new one what can be said before anybody wrote a word."""
    if one is None:
        return fields_of(blank("", today), content.laws) | {"topic": "", "review_by": ""}
    version = one.open
    text = version.text if version else one.entry.text if one.entry else ""
    topic = version.topic if version else one.entry.topic if one.entry else ""
    return fields_of(text, content.laws) | {"topic": topic}


def written(
    content: Content, one: Standing | None, entry_id: str, fields: Mapping[str, str], today: date,
    made: offered.Made = (),
) -> Published:  # fmt: skip
    """The text these fields of the form make; `made` are figures of it that become facts. Raises
    UnknownLaw."""
    version = one.open if one else None
    entry = one.entry if one else None
    owner = content.ward.front_office.name
    base = version.text if version else entry.text if entry else blank(owner, today)
    laid = content.shelf.now.laid.get(entry_id)
    facts = version.facts if version else laid.facts if laid else ""
    fields, facts = offered.with_facts(fields, facts, made)
    kept = entry.topic if entry else version.topic if version else ""
    topic = kept if entry else fields.get("topic") or kept
    return Published(entry_id, topic, with_fields(base, fields, content.laws), facts)


def new_id(tx: Transaction, content: Content, question: str) -> str:
    """What a new answer is called: the words of its question, and a number where another is called
    so. Raises DeskRefused when it has fewer than two words."""
    words = re.findall(r"[a-z0-9]+", fold(question))
    if len(words) < 2:
        raise DeskRefused("question_short")
    name = "-".join(words)[: ID_LIMIT - 3].strip("-")
    tries = [name, *(f"{name}-{number}" for number in range(2, 100))]
    free = (
        one
        for one in tries
        if one not in content.knowledge.entries
        and one not in RESERVED
        and not tx.entries.of_entry(one)
    )
    found = next(free, "")
    if not found:
        raise DeskRefused("question_short")
    return found


def find(tx: Transaction, content: Content, staff: Staff, entry_id: str, key: str) -> Standing:
    """The answer of a box that was ticked, as it was shown there. Raises DeskRefused."""
    one = lists.standing(tx, content, staff, entry_id)
    if one is None or lists.key_of(one.entry, one.open) != key:
        raise DeskRefused("entry_changed")
    return one
