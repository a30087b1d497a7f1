"""The words by which staff find people, questions and events: written beside each record, in the
same transaction, so that a search reads an index and never walks through everybody.
"""

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import islice
from typing import Any, TypeVar

from content.vietnamese import bare_words, fold
from storage.connection import Connection, number
from storage.lots import LOT
from storage.rows import Table

T = TypeVar("T")
MOST = 300  # found of each kind, the latest
MOST_TERMS = 8  # more words make a search no narrower
LEAST_DIGITS = 3  # of a phone number
_TOO_MANY = 5000  # words of one term: of two that have more, neither is the rarer
_DIALLED = 10  # digits of a number as it is dialled
_BEGINS, _ENDS = "0:", "9:"
_PAST = "\uffff"  # behind every word that begins with what stands before it
_DIGITS = re.compile(r"[\d\s.+()-]*")
_GROUPED = re.compile(r"(?<!\S)(?:0|\+84)[\d .-]{8,}\d(?!\S)")  # a whole number among words


class Sort(StrEnum):
    """Who may find something by a word."""

    OPEN = "open"  # whoever may see the record
    NAMED = "named"  # whoever is shown names
    PHONE = "phone"  # whoever may see numbers whole: digit by digit a search would tell one


class Searched(StrEnum):
    REGISTRATION = "registration"
    QUESTION = "question"
    EVENT = "event"
    INVITATION = "invitation"
    PROFILE = "profile"  # by its contact
    BUSINESS = "business"


Word = tuple[Sort, str]


def words(sort: Sort, *texts: str) -> Iterator[Word]:
    """Each word of the texts once, without marks."""
    return ((sort, word) for word in dict.fromkeys(" ".join(map(bare_words, texts)).split()))


def code_words(sort: Sort, *codes: str) -> Iterator[Word]:
    """Every end of a code or a tax code: any part of it, three signs or more, begins one."""
    for code in codes:
        plain = _plain(code)
        yield from ((sort, plain[start:]) for start in range(max(0, len(plain) - 2)))


def phone_words(phone: str | None) -> Iterator[Word]:
    """A number as it is kept (+84...), as it is dialled and from its last digit to its first: one
    finds it by how it begins and by any of its last digits."""
    if phone:
        yield Sort.PHONE, _BEGINS + _national(phone)
        yield Sort.PHONE, _ENDS + _national(phone)[::-1]


class SearchedTable(Table[T]):
    """A table whose records are found by what `spelled` gives of each; `key` is its id."""

    def __init__(
        self,
        connection: Connection,
        name: Searched,
        kind: Callable[..., T],
        spelled: Callable[[T], Iterable[Word]],
        key: str = "id",
    ) -> None:
        super().__init__(connection, name, kind)
        self.about = name
        self._spelled = spelled
        self.key = key

    def add(self, record: T) -> T:
        self.spell(super().add(record))
        return record

    def save(self, record: T) -> T:
        self.spell(super().save(record))
        return record

    def spell(self, record: T) -> None:
        """Writes the words of a record; those it no longer has go."""
        about = {"kind": self.about, "object": getattr(record, self.key)}
        rows = self._db.execute(
            "SELECT sort, word FROM search_word WHERE kind = :kind AND object = :object", about
        )
        had = {(Sort(row["sort"]), row["word"]) for row in rows.fetchall()}
        has = set(self._spelled(record))
        self._db.executemany(
            "DELETE FROM search_word"
            " WHERE sort = :sort AND word = :word AND kind = :kind AND object = :object",
            [{"sort": sort, "word": word, **about} for sort, word in had - has],
        )
        self._db.executemany(
            "INSERT INTO search_word (sort, word, kind, object)"
            " VALUES (:sort, :word, :kind, :object)",
            [{"sort": sort, "word": word, **about} for sort, word in has - had],
        )


