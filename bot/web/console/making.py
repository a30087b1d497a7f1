"""Documents that take long are made beside the request. They wait in memory, a few at once and not
for long, and go once anybody is erased: what is in them is on no disk but the reader's."""

import secrets
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.running.documents import DocumentMaker

KEPT_FOR = timedelta(minutes=15)
MOST = 6


@dataclass(slots=True)
class Progress:
    """How many parts are done, of how many; 0 of 0 before it began."""

    done: int = 0
    of: int = 0

    def tell(self, done: int, of: int) -> None:
        self.done, self.of = done, of


@dataclass(frozen=True, slots=True)
class JobStanding:
    """How a document stands at one moment: what a page says of it, from one look."""

    token: str
    name: str
    is_over: bool
    failed: bool
    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Job:
    """One document being made for one person, with how many people had been erased before what it
    is made of was read."""

    token: str
    staff_id: int
    what: str
    name: str
    kind: str
    since: datetime
    as_of: int
    progress: Progress
    made: Future[bytes]

    @property
    def is_over(self) -> bool:
        return self.made.done()

    @property
    def failed(self) -> bool:
        return self.is_over and self.made.exception() is not None

    def standing(self) -> JobStanding:
        """As it is now. It goes on in another thread: two looks may see two things."""
        is_over, progress = self.is_over, self.progress
        failed = is_over and self.failed
        return JobStanding(self.token, self.name, is_over, failed, progress.done, progress.of)


class Jobs:
    """What is being made or waits to be fetched."""

    def __init__(self, maker: DocumentMaker, erasures: Callable[[], int]) -> None:
        """`erasures`: how often somebody was erased by now."""
        self._maker = maker
        self._erasures = erasures
        self._jobs: OrderedDict[str, Job] = OrderedDict()

    def start(
        self,
        staff_id: int,
        what: str,
        name: str,
        kind: str,
        now: datetime,
        work: Callable[..., bytes],
        *,
        as_of: int,
        in_parts: bool = False,
    ) -> Job:
        """Begins `work`, in the process of documents; the same `what` of one person is made once at
        a time. `as_of`: the count of erasures before anything for it was read. `in_parts`: it takes
        a `tell` by name and tells there how many parts are done, of how many. Raises Busy."""
        self._drop_old(now)
        for job in self._jobs.values():
            if (job.staff_id, job.what) == (staff_id, what) and not job.is_over:
                return job
        progress = Progress()
        made = self._maker.begin(work, tell=progress.tell if in_parts else None)
        token = secrets.token_urlsafe(12)
        job = self._jobs[token] = Job(
            token, staff_id, what, name, kind, now, as_of, progress, made
        )  # fmt: skip
        return job

    def find(self, staff_id: int, token: str, now: datetime) -> Job | None:
        """That job, for the person who began it; None once somebody was erased since."""
        self._drop_old(now)
        job = self._jobs.get(token)
        return job if job is not None and job.staff_id == staff_id else None

    def forget(self) -> None:
        """Somebody was erased: nothing that may name them is kept, or handed out."""
        erasures = self._erasures()
        for token, job in list(self._jobs.items()):
            if job.as_of != erasures:
                del self._jobs[token]

    def _drop_old(self, now: datetime) -> None:
        self.forget()
        for token, job in list(self._jobs.items()):
            too_many = len(self._jobs) >= MOST
            if job.is_over and (too_many or now - job.since > KEPT_FOR):
                del self._jobs[token]
