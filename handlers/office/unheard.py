"""Who of a broadcast's people will not hear of it, as far as somebody may see them."""

from collections.abc import Iterable
from dataclasses import dataclass

from handlers.broadcast.calls import Somebody
from handlers.people.permissions import Action, may, sees_names, sees_question
from handlers.question import together
from storage.database import Transaction
from storage.event_models import Registration
from storage.question_models import Question
from storage.staff_models import Staff


@dataclass(frozen=True, slots=True)
class Unheard:
    """Somebody a broadcast does not reach: by name, or by code for whoever is not shown names; one
    of `registration` and `question` is how they are known."""

    label: str
    registration: Registration | None = None
    question: Question | None = None


def shown_to(staff: Staff, tx: Transaction, people: Iterable[Somebody]) -> list[Unheard]:
    """Those of them who may be shown to this person."""
    known = (_one(staff, tx, somebody) for somebody in people)
    return [one for one in known if one is not None]


def _one(staff: Staff, tx: Transaction, somebody: Somebody) -> Unheard | None:
    member, named = somebody.members[0], sees_names(staff)
    if member.registration_id is not None:
        registration = tx.registrations.get(member.registration_id)
        if registration is None or not may(staff, Action.SEE_ATTENDEES):
            return None
        label = registration.name if named else registration.code
        return Unheard(label, registration=registration)
    question = tx.questions.get(member.question_id) if member.question_id is not None else None
    if question is None or not sees_question(staff, together.head_of(tx, question)):
        return None
    label = question.asker if named and question.asker else question.code
    return Unheard(label, question=question)
