"""What is put right about a question without moving it: field, number, a photo that is not to be
here."""

from handlers.people.permissions import Action, may, sees_names
from handlers.people.refusing import NotDone
from handlers.question.moves import NotAllowed
from storage.database import Transaction
from storage.question_models import Photo, Question
from storage.staff_models import Staff
from storage.versions import next_version


def may_set_field(question: Question, staff: Staff) -> bool:
    """Once it is answered or closed, its field stays what it was counted under."""
    return question.is_open and may(staff, Action.TRIAGE)


def clarify(tx: Transaction, question: Question, *, staff: Staff, **said: object) -> Question:
    """What the question is about, as whoever assigns it reads it: `said` are fields of it (field,
    kind, urgency, about, place, product, authority). Its dates stay. Raises NotAllowed."""
    if not may_set_field(question, staff):
        raise NotAllowed("another field for what is closed")
    return tx.questions.save(next_version(question, **said))


def may_set_phone(question: Question, staff: Staff) -> bool:
    """Only for whoever is shown numbers; not for an asker who was erased."""
    allowed = may(staff, Action.TRIAGE) and sees_names(staff)
    return allowed and question.anonymised_at is None


def set_phone(tx: Transaction, question: Question, phone: str, *, staff: Staff) -> Question:
    """The number an asker is called under was written down wrong: the right one, for every call
    that is still to be made. Raises NotAllowed."""
    if not may_set_phone(question, staff):
        raise NotAllowed("a number of somebody not shown")
    return tx.questions.save(next_version(question, phone=phone))


def phone_of(question: Question, staff: Staff) -> str:
    """The whole number, "" for none. Raises NotAllowed for whoever is not shown names."""
    if not sees_names(staff):
        raise NotAllowed("a number of somebody not shown")
    return question.phone or ""


def photo(tx: Transaction, question: Question, name: str) -> Photo | None:
    """The photo of this name that came with the question."""
    kept = tx.questions.photo(name)
    return kept if kept is not None and kept.question_id == question.id else None


def drop_photo(tx: Transaction, question: Question, name: str, *, sure: str) -> None:
    """A photo that should not be here (an identity card) goes at once; only with the question's
    code in `sure`. Raises NotDone."""
    if sure.upper() != question.code:
        raise NotDone("do", "type_the_question")
    tx.questions.drop_photo(name)
    tx.erasures.ask([name])  # its file goes right after the commit, whatever the disk does now
