"""What is wrong with an answer as somebody wrote it at the desk, and which others it would harm."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from content.overlay import Edition, Published, Shelf
from content.review import review_one, typed_figures
from content.search import Decision

NEAR = 6  # entries a new wording may take messages from
SHORTENED_FROM = 4  # words of a wording that still says the same with one less


@dataclass(frozen=True, slots=True)
class TextFault:
    """`name` says what kind it is, `what` names the place: a figure, a wording, a sentence of the
    check; of a wording, `other` is the entry it belongs to, `example` a message it would take."""

    name: str
    what: str
    other: str = ""
    example: str = ""


def faults(shelf: Shelf, one: Published, on: date) -> list[TextFault]:
    """Why a text cannot be served from a day on; quick."""
    knowledge, troubles = shelf.tried(one)
    if knowledge is None:
        return [TextFault("said", problem.text) for problem in troubles]
    entry = knowledge.entries[one.entry]
    found = [TextFault("typed_figure", figure) for _, figure in typed_figures(one.text)]
    if not entry.question.strip() or not entry.menu.strip():
        found.append(TextFault("no_question", ""))
    if not entry.ask:
        found.append(TextFault("no_wording", ""))
    if not entry.sources:
        found.append(TextFault("no_source", ""))
    if entry.review_by < on:
        found.append(TextFault("review_past", ""))
    found += [TextFault("said", problem.text) for problem in review_one(knowledge, entry, on)]
    owner = shelf.now.understanding.owner_of
    for wording in (entry.question, entry.menu, *entry.ask):
        if wording.strip() and owner(wording) not in ("", entry.id):
            found.append(TextFault("wording_taken", wording, other=owner(wording)))
    return list(dict.fromkeys(found))


def harms(shelf: Shelf, one: Published) -> list[TextFault]:
    """What the wordings that are new in a text would take from others. It reads some hundreds of
    messages as they would be understood then: up to some seconds, so not in a transaction."""
    before = shelf.now
    others = [laid for laid in before.laid.values() if laid.entry != one.entry]
    after = shelf.edition(before.serial, [*others, one])
    if one.entry not in after.index or after.index is before.index:
        return []
    known = before.index.get(one.entry, ())
    fresh = [text for text in after.index[one.entry][:-1] if text not in known]
    found: list[TextFault] = []
    near: dict[str, str] = {}  # by entry, the new wording that comes close to it
    for wording in fresh:
        reading = before.understanding.read(wording)
        first = [item.id for item in reading.entries[:NEAR]]
        sure = reading.decision is Decision.ANSWER or before.understanding.is_likely(reading)
        if sure and first[0] != one.entry:
            found.append(TextFault("wording_leads", wording, other=first[0]))
        for other in first:
            near.setdefault(other, wording)
    near.pop(one.entry, None)
    return found + [fault for other in near for fault in _taken(before, after, one.entry, other)]


def _taken(before: Edition, after: Edition, entry: str, other: str) -> Iterator[TextFault]:
    """A message the other entry answers now and would not then, if there is one."""
    for text in before.index[other][:-1]:
        for message in _said_shorter(text):
            then = after.understanding.read(message)
            if then.decision is Decision.UNKNOWN or then.entries[0].id != entry:
                continue
            now = before.understanding.read(message)
            if now.decision is Decision.ANSWER and now.entries[0].id == other:
                yield TextFault("wording_harms", entry, other=other, example=message)
                return


def _said_shorter(text: str) -> list[str]:
    """As somebody may say it who does not say it as we have it."""
    words = text.split()
    if len(words) < SHORTENED_FROM:
        return []
    return [" ".join(words[1:]), " ".join(words[:-1])]
