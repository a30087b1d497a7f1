"""Texts and audiences of broadcasts are kept under a name, to begin the next one from."""

from dataclasses import replace
from datetime import datetime

import orjson

from content.vietnamese import order_key
from handlers.broadcast.drafting import BroadcastRefused
from storage.database import Transaction
from storage.kept_writings import KeptKind, KeptWriting
from storage.staff_models import Staff

LONGEST_NAME = 80
MOST = 200
# What of a broadcast's form each keeps.
FIELDS = {
    KeptKind.TEXT: ("kind", "topic", "title", "text", "link"),
    KeptKind.AUDIENCE: (
        *("topic", "base", "event", "neighbourhoods", "kinds", "channels", "event_states"),
        *("trades", "group"),
    ),
}


def keep(
    tx: Transaction,
    what: KeptKind,
    name: str,
    form: dict[str, str],
    now: datetime,
    *,
    staff: Staff,
) -> KeptWriting:
    """What a broadcast's `form` holds, in place of what had that name. Raises BroadcastRefused."""
    name = " ".join(name.split())
    if not name:
        raise BroadcastRefused("kept_nameless")
    fields = {field: form.get(field, "") for field in FIELDS[what]}
    content = orjson.dumps(fields).decode()
    if there := tx.kept_writings.named(what, name):
        return tx.kept_writings.save(
            replace(there, content=content, kept_by=staff.name, kept_at=now)
        )
    if len(tx.kept_writings.all()) >= MOST:
        raise BroadcastRefused("kept_too_many")
    return tx.kept_writings.add(
        KeptWriting(
            tx.kept_writings.ids.next(), what, name[:LONGEST_NAME], content, staff.name, now
        )
    )


def listed(tx: Transaction) -> list[KeptWriting]:
    """Texts first, each kind in the order of a Vietnamese list."""
    return sorted(
        tx.kept_writings.all(), key=lambda one: (one.what is KeptKind.AUDIENCE, order_key(one.name))
    )


def forget(tx: Transaction, kept: KeptWriting) -> None:
    tx.kept_writings.drop(kept.id)


def begin(tx: Transaction, numbers: tuple[int, ...]) -> dict[str, str]:
    """Fields to begin a broadcast with, of what was kept under these numbers; of an event that
    nobody is told of any more it is left to be chosen."""
    fields: dict[str, str] = {}
    for number in numbers:
        if kept := tx.kept_writings.get(number):
            fields |= kept.fields
    return fields
