"""The PostgreSQL engine: what belongs to the event loop. Work runs in threads, since every
statement waits for the server: one that writes (`writing.py`), a few that read, one that rehearses.

Several processes may use a ward's schema; one of them serves it (`exclusive`).
"""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, nullcontext
from pathlib import Path
from typing import TypeVar

import psycopg
from psycopg import sql

from content.operator import tell
from storage.bell import Bell
from storage.database import Fault
from storage.engines.postgres import address, schema, side
from storage.engines.postgres.connecting import AGAIN, connect
from storage.engines.postgres.lanes import Lanes
from storage.engines.postgres.readers import SharedReaders, WardReaders
from storage.engines.postgres.session import Session
from storage.engines.postgres.writing import Writer, not_opened
from storage.engines.queued import QueuedWork
from storage.engines.sqlite import gone_list
from storage.errors import StorageError, StorageUnavailable
from storage.moving import refuse_moved
from storage.repositories import Repositories

log = logging.getLogger(__name__)

T = TypeVar("T")

GROUP_LIMIT = 32  # callers of one commit
READERS = 2  # of which one may be long
TRIES = 3  # of what only looks, or is undone
SWEEP_MS = 3000  # a sweep waits so long for a table


def is_there(url: str) -> bool:
    """Raises StorageError for a server that does not let us in."""
    at = address.read(url)
    try:
        with contextlib.closing(connect(at, "donghanh")) as driver:
            return schema.applied(driver) > 0
    except psycopg.Error as error:
        raise not_opened(at, error) from error


