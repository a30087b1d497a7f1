"""Pictures strangers send, made into harmless ones. Decoders meet whatever a stranger made of a
file: everything they raise is a refusal here, and what one picture may cost is bounded."""

import asyncio
import io
import logging
import re
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from enum import StrEnum
from typing import TypeVar

import zxingcpp
from PIL import Image, ImageStat, JpegImagePlugin
from PIL.ExifTags import Base

log = logging.getLogger(__name__)

T = TypeVar("T")

LARGEST_FILE = 5 * 1024 * 1024
# What is held as pixels at once, about 4 bytes each. A larger JPEG is decoded at a half, a quarter
# or an eighth of its size, which costs no more; other kinds cannot be.
LARGEST_PIXELS = 20_000_000
# A phone's largest setting. One that comes in several passes is held whole while it is decoded.
LARGEST_JPEG = 50_000_000
LONGEST_SIDE = 2000
# A telephone writes ten passes at most, and its file may hold small pictures beside the large one.
# Each costs a walk over the whole picture, however short it is.
MOST_PASSES = 64
_SEEN, _LIGHT = 64, 200  # of 255: how far a point is seen, and how light light strokes are
FORMATS = ("JPEG", "PNG", "WEBP")
# Pictures fetched or waiting with their bytes in memory, and all that may wait.
AT_HAND = 4
MOST_WAITING = 40
# The QR code on a chip identity card: twelve digits, then the other fields between bars.
_IDENTITY = re.compile(r"^\d{12}\|")
# How a pass of a JPEG begins; within one the two bytes never stand side by side.
_PASS = b"\xff\xda"
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class Refusal(StrEnum):
    """Why a photo was not taken; names the sentence that says so."""

    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    NOT_A_PHOTO = "not_a_photo"
    IDENTITY = "identity"
    NOT_FETCHED = "not_fetched"
    NOT_KEPT = "not_kept"
    BUSY = "busy"
    NO_ROOM = "no_room"


class PhotoRefused(Exception):
    def __init__(self, why: Refusal) -> None:
        super().__init__(why)
        self.why = why


class Decoder:
    """One picture is decoded at a time, in a thread of its own, so that a hundred of them take no
    more memory than one and nobody's sign-in waits behind them. A bounded line waits."""

    def __init__(self, most_waiting: int = MOST_WAITING) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="pictures")
        self._at_hand = asyncio.Semaphore(AT_HAND)
        self._most = most_waiting
        self._waiting = 0

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """A place in the line; within it a picture may be fetched and decoded. Raises
        PhotoRefused when the line is full."""
        if self._waiting >= self._most:
            raise PhotoRefused(Refusal.BUSY)
        self._waiting += 1
        try:
            async with self._at_hand:
                yield
        finally:
            self._waiting -= 1

    async def run(self, work: Callable[[], T]) -> T:
        """Runs `work`, which decodes, when those before it are done; raises what it raises."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)


def checked(data: bytes) -> bytes:
    """A photo as a fresh JPEG: no place, no camera, nothing hidden. Raises PhotoRefused."""
    if len(data) > LARGEST_FILE:
        raise PhotoRefused(Refusal.TOO_LARGE)
    try:
        return _fresh(data)
    except PhotoRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise PhotoRefused(Refusal.TOO_LARGE) from error
    except Exception as error:
        # The boundary of decoding: which exceptions a broken file brings out of the decoders is
        # written nowhere and changes with their versions.
        log.info("a picture could not be decoded: %s", type(error).__name__)
        raise PhotoRefused(Refusal.NOT_A_PHOTO) from error


def _fresh(data: bytes) -> bytes:
    if data.count(_PASS) > MOST_PASSES:
        raise PhotoRefused(Refusal.TOO_SLOW)
    with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
        _reduce(opened)
        turn = _UPRIGHT.get(opened.getexif().get(Base.Orientation, 1))
        picture = _plain(opened)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    wanted = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    codes = zxingcpp.read_barcodes(picture, formats=wanted)
    if any(_IDENTITY.match(found.text) for found in codes):
        raise PhotoRefused(Refusal.IDENTITY)
    if turn is not None:
        picture = picture.transpose(turn)
    picture.info.clear()  # comments, places, names: only what is seen goes on
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()


def _reduce(opened: Image.Image) -> None:
    """Before anything is decoded: sees to it that no more than LARGEST_PIXELS will be. Raises
    PhotoRefused."""
    pixels = opened.width * opened.height
    if pixels <= LARGEST_PIXELS:
        return
    in_passes = opened.info.get("progressive")
    if not isinstance(opened, JpegImagePlugin.JpegImageFile) or in_passes or pixels > LARGEST_JPEG:
        raise PhotoRefused(Refusal.TOO_LARGE)
    scale = next(s for s in (2, 4, 8) if pixels <= LARGEST_PIXELS * s * s)
    opened.draft("RGB", (opened.width // scale, opened.height // scale))


def _on_ground(picture: Image.Image) -> Image.Image:
    """A reduced picture, what is see-through in it on a ground it can be read on: white, or black
    below light strokes."""
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    seen = picture.getchannel("A")
    shade = ImageStat.Stat(picture.convert("L"), seen.point(lambda alpha: 255 * (alpha > _SEEN)))
    is_light = shade.count[0] > 0 and shade.mean[0] > _LIGHT
    ground = Image.new("RGB", picture.size, "black" if is_light else "white")
    ground.paste(picture, mask=seen)
    return ground


def _plain(opened: Image.Image) -> Image.Image:
    """Decodes into colours, or into shades of grey, of eight bits."""
    if opened.mode.startswith("I"):  # sixteen bits of grey: converting would cut off, not scale
        return opened.point(lambda shade: shade / 256).convert("L")
    if opened.has_transparency_data:
        return _on_ground(opened if opened.mode == "RGBA" else opened.convert("RGBA"))
    return opened.convert("L" if opened.mode in ("1", "L") else "RGB")
