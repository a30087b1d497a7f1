"""What staff do with a question: each act is one function, which also tells whoever must be told.

A question is told of to everybody who asked it, by `people/telling.py`: a message, else a call
that stands as a task. Staff hear in their own chats, where they have linked one.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import takewhile
from typing import Any

from content.library import Content
from content.redaction import Personal, personal, redact
from handlers.people import staff_links, telling
from handlers.people.permissions import Action, may
from handlers.people.telling import By, Told
from handlers.question import moves
from handlers.question.moves import PURGED, Move, NotAllowed
from storage.calls import CORRECTED_APART
from storage.database import Transaction
from storage.question_models import ANSWERED_STATES, Answer, Question, QuestionState
from storage.staff_models import Staff

_S = QuestionState

# The acts by which an answer comes to somebody: the first words of their keys.
_ACTS = ("answer", "corrected")

_RATING = tuple((f"rate_{n}", f"rate:{n}") for n in range(1, 6))


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an act: the question as it is now, how its askers are told, and which staff
    were written to in their own chats (None: there was nobody of the staff to tell)."""

    question: Question
    told: tuple[Told, ...] = ()
    staff: tuple[Staff, ...] | None = None


class CannotAnswer(Exception):
    """Whom a question is given to by name cannot sign in, or may not answer it."""


class NobodyToAsk(Exception):
    """Of no asker a number or a channel is known: nothing can be asked, no clock stands still."""


class NotForThePublic(Exception):
    """A text meant for everybody says something of somebody; `found` is what."""

    def __init__(self, found: Personal) -> None:
        super().__init__("personal data in a public text")
        self.found = found


# ---- telling ----


def _askers(tx: Transaction, question: Question) -> list[Question]:
    """Everybody's own question that is answered with this one; not those taken back."""
    joined = tx.questions.merged_into(question.id)
    return [question, *(one for one in joined if one.state is not _S.WITHDRAWN)]


def _who_agreed(tx: Transaction, question: Question) -> list[Question]:
    """Those who agreed to be published: nobody else is told of the ward's page."""
    return [asker for asker in _askers(tx, question) if asker.public]


Choices = Sequence[tuple[str, str]] | Callable[[Question], Sequence[tuple[str, str]]]
_SEE = (("see_question", ""),)


def _to_rate(head: Question, now: datetime) -> Choices:
    """What goes with news about a question that is answered: its points, where its asker has given
    none, under the same digits as with the answer; a message that came after it hides none."""

    def of(asker: Question) -> Sequence[tuple[str, str]]:
        if asker.rating is not None:
            return _SEE
        again = (("reopen", "reopen"),) if moves.may_reopen(asker, head, now) else ()
        return (*_RATING, *again, *_SEE)

    return of


def _to_judge(asker: Question) -> Sequence[tuple[str, str]]:
    """What goes with an answer: its points, and that it does not answer, which each says once."""
    return _RATING if asker.reopened else (*_RATING, ("reopen", "reopen"))


def tell_askers(
    tx: Transaction,
    content: Content,
    question: Question,
    message: str,
    now: datetime,
    *,
    key: str,
    askers: Iterable[Question] | None = None,
    choices: Choices = _SEE,
    expires: datetime | None = None,
    **values: Any,
) -> tuple[Told, ...]:
    """Tells everybody who asked (or those given), once per `key` and asker. `choices` are (label,
    what to do with the asker's own question), or what gives them for that question."""
    told = []
    for asker in _askers(tx, question) if askers is None else askers:
        base = f"question:{asker.id}"
        offered = choices(asker) if callable(choices) else choices
        told.append(
            telling.tell(
                tx,
                content,
                asker,
                message,
                now,
                key=f"{key}:{asker.id}",
                expires=expires,
                choices=[(label, f"{base}:{do}" if do else base) for label, do in offered],
                question=asker,
                head=question,
                office=content.ward.offices.get(question.office),
                **values,
            )
        )
    return tuple(told)


