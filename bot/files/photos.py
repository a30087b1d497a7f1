"""Photos people send with a question: checked, made anew without what cameras hide in them, kept in
files outside the database. Pictures of identity cards are refused where we can tell."""

import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.files.decoding import LARGEST_FILE, Decoder, PhotoRefused, Refusal, checked
from bot.files.store import read_whole, shred, write_whole
from bot.running.pool import Pool
from handlers.talk.messages import Picture

__all__ = ["LARGEST_FILE", "PhotoRefused", "PhotoStore", "Photos", "Refusal", "checked"]

log = logging.getLogger(__name__)

Fetch = Callable[[str, int], Awaitable[bytes | None]]

# Files of a photo whose turn is still under way are not swept.
YOUNG_S = 3600


# One is read in a moment; where the disk hangs, whoever comes after these is told so.
AT_THE_DISK, WAITING = 2, 30


class PhotoStore:
    """A folder of photos with names nobody can guess. Whatever is asked of its disk while people
    wait is done in threads of its own."""

    def __init__(self, folder: Path, check: Callable[[bytes], bytes] = checked) -> None:
        self._folder, self._check = folder, check
        self._disk = Pool("photos", AT_THE_DISK, WAITING)

    def keep(self, data: bytes) -> tuple[str, int]:
        """Checks and keeps one photo -> (name, bytes kept). Raises PhotoRefused, whatever the
        photo is and whatever the disk does."""
        clean = self._check(data)
        name = f"{secrets.token_urlsafe(18)}.jpg"
        try:
            write_whole(self._folder, name, clean)
        except OSError as error:
            log.error("a photo could not be kept: %s", error.strerror)
            raise PhotoRefused(Refusal.NOT_KEPT) from error
        return name, len(clean)

    async def read(self, name: str) -> bytes | None:
        """Raises Busy."""
        return await self._disk.run(read_whole, self._folder / Path(name).name)

    async def drop(self, name: str) -> None:
        """Raises OSError when the disk does not let it go, or Busy; the eraser tries again."""
        await self._disk.run(shred, self._folder / Path(name).name)

    async def delete_all_but(self, kept: set[str], now: datetime) -> int:
        """Deletes files nothing refers to any more; returns how many. Raises OSError, or Busy."""
        return await self._disk.run(self._sweep, kept, now)

    def _sweep(self, kept: set[str], now: datetime) -> int:
        if not self._folder.is_dir():
            return 0
        gone = 0
        for path in self._folder.iterdir():
            if path.name not in kept and now.timestamp() - path.stat().st_mtime > YOUNG_S:
                shred(path)
                gone += 1
        return gone


class Photos:
    """Fetches a photo from its channel, checks it and keeps it, outside any transaction."""

    def __init__(
        self, store: PhotoStore, fetchers: Mapping[str, Fetch], decoder: Decoder | None = None
    ) -> None:
        self._store = store
        self._fetchers = fetchers
        self._decoder = decoder or Decoder()

    async def take(self, channel: str, picture: Picture) -> Picture:
        """The picture with the name of its file, or with why it was refused."""
        if picture.size > LARGEST_FILE:
            return replace(picture, refused=Refusal.TOO_LARGE)
        try:
            async with self._decoder.place():
                data = await self._fetchers[channel](picture.reference, LARGEST_FILE)
                if data is None:
                    return replace(picture, refused=Refusal.NOT_FETCHED)
                name, size = await self._decoder.run(lambda: self._store.keep(data))
        except PhotoRefused as refusal:
            return replace(picture, refused=refusal.why)
        return replace(picture, name=name, size=size)
