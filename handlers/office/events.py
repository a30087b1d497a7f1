"""An event is changed, published, held, cancelled: what each of these does to everything about it,
its registrations as well as the broadcasts to its people.
"""

from dataclasses import replace
from datetime import datetime

from content.library import Content
from handlers.broadcast import steering
from handlers.broadcast.approval import EVENT_MOVED
from handlers.conference import staff_side
from handlers.conference.offers import Desk
from handlers.conference.staff_side import Saved
from handlers.people import staff_links
from handlers.people.permissions import Action, able
from handlers.people.refusing import NotDone
from handlers.people.telling import Told
from storage.database import Transaction
from storage.event_models import Event, EventState
from storage.staff_models import Staff
from storage.versions import next_version

DOORS = ("registration", "questions")  # what an event takes, or not
# What may be done with an event: from which state to which.
STEPS = {
    "publish": {EventState.DRAFT: EventState.OPEN},
    "hold": {EventState.OPEN: EventState.HELD},
    "report": {EventState.HELD: EventState.REPORTED},
    "undo_hold": {EventState.HELD: EventState.OPEN},
    "undo_report": {EventState.REPORTED: EventState.HELD},
    "cancel": dict.fromkeys((EventState.DRAFT, EventState.OPEN), EventState.CANCELLED),
    "undo_publish": {EventState.OPEN: EventState.DRAFT},
    "undo_cancel": {EventState.CANCELLED: EventState.OPEN},  # or as it was
}


ASKS = ("propose", "unpropose")  # whoever may not publish asks for it, or takes that back


def steps_of(tx: Transaction, event: Event, now: datetime) -> tuple[str, ...]:
    """Those of `STEPS` that may be done now."""
    barred = {
        "undo_publish": event.state is EventState.OPEN and _has_come(tx, event),
        "undo_cancel": now >= event.ends_at,
    }
    return tuple(
        step for step, leads in STEPS.items() if event.state in leads and not barred.get(step)
    )


def _has_come(tx: Transaction, event: Event) -> bool:
    """Whether anybody has come to a published event who would not know what became of it."""
    here = any(one.is_alive for one in tx.registrations.of_event(event.id))
    return here or bool(tx.questions.of_event(event.id)) or bool(steering.those_about(tx, event.id))


def propose(
    tx: Transaction, content: Content, event: Event, staff: Staff, now: datetime
) -> tuple[Event, tuple[Staff, ...]]:
    """Whoever may not publish a draft asks those who may; who of them was written to. Raises
    NotDone."""
    if event.state is not EventState.DRAFT:
        raise NotDone("do", "step_not_now")
    asked = tx.events.save(next_version(event, proposed_by=staff.name, proposed_at=now))
    told = staff_links.tell(
        tx, content, able(tx.staff.all(), Action.PUBLISH_EVENT), "staff_chat/publish_please", now,
        key=f"proposed:{asked.id}:{asked.version}", event=asked, by=staff.name,
    )  # fmt: skip
    return asked, told


def unpropose(tx: Transaction, event: Event) -> Event:
    """Nobody asks any more. Raises NotDone."""
    if event.state is not EventState.DRAFT or event.proposed_at is None:
        raise NotDone("do", "step_not_now")
    return tx.events.save(next_version(event, proposed_by="", proposed_at=None))


def save_change(desk: Desk, before: Event, after: Event) -> Saved:
    """Keeps another version of an event with all that follows; what was approved for its people
    and may say what is not so any more is held back. Raises NotDone for one that is over, and for
    fewer seats than are taken."""
    if before.is_over:
        raise NotDone("title", "event_over")
    if after.capacity < sum(desk.tx.registrations.seats_taken(before.id).values()):
        raise NotDone("capacity", "capacity_below_taken")
    saved = staff_side.save_change(desk, before, after)
    if staff_side.has_moved(before, after) or before.title != after.title:
        held = steering.hold_those_about(desk.tx, after.id, EVENT_MOVED)
        saved = replace(saved, moved=replace(saved.moved, broadcasts=held))
    return saved


def cancel(desk: Desk, event: Event, *, heard: bool = True) -> tuple[Told, ...]:
    """Keeps an event as one that does not take place; everybody who registered hears, where they
    had `heard` of it (it was published), and whoever holds an invitation."""
    told = staff_side.cancel(desk, event, heard=heard)
    steering.hold_those_about(desk.tx, event.id, "event_cancelled")
    return told


def step(
    desk: Desk, event: Event, wanted: str, *, sure: str, reason: str = ""
) -> tuple[Event, tuple[Told, ...]]:
    """One of `STEPS`. What cannot be undone (cancel), or is done before its end (hold), takes the
    event's code in `sure`; whoever is told of a cancellation reads its `reason`. Raises NotDone."""
    state = STEPS[wanted].get(event.state)
    if state is None or wanted not in steps_of(desk.tx, event, desk.now):
        raise NotDone("do", "step_not_now")
    early = wanted == "hold" and desk.now < event.ends_at
    if (wanted == "cancel" or early) and sure.upper() != event.code.upper():
        raise NotDone("sure", "type_the_code")
    if wanted == "cancel" and not reason:
        raise NotDone("reason", "required")
    changed = replace(event, state=state, version=event.version + 1)
    match wanted:
        case "cancel":
            changed = replace(changed, cancel_reason=reason, cancelled_from=str(event.state))
            return changed, cancel(desk, changed, heard=event.state is EventState.OPEN)
        case "publish":
            changed = replace(changed, proposed_by="", proposed_at=None)
            return changed, staff_side.publish(desk, changed)
        case "undo_cancel":
            was = EventState(event.cancelled_from or state)
            changed = replace(changed, state=was, cancel_reason="", cancelled_from="")
            return changed, staff_side.restore(desk, changed)
        case "undo_hold":
            return changed, staff_side.not_held_yet(desk, changed)
    return desk.tx.events.save(changed), ()


def sentence_of(wanted: str, event: Event, now: datetime) -> str:
    """The name of what is said of a step that was done; of one that is published, what it does not
    take yet."""
    if wanted != "publish":
        return f"event_{wanted}"
    seats = "" if event.takes_registrations(now) else "_no_seats"
    questions = "" if event.takes_questions(now) else "_no_questions"
    return f"event_publish{seats}{questions}"


def set_open(tx: Transaction, event: Event, what: str, *, open_: bool) -> Event:
    """Opens or closes one of `DOORS` by hand."""
    door = "registration_open" if what == "registration" else "questions_open"
    return tx.events.save(next_version(event, **{door: open_}))
