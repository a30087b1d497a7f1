"""What its asker does with a question: gives it points, takes it back, has it opened again."""

from dataclasses import replace
from datetime import datetime

from handlers.question import merging, moves, reopening, together, withholding
from handlers.question.looked_up import show
from handlers.question.noting import QUESTION_NOTE, Note
from handlers.talk.flow import begin
from handlers.talk.turn import Outcome, Turn
from storage.database import Transaction
from storage.question_models import ANSWERED_STATES, Question, QuestionState, Verdict

_S = QuestionState


def act(turn: Turn, question_id: int, action: str) -> Outcome:
    """Something done with a question; somebody else's is as good as none."""
    question = turn.tx.questions.get(question_id)
    if question is None or not turn.owns(question.contact_id):
        return turn.say("question/none", [turn.choice("ask_ward", "ask_ward")], turn.menu_choice())
    head = together.head_of(turn.tx, question)
    base = f"question:{question.id}"
    match action.split(":"):
        case ["rate", stars] if stars in "12345" and head.state in ANSWERED_STATES:
            turn.tx.questions.save(replace(question, rating=int(stars)))
            again = int(stars) <= 2 and reopening.may_reopen(question, head, turn.now)
            offered = [turn.choice("reopen", f"{base}:reopen")] if again else []
            if question.kind in reopening.TO_BE_DONE:
                offered.append(turn.choice("say_word", f"{base}:word"))
            back = turn.menu_choice()
            return turn.say("question/rated", offered, back, stars=int(stars), may_reopen=again)
        case ["outcome", said] if said in set(Verdict) and head.state in ANSWERED_STATES:
            return _judged(turn, question, head, Verdict(said))
        case ["word"] if head.state in ANSWERED_STATES:
            return begin(turn, QUESTION_NOTE, QUESTION_NOTE.begin(question.id, Note.WORD))
        case ["unhappy"] if head.state in ANSWERED_STATES:
            open_again = reopening.may_reopen(question, head, turn.now)
            offered = [turn.choice("reopen", f"{base}:reopen")] if open_again else []
            offered.append(turn.choice("see_question", base))
            return turn.say("question/unhappy", offered, turn.menu_choice(), may_reopen=open_again)
        case ["reopen"] if reopening.may_reopen(question, head, turn.now):
            return begin(turn, QUESTION_NOTE, QUESTION_NOTE.begin(question.id, Note.REOPEN))
        case ["more"] if head.state is _S.NEEDS_INFO:
            return begin(turn, QUESTION_NOTE, QUESTION_NOTE.begin(question.id, Note.MORE))
        case ["withdraw"] if head.is_open:
            sure = turn.choice("withdraw_sure", f"{base}:withdraw:sure")
            keep = turn.choice("keep_question", base)
            return turn.say("question/withdraw", [sure, keep], question=question)
        case ["unname"]:
            return withholding.ask_unname(turn, question)
        case ["unname", "sure"]:
            return withholding.unname(turn, question)
        case ["unshow"]:
            return withholding.unshow(turn, question)
        case ["withdraw", "sure"] if together.waits(turn.tx, question):
            take_back(turn.tx, question, turn.now)
            return _taken_back(turn, question)
        case ["withdraw", "sure"] if question.state is _S.WITHDRAWN:
            return _taken_back(turn, question)  # pressed twice: the first result
    return show(turn, question)


def _judged(turn: Turn, question: Question, head: Question, said: Verdict) -> Outcome:
    """What its asker says came of it; then the points, a word, and where it is not done, that it is
    taken up again, once."""
    judged = turn.tx.questions.save(replace(question, outcome=said, ask_again_on=None))
    moves.record(turn.tx, judged, moves.JUDGE, moves.ASKER, turn.now, said)
    base = f"question:{question.id}"
    again = said is not Verdict.DONE and reopening.may_reopen(judged, head, turn.now)
    offered = [turn.choice("reopen_undone", f"{base}:reopen")] if again else []
    if judged.rating is None:
        offered += [turn.choice(f"rate_{n}", f"{base}:rate:{n}") for n in range(1, 6)]
    offered.append(turn.choice("say_word", f"{base}:word"))
    return turn.say(
        "question/judged", offered, turn.menu_choice(), question=judged, outcome=said, again=again
    )


def is_done(turn: Turn, question_id: int, action: str) -> bool:
    """Whether what is asked to be done with a question of this person's is done already."""
    question = turn.tx.questions.get(question_id)
    is_theirs = question is not None and turn.owns(question.contact_id)
    withdrawn = question is not None and question.state is _S.WITHDRAWN
    return action == "withdraw:sure" and is_theirs and withdrawn


def _taken_back(turn: Turn, question: Question) -> Outcome:
    return turn.say("question/withdrawn", back=turn.menu_choice(), question=question)


def take_back(
    tx: Transaction,
    question: Question,
    now: datetime,
    *,
    by: str = moves.ASKER,
    move: moves.Move = moves.Move.WITHDRAW,
) -> None:
    """The asker takes the question back, or is erased (`move`) by whoever `by` names; others who
    asked the same keep theirs."""
    tx.calls.settle_question(question.id, now)  # nobody is called about it any more
    if question.state is _S.MERGED:
        gone = tx.questions.save(replace(question, state=_S.WITHDRAWN, closed_at=now))
        moves.record(tx, gone, move, by, now)
        return
    heirs = [one for one in tx.questions.merged_into(question.id) if one.state is _S.MERGED]
    moves.move(tx, question, move, now, staff=None, by=by, closed_at=now)
    if heirs:
        merging.inherit(tx, question, heirs, now)
