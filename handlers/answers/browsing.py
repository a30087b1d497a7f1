"""The answers as anybody may look through them: by topic, and by words."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from content.knowledge import Entry, Topic
from content.library import Content
from content.search import Decision
from content.wording import normalise

LONGEST_SEARCH = 200  # characters that are looked for
MOST_WORDS = 12
MOST_FOUND = 12


def by_topic(content: Content, today: date) -> list[tuple[Topic, list[Entry]]]:
    """Every topic with the answers that are given on that day."""
    known = content.knowledge
    listed = (
        (topic, [entry for entry in known.of_topic(topic.id) if entry.servable_on(today)])
        for topic in known.topics.values()
    )
    return [(topic, entries) for topic, entries in listed if entries]


def find(content: Content, wanted: str, today: date) -> Sequence[Entry]:
    """The answers that are given on that day to what is looked for: what it means first, then those
    that say its words; at most MOST_FOUND."""
    wanted = wanted[:LONGEST_SEARCH]
    words = normalise(wanted)[0].split()[:MOST_WORDS]
    if not words:
        return []
    reading = content.understanding.read(wanted)
    understood = reading.decision in (Decision.ANSWER, Decision.CHOOSE)
    near = content.understanding.rivals(reading, MOST_FOUND) if understood else []
    said = [
        key
        for key, text in _wordings(content, content.shelf.now.serial)
        if all(f" {word}" in text for word in words)
    ]
    entries = (content.knowledge.entries[key] for key in dict.fromkeys((*near, *said)))
    return [entry for entry in entries if entry.servable_on(today)][:MOST_FOUND]


def related(content: Content, entry: Entry, today: date) -> list[Entry]:
    """What is read on after an answer."""
    known = content.knowledge.entries
    others = (known[key] for key in entry.related if key in known)
    return [other for other in others if other.servable_on(today)]


@lru_cache(maxsize=4)
def _wordings(content: Content, _edition: int) -> list[tuple[str, str]]:
    """Of each answer how people ask it, in folded words with a space before each."""
    return [
        (entry.id, f" {normalise(' '.join((entry.question, entry.menu, *entry.ask)))[0]}")
        for topic in content.knowledge.topics
        for entry in content.knowledge.of_topic(topic)
    ]
