"""`donghanh content`: what staff published in the console is shown beside the files, and written
back as files."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.commands.refusal import CommandRefused
from content.library import FOLDER
from content.operator import tell
from content.overlay import fact_named, hash_of, part_named
from content.ward import Ward, load_ward
from content.ward_file import NotWritable, with_part
from content.ward_parts import laid, part_text, read_text, values_of
from storage import database
from storage.entry_models import EntryVersion

OWN_FACTS = "phuong.yaml"  # figures that came from the desk


async def in_force(url: str, ward: Ward) -> Ward:
    """The ward with what staff published of its settings; as it is in its file where there is no
    database yet. Raises StorageError."""
    if not database.is_there(url):
        return ward
    for version in await published(url):
        if part := part_named(version.entry):
            ward = laid(ward, part, read_text(ward, part, version.text))
    return ward


async def published(url: str) -> list[EntryVersion]:
    """What lies over the files, in the order it was published. Raises StorageError."""
    async with database.open(url, exclusive=False) as db:
        return await db.transaction(lambda tx: tx.entries.in_force())


@dataclass(frozen=True, slots=True)
class _InFile:
    """A version beside its file: where it stands, the whole file now (None: there is none) and with
    the version in it, and whether what it takes the place of is another than it was written
    beside."""

    path: Path
    was: str | None
    will: str
    moved: bool


@dataclass(frozen=True, slots=True)
class Files:
    """Where the files are: the folder of all content, and that of the ward where it is another."""

    folder: Path = FOLDER
    ward_file: Path | None = None

    @property
    def ward(self) -> Path:
        return self.ward_file or self.folder / "ward.toml"

    def named(self, path: Path) -> str:
        """A path as it is shown."""
        inside = path.is_relative_to(self.folder)
        return path.relative_to(self.folder).as_posix() if inside else str(path)


def difference(versions: Sequence[EntryVersion], files: Files) -> str:
    """Line by line what differs from the files; what changed there since it was written says so."""
    parts = ["\n".join(_differing(version, files)) for version in versions]
    found = [part for part in parts if part]
    return "\n\n".join(found) if found else tell("overlay.none")


def _differing(version: EntryVersion, files: Files) -> Iterator[str]:
    found = _in_file(version, files)
    if found.was == found.will:
        return
    if found.moved:
        yield tell("overlay.base_moved", entry=version.entry)
    name = files.named(found.path)
    lines = (found.was or "").splitlines(), found.will.splitlines()
    yield from difflib.unified_diff(*lines, name, f"{name} ({version.id})", lineterm="")


def export(versions: Sequence[EntryVersion], files: Files, *, sure: bool = False) -> str:
    """Writes each as the file it would be; returns what was written. What changed in the files
    since it was written is only overwritten when `sure`. Raises CommandRefused, and writes nothing
    then."""
    if lost := _facts_lost(versions, files.folder):
        raise CommandRefused(tell("overlay.facts", entries=", ".join(lost)))
    changed = [one for one in versions if _differs(_in_file(one, files))]
    moved = [one.entry for one in changed if _in_file(one, files).moved]
    if moved and not sure:
        raise CommandRefused(tell("overlay.not_sure", entries=", ".join(moved)))
    written: dict[Path, None] = {}
    for version in changed:
        now = _in_file(version, files)  # read again: several figures share a file
        now.path.parent.mkdir(parents=True, exist_ok=True)
        now.path.write_bytes(now.will.encode())
        written[now.path] = None
    if not changed:
        return tell("overlay.none")
    return "\n".join(tell("overlay.written", path=path) for path in written)


def _differs(found: _InFile) -> bool:
    return found.was != found.will


def _in_file(version: EntryVersion, files: Files) -> _InFile:
    folder = files.folder
    if part := part_named(version.entry):
        return _part_in_file(version, part, files.ward)
    if name := fact_named(version.entry):
        return _fact_in_file(version, name, folder / "facts")
    path = folder / "faq" / version.topic / f"{version.entry}.md"
    was = path.read_bytes().decode("utf-8-sig") if path.exists() else None
    return _InFile(path, was, version.text, was is not None and hash_of(was) != version.base)


def _fact_in_file(version: EntryVersion, name: str, folder: Path) -> _InFile:
    """A figure stands among others; a new one in a file of the ward's own."""
    for path in sorted(folder.glob("*.yaml")):
        text = path.read_bytes().decode("utf-8-sig")
        if found := re.search(rf"(?m)^{name}:\n(?:[ ].*\n)*", text):
            will = text[: found.start()] + version.facts + text[found.end() :]
            return _InFile(path, text, will, hash_of(found[0]) != version.base)
    path = folder / OWN_FACTS
    was = path.read_bytes().decode("utf-8-sig") if path.exists() else None
    will = f"{was}\n{version.facts}" if was else version.facts
    return _InFile(path, was, will, bool(version.base))


def _part_in_file(version: EntryVersion, part: str, path: Path) -> _InFile:
    """A part of the ward's settings; an office that is not there yet is added at the end. Raises
    CommandRefused."""
    was, ward = path.read_bytes().decode("utf-8-sig"), load_ward(path)
    held = values_of(ward, part)
    base = hash_of(part_text(held)) if any(held.values()) else ""
    try:
        will = with_part(was, part, read_text(ward, part, version.text))
    except (NotWritable, ValueError) as error:
        raise CommandRefused(tell("overlay.ward_unwritable", part=part, path=path)) from error
    return _InFile(path, was, will, base != version.base)


def _facts_lost(versions: Sequence[EntryVersion], folder: Path) -> list[str]:
    """The answers that brought along a figure which stands nowhere else."""
    files = "".join(path.read_text("utf-8-sig") for path in folder.glob("facts/*.yaml"))
    known = {fact_named(one.entry) for one in versions} | set(_NAME.findall(files))
    return [one.entry for one in versions if one.facts and set(_NAME.findall(one.facts)) - known]


_NAME = re.compile(r"(?m)^(\w+):$")
