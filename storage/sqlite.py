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
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from storage import checks, gone, schema, seal, swap
from storage.alarms import Alarms
from storage.audit import Audit
from storage.broadcasts import Broadcasts
from storage.calls import Calls
from storage.contacts import Contacts
from storage.conversations import Conversations
from storage.database import Fault, StorageError, StorageUnavailable, Transaction
from storage.erasures import Erasures
from storage.events import Events
from storage.feedback import Feedback
from storage.gone import Gone
from storage.households import Households
from storage.ids import IdSource
from storage.inbox import Inbox
from storage.lock import BESIDE, FileLock, NameLock, beside, real, refuse_second_name, unwritable
from storage.news import News
from storage.notebooks import Notebooks
from storage.once import Once
from storage.outbox import Outbox
from storage.people import People
from storage.questions import Questions
from storage.reach import Reach
from storage.registrations import Registrations
from storage.rows import OneTransaction
from storage.schedules import Schedules
from storage.set_aside import SetAsideMessages
from storage.settings import StoredSettings
from storage.staff import CalendarDays, StaffAccounts
from storage.subscriptions import StaffLinks, Subscriptions
from storage.times import Times
from storage.transcripts import Transcripts
from storage.zalo import ZaloAccounts

log = logging.getLogger(__name__)

T = TypeVar("T")

# More callers than this in one group would hold up the event loop for too long.
GROUP_LIMIT = 32
BUSY_TIMEOUT_MS = 5000
# The log is copied into the database beside the traffic, by a connection of its own, so that no
# commit waits for it; only a log grown past the bound is copied by the commit that finds it so.
CHECKPOINT_EVERY = 50  # commits
LOG_BOUND_PAGES = 20_000

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

# Of these, what is the file's or the disk's trouble and therefore everybody's.
_OUTAGES = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
}

_OF_THE_DISK = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
}

_WITH_OUR_IDS = (
    "contact",
    "inbox",
    "outbox",
    "unanswered",
    "staff",
    "audit",
    "consent",
    "data_request",
    "event",
    "programme_line",
    "event_task",
    "registration",
    "invitation",
    "question",
    "answer",
    "question_step",
    "broadcast",
    "news_item",
    "outreach",
    "call_task",
)


class SqliteTransaction:
    """The repositories on the one connection; built once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        highest = max(
            connection.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0]  # noqa: S608  # fixed names
            for table in _WITH_OUR_IDS
        )
        ids = IdSource(highest)
        self.contacts = Contacts(connection, ids)
        self.conversations = Conversations(connection)
        self.inbox = Inbox(connection, ids)
        self.outbox = Outbox(connection, ids)
        self.feedback = Feedback(connection, ids)
        self.notebooks = Notebooks(connection)
        self.people = People(connection, ids)
        self.events = Events(connection, ids)
        self.registrations = Registrations(connection, ids)
        self.questions = Questions(connection, ids)
        self.staff = StaffAccounts(connection, ids)
        self.audit = Audit(connection, ids)
        self.calendar = CalendarDays(connection)
        self.settings = StoredSettings(connection)
        self.transcripts = Transcripts(connection)
        self.subscriptions = Subscriptions(connection)
        self.staff_links = StaffLinks(connection)
        self.households = Households(connection)
        self.zalo = ZaloAccounts(connection)
        self.alarms = Alarms(connection)
        self.broadcasts = Broadcasts(connection, ids)
        self.news = News(connection, ids)
        self.schedules = Schedules(connection)
        self.reach = Reach(connection, ids)
        self.erasures = Erasures(connection)
        self.gone = Gone(connection)
        self.once = Once(connection)
        self.times = Times(connection)
        self.calls = Calls(connection, ids)
        self.set_aside = SetAsideMessages(connection)


class _Job:
    """One caller's work and the future that waits for it."""

    __slots__ = ("error", "future", "is_to_blame", "result", "work")

    def __init__(self, work: Callable[[Transaction], Any]) -> None:
        self.work = work
        self.future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self.result: Any = None
        self.error: BaseException | None = None
        self.is_to_blame = False  # for the end of its whole group

    def resolve(self) -> None:
        if self.future.done():  # the caller was cancelled; the work stands all the same
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


