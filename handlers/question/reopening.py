"""What its asker makes of an answer: points, or that it does not answer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from content.calendar import today
from content.library import Content
from handlers.people.calendar import working_days
from handlers.question import answerers, correcting, moves, versions
from handlers.question.hearing import SEE, Choices, Done, drop_all, tell_askers
from handlers.question.moves import ASKER, Move, NotAllowed
from handlers.question.results import NO_RESULT
from handlers.question.together import askers_of, head_of
from storage.database import Transaction
from storage.question_models import (
    ANSWERED_STATES,
    Question,
    QuestionKind,
    QuestionState,
    Verdict,
)
from storage.staff_models import Staff

_S = QuestionState
# What is done or not, rather than answered.
TO_BE_DONE = (QuestionKind.PETITION, QuestionKind.ON_SITE, QuestionKind.SERVICE)
REOPEN_WITHIN = timedelta(days=15)
CLOSE_AFTER = timedelta(days=15)
REOPENED_DAYS = 5  # working days, for the second answer
_RATING = tuple((f"rate_{n}", f"rate:{n}") for n in range(1, 6))
OUTCOMES = tuple((f"outcome_{one}", f"outcome:{one}") for one in Verdict)


def to_rate(head: Question, now: datetime) -> Choices:
    """What goes with news about a question that is answered: its points, where its asker has given
    none, under the same digits as with the answer; a message that came after it hides none."""

    def of(asker: Question) -> Sequence[tuple[str, str]]:
        if asker.kind in TO_BE_DONE:
            return SEE if asker.outcome is not None else to_judge(asker)
        if asker.rating is not None:
            return SEE
        again = (("reopen", "reopen"),) if may_reopen(asker, head, now) else ()
        return (*_RATING, *again, *SEE)

    return of


def to_judge(asker: Question) -> Sequence[tuple[str, str]]:
    """What goes with an answer: its points, and that it does not answer, which each says once. Of
    what the ward was to see to it is asked whether it is done."""
    if asker.kind in TO_BE_DONE:
        return (*OUTCOMES, *SEE)
    return _RATING if asker.reopened else (*_RATING, ("reopen", "reopen"))


def may_reopen(question: Question, head: Question, now: datetime) -> bool:
    """The asker's one chance, within 15 days of the answer, or of being asked what became of what
    was promised; `head`: whose answer theirs gets."""
    asked = question.asked_again_on
    lately = asked is not None and today(now) - asked <= REOPEN_WITHIN
    return (
        head.state in ANSWERED_STATES
        and question.state in (_S.MERGED, head.state)
        and question.reopened == 0
        and head.answered_at is not None
        and (lately or now - head.answered_at <= REOPEN_WITHIN)
    )


def due_again(content: Content, now: datetime) -> date:
    """By when a reopened question is answered again."""
    return working_days(content.ward).after(today(now), REOPENED_DAYS)


def reopen(
    tx: Transaction, content: Content, question: Question, why: str, now: datetime, *, staff: Staff
) -> Done:
    """Staff see that the answer does not do; the askers hear by when there is another one."""
    due = due_again(content, now)
    versions.stop_waiting(tx, question, now)
    again = moves.move(
        tx, question, Move.REOPEN, now, staff=staff, note=why, due=due, again_due=due,
        closed_at=None, published_text="", responder_id=answerers.still_here(tx, question),
        **NO_RESULT,
    )  # fmt: skip
    drop_all(tx, askers_of(tx, again), now)
    told = tell_askers(
        tx, content, again, "question/reopened", now, key=f"reopened:{again.id}:{again.version}"
    )
    return Done(again, told)


def say_wrong(
    tx: Transaction,
    content: Content,
    question: Question,
    why: str,
    now: datetime,
    *,
    site: str = "",
) -> Done:
    """The asker says the answer does not answer: a new clock runs. One of several who asked the
    same goes on alone; the first of them has the answer rewritten for all, and the others hear so.
    Raises NotAllowed."""
    left = head_of(tx, question)
    again = _go_on(tx, content, question, why, now)
    if question.merged_into is not None:
        owed = correcting.owed(tx, left)
        drop_all(tx, [again], now)
        return Done(again, correcting.correct_apart(tx, content, left, owed, now, site=site))
    drop_all(tx, askers_of(tx, again), now)
    told = tell_askers(
        tx, content, again, "question/reopened_for_all", now,
        key=f"reopened:{again.id}:{again.version}", askers=askers_of(tx, again)[1:],
    )  # fmt: skip
    return Done(again, told)


def _go_on(
    tx: Transaction, content: Content, question: Question, why: str, now: datetime
) -> Question:
    """The first date stays the one that counts for what was answered on time."""
    head = head_of(tx, question)
    if not may_reopen(question, head, now):
        raise NotAllowed("reopen")
    due = due_again(content, now)
    changes = {
        "reopened": question.reopened + 1,
        "due": due,
        "again_due": due,
        "rating": None,
        **NO_RESULT,
        "closed_at": None,
        "responder_id": answerers.still_here(tx, head),
        "published_text": "",  # off the public page until there is another answer
    }
    if head.id != question.id:
        return _go_on_alone(tx, question, head, why, now, changes)
    versions.stop_waiting(tx, question, now)
    return moves.move(tx, question, Move.REOPEN, now, staff=None, by=ASKER, note=why, **changes)


def _go_on_alone(
    tx: Transaction,
    question: Question,
    head: Question,
    why: str,
    now: datetime,
    changes: dict[str, Any],
) -> Question:
    """With their own words: the others, who did not complain, keep the answer they have."""
    changes = changes | {
        "merged_into": None,
        "office": head.office,
        "co_offices": head.co_offices,
        "answered_at": head.answered_at,
    }
    alone = moves.move(
        tx, question, Move.REOPEN_ALONE, now, staff=None, by=ASKER, note=why, **changes
    )
    answer = tx.questions.approved(head.id)
    if answer is not None:  # what they were told; its public words are of the other question
        copy = replace(answer, id=tx.questions.ids.next(), question_id=alone.id)
        tx.questions.add_answer(replace(copy, public_text="", public_question=""))
    return alone
