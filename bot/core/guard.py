"""Watches the database while the program lives: a file that was deleted or exchanged ends it; every
night it is looked at through and through and, where `BACKUP_DIR` says so, backed up. The list of
erasures is mirrored there all the time."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from bot.files import backup
from bot.files.backup import BackupFailed
from bot.files.restore import LIST_KEPT
from bot.running.loops import beat
from bot.running.pool import Busy, Pool
from bot.running.uptime import uptime
from content.calendar import local
from content.library import Content
from handlers.clock import alarms
from storage.database import Database, Fault, StorageError, StorageUnavailable, Transaction
from storage.engines.sqlite import gone_list
from storage.times import Uptime

log = logging.getLogger(__name__)

LOOK_S = 2.0
MIRROR_AGAIN_S = 60.0
NIGHTLY_S = 300.0
NIGHT_TAKES_S = 3 * 3600.0  # a large database, to a slow disk, at the most
NIGHT = timedelta(hours=2, minutes=30)  # after midnight in Viet Nam
AGAIN_AFTER = timedelta(hours=1)  # one that failed
TOO_OLD = timedelta(days=2)

Clock = Callable[[], datetime]


async def until_lost(database: Database) -> None:
    """Returns never; raises StorageError once the database is not the one that was opened. What was
    committed since is acknowledged to nobody, so nothing is lost unseen."""
    while database.fault is not Fault.REPLACED:  # noqa: ASYNC110  # the disk sends no event
        await asyncio.sleep(LOOK_S)
    raise StorageError(database.replaced())


class Mirror:
    """Keeps the list of erasures beside the backups, too: when the disk with the database is lost,
    what was erased since the backup is erased on the copy as well."""

    def __init__(self, database: Path, into: Path, clock: Clock) -> None:
        self._database = database
        self._into = into
        self._clock = clock
        self._thread = Pool("mirror", 1, 1)  # the other disk may be slow, or hang
        self._seen: tuple[int, int] | None = None

    async def run(self) -> None:
        while True:
            beat(MIRROR_AGAIN_S)
            try:
                await self.look()
            except OSError as error:
                log.error("the list of erasures was not mirrored: %s", error.strerror)
                await asyncio.sleep(MIRROR_AGAIN_S)
            await asyncio.sleep(LOOK_S)

    async def look(self) -> None:
        """Brings the mirror up to date if the list has changed. Raises OSError."""
        now = _state(gone_list.list_of(self._database))
        if now != self._seen:
            before = self._clock() - LIST_KEPT
            await self._thread.run(backup.mirror, self._database, self._into, before)
            self._seen = now


def _state(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except FileNotFoundError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


class Nights:
    """What is done once a night, or as soon as the program is there again."""

    def __init__(
        self,
        database: Database,
        content: Content,
        clock: Clock,
        backups: Path | None,
        lasted: Callable[[], Uptime] = uptime,
    ) -> None:
        self._lasted = lasted
        self._database = database
        self._content = content
        self._clock = clock
        self._backups = backups
        # What a start had no time to look at is looked at now.
        self._checked: datetime | None = clock() if database.wholly_checked else None
        self._failed: datetime | None = None
        # Either disk may hang: it then holds one thread, and the next night is told Busy.
        self._own_disk = Pool("nights", 1, 0)
        self._other_disk = Pool("backups", 1, 0)

    async def run(self) -> None:
        while True:
            beat(NIGHT_TAKES_S)
            try:
                await self.look()
            except StorageUnavailable as error:
                log.error("nightly work put off: %s", error)
            except Busy:
                log.error("nightly work put off: a disk does not answer")
            except Exception:
                log.exception("nightly work failed")
            await asyncio.sleep(NIGHTLY_S)

    async def look(self) -> None:
        """Does what is due now."""
        now = self._clock()
        night = last_night(now)
        if self._checked is None or not night <= self._checked <= now:
            await self._check(now)
        if self._backups is not None:
            await self._back_up(self._backups, now, night)

    async def _check(self, now: datetime) -> None:
        found = await self._own_disk.run(self._database.damage)
        self._checked = now
        if found:
            log.error("the database is damaged: %s", found)
            self._database.report_damage()
            await self._alarm("damaged", found, now)
        else:
            await self._quiet("damaged")
        if await self._is_doubted():
            return
        before = now - LIST_KEPT
        await self._database.transaction(lambda tx: tx.gone.delete_before(before))
        listed = gone_list.list_of(self._database.path)
        await self._own_disk.run(gone_list.drop_before, listed, before)

    async def _back_up(self, into: Path, now: datetime, night: datetime) -> None:
        newest = await self._other_disk.run(self._newest, into, now)
        resting = self._failed is not None and timedelta() <= now - self._failed < AGAIN_AFTER
        if (newest is None or newest < night) and not resting:
            try:
                made = await backup.back_up(
                    self._database.path, into, now, disk=self._other_disk,
                    keeps_old=await self._is_doubted(), copy=self._database.copy,
                )  # fmt: skip
            except BackupFailed as error:
                self._failed = now
                log.error("backup failed: %s", error)
                await self._alarm("backup", str(error), now)
                return
            self._failed, newest = None, made.made_at
            log.info("backup made files=%s missing=%s", made.files, len(made.missing))
        if newest is None or now - newest > TOO_OLD:
            await self._alarm("backup", newest.date().isoformat() if newest else "-", now)
        elif self._failed is None:
            await self._quiet("backup")

    async def _is_doubted(self) -> bool:
        """Whether nothing is to go for its age, as the clock may be wrong."""
        return await self._database.transaction(lambda tx: tx.times.is_doubted(self._lasted()))

    def _newest(self, into: Path, now: datetime) -> datetime | None:
        """The latest backup; one of a clock that ran ahead does not count."""
        made = [item.made_at for item in backup.all_in(into) if item.made_at <= now]
        return max(made, default=None)

    async def _alarm(self, what: str, detail: str, now: datetime) -> None:
        def work(tx: Transaction) -> None:
            alarms.sound(tx, self._content, "storage", what, detail, now)

        await self._database.transaction(work)

    async def _quiet(self, what: str) -> None:
        await self._database.transaction(lambda tx: alarms.end(tx, "storage", what))


def last_night(now: datetime) -> datetime:
    """The latest moment nightly work was due, at or before `now`."""
    here = local(now)
    night = here.replace(hour=0, minute=0, second=0, microsecond=0) + NIGHT
    return night if night <= here else night - timedelta(days=1)
