"""What time itself brings: offers that lapse, questions that close.

Each function works in one transaction and may run as often as it likes: what was done is not done
again. `now` is aware (UTC).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta

from content.calendar import at, today
from content.library import Content
from handlers.conference import unanswered
from handlers.conference.offers import Desk, promote
from handlers.live import passing_time
from handlers.people.calendar import sending_days
from handlers.question import escalating, moves
from handlers.question.closing import close_silent
from handlers.question.hearing import SEE, tell_askers
from handlers.question.moves import Move
from handlers.question.reopening import CLOSE_AFTER, OUTCOMES
from handlers.survey import reminding
from storage.database import Transaction
from storage.event_models import Event, EventState, RegistrationState
from storage.question_models import QuestionState

STUCK = timedelta(hours=3)  # a message that waits longer is not waited for


def keep_up(tx: Transaction, content: Content, now: datetime) -> None:
    """Everything that is due now."""
    for duty in DUTIES.values():
        duty(tx, content, now)


def _open_stuck_calls(tx: Transaction, content: Content, now: datetime) -> None:
    tx.calls.open_stuck(now - STUCK, now)


def _settle_past_calls(tx: Transaction, content: Content, now: datetime) -> None:
    tx.calls.settle_past(now)


def _count_all_absent(tx: Transaction, content: Content, now: datetime) -> None:
    for event in tx.events.all():
        if event.state in (EventState.OPEN, EventState.HELD):
            _count_absent(tx, event, now)


def _lapse_offers(tx: Transaction, content: Content, now: datetime) -> None:
    for event_id in tx.registrations.events_with_overdue_offers(now):
        event = tx.events.get(event_id)
        if event is not None:
            promote(Desk(tx, content, now), event)


def _count_absent(tx: Transaction, event: Event, now: datetime) -> None:
    """The day after, whoever had a seat and did not come is marked as such."""
    if now < event.ends_at + timedelta(hours=12):
        return
    for state in (RegistrationState.CONFIRMED, RegistrationState.OFFERED):
        for absent in tx.registrations.in_state(event.id, state):
            tx.registrations.save(
                replace(absent, state=RegistrationState.NO_SHOW, offer_until=None)
            )


def _close_questions(tx: Transaction, content: Content, now: datetime) -> None:
    for question in tx.questions.to_close(now - CLOSE_AFTER):
        if question.state is QuestionState.PUBLISHED:
            tx.questions.save(replace(question, closed_at=now))  # stays published
        else:
            moves.move(tx, question, Move.CLOSE, now, staff=None, closed_at=now)
        for other in tx.questions.merged_into(question.id):
            tx.questions.save(replace(other, closed_at=now))
    patience = timedelta(days=content.ward.rules.silence_days)
    for question in tx.questions.silent_since(today(now) - patience):
        close_silent(tx, content, question, now)
    for question in tx.questions.silent_since(today(now) - patience / 2):
        stopped = question.stopped_on or today(now)
        tell_askers(
            tx,
            content,
            question,
            "question/still_missing",
            now,
            key=f"missing:{question.id}:{stopped}",
            expires=at(stopped + patience, time()),  # it is closed then
        )


def _note_progress(tx: Transaction, content: Content, now: datetime) -> None:
    """Whoever waits for an authority above the ward hears of it every few days (QĐ 574/QĐ-TTg:
    every seven)."""
    for question in tx.questions.open():
        if question.state is not QuestionState.WAITING_UPPER:
            continue
        sent_on = tx.questions.last_act(question.id, Move.FORWARD)
        if sent_on is None:
            continue
        round_ = (now - sent_on.at).days // content.ward.rules.note_every_days
        if round_ > 0 and sending_days(content.ward).sending_time(now) <= now:
            key = f"progress:{sent_on.id}:{round_}"
            every = timedelta(days=content.ward.rules.note_every_days)
            tell_askers(
                tx,
                content,
                question,
                "question/progress",
                now,
                key=key,
                expires=sent_on.at + every * (round_ + 1),  # the next one says the same
            )


def _ask_again(tx: Transaction, content: Content, now: datetime) -> None:
    """Whoever was promised work is asked once what became of it."""
    if sending_days(content.ward).sending_time(now) > now:
        return
    for question in tx.questions.to_ask_again(today(now)):
        asked = replace(
            question, ask_again_on=None, asked_again_on=today(now), version=question.version + 1
        )
        tx.questions.save(asked)
        if question.outcome is not None:
            continue
        moves.record(tx, asked, moves.ASK_AGAIN, "system", now)
        tell_askers(
            tx,
            content,
            asked,
            "question/ask_again",
            now,
            key=f"ask_again:{question.id}:{today(now)}",
            choices=lambda asker: (*OUTCOMES, *SEE),
        )


def _write_search_words(tx: Transaction, content: Content, now: datetime) -> None:
    """Of what was there before staff could search for it."""
    tx.search.write_owed()


# What is due at every heartbeat, each a transaction of its own there.
DUTIES: Mapping[str, Callable[[Transaction, Content, datetime], None]] = {
    "offers": _lapse_offers,
    "calls": _open_stuck_calls,
    "past calls": _settle_past_calls,
    "answered invitations": unanswered.drop_answered,
    "absent": _count_all_absent,
    "silent questions": _close_questions,
    "progress": _note_progress,
    "escalation": escalating.escalate,
    "asked again": _ask_again,
    "search": _write_search_words,
    "talks": passing_time.keep,
    "surveys": reminding.remind,
}
# Nobody takes these back: they wait while the clock is doubted (`Times.is_doubted`).
FOR_GOOD = ("past calls", "answered invitations", "absent", "silent questions", "talks")
