"""Files kept beside the database: written whole or not at all, read or known to be missing."""

import contextlib
import errno
import logging
import os
import shutil
from pathlib import Path

log = logging.getLogger(__name__)

# With less than this free, nothing may be kept soon: what is left is the database's.
LEAST_FREE = 50 * 1024 * 1024


def write_whole(folder: Path, name: str, data: bytes) -> None:
    """Writes a new file that only we may read. Raises OSError, also where it would take the last of
    the disk; then nothing of it is left."""
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < LEAST_FREE + len(data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    part = folder / f"{name}.part"
    try:
        with part.open("xb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(folder / name)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def shred(path: Path) -> None:
    """Overwrites a file, then removes it; nothing when there is none. Raises OSError."""
    try:
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
    except FileNotFoundError:
        return
    path.unlink()


def read_whole(path: Path) -> bytes | None:
    """The file's bytes; None when there is no such file or the disk does not give it."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError as error:
        log.error("a kept file could not be read: %s", error.strerror)
        return None
