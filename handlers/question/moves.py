"""The life of a question: every state, who may move it, and what follows.

`MOVES` is the whole state machine (reference: practice of a ward dialogue office, 10.1). The clock
of a question is its first due date: it only ever stands still while the asker owes an answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from content.calendar import today
from content.codes import CodeKind, unused_code
from content.library import Content
from handlers.people.calendar import working_days
from handlers.people.permissions import Action, able, may, sees_question
from storage.database import Transaction
from storage.event_models import Event
from storage.question_models import (
    ANSWERED_STATES,
    OPEN_STATES,
    Answer,
    Question,
    QuestionState,
    QuestionStep,
)
from storage.staff_models import Role, Staff

_S = QuestionState


class Move(StrEnum):
    REDIRECT = "redirect"
    MERGE = "merge"
    ASK_MORE = "ask_more"
    TELL_MORE = "tell_more"
    ASSIGN = "assign"
    RETURN = "return"
    FORWARD = "forward"
    ANSWER = "answer"
    TAKE_BACK = "take_back"
    WANT_CHANGES = "want_changes"
    APPROVE = "approve"
    DELIVER = "deliver"
    PUBLISH = "publish"
    UNPUBLISH = "unpublish"
    REOPEN = "reopen"
    REOPEN_ALONE = "reopen_alone"  # one of several askers; the others keep their answer
    CLOSE = "close"
    # An answer that went out is changed by a new version, which waits for approval like the first.
    CORRECT = "correct"
    REWORD = "reword"
    DROP = "drop"
    REFUSE = "refuse"
    ACCEPT = "accept"
    WITHDRAW = "withdraw"
    ERASE = "erase"  # its asker was erased
    SPLIT = "split"
    RESTORE = "restore"
    EXTEND = "extend"
    RELEASE = "release"  # whoever had it by name has not any more; it is their office's


# move -> (from any of these, to this, what a member of staff needs; None: the asker or the system)
MOVES: dict[Move, tuple[tuple[QuestionState, ...], QuestionState | None, Action | None]] = {
    Move.REDIRECT: ((_S.RECEIVED,), _S.REDIRECTED, Action.TRIAGE),
    Move.MERGE: ((_S.RECEIVED, _S.ASSIGNED), _S.MERGED, Action.TRIAGE),
    Move.ASK_MORE: ((_S.RECEIVED, _S.ASSIGNED), _S.NEEDS_INFO, Action.TRIAGE),
    Move.TELL_MORE: ((_S.NEEDS_INFO,), _S.RECEIVED, Action.CALLS),  # or the asker, in the chat
    Move.ASSIGN: ((_S.RECEIVED, _S.ASSIGNED, _S.WAITING_UPPER), _S.ASSIGNED, Action.TRIAGE),
    Move.RETURN: ((_S.ASSIGNED,), _S.RECEIVED, Action.DRAFT_ANSWER),
    Move.FORWARD: ((_S.ASSIGNED,), _S.WAITING_UPPER, Action.DRAFT_ANSWER),
    Move.ANSWER: ((_S.ASSIGNED, _S.WAITING_UPPER, _S.ANSWERED), _S.ANSWERED, Action.DRAFT_ANSWER),
    Move.TAKE_BACK: ((_S.ANSWERED,), _S.ASSIGNED, Action.DRAFT_ANSWER),
    Move.WANT_CHANGES: ((_S.ANSWERED,), _S.ASSIGNED, Action.APPROVE_ANSWER),
    Move.APPROVE: ((_S.ANSWERED,), _S.APPROVED, Action.APPROVE_ANSWER),
    Move.DELIVER: ((_S.APPROVED,), _S.DELIVERED, None),
    Move.PUBLISH: ((_S.DELIVERED, _S.CLOSED), _S.PUBLISHED, Action.PUBLISH_ANSWER),
    Move.UNPUBLISH: ((_S.PUBLISHED,), _S.DELIVERED, Action.PUBLISH_ANSWER),
    Move.REOPEN: (ANSWERED_STATES, _S.ASSIGNED, Action.APPROVE_ANSWER),
    Move.REOPEN_ALONE: ((_S.MERGED,), _S.ASSIGNED, None),
    Move.CLOSE: ((_S.DELIVERED, _S.PUBLISHED), _S.CLOSED, None),
    Move.CORRECT: (ANSWERED_STATES, None, Action.DRAFT_ANSWER),
    Move.REWORD: (ANSWERED_STATES, None, Action.PUBLISH_ANSWER),
    Move.DROP: (ANSWERED_STATES, None, Action.HOME),  # whoever wrote it
    Move.REFUSE: (ANSWERED_STATES, None, Action.APPROVE_ANSWER),
    Move.ACCEPT: (ANSWERED_STATES, None, Action.APPROVE_ANSWER),
    Move.WITHDRAW: (OPEN_STATES, _S.WITHDRAWN, None),
    Move.ERASE: (OPEN_STATES, _S.WITHDRAWN, None),
    Move.SPLIT: ((_S.MERGED,), _S.RECEIVED, Action.TRIAGE),
    Move.RESTORE: ((_S.REDIRECTED, _S.WITHDRAWN), _S.RECEIVED, Action.TRIAGE),
    Move.EXTEND: (OPEN_STATES, None, Action.EXTEND),
    Move.RELEASE: (OPEN_STATES, None, Action.ACCOUNTS),
}

REOPEN_WITHIN = timedelta(days=15)
CLOSE_AFTER = timedelta(days=15)
REOPENED_DAYS = 5  # working days, for the second answer


ADD_WORDS = "add_words"  # a step that moves nothing: its asker said more by themselves
CARRY_OVER = "carry_over"  # a step that moves nothing: another conference has it on its list
ASKER = "contact"  # who did something with a question, where that was its asker
PURGED = "[...]"  # what stands for the text of a denunciation


class NotAllowed(Exception):
    """This move is not open to this person, or not from where the question stands."""


class OtherText(Exception):
    """The text somebody decided on is not the one that waits any more."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it comes in."""

    content: str
    field: str
    source: str
    contact_id: int | None = None
    event_id: int | None = None
    asker: str = ""
    phone: str | None = None
    business: str = ""
    neighbourhood: str = ""
    public: bool = False


