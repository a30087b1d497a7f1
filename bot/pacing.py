"""When a message may go: never more than so many a second over the channel, and a pause between
two messages to one contact.

Even spacing plus a log of the last real send times with a small margin keeps every sliding second
under the platform's limit (docs/adr/0003). Replies go past the channel-wide pacer, unless the
platform has lately said "too many".
"""

from collections import deque

# Kept between the oldest of `rate` sends and the next one; measured: 0 refusals at 29.7 a second.
MARGIN_S = 0.010
# After a "too many requests" replies are paced as well, for this long.
CAUTION_S = 60.0


class Pacer:
    """Paces one channel. Times are seconds of a monotonic clock, passed in."""

    def __init__(self, per_second: int) -> None:
        self._spacing = 1.0 / per_second
        self._recent: deque[float] = deque(maxlen=per_second)
        self._paused_until = 0.0
        self._careful_until = 0.0

    def wait_s(self, now: float, *, urgent: bool) -> float:
        """Seconds until the next send may start; 0 for at once. `urgent` is a reply."""
        paused = self._paused_until - now
        if urgent and not self.is_careful(now):
            return max(0.0, paused)
        waits = [0.0, paused]
        if self._recent:
            waits.append(self._recent[-1] + self._spacing - now)
        if len(self._recent) == self._recent.maxlen:
            waits.append(self._recent[0] + 1.0 + MARGIN_S - now)
        return max(waits)

    def is_careful(self, now: float) -> bool:
        """Whether replies, too, must go one by one."""
        return now < self._careful_until

    def sent(self, now: float) -> None:
        """Records the real time of a send, just before the call."""
        self._recent.append(now)

    def pause(self, now: float, seconds: float) -> None:
        """The platform said "too many": everything waits, and replies are paced for a while."""
        self._paused_until = max(self._paused_until, now + seconds)
        self._careful_until = now + seconds + CAUTION_S
