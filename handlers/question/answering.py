"""An answer is written, taken back, corrected: each time a version that somebody else approves."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from content.library import Content
from handlers.question import files, moves, promises, results, versions
from handlers.question.fit import require_fit, require_fit_for_all
from handlers.question.hearing import Done
from handlers.question.moves import Move, NotAllowed
from handlers.question.results import CameOfIt
from handlers.question.versions import ask_approval
from storage.database import Transaction
from storage.question_models import Question, QuestionState
from storage.staff_models import Staff

_S = QuestionState


def answer(
    tx: Transaction,
    content: Content,
    question: Question,
    text: str,
    basis: str,
    now: datetime,
    *,
    staff: Staff,
    promised_on: date | None = None,
    public_question: str = "",
    keeps: Collection[int] = (),
    given: CameOfIt | None = None,
) -> Done:
    """A new version of the answer; whoever may approve it hears of it. `given`: what came of it.
    `public_question`: the question as it would be published, where its asker agreed to that;
    approved together with the answer. With it go the files its author added, and of those of the
    version before what it `keeps`. Raises NotForThePublic, NotDone."""
    asked = public_question if question.public else ""
    require_fit(tx, content, question, {"question_text": asked}, judged=True)
    require_fit_for_all(tx, content, question, {"text": text, "basis": basis})
    promise = promises.promised(question, promised_on)
    with_files = files.taken(tx, question, staff, keeps)
    results.require(question, given, basis, with_files)
    came_of_it = results.changes(given)
    drafted = moves.move(tx, question, Move.ANSWER, now, staff=staff, **promise, **came_of_it)
    versions.add(
        tx, question, text, basis, now,
        staff=staff, promised_on=promised_on, public_question=asked, with_files=with_files,
    )  # fmt: skip
    return Done(drafted, staff=ask_approval(tx, content, drafted, now))


def take_back(
    tx: Transaction, question: Question, answer_id: int, now: datetime, *, staff: Staff
) -> Done:
    """Whoever wrote this version does not want it approved after all. Raises NotAllowed for
    anybody else, OtherText."""
    draft = versions.decided(tx, question, answer_id)
    if draft.author_id != staff.id:
        raise NotAllowed("take back another's text")
    name = Move.TAKE_BACK if question.state is _S.ANSWERED else Move.DROP
    taken = moves.move(tx, question, name, now, staff=staff)
    tx.questions.save_answer(replace(draft, returned_at=now))
    return Done(taken)


def correct(
    tx: Transaction,
    content: Content,
    question: Question,
    text: str,
    basis: str,
    now: datetime,
    *,
    staff: Staff,
    promised_on: date | None,
    keeps: Collection[int] = (),
) -> Done:
    """An answer that went out was wrong: the new one waits for approval, then goes to the askers.
    The old one, and what it promised, stands until then. `promised_on`: by when what the new one
    promises is done. Raises NotForThePublic where others read it and must not."""
    if question.state is _S.PUBLISHED:
        require_fit(tx, content, question, {"text": text, "basis": basis}, judged=True)
    require_fit_for_all(tx, content, question, {"text": text, "basis": basis})
    approved = tx.questions.approved(question.id)
    with_files = files.taken(tx, question, staff, keeps)
    corrected = moves.move(tx, question, Move.CORRECT, now, staff=staff)
    versions.add(
        tx, question, text, basis, now,
        staff=staff, promised_on=promised_on,
        public_question=approved.public_question if approved else "", with_files=with_files,
    )  # fmt: skip
    return Done(corrected, staff=ask_approval(tx, content, corrected, now))
