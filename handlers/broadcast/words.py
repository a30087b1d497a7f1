"""What the {variables} of a broadcast become for one reader."""

from dataclasses import replace

from content.library import Content
from content.rendering import literal
from content.variables import (
    OF_AN_EVENT,
    OF_ITS_DAY,
    fill,
    unknown_variables,
    variables_of_an_event,
)
from content.vietnamese import when
from handlers.talk.markup import to_plain
from storage.broadcast_models import Audience, Broadcast
from storage.database import Transaction
from storage.event_models import Event, EventState

OF_CANCELLED = "variable_of_cancelled"  # a fault, by its name in `console.j2`


def variables(content: Content, name: str, business: str, event: Event | None) -> dict[str, str]:
    """What stands for each variable that has a value for this reader; names are told apart from our
    markup."""
    words = content.words
    values = {
        "ward": content.ward.name,
        "name": literal(name) or words.say("broadcast/dear"),
        "business": literal(business) or words.say("broadcast/your_business"),
    }
    if event is None:
        return values
    return values | {
        "event": literal(event.title),
        "time": when(event.starts_at),
        "place": literal(event.place),
    }


def misused(text: str, event: Event | None) -> tuple[str, list[str]]:
    """What stands between braces and cannot be said to these readers, and the name of the fault in
    `console.j2`; ("", []) when all is well."""
    if unknown := unknown_variables(text):
        return "unknown_variable", unknown
    if event is None and (needing := variables_of_an_event(text)):
        return "variable_of_an_event", needing
    if event is not None and event.state is EventState.CANCELLED:
        untrue = variables_of_an_event(text, OF_ITS_DAY)
        return (OF_CANCELLED, untrue) if untrue else ("", [])
    return "", []


def event_of(tx: Transaction, broadcast: Broadcast) -> Event | None:
    """Whose people it is for, also by what it corrects."""
    return event_of_audience(tx, broadcast.filter)


def event_of_audience(tx: Transaction, audience: Audience) -> Event | None:
    """The event all of them share, also where it is that of what they received before."""
    original = tx.broadcasts.get(audience.original) if audience.original else None
    return event_of(tx, original) if original else tx.events.get(audience.event_id)


def for_everybody(tx: Transaction, content: Content, broadcast: Broadcast) -> Broadcast:
    """A broadcast as it reads on a page that is nobody's in particular. One that went before what
    has no value was refused shows where something is missing."""
    missing = dict.fromkeys(OF_AN_EVENT, "…")
    values = missing | variables(content, "", "", event_of(tx, broadcast))
    title, text = (fill(said, values) for said in (broadcast.title, broadcast.text))
    return replace(broadcast, title=to_plain(title), text=text)
