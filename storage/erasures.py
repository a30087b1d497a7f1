"""What is still owed to somebody who was erased: files to remove, and their bytes in our own."""

from collections.abc import Iterable
from sqlite3 import Connection


class Erasures:
    """`asked`: this transaction erased something; the engine looks at it after the commit."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self.asked = False

    def ask(self, files: Iterable[str] = ()) -> None:
        """Something was erased: its bytes and these photos must go, whatever stops us meanwhile."""
        self._db.execute("INSERT INTO scrub_owed (id) VALUES (1) ON CONFLICT DO NOTHING")
        self._db.executemany(
            "INSERT INTO doomed_file (name) VALUES (:name) ON CONFLICT DO NOTHING",
            [{"name": name} for name in files],
        )
        self.asked = True

    def is_owed(self) -> bool:
        return self._db.execute("SELECT 1 FROM scrub_owed").fetchone() is not None

    def files(self) -> list[str]:
        return [row["name"] for row in self._db.execute("SELECT name FROM doomed_file")]

    def files_are_gone(self, names: Iterable[str]) -> None:
        self._db.executemany(
            "DELETE FROM doomed_file WHERE name = :name", [{"name": name} for name in names]
        )

    def settle(self) -> None:
        """The bytes are gone. Only once the file was rebuilt after the erasure."""
        self._db.execute("DELETE FROM scrub_owed")