def _overtake(tx: Transaction, question: Question, now: datetime, *acts: str) -> None:
    """What was to be said of these acts (the first word of their keys), and has not been, is no
    longer so: nobody is written to, or called, to hear it."""
    for act in acts:
        telling.drop(tx, f"{act}:{question.id}:", now)


def _tell_staff(
    tx: Transaction,
    content: Content,
    staff: Iterable[Staff],
    message: str,
    question: Question,
    now: datetime,
    note: str = "",
) -> tuple[Staff, ...]:
    key = f"{message}:{question.id}:{question.version}"
    return staff_links.tell(tx, content, staff, message, now, key=key, question=question, note=note)


# ---- where a question goes ----


def assign(
    tx: Transaction,
    content: Content,
    question: Question,
    now: datetime,
    *,
    staff: Staff,
    office: str,
    co_offices: tuple[str, ...] = (),
    responder: Staff | None = None,
    portal_code: str = "",
) -> Done:
    """To an office, or to one of it by name. Raises CannotAnswer for somebody who could not open
    and answer it there."""
    if responder is not None and not moves.could_answer(responder, question, office):
        raise CannotAnswer
    named = content.ward.offices[office].name
    assigned = moves.move(
        tx,
        question,
        Move.ASSIGN,
        now,
        staff=staff,
        note=f"{named}, {responder.name}" if responder else named,
        office=office,
        co_offices=co_offices,
        responder_id=responder.id if responder else None,
        portal_code=portal_code,
    )
    if responder is None or responder.id == staff.id:
        return Done(assigned)
    told = _tell_staff(tx, content, [responder], "staff_chat/assigned", assigned, now)
    return Done(assigned, staff=told)


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
    for question in moves.held_by(tx, leaver):
        freed = moves.move(
            tx, question, Move.RELEASE, now, staff=staff, note=leaver.name, responder_id=None
        )
        back.append(freed)
        to_tell = moves.openers(others, freed) or assigning
        meant = meant or bool(to_tell)
        heard = _tell_staff(tx, content, to_tell, "staff_chat/handed_back", freed, now, leaver.name)
        told |= {one.id: one for one in heard}
    return back, tuple(told.values()) if meant else None


def ask_more(
    tx: Transaction, content: Content, question: Question, what: str, now: datetime, *, staff: Staff
) -> Done:
    """The asker is asked for more; the clock stands still. Raises NobodyToAsk."""
    moved = moves.needs_info(tx, question, now, staff=staff, what=what)
    told = _ask_askers(tx, content, moved, what, now)
    if all(one.by is By.NOBODY for one in told):
        raise NobodyToAsk
    return Done(moved, told)


