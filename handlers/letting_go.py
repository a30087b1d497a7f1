"""A form that only asks for more after its matter is done: whatever is no answer to it closes it
without a word of anything unsent, and is answered as if nothing were open."""

import re
from collections.abc import Callable
from typing import Any

from content.closing import only_thanks, thanks_and_leaves
from content.other_matter import is_question, tells_money, thanks_first
from content.sharing import link_wanted
from content.short_answers import refuses, says_no, skips
from content.vietnamese import fold
from content.wants_person import wanted_in
from handlers.answers.faq import fixed
from handlers.places import PLACES
from handlers.question import raising
from handlers.talk import wishes
from handlers.talk.flow import SETTLED, SURE, Flow, heard, leave
from handlers.talk.messages import IncomingKind
from handlers.talk.replies import cancel
from handlers.talk.turn import Outcome, Turn

_OF_SEAT = ("fewer", "register_party", "not_coming", "instead", "party")  # the form hears them
Answer = Callable[[Turn], Outcome]


_GIVES_BACK = re.compile(r"\bhuy (?:cho|giup|di|luon|ve|dang ky|ho|dum)\b")
_DOUBTED = 6  # words that may be an answer, and rather are none


_FEW_BESIDE = 8  # words of a thank you that says no more


def let_go(turn: Turn, flow: Flow[Any], memory: Any, answer: Answer) -> Outcome | None:
    """The answer to what is nothing of the form's; None for what may be an answer to it."""
    if (
        not getattr(memory, SETTLED, False)
        or turn.action
        or turn.incoming.kind is not IncomingKind.TEXT
    ):
        return None
    text = turn.text
    ends = skips(text) or refuses(text) or (says_no(text) and not _takes_no(flow, memory))
    if ends:
        return cancel(turn)
    wish = wishes.wish_in(text)
    if _GIVES_BACK.search(fold(text)) and wish in ("", "cancel_ticket"):
        return PLACES["cancel_ticket"](leave(turn))
    if wish in _OF_SEAT and flow.advance(memory, heard(turn)) is not None:
        return None
    thanks, asks = thanks_first(text), is_question(text)
    if thanks and not (asks or wish) and len(text.split()) <= _FEW_BESIDE:  # `tks ad nha iu iu`
        return fixed(leave(turn).keeping(asked=None, entry=None), "thanks")
    if link_wanted(text) is not None or raising.said(turn) is not None:
        return answer(leave(turn))  # a lamp that is out is no shop
    if thanks_and_leaves(text) and not wish:
        return fixed(leave(turn).keeping(asked=None, entry=None), "thanks")
    elsewhere = thanks or asks or only_thanks(text) or wanted_in(text)
    if elsewhere or wish or tells_money(text):
        return answer(leave(turn))
    following = flow.advance(memory, heard(turn)) if len(text.split()) >= _DOUBTED else None
    doubted = following is not None and following.step == SURE
    return answer(leave(turn)) if doubted else None


def _takes_no(flow: Flow[Any], memory: Any) -> bool:
    return any(value in ("no", "none") for _, value in flow.choices(memory))
