"""Registrations: who has a seat, who waits and in which order."""

import json
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from storage.connection import Connection, number
from storage.event_models import (
    Category,
    LoadedPerson,
    Registration,
    RegistrationState,
    StateCount,
)
from storage.households import MEMBERS
from storage.ids import IdSource
from storage.lots import LOT
from storage.models import moment, stamp
from storage.search import Searched, SearchedTable, Sort, Word, code_words, phone_words, words

# What may be given for each delegate group.
_MOST = " ".join(f"WHEN '{category}' THEN :{category}" for category in Category)


class Registrations:
    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self._db = connection
        self.ids = ids
        self._rows = self.searched = SearchedTable(
            connection, Searched.REGISTRATION, Registration, _spelled
        )
        party = connection.words.greatest("coalesce(arrived_people, 0)", "1 + companions")
        seats = (
            "sum(CASE WHEN state = 'checked_in' AND rest_released = 1"
            f" THEN coalesce(arrived_people, 0) ELSE {party} END) AS seats"
        )
        self._seats = (
            f"SELECT category, {seats} FROM registration"
            " WHERE event_id = :id AND state IN ('confirmed', 'offered', 'checked_in')"
            " GROUP BY category"
        )
        self._counts = (
            "SELECT state, CASE WHEN coalesce(phone, '') = '' THEN 0 ELSE 1 END AS has_phone,"
            f" count(*) AS registrations, {seats} FROM registration WHERE event_id = :id"
            " GROUP BY state, CASE WHEN coalesce(phone, '') = '' THEN 0 ELSE 1 END"
        )

    def add(self, registration: Registration) -> Registration:
        return self._rows.add(registration)

    def save(self, registration: Registration) -> Registration:
        return self._rows.save(registration)

    def get(self, registration_id: int) -> Registration | None:
        return self._rows.one("WHERE id = :id", id=registration_id)

    def of_invitation(self, invitation_id: int) -> Registration | None:
        """Who came in with it, the first where there were several."""
        return self._rows.one(
            "WHERE invitation_id = :id AND state = 'checked_in' ORDER BY id",
            id=invitation_id,
        )

    def by_code(self, code: str) -> Registration | None:
        return self._rows.one("WHERE code = :code", code=code)

    def by_token(self, token: str) -> Registration | None:
        return self._rows.one("WHERE token = :token", token=token)

    def by_phone(self, event_id: int, phone: str) -> Registration | None:
        """Whose number it is; not who shares it with them."""
        return self._rows.one(
            "WHERE event_id = :event AND phone = :phone AND shares_phone = 0",
            event=event_id,
            phone=phone,
        )

    def with_phones(self, event_id: int, phones: Collection[str]) -> list[Registration]:
        """Those of one event, in order of registering."""
        return self._rows.all(
            f"WHERE event_id = :event AND phone IN {self._db.words.texts(':phones')}"
            " AND shares_phone = 0 ORDER BY id",
            event=event_id,
            phones=list(phones),
        )

    def names(self, event_id: int) -> list[tuple[int, str, str]]:
        """(id, name, `loaded`) of everybody of an event who has a name, in order of registering."""
        rows = self._db.execute(
            "SELECT id, name, loaded FROM registration"
            " WHERE event_id = :id AND anonymised_at IS NULL ORDER BY id",
            {"id": event_id},
        ).fetchall()
        return [(row["id"], row["name"], row["loaded"]) for row in rows]

    def with_phone(self, phone: str) -> list[Registration]:
        """Of every event, latest first."""
        return self._rows.all("WHERE phone = :phone ORDER BY id DESC", phone=phone)

    def of_contact(self, contact_id: int) -> list[Registration]:
        """Latest first; also those made on a channel linked to this one."""
        return self._rows.all(f"WHERE contact_id IN ({MEMBERS}) ORDER BY id DESC", id=contact_id)

    def of_event(self, event_id: int) -> list[Registration]:
        """In order of registering."""
        return self._rows.all("WHERE event_id = :id ORDER BY id", id=event_id)

    def some_of_event(self, event_id: int, after: int, limit: int) -> list[Registration]:
        """As `of_event`, the next few after the one with this id (0 for the first)."""
        return self._rows.all(
            "WHERE event_id = :id AND id > :after ORDER BY id LIMIT :limit",
            id=event_id,
            after=after,
            limit=limit,
        )

    def some(self, ids: Collection[int]) -> list[Registration]:
        """Those with these ids, in order of registering."""
        return self._rows.all(
            f"WHERE id IN {self._db.words.numbers(':ids')} ORDER BY id", ids=list(ids)
        )

    def counts(self, event_id: int) -> list[StateCount]:
        """Everybody of an event, counted by state, those with a phone and without apart."""
        return [
            StateCount(
                RegistrationState(row["state"]),
                bool(row["has_phone"]),
                row["registrations"],
                row["seats"],
            )
            for row in self._db.execute(self._counts, {"id": event_id}).fetchall()
        ]

    def ids_of_event(self, event_id: int, states: Collection[str]) -> list[int]:
        """Of those in these states, in order of registering."""
        rows = self._db.execute(
            "SELECT id FROM registration WHERE event_id = :id"
            f" AND state IN {self._db.words.texts(':states')} ORDER BY id",
            {"id": event_id, "states": json.dumps(sorted(states))},
        ).fetchall()
        return [row["id"] for row in rows]

    def ids_without_phone(self, event_id: int, states: Collection[str]) -> list[int]:
        """As `ids_of_event`, of those who cannot be called or written to."""
        rows = self._db.execute(
            "SELECT id FROM registration WHERE event_id = :id"
            f" AND state IN {self._db.words.texts(':states')}"
            " AND coalesce(phone, '') = '' ORDER BY id",
            {"id": event_id, "states": json.dumps(sorted(states))},
        ).fetchall()
        return [row["id"] for row in rows]

    def line(self, event_id: int) -> list[int]:
        """Of those in the waiting list, the first first."""
        rows = self._db.execute(
            "SELECT id FROM registration WHERE event_id = :id AND state = 'waitlisted'"
            " ORDER BY queued_at, id",
            {"id": event_id},
        ).fetchall()
        return [row["id"] for row in rows]

    def only_loaded(self, event_id: int, source: str) -> list[LoadedPerson]:
        """Whom a sheet registered that changed nothing of anybody before, who have a seat or wait,
        did nothing of their own since and have not come; in order of registering."""
        rows = self._db.execute(
            "SELECT id, name, state, companions, created_at FROM registration"
            " WHERE event_id = :id AND source = :source AND contact_id IS NULL"
            " AND state IN ('confirmed', 'offered', 'waitlisted') AND loaded_over = '' ORDER BY id",
            {"id": event_id, "source": source},
        ).fetchall()
        return [
            LoadedPerson(
                row["id"],
                row["name"],
                RegistrationState(row["state"]),
                row["companions"],
                moment(row["created_at"]),
            )
            for row in rows
        ]

    def changed_by_sheet(self, event_id: int) -> list[Registration]:
        """Of whom a sheet changed something that may be taken back, in order of registering."""
        return self._rows.all("WHERE event_id = :id AND loaded_over <> '' ORDER BY id", id=event_id)

    def seats_taken(self, event_id: int) -> dict[Category, int]:
        """Seats held by confirmed, offered and arrived registrations, per delegate group."""
        rows = self._db.execute(
            self._seats,
            {"id": event_id},
        ).fetchall()
        return {Category(row["category"]): row["seats"] for row in rows}

    def people_there(self, event_id: int) -> int:
        """How many people have come."""
        return number(
            self._db.execute(
                "SELECT coalesce(sum(arrived_people), 0) AS n FROM registration"
                " WHERE event_id = :id",
                {"id": event_id},
            )
        )

    def count_of_business(self, event_id: int, business_key: str, but: int = 0) -> int:
        """Living registrations of one business, apart from the one with id `but`."""
        return number(
            self._db.execute(
                "SELECT count(*) AS n FROM registration"
                " WHERE event_id = :id AND business_key = :key"
                " AND state IN ('confirmed', 'offered', 'checked_in', 'waitlisted') AND id <> :but",
                {"id": event_id, "key": business_key, "but": but},
            )
        )

    def waiting(self, event_id: int) -> list[Registration]:
        """The waiting list, first first."""
        return self._rows.all(
            "WHERE event_id = :id AND state = 'waitlisted' ORDER BY queued_at, id", id=event_id
        )

    def how_many_wait(self, event_id: int) -> int:
        """How many registrations stand in the waiting list."""
        return number(
            self._db.execute(
                "SELECT count(*) AS n FROM registration"
                " WHERE event_id = :id AND state = 'waitlisted'",
                {"id": event_id},
            )
        )

    def first_waiting(self, event_id: int, most: Mapping[str, int]) -> Registration | None:
        """The first whose party may ever have seats: `most` for each delegate group."""
        return self._rows.one(
            "WHERE event_id = :id AND state = 'waitlisted' AND 1 + companions <="
            f" CAST(CASE category {_MOST} END AS INTEGER) ORDER BY queued_at, id LIMIT 1",
            id=event_id,
            **{category: most.get(category) for category in Category},
        )

    def place_in_line(self, registration: Registration) -> int:
        """1 for the first in the waiting list."""
        return number(
            self._db.execute(
                "SELECT count(*) AS n FROM registration"
                " WHERE event_id = :event AND state = 'waitlisted'"
                " AND (queued_at < :at OR (queued_at = :at AND id <= :id))",
                {
                    "event": registration.event_id,
                    "at": stamp(registration.queued_at),
                    "id": registration.id,
                },
            )
        )

    def of_business(self, event_id: int, business_key: str) -> list[Registration]:
        return self._rows.all(
            "WHERE event_id = :id AND business_key = :key AND business_key <> '' ORDER BY id",
            id=event_id,
            key=business_key,
        )

    def overdue_offers(
        self, event_id: int, now: datetime, *, also_uncalled: bool
    ) -> list[Registration]:
        """Offers past their time; where the call about one was not even tried, only if asked for:
        nobody loses a seat they never heard of."""
        return self._rows.all(
            "WHERE event_id = :id AND state = 'offered' AND offer_until <= :now"
            " AND (:uncalled = 1 OR NOT EXISTS (SELECT 1 FROM call_task AS c"
            "  WHERE c.registration_id = registration.id AND c.message = 'ticket/offer'"
            "  AND c.state = 'open' AND c.tries = 0)) ORDER BY id",
            id=event_id,
            now=now,
            uncalled=also_uncalled,
        )

    def events_with_overdue_offers(self, now: datetime) -> list[int]:
        """Of events that were not cancelled."""
        rows = self._db.execute(
            "SELECT DISTINCT r.event_id FROM registration AS r JOIN event AS e ON e.id = r.event_id"
            " WHERE r.state = 'offered' AND r.offer_until <= :now AND e.state <> 'cancelled'",
            {"now": stamp(now)},
        ).fetchall()
        return [row["event_id"] for row in rows]

    def in_state(self, event_id: int, state: RegistrationState) -> list[Registration]:
        return self._rows.all(
            "WHERE event_id = :id AND state = :state ORDER BY id", id=event_id, state=state
        )

    def with_identity_from_events_before(
        self, moment: datetime, most: int = LOT
    ) -> list[Registration]:
        """Not anonymised yet, of events that ended before the moment."""
        return self._rows.all(
            "WHERE anonymised_at IS NULL"
            " AND event_id IN (SELECT id FROM event WHERE ends_at < :moment) LIMIT :most",
            moment=moment,
            most=most,
        )


def _spelled(registration: Registration) -> Iterator[Word]:
    yield from code_words(Sort.OPEN, registration.code)
    if registration.anonymised_at is None:
        yield from words(
            Sort.NAMED,
            registration.name,
            registration.companion_names,
            registration.represented_by,
            registration.business,
            registration.neighbourhood,
        )
        yield from code_words(Sort.NAMED, registration.tax_code)
        yield from phone_words(registration.phone)
