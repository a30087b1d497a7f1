"""The SQLite engine: one connection, one group of callers at a time, one commit per group.

The work of a transaction runs on the event loop, where it shares the interpreter with nobody; only
what waits for the disk or for a lock (COMMIT, a busy BEGIN) crosses into a thread. Callers that
arrive meanwhile share the next commit, each under its own savepoint (docs/adr/0002). WAL and
synchronous=FULL: a power cut loses nothing that was acknowledged.
"""

import asyncio
import contextlib
import logging
import sqlite3
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from content.operator import tell
from storage.bell import Bell
from storage.database import Fault
from storage.engines.queued import QueuedWork
from storage.engines.sqlite import checks, copies, gone_list, opening
from storage.engines.sqlite.connecting import (
    FATAL,
    OUTAGES,
    checkpoint,
    copy_in_memory,
    is_one_of,
)
from storage.engines.sqlite.lock import real
from storage.engines.sqlite.reading import Readers
from storage.errors import StorageError, StorageUnavailable
from storage.gone import GoneLine
from storage.ids import IdSource, Leases
from storage.moving import refuse_moved
from storage.repositories import Repositories

log = logging.getLogger(__name__)

T = TypeVar("T")

# More callers than this in one group would hold up the event loop for too long.
GROUP_LIMIT = 32
BUSY_TIMEOUT_MS = 5000
READERS_END_MS = 1000  # nothing is written meanwhile
CHECKPOINT_EVERY = 50  # commits


