"""`donghanh backup`: database, photos and attachments of one moment, checked, while it is in use.

A folder `donghanh-2026-11-26-2130` with `donghanh.db`, `photos/`, `attachments/`, the list of
erasures, `backup.json` and `SHA256SUMS` (for `sha256sum -c`). It has its name only once it is
whole. Files are written before the rows that name them and deleted after, so files are copied
before the database, and those that came meanwhile after it. Keys of `.env` are not in it.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from bot.running.pool import Busy, Pool
from content.calendar import local
from content.operator import tell
from storage.engines.sqlite import copies, gone_list
from storage.engines.sqlite.copies import CopyFailed
from storage.engines.sqlite.lock import real
from storage.engines.sqlite.seal import sync_folder, write_whole
from storage.gone import GoneLine

KEPT_FOR = timedelta(days=35)
A_DAY, A_WEEK_OF_THEM = timedelta(days=1), 7
DATABASE, LIST, ABOUT, SUMS = "donghanh.db", "erasures", "backup.json", "SHA256SUMS"
MIRROR = LIST  # beside the backups: the list as it is now, for a machine whose disk is lost
FOLDERS = ("photos", "attachments")
_PATTERN = "donghanh-%Y-%m-%d-%H%M"
_UNFINISHED = ".unfinished-"

Progress = Callable[[int, int], None]
Copy = Callable[[Path, Progress], Awaitable[None]]  # of the database, to a file of this name


class BackupFailed(Exception):
    """No backup was made, or what is there is not whole; the message says why, in one line."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One whole backup: where, of which moment, how much, and files the database names that were
    not there to copy."""

    folder: Path
    made_at: datetime
    schema: int
    files: int
    missing: tuple[str, ...]


async def back_up(
    database: Path,
    into: Path,
    now: datetime,
    progress: Progress = lambda left, total: None,
    disk: Pool | None = None,
    *,
    keeps_old: bool = False,
    copy: Copy | None = None,
) -> Backup:
    """Makes one backup and removes those past their time, unless `keeps_old`. `database` is as
    `Database.path`; `copy` copies it where it is no file. `now` is aware. All that touches `into`
    is done in `disk`, which is free. Raises BackupFailed, or Busy."""
    try:
        if copy is None:
            database = _file(database)
            copy = partial(copies.copy, database)
        free = disk or Pool("backup", 1, 0)
        copied = partial(_fill, database, copy, progress)
        return await _back_up(copied, into, now, free, keeps_old=keeps_old)
    except CopyFailed as error:
        raise BackupFailed(tell("backup.unsound", error=error)) from error
    except OSError as error:
        raise BackupFailed(
            tell("backup.not_written", file=error.filename or into, strerror=error.strerror)
        ) from error


def _file(database: Path) -> Path:
    if not database.is_file():
        raise BackupFailed(tell("backup.no_database", database=database))
    return real(database)


async def _back_up(
    fill: Callable[[Path, datetime, Pool], Awaitable[Backup]],
    into: Path,
    now: datetime,
    disk: Pool,
    *,
    keeps_old: bool,
) -> Backup:
    lock, work = await disk.run(_begin, into)
    try:
        try:
            made = await fill(work, now, disk)
            folder = await disk.run(_name, work, into, now)
        except BaseException:
            with suppress(Busy):  # the next one clears it away
                await disk.run(shutil.rmtree, work, ignore_errors=True)
            raise
        if not keeps_old:
            await disk.run(remove_old, into, now, folder)
        return Backup(folder, now, made.schema, made.files, made.missing)
    finally:
        os.close(lock)


def _begin(into: Path) -> tuple[int, Path]:
    """(the lock's open file, an empty folder to work in). Raises BackupFailed, OSError."""
    into.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = os.open(into / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BackupFailed(tell("backup.another", into=into)) from None
        _clear_unfinished(into)
        work = into / f"{_UNFINISHED}{os.getpid()}"
        work.mkdir(mode=0o700)
        for name in FOLDERS:
            (work / name).mkdir(mode=0o700)
    except BaseException:
        os.close(lock)
        raise
    return lock, work


def _name(work: Path, into: Path, now: datetime) -> Path:
    folder = _free_name(into, now)
    work.rename(folder)
    sync_folder(into)
    return folder


def _clear_unfinished(into: Path) -> None:
    for left in into.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(left)


async def _fill(
    database: Path, copy: Copy, progress: Progress, work: Path, now: datetime, disk: Pool
) -> Backup:
    for name in FOLDERS:
        await disk.run(_copy_new, database.with_name(name), work / name)
    await copy(work / DATABASE, progress)
    found = await disk.run(copies.look, work / DATABASE)
    missing: list[str] = []
    for name, wanted in (("photos", found.photos), ("attachments", found.attachments)):
        missing += await disk.run(_complete, database.with_name(name), work / name, wanted)
    about = {"made_at": now.isoformat(), "schema": found.schema, "missing": missing}
    count = await disk.run(_end, database, work, about)
    return Backup(work, now, found.schema, count, tuple(missing))


def _end(database: Path, work: Path, about: dict[str, object]) -> int:
    """The list of erasures, what it says of itself, the sums; how many files."""
    listed = gone_list.list_of(database)
    write_whole(work / LIST, listed.read_bytes() if listed.exists() else b"")
    write_whole(work / ABOUT, json.dumps(about, indent=1).encode())
    return _sum_up(work)


def mirror(database: Path, into: Path, before: datetime) -> None:
    """Brings the list of erasures beside the backups up to date; lines of before `before` go, but
    for those later than a backup that is there. For one writer at a time. Raises OSError."""
    into.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = into / MIRROR
    gone_list.add_missing(kept, gone_list.read(gone_list.list_of(database)))
    gone_list.drop_before(kept, min([before, *(one.made_at for one in all_in(into))]))


def erased_since(folder: Path, made_at: datetime) -> list[GoneLine]:
    """What the list beside a backup says went after it was made. Earlier lines are in the backup's
    own list, or of another database that was backed up here once, with its own numbers. Raises
    OSError."""
    return [line for line in gone_list.read(folder.parent / MIRROR) if line.at >= made_at]


def _copy_new(source: Path, target: Path) -> None:
    """Every file of a folder that the target lacks; one deleted meanwhile is not needed."""
    if not source.is_dir():
        return
    for path in source.iterdir():
        if path.is_file() and not (target / path.name).exists():
            with suppress(FileNotFoundError):
                _copy_file(path, target / path.name)


def _copy_file(source: Path, target: Path) -> None:
    with source.open("rb") as read, target.open("xb") as written:
        target.chmod(0o600)
        shutil.copyfileobj(read, written)
        written.flush()
        os.fsync(written.fileno())


def _complete(source: Path, target: Path, wanted: frozenset[str]) -> list[str]:
    """Brings what came after the first look, drops what nobody refers to; what is missing."""
    for name in sorted(wanted):
        if not (target / name).exists():
            with suppress(FileNotFoundError):
                _copy_file(source / name, target / name)
    for path in target.iterdir():
        if path.name not in wanted:
            path.unlink()
    return [f"{target.name}/{name}" for name in sorted(wanted) if not (target / name).exists()]


def _sum_up(work: Path) -> int:
    """Writes the sums of every file and has all of it on the disk; how many files."""
    files = sorted(path for path in work.rglob("*") if path.is_file())
    lines = [f"{digest(path)}  {path.relative_to(work)}\n" for path in files]
    with (work / DATABASE).open("rb") as database:
        os.fsync(database.fileno())
    (work / DATABASE).chmod(0o600)
    write_whole(work / SUMS, "".join(lines).encode())
    for name in FOLDERS:
        sync_folder(work / name)
    sync_folder(work)
    return len(files)


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _free_name(into: Path, now: datetime) -> Path:
    name = local(now).strftime(_PATTERN)
    folder, number = into / name, 1
    while folder.exists():
        number += 1
        folder = into / f"{name}-{number}"
    return folder


# ---- what is there ----


def all_in(into: Path) -> list[Backup]:
    """Every backup in a folder by what it says of itself, oldest first; not checked."""
    found = []
    with suppress(OSError):
        for folder in sorted(into.glob("donghanh-*")):
            with suppress(BackupFailed):
                found.append(about(folder))
    return sorted(found, key=lambda backup: backup.made_at)


def about(folder: Path) -> Backup:
    """Raises BackupFailed."""
    try:
        kept = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        made_at = datetime.fromisoformat(kept["made_at"])
        return Backup(folder, made_at, int(kept["schema"]), 0, tuple(kept["missing"]))
    except (OSError, ValueError, KeyError, TypeError, OverflowError) as error:
        raise BackupFailed(tell("backup.not_sound", folder=folder)) from error


def checked(folder: Path) -> Backup:
    """A backup whose every byte is what was written, whose database is whole and not newer than
    this program. Raises BackupFailed."""
    found = about(folder)
    try:
        sums = dict(_sums(folder))
        there = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()} - {SUMS}
        if lost := sorted(set(sums) - there):
            raise BackupFailed(tell("backup.lacks", folder=folder, name=lost[0]))
        if strange := sorted(there - set(sums)):
            raise BackupFailed(tell("backup.strange", folder=folder, name=strange[0]))
        for name, wanted in sums.items():
            if digest(folder / name) != wanted:
                raise BackupFailed(tell("backup.damaged", folder=folder, name=name))
        if {DATABASE, ABOUT, LIST} - set(sums):
            raise BackupFailed(tell("backup.incomplete", folder=folder))
    except (OSError, ValueError) as error:
        raise BackupFailed(tell("backup.unreadable", folder=folder, error=error)) from error
    if found.schema > copies.newest_schema():
        raise BackupFailed(tell("backup.newer", folder=folder))
    return found


def _sums(folder: Path) -> Iterable[tuple[str, str]]:
    for line in (folder / SUMS).read_text(encoding="utf-8").splitlines():
        wanted, _, name = line.partition("  ")
        if not name or ".." in Path(name).parts or Path(name).is_absolute():
            raise ValueError(SUMS)
        yield name, wanted


def remove_old(into: Path, now: datetime, but: Path) -> int:
    """Removes whole backups past their time; how many. One of a day that has not come was named
    by a wrong clock: it goes once there is a week of others. Raises OSError."""
    there = [b for b in all_in(into) if b.folder != but]
    old = [b for b in there if now - b.made_at > KEPT_FOR]
    to_come = [b for b in there if b.made_at - now > A_DAY]
    if len(there) - len(old) - len(to_come) >= A_WEEK_OF_THEM:
        old += to_come
    for backup in old:
        shutil.rmtree(backup.folder)
    return len(old)
