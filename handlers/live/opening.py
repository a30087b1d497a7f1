"""Somebody wants a person: a talk is opened and staff are told, or, outside hours, it becomes a
question with a code at once. What the owner reads is what happens."""

import re
from dataclasses import replace

from content.call_me import wants_call
from content.chatter import Chatter, chatter_in
from content.fields import guess_field
from content.redaction import redact
from content.vietnamese import bare_words
from content.wants_person import PersonWanted, wanted_in
from handlers.answers import start, urgent
from handlers.live import casing, confiding, on_duty, talks, telling_staff
from handlers.question.asking import ask_ward
from handlers.talk.messages import IncomingKind
from handlers.talk.replies import told_first
from handlers.talk.turn import Outcome, Turn
from storage.handoff_models import (
    Handoff,
    HandoffLine,
    HandoffResult,
    HandoffState,
    HandoffWhy,
    LineSide,
)
from storage.question_models import Question

MISSES = 3  # so often not understood in a row, and a person is offered
_BARE = 5  # words: a wish of so few says nothing of the matter


def wish(turn: Turn) -> Outcome:
    """Somebody to talk to, now. Where nobody of the staff can be told of it, how to reach them."""
    if turn.incoming.group is not None or not on_duty.is_on(turn.tx, turn.now):
        return start.staff(turn)
    return _wished(turn)


def asked_how(turn: Turn) -> Outcome:
    """Words that want a person, or only how and when one is reached: that is told, with the offer
    to have somebody come here."""
    if wanted_in(turn.text) is not None:
        return wish(turn)
    outcome = start.staff(turn)
    if not on_duty.is_on(turn.tx, turn.now) or not on_duty.office(turn.content, turn.now).is_open:
        return outcome
    offered = [turn.choice("talk_now", "staff"), turn.choice("leave_question", "ask_ward")]
    return turn.reply(outcome.replies[-1].text, offered, turn.menu_choice())


def heard(turn: Turn) -> Outcome | None:
    """The wish for a person in free words; None for any other: to be called, which is written down
    with the number, or a greeting (`có ai ở đó không vậy`)."""
    if turn.incoming.kind is not IncomingKind.TEXT or turn.incoming.group is not None:
        return None
    if wanted_in(turn.text) is None or wants_call(turn.text):
        return None
    return None if chatter_in(turn.text) is Chatter.HELLO else wish(turn)


def after_misses(turn: Turn, outcome: Outcome) -> Outcome:
    """Whoever was not understood three times in a row is told that a person can come now."""
    if outcome.conversation.misses < MISSES or not outcome.replies:
        return outcome
    if turn.incoming.group is not None or not on_duty.is_on(turn.tx, turn.now):
        return outcome
    if not on_duty.office(turn.content, turn.now).is_open:
        return outcome
    return told_first(outcome, turn.words_of("live/missed"))


def _wished(turn: Turn) -> Outcome:
    open_ = turn.tx.handoffs.open_of(turn.contact.id)
    if open_ is not None:
        return turn.say("live/already", held=open_.state is HandoffState.HELD)
    wanted = wanted_in(turn.text) or PersonWanted()
    matter = _matter(turn)
    if first_who := confiding.before_a_talk(turn, matter):
        return first_who
    subject = wanted.subject or (guess_field(matter, turn.content.fields) if matter else "")
    field = turn.content.fields.get(subject)
    office = field.office if field is not None else turn.content.ward.front_office.id
    talk = Handoff(
        turn.tx.handoffs.ids.next(), turn.contact.id, HandoffState.WAITING, _why(turn),
        subject if field is not None else "", office, turn.now,
    )  # fmt: skip
    now = on_duty.office(turn.content, turn.now)
    if not now.is_open and not matter:
        closed = turn.words_of("live/closed", opens=now, known=on_duty.knows_hours(turn.content))
        asked = replace(turn, incoming=replace(turn.incoming, text=""), action="")
        return told_first(ask_ward(asked), closed)
    turn.tx.handoffs.open(talk)
    talks.happened(turn.tx, talk, "opened", turn.now)
    if matter:
        _keep(turn, talk, matter)
    if not now.is_open:
        return _as_case(turn, talk, HandoffResult.CLOSED)
    told = telling_staff.tell_next(
        turn.tx, turn.content, talk, turn.now, everybody=talk.why is HandoffWhy.DISTRESS
    )
    if not told:
        return _as_case(turn, talk, HandoffResult.NOBODY)
    fresh = turn.keeping(asked=None, entry=None, misses=0, choices=())
    told_of = dict.fromkeys(talks.office_name(turn.content, one.office) for one in told)
    outcome = fresh.say("live/opened", offices=list(told_of), matter=matter)
    return urgent.with_whom_to_call(turn, outcome) if urgent.is_on(turn) else outcome


def _as_case(turn: Turn, talk: Handoff, result: HandoffResult) -> Outcome:
    """Nobody can come: the question it becomes, at once."""
    question = casing.make(turn.tx, turn.content, talk, result, turn.now)
    assert question is not None  # it was opened in this turn  # noqa: S101
    return case_said(turn, question, result)


def case_said(turn: Turn, question: Question, result: HandoffResult) -> Outcome:
    """What its owner reads of the question a talk became."""
    return turn.keeping(asked=None, entry=None, misses=0).say(
        "live/case",
        [turn.choice("see_question", f"question:{question.id}")],
        turn.menu_choice(),
        question=question,
        said=casing.says_something(turn.content, question),
        office=talks.office_name(turn.content, question.office),
        result=result,
        opens=on_duty.office(turn.content, turn.now),
        known=on_duty.knows_hours(turn.content),
    )


def _why(turn: Turn) -> HandoffWhy:
    if urgent.is_on(turn):
        return HandoffWhy.DISTRESS
    missed = turn.conversation.misses >= MISSES
    return HandoffWhy.MISUNDERSTOOD if missed else HandoffWhy.ASKED


def _matter(turn: Turn) -> str:
    """What it is about, as far as it was said: in the wish itself, or asked just before."""
    said = turn.text.strip() if turn.incoming.kind is IncomingKind.TEXT and not turn.action else ""
    told = said if len(bare_words(said).split()) > _BARE and not said.startswith("/") else ""
    wanted = wanted_in(told) if told else None
    if wanted is not None and not wanted.says_more:
        told = ""
    before = turn.conversation.asked or ""
    return "\n".join(part for part in (before, redact(told)) if part)


def _keep(turn: Turn, talk: Handoff, text: str) -> None:
    number = turn.tx.handoffs.ids.next()
    came = turn.incoming
    turn.tx.handoffs.add_line(
        HandoffLine(
            number, talk.id, turn.contact.id, turn.now, LineSide.OWNER, text,
            channel=came.channel, external_id=came.external_id,
        )
    )  # fmt: skip


# What names nothing but the wish to have the assistant back.
_DONE = re.compile(
    r"/?(?:thoi|thoi nhe|thoi a|thoi khoi|huy|khong can nua|thoi khong can nua|ket thuc"
    r"|gap tro ly|noi chuyen voi tro ly|quay lai tro ly|tro ly)"
)


def ends_it(text: str) -> bool:
    """Whether the owner of a talk has enough of it: `thôi`, `gặp trợ lý`."""
    return _DONE.fullmatch(bare_words(text)) is not None
