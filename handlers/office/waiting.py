"""What waits for a member of staff, of every subject, and the next conferences: the first page."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from content.calendar import today
from content.library import Content
from handlers.broadcast import approval
from handlers.conference import door, seating
from handlers.desk import acts, packs
from handlers.live.seen import waiting_count
from handlers.office import calls, drafts
from handlers.office.calls import Call
from handlers.office.calls_counted import ToCall, to_call
from handlers.people.permissions import Action, Vacant, may, sees_question, vacant
from handlers.question import answerers, lists, many, redoing, versions
from handlers.survey import waves
from storage.broadcast_models import ON_ITS_WAY, Broadcast, BroadcastState
from storage.database import Transaction
from storage.drafts import TypedDraft
from storage.entry_models import EntryState, EntryVersion
from storage.event_models import Event, EventState, EventTask, Registration
from storage.pack_models import CityPack
from storage.question_models import DataRequest, Question, QuestionStep
from storage.staff_models import Staff
from storage.survey_models import SurveyWave
from storage.topic_notices import TopicNotice

_NEW_SHOWN = 3
_NEAR = (EventState.DRAFT, EventState.OPEN, EventState.HELD)
_SHOWN = 4  # events
_CALLS_SHOWN = 5
_OF_EVENTS = (Action.EDIT_EVENTS, Action.PUBLISH_EVENT)


@dataclass(frozen=True, slots=True)
class ComingEvent:
    event: Event
    seats: int
    waiting: seating.InLine
    too_large: tuple[Registration, int] | None  # nobody is offered the seats there are
    questions: int
    tasks: list[EventTask]
    has_door: bool  # people are let in there


@dataclass(frozen=True, slots=True)
class Unsettled:
    """What only whoever keeps the accounts can mend: accounts nobody has opened, questions at
    offices where nobody can open them (by office), and with a text that nobody can approve."""

    inactive: int = 0
    unmanned: Counter[str] = field(default_factory=Counter)
    undecidable: int = 0


@dataclass(frozen=True, slots=True)
class Approvals:
    """What waits for this person's approval, and nobody else's instead of theirs."""

    questions: list[Question]
    news: list[Broadcast]
    contents: list[EntryVersion]
    notices: list[TopicNotice]
    events: list[Event]  # somebody asks to publish them
    surveys: list[SurveyWave]
    claims: int  # what owners say of their businesses

    @property
    def count(self) -> int:
        parts = (self.questions, self.news, self.contents, self.notices, self.events, self.surveys)
        return sum(len(part) for part in parts) + self.claims


@dataclass(frozen=True, slots=True)
class Waiting:
    """Each part is empty for whoever may do nothing about it. `redo`: what was sent back to this
    person, and by which step; `calls`: whom to call, the most urgent first; `news`: what is on its
    way and what came back to be mended; `contents`: answers, figures and settings that came back;
    `vacant`: roles and offices without anybody; `notices`: what is said on top of answers today;
    `drafts`: what this person was typing and has not saved; `corrections`: packs of the city that
    say something in force is wrong, where the ward had written its own."""

    approvals: Approvals
    tiles: dict[str, list[Question]]
    new: list[tuple[Question, str]]  # the first to be assigned, each with how it is shown
    redo: list[tuple[Question, QuestionStep]]
    calls: list[Call]
    coming: list[ComingEvent]
    requests: list[DataRequest]
    news: list[Broadcast]
    to_call: ToCall | None
    unsettled: Unsettled
    vacant: Vacant | None
    notices: list[TopicNotice]
    contents: list[EntryVersion]
    drafts: list[tuple[drafts.DraftOf, TypedDraft]]
    corrections: list[CityPack]

    @property
    def overdue(self) -> list[Question]:
        return sorted(self.tiles.get("tre", []), key=lambda q: (q.answer_by, q.id))

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits for this person."""
        parts = (
            self.redo, self.calls, self.coming, self.requests, self.news, self.contents,
            self.corrections,
        )  # fmt: skip
        return not (self.approvals.count or any(self.tiles.values()) or any(parts))


