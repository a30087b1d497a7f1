"""A question whose time runs out is told of upwards: at half of it to whoever is to answer, at 80
percent to the deputy besides, at the end to the head."""

from collections.abc import Iterable
from datetime import datetime

from content.library import Content
from content.office_hours import OfficeDays
from handlers.people import staff_links
from handlers.people.calendar import working_days
from handlers.people.permissions import Action, able, sees_question
from handlers.question import answerers
from handlers.question.moves import Move
from storage.database import Transaction
from storage.models import stamp
from storage.question_models import Question, QuestionState
from storage.staff_models import Role, Staff

HALF, NEARLY, OVER = 50, 80, 100
STEPS = (OVER, NEARLY, HALF)


def escalate(tx: Transaction, content: Content, now: datetime) -> None:
    """Tells everybody once of each step, in office hours; what ran past several since the last look
    is told as the last of them."""
    days = working_days(content.ward)
    if not days.is_open(now):
        return
    told, people = tx.questions.escalations(), tx.staff.all()
    heard: dict[int, list[tuple[Question, int]]] = {}
    for question in tx.questions.open():
        if question.stopped_on is not None or question.is_quiet_on(now.date()):
            continue
        percent = _step(tx, question, days, now)
        if percent <= told.get((question.id, question.answer_by), 0):
            continue
        tx.questions.escalate(question, percent, now)
        for person in _concerned(content, people, question, percent):
            heard.setdefault(person.id, []).append((question, percent))
    for person in people:
        if about := heard.get(person.id):
            staff_links.tell(
                tx, content, [person], "staff_chat/escalated", now,
                key=f"escalated:{person.id}:{stamp(now)}", about=about,
                untaken=[one for one, _ in about if one.is_untaken_at(now)],
            )  # fmt: skip


def spent(tx: Transaction, question: Question, days: OfficeDays, now: datetime) -> int:
    """How much of the time until it is to be answered is gone, in percent of office hours."""
    began = question.created_at
    if question.again_due and (
        again := tx.questions.last_act(question.id, Move.REOPEN)
        or tx.questions.last_act(question.id, Move.REOPEN_ALONE)
    ):
        began = again.at
    end = days.closes(question.answer_by)
    whole = days.open_between(began, end)
    if now >= end or not whole:
        return OVER
    return int(100 * days.open_between(began, now) / whole)


def _step(tx: Transaction, question: Question, days: OfficeDays, now: datetime) -> int:
    percent = spent(tx, question, days, now)
    return next((step for step in STEPS if percent >= step), 0)


def _concerned(
    content: Content, people: Iterable[Staff], question: Question, percent: int
) -> list[Staff]:
    """Who hears of it, of those who see it."""
    everybody = [one for one in people if one.active]
    given = question.state is not QuestionState.RECEIVED
    holders = answerers.openers(everybody, question) if given else []
    by_name = [one for one in holders if one.id == question.responder_id]
    found = by_name or holders or able(everybody, Action.TRIAGE)
    if percent >= NEARLY:
        found = [*found, *_above(everybody, content.ward.deputy, Role.OWNER)]
    if percent >= OVER:
        found = [*found, *_above(everybody, content.ward.head, Role.APPROVER)]
    if question.confidential:
        found = [one for one in everybody if one.id in question.readers]
    seen = [one for one in found if sees_question(one, question)]
    return list({one.id: one for one in seen}.values())


def _above(people: Iterable[Staff], login: str, role: Role) -> list[Staff]:
    """Whoever the ward named; where nobody is, everybody of the role."""
    named = [one for one in people if one.login == login]
    return named or [one for one in people if role in one.roles]
