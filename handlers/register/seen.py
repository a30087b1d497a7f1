"""Which businesses somebody sees, and what of each: a leader those of their neighbourhood, and no
revenue of any."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.people.permissions import Action, may, sees_businesses_of, sees_names, sorts_of
from storage.business_lists import BusinessFilter, BusinessLine
from storage.business_models import Business, BusinessField, is_personal
from storage.database import Transaction
from storage.search import Sort
from storage.staff_models import Role, Staff

MASK = "xxx xxx xxx "


def sees_revenue(staff: Staff) -> bool:
    return bool(staff.roles - {Role.LEADER, Role.AUDITOR}) and may(staff, Action.SEE_BUSINESSES)


def sees(tx: Transaction, staff: Staff, business: Business) -> bool:
    """Whether this business is one of those somebody may see."""
    if not may(staff, Action.SEE_BUSINESSES):
        return False
    own = sees_businesses_of(staff)
    if own is None:
        return True
    return bool(own) and any(one.neighbourhood == own for one in tx.businesses.places(business.id))


def find(tx: Transaction, staff: Staff, business_id: int) -> Business | None:
    """The business that stands under this number now, or the one it was merged into; None for one
    there is not, and for one this person may not see: the same to whoever asks."""
    business = tx.businesses.standing(business_id)
    return business if business is not None and sees(tx, staff, business) else None


def narrowed(staff: Staff, wanted: BusinessFilter) -> BusinessFilter | None:
    """What somebody may ask for of what they asked; None for nothing at all."""
    own = sees_businesses_of(staff)
    if own is None:
        return wanted
    return replace(wanted, neighbourhood=own) if own else None


def words_for(staff: Staff) -> frozenset[Sort]:
    """By which words somebody finds businesses: whoever is shown their numbers, by these, too."""
    if may(staff, Action.EDIT_BUSINESSES):
        return frozenset(Sort)
    return sorts_of(staff)


def shown(staff: Staff, line: BusinessLine) -> BusinessLine:
    """A business as somebody is shown it: numbers in part, no revenue for a leader, nobody's name
    for whoever sees none."""
    values = {field: in_part(field, value) for field, value in line.values.items()}
    if not sees_revenue(staff):
        values.pop(BusinessField.REVENUE, None)
    persons = line.persons
    if not sees_names(staff):
        persons = [replace(one, name="", folded="") for one in persons]
        values.pop(BusinessField.NAME, None)
    return replace(line, values=values, persons=persons)


def all_shown(staff: Staff, lines: Sequence[BusinessLine]) -> list[BusinessLine]:
    return [shown(staff, line) for line in lines]


def in_part(field: BusinessField, value: str) -> str:
    """A value as a page shows it: of a tax code that is a person's number, its end."""
    if field is BusinessField.TAX_CODE and is_personal(value):
        return MASK + value[-3:]
    return value