def receive(
    tx: Transaction,
    content: Content,
    asked: Asked,
    now: datetime,
    *,
    actor: str,
    join: Question | None = None,
) -> Question:
    """A question comes in: code, office by its field, due date. `join`: the same was asked before;
    both keep their askers and both are answered."""
    rules = content.ward.rules
    due = working_days(tx).after(today(now), rules.answer_days)
    question = Question(
        id=tx.questions.ids.next(),
        code=unused_code(CodeKind.QUESTION, lambda code: tx.questions.by_code(code) is not None),
        content=asked.content,
        field=asked.field,
        source=asked.source,
        state=_S.MERGED if join else _S.RECEIVED,
        merged_into=join.id if join else None,
        first_due=due,
        due=due,
        created_at=now,
        event_id=asked.event_id,
        contact_id=asked.contact_id,
        asker=asked.asker,
        phone=asked.phone,
        business=asked.business,
        neighbourhood=asked.neighbourhood,
        public=asked.public,
        office=join.office if join else content.fields[asked.field].office,
    )
    tx.questions.add(question)
    note = f"join {join.code}" if join else ""
    record(tx, question, "receive", actor, now, note)
    return question


def check(question: Question, move: Move, staff: Staff | None) -> None:
    """Raises NotAllowed unless the move is open from here, to this person."""
    if not is_open_from(question, move):
        raise NotAllowed(f"{move} from {question.state}")
    if staff is not None:
        check_right(move, staff)


def is_open_from(question: Question, move: Move) -> bool:
    """Whether anybody could make the move from where the question stands."""
    return question.state in MOVES[move][0]


def check_right(move: Move, staff: Staff) -> None:
    """Raises NotAllowed unless the move is this person's to make, from wherever it is open."""
    needed = MOVES[move][2]
    if needed is None or not may(staff, needed):
        raise NotAllowed(f"{move} by {staff.login}")


