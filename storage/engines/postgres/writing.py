"""What writes: one connection that holds the ward's lock, one group of callers at a time, one
commit a group, each caller under its own savepoint. SERIALIZABLE: whoever comes into another's way
is done again, a bounded number of times. Runs in a thread of its own.

A connection may be lost while a commit is under way. Every commit leaves its number in `committed`,
so the next connection tells whether it came through: nothing is told as failed that was kept.
"""

import random
import secrets
import time
from collections.abc import Sequence
from contextlib import closing, suppress

import psycopg
from psycopg import errors

from content.operator import tell
from storage.engines.postgres import hearing, schema
from storage.engines.postgres.address import Address
from storage.engines.postgres.connecting import AGAIN, PostgresConnection, connect
from storage.engines.postgres.lanes import Lane
from storage.engines.postgres.session import Session
from storage.engines.postgres.wire import Fetched
from storage.engines.queued import QueuedWork
from storage.errors import StorageError, StorageUnavailable
from storage.gone import GoneLine
from storage.repositories import Repositories

TRIES = 10  # of one caller's work that comes into another's way
_TOGETHER = 3  # of a whole group
_KEYS = 3  # where a key is there already: most probably it was before, too
PATIENCE_S = 5.0  # with a server that is away, before callers are told
DOUBT_S = 120.0  # with a commit nobody knows of: callers wait, rather than hear what is not so
LOCK_S = 5.0  # with a connection of our own that is lost and not ended yet
ENDING_S = 2.0  # a process that has just been killed: the server is still to notice
KEPT_S = 3600  # a commit's number, by others than its writer
TIDY_EVERY = 500  # commits


class WardTaken(Exception):
    """Another process has the ward."""


class _NotKept(Exception):
    """The connection was lost while a commit was under way, and it did not come through."""


class _AllUndone(Exception):
    """The only caller's work failed: there is nothing to commit."""


