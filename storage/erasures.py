"""What is still owed to somebody who was erased: files to remove, and their bytes in our own."""

from collections.abc import Callable, Iterable

from storage.connection import Connection


class Erasures:
    """`when_kept` is the engine's: called after every commit that erased something."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self.when_kept: Callable[[], None] = _nothing

    def ask(self, files: Iterable[str] = ()) -> None:
        """Something was erased: its bytes and these photos must go, whatever stops us meanwhile."""
        self._db.execute(
            "INSERT INTO scrub_owed (id) VALUES (1)"
            " ON CONFLICT (id) DO UPDATE SET asked = scrub_owed.asked + 1"
        )
        self._db.executemany(
            "INSERT INTO doomed_file (name) VALUES (:name) ON CONFLICT DO NOTHING",
            [{"name": name} for name in files],
        )
        self._db.after_commit(self.when_kept)

    def owed(self) -> int:
        """How often something was erased since the file was last rebuilt."""
        row = self._db.execute("SELECT asked FROM scrub_owed").fetchone()
        return int(row["asked"]) if row else 0

    def files(self) -> list[str]:
        return [row["name"] for row in self._db.execute("SELECT name FROM doomed_file")]

    def files_are_gone(self, names: Iterable[str]) -> None:
        self._db.executemany(
            "DELETE FROM doomed_file WHERE name = :name", [{"name": name} for name in names]
        )

    def settle(self, owed: int) -> None:
        """The file was rebuilt after so many: nothing is owed, unless there were more since."""
        self._db.execute("DELETE FROM scrub_owed WHERE asked = :owed", {"owed": owed})


def _nothing() -> None:
    """Nobody waits to hear of it."""
