"""Several matters the person numbered: each gets its gist under the same number, and is unfolded by
it."""

import re
from collections.abc import Callable

from content.knowledge import Entry
from content.numbered import numbered_in
from content.redaction import redact
from content.search import Decision
from handlers.talk.messages import Choice
from handlers.talk.turn import PATIENCE, Outcome, Turn

KEPT = 500  # letters of what was asked


def answer(turn: Turn) -> Outcome | None:
    """The gists; None for a message that is not so written, or of which fewer than two matters have
    an answer."""
    if turn.incoming.group is not None or not (matters := numbered_in(turn.text)):
        return None
    entries = [_entry_of(turn, matter) for matter in matters]
    if sum(entry is not None for entry in entries) < 2:
        return None
    told = [
        (number, matter, entry, _gist(turn, entry) if entry else "")
        for number, (matter, entry) in enumerate(zip(matters, entries, strict=True), 1)
    ]
    choices = [
        Choice(entry.menu, f"faq:{entry.id}") if entry else turn.choice("send_asked", "ask_ward")
        for entry in entries
    ]
    asked = redact(turn.text)[:KEPT]
    kept = turn.keeping(asked=asked, entry=None, expires_at=turn.now + PATIENCE)
    return kept.say("faq/numbered", choices, turn.menu_choice(), told=told)


def again(turn: Turn, show: Callable[[Turn, str], Outcome]) -> Outcome | None:
    """The answer to one of the matters, as `show` gives it, by a number that the list shown now
    does not have; None for any other."""
    number = re.search(r"\d{1,2}", turn.text)
    matters = numbered_in(turn.conversation.asked or "")
    if not number or not 0 < int(number[0]) <= len(matters):
        return None
    entry = _entry_of(turn, matters[int(number[0]) - 1])
    return show(turn, entry.id) if entry else None


def _entry_of(turn: Turn, matter: str) -> Entry | None:
    understanding = turn.content.understanding
    reading = understanding.read(matter)
    likely = reading.decision is Decision.ANSWER or understanding.is_likely(reading)
    if not likely or reading.fixed or not reading.entries:
        return None
    entry = turn.content.knowledge.entries[reading.entries[0].id]
    return entry if entry.servable_on(turn.today) else None


def _gist(turn: Turn, entry: Entry) -> str:
    """The first paragraph of the short answer; all of it where that only opens a list."""
    short = turn.content.knowledge.short(entry.id, turn.today).strip()
    gist, _, _ = short.partition("\n\n")
    return short if gist.endswith(":") else gist
