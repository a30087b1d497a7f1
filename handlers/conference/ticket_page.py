"""A ticket as its owner opens it, by an address nobody can guess."""

from dataclasses import dataclass

from handlers.people.room import free_for
from storage.database import Transaction
from storage.event_models import Event, Registration, RegistrationState


@dataclass(frozen=True, slots=True)
class TicketPage:
    """`line`: the place among those who wait (0: does not wait); `free`: seats there are for them
    now; `in_vain`: they wait with more people than there will ever be seats for."""

    registration: Registration
    event: Event
    line: int
    free: int
    in_vain: bool

    @property
    def waits(self) -> bool:
        return self.registration.state is RegistrationState.WAITLISTED


def find(tx: Transaction, token: str) -> TicketPage | None:
    """None for none, and for one whose owner is erased."""
    registration = tx.registrations.by_token(token)
    event = tx.events.get(registration.event_id) if registration else None
    if registration is None or event is None or registration.anonymised_at:
        return None
    line = tx.registrations.place_in_line(registration)
    free = free_for(tx, event, registration)
    return TicketPage(registration, event, line, free, event.never_fits(registration))
