"""How an event is called where one is chosen among others: so that each is told from the others."""

from collections import Counter
from collections.abc import Iterable

from content.library import Content
from content.vietnamese import fold
from storage.event_models import Event

_MORE = ("place", "code")  # what tells those apart that have one name and begin at one time


def names(content: Content, events: Iterable[Event]) -> dict[int, str]:
    """What to call each of several events, by its id: with its day and hour, and whether it is
    cancelled or not published; two that would still read alike with the place, then the code."""
    listed = list(events)
    said = {event.id: _name(content, event) for event in listed}
    for count in range(1, len(_MORE) + 1):
        often = Counter(_key(name) for name in said.values())
        for event in listed:
            if often[_key(said[event.id])] > 1:
                said[event.id] = _name(content, event, _MORE[:count])
    return said


def _name(content: Content, event: Event, more: tuple[str, ...] = ()) -> str:
    return content.words.say("event/choice", event=event, more=more)


def _key(name: str) -> str:
    return " ".join(fold(name).split())
