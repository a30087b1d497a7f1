"""Pictures to send: a photo with a hidden place in it, an identity card, what is none."""

import io
import struct

import segno
from PIL import Image

IDENTITY = "001199012345||NGUYEN VAN A|01011999|Nam|TDP 5, Phu Lien|01012021"


def jpeg(width: int = 320, height: int = 240) -> bytes:
    """A photo that says where it was taken."""
    picture = Image.effect_noise((width, height), 60).convert("RGB")
    exif = picture.getexif()
    exif[0x010E] = "so nha 12 ngo 3"
    exif[0x8825] = {1: "N", 2: (20.0, 48.0, 0.0)}
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def identity_card() -> bytes:
    """A card with the QR code such cards carry."""
    code = io.BytesIO()
    segno.make(IDENTITY, error="m", micro=False).save(code, kind="png", scale=5)
    card = Image.new("RGB", (856, 540), "white")
    card.paste(Image.open(code).convert("RGB"), (560, 30))
    out = io.BytesIO()
    card.save(out, "PNG")
    return out.getvalue()


def badly_tagged() -> bytes:
    """A good photo whose camera wrote a resolution of -1/0 beside the orientation."""
    out = io.BytesIO()
    Image.effect_noise((320, 240), 60).convert("RGB").save(out, "JPEG")
    entries = struct.pack("<HHIHH", 0x0112, 3, 1, 6, 0) + struct.pack("<HHII", 0x011A, 10, 1, 38)
    tiff = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 2) + entries + struct.pack("<I", 0)
    exif = b"Exif\0\0" + tiff + struct.pack("<ii", -1, 0)
    plain = out.getvalue()
    return plain[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + plain[2:]


def deep_grey() -> bytes:
    """A scan in sixteen bits of grey, dark on the left, light on the right."""
    shades = b"".join(struct.pack("<H", x * 257) for x in range(256))
    out = io.BytesIO()
    Image.frombytes("I;16", (256, 64), shades * 64).save(out, "PNG")
    return out.getvalue()


def flat(width: int, height: int, kind: str = "PNG") -> bytes:
    """A large picture in a small file."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, kind)
    return out.getvalue()


def of_many_passes(count: int, side: int = 64) -> bytes:
    """A grey JPEG of so many passes, each of which says nothing and is walked through all the
    same."""
    blocks = (side // 8) ** 2
    bits = "0" + "0" * 14 + "1"  # nothing in 16,384 blocks
    said = bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits), 8))
    return b"".join(
        (
            b"\xff\xd8",
            _segment(0xDB, b"\0" + b"\1" * 64),
            _segment(0xC2, struct.pack(">BHHB", 8, side, side, 1) + bytes([1, 0x11, 0])),
            _segment(0xC4, bytes([0x00, 1, *[0] * 15, 0])),
            _segment(0xC4, bytes([0x10, 1, *[0] * 15, 0xE0])),
            _segment(0xDA, bytes([1, 1, 0, 0, 0, 0])) + b"\0" * ((blocks + 7) // 8),
            (_segment(0xDA, bytes([1, 1, 0, 1, 63, 0])) + said) * count,
            b"\xff\xd9",
        )
    )


def _segment(kind: int, said: bytes) -> bytes:
    return bytes([0xFF, kind]) + struct.pack(">H", len(said) + 2) + said
