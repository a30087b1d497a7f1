"""Thanks, leaves, and that it is to wait, said while a form stands open: met in one line that says
what is not sent yet. Nothing is written of them, and nothing is asked for once more."""

import re
from dataclasses import asdict, replace
from typing import Any

from content.agreeing import agreed_in, sends
from content.closing import only_thanks, thanks_and_leaves
from content.consenting import consents, speaks_of_consent
from content.holding_on import holds_on
from content.other_matter import is_question, tells_person, thanks_first
from content.petitions import is_for_the_ward
from content.reports import wants_action
from content.short_answers import ends_writing, holds_back, short_answer, stops_writing, waits
from content.vietnamese import bare_words
from handlers.answers import forms
from handlers.question.asking import QUESTION
from handlers.question.writing import LAST_LOOKS, AskStep
from handlers.talk import wishes
from handlers.talk.flow import CONSENT_STEP, Flow, ask_again, heard, is_settled
from handlers.talk.messages import IncomingKind
from handlers.talk.replies import unsent
from handlers.talk.turn import Outcome, Turn

# Where a name is asked for, or a step takes what may read like thanks.
_NAMED = ("name", "business", "neighbourhood", "sure", "phone", "helper")
_SAYS_MORE = (short_answer, agreed_in, sends, consents, ends_writing, stops_writing, holds_back)
_PRAISES = re.compile(r"\b(?:ro rang|de hieu|tra loi (?:nhanh|hay|ro))\b.*\b(?:lam|qua|ghe|that)\b")


def in_form(turn: Turn, flow: Flow[Any], memory: Any) -> Outcome | None:
    """One line, and the form as it stood with its choices; None for whatever says more."""
    if turn.action or turn.incoming.kind is not IncomingKind.TEXT or is_settled(turn):
        return None
    if memory.step in _NAMED:
        return None
    of_text = flow.name == QUESTION.name and memory.step in (AskStep.CONTENT, *LAST_LOOKS)
    if holds_on(turn.text) and not of_text:
        words = turn.words_of("system/take_time")
    elif _is_polite(turn, consent=memory.step == CONSENT_STEP) and not _ends(turn, flow, memory):
        words = unsent(turn, flow.name, asdict(memory), waits=False)
    else:
        return None
    asked = ask_again(turn, flow, memory)
    *_, last = asked.replies
    return replace(asked, replies=(replace(last, text=words),))


def _is_polite(turn: Turn, *, consent: bool) -> bool:
    text = turn.text
    praises = consent and _PRAISES.search(bare_words(text)) and not speaks_of_consent(text)
    if praises and not is_question(text):
        return True  # `ok bạn, rõ ràng dễ hiểu lắm` agrees to nothing
    if any(one(text) for one in _SAYS_MORE) or waits(text) or wishes.wish_in(text):
        return False
    if is_question(text) or tells_person(text) or wants_action(text):
        return False
    if only_thanks(text):
        return True
    if forms.takes_leave(text) or not (thanks_first(text) or thanks_and_leaves(text)):
        return False
    return not is_for_the_ward(turn.content.understanding.petitions(text))


def _ends(turn: Turn, flow: Flow[Any], memory: Any) -> bool:
    """Whether the form hears that a text is whole, or is none of its writer's any more."""
    if flow.name != QUESTION.name or memory.step is not AskStep.CONTENT:
        return False
    following = flow.advance(memory, heard(turn)) if memory.content else None
    return following is None or following.step is not AskStep.CONTENT
