"""Several matters the person numbered: each gets its gist under the same number, and is unfolded by
it."""

from content.knowledge import Entry
from content.numbered import numbered_in
from content.redaction import redact
from content.search import Decision
from handlers.talk.messages import Choice
from handlers.talk.turn import Outcome, Turn


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
    left = "; ".join(matter for _, matter, entry, _ in told if entry is None)
    kept = turn.keeping(asked=redact(left) or None, entry=None)
    return kept.say("faq/numbered", choices, turn.menu_choice(), told=told)


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
