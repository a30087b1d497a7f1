"""The form that stepped aside for another matter, gone on with by what is said for it: a yes to its
consent, who it is for, who asks, more of a text for the ward, that it is to go, or `quay lại đơn
kia`."""

import re
from dataclasses import replace
from typing import Any

import orjson

from content.agreeing import agreed_in
from content.consenting import speaks_of_consent
from content.goes_back import adds_to_text, goes_back_to_it, without_it
from content.other_matter import is_question, tells_money, tells_person
from content.people import read_phone
from content.short_answers import holds_back
from content.spoken import adds_to_it
from content.takings.tokens import tells_figures
from content.vietnamese import fold
from content.wants_person import wanted_in
from handlers.answers import forms
from handlers.conference import party_talk
from handlers.conference.register_answers import RegisterAnswers
from handlers.places import FLOWS
from handlers.question import of_sending
from handlers.question.asking import QUESTION
from handlers.question.writing import may_go
from handlers.talk import wishes
from handlers.talk.answered import holds_no_consent
from handlers.talk.flow import (
    CONSENT_STEP,
    STEPPED,
    Flow,
    TakesAhead,
    ask_again,
    heard,
    is_aside,
)
from handlers.talk.messages import IncomingKind
from handlers.talk.turn import Outcome, Turn

# With nothing open a bare yes may be to anything else.
_ORDERS_IT = re.compile(r"\b(?:ghi|dang ky|dang ki|dky|lam|dien|giu cho)(?: \w+)? (?:di|luon)\b")
_COMES_AFTER_ALL = re.compile(r"\bcho (?:\w+ )?(?:vo|vao) lai\b|\bghi lai\b.*\bnhu cu\b")
_OF_ONESELF = 16  # words


def said(turn: Turn) -> Outcome | None:
    """The form, with what was told for it; None for words of anything else."""
    if (
        turn.action
        or turn.incoming.kind is not IncomingKind.TEXT
        or not is_aside(turn.conversation)
    ):
        return None
    *others, form = turn.conversation.waiting
    saved = orjson.loads(form)
    flow = FLOWS.get(saved["name"])
    if flow is None or saved["version"] != flow.version:
        return None
    memory = flow.restore(saved["memory"])
    opened = {name: value for name, value in saved.items() if name != STEPPED}
    back = turn.keeping(flow=orjson.dumps(opened).decode(), waiting=tuple(others))
    if goes_back_to_it(turn.text):
        rest = without_it(turn.text)
        told = replace(back, incoming=replace(back.incoming, text=rest))
        if isinstance(flow, TakesAhead) and tells_person(rest):
            memory = flow.told_ahead(memory, heard(told)) or memory
        return ask_again(told, flow, memory)
    if flow.name == QUESTION.name and memory.step != CONSENT_STEP:
        return _of_question(back, flow, memory)
    return _at_consent(back, flow, memory) if memory.step == CONSENT_STEP else None


def _at_consent(back: Turn, flow: Flow[Any], memory: Any) -> Outcome | None:
    """Where it is agreed to after all, or who it is for is told."""
    if of_party := party_talk.in_form(back, flow, memory):
        return of_party  # who comes, put right or asked for
    if is_question(back.text) or holds_no_consent(back.text, memory):
        return None
    if _COMES_AFTER_ALL.search(fold(back.text)) and not tells_figures(back.text):
        return ask_again(back, flow, memory)
    clear = speaks_of_consent(back.text) or _ORDERS_IT.search(fold(back.text))
    agrees = bool(agreed_in(back.text)) and bool(clear)
    ahead = flow.told_ahead(memory, heard(back)) if isinstance(flow, TakesAhead) else None
    told = ahead is not None and (tells_person(back.text) or _is_put_right(memory, ahead))
    return forms.answered(back, flow, memory) if agrees or told else None


def _of_question(back: Turn, flow: Flow[Any], memory: Any) -> Outcome | None:
    """A text for the ward that is not sent: who asks, that it goes, more of it, or what is asked of
    the sending."""
    text = back.text
    if not memory.content:
        return None
    if about := of_sending.asked(back, flow, memory):
        return about
    if is_question(text) or wanted_in(text) or holds_back(text):
        return None
    person = bool(read_phone(text)) and tells_person(text) and not tells_money(text)
    person = person and len(text.split()) <= _OF_ONESELF and not _of_seat(text)
    if person or may_go(text) or adds_to_it(text) or adds_to_text(text):
        return forms.answered(back, flow, memory)
    return None


def _of_seat(text: str) -> bool:
    return wishes.wish_in(text).startswith("register")


def _is_put_right(memory: Any, ahead: Any) -> bool:
    """Whether what is told changes who was told before to come, or their number."""
    if not isinstance(memory, RegisterAnswers):
        return False
    was, now = memory.ahead, ahead.ahead
    same = all(was.get(line, "") == now.get(line, "") for line in ("phone", "companions"))
    return not same or ahead.needs != memory.needs