class Writer:
    """`exclusive` takes the ward for this process; with a `lane`, which it has from now on, also
    from another, whose connection ends. Raises StorageError when it cannot be opened."""

    def __init__(self, address: Address, *, exclusive: bool, lane: Lane | None = None) -> None:
        self._address = address
        self._name = lane.name if lane is not None else f"donghanh {secrets.token_hex(8)}"
        self._exclusive = exclusive
        self._lock = f"donghanh {address.schema}" if exclusive else self._name
        self._number = secrets.randbits(62)
        self._serial = 0
        self.retried = 0  # how often a group was done again
        self.taken = False  # by another process, while we were cut off
        self.lines: list[GoneLine] = []  # of what is gone, since they were last looked at
        try:
            self._session = Session(address, self._name, writes=True, lane=lane)
        except psycopg.Error as error:
            raise not_opened(address, error) from error
        try:
            self._session.enter()
            self._begin(exclusive=exclusive, evicts=lane is not None)
        except (psycopg.Error, StorageError) as error:
            self.close()
            if isinstance(error, psycopg.Error):
                raise not_opened(address, error) from error
            raise

    def _begin(self, *, exclusive: bool, evicts: bool) -> None:
        if not (self._evict() if evicts else self._locked_within(ENDING_S)):
            raise StorageError(tell("storage.postgres_in_use", where=self._address.shown))
        # What looks at every table does so over another connection, which is gone afterwards: one
        # that stays keeps what it learned of each for good.
        with closing(connect(self._address, "donghanh")) as driver:
            if exclusive:
                schema.migrate(driver, self._address)
            elif not schema.applied(driver):
                raise StorageError(tell("storage.postgres_none", where=self._address.shown))
            else:
                schema.require_current(driver)
            self._session.begin_ids(driver)
        self._listed = 0 if exclusive else self.repositories.gone.last()
        self._look_for_lines()

    @property
    def repositories(self) -> Repositories:
        return self._session.repositories

    @property
    def connection(self) -> PostgresConnection:
        return self._session.connection

    def run(self, group: Sequence[QueuedWork]) -> None:
        """Does the group's work and commits it; what became of each stands in its job."""
        end, tries = time.monotonic() + PATIENCE_S, 0
        while True:
            try:
                return self._attempt(group)
            except AGAIN as error:
                self._session.undo()
                self.retried += 1
                tries += 1
                if len(group) > 1 and tries == _TOGETHER:
                    for job in group:
                        self.run([job])
                    return None
                if isinstance(error, errors.UniqueViolation) and tries == _KEYS:
                    group[0].error = error
                    return None
                if tries == TRIES:
                    return _fail(group, error, everyone=False)
                time.sleep(random.random() * 0.002 * 2 ** min(tries, 6))  # noqa: S311  # who goes first
            except WardTaken:
                self.taken = True
                said = tell("storage.postgres_taken", where=self._address.shown)
                return _fail(group, StorageError(said))
            except (psycopg.Error, _NotKept) as error:
                self._session.undo()
                again = isinstance(error, _NotKept) or self._session.is_lost()
                if not again or time.monotonic() > end:
                    return _fail(group, error)
                time.sleep(0.1)

    def _attempt(self, group: Sequence[QueuedWork]) -> None:
        if self._session.is_lost():
            self._reconnect()
        self._session.enter()
        self._session.lend()
        self._execute("BEGIN ISOLATION LEVEL SERIALIZABLE")
        try:
            if len(group) > 1:
                self._execute("SAVEPOINT caller")
            for job in group:
                self._do(job, alone=len(group) == 1)
        except _AllUndone:
            return self._session.undo()
        self._serial += 1
        row = self._execute(
            "INSERT INTO committed (writer, serial) SELECT :writer, :serial"
            " WHERE pg_current_xact_id_if_assigned() IS NOT NULL"
            " RETURNING (SELECT coalesce(max(seq), 0) FROM gone) AS last",
            {"writer": self._number, "serial": self._serial},
        ).fetchone()
        if row is not None and row["last"] > self._listed:
            self._look_for_lines()
        if row is not None and not self._exclusive:
            hearing.say(self.connection, self._address.schema)
        self._commit()
        if self._serial % TIDY_EVERY == 0:
            self._tidy()
        return None

    def _do(self, job: QueuedWork, *, alone: bool) -> None:
        connection = self._session.connection
        connection.begin_work()
        job.error, job.afterwards = None, []
        try:
            job.result = job.work(self.repositories)
        except (*AGAIN, psycopg.OperationalError):
            raise
        except BaseException as error:
            job.error = error
            if alone:
                raise _AllUndone from None
            self._execute("ROLLBACK TO caller")
        else:
            job.afterwards = connection.afterwards
        finally:
            connection.end_work()
        if not alone and job.error is None:
            self._execute("RELEASE caller; SAVEPOINT caller")

    def _commit(self) -> None:
        try:
            self._execute("COMMIT")
        except psycopg.OperationalError as error:
            if not self._session.is_lost():
                raise
            if not self._came_through():
                raise _NotKept(error) from error

    def _came_through(self) -> bool:
        """Whether the commit that was under way stands. Raises psycopg.Error and WardTaken where
        that is not to be learned."""
        end = time.monotonic() + DOUBT_S
        while True:
            try:
                self._reconnect()
                found = self._execute(
                    "SELECT 1 AS one FROM committed WHERE writer = :writer AND serial = :serial",
                    {"writer": self._number, "serial": self._serial},
                )
                return found.fetchone() is not None
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)

    def _reconnect(self) -> None:
        """Another connection, with the lock: what the old one was about is over then. Raises
        psycopg.Error and WardTaken."""
        self._session.renew()
        end = time.monotonic() + LOCK_S
        while not self._locked():
            if time.monotonic() > end:
                self._session.close()
                raise WardTaken
            self._execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = :name AND pid <> pg_backend_pid()",
                {"name": self._name},
            )
            time.sleep(0.05)

    def _evict(self) -> bool:
        """Takes the lock, from whoever holds it; whether that was done."""
        end = time.monotonic() + LOCK_S
        while not (got := self._locked()) and time.monotonic() < end:
            self._execute(
                "SELECT pg_terminate_backend(l.pid) FROM pg_locks AS l"
                " JOIN pg_database AS d ON d.oid = l.database AND d.datname = current_database()"
                " WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted"
                " AND (CAST(l.classid AS bigint) << 32) | CAST(l.objid AS bigint)"
                "  = hashtextextended(:lock, 0)",
                {"lock": self._lock},
            )
            time.sleep(0.05)
        return got

    def _locked_within(self, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while not (got := self._locked()) and time.monotonic() < end:
            time.sleep(0.05)
        return got

    def _locked(self) -> bool:
        row = self._execute(
            "SELECT pg_try_advisory_lock(hashtextextended(:lock, 0)) AS got", {"lock": self._lock}
        ).fetchone()
        return bool(row and row["got"])

    def _look_for_lines(self) -> None:
        """What was erased since: it goes into the list kept apart from the database."""
        gone = self.repositories.gone
        self.lines = gone.since(self._listed)
        self._next = gone.last()

    def listed(self) -> None:
        """The lines are in the list."""
        self.lines, self._listed = [], self._next

    def _tidy(self) -> None:
        with suppress(psycopg.Error):  # the next time does it
            self._execute(
                "DELETE FROM committed WHERE (writer = :writer AND serial < :serial)"
                " OR at < now() - make_interval(secs => :kept)",
                {"writer": self._number, "serial": self._serial, "kept": KEPT_S},
            )

    def close(self) -> None:
        """Raises nothing. Whoever opens next finds nobody here: what the server does about a
        connection that was closed it does later."""
        for leaving in (
            "DELETE FROM committed WHERE writer = :writer",
            "SELECT pg_advisory_unlock(hashtextextended(:lock, 0))",
        ):
            with suppress(psycopg.Error):
                self._session.enter()
                self._execute(leaving, {"writer": self._number, "lock": self._lock})
        self._session.close()

    def _execute(self, statement: str, given: dict[str, object] | None = None) -> Fetched:
        return self._session.connection.execute(statement, given)


def _fail(group: Sequence[QueuedWork], error: Exception, *, everyone: bool = True) -> None:
    for job in group:
        said = tell("storage.not_written", error=error)
        job.error, job.afterwards = StorageUnavailable(said, everyone=everyone), []


def not_opened(address: Address, error: Exception) -> StorageError:
    """What is said of a server that does not let us in."""
    why = " ".join(str(error).split())
    return StorageError(tell("storage.postgres_not_opened", where=address.shown, error=why))
