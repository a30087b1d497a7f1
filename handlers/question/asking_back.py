"""The asker is asked for more, and tells it: meanwhile the clock of a question stands still."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from content.calendar import today
from content.library import Content
from handlers.people.calendar import working_days
from handlers.people.refusing import NotDone
from handlers.people.telling import By, Told
from handlers.question import moves
from handlers.question.fit import require_fit_for_all
from handlers.question.hearing import Done, tell_askers, tell_staff
from handlers.question.moves import ASKER, Move
from storage.database import Transaction
from storage.question_models import Question, QuestionState, QuestionStep
from storage.staff_models import Staff


def missing(tx: Transaction, question: Question) -> QuestionStep | None:
    """What its asker was asked for, by whom and when, while that is not answered."""
    waits = question.state is QuestionState.NEEDS_INFO
    return tx.questions.last_act(question.id, Move.ASK_MORE) if waits else None


def ask_more(
    tx: Transaction, content: Content, question: Question, what: str, now: datetime, *, staff: Staff
) -> Done:
    """The asker is asked for more; the clock stands still. Raises NotDone where
    nobody can be asked, NotForThePublic."""
    require_fit_for_all(tx, content, question, {"note": what})
    moved = moves.move(
        tx, question, Move.ASK_MORE, now, staff=staff, note=what, stopped_on=today(now)
    )
    told = ask_askers(tx, content, moved, what, now)
    if all(one.by is By.NOBODY for one in told):
        raise NotDone("note", "nobody_to_ask")
    return Done(moved, told)


def ask_askers(
    tx: Transaction,
    content: Content,
    question: Question,
    what: str,
    now: datetime,
    askers: Iterable[Question] | None = None,
) -> tuple[Told, ...]:
    return tell_askers(
        tx, content, question, "question/needs_info", now,
        key=f"more:{question.id}:{question.version}", askers=askers,
        choices=(("tell_more", "more"),), note=what,
    )  # fmt: skip


def told_more(
    tx: Transaction,
    content: Content,
    question: Question,
    text: str,
    now: datetime,
    *,
    asker: Question | None = None,
    staff: Staff | None = None,
) -> Done:
    """What the asker was asked for is known: told in the chat, or to `staff`, who wrote it down.
    The clock goes on; whoever asked for it and whoever answers the question hear of it. `asker`:
    the question of whoever said it, where it is one that was joined to this one."""
    asked = missing(tx, question)
    told = _write_down(tx, content, question, text, now, asker, staff)
    asking = tx.staff.by_login(asked.actor) if asked else None
    answering = tx.staff.get(told.responder_id) if told.responder_id else None
    waiting = {one.id: one for one in (asking, answering) if one is not None and one != staff}
    if not waiting:
        return Done(told)
    heard = tell_staff(tx, content, waiting.values(), "staff_chat/told_more", told, now)
    return Done(told, staff=heard)


def _write_down(
    tx: Transaction,
    content: Content,
    question: Question,
    text: str,
    now: datetime,
    asker: Question | None,
    staff: Staff | None,
) -> Question:
    """What was said stands in the question of whoever said it; the clock goes on, later by the
    working days it stood still."""
    joined = asker is not None and asker.id != question.id
    if asker is not None and joined:
        tx.questions.save(
            replace(asker, content=f"{asker.content}\n\n+ {text}", version=asker.version + 1)
        )
    days = working_days(content.ward)
    stood = days.between(question.stopped_on or today(now), today(now))
    return moves.move(
        tx,
        question,
        Move.TELL_MORE,
        now,
        staff=staff,
        by=ASKER,
        content=question.content if joined else f"{question.content}\n\n+ {text}",
        stopped_on=None,
        first_due=days.after(question.first_due, stood),
        again_due=days.after(question.again_due, stood) if question.again_due else None,
        due=days.after(question.due, stood),
    )
