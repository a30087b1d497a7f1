"""Opens a SQLite database: made where there never was one, checked, brought up to date, sealed; or
only looked into while another program serves it."""

import contextlib
import logging
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from content.operator import tell
from storage.engines.sqlite import checks, gone_list, schema, seal, swap
from storage.engines.sqlite.connecting import SqliteConnection, connect
from storage.engines.sqlite.lock import (
    BESIDE,
    FileLock,
    NameLock,
    beside,
    refuse_second_name,
    unwritable,
)
from storage.errors import StorageError
from storage.gone import Gone

log = logging.getLogger(__name__)

_OF_THE_DISK = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
}


@dataclass(slots=True)
class Opened:
    """A database that is open, and the locks that keep it for us where it is ours alone."""

    path: Path
    connection: SqliteConnection
    name_lock: NameLock | None = None
    file_lock: FileLock | None = None
    numbers: tuple[int, ...] = ()  # any of them may stand in the header
    wholly_checked: bool = True

    def is_ours(self) -> bool:
        """Whether the names still lead to what was opened. Cheap; looks at the names and the
        header, not at the rows."""
        lock = self.file_lock
        return lock is None or (lock.holds() and self._is_sealed(lock))

    def lost_its_log(self) -> bool:
        """Only the log was deleted: closing saves what was acknowledged into the file."""
        lock = self.file_lock
        return lock is not None and lock.lost_its_log() and self._is_sealed(lock)

    def _is_sealed(self, lock: FileLock) -> bool:
        return seal.is_one_of(lock.read(seal.HEADER), self.numbers)

    def close(self) -> None:
        """The connection first: closing any descriptor of the file lets go of SQLite's locks."""
        self.connection.close()
        if self.file_lock is not None:
            self.file_lock.release()
        if self.name_lock is not None:
            self.name_lock.release()


def take(path: Path) -> Opened:
    """The file for this process alone. Raises StorageError."""
    with contextlib.ExitStack() as undo:
        name_lock = NameLock(path)
        undo.callback(name_lock.release)
        try:
            if swap.finish(path):
                log.warning("a restore that was cut off was carried to its end")
            if is_new := not path.exists():
                seal.refuse_traces(path)
                _make(path)
            refuse_second_name(path)
            file_lock = FileLock(path)
            undo.callback(file_lock.release)
            _refuse_strange(path, file_lock)
            connection = connect(path)
            undo.callback(connection.close)
            wholly_checked = is_new or _brought_up_to_date(path, connection)
            # A crash between a commit and its lines in the file: they are there before we serve.
            gone_list.add_missing(gone_list.list_of(path), Gone(connection).since(0))
            numbers = _seal(path, connection, file_lock)
            file_lock.remember()
        except OSError as error:
            raise StorageError(unwritable(path, error)) from error
        except (sqlite3.Error, schema.SchemaMismatch) as error:
            raise unopened(path, error) from error
        undo.pop_all()
    return Opened(path, connection, name_lock, file_lock, numbers, wholly_checked)


def look_into(path: Path) -> Opened:
    """A database another program may be serving, as it is. Raises StorageError."""
    if swap.plan_of(path).exists():
        raise StorageError(tell("storage.restoring", path=path))
    if not path.exists():
        raise StorageError(tell("storage.none", path=path))
    refuse_second_name(path)
    try:
        connection = connect(path)
    except sqlite3.Error as error:
        raise unopened(path, error) from error
    try:
        schema.require_current(connection)
    except (sqlite3.Error, schema.SchemaMismatch) as error:
        connection.close()
        raise unopened(path, error) from error
    return Opened(path, connection)


def _make(path: Path) -> None:
    """A new, empty database, under its name only when it is whole: a file of no bytes is never
    ours. Raises OSError, sqlite3.Error."""
    made = beside(path, ".new")
    for ending in BESIDE:
        beside(made, ending).unlink(missing_ok=True)
    made.touch(mode=0o600)
    with contextlib.closing(connect(made)) as connection:
        schema.migrate(connection)
    made.rename(path)
    seal.sync_folder(path.parent)


def _refuse_strange(path: Path, file: FileLock) -> None:
    """Raises StorageError for what is no database, or not the one of the last run."""
    match seal.look(path, file):
        case "header":
            raise StorageError(checks.damaged(path, "file is not a database"))
        case "strange":
            raise StorageError(tell("storage.not_ours", path=path))
        case "log":
            raise StorageError(tell("storage.wal_not_ours", name=path.name, path=path))


def _brought_up_to_date(path: Path, connection: sqlite3.Connection) -> bool:
    """Whether all of it was looked at in the time a start has. Raises StorageError."""
    wholly_checked = _refuse_damaged(path, connection)
    schema.migrate(connection)
    if lost := checks.missing(connection):
        raise StorageError(checks.damaged(path, f"missing {', '.join(lost[:3])}"))
    return wholly_checked


def _refuse_damaged(path: Path, connection: sqlite3.Connection) -> bool:
    """Whether all of it was looked at in the time a start has. Raises StorageError."""
    found, finished = checks.damage(connection, checks.START_LIMIT_S)
    if found:
        raise StorageError(checks.damaged(path, found))
    return finished


def _seal(path: Path, connection: sqlite3.Connection, file: FileLock) -> tuple[int, ...]:
    """A number of this run in the file's header and beside it -> the numbers it may have."""
    old, number = seal.number_in(file.read(seal.HEADER)), seal.fresh()
    # Until the log was cut, pages of every run since it last was may stand in it.
    numbers = tuple(dict.fromkeys((*seal.known(path), old, number)))
    seal.keep(path, list(numbers))
    connection.execute(f"PRAGMA application_id = {number}")
    busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy or seal.number_in(file.read(seal.HEADER)) != number:
        return numbers  # somebody reads: a later start cuts it
    seal.keep(path, [number])
    return (number,)


def unopened(path: Path, error: Exception) -> StorageError:
    """What is said of a database that could not be opened."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return StorageError(checks.damaged(path, str(error)))
    disk = f" {tell('storage.check_disk')}"
    advice = disk if code in _OF_THE_DISK else ""
    return StorageError(tell("storage.not_opened", path=path, error=error, advice=advice))