def _ask_askers(
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
    asked = moves.missing(tx, question)
    told = moves.told_more(tx, question, text, now, asker=asker, staff=staff)
    asking = tx.staff.by_login(asked.actor) if asked else None
    answering = tx.staff.get(told.responder_id) if told.responder_id else None
    waiting = {one.id: one for one in (asking, answering) if one is not None and one != staff}
    if not waiting:
        return Done(told)
    heard = _tell_staff(tx, content, waiting.values(), "staff_chat/told_more", told, now)
    return Done(told, staff=heard)


def forward(
    tx: Transaction, content: Content, question: Question, note: str, now: datetime, *, staff: Staff
) -> Done:
    moved = moves.move(tx, question, Move.FORWARD, now, staff=staff, note=note)
    told = tell_askers(
        tx, content, moved, "question/forwarded", now, key=f"forward:{moved.id}:{moved.version}"
    )
    return Done(moved, told)


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
    moved = moves.move(tx, question, Move.EXTEND, now, staff=staff, note=why, due=due)
    _overtake(tx, moved, now, "extend")
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


def redirect(
    tx: Transaction,
    content: Content,
    question: Question,
    where: str,
    now: datetime,
    *,
    staff: Staff,
    purge: bool = False,
) -> Done:
    """Not ours: the askers hear where to go. `purge`: a denunciation, whose text is not kept."""
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
    _drop_all(tx, _askers(tx, moved), now)
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


def merge(
    tx: Transaction, content: Content, question: Question, head: Question, now: datetime, *,
    staff: Staff,
) -> Done:  # fmt: skip
    """Everybody whose question is answered with another one's from now on hears of it."""
    joined = moves.merge(tx, question, head, now, staff=staff)
    _drop_all(tx, joined, now)
    told = tell_askers(
        tx, content, head, "question/merged", now,
        key=f"merged:{joined[0].id}:{joined[0].version}", askers=_still_asking(joined),
    )  # fmt: skip
    if asked := moves.missing(tx, head):  # they may know; else it is closed on them
        _ask_askers(tx, content, head, asked.note, now, _still_asking(joined))
    return Done(joined[0], told)


def split(
    tx: Transaction, content: Content, question: Question, now: datetime, *, staff: Staff
) -> Done:
    """A merge undone: those who asked hear that theirs is answered by itself."""
    left = moves.head_of(tx, question)
    alone = moves.split(tx, question, now, staff=staff)
    owed = _owed(tx, left)
    _drop_all(tx, alone, now)
    told = tell_askers(
        tx, content, alone[0], "question/split", now,
        key=f"split:{alone[0].id}:{alone[0].version}", askers=_still_asking(alone),
    )  # fmt: skip
    return Done(alone[0], (*told, *_correct_apart(tx, content, left, owed, now)))


def _drop_all(tx: Transaction, questions: Iterable[Question], now: datetime) -> None:
    """Things stand otherwise with these from now on: what they have not been told yet, they are
    neither sent nor called about."""
    for question in questions:
        telling.drop_about(tx, question, now)


def _still_asking(questions: Iterable[Question]) -> list[Question]:
    return [question for question in questions if question.state is not _S.WITHDRAWN]


def restore(
    tx: Transaction, content: Content, question: Question, now: datetime, *, staff: Staff
) -> Done:
    """Closed by mistake: received again, and the askers hear of it."""
    restored = moves.restore(tx, question, now, staff=staff)
    _drop_all(tx, _askers(tx, restored), now)
    told = tell_askers(
        tx,
        content,
        restored,
        "question/restored",
        now,
        key=f"restored:{restored.id}:{restored.version}",
    )
    return Done(restored, told)


def reopen(
    tx: Transaction, content: Content, question: Question, why: str, now: datetime, *, staff: Staff
) -> Done:
    """Staff see that the answer does not do; the askers hear by when there is another one."""
    due = moves.due_again(tx, now)
    moves.stop_waiting(tx, question, now)
    again = moves.move(
        tx, question, Move.REOPEN, now, staff=staff, note=why, due=due, again_due=due,
        closed_at=None, published_text="", responder_id=moves.still_here(tx, question),
    )  # fmt: skip
    _drop_all(tx, _askers(tx, again), now)
    told = tell_askers(
        tx, content, again, "question/reopened", now, key=f"reopened:{again.id}:{again.version}"
    )
    return Done(again, told)


def say_wrong(
    tx: Transaction, content: Content, question: Question, why: str, now: datetime
) -> Done:
    """The asker says the answer does not answer. One of several who asked the same goes on alone;
    the first of them has the answer rewritten for all, and the others hear so. Raises NotAllowed.
    """
    left = moves.head_of(tx, question)
    again = moves.reopen(tx, question, why, now)
    if question.merged_into is not None:
        owed = _owed(tx, left)
        _drop_all(tx, [again], now)
        return Done(again, _correct_apart(tx, content, left, owed, now))
    _drop_all(tx, _askers(tx, again), now)
    told = tell_askers(
        tx, content, again, "question/reopened_for_all", now,
        key=f"reopened:{again.id}:{again.version}", askers=_askers(tx, again)[1:],
    )  # fmt: skip
    return Done(again, told)


def close_silent(tx: Transaction, content: Content, question: Question, now: datetime) -> Done:
    """Nobody answered what was asked back: the question is closed, and they hear so."""
    key = f"silent:{question.id}:{question.version}"  # it may be restored, and silent again
    _drop_all(tx, _askers(tx, question), now)
    told = tell_askers(tx, content, question, "question/silent", now, key=key)
    closed = moves.move(tx, question, Move.WITHDRAW, now, staff=None, note="silence", closed_at=now)
    return Done(closed, told)


# ---- the answer ----


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
) -> Done:
    """A new version of the answer, with the question as it would be published; whoever may approve
    it hears of it. Raises NotForThePublic."""
    _require_fit(tx, content, question, (public_question,), judged=True)
    drafted = moves.answer(
        tx, question, text, basis, now, staff=staff, promised_on=promised_on,
        public_question=public_question,
    )  # fmt: skip
    return Done(drafted, staff=_ask_approval(tx, content, drafted, now))