class SqliteDatabase:
    """Belongs to the event loop that uses it."""

    def __init__(self, path: Path, *, exclusive: bool) -> None:
        path = real(path)
        self._path = path
        self._opened = opening.take(path) if exclusive else opening.look_into(path)
        self._connection = self._opened.connection
        self._fault = Fault.NONE
        try:
            self._leases = Leases(self._connection)
            self._ids = IdSource(self._leases.highest())
            self._transaction = Repositories(self._connection, self._ids)
            # The last line that is in the list's file, too.
            self._listed = self._transaction.gone.last()
            refuse_moved(self._transaction.settings)
        except sqlite3.Error as error:
            self._opened.close()
            raise opening.unopened(path, error) from error
        except StorageError:
            self._opened.close()
            raise
        self._transaction.erasures.when_kept = self._note_erasure
        self._jobs: deque[QueuedWork] = deque()
        self._disk = ThreadPoolExecutor(1, thread_name_prefix="sqlite")
        self._copier = ThreadPoolExecutor(1, thread_name_prefix="checkpoint")
        self._rehearsals = ThreadPoolExecutor(1, thread_name_prefix="rehearsal")
        self._readers = Readers(path, lambda: bool(self._jobs) or self._using.locked())
        self._copying: asyncio.Future[object] | None = None
        self._commits = 0
        self._serving: asyncio.Task[None] | None = None
        self._closed = False
        self.erasures = 0
        self.erased = asyncio.Event()
        self.talked = Bell()
        self.retried = 0  # one writer: nobody comes into its way
        self._transaction.handoffs.when_changed = self.talked.ring
        self._using = asyncio.Lock()  # the connection: a group at a time, or a scrub
        self._cut_off = False  # the loop was torn down in the middle of a commit

    @property
    def fault(self) -> Fault:
        if self._fault is Fault.NONE and not self._closed and not self._opened.is_ours():
            self._fault = Fault.REPLACED
        return self._fault

    def replaced(self) -> str:
        return checks.replaced(self._path)

    def damage(self) -> str:
        return checks.whole(self._path)

    @property
    def path(self) -> Path:
        return self._path

    async def copy(self, target: Path, progress: Callable[[int, int], None]) -> None:
        await copies.copy(self._path, target, progress)

    @property
    def wholly_checked(self) -> bool:
        return self._opened.wholly_checked

    def report_damage(self) -> None:
        """A check beside the traffic found that the file is not whole."""
        if self._fault is Fault.NONE:
            self._fault = Fault.DAMAGED

    async def transaction(self, work: Callable[[Repositories], T]) -> T:
        self._refuse_unserved()
        job = QueuedWork(work)
        self._jobs.append(job)
        if self._serving is None or self._serving.done():
            self._serving = asyncio.create_task(self._serve())
        result: T = await job.future
        return result

    def _refuse_unserved(self) -> None:
        if self._closed or self._cut_off:
            raise StorageUnavailable(tell("storage.closed"), everyone=True)
        if self._fault is Fault.REPLACED:
            raise StorageUnavailable(checks.replaced(self._path), everyone=True)

    async def close(self) -> None:
        """Finishes what was queued, then closes the file."""
        if self._closed:
            return
        replaced = self.fault is Fault.REPLACED
        self._closed = True
        if self._serving is not None:
            await asyncio.wait([self._serving])
        await self._readers.close()
        self._disk.shutdown()
        self._copier.shutdown()
        self._rehearsals.shutdown()
        if replaced and not self._opened.lost_its_log():
            # Closing would copy our log into somebody else's file: an interrupted copy does not.
            self._connection.interrupt()
        self._opened.close()

    async def _serve(self) -> None:
        while self._jobs:
            group = [self._jobs.popleft() for _ in range(min(GROUP_LIMIT, len(self._jobs)))]
            try:
                async with self._using:
                    await self._commit_together(group)
            except Exception as error:
                # Whatever it was, nothing was committed: nobody of the group may believe it was.
                self._fail(group, error)
            except asyncio.CancelledError:
                # The loop is being torn down: whoever waits must not wait for ever.
                self._cut_off = True
                group.extend(self._jobs)
                self._jobs.clear()
                for job in group:
                    job.error = StorageUnavailable(tell("storage.stopped"), everyone=True)
                raise
            finally:
                for job in group:
                    job.resolve()

    def _fail(self, group: list[QueuedWork], error: Exception) -> None:
        with contextlib.suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        self._ids.lapse()  # taken, maybe, in what was undone
        blamed = any(job.is_to_blame for job in group)
        for job in group:
            everyone = is_one_of(error, OUTAGES) or (blamed and not job.is_to_blame)
            job.error = StorageUnavailable(
                tell("storage.not_written", error=error), everyone=everyone
            )

    async def _commit_together(self, group: list[QueuedWork]) -> None:
        """One transaction for all; each job under its savepoint, so one's failure is its own."""
        await self._begin()
        if self._ids.runs_out():
            self._ids.use(self._leases.take(self._ids.last))
        for job in group:
            self._run(job)
        loop = asyncio.get_running_loop()
        lines = self._transaction.gone.since(self._listed)
        await loop.run_in_executor(self._disk, self._connection.execute, "COMMIT")
        if lines:
            await loop.run_in_executor(self._disk, self._list, lines)
        if self.fault is Fault.REPLACED:  # it went where nobody will look: nothing is acknowledged
            for job in group:
                job.error = StorageUnavailable(checks.replaced(self._path), everyone=True)
            return
        self._commits += 1
        for job in group:
            job.run_afterwards()
        if self._commits % CHECKPOINT_EVERY == 0 and (not self._copying or self._copying.done()):
            self._copying = loop.run_in_executor(self._copier, checkpoint, self._path)

    def _note_erasure(self) -> None:
        self.erasures += 1
        self.erased.set()

    def _list(self, lines: list[GoneLine]) -> None:
        """Whoever asked to be erased hears of it only when the list kept apart has it. A disk that
        does not take it now takes it with the next commit, or at the next start."""
        try:
            gone_list.add_missing(gone_list.list_of(self._path), lines)
        except OSError as error:
            log.error("the list of erasures was not written: %s", error.strerror)
        else:
            self._listed = self._transaction.gone.last()

    async def read(self, work: Callable[[Repositories], T], *, long: bool = False) -> T:
        self._refuse_unserved()
        return await self._readers.read(work, long=long)

    async def rehearse(self, work: Callable[[Repositories], T]) -> T:
        self._refuse_unserved()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._rehearsals, _on_a_copy, self._path, work)

    async def scrub(self) -> bool:
        loop = asyncio.get_running_loop()
        async with self._using:
            if self._closed or self._cut_off:
                return False
            if self._copying is not None:
                await asyncio.wait([self._copying])
            return await loop.run_in_executor(self._disk, self._rebuild)

    def _rebuild(self) -> bool:
        """A file built anew has no page with old bytes; its log is copied in and cut to nothing."""
        try:
            self._connection.execute("VACUUM")
            with self._patient(READERS_END_MS):
                done = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.Error as error:
            raise StorageUnavailable(tell("storage.not_swept", error=error)) from error
        return not done[0]

    async def _begin(self) -> None:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            # Another program (a backup, a shell) holds the file: wait for it off the loop.
            await asyncio.get_running_loop().run_in_executor(self._disk, self._begin_patiently)

    def _begin_patiently(self) -> None:
        with self._patient(BUSY_TIMEOUT_MS):
            self._connection.execute("BEGIN IMMEDIATE")

    @contextlib.contextmanager
    def _patient(self, timeout_ms: int) -> Iterator[None]:
        """Whoever else has the file is waited for. Not on the loop."""
        self._connection.execute(f"PRAGMA busy_timeout = {timeout_ms}")
        try:
            yield
        finally:
            self._connection.execute("PRAGMA busy_timeout = 0")

    def _run(self, job: QueuedWork) -> None:
        self._connection.begin_work()
        self._connection.execute("SAVEPOINT caller")
        try:
            job.result = job.work(self._transaction)
            job.afterwards = self._connection.afterwards
        except BaseException as error:
            if is_one_of(error, FATAL):
                job.is_to_blame = True
                raise
            job.error = error
            self._connection.execute("ROLLBACK TO caller")
        self._connection.execute("RELEASE caller")


def _on_a_copy(path: Path, work: Callable[[Repositories], T]) -> T:
    try:
        copy = copy_in_memory(path)
    except sqlite3.Error as error:
        raise StorageUnavailable(tell("storage.not_copied", error=error)) from error
    with contextlib.closing(copy):
        ids, leases = IdSource(), Leases(copy)
        ids.use(leases.take(leases.highest()))
        return work(Repositories(copy, ids))
