"""What becomes of a talk: taken, passed on, put off, given back, ended, made a question. Each act
is done by one of several who try it at once; the others are told that it was done.

Every act works in the caller's transaction, writes the audit and tells both sides. `staff` has been
found to be allowed to hold talks and to see this one (`seen.sees`)."""

from dataclasses import replace
from datetime import datetime

from content.library import Content
from handlers.live import casing, on_duty, talks, telling_staff
from handlers.people.permissions import Action, may
from storage.database import Transaction
from storage.handoff_models import Handoff, HandoffResult, HandoffState, LineSide
from storage.question_models import Question
from storage.staff_models import Staff


def take(
    tx: Transaction,
    content: Content,
    talk_id: int,
    staff: Staff,
    now: datetime,
    *,
    desk: int | None = None,
) -> Handoff | None:
    """The talk as this person holds it from now on; None where somebody else has it, or it is over.
    `desk`: the contact of their own chat it is held through, which holds no other; None for the
    console."""
    if not may(staff, Action.HOLD_TALKS) or not tx.handoffs.take(talk_id, staff.id, desk, now):
        return None
    talk = _fresh(tx, talk_id)
    telling_staff.take_back(tx, talk, now)
    talks.happened(tx, talk, "taken", now, staff)
    tx.audit.write("talk.take", f"talk:{talk.id}", now, staff=staff)
    talks.tell_owner(
        tx, content, talk, "live/came", now, office=talks.office_name(content, staff.office)
    )
    return talk


def refuse(
    tx: Transaction, content: Content, talk: Handoff, staff: Staff, now: datetime
) -> tuple[Staff, ...]:
    """Whoever was told of a talk that waits does not take it: whoever is next is told, at once.
    Those a message is on its way to; () where there is nobody else (then it goes on waiting for
    those who know of it, until its time is over)."""
    talks.happened(tx, talk, "passed", now, staff)
    tx.audit.write("talk.pass", f"talk:{talk.id}", now, staff=staff)
    told = talk.told if staff.id in talk.told else (*talk.told, staff.id)
    return telling_staff.tell_next(tx, content, replace(talk, told=told), now)


def put_off(tx: Transaction, content: Content, talk: Handoff, staff: Staff, now: datetime) -> bool:
    """Whoever was told comes in a while: the wait begins anew, once for each, and its owner is told
    so. Whether it does."""
    if staff.id in talk.later:
        return False
    told = talk.told if staff.id in talk.told else (*talk.told, staff.id)
    tx.handoffs.note(replace(talk, told=told, told_at=now, later=(*talk.later, staff.id)))
    talks.happened(tx, talk, "later", now, staff)
    tx.audit.write("talk.later", f"talk:{talk.id}", now, staff=staff)
    talks.tell_owner(
        tx, content, talk, "live/later", now, office=talks.office_name(content, staff.office)
    )
    return True


def pass_on(
    tx: Transaction,
    content: Content,
    talk: Handoff,
    staff: Staff,
    now: datetime,
    *,
    to: Staff | None = None,
    office: str = "",
) -> bool:
    """Its holder gives it to whoever is next, those told of it before included who did not pass it
    on themselves; to somebody they chose, after whom whoever is next is told; or to another office.
    Whether they held it."""
    if not _given_back(tx, talk, "passed", now, staff):
        return False
    tx.audit.write("talk.pass", f"talk:{talk.id}", now, staff=staff)
    if office:
        tx.handoffs.move(talk.id, office)
        tx.handoffs.note(replace(_fresh(tx, talk.id), told=(staff.id,), told_at=now))
    elif to is None:
        _ask_anew(tx, talk.id)
    fresh = _fresh(tx, talk.id)
    if to is not None and telling_staff.tell_one(tx, content, fresh, to, now):
        talks.tell_owner(tx, content, fresh, "live/passed", now)
    else:
        _tell_another(tx, content, talk.id, "live/passed", now)
    return True


def give_back(tx: Transaction, content: Content, talk: Handoff, why: str, now: datetime) -> bool:
    """Its holder is silent (`silent`), or cannot be reached any more (`gone`): whoever is next is
    told, and its owner. Whether it was still held."""
    if not _given_back(tx, talk, why, now):
        return False
    _tell_another(tx, content, talk.id, "live/given_back", now)
    if why == "silent":
        question = became(tx, talk)
        talks.tell_desk(tx, content, talk, "live/desk_given_back", now, question=question)
    return True


def end(tx: Transaction, content: Content, talk: Handoff, staff: Staff, now: datetime) -> bool:
    """Its holder is done; the assistant answers again. Whether it was still held."""
    if not tx.handoffs.close(
        talk.id, HandoffState.HELD, HandoffState.ENDED, HandoffResult.STAFF, now
    ):
        return False
    talks.happened(tx, talk, "ended", now, staff)
    tx.audit.write("talk.end", f"talk:{talk.id}", now, staff=staff)
    talks.tell_owner(tx, content, talk, "live/ended", now)
    telling_staff.offer_waiting(tx, content, staff, now)
    return True


