"""A conference as a whole: what everybody who registered is told when it changes or does not take
place."""

from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta

from content.calendar import local
from handlers.conference import invitations, reminders
from handlers.conference.creating import due_of
from handlers.conference.offers import (
    Desk,
    EventMove,
    about_moves,
    offer_again,
    offer_moved,
    promote,
)
from handlers.conference.reminders import REMIND_DAYS
from handlers.people import telling
from handlers.people.calendar import call_by as in_time
from handlers.people.calendar import sending_days, working_days
from handlers.people.room import free_for
from handlers.people.telling import By, Told
from storage.event_models import (
    Event,
    EventState,
    Registration,
    RegistrationState,
)
from storage.rows import fingerprint

SOON = timedelta(days=3)
RESTORED = "event/restored"
_LETTERS = 12


def has_moved(before: Event, after: Event) -> bool:
    """Whether people who registered have to know: another time or another place."""
    return (before.starts_at, before.place, before.address) != (
        after.starts_at,
        after.place,
        after.address,
    )


@dataclass(frozen=True, slots=True)
class MovedAlong:
    """What of an event follows it to another day: `tasks` not done yet whose date was reckoned from
    it, so many `days` later (negative: sooner). `dated` tasks have a date of their own, and the
    `programme` names hours while it begins at another: a person looks at those."""

    days: int = 0
    tasks: int = 0
    dated: int = 0
    programme: bool = False
    broadcasts: int = 0  # to its people, held back: they may say the old day or place
    invitations: int = 0  # handed out, with what was printed on them

    @property
    def is_worth_saying(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self) if field.name != "days")


@dataclass(frozen=True, slots=True)
class Saved:
    told: tuple[Told, ...]
    moved: MovedAlong


def save_change(desk: Desk, before: Event, after: Event) -> Saved:
    """Keeps another version of an event with all that follows: its tasks move with it, seats there
    are now go to the first in line, and where it takes place at another time or place everybody who
    registered hears."""
    if after != before:
        desk.tx.events.save(after)
    moved = _move_along(desk, before, after)
    told: tuple[Told, ...] = ()
    if has_moved(before, after) and not after.is_over:
        marks = (f"{after.version}:{known_as(before)}", known_as(after))
        invited = invitations.tell_holders(desk, before, after, telling.MOVED, *marks)
        told = tuple(one for one in invited if one.by is not By.BEFORE)
        moved = replace(moved, invitations=len(told))  # a paper that is right again is none of them
        if after.state is EventState.OPEN:
            told += _tell_all(desk, before, after, telling.MOVED, f"{after.version}")
    return Saved((*told, *_tell_too_many(desk, before, after), *promote(desk, after)), moved)


def _tell_too_many(desk: Desk, before: Event, after: Event) -> tuple[Told, ...]:
    """Whoever waits with more people than there will ever be seats for, now that there are fewer,
    hears that they have to be fewer, too."""
    if after.state is not EventState.OPEN:
        return ()
    return tuple(
        telling.tell(
            desk.tx, desk.content, waits, "event/too_small", desk.now,
            key=f"event:{after.id}:{waits.id}:small:{after.version}", expires=after.ends_at,
            choices=(("my_ticket", f"ticket:{waits.id}"),), registration=waits, event=after,
        )
        for waits in desk.tx.registrations.waiting(after.id)
        if after.never_fits(waits) and not before.never_fits(waits)
    )  # fmt: skip


def _move_along(desk: Desk, before: Event, after: Event) -> MovedAlong:
    events = desk.tx.events
    started, starts = local(before.starts_at), local(after.starts_at)
    lines = events.programme(after.id)
    programme = started.time() != starts.time() and any(line.time for line in lines)
    days = starts.date() - started.date()
    if not days:
        return MovedAlong(programme=programme)
    template = desk.content.event_templates[before.kind]
    made = local(before.created_at).date()
    office = working_days(desk.content.ward)
    was, will = started.date(), starts.date()
    reckoned = {
        (due_of(was, ahead, made, office), what): due_of(will, ahead, made, office)
        for ahead, what, _ in template.tasks
    }
    waiting = [task for task in events.tasks(after.id) if task.done_at is None]
    following = [task for task in waiting if (task.due_on, task.title) in reckoned]
    moved = [task for task in following if reckoned[task.due_on, task.title] != task.due_on]
    for task in moved:
        events.save_task(replace(task, due_on=reckoned[task.due_on, task.title]))
    return MovedAlong(days.days, len(moved), len(waiting) - len(following), programme)


def publish(desk: Desk, event: Event) -> tuple[Told, ...]:
    """Keeps a draft as published; whoever was put in line while nobody heard of it hears now, then
    free seats are offered."""
    tx, now = desk.tx, desk.now
    tx.events.save(event)
    told = [
        telling.tell(
            tx, desk.content, waits, "ticket/registered_by_ward", now,
            key=f"published:{waits.id}:{event.version}", expires=event.ends_at,
            choices=(("my_ticket", f"ticket:{waits.id}"),),
            registration=waits, event=event, line=tx.registrations.place_in_line(waits),
            free=free_for(tx, event, waits),
        )
        for waits in tx.registrations.in_state(event.id, RegistrationState.WAITLISTED)
    ]  # fmt: skip
    return (*told, *promote(desk, event))


