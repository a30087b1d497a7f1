"""Files somebody uploaded, between their trial and their use: in memory, not for long, and none
that may name somebody who was erased since."""

import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.web.console.visit import Visit

FILES_HELD = 10
HELD_FOR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file somebody uploaded, with how many people had been erased by then."""

    staff_id: int
    since: datetime
    erasures: int
    name: str
    data: bytes


class HeldFiles:
    def __init__(self, erasures: Callable[[], int]) -> None:
        """`erasures`: how often somebody was erased by now."""
        self._erasures = erasures
        self._files: OrderedDict[str, HeldFile] = OrderedDict()

    def keep(self, visit: Visit, name: str, data: bytes) -> str:
        """Keeps an uploaded file between its trial and its use; the oldest make room."""
        token = secrets.token_urlsafe(16)
        self._files[token] = HeldFile(visit.staff.id, visit.now, self._erasures(), name, data)
        while len(self._files) > FILES_HELD:
            self._files.popitem(last=False)
        return token

    def find(self, visit: Visit, token: str) -> tuple[str, bytes] | None:
        """(name, data) of a file held for this person: not for long, and no list that may name
        somebody who was erased since."""
        for old, file in list(self._files.items()):
            over = visit.now - file.since > HELD_FOR
            if over or file.erasures != self._erasures():
                del self._files[old]
        found = self._files.get(token)
        mine = found is not None and found.staff_id == visit.staff.id
        return (found.name, found.data) if found and mine else None

    def forget(self) -> None:
        self._files.clear()