def end_quiet(tx: Transaction, content: Content, talk: Handoff, now: datetime) -> bool:
    """Neither side has written for long, and nothing waits to be answered. Whether it was held."""
    if not tx.handoffs.close(
        talk.id, HandoffState.HELD, HandoffState.ENDED, HandoffResult.QUIET, now
    ):
        return False
    talks.happened(tx, talk, "quiet", now)
    talks.tell_owner(tx, content, talk, "live/quiet", now)
    talks.tell_desk(tx, content, talk, "live/desk_quiet", now)
    _offer_next(tx, content, talk, now)
    return True


def end_by_owner(
    tx: Transaction, content: Content, talk: Handoff, result: HandoffResult, now: datetime
) -> bool:
    """Its owner has enough of it, is erased, or cannot be written to any more: who held it, or is
    about to take it, hears so. Whether it was as the caller saw it."""
    if not tx.handoffs.close(talk.id, talk.state, HandoffState.ENDED, result, now):
        return False
    telling_staff.take_back(tx, talk, now)
    talks.happened(tx, talk, str(result), now)
    talks.tell_desk(tx, content, talk, "live/desk_over", now, result=result)
    _offer_next(tx, content, talk, now)
    return True


def to_case(
    tx: Transaction,
    content: Content,
    talk: Handoff,
    result: HandoffResult,
    now: datetime,
    staff: Staff | None = None,
) -> Question | None:
    """It becomes a question with a code and a day, and its owner is told both. None where it is
    over by now."""
    question = casing.make(tx, content, talk, result, now, staff)
    if question is None:
        return None
    if staff is not None:
        tx.audit.write("talk.case", f"talk:{talk.id}", now, staff=staff, code=question.code)
    talks.tell_owner(
        tx, content, talk, "live/case", now, question=question, result=result,
        said=casing.says_something(content, question),
        office=talks.office_name(content, question.office),
        opens=on_duty.office(content, now), known=on_duty.knows_hours(content),
    )  # fmt: skip
    if staff is not None and talk.state is HandoffState.HELD:
        telling_staff.offer_waiting(tx, content, staff, now)
    return question


def became(tx: Transaction, talk: Handoff) -> Question | None:
    """The question a talk has become by now; None for none."""
    number = _fresh(tx, talk.id).question_id
    return tx.questions.get(number) if number is not None else None


def _given_back(
    tx: Transaction, talk: Handoff, what: str, now: datetime, staff: Staff | None = None
) -> bool:
    if talk.holder_id is None or not tx.handoffs.give_back(talk.id, talk.holder_id):
        return False
    talks.happened(tx, talk, what, now, staff)
    fresh = _fresh(tx, talk.id)
    told = fresh.told if talk.holder_id in fresh.told else (*fresh.told, talk.holder_id)
    tx.handoffs.note(replace(fresh, told=told, told_at=now))
    return True


def _ask_anew(tx: Transaction, talk_id: int) -> None:
    """Whoever was told of a talk, and somebody else was quicker, may be told once more."""
    lines = [line for line in tx.handoffs.lines(talk_id) if line.side is LineSide.EVENT]
    passed = {line.staff_id for line in lines if line.text == "passed"}
    talk = _fresh(tx, talk_id)
    tx.handoffs.note(replace(talk, told=tuple(one for one in talk.told if one in passed)))


def _tell_another(
    tx: Transaction, content: Content, talk_id: int, message: str, now: datetime
) -> None:
    """Whoever is next is told of a talk that waits again, and its owner that they are; where
    nobody is left or the office is closed, it becomes a question."""
    talk = _fresh(tx, talk_id)
    told = on_duty.office(content, now).is_open and telling_staff.tell_next(tx, content, talk, now)
    if told:
        talks.tell_owner(tx, content, talk, message, now)
        return
    closed = not on_duty.office(content, now).is_open
    result = HandoffResult.CLOSED if closed else HandoffResult.NOBODY
    to_case(tx, content, talk, result, now)


def _offer_next(tx: Transaction, content: Content, talk: Handoff, now: datetime) -> None:
    holder = tx.staff.get(talk.holder_id) if talk.holder_id is not None else None
    if holder is not None and may(holder, Action.HOLD_TALKS):
        telling_staff.offer_waiting(tx, content, holder, now)


def _fresh(tx: Transaction, talk_id: int) -> Handoff:
    talk = tx.handoffs.get(talk_id)
    if talk is None:
        raise KeyError(talk_id)
    return talk


def holder_of(tx: Transaction, talk: Handoff) -> Staff | None:
    """Who holds it; None where nobody does, or they may not any more, or the chat it is held
    through is not theirs any more."""
    holder = tx.staff.get(talk.holder_id) if talk.holder_id is not None else None
    if holder is None or not may(holder, Action.HOLD_TALKS):
        return None
    if talk.desk_contact_id is None:
        return holder  # in the console
    return holder if tx.staff_links.staff_of(talk.desk_contact_id) == holder.id else None


def since_asked(tx: Transaction, talk: Handoff) -> datetime | None:
    """Since when the owner waits for a word of the holder; None where it is theirs to speak."""
    waits = talk.taken_at
    for line in tx.handoffs.lines(talk.id):
        if talk.taken_at is None or line.at < talk.taken_at:
            continue  # to whoever held it before
        if line.side is LineSide.STAFF:
            waits = None
        elif line.side is LineSide.OWNER and waits is None:
            waits = line.at
    return waits
