"""Its asker withholds something of a question that was sent: the name, or that it be published."""

from dataclasses import replace
from datetime import datetime

from handlers.question import sharing, together
from handlers.question.hearing import overtake
from handlers.question.moves import ASKER, record
from handlers.question.releasing import SHOWN
from handlers.talk.messages import Choice
from handlers.talk.turn import Outcome, Turn
from storage.database import Transaction
from storage.question_models import Question, QuestionState

# Steps that move nothing.
UNNAME = "unname"
UNSHOW = "unshow"


def may_unname(tx: Transaction, question: Question) -> bool:
    """Whether a name or number stands on it that can still be taken out: somebody works on it."""
    return bool(question.asker or question.phone) and together.waits(tx, question)


def ask_unname(turn: Turn, question: Question) -> Outcome:
    """Asks before the name is taken out; where it can be no more, says so, and what can be."""
    if not (question.asker or question.phone):
        return _unnamed(turn, question, done=False)
    if not may_unname(turn.tx, question):
        choices = [turn.choice("privacy_erase", "privacy:erase"), _see(turn, question)]
        return turn.say("question/not_unnamed", choices, turn.menu_choice(), question=question)
    base = f"question:{question.id}"
    sure = turn.choice("unname_sure", f"{base}:unname:sure")
    keep = turn.choice("keep_question", base)
    return turn.say("question/unname", [sure, keep], question=question)


def unname(turn: Turn, question: Question) -> Outcome:
    """The name, the number and the business go; the answer still comes to this chat."""
    if not may_unname(turn.tx, question):
        return ask_unname(turn, question)
    bare = replace(question, asker="", phone=None, business="", neighbourhood="")
    fresh = _changed(turn.tx, bare, UNNAME, turn.now)
    return _unnamed(turn, fresh, done=True)


def _unnamed(turn: Turn, question: Question, *, done: bool) -> Outcome:
    see = _see(turn, question)
    return turn.say("question/unnamed", [see], turn.menu_choice(), question=question, done=done)


def unshow(turn: Turn, question: Question) -> Outcome:
    """It is not published any more: at once where nobody but staff has read it. What stands
    published already, staff take down."""
    head = together.head_of(turn.tx, question)
    published = bool(question.published_text) or head.state is QuestionState.PUBLISHED
    turn.tx.public_cases.remove(question.id)
    overtake(turn.tx, question, turn.now, SHOWN)
    done = question.public and not published
    if done:
        if question.shown_text:
            question = sharing.hide(turn.tx, question)
        question = _changed(turn.tx, replace(question, public=False), UNSHOW, turn.now)
    see = _see(turn, question)
    return turn.say(
        "question/unshown",
        [turn.choice("staff", "staff"), see] if published else [see],
        turn.menu_choice(),
        question=question,
        done=done,
        published=published,
    )


def _see(turn: Turn, question: Question) -> Choice:
    return turn.choice("see_question", f"question:{question.id}")


def _changed(tx: Transaction, question: Question, step: str, now: datetime) -> Question:
    saved = tx.questions.save(replace(question, version=question.version + 1))
    record(tx, saved, step, ASKER, now)
    return saved
