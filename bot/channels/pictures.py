"""Pictures a channel makes itself."""

import io

import segno


def qr_png(text: str) -> bytes:
    """A QR picture large enough to scan from a phone's screen."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=12, border=4)
    return out.getvalue()