@dataclass(frozen=True, slots=True)
class Counted:
    """What waits for somebody, as the menu says it: each number leads to just what it counts."""

    approvals: int = 0
    questions: int = 0
    calls: int = 0
    requests: int = 0
    talks: int = 0


def counted(tx: Transaction, content: Content, staff: Staff, now: datetime) -> Counted:
    seen, day = _in_hand(tx, staff), today(now)
    called = to_call(tx, content, staff, now) if may(staff, Action.CALLS) else None
    return Counted(
        approvals=_approvals(tx, staff, seen, day).count,
        questions=len(lists.of(tx, seen, lists.MINE, staff, day)),
        calls=called.people if called else 0,
        requests=len(_requests(tx, staff)),
        talks=waiting_count(tx, staff),
    )


def waiting_for(tx: Transaction, content: Content, staff: Staff, now: datetime) -> Waiting:
    """All of it, for this person."""
    seen, day = _in_hand(tx, staff), today(now)
    tiles = {
        name: lists.of(tx, seen, name, staff, day)
        for name, action in lists.WAITING.items()
        if may(staff, Action.SEE_QUESTIONS) and may(staff, action)
    }
    steers = may(staff, Action.ACCOUNTS) or may(staff, Action.SCHEDULES)
    calls_ = may(staff, Action.CALLS)
    return Waiting(
        approvals=_approvals(tx, staff, seen, day),
        tiles=tiles,
        new=_to_assign(tx, content, staff, tiles.get(many.ManyAct.ASSIGN, [])),
        redo=_to_redo(tx, staff),
        calls=calls.to_make(tx, content, staff, now)[:_CALLS_SHOWN] if calls_ else [],
        coming=[_coming(tx, event, staff, now, day) for event in _near(tx, staff, now)],
        requests=_requests(tx, staff),
        news=_news(tx, staff),
        to_call=to_call(tx, content, staff, now) if calls_ else None,
        unsettled=_unsettled(tx) if may(staff, Action.ACCOUNTS) else Unsettled(),
        vacant=vacant(tx.staff.all()) if steers else None,
        notices=tx.topic_notices.in_force(day) if may(staff, Action.APPROVE_CONTENT) else [],
        contents=_returned(tx, staff) if may(staff, Action.SEE_CONTENT) else [],
        drafts=drafts.of_staff(tx, staff),
        corrections=[row for row, _ in packs.waiting(tx, content)]
        if may(staff, Action.WRITE_CONTENT) or may(staff, Action.APPROVE_CONTENT)
        else [],
    )


def approvals(tx: Transaction, staff: Staff, now: datetime) -> Approvals:
    """What waits for this person's approval."""
    return _approvals(tx, staff, _in_hand(tx, staff), today(now))


def _in_hand(tx: Transaction, staff: Staff) -> list[Question]:
    if not may(staff, Action.SEE_QUESTIONS):
        return []
    return [question for question in tx.questions.in_hand() if sees_question(staff, question)]


def _approvals(tx: Transaction, staff: Staff, seen: Iterable[Question], day: date) -> Approvals:
    answers, contents_ = may(staff, Action.APPROVE_ANSWER), may(staff, Action.APPROVE_CONTENT)
    submitted = tx.broadcasts.in_states((BroadcastState.SUBMITTED,))
    return Approvals(
        questions=lists.of(tx, seen, "cho-duyet", staff, day) if answers else [],
        news=[one for one in submitted if staff in approval.approvers(tx, one)],
        contents=[one for one in tx.entries.in_the_making() if acts.can_approve(staff, one)],
        notices=[one for one in tx.topic_notices.submitted() if one.author_id != staff.id]
        if contents_
        else [],
        events=[one for one in tx.events.all() if one.proposed_at and one.state is EventState.DRAFT]
        if may(staff, Action.PUBLISH_EVENT)
        else [],
        surveys=[one for one in tx.surveys.waves() if waves.offers(waves.APPROVE, one, staff, day)],
        claims=len(tx.business_claims.waiting()) if may(staff, Action.MANAGE_BUSINESSES) else 0,
    )