def not_held_yet(desk: Desk, event: Event) -> tuple[Told, ...]:
    """Keeps an event as open that was said to be over by a slip: what was not done meanwhile, seats
    that came free and reminders, is done now."""
    desk.tx.events.save(event)
    reminders.remind(desk.tx, desk.content, event, desk.now)
    return promote(desk, event)


def cancel(desk: Desk, event: Event, *, heard: bool = True) -> tuple[Told, ...]:
    """Keeps an event as one that does not take place; everybody who registered hears, where they
    had `heard` of it, and whoever holds an invitation on paper."""
    desk.tx.events.save(event)
    mark = f"cancelled{event.version}"  # it may be cancelled, restored and cancelled again
    papers = f"{mark}:{known_as(event)}"
    invited = invitations.tell_holders(desk, event, event, "event/cancelled", papers)
    if not heard:
        return invited
    return (*_tell_all(desk, event, event, "event/cancelled", mark), *invited)


def restore(desk: Desk, event: Event) -> tuple[Told, ...]:
    """Keeps an event that was cancelled by a slip as one that takes place after all: whoever heard
    of the cancellation hears so, whoever did not hears nothing."""
    desk.tx.events.save(event)
    mark, known = f"restored{event.version}", known_as(event)
    invited = invitations.tell_holders(desk, event, event, RESTORED, f"{mark}:{known}", known)
    told = tuple(one for one in invited if one.by is not By.BEFORE)
    if event.state is not EventState.OPEN:
        return told
    reminders.remind(desk.tx, desk.content, event, desk.now)
    return (*told, *_tell_all(desk, event, event, RESTORED, mark), *promote(desk, event))


def _tell_all(desk: Desk, before: Event, event: Event, message: str, mark: str) -> tuple[Told, ...]:
    """Within sending hours; when the day is near, at any waking hour. Whoever must be called is
    called before they would set out for the event as it was `before`, or as they last heard of
    it."""
    tx, now = desk.tx, desk.now
    days = sending_days(desk.content.ward)
    office = working_days(desk.content.ward)
    due = days.sending_time(now, urgent=min(before.starts_at, event.starts_at) - now < SOON)
    people = [
        one
        for one in tx.registrations.of_event(event.id)
        if one.is_alive and not _is_there(before, event, one)
    ]
    known = {one.id: telling.last_of_unheard(tx, about_moves(event, one)) for one in people}
    move = EventMove(mark, in_time(office, now, (before,)), known_as(before), known)
    owed = {one.id: _drop_overtaken(desk, event, one) for one in people}
    # First whoever is offered a seat there is now: that offer says the new time and place itself.
    told = list(offer_moved(desk, event, move))
    offered = {one.about for one in told}
    for registration in people:
        if registration.id in offered:
            continue
        if registration.state is RegistrationState.OFFERED and event.state is EventState.OPEN:
            told.append(offer_again(desk, event, registration, move))
            continue
        if _is_as_known(desk, event, known[registration.id]):
            told.append(Told(By.BEFORE, about=registration.id))
            continue
        told.append(
            telling.tell(
                tx,
                desk.content,
                registration,
                message,
                now,
                key=move.key(event, registration),
                call_by=min(move.call_by, owed[registration.id] or move.call_by),
                due=due if due > now else None,
                expires=event.ends_at,
                choices=(("my_ticket", f"ticket:{registration.id}"),),
                registration=registration,
                event=event,
            )
        )
    return tuple(told)


def known_as(event: Event) -> str:
    """Time and place, in a few letters: what somebody knows of an event who comes to it."""
    known = {"at": event.starts_at.isoformat(), "place": event.place, "address": event.address}
    return fingerprint(known)[:_LETTERS]


def _is_as_known(desk: Desk, event: Event, known: str) -> bool:
    """Whether the event is back where somebody who heard of no move since knows it to be: there is
    nothing to tell. Not in its last days: a move took the place of the reminder."""
    far = local(event.starts_at).date() - local(desk.now).date() > timedelta(days=max(REMIND_DAYS))
    return far and event.state is EventState.OPEN and known == known_as(event)


def _is_there(before: Event, event: Event, registration: Registration) -> bool:
    """Whether somebody has arrived on the day for what only begins at another hour of it, in the
    same place: they hear it in the hall. Who was ticked off before the day, to try it, does not."""
    return (
        registration.state is RegistrationState.CHECKED_IN
        and registration.arrived_at is not None
        and local(registration.arrived_at).date() == local(event.starts_at).date()
        and event.state is EventState.OPEN
        and (before.place, before.address) == (event.place, event.address)
        and local(before.starts_at).date() == local(event.starts_at).date()
    )


def _drop_overtaken(desk: Desk, event: Event, registration: Registration) -> datetime | None:
    """What has not gone yet of how the event was before is overtaken: nobody hears two dates at
    once. Returns by when they were to be called of it, None for not at all."""
    tx, now, about = desk.tx, desk.now, about_moves(event, registration)
    owed = tx.calls.owed_by(about)
    telling.drop(tx, about, now)
    telling.drop(tx, f"reminder:{registration.id}:", now)
    if event.state is EventState.CANCELLED:
        telling.drop(tx, f"offer:{registration.id}:", now)
        tx.calls.settle_registration(registration.id, now)
    return owed
