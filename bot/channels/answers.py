"""What platforms answer and send: JSON of a bounded size, read wherever it can be read at all."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import aiohttp
import orjson

# The largest answer by far is a hundred Telegram updates of 4,096 letters and their surroundings.
LARGEST_ANSWER = 20_000_000
LONGEST_NAME = 200


async def read_answer(response: aiohttp.ClientResponse) -> bytes:
    """The body. Raises aiohttp.ClientPayloadError when there is no end to it."""
    content = response.content
    data = await content.readany()
    if content.at_eof():  # nearly always: it came in one piece
        return data
    pieces = bytearray(data)
    while piece := await content.readany():
        pieces += piece
        if len(pieces) > LARGEST_ANSWER:
            raise aiohttp.ClientPayloadError("the answer is too large")
    return bytes(pieces)


def loads(data: bytes) -> Any:
    """JSON -> what it says. Raises ValueError for what is none, or is nested too deep."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        pass
    # Half of a surrogate pair, a number too large: one such message must not cost its neighbours.
    # The half becomes a question mark: it can be neither stored nor sent on.
    try:
        found = json.loads(data)
        return json.loads(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"))
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def is_nobodys(status: int, body: bytes) -> bool:
    """Whether this is no answer of the platform but of something before it (a proxy, a firewall, a
    page to sign in at) that did not let the call through. A gateway's own time-out (504) may have
    let it."""
    if status in (200, 504):
        return False
    try:
        return not isinstance(loads(body), dict)
    except ValueError:
        return True


def text_of(value: object) -> str:
    """A text. Raises TypeError for anything else: nobody typed a list."""
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def said_in(message: Any) -> str:
    """The words of a message, or those beside what it holds; "" for none, or what are no words."""
    told = (message.get(name) for name in ("text", "caption"))
    return next((words for words in told if isinstance(words, str) and words.strip()), "")


def named_file(kind: str, name: object) -> str:
    """What cannot be read, as `Incoming.named` says it: "sticker", "document:a.pdf"."""
    called = " ".join(name.split())[:LONGEST_NAME] if isinstance(name, str) else ""
    return f"{kind}:{called}" if called else kind


def words_of(value: object) -> str:
    """What a platform says of something, for logs and rows: a text of a bounded length, whatever
    it was; "" for nothing."""
    return "" if value is None else str(value)[:LONGEST_NAME]


# Times are told in milliseconds, by some events in seconds: as seconds these are the year 5138.
SECONDS_BELOW = 10**11


def moment_of(told: object) -> datetime:
    """A time as a platform tells it, in seconds or milliseconds. Raises TypeError, ValueError,
    OverflowError and OSError for what is none."""
    number = int(str(told))
    return datetime.fromtimestamp(number if number < SECONDS_BELOW else number / 1000, UTC)


def number_of(given: object, *said: object) -> str:
    """By which a message that is repeated is known again: the platform's id, or else, in a few
    letters, who `said` what when."""
    try:
        return name_of(given)
    except (TypeError, ValueError):
        return hashlib.sha256(repr(said).encode("utf-8", "replace")).hexdigest()[:32]


def name_of(value: object) -> str:
    """An id, given as a text or as a number. Raises TypeError and ValueError for what is none."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise TypeError("no id")
    name = str(value)
    if not 0 < len(name) <= LONGEST_NAME:
        raise ValueError("no id")
    return name
