"""What somebody goes by when they take a seat: shown with the form, and compared when it is sent,
so that nobody takes a seat on a day or at a place they did not read."""

from dataclasses import asdict, dataclass

import orjson

from content.vietnamese import when
from storage.event_models import Event


@dataclass(frozen=True, slots=True)
class EventFacts:
    """As they were read; all "" for a form that showed none."""

    title: str = ""
    when: str = ""
    place: str = ""

    def packed(self) -> str:
        """For a field of a page, and back by `unpacked`."""
        return orjson.dumps(self).decode()


def facts_of(event: Event) -> EventFacts:
    where = ", ".join(part for part in (event.place, event.address) if part)
    return EventFacts(event.title, when(event.starts_at), where)


def unpacked(field: str) -> EventFacts:
    """What a page says it showed; none for what is no such thing."""
    try:
        told = orjson.loads(field)
    except orjson.JSONDecodeError:
        return EventFacts()
    known = isinstance(told, dict) and set(told) == {"title", "when", "place"}
    return (
        EventFacts(**told)
        if known and all(isinstance(v, str) for v in told.values())
        else EventFacts()
    )


def changed(shown: EventFacts, event: Event) -> dict[str, str]:
    """What of the event is not as it was shown: its name -> the old text, "" where none was."""
    now = asdict(facts_of(event))
    return {name: was for name, was in asdict(shown).items() if was != now[name]}
