"""A pack: answers and figures a city publishes, in one file that says who signed it. A ward reads
it as it reads its own; what it takes of it is decided there (`handlers/desk/packs.py`)."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from content.overlay import Published, fact_named, part_named

EDITION = 1  # of content: counted up when a text written for the one before is read otherwise
MOST_BYTES = 8_000_000
MOST_ITEMS = 2000
_LONG = 200_000  # letters of one text
_ANSWER = re.compile(r"---\n(?:.*\n)+?---\n")  # has a front, as every file of an answer


class PackRefused(Exception):
    """It is no pack for this ward; the message is a name in `console.j2` and `operator/pack.j2`."""


@dataclass(frozen=True, slots=True)
class Pack:
    """`items` are texts as the files of content have them, `withdrawn` the answers that are not to
    be given as true any more. A `correction` is urgent: something in force is wrong."""

    number: int
    day: date
    signer: str
    items: tuple[Published, ...]
    withdrawn: tuple[str, ...] = ()
    correction: bool = False

    @property
    def entries(self) -> list[str]:
        """What it is about, in its order."""
        return [*(one.entry for one in self.items), *self.withdrawn]


def packed(pack: Pack, key: Ed25519PrivateKey) -> bytes:
    """The file of a pack, signed."""
    signature = base64.b64encode(key.sign(_canonical(pack))).decode()
    return orjson.dumps(
        {"pack": _plain(pack), "signature": signature},
        option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2,
    )


def unsigned(pack: Pack) -> bytes:
    """The file of a pack nobody has signed yet."""
    return orjson.dumps({"pack": _plain(pack)}, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2)


def read_unsigned(data: bytes) -> Pack:
    """Whoever signs reads it so, whatever its signature. Raises PackRefused."""
    return _read(_opened(data).get("pack"))


def read_pack(data: bytes, public_key: str) -> Pack:
    """A pack whose signature is by this key (as `public_of` writes it). Raises PackRefused."""
    opened = _opened(data)
    pack = _read(opened.get("pack"))
    if not public_key:
        raise PackRefused("pack_no_key")
    try:
        signature = base64.b64decode(str(opened.get("signature", "")), validate=True)
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        key.verify(signature, _canonical(pack))
    except (InvalidSignature, binascii.Error, ValueError) as error:
        raise PackRefused("pack_signature") from error
    return pack


def signed_by(data: bytes, key: Ed25519PrivateKey, signer: str) -> bytes:
    """The same pack in the name of a signer. Raises PackRefused."""
    return packed(replace(read_unsigned(data), signer=signer), key)


def new_key() -> bytes:
    """A private key, as its file holds it."""
    private = Ed25519PrivateKey.generate()
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def read_key(data: bytes) -> Ed25519PrivateKey:
    """What `new_key` wrote. Raises PackRefused."""
    try:
        key = load_pem_private_key(data, None)
    except (ValueError, TypeError) as error:
        raise PackRefused("pack_key") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise PackRefused("pack_key")
    return key


def public_of(key: Ed25519PrivateKey) -> str:
    """What wards are told of a key."""
    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return base64.b64encode(raw).decode()


def is_public_key(text: str) -> bool:
    """Whether this is what `public_of` writes."""
    try:
        return len(base64.b64decode(text, validate=True)) == 32
    except (binascii.Error, ValueError):
        return False


def _canonical(pack: Pack) -> bytes:
    return orjson.dumps(_plain(pack), option=orjson.OPT_SORT_KEYS)


def _plain(pack: Pack) -> dict[str, Any]:
    items = [
        {name: text for name, text in asdict(one).items() if name != "base"} for one in pack.items
    ]
    return {
        "edition": EDITION,
        "number": pack.number,
        "day": pack.day.isoformat(),
        "signer": pack.signer,
        "correction": pack.correction,
        "items": items,
        "withdrawn": list(pack.withdrawn),
    }


def _opened(data: bytes) -> Mapping[str, Any]:
    if len(data) > MOST_BYTES:
        raise PackRefused("pack_unread")
    try:
        opened = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise PackRefused("pack_unread") from error
    if not isinstance(opened, dict):
        raise PackRefused("pack_unread")
    return opened


def _read(given: object) -> Pack:
    if not isinstance(given, dict):
        raise PackRefused("pack_unread")
    if given.get("edition") != EDITION:
        raise PackRefused("pack_edition")
    try:
        pack = Pack(
            number=_whole(given["number"]),
            day=date.fromisoformat(given["day"]),
            signer=_text(given["signer"], 200),
            items=tuple(_item(one) for one in _list(given["items"])),
            withdrawn=tuple(_text(one, 100) for one in _list(given["withdrawn"])),
            correction=given["correction"] is True,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise PackRefused("pack_unread") from error
    if not pack.entries or len(set(pack.entries)) != len(pack.entries):
        raise PackRefused("pack_unread")
    return pack


def _item(given: Mapping[str, Any]) -> Published:
    one = Published(
        _text(given["entry"], 100),
        _text(given["topic"], 100),
        _text(given["text"], _LONG),
        _text(given["facts"], _LONG),
    )
    if not one.entry or part_named(one.entry):  # what is a ward's own is nobody else's to say
        raise ValueError(one.entry)
    is_answer = bool(_ANSWER.match(one.text))
    if bool(fact_named(one.entry)) == is_answer or (one.text and not is_answer):
        raise ValueError(one.entry)
    return one


def _list(given: object) -> list[Any]:
    if not isinstance(given, list) or len(given) > MOST_ITEMS:
        raise ValueError
    return given


def _text(given: object, most: int) -> str:
    if not isinstance(given, str) or len(given) > most:
        raise ValueError
    return given


def _whole(given: object) -> int:
    if not isinstance(given, int) or isinstance(given, bool) or not 0 < given < 1_000_000:
        raise ValueError
    return given
