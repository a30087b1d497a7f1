"""A yes, a no, a `later` or a way out of a form, said in words of one's own: heard by examples
(`talk/answered.py`). What is told beside a yes is taken with it, what is asked beside it answered.
"""

import re
from dataclasses import replace
from typing import Any

from content.agreeing import asks_of_data
from content.conditions import Condition, condition_in
from content.families import without_whom
from content.people import is_minor, read_phone
from content.short_answers import short_answer
from content.vietnamese import fold
from handlers.answers import faq, forms
from handlers.conference import shown
from handlers.question import raising
from handlers.talk.answered import FormAnswer, YesBeside, agreed_with, answer_in
from handlers.talk.flow import (
    CHOICE,
    CONSENT_STEP,
    Flow,
    ForWhom,
    TakesAhead,
    ask_again,
    has_answers,
    heard_text,
    is_settled,
)
from handlers.talk.messages import IncomingKind
from handlers.talk.replies import cancel, told_first
from handlers.talk.turn import Outcome, Turn

_OFFER = "offer"  # where it is asked whether a text is to go
_KIND = "kind"  # ... and where it is confirmed what it is
# What a condition changes in the form, the form hears itself.
_CONDITIONS = (Condition.UNNAMED, Condition.UNSHOWN, Condition.UNCALLED)
# What is told beside a yes that no form has a line for: when to call, what to do with it.
_WISHES_MORE = re.compile(r"\b(?:goi|nhan|nhac|xoa|gui|dung xong|chi cho|chi (?:dung|phuong))\b")


def in_own_words(turn: Turn, flow: Flow[Any], memory: Any) -> Outcome | None:
    """The yes where one is asked for; None for other words, and for those that say for whom it
    is."""
    if not _is_heard(turn) or not _asks_yes(memory) or is_minor(turn.text):
        return None
    made = condition_in(turn.text)
    if made in _CONDITIONS and not (made is Condition.UNCALLED and read_phone(turn.text)):
        return None
    yes = agreed_with(turn.content.understanding, turn.text)
    of_whom = made is Condition.OTHER or without_whom(turn.text) != turn.text
    if yes and isinstance(flow, ForWhom) and of_whom:
        of = flow.for_whom(memory, turn.text)
        if of is not None and of != memory:
            return ask_again(turn, flow, of)  # the page is of somebody else now
    if yes is None or asks_of_data(yes.asked):
        return None  # it is asked what would be agreed to
    return _done(turn, flow, memory, yes)


def _asks_yes(memory: Any) -> bool:
    """Whether a yes is asked for: to a consent, to send a text, to the kind that it seems to be."""
    kind_guessed = memory.step == _KIND and getattr(memory, "guessed", "")
    return memory.step in (CONSENT_STEP, _OFFER) or bool(kind_guessed)


def _done(turn: Turn, flow: Flow[Any], memory: Any, yes: YesBeside) -> Outcome:
    said = heard_text(turn, yes.beside) if yes.beside else None
    ahead = flow.told_ahead(memory, said) if said and isinstance(flow, TakesAhead) else None
    if ahead is not None and memory.step == _OFFER:
        return ask_again(turn, flow, ahead)  # with who asks, and what they agree to
    if yes.asked:
        return and_asked(turn, flow, ahead or memory, yes.asked)
    outcome = _agreed(turn, flow, ahead or memory)
    if ahead is not None or not _WISHES_MORE.search(fold(yes.beside)):
        return outcome
    return told_first(outcome, turn.words_of("system/beside_left", text=yes.beside))


def _agreed(turn: Turn, flow: Flow[Any], memory: Any) -> Outcome:
    values = {_OFFER: raising.AT_ONCE, _KIND: getattr(memory, "guessed", "")}
    value = values.get(memory.step, "yes")
    return forms.answered(replace(turn, action=f"{CHOICE}{value}"), flow, memory)


def and_asked(turn: Turn, flow: Flow[Any], memory: Any, question: str) -> Outcome:
    """A yes with a question: the question is answered, or said to be left for later, and what the
    yes was to is done."""
    asking = replace(turn, incoming=replace(turn.incoming, text=question))
    told = shown.beside(asking, getattr(memory, "event_id", 0))
    if not told:
        beside = faq.answer_beside(asking) or turn.say("system/question_left", question=question)
        told = beside.replies
    outcome = _agreed(turn, flow, memory)
    return Outcome(outcome.conversation, (*told, *outcome.replies))


def or_not(turn: Turn, flow: Flow[Any], memory: Any) -> Outcome | None:
    """What somebody answers who does not go on now: a no to a consent, later, or out of the form.
    None for other words."""
    if not _is_heard(turn) or forms.is_written(flow, memory) or is_settled(turn):
        return None
    named = flow.takes_text(memory) and not _asks_yes(memory)
    match answer_in(turn.content.understanding, turn.text, named=named):
        case FormAnswer.NO if memory.step == CONSENT_STEP:
            return forms.answered(replace(turn, action=f"{CHOICE}no"), flow, memory)
        case FormAnswer.STOP:
            return forms.stopped(turn) if has_answers(turn) else cancel(turn)
        case FormAnswer.LATER:
            return told_first(ask_again(turn, flow, memory), turn.words_of("system/take_time"))
    return None


def _is_heard(turn: Turn) -> bool:
    """Whether the words are typed, and no short answer that every form knows."""
    typed = turn.incoming.kind is IncomingKind.TEXT and not turn.action
    return typed and short_answer(turn.text) is None