class PostgresDatabase:
    """Belongs to the event loop that uses it. Raises StorageError when it cannot be opened."""

    def __init__(
        self,
        url: str,
        *,
        exclusive: bool,
        readers: SharedReaders | None = None,
        lanes: Lanes | None = None,
    ) -> None:
        """`readers`: those of the whole process look for this ward, too. `lanes`: it writes in one
        of them; the process has the ward's lease then, and whoever held the ward before holds it no
        more."""
        self._address = address.read(url)
        self._lanes, self._lane = lanes, lanes.take() if lanes is not None else None
        self._writing = self._lane.threads if self._lane is not None else _one_thread("postgres")
        try:
            self._writer = self._writing.submit(self._opened, exclusive).result()
        except BaseException:
            self._leave_threads()
            raise
        self._address.folder.mkdir(parents=True, exist_ok=True)
        self.erasures = 0
        self.erased = asyncio.Event()
        self.talked = Bell()
        self._writer.repositories.erasures.when_kept = self._note_erasure
        self._writer.repositories.handoffs.when_changed = self.talked.ring
        self._jobs: deque[QueuedWork] = deque()
        self._serving: asyncio.Task[None] | None = None
        self._closed = False
        self._cut_off = False  # the loop was torn down in the middle of a commit
        self._rehearsing = _one_thread("rehearsal")
        self._long = asyncio.Semaphore(READERS - 1)
        self._own = WardReaders(READERS)
        self._shared = readers
        self._keep_list()

    def _opened(self, exclusive: bool) -> Writer:
        writer = Writer(self._address, exclusive=exclusive, lane=self._lane)
        try:
            refuse_moved(writer.repositories.settings)
        except StorageError:
            writer.close()
            raise
        return writer

    def _may_write(self) -> AbstractAsyncContextManager[None]:
        if self._lanes is None or self._lane is None:
            return nullcontext()
        return self._lanes.writing(self._lane)

    def _leave_threads(self) -> None:
        """Those of others go on."""
        if self._lanes is not None and self._lane is not None:
            self._lanes.give_back(self._lane)
        else:
            self._writing.shutdown()

    @property
    def retried(self) -> int:
        return self._writer.retried

    @property
    def fault(self) -> Fault:
        return Fault.REPLACED if self._writer.taken else Fault.NONE

    def replaced(self) -> str:
        return tell("storage.postgres_taken", where=self._address.shown)

    def damage(self) -> str:
        """The server looks after its own files."""
        return ""

    @property
    def path(self) -> Path:
        return self._address.folder / self._address.schema

    async def copy(self, target: Path, progress: Callable[[int, int], None]) -> None:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._rehearsing, side.copy, self._address, target)
        progress(0, 1)

    @property
    def wholly_checked(self) -> bool:
        return True

    def report_damage(self) -> None:
        """The server looks after its own files."""

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
        if self._writer.taken:
            raise StorageUnavailable(self.replaced(), everyone=True)

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        while self._jobs:
            group: list[QueuedWork] = []
            try:
                async with self._may_write():
                    group += [
                        self._jobs.popleft() for _ in range(min(GROUP_LIMIT, len(self._jobs)))
                    ]
                    await loop.run_in_executor(self._writing, self._commit, group)
                for job in group:
                    job.run_afterwards()
            except Exception as error:
                # Nobody of the group may believe that it was kept.
                for job in group:
                    job.error = job.error or error
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

    def _commit(self, group: list[QueuedWork]) -> None:
        self._writer.run(group)
        self._keep_list()

    def _keep_list(self) -> None:
        """Whoever asked to be erased hears of it only when the list kept apart has it. A disk that
        does not take it now takes it with the next commit, or at the next start."""
        if not self._writer.lines:
            return
        try:
            gone_list.add_missing(gone_list.list_of(self.path), self._writer.lines)
        except OSError as error:
            log.error("the list of erasures was not written: %s", error.strerror)
        else:
            self._writer.listed()

    def _note_erasure(self) -> None:
        self.erasures += 1
        self.erased.set()

    async def read(self, work: Callable[[Repositories], T], *, long: bool = False) -> T:
        self._refuse_unserved()
        readers = self._own
        if self._shared is not None:
            readers = self._shared.of(self._address.schema, long=long)
        async with self._long if long else nullcontext():
            return await self._in_thread(readers.threads, readers, Session.read, work)

    async def rehearse(self, work: Callable[[Repositories], T]) -> T:
        self._refuse_unserved()
        return await self._in_thread(self._rehearsing, self._own, Session.rehearse, work)

    async def _in_thread(
        self,
        threads: ThreadPoolExecutor,
        readers: WardReaders,
        how: Callable[[Session, Callable[[Repositories], T]], T],
        work: Callable[[Repositories], T],
    ) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(threads, self._with_session, readers, how, work)

    def _with_session(
        self,
        readers: WardReaders,
        how: Callable[[Session, Callable[[Repositories], T]], T],
        work: Callable[[Repositories], T],
    ) -> T:
        for tries in range(1, TRIES + 1):
            session = None
            try:
                session = readers.take(self._address)
                return how(session, work)
            except psycopg.Error as error:
                lost = session is not None and session.is_lost()
                if tries == TRIES or not (lost or isinstance(error, AGAIN)):
                    said = tell("storage.not_read", error=error)
                    raise StorageUnavailable(said, everyone=session is None or lost) from error
            finally:
                if session is not None:
                    readers.give_back(session)
        raise AssertionError("unreachable")

    async def scrub(self) -> bool:
        if self._closed or self._cut_off:
            return False
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._rehearsing, self._rebuild)

    def _rebuild(self) -> bool:
        """A table written anew has no page with old bytes. Who reads one meanwhile puts it off."""
        try:
            with contextlib.closing(connect(self._address, "donghanh")) as driver:
                driver.execute(f"SET lock_timeout = {SWEEP_MS}")
                tables = driver.execute(
                    "SELECT relname FROM pg_class WHERE relkind = 'r'"
                    " AND relnamespace = CAST(current_schema() AS regnamespace)"
                ).fetchall()
                for table in tables:
                    name = sql.Identifier(table["relname"])
                    driver.execute(sql.SQL("VACUUM (FULL) {}").format(name))
        except AGAIN:
            return False
        except psycopg.Error as error:
            raise StorageUnavailable(tell("storage.not_swept", error=error)) from error
        return True

    async def close(self) -> None:
        """Finishes what was queued, then leaves the server."""
        if self._closed:
            return
        self._closed = True
        if self._serving is not None:
            await asyncio.wait([self._serving])
        self._rehearsing.shutdown()
        self._own.close()
        await asyncio.get_running_loop().run_in_executor(self._writing, self._writer.close)
        self._leave_threads()


def _one_thread(name: str) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix=name)
