"""`donghanh bench images`: mutated pictures through the door that real ones take. What a broken
file brings out of the decoders is written nowhere: whatever it is, it must end as a refusal."""

import io
import logging
import random
import resource
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from bot.files.photos import PhotoRefused, PhotoStore
from bot.files.store import shred

COUNT = 100_000
SIDE = (64, 48)
_ODD = (0, 1, 127, 128, 255)


def run(folder: Path, count: int = COUNT, seed: int = 20261126) -> dict[str, Any]:
    """So many mutated files kept in an empty folder, and dropped -> figures. `escaped` are faults
    that were no refusal, by kind; `slowest_ms` and `slowest_cpu_ms` what one took by the clock and
    of a processor; `left` files that were not removed."""
    logging.getLogger("bot.files.decoding").setLevel(logging.WARNING)
    warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")
    store, chance = PhotoStore(folder), random.Random(seed)
    ended, escaped = Counter[str](), Counter[str]()
    slowest = slowest_cpu = 0.0
    began = time.perf_counter()
    for data in mutated(pictures(), count, chance):
        at, cpu_at = time.perf_counter(), time.thread_time()
        try:
            name, _ = store.keep(data)
            shred(folder / name)
            ended["kept"] += 1
        except PhotoRefused as refusal:
            ended[str(refusal.why)] += 1
        except Exception as error:  # what is looked for
            escaped[type(error).__name__] += 1
        slowest = max(slowest, time.perf_counter() - at)
        slowest_cpu = max(slowest_cpu, time.thread_time() - cpu_at)
    return {
        "files": count,
        "seconds": round(time.perf_counter() - began, 1),
        "slowest_ms": round(slowest * 1000, 1),
        "slowest_cpu_ms": round(slowest_cpu * 1000, 1),
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "ended": dict(ended),
        "escaped": dict(escaped),
        "left": sum(1 for _ in folder.iterdir()),
    }


def pictures() -> list[bytes]:
    """One good picture of each kind that reaches the decoders, and some they are not given."""
    noise = Image.effect_noise(SIDE, 60)
    exif = noise.getexif()
    exif[0x0112], exif[0x010E] = 6, "so nha 12"
    kinds: Sequence[tuple[str, str, dict[str, Any]]] = (
        ("RGB", "JPEG", {"exif": exif, "comment": "x"}),
        ("CMYK", "JPEG", {}),
        ("L", "JPEG", {"progressive": True}),
        ("RGB", "PNG", {"exif": exif}),
        ("P", "PNG", {}),
        ("LA", "PNG", {}),
        ("1", "PNG", {}),
        ("I;16", "PNG", {}),
        ("RGB", "WEBP", {"exif": exif}),
        ("RGBA", "WEBP", {"lossless": True}),
        ("RGB", "GIF", {}),
        ("RGB", "TIFF", {}),
        ("RGB", "BMP", {}),
    )
    found = []
    for mode, form, options in kinds:
        out = io.BytesIO()
        noise.convert(mode).save(out, form, **options)
        found.append(out.getvalue())
    two = io.BytesIO()  # what some telephones write: two pictures in one file
    noise.convert("RGB").save(two, "MPO", save_all=True, append_images=[noise.convert("RGB")])
    return [*found, two.getvalue(), _like_many_codes()]


def _like_many_codes() -> bytes:
    """All of it looks like the corner of a QR code."""
    side = 9  # a light border, a dark ring, a light one, and a dark middle
    tile = Image.new("L", (side, side), 255)
    for inset, shade in ((1, 0), (2, 255), (3, 0)):
        tile.paste(shade, (inset, inset, side - inset, side - inset))
    whole = Image.new("L", (side * 40, side * 40))
    for at in range(40 * 40):
        whole.paste(tile, (at % 40 * side, at // 40 * side))
    out = io.BytesIO()
    whole.save(out, "PNG")
    return out.getvalue()


def mutated(good: Sequence[bytes], count: int, chance: random.Random) -> Iterator[bytes]:
    for _ in range(count):
        yield chance.choice(_MUTATIONS)(chance.choice(good), good, chance)


def _flipped(data: bytes, good: Sequence[bytes], chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(data: bytes, good: Sequence[bytes], chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _joined(data: bytes, good: Sequence[bytes], chance: random.Random) -> bytes:
    other = chance.choice(good)
    return data[: chance.randrange(len(data))] + other[chance.randrange(len(other)) :]


def _odd_head(data: bytes, good: Sequence[bytes], chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        changed[chance.randrange(min(160, len(changed)))] = chance.choice(_ODD)
    return bytes(changed)


def _huge_number(data: bytes, good: Sequence[bytes], chance: random.Random) -> bytes:
    """A length, a width, a denominator: as large, as small or as nothing as it can be."""
    place = chance.randrange(max(1, len(data) - 4))
    number = chance.choice((0, 1, 2**31 - 1, 2**32 - 1, 2**16))
    packed = number.to_bytes(4, "big")
    written = packed if chance.random() < 0.5 else packed[::-1]
    return data[:place] + written + data[place + 4 :]


_MUTATIONS: Sequence[Callable[[bytes, Sequence[bytes], random.Random], bytes]] = (
    _flipped,
    _cut,
    _joined,
    _odd_head,
    _huge_number,
)
