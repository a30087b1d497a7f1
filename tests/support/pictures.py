"""Pictures to send: a photo with a hidden place in it, an identity card, what is none."""

import io

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
