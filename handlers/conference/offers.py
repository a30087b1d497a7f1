"""A free seat goes to the first in line, who is told; what is not taken in time goes to the next.

Whoever is told by message has 24 hours. Whoever must be called has them from when the office can
call, and loses nothing while the call is still to be made.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import chain, islice

from content.library import Content
from handlers.conference.seating import next_in_line
from handlers.people import telling
from handlers.people.calendar import sending_days, working_days
from handlers.people.room import free_seats
from handlers.people.telling import Told
from storage.database import Transaction
from storage.event_models import Event, EventState, Registration, RegistrationState

OFFER_LASTS = timedelta(hours=24)
OFFER = "ticket/offer"
TOO_FEW = "ticket/too_few"

_S = RegistrationState


@dataclass(frozen=True, slots=True)
class Desk:
    """Where seats are given out: inside one transaction, at one moment. `staff` is the login of
    the member of staff who acts, and the person whose registration it is hears of it; "" when
    people act for themselves. `heard`: that person hears it from them while they act, by telephone
    or face to face, and is not called about it."""

    tx: Transaction
    content: Content
    now: datetime
    staff: str = ""
    heard: bool = False


@dataclass(frozen=True, slots=True)
class EventMove:
    """An event that moved: `mark` tells this move from others; `call_by`: whoever is called of it
    is called by then, before they would set out for where it was. `was`: time and place of before,
    or by registration as whoever heard of no move since still knows them, in a few letters."""

    mark: str
    call_by: datetime
    was: str = ""
    known: Mapping[int, str] = field(default_factory=dict)

    def key(self, event: Event, registration: Registration) -> str:
        """Under which somebody is told of it, once; its last part says what they know."""
        knows = self.known.get(registration.id) or self.was
        return f"{about_moves(event, registration)}{self.mark}:{knows}"


def about_moves(event: Event, registration: Registration) -> str:
    """How the keys begin of all that is said to somebody of an event that moved."""
    return f"event:{event.id}:{registration.id}:"


def promote(desk: Desk, event: Event, *, but: int = 0, most: int | None = None) -> tuple[Told, ...]:
    """Lets overdue offers lapse, then offers free seats to the first in line, in order; tells all
    of them. The first in line is never passed over: where their party does not fit, the next wait
    too. `but` is the id of somebody who is told of a lapse by other means; `most`: so many are
    told now, the others when it is called again.
    """
    return tuple(islice(chain(_lapse(desk, event, but), _offer_all(desk, event)), most))


def _lapse(desk: Desk, event: Event, but: int) -> Iterator[Told]:
    if event.state is EventState.CANCELLED:
        return  # nobody loses a seat to anybody
    over = desk.now >= event.last_offer
    for late in desk.tx.registrations.overdue_offers(event.id, desk.now, also_uncalled=over):
        desk.tx.registrations.save(replace(late, state=_S.EXPIRED, offer_until=None))
        telling.drop(desk.tx, f"offer:{late.id}:", desk.now)
        if late.id != but:
            yield telling.tell(
                desk.tx, desk.content, late, "ticket/lapsed", desk.now,
                key=f"lapsed:{late.id}:{late.offer_until:%Y%m%d%H%M}",
                due=_waking(desk, event.starts_at),
                expires=event.starts_at,
                registration=late, event=event,
            )  # fmt: skip


def _offer_all(desk: Desk, event: Event, move: EventMove | None = None) -> Iterator[Told]:
    if event.state is not EventState.OPEN or desk.now >= event.last_offer:
        return
    while first := next_in_line(desk.tx, event):
        free = free_seats(desk.tx, event, first.category)
        if free < first.seats:
            if free > 0 and move is None:  # of the move itself they hear like everybody
                yield _tell_too_few(desk, event, first, free)
            return
        yield _offer(desk, event, first, move)


def _tell_too_few(desk: Desk, event: Event, first: Registration, free: int) -> Told:
    """There are seats, but fewer than the party of the first in line: they may be fewer, too, and
    nobody overtakes them meanwhile. Said once of so many seats for so many people."""
    key = f"few:{first.id}:{free}:{first.seats}"
    return telling.tell(
        desk.tx, desk.content, first, TOO_FEW, desk.now, key=key,
        choices=((f"people_{free}", f"ticket:{first.id}:people:{free}"),) if free <= 3 else (),
        expires=event.last_offer, registration=first, event=event, free=free,
    )  # fmt: skip


def offer_moved(desk: Desk, event: Event, move: EventMove) -> tuple[Told, ...]:
    """The event moved, and there are free seats: whoever is offered one hears of both at once."""
    return tuple(_offer_all(desk, event, move))


def offer_again(desk: Desk, event: Event, offered: Registration, move: EventMove) -> Told:
    """The event of a seat that was offered moved: what was said of it is overtaken, and the time to
    answer begins anew."""
    telling.drop(desk.tx, f"offer:{offered.id}:", desk.now)
    return _offer(desk, event, offered, move)


def _answer_by(event: Event, heard: datetime, now: datetime) -> datetime:
    """Until when whoever hears of it at a moment may take the seat. In the last hours before the
    event, when nobody else is offered it any more, until it begins."""
    return min(heard + OFFER_LASTS, event.latest_answer(now))


def _waking(desk: Desk, latest: datetime) -> datetime:
    """When people may be written to of a seat: in waking hours, or at once where it would be too
    late by then."""
    wakes = sending_days(desk.content.ward).sending_time(desk.now, urgent=True)
    return wakes if wakes < latest else desk.now


def _offer(desk: Desk, event: Event, first: Registration, move: EventMove | None = None) -> Told:
    """Offers somebody their seat, or offers it again; where the event moved the same message says
    so, and so does the call: also when the seat is taken before it is made."""
    heard, again = _waking(desk, event.latest_answer(desk.now)), first.state is _S.OFFERED
    due = heard
    if not telling.message_arrives(desk.tx, first, desk.now):
        heard = working_days(desk.content.ward).moment(desk.now)
    telling.drop(desk.tx, f"few:{first.id}:", desk.now)
    until = _answer_by(event, heard, desk.now)
    given = desk.tx.registrations.save(replace(first, state=_S.OFFERED, offer_until=until))
    base = f"ticket:{given.id}"
    # Not by the deadline: on the last day every offer of one person has the same.
    key = f"offer:{given.id}:{desk.now.isoformat()}"
    told = telling.tell(
        desk.tx, desk.content, given, OFFER, desk.now,
        key=key, due=due,
        choices=(("take_seat", f"{base}:accept"), ("give_up_seat", f"{base}:cancel")),
        call_by=min(until, move.call_by) if move else until, expires=until,
        registration=given, event=event, moved=move is not None, again=again,
    )  # fmt: skip
    if move is not None:
        telling.say_too(
            desk.tx, desk.content, given, telling.MOVED, desk.now, beside=key,
            key=move.key(event, given), registration=given, event=event,
        )  # fmt: skip
    return told


def called(desk: Desk, event: Event, registration: Registration) -> Registration:
    """Somebody was called about the seat offered to them: their 24 hours begin now."""
    if registration.state is not _S.OFFERED:
        return registration
    until = _answer_by(event, desk.now, desk.now)
    return desk.tx.registrations.save(replace(registration, offer_until=until))
