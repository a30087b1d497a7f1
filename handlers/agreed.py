"""A yes, a no, a `later` or a way out of a form, said in words of one's own: heard by examples
(`talk/answered.py`). What is told beside a yes is taken with it, what is asked beside it answered.
"""

import re
from dataclasses import replace
from typing import Any

from content.agreeing import asks_of_data
from content.closing import only_thanks
from content.conditions import Condition, condition_in
from content.consenting import consent_in, is_wrong
from content.details import details_in
from content.families import in_name_of, without_whom
from content.lines import without_consent
from content.other_matter import tells_person
from content.parties import uses_own_number
from content.people import is_minor, read_phone
from content.reports import wants_action
from content.short_answers import short_answer
from content.special_needs import needs_in
from content.spoken import has_no_shop, is_courtesy
from content.thanks import A_SENTENCE
from content.vietnamese import fold
from handlers.answers import faq, forms
from handlers.conference import shown
from handlers.question import raising
from handlers.talk import mending
from handlers.talk.answered import (
    FormAnswer,
    YesBeside,
    agreed_with,
    answer_in,
    holds_no_consent,
)
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
from handlers.talk.told import with_figures
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
    if holds_no_consent(turn.text, memory):
        return None
    made, remark = condition_in(turn.text), consent_in(turn.text)
    if memory.step == _OFFER and (made in _CONDITIONS or remark is not None):
        return _offered(turn, flow, memory, remark or "")
    if made in _CONDITIONS and not (made is Condition.UNCALLED and read_phone(turn.text)):
        return None
    if remark is not None:
        yes: YesBeside | None = YesBeside(remark, is_remark=True)
    else:
        yes = agreed_with(turn.content.understanding, turn.text)
    told = memory.step == _OFFER and yes is not None and not (yes.is_remark or yes.asked)
    if told and yes and wants_action(yes.beside):
        return None  # `còn đèn hẻm 8 tắt nữa, ghi luôn`: more of the matter
    named = bool(in_name_of(turn.text)) or without_whom(turn.text) != turn.text
    of_whom = made is Condition.OTHER or named
    if yes and isinstance(flow, ForWhom) and of_whom:
        of = flow.for_whom(memory, turn.text)
        if of is not None and of != memory:
            return ask_again(turn, flow, of)  # the page is of somebody else now
    if yes is None or asks_of_data(yes.asked):
        return None  # it is asked what would be agreed to
    if made is Condition.OTHER and not yes.is_remark:
        return None  # whether it can be met the form says
    return _done(turn, flow, memory, yes)


def _offered(turn: Turn, flow: Flow[Any], memory: Any, remark: str) -> Outcome | None:
    """A text agreed to be sent, or sent so and not otherwise: what is told with that is taken by
    the form, and what goes nowhere is said."""
    outcome = mending.advance(turn, flow, memory)
    left = raising.left_of(remark) if outcome else ""
    if outcome is None or not left:
        return outcome
    return told_first(outcome, turn.words_of("system/beside_left", text=left))


def _asks_yes(memory: Any) -> bool:
    """Whether a yes is asked for: to a consent, to send a text, to the kind that it seems to be."""
    kind_guessed = memory.step == _KIND and getattr(memory, "guessed", "")
    return memory.step in (CONSENT_STEP, _OFFER) or bool(kind_guessed)


def _done(turn: Turn, flow: Flow[Any], memory: Any, yes: YesBeside) -> Outcome:
    of_call = bool(getattr(memory, "calls", False))  # whose text says what it is about, and when
    told = not yes.is_remark or of_call or _answers(yes.beside)
    beside = without_consent(turn.text) if of_call and yes.is_remark else yes.beside
    said = heard_text(turn, beside) if beside and told else None
    ahead = flow.told_ahead(memory, said) if said and isinstance(flow, TakesAhead) else None
    if ahead is not None and memory.step == _OFFER:
        return ask_again(turn, flow, ahead)  # with who asks, and what they agree to
    if ahead is None and is_wrong(yes.beside):
        left = turn.words_of("system/beside_left", text=yes.beside)
        return told_first(ask_again(turn, flow, memory), left)
    if yes.asked:
        return and_asked(turn, flow, ahead or memory, yes.asked)
    outcome = _agreed(turn, flow, ahead or memory)
    polite = only_thanks(yes.beside) or is_courtesy(yes.beside)
    a_remark = len(yes.beside.split()) >= A_SENTENCE and not polite
    more = a_remark if yes.is_remark else _WISHES_MORE.search(fold(yes.beside))
    if ahead is not None or not more:
        return outcome
    return told_first(outcome, turn.words_of("system/beside_left", text=yes.beside))


def _answers(beside: str) -> bool:
    """Whether a remark tells what a form asks, too: `tổ 6, không có tên tiệm`."""
    told = details_in(beside)
    if told.neighbourhood or told.people or has_no_shop(beside):
        return True
    return tells_person(beside) or uses_own_number(beside) or bool(needs_in(beside))


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
        turn = replace(turn, conversation=with_figures(turn.conversation, beside))
    outcome = _agreed(turn, flow, memory)
    return Outcome(outcome.conversation, (*told, *outcome.replies))


def or_not(turn: Turn, flow: Flow[Any], memory: Any) -> Outcome | None:
    """What somebody answers who does not go on now: a no to a consent, later, or out of the form.
    None for other words."""
    if not _is_heard(turn) or forms.is_written(flow, memory) or is_settled(turn):
        return None
    named = flow.takes_text(memory) and not _asks_yes(memory)
    match answer_in(turn.content.understanding, turn.text, named=named):
        case FormAnswer.NO if memory.step == CONSENT_STEP and not condition_in(turn.text):
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
