"""Numbered SQL files, each applied once, together with its record, in one transaction."""

from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from content.operator import tell
from storage.engines.postgres.address import Address
from storage.errors import StorageError

FOLDER = Path(__file__).parents[2] / "migrations" / "postgres"
CITY = FOLDER.with_name("city")
# One after another, whoever migrates a schema: a lock by a number of ours and by its name. Whoever
# migrates another is not waited for.
_MIGRATING = 7_802_611


def migrations(folder: Path = FOLDER) -> tuple[Path, ...]:
    """The files, in their order; the first has all that stood before it."""
    return tuple(sorted(folder.glob("[0-9][0-9][0-9][0-9]_*.sql"), key=lambda path: path.name))


def newest(folder: Path = FOLDER) -> int:
    """The number of the last one."""
    return _number(migrations(folder)[-1])


def applied(driver: psycopg.Connection[Any]) -> int:
    """The number of the last one this schema has had; 0 for a schema that is not there."""
    found = driver.execute("SELECT to_regclass('migration') AS there").fetchone()
    if found is None or found["there"] is None:
        return 0
    row = driver.execute("SELECT coalesce(max(number), 0) AS n FROM migration").fetchone()
    return int(row["n"]) if row else 0


def migrate(driver: psycopg.Connection[Any], address: Address, folder: Path = FOLDER) -> list[str]:
    """Brings the ward's schema up to date, or with its `folder` the city's, made where it is
    missing; returns the names of what was applied. Raises StorageError and psycopg.Error."""
    done = []
    with driver.transaction():
        driver.execute(
            "SELECT pg_advisory_xact_lock(CAST(%s AS integer), hashtext(%s))",
            (_MIGRATING, address.schema),
        )
        here = applied(driver)
        if here > newest(folder):
            raise StorageError(tell("storage.newer", done=here, count=newest(folder)))
        if not here:
            _make(driver, address.schema)
        for path in migrations(folder):
            if _number(path) > here:
                driver.execute(path.read_bytes())
                driver.execute(
                    "INSERT INTO migration (number, name) VALUES (%s, %s)",
                    (_number(path), path.stem),
                )
                done.append(path.stem)
    return done


def put_aside(driver: psycopg.Connection[Any], name: str, now: datetime) -> str:
    """A ward's schema under another name, which is returned. Raises psycopg.Error."""
    aside = f"{name[:40]}_{now:%Y%m%d_%H%M%S}"
    driver.execute(
        sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(aside))
    )
    return aside


def _make(driver: psycopg.Connection[Any], schema: str) -> None:
    driver.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(schema)))
    driver.execute("CREATE TABLE migration (number bigint PRIMARY KEY, name text NOT NULL)")
    # Of the last commits: whose and the how manyeth (`writing.py`).
    driver.execute(
        "CREATE TABLE committed (writer bigint NOT NULL, serial bigint NOT NULL,"
        " at timestamptz NOT NULL DEFAULT now())"
    )


def require_current(driver: psycopg.Connection[Any]) -> None:
    """Raises StorageError unless every migration, and no later one, has been applied."""
    done = applied(driver)
    if done != newest():
        raise StorageError(tell("storage.older", done=done, known=newest()))


def _number(path: Path) -> int:
    return int(path.name[:4])
