"""A broadcast to the people of an event, or to those who asked, is for people, not for chats:
whoever of them no message comes to is called. The calls are made when it starts, taken back with
what waits in the outbox, and stand among all others in the console.

`now` is aware (UTC); every function works in one transaction.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from content.library import Content
from content.variables import fill
from handlers.broadcast.words import event_of, variables
from handlers.people.calendar import call_by, working_days
from handlers.talk.markup import to_plain
from storage.audiences import calls_of
from storage.broadcast_models import Base, Broadcast, BroadcastKind, Member
from storage.calls import BY_BROADCAST, CallState, CallTask
from storage.database import Transaction


@dataclass(frozen=True, slots=True)
class Somebody:
    """One person of the group: their registrations or questions, the first of them first."""

    members: tuple[Member, ...]

    @property
    def phone(self) -> str | None:
        return self.members[0].phone

    @property
    def is_sent_to(self) -> bool:
        return any(member.contact_id is not None for member in self.members)

    @property
    def is_reached(self) -> bool:
        return any(member.arrives for member in self.members)


@dataclass(frozen=True, slots=True)
class KnownPeople:
    """Those of an audience who are known by a registration or a question. `narrowed`: only those
    on some channels are meant, so that nobody else is called."""

    people: tuple[Somebody, ...] = ()
    narrowed: bool = False

    @property
    def to_call(self) -> list[Somebody]:
        """No message comes to them, at most to a page of theirs."""
        return [
            one
            for one in self.people
            if one.phone and not one.is_reached and (one.is_sent_to or not self.narrowed)
        ]

    @property
    def only_called(self) -> int:
        return sum(not one.is_sent_to for one in self.to_call)

    @property
    def unheard(self) -> list[Somebody]:
        """Who will not hear of it: no message is sent to them, and nobody can call them."""
        callable_ = not self.narrowed
        return [one for one in self.people if not one.is_sent_to and not (one.phone and callable_)]

    @property
    def nobody(self) -> int:
        return len(self.unheard)


def group(tx: Transaction, broadcast: Broadcast, now: datetime) -> KnownPeople:
    """As it is now, without those who came too late for it (`Broadcast.meant_until`)."""
    audience = broadcast.filter
    if audience.base is Base.SUBSCRIBERS:
        return KnownPeople()
    if audience.base is Base.RECEIVED and not tx.calls.keys(calls_of(audience.original)):
        return KnownPeople()
    until = broadcast.meant_until(now)
    found: dict[object, list[Member]] = {}
    for member in tx.audiences.members(broadcast.id, audience, until, now):
        who = member.phone or member.contact_id or (member.registration_id, member.question_id)
        found.setdefault(who, []).append(member)
    people = (Somebody(tuple(members)) for members in found.values())
    return KnownPeople(tuple(people), bool(audience.channels))


class BroadcastCalls:
    """The calls of one broadcast that is under way."""

    def __init__(
        self, tx: Transaction, content: Content, broadcast: Broadcast, now: datetime
    ) -> None:
        self._tx = tx
        self._content = content
        self._broadcast = broadcast
        self._now = now

    @cached_property
    def _group(self) -> KnownPeople:
        return group(self._tx, self._broadcast, self._now)

    @cached_property
    def _by_contact(self) -> dict[int, Somebody]:
        return {
            member.contact_id: one
            for one in self._group.people
            for member in one.members
            if member.contact_id is not None
        }

    def make(self, most: int) -> bool:
        """Up to `most` calls to those no message comes to; False when all are made. A correction
        takes the place of what was still to be said of the original."""
        known = self._tx.calls.keys(calls_of(self._broadcast.id))
        waiting = [one for one in self._group.to_call if self._key(one) not in known]
        for one in waiting[:most]:
            self._add(one)
        if waiting:
            return True
        if original := self._broadcast.filter.original:
            self._tx.calls.take_back(calls_of(original))
        return False

    def sent(self, contact_id: int, outbox_id: int) -> None:
        """The call is for when the message does not arrive."""
        one = self._by_contact.get(contact_id)
        if one is None or not one.phone:
            return
        if not self._add(one, outbox_id):
            self._tx.calls.wait_for(self._key(one), outbox_id)
        if not one.is_reached:
            self._tx.calls.stands_on_page(self._key(one), outbox_id)

    def skipped(self, contact_id: int) -> None:
        """The message is not even tried."""
        one = self._by_contact.get(contact_id)
        if one is not None and one.phone:
            self._add(one)

    def _add(self, one: Somebody, outbox_id: int | None = None) -> bool:
        first = one.members[0]
        return self._tx.calls.add(
            CallTask(
                id=self._tx.calls.ids.next(),
                key=self._key(one),
                message=BY_BROADCAST,
                text=self._text(first),
                due_at=self._due,
                created_at=self._now,
                state=CallState.OPEN if outbox_id is None else CallState.STANDBY,
                registration_id=first.registration_id,
                question_id=first.question_id,
                outbox_id=outbox_id,
            )
        )

    def _key(self, one: Somebody) -> str:
        first = one.members[0]
        about = f"r{first.registration_id}" if first.registration_id else f"q{first.question_id}"
        return calls_of(self._broadcast.id) + about

    @cached_property
    def _due(self) -> datetime:
        days = working_days(self._content.ward)
        urgent = self._broadcast.kind is BroadcastKind.URGENT
        event = event_of(self._tx, self._broadcast)
        at_once = days.moment(self._now) if urgent else None
        return call_by(days, self._now, (event,) if event is not None else (), at_once)

    def _text(self, member: Member) -> str:
        broadcast = self._broadcast
        event = event_of(self._tx, broadcast)
        values = variables(self._content, member.name, member.business, event)
        said = self._content.words.say(
            "call/broadcast",
            title=fill(broadcast.title, values),
            text=fill(broadcast.text, values),
            link=broadcast.link,
            corrects=broadcast.corrects,
        )
        return to_plain(said)


def take_back(tx: Transaction, broadcast: Broadcast) -> None:
    """Nothing more of it goes: nobody is called who was not yet."""
    tx.calls.take_back(calls_of(broadcast.id))


def counts(tx: Transaction, broadcast: Broadcast) -> dict[CallState, int]:
    """How many calls of it are in which state."""
    return tx.calls.count(calls_of(broadcast.id))