class SqliteDatabase:
    """Belongs to the event loop that uses it."""

    def __init__(self, path: Path, *, exclusive: bool) -> None:
        path = real(path)
        self._path = path
        self._name_lock = NameLock(path) if exclusive else None
        self._file_lock: FileLock | None = None
        self._numbers: list[int] = []
        self._fault = Fault.NONE
        self._wholly_checked = True
        try:
            self._connection = self._take(path) if self._name_lock else _look_into(path)
        except BaseException:
            self._release()
            raise
        try:
            self._transaction = SqliteTransaction(self._connection)
        except sqlite3.Error as error:
            self._connection.close()
            self._release()
            raise _unopened(path, error) from error
        self._listed = gone.last(self._connection)  # the last line that is in the file, too
        self._jobs: deque[_Job] = deque()
        self._disk = ThreadPoolExecutor(1, thread_name_prefix="sqlite")
        self._copier = ThreadPoolExecutor(1, thread_name_prefix="checkpoint")
        self._rehearsals = ThreadPoolExecutor(1, thread_name_prefix="rehearsal")
        self._copying: asyncio.Future[object] | None = None
        self._commits = 0
        self._serving: asyncio.Task[None] | None = None
        self._closed = False
        self.erasures = 0
        self.erased = asyncio.Event()
        self._using = asyncio.Lock()  # the connection: a group at a time, or a scrub
        self._cut_off = False  # the loop was torn down in the middle of a commit

    def _take(self, path: Path) -> OneTransaction:
        """The file for this process alone: made where there never was one, checked, brought up to
        date and sealed."""
        try:
            if swap.finish(path):
                log.warning("a restore that was cut off was carried to its end")
            if not path.exists():
                seal.refuse_traces(path)
                _make(path)
            refuse_second_name(path)
            self._file_lock = FileLock(path)
            _refuse_strange(path, self._file_lock)
            connection = _connect(path)
        except OSError as error:
            raise StorageError(unwritable(path, error)) from error
        except sqlite3.Error as error:
            raise _unopened(path, error) from error
        try:
            self._wholly_checked = _refuse_damaged(path, connection)
            schema.migrate(connection)
            if lost := checks.missing(connection):
                raise StorageError(checks.damaged(path, f"missing {', '.join(lost[:3])}"))
            # A crash between a commit and its lines in the file: they are there before we serve.
            gone.add_missing(gone.list_of(path), gone.since(connection, 0))
            self._numbers = _seal(path, connection, self._file_lock)
            self._file_lock.remember()
        except BaseException as error:
            connection.close()
            if isinstance(error, OSError):
                raise StorageError(unwritable(path, error)) from error
            if isinstance(error, (sqlite3.Error, schema.SchemaMismatch)):
                raise _unopened(path, error) from error
            raise
        return connection

    @property
    def fault(self) -> Fault:
        """Why nothing can be kept any more. Cheap; looks at the names and the header, not at the
        rows."""
        if self._fault is Fault.NONE and self._file_lock is not None and not self._closed:
            header = self._file_lock.read(seal.HEADER)
            if not self._file_lock.holds() or not seal.is_one_of(header, self._numbers):
                self._fault = Fault.REPLACED
        return self._fault

    @property
    def path(self) -> Path:
        return self._path

    @property
    def wholly_checked(self) -> bool:
        return self._wholly_checked

    def report_damage(self) -> None:
        """A check beside the traffic found that the file is not whole."""
        if self._fault is Fault.NONE:
            self._fault = Fault.DAMAGED

    async def transaction(self, work: Callable[[Transaction], T]) -> T:
        if self._closed or self._cut_off:
            raise StorageUnavailable("Cơ sở dữ liệu đã đóng.", everyone=True)
        if self._fault is Fault.REPLACED:
            raise StorageUnavailable(checks.replaced(self._path), everyone=True)
        job = _Job(work)
        self._jobs.append(job)
        if self._serving is None or self._serving.done():
            self._serving = asyncio.create_task(self._serve())
        result: T = await job.future
        return result

    async def close(self) -> None:
        """Finishes what was queued, then closes the file."""
        if self._closed:
            return
        replaced = self.fault is Fault.REPLACED
        self._closed = True
        if self._serving is not None:
            await asyncio.wait([self._serving])
        self._disk.shutdown()
        self._copier.shutdown()
        self._rehearsals.shutdown()
        if replaced and not self._lost_its_log():
            # Closing would copy our log into somebody else's file: an interrupted copy does not.
            self._connection.interrupt()
        self._connection.close()
        self._release()

    def _lost_its_log(self) -> bool:
        """Only the log was deleted: closing saves what was acknowledged into the file."""
        lock = self._file_lock
        return (
            lock is not None
            and lock.lost_its_log()
            and seal.is_one_of(lock.read(seal.HEADER), self._numbers)
        )

    def _release(self) -> None:
        if self._file_lock is not None:
            self._file_lock.release()
        if self._name_lock is not None:
            self._name_lock.release()

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
                    job.error = StorageUnavailable(
                        "Cơ sở dữ liệu đã dừng giữa chừng.", everyone=True
                    )
                raise
            finally:
                for job in group:
                    job.resolve()

    def _fail(self, group: list[_Job], error: Exception) -> None:
        with contextlib.suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        blamed = any(job.is_to_blame for job in group)
        for job in group:
            everyone = _is_one_of(error, _OUTAGES) or (blamed and not job.is_to_blame)
            job.error = StorageUnavailable(
                f"Cơ sở dữ liệu chưa ghi được: {error}", everyone=everyone
            )

    async def _commit_together(self, group: list[_Job]) -> None:
        """One transaction for all; each job under its savepoint, so one's failure is its own."""
        await self._begin()
        for job in group:
            self._run(job)
        loop = asyncio.get_running_loop()
        lines = gone.since(self._connection, self._listed)
        await loop.run_in_executor(self._disk, self._connection.execute, "COMMIT")
        if lines:
            await loop.run_in_executor(self._disk, self._list, lines)
        if self.fault is Fault.REPLACED:  # it went where nobody will look: nothing is acknowledged
            for job in group:
                job.error = StorageUnavailable(checks.replaced(self._path), everyone=True)
            return
        self._commits += 1
        if self._transaction.erasures.asked:
            self._transaction.erasures.asked = False
            self.erasures += 1
            self.erased.set()
        if self._commits % CHECKPOINT_EVERY == 0 and (not self._copying or self._copying.done()):
            self._copying = loop.run_in_executor(self._copier, _checkpoint, self._path)

    def _list(self, lines: list[gone.GoneLine]) -> None:
        """Whoever asked to be erased hears of it only when the list kept apart has it. A disk that
        does not take it now takes it with the next commit, or at the next start."""
        try:
            gone.add_missing(gone.list_of(self._path), lines)
        except OSError as error:
            log.error("the list of erasures was not written: %s", error.strerror)
        else:
            self._listed = gone.last(self._connection)

    async def rehearse(self, work: Callable[[Transaction], T]) -> T:
        if self._closed or self._cut_off:
            raise StorageUnavailable("Cơ sở dữ liệu đã đóng.", everyone=True)
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
            busy, _, _ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.Error as error:
            raise StorageUnavailable(f"Chưa dọn được cơ sở dữ liệu: {error}") from error
        return not busy

    async def _begin(self) -> None:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            # Another program (a backup, a shell) holds the file: wait for it off the loop.
            await asyncio.get_running_loop().run_in_executor(self._disk, self._begin_patiently)

    def _begin_patiently(self) -> None:
        self._connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        finally:
            self._connection.execute("PRAGMA busy_timeout = 0")

    def _run(self, job: _Job) -> None:
        self._connection.known.clear()
        self._connection.execute("SAVEPOINT caller")
        try:
            job.result = job.work(self._transaction)
        except BaseException as error:
            if _is_one_of(error, _FATAL):
                job.is_to_blame = True
                raise
            job.error = error
            self._connection.execute("ROLLBACK TO caller")
        self._connection.execute("RELEASE caller")


