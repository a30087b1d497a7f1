"""What is wrong with an answer as somebody wrote it at the desk, and which others it would harm."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from content.facts import Facts
from content.knowledge import Entry, Knowledge
from content.named_figures import NAMED, users_of
from content.overlay import Edition, Published, Shelf, why_unsaid
from content.review import latest_review, review_one, typed_figures
from content.search import Decision, Understanding
from content.template_faults import TemplateFaultKind as Kind
from content.template_faults import find_fault
from content.vietnamese import bare_words
from content.written import parts_of

NEAR = 6  # entries a new wording may take messages from
READ = 60  # messages of theirs that are read as they would be understood then
SHORTENED_FROM = 4  # words of a wording that still says the same with one less


@dataclass(frozen=True, slots=True)
class TextFault:
    """`name` says what kind it is, `what` names the place: a figure, a wording, a sentence of the
    check; of a wording, `other` is the entry it belongs to, `example` a message it would take; of a
    figure, `other` is an entry that could not be said on the day `what`; of a review too late,
    `what` is the latest day and `other` says why; of a
    template, `what` is the place, `other` the field, `example` a figure that may be meant."""

    name: str
    what: str
    other: str = ""
    example: str = ""


def faults(shelf: Shelf, one: Published, on: date) -> list[TextFault]:
    """Why a text cannot be served from a day on; quick."""
    knowledge, troubles = shelf.tried(one)
    if broken := _broken(shelf, one, on):
        return broken
    if knowledge is None:
        return [TextFault("said", problem.text) for problem in troubles]
    if one.part:
        return []
    if one.fact:
        return list(_unsaid_by(shelf.now.knowledge, knowledge, one.fact, on))
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
    latest, why = latest_review(entry, one.text, knowledge.facts)
    if entry.review_by > latest:
        found.append(TextFault("review_late", latest.isoformat(), other=why))
    found += [TextFault("said", problem.text) for problem in review_one(knowledge, entry, on)]
    owner = shelf.now.understanding.owner_of
    for wording in (entry.question, entry.menu, *entry.ask):
        if wording.strip() and owner(wording) not in ("", entry.id):
            found.append(TextFault("wording_taken", wording, other=owner(wording)))
    return list(dict.fromkeys(found))


REVIEW_DAY = ("review_past", "review_late")  # what is wrong with the field `review_by`


def _broken(shelf: Shelf, one: Published, on: date) -> list[TextFault]:
    """Where the fields of an answer have brackets that cannot be read; of those a figure merely has
    no value for, it is said otherwise."""
    if not one.is_answer:
        return []
    facts = shelf.now.knowledge.facts.laid_over(shelf.read(one)[1])
    found = []
    for name, text in parts_of(one.text).items():
        fault = find_fault(shelf.env, text, facts, facts.as_of(on))
        if fault is not None and not (fault.kind is Kind.VALUE and _lacks_value(facts, text, on)):
            found.append(TextFault(f"template_{fault.kind}", fault.place, name, fault.near))
    return found


def _lacks_value(facts: Facts, text: str, on: date) -> bool:
    return any(not facts[name].holds_on(on) for name in NAMED.findall(text) if name in facts)


def of_fields(found: Iterable[TextFault]) -> dict[str, str]:
    """Which fields of a form these belong to, with the sentence that stands beside each."""
    beside: dict[str, str] = {}
    for fault in found:
        if fault.name in REVIEW_DAY:
            beside["review_by"] = fault.name
        elif fault.name.startswith("template_"):
            beside[fault.other] = "template_here"
    return beside


def latest_day(shelf: Shelf, entry: Entry | None, on: date) -> tuple[date, str] | None:
    """The last day of review that may be given to an answer that is right on a day, and why."""
    if entry is None:
        return None
    return latest_review(replace(entry, checked_on=on), entry.text, shelf.now.knowledge.facts)


def _unsaid_by(before: Knowledge, after: Knowledge, fact: str, on: date) -> Iterator[TextFault]:
    """Each answer that could not be said any more, with the first day."""
    values = after.facts[fact].values
    edges = {one.end + timedelta(days=1) for one in values if one.end}
    edges |= {one.start - timedelta(days=1) for one in values}
    for entry in users_of(before, fact):
        last = min(entry.review_by, entry.valid_to or entry.review_by)
        days = sorted({on, last, *(day for day in edges if on < day < last)})
        for day in days:
            if (
                entry.servable_on(day)
                and why_unsaid(before, entry.id, on) is None
                and why_unsaid(after, entry.id, day)
            ):
                yield TextFault("figure_missing", day.isoformat(), other=entry.id)
                break


def harms(shelf: Shelf, one: Published) -> list[TextFault]:
    """What the wordings that are new in a text would take from others. It reads some dozens of
    messages as they would be understood then: about a second, so not in a transaction."""
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
        # What is asked now is answered with another, or it is shown first: as the chat does.
        shown = reading.decision is Decision.ANSWER or (
            reading.decision is Decision.CHOOSE and before.understanding.is_likely(reading)
        )
        if shown and first[0] != one.entry:
            found.append(TextFault("wording_leads", wording, other=first[0]))
        for other in first:
            near.setdefault(other, wording)
    near.pop(one.entry, None)
    return found + list(_taken(before, after, one.entry, _likeliest(before, near, fresh)))


def _likeliest(
    before: Edition, near: Iterable[str], fresh: Iterable[str]
) -> Iterable[tuple[str, str]]:
    """(entry, message) of entries nearby, those first that say most of what a new wording says:
    only what is alike is taken, and to read them all takes seconds."""
    new = [frozenset(bare_words(wording).split()) for wording in fresh]

    def alike(message: str) -> float:
        words = frozenset(bare_words(message).split())
        return max((len(words & one) / len(words | one) for one in new if words | one), default=0)

    said = [
        (other, message)
        for other in near
        for text in before.index[other][:-1]
        for message in _said_shorter(text)
    ]
    return sorted(said, key=lambda one: -alike(one[1]))[:READ]


def _taken(
    before: Edition, after: Edition, entry: str, said: Iterable[tuple[str, str]]
) -> Iterator[TextFault]:
    """Of each other entry a message that it answers now and would lose then, if there is one."""
    harmed: set[str] = set()
    for other, message in said:
        if other in harmed:
            continue
        if not _takes(after.understanding, message, entry, other):
            continue
        now = before.understanding.read(message)
        if now.decision is Decision.ANSWER and now.entries[0].id == other:
            harmed.add(other)
            yield TextFault("wording_harms", entry, other=other, example=message)


def _takes(then: Understanding, message: str, entry: str, other: str) -> bool:
    """Whether a message gets `entry` and not `other` any more: who is asked which of both they mean
    loses nothing."""
    reading = then.read(message)
    if reading.decision is Decision.UNKNOWN or reading.entries[0].id != entry:
        return False
    return reading.decision is Decision.ANSWER or other not in then.rivals(reading)


def _said_shorter(text: str) -> list[str]:
    """As somebody may say it who does not say it as we have it."""
    words = text.split()
    if len(words) < SHORTENED_FROM:
        return []
    return [" ".join(words[1:]), " ".join(words[:-1])]
