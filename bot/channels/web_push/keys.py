"""Our own key, by which push services know us (VAPID, RFC 8292), and the lock on what browsers gave
us. Both rest on the key that signs the visitors' cookies: with another one nobody is known any
more, and there is nobody to wake."""

import json
import logging
from base64 import urlsafe_b64encode
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from urllib.parse import urlsplit

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.channels.web_push.browser import BrowserAddress
from handlers.people import waking
from handlers.people.waking import SealedBrowser
from storage.database import Database, Transaction
from storage.hashes import hashed

log = logging.getLogger(__name__)

SETTING = "push_key"
HOUR_S = 3600
GOOD_FOR_S = 12 * HOUR_S  # of 24 that a push service accepts


class PushKeys:
    """`contact` is where a push service may reach whoever runs this: our own https address."""

    def __init__(self, private: ec.EllipticCurvePrivateKey, cipher: Fernet, contact: str) -> None:
        self._private = private
        self._cipher = cipher
        self._contact = contact
        point = private.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        self.public = urlsafe_b64encode(point).rstrip(b"=").decode()
        self._signed = lru_cache(maxsize=64)(self._sign)  # push services count new ones

    def seal(self, browser: BrowserAddress) -> SealedBrowser:
        told = asdict(browser) | {"ends": None}
        text = self._cipher.encrypt(json.dumps(told).encode()).decode()
        return SealedBrowser(text, hashed(browser.endpoint), browser.ends)

    def open(self, sealed: str) -> BrowserAddress | None:
        """None for what another key locked."""
        try:
            return BrowserAddress(**json.loads(self._cipher.decrypt(sealed.encode())))
        except InvalidToken:
            return None

    def headers(self, endpoint: str, now: datetime) -> dict[str, str]:
        """By which the push service knows that it is we who send."""
        parts = urlsplit(endpoint)
        hour = int(now.timestamp()) // HOUR_S * HOUR_S
        return dict(self._signed(f"{parts.scheme}://{parts.netloc}", hour + GOOD_FOR_S))

    def _sign(self, audience: str, expires: int) -> dict[str, str]:
        from py_vapid import Vapid02  # kept out of a start, as all of the library

        claims = {"aud": audience, "exp": expires, "sub": self._contact}
        # Its own look at `sub` knows no address of a test; ours is checked in the settings.
        signed: dict[str, str] = Vapid02(self._private, {"no-strict": True}).sign(claims)
        return signed


async def load_keys(database: Database, secret_key: str, contact: str, now: datetime) -> PushKeys:
    """The keys made at the first start and kept. Where they cannot be read any more they are made
    anew, and whoever was to be woken by the old ones is forgotten."""
    cipher = Fernet(urlsafe_b64encode(_derived(secret_key)))
    fresh = ec.generate_private_key(ec.SECP256R1())

    def work(tx: Transaction) -> ec.EllipticCurvePrivateKey:
        kept = tx.settings.get(SETTING)
        known = _read(cipher, kept) if kept else None
        if known is not None:
            return known
        if kept:
            log.warning("SECRET_KEY is another one: browsers are no longer woken")
            waking.end_all(tx, now)
        tx.settings.put(SETTING, cipher.encrypt(_packed(fresh)).decode())
        return fresh

    return PushKeys(await database.transaction(work), cipher, contact)


def _derived(secret_key: str) -> bytes:
    kdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"donghanh web push")
    return kdf.derive(secret_key.encode())


def _packed(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _read(cipher: Fernet, kept: str) -> ec.EllipticCurvePrivateKey | None:
    try:
        key = serialization.load_pem_private_key(cipher.decrypt(kept.encode()), None)
    except (InvalidToken, ValueError):
        return None
    return key if isinstance(key, ec.EllipticCurvePrivateKey) else None
