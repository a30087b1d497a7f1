"""A figure changes while a text that says it waits to be sent: which old ones still stand in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from content.calendar import today
from content.facts import DatedValue, Fact, read_facts
from content.library import Content
from content.news import shown
from content.overlay import fact_entry
from content.vietnamese import without_unit
from storage.broadcast_models import Broadcast, BroadcastState
from storage.database import Transaction

_NOWHERE = Path("published.yaml")  # a text of the database, read as a file of facts is
_WORDY_PERCENT = re.compile(r"\s*(?:%|phần trăm)")


@dataclass(frozen=True, slots=True)
class OldFigure:
    """`figure` stands in the text as it was; `now` is what it is, "" where it holds no more."""

    figure: str
    now: str
    meaning: str


def in_text(
    tx: Transaction, content: Content, text: str, since: datetime, now: datetime
) -> list[OldFigure]:
    """Of the figures that changed since, those that still stand in a text as they were."""
    plain, on = _plain(text), today(now)
    found: dict[tuple[str, str], OldFigure] = {}
    for fact in content.knowledge.facts.values():
        current = _on(fact, on)
        for figure in dict.fromkeys(_before(tx, content, fact, since, on)):
            if figure != current and _stands(plain, figure):
                found[fact.name, figure] = OldFigure(figure, current, fact.meaning)
    return list(found.values())


def in_broadcast(
    tx: Transaction, content: Content, broadcast: Broadcast, now: datetime
) -> list[OldFigure]:
    """The same of all that people would read; of the monthly news since its items were written."""
    since = broadcast.created_at
    if broadcast.month is not None:
        since = min([since, *(one.created_at for one in tx.news.of_month(broadcast.month))])
    return in_text(tx, content, _said(broadcast), since, now)


def to_mend(
    tx: Transaction, content: Content, broadcast: Broadcast, now: datetime
) -> list[OldFigure]:
    """The same of one that has not gone, and may go."""
    over = broadcast.started_at is not None or broadcast.state is BroadcastState.WITHDRAWN
    return [] if over else in_broadcast(tx, content, broadcast, now)


def since_approval(
    tx: Transaction, content: Content, broadcast: Broadcast, now: datetime
) -> list[OldFigure]:
    """The same of what changed since it was approved: nobody has looked at it."""
    since = broadcast.approved_at or broadcast.created_at
    return in_text(tx, content, _said(broadcast), since, now)


def _said(broadcast: Broadcast) -> str:
    items = [" ".join((one["title"], one["summary"])) for one in broadcast.news]
    return "\n".join((broadcast.title, broadcast.text, *items))


def _before(
    tx: Transaction, content: Content, fact: Fact, since: datetime, on: date
) -> Iterator[str]:
    """What the fact was at some time since: by its dates, or until staff wrote it anew."""
    for value in fact.values:
        if value.end is not None and today(since) <= value.end < on:
            yield shown(fact, value.value)
    if fact_entry(fact.name) not in content.shelf.now.laid:
        return
    for earlier in _replaced(tx, content, fact.name, since):
        yield from (shown(earlier, value.value) for value in earlier.values if _holds(value, on))


def _holds(value: DatedValue, on: date) -> bool:
    return value.end is None or value.end >= on


def _replaced(tx: Transaction, content: Content, name: str, since: datetime) -> Iterator[Fact]:
    """The fact as it stood before each change that was published since."""
    files, before = content.shelf.files.facts, None
    if name in files:
        before = files[name]
    published = [one for one in tx.entries.of_entry(fact_entry(name)) if one.published_at]
    for version in sorted(published, key=lambda one: one.serial):
        if before is not None and version.published_at and version.published_at > since:
            yield before
        facts: dict[str, Fact] = {}
        read_facts(_NOWHERE, version.facts, content.laws, facts)
        before = facts.get(name, before)


def _on(fact: Fact, on: date) -> str:
    return shown(fact, fact.on(on).value) if fact.holds_on(on) else ""


def _plain(text: str) -> str:
    """Amounts as they are compared: `20 %` and `20 phần trăm` are `20%`."""
    return _WORDY_PERCENT.sub("%", " ".join(text.replace("**", "").split()))


def _stands(plain: str, figure: str) -> bool:
    """Whether a figure with its unit, or a day, stands in a text; a bare number says nothing."""
    if not figure or figure.replace(",", "").replace(".", "").isdecimal():
        return False
    core = without_unit(figure)
    return re.search(rf"(?<![\d.,]){re.escape(core)}(?![\d%])", plain) is not None
