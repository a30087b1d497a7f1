"""When a message may go: never more than so many a second over the channel.

Even spacing plus a log of the last real send times with a small margin keeps every sliding second
under the platform's limit (docs/adr/0003). Replies go past the channel-wide pacer, unless the
platform has lately said "too many".
"""

import math
from collections import deque

from handlers.talk.messages import SendingPolicy

# Kept between the oldest of `rate` sends and the next one; measured: 0 refusals at 29.7 a second.
MARGIN_S = 0.010
# After a "too many requests" replies are paced as well, for this long.
CAUTION_S = 60.0


# A bulk send that started late is made up for, but by no more than this.
CATCH_UP_S = 0.050
# Replies of so many windows say how much room they need.
REPLIES_WITHIN = 4.0
MINUTE_S = 60.0


class Pacer:
    """Paces one channel at `count` in any `window_s` seconds; 0 is no limit. Times are seconds of a
    monotonic clock, passed in. `strict`: replies, too, never exceed the count."""

    def __init__(self, count: int, window_s: float = 1.0, *, strict: bool = False) -> None:
        self._count = count
        self._window = window_s
        self._strict = strict and count > 0
        self._spacing = window_s / count if count else 0.0
        self._recent: deque[float] = deque(maxlen=count)
        self._replies: deque[float] = deque(maxlen=2 * count)
        self._slot = 0.0  # when the last paced send was planned
        self._paused_until = 0.0
        self._held_until = 0.0
        self._careful_until = 0.0

    def wait_s(self, now: float, *, urgent: bool) -> float:
        """Seconds until the next send may start; 0 for at once. `urgent` is a reply."""
        paused = self._paused_until - now
        if urgent and not self.is_careful(now):
            return max(0.0, paused, self._until_room(now, self._count) if self._strict else 0.0)
        waits = [0.0, paused, self._held_until - now, self._slot + self._spacing - now]
        if self._count:
            waits.append(self._until_room(now, self._count - self._kept_free(now)))
        return max(waits)

    def _until_room(self, now: float, allowed: int) -> float:
        """Seconds until fewer than `allowed` sends lie within the window."""
        if len(self._recent) < allowed:
            return 0.0
        return self._recent[-allowed] + self._window + MARGIN_S - now

    def room(self, now: float, most: int) -> int:
        """How many replies may start at this moment, up to `most`."""
        if not self._strict:
            return most
        lately = sum(at > now - self._window - MARGIN_S for at in self._recent)
        return max(0, min(most, self._count - lately))

    @property
    def per_second(self) -> float:
        """The pace of a broadcast; 0: none."""
        return self._count / self._window

    def _kept_free(self, now: float) -> int:
        """Places of a second left to the next replies, which do not wait: more of them while more
        people chat."""
        lately = sum(at > now - REPLIES_WITHIN * self._window for at in self._replies)
        if not lately:
            return 0
        return min(1 + math.ceil(lately / REPLIES_WITHIN / 4), self._count // 2)

    def is_careful(self, now: float) -> bool:
        """Whether replies, too, must go one by one."""
        return now < self._careful_until

    def sent(self, now: float, *, paced: bool = True) -> None:
        """Records the real time of a send, just before the call. One that was `paced` moves the
        next slot on; the slots keep the rate although every timer is a little late."""
        if self._count:
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


def pacer_for(policy: SendingPolicy) -> Pacer:
    """A limit per second is for what nobody asked for; one per minute counts every call."""
    if policy.per_minute:
        return Pacer(policy.per_minute, MINUTE_S, strict=True)
    return Pacer(policy.per_second)
