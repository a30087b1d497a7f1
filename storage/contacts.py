"""Contacts: one row per person (or group) on one channel. No names are kept."""

from collections.abc import Iterable
from datetime import datetime

import orjson

from storage.connection import Connection, Row, number, only
from storage.ids import IdSource
from storage.models import Contact, ContactState, moment, stamp


class Contacts:
    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self._db = connection
        self._ids = ids
        group = connection.words.greatest("contact.is_group", "excluded.is_group")
        self._meet = (
            "INSERT INTO contact (id, channel, address, state, created_at, last_inbound_at,"
            " is_group) VALUES (:id, :channel, :address, 'active', :now, :now, :is_group)"
            " ON CONFLICT (channel, address) DO UPDATE SET state = 'active',"
            f" last_inbound_at = excluded.last_inbound_at, is_group = {group} RETURNING *"
        )

    def find(self, channel: str, address: str) -> Contact | None:
        row = self._db.execute(
            "SELECT * FROM contact WHERE channel = :channel AND address = :address",
            {"channel": channel, "address": address},
        ).fetchone()
        return _contact(row) if row else None

    def meet(self, channel: str, address: str, now: datetime, *, is_group: bool = False) -> Contact:
        """The contact writing now: created on the first message, active again if it had left. What
        was once a group stays one."""
        rows = self._db.execute(
            self._meet,
            {
                "id": self._ids.next(),
                "channel": channel,
                "address": address,
                "now": stamp(now),
                "is_group": int(is_group),
            },
        )
        return _contact(only(rows))

    def rest(self, until: Iterable[tuple[int, datetime]]) -> None:
        """(contact id, moment): nothing more is sent to the contact before that moment."""
        together: dict[str, list[int]] = {}
        for contact_id, rested in until:
            together.setdefault(stamp(rested), []).append(contact_id)
        self._db.executemany(
            f"UPDATE contact SET rest_until = :until WHERE {self._db.words.each_of('id', ':ids')}",
            [{"until": at, "ids": orjson.dumps(ids).decode()} for at, ids in together.items()],
        )

    def call(self, contact_id: int, form: str) -> None:
        """How a contact wishes to be called from now on; "" for as everybody is."""
        self._db.execute(
            "UPDATE contact SET addressed = :form WHERE id = :id", {"form": form, "id": contact_id}
        )

    def leave(self, contact_id: int) -> None:
        """The platform says this contact blocked or left us: nothing more is sent to it."""
        self._db.execute("UPDATE contact SET state = 'left' WHERE id = :id", {"id": contact_id})

    def count(self, channel: str) -> int:
        """How many people can be written to on a channel."""
        return number(
            self._db.execute(
                "SELECT count(*) AS n FROM contact WHERE channel = :channel AND state = 'active'"
                " AND is_group = 0",
                {"channel": channel},
            )
        )

    def get(self, contact_id: int) -> Contact | None:
        row = self._db.execute(
            "SELECT * FROM contact WHERE id = :id", {"id": contact_id}
        ).fetchone()
        return _contact(row) if row else None

    def delete(self, contact_id: int) -> None:
        """Forgets a contact with its conversation, what was said and what waits to be said."""
        self._db.execute("DELETE FROM contact WHERE id = :id", {"id": contact_id})

    def move(self, contact_id: int, address: str) -> None:
        """A group became a supergroup: same contact, new address.

        A contact that already stands at the new address keeps it; its twin is marked as left.
        """
        taken = self._db.execute(
            "SELECT 1 FROM contact AS c JOIN contact AS me ON me.id = :id"
            " WHERE c.channel = me.channel AND c.address = :address",
            {"id": contact_id, "address": address},
        ).fetchone()
        if taken:
            self.leave(contact_id)
            return
        self._db.execute(
            "UPDATE contact SET address = :address WHERE id = :id",
            {"address": address, "id": contact_id},
        )


def _contact(row: Row) -> Contact:
    return Contact(
        id=row["id"],
        channel=row["channel"],
        address=row["address"],
        state=ContactState(row["state"]),
        last_inbound_at=moment(row["last_inbound_at"]),
        rest_until=moment(row["rest_until"]) if row["rest_until"] else None,
        is_group=bool(row["is_group"]),
        addressed=row["addressed"],
    )
