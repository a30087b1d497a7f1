"""What is said while a text for the ward, or a consent, stands open, by what kind of turn it is: a
remark is written nowhere, a question that has its answer gets it, what is told goes on with the
text. Only where the words are no clear answer to what is asked."""

from typing import Any

from content.agreeing import agreed_in, sends
from content.other_matter import tells_person
from content.people import read_phone
from content.petitions import is_for_the_ward, is_question
from content.reports import wants_action
from content.search import Decision
from content.short_answers import ends_writing, holds_back, short_answer, stops_writing, waits
from content.turns import TurnKind
from handlers.answers import faq, in_turn
from handlers.question import raising
from handlers.question.asking import QUESTION
from handlers.question.writing import AskStep
from handlers.stepping_aside import Answer, aside
from handlers.talk import wishes
from handlers.talk.flow import CONSENT_STEP, Flow, ask_again
from handlers.talk.messages import IncomingKind
from handlers.talk.turn import Outcome, Turn

SURE_ASKED, SURE_MORE = 0.6, 0.6
_ASKS = (TurnKind.QUESTION, TurnKind.FOLLOWS)
_TELLS_MORE = (TurnKind.TELLS, TurnKind.ANSWERS, TurnKind.WISHES, TurnKind.GRUMBLES)
_CLEAR = (short_answer, agreed_in, sends, ends_writing, stops_writing, holds_back, waits)


def said(turn: Turn, flow: Flow[Any], memory: Any, answer: Answer) -> Outcome | None:
    """The answer beside the form, or the text with what was told; None for what the form hears."""
    if turn.action or turn.incoming.kind is not IncomingKind.TEXT:
        return None
    offered = flow.name == QUESTION.name and memory.step is AskStep.OFFER
    written = flow.name == QUESTION.name and memory.step is AskStep.CONTENT and memory.content
    if not (offered or written or memory.step == CONSENT_STEP) or _is_clear(turn):
        return None
    if tells_person(turn.text) and (not offered or read_phone(turn.text)):
        return None
    if in_turn.is_remark(turn) and not _is_of_it(turn):
        return aside(turn, flow, memory, in_turn.remarked)
    found = in_turn.likeliest(turn)
    if not (offered or written) or found is None:
        return None
    if not is_question(turn.text):
        asks = offered and found.name in _ASKS and found.sure >= SURE_ASKED
        read = turn.content.understanding
        likely = asks and read.is_likely(read.read(turn.text)) and not wants_action(turn.text)
        return aside(turn, flow, memory, answer) if likely else None
    if found.name in _ASKS and found.sure >= SURE_ASKED and not wants_action(turn.text):
        near = turn.content.understanding.read(turn.text).decision is Decision.CHOOSE
        answered = faq.is_sure(turn) or (offered and near)
        return aside(turn, flow, memory, answer) if answered else None
    if offered and found.name in _TELLS_MORE and found.sure >= SURE_MORE:
        more = raising.with_more(memory, turn.text)
        return ask_again(turn, flow, more) if more else None
    return None


def _is_clear(turn: Turn) -> bool:
    """Whether the words answer the form by themselves, or wish for something."""
    return any(one(turn.text) for one in _CLEAR) or bool(wishes.wish_in(turn.text))


def _is_of_it(turn: Turn) -> bool:
    """Whether it may be something the ward is to see to."""
    heard = turn.content.understanding.petitions(turn.text)
    return wants_action(turn.text) or is_for_the_ward(heard)
