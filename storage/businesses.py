"""The ward's register of businesses: values, people, places and status, each with whom it comes
from, and with its history."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from content.vietnamese import fold
from storage.business_models import (
    Business,
    BusinessField,
    BusinessPerson,
    BusinessPlace,
    BusinessStatus,
    BusinessValue,
    Entered,
    Relation,
    StatusChange,
    Tied,
    is_personal,
)
from storage.connection import Connection
from storage.ids import IdSource
from storage.lots import LOT, delete_lot
from storage.models import stamp
from storage.rows import Table
from storage.search import Searched, SearchedTable, Sort, Word, code_words, phone_words, words

# The business `:id` and those that were merged into it, or into one of them.
WITH_MERGED = (
    "WITH RECURSIVE family (id) AS (SELECT :id UNION SELECT b.id FROM business AS b"
    " JOIN family AS f ON b.merged_into = f.id)"
)
# What stays of one that was erased.
_NAMELESS = (
    BusinessField.TRADE,
    BusinessField.WORKERS,
    BusinessField.NEEDS,
    BusinessField.DIFFICULTIES,
)
# What a row of the register hangs on, and so moves with.
PARTS = ("business_value", "business_person", "business_place", "business_status")


class Businesses:
    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self._db = connection
        self.ids = ids
        self._rows = self.searched = SearchedTable(
            connection, Searched.BUSINESS, Business, self._spelled
        )
        self._values = Table(connection, "business_value", BusinessValue)
        self._persons = Table(connection, "business_person", BusinessPerson)
        self._places = Table(connection, "business_place", BusinessPlace)
        self._statuses = Table(connection, "business_status", StatusChange)

    # ---- the business itself ----

    def add(self, business: Business) -> Business:
        return self._rows.add(business)

    def save(self, business: Business) -> Business:
        return self._rows.save(business)

    def touch(self, business_id: int, now: datetime) -> Business:
        """A later version of it, for what was changed of its values, people or places; staff find
        it by what it says now. Whoever changes any of them calls this once, last."""
        business = self.get(business_id)
        assert business is not None  # noqa: S101  # its parts were just written
        return self._rows.save(replace(business, version=business.version + 1, updated_at=now))

    def get(self, business_id: int) -> Business | None:
        return self._rows.one("WHERE id = :id", id=business_id)

    def standing(self, business_id: int) -> Business | None:
        """The business, or the one it was merged into."""
        business = self.get(business_id)
        while business is not None and business.merged_into is not None:
            business = self.get(business.merged_into)
        return business

    def by_code(self, code: str) -> Business | None:
        """Also one that was merged: see `standing`."""
        return self._rows.one("WHERE code = :code", code=code)

    def forget(self, business_id: int) -> None:
        """The business with all that hangs on it: what was never one."""
        self._db.execute("DELETE FROM business WHERE id = :id", {"id": business_id})

    def erase(self, business_id: int, now: datetime) -> None:
        """Nothing that names anybody is left of it: its trade, its place in the ward, its size and
        what it needs stay, to be counted."""
        given = {"id": business_id}
        kept = ", ".join(f"'{name}'" for name in _NAMELESS)
        self._db.execute(
            f"DELETE FROM business_value WHERE business = :id AND field NOT IN ({kept})", given
        )
        self._db.execute("UPDATE business_value SET proof = '' WHERE business = :id", given)
        self._db.execute("DELETE FROM business_person WHERE business = :id", given)
        self._db.execute(
            "UPDATE business_place SET address = '', market = '', stall = '', area_said = ''"
            " WHERE business = :id",
            given,
        )
        self._db.execute(
            "UPDATE business_status SET number = '', proof = '' WHERE business = :id", given
        )
        business = self.get(business_id)
        if business is not None and business.erased_at is None:
            self._rows.save(replace(business, erased_at=now))
            self.touch(business_id, now)

    def closed_before(self, moment: datetime, most: int) -> list[int]:
        """Those that have been closed, or away, since before then, and still name somebody."""
        rows = self._db.execute(
            "SELECT id FROM business WHERE status IN ('closed', 'moved') AND updated_at < :before"
            " AND merged_into IS NULL AND erased_at IS NULL ORDER BY id LIMIT :most",
            {"before": stamp(moment), "most": most},
        ).fetchall()
        return [row["id"] for row in rows]

    # ---- values ----

    def put(
        self, business_id: int, given: Mapping[BusinessField, str], by: Entered, proof: str = ""
    ) -> list[BusinessValue]:
        """Keeps values that differ from those in force, "" to take one away; returns the rows that
        were added."""
        now = self.values(business_id)
        added = []
        for field, value in given.items():
            if value == (now[field].value if field in now else ""):
                continue
            if field in now:
                self._values.save(replace(now[field], current=False))
            row = BusinessValue(
                self.ids.next(), business_id, business_id, field, value, by.source, by.at,
                by.actor, by.import_id, proof,
            )  # fmt: skip
            added.append(self._values.add(row))
        return added

    def values(self, business_id: int) -> dict[BusinessField, BusinessValue]:
        """The values in force; of those taken away, the row that says so."""
        rows = self._values.all("WHERE business = :id AND current = 1", id=business_id)
        return {row.field: row for row in rows}

    def history(self, business_id: int) -> list[BusinessValue]:
        """Every value it ever had, also under what was merged into it; the newest first."""
        return self._values.all("WHERE business = :id ORDER BY id DESC", id=business_id)

    def with_value(self, field: BusinessField, value: str) -> list[int]:
        """The businesses that have this value now, also merged ones' through their heads."""
        rows = self._db.execute(
            "SELECT DISTINCT business AS id FROM business_value"
            " WHERE field = :field AND value = :value AND current = 1 ORDER BY 1",
            {"field": field, "value": value},
        ).fetchall()
        return [row["id"] for row in rows]

    def forget_values_before(self, moment: datetime, most: int = LOT) -> int:
        """Values that have not been in force since long before then; returns how many."""
        return delete_lot(
            self._db, "business_value", "id", "current = 0 AND at < :before", most,
            before=stamp(moment),
        )  # fmt: skip

    # ---- people ----

    def add_person(
        self,
        business_id: int,
        name: str,
        relation: Relation,
        by: Entered,
        *,
        phone: str | None = None,
        phone_said: str = "",
    ) -> BusinessPerson:
        return self._persons.add(
            BusinessPerson(
                self.ids.next(), business_id, business_id, name, fold(name), relation, by.source,
                by.at, by.actor, phone, phone_said or phone or "", import_id=by.import_id,
            )
        )  # fmt: skip

    def person(self, person_id: int) -> BusinessPerson | None:
        return self._persons.one("WHERE id = :id", id=person_id)

    def end_person(self, person: BusinessPerson, by: Entered) -> BusinessPerson:
        """It is no longer so; the row stays as history."""
        return self._persons.save(
            replace(person, ended_at=by.at, ended_by=by.actor, ended_import=by.import_id)
        )

    def forget_person(self, person_id: int) -> None:
        """As if this person had never been written down."""
        self._db.execute("DELETE FROM business_person WHERE id = :id", {"id": person_id})

    def tie(
        self, person: BusinessPerson, contact_id: int, proof: Tied, by: Entered, said: str = ""
    ) -> BusinessPerson:
        """The chat is that person's, as it was shown; `said`: by which paper or call."""
        return self._persons.save(
            replace(
                person, contact_id=contact_id, proof=proof, proven_at=by.at, proven_by=by.actor,
                proof_said=said,
            )
        )  # fmt: skip

    def untie(self, person: BusinessPerson) -> BusinessPerson:
        return self._persons.save(
            replace(
                person, contact_id=None, proof=Tied.NOT, proven_at=None, proven_by="", proof_said=""
            )
        )

    def persons(self, business_id: int, *, ended: bool = False) -> list[BusinessPerson]:
        """Those it has now, the first first; `ended`: also those it had."""
        still = "" if ended else " AND ended_at IS NULL"
        return self._persons.all(f"WHERE business = :id{still} ORDER BY id", id=business_id)

    def persons_with_phone(self, phone: str) -> list[BusinessPerson]:
        """Who has this number (E.164) now, in any business."""
        return self._persons.all(
            "WHERE phone = :phone AND ended_at IS NULL ORDER BY id", phone=phone
        )

    def persons_of_contact(self, contact_id: int) -> list[BusinessPerson]:
        """What this chat is in businesses now: of each the person it was shown to be."""
        return self._persons.all(
            "WHERE contact_id = :contact AND ended_at IS NULL ORDER BY id", contact=contact_id
        )

    # ---- places ----

    def add_place(self, business_id: int, by: Entered, **given: Any) -> BusinessPlace:
        """`given`: fields of a place."""
        return self._places.add(
            BusinessPlace(
                self.ids.next(), business_id, business_id, by.source, by.at, by.actor,
                import_id=by.import_id, **given,
            )
        )  # fmt: skip

    def end_place(self, place: BusinessPlace, by: Entered) -> BusinessPlace:
        return self._places.save(
            replace(place, ended_at=by.at, ended_by=by.actor, ended_import=by.import_id)
        )

    def places(self, business_id: int, *, ended: bool = False) -> list[BusinessPlace]:
        """Those it has now, the first is where it mainly is; `ended`: also those it had."""
        still = "" if ended else " AND ended_at IS NULL"
        return self._places.all(f"WHERE business = :id{still} ORDER BY id", id=business_id)

    # ---- status ----

    def change_status(
        self,
        business: Business,
        became: BusinessStatus,
        since: date,
        by: Entered,
        *,
        number: str = "",
        proof: str = "",
    ) -> Business:
        """From that day it is something else."""
        self._statuses.add(
            StatusChange(
                self.ids.next(), business.id, business.id, business.status, became, since,
                by.source, by.at, by.actor, number, proof, by.import_id,
            )
        )  # fmt: skip
        self._rows.save(replace(business, status=became))
        return self.touch(business.id, by.at)

    def statuses(self, business_id: int) -> list[StatusChange]:
        """The latest said first."""
        return self._statuses.all("WHERE business = :id ORDER BY id DESC", id=business_id)

    # ---- one business under two numbers ----

    def join(self, kept_id: int, gone_id: int, now: datetime) -> None:
        """What is known of `gone` counts for `kept` from now on; both are standing. The newest
        value of each field is in force."""
        for table in PARTS:
            self._db.execute(
                f"UPDATE {table} SET business = :kept WHERE business = :gone",
                {"kept": kept_id, "gone": gone_id},
            )
        gone = self.get(gone_id)
        assert gone is not None  # noqa: S101  # the caller has just read it
        self._rows.save(replace(gone, merged_into=kept_id))
        self._settle(kept_id, now)
        self.touch(gone_id, now)

    def part(self, gone_id: int, now: datetime) -> None:
        """The business stands for itself again, with all that was written for it and for those that
        had been merged into it; what was written since for the other stays there."""
        gone = self.get(gone_id)
        assert gone is not None and gone.merged_into is not None  # noqa: S101  # `join` came before
        kept = self.standing(gone_id)
        for table in PARTS:
            self._db.execute(
                f"{WITH_MERGED} UPDATE {table} SET business = :id"
                " WHERE origin IN (SELECT id FROM family)",
                {"id": gone_id},
            )
        self._rows.save(replace(gone, merged_into=None))
        self._settle(gone_id, now)
        if kept is not None:
            self._settle(kept.id, now)

    def recount(self, business_id: int) -> None:
        """Has the newest value of each field and the latest status be those in force."""
        self._db.execute(
            "UPDATE business_value SET current = CASE WHEN id IN (SELECT max(v.id) FROM"
            " business_value AS v WHERE v.business = :id GROUP BY v.field) THEN 1 ELSE 0 END"
            " WHERE business = :id",
            {"id": business_id},
        )
        business, changes = self.get(business_id), self.statuses(business_id)
        if business is not None:
            latest = changes[0].became if changes else BusinessStatus.ACTIVE
            self._rows.save(replace(business, status=latest))

    def _settle(self, business_id: int, now: datetime) -> None:
        self.recount(business_id)
        self.touch(business_id, now)

    def _spelled(self, business: Business) -> Iterator[Word]:
        """By code, name, tax code and certificate; by the people of it and their numbers."""
        if business.merged_into is not None or business.erased_at is not None:
            return
        rows = self._db.execute(
            f"{WITH_MERGED} SELECT b.code FROM business AS b JOIN family AS f ON b.id = f.id",
            {"id": business.id},
        ).fetchall()
        yield from code_words(Sort.OPEN, *(row["code"] for row in rows))
        values = self.values(business.id)
        said = {field: row.value for field, row in values.items()}
        yield from words(Sort.OPEN, *_texts(said, BusinessField.NAME))
        yield from code_words(Sort.OPEN, *_texts(said, BusinessField.REGISTRATION))
        tax_code = said.get(BusinessField.TAX_CODE, "")
        if is_personal(tax_code):  # found as a telephone number is: whole, or by its last digits
            yield from phone_words(tax_code)
        elif tax_code:
            yield from code_words(Sort.OPEN, tax_code)
        for person in self.persons(business.id):
            yield from words(Sort.NAMED, person.name)
            yield from phone_words(person.phone)


def _texts(said: Mapping[BusinessField, str], *fields: BusinessField) -> Iterable[str]:
    return [said[field] for field in fields if said.get(field)]
