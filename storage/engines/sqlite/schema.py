"""Numbered SQL files, each applied once, together with its record, in one transaction."""

from functools import cache
from pathlib import Path
from sqlite3 import Connection

from content.operator import tell

FOLDER = Path(__file__).parents[2] / "migrations" / "sqlite"


class SchemaMismatch(Exception):
    """The database and the program do not belong together; the message says which is older."""


def migrations() -> tuple[Path, ...]:
    return _steps(FOLDER)


@cache
def _steps(folder: Path) -> tuple[Path, ...]:
    found = folder.glob("[0-9][0-9][0-9][0-9]_*.sql")
    return tuple(sorted(found, key=lambda path: path.name))


def applied(connection: Connection) -> int:
    """How many migrations this database has had."""
    connection.execute(
        "CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL)"
    )
    return int(connection.execute("SELECT coalesce(max(number), 0) FROM migration").fetchone()[0])


def migrate(connection: Connection) -> list[str]:
    """Brings the database up to date; returns the names of what was applied."""
    done = applied(connection)
    files = migrations()
    if done > len(files):
        raise SchemaMismatch(tell("storage.newer", done=done, count=len(files)))
    new = files[done:]
    for path in new:
        number = int(path.name[:4])
        # executescript commits whatever is open, so the whole step is one script.
        connection.executescript(
            f"BEGIN;\n{path.read_text(encoding='utf-8')}\n"
            f"INSERT INTO migration (number, name) VALUES ({number}, '{path.stem}');\nCOMMIT;"
        )
    return [path.stem for path in new]


def require_current(connection: Connection) -> None:
    """Raises SchemaMismatch unless every migration, and no later one, has been applied."""
    done, known = applied(connection), len(migrations())
    if done != known:
        raise SchemaMismatch(tell("storage.older", done=done, known=known))
