"""Telephone calls the ward owes: whom somebody may see, and what came of a call."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from content.library import Content
from content.ward import Ward
from handlers.conference import offers
from handlers.conference.offers import Desk
from handlers.people import telling
from handlers.people.calendar import call_by, working_days
from handlers.people.permissions import Action, may, sees_question
from handlers.question import asking_back, correcting, hearing, moves, together
from storage.calls import BY_BROADCAST, CORRECTED_APART, CallState, CallTask
from storage.database import Transaction
from storage.event_models import Event, Invitation, Registration, RegistrationState
from storage.question_models import Question
from storage.staff_models import Staff

ASKS = (
    "question/needs_info",
    "question/still_missing",
)  # messages that ask their reader for something

ANSWERS = ("question/answered", "question/corrected", CORRECTED_APART)  # ... that say an answer

# What may be said of a call, by the words of its form.
OUTCOMES = {"told": CallState.TOLD, "unreached": CallState.UNREACHED, "undo": CallState.OPEN}


@dataclass(frozen=True, slots=True)
class Call:
    """One call, with whom it is about: a registration or an invitation (with its event), or a
    question. All that is open about that is said in one call; `text` is it, as things are now, of
    one that was made what was said in it."""

    tasks: tuple[CallTask, ...]  # at least one, the most urgent first
    text: str
    due: datetime  # by when, also where the event was moved nearer since
    by_page: bool = False  # the message was left on a web page they may open, too
    registration: Registration | None = None
    event: Event | None = None
    question: Question | None = None
    head: Question | None = None  # the question whose answer theirs gets: itself, or another
    hold: bool = False  # what is to be said is being corrected: another answer waits for approval
    asked: str = ""  # what its asker is to say, while the question waits for that
    invitation: Invitation | None = None

    @property
    def task(self) -> CallTask:
        """The most urgent one; the call is known by its number."""
        return self.tasks[0]

    @property
    def tries(self) -> int:
        return max(task.tries for task in self.tasks)

    @property
    def tried_at(self) -> datetime | None:
        return max((task.tried_at for task in self.tasks if task.tried_at), default=None)

    @property
    def failed(self) -> bool:
        """Whether a message was sent and did not arrive."""
        return any(task.outbox_id is not None for task in self.tasks)

    @property
    def shown(self) -> dict[str, Any]:
        """What the page shows of it, and its form decides on: also who was to be called where."""
        states = [(task.id, str(task.state), task.tries) for task in self.tasks]
        to = (self.name, self.phone or "")
        return {"id": self.task.id, "text": self.text, "tasks": states, "to": to}

    @property
    def offers_seat(self) -> bool:
        """Whether they are asked to take a seat: what they say is written down elsewhere."""
        holds = self.event is not None and self.event.takes_place
        return (
            holds
            and self.registration is not None
            and self.registration.state is RegistrationState.OFFERED
        )

    @property
    def is_over(self) -> bool:
        """Whether it was about something that is over, or nobody asks any more: it is not made
        again."""
        asks = all(task.message in ASKS for task in self.tasks)
        answered = self.head is not None and not self.asked and asks
        return answered or all(task.past for task in self.tasks)

    @property
    def name(self) -> str:
        if self.registration is not None:
            return self.registration.name
        if self.invitation is not None:
            return self.invitation.recipient
        return self.question.asker if self.question is not None else ""

    @property
    def phone(self) -> str | None:
        about = self.registration or self.question or self.invitation
        return about.phone if about is not None else None


def of(
    tx: Transaction,
    content: Content,
    task: CallTask,
    staff: Staff,
    now: datetime,
    dues: "Dues | None" = None,
) -> Call | None:
    """The call with whom it is about; None for whoever may not see them."""
    about = about_of(tx, task, staff)
    if about is None:
        return None
    dues = dues or Dues(tx, content.ward)
    if isinstance(about, Invitation):
        return _of_invitation(tx, content, task, about, dues)
    by_page = telling.is_on_page(tx, about, now)
    tasks = tuple(tx.calls.together(task))
    due = min(dues.of(one, about) for one in tasks)
    if isinstance(about, Question):
        head = together.head_of(tx, about)
        missing = asking_back.missing(tx, head)
        asked = missing.note if missing else ""
        text = task.said or task.text
        if task.state is CallState.OPEN:
            text = _said_of_question(content, about, head, tasks, now)
        is_answer = any(one.message in ANSWERS for one in tasks)
        hold = is_answer and correcting.is_under_way(tx, head)
        return Call(tasks, text, due, by_page, question=about, head=head, hold=hold, asked=asked)
    event = tx.events.get(about.event_id)
    if event is None:
        return None
    text = task.said or task.text
    if task.state is CallState.OPEN:
        text = _said_of(tx, content, about, event, tasks, now)
    return Call(tasks, text, due, by_page, about, event)


def _of_invitation(
    tx: Transaction, content: Content, task: CallTask, invitation: Invitation, dues: "Dues"
) -> Call | None:
    event = tx.events.get(invitation.event_id)
    if event is None:
        return None
    text = task.said or task.text
    if task.state is CallState.OPEN:
        text = telling.script_of_invitation(content, invitation, event, task.message)
    due = dues.of(task, invitation)
    return Call((task,), text, due, event=event, invitation=invitation)


def was_called(tx: Transaction, about: Registration | Question) -> bool:
    """Whether somebody was called lately about it: at the number that stood then."""
    of = tx.calls.of_question if isinstance(about, Question) else tx.calls.of_registration
    return any(task.state is CallState.TOLD and not task.past for task in of(about.id))


class Dues:
    """By when calls are to be made, as the events they are about stand now."""

    def __init__(self, tx: Transaction, ward: Ward) -> None:
        self._tx = tx
        self._days = working_days(ward)
        self._events: dict[int | None, list[Event]] = {}

    def of(self, task: CallTask, about: Registration | Question | Invitation) -> datetime:
        if about.event_id not in self._events:
            self._events[about.event_id] = telling.events_of(self._tx, about)
        events = self._events[about.event_id]
        return call_by(self._days, task.created_at, events, task.due_at)


def _said_of(
    tx: Transaction,
    content: Content,
    registration: Registration,
    event: Event,
    tasks: tuple[CallTask, ...],
    now: datetime,
) -> str:
    """How the registration and its event stand now, then what broadcasts said."""
    news = {task.message for task in tasks if task.message != BY_BROADCAST}
    parts = [telling.script(tx, content, registration, event, news, now)] if news else []
    written = [task for task in tasks if task.message == BY_BROADCAST]
    moved = [task.created_at for task in tasks if task.message == telling.MOVED]
    for task in written:
        old = any(task.created_at < at for at in moved)
        parts.append(content.words.say("call/before_move", text=task.text) if old else task.text)
    return "\n\n".join(parts)


def _said_of_question(
    content: Content, question: Question, head: Question, tasks: tuple[CallTask, ...], now: datetime
) -> str:
    """How the question stands now, and what else was to be said of it."""
    parts = (
        telling.script_of_question(content, task.message, question, head, now) or task.text
        for task in tasks
    )
    return "\n\n".join(dict.fromkeys(parts))


def about_of(
    tx: Transaction, task: CallTask, staff: Staff
) -> Registration | Question | Invitation | None:
    """Whom it is about; None for whoever may not see them."""
    if task.registration_id is not None or task.invitation_id is not None:
        if not may(staff, Action.SEE_ATTENDEES):
            return None
        if task.registration_id is not None:
            return tx.registrations.get(task.registration_id)
        return tx.events.invitation_of(task.invitation_id)
    question = tx.questions.get(task.question_id) if task.question_id is not None else None
    if question is None:
        return None
    # Whoever may see a question may call everybody who asked the same.
    return question if sees_question(staff, together.head_of(tx, question)) else None


def to_make(tx: Transaction, content: Content, staff: Staff, now: datetime) -> list[Call]:
    """The calls this person may make, the most urgent first."""
    dues = Dues(tx, content.ward)
    found = (of(tx, content, task, staff, now, dues) for task in firsts(tx.calls.open()))
    return sorted((call for call in found if call is not None), key=lambda call: call.due)


def made_since(
    tx: Transaction, content: Content, since: datetime, staff: Staff, now: datetime
) -> list[Call]:
    dues = Dues(tx, content.ward)
    done = firsts(tx.calls.done_since(since))
    found = (of(tx, content, task, staff, now, dues) for task in done)
    return [call for call in found if call is not None]


def firsts(tasks: Iterable[CallTask]) -> Iterator[CallTask]:
    """One task of each call."""
    seen: set[tuple[int | None, int | None, datetime | None]] = set()
    for task in tasks:
        call = (task.registration_id, task.question_id, task.done_at)
        if call[:2] == (None, None):
            yield task
        elif call not in seen:
            seen.add(call)
            yield task


def finish(desk: Desk, call: Call, state: CallState, *, by: str) -> bool:
    """Somebody was told, or could not be reached (and is called again), or (OPEN) that was a slip;
    `by` is who says so. False when it stands so already, or nobody need be called any more. Whoever
    was told of an offered seat has their time to answer from now on."""
    if state is CallState.OPEN and call.is_over:
        return False
    again = state is CallState.OPEN
    open_ = [
        task
        for task in call.tasks
        if task.state not in (state, CallState.SETTLED)
        and not task.aside
        and not (again and task.past)
    ]
    for task in open_:
        desk.tx.calls.save(_after(task, call.text, state, desk.now, by))
    offered = state is CallState.TOLD and any(task.message == offers.OFFER for task in open_)
    if offered and call.registration is not None and call.event is not None:
        offers.called(desk, call.event, call.registration)
    return bool(open_)


def write_down(desk: Desk, call: Call, text: str, *, staff: Staff) -> hearing.Done:
    """What the asker said to what they had been asked: as if they had told it in the chat. Raises
    NotAllowed where nothing is asked of them any more."""
    if call.head is None:
        raise moves.NotAllowed("nothing is asked of whoever registered")
    finish(desk, call, CallState.TOLD, by=staff.name)
    return asking_back.told_more(
        desk.tx, desk.content, call.head, text, desk.now, asker=call.question, staff=staff
    )


def _after(task: CallTask, said: str, state: CallState, now: datetime, by: str) -> CallTask:
    match state:
        case CallState.UNREACHED:
            return replace(task, tries=task.tries + 1, tried_at=now)
        case CallState.OPEN:
            return replace(task, state=state, done_at=None, done_by="", said="")
    return replace(task, state=state, said=said, done_at=now, done_by=by)
