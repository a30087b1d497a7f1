"""Records to store, plain as they can be, and the one way a contract test is run."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from storage.broadcast_models import Audience, Broadcast, BroadcastKind, BroadcastState
from storage.broadcasts import audience_json
from storage.calls import CallState, CallTask
from storage.database import Database, Transaction
from storage.event_models import (
    BusinessKind,
    Category,
    Event,
    EventKind,
    EventState,
    Registration,
    RegistrationState,
)
from storage.question_models import Answer, Question, QuestionState
from storage.staff_models import Role, Staff
from tests.support.clock import START

LATER = START + timedelta(minutes=1)
MUCH_LATER = START + timedelta(days=400)
TODAY = date(2026, 11, 21)
EVERYBODY = Audience()


def on_every_engine(test: Callable[[Transaction], None]) -> Callable[[Database], Awaitable[None]]:
    """The whole test in one transaction of whatever engine `db` is."""

    async def run(db: Database) -> None:
        await db.transaction(test)

    run.__name__, run.__doc__, run.__module__ = test.__name__, test.__doc__, test.__module__
    return run


def contact(
    tx: Transaction, address: str = "7", channel: str = "test", now: datetime = START
) -> int:
    return tx.contacts.meet(channel, address, now).id


def event(tx: Transaction, code: str = "E1", days: int = 20, **given: Any) -> Event:
    """A published conference of two hours, `days` from the start."""
    begins = START + timedelta(days=days)
    made = Event(
        id=tx.events.ids.next(),
        code=code,
        kind=EventKind.DIALOGUE,
        title=f"Hội nghị {code}",
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
        place="Hội trường",
        capacity=10,
        registration_until=begins,
        questions_until=begins,
        created_at=START,
        state=EventState.OPEN,
    )
    return tx.events.add(replace(made, **given))


def registration(tx: Transaction, event_id: int, **given: Any) -> Registration:
    number = tx.registrations.ids.next()
    made = Registration(
        id=number,
        event_id=event_id,
        code=f"DK-{number}",
        token=f"token-{number}",
        contact_id=None,
        name="Bà Tư",
        phone=None,
        kind=BusinessKind.HOUSEHOLD,
        category=Category.BUSINESS,
        state=RegistrationState.CONFIRMED,
        queued_at=START,
        source="chat",
        created_at=START,
    )
    return tx.registrations.add(replace(made, **given))


def question(tx: Transaction, **given: Any) -> Question:
    number = tx.questions.ids.next()
    made = Question(
        id=number,
        code=f"KN-{number}",
        content="Bao giờ có chợ mới?",
        field="khac",
        source="chat",
        state=QuestionState.RECEIVED,
        first_due=TODAY + timedelta(days=7),
        due=TODAY + timedelta(days=7),
        created_at=START,
    )
    return tx.questions.add(replace(made, **given))


def answer(tx: Transaction, question_id: int, author_id: int, **given: Any) -> Answer:
    made = Answer(tx.questions.ids.next(), question_id, "Năm sau.", "NĐ 1", author_id, START)
    return tx.questions.add_answer(replace(made, **given))


def staff(tx: Transaction, login: str = "an", **given: Any) -> Staff:
    made = Staff(tx.staff.ids.next(), login, "Bà An", "kthtdt", frozenset({Role.OWNER}), START)
    return tx.staff.add(replace(made, **given))


def broadcast(tx: Transaction, audience: Audience = EVERYBODY, **given: Any) -> Broadcast:
    made = Broadcast(
        id=tx.broadcasts.ids.next(),
        kind=BroadcastKind.NEWS,
        topic="thue",
        title="Tin thuế",
        text="Có gì mới.",
        audience=audience_json(audience),
        state=BroadcastState.DRAFT,
        created_at=START,
    )
    return tx.broadcasts.add(replace(made, **given))


def call(tx: Transaction, key: str, **given: Any) -> CallTask:
    """A task that was added, about a registration or a question."""
    made = CallTask(
        id=tx.calls.ids.next(),
        key=key,
        message="ticket/offer",
        text="Có chỗ rồi.",
        due_at=LATER,
        created_at=START,
        state=CallState.OPEN,
    )
    task = replace(made, **given)
    assert tx.calls.add(task)
    return task
