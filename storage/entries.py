"""The versions of answers that staff write in the console."""

from storage.connection import Connection, number
from storage.entry_models import OPEN_STATES, EntryVersion
from storage.ids import IdSource
from storage.rows import Table


class Entries:
    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self._db = connection
        self.ids = ids
        self._rows = Table(connection, "entry_version", EntryVersion)

    def add(self, version: EntryVersion) -> EntryVersion:
        return self._rows.add(version)

    def save(self, version: EntryVersion) -> EntryVersion:
        return self._rows.save(version)

    def get(self, version_id: int) -> EntryVersion | None:
        return self._rows.one("WHERE id = :id", id=version_id)

    def of_entry(self, entry: str) -> list[EntryVersion]:
        """Every version of an answer, latest first."""
        return self._rows.all("WHERE entry = :entry ORDER BY id DESC", entry=entry)

    def in_the_making(self) -> list[EntryVersion]:
        """What is written, waits for an approver or was returned; oldest first, one an answer."""
        return self._rows.all(
            f"WHERE state IN {self._db.words.texts(':states')} ORDER BY id", states=OPEN_STATES
        )

    def in_force(self) -> list[EntryVersion]:
        """What lies over the files now, one an answer, in the order it was published."""
        return self._rows.all("WHERE state = 'published' ORDER BY serial")

    def last_serial(self) -> int:
        """Of what was published last; 0 for nothing. It grows with every publication and costs a
        look into an index: whoever serves content asks whether it is still the latest."""
        return number(
            self._db.execute(
                "SELECT coalesce(max(serial), 0) AS n FROM entry_version WHERE serial > 0"
            )
        )
