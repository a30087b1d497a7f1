"""What was worked out of the content, kept on this machine so that the next start need not.

A file is named by a digest of all it was made of, the code included: of other content, or by other
code, it is never found. It holds figures and words of the content, nothing anybody wrote, and may
be deleted at any time. Where no file can be kept (a read-only system), each start works it out.
"""

import hashlib
import logging
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from zipfile import BadZipFile

import numpy as np
import orjson
from numpy.typing import NDArray

from content.expressions import cache_folder

KEPT = 8  # files, the last used ones; about 10 MB each
Arrays = Mapping[str, NDArray[Any]]

log = logging.getLogger(__name__)


def digest(parts: Iterable[bytes]) -> str:
    """One name for all of these, in their order."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big"))
        whole.update(part)
    return whole.hexdigest()[:32]


def load(name: str) -> Arrays | None:
    """What was kept by that name; None when nothing was, or it cannot be read."""
    path = cache_folder() / f"{name}.npz"
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            arrays = dict(kept)
        os.utime(path)
        return arrays
    except FileNotFoundError:
        return None
    except (OSError, ValueError, EOFError, BadZipFile) as error:
        log.info("index of the content not read, made again: %s", type(error).__name__)
        return None


def keep(name: str, arrays: Arrays) -> None:
    """Keeps them by that name for the next start, whole or not at all; where that is not possible
    nothing is kept."""
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as file:
            try:
                np.savez(file, allow_pickle=False, **arrays)
                file.close()
                Path(file.name).replace(folder / f"{name}.npz")
            except BaseException:
                Path(file.name).unlink()
                raise
        _remove_old(folder)
    except OSError as error:
        log.info("index of the content not kept: %s", type(error).__name__)


def packed(value: object) -> NDArray[np.uint8]:
    """Texts, lists and figures as an array."""
    return np.frombuffer(orjson.dumps(value), dtype=np.uint8)


def unpacked(array: NDArray[Any]) -> Any:
    """What `packed` was given."""
    return orjson.loads(array.tobytes())


def _remove_old(folder: Path) -> None:
    newest = sorted(folder.glob("*.npz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in newest[KEPT:]:
        with suppress(FileNotFoundError):
            path.unlink()
