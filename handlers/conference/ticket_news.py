"""What is said of somebody's seat to whose it is, when staff acted for them; and what was still to
be said, where it is overtaken or holds again."""

from dataclasses import fields
from typing import Any

from handlers.conference.offers import Desk
from handlers.people import telling
from handlers.people.room import free_for
from handlers.people.telling import By, Told
from storage.event_models import Event, EventState, Registration, RegistrationState

# A change of these alters where or with whom somebody comes: worth a telephone call.
_WEIGHTY = ("companions", "category", "state")
_SAID = (
    *("name", "phone", "business", "neighbourhood", "position", "companions", "companion_names"),
    "tax_code",
)


def tell_changed(
    desk: Desk, event: Event, before: Registration, after: Registration
) -> tuple[Told, ...]:
    if not after.is_alive:
        return ()
    names = {f.name for f in fields(after) if getattr(before, f.name) != getattr(after, f.name)}
    if not names.intersection((*_WEIGHTY, *_SAID)):
        return ()
    weighty = bool(names.intersection(_WEIGHTY))
    return tell_owner(
        desk, event, after, "ticket/changed_by_ward", calls=weighty, before=before, names=names
    )


def tell_owner(
    desk: Desk,
    event: Event,
    registration: Registration,
    message: str,
    *,
    calls: bool = True,
    **values: Any,
) -> tuple[Told, ...]:
    """What staff did with somebody's registration is told to them; their own acts they know. Of a
    cancelled event they know that it does not take place, and nothing else matters; of a draft
    nobody hears anything before it is published. Whoever heard it just now is not called."""
    if not desk.staff or event.state in (EventState.CANCELLED, EventState.DRAFT):
        return ()
    line = (
        desk.tx.registrations.place_in_line(registration)
        if registration.state is RegistrationState.WAITLISTED
        else 0
    )
    free = free_for(desk.tx, event, registration) if line else 0
    told = telling.tell(
        desk.tx, desk.content, registration, message, desk.now, free=free,
        key=f"{message}:{registration.id}:{desk.now.isoformat()}",
        choices=(("my_ticket", f"ticket:{registration.id}"),),
        calls=calls and not desk.heard, expires=event.ends_at,
        registration=registration, event=event, line=line, **values,
    )  # fmt: skip
    return () if desk.heard and told.by in (By.SPARED, By.NOBODY) else (told,)


def set_news_aside(desk: Desk, registration: Registration, *, but: str = "") -> None:
    """What waits to be said about the registration as it was need not be said, `but` news of this
    name; should that have been a slip, it is to be said again."""
    desk.tx.outbox.set_aside(f"reminder:{registration.id}:", desk.now)
    desk.tx.outbox.withdraw(f"offer:{registration.id}:", desk.now)
    desk.tx.calls.set_aside(registration.id, but=but)


def take_up_news(desk: Desk, registration: Registration) -> None:
    """It is as it was before, and so is what is still to be said. Only an offer is over: the seat
    is theirs, or they wait again."""
    telling.drop(desk.tx, f"offer:{registration.id}:", desk.now)
    if registration.state is RegistrationState.CONFIRMED:
        desk.tx.outbox.take_up(f"reminder:{registration.id}:", desk.now)
    desk.tx.calls.take_up(registration.id)
