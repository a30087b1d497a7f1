"""What became of an attempt to get, keep, change or give up a seat."""

from dataclasses import dataclass
from enum import StrEnum

from handlers.people.telling import Told
from storage.event_models import Registration, RegistrationState

GONE = (RegistrationState.CANCELLED, RegistrationState.EXPIRED, RegistrationState.NO_SHOW)


class SeatOutcome(StrEnum):
    """What became of an attempt."""

    SEATED = "seated"
    NO_INVITATION = "no_invitation"  # the code shown is none of this event, or good no more
    WAITING = "waiting"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    ARRIVED = "arrived"
    ARRIVED_OVER = "arrived_over"  # was let in before we were asked: there, without a seat
    ALREADY = "already"  # nothing to do: it was so before
    PARTLY = "partly"  # at the door: only part of the party came before; how many come now?
    FULL = "full"
    CLOSED = "closed"
    LIMIT = "limit"  # this business has its delegates already
    TOO_MANY = "too_many"  # more people than one registration may bring
    NEVER_FITS = "never_fits"  # more people than there will ever be seats for
    TAKEN = "taken"  # this phone is registered by somebody else
    KNOWN = "known"  # staff: this phone is registered, see the registration
    GONE = "gone"  # staff: was registered and cancelled, lapsed or did not come
    WHO_LEAVES = "who_leaves"  # fewer come than are named: who stays at home?
    TOO_LATE = "too_late"  # the offer has lapsed
    WHICH = "which"  # at the door: the number or name is of others; staff say who it is
    NOT_HELD = "not_held"  # the event was cancelled: no seat of it is given out any more


@dataclass(frozen=True, slots=True)
class Decided:
    """`told` is how everybody whom this concerns is told of it: whose seat it is, when staff acted
    for them, and who was offered a seat or lost an offer by it. `among`: who it may be, of those
    registered."""

    outcome: SeatOutcome
    registration: Registration | None = None
    told: tuple[Told, ...] = ()
    among: tuple[Registration, ...] = ()
