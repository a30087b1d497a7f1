"""Somebody gives up what he is about, in his own words: out of the form, or what there is to give
back is asked about; nothing new is begun, and nothing of it is written into a question."""

import re
from dataclasses import replace
from typing import Any

from content.calls_off import (
    asks_of_erasing,
    drops,
    given_up,
    gives_up,
    no_question,
    speaks_of_before,
)
from content.complaints import is_complaint
from content.short_answers import ShortAnswer, holds_back, short_answer, stops_writing
from content.spoken import is_busy, stays_unnamed
from content.takings.tokens import tells_sums
from content.vietnamese import fold, tidy
from handlers import orders
from handlers.answers import faq, figures, forms
from handlers.conference import shown, tickets
from handlers.own_data import asked as own_asked
from handlers.own_data import privacy
from handlers.places import PLACES
from handlers.question.writing import FIELD_STEPS
from handlers.talk import wishes
from handlers.talk.flow import Flow, leave, put_aside
from handlers.talk.messages import IncomingKind
from handlers.talk.replies import cancel, told_first
from handlers.talk.told import lines_in
from handlers.talk.turn import Outcome, Turn

_ASKS = ("question", "add_words", "my_questions")
_OF_TEXT = re.compile(r"\b(?:cau hoi|phan anh|kien nghi|gop y|loi nhan|dong y)\b")
_LAST_LOOK = "confirm"  # at a text: more of it may still be said


def in_form(turn: Turn, flow: Flow[Any], memory: Any) -> Outcome | None:
    """The form is left where the words give it up; what else they wish is done. None for words
    that do neither, and for what may be a part of a text that is written."""
    if turn.action or stays_unnamed(turn.text):
        return None
    if memory.step in FIELD_STEPS and is_complaint(turn.text):
        return faq.denounced(leave(turn))
    meant = no_question(turn.text)
    if meant and (wish := wishes.wish_in(meant)) in PLACES and wish not in _ASKS:
        return PLACES[wish](_saying(put_aside(turn), meant))
    written = forms.is_written(flow, memory) or memory.step == _LAST_LOOK
    if short_answer(turn.text) not in (None, ShortAnswer.STOP):
        return None  # the form hears it
    if not written and asks_of_erasing(turn.text):
        return privacy.asked_of_erasing(put_aside(turn))
    registers = flow.name == shown.REGISTER.name
    if registers and speaks_of_before(turn.text) and tickets.living(turn):
        return tickets.cancel_mine(leave(turn))
    rest = given_up(turn.text)
    wish = wishes.wish_in(rest) if rest else ""
    if rest is None or (written and (_is_heard_there(turn.text) or (rest and wish not in PLACES))):
        return None
    if wishes.wish_in(turn.text) == "erase":
        return None
    left = cancel(turn) if written else forms.stopped(turn)
    if wish not in PLACES:
        return left
    wished = PLACES[wish](_saying(replace(turn, conversation=left.conversation), rest))
    return told_first(wished, left.replies[0].text)


def to_be_forgotten(turn: Turn) -> Outcome | None:
    """The figures, or everything, where it is said that they are to go, in words that also give
    something up: `đổi ý, xóa hết luôn`."""
    typed = turn.incoming.kind is IncomingKind.TEXT and not turn.action
    if turn.conversation.flow or not typed:
        return None
    if forgotten := figures.asked_to_forget(turn):
        return forgotten
    return privacy.act(turn, "erase") if wishes.wish_in(turn.text) == "erase" else None


def _is_heard_there(text: str) -> bool:
    """Whether a text that is being written has its own way with it: `mà thôi`, `ừ rút`."""
    return stops_writing(text) or holds_back(text)


def with_nothing_open(turn: Turn) -> Outcome | None:
    """What was registered or asked is offered to be given back; else that nothing was begun."""
    if turn.action or wishes.wish_in(turn.text) == "erase":
        return None
    if lines_in(turn.conversation) and tells_sums(tidy(turn.text)):
        return None  # `à mà khoan, 2 triệu rưỡi là bữa đông`: a sum is put right
    if asks_of_erasing(turn.text):
        return privacy.asked_of_erasing(turn)
    if told := own_asked.answered(turn):
        return told
    of_text = wishes.wish_in(turn.text) in _ASKS or _OF_TEXT.search(fold(turn.text))
    if speaks_of_before(turn.text) and tickets.living(turn) and not of_text:
        return tickets.cancel_mine(turn)
    rest = given_up(turn.text)
    if rest is None:
        idle = gives_up(turn.text) and not turn.conversation.danger
        return _let_go(turn) if idle and not wishes.wish_in(turn.text) else None
    if rest:
        wish = wishes.wish_in(rest)
        of_seat = wishes.wish_in(turn.text) == "cancel_ticket"
        return None if of_seat or wish not in PLACES else PLACES[wish](_saying(turn, rest))
    offered = orders.offered(turn) if drops(turn.text) else None
    if offered is None and wishes.wish_in(turn.text) == "my_questions":
        return PLACES["my_questions"](turn)
    return offered or _let_go(turn)


def _let_go(turn: Turn) -> Outcome:
    """`thôi không hỏi nữa`: a form that waits is dropped; else they only end the talk."""
    if tickets.living(turn) and (is_busy(turn.text) or "huy" in fold(turn.text).split()):
        return tickets.cancel_mine(turn)
    leaves = not turn.conversation.waiting and faq.is_smalltalk(turn)
    return faq.answer_text(turn) if leaves else cancel(turn)


def _saying(turn: Turn, text: str) -> Turn:
    return replace(turn, incoming=replace(turn.incoming, text=text))
