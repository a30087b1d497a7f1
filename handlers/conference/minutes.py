"""The few lines of the minutes only a person can write."""

from collections.abc import Mapping

from storage.database import Transaction
from storage.event_models import Event
from storage.versions import next_version

LINES = ("chair", "secretary", "opening", "opinions", "conclusion", "ended", "judgement")


def as_form(event: Event) -> dict[str, str]:
    """Every line, also those not written yet."""
    return {name: event.minutes.get(name, "") for name in LINES}


def begun(event: Event) -> dict[str, str]:
    """What the form shows: what is written; before anybody wrote, who was to lead the event."""
    return dict(event.minutes) or {"chair": event.host}


def write(tx: Transaction, event: Event, lines: Mapping[str, str]) -> Event:
    """Keeps the lines; the documents leave as `[...]` what is not written yet."""
    written = {name: lines[name] for name in LINES}
    return tx.events.save(next_version(event, minutes=written))
