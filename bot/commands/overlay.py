"""`donghanh content`: what staff published in the console is shown beside the files, and written
back as files."""

import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.commands.refusal import CommandRefused
from content.library import FOLDER
from content.operator import tell
from content.overlay import hash_of
from storage.entry_models import EntryVersion


async def published(url: str) -> list[EntryVersion]:
    """What lies over the files, in the order it was published. Raises StorageError."""
    from storage import database

    async with database.open(url, exclusive=False) as db:
        return await db.transaction(lambda tx: tx.entries.in_force())


def difference(versions: Sequence[EntryVersion], folder: Path = FOLDER) -> str:
    """Line by line what differs from the files; an answer whose file changed since it was written
    says so."""
    parts = ["\n".join(_differing(version, folder)) for version in versions]
    found = [part for part in parts if part]
    return "\n\n".join(found) if found else tell("overlay.none")


def _differing(version: EntryVersion, folder: Path) -> Iterator[str]:
    path = _file(version, folder)
    was = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    if was == version.text:
        return
    if version.base != (hash_of(was) if was else ""):
        yield tell("overlay.base_moved", entry=version.entry)
    name = f"faq/{version.topic}/{version.entry}.md"
    lines = was.splitlines(), version.text.splitlines()
    yield from difflib.unified_diff(*lines, name, f"{name} ({version.id})", lineterm="")


def export(versions: Sequence[EntryVersion], folder: Path, *, sure: bool = False) -> str:
    """Writes each as the file it would be; returns what was written. A file that changed since the
    answer was written is only overwritten when `sure`. Raises CommandRefused, and writes nothing
    then."""
    changed = {_file(one, folder): one for one in versions if _differs(one, folder)}
    if facts := [one.entry for one in versions if one.facts]:
        raise CommandRefused(tell("overlay.facts", entries=", ".join(facts)))
    moved = [one.entry for path, one in changed.items() if _moved(one, path)]
    if moved and not sure:
        raise CommandRefused(tell("overlay.not_sure", entries=", ".join(moved)))
    for path, version in changed.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(version.text.encode())
    if not changed:
        return tell("overlay.none")
    return "\n".join(tell("overlay.written", path=path) for path in changed)


def _file(version: EntryVersion, folder: Path) -> Path:
    return folder / "faq" / version.topic / f"{version.entry}.md"


def _differs(version: EntryVersion, folder: Path) -> bool:
    path = _file(version, folder)
    return not path.exists() or path.read_bytes() != version.text.encode()


def _moved(version: EntryVersion, path: Path) -> bool:
    """Whether the file is another than the one this was written beside."""
    return path.exists() and hash_of(path.read_text(encoding="utf-8-sig")) != version.base
