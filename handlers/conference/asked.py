"""What somebody asks of an event before they come, answered from its own record."""

import re
from collections.abc import Sequence

import orjson

from content.event_asked import TicketMatter, asked_of_event
from content.event_questions import (
    EventMatter,
    asks_of_meeting,
    event_matter_in,
    event_matters_in,
)
from content.meetings import is_of_that_name, names_a_course
from handlers.answers import faq, in_turn, start
from handlers.conference import tickets
from handlers.conference.named import names
from handlers.conference.reminders import REMIND_DAYS
from handlers.people.room import free_seats
from handlers.talk import wishes
from handlers.talk.messages import Choice
from handlers.talk.turn import Outcome, Turn
from storage.event_models import Category, Event

MOST_TOLD = 3  # events answered for in one reply
_OF_ANYTHING = (EventMatter.BRING, EventMatter.DOORS)  # asked of an office, too

_REGISTER = "register"
_SHOWN = re.compile(r"(event|ticket):(\d+)(?::.*)?")


OF_WARD = "phuong"  # the topic whose answers tell of meetings


def answered(turn: Turn) -> Outcome | None:
    """What the record of the event says of the matter asked, or that it does not say; None for any
    other message, and where no event is coming."""
    coming = turn.tx.events.upcoming(turn.now)
    near = [event for event in coming if event.id in _shown_last(turn)]
    named = [event for event in coming if is_of_that_name(turn.text, event.title, event.kind)]
    if names_a_course(turn.text) and not named:
        return None  # no course is coming, and a conference is not meant
    if not (near or named) and in_turn.goes_on(turn, OF_WARD):
        return None  # `đem theo giấy tờ gì`, of the paper just spoken of
    waits = [event for event in coming if event.id == _registering(turn)]
    reminded = asked_of_event(turn.text) is TicketMatter.REMIND and not tickets.living(turn)
    if (near or waits) and reminded:
        choices = _choices(turn, near or waits)
        return turn.say("event/reminds", choices, turn.menu_choice(), days=REMIND_DAYS)
    matters = event_matters_in(turn.text, near=bool(near or named or waits)) if coming else ()
    apart = not (near or named) and _is_answered(turn)  # of the answers just given
    matters = tuple(one for one in matters if not (apart and one in _OF_ANYTHING))
    if not (near or named) and (faq.is_sure(turn) or apart):
        alone = event_matters_in(turn.text)
        matters = tuple(one for one in matters if one in alone)
    if not matters:
        return None
    found = (named or near or waits or coming)[:MOST_TOLD]
    text = "\n\n".join(all_told(turn, event, matters) for event in found)
    return turn.reply(text, _choices(turn, found), turn.menu_choice())


def unwritten(turn: Turn) -> Outcome | None:
    """That the ward wrote nothing of what is asked of the meeting by its name or its day, with when
    and where it is; None for any other words, and where an answer is likelier."""
    if not asks_of_meeting(turn.text) or wishes.wish_in(turn.text):
        return None
    reading = turn.content.understanding.read(turn.text)
    coming = list(turn.tx.events.upcoming(turn.now))
    if not coming or reading.right >= _LIKELY_ELSE or reading.fixed:
        return None
    [event, *_] = coming
    text = turn.words_of("event/unwritten", event=event)
    return turn.reply(text, _choices(turn, [event]), turn.menu_choice())


_LIKELY_ELSE = 0.6


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


def all_told(turn: Turn, event: Event, matters: Sequence[EventMatter]) -> str:
    """Several matters of one event, its name and time once, below them."""
    *first, last = (told(turn, event, one).rstrip() for one in matters)
    return "\n\n".join((*(one.rpartition("\n\n(")[0] or one for one in first), last))


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


def _registering(turn: Turn) -> int:
    """The event of the registration that waits to be gone on with; 0 for none."""
    saved = [orjson.loads(form) for form in turn.conversation.waiting]
    mine = [form["memory"] for form in saved if form.get("name") == _REGISTER]
    return int(mine[-1].get("event_id", 0)) if mine else 0


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
