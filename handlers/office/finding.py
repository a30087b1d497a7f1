"""One search over everything staff work with, each finding only what they may see.

A person is found once, however often they registered: what belongs together is decided by the
number they gave, and by nothing guessed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from content.knowledge import Entry
from content.library import Content
from content.people import may_be_one
from content.vietnamese import fold, has_marks
from handlers.people.permissions import Action, may, sees_question, sorts_of
from handlers.register import seen as registered
from storage.business_lists import BusinessLine
from storage.database import Transaction
from storage.event_models import Event, Invitation, Registration
from storage.question_models import Profile, Question
from storage.search import Searched, terms
from storage.staff_models import Staff

T = TypeVar("T")
SHOWN = 25  # of each kind
_READ = 150  # records looked at of each kind: the latest


@dataclass(frozen=True, slots=True)
class Findings:
    """What has every word that was typed, the latest first; `people`: the registrations of each
    person, the latest first. `profiles`: who told of themselves in a chat and never registered.
    `more`: there are others of a kind, for which the search has to be narrower."""

    people: Sequence[Sequence[Registration]] = ()
    profiles: Sequence[Profile] = ()
    questions: Sequence[Question] = ()
    events: Sequence[Event] = ()
    invitations: Sequence[tuple[Invitation, Event]] = ()
    entries: Sequence[Entry] = ()
    businesses: Sequence[BusinessLine] = ()
    of_events: Mapping[int, Event] | None = None  # those the registrations are for
    more: bool = False

    def __bool__(self) -> bool:
        return any(
            (self.people, self.profiles, self.questions, self.events, self.invitations)
        ) or bool(self.entries or self.businesses)


def find(tx: Transaction, content: Content, staff: Staff, wanted: str) -> Findings:
    """What somebody finds by what they typed: nothing for nothing. A name is found by who is shown
    names, a number by its digits only by who may see it whole."""
    if not terms(wanted):
        return Findings()
    hits = defaultdict(list, tx.search.find(wanted, sorts_of(staff), _READ + 1))
    sees_people = may(staff, Action.SEE_ATTENDEES)
    registrations = _some(tx.registrations.get, hits[Searched.REGISTRATION]) if sees_people else []
    people = _one_each(_marked_first(registrations, wanted))
    known = {registration.phone for person in people for registration in person}
    profiles = [
        profile
        for contact in (hits[Searched.PROFILE][:_READ] if sees_people else ())
        if (profile := tx.people.own_profile(contact)) and profile.phone not in known
    ]
    questions = [
        one for one in _some(tx.questions.get, hits[Searched.QUESTION]) if sees_question(staff, one)
    ]
    sees_events = may(staff, Action.SEE_EVENTS)
    events = _some(tx.events.get, hits[Searched.EVENT]) if sees_events else []
    papers = _some(tx.events.invitation_of, hits[Searched.INVITATION]) if sees_events else []
    by_id = {event.id: event for event in tx.events.all()} if people or papers else {}
    entries = list(_entries(content, wanted)) if may(staff, Action.SEE_CONTENT) else []
    listed = _some(partial(registered.find, tx, staff), hits.pop(Searched.BUSINESS, []))
    every = (people, profiles, questions, events, papers, entries, listed)
    return Findings(
        people=people[:SHOWN],
        profiles=profiles[:SHOWN],
        questions=questions[:SHOWN],
        events=events[:SHOWN],
        invitations=[(paper, by_id[paper.event_id]) for paper in papers[:SHOWN]],
        entries=entries[:SHOWN],
        businesses=registered.all_shown(
            staff, tx.business_lists.some([one.id for one in listed[:SHOWN]])
        ),
        of_events=by_id,
        more=any(len(found) > SHOWN for found in every)
        or any(len(found) > _READ for found in hits.values()),
    )


def _some(get: Callable[[int], T | None], numbers: Sequence[int]) -> list[T]:
    return [record for number in numbers[:_READ] if (record := get(number)) is not None]


def _marked_first(found: Iterable[Registration], wanted: str) -> list[Registration]:
    """Typed with marks, `Hòa` is meant rather than `Hoa`, which is found too."""
    typed = wanted.lower().split() if has_marks(wanted) else []
    return sorted(found, key=lambda one: not all(word in one.name.lower() for word in typed))


def _one_each(registrations: Iterable[Registration]) -> list[list[Registration]]:
    """The registrations of each person: of one number and one name."""
    people: list[list[Registration]] = []
    by_phone: dict[str, list[list[Registration]]] = {}
    for registration in registrations:
        others = by_phone.setdefault(registration.phone, []) if registration.phone else []
        person = next((one for one in others if may_be_one(registration.name, one[0].name)), None)
        if person is None:
            person = []
            people.append(person)
            others.append(person)
        person.append(registration)
    return people


def _entries(content: Content, wanted: str) -> Iterator[Entry]:
    plain = [fold(term) for term in terms(wanted)]
    for entry in content.knowledge.entries.values():
        title = fold(entry.question)
        if all(term in title for term in plain):
            yield entry
