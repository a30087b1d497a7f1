"""A talk at the console: what somebody may do with it there, and the doing. What is typed goes to
its owner by the same way as from an official's own chat."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from content.calendar import local
from content.library import Content
from content.people import by_name
from handlers.live import holding, on_duty, relaying, seen, talks
from handlers.people.refusing import NotDone
from handlers.question import canned, fitting
from handlers.question.canned import DraftPiece
from storage.database import Transaction
from storage.handoff_models import Handoff, HandoffResult, HandoffState
from storage.staff_models import Staff


class TalkAct(StrEnum):
    """What is done with a talk by a press."""

    TAKE = "take"
    LATER = "later"
    REFUSE = "refuse"  # whoever is next is told
    PASS = "pass"  # noqa: S105  # a name, no password
    CASE = "case"
    END = "end"
    BACK = "back"  # the last line, while it waits
    SLOW = "slow"
    QUICK = "quick"


_WAITING = frozenset({TalkAct.TAKE, TalkAct.LATER, TalkAct.REFUSE})
_HELD = frozenset({TalkAct.PASS, TalkAct.CASE, TalkAct.END})


@dataclass(frozen=True, slots=True)
class Takers:
    """To whom its holder may give it: people who can be told now, offices with such people."""

    people: tuple[Staff, ...]
    offices: tuple[str, ...]


def find(tx: Transaction, staff: Staff, talk_id: int) -> Handoff | None:
    """The talk with this number, where they see it."""
    talk = tx.handoffs.get(talk_id)
    return talk if talk is not None and seen.sees(staff, talk) else None


def acts(tx: Transaction, staff: Staff, talk: Handoff) -> frozenset[TalkAct]:
    """What this person may do with it now; writing to its owner is for whoever may END it."""
    if talk.state is HandoffState.WAITING:
        mine = tx.staff_links.staff_of(talk.contact_id) if talk.contact_id is not None else None
        if mine == staff.id:
            return frozenset()  # they are its owner
        return _WAITING - ({TalkAct.LATER} if staff.id in talk.later else set())
    if not is_held_by(talk, staff):
        return frozenset()
    pace = {TalkAct.QUICK, TalkAct.BACK} if talk.slow else {TalkAct.SLOW}
    way = talks.way_of(tx, talk)
    return _HELD | (pace if way is not None and way.arrives else set())


def is_held_by(talk: Handoff, staff: Staff) -> bool:
    return talk.state is HandoffState.HELD and talk.holder_id == staff.id


def takers(tx: Transaction, content: Content, talk: Handoff, staff: Staff, now: datetime) -> Takers:
    """Nobody who is away, nor whoever holds a talk."""
    away = tx.duties.away(local(now).date(), on_duty.half_of(now))
    busy = {one.holder_id for one in tx.handoffs.in_states((HandoffState.HELD,))}
    own = tx.staff_links.staff_of(talk.contact_id) if talk.contact_id is not None else None
    people = [
        one
        for one in on_duty.able(tx, now)
        if one.id not in away and one.id not in busy and one.id not in (own, staff.id)
    ]
    there = {one.office for one in people}
    offices = [one for one in content.ward.offices if one in there and one != talk.office]
    return Takers(tuple(by_name(people)), tuple(offices))


def act(
    tx: Transaction,
    content: Content,
    talk: Handoff,
    staff: Staff,
    what: TalkAct,
    now: datetime,
    *,
    to: str = "",
) -> str:
    """Does it; what became of it, by a name. `to`: who is to take it, "staff:<id>",
    "office:<name>" or "" for whoever is next. Raises NotDone: somebody else holds it
    (`talk_taken`), it is over (`talk_over`), or it is not theirs (`talk_not_yours`)."""
    if what not in acts(tx, staff, talk):
        raise NotDone("talk", why_not(tx, staff, talk))
    match what:
        case TalkAct.TAKE:
            if holding.take(tx, content, talk.id, staff, now) is None:
                raise NotDone("talk", why_not(tx, staff, talk))
        case TalkAct.LATER:
            holding.put_off(tx, content, talk, staff, now)
        case TalkAct.REFUSE:
            if not holding.refuse(tx, content, talk, staff, now):
                return "talk_nobody_next"
        case TalkAct.PASS:
            return _passed(tx, content, talk, staff, to, now)
        case TalkAct.CASE:
            holding.to_case(tx, content, talk, HandoffResult.TURNED, now, staff)
        case TalkAct.END:
            holding.end(tx, content, talk, staff, now)
        case TalkAct.BACK:
            became = relaying.call_back(tx, talk, staff, now)
            if not became:
                return "talk_not_back"
            tx.audit.write("talk.back", f"talk:{talk.id}", now, staff=staff)
            if became is relaying.CalledBack.ASKED:
                return "talk_back_asked"
        case TalkAct.SLOW | TalkAct.QUICK:
            relaying.slow_down(tx, talk, slow=what is TalkAct.SLOW)
    return f"talk_{what}"


def _passed(
    tx: Transaction, content: Content, talk: Handoff, staff: Staff, to: str, now: datetime
) -> str:
    free = takers(tx, content, talk, staff, now)
    kind, _, name = to.partition(":")
    person = next((one for one in free.people if kind == "staff" and str(one.id) == name), None)
    office = name if kind == "office" and name in free.offices else ""
    if to and person is None and not office:
        raise NotDone("to", "talk_cannot_take")
    holding.pass_on(tx, content, talk, staff, now, to=person, office=office)
    after = tx.handoffs.get(talk.id)
    return "talk_case" if after is not None and not after.is_open else "talk_pass"


def why_not(tx: Transaction, staff: Staff, talk: Handoff) -> str:
    """Why nothing may be done with it: the name of the sentence."""
    now = tx.handoffs.get(talk.id) or talk
    if not now.is_open:
        return "talk_over"
    if now.state is HandoffState.HELD and now.holder_id != staff.id:
        return "talk_taken"
    return "talk_not_yours"


def piece(
    tx: Transaction, content: Content, talk: Handoff, staff: Staff, chosen: str, now: datetime
) -> DraftPiece | None:
    """What "canned:<id>" or "entry:<id>" names, as it goes into what is being typed; None for none,
    or where it has a gap that nothing fills in a talk."""
    kind, _, name = chosen.partition(":")
    if kind == "canned" and name.isdecimal():
        found = canned.find(tx, staff, int(name))
        filled = canned.filled_in_talk
        return filled(content, found, talk.office, staff, now) if found is not None else None
    if kind == "entry" and (entry := fitting.one(tx, content, name, local(now).date())):
        return entry.piece
    return None
