"""`donghanh restore`: a backup in the place of the present data, which is kept aside.

All of it is made ready beside the present data first (copied, checked, brought up to date, who was
erased since erased again, what waited held) and then exchanged in one go (`swap.py` of the engine).
"""

import asyncio
import os
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.files import backup
from bot.files.backup import BackupFailed
from content.calendar import local
from content.library import Content
from content.operator import tell
from handlers.clock import restored
from storage import database
from storage.engines.sqlite import copies, gone_list, swap
from storage.engines.sqlite.copies import CopyFailed
from storage.engines.sqlite.lock import BESIDE, FileLock, NameLock, beside, real

# Lines of the list of erasures are kept so long; an older backup would bring people back.
LIST_KEPT = backup.KEPT_FOR + timedelta(days=25)
_READY = ".restore-"
_OURS = (".seal",)


class RestoreRefused(Exception):
    """Nothing was changed; the message says why and what to do, in one line."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of it. `held`: messages a person releases or drops in the console; `schema`: what
    the data there was is called now on its server."""

    aside: Path
    made_at: datetime | None
    held: int
    erased_again: int
    missing: tuple[str, ...]
    schema: str = ""


@dataclass(frozen=True, slots=True)
class _Source:
    database: Path
    photos: Path | None
    attachments: Path | None
    listed: Path | None
    made_at: datetime | None
    missing: tuple[str, ...] = ()


async def restore(
    url: str, source: Path, content: Content, now: datetime, *, older: bool = False
) -> Restored:
    """`source` is a folder made by `donghanh backup`, or one database file. `older` allows one
    from before the list of erasures begins. Raises RestoreRefused and StorageError."""
    try:
        if database.is_on_server(url):
            return await _on_server(url, source, content, now, older=older)
        return await _of_file(real(database.sqlite_path(url)), source, content, now, older=older)
    except OSError as error:
        raise RestoreRefused(
            tell("backup.not_restored", file=error.filename or source, strerror=error.strerror)
        ) from error


async def _of_file(
    path: Path, source: Path, content: Content, now: datetime, *, older: bool
) -> Restored:
    lock = NameLock(path)
    try:
        swap.finish(path)
        _refuse_taken(path)
        found = await _wanted(source, now, older=older)
        ready, held, again = await _made_ready(path, found, content, now)
        aside = _free_aside(path.parent, now)
        aside.mkdir(mode=0o700)
        moves = [
            (beside(path, ending), aside / f"{path.name}{ending}") for ending in (*BESIDE, *_OURS)
        ]
        moves = [move for move in moves if move[0].exists()]
        moves += [(ready / path.name, path), (ready / f"{path.name}.seal", beside(path, ".seal"))]
        swap.exchange(path, moves + _moves_of_files(found, path.parent, ready, aside))
        shutil.rmtree(ready, ignore_errors=True)
        return Restored(aside, found.made_at, held, again, found.missing)
    finally:
        lock.release()


async def _on_server(
    url: str, source: Path, content: Content, now: datetime, *, older: bool
) -> Restored:
    """Made ready as a file, too, then put in the ward's place: its tables in one transaction, after
    that its files. Cut off in between, it is done again."""
    ward = database.replaceable(url)
    try:
        path = ward.path
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        found = await _wanted(source, now, older=older)
        ready, held, again = await _made_ready(path, found, content, now)
        schema = await asyncio.to_thread(ward.replace, ready / path.name, now)
        aside = _free_aside(path.parent, now)
        aside.mkdir(mode=0o700)
        for file, to in _moves_of_files(found, path.parent, ready, aside):
            file.rename(to)
        shutil.rmtree(ready, ignore_errors=True)
        return Restored(aside, found.made_at, held, again, found.missing, schema)
    finally:
        ward.close()


async def _wanted(source: Path, now: datetime, *, older: bool) -> _Source:
    found = await asyncio.to_thread(_checked, source)
    if found.made_at is not None and now - found.made_at > LIST_KEPT and not older:
        raise RestoreRefused(tell("backup.too_old", days=LIST_KEPT.days))
    return found


def _refuse_taken(path: Path) -> None:
    """A program that serves the file under another name holds the file itself."""
    if path.is_file():
        FileLock(path).release()


