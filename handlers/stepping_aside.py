"""Another matter while a form stands open: it is answered, and the form steps aside, kept as it is,
until it is agreed to or gone on with. Nothing of the other matter is written into it."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import orjson

from content.agreeing import asks_of_data
from content.complaints import is_complaint
from content.conditions import Condition, condition_in
from content.consenting import speaks_of_consent
from content.goes_back import adds_to_text
from content.lines import without_consent
from content.other_matter import (
    is_other_matter,
    is_question,
    tells_money,
    tells_person,
    thanks_first,
)
from content.people import is_minor, read_phones, tells_age, whole_number
from content.petitions import place_in
from content.reports import wants_action
from content.spoken import asks_why
from content.takings.tokens import tells_figures
from content.vietnamese import bare_words
from content.wants_person import wanted_in
from handlers.answers import faq, takings, verdict
from handlers.question import raising
from handlers.question.asking import QUESTION
from handlers.question.writing import FIELD_STEPS, AskStep
from handlers.talk import wishes
from handlers.talk.flow import (
    CONSENT_STEP,
    FORMS_KEPT,
    MOST_WAITING,
    STEPPED,
    Flow,
    TakesAhead,
    after_aside,
    ask_again,
    has_answers,
    heard,
    heard_text,
    leave,
    read_told,
)
from handlers.talk.messages import IncomingKind
from handlers.talk.told import lines_in, with_figures
from handlers.talk.turn import PATIENCE, Outcome, Turn
from handlers.tools.menu import TAX, TOOLS

Answer = Callable[[Turn], Outcome]
_ONLY_CHOICES = (AskStep.SIMILAR, AskStep.JOIN, *FIELD_STEPS)
_NAMED = ("name", "business", "neighbourhood", "phone")
_AWAY = ("erase", "withdraw", "take_back", "my_ticket")  # no text asks for these


def another(turn: Turn, flow: Flow[Any], memory: Any, answer: Answer) -> Outcome | None:
    """The answer to another matter; None for words that may be the form's."""
    if turn.action or turn.incoming.kind is not IncomingKind.TEXT:
        return None
    if _is_of_other_text(turn, flow, memory):
        return aside(turn, flow, memory, answer)
    if _is_of_no_tool(turn, flow, memory):
        return aside(turn, flow, memory, answer)
    if _is_of_empty_tool(turn, flow, memory):
        return answer(leave(turn))
    if not _is_beside(turn, flow, memory):
        return None
    before = _asides(turn)
    beside = faq.answer_beside(turn) if before == 0 else None
    if beside is not None:
        held = replace(turn, conversation=with_figures(turn.conversation, beside))
        again = after_aside(turn, beside.replies, ask_again(held, flow, memory), memory.step)
        return _counted(again, before + 1)
    return aside(turn, flow, memory, answer)


_A_STORY = 6  # words: fewer may be an answer that was not understood
_A_TALE = 12


def _is_of_no_tool(turn: Turn, flow: Flow[Any], memory: Any) -> bool:
    """Whether, in a tool that asks a few things, a question or a matter for the ward is told that
    is none of its answers and has none beside it: the tool is not what is wanted now."""
    if flow.name not in TOOLS or len(turn.text.split()) < _A_STORY:
        return False
    if flow.advance(memory, heard(turn)) is not None or faq.answer_beside(turn) is not None:
        return False
    tale = len(turn.text.split()) >= _A_TALE and not tells_money(turn.text)
    return tale or is_question(turn.text) or raising.said(turn) is not None


def _is_of_empty_tool(turn: Turn, flow: Flow[Any], memory: Any) -> bool:
    """Whether takings are told in sentences where a tool holds nothing yet and asks for something
    else: they are read as they are without it."""
    if flow.name != TAX.name or has_answers(turn) or not takings.tells(turn, turn.text):
        return False
    return flow.advance(memory, heard(turn)) is None


def _is_beside(turn: Turn, flow: Flow[Any], memory: Any) -> bool:
    """Whether a line is no answer where a yes or a choice is asked for."""
    text = turn.text
    if memory.step in _NAMED and takings.tells(turn, text):
        return True
    of_question = flow.name == QUESTION.name and memory.step in _ONLY_CHOICES
    if not (memory.step == CONSENT_STEP or of_question) or not is_other_matter(text):
        return False
    if wishes.wish_in(text) or is_minor(text) or tells_age(text):
        return False
    if asks_why(text) or asks_of_data(text):
        return False
    made = condition_in(text)
    if made is not None and made is not Condition.OTHER:
        return False
    if made is Condition.OTHER and speaks_of_consent(text):
        return False
    rest = without_consent(text)
    if (
        rest != text
        and not is_question(text)
        and isinstance(flow, TakesAhead)
        and flow.told_ahead(memory, heard_text(turn, rest)) is not None
    ):
        return False
    ahead = flow.told_ahead(memory, heard(turn)) if isinstance(flow, TakesAhead) else None
    told = ahead is not None and tells_person(text) and not text.rstrip().endswith("?")
    told = told or bool(whole_number(getattr(memory, "opening", ""), text))
    if told:
        return False
    if is_question(text) or (tells_money(text) and not tells_person(text)):
        return True
    return ahead is None and not of_question


