"""Answers of the assistant that fit a question, offered to whoever writes its answer: approved
ones alone, as they are today, with what they rest on. A press puts one into the draft; nothing is
sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from content.knowledge import UNSAID, Entry
from content.library import Content
from content.search import Scored
from handlers.question.canned import DraftPiece
from handlers.talk.markup import to_plain
from storage.database import Transaction
from storage.topic_notices import TopicNoticeKind

OFFERED = 3
LOOKED_AT = 12  # candidates: some are not served now


@dataclass(frozen=True, slots=True)
class Fitting:
    """One of them: by its id, as it is named, and what would be put into the draft."""

    id: str
    question: str
    piece: DraftPiece


def read(content: Content, text: str) -> Sequence[Scored]:
    """The answers nearest to what somebody asked, best first; it takes a while."""
    return content.understanding.read(text).entries[:LOOKED_AT]


def offered(tx: Transaction, content: Content, near: Sequence[Scored], day: date) -> list[Fitting]:
    """Of those the best that may be given as fact on a day."""
    found = (one(tx, content, scored.id, day) for scored in near)
    return [fitting for fitting in found if fitting is not None][:OFFERED]


def one(tx: Transaction, content: Content, entry_id: str, day: date) -> Fitting | None:
    """The answer with this id as of a day; None where it is not served then."""
    entry = content.knowledge.entries.get(entry_id)
    if entry is None or not entry.servable_on(day) or _is_paused(tx, entry, day):
        return None
    try:
        text = to_plain(content.knowledge.short(entry.id, day)).strip()
    except UNSAID:
        return None
    return Fitting(entry.id, entry.question, DraftPiece(text, _basis(entry)))


def _basis(entry: Entry) -> str:
    return "; ".join(
        f"{source.articles} {source.law.name}" if source.articles else source.law.name
        for source in entry.sources
    )


def _is_paused(tx: Transaction, entry: Entry, day: date) -> bool:
    notices = tx.topic_notices.of_topic(entry.topic, day)
    return any(notice.kind is TopicNoticeKind.PAUSE for notice in notices)
