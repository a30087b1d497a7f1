"""Whether a database file is whole: looked at when it is opened, nightly, and in every backup."""

import sqlite3
import time
from contextlib import closing
from functools import cache
from pathlib import Path
from urllib.parse import quote

from content.operator import tell
from storage.engines.sqlite import schema

# At a start the checks may take so long; what is left of them is done beside the traffic.
START_LIMIT_S = 4.0
_STEPS = 20_000  # of SQLite's machine, between two looks at the clock
_SMALL = 2_000  # pages: looked at wholly at once, which tells all that the quick check tells


Rows = sqlite3.Connection


def reader(path: Path) -> Rows:
    """A connection of its own, for looking only. Raises sqlite3.Error."""
    return sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, check_same_thread=False)


def damage(connection: sqlite3.Connection, limit_s: float | None = None) -> tuple[str, bool]:
    """(what is wrong or '', whether everything was looked at within `limit_s`)."""
    end = time.monotonic() + limit_s if limit_s is not None else None
    try:
        small = connection.execute("PRAGMA page_count").fetchone()[0] <= _SMALL
    except sqlite3.DatabaseError as error:
        return str(error), True
    wholly = ("integrity_check(1)",)
    for pragma in wholly if small or end is None else ("quick_check(1)", *wholly):
        try:
            found = _first(connection, pragma, end)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                return "", False
            return str(error), True
        except sqlite3.DatabaseError as error:
            return str(error), True
        if found != "ok":
            return " ".join(found.split()), True
    return "", True


def _first(connection: sqlite3.Connection, pragma: str, end: float | None) -> str:
    if end is not None:
        connection.set_progress_handler(lambda: int(time.monotonic() > end), _STEPS)
    try:
        return str(connection.execute(f"PRAGMA {pragma}").fetchone()[0])
    finally:
        connection.set_progress_handler(None, 0)


def missing(connection: sqlite3.Connection) -> list[str]:
    """Tables, indexes, triggers and columns the program needs and this database lacks; for one
    that had every migration."""
    statements, parts = _needed()
    if statements <= _statements(connection):  # word for word, so it has every column
        return []
    return sorted(parts - _parts(connection))


@cache
def _needed() -> tuple[frozenset[tuple[str, str, str]], frozenset[str]]:
    """What all migrations make: the statements it stands in, and its parts."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        schema.migrate(fresh)
        return frozenset(_statements(fresh)), frozenset(_parts(fresh))


def _statements(connection: sqlite3.Connection) -> set[tuple[str, str, str]]:
    rows = connection.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master")
    return {(kind, name, sql) for kind, name, sql in rows}


def _parts(connection: sqlite3.Connection) -> set[str]:
    rows = connection.execute(
        "SELECT type, name FROM sqlite_master UNION ALL "
        "SELECT 'column', made.name || '.' || its.name "
        "FROM sqlite_master AS made, pragma_table_info(made.name) AS its WHERE made.type = 'table'"
    )
    return {f"{kind} {name}" for kind, name in rows}


def whole(path: Path) -> str:
    """What is wrong with a database that may be in use, or ''. Takes its time: not on the event
    loop. Reads beside the traffic and holds nobody up."""
    try:
        with closing(reader(path)) as connection:
            found, _ = damage(connection)
            if found:
                return found
            if lost := missing(connection):
                return f"missing {', '.join(lost[:3])}"
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
            return f"foreign key of table {broken[0]}" if broken else ""
    except sqlite3.Error as error:
        return str(error)


def damaged(path: Path, what: str) -> str:
    """The sentence for a database that is not whole."""
    return tell("storage.broken", path=path, what=what)


def replaced(path: Path) -> str:
    """The sentence for a database that was exchanged while it was served."""
    return tell("storage.replaced", path=path)
