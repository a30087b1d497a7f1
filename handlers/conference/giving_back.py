"""A seat given back with a question beside it (`hủy luôn đi, số của tôi có bị giữ không`): the
question is answered, and the seat asked about, or given back, as ever."""

import re
from dataclasses import replace

from content.agreeing import is_question
from content.vietnamese import fold
from handlers.answers import faq
from handlers.conference import tickets
from handlers.talk.replies import told_first
from handlers.talk.turn import Outcome, Turn

_OF_WHAT_IS_KEPT = re.compile(
    r"\b(?:so|sdt|dt|dien thoai|ten|thong tin|du lieu)\b.*\b(?:giu|luu|lo|con|mat|xoa)\b"
)
_PARTS = re.compile(r"[,.;!?\n]+")


def asked_once_more(turn: Turn) -> Outcome:
    """Whether the seat is to be given back, below the answer to what is asked with it."""
    return with_answer(turn, tickets.cancel_mine(turn))


def with_answer(turn: Turn, outcome: Outcome) -> Outcome:
    """The outcome, with what is asked behind the wish answered above it."""
    _, *behind = (part.strip() for part in _PARTS.split(turn.text))
    asked = next((part for part in behind if part and is_question(part)), "")
    if not asked or turn.action:
        return outcome
    if _OF_WHAT_IS_KEPT.search(fold(asked)):
        words = turn.words_of("ticket/what_is_kept", rules=turn.content.ward.rules)
        return told_first(outcome, words)
    beside = faq.answer_beside(replace(turn, incoming=replace(turn.incoming, text=asked)))
    told = tuple(replace(one, choices=()) for one in beside.replies) if beside else ()
    return replace(outcome, replies=(*told, *outcome.replies))
