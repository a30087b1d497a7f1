"""Which chat, address of letters and browser belongs to which member of staff."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.connection import Connection
from storage.models import ContactState, OutboxState, moment, stamp


class WayKind(StrEnum):
    """How somebody of the staff may be told."""

    CHAT = "chat"  # their own chat with the assistant
    EMAIL = "email"
    PUSH = "push"  # one of their browsers


@dataclass(frozen=True, slots=True)
class StaffWay:
    """One way, the contact it goes to. `label`: its address, or what browser it is; `muted`: its
    owner leaves it out; `state` LEFT: nothing is taken there any more. `told`: what became of the
    last message, None where none was sent; `told_at` when, with `error` where it did not go."""

    contact_id: int
    channel: str
    way: WayKind
    label: str
    muted: bool
    state: ContactState
    told: OutboxState | None = None
    told_at: datetime | None = None
    error: str = ""

    @property
    def is_used(self) -> bool:
        return not self.muted and not self.is_dead

    @property
    def is_dead(self) -> bool:
        return self.state is ContactState.LEFT

    @property
    def became(self) -> str:
        """What became of the last message: "going", "taken", "unsure", "failed"; "" for none."""
        match self.told:
            case None:
                return ""
            case OutboxState.PENDING | OutboxState.SENDING:
                return "going"
            case OutboxState.SENT:
                return "taken"
            case OutboxState.UNCONFIRMED:
                return "unsure"
        return "failed"


@dataclass(frozen=True, slots=True)
class AddressToShow:
    """An address somebody is to show to be theirs: the hash of the code sent there, until when."""

    contact_id: int
    address: str
    code: str
    expires_at: datetime


class StaffLinks:
    """Made by a code that is typed in the chat once."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def make_code(self, hashed_code: str, staff_id: int, until: datetime) -> None:
        """A new code; an earlier one of this person no longer works."""
        self._db.execute("DELETE FROM staff_link_code WHERE staff_id = :id", {"id": staff_id})
        self._db.execute(
            "INSERT INTO staff_link_code (code, staff_id, expires_at) VALUES (:code, :id, :until)",
            {"code": hashed_code, "id": staff_id, "until": stamp(until)},
        )

    def use_code(self, hashed_code: str, contact_id: int, now: datetime) -> int | None:
        """Links the contact to the code's owner -> staff id; None for a wrong or old code."""
        row = self._db.execute(
            "DELETE FROM staff_link_code WHERE code = :code AND expires_at > :now"
            " RETURNING staff_id",
            {"code": hashed_code, "now": stamp(now)},
        ).fetchone()
        if row is None:
            return None
        self._db.execute(
            "INSERT INTO staff_link (contact_id, staff_id, linked_at) VALUES (:contact, :id, :now)"
            " ON CONFLICT (contact_id) DO UPDATE SET staff_id = excluded.staff_id,"
            " linked_at = excluded.linked_at, muted = 0",
            {"contact": contact_id, "id": row["staff_id"], "now": stamp(now)},
        )
        return int(row["staff_id"])

    def drop_code(self, hashed_code: str) -> bool:
        """The code no longer works; whether there was one."""
        dropped = self._db.execute(
            "DELETE FROM staff_link_code WHERE code = :code", {"code": hashed_code}
        )
        return bool(dropped.rowcount)

    def drop_codes_of(self, staff_id: int) -> None:
        """No code of this person's works any more."""
        self._db.execute("DELETE FROM staff_link_code WHERE staff_id = :id", {"id": staff_id})

    def staff_of(self, contact_id: int) -> int | None:
        row = self._db.execute(
            "SELECT staff_id FROM staff_link WHERE contact_id = :id", {"id": contact_id}
        ).fetchone()
        return int(row["staff_id"]) if row else None

    def contacts_of(self, staff_id: int) -> list[tuple[int, str]]:
        """(contact id, channel) of this person's linked chats that can still be written to."""
        rows = self._db.execute(
            "SELECT l.contact_id, c.channel FROM staff_link AS l JOIN contact AS c"
            " ON c.id = l.contact_id WHERE l.staff_id = :id AND l.way = 'chat'"
            " AND c.state = 'active'"
            " AND c.is_group = 0"
            " ORDER BY l.linked_at",
            {"id": staff_id},
        ).fetchall()
        return [(row["contact_id"], row["channel"]) for row in rows]

    # ---- by which ways somebody is told ----

    def ways_of(self, staff_id: int) -> list[StaffWay]:
        """All of one person, the oldest first, with what became of the last message."""
        rows = self._db.execute(
            "SELECT l.contact_id, c.channel, l.way, l.label, l.muted, c.state, o.state AS told,"
            " coalesce(o.settled_at, o.created_at) AS told_at, o.error"
            " FROM staff_link AS l JOIN contact AS c ON c.id = l.contact_id"
            " LEFT JOIN outbox AS o ON o.id = (SELECT max(n.id) FROM outbox AS n"
            "  WHERE n.contact_id = l.contact_id AND n.kind = 'notice')"
            " WHERE l.staff_id = :id AND c.is_group = 0 ORDER BY l.linked_at, l.contact_id",
            {"id": staff_id},
        ).fetchall()
        return [
            StaffWay(
                row["contact_id"],
                row["channel"],
                WayKind(row["way"]),
                row["label"],
                bool(row["muted"]),
                ContactState(row["state"]),
                OutboxState(row["told"]) if row["told"] else None,
                moment(row["told_at"]) if row["told_at"] else None,
                row["error"] or "",
            )
            for row in rows
        ]

    def add_way(
        self, staff_id: int, contact_id: int, way: WayKind, label: str, now: datetime
    ) -> None:
        """Also of somebody else before: a browser, or an address, is whose it was shown to be."""
        self._db.execute(
            "INSERT INTO staff_link (contact_id, staff_id, linked_at, way, label)"
            " VALUES (:contact, :id, :now, :way, :label)"
            " ON CONFLICT (contact_id) DO UPDATE SET staff_id = excluded.staff_id, muted = 0,"
            " linked_at = excluded.linked_at, way = excluded.way, label = excluded.label",
            {"contact": contact_id, "id": staff_id, "now": stamp(now), "way": way, "label": label},
        )

    def mute(self, staff_id: int, contact_id: int, *, muted: bool) -> None:
        self._db.execute(
            "UPDATE staff_link SET muted = :muted WHERE staff_id = :id AND contact_id = :contact",
            {"id": staff_id, "contact": contact_id, "muted": int(muted)},
        )

    def drop(self, staff_id: int, contact_id: int) -> None:
        self._db.execute(
            "DELETE FROM staff_link WHERE staff_id = :id AND contact_id = :contact",
            {"id": staff_id, "contact": contact_id},
        )

    def last_told(self, staff_ids: Collection[int], since: datetime) -> dict[int, set[OutboxState]]:
        """How the last message by each way stands that was made since then, by person."""
        rows = self._db.execute(
            "SELECT l.staff_id, o.state FROM staff_link AS l JOIN outbox AS o ON o.id ="
            " (SELECT max(n.id) FROM outbox AS n"
            "  WHERE n.contact_id = l.contact_id AND n.kind = 'notice')"
            f" WHERE l.staff_id IN {self._db.words.numbers(':ids')} AND o.created_at >= :since",
            {"ids": str(list(staff_ids)), "since": stamp(since)},
        ).fetchall()
        found: dict[int, set[OutboxState]] = {}
        for row in rows:
            found.setdefault(row["staff_id"], set()).add(OutboxState(row["state"]))
        return found

    # ---- addresses to be shown to be somebody's ----

    def ask_address(
        self, staff_id: int, contact_id: int, hashed_code: str, until: datetime
    ) -> None:
        """In place of what this person was to show before."""
        self.forget_address(staff_id)
        self._db.execute(
            "INSERT INTO staff_address (staff_id, contact_id, code, expires_at)"
            " VALUES (:id, :contact, :code, :until)",
            {"id": staff_id, "contact": contact_id, "code": hashed_code, "until": stamp(until)},
        )

    def address_of(self, staff_id: int) -> AddressToShow | None:
        row = self._db.execute(
            "SELECT a.contact_id, c.address, a.code, a.expires_at FROM staff_address AS a"
            " JOIN contact AS c ON c.id = a.contact_id WHERE a.staff_id = :id",
            {"id": staff_id},
        ).fetchone()
        if row is None:
            return None
        until = moment(row["expires_at"])
        return AddressToShow(row["contact_id"], row["address"], row["code"], until)

    def forget_address(self, staff_id: int) -> None:
        self._db.execute("DELETE FROM staff_address WHERE staff_id = :id", {"id": staff_id})
