"""A question comes in, from whom and whence ever, and its asker may add to it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from content.calendar import today
from content.codes import CodeKind, unused_code
from content.library import Content
from content.vietnamese import fold
from handlers.people.calendar import working_days
from handlers.question import moves, told_at_once
from handlers.question.moves import ADD_WORDS, ASKER
from storage.database import Transaction
from storage.event_models import Event, EventState
from storage.question_models import (
    Question,
    QuestionAbout,
    QuestionKind,
    QuestionState,
    Urgency,
)

_S = QuestionState
# How staff come by a question they enter, and the events it may have been asked at.
BY_HAND = ("paper", "phone", "floor", "office")
SENT_AGAIN = timedelta(hours=24)
_ASKED_AT = (EventState.DRAFT, EventState.OPEN, EventState.HELD)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it comes in."""

    content: str
    field: str
    source: str
    contact_id: int | None = None
    event_id: int | None = None
    asker: str = ""
    phone: str | None = None
    business: str = ""
    neighbourhood: str = ""
    public: bool = False
    office: str = ""  # chosen by the asker; "" for the one of the field
    kind: QuestionKind = QuestionKind.ASK
    urgency: Urgency = Urgency.USUAL
    about: QuestionAbout | None = None
    place: str = ""
    readers: tuple[int, ...] = ()  # confidential: the staff it is for, and nobody else


class QuestionsAlike(Exception):
    """Nothing is kept: these are the same words of the same person, and nobody said that they know
    of them."""

    def __init__(self, questions: Sequence[Question]) -> None:
        super().__init__("alike")
        self.questions = questions


def alike(tx: Transaction, asked: Asked) -> list[Question]:
    """Open questions with these very words, of whoever has this number, or none as this one."""
    said = _plain(asked.content)
    return [
        one
        for one in tx.questions.open()
        if one.phone == asked.phone and _plain(one.content) == said
    ]


def sent_before(tx: Transaction, asked: Asked, now: datetime) -> Question | None:
    """The open question this contact sent lately in these very words, with the same name and
    number: a form sent again (the way back, an answer that was lost) is no second question."""
    if asked.contact_id is None:
        return None
    said = _plain(asked.content)
    for one in tx.questions.of_contact(asked.contact_id):
        lately = timedelta() <= now - one.created_at < SENT_AGAIN
        same = (one.asker, one.phone) == (asked.asker, asked.phone)
        if lately and same and _may_be_first(one) and _plain(one.content) == said:
            return one
    return None


def _may_be_first(one: Question) -> bool:
    return one.state in (_S.RECEIVED, _S.ASSIGNED, _S.MERGED)


def _plain(text: str) -> str:
    return " ".join(fold(text).split())


def key(questions: Sequence[Question]) -> str:
    """What a form says of the questions it knows of."""
    return " ".join(one.code for one in questions)


def write_down(
    tx: Transaction, content: Content, asked: Asked, now: datetime, *, actor: str, knows: str = ""
) -> Question:
    """A question staff enter by hand, as `receive`. Raises QuestionsAlike unless the form `knows`
    (as `key`) of those that say the same."""
    there = alike(tx, asked)
    if there and knows != key(there):
        raise QuestionsAlike(there)
    return receive(tx, content, asked, now, actor=actor)


def events_asked_at(tx: Transaction) -> list[Event]:
    """Those a question from the floor may belong to."""
    return [event for event in tx.events.all() if is_asked_at(event)]


def is_asked_at(event: Event) -> bool:
    return event.state in _ASKED_AT


def receive(
    tx: Transaction,
    content: Content,
    asked: Asked,
    now: datetime,
    *,
    actor: str,
    join: Question | None = None,
    tells: bool = True,
) -> Question:
    """A question comes in: code, office by its field, due date by its kind and urgency, and staff
    are told (not `tells`: by whoever brings several). `join`: the same was asked before; both keep
    their askers and both are answered."""
    days, clock = working_days(content.ward), content.ward.clock(asked.kind, asked.urgency)
    due = days.after(today(now), clock.days)
    question = Question(
        id=tx.questions.ids.next(),
        code=unused_code(CodeKind.QUESTION, lambda code: tx.questions.by_code(code) is not None),
        content=asked.content,
        field=asked.field,
        source=asked.source,
        state=_S.MERGED if join else _S.ASSIGNED if asked.readers else _S.RECEIVED,
        merged_into=join.id if join else None,
        first_due=due,
        due=due,
        created_at=now,
        event_id=asked.event_id,
        contact_id=asked.contact_id,
        asker=asked.asker,
        phone=asked.phone,
        business=asked.business,
        neighbourhood=asked.neighbourhood,
        public=asked.public,
        office=join.office if join else asked.office or content.fields[asked.field].office,
        kind=asked.kind,
        urgency=asked.urgency,
        about=asked.about,
        place=asked.place,
        acknowledge_by=days.in_hours(now, clock.hours),
        confidential=bool(asked.readers),
        readers=asked.readers,
    )
    tx.questions.add(question)
    note = f"join {join.code}" if join else ""
    moves.record(tx, question, "receive", actor, now, note)
    if join is None and tells:
        told_at_once.tell(tx, content, question, now, but=actor)
    return question


def takes_more(question: Question) -> bool:
    """Whether its asker may still add to it by themselves: nobody has written an answer yet, and
    staff work on these very words, not on another's or on what they sent to a higher office; and
    they may be quoted."""
    return question.state in (_S.RECEIVED, _S.ASSIGNED) and not question.confidential


def add_words(tx: Transaction, question: Question, text: str, now: datetime) -> Question:
    """The asker adds to a question that `takes_more`, or says a part of it anew: both are read.
    Its dates stay. The very words once more are no more."""
    said = [_plain(part) for part in question.content.split("\n\n+ ")[1:]]
    if said and said[-1] == _plain(text):
        return question
    content = f"{question.content}\n\n+ {text}"
    more = replace(question, content=content, version=question.version + 1)
    tx.questions.save(more)
    moves.record(tx, more, ADD_WORDS, ASKER, now)
    return more
