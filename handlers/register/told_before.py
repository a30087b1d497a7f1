"""A row of a list that an earlier list of the same office told already: it is known, though no
number says so, and nobody is asked about it again."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from content.business_list import BusinessRow
from storage.business_models import ListOrigin
from storage.database import Transaction

Fact = tuple[str, str]
_WHERE = ("neighbourhood", "address", "market", "stall", "area_said")
# One of these tells a business from its namesakes.
_OWN = frozenset(("owner", "phone", "address", "stall"))


class ToldBefore:
    """What lists of this office told, but for those taken back."""

    def __init__(self, tx: Transaction, origin: ListOrigin) -> None:
        self._tx = tx
        every = tx.business_imports.all()
        self._lists = {one.id for one in every if one.origin is origin and not one.undone_at}
        self._named = defaultdict[str, list[int]](list)
        for name, number in tx.business_imports.named(origin):
            self._named[name].append(number)

    def business(self, row: BusinessRow, likely: Iterable[int]) -> int | None:
        """The business an earlier list said all of this about, among those it may be and its
        namesakes. What is said of no owner, number or address must be all that list said."""
        if not self._lists:
            return None
        namesakes: Sequence[int] = self._named.get(row.values.get("name", ""), [])
        facts = _facts_of(row)
        for number in (*(one for one in likely if one > 0), *namesakes):
            told = self._told(number)
            if facts in told.values():
                return number
            if _OWN & {name for name, _ in facts} and facts <= set().union(*told.values()):
                return number
        return None

    def is_of_latest(self, row: BusinessRow, number: int) -> bool:
        """Whether the last list that told anything of this business told all of this, too: of two
        rows that a person joined each says it otherwise."""
        told = self._told(number) if self._lists else {}
        return bool(told) and _facts_of(row) <= told[max(told)]

    def _told(self, number: int) -> dict[int, set[Fact]]:
        """By list."""
        told = defaultdict[int, set[Fact]](set)
        businesses = self._tx.businesses
        for value in businesses.history(number):
            told[value.import_id or 0].add((str(value.field), value.value))
        for person in businesses.persons(number, ended=True):
            said = ("owner", person.name), ("phone", person.phone or person.phone_said)
            told[person.import_id or 0].update(said)
        for place in businesses.places(number, ended=True):
            told[place.import_id or 0].update((name, getattr(place, name)) for name in _WHERE)
        return {
            one: {fact for fact in facts if fact[1]}
            for one, facts in told.items()
            if one in self._lists
        }


def _facts_of(row: BusinessRow) -> set[Fact]:
    facts = {*row.values.items(), ("owner", row.owner), ("phone", row.phone or row.phone_said)}
    facts |= {(name, getattr(row, name)) for name in _WHERE}
    return {fact for fact in facts if fact[1]}
