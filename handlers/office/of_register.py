"""The part of the register somebody means by what they chose: a saved group, a trade, a tổ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from content.vietnamese import order_key
from handlers.broadcast import whom
from handlers.conference.invited_from import line_of
from handlers.people.refusing import NotDone
from handlers.register import seen
from storage.business_lists import BusinessGroup, BusinessLine, filter_of
from storage.business_models import BusinessField
from storage.database import Transaction
from storage.staff_models import Staff


@dataclass(frozen=True, slots=True)
class RegisterChoices:
    """What of the register somebody may choose by."""

    groups: Sequence[BusinessGroup]
    trades: Sequence[str]
    places: Sequence[str]


def choices(tx: Transaction) -> RegisterChoices:
    lists = tx.business_lists
    return RegisterChoices(
        lists.groups(),
        sorted(lists.values_there(BusinessField.TRADE)),
        sorted(lists.places_there("neighbourhood"), key=order_key),
    )


def to_invite(
    tx: Transaction, staff: Staff, group_id: int, said: Mapping[str, str], day: date
) -> list[str]:
    """`Name; where; code`, a line for each business, by name; the code stands for its owner's
    number. `said`: a trade, a tổ. Raises NotDone where nothing is chosen."""
    if not group_id and not any(said.values()):
        raise NotDone("file", "nothing_of_register")
    narrowed = seen.narrowed(staff, filter_of(said))
    numbers = set(tx.business_lists.numbers(narrowed)) if narrowed is not None else set()
    if group_id:
        group = tx.business_lists.group(group_id)
        numbers &= whom.in_group(tx, group, day) if group else set()
    found = tx.business_lists.some(sorted(numbers))
    return [_line(one) for one in sorted(found, key=lambda one: order_key(_name(one)))]


def _name(line: BusinessLine) -> str:
    return line.values.get(BusinessField.NAME, "") or line.business.code


def _line(line: BusinessLine) -> str:
    place = line.places[0] if line.places else None
    where = (place.address, place.market, place.neighbourhood) if place else ()
    return line_of(_name(line), *where, known=line.business.code)
