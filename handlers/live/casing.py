"""A talk that nobody took, or that needs more than a talk, becomes a question with a code and a
day, by the same way as any other question."""

from datetime import datetime

from content.fields import OTHER, guess_field
from content.library import Content
from handlers.live import talks, telling_staff
from handlers.people import consents
from handlers.question import receiving
from handlers.question.moves import ASKER
from storage.database import Transaction
from storage.handoff_models import Handoff, HandoffResult, HandoffState
from storage.question_models import Photo, Purpose, Question
from storage.staff_models import Staff

_WITHOUT_WORDS = "talk_without_words"


def says_something(content: Content, question: Question) -> bool:
    """Whether its owner had said what it is about when it was made."""
    return question.content != content.words.label(_WITHOUT_WORDS)


def make(
    tx: Transaction,
    content: Content,
    talk: Handoff,
    result: HandoffResult,
    now: datetime,
    staff: Staff | None = None,
) -> Question | None:
    """The question a talk becomes, with all its owner wrote; None where it is over by now, or of
    nobody any more. Nobody is told here. `staff`: who makes it one."""
    if talk.contact_id is None:
        return None
    if not tx.handoffs.close(talk.id, talk.state, HandoffState.CASE, result, now):
        return None
    telling_staff.take_back(tx, talk, now)
    lines = talks.said_by_owner(tx, talk)
    words = "\n".join(line.text for line in lines if line.text)
    contact = tx.contacts.get(talk.contact_id)
    if tx.people.agreed(talk.contact_id, Purpose.CASE) is None and contact is not None:
        shown = "live/opened"
        consents.record(
            tx, content, contact.id, contact.channel, Purpose.CASE, shown, now
        )  # as its owner read when the talk was opened
    asked = receiving.Asked(
        content=words or content.words.label(_WITHOUT_WORDS),
        field=talk.subject or guess_field(words, content.fields) or OTHER,
        source="chat",
        contact_id=talk.contact_id,
        office=talk.office if talk.office in content.ward.answering else "",
    )
    actor = staff.login if staff is not None else ASKER
    question = receiving.receive(tx, content, asked, now, actor=actor)
    for line in lines:
        if line.photo:
            tx.questions.add_photo(Photo(line.photo, question.id, talk.contact_id, 0, now))
    tx.handoffs.lead_to(talk.id, question.id)
    talks.happened(tx, talk, "case", now, staff)
    return question
