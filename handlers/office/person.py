"""Everything about one person on one page, as far as the reader may see it.

What is one person's is decided by the number they gave together with their name; what was sent from
the same chat for somebody else, and who else is of the same business, stands apart and says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from content.library import Content
from content.people import may_be_one
from handlers.office import calls
from handlers.office.calls import Call
from handlers.people.permissions import Action, may, sees_names, sees_question
from storage.database import Transaction
from storage.event_models import Event, Registration
from storage.models import Contact, ContactState
from storage.question_models import Consent, DataRequest, Profile, Purpose, Question
from storage.staff_models import Staff

T = TypeVar("T", Registration, Question)


@dataclass(frozen=True, slots=True)
class Chat:
    """One channel somebody writes on: which news they asked for by name, what they agreed to."""

    contact: Contact
    topics: Sequence[str]
    consents: Sequence[Consent]

    @property
    def is_left(self) -> bool:
        return self.contact.state is ContactState.LEFT


@dataclass(frozen=True, slots=True)
class PersonView:
    """`profile`: what they told of themselves in a chat; `beside`: what the same chat sent for
    others; `business`: who else is of the same business. Every list latest first."""

    registrations: Sequence[Registration] = ()
    questions: Sequence[Question] = ()
    profile: Profile | None = None
    beside: Sequence[Registration] = ()
    questions_beside: Sequence[Question] = ()
    business: Sequence[Registration] = ()
    chats: Sequence[Chat] = ()
    calls: Sequence[Call] = ()
    requests: Sequence[DataRequest] = ()
    events: Mapping[int, Event] = field(default_factory=dict)

    @property
    def phone(self) -> str | None:
        """The number they gave last."""
        given: tuple[Registration | Question, ...] = (*self.registrations, *self.questions)
        return next((one.phone for one in given if one.phone), None) or (
            self.profile.phone if self.profile else None
        )


@dataclass(frozen=True, slots=True)
class _Start:
    """Whom the page was opened for: what the record says of them."""

    name: str
    phone: str
    contact_id: int | None


def of_registration(
    tx: Transaction, content: Content, staff: Staff, number: int, now: datetime
) -> PersonView | None:
    """Who registered; None for nobody, or nobody one may see."""
    one = tx.registrations.get(number) if may(staff, Action.SEE_ATTENDEES) else None
    if one is None:
        return None
    phone = "" if one.shares_phone else one.phone or ""
    return _person(tx, content, staff, _Start(one.name, phone, one.contact_id), [one], now)


def of_question(
    tx: Transaction, content: Content, staff: Staff, number: int, now: datetime
) -> PersonView | None:
    """Who asked; None for nobody, or nobody one may see."""
    one = tx.questions.get(number)
    if one is None or not sees_question(staff, one):
        return None
    return _person(
        tx, content, staff, _Start(one.asker, one.phone or "", one.contact_id), [one], now
    )


def of_contact(
    tx: Transaction, content: Content, staff: Staff, number: int, now: datetime
) -> PersonView | None:
    """Who told of themselves in a chat; None for nobody, or nobody one may see."""
    shown = may(staff, Action.SEE_ATTENDEES) and sees_names(staff)
    profile = tx.people.own_profile(number) if shown else None
    if profile is None:
        return None
    return _person(tx, content, staff, _Start(profile.name, profile.phone, number), [], now)


def _person(
    tx: Transaction,
    content: Content,
    staff: Staff,
    start: _Start,
    shown: Sequence[Registration | Question],
    now: datetime,
) -> PersonView:
    contacts = _contacts(tx, start)
    registrations = _all(
        (one for one in shown if isinstance(one, Registration)),
        tx.registrations.with_phone(start.phone) if start.phone else (),
        *(tx.registrations.of_contact(contact) for contact in contacts),
    )
    questions = _all(
        (one for one in shown if isinstance(one, Question)),
        tx.questions.with_phone(start.phone) if start.phone else (),
        *(tx.questions.of_contact(contact) for contact in contacts),
    )
    if not may(staff, Action.SEE_ATTENDEES):
        registrations = []
    questions = [one for one in questions if sees_question(staff, one)]
    own = [one for one in registrations if one in shown or _is_theirs(start, one.name, one.phone)]
    asked = [one for one in questions if one in shown or _is_theirs(start, one.asker, one.phone)]
    by_id = {event.id: event for event in tx.events.all()}
    keys = {one.business_key for one in own if one.business_key}
    others = _all(*(tx.registrations.of_business(event, key) for event in by_id for key in keys))
    named = may(staff, Action.SEE_ATTENDEES) and sees_names(staff)
    return PersonView(
        registrations=own,
        questions=asked,
        profile=_profile(tx, start, contacts) if named else None,
        beside=[one for one in registrations if one not in own],
        questions_beside=[one for one in questions if one not in asked],
        business=[one for one in others if one not in own],
        chats=_chats(tx, content, contacts) if named else (),
        calls=_calls(tx, content, staff, own, asked, now),
        requests=_requests(tx, contacts) if may(staff, Action.DATA_REQUESTS) else (),
        events=by_id,
    )


def _contacts(tx: Transaction, start: _Start) -> list[int]:
    """The chats of whoever it is: the one it came from, those that told this number, and those
    they were linked with."""
    first = [] if start.contact_id is None else [start.contact_id]
    told = tx.people.contacts_with_phone(start.phone) if start.phone else []
    linked = [one for contact in (*first, *told) for one in tx.households.members(contact)]
    return list(dict.fromkeys((*first, *told, *linked)))


def _is_theirs(start: _Start, name: str, phone: str | None) -> bool:
    """Whether a record is of this very person: another number, or another name, is another's."""
    if phone and start.phone and phone != start.phone:
        return False
    return not name or not start.name or may_be_one(name, start.name)


def _profile(tx: Transaction, start: _Start, contacts: Iterable[int]) -> Profile | None:
    told = (tx.people.own_profile(contact) for contact in contacts)
    return next((one for one in told if one and _is_theirs(start, one.name, one.phone)), None)


def _chats(tx: Transaction, content: Content, contacts: Iterable[int]) -> list[Chat]:
    return [
        Chat(
            contact,
            _topics(tx, content, number),
            [one for one in tx.people.consents(number) if one.purpose is not Purpose.CASE],
        )
        for number in contacts
        if (contact := tx.contacts.get(number)) is not None
    ]


def _topics(tx: Transaction, content: Content, contact: int) -> list[str]:
    wanted = tx.subscriptions.topics_of(contact)
    return [topic.name for topic in content.news.topics.values() if topic.id in wanted]


def _calls(
    tx: Transaction,
    content: Content,
    staff: Staff,
    registrations: Iterable[Registration],
    questions: Iterable[Question],
    now: datetime,
) -> list[Call]:
    """To be made to them, of those this reader sees to."""
    if not may(staff, Action.CALLS):
        return []
    mine = {one.id for one in registrations}, {one.id for one in questions}
    return [
        call
        for call in calls.to_make(tx, content, staff, now)
        if (call.registration and call.registration.id in mine[0])
        or (call.question and call.question.id in mine[1])
    ]


def _requests(tx: Transaction, contacts: Iterable[int]) -> list[DataRequest]:
    theirs = set(contacts)
    return [one for one in tx.people.requests() if one.contact_id in theirs]


def _all(*lists: Iterable[T]) -> list[T]:
    """Each record once, the latest first."""
    found = {one.id: one for records in lists for one in records}
    return [found[number] for number in sorted(found, reverse=True)]
