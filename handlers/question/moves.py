"""The life of a question: every state, who may move it, and what is written down of a move.

`MOVES` is the whole state machine (reference: practice of a ward dialogue office, 10.1). The clock
of a question is its first due date: it only ever stands still while the asker owes an answer.
What a move brings with it, and who hears of it, stands in the modules beside this one: one function
for each act.
"""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from handlers.people.permissions import Action, may
from storage.database import Transaction
from storage.question_models import (
    ANSWERED_STATES,
    OPEN_STATES,
    Question,
    QuestionState,
    QuestionStep,
)
from storage.staff_models import Staff

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
    PUT_OFF = "put_off"  # nobody is reminded of it until a day; its date stays
    KEEP_PROMISE = "keep_promise"  # the work an answer promised was done
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
    Move.PUT_OFF: (OPEN_STATES, None, Action.DRAFT_ANSWER),
    Move.KEEP_PROMISE: (ANSWERED_STATES, None, Action.DRAFT_ANSWER),
    Move.RELEASE: (OPEN_STATES, None, Action.ACCOUNTS),
}
# Decisions about one version of the answer.
OF_A_VERSION = (
    Move.APPROVE,
    Move.ACCEPT,
    Move.WANT_CHANGES,
    Move.REFUSE,
    Move.TAKE_BACK,
    Move.DROP,
)
ADD_WORDS = "add_words"  # a step that moves nothing: its asker said more by themselves
OWN_DETAILS = "own_details"  # a step that moves nothing: its asker told their name or number anew
JUDGE = "judge"  # a step that moves nothing: its asker said whether it is done
WORD = "word"  # a step that moves nothing: its asker said a word about how it was dealt with
ASK_AGAIN = "ask_again"  # a step that moves nothing: its asker was asked once more
CARRY_OVER = "carry_over"  # a step that moves nothing: another conference has it on its list
ASKER = "contact"  # who did something with a question, where that was its asker
PURGED = "[...]"  # what stands for the text of a denunciation


class NotAllowed(Exception):
    """This move is not open to this person, or not from where the question stands."""


class NotYours(NotAllowed):
    """The move is not this person's to make, wherever the question stands."""


class OtherText(Exception):
    """The text somebody decided on is not the one that waits any more."""


def check(question: Question, move: Move, staff: Staff | None) -> None:
    """Raises NotAllowed unless the move is open from here, to this person."""
    if not is_open_from(question, move):
        raise NotAllowed(f"{move} from {question.state}")
    if staff is not None:
        check_right(move, staff)


def is_open_from(question: Question, move: Move) -> bool:
    """Whether anybody could make the move from where the question stands."""
    return question.state in MOVES[move][0]


def may_still(question: Question, move: Move) -> bool:
    """Whether whoever comes after others, and has seen what they did, may make the move all the
    same: not a decision, which is about one version."""
    return is_open_from(question, move) and move not in OF_A_VERSION


def check_right(move: Move, staff: Staff) -> None:
    """Raises NotYours unless the move is this person's to make, from wherever it is open."""
    needed = MOVES[move][2]
    if needed is None or not may(staff, needed):
        raise NotYours(f"{move} by {staff.login}")


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

    Raises NotAllowed. Delivering goes to every asker: see `handlers/question/approving.py`.
    """
    check(question, name, staff)
    target = _was_asked_from(tx, question) if name is Move.TELL_MORE else MOVES[name][1]
    target = target or question.state
    if target is not question.state:
        changes.setdefault("quiet_until", None)  # it waits for somebody else by now
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


def _was_asked_from(tx: Transaction, question: Question) -> QuestionState:
    """Where a question stood when its asker was asked for more: with its office, it stays there."""
    asked = tx.questions.last_act(question.id, Move.ASK_MORE)
    before = [one for one in tx.questions.steps(question.id) if asked and one.id < asked.id]
    stood = before[-1].state if before else _S.RECEIVED
    return stood if stood in MOVES[Move.ASK_MORE][0] else _S.RECEIVED


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
