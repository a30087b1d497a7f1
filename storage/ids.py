"""Our own row ids: microseconds since 1970, never repeated, always growing.

They fit in 53 bits until the year 2255, so a browser can hold one in a number.
"""

import time


class IdSource:
    """Gives growing ids; start it at the highest id in use, so a clock set back repeats none."""

    def __init__(self, highest: int = 0) -> None:
        self._last = highest

    def next(self) -> int:
        self._last = max(self._last + 1, time.time_ns() // 1000)
        return self._last