class Search:
    """What is found in all of `tables`."""

    def __init__(self, connection: Connection, *tables: SearchedTable[Any]) -> None:
        self._db = connection
        self._tables = {table.about: table for table in tables}

    def find(
        self, wanted: str, sorts: Iterable[Sort], most: int = MOST
    ) -> dict[Searched, list[int]]:
        """The ids, by kind, of what has every word that was typed, or one that begins with it: the
        latest first, `most` of each kind. Words with marks or without, part of a code, the last
        digits of a phone number. `sorts`: by what this person may find. Nothing for nothing typed.
        """
        allowed = frozenset(sorts)
        ways = [_ways(term, allowed) for term in terms(wanted)]
        if not ways or not all(ways):
            return {}
        rarest, *others = sorted(map(_Ranges, ways), key=self._how_many)
        return {
            kind: hits
            for kind, words in self._kinds(rarest).items()
            if (hits := self._of_kind(kind, words, rarest, others, most))
        }

    def found(self, kind: Searched, wanted: str, sorts: Iterable[Sort]) -> frozenset[int]:
        """All of one kind that `find` would find."""
        return frozenset(self.find(wanted, sorts, sys.maxsize).get(kind, ()))

    def _how_many(self, ranges: "_Ranges") -> int:
        """Of how many records a term is, as far as it matters which is the rarest."""
        rows = self._db.execute(
            "SELECT count(*) AS n FROM (SELECT 1 AS one FROM search_word"
            f" WHERE {ranges.sql} LIMIT {_TOO_MANY}) AS few",
            ranges.given,
        )
        return number(rows)

    def _kinds(self, ranges: "_Ranges") -> dict[Searched, int]:
        """How many such words each kind has; those that have none are left out."""
        rows = self._db.execute(
            f"SELECT kind || '' AS kind, count(*) AS n FROM search_word WHERE {ranges.sql}"
            " GROUP BY kind || ''",
            ranges.given,
        )
        counted = {row["kind"]: row["n"] for row in rows.fetchall()}
        return {kind: counted[kind] for kind in Searched if kind in counted}

    def _of_kind(
        self,
        kind: Searched,
        words: int,
        rarest: "_Ranges",
        others: Sequence["_Ranges"],
        most: int,
    ) -> list[int]:
        """The latest of one kind, which has so many `words` of the rarest term: a few at a time, so
        that what everybody has in common is not read of everybody."""
        # With `kind` in an expression the words are looked up. What very many have is walked
        # through from the latest instead, and soon found.
        column = "kind" if words > LOT else "kind || ''"
        rows = self._db.execute(
            "SELECT DISTINCT object AS id FROM search_word"
            f" WHERE {column} = :kind AND ({rarest.sql}) ORDER BY id DESC",
            {"kind": kind, **rarest.given},
        )
        numbers = (row["id"] for row in rows)
        found: list[int] = []
        while len(found) < most and (some := list(islice(numbers, LOT))):
            for ranges in others:
                have = self._having(kind, some, ranges)
                some = [one for one in some if one in have]
            found += some
        return found[:most]

    def _having(self, kind: Searched, numbers: Sequence[int], ranges: "_Ranges") -> set[int]:
        rows = self._db.execute(
            "SELECT DISTINCT object FROM search_word WHERE kind = :kind"
            f" AND object IN {self._db.words.numbers(':numbers')} AND ({ranges.sql})",
            {"kind": kind, "numbers": json.dumps(numbers), **ranges.given},
        )
        return {row["object"] for row in rows}

    def write_owed(self, most: int = LOT) -> int:
        """Writes the words of so many records that were there before this index; returns how many
        were owed."""
        owed = self._db.execute(
            "SELECT kind, object FROM search_owed LIMIT :most", {"most": most}
        ).fetchall()
        for row in owed:
            table = self._tables[Searched(row["kind"])]
            record = table.one(f"WHERE {table.key} = :object", object=row["object"])
            if record is not None:
                table.spell(record)
        self._db.executemany(
            "DELETE FROM search_owed WHERE kind = :kind AND object = :object",
            [{"kind": row["kind"], "object": row["object"]} for row in owed],
        )
        return len(owed)


def terms(wanted: str) -> Sequence[str]:
    """What was typed, term by term: a number written in groups, or a code with its dashes, is
    one."""
    if _DIGITS.fullmatch(wanted):
        return [digits] if (digits := _plain(wanted)) else []
    found: list[str] = []
    for piece in _GROUPED.sub(lambda found: _plain(found[0]), wanted).split():
        plain = _plain(piece)
        found += [plain] if any(map(str.isdecimal, plain)) else bare_words(piece).split()
    return list(dict.fromkeys(found))[:MOST_TERMS]


class _Ranges:
    """The words one term stands for, as a condition with its parameters."""

    def __init__(self, ways: Sequence[tuple[Sort, str, str]]) -> None:
        self.given: dict[str, str] = {}
        parts = []
        for at, (sort, low, high) in enumerate(ways):
            self.given |= {f"sort{at}": sort, f"low{at}": low, f"high{at}": high}
            parts.append(f"sort = :sort{at} AND word >= :low{at} AND word <= :high{at}")
        self.sql = " OR ".join(f"({part})" for part in parts)


def _ways(term: str, allowed: frozenset[Sort]) -> list[tuple[Sort, str, str]]:
    """(sort, first, last) of the words a term stands for: itself, or what begins with it."""
    last = term + _PAST if len(term) > 1 else term
    ways: list[tuple[Sort, str, str]] = [
        (sort, term, last) for sort in (Sort.OPEN, Sort.NAMED) if sort in allowed
    ]
    if Sort.PHONE in allowed and term.isdecimal() and len(term) >= LEAST_DIGITS:
        dialled = _national(term)
        for way in (_BEGINS + dialled, _ENDS + dialled[::-1]):
            ways.append((Sort.PHONE, way, way + _PAST))
    return ways


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))


def _national(phone: str) -> str:
    """`+84912345678` and `84912345678` -> `0912345678`; the last digits alone stay as they are."""
    digits = "".join(filter(str.isdecimal, phone))
    return f"0{digits[2:]}" if digits.startswith("84") and len(digits) > _DIALLED else digits
