"""The sheet with QR codes that lead to an event: what it invites to, while that can be done."""

from dataclasses import dataclass
from datetime import datetime

from storage.event_models import Event, EventState


@dataclass(frozen=True, slots=True)
class Poster:
    """People may register (`takes`), or ask a question (`asks`); `none`: why there is no sheet to
    print, "" where there is. A draft's leads nowhere yet."""

    takes: bool
    asks: bool
    none: str
    is_draft: bool


def poster(event: Event, now: datetime) -> Poster:
    is_to_come = event.state in (EventState.DRAFT, EventState.OPEN)
    takes = is_to_come and event.takes_registrations_once_open(now)
    asks = is_to_come and event.questions_open and now < event.questions_until
    none = ""
    if not event.takes_place:
        none = "cancelled"
    elif not is_to_come:
        none = "held"
    elif not (takes or asks):
        none = "closed"
    return Poster(takes, asks, none, event.state is EventState.DRAFT)