def _to_assign(
    tx: Transaction, content: Content, staff: Staff, new: Iterable[Question]
) -> list[tuple[Question, str]]:
    """The first of those whose office, by their field, has somebody to answer them: what else is
    to be thought of is on its own page."""
    people = tx.staff.all()
    plain = [
        question
        for question in new
        if question.office in content.ward.answering
        and not question.confidential
        and answerers.openers(people, question)
    ][:_NEW_SHOWN]
    tickets = many.to_tick(tx, many.ManyAct.ASSIGN, staff, plain)
    return [(one, tickets[one.id].key) for one in plain if one.id in tickets]


def _returned(tx: Transaction, staff: Staff) -> list[EntryVersion]:
    return [
        one
        for one in tx.entries.in_the_making()
        if one.state is EntryState.RETURNED and staff.id in one.authors
    ]


def _requests(tx: Transaction, staff: Staff) -> list[DataRequest]:
    """What people asked of their data, for whoever settles it."""
    if not may(staff, Action.SETTLE_DATA_REQUESTS):
        return []
    return [request for request in tx.people.requests() if request.state == "received"]


def _news(tx: Transaction, staff: Staff) -> list[Broadcast]:
    """What came back to be mended by this person, and what is on its way for whoever steers it."""
    drafts = tx.broadcasts.in_states((BroadcastState.DRAFT,))
    returned = [b for b in drafts if b.note and staff in approval.rewriters(tx, b)]
    going = tx.broadcasts.in_states(ON_ITS_WAY) if may(staff, Action.STEER_NEWS) else []
    return [*returned, *going]


def _to_redo(tx: Transaction, staff: Staff) -> list[tuple[Question, QuestionStep]]:
    """The latest first."""
    if not may(staff, Action.DRAFT_ANSWER):
        return []
    back = redoing.sent_back(tx)
    seen = {one.id: one for one in tx.questions.some(back) if sees_question(staff, one)}
    return [
        (seen[number], step)
        for number, step in back.items()
        if number in seen and redoing.is_to_redo(tx, seen[number], step, staff)
    ]


def _unsettled(tx: Transaction) -> Unsettled:
    people = tx.staff.all()
    return Unsettled(
        sum(person.password is None for person in people if person.active),
        Counter(
            question.office
            for question in tx.questions.open()
            if answerers.is_out_of_reach(people, question)
        ),
        len(versions.undecidable(tx)),
    )


def _near(tx: Transaction, staff: Staff, now: datetime) -> list[Event]:
    if not may(staff, Action.SEE_EVENTS):
        return []
    lets_in, prepares = may(staff, Action.CHECK_IN), any(may(staff, one) for one in _OF_EVENTS)
    near = (
        event
        for event in tx.events.all()
        if (prepares and event.state in _NEAR) or (lets_in and door.is_manned(event, now))
    )
    return sorted(
        near, key=lambda e: (e.proposed_at is None, e.state is EventState.HELD, e.starts_at)
    )[:_SHOWN]


def _coming(tx: Transaction, event: Event, staff: Staff, now: datetime, day: date) -> ComingEvent:
    """What is to be done about it only for whoever does it."""
    edits = may(staff, Action.EDIT_EVENTS)
    open_ = edits and event.state is EventState.OPEN and now < event.last_offer
    return ComingEvent(
        event,
        sum(tx.registrations.seats_taken(event.id).values()),
        seating.in_line(tx, event.id),
        seating.too_large_for_now(tx, event) if open_ else None,
        len(tx.questions.of_event(event.id)),
        [t for t in tx.events.tasks(event.id) if edits and t.done_at is None and t.due_on <= day],
        door.is_manned(event, now),
    )
