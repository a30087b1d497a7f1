"""Whoever was invited and has not answered is reminded on a day that staff choose: by a message
where one may reach them, else they are among the calls. Once a day each, whoever asks for it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, time

from content.calendar import at, local, today
from content.library import Content
from handlers.conference.invitations import SILENT, silent_mark
from handlers.conference.invited_from import silent
from handlers.conference.offers import Desk
from handlers.people import telling
from handlers.people.calendar import call_by, end_of_working_day, sending_days, working_days
from handlers.people.refusing import NotDone
from handlers.people.telling import Told
from storage.calls import Way
from storage.database import Transaction
from storage.event_models import Event, EventState, Invitation
from storage.question_models import Purpose


def remind(desk: Desk, event: Event, chosen: Collection[int], day: date) -> tuple[Told, ...]:
    """Reminds the `chosen` (ids of invitations) that have not answered, on the `day` (of Viet Nam).
    Raises NotDone for a day on which nothing may be sent, or too late, and where nobody is left."""
    goes = _goes(desk, event, day)
    going = [one for one in silent_of(desk.tx, event) if one.id in chosen]
    if not going:
        raise NotDone("invited", "nobody_silent")
    return tuple(_remind(desk, event, one, day, goes) for one in going)


def silent_of(tx: Transaction, event: Event) -> list[Invitation]:
    """The invitations of an event that are good and that nobody answered."""
    return silent(tx.events.invitations(event.id), tx.registrations.of_event(event.id))


def days_of(tx: Transaction, invitations: Collection[Invitation]) -> Mapping[int, list[date]]:
    """By the ids of invitations, the days for which they were reminded, or are to be."""
    wanted = {one.id for one in invitations}
    found: dict[int, list[date]] = defaultdict(list)
    for key in tx.calls.keys(SILENT) if wanted else ():
        _, number, day = key.split(":")
        if int(number) in wanted:
            found[int(number)].append(date.fromisoformat(day))
    return {number: sorted(days) for number, days in found.items()}


def drop_answered(tx: Transaction, content: Content, now: datetime) -> None:
    """Whoever has answered since is neither written to nor called; nor anybody once it begins."""
    open_for: dict[int, list[Invitation]] = defaultdict(list)
    for number in {int(key.split(":")[1]) for key in tx.calls.waiting(SILENT)}:
        invitation = tx.events.invitation_of(number)
        if invitation is not None:
            open_for[invitation.event_id].append(invitation)
    for event_id, invitations in open_for.items():
        event = tx.events.get(event_id)
        waits = event is not None and not event.is_over and now < event.starts_at
        left = {one.id for one in silent_of(tx, event)} if event is not None and waits else set()
        for invitation in invitations:
            if invitation.id not in left:
                telling.drop(tx, silent_mark(invitation), now)


def _goes(desk: Desk, event: Event, day: date) -> datetime:
    """When the messages of that day go. Raises NotDone."""
    if event.state is not EventState.OPEN:
        raise NotDone("remind_on", "reminder_closed")
    if not today(desk.now) <= day < local(event.starts_at).date():
        raise NotDone("remind_on", "reminder_day")
    goes = sending_days(desk.content.ward).sending_time(max(desk.now, at(day, time(0))))
    if today(goes) != day:
        raise NotDone("remind_on", "reminder_not_sent")
    return goes


def _remind(desk: Desk, event: Event, invitation: Invitation, day: date, goes: datetime) -> Told:
    days = working_days(desk.content.ward)
    return telling.remind_holder(
        desk.tx, desk.content, invitation, event, desk.now,
        key=f"{silent_mark(invitation)}{day}",
        way=_way(desk.tx, invitation.phone, goes),
        due=goes,
        by=call_by(days, desk.now, (event,), end_of_working_day(days, day)),
    )  # fmt: skip


def _way(tx: Transaction, phone: str, goes: datetime) -> Way | None:
    """Where a message comes to whoever has this number: a chat that gave it, and agreed to hear
    from the ward unasked."""
    if not phone:
        return None
    own = tx.people.contacts_with_phone(phone)
    registered = [one.contact_id for one in tx.registrations.with_phone(phone)]
    contacts = dict.fromkeys(one for one in (*own, *registered) if one is not None)
    agreed = (one for one in contacts if tx.people.agreed(one, Purpose.BROADCAST))
    ways = (telling.way_to(tx, contact, goes) for contact in agreed)
    return next((way for way in ways if way is not None and way.arrives), None)
