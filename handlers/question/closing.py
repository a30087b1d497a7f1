"""A question is closed without an answer, and received again where that was a mistake."""

from dataclasses import replace
from datetime import datetime

from content.library import Content
from handlers.people.refusing import NotDone
from handlers.question import moves
from handlers.question.fit import require_fit_for_all
from handlers.question.hearing import Done, drop_all, tell_askers
from handlers.question.moves import PURGED, Move, NotAllowed
from handlers.question.together import askers_of
from storage.database import Transaction
from storage.question_models import Question
from storage.staff_models import Staff


def redirect(
    tx: Transaction,
    content: Content,
    question: Question,
    where: str,
    now: datetime,
    *,
    staff: Staff,
    purge: bool = False,
    sure: str = "",
) -> Done:
    """Not ours: the askers hear where to go. `purge`: a denunciation, whose text is not kept; only
    with the question's code in `sure`. Raises NotDone, NotForThePublic."""
    require_fit_for_all(tx, content, question, {"note": where})
    if purge and sure.upper() != question.code:
        raise NotDone("sure", "type_the_question")
    if purge:
        for one in (question, *tx.questions.merged_into(question.id)):
            _forget_words(tx, one)
            if one.id != question.id:
                changed = replace(one, content=PURGED, shown_text="", version=one.version + 1)
                tx.questions.save(changed)
    changes = {"content": PURGED, "shown_text": ""} if purge else {}
    moved = moves.move(
        tx, question, Move.REDIRECT, now, staff=staff, note=where, closed_at=now, **changes
    )
    drop_all(tx, askers_of(tx, moved), now)
    told = tell_askers(
        tx,
        content,
        moved,
        "question/redirected",
        now,
        key=f"redirect:{moved.id}:{moved.version}",
        note=where,
    )
    return Done(moved, told)


def _forget_words(tx: Transaction, question: Question) -> None:
    """The photos, what was said of the question to its asker, and wherever others were shown it."""
    tx.erasures.ask([photo.name for photo in tx.questions.photos(question.id)])
    tx.questions.drop_photos_of(question.id)
    for draft in tx.questions.answers(question.id):
        if draft.public_question:
            tx.questions.save_answer(replace(draft, public_question=""))
    if question.shown_text:
        tx.outbox.forget_shown(question.shown_text)
        tx.conversations.forget_shown(question.shown_text)
    if question.contact_id is not None:
        tx.inbox.forget_texts_of(question.contact_id)
        for member in tx.households.members(question.contact_id):
            tx.outbox.forget_about(member, question.code, question.content)


def close_silent(tx: Transaction, content: Content, question: Question, now: datetime) -> Done:
    """Nobody answered what was asked back: the question is closed, and they hear so."""
    key = f"silent:{question.id}:{question.version}"  # it may be restored, and silent again
    drop_all(tx, askers_of(tx, question), now)
    told = tell_askers(tx, content, question, "question/silent", now, key=key)
    closed = moves.move(tx, question, Move.WITHDRAW, now, staff=None, note="silence", closed_at=now)
    return Done(closed, told)


def may_restore(question: Question) -> bool:
    """Whether there is anything left of it to be received again."""
    return question.content != PURGED and question.anonymised_at is None


def restore(
    tx: Transaction, content: Content, question: Question, now: datetime, *, staff: Staff
) -> Done:
    """Pointed elsewhere or withdrawn by mistake: received again with its first date, and the askers
    hear of it. Raises NotAllowed where nothing of it is left."""
    if not may_restore(question):
        raise NotAllowed("restore what was erased")
    restored = moves.move(
        tx, question, Move.RESTORE, now, staff=staff,
        closed_at=None, stopped_on=None, merged_into=None,
    )  # fmt: skip
    drop_all(tx, askers_of(tx, restored), now)
    told = tell_askers(
        tx,
        content,
        restored,
        "question/restored",
        now,
        key=f"restored:{restored.id}:{restored.version}",
    )
    return Done(restored, told)
