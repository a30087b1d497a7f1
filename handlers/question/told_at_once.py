"""A question that came in is told at once to whoever assigns questions: in office hours now, else
when the office opens. A confidential one is told to its readers, without a word of it."""

from datetime import datetime

from content.library import Content
from handlers.people import staff_links
from handlers.people.calendar import working_days
from handlers.people.permissions import Action, able, sees_question
from storage.database import Transaction
from storage.question_models import Question


def tell(tx: Transaction, content: Content, question: Question, now: datetime, *, but: str) -> None:
    """`but`: the login of whoever entered it, who knows."""
    everybody = tx.staff.all()
    if question.confidential:
        told = [person for person in everybody if sees_question(person, question)]
    else:
        told = able(everybody, Action.TRIAGE)
    opens = working_days(content.ward).moment(now)
    staff_links.tell(
        tx,
        content,
        [person for person in told if person.login != but],
        "staff_chat/new_question",
        now,
        key=f"new_question:{question.id}",
        not_before=opens if opens > now else None,
        question=question,
        field=content.fields[question.field].name,
    )