def _ask_approval(
    tx: Transaction, content: Content, question: Question, now: datetime
) -> tuple[Staff, ...]:
    draft = moves.waiting(tx, question)
    approvers = [one for one in tx.staff.all() if moves.may_approve(one, question, draft)]
    return _tell_staff(tx, content, approvers, "staff_chat/answer_waits", question, now)


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
    returned = moves.want_changes(tx, question, answer_id, why, now, staff=staff)
    draft = tx.questions.answer(answer_id)
    author = tx.staff.get(draft.author_id) if draft else None
    told = _tell_staff(
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
) -> Done:
    """This very version is approved and goes to every asker: as the answer, or, where one went
    before, as a correction of it. Raises NotAllowed, OtherText, NotForThePublic."""
    if question.state not in ANSWERED_STATES:
        return _deliver(tx, content, moves.approve(tx, question, answer_id, now, staff=staff), now)
    before = tx.questions.approved(question.id)
    if question.state is _S.PUBLISHED and (draft := tx.questions.answer(answer_id)):
        words = (draft.public_question, draft.for_the_public)
        _require_fit(tx, content, question, words, judged=True)
    accepted = moves.approve(tx, question, answer_id, now, staff=staff)
    answer = tx.questions.approved(question.id)
    if answer is not None and accepted.state is _S.PUBLISHED:
        tx.questions.save_answer(replace(answer, public_text=answer.for_the_public))
    if before is None or answer is None or _says_the_same(before, answer):
        return Done(accepted)
    accepted = _without_points(tx, accepted)
    askers = _askers(tx, accepted)
    first = [one for one in askers if _has_heard_none(tx, accepted, one, but=answer)]
    owed = _owed(tx, accepted)
    _drop_answers(tx, accepted, now, but=answer)
    told = tell_askers(
        tx, content, accepted, "question/answered", now,
        key=f"answer:{answer.id}", askers=first, choices=_to_judge, answer=answer,
    )  # fmt: skip
    corrected = tell_askers(
        tx, content, accepted, "question/corrected", now,
        key=f"corrected:{answer.id}", askers=[one for one in askers if one not in first],
        choices=_to_rate(accepted, now), answer=answer,
    )  # fmt: skip
    tx.questions.tell(answer.id, [one.id for one in askers], now)
    return Done(accepted, (*told, *corrected, *_correct_apart(tx, content, accepted, owed, now)))


def _without_points(tx: Transaction, question: Question) -> Question:
    """The points its askers gave were for another answer than the one they get now."""
    for asker in _askers(tx, question):
        if asker.rating is not None:
            tx.questions.save(replace(asker, rating=None))
    return replace(question, rating=None)


