"""What staff write in the register by hand: one business, its people, what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from content.codes import CodeKind, unused_code
from content.square_metres import read_square_metres
from handlers.people.permissions import sees_businesses_of
from handlers.people.refusing import NotDone
from handlers.register.seen import sees_revenue
from storage.business_models import (
    Business,
    BusinessField,
    BusinessPerson,
    BusinessPlace,
    BusinessStatus,
    Entered,
    KnownFrom,
    Relation,
    Tenure,
    is_personal,
)
from storage.database import Transaction
from storage.event_models import BusinessKind
from storage.staff_models import Role, Staff

# Fields that are told to nobody else by a leader, nor shown to them.
_CLOSED = (BusinessField.REVENUE,)
# What no two businesses share, by the name of its field in the form.
_UNIQUE = {BusinessField.TAX_CODE: "tax_number", BusinessField.REGISTRATION: "registration"}


@dataclass(frozen=True, slots=True)
class WrittenPlace:
    """Where a business is, as it was typed."""

    neighbourhood: str = ""
    address: str = ""
    market: str = ""
    stall: str = ""
    area_said: str = ""
    tenure: Tenure = Tenure.UNKNOWN

    @property
    def area(self) -> float | None:
        return read_square_metres(self.area_said)

    @property
    def says_something(self) -> bool:
        return self != WrittenPlace()


@dataclass(frozen=True, slots=True)
class WrittenBusiness:
    """What a form says of one business; a field that is not in `values` stays as it is, and so do
    the owner's number and a tax code that is shown in part, where nothing was typed instead."""

    kind: BusinessKind
    values: Mapping[BusinessField, str]
    place: WrittenPlace = field(default_factory=WrittenPlace)
    owner: str = ""
    phone: str | None = None
    drops_phone: bool = False
    proof: str = ""


def by_staff(staff: Staff, now: datetime) -> Entered:
    leads = Role.LEADER in staff.roles and sees_businesses_of(staff) is not None
    return Entered(KnownFrom.LEADER if leads else KnownFrom.STAFF, now, staff.login)


def new_business(tx: Transaction, kind: BusinessKind, now: datetime) -> Business:
    """An empty one, with a code of its own."""
    code = unused_code(CodeKind.BUSINESS, lambda one: tx.businesses.by_code(one) is not None)
    return tx.businesses.add(Business(tx.businesses.ids.next(), code, kind, now, now))


def add(tx: Transaction, staff: Staff, written: WrittenBusiness, now: datetime) -> Business:
    """A business nobody had written down. Raises NotDone for one of another neighbourhood than the
    leader's, and for a tax code or certificate somebody has."""
    _require_own_place(staff, written)
    business = new_business(tx, written.kind, now)
    _write(tx, business, staff, written, now)
    return tx.businesses.touch(business.id, now)


def change(
    tx: Transaction, business: Business, staff: Staff, written: WrittenBusiness, now: datetime
) -> Business:
    """What the form says otherwise than what stands. Raises NotDone."""
    _require_own_place(staff, written)
    if written.kind is not business.kind:
        business = tx.businesses.save(replace(business, kind=written.kind))
    _write(tx, business, staff, written, now)
    return tx.businesses.touch(business.id, now)


def _require_own_place(staff: Staff, written: WrittenBusiness) -> None:
    own = sees_businesses_of(staff)
    if own is not None and written.place.neighbourhood != own:
        raise NotDone("neighbourhood", "not_your_neighbourhood")


def _write(
    tx: Transaction, business: Business, staff: Staff, written: WrittenBusiness, now: datetime
) -> None:
    by = by_staff(staff, now)
    for name, typed in _UNIQUE.items():
        number = written.values.get(name, "")
        others = [one for one in tx.businesses.with_value(name, number) if one != business.id]
        if number and others:
            raise NotDone(typed, f"{typed}_taken")
    shut = () if sees_revenue(staff) else _CLOSED
    given = {name: value for name, value in written.values.items() if name not in shut}
    known = tx.businesses.values(business.id).get(BusinessField.TAX_CODE)
    if known is not None and is_personal(known.value) and not given.get(BusinessField.TAX_CODE):
        given.pop(BusinessField.TAX_CODE, None)
    tx.businesses.put(business.id, given, by, written.proof)
    _write_place(tx, business, written.place, by)
    _write_owner(tx, business, written, by)


