"""What papers say of questions and delegates: those of a conference, and those of one question."""

from collections.abc import Iterable

from content.documents.case_papers import CaseOnPaper
from content.documents.petitions import Petition
from handlers.question import files, together
from storage.database import Transaction
from storage.event_models import ALIVE, Event, Registration, RegistrationState
from storage.question_models import ANSWERED_STATES, Question, QuestionState, Urgency

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
        place=question.place,
    )


def case(tx: Transaction, question: Question, site: str) -> CaseOnPaper:
    """What the papers of one question say. `site`: where its asker reaches the assistant."""
    event = tx.events.get(question.event_id) if question.event_id else None
    head = together.head_of(tx, question)
    logins = {one.login: one.name for one in tx.staff.all()}
    steps = tx.questions.steps(question.id)
    told = petition(tx, question, event)
    return CaseOnPaper(
        petition=told,
        kind=str(question.kind),
        urgent=question.urgency is Urgency.URGENT,
        received_at=question.created_at,
        phone=question.phone,
        event=event.title if event else "",
        photos=len(tx.questions.photos(question.id)),
        portal_code=question.portal_code,
        received_by=logins.get(steps[0].actor, "") if steps else "",
        result=str(head.result or "") if told.answer else "",
        proof=head.proof if told.answer else "",
        is_open=question.is_open,
        confidential=question.confidential,
        attached=[one.title for one in files.of(tx, head, tx.questions.approved(head.id))]
        if told.answer
        else (),
        site=site,
    )
