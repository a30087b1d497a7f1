"""Businesses of the register by what they are now: lists, counts, and the groups staff saved."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal, TypeVar

from storage.business_models import (
    Business,
    BusinessField,
    BusinessPerson,
    BusinessPlace,
    BusinessStatus,
    BusinessValue,
)
from storage.connection import Connection, only
from storage.ids import IdSource
from storage.rows import Table

T = TypeVar("T", BusinessValue, BusinessPerson, BusinessPlace)
Placed = tuple[int, str]  # a business, and its neighbourhood
PlaceColumn = Literal["neighbourhood", "market"]
ANYWHERE = "*"  # every status, also those that are closed or have moved
UNTOLD = "chua"  # nothing shows that they were reached in this quarter
# How many work there, as the list is narrowed: least and most, 0 for no end.
SIZES: Mapping[str, tuple[int, int]] = {"1": (1, 1), "2-4": (2, 4), "5-9": (5, 9), "10": (10, 0)}


@dataclass(frozen=True, slots=True)
class BusinessFilter:
    """What is wanted; "" and 0 for whatever. `status`: one of them, "" for all that are still
    there, ANYWHERE for all. `trade`: one, or several with spaces between. `vsic`: how its code
    begins. `workers_most` 0: no more is said."""

    neighbourhood: str = ""
    trade: str = ""
    kind: str = ""
    status: str = ""
    need: str = ""
    difficulty: str = ""
    market: str = ""
    vsic: str = ""
    workers_least: int = 0
    workers_most: int = 0


@dataclass(frozen=True, slots=True)
class BusinessGroup:
    """`wanted`: what `filter_of` reads, and `told`, where they say something."""

    id: int
    name: str
    wanted: dict[str, str]
    made_by: str
    made_at: datetime

    @property
    def is_of_untold(self) -> bool:
        return self.wanted.get("told") == UNTOLD


@dataclass(frozen=True, slots=True)
class BusinessLine:
    """A business with what is known of it now."""

    business: Business
    values: Mapping[BusinessField, str]
    persons: Sequence[BusinessPerson]
    places: Sequence[BusinessPlace]


def filter_of(said: Mapping[str, str]) -> BusinessFilter:
    """What is asked for in texts; what is not known is not asked for."""
    names = {field.name for field in fields(BusinessFilter)} - {"workers_least", "workers_most"}
    texts = {name: said.get(name, "").strip() for name in names}
    if texts["status"] not in ("", ANYWHERE, *BusinessStatus):
        texts["status"] = ""
    least, most = SIZES.get(said.get("size", ""), (0, 0))
    return BusinessFilter(**texts, workers_least=least, workers_most=most)


class BusinessLists:
    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self._db = connection
        self.ids = ids
        self._rows = Table(connection, "business", Business)
        self._values = Table(connection, "business_value", BusinessValue)
        self._persons = Table(connection, "business_person", BusinessPerson)
        self._places = Table(connection, "business_place", BusinessPlace)
        self._groups = Table(connection, "business_group", BusinessGroup)

    def numbers(self, wanted: BusinessFilter, among: Collection[int] | None = None) -> list[int]:
        """The ids of those that stand for themselves, the last changed first; only of those
        `among`, where that is given."""
        where, given = _where(self._db, wanted)
        if among is not None:
            where += f" AND b.id IN {self._db.words.numbers(':among')}"
            given["among"] = json.dumps(sorted(among))
        rows = self._db.execute(
            f"SELECT b.id FROM business AS b WHERE {where} ORDER BY b.updated_at DESC, b.id DESC",
            given,
        )
        return [row["id"] for row in rows]

    def state(self) -> str:
        """Another one whenever any business was added, changed or removed."""
        row = only(
            self._db.execute(
                "SELECT count(*) AS n, coalesce(sum(version), 0) AS versions,"
                " coalesce(max(id), 0) AS last FROM business"
            )
        )
        return f"{row['n']}.{row['versions']}.{row['last']}"

    def some(self, numbers: Sequence[int]) -> list[BusinessLine]:
        """These, in this order, each with what is known of it now."""
        ids = json.dumps(list(numbers))
        chosen = self._db.words.numbers(":ids")
        rows = {one.id: one for one in self._rows.all(f"WHERE id IN {chosen}", ids=ids)}
        values = _by_business(
            self._values.all(f"WHERE business IN {chosen} AND current = 1", ids=ids)
        )
        still = f"WHERE business IN {chosen} AND ended_at IS NULL ORDER BY id"
        persons = _by_business(self._persons.all(still, ids=ids))
        places = _by_business(self._places.all(still, ids=ids))
        return [
            BusinessLine(
                rows[number],
                {one.field: one.value for one in values[number] if one.value},
                persons[number],
                places[number],
            )
            for number in numbers
            if number in rows
        ]

    def count_by(self, field: BusinessField, wanted: BusinessFilter) -> dict[str, int]:
        """How many have which value now; those without one stand under ""."""
        where, given = _where(self._db, wanted)
        rows = self._db.execute(
            "SELECT coalesce(v.value, '') AS value, count(*) AS n FROM business AS b"
            " LEFT JOIN business_value AS v ON v.business = b.id AND v.field = :counted"
            f" AND v.current = 1 WHERE {where} GROUP BY 1",
            {"counted": field, **given},
        )
        return {row["value"]: row["n"] for row in rows}

    def count_by_place(self, wanted: BusinessFilter) -> dict[str, int]:
        """How many are in which neighbourhood, each counted once, where it mainly is."""
        where, given = _where(self._db, wanted)
        rows = self._db.execute(
            "SELECT coalesce(p.neighbourhood, '') AS place, count(*) AS n FROM business AS b"
            " LEFT JOIN business_place AS p ON p.id = (SELECT min(q.id) FROM business_place AS q"
            f" WHERE q.business = b.id AND q.ended_at IS NULL) WHERE {where} GROUP BY 1",
            given,
        )
        return {row["place"]: row["n"] for row in rows}

    def count_by_status(self, wanted: BusinessFilter) -> dict[str, int]:
        where, given = _where(self._db, wanted)
        rows = self._db.execute(
            f"SELECT b.status, count(*) AS n FROM business AS b WHERE {where} GROUP BY b.status",
            given,
        )
        return {row["status"]: row["n"] for row in rows}

    def names(self) -> list[tuple[int, str]]:
        """(id, name now) of every business that has one."""
        rows = self._db.execute(
            "SELECT business, value FROM business_value WHERE field = 'name' AND current = 1"
        )
        return [(row["business"], row["value"]) for row in rows]

    def whose(self) -> dict[str, frozenset[Placed]]:
        """By whom somebody was told, the businesses of the register that were, each with its
        neighbourhood: of a chat, as `contact:<id>`, and of the number it gave, all it is tied to;
        of any other number, the one business that has it."""
        rows = self._db.execute(
            "SELECT k.who, k.proven, k.business, coalesce(p.neighbourhood, '') AS place FROM ("
            "SELECT phone AS who, 0 AS proven, business FROM business_person"
            " WHERE phone IS NOT NULL AND ended_at IS NULL UNION"
            " SELECT 'contact:' || contact_id, 1, business FROM business_person"
            " WHERE contact_id IS NOT NULL AND ended_at IS NULL UNION"
            " SELECT f.phone, 1, t.business FROM business_person AS t"
            " JOIN profile AS f ON f.contact_id = t.contact_id"
            " WHERE t.ended_at IS NULL AND f.phone <> '') AS k"
            " JOIN business AS b ON b.id = k.business AND b.merged_into IS NULL"
            " AND b.erased_at IS NULL AND b.status NOT IN ('closed', 'moved')"
            " LEFT JOIN business_place AS p ON p.id = (SELECT min(q.id) FROM business_place AS q"
            " WHERE q.business = k.business AND q.ended_at IS NULL)"
        )
        tied, listed = defaultdict[str, set[Placed]](set), defaultdict[str, set[Placed]](set)
        for row in rows:
            (tied if row["proven"] else listed)[row["who"]].add((row["business"], row["place"]))
        alone = {who: found for who, found in listed.items() if len(found) == 1}
        return {who: frozenset(found) for who, found in (alone | tied).items()}

    def contacts(self, numbers: Collection[int]) -> list[int]:
        """The chats tied to these businesses."""
        rows = self._db.execute(
            "SELECT DISTINCT contact_id AS id FROM business_person WHERE contact_id IS NOT NULL"
            f" AND ended_at IS NULL AND business IN {self._db.words.numbers(':among')} ORDER BY 1",
            {"among": json.dumps(sorted(numbers))},
        )
        return [row["id"] for row in rows]

    def places_there(self, column: PlaceColumn) -> list[str]:
        """The neighbourhoods, or the markets, some business is in now."""
        rows = self._db.execute(
            f"SELECT DISTINCT {column} AS place FROM business_place"
            f" WHERE {column} <> '' AND ended_at IS NULL"
        )
        return [row["place"] for row in rows]

    def values_there(self, field: BusinessField) -> list[str]:
        """The values some business has in this field now."""
        rows = self._db.execute(
            "SELECT DISTINCT value FROM business_value"
            " WHERE field = :field AND value <> '' AND current = 1",
            {"field": field},
        )
        return [row["value"] for row in rows]

    # ---- groups ----

    def add_group(self, group: BusinessGroup) -> BusinessGroup:
        return self._groups.add(group)

    def group(self, group_id: int) -> BusinessGroup | None:
        return self._groups.one("WHERE id = :id", id=group_id)

    def groups(self) -> list[BusinessGroup]:
        """The first made first."""
        return self._groups.all("ORDER BY id")

    def remove_group(self, group_id: int) -> None:
        self._db.execute("DELETE FROM business_group WHERE id = :id", {"id": group_id})


def _where(db: Connection, wanted: BusinessFilter) -> tuple[str, dict[str, Any]]:
    parts, given = ["b.merged_into IS NULL", "b.erased_at IS NULL"], dict[str, Any]()
    if wanted.status == "":
        parts.append("b.status NOT IN ('closed', 'moved')")
    elif wanted.status != ANYWHERE:
        parts.append("b.status = :status")
        given["status"] = wanted.status
    if wanted.kind:
        parts.append("b.kind = :kind")
        given["kind"] = wanted.kind
    for column in ("neighbourhood", "market"):
        if said := getattr(wanted, column):
            parts.append(
                "EXISTS (SELECT 1 FROM business_place AS p WHERE p.business = b.id"
                f" AND p.ended_at IS NULL AND p.{column} = :{column})"
            )
            given[column] = said
    if wanted.trade:
        parts.append(_has(BusinessField.TRADE, f"v.value IN {db.words.texts(':trades')}"))
        given["trades"] = json.dumps(wanted.trade.split())
    if wanted.vsic:
        parts.append(_has(BusinessField.VSIC, "substr(v.value, 1, length(:vsic)) = :vsic"))
        given["vsic"] = wanted.vsic
    for field, name in ((BusinessField.NEEDS, "need"), (BusinessField.DIFFICULTIES, "difficulty")):
        if said := getattr(wanted, name):
            held = db.words.contains("' ' || v.value || ' '", f"' ' || :{name} || ' '")
            parts.append(_has(field, held))
            given[name] = said
    if wanted.workers_least or wanted.workers_most:
        most = " AND cast(v.value AS INTEGER) <= :most" if wanted.workers_most else ""
        parts.append(
            _has(
                BusinessField.WORKERS,
                f"v.value <> '' AND cast(v.value AS INTEGER) >= :least{most}",
            )
        )
        given |= {"least": wanted.workers_least}
        given |= {"most": wanted.workers_most} if wanted.workers_most else {}
    return " AND ".join(parts), given


def _has(field: BusinessField, condition: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM business_value AS v WHERE v.business = b.id"
        f" AND v.field = '{field}' AND v.current = 1 AND {condition})"
    )


def _by_business(rows: Iterable[T]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for row in rows:
        found[row.business].append(row)
    return found