def _is_of_other_text(turn: Turn, flow: Flow[Any], memory: Any) -> bool:
    """Whether takings or a question about tax are told while a complaint of the street is
    written."""
    of_tax = not verdict.TAX_WORDS.isdisjoint(bare_words(turn.text).split())
    if flow.name == QUESTION.name and memory.step == AskStep.WHOLE:
        return bool(wanted_in(turn.text)) or (of_tax and is_question(turn.text))
    written = memory.step in (AskStep.CONTENT, AskStep.OFFER)
    if flow.name != QUESTION.name or not written or not memory.content:
        return False
    if wishes.wish_in(turn.text) in _AWAY:
        return True
    offered = (
        memory.step == AskStep.OFFER
        or memory.earlier
        or wants_action(memory.content.split("\n")[0])
    )
    if not offered or wants_action(turn.text) or is_complaint(turn.text):
        return False
    if wanted_in(turn.text) or thanks_first(turn.text):
        return False
    if (read_phones(turn.text) and tells_person(turn.text)) or adds_to_text(turn.text):
        return False
    if memory.step == AskStep.OFFER and _goes_elsewhere(turn):
        return True
    told = bool(read_told(turn, turn.text).shares) and tells_money(turn.text)
    told = told and not place_in(turn.text)
    return told or (of_tax and is_question(turn.text))


def _goes_elsewhere(turn: Turn) -> bool:
    """Whether, where a remark was offered to be sent and nobody said that it is to be, something
    else is said: takings, a question that has its answer, thanks, a word to somebody else."""
    plain = bare_words(turn.text)
    if is_question(turn.text):
        return faq.is_sure(turn) or not verdict.TAX_WORDS.isdisjoint(plain.split())
    figures = bool(lines_in(turn.conversation)) and tells_figures(turn.text)
    return figures or takings.tells(turn, turn.text) or bool(_TO_NOBODY.search(plain))


_TO_NOBODY = re.compile(
    r"^(?:a |o |da |oi )*xin loi\b|\b(?:noi|nhan|go) (?:voi|cho|nham|lon)(?: \w+){0,2}"
    r" (?:con nho|con|thang|vo|chong|khach)\b"
    r"|^(?:(?:o|u|a|thoi|da|ok) )+.*\b(?:cam on|cam ta|tks|thank)"
)


def aside(turn: Turn, flow: Flow[Any], memory: Any, answer: Answer) -> Outcome:
    """The answer as if nothing were open, and one line that the form is kept."""
    kept = has_answers(turn) or flow.name not in TOOLS
    if about := faq.of_form(turn, flow.name):
        turn = turn.keeping(about=about.id)
    outcome = answer(step_aside(turn) if kept else leave(turn))
    if not kept:
        return outcome
    if outcome.conversation.flow or not outcome.replies:
        return outcome
    *before, last = outcome.replies
    waits = turn.words_of("system/form_waits").strip()
    note = turn.words_of("system/steps_aside", form=flow.name, consent=memory.step == CONSENT_STEP)
    body = last.text.replace(waits, "").rstrip()
    return replace(outcome, replies=(*before, replace(last, text=f"{body}\n\n{note.strip()}")))


def step_aside(turn: Turn) -> Turn:
    """The open form waits as it stands, also where nothing is answered in it yet."""
    saved = orjson.loads(turn.conversation.flow or "{}") | {STEPPED: True}
    waiting = (*turn.conversation.waiting, orjson.dumps(saved).decode())[-MOST_WAITING:]
    return turn.keeping(
        flow=None,
        waiting=waiting,
        expires_at=turn.now + PATIENCE,
        forms_until=turn.now + FORMS_KEPT,
    )


def _asides(turn: Turn) -> int:
    return int(orjson.loads(turn.conversation.flow or "{}").get("asides", 0))


def _counted(outcome: Outcome, many: int) -> Outcome:
    if outcome.conversation.flow is None:
        return outcome
    saved = orjson.loads(outcome.conversation.flow) | {"asides": many}
    return replace(
        outcome, conversation=replace(outcome.conversation, flow=orjson.dumps(saved).decode())
    )
