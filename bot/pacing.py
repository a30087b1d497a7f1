"""When a message may go: never more than so many a second over the channel, and a pause between
two messages to one contact.

Even spacing plus a log of the last real send times with a small margin keeps every sliding second
under the platform's limit (docs/adr/0003). Replies go past the channel-wide pacer, unless the
platform has lately said "too many".
"""

import math
from collections import deque

# Kept between the oldest of `rate` sends and the next one; measured: 0 refusals at 29.7 a second.
MARGIN_S = 0.010
# After a "too many requests" replies are paced as well, for this long.
CAUTION_S = 60.0


# A bulk send that started late is made up for, but by no more than this.
CATCH_UP_S = 0.050
# Replies of so many seconds say how much room they need.
REPLIES_WITHIN_S = 4.0


class Pacer:
    """Paces one channel at `per_second`; 0 is no limit. Times are seconds of a monotonic clock,
    passed in."""

    def __init__(self, per_second: int) -> None:
        self.per_second = per_second
        self._spacing = 1.0 / per_second if per_second else 0.0
        self._recent: deque[float] = deque(maxlen=per_second)
        self._replies: deque[float] = deque(maxlen=2 * per_second)
        self._slot = 0.0  # when the last paced send was planned
        self._paused_until = 0.0
        self._held_until = 0.0
        self._careful_until = 0.0

    def wait_s(self, now: float, *, urgent: bool) -> float:
        """Seconds until the next send may start; 0 for at once. `urgent` is a reply."""
        paused = self._paused_until - now
        if urgent and not self.is_careful(now):
            return max(0.0, paused)
        waits = [0.0, paused, self._held_until - now, self._slot + self._spacing - now]
        allowed = self.per_second - self._kept_free(now)
        if self.per_second and len(self._recent) >= allowed:
            waits.append(self._recent[-allowed] + 1.0 + MARGIN_S - now)
        return max(waits)

    def _kept_free(self, now: float) -> int:
        """Places of a second left to the next replies, which do not wait: more of them while more
        people chat."""
        lately = sum(at > now - REPLIES_WITHIN_S for at in self._replies)
        if not lately:
            return 0
        return min(1 + math.ceil(lately / REPLIES_WITHIN_S / 4), self.per_second // 2)

    def is_careful(self, now: float) -> bool:
        """Whether replies, too, must go one by one."""
        return now < self._careful_until

    def sent(self, now: float, *, paced: bool = True) -> None:
        """Records the real time of a send, just before the call. One that was `paced` moves the
        next slot on; the slots keep the rate although every timer is a little late."""
        if self.per_second:
            self._recent.append(now)
        if paced:
            self._slot = max(self._slot + self._spacing, now - CATCH_UP_S)
        else:
            self._replies.append(now)

    def hold(self, now: float, seconds: float) -> None:
        """After a start: the program before this one may have sent until just now."""
        self._held_until = max(self._held_until, now + seconds)

    def pause(self, now: float, seconds: float) -> None:
        """The platform said "too many": everything waits, and replies are paced for a while."""
        self._paused_until = max(self._paused_until, now + seconds)
        self._careful_until = now + seconds + CAUTION_S
