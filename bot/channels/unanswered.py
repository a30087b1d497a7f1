"""What a call that brought no answer means for a message."""

import aiohttp

from bot.channels.base import Retry, SendOutcome, Unsure


def unanswered(error: TimeoutError | aiohttp.ClientError) -> SendOutcome:
    """Surely not sent when there was no connection; otherwise nobody knows."""
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return Retry(2.0, "no connection", everyone=True)
    return Unsure("timed out" if isinstance(error, TimeoutError) else type(error).__name__)
