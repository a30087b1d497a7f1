"""Work that an answer promised by a day, and that it was done."""

from datetime import date, datetime
from typing import Any

from content.calendar import today
from handlers.people.refusing import NotDone
from handlers.question import moves
from handlers.question.hearing import Done
from handlers.question.moves import Move
from storage.database import Transaction
from storage.question_models import Question
from storage.staff_models import Staff


def promised(question: Question, day: date | None) -> dict[str, Any]:
    """What an answer that promises something by this day makes of the question: a promise that was
    kept stays kept while the day is the same."""
    same = day is not None and day == question.promised_on
    return {
        "promised_on": day,
        "promise_kept_on": question.promise_kept_on if same else None,
    }


def keep(
    tx: Transaction, question: Question, day: date, what: str, now: datetime, *, staff: Staff
) -> Done:
    """The work was done on `day`; `what` was done is read in what happened to the question. May be
    said again, where the day was wrong. Raises NotDone for a day to come."""
    if day > today(now):
        raise NotDone("kept_on", "day_to_come")
    kept = moves.move(
        tx, question, Move.KEEP_PROMISE, now, staff=staff, note=what, promise_kept_on=day
    )
    return Done(kept)
