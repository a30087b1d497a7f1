"""What the {variables} of a broadcast become for one reader."""

from content.library import Content
from content.rendering import literal
from content.vietnamese import when
from storage.broadcast_models import Broadcast
from storage.database import Transaction
from storage.event_models import Event


def variables(content: Content, name: str, business: str, event: Event | None) -> dict[str, str]:
    """What stands for each variable; names are told apart from our markup."""
    words = content.words
    return {
        "ward": content.ward.name,
        "name": literal(name) or words.say("broadcast/dear"),
        "business": literal(business) or words.say("broadcast/your_business"),
        "event": literal(event.title) if event else "",
        "time": when(event.starts_at) if event else "",
        "place": literal(event.place) if event else "",
    }


def event_of(tx: Transaction, broadcast: Broadcast) -> Event | None:
    """Whose people it is for, also by what it corrects."""
    original = tx.broadcasts.get(broadcast.corrects) if broadcast.corrects else None
    if original is not None:
        return event_of(tx, original)
    return tx.events.get(broadcast.filter.event_id)
