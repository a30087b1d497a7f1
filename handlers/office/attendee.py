"""One registration with all that staff are shown of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from content.library import Content
from handlers.conference import businesses, on_behalf, twins
from handlers.office import calls
from handlers.office.calls import Call
from storage.audit import Deed, JournalFilter
from storage.calls import CallState, CallTask
from storage.database import Transaction
from storage.event_models import Event, Invitation, Registration, RegistrationState
from storage.staff_models import AuditLine, Staff


@dataclass(frozen=True, slots=True)
class AttendeeView:
    """`twins`: who may be this very person; `perhaps`, `joined`: whose business may be, or is, the
    same. `call` is still to be made, `calls` are over. `twice`: lines of the audit about a second
    arrival with its ticket; `people`: names by login. `open`: seats are given out now; `acts`: what
    may be done with it now (`on_behalf.ACTS`)."""

    event: Event
    registration: Registration
    perhaps: Sequence[Registration]
    joined: Sequence[Registration]
    twins: Sequence[Registration]
    call: Call | None
    calls: Sequence[CallTask]
    twice: Sequence[AuditLine]
    people: Mapping[str, str]
    open: bool
    line: int  # their place in line, 0 for who does not wait
    acts: frozenset[str]
    paper: Invitation | None  # the invitation they came in with


def view(
    tx: Transaction,
    content: Content,
    event: Event,
    registration: Registration,
    reader: Staff,
    now: datetime,
) -> AttendeeView:
    same = registration.business_key
    others = tx.registrations.of_business(event.id, same) if same else []
    tasks = tx.calls.of_registration(registration.id)
    first = next((task for task in tasks if task.state is CallState.OPEN), None)
    about = f"registration:{registration.id}"
    is_open = event.gives_seats(now)
    waits = registration.state is RegistrationState.WAITLISTED
    return AttendeeView(
        event=event,
        registration=registration,
        perhaps=businesses.perhaps_same_business(tx, registration),
        joined=[other for other in others if other.id != registration.id],
        twins=twins.twins_of(tx, event, registration),
        call=calls.of(tx, content, first, reader, now) if first else None,
        calls=[task for task in tasks if task.state is not CallState.OPEN],
        twice=tx.audit.lines(JournalFilter(deeds=[Deed.DOOR_TWICE], objects=[about])),
        people={one.login: one.name for one in tx.staff.all()},
        open=is_open,
        line=tx.registrations.place_in_line(registration) if waits else 0,
        acts=on_behalf.acts_now(is_open, event, registration),
        paper=tx.events.invitation_of(registration.invitation_id),
    )
