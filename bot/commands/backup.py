"""`donghanh backup` and `donghanh restore`: what they print."""

import sys
from pathlib import Path

from bot.files.backup import Backup
from bot.files.backup import back_up as make
from bot.files.restore import restore as put_back
from bot.running.clock import utc_now
from bot.settings.settings import Settings
from content.library import Content
from content.operator import tell
from content.vietnamese import when
from storage import database


async def back_up(settings: Settings, folder: Path) -> str:
    """Raises BackupFailed and StorageError."""
    url = settings.database_url
    if not database.is_on_server(url):
        return told(await make(database.sqlite_path(url), folder, utc_now(), _progress))
    async with database.open(url, exclusive=False) as db:
        return told(await make(db.path, folder, utc_now(), _progress, copy=db.copy))


def told(made: Backup) -> str:
    lines = [tell("backup.done", folder=made.folder, files=made.files)]
    if made.missing:
        lines.append(tell("backup.missing_here", count=len(made.missing), first=made.missing[0]))
    lines.append(tell("backup.no_env"))
    return "\n".join(lines)


def _progress(left: int, total: int) -> None:
    if sys.stderr.isatty() and total:
        end = "\n" if not left else ""
        done = 100 - 100 * left // total
        print(f"\r{tell('backup.progress', done=done)}", end=end, file=sys.stderr)


async def restore(settings: Settings, content: Content, source: Path, *, older: bool) -> str:
    """Raises RestoreRefused and StorageError."""
    done = await put_back(settings.database_url, source, content, utc_now(), older=older)
    known = done.made_at
    lines = [
        tell("backup.restored_of", source=source, known=when(known))
        if known
        else tell("backup.restored", source=source),
        tell("backup.aside", aside=f"{done.aside}{done.schema and f', schema {done.schema}'}"),
        tell("backup.erased_again", erased_again=done.erased_again),
        tell("backup.held", held=done.held),
        tell("backup.gap"),
    ]
    if done.missing:
        lines.append(tell("backup.missing_there", count=len(done.missing)))
    return "\n".join(lines)
