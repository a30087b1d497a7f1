"""Who has which ward. A process that lives says so every few seconds; a lease that was not renewed
for `GONE_S` is nobody's. What a process may do with a lease ends `HELD_S` after it began to renew
it, by its own steady clock: two never have one."""

import json
from collections.abc import Collection

from storage.city.models import WardShare, WorkerSeen
from storage.city.wards import ward_of
from storage.connection import Connection

BEAT_S = 1.5
GONE_S = 8
HELD_S = 5.5
GIVEN_AT_ONCE = 4  # so that nobody's wards all pause together when another process comes
_FORGOTTEN_S = 3600

_ACTIVE = "state = 'active' AND (rests_until IS NULL OR rests_until < now())"


class WardLeases:
    """On a transaction of the city's schema."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def beat(self, worker: str, address: str, program: str, knows: int) -> None:
        """The process lives, and keeps what it has; `knows` is the newest migration it knows."""
        self._connection.execute(
            "INSERT INTO worker (id, address, program, knows) VALUES (:id, :address, :program,"
            " :knows) ON CONFLICT (id) DO UPDATE SET beat_at = now()",
            {"id": worker, "address": address, "program": program, "knows": knows},
        )
        self._connection.execute(
            "UPDATE lease SET beat_at = now() WHERE worker = :id", {"id": worker}
        )

    def forget_gone(self) -> None:
        """Leases that were not renewed, and processes nobody heard of for an hour."""
        self._connection.execute(
            "DELETE FROM lease WHERE beat_at < now() - make_interval(secs => :gone)",
            {"gone": GONE_S},
        )
        self._connection.execute(
            "DELETE FROM worker WHERE beat_at < now() - make_interval(secs => :long)"
            " AND id NOT IN (SELECT worker FROM lease)",
            {"long": _FORGOTTEN_S},
        )

    def share(self, worker: str, refused: Collection[str] = ()) -> WardShare:
        """What the process has, with as much as is free up to its fair share, but for what it
        `refused`. What goes beyond that, or is not to be served any more, is to be given back."""
        fair = self._fair_share(worker)
        self._take_free(worker, fair, refused)
        found = self._connection.execute(
            f"SELECT w.*, CASE WHEN {_ACTIVE} THEN 1 ELSE 0 END AS stays FROM lease AS l"
            " JOIN ward AS w ON w.key = l.ward WHERE l.worker = :id ORDER BY l.begun_at",
            {"id": worker},
        ).fetchall()
        stays = [row["key"] for row in found if row["stays"]]
        gone = [row["key"] for row in found if not row["stays"]]
        return WardShare(
            tuple(ward_of(row) for row in found), (*gone, *stays[fair:][:GIVEN_AT_ONCE])
        )

    def _fair_share(self, worker: str) -> int:
        """How many wards it may have. Those that were brought up to a step are shared by whoever
        knows it: while a new release takes over from the old one, that is not everybody."""
        found = self._connection.execute(
            "SELECT (SELECT count(*) FROM ward"
            f"  WHERE step >= s.step AND {_ACTIVE}) AS wards,"
            " (SELECT count(*) FROM worker WHERE knows >= s.step"
            "  AND beat_at > now() - make_interval(secs => :gone)) AS workers"
            " FROM (SELECT 0 AS step UNION SELECT step FROM ward) AS s"
            " WHERE s.step <= (SELECT knows FROM worker WHERE id = :id)",
            {"gone": GONE_S, "id": worker},
        )
        return max((-(-row["wards"] // max(1, row["workers"])) for row in found), default=0)

    def _take_free(self, worker: str, fair: int, refused: Collection[str]) -> None:
        names = self._connection.words.texts(":names")
        self._connection.execute(
            "INSERT INTO lease (ward, worker) SELECT key, :id FROM ward AS w"
            f" WHERE {_ACTIVE} AND NOT EXISTS (SELECT 1 FROM lease WHERE ward = w.key)"
            "  AND step <= (SELECT knows FROM worker WHERE id = :id)"
            f"  AND key NOT IN {names}"
            " ORDER BY step DESC LIMIT greatest(0, :fair - (SELECT count(*) FROM lease"
            "  WHERE worker = :id)) FOR UPDATE OF w SKIP LOCKED ON CONFLICT (ward) DO NOTHING",
            {"id": worker, "fair": fair, "names": json.dumps(list(refused))},
        )

    def answers(self, worker: str, wards: Collection[str]) -> None:
        """These are served now, as far as the process has them."""
        names = self._connection.words.texts(":names")
        self._connection.execute(
            f"UPDATE lease SET ready = 1 WHERE worker = :id AND ready = 0 AND ward IN {names}",
            {"id": worker, "names": json.dumps(list(wards))},
        )

    def give_back(self, worker: str, ward: str) -> None:
        """The process does nothing for the ward any more."""
        self._connection.execute(
            "DELETE FROM lease WHERE ward = :ward AND worker = :id", {"ward": ward, "id": worker}
        )

    def leave(self, worker: str) -> None:
        """The process ends: what it had is free at once."""
        self._connection.execute("DELETE FROM lease WHERE worker = :id", {"id": worker})
        self._connection.execute("DELETE FROM worker WHERE id = :id", {"id": worker})

    def workers(self) -> list[WorkerSeen]:
        """Those that live, the oldest first."""
        found = self._connection.execute(
            "SELECT p.id AS id, p.address AS address, p.program AS program,"
            " extract(epoch FROM now() - p.beat_at) AS age,"
            " (SELECT count(*) FROM lease WHERE worker = p.id) AS wards FROM worker AS p"
            " WHERE p.beat_at > now() - make_interval(secs => :gone) ORDER BY p.begun_at",
            {"gone": GONE_S},
        )
        return [
            WorkerSeen(row["id"], row["address"], row["program"], row["wards"], float(row["age"]))
            for row in found
        ]

    def holder(self, ward: str) -> str:
        """The process that has it; "" for none."""
        row = self._connection.execute(
            "SELECT worker FROM lease WHERE ward = :ward"
            " AND beat_at > now() - make_interval(secs => :gone)",
            {"ward": ward, "gone": GONE_S},
        ).fetchone()
        return str(row["worker"]) if row else ""
