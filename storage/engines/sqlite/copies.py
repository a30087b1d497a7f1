"""Copies of a database that is in use, whole and of one moment (aiosqlite's backup)."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import aiosqlite

from storage.engines.sqlite import checks, schema

PAGES = 256  # at a time


class CopyFailed(Exception):
    """No whole copy could be made; the message says why."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy refers to: names in the folders of photos and attachments; its schema; when
    something last came in or was done in it ("" for never)."""

    photos: frozenset[str]
    attachments: frozenset[str]
    schema: int
    newest: str = ""


async def copy(source: Path, target: Path, progress: Callable[[int, int], None]) -> None:
    """Copies the database as it is at this moment, beside whoever uses it; `progress` gets pages
    left and pages in all. The copy is one file, without a log. Raises CopyFailed."""
    # mode=rw: with mode=ro the log of a program that stopped cleanly could not be set up.
    uri = f"file:{quote(str(source))}?mode=rw"
    os.close(os.open(target, os.O_CREAT | os.O_EXCL, 0o600))
    try:
        async with aiosqlite.connect(uri, uri=True, isolation_level=None) as live:
            # One reading transaction for the whole of it: else every commit meanwhile would have
            # the copy begin anew.
            await live.execute("PRAGMA query_only = ON")
            await live.execute("BEGIN")
            await (await live.execute("SELECT count(*) FROM sqlite_master")).fetchone()
            async with aiosqlite.connect(target) as made:
                await live.backup(
                    made, pages=PAGES, progress=lambda _, left, total: progress(left, total)
                )
                await made.execute("PRAGMA journal_mode = DELETE")
                # Put in the original's place by hand, it must not be taken for it.
                await made.execute("PRAGMA application_id = 0")
                await made.commit()
            await live.execute("ROLLBACK")
    except (sqlite3.Error, OSError) as error:
        raise CopyFailed(str(error)) from error


def look(path: Path) -> Copied:
    """Checks a copy through and through. Raises CopyFailed."""
    try:
        with closing(checks.reader(path)) as connection:
            found, _ = checks.damage(connection)
            if found:
                raise CopyFailed(found)
            if broken := connection.execute("PRAGMA foreign_key_check").fetchone():
                raise CopyFailed(f"foreign key of table {broken[0]}")
            number = connection.execute("SELECT max(number) FROM migration").fetchone()[0]
            if number == len(schema.migrations()) and (lost := checks.missing(connection)):
                raise CopyFailed(f"missing {', '.join(lost[:3])}")
            return Copied(
                _names(connection, "SELECT name FROM photo") | _beside(connection),
                _names(connection, "SELECT attachment FROM broadcast WHERE attachment <> ''"),
                int(number or 0),
                _newest(connection),
            )
    except sqlite3.Error as error:
        raise CopyFailed(str(error)) from error


def _names(connection: sqlite3.Connection, statement: str) -> frozenset[str]:
    return frozenset(row[0] for row in connection.execute(statement))


# Files that stand with the photos of questions, by the table that names them; an older database
# has none of these.
_BESIDE = {
    "answer_file": "SELECT name FROM answer_file",
    "handoff_line": "SELECT photo FROM handoff_line WHERE photo <> ''",
}


def _beside(connection: sqlite3.Connection) -> frozenset[str]:
    """Files of answers and of talks."""
    there = _names(connection, "SELECT name FROM sqlite_master WHERE type = 'table'")
    found = (_names(connection, asked) for table, asked in _BESIDE.items() if table in there)
    return frozenset().union(*found)


def _newest(connection: sqlite3.Connection) -> str:
    """When something last came in or was done; a database of the first days may lack a table."""
    there = _names(connection, "SELECT name FROM sqlite_master WHERE type = 'table'")
    asked = {"inbox": "SELECT max(received_at) FROM inbox", "audit": "SELECT max(at) FROM audit"}
    found = [connection.execute(asked[name]).fetchone()[0] for name in asked if name in there]
    return max((str(moment) for moment in found if moment), default="")


def newest_schema() -> int:
    """The schema this program knows."""
    return len(schema.migrations())
