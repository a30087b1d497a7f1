"""Logging: one line per turn and per send, and no token ever, whoever logs it. A line that repeats
itself is written so many times a minute, then counted."""

import logging
import re
import time
import warnings
from collections import OrderedDict
from contextvars import ContextVar
from typing import TextIO

# Bot API addresses carry the token in their path (/bot123:secret/); libraries log addresses.
_TOKEN = re.compile(r"(?<!\d)(\d{3,}):[A-Za-z0-9._~-]{8,}")


# The ward a line is about, in a process that has several.
ward: ContextVar[str] = ContextVar("ward", default="")

_NUMBER = re.compile(r"0x[0-9a-f]+|\d+")


class _Redact(logging.Formatter):
    """Date and time to the second, level, logger, message; what looks like a token is replaced."""

    def __init__(self) -> None:
        super().__init__("%(levelname)s %(name)s %(message)s")
        self._second = -1
        self._time = ""

    def format(self, record: logging.LogRecord) -> str:
        second = int(record.created)
        if second != self._second:  # the same for many lines, and dear to write out
            self._second = second
            self._time = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(second))
        text = super().format(record)
        of = f"{self._time} ward={named}" if (named := ward.get()) else self._time
        return f"{of} {redact(text) if ':' in text else text}"


class Sparing(logging.StreamHandler[TextIO]):
    """Writes the same line at most `MOST` times a minute, and then how often it came. Troubles are
    the same when they differ in numbers only: an id, a socket."""

    MOST = 30
    KINDS = 1000

    def __init__(self, stream: TextIO | None = None) -> None:
        super().__init__(stream)
        self._minute = 0
        self._seen: OrderedDict[tuple[str, int, str], int] = OrderedDict()

    def emit(self, record: logging.LogRecord) -> None:
        minute = int(record.created // 60)
        if minute != self._minute:
            self._minute = minute
            while self._seen:
                self._forget(record.created)
        key = (record.name, record.levelno, _kind(record))
        count = self._seen[key] = self._seen.pop(key, 0) + 1
        if len(self._seen) > self.KINDS:
            self._forget(record.created)
        if count <= self.MOST:
            super().emit(record)

    def _forget(self, now: float) -> None:
        """The kind that came longest ago; says how many of it were left out."""
        (name, level, text), count = self._seen.popitem(last=False)
        if count > self.MOST:
            left = count - self.MOST
            short = text.partition("\n")[0][:200]
            said = logging.LogRecord(name, level, "", 0, "... ×%d: %s", (left, short), None)
            said.created = now
            super().emit(said)

    def close(self) -> None:
        while self._seen:
            self._forget(time.time())
        super().close()


def _kind(record: logging.LogRecord) -> str:
    text = record.getMessage()
    if record.levelno < logging.WARNING:
        return text
    error = record.exc_info[0] if record.exc_info else None
    return _NUMBER.sub("#", text) + (f" {error.__name__}" if error else "")


def redact(text: str) -> str:
    """Replaces anything shaped like a bot token."""
    return _TOKEN.sub(r"\1:***", text)


def set_up(level: str) -> None:
    """Sends every logger through one redacting handler. `level`: DEBUG, INFO, WARNING ..."""
    handler = Sparing()
    handler.setFormatter(_Redact())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # Nothing here prints these; looking them up for every line costs more than writing it.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    for noisy in (
        "httpx",
        "httpcore",
        "aiohttp.access",
        "uvicorn.error",
        "apscheduler",
    ):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # What strangers send is no fault of ours: a line for every odd byte helps nobody.
    logging.getLogger("python_multipart").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")
