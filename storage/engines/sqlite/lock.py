"""One program per database: a lock by the file's name and a lock on the file itself.

The lock by name (`<file>.lock`, of the file behind any symbolic link) also holds while there is no
file yet or one is exchanged for another. The lock on the file follows it under every other name.
It is an flock, which SQLite's own locks do not notice; its descriptor stays open until the end,
for closing any descriptor of the file would let go of SQLite's locks of this process.
"""

import fcntl
import os
import stat
from pathlib import Path

from content.operator import tell
from storage.errors import StorageError

# SQLite keeps these beside the file; all three belong together.
BESIDE = ("", "-wal", "-shm")


def real(path: Path) -> Path:
    """The file behind symbolic links, as SQLite itself names the files beside it."""
    return Path(os.path.realpath(path))


def beside(path: Path, ending: str) -> Path:
    """A file beside the database, named after it."""
    return path.with_name(path.name + ending)


class NameLock:
    """The lock by name. Raises StorageError when another program holds it, or none can be made."""

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(beside(path, ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StorageError(unwritable(path, error)) from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.read(self._file, 20).decode(errors="replace").strip() or "?"
            os.close(self._file)
            raise StorageError(in_use(path, holder)) from None
        try:
            os.ftruncate(self._file, 0)
            os.pwrite(self._file, str(os.getpid()).encode(), 0)
        except OSError as error:
            os.close(self._file)
            raise StorageError(unwritable(path, error)) from error

    def release(self) -> None:
        os.close(self._file)


class FileLock:
    """The lock on the file itself, and the look whether the names still lead to what was opened.

    Open it before SQLite opens the file, release it after SQLite closed it. Raises StorageError.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = os.open(path, os.O_RDWR)
        except OSError as error:
            raise StorageError(unwritable(path, error)) from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._file)
            raise StorageError(in_use(path, "?")) from None
        self._opened: dict[Path, tuple[int, int]] = {}

    def read(self, count: int, offset: int = 0) -> bytes:
        """Bytes of the file as they are on the disk, not as SQLite sees them."""
        return os.pread(self._file, count, offset)

    def remember(self) -> None:
        """What the names lead to now, SQLite having opened all three, is what they must lead to."""
        self._opened = {path: found for path in self._paths() if (found := _identity(path))}

    def holds(self) -> bool:
        """Whether every name still leads to what was opened: nothing was deleted or exchanged."""
        return all(_identity(path) == opened for path, opened in self._opened.items())

    def lost_its_log(self) -> bool:
        """Whether the file itself is where it was and nothing stands where its log was: what the
        deleted log holds can be copied into the file, and into nobody else's."""
        log = beside(self._path, "-wal")
        same = _identity(self._path) == self._opened.get(self._path)
        return same and log in self._opened and _identity(log) is None

    def _paths(self) -> list[Path]:
        return [beside(self._path, ending) for ending in BESIDE]

    def release(self) -> None:
        os.close(self._file)


def refuse_second_name(path: Path) -> None:
    """A file with two names has two logs: rows committed under one are unknown under the other.
    Raises StorageError; also for what is no file."""
    try:
        found = path.stat()
    except OSError as error:
        raise StorageError(unwritable(path, error)) from error
    if not stat.S_ISREG(found.st_mode):
        raise StorageError(tell("storage.no_file", path=path))
    if (names := found.st_nlink) > 1:
        raise StorageError(tell("storage.many_names", path=path, names=names))


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def in_use(path: Path, holder: str) -> str:
    """The sentence for a database somebody else uses."""
    return tell("storage.in_use", path=path, holder=holder)


def unwritable(path: Path, error: OSError) -> str:
    """The sentence for a database that cannot be opened for writing."""
    return tell("storage.not_writable", file=error.filename or path, strerror=error.strerror)