def word_due(tx: Transaction, content: Content, question: Question, now: datetime) -> date | None:
    """When whoever waits for an authority above hears of it next; None for a question that does not
    wait for one."""
    sent_on = tx.questions.last_act(question.id, Move.FORWARD)
    if question.state is not _S.WAITING_UPPER or sent_on is None:
        return None
    every = timedelta(days=content.ward.rules.note_every_days)
    return today(sent_on.at + every * ((now - sent_on.at) // every + 1))


def open_moves(question: Question, staff: Staff) -> list[Move]:
    """What this person may do with the question now."""
    found = []
    for move in Move:
        try:
            check(question, move, staff)
        except NotAllowed:
            continue
        found.append(move)
    return found


def move(
    tx: Transaction,
    question: Question,
    name: Move,
    now: datetime,
    *,
    staff: Staff | None,
    by: str = "system",
    note: str = "",
    **changes: object,
) -> Question:
    """Moves a question on, with other changes to it, and records who did it and why: `staff`, else
    `by`, "contact" for the asker.

    Raises NotAllowed. Delivering goes to every asker: see `handlers/question/answering.py`.
    """
    check(question, name, staff)
    target = MOVES[name][1] or question.state
    moved = replace(
        question,
        state=target,
        version=question.version + 1,
        **changes,  # type: ignore[arg-type]  # names of fields
    )
    if target is not question.state:
        _drop_what_was(tx, question, now)
    tx.questions.save(moved)
    record(tx, moved, name, staff.login if staff else by, now, note)
    return moved


def _drop_what_was(tx: Transaction, question: Question, now: datetime) -> None:
    """What waits to be said of how a question stands is not so any more: nobody hears it late."""
    matters: tuple[str, ...] = ()
    if question.state is QuestionState.NEEDS_INFO:
        matters = (f"more:{question.id}:", f"missing:{question.id}:")
    elif question.state is QuestionState.WAITING_UPPER and (
        step := tx.questions.last_act(question.id, Move.FORWARD)
    ):
        matters = (f"progress:{step.id}:",)
    for matter in matters:
        tx.outbox.withdraw(matter, now)
        tx.calls.settle(matter, now)


def record(
    tx: Transaction, question: Question, action: str, actor: str, now: datetime, note: str = ""
) -> None:
    """What happened to a question, and who did it: a login, ASKER or "system"."""
    tx.questions.add_step(
        QuestionStep(tx.questions.ids.next(), question.id, now, actor, action, question.state, note)
    )


def needs_info(
    tx: Transaction, question: Question, now: datetime, *, staff: Staff, what: str
) -> Question:
    """The asker is asked for more; the clock stands still."""
    return move(tx, question, Move.ASK_MORE, now, staff=staff, note=what, stopped_on=today(now))


def missing(tx: Transaction, question: Question) -> QuestionStep | None:
    """What its asker was asked for, by whom and when, while that is not answered."""
    waits = question.state is _S.NEEDS_INFO
    return tx.questions.last_act(question.id, Move.ASK_MORE) if waits else None


def told_more(
    tx: Transaction,
    question: Question,
    text: str,
    now: datetime,
    *,
    asker: Question | None = None,
    staff: Staff | None = None,
) -> Question:
    """An asker told more, or `staff` wrote down what they said; the clock goes on, later by the
    working days it stood still. `asker`: the joined question of whoever said it, where that is
    another one: their words stand in theirs."""
    joined = asker is not None and asker.id != question.id
    if asker is not None and joined:
        tx.questions.save(
            replace(asker, content=f"{asker.content}\n\n+ {text}", version=asker.version + 1)
        )
    days = working_days(tx)
    stood = days.between(question.stopped_on or today(now), today(now))
    return move(
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


def takes_more(question: Question) -> bool:
    """Whether its asker may still add to it by themselves: nobody has written an answer yet, and
    staff work on these very words, not on another's or on what they sent to a higher office."""
    return question.state in (_S.RECEIVED, _S.ASSIGNED)


def add_words(tx: Transaction, question: Question, text: str, now: datetime) -> Question:
    """The asker adds to a question that `takes_more`, or says a part of it anew: both are read.
    Its dates stay."""
    content = f"{question.content}\n\n+ {text}"
    more = replace(question, content=content, version=question.version + 1)
    tx.questions.save(more)
    record(tx, more, ADD_WORDS, ASKER, now)
    return more


def why_no_merge(question: Question, head: Question) -> str:
    """Why a question is not joined to this one, as the name of the sentence; "" where it may be."""
    if head.id == question.id:
        return "merge_itself"
    if head.is_open and head.merged_into is None:
        return ""
    return "merge_answered" if head.state in ANSWERED_STATES else "merge_closed"


def merge(
    tx: Transaction, question: Question, head: Question, now: datetime, *, staff: Staff
) -> list[Question]:
    """Joins a question, and whatever was joined to it, to another: every asker gets its answer.
    Returns those that changed, the question itself first."""
    if why := why_no_merge(question, head):
        raise NotAllowed(why)
    joined = []
    for other in tx.questions.merged_into(question.id):
        joined.append(replace(other, merged_into=head.id, version=other.version + 1))
        tx.questions.save(joined[-1])
        record(tx, joined[-1], Move.MERGE, staff.login, now, f"{question.code} → {head.code}")
    moved = move(tx, question, Move.MERGE, now, staff=staff, note=head.code, merged_into=head.id)
    return [moved, *joined]


def split(tx: Transaction, question: Question, now: datetime, *, staff: Staff) -> list[Question]:
    """Undoes a merge: the question waits by itself again, and whatever was joined to it when it was
    merged is joined to it again. Returns those that changed, the question itself first."""
    head_id = question.merged_into
    together = tx.questions.last_step(question.id, _S.MERGED)
    alone = move(tx, question, Move.SPLIT, now, staff=staff, merged_into=None, closed_at=None)
    followers = []
    for other in tx.questions.merged_into(head_id) if head_id else ():
        step = tx.questions.last_step(other.id, _S.MERGED)
        if not together or not step or step.at != together.at:
            continue
        if step.note.startswith(f"{question.code} → "):
            followers.append(replace(other, merged_into=alone.id, version=other.version + 1))
            tx.questions.save(followers[-1])
            record(tx, followers[-1], Move.MERGE, staff.login, now, alone.code)
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
        version=first.version + 1,
    )
    tx.questions.save(heir)
    record(tx, heir, "inherit", "system", now, question.code)
    draft = tx.questions.draft(question.id)
    if draft is not None:
        copy = replace(draft, id=tx.questions.ids.next(), question_id=heir.id)
        tx.questions.add_answer(replace(copy, public_text="", public_question=""))
        tx.questions.tell(copy.id, list(tx.questions.told(question.id)), now)
    for other in others:
        tx.questions.save(replace(other, merged_into=heir.id, version=other.version + 1))
    return heir


def restore(tx: Transaction, question: Question, now: datetime, *, staff: Staff) -> Question:
    """A question that was pointed elsewhere or withdrawn by mistake is received again, with its
    first date. Raises NotAllowed where nothing of it is left."""
    if question.content == PURGED or question.anonymised_at is not None:
        raise NotAllowed("restore what was erased")
    return move(
        tx, question, Move.RESTORE, now, staff=staff,
        closed_at=None, stopped_on=None, merged_into=None,
    )  # fmt: skip


class Fate(StrEnum):
    """What became of a version of an answer."""

    SENT = "sent"  # approved; the askers were told it
    PUBLIC = "public"  # approved; only the words for the public are other ones
    WAITS = "waits"
    BACK = "back"  # not approved: sent back, taken back, or its question was reopened
    DRAFT = "draft"  # another version took its place before anybody decided


def fates(tx: Transaction, question: Question) -> dict[int, Fate]:
    """By version of its answer, what became of it."""
    waits = waiting(tx, question)
    said, found = None, {}
    for version in reversed(tx.questions.answers(question.id)):
        if version.approved_at is not None:
            found[version.id] = Fate.PUBLIC if (version.text, version.basis) == said else Fate.SENT
            said = (version.text, version.basis)
        elif version == waits:
            found[version.id] = Fate.WAITS
        else:
            found[version.id] = Fate.BACK if version.returned_at is not None else Fate.DRAFT
    return found


def stop_waiting(tx: Transaction, question: Question, now: datetime) -> None:
    """The question is reopened: what waited for approval waits no more, and its author sees so."""
    if (draft := waiting(tx, question)) is not None:
        tx.questions.save_answer(replace(draft, returned_at=now))


# ---- what has to be done again ----

# Sent back to be done again, with the reason in the step's note; and what happens beside that.
_BACK = (Move.WANT_CHANGES, Move.REFUSE, Move.REOPEN, Move.REOPEN_ALONE, Move.RETURN)
_ASIDE = (Move.EXTEND, Move.RELEASE, Move.PUBLISH, Move.UNPUBLISH, CARRY_OVER)


def sent_back(tx: Transaction) -> dict[int, QuestionStep]:
    """By question, who sent it back to be done again and why, the latest first; until somebody
    has, or it is closed."""
    return tx.questions.sent_back(_BACK, _ASIDE)


def is_to_redo(tx: Transaction, question: Question, step: QuestionStep, staff: Staff) -> bool:
    """Whether what was sent back waits for this person: a text for its author (whoever assigns,
    once the author cannot sign in), a question for whoever answers or assigns it."""
    match step.action:
        case Move.REFUSE:
            return staff in rewriters(tx, question)
        case Move.RETURN:
            return may(staff, Action.TRIAGE)
    draft = tx.questions.draft(question.id)
    mine = question.responder_id == staff.id or question.office == staff.office
    return mine or (draft is not None and draft.author_id == staff.id)


def rewriters(tx: Transaction, question: Question) -> list[Staff]:
    """Who is to write a refused text anew: its author, else whoever assigns questions."""
    people, draft = tx.staff.all(), tx.questions.draft(question.id)
    author = [one for one in people if draft is not None and one.id == draft.author_id]
    return able(author, Action.DRAFT_ANSWER) or able(people, Action.TRIAGE)


# ---- who can open it ----


def openers(people: Iterable[Staff], question: Question) -> list[Staff]:
    """Who of the office that is to answer, or named for it, can sign in and write the answer."""
    return [
        person
        for person in people
        if person.password is not None
        and may(person, Action.DRAFT_ANSWER)
        and (person.office == question.office or person.id == question.responder_id)
        and sees_question(person, question)
    ]


def could_answer(person: Staff, question: Question, office: str) -> bool:
    """Whether somebody of this office could open and answer it, were it given to them by name."""
    given = replace(question, office=office, responder_id=person.id)
    return person.office == office and bool(openers([person], given))


def held_by(tx: Transaction, staff: Staff) -> list[Question]:
    """The questions that wait for this very person's answer."""
    return [
        question
        for question in tx.questions.open()
        if question.responder_id == staff.id and question.state is not _S.APPROVED
    ]


def is_out_of_reach(people: Iterable[Staff], question: Question) -> bool:
    """Whether it was given to an office where nobody can open it."""
    given = question.state in (_S.ASSIGNED, _S.WAITING_UPPER)
    return given and not openers(people, question)


# ---- answers: versions, and who approves them ----


def answer(
    tx: Transaction,
    question: Question,
    text: str,
    basis: str,
    now: datetime,
    *,
    staff: Staff,
    promised_on: date | None = None,
    public_question: str = "",
) -> Question:
    """A draft answer, a new version each time. `public_question`: the question as it would be
    published, approved together with the answer."""
    moved = move(tx, question, Move.ANSWER, now, staff=staff, promised_on=promised_on)
    tx.questions.add_answer(
        Answer(
            tx.questions.ids.next(), question.id, text, basis, staff.id, now,
            public_question=public_question, promised_on=promised_on,
        )
    )  # fmt: skip
    return moved


def waiting(tx: Transaction, question: Question) -> Answer | None:
    """The text that waits for approval: an answer, or new words for one that went out."""
    latest = tx.questions.draft(question.id)
    if latest is None or latest.approved_at is not None or latest.returned_at is not None:
        return None
    return latest if question.state in (_S.ANSWERED, *ANSWERED_STATES) else None


def may_approve(staff: Staff, question: Question, draft: Answer | None) -> bool:
    """Nobody approves their own text; the head of the office only what is of their own office."""
    return draft is not None and _may_decide(staff, question, draft.author_id)


def _may_decide(staff: Staff, question: Question, author_id: int) -> bool:
    if author_id == staff.id or not may(staff, Action.APPROVE_ANSWER):
        return False
    return Role.APPROVER in staff.roles or question.office == staff.office


def approvers(people: Iterable[Staff], question: Question, author_id: int) -> list[Staff]:
    """Who can sign in and approve what this author writes."""
    return [
        person
        for person in people
        if person.password is not None and _may_decide(person, question, author_id)
    ]


def undecidable(tx: Transaction) -> list[Question]:
    """Questions with a text that waits for approval and that nobody can approve."""
    people, found = tx.staff.all(), []
    answered = [one for one in tx.questions.open() if one.state is _S.ANSWERED]
    again = [tx.questions.get(number) for number in tx.questions.with_new_words()]
    for question in (*answered, *(one for one in again if one is not None)):
        draft = waiting(tx, question)
        if draft is not None and not approvers(people, question, draft.author_id):
            found.append(question)
    return found


def approve(
    tx: Transaction, question: Question, answer_id: int, now: datetime, *, staff: Staff
) -> Question:
    """Locks this very version as the answer. Raises NotAllowed for one's own text, OtherText when
    another version waits by now."""
    draft = _decided(tx, question, answer_id)
    if not may_approve(staff, question, draft):
        raise NotAllowed("approve own text")
    name = Move.APPROVE if question.state is _S.ANSWERED else Move.ACCEPT
    changes: dict[str, Any] = {"promised_on": draft.promised_on}
    if question.state is _S.PUBLISHED and draft.public_question:
        changes["published_text"] = draft.public_question
    approved = move(tx, question, name, now, staff=staff, **changes)
    tx.questions.save_answer(replace(draft, approver_id=staff.id, approved_at=now))
    return approved


def want_changes(
    tx: Transaction, question: Question, answer_id: int, why: str, now: datetime, *, staff: Staff
) -> Question:
    """This very version goes back to whoever wrote it. Raises NotAllowed, OtherText."""
    draft = _decided(tx, question, answer_id)
    if not may_approve(staff, question, draft):
        raise NotAllowed("decide on own text")
    name = Move.WANT_CHANGES if question.state is _S.ANSWERED else Move.REFUSE
    returned = move(tx, question, name, now, staff=staff, note=why)
    tx.questions.save_answer(replace(draft, returned_at=now))
    return returned


def take_back(
    tx: Transaction, question: Question, answer_id: int, now: datetime, *, staff: Staff
) -> Question:
    """Whoever wrote this version does not want it approved after all. Raises NotAllowed for
    anybody else, OtherText."""
    draft = _decided(tx, question, answer_id)
    if draft.author_id != staff.id:
        raise NotAllowed("take back another's text")
    name = Move.TAKE_BACK if question.state is _S.ANSWERED else Move.DROP
    taken = move(tx, question, name, now, staff=staff)
    tx.questions.save_answer(replace(draft, returned_at=now))
    return taken


def _decided(tx: Transaction, question: Question, answer_id: int) -> Answer:
    draft = waiting(tx, question)
    if draft is None:
        raise NotAllowed("nothing waits for approval")
    if draft.id != answer_id:
        raise OtherText
    return draft


def correct(
    tx: Transaction,
    question: Question,
    text: str,
    basis: str,
    now: datetime,
    *,
    staff: Staff,
    promised_on: date | None,
) -> Question:
    """A new version of an answer that went out; the old one, and what it promised, stands until
    this one is approved."""
    approved = tx.questions.approved(question.id)
    corrected = move(tx, question, Move.CORRECT, now, staff=staff)
    tx.questions.add_answer(
        Answer(
            tx.questions.ids.next(), question.id, text, basis, staff.id, now,
            public_question=approved.public_question if approved else "", promised_on=promised_on,
        )
    )  # fmt: skip
    return corrected


def reword(
    tx: Transaction,
    question: Question,
    public_question: str,
    public_text: str,
    now: datetime,
    *,
    staff: Staff,
) -> Question:
    """The words for the public, of the question and of the same answer; approved like any text."""
    approved = tx.questions.approved(question.id)
    if approved is None:
        raise NotAllowed("reword without an approved answer")
    reworded = move(tx, question, Move.REWORD, now, staff=staff)
    tx.questions.add_answer(
        Answer(
            tx.questions.ids.next(),
            question.id,
            approved.text,
            approved.basis,
            staff.id,
            now,
            public_text=public_text,
            public_question=public_question,
            promised_on=approved.promised_on,
        )
    )
    return reworded


def head_of(tx: Transaction, question: Question) -> Question:
    """The question whose answer this one gets: itself, unless it was merged into another."""
    head = tx.questions.get(question.merged_into) if question.merged_into else None
    return head or question


def waits(tx: Transaction, question: Question) -> bool:
    """Whether its asker still waits for an answer: to this one, or to the one it was joined to."""
    joined = question.state is _S.MERGED
    return question.is_open or (joined and head_of(tx, question).is_open)


def may_reopen(question: Question, head: Question, now: datetime) -> bool:
    """The asker's one chance, within 15 days of the answer; `head`: whose answer theirs gets."""
    return (
        head.state in ANSWERED_STATES
        and question.state in (_S.MERGED, head.state)
        and question.reopened == 0
        and head.answered_at is not None
        and now - head.answered_at <= REOPEN_WITHIN
    )


def still_here(tx: Transaction, question: Question) -> int | None:
    """Who had it by name, unless their account is off: then it is their office's."""
    person = tx.staff.get(question.responder_id) if question.responder_id else None
    return person.id if person is not None and person.active else None


def due_again(tx: Transaction, now: datetime) -> date:
    """By when a reopened question is answered again."""
    return working_days(tx).after(today(now), REOPENED_DAYS)


def reopen(tx: Transaction, question: Question, why: str, now: datetime) -> Question:
    """The asker says the answer does not answer. A new clock runs; the first date stays the one
    that counts for what was answered on time. One of several who asked the same goes on alone,
    with their own words: the others, who did not complain, keep the answer they have."""
    head = head_of(tx, question)
    if not may_reopen(question, head, now):
        raise NotAllowed("reopen")
    due = due_again(tx, now)
    changes = {
        "reopened": question.reopened + 1,
        "due": due,
        "again_due": due,
        "rating": None,
        "closed_at": None,
        "responder_id": still_here(tx, head),
        "published_text": "",  # off the public page until there is another answer
    }
    if head.id == question.id:
        stop_waiting(tx, question, now)
        return move(tx, question, Move.REOPEN, now, staff=None, by=ASKER, note=why, **changes)
    changes |= {
        "merged_into": None,
        "office": head.office,
        "co_offices": head.co_offices,
        "answered_at": head.answered_at,
    }
    alone = move(tx, question, Move.REOPEN_ALONE, now, staff=None, by=ASKER, note=why, **changes)
    answer = tx.questions.approved(head.id)
    if answer is not None:  # what they were told; its public words are of the other question
        copy = replace(answer, id=tx.questions.ids.next(), question_id=alone.id)
        tx.questions.add_answer(replace(copy, public_text="", public_question=""))
    return alone


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
        record(tx, moved, CARRY_OVER, staff.login, now, to.title)
    return len(questions)