def _write_place(tx: Transaction, business: Business, place: WrittenPlace, by: Entered) -> None:
    """Where it mainly is: another place takes the place of the one before."""
    known = tx.businesses.places(business.id)
    if known and as_written(known[0]) == place:
        return
    if known:
        tx.businesses.end_place(known[0], by)
    if place.says_something:
        tx.businesses.add_place(
            business.id, by, neighbourhood=place.neighbourhood, address=place.address,
            market=place.market, stall=place.stall, area=place.area, area_said=place.area_said,
            tenure=place.tenure,
        )  # fmt: skip
        for other in known[1:]:  # the main place is the first
            tx.businesses.end_place(other, by)
            tx.businesses.add_place(
                business.id, by, neighbourhood=other.neighbourhood, address=other.address,
                market=other.market, stall=other.stall, area=other.area,
                area_said=other.area_said, tenure=other.tenure,
            )  # fmt: skip


def as_written(place: BusinessPlace) -> WrittenPlace:
    return WrittenPlace(
        place.neighbourhood, place.address, place.market, place.stall, place.area_said,
        place.tenure,
    )  # fmt: skip


def owner_of(persons: list[BusinessPerson]) -> BusinessPerson | None:
    return next((one for one in persons if one.relation is Relation.OWNER), None)


def _write_owner(
    tx: Transaction, business: Business, written: WrittenBusiness, by: Entered
) -> None:
    known = owner_of(tx.businesses.persons(business.id))
    phone, said = written.phone, written.phone or ""
    if known is not None and phone is None and not written.drops_phone:
        phone, said = known.phone, known.phone_said
    if known is not None and (known.name, known.phone, known.phone_said) == (
        written.owner, phone, said,
    ):  # fmt: skip
        return
    if known is not None:
        tx.businesses.end_person(known, by)
    if not (written.owner or said):
        return
    person = tx.businesses.add_person(
        business.id, written.owner, Relation.OWNER, by, phone=phone, phone_said=said
    )
    if known is not None and known.contact_id is not None and known.phone == phone:
        tied = Entered(by.source, known.proven_at or by.at, known.proven_by)
        tx.businesses.tie(person, known.contact_id, known.proof, tied)


def add_person(
    tx: Transaction,
    business: Business,
    staff: Staff,
    name: str,
    relation: Relation,
    phone: str | None,
    now: datetime,
) -> Business:
    """Somebody more of a business."""
    tx.businesses.add_person(business.id, name, relation, by_staff(staff, now), phone=phone)
    return tx.businesses.touch(business.id, now)


def end_person(
    tx: Transaction, business: Business, staff: Staff, person_id: int, now: datetime
) -> Business:
    """Somebody is no longer of it. Raises NotDone for nobody of it."""
    person = tx.businesses.person(person_id)
    if person is None or person.business != business.id or person.ended_at is not None:
        raise NotDone("person", "person_gone")
    tx.businesses.end_person(person, by_staff(staff, now))
    return tx.businesses.touch(business.id, now)


def set_status(
    tx: Transaction,
    business: Business,
    staff: Staff,
    became: BusinessStatus,
    since: date,
    now: datetime,
    *,
    number: str = "",
    proof: str = "",
) -> Business:
    """From that day it is something else. Raises NotDone: what became an enterprise has a number
    and a proof, and no day is still to come."""
    if became is business.status:
        raise NotDone("became", "status_is_so")
    if became is BusinessStatus.CONVERTED and not (number and proof):
        raise NotDone("number" if not number else "proof", "converted_needs")
    return tx.businesses.change_status(
        business, became, since, by_staff(staff, now), number=number, proof=proof
    )
