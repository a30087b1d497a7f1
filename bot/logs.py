"""Logging: one line per turn and per send, and no token ever, whoever logs it."""

import logging
import re
import time

# Bot API addresses carry the token in their path (/bot123:secret/); libraries log addresses.
_TOKEN = re.compile(r"(?<!\d)(\d{3,}):[A-Za-z0-9._~-]{8,}")


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
        return f"{self._time} {redact(text) if ':' in text else text}"


def redact(text: str) -> str:
    """Replaces anything shaped like a bot token."""
    return _TOKEN.sub(r"\1:***", text)


def set_up(level: str) -> None:
    """Sends every logger through one redacting handler. `level`: DEBUG, INFO, WARNING ..."""
    handler = logging.StreamHandler()
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
        "python_multipart",
    ):
        logging.getLogger(noisy).setLevel(logging.WARNING)
