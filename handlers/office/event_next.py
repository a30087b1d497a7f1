"""What staff are to do next with an event, and what of it to look at before."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from content.calendar import WorkingDays, local
from storage.event_models import Event, EventState, ProgrammeLine

EARLIEST, LATEST = time(7), time(20)  # nobody holds a meeting of the ward before or after
SHORT = timedelta(days=7)  # too little to invite people and collect questions
# What people ask the assistant about an event, and it answers from.
TOLD = ("contact", "parking", "doors", "host")


def phase(event: Event, now: datetime) -> str:
    """How far it is: `draft`, `before`, `today`, `ended` (nobody has said yet that it was held),
    `held`, `reported`, `cancelled`."""
    if event.state is not EventState.OPEN:
        return str(event.state)
    if now >= event.ends_at:
        return "ended"
    return "today" if local(event.starts_at).date() <= local(now).date() else "before"


def warnings(event: Event, now: datetime, days: WorkingDays) -> tuple[str, ...]:
    """Names of sentences: what of its days and hours may be a slip."""
    starts, found = local(event.starts_at), []
    if now >= event.ends_at:
        found.append("over")
    elif event.state is EventState.DRAFT and event.starts_at - now < SHORT:
        found.append("short")
    if not days.is_working(starts.date()):
        found.append("day_off")
    if not EARLIEST <= starts.time() <= LATEST:
        found.append("odd_hour")
    if event.state is EventState.DRAFT and not event.takes_registrations_once_open(now):
        found.append("registration")
    if event.state is EventState.DRAFT and now >= event.questions_until:
        found.append("questions")
    return tuple(found)


def lacking(event: Event, lines: Sequence[ProgrammeLine]) -> tuple[str, ...]:
    """Names of fields that are empty; `programme` for one without a single hour."""
    empty = [name for name in TOLD if not getattr(event, name)]
    return (*empty, *(() if any(line.time for line in lines) else ("programme",)))
