"""A version of an answer is decided on: back to its author, or out to everybody who asked."""

from dataclasses import replace
from datetime import datetime

from content.calendar import today
from content.library import Content
from handlers.people.refusing import NotDone
from handlers.question import correcting, files, moves, promises, results
from handlers.question.correcting import drop_answers, has_heard_none, has_heard_one, says_the_same
from handlers.question.fit import require_fit, require_fit_for_all
from handlers.question.hearing import Done, drop_all, tell_askers, tell_staff
from handlers.question.moves import Move, NotAllowed
from handlers.question.reopening import TO_BE_DONE, to_judge, to_rate
from handlers.question.together import askers_of
from handlers.question.versions import decided, may_approve
from storage.database import Transaction
from storage.question_models import ANSWERED_STATES, Answer, Question, QuestionState
from storage.staff_models import Staff

_S = QuestionState


def want_changes(
    tx: Transaction,
    content: Content,
    question: Question,
    answer_id: int,
    why: str,
    now: datetime,
    *,
    staff: Staff,
) -> Done:
    """Back to whoever wrote this version, who hears of it. Raises NotAllowed, OtherText."""
    draft = _for(staff, tx, question, answer_id)
    name = Move.WANT_CHANGES if question.state is _S.ANSWERED else Move.REFUSE
    returned = moves.move(tx, question, name, now, staff=staff, note=why)
    tx.questions.save_answer(replace(draft, returned_at=now))
    author = tx.staff.get(draft.author_id)
    told = tell_staff(
        tx, content, [author] if author else [], "staff_chat/answer_returned", returned, now, why
    )
    return Done(returned, staff=told)


def approve(
    tx: Transaction,
    content: Content,
    question: Question,
    answer_id: int,
    now: datetime,
    *,
    staff: Staff,
    site: str = "",
) -> Done:
    """This very version is approved and goes to every asker: as the answer, or, where one went
    before, as a correction of it. Raises NotAllowed, OtherText, NotForThePublic, and
    NotDone where nobody said what came of it."""
    draft = tx.questions.answer(answer_id)
    if question.result is None and question.kind in TO_BE_DONE:
        raise NotDone("do", "result_missing")
    if draft is not None:  # who asked may be more than when it was written
        require_fit_for_all(tx, content, question, {"text": draft.text, "basis": draft.basis})
    if question.state not in ANSWERED_STATES:
        return _deliver(tx, content, _lock(tx, question, answer_id, now, staff), now, site)
    before = tx.questions.approved(question.id)
    if question.state is _S.PUBLISHED and draft is not None:
        words = {"question_text": draft.public_question, "public_text": draft.for_the_public}
        require_fit(tx, content, question, words, judged=True)
    accepted = _lock(tx, question, answer_id, now, staff)
    answer = tx.questions.approved(question.id)
    if answer is not None and accepted.state is _S.PUBLISHED:
        tx.questions.save_answer(replace(answer, public_text=answer.for_the_public))
    if before is None or answer is None or says_the_same(before, answer):
        return Done(accepted)
    accepted = _without_points(tx, accepted)
    return _tell_correction(tx, content, accepted, answer, now, site)


def _tell_correction(
    tx: Transaction,
    content: Content,
    accepted: Question,
    answer: Answer,
    now: datetime,
    site: str,
) -> Done:
    """Who has heard an answer before hears that it is corrected; to all others it is the first."""
    askers = askers_of(tx, accepted)
    first = [one for one in askers if has_heard_none(tx, accepted, one, but=answer)]
    owed = correcting.owed(tx, accepted)
    drop_answers(tx, accepted, now, but=answer)
    with_it = files.for_asker(tx, accepted, answer, site)
    told = tell_askers(
        tx, content, accepted, "question/answered", now,
        key=f"answer:{answer.id}", askers=first, choices=to_judge, answer=answer, again=(),
        files=with_it,
    )  # fmt: skip
    corrected = tell_askers(
        tx, content, accepted, "question/corrected", now,
        key=f"corrected:{answer.id}", askers=[one for one in askers if one not in first],
        choices=to_rate(accepted, now), answer=answer, files=with_it,
    )  # fmt: skip
    tx.questions.tell(answer.id, [one.id for one in askers], now)
    apart = correcting.correct_apart(tx, content, accepted, owed, now, site=site)
    return Done(accepted, (*told, *corrected, *apart))


def _for(staff: Staff, tx: Transaction, question: Question, answer_id: int) -> Answer:
    """The version this person decides on. Raises NotAllowed for one's own text, OtherText when
    another one waits by now."""
    draft = decided(tx, question, answer_id)
    if not may_approve(staff, question, draft):
        raise NotAllowed("decide on own text")
    return draft


def _lock(
    tx: Transaction, question: Question, answer_id: int, now: datetime, staff: Staff
) -> Question:
    """This very version is the answer from now on."""
    draft = _for(staff, tx, question, answer_id)
    name = Move.APPROVE if question.state is _S.ANSWERED else Move.ACCEPT
    changes = promises.promised(question, draft.promised_on)
    if question.state is _S.PUBLISHED and draft.public_question:
        changes["published_text"] = draft.public_question
    approved = moves.move(tx, question, name, now, staff=staff, **changes)
    tx.questions.save_answer(replace(draft, approver_id=staff.id, approved_at=now))
    return approved


def _without_points(tx: Transaction, question: Question) -> Question:
    """The points its askers gave were for another answer than the one they get now."""
    for asker in askers_of(tx, question):
        if asker.rating is not None:
            tx.questions.save(replace(asker, rating=None))
    return replace(question, rating=None)


def _deliver(
    tx: Transaction, content: Content, question: Question, now: datetime, site: str
) -> Done:
    answer = tx.questions.approved(question.id)
    if answer is None:
        raise NotAllowed("deliver without an approved answer")
    delivered = moves.move(
        tx,
        question,
        Move.DELIVER,
        now,
        staff=None,
        answered_at=question.answered_at or now,
        closed_at=None,
        ask_again_on=results.ask_again_on(question, today(now)),
    )
    askers, owed = askers_of(tx, delivered), correcting.owed(tx, delivered)
    # A question that was reopened: what they heard then stands no more.
    again = [one.id for one in askers if has_heard_one(tx, delivered, one, but=answer)]
    drop_all(tx, askers, now)
    drop_answers(tx, delivered, now, but=answer)
    with_it = files.for_asker(tx, delivered, answer, site)
    told = tell_askers(
        tx, content, delivered, "question/answered", now,
        key=f"answer:{answer.id}", askers=askers, choices=to_judge, answer=answer, again=again,
        files=with_it,
    )  # fmt: skip
    tx.questions.tell(answer.id, [one.id for one in askers], now)
    apart = correcting.correct_apart(tx, content, delivered, owed, now, site=site)
    return Done(delivered, (*told, *apart))
