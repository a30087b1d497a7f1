"""A new event from its template, with its code, programme and tasks, and a question deadline of
three days before (everything is ready by then: the ward's plan)."""

import secrets
from datetime import datetime, time, timedelta

from content.calendar import at, local
from content.codes import ALPHABET
from content.event_templates import EventTemplate
from storage.database import Transaction
from storage.event_models import Event, EventKind, EventTask

CLOSES_BEFORE = timedelta(days=3)


def new_event(
    tx: Transaction,
    template: EventTemplate,
    title: str,
    starts_at: datetime,
    now: datetime,
    *,
    place: str,
    address: str = "",
) -> Event:
    """A draft; registration and questions close at the end of T-3."""
    closes = at(local(starts_at).date() - CLOSES_BEFORE, time(17))
    event = Event(
        id=tx.events.ids.next(),
        code=_free_code(tx),
        kind=EventKind(template.kind),
        title=title,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=template.hours),
        place=place,
        address=address,
        capacity=template.capacity,
        registration_until=closes,
        questions_until=closes,
        created_at=now,
        bring=template.bring,
        reserved=dict(template.reserved),
    )
    tx.events.add(event)
    lines = [("", content, who) for content, who in template.programme]
    tx.events.set_programme(event.id, lines)
    for days, what, who in template.tasks:
        due = local(starts_at).date() + timedelta(days=days)
        tx.events.add_task(EventTask(tx.events.ids.next(), event.id, due, what, who))
    return event


def _free_code(tx: Transaction) -> str:
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(6))
        if tx.events.by_code(code) is None:
            return code
