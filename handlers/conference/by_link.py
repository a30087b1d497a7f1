"""Registering on our own page instead of a foreign platform: by a link from the chat, which works
once and then leads to the ticket it led to."""

from dataclasses import dataclass
from datetime import datetime

from handlers.conference import outcomes, seats
from handlers.conference.facts import EventFacts, changed
from handlers.conference.offers import Desk
from handlers.conference.register_answers import as_profile
from handlers.conference.seating import Wanted
from handlers.people import consents
from handlers.talk import notices
from storage.database import Transaction
from storage.event_models import Event
from storage.question_models import Profile, Purpose

# These end with a ticket to show; the rest is said, and the link stands for another try.
KEPT = (
    *(outcomes.SeatOutcome.SEATED, outcomes.SeatOutcome.WAITING),
    *(outcomes.SeatOutcome.CHANGED, outcomes.SeatOutcome.ALREADY),
)


def find(tx: Transaction, token: str, now: datetime) -> tuple[int, Event, Profile | None] | str:
    """Whose form a link opens, for what, and what is known of them; the token of the ticket it led
    to when it was used, "" when there is no such link."""
    link = tx.people.link(token, now)
    event = tx.events.get(link[1]) if link and link[1] else None
    if link is None or event is None:
        return tx.people.link_led_to(token, now)
    return link[0], event, tx.people.profile(link[0])


@dataclass(frozen=True, slots=True)
class NotAsShown:
    """The event is not as the form showed it: nothing was kept. `was`: see `facts.changed`."""

    event: Event
    was: dict[str, str]


def register(
    desk: Desk, token: str, contact_id: int, event_id: int, wanted: Wanted, shown: EventFacts
) -> outcomes.Decided | NotAsShown | str:
    """Uses the link up with what it leads to, or not at all; the token of the ticket when it was
    used meanwhile. The contact is told in the chat. `shown`: what the form said of the event."""
    tx, now = desk.tx, desk.now
    event = tx.events.get(event_id)
    if tx.people.link(token, now) is None or event is None:
        return tx.people.link_led_to(token, now)
    if event.takes_registrations(now) and (was := changed(shown, event)):
        return NotAsShown(event, was)
    decided = seats.register(desk, event, wanted, contact_id=contact_id, source="web")
    registration = decided.registration
    if registration is None or decided.outcome not in KEPT:
        return decided
    tx.people.use_link(token, now, registration.token)
    consents.record(tx, desk.content, contact_id, "web", Purpose.CASE, "register/consent", now)
    tx.people.keep_profile(contact_id, now, as_profile(wanted))
    notices.notify(
        tx, desk.content, contact_id, "ticket/registered_on_web", now,
        key=f"web:{token[:12]}", expires=event.ends_at,
        choices=(("my_ticket", f"ticket:{registration.id}"),),
        registration=registration, event=event,
    )  # fmt: skip
    return decided
