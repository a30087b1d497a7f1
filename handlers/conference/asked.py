"""What somebody asks of an event before they come, answered from its own record."""

import re

from content.event_questions import EventMatter, event_matter_in
from content.meetings import is_of_that_name, names_a_course
from handlers.answers import start
from handlers.conference import tickets
from handlers.conference.named import names
from handlers.people.room import free_seats
from handlers.talk.messages import Choice
from handlers.talk.turn import Outcome, Turn
from storage.event_models import Category, Event

MOST_TOLD = 3  # events answered for in one reply
_OF_ANYTHING = (EventMatter.BRING, EventMatter.DOORS)  # asked of an office, too

_SHOWN = re.compile(r"(event|ticket):(\d+)(?::.*)?")


def answered(turn: Turn) -> Outcome | None:
    """What the record of the event says of the matter asked, or that it does not say; None for any
    other message, and where no event is coming."""
    coming = turn.tx.events.upcoming(turn.now)
    near = [event for event in coming if event.id in _shown_last(turn)]
    named = [event for event in coming if is_of_that_name(turn.text, event.title, event.kind)]
    if names_a_course(turn.text) and not named:
        return None  # no course is coming, and a conference is not meant
    matter = event_matter_in(turn.text, near=bool(near or named)) if coming else None
    if matter is None or (matter in _OF_ANYTHING and not (near or named) and _is_answered(turn)):
        return None  # of the answers just given
    found = (named or near or coming)[:MOST_TOLD]
    text = "\n\n".join(told(turn, event, matter) for event in found)
    return turn.reply(text, _choices(turn, found), turn.menu_choice())


def of_it(turn: Turn) -> Outcome | None:
    """What is asked of the event that is coming, in few words; None where none is, or nothing of it
    is asked."""
    matter = event_matter_in(turn.text, near=True)
    return _of_coming(turn, matter) if matter else None


def to_bring(turn: Turn) -> Outcome | None:
    """What to bring, or what else is asked of what one comes with."""
    return _of_coming(turn, event_matter_in(turn.text, near=True) or EventMatter.BRING)


def _of_coming(turn: Turn, matter: EventMatter) -> Outcome | None:
    found = list(turn.tx.events.upcoming(turn.now))[:MOST_TOLD]
    if not found:
        return None
    text = "\n\n".join(told(turn, event, matter) for event in found)
    return turn.reply(text, _choices(turn, found), turn.menu_choice())


def told(turn: Turn, event: Event, matter: EventMatter) -> str:
    """One matter of one event, in a sentence or two."""
    if matter is EventMatter.PROGRAMME:
        return _programme(turn, event)
    return turn.words_of(
        "event/asked",
        event=event,
        matter=matter,
        now=turn.now,
        most=max(tickets.people_to_choose(event)),
        free=free_seats(turn.tx, event, Category.BUSINESS),
        waiting=turn.tx.registrations.how_many_wait(event.id),
    )


def _programme(turn: Turn, event: Event) -> str:
    lines = turn.tx.events.programme(event.id)
    return turn.words_of("event/programme", event=event, lines=lines)


def _is_answered(turn: Turn) -> bool:
    """Whether an answer was given just before, several were offered, or an office was named."""
    shown = [action for _, _, action in turn.conversation.choices]
    offered = any(action.startswith("faq:") for action in shown)
    return bool(turn.conversation.entry) or offered or start.is_contact(turn)


def _shown_last(turn: Turn) -> set[int]:
    """The ids of the events that the list shown last is about."""
    found = {
        match.groups() for _, _, act in turn.conversation.choices if (match := _SHOWN.match(act))
    }
    ids = {int(number) for subject, number in found if subject == "event"}
    own = {registration.id: event.id for registration, event in tickets.living(turn)}
    return ids | {own.get(int(number), 0) for subject, number in found if subject == "ticket"}


def _choices(turn: Turn, events: list[Event]) -> list[Choice]:
    """What can be done next: with one event, about it; with several, which."""
    if len(events) > 1:
        named = names(turn.content, events)
        return [Choice(named[event.id], f"event:{event.id}") for event in events]
    [event] = events
    mine = [r.id for r, of in tickets.living(turn) if of.id == event.id]
    offered = [("my_ticket", f"ticket:{mine[0]}")] if mine else []
    if not mine and event.takes_registrations(turn.now):
        offered.append(("register", f"event:{event.id}:register"))
    if event.takes_questions(turn.now):
        offered.append(("ask_ward", f"event:{event.id}:ask"))
    offered.append(("see_event", f"event:{event.id}"))
    return [turn.choice(label, action) for label, action in offered]
