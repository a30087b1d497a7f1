"""Photos people send with a question: checked, made anew without what cameras hide in them, kept in
files outside the database. Pictures of identity cards are refused where we can tell."""

import asyncio
import io
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError

from handlers.messages import Picture

Fetch = Callable[[str, int], Awaitable[bytes | None]]

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_PIXELS = 40_000_000
LONGEST_SIDE = 2000
FORMATS = ("JPEG", "PNG", "WEBP")
# Files of a photo whose turn is still under way are not swept.
YOUNG_S = 3600
# The QR code on a chip identity card: twelve digits, then the other fields between bars.
_IDENTITY = re.compile(r"^\d{12}\|")


class Refusal(StrEnum):
    """Why a photo was not taken; names the sentence that says so."""

    TOO_LARGE = "too_large"
    NOT_A_PHOTO = "not_a_photo"
    IDENTITY = "identity"
    NOT_FETCHED = "not_fetched"


class PhotoRefused(Exception):
    def __init__(self, why: Refusal) -> None:
        super().__init__(why)
        self.why = why


class PhotoStore:
    """A folder of photos with names nobody can guess."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, data: bytes) -> tuple[str, int]:
        """Checks and keeps one photo -> (name, bytes kept). Raises PhotoRefused."""
        clean = checked(data)
        self._folder.mkdir(parents=True, exist_ok=True)
        name = f"{secrets.token_urlsafe(18)}.jpg"
        path = self._folder / name
        path.write_bytes(clean)
        path.chmod(0o600)
        return name, len(clean)

    def read(self, name: str) -> bytes | None:
        path = self._folder / Path(name).name
        return path.read_bytes() if path.is_file() else None

    def drop(self, name: str) -> None:
        (self._folder / Path(name).name).unlink(missing_ok=True)

    def delete_all_but(self, kept: set[str], now: datetime) -> int:
        """Deletes files nothing refers to any more; returns how many."""
        if not self._folder.is_dir():
            return 0
        gone = 0
        for path in self._folder.iterdir():
            if path.name not in kept and now.timestamp() - path.stat().st_mtime > YOUNG_S:
                path.unlink(missing_ok=True)
                gone += 1
        return gone


class Photos:
    """Fetches a photo from its channel, checks it and keeps it, outside any transaction."""

    def __init__(self, store: PhotoStore, fetchers: Mapping[str, Fetch]) -> None:
        self._store = store
        self._fetchers = fetchers

    async def take(self, channel: str, picture: Picture) -> Picture:
        """The picture with the name of its file, or with why it was refused."""
        if picture.size > LARGEST_FILE:
            return replace(picture, refused=Refusal.TOO_LARGE)
        data = await self._fetchers[channel](picture.reference, LARGEST_FILE)
        if data is None:
            return replace(picture, refused=Refusal.NOT_FETCHED)
        try:
            name, size = await asyncio.to_thread(self._store.keep, data)
        except PhotoRefused as refusal:
            return replace(picture, refused=refusal.why)
        return replace(picture, name=name, size=size)


def checked(data: bytes) -> bytes:
    """A photo as a fresh JPEG: no place, no camera, nothing hidden. Raises PhotoRefused."""
    if len(data) > LARGEST_FILE:
        raise PhotoRefused(Refusal.TOO_LARGE)
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            if opened.width * opened.height > LARGEST_PIXELS:
                raise PhotoRefused(Refusal.TOO_LARGE)
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise PhotoRefused(Refusal.NOT_A_PHOTO) from error
    except Image.DecompressionBombError as error:
        raise PhotoRefused(Refusal.TOO_LARGE) from error
    if any(_IDENTITY.match(found.text) for found in zxingcpp.read_barcodes(picture)):
        raise PhotoRefused(Refusal.IDENTITY)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()
