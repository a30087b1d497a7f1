"""What the papers of a conference say of its questions and its delegates."""

from collections.abc import Iterable

from content.documents.petitions import Petition
from handlers.question import together
from storage.database import Transaction
from storage.event_models import ALIVE, Event, Registration, RegistrationState
from storage.question_models import ANSWERED_STATES, Question, QuestionState

_LISTED = (*ALIVE, RegistrationState.NO_SHOW)
_UNSURE = (RegistrationState.WAITLISTED, RegistrationState.OFFERED)


def delegates(everybody: Iterable[Registration]) -> list[Registration]:
    """Whoever waits, or has not answered an offer, is none."""
    return [one for one in everybody if one.state in _LISTED and one.state not in _UNSURE]


def petition(tx: Transaction, question: Question, event: Event | None) -> Petition:
    """As the papers of that event say it: what was joined to a question asked elsewhere has that
    one's office, answer and dates."""
    head = together.head_of(tx, question)
    answer = tx.questions.approved(head.id)  # nothing nobody approved stands in a paper
    sure = head.state in (*ANSWERED_STATES, QuestionState.APPROVED)
    first = question.carried_from
    carried = tx.events.get(first) if first and event and first != event.id else None
    passed_on = tx.questions.passed_on(event.id).get(question.id) if event else None
    next_ = tx.events.get(passed_on) if passed_on else None
    return Petition(
        code=question.code,
        content=question.content,
        asker=question.asker,
        business=question.business,
        neighbourhood=question.neighbourhood,
        field=question.field,
        office=head.office,
        co_offices=head.co_offices,
        answer=answer.text if answer and sure else "",
        basis=answer.basis if answer and sure else "",
        state=str(head.state),
        due=head.due,
        promised_on=head.promised_on if sure else None,  # else nobody approved the promise yet
        kept_on=head.promise_kept_on,
        erased=question.anonymised_at is not None,
        source=question.source,
        askers=tx.questions.askers(head.id),
        carried=carried.title if carried else "",
        passed_on=next_.title if next_ else "",
    )
