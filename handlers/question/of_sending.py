"""What is asked of the sending while a text for the ward is written, or waits: it is answered, and
nothing of it is written into the text."""

from dataclasses import replace
from typing import Any

from content.agreeing import beside_sending
from content.of_sending import OfSending, asked_of_sending
from handlers.question.asking import QUESTION
from handlers.question.writing import AskStep
from handlers.talk.flow import Flow, ask_again
from handlers.talk.messages import IncomingKind
from handlers.talk.turn import Outcome, Turn

_AT = (AskStep.CONTENT, AskStep.OFFER, AskStep.KIND, AskStep.PLACE, AskStep.CONFIRM)


def asked(turn: Turn, flow: Flow[Any], memory: Any) -> Outcome | None:
    """The answer in a line or two, with the choices of the form; None for any other words."""
    if flow.name != QUESTION.name or turn.action or turn.incoming.kind is not IncomingKind.TEXT:
        return None
    if memory.step not in _AT or not memory.content or memory.calls:
        return None
    if beside_sending(turn.text) != turn.text:
        return None  # `gửi đi. bao lâu có người trả lời?`: it is sent, and says by which day
    what = asked_of_sending(turn.text)
    said_with_it = memory.step is AskStep.CONTENT and what is OfSending.READS
    if what is None or said_with_it:  # there the text itself says who gets it
        return None
    again = ask_again(turn, flow, memory)
    words = turn.words_of("question/of_sending", what=what, written=memory.content)
    *_, last = again.replies
    return replace(again, replies=(replace(last, text=words),))