def _has_heard_none(tx: Transaction, question: Question, asker: Question, *, but: Answer) -> bool:
    """Whether none of the answers before this one has come to the asker yet: to them it is the
    first, and nothing is corrected."""
    olds = [old.id for old in tx.questions.answers(question.id) if old.id != but.id]
    return _has_heard(tx, asker, olds) is False


def _has_heard(tx: Transaction, asker: Question, versions: Iterable[int]) -> bool | None:
    """Whether any of these versions came to the asker; None where that is not known any more."""
    heard = [
        telling.has_heard(tx, key)
        for version in versions
        for key in (*(f"{act}:{version}:{asker.id}" for act in _ACTS), _apart(version, asker))
    ]
    return True if True in heard else (False if False in heard else None)


def _apart(version: int, asker: Question) -> str:
    """The key of a correction that no move of the asker's own question takes back: it does not end
    with that."""
    return f"apart:{version}:{asker.id}:once"


def _owed(tx: Transaction, head: Question) -> list[Question]:
    """Who was told an answer of the question, and heard it, but not the one in force, and is not
    told with its askers: theirs is answered by itself by now, or was taken back."""
    answer = tx.questions.approved(head.id)
    if answer is None or head.state not in ANSWERED_STATES:
        return []
    now_so = _saying_so(tx, head, answer)
    with_it = {one.id for one in _askers(tx, head)}
    owed = []
    for question_id, versions in tx.questions.told(head.id).items():
        asker = tx.questions.get(question_id) if question_id not in with_it else None
        if asker is None or asker.anonymised_at is not None:
            continue
        before, fresh = versions - now_so, versions & now_so
        up_to_date = fresh and _has_heard(tx, asker, fresh) is not False
        if before and not up_to_date and _has_heard(tx, asker, before) is not False:
            owed.append(asker)
    return owed


def _saying_so(tx: Transaction, head: Question, answer: Answer) -> set[int]:
    """The version in force and those just before it that say the same to the asker: other words for
    the public are no other answer."""
    approved = (one for one in tx.questions.answers(head.id) if one.approved_at is not None)
    return {one.id for one in takewhile(lambda one: _says_the_same(one, answer), approved)}


def _correct_apart(
    tx: Transaction, content: Content, head: Question, owed: Sequence[Question], now: datetime
) -> tuple[Told, ...]:
    """The answer in force goes to those who are owed it (`_owed`), in words of its own. What
    becomes of their own question meanwhile takes nothing from it: they heard something wrong."""
    answer = tx.questions.approved(head.id)
    if answer is None or not owed:
        return ()
    tx.questions.tell(answer.id, [one.id for one in owed], now)
    return tuple(
        telling.tell(
            tx, content, asker, CORRECTED_APART, now, key=_apart(answer.id, asker),
            choices=[("see_question", f"question:{asker.id}")], question=asker,
            head=moves.head_of(tx, asker), common=head, answer=answer,
        )
        for asker in owed
    )  # fmt: skip


def _drop_answers(tx: Transaction, question: Question, now: datetime, *, but: Answer) -> None:
    """Nobody is sent, or called about, an answer that does not stand any more."""
    for old in tx.questions.answers(question.id):
        if old.id != but.id:
            for act in (*_ACTS, "apart"):
                telling.drop(tx, f"{act}:{old.id}:", now)


def _says_the_same(one: Answer, other: Answer) -> bool:
    return (one.text, one.basis, one.promised_on) == (other.text, other.basis, other.promised_on)


