"""What a call that brought no answer, or no good one, means for a message."""

import aiohttp

from bot.channels.base import Retry, SendOutcome, Unsure

# So often a message may fail without anybody thinking of an outage.
HICCUPS = 2
MOST_FAILING = 1000


class Outage:
    """Tells a platform that takes nothing just now from a message it never takes: a message is at
    fault only where others were taken since it first failed."""

    def __init__(self) -> None:
        self._taken = 0
        self._failing: dict[int, tuple[int, int]] = {}  # row -> what was taken before, how often

    def took(self, row_id: int) -> None:
        self._taken += 1
        self._failing.pop(row_id, None)

    def retry(self, row_id: int, after_s: float, error: str) -> Retry:
        before, times = self._failing.pop(row_id, (self._taken, 0))
        self._failing[row_id] = before, times + 1
        if len(self._failing) > MOST_FAILING:
            del self._failing[next(iter(self._failing))]
        return Retry(after_s, error, everyone=times >= HICCUPS and before == self._taken)


def unanswered(error: TimeoutError | aiohttp.ClientError) -> SendOutcome:
    """Surely not sent when there was no connection; otherwise nobody knows."""
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return Retry(2.0, "no connection", everyone=True)
    return Unsure("timed out" if isinstance(error, TimeoutError) else type(error).__name__)