def _is_one_of(error: BaseException, codes: set[int]) -> bool:
    if not isinstance(error, sqlite3.Error):
        return False
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in codes


def _connect(path: Path) -> OneTransaction:
    # mode=rw: a file that is not there is never made in passing.
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?mode=rw",
        uri=True,
        timeout=0,
        isolation_level=None,
        check_same_thread=False,
        factory=OneTransaction,
    )
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten
        connection.execute(f"PRAGMA wal_autocheckpoint = {LOG_BOUND_PAGES}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _on_a_copy(path: Path, work: Callable[[Transaction], T]) -> T:
    """In memory: what people told us is in no file more than it was."""
    copy = sqlite3.connect(":memory:", isolation_level=None, factory=OneTransaction)
    with contextlib.closing(copy):
        try:
            with contextlib.closing(_reader(path)) as reader:
                reader.backup(copy)
        except sqlite3.Error as error:
            raise StorageUnavailable(f"Chưa chép được cơ sở dữ liệu: {error}") from error
        copy.row_factory = sqlite3.Row
        copy.execute("PRAGMA foreign_keys = ON")
        return work(SqliteTransaction(copy))


def _reader(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)


def _look_into(path: Path) -> OneTransaction:
    """A database another program may be serving, as it is. Raises StorageError."""
    if swap.plan_of(path).exists():
        raise StorageError(
            f"Một lần khôi phục {path} chưa xong: chạy `donghanh run` (hoặc `donghanh migrate`), nó"
            " sẽ được làm nốt."
        )
    if not path.exists():
        raise StorageError(f"Chưa có cơ sở dữ liệu {path}: chạy `donghanh migrate`.")
    refuse_second_name(path)
    try:
        connection = _connect(path)
    except sqlite3.Error as error:
        raise _unopened(path, error) from error
    try:
        schema.require_current(connection)
    except (sqlite3.Error, schema.SchemaMismatch) as error:
        connection.close()
        raise _unopened(path, error) from error
    return connection


def _make(path: Path) -> None:
    """A new, empty database, under its name only when it is whole: a file of no bytes is never
    ours. Raises OSError, sqlite3.Error."""
    made = beside(path, ".new")
    for ending in BESIDE:
        beside(made, ending).unlink(missing_ok=True)
    made.touch(mode=0o600)
    with contextlib.closing(_connect(made)) as connection:
        schema.migrate(connection)
    made.rename(path)
    seal.sync_folder(path.parent)


def _refuse_strange(path: Path, file: FileLock) -> None:
    """Raises StorageError for what is no database, or not the one of the last run."""
    match seal.look(path, file):
        case "header":
            raise StorageError(checks.damaged(path, "file is not a database"))
        case "strange":
            raise StorageError(
                f"Tệp {path} không phải cơ sở dữ liệu của lần chạy trước (bản chép đè?). Muốn dùng"
                f" một bản sao: trả tệp cũ về chỗ cũ hoặc chuyển nó đi, rồi `donghanh restore"
                " TỆP-HOẶC-THƯ-MỤC-SAO-LƯU`."
            )
        case "log":
            raise StorageError(
                f"Tệp {path.name}-wal không phải của {path} (bản chép đè?). Mở sẽ hỏng dữ liệu:"
                " khôi phục bằng `donghanh restore THƯ-MỤC-SAO-LƯU`."
            )


def _refuse_damaged(path: Path, connection: sqlite3.Connection) -> bool:
    """Whether all of it was looked at in the time a start has. Raises StorageError."""
    found, finished = checks.damage(connection, checks.START_LIMIT_S)
    if found:
        raise StorageError(checks.damaged(path, found))
    return finished


def _seal(path: Path, connection: sqlite3.Connection, file: FileLock) -> list[int]:
    """A number of this run in the file's header and beside it -> the numbers it may have."""
    old, number = seal.number_in(file.read(seal.HEADER)), seal.fresh()
    seal.keep(path, [old, number])
    connection.execute(f"PRAGMA application_id = {number}")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    if seal.number_in(file.read(seal.HEADER)) != number:
        return [old, number]  # somebody reads: the header follows with a later checkpoint
    seal.keep(path, [number])
    return [number]


def _unopened(path: Path, error: Exception) -> StorageError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return StorageError(checks.damaged(path, str(error)))
    disk = " Kiểm tra chỗ trống, quyền của thư mục, và ổ đĩa có bị gắn chỉ đọc không."
    advice = disk if code in _OF_THE_DISK else ""
    return StorageError(f"Không mở được cơ sở dữ liệu {path}: {error}.{advice}")


def _checkpoint(path: Path) -> None:
    """Copies what it can without waiting for anybody; the next time does the rest."""
    with (
        contextlib.suppress(sqlite3.Error),
        contextlib.closing(sqlite3.connect(f"file:{quote(str(path))}?mode=rw", uri=True)) as copier,
    ):
        copier.execute("PRAGMA synchronous = FULL")
        copier.execute("PRAGMA wal_checkpoint(PASSIVE)")
