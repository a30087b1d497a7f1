"""Telephone calls the ward owes: whom somebody may see, and what came of a call."""

from dataclasses import dataclass, replace
from datetime import datetime

from handlers import offers
from handlers.offers import Desk
from handlers.permissions import Action, may, sees_question
from storage.calls import CallState, CallTask
from storage.case_models import Question
from storage.database import Transaction
from storage.event_models import Event, Registration
from storage.staff_models import Staff


@dataclass(frozen=True, slots=True)
class Call:
    """A task with whom it is about: a registration (with its event), or a question."""

    task: CallTask
    registration: Registration | None = None
    event: Event | None = None
    question: Question | None = None

    @property
    def name(self) -> str:
        if self.registration is not None:
            return self.registration.name
        return self.question.asker if self.question is not None else ""

    @property
    def phone(self) -> str | None:
        about = self.registration or self.question
        return about.phone if about is not None else None


def of(tx: Transaction, task: CallTask, staff: Staff) -> Call | None:
    """The call with whom it is about; None for whoever may not see them."""
    if task.registration_id is not None:
        registration = tx.registrations.get(task.registration_id)
        if registration is None or not may(staff, Action.SEE_ATTENDEES):
            return None
        return Call(task, registration, tx.events.get(registration.event_id))
    question = tx.questions.get(task.question_id) if task.question_id is not None else None
    if question is None:
        return None
    # Whoever may see a question may call everybody who asked the same.
    head = tx.questions.get(question.merged_into) if question.merged_into else None
    return Call(task, question=question) if sees_question(staff, head or question) else None


def to_make(tx: Transaction, staff: Staff) -> list[Call]:
    """The calls this person may make, the most urgent first."""
    found = (of(tx, task, staff) for task in tx.calls.open())
    return [call for call in found if call is not None]


def made_since(tx: Transaction, since: datetime, staff: Staff) -> list[Call]:
    found = (of(tx, task, staff) for task in tx.calls.done_since(since))
    return [call for call in found if call is not None]


def finish(desk: Desk, call: Call, state: CallState, *, by: str) -> bool:
    """Somebody was told, or could not be reached, or (OPEN) that was a slip; `by` is who says so.
    False when it stands so already, or nobody need be called any more. Whoever was told of an
    offered seat has their time to answer from now on."""
    task = call.task
    if task.state is state or task.state is CallState.SETTLED:
        return False
    done = state is not CallState.OPEN
    desk.tx.calls.save(
        replace(task, state=state, done_at=desk.now if done else None, done_by=by if done else "")
    )
    offered = task.message == offers.OFFER and state is CallState.TOLD
    if offered and call.registration is not None and call.event is not None:
        offers.called(desk, call.event, call.registration)
    return True
