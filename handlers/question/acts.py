"""What may be done with one question, as it stands, by one member of staff."""

from handlers.question import closing, moves, publishing, together, versions
from handlers.question.moves import Move, NotAllowed
from storage.database import Transaction
from storage.question_models import Answer, Question
from storage.staff_models import Staff

_DECISIONS = (Move.APPROVE, Move.ACCEPT, Move.WANT_CHANGES, Move.REFUSE)
_OF_THE_AUTHOR = (Move.TAKE_BACK, Move.DROP)


def open_to(tx: Transaction, question: Question, staff: Staff) -> list[Move]:
    """The moves open to this person now: by their right, by its state, by what waits."""
    waits = versions.waiting(tx, question)
    return [
        move
        for move in moves.open_moves(question, staff)
        if _stands(tx, question, move, staff, waits)
    ]


def check(tx: Transaction, question: Question, move: Move, staff: Staff) -> None:
    """Raises NotAllowed unless the move is open to this person now."""
    moves.check(question, move, staff)
    if not _stands(tx, question, move, staff, versions.waiting(tx, question)):
        raise NotAllowed(f"{move} as it stands")


def _stands(
    tx: Transaction, question: Question, move: Move, staff: Staff, waits: Answer | None
) -> bool:
    """`waits`: the version that waits for approval."""
    if question.anonymised_at is not None and not together.still_there(tx, question):
        return move is Move.UNPUBLISH  # nobody is left to answer, and no words of theirs
    if move in _DECISIONS:
        return versions.may_approve(staff, question, waits)
    if move in _OF_THE_AUTHOR:
        return waits is not None and waits.author_id == staff.id
    match move:
        case Move.PUBLISH:
            return publishing.to_publish(tx, question) is not None
        case Move.REWORD:
            return question.public and waits is None
        case Move.CORRECT:
            return waits is None
        case Move.KEEP_PROMISE:
            return question.promised_on is not None
        case Move.RESTORE:
            return closing.may_restore(question)
    return True
