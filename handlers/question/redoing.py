"""What was sent back to be done again, and whom it waits for."""

from handlers.people.permissions import Action, may
from handlers.question import versions
from handlers.question.moves import ADD_WORDS, CARRY_OVER, Move
from handlers.question.withholding import UNNAME, UNSHOW
from storage.database import Transaction
from storage.question_models import Question, QuestionStep
from storage.staff_models import Staff

# Sent back to be done again, with the reason in the step's note; and what happens beside that.
_BACK = (Move.WANT_CHANGES, Move.REFUSE, Move.REOPEN, Move.REOPEN_ALONE, Move.RETURN)
_ASIDE = (
    Move.EXTEND,
    Move.PUT_OFF,
    Move.RELEASE,
    Move.PUBLISH,
    Move.UNPUBLISH,
    Move.KEEP_PROMISE,
    CARRY_OVER,
    ADD_WORDS,
    UNNAME,
    UNSHOW,
)


def sent_back(tx: Transaction) -> dict[int, QuestionStep]:
    """By question, who sent it back to be done again and why, the latest first; until somebody
    has, or it is closed."""
    return tx.questions.sent_back(_BACK, _ASIDE)


def is_to_redo(tx: Transaction, question: Question, step: QuestionStep, staff: Staff) -> bool:
    """Whether what was sent back waits for this person: a text for its author (whoever assigns,
    once the author cannot sign in), a question for whoever answers or assigns it."""
    match step.action:
        case Move.REFUSE:
            return staff in versions.rewriters(tx, question)
        case Move.RETURN:
            return may(staff, Action.TRIAGE)
    draft = tx.questions.draft(question.id)
    mine = question.responder_id == staff.id or question.office == staff.office
    return mine or (draft is not None and draft.author_id == staff.id)
