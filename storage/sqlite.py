"""The SQLite engine: one connection, one thread that owns it, many callers per commit.

A turn crosses into the thread once, does all its reading and writing there, and crosses back
after the commit. Callers that arrive while a commit is being flushed to disk share the next one,
each under its own savepoint (docs/adr/0002). WAL and synchronous=FULL: a power cut loses nothing
that was acknowledged.
"""

import asyncio
import fcntl
import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TextIO, TypeVar

from storage import schema
from storage.contacts import Contacts
from storage.conversations import Conversations
from storage.database import StorageError, StorageUnavailable, Transaction
from storage.feedback import Feedback
from storage.ids import IdSource
from storage.inbox import Inbox
from storage.outbox import Outbox
from storage.settings import StoredSettings
from storage.transcripts import Transcripts

T = TypeVar("T")

# More callers than this in one commit would make the first wait noticeably for the last.
GROUP_LIMIT = 64
BUSY_TIMEOUT_S = 5.0

# These end the whole transaction, not just one statement.
_FATAL = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_CANTOPEN,
}


class SqliteTransaction:
    """The repositories on the one connection; built once, used by the owning thread only."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        highest = max(
            connection.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0]  # noqa: S608  # fixed names
            for table in ("contact", "inbox", "outbox", "unanswered")
        )
        ids = IdSource(highest)
        self.contacts = Contacts(connection, ids)
        self.conversations = Conversations(connection)
        self.inbox = Inbox(connection, ids)
        self.outbox = Outbox(connection, ids)
        self.feedback = Feedback(connection, ids)
        self.settings = StoredSettings(connection)
        self.transcripts = Transcripts(connection)


class _Job:
    """One caller's work and the future that waits for it."""

    __slots__ = ("error", "future", "loop", "result", "work")

    def __init__(self, work: Callable[[Transaction], Any]) -> None:
        self.work = work
        self.loop = asyncio.get_running_loop()
        self.future: asyncio.Future[Any] = self.loop.create_future()
        self.result: Any = None
        self.error: BaseException | None = None

    def resolve(self) -> None:
        if self.future.done():  # the caller was cancelled; the work stands all the same
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


class SqliteDatabase:
    def __init__(self, path: Path, *, exclusive: bool) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = _take_file(path) if exclusive else None
        try:
            self._connection = _connect(path)
            if exclusive:
                schema.migrate(self._connection)
            else:
                schema.require_current(self._connection)
            self._transaction = SqliteTransaction(self._connection)
        except (sqlite3.Error, schema.SchemaMismatch) as error:
            self._release()
            raise StorageError(f"Không mở được cơ sở dữ liệu {path}: {error}") from error
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._closed = False
        self._thread = threading.Thread(target=self._serve, name="sqlite", daemon=True)
        self._thread.start()

    async def transaction(self, work: Callable[[Transaction], T]) -> T:
        if self._closed:
            raise StorageUnavailable("Cơ sở dữ liệu đã đóng.")
        job = _Job(work)
        self._jobs.put(job)
        result: T = await job.future
        return result

    async def close(self) -> None:
        """Finishes what was queued, then closes the file."""
        if self._closed:
            return
        self._closed = True
        self._jobs.put(None)
        await asyncio.to_thread(self._thread.join)
        self._connection.close()
        self._release()

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.close()

    def _serve(self) -> None:
        while True:
            first = self._jobs.get()
            if first is None:
                return
            jobs, last = [first], False
            while len(jobs) < GROUP_LIMIT and not self._jobs.empty():
                job = self._jobs.get()
                if job is None:
                    last = True
                    break
                jobs.append(job)
            self._commit_together(jobs)
            _resolve(jobs)
            if last:
                return

    def _commit_together(self, jobs: list[_Job]) -> None:
        """One transaction for all; each job under its savepoint, so one's failure is its own."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            for job in jobs:
                self._run(job)
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            for job in jobs:
                job.error = StorageUnavailable(f"Cơ sở dữ liệu chưa ghi được: {error}")

    def _run(self, job: _Job) -> None:
        self._connection.execute("SAVEPOINT caller")
        try:
            job.result = job.work(self._transaction)
        except BaseException as error:
            if _is_fatal(error):
                raise
            job.error = error
            self._connection.execute("ROLLBACK TO caller")
        self._connection.execute("RELEASE caller")


def _resolve(jobs: list[_Job]) -> None:
    """Wakes the callers, in one hop per event loop."""
    by_loop: dict[asyncio.AbstractEventLoop, list[_Job]] = {}
    for job in jobs:
        by_loop.setdefault(job.loop, []).append(job)
    for loop, group in by_loop.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_resolve_each, group)


def _resolve_each(jobs: list[_Job]) -> None:
    for job in jobs:
        job.resolve()


def _is_fatal(error: BaseException) -> bool:
    if not isinstance(error, sqlite3.Error):
        return False
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _FATAL


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
    )
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _take_file(path: Path) -> TextIO:
    """An advisory lock beside the database: two programs serving one file would race."""
    lock = path.with_name(path.name + ".lock").open("a+", encoding="ascii")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.seek(0)
        holder = lock.read().strip() or "?"
        lock.close()
        raise StorageError(
            f"Tệp {path} đang được một tiến trình Đồng Hành khác dùng (số tiến trình {holder})."
            " Dừng tiến trình đó, hoặc chọn tệp khác bằng --database / DATABASE_URL."
        ) from None
    lock.seek(0)
    lock.truncate()
    lock.write(str(os.getpid()))
    lock.flush()
    return lock
