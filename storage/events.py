"""Events: the one record a conference runs from, its programme, tasks and invitations."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from storage.connection import Connection
from storage.event_models import Event, EventState, EventTask, Invitation, ProgrammeLine
from storage.ids import IdSource
from storage.rows import Table
from storage.search import Searched, SearchedTable, Sort, Word, code_words, words


class Events:
    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self._db = connection
        self.ids = ids
        self._events = SearchedTable(connection, Searched.EVENT, Event, _event_spelled)
        self._lines = Table(connection, "programme_line", ProgrammeLine)
        self._tasks = Table(connection, "event_task", EventTask)
        self._invitations = SearchedTable(
            connection, Searched.INVITATION, Invitation, _invitation_spelled
        )
        self.searched = (self._events, self._invitations)

    def add(self, event: Event) -> Event:
        return self._events.add(event)

    def save(self, event: Event) -> Event:
        return self._events.save(event)

    def get(self, event_id: int) -> Event | None:
        return self._events.one("WHERE id = :id", id=event_id)

    def by_code(self, code: str) -> Event | None:
        return self._events.one("WHERE code = :code", code=code.upper())

    def all(self) -> list[Event]:
        """Latest first."""
        return self._events.all("ORDER BY starts_at DESC, id DESC")

    def upcoming(self, now: datetime) -> list[Event]:
        """Published and not over, soonest first."""
        return self._events.all(
            "WHERE state = :open AND ends_at > :now ORDER BY starts_at",
            open=EventState.OPEN,
            now=now,
        )

    def following(self, event: Event) -> Event | None:
        """The next event after this one that is not cancelled, of its own kind before all others:
        where open questions go."""
        later = "WHERE starts_at > :after AND state IN ('draft', 'open')"
        return self._events.one(
            f"{later} AND kind = :kind ORDER BY starts_at LIMIT 1",
            after=event.starts_at,
            kind=event.kind,
        ) or self._events.one(f"{later} ORDER BY starts_at LIMIT 1", after=event.starts_at)

    # ---- programme ----

    def programme(self, event_id: int) -> list[ProgrammeLine]:
        return self._lines.all("WHERE event_id = :id ORDER BY place, id", id=event_id)

    def set_programme(self, event_id: int, lines: Sequence[tuple[str, str, str]]) -> None:
        """(time, content, who) in order, in place of what was there."""
        self._db.execute("DELETE FROM programme_line WHERE event_id = :id", {"id": event_id})
        for place, (time, content, who) in enumerate(lines):
            self._lines.add(ProgrammeLine(self.ids.next(), event_id, place, content, time, who))

    # ---- tasks ----

    def tasks(self, event_id: int) -> list[EventTask]:
        return self._tasks.all("WHERE event_id = :id ORDER BY due_on, id", id=event_id)

    def task(self, task_id: int) -> EventTask | None:
        return self._tasks.one("WHERE id = :id", id=task_id)

    def add_task(self, task: EventTask) -> EventTask:
        return self._tasks.add(task)

    def save_task(self, task: EventTask) -> EventTask:
        return self._tasks.save(task)

    def delete_task(self, task_id: int) -> None:
        self._db.execute("DELETE FROM event_task WHERE id = :id", {"id": task_id})

    # ---- invitations ----

    def invite(self, invitation: Invitation) -> Invitation:
        return self._invitations.add(invitation)

    def invitation_of(self, invitation_id: int | None) -> Invitation | None:
        """By its number."""
        return self._invitations.one("WHERE id = :id", id=invitation_id)

    def invitations(self, event_id: int) -> list[Invitation]:
        return self._invitations.all("WHERE event_id = :id ORDER BY id", id=event_id)

    def invitation(self, code: str) -> Invitation | None:
        return self._invitations.one("WHERE code = :code", code=code)

    def forget_recipients(self, moment: datetime, name: str) -> int:
        """Of events that ended before the moment: `name` in place of whom was invited. Returns how
        many."""
        known = self._invitations.all(
            "WHERE recipient <> :name"
            " AND event_id IN (SELECT id FROM event WHERE ends_at < :moment)",
            name=name,
            moment=moment,
        )
        for invitation in known:
            self._invitations.save(replace(invitation, recipient=name, address="", phone=""))
        return len(known)

    def forget_invited_phone(self, phone: str) -> None:
        """No invitation leads to this number any more."""
        self._db.execute("UPDATE invitation SET phone = '' WHERE phone = :phone", {"phone": phone})

    def save_invitation(self, invitation: Invitation) -> Invitation:
        return self._invitations.save(invitation)


def _event_spelled(event: Event) -> Iterator[Word]:
    yield from code_words(Sort.OPEN, event.code)
    yield from words(Sort.OPEN, event.title, event.place)


def _invitation_spelled(invitation: Invitation) -> Iterator[Word]:
    yield from code_words(Sort.OPEN, invitation.code)
    yield from words(Sort.NAMED, invitation.recipient)
