"""The register of what people sent the ward, and who the decision on the advisory team names."""

from content.documents.advisory_team import NamedMember
from content.documents.register import DaysAsked, RegisterLine
from content.library import Content
from content.people import by_name
from content.vietnamese import local_day
from handlers.question import lists, together
from storage.database import Transaction
from storage.question_models import Question, QuestionState
from storage.staff_models import Staff


def listed(
    tx: Transaction, staff: Staff, period: DaysAsked, *, source: str = "", event: int | None = None
) -> list[Question]:
    """What came in within the period, as far as this person sees it, first come first. What is
    confidential stands on no list that is printed. `source`: only what came so; `event`: only what
    was asked for it."""
    found = [
        one
        for one in lists.seen_by(tx, staff)
        if period.has(one.created_at)
        and not one.confidential
        and source in ("", one.source)
        and event in (None, one.event_id)
    ]
    return sorted(found, key=lambda one: (one.created_at, one.id))


def line(tx: Transaction, question: Question) -> RegisterLine:
    """What was joined to another is answered with that one."""
    head = together.head_of(tx, question)
    answered = None if head.is_open or head.answered_at is None else local_day(head.answered_at)
    joined = question.state is QuestionState.MERGED
    return RegisterLine(
        code=question.code,
        received_at=question.created_at,
        source=question.source,
        asker=question.asker,
        business=question.business,
        neighbourhood=question.neighbourhood,
        content=question.content,
        kind=str(question.kind),
        field=question.field,
        office=head.office,
        first_due=question.first_due,
        due=head.due,
        answered_on=answered,
        on_time=answered is not None and answered <= question.first_due,
        portal_code=question.portal_code,
        state=str(question.state),
        result=str(head.result or "") if answered else "",
        proof=head.proof if answered else "",
        joined=head.code if joined else "",
    )


def team(tx: Transaction, content: Content) -> list[NamedMember]:
    """The members as the ward entered them, by name; the chairman leads and is none of them."""
    subjects = {one.id: one.subjects for one in tx.duties.members()}
    ward, fields = content.ward, content.fields
    return [
        NamedMember(
            person.name,
            person.title,
            ward.offices[person.office].name if person.office in ward.offices else "",
            [fields[name].name for name in subjects[person.id] if name in fields],
        )
        for person in by_name(tx.staff.all())
        if person.id in subjects and person.active and person.name != ward.chairman
    ]
