"""Talks between an owner and an official: who has which, and every line of them.

Who takes, gives back or closes a talk does it by a statement that names the state it must be in: of
several at once one does it, whatever the engine lets run side by side.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from storage.connection import Connection
from storage.handoff_models import Handoff, HandoffLine, HandoffState, LineSide
from storage.ids import IdSource
from storage.lots import LOT
from storage.models import stamp
from storage.rows import Table, stored

_OPEN = "state IN ('waiting', 'held')"
_NOTED = ("id", "told", "told_at", "later", "spoke_at", "asked_at", "slow", "noted")


class Handoffs:
    """`when_changed` is the engine's: called after every commit that changed a talk."""

    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self._db = connection
        self.ids = ids
        self.when_changed: Callable[[], None] = _nothing
        self._rows = Table(connection, "handoff", Handoff)
        self._lines = Table(connection, "handoff_line", HandoffLine)
        changes = ", ".join(f"{column} = :{column}" for column in _NOTED[1:])
        self._note = f"UPDATE handoff SET {changes} WHERE id = :id"

    # ---- talks ----

    def open(self, handoff: Handoff) -> bool:
        """Whether it was opened: there is one open talk for a contact."""
        if handoff.contact_id is not None and self.open_of(handoff.contact_id) is not None:
            return False
        self._rows.add(handoff)
        self._changed()
        return True

    def note(self, handoff: Handoff) -> None:
        """Keeps who was told and when somebody spoke. Where it stands and whose it is, is changed
        by `take`, `give_back` and `close` alone, and lines are counted by `add_line`."""
        self._db.execute(self._note, {name: stored(getattr(handoff, name)) for name in _NOTED})
        self._changed()

    def move(self, handoff_id: int, office: str) -> None:
        """To another office; nobody was told of it there."""
        self._db.execute(
            "UPDATE handoff SET office = :office, told = '[]', later = '[]' WHERE id = :id",
            {"id": handoff_id, "office": office},
        )
        self._changed()

    def get(self, handoff_id: int) -> Handoff | None:
        return self._rows.one("WHERE id = :id", id=handoff_id)

    def open_of(self, contact_id: int) -> Handoff | None:
        """The open talk of an owner's contact."""
        return self._rows.one(f"WHERE contact_id = :id AND {_OPEN}", id=contact_id)

    def held_at(self, desk_contact_id: int) -> Handoff | None:
        """The talk held through an official's own chat."""
        return self._rows.one("WHERE desk_contact_id = :id AND state = 'held'", id=desk_contact_id)

    def is_held_with(self, contact_id: int) -> bool:
        """Whether a talk is held with this contact: its owner's, or an official's own chat."""
        row = self._db.execute(
            "SELECT 1 FROM handoff WHERE state = 'held'"
            " AND (contact_id = :id OR desk_contact_id = :id) LIMIT 1",
            {"id": contact_id},
        ).fetchone()
        return row is not None

    def in_states(self, states: Sequence[HandoffState], most: int = 1000) -> list[Handoff]:
        """Whoever waits longest first."""
        wanted = ", ".join(f"'{HandoffState(state)}'" for state in states)
        return self._rows.all(
            f"WHERE state IN ({wanted}) ORDER BY opened_at, id LIMIT :most", most=most
        )

    def closed(self, before: int = 0, most: int = 50) -> list[Handoff]:
        """Those that are over, the latest first; those before the id `before` (0: all)."""
        return self._rows.all(
            "WHERE state IN ('ended', 'case') AND (:before = 0 OR id < :before)"
            " ORDER BY id DESC LIMIT :most",
            before=before,
            most=most,
        )

    def of_contact(self, contact_id: int) -> list[Handoff]:
        """All talks of an owner's contact, the latest first."""
        return self._rows.all("WHERE contact_id = :id ORDER BY id DESC", id=contact_id)

    def take(
        self, handoff_id: int, staff_id: int, desk_contact_id: int | None, now: datetime
    ) -> bool:
        """Whether it is theirs now: it waited, and nothing else is held through that chat."""
        taken = self._db.execute(
            "UPDATE handoff SET state = 'held', holder_id = :staff, desk_contact_id = :desk,"
            " taken_at = :now, spoke_at = :now, asked_at = NULL, slow = 0"
            " WHERE id = :id AND state = 'waiting' AND NOT EXISTS (SELECT 1 FROM handoff AS h"
            "  WHERE h.state = 'held' AND h.desk_contact_id = :desk)",
            {"id": handoff_id, "staff": staff_id, "desk": desk_contact_id, "now": stamp(now)},
        )
        self._changed()
        return bool(taken.rowcount)

    def give_back(self, handoff_id: int, holder_id: int) -> bool:
        """Whether it waits again: this person held it."""
        given = self._db.execute(
            "UPDATE handoff SET state = 'waiting', holder_id = NULL, desk_contact_id = NULL,"
            " asked_at = NULL, noted = 0"
            " WHERE id = :id AND state = 'held' AND holder_id = :holder",
            {"id": handoff_id, "holder": holder_id},
        )
        self._changed()
        return bool(given.rowcount)

    def close(
        self,
        handoff_id: int,
        was: HandoffState,
        state: HandoffState,
        result: str,
        now: datetime,
    ) -> bool:
        """Whether it is over by this: it was as the caller saw it."""
        closed = self._db.execute(
            "UPDATE handoff SET state = :state, result = :result, closed_at = :now"
            " WHERE id = :id AND state = :was",
            {
                "id": handoff_id,
                "was": was,
                "state": state,
                "result": result,
                "now": stamp(now),
            },
        )
        self._changed()
        return bool(closed.rowcount)

    def lead_to(self, handoff_id: int, question_id: int) -> None:
        """The question a talk became."""
        self._db.execute(
            "UPDATE handoff SET question_id = :question WHERE id = :id",
            {"id": handoff_id, "question": question_id},
        )
        self._changed()

    # ---- lines ----

    def add_line(self, line: HandoffLine) -> HandoffLine:
        """Counts it too. A message that is delivered again is known before (`Inbox.record`)."""
        self._lines.add(line)
        self._changed()
        if line.side in (LineSide.OWNER, LineSide.STAFF):
            column = f"{line.side}_lines"
            self._db.execute(
                f"UPDATE handoff SET {column} = {column} + 1 WHERE id = :id",
                {"id": line.handoff_id},
            )
        return line

    def save_line(self, line: HandoffLine) -> HandoffLine:
        self._changed()
        return self._lines.save(line)

    def lines(self, handoff_id: int, after: int = 0) -> list[HandoffLine]:
        """In order; those after the line `after`."""
        return self._lines.all(
            "WHERE handoff_id = :id AND id > :after ORDER BY id", id=handoff_id, after=after
        )

    def line(self, line_id: int) -> HandoffLine | None:
        return self._lines.one("WHERE id = :id", id=line_id)

    def last_line(self, handoff_id: int, side: LineSide) -> HandoffLine | None:
        return self._lines.one(
            "WHERE handoff_id = :id AND side = :side ORDER BY id DESC LIMIT 1",
            id=handoff_id,
            side=side,
        )

    def lines_of_contact(self, contact_id: int) -> list[HandoffLine]:
        """Of all talks of an owner's contact, in order."""
        return self._lines.all("WHERE contact_id = :id ORDER BY id", id=contact_id)

    def not_arrived(self, handoff_id: int) -> list[HandoffLine]:
        """Lines whose message was refused, failed or is in doubt, and of which nobody was told."""
        return self._lines.all(
            "WHERE handoff_id = :id AND lost_at IS NULL AND withdrawn_at IS NULL"
            " AND EXISTS (SELECT 1 FROM outbox AS o"
            "  WHERE o.dedupe_key >= 'line:' || handoff_line.id || ':'"
            "  AND o.dedupe_key < 'line:' || handoff_line.id || ':~'"
            "  AND o.state IN ('refused', 'failed', 'unconfirmed'))"
            " ORDER BY id",
            id=handoff_id,
        )

    def with_photo(self, name: str) -> HandoffLine | None:
        return self._lines.one("WHERE photo = :name AND photo <> ''", name=name)

    def photo_names(self) -> set[str]:
        """The files of every line."""
        rows = self._db.execute("SELECT photo FROM handoff_line WHERE photo <> ''")
        return {row["photo"] for row in rows}

    # ---- forgetting ----

    def forget_lines(self, lines: Sequence[HandoffLine]) -> list[str]:
        """These lines, with what their messages said to either side, sent or not, and what was kept
        of the messages they came by. The names of their photos."""
        for line in lines:
            self._db.execute(
                "DELETE FROM outbox WHERE dedupe_key >= :key AND dedupe_key < :key || '~'",
                {"key": line.key},
            )
            self._db.execute(
                "UPDATE inbox SET text = NULL"
                " WHERE channel = :channel AND external_id = :external_id",
                {"channel": line.channel, "external_id": line.external_id},
            )
            self._db.execute("DELETE FROM handoff_line WHERE id = :id", {"id": line.id})
        self._changed()
        return [line.photo for line in lines if line.photo]

    def part_from(self, contact_id: int) -> None:
        """Talks of this contact are nobody's from here on: a count is left."""
        self._db.execute(
            "UPDATE handoff SET contact_id = NULL WHERE contact_id = :id", {"id": contact_id}
        )

    def old_lines(self, before: datetime, most: int = LOT) -> list[HandoffLine]:
        """Of talks that closed before then."""
        return self._lines.all(
            "WHERE handoff_id IN (SELECT id FROM handoff WHERE closed_at < :before)"
            " ORDER BY id LIMIT :most",
            before=before,
            most=most,
        )

    def part_from_old(self, before: datetime, most: int = LOT) -> int:
        """Talks that closed before then and have no lines any more are a count. How many."""
        return self._db.execute(
            "UPDATE handoff SET contact_id = NULL WHERE id IN (SELECT h.id FROM handoff AS h"
            " WHERE h.closed_at < :before AND h.contact_id IS NOT NULL AND NOT EXISTS"
            "  (SELECT 1 FROM handoff_line AS l WHERE l.handoff_id = h.id) LIMIT :most)",
            {"before": stamp(before), "most": most},
        ).rowcount

    def _changed(self) -> None:
        self._db.after_commit(self.when_changed)


def _nothing() -> None:
    """Nobody listens."""
