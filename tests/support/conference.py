"""A conference to test with: an event, staff, and short ways to answer and to advance."""

import gc
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import cache
from typing import Any

from bot.app import settle_memory
from content.calendar import WorkingDays, at, today
from content.library import Content, load_content
from handlers.conference.creating import new_event
from handlers.conference.offers import Desk
from storage.database import Database, Transaction
from storage.event_models import Event, EventKind, EventState
from storage.staff_models import Role, Staff
from tests.support.clock import START

HALL = "Hội trường Đảng ủy phường Phù Liễn"


def make_event(
    tx: Transaction,
    *,
    seats: int = 100,
    days: int = 20,
    now: datetime = START,
    title: str = "Hội nghị đối thoại quý 4/2026",
    **changes: Any,
) -> Event:
    """A published dialogue conference, `days` from now at 8 in the morning."""
    start = at(today(now) + timedelta(days=days), time(8))
    template = loaded_content().event_templates[EventKind.DIALOGUE]
    where = {"place": HALL, "address": "số 9/157"}
    event = new_event(tx, template, title, start, now, days=WorkingDays(), **where)
    given: dict[str, Any] = {"capacity": seats, "reserved": {}, "state": EventState.OPEN} | changes
    return tx.events.save(replace(event, **given))


@cache
def loaded_content(*, with_encoder: bool = False) -> Content:
    """Read once, however many tests need it."""
    content = load_content(with_encoder=with_encoder)
    content.understanding.read("")  # made now, as a program that serves does
    settle_memory()  # the same: else thousands of tests have it walked again and again
    gc.set_threshold(50_000, 20, 20)  # a program that serves looks oftener: it has less room
    return content


def at_desk(tx: Transaction, now: datetime = START, staff: str = "") -> Desk:
    """Where people take seats themselves, or `staff` give them out."""
    return Desk(tx, loaded_content(), now, staff)


async def change_event(db: Database, event: Event, **changes: Any) -> Event:
    """Another version of it, as a clerk saves one."""

    def work(tx: Transaction) -> Event:
        kept = tx.events.get(event.id)
        assert kept is not None
        return tx.events.save(replace(kept, version=kept.version + 1, **changes))

    return await db.transaction(work)


async def add_event(db: Database, **given: Any) -> Event:
    return await db.transaction(lambda tx: make_event(tx, **given))


def make_staff(
    tx: Transaction, login: str, *roles: Role, office: str = "kthtdt", now: datetime = START
) -> Staff:
    staff = Staff(
        id=tx.staff.ids.next(),
        login=login,
        name=f"Cán bộ {login}",
        office=office,
        roles=frozenset(roles),
        created_at=now,
    )
    return tx.staff.add(staff)
