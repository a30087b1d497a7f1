"""Logging: one line per turn and per send, and no token ever, whoever logs it."""

import logging
import re

# Bot API addresses carry the token in their path; libraries like to log addresses.
_TOKEN = re.compile(r"\b(\d{3,}):[A-Za-z0-9_-]{4,}")


class _Redact(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def redact(text: str) -> str:
    """Replaces anything shaped like a bot token."""
    return _TOKEN.sub(r"\1:***", text)


def set_up(level: str) -> None:
    """Sends every logger through one redacting handler. `level`: DEBUG, INFO, WARNING ..."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Redact("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # Nothing here prints these; looking them up for every line costs more than writing it.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    for noisy in ("httpx", "httpcore", "aiohttp.access", "uvicorn.access"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
