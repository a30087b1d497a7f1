"""What a visitor may send, how often; and every way a request is refused before it is answered."""

import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b


class RateLimit:
    """At most `count` in any `seconds`, per key. Remembers the last `keys` keys only, each in
    sixteen bytes however long it was."""

    def __init__(self, count: int, seconds: float, keys: int = 20_000) -> None:
        self._count = count
        self._seconds = seconds
        self._keys = keys
        self._times: OrderedDict[bytes, deque[float]] = OrderedDict()

    def allows(self, key: str, now: float | None = None) -> bool:
        """Whether one more is within the limit; counts it if so."""
        moment = time.monotonic() if now is None else now
        if self.used(key, moment) >= self._count:
            return False
        self._times[_mark(key)].append(moment)
        return True

    def used(self, key: str, now: float | None = None) -> int:
        """How many were counted within the last `seconds`."""
        moment = time.monotonic() if now is None else now
        times = self._times.setdefault(_mark(key), deque())
        self._times.move_to_end(_mark(key))
        while len(self._times) > self._keys:
            self._times.popitem(last=False)
        while times and times[0] <= moment - self._seconds:
            times.popleft()
        return len(times)

    def take_back(self, key: str) -> None:
        """The last one that was counted was none after all."""
        if times := self._times.get(_mark(key)):
            times.pop()


def _mark(key: str) -> bytes:
    return blake2b(key.encode("utf-8", "replace"), digest_size=16).digest()


class Streams:
    """Pages that are told of new lines as they come: so many in all, from one address ("": nobody
    knows whose) and of one visitor. The others ask every few seconds."""

    def __init__(self, most: int, of_one: int, of_visitor: int) -> None:
        self._most = most
        self._of_one = of_one
        self._of_visitor = of_visitor
        self._open: Counter[str] = Counter()

    def enter(self, visitor: str, address: str) -> Callable[[], None] | None:
        """Takes a place, and gives what frees it again; None when there is none."""
        bounds = {"": self._most, f"visitor {visitor}": self._of_visitor}
        if address:
            bounds[f"address {address}"] = self._of_one
        if any(self._open[key] >= most for key, most in bounds.items()):
            return None
        self._open.update(bounds.keys())
        return lambda: self._leave(bounds.keys())

    def _leave(self, keys: Iterable[str]) -> None:
        self._open.subtract(keys)
        for key in keys:
            if not self._open[key]:
                del self._open[key]


class Refused(Exception):
    """A request that is not taken. `status` is what HTTP calls it; `why` names the sentence for
    visitors, `system/<why>`, and for staff, in `console.j2`; `read` is (field, text) of a form as
    far as it was read, to be given back."""

    status = 400
    why = "unreadable"

    def __init__(self, read: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(self.why)
        self.read = read


class NoForm(Refused):
    """What came is no form."""


class TooLarge(Refused):
    """The body is larger than allowed."""

    status = 413
    why = "too_large"


class TooManyFields(Refused):
    """The form has more fields than any of ours."""

    status = 413
    why = "too_many_fields"


class TooSlow(Refused):
    """The body did not come in time, or stopped half-way."""

    status = 408
    why = "too_slow"


class Crowded(Refused):
    """So much is being sent at once that there is no room for more."""

    status = 503
    why = "busy"


class NotOurs(Refused):
    """The form was not sent from a page of ours."""

    status = 403
    why = "form_expired"