def _deliver(tx: Transaction, content: Content, question: Question, now: datetime) -> Done:
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
    )
    askers, owed = _askers(tx, delivered), _owed(tx, delivered)
    _drop_all(tx, askers, now)
    _drop_answers(tx, delivered, now, but=answer)
    told = tell_askers(
        tx, content, delivered, "question/answered", now,
        key=f"answer:{answer.id}", askers=askers, choices=_to_judge, answer=answer,
    )  # fmt: skip
    tx.questions.tell(answer.id, [one.id for one in askers], now)
    return Done(delivered, (*told, *_correct_apart(tx, content, delivered, owed, now)))


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
) -> Done:
    """An answer that went out was wrong: the new one waits for approval, then goes to the askers.
    `promised_on`: by when what the new one promises is done.
    Raises NotForThePublic where the answer is public and the new one must not be."""
    if question.state is _S.PUBLISHED:
        _require_fit(tx, content, question, (text,), judged=True)
    corrected = moves.correct(tx, question, text, basis, now, staff=staff, promised_on=promised_on)
    return Done(corrected, staff=_ask_approval(tx, content, corrected, now))


# ---- for the public ----


def worded(question: Question, answer: Answer | None) -> str:
    """The question as this version has it published, or a first proposal, which people read before
    it is."""
    known = answer.public_question if answer else ""
    return known or question.published_text or redact(question.content)


def _require_fit(
    tx: Transaction,
    content: Content,
    question: Question,
    texts: Iterable[str],
    *,
    judged: bool,
) -> None:
    """Raises NotForThePublic when a text says something of somebody. `judged`: a person has looked
    at what only looks like a name."""
    askers = (question, *tx.questions.merged_into(question.id))
    names = [name for one in askers for name in (one.asker, one.business) if name]
    offices = [office.phone for office in content.ward.offices.values() if office.phone]
    found = personal("\n".join(texts), names, [*offices, *content.ward.hotlines.values()])
    if found.sure or (found.likely and not judged):
        raise NotForThePublic(found)


def publish(
    tx: Transaction,
    content: Content,
    question: Question,
    now: datetime,
    *,
    staff: Staff,
    judged: bool = False,
) -> Done:
    """On the ward's page: question and answer in the words that were approved. Only with the
    asker's consent. Raises NotAllowed, NotForThePublic."""
    approved = tx.questions.approved(question.id)
    if not question.public or approved is None or not approved.public_question:
        raise NotAllowed("publish without the asker's consent, or words nobody approved")
    if moves.waiting(tx, question) is not None:
        raise NotAllowed("publish while other words wait for approval")
    texts = (approved.public_question, approved.for_the_public, approved.basis)
    _require_fit(tx, content, question, texts, judged=judged)
    tx.questions.save_answer(replace(approved, public_text=approved.for_the_public))
    published = moves.move(
        tx, question, Move.PUBLISH, now, staff=staff, published_text=approved.public_question
    )
    _overtake(tx, published, now, "unpublished")
    told = tell_askers(
        tx,
        content,
        published,
        "question/published",
        now,
        key=f"published:{published.id}:{published.version}",
        askers=_who_agreed(tx, published),
        choices=_to_rate(published, now),
    )
    return Done(published, told)


def unpublish(
    tx: Transaction, content: Content, question: Question, why: str, now: datetime, *, staff: Staff
) -> Done:
    """Off the ward's page; the answer stands. It can be published again."""
    hidden = moves.move(tx, question, Move.UNPUBLISH, now, staff=staff, note=why, published_text="")
    _overtake(tx, hidden, now, "published")
    told = tell_askers(
        tx,
        content,
        hidden,
        "question/unpublished",
        now,
        key=f"unpublished:{hidden.id}:{hidden.version}",
        askers=_who_agreed(tx, hidden),
        choices=_to_rate(hidden, now),
    )
    return Done(hidden, told)


def reword(
    tx: Transaction,
    content: Content,
    question: Question,
    public_question: str,
    public_text: str,
    now: datetime,
    *,
    staff: Staff,
) -> Done:
    """The words for the public: they wait for approval, then may be published. Raises
    NotForThePublic."""
    _require_fit(tx, content, question, (public_question, public_text), judged=True)
    reworded = moves.reword(tx, question, public_question, public_text, now, staff=staff)
    return Done(reworded, staff=_ask_approval(tx, content, reworded, now))
