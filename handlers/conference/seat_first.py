"""The seat is taken as soon as name, number and consent are there; what the form asks after that is
written to the ticket answer by answer, and need not be answered."""

from dataclasses import replace

from handlers.conference import tickets
from handlers.conference.outcomes import SeatOutcome
from handlers.conference.register_answers import (
    NO_PHONE,
    RegisterAnswers,
    RegisterStep,
    as_profile,
    wanted,
)
from handlers.conference.seating import Wanted
from handlers.conference.seats import change, register
from handlers.people import consents
from handlers.people.room import free_seats
from handlers.talk.messages import Reply
from handlers.talk.turn import Turn
from storage.event_models import Category, Event, Registration
from storage.question_models import Purpose

_WRITTEN = (SeatOutcome.CHANGED, SeatOutcome.ALREADY)


def settled(turn: Turn, form: RegisterAnswers) -> tuple[RegisterAnswers, tuple[Reply, ...]]:
    """The form once its seats are taken, or what was answered since is on the ticket; with what is
    said of it."""
    if form.seat and not form.holds:
        return _written(turn, form)
    if not form.holds:
        return form, ()
    form = replace(form, holds=False)
    event = turn.tx.events.get(form.event_id)
    if event is None or not event.takes_registrations(turn.now):
        return form, ()
    held = _taken(turn, event, form)
    if not held:
        return form, ()
    if not form.agreed:
        consents.agree(turn, Purpose.CASE, "register/consent")
    if not form.another:
        turn.tx.people.keep_profile(turn.contact.id, turn.now, as_profile(wanted(form)))
    seats = {one.name: one.id for one in held}
    form = replace(form, agreed=True, seats=seats, seat=seats.get(form.name, 0))
    if form.seat and form.step is RegisterStep.SUMMARY and len(held) == 1:
        return form, ()  # the ticket is shown
    left = [one["name"] for one in form.others if one["name"] not in seats]
    if not form.seat:
        left.insert(0, form.name)
    return form, turn.say("register/held", event=event, held=held, left=left, memory=form).replies


def _taken(turn: Turn, event: Event, form: RegisterAnswers) -> list[Registration]:
    """The registrations of all of whom enough is told; none where there are not seats for all."""
    first = [wanted(form)] if form.phone else []
    mine = next((str(one["name"]) for one in form.others if one["myself"]), "")
    helper = form.helper.strip("-") or mine or ("" if form.another else form.name)
    others = [
        Wanted(
            name=str(one["name"]),
            phone=str(one["phone"]).strip(NO_PHONE),
            business=str(one["business"]),
            neighbourhood=str(one["neighbourhood"]),
            sector=str(one["sector"]) or None,
            registered_by=None if one["myself"] else helper or None,
        )
        for one in form.others
        if one["name"] and one["phone"]
    ]
    asked = [*first, *others]
    seats = sum(1 + (one.companions or 0) for one in asked)
    waited_for = turn.tx.registrations.how_many_wait(event.id)
    if waited_for or free_seats(turn.tx, event, Category.BUSINESS) < seats:
        return []
    held = []
    for one in asked:
        decided = register(
            tickets.at_desk(turn),
            event,
            one,
            contact_id=turn.contact.id,
            source="chat",
            shares_phone=form.another or form.group,
        )
        taken = decided.outcome in (SeatOutcome.SEATED, *_WRITTEN)
        if taken and decided.registration is not None:
            held.append(decided.registration)
    return held


def _written(turn: Turn, form: RegisterAnswers) -> tuple[RegisterAnswers, tuple[Reply, ...]]:
    """What was answered, written to the ticket; what cannot be is said, and stays as it was."""
    registration = turn.tx.registrations.get(form.seat)
    event = turn.tx.events.get(form.event_id)
    if registration is None or event is None or form.doubt:
        return form, ()
    decided = change(tickets.at_desk(turn), event, registration, wanted(form))
    if decided.outcome in _WRITTEN:
        if not form.another:
            turn.tx.people.keep_profile(turn.contact.id, turn.now, as_profile(wanted(form)))
        return form, ()
    told = tickets.told(turn, event, decided).replies
    as_it_was = replace(
        form,
        name=registration.name,
        phone=registration.phone or form.phone,
        people=registration.seats,
    )
    return as_it_was, tuple(replace(reply, choices=(), menu=0) for reply in told)
