"""The moves of an answer, each asked for by its name: what a button of the desk's pages does."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from content.calendar import local
from content.library import Content
from content.overlay import Published
from content.review import ID_LIMIT
from content.vietnamese import fold
from content.written import blank, fields_of, with_fields
from handlers.desk import acts, lists
from handlers.desk.acts import DeskMove, DeskRefused
from handlers.desk.lists import Standing
from storage.database import Transaction
from storage.entry_models import EntryVersion
from storage.staff_models import Staff

M = DeskMove
MOVES = tuple(move for move in DeskMove if move is not DeskMove.EDIT)  # that has a form of its own


@dataclass(frozen=True, slots=True)
class DeskAsk:
    """Who asks for a move, and with what: why, until when, back to which version (0: the file)."""

    staff: Staff
    now: datetime
    why: str = ""
    review_by: date | None = None
    version: int = 0


def do(
    tx: Transaction, content: Content, one: Standing, move: DeskMove, ask: DeskAsk
) -> EntryVersion:
    """One move, if it is open to whoever asks. Raises DeskRefused."""
    if move not in one.moves:
        raise DeskRefused("move_not_allowed")
    if move in (M.RETURN, M.WITHDRAW) and not ask.why:
        raise DeskRefused("why_missing")
    if one.open is not None:
        return _of_open(tx, content, one.open, move, ask)
    return _of_served(tx, content, one, move, ask)


def _of_open(
    tx: Transaction, content: Content, version: EntryVersion, move: DeskMove, ask: DeskAsk
) -> EntryVersion:
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
    days = (fields_of(one.text, content.laws)["review_by"] for one in tx.entries.in_the_making())
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
    content: Content, one: Standing | None, entry_id: str, fields: Mapping[str, str], today: date
) -> Published:
    """The text these fields of the form make. Raises UnknownLaw."""
    version = one.open if one else None
    entry = one.entry if one else None
    owner = content.ward.front_office.name
    base = version.text if version else entry.text if entry else blank(owner, today)
    laid = content.shelf.now.laid.get(entry_id)
    facts = version.facts if version else laid.facts if laid else ""
    topic = entry.topic if entry else fields.get("topic", "")
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
        if one not in content.knowledge.entries and not tx.entries.of_entry(one)
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
