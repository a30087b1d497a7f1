"""Which businesses are one, or may be: by number for sure, by telephone, name and owner perhaps.

What may be one is shown to a person; nothing but a tax code or the number of a certificate joins by
itself, and not even these where the other of the two numbers says otherwise.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from content.business_list import BusinessRow, is_tax_code
from content.vietnamese import fold
from storage.business_lists import BusinessLine
from storage.business_models import Alike, BusinessField, Relation

NAMES_ALIKE, ADDRESSES_ALIKE = 88, 82  # of a hundred
MOST_ONE_PHONE = 6  # businesses; a number more have is nobody's own
# What stands before the name of a business, and says nothing of which one it is.
_COMMON = re.compile(
    r"\b(?:ho kinh doanh|hkd|ho|co so|cua hang|cua hieu|shop|quan|tiem|cong ty|tnhh|mtv|cp|co phan"
    r"|doanh nghiep|tu nhan|dntn|hop tac xa|htx)\b"
)
_PLAIN = re.compile(r"[^a-z0-9]+")
# `Số 5 Lê Lợi, tổ 3, phường ...`: the house and the street tell one address from another.
_BEHIND_STREET = re.compile(r"\b(?:to|tdp|phuong|quan|thanh pho|tp|khu)\b.*")


@dataclass(frozen=True, slots=True)
class Known:
    """What a business is told from others by. `id` is its own, or below 0 for a row of a list."""

    id: int
    name: str
    place: str
    phones: tuple[str, ...]
    owner: str
    address: str
    tax_code: str
    registration: str


@dataclass(frozen=True, slots=True)
class Likeness:
    id: int
    why: Alike


def known(line: BusinessLine) -> Known:
    owner = next((one.name for one in line.persons if one.relation is Relation.OWNER), "")
    place = line.places[0] if line.places else None
    return Known(
        line.business.id,
        name_key(line.values.get(BusinessField.NAME, "")),
        place.neighbourhood if place else "",
        tuple(one.phone for one in line.persons if one.phone),
        fold(owner),
        address_key(place.address) if place else "",
        line.values.get(BusinessField.TAX_CODE, ""),
        line.values.get(BusinessField.REGISTRATION, ""),
    )


def known_row(row: BusinessRow, number: int) -> Known:
    return Known(
        number,
        name_key(row.values.get("name", "")),
        row.neighbourhood,
        (row.phone,) if row.phone else (),
        fold(row.owner),
        address_key(row.address),
        row.values.get("tax_code", ""),
        row.values.get("registration", ""),
    )


def name_key(name: str) -> str:
    """A name without marks and the words every business has; the whole where nothing else is."""
    plain = _PLAIN.sub(" ", fold(name)).strip()
    bare = " ".join(_COMMON.sub(" ", plain).split())
    return bare or plain


def address_key(address: str) -> str:
    plain = _PLAIN.sub(" ", fold(address)).strip()
    return " ".join(_BEHIND_STREET.sub("", plain).split())


class Register:
    """All that are known, to be asked which of them somebody is."""

    def __init__(self, businesses: Iterable[Known] = ()) -> None:
        self._all: dict[int, Known] = {}
        self._tax: dict[str, list[int]] = defaultdict(list)
        self._registration: dict[str, list[int]] = defaultdict(list)
        self._phone: dict[str, list[int]] = defaultdict(list)
        self._owner: dict[str, list[int]] = defaultdict(list)
        self._names: dict[str, dict[int, str]] = defaultdict(dict)
        for one in businesses:
            self.add(one)

    def add(self, one: Known) -> None:
        self._all[one.id] = one
        if one.tax_code:
            self._tax[one.tax_code].append(one.id)
        if one.registration:
            self._registration[_number(one.registration)].append(one.id)
        for phone in one.phones:
            self._phone[phone].append(one.id)
        if one.owner:
            self._owner[one.owner].append(one.id)
        if one.name:
            self._names[one.place][one.id] = one.name

    def sure(self, wanted: Known) -> int | None:
        """The one business it is by number. A tax code of a strange length is its number only
        together with its name; where two have the number, or the other number is another, nothing
        is sure."""
        found = {
            number
            for number in (
                *self._tax.get(wanted.tax_code, ()),
                *self._registration.get(_number(wanted.registration), ()),
            )
            if self._fits(wanted, self._all[number])
        }
        return found.pop() if len(found) == 1 else None

    def _fits(self, wanted: Known, other: Known) -> bool:
        taxes = wanted.tax_code, other.tax_code
        papers = _number(wanted.registration), _number(other.registration)
        by_tax = bool(taxes[0]) and taxes[0] == taxes[1]
        if by_tax and not is_tax_code(taxes[0]):
            by_tax = wanted.name == other.name and wanted.place == other.place
        by_paper = bool(papers[0]) and papers[0] == papers[1]
        for said, same in ((taxes, by_tax), (papers, by_paper)):
            if all(said) and not same and said[0] != said[1]:
                return False
        return by_tax or by_paper

    def likely(self, wanted: Known) -> list[Likeness]:
        """Those it may be, the first reason of each; without itself."""
        found: dict[int, Alike] = {}
        for number, why in self._reasons(wanted):
            if number != wanted.id and not self._are_told_apart(wanted, self._all[number]):
                found.setdefault(number, why)
        return [Likeness(number, why) for number, why in found.items()]

    def _reasons(self, wanted: Known) -> Iterator[tuple[int, Alike]]:
        from rapidfuzz import fuzz, process  # kept out of a start

        for number in (*self._tax.get(wanted.tax_code, ()),):
            yield number, Alike.OWNER  # one number, and yet not sure
        for phone in wanted.phones:
            having = self._phone.get(phone, ())
            if len(having) < MOST_ONE_PHONE:
                yield from ((number, Alike.PHONE) for number in having)
        for number in self._owner.get(wanted.owner, ()) if wanted.owner else ():
            other = self._all[number]
            near = fuzz.token_sort_ratio(wanted.address, other.address) >= ADDRESSES_ALIKE
            if wanted.address and other.address and near:
                yield number, Alike.OWNER
        if wanted.name and wanted.place:
            matches = process.extract(
                wanted.name, self._names.get(wanted.place, {}),
                scorer=fuzz.ratio, score_cutoff=NAMES_ALIKE, limit=5,
            )  # fmt: skip
            yield from ((number, Alike.NAME) for _, _, number in matches)

    def _are_told_apart(self, one: Known, other: Known) -> bool:
        """Whether both have a right tax code, each another: two, whatever else they share."""
        taxes = one.tax_code, other.tax_code
        return all(map(is_tax_code, taxes)) and taxes[0] != taxes[1]


def _number(registration: str) -> str:
    return "".join(filter(str.isalnum, fold(registration)))