def _checked(source: Path) -> _Source:
    try:
        if source.is_file():
            return _loose(source)
        if not (source / backup.ABOUT).is_file() and (kept := backup.all_in(source)):
            newest = tell("backup.newest_of", folder=source, newest=kept[-1].folder.name)
            raise RestoreRefused(newest)
        found = backup.checked(source)
        copies.look(source / backup.DATABASE)
    except (BackupFailed, CopyFailed) as error:
        raise RestoreRefused(tell("backup.refused", error=error)) from error
    return _Source(
        source / backup.DATABASE,
        source / "photos",
        source / "attachments",
        source / backup.LIST,
        found.made_at,
        found.missing,
    )


def _loose(source: Path) -> _Source:
    """One file of somewhere, as old as the newest it knows of. One out of a backup is refused: the
    list of erasures beside it would be left behind. Raises CopyFailed, RestoreRefused."""
    if (source.parent / backup.ABOUT).is_file():
        raise RestoreRefused(tell("backup.of_a_folder", folder=source.parent))
    newest = copies.look(source).newest
    return _Source(source, None, None, None, datetime.fromisoformat(newest) if newest else None)


async def _made_ready(
    path: Path, found: _Source, content: Content, now: datetime
) -> tuple[Path, int, int]:
    """(a folder with all that is to be put in place, messages held, erasures carried out again)."""
    folder = path.parent
    for left in folder.glob(f"{_READY}*"):
        shutil.rmtree(left)
    ready = folder / f"{_READY}{os.getpid()}"
    ready.mkdir(mode=0o700)
    try:
        await asyncio.to_thread(_copy, found, ready)
        if found.listed is not None:
            gone_list.add_missing(gone_list.list_of(path), gone_list.read(found.listed))
        if found.made_at is not None:
            home = found.database.parent
            # A loose file may lie beside the list, where the folder of a backup would.
            for near in (home, home / path.name) if found.listed is None else (home,):
                since = backup.erased_since(near, found.made_at)
                gone_list.add_missing(gone_list.list_of(path), since)
        held, again = await _make_ready(ready / path.name, path, content, now)
    except BaseException:
        shutil.rmtree(ready, ignore_errors=True)
        raise
    return ready, held, again


def _moves_of_files(
    found: _Source, folder: Path, ready: Path, aside: Path
) -> list[tuple[Path, Path]]:
    """Each folder of files out of the way, then the one made ready in its place."""
    moves = []
    for name in backup.FOLDERS if found.photos is not None else ():
        if (folder / name).exists():
            moves.append((folder / name, aside / name))
        moves.append((ready / name, folder / name))
    return moves


def _copy(found: _Source, ready: Path) -> None:
    name = ready / "copied.db"
    shutil.copyfile(found.database, name)
    name.chmod(0o600)
    for source, kind in ((found.photos, "photos"), (found.attachments, "attachments")):
        if source is not None:
            shutil.copytree(source, ready / kind, copy_function=shutil.copyfile)
            for path in (ready / kind).iterdir():
                path.chmod(0o600)
            (ready / kind).chmod(0o700)


async def _make_ready(
    target: Path, present: Path, content: Content, now: datetime
) -> tuple[int, int]:
    """The copy as it will be served: up to date, held, with the erasures since. Opening it checks
    it once more."""
    (target.parent / "copied.db").rename(target)
    lines = gone_list.read(gone_list.list_of(present))
    async with database.open(f"sqlite:///{target}") as db:
        outcome = await db.transaction(lambda tx: restored.settle(tx, content, lines, now))
        doomed = await db.transaction(
            lambda tx: (
                tx.questions.photo_names() | tx.answer_files.names() | tx.handoffs.photo_names()
            )
        )
        await db.scrub()
    photos = target.parent / "photos"
    if photos.is_dir():
        for path in photos.iterdir():
            if path.name not in doomed:
                path.unlink()
    # What the settling itself wrote down is carried over to the list that stays.
    gone_list.add_missing(gone_list.list_of(present), gone_list.read(gone_list.list_of(target)))
    for path in (target, *photos.glob("*"), *(target.parent / "attachments").glob("*")):
        with path.open("rb") as file:
            os.fsync(file.fileno())
    return outcome


def _free_aside(folder: Path, now: datetime) -> Path:
    name = local(now).strftime("truoc-khoi-phuc-%Y-%m-%d-%H%M")
    aside, number = folder / name, 1
    while aside.exists():
        number += 1
        aside = folder / f"{name}-{number}"
    return aside
