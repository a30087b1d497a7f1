"""The ward's work in figures: what was asked and how fast it was answered, what people ask the
assistant, who registers, who was reached. Counts only; nobody is named.

A question is on time when it was answered on the day first promised or before (as everywhere: an
extension makes no late answer early).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from content.calendar import local
from content.library import Content
from content.news import month_name, month_of
from content.vietnamese import order_key
from handlers.broadcast import reach
from handlers.broadcast.reach import period
from handlers.talk.messages import Policies
from storage.database import Transaction
from storage.event_models import Event, EventState
from storage.question_models import Question, QuestionState

MONTHS = 12
REACHED_MONTHS = 6
TOPIC_DAYS = 90
REACH_GOAL = 80  # percent of businesses told, as the plans of the wards demand
_NOT_ASKED = (QuestionState.WITHDRAWN, QuestionState.REDIRECTED)


@dataclass(frozen=True, slots=True)
class MonthOfQuestions:
    """`due`: whose first promised day was in this month, as far as it is over or they are answered;
    `on_time`: of these; `days`: the median from asking to the answer, of what was answered."""

    name: str
    short: str  # 11/26
    asked: int
    due: int
    on_time: int
    days: float | None

    @property
    def percent(self) -> float | None:
        return 100 * self.on_time / self.due if self.due else None


@dataclass(frozen=True, slots=True)
class Enrolment:
    """How many had registered so many days before an event: (days before, registrations so far),
    in the order of time."""

    title: str
    points: Sequence[tuple[int, int]]

    @property
    def total(self) -> int:
        return self.points[-1][1] if self.points else 0


@dataclass(frozen=True, slots=True)
class Overview:
    months: Sequence[MonthOfQuestions]
    fields: Sequence[tuple[str, int]]  # by their names, the most asked first
    stars: Mapping[int, int]  # 5 to 1
    topics: Sequence[tuple[str, int]]  # answers shown in the last weeks
    enrolments: Sequence[Enrolment]  # the next event, the one before it
    reached: Sequence[tuple[str, float | None, int]]  # month, percent, businesses reached

    @property
    def mean_stars(self) -> float | None:
        said = sum(self.stars.values())
        return sum(stars * count for stars, count in self.stars.items()) / said if said else None


def overview(tx: Transaction, content: Content, policies: Policies, now: datetime) -> Overview:
    today = local(now).date()
    last = month_of(today)
    first, _ = period(last, MONTHS)
    asked = [
        one
        for one in tx.questions.all()
        if one.state not in _NOT_ASKED and not one.confidential  # none of it is anybody's to see
    ]
    lately = [one for one in asked if local(one.created_at).date() >= first]
    fields = Counter(one.field for one in lately)
    stars = Counter(one.rating for one in lately if one.rating)
    return Overview(
        months=[_month(month, asked, today) for month in _months(last)],
        fields=_most((content.fields[name].name, count) for name, count in fields.items()),
        stars={number: stars[number] for number in range(5, 0, -1)},
        topics=_topics(tx, content, today),
        enrolments=_enrolments(tx, now),
        reached=[
            (one.name, one.line.percent, one.line.reached)
            for one in reversed(reach.by_month(tx, policies, last, REACHED_MONTHS))
        ],
    )


def _months(last: str) -> list[str]:
    """`MONTHS` of them, up to this one."""
    first, _ = period(last, MONTHS)
    found = []
    day = first
    while month_of(day) <= last:
        found.append(month_of(day))
        day = (day + timedelta(days=32)).replace(day=1)
    return found


def _month(month: str, asked: Sequence[Question], today: date) -> MonthOfQuestions:
    first, after = period(month, 1)
    due = [
        one
        for one in asked
        if first <= one.answer_by < after and (one.answered_at or one.answer_by < today)
    ]
    took = [
        (one.answered_at - one.created_at) / timedelta(days=1)
        for one in asked
        if one.answered_at and first <= local(one.answered_at).date() < after
    ]
    return MonthOfQuestions(
        month_name(month),
        f"{first.month}/{first:%y}",
        sum(first <= local(one.created_at).date() < after for one in asked),
        len(due),
        sum(_is_on_time(one) for one in due),
        median(took) if took else None,
    )


def _is_on_time(question: Question) -> bool:
    answered = question.answered_at
    return answered is not None and local(answered).date() <= question.answer_by


def _topics(tx: Transaction, content: Content, today: date) -> list[tuple[str, int]]:
    shown = tx.feedback.shown_since(today - timedelta(days=TOPIC_DAYS))
    known = content.knowledge
    by_topic: Counter[str] = Counter()
    for entry, count in shown.items():
        if entry in known.entries and count:
            by_topic[known.topics[known.entries[entry].topic].title] += count
    return _most(by_topic.items())


def _enrolments(tx: Transaction, now: datetime) -> list[Enrolment]:
    """Of the next event that is published, or else the last one, and of the one before it."""
    there = (EventState.OPEN, EventState.HELD, EventState.REPORTED)
    events = sorted(
        (event for event in tx.events.all() if event.state in there),
        key=lambda event: event.starts_at,
    )
    coming = next((at for at, event in enumerate(events) if event.ends_at > now), len(events) - 1)
    return [
        _enrolment(tx, event, now) for event in reversed(events[max(0, coming - 1) : coming + 1])
    ]


def _enrolment(tx: Transaction, event: Event, now: datetime) -> Enrolment:
    starts = local(event.starts_at).date()
    days = Counter(
        max((starts - local(one.created_at).date()).days, 0)
        for one in tx.registrations.of_event(event.id)
        if one.anonymised_at is None or one.is_alive
    )
    points, so_far = [], 0
    for before in sorted(days, reverse=True):
        so_far += days[before]
        points.append((before, so_far))
    left = max((starts - local(now).date()).days, 0)
    if points and points[-1][0] > left:
        points.append((left, so_far))  # nobody since
    return Enrolment(event.title, points)


def _most(counted: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(counted, key=lambda one: (-one[1], order_key(one[0])))
