"""What people told us and agreed to: profiles, consents with their proof, data requests, links."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from storage.connection import Connection, number
from storage.hashes import hashed
from storage.households import MEMBERS
from storage.ids import IdSource
from storage.lots import LOT, delete_lot
from storage.models import stamp
from storage.question_models import Consent, DataRequest, Profile, Purpose
from storage.rows import Table, values
from storage.search import Searched, SearchedTable, Sort, Word, code_words, phone_words, words


class People:
    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self._db = connection
        self.ids = ids
        self._profiles = self.searched = SearchedTable(
            connection, Searched.PROFILE, Profile, _profile_spelled, key="contact_id"
        )
        self._consents = Table(connection, "consent", Consent)
        self._requests = Table(connection, "data_request", DataRequest)

    # ---- profile ----

    def profile(self, contact_id: int) -> Profile | None:
        """What this contact told of itself, or else told on a channel linked to this one."""
        return self._profiles.one(
            f"WHERE contact_id IN ({MEMBERS})"
            " ORDER BY contact_id = :id DESC, updated_at DESC LIMIT 1",
            id=contact_id,
        )

    def own_profile(self, contact_id: int) -> Profile | None:
        """What this very contact told of itself."""
        return self._profiles.one("WHERE contact_id = :id", id=contact_id)

    def keep_profile(self, contact_id: int, now: datetime, given: Mapping[str, str]) -> None:
        """Keeps what was told now; what was not stays as it was known, here or on a channel linked
        to this one. The names of `given` are fields of a profile."""
        known = self.profile(contact_id) or Profile(contact_id, now)
        profile = replace(
            known,
            contact_id=contact_id,
            updated_at=now,
            **given,
        )
        self._db.execute(
            "INSERT INTO profile (contact_id, name, phone, business, kind, neighbourhood, sector,"
            " tax_code, updated_at) VALUES (:contact_id, :name, :phone, :business, :kind,"
            " :neighbourhood, :sector, :tax_code, :updated_at)"
            " ON CONFLICT (contact_id) DO UPDATE SET name = excluded.name, phone = excluded.phone,"
            " business = excluded.business, kind = excluded.kind,"
            " neighbourhood = excluded.neighbourhood, sector = excluded.sector,"
            " tax_code = excluded.tax_code, updated_at = excluded.updated_at",
            values(profile),
        )
        self._profiles.spell(profile)

    def contacts_with_phone(self, phone: str) -> list[int]:
        """Whoever told of themselves that this is their number."""
        rows = self._db.execute(
            "SELECT contact_id FROM profile WHERE phone = :phone ORDER BY 1", {"phone": phone}
        ).fetchall()
        return [row["contact_id"] for row in rows]

    def forget_profile(self, contact_id: int) -> None:
        self._db.execute("DELETE FROM profile WHERE contact_id = :id", {"id": contact_id})

    # ---- consent ----

    def agree(self, consent: Consent) -> Consent:
        """Keeps the proof; a consent already in force for the purpose stays the one."""
        if consent.contact_id is not None:
            standing = self.agreed(consent.contact_id, consent.purpose)
            if standing and standing.text_hash == consent.text_hash:
                return standing
        return self._consents.add(consent)

    def agreed(self, contact_id: int, purpose: Purpose) -> Consent | None:
        """The consent in force, if there is one."""
        return self._consents.one(
            "WHERE contact_id = :id AND purpose = :purpose AND withdrawn_at IS NULL"
            " ORDER BY id DESC LIMIT 1",
            id=contact_id,
            purpose=purpose,
        )

    def consents(self, contact_id: int) -> list[Consent]:
        return self._consents.all("WHERE contact_id = :id ORDER BY id", id=contact_id)

    def withdraw(self, contact_id: int, purpose: Purpose, now: datetime) -> int:
        return self._db.execute(
            "UPDATE consent SET withdrawn_at = :now WHERE contact_id = :id"
            " AND purpose = :purpose AND withdrawn_at IS NULL",
            {"id": contact_id, "purpose": purpose, "now": stamp(now)},
        ).rowcount

    def delete_proofs_before(self, moment: datetime, most: int = LOT) -> int:
        """Proof of consents that ended, and of finished data requests, past its retention."""
        before = stamp(moment)
        return sum(
            delete_lot(self._db, table, "id", f"{over} < :before", most // 2, before=before)
            for table, over in (("consent", "withdrawn_at"), ("data_request", "done_at"))
        )

    # ---- requests about one's own data ----

    def add_request(self, request: DataRequest) -> DataRequest:
        return self._requests.add(request)

    def save_request(self, request: DataRequest) -> DataRequest:
        return self._requests.save(request)

    def request(self, request_id: int) -> DataRequest | None:
        return self._requests.one("WHERE id = :id", id=request_id)

    def requests(self) -> list[DataRequest]:
        """Open ones first, the most urgent on top."""
        return self._requests.all("ORDER BY state <> 'received', done_by, id DESC LIMIT 500")

    def erasures_to_finish(self) -> list[DataRequest]:
        """Erasures that left open questions until their answer."""
        return self._requests.all(
            "WHERE kind = 'erase' AND result = 'open kept' AND contact_id IS NOT NULL"
        )

    def erased_contacts(self, before: datetime) -> list[int]:
        """Contacts that asked for erasure before the moment and have not written since."""
        rows = self._db.execute(
            "SELECT DISTINCT c.id FROM data_request AS r JOIN contact AS c ON c.id = r.contact_id"
            " WHERE r.kind = 'erase' AND r.state = 'done' AND r.done_at < :before"
            " AND c.last_inbound_at <= r.done_at",
            {"before": stamp(before)},
        ).fetchall()
        return [row["id"] for row in rows]

    # ---- guesses ----

    def count_wrong_tries(self, subject: str, since: datetime) -> int:
        return number(
            self._db.execute(
                "SELECT count(*) AS n FROM wrong_try WHERE subject = :subject AND at >= :since",
                {"subject": subject, "since": stamp(since)},
            )
        )

    def add_wrong_try(self, subject: str, now: datetime) -> None:
        self._db.execute(
            "INSERT INTO wrong_try (subject, at) VALUES (:subject, :now)",
            {"subject": subject, "now": stamp(now)},
        )

    def forget_wrong_tries(self, before: datetime, most: int = LOT) -> int:
        return delete_lot(
            self._db, "wrong_try", "subject, at", "at < :before", most, before=stamp(before)
        )

    # ---- links that work once ----

    def make_link(self, token: str, contact_id: int, event_id: int | None, until: datetime) -> None:
        self._db.execute(
            "INSERT INTO one_time_link (token, contact_id, event_id, expires_at)"
            " VALUES (:token, :contact, :event, :until)",
            {
                "token": hashed(token),
                "contact": contact_id,
                "event": event_id,
                "until": stamp(until),
            },
        )

    def link(self, token: str, now: datetime) -> tuple[int, int | None] | None:
        """(contact id, event id or None) of a link not used and not expired."""
        row = self._db.execute(
            "SELECT contact_id, event_id FROM one_time_link"
            " WHERE token = :token AND used_at IS NULL AND expires_at > :now",
            {"token": hashed(token), "now": stamp(now)},
        ).fetchone()
        return (row["contact_id"], row["event_id"]) if row else None

    def forget_forms_of(self, contact_id: int) -> None:
        """Links to a form; one to one's own data shows there is none, until it ends."""
        self._db.execute(
            "DELETE FROM one_time_link WHERE contact_id = :id AND event_id IS NOT NULL",
            {"id": contact_id},
        )

    def use_link(self, token: str, now: datetime, ticket: str = "") -> None:
        """Uses the link up; `ticket` is the token of the ticket it led to."""
        self._db.execute(
            "UPDATE one_time_link SET used_at = :now, ticket = :ticket WHERE token = :token",
            {"token": hashed(token), "now": stamp(now), "ticket": ticket},
        )

    def link_led_to(self, token: str, now: datetime) -> str:
        """The token of the ticket a used link led to, while the link would still stand; "" for
        none."""
        row = self._db.execute(
            "SELECT ticket FROM one_time_link"
            " WHERE token = :token AND used_at IS NOT NULL AND expires_at > :now",
            {"token": hashed(token), "now": stamp(now)},
        ).fetchone()
        return str(row["ticket"]) if row else ""

    def delete_links_before(self, moment: datetime, most: int = LOT) -> int:
        return delete_lot(
            self._db, "one_time_link", "token", "expires_at < :before", most, before=stamp(moment)
        )


def _profile_spelled(profile: Profile) -> Iterator[Word]:
    yield from words(Sort.NAMED, profile.name, profile.business, profile.neighbourhood)
    yield from code_words(Sort.NAMED, profile.tax_code)
    yield from phone_words(profile.phone)
