"""Several ask the same: one question is answered for all of them, and each keeps their own."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from content.codes import CodeKind, find_code
from content.fields import similar
from content.library import Content
from handlers.people.permissions import sees_question
from handlers.people.refusing import NotDone
from handlers.question import asking_back, correcting, moves
from handlers.question.fit import require_fit_for_all
from handlers.question.hearing import Done, drop_all, tell_askers
from handlers.question.moves import Move, NotAllowed
from handlers.question.together import head_of, still_asking
from storage.database import Transaction
from storage.question_models import ANSWERED_STATES, Question, QuestionState
from storage.staff_models import Staff

_S = QuestionState
_ALIKE = 0.3  # shared words of a question that may be the same


def alike(tx: Transaction, question: Question, staff: Staff) -> list[Question]:
    """Open questions that say much the same and this person may see, the likest first."""
    others = [
        q
        for q in tx.questions.open()
        if q.id != question.id
        and not q.merged_into
        and not (q.confidential or question.confidential)
    ]
    return [
        others[place]
        for score, place in similar(question.content, [q.content for q in others])[:5]
        if score >= _ALIKE and sees_question(staff, others[place])
    ]


def head_by_code(tx: Transaction, question: Question, code: str, staff: Staff) -> Question:
    """The question this one may be joined to, by its code as people type it: `kn 9perzct`,
    `9perzct`. Raises NotDone: none this person may see, or none it may be joined to."""
    typed = find_code(code) or find_code(f"{CodeKind.QUESTION}-{code.strip()}")
    head = tx.questions.by_code(typed[1] if typed else code.strip().upper())
    if head is None or not sees_question(staff, head):
        raise NotDone("head", "no_such_code")
    if why := why_no_merge(question, head):
        raise NotDone("head", why)
    return head


def why_no_merge(question: Question, head: Question) -> str:
    """Why a question is not joined to this one, as the name of the sentence; "" where it may be."""
    if head.id == question.id:
        return "merge_itself"
    if question.confidential or head.confidential:
        return "merge_confidential"  # whoever asked the other would be told of it
    if head.is_open and head.merged_into is None:
        return ""
    return "merge_answered" if head.state in ANSWERED_STATES else "merge_closed"


def merge(
    tx: Transaction, content: Content, question: Question, head: Question, now: datetime, *,
    staff: Staff,
) -> Done:  # fmt: skip
    """Joins a question, and whatever was joined to it, to another: every asker gets its answer, and
    hears so. Raises NotAllowed, NotForThePublic."""
    if why := why_no_merge(question, head):
        raise NotAllowed(why)
    asked = asking_back.missing(tx, head)
    joining = [question, *tx.questions.merged_into(question.id)]
    require_fit_for_all(tx, content, head, {"note": asked.note if asked else ""}, joining)
    joined = _join(tx, question, head, now, staff)
    drop_all(tx, joined, now)
    told = tell_askers(
        tx, content, head, "question/merged", now,
        key=f"merged:{joined[0].id}:{joined[0].version}", askers=still_asking(joined),
    )  # fmt: skip
    if asked:  # they may know; else it is closed on them
        asking_back.ask_askers(tx, content, head, asked.note, now, still_asking(joined))
    return Done(joined[0], told)


def _join(
    tx: Transaction, question: Question, head: Question, now: datetime, staff: Staff
) -> list[Question]:
    """The question, and whatever was joined to it, now joined to `head`; itself first."""
    joined = []
    for other in tx.questions.merged_into(question.id):
        joined.append(replace(other, merged_into=head.id, version=other.version + 1))
        tx.questions.save(joined[-1])
        note = f"{question.code} → {head.code}"
        moves.record(tx, joined[-1], Move.MERGE, staff.login, now, note)
    moved = moves.move(
        tx, question, Move.MERGE, now, staff=staff, note=head.code, merged_into=head.id
    )
    return [moved, *joined]


def split(
    tx: Transaction,
    content: Content,
    question: Question,
    now: datetime,
    *,
    staff: Staff,
    site: str = "",
) -> Done:
    """A merge undone: those who asked hear that theirs is answered by itself."""
    left = head_of(tx, question)
    alone = _part(tx, question, now, staff)
    owed = correcting.owed(tx, left)
    drop_all(tx, alone, now)
    told = tell_askers(
        tx, content, alone[0], "question/split", now,
        key=f"split:{alone[0].id}:{alone[0].version}", askers=still_asking(alone),
    )  # fmt: skip
    apart = correcting.correct_apart(tx, content, left, owed, now, site=site)
    return Done(alone[0], (*told, *apart))


def _part(tx: Transaction, question: Question, now: datetime, staff: Staff) -> list[Question]:
    """The question waits by itself again, and whatever was joined to it when it was
    merged is joined to it again. Those that changed, the question itself first."""
    head_id = question.merged_into
    together = tx.questions.last_step(question.id, _S.MERGED)
    alone = moves.move(tx, question, Move.SPLIT, now, staff=staff, merged_into=None, closed_at=None)
    followers = []
    for other in tx.questions.merged_into(head_id) if head_id else ():
        step = tx.questions.last_step(other.id, _S.MERGED)
        if not together or not step or step.at != together.at:
            continue
        if step.note.startswith(f"{question.code} → "):
            followers.append(replace(other, merged_into=alone.id, version=other.version + 1))
            tx.questions.save(followers[-1])
            moves.record(tx, followers[-1], Move.MERGE, staff.login, now, alone.code)
    return [alone, *followers]


def inherit(
    tx: Transaction, question: Question, heirs: Sequence[Question], now: datetime
) -> Question:
    """The question was taken back: the next one who asked the same goes on in its place, with its
    office and the text that was written, but no words for the public: those are of whoever took
    theirs back. The others are joined to that one."""
    first, *others = heirs
    state = _S.RECEIVED if question.state is _S.NEEDS_INFO else question.state
    heir = replace(
        first,
        state=state,
        merged_into=None,
        office=question.office,
        co_offices=question.co_offices,
        responder_id=question.responder_id,
        promised_on=question.promised_on,
        promise_kept_on=question.promise_kept_on,
        version=first.version + 1,
    )
    tx.questions.save(heir)
    moves.record(tx, heir, "inherit", "system", now, question.code)
    draft = tx.questions.draft(question.id)
    if draft is not None:
        copy = replace(draft, id=tx.questions.ids.next(), question_id=heir.id)
        tx.questions.add_answer(replace(copy, public_text="", public_question=""))
        tx.questions.tell(copy.id, list(tx.questions.told(question.id)), now)
    for other in others:
        tx.questions.save(replace(other, merged_into=heir.id, version=other.version + 1))
    return heir
