"""A chat is tied to a business of the register by an official's yes, with what showed it; and the
yes is taken back. Which chat it is, the code of something sent from it says: never a name."""

from dataclasses import dataclass
from datetime import datetime

from content.codes import CodeKind, find_code
from content.library import Content
from handlers.office.business_claims import name_of
from handlers.people.permissions import sees_question
from handlers.people.refusing import NotDone
from handlers.talk import notices
from storage.business_models import (
    Business,
    BusinessPerson,
    Entered,
    KnownFrom,
    Relation,
    Tied,
)
from storage.database import Transaction
from storage.staff_models import Staff


@dataclass(frozen=True, slots=True)
class TieCandidate:
    """Somebody who wrote to the ward: by what their registration or question says. `of`: the
    business they are tied to already, "" for none."""

    contact_id: int
    code: str
    name: str
    phone: str | None
    told: str
    channel: str
    at: datetime
    of: str


def candidate(tx: Transaction, staff: Staff, typed: str) -> TieCandidate:
    """Whose registration or question has this code. Raises NotDone."""
    kind, code = find_code(typed) or (None, "")
    guest = tx.registrations.by_code(code) if kind is CodeKind.TICKET else None
    if guest is not None and guest.anonymised_at is None:
        said = guest.name, guest.phone, guest.business, guest.created_at
        return _candidate(tx, code, guest.contact_id, *said)
    asked = tx.questions.by_code(code) if kind is CodeKind.QUESTION else None
    if asked is not None and asked.anonymised_at is None and sees_question(staff, asked):
        told = asked.asker, asked.phone, asked.business, asked.created_at
        return _candidate(tx, code, asked.contact_id, *told)
    raise NotDone("code", "tie_code")


def _candidate(
    tx: Transaction,
    code: str,
    contact_id: int | None,
    name: str,
    phone: str | None,
    told: str,
    at: datetime,
) -> TieCandidate:
    contact = tx.contacts.get(contact_id) if contact_id is not None else None
    if contact is None:
        raise NotDone("code", "tie_no_chat")
    tied = [one.business for one in tx.businesses.persons_of_contact(contact.id)]
    of = next((b for number in tied if (b := tx.businesses.standing(number)) is not None), None)
    called = name_of(tx, of) if of is not None else ""
    return TieCandidate(contact.id, code, name, phone, told, contact.channel, at, called)


def tie(
    tx: Transaction,
    content: Content,
    staff: Staff,
    business: Business,
    typed: str,
    person_id: int,
    proof: str,
    now: datetime,
) -> BusinessPerson:
    """The chat is that person's of the business, as `proof` showed; they hear of it. Raises
    NotDone."""
    found = candidate(tx, staff, typed)
    person = _person(tx, business, person_id)
    if not proof:
        raise NotDone("proof", "required")
    by = Entered(KnownFrom.STAFF, now, staff.login)
    if found.contact_id in {one.contact_id for one in tx.businesses.persons(business.id)}:
        raise NotDone("code", "tied_already")
    if person.contact_id is not None:  # both stand: who was shown first is not cut off
        name, relation = person.name, Relation.OTHER
        person = tx.businesses.add_person(business.id, found.name or name, relation, by)
    tied = tx.businesses.tie(person, found.contact_id, Tied.STAFF, by, proof)
    tx.businesses.touch(business.id, now)
    _tell(tx, content, tied, found.contact_id, "my_business/accepted", business, now)
    return tied


def untie(
    tx: Transaction,
    content: Content,
    business: Business,
    person_id: int,
    why: str,
    now: datetime,
) -> BusinessPerson:
    """The chat is nobody's of it any more, and hears why. Raises NotDone."""
    person = _person(tx, business, person_id)
    if person.contact_id is None:
        raise NotDone("person", "not_now")
    if not why:
        raise NotDone("why", "required")
    _tell(tx, content, person, person.contact_id, "my_business/untied", business, now, why)
    untied = tx.businesses.untie(person)
    tx.businesses.touch(business.id, now)
    return untied


def _person(tx: Transaction, business: Business, person_id: int) -> BusinessPerson:
    person = tx.businesses.person(person_id)
    if person is None or person.business != business.id or person.ended_at is not None:
        raise NotDone("person", "choice")
    return person


def _tell(
    tx: Transaction,
    content: Content,
    person: BusinessPerson,
    contact_id: int,
    message: str,
    business: Business,
    now: datetime,
    why: str = "",
) -> None:
    notices.notify(
        tx, content, contact_id, message, now, key=f"tie:{person.id}:{now.timestamp():.0f}",
        called=name_of(tx, business), why=why, said="",
    )  # fmt: skip
