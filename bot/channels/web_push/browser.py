"""Where a browser is reached: what its push service gave it, and it gave us. A stranger chose all
of it."""

import binascii
from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric import ec

LONGEST = 1000  # characters of an address; those of today's push services have up to 600
AUTH_BYTES = 16


@dataclass(frozen=True, slots=True)
class BrowserAddress:
    """`endpoint` is its address at the push service; `p256dh` and `auth` are the keys only it can
    read with, as the browser writes them. `ends`: when the push service lets it end, None: never.
    """

    endpoint: str
    p256dh: str
    auth: str
    ends: datetime | None = None


def read_browser(
    fields: Mapping[str, str], accepts: Callable[[str], bool]
) -> BrowserAddress | None:
    """The fields of a PushSubscription, as a form brings them; None where they are none.
    `accepts`: an address we would send to."""
    endpoint = fields.get("endpoint", "")
    p256dh, auth = fields.get("p256dh", "").rstrip("="), fields.get("auth", "").rstrip("=")
    if len(endpoint) > LONGEST or not endpoint.isascii() or not accepts(endpoint):
        return None
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(p256dh))
        if len(_bytes(auth)) != AUTH_BYTES:
            return None
        ends = _moment(fields.get("expires", ""))
    except (ValueError, binascii.Error, OverflowError):
        return None
    return BrowserAddress(endpoint, p256dh, auth, ends)


def _bytes(text: str) -> bytes:
    """Raises ValueError and binascii.Error for anything but a short text of base64."""
    if len(text) > 100:
        raise ValueError("no key is as long")
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))


def _moment(milliseconds: str) -> datetime | None:
    """As a browser writes it: since 1970. "" and "null" are never."""
    if milliseconds in ("", "null"):
        return None
    return datetime.fromtimestamp(float(milliseconds) / 1000, UTC)
