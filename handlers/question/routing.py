"""Where a question goes: to an office, back, to a higher authority, to a later date."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from content.calendar import today
from content.library import Content
from content.vietnamese import long_day
from handlers.people.permissions import Action, may
from handlers.people.refusing import NotDone
from handlers.question import answerers, moves
from handlers.question.fit import require_fit_for_all
from handlers.question.hearing import Done, overtake, tell_askers, tell_staff
from handlers.question.moves import CARRY_OVER, Move
from storage.database import Transaction
from storage.event_models import Event
from storage.question_models import Question, QuestionState
from storage.staff_models import Staff

LATEST_DATE = timedelta(days=180)  # from today, for an answer that takes longer
LATEST_REMINDER = timedelta(days=30)  # from today, for a reminder that was put off


def assign(
    tx: Transaction,
    content: Content,
    question: Question,
    now: datetime,
    *,
    staff: Staff,
    office: str,
    co_offices: Sequence[str] = (),
    responder: Staff | None = None,
    portal_code: str = "",
) -> Done:
    """To an office, or to one of it by name (`responder`; somebody of another office is not meant);
    `portal_code` "" leaves the one it has. Raises NotDone for somebody who could not open
    and answer it there."""
    if responder is not None and responder.office != office:
        responder = None
    if responder is not None and not answerers.could_answer(responder, question, office):
        raise NotDone("responder", "cannot_answer")
    named = content.ward.offices[office].name
    assigned = moves.move(
        tx,
        question,
        Move.ASSIGN,
        now,
        staff=staff,
        note=f"{named}, {responder.name}" if responder else named,
        office=office,
        co_offices=tuple(o for o in co_offices if o != office and o in content.ward.offices),
        responder_id=responder.id if responder else None,
        quiet_until=None,
        portal_code=portal_code or question.portal_code,
    )
    if responder is None or responder.id == staff.id:
        return Done(assigned)
    told = tell_staff(tx, content, [responder], "staff_chat/assigned", assigned, now)
    return Done(assigned, staff=told)


def return_(tx: Transaction, question: Question, why: str, now: datetime, *, staff: Staff) -> Done:
    """It is not this office's to answer: received again, for whoever assigns."""
    moved = moves.move(tx, question, Move.RETURN, now, staff=staff, note=why, responder_id=None)
    return Done(moved)


def hand_back(
    tx: Transaction, content: Content, leaver: Staff, now: datetime, *, staff: Staff
) -> tuple[list[Question], tuple[Staff, ...] | None]:
    """Whatever somebody had to answer by name is their office's again, whose people hear of it; or,
    where nobody of it can open the question, those who assign. Returns the questions, and who was
    written to (None: there was nobody to tell)."""
    others = [one for one in tx.staff.all() if one.id != leaver.id]
    assigning = [one for one in others if may(one, Action.TRIAGE)]
    back: list[Question] = []
    told: dict[int, Staff] = {}
    meant = False
    for question in answerers.held_by(tx, leaver):
        freed = moves.move(
            tx, question, Move.RELEASE, now, staff=staff, note=leaver.name, responder_id=None
        )
        back.append(freed)
        to_tell = answerers.openers(others, freed) or assigning
        meant = meant or bool(to_tell)
        heard = tell_staff(tx, content, to_tell, "staff_chat/handed_back", freed, now, leaver.name)
        told |= {one.id: one for one in heard}
    return back, tuple(told.values()) if meant else None


def forward(
    tx: Transaction, content: Content, question: Question, note: str, now: datetime, *, staff: Staff
) -> Done:
    moved = moves.move(tx, question, Move.FORWARD, now, staff=staff, note=note)
    told = tell_askers(
        tx, content, moved, "question/forwarded", now, key=f"forward:{moved.id}:{moved.version}"
    )
    return Done(moved, told)


def word_due(tx: Transaction, content: Content, question: Question, now: datetime) -> date | None:
    """When whoever waits for an authority above hears of it next; None for a question that does not
    wait for one."""
    sent_on = tx.questions.last_act(question.id, Move.FORWARD)
    if question.state is not QuestionState.WAITING_UPPER or sent_on is None:
        return None
    every = timedelta(days=content.ward.rules.note_every_days)
    return today(sent_on.at + every * ((now - sent_on.at) // every + 1))


def extend(
    tx: Transaction,
    content: Content,
    question: Question,
    due: date,
    why: str,
    now: datetime,
    *,
    staff: Staff,
) -> Done:
    """A later date than the one it has, within half a year. Raises NotDone, NotForThePublic."""
    require_fit_for_all(tx, content, question, {"note": why})
    day = today(now)
    if not max(question.due, day) < due <= day + LATEST_DATE:
        raise NotDone("due", "later_date")
    moved = moves.move(tx, question, Move.EXTEND, now, staff=staff, note=why, due=due)
    overtake(tx, moved, now, "extend")
    told = tell_askers(
        tx,
        content,
        moved,
        "question/extended",
        now,
        key=f"extend:{moved.id}:{moved.version}",
        note=why,
    )
    return Done(moved, told)


def put_off(
    tx: Transaction, question: Question, until: date, why: str, now: datetime, *, staff: Staff
) -> Done:
    """Nobody is reminded of the question before that day, within thirty days; why is on its record.
    Its asker was promised what they were promised: that date stays, and so does that it is late.
    Raises NotDone."""
    day = today(now)
    if not day < until <= day + LATEST_REMINDER:
        raise NotDone("until", "put_off_day")
    note = f"{long_day(until)}: {why}"
    return Done(
        moves.move(tx, question, Move.PUT_OFF, now, staff=staff, note=note, quiet_until=until)
    )


def carry_over(
    tx: Transaction, questions: Sequence[Question], to: Event, now: datetime, *, staff: Staff
) -> int:
    """Open questions of a conference that is over go to another one's list; the papers of the one
    they were asked at keep them."""
    for question in questions:
        moved = replace(
            question,
            event_id=to.id,
            carried_from=question.carried_from or question.event_id,
            version=question.version + 1,
        )
        tx.questions.save(moved)
        if question.event_id is not None:
            tx.questions.carry_over(question.id, question.event_id, to.id, now)
        moves.record(tx, moved, CARRY_OVER, staff.login, now, to.title)
    return len(questions)


def bring_back(
    tx: Transaction, questions: Sequence[Question], to: Event, now: datetime, *, staff: Staff
) -> None:
    """What was carried over goes back to the list of the conference it came from."""
    for question in questions:
        first = question.carried_from if question.carried_from != to.id else None
        moved = replace(question, event_id=to.id, carried_from=first, version=question.version + 1)
        tx.questions.save(moved)
        tx.questions.bring_back(question.id, to.id)
        moves.record(tx, moved, CARRY_OVER, staff.login, now, to.title)
