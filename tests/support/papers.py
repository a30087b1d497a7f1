"""Documents that take as long as a test wants. They are made in the process of documents, which a
test cannot reach but by a file."""

import os
import time
from pathlib import Path
from typing import Any

from bot.running.documents import Tell
from content.library import Content
from tests.support.patience import PATIENCE_S


def held_up(until: Path, made: bytes, *_: Any, tell: Tell) -> bytes:
    """Three of twelve parts are done; the rest when the file `until` is there."""
    tell(3, 12)
    ends = time.monotonic() + 2 * PATIENCE_S
    while not until.exists() and time.monotonic() < ends:
        time.sleep(0.01)
    return made


def broken(*_: Any, tell: Tell) -> bytes:
    raise MemoryError


def about(content: Content, said: str) -> tuple[str, int, str]:
    return content.ward.name, os.getpid(), said


def ends(status: int, only: int = 0) -> int:
    """Ends the process it runs in, where it is `only` or none was named; returns its number."""
    if only in (0, os.getpid()):
        os._exit(status)
    return os.getpid()
