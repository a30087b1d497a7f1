"""Claims about businesses of the register that wait for an official: whose one is, that one became
an enterprise; and the letter with a code, by which somebody shows it without coming."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from content.codes import CodeKind, find_code, new_code
from content.library import Content
from handlers.people.refusing import NotDone
from handlers.register import seen, writing
from handlers.talk import notices
from storage.business_claims import BusinessClaim, ClaimKind
from storage.business_models import (
    Business,
    BusinessField,
    BusinessStatus,
    Entered,
    KnownFrom,
    Relation,
    Tied,
)
from storage.database import Transaction
from storage.hashes import hashed
from storage.staff_models import Staff

LETTER_LASTS = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class WaitingClaim:
    """A claim with what an official needs to decide it. `others`: so many chats are shown to be of
    the business already."""

    claim: BusinessClaim
    channel: str
    business: Business | None
    name: str
    others: int


@dataclass(frozen=True, slots=True)
class ConfirmLetter:
    """To the address of a business, with the code that shows it."""

    code: str
    name: str
    owner: str
    place: str
    until: datetime


def waiting(tx: Transaction) -> list[WaitingClaim]:
    """Those nobody decided, the oldest first."""
    found = []
    for claim in tx.business_claims.waiting():
        contact = tx.contacts.get(claim.contact_id)
        business = tx.businesses.standing(claim.business) if claim.business else None
        persons = tx.businesses.persons(business.id) if business else []
        others = sum(one.contact_id not in (None, claim.contact_id) for one in persons)
        name = name_of(tx, business) if business else ""
        found.append(
            WaitingClaim(claim, contact.channel if contact else "", business, name, others)
        )
    return found


def name_of(tx: Transaction, business: Business) -> str:
    values = tx.businesses.values(business.id)
    return values[BusinessField.NAME].value if BusinessField.NAME in values else business.code


def by_code(tx: Transaction, staff: Staff, typed: str) -> Business:
    """The business of a code as it stands. Raises NotDone."""
    found = find_code(typed)
    known = tx.businesses.by_code(found[1]) if found and found[0] is CodeKind.BUSINESS else None
    business = seen.find(tx, staff, known.id) if known else None
    if business is None or business.erased_at is not None:
        raise NotDone("code", "business_code")
    return business


def accept(
    tx: Transaction,
    content: Content,
    claim: BusinessClaim,
    staff: Staff,
    now: datetime,
    *,
    code: str = "",
    proof: str = "",
) -> BusinessClaim:
    """`code`: which business it is, of one that was only told in words; `proof`: the paper somebody
    saw, or the call. Raises NotDone."""
    _is_open(claim)
    if claim.kind is ClaimKind.CONVERTED:
        business = tx.businesses.standing(claim.business) if claim.business else None
        if business is None:
            raise NotDone("code", "business_code")
        writing.set_status(
            tx, business, staff, BusinessStatus.CONVERTED, claim.since or now.date(), now,
            number=claim.said, proof=proof,
        )  # fmt: skip
        _tell(tx, content, claim, "my_business/converted", now, name_of(tx, business))
        return _decided(tx, claim, staff, now, accepted=True, business=business)
    business = by_code(tx, staff, code)
    owner = writing.owner_of(tx.businesses.persons(business.id))
    if owner is None:
        raise NotDone("code", "business_no_owner")
    by = Entered(KnownFrom.STAFF, now, staff.login)
    if owner.contact_id is not None and owner.contact_id != claim.contact_id:
        # Both stand: who was shown first is not cut off by a second.
        owner = tx.businesses.add_person(business.id, owner.name, Relation.OWNER, by)
    if not proof:
        raise NotDone("proof", "required")
    tx.businesses.tie(owner, claim.contact_id, Tied.STAFF, by, proof)
    tx.businesses.touch(business.id, now)
    _tell(tx, content, claim, "my_business/accepted", now, name_of(tx, business))
    return _decided(tx, claim, staff, now, accepted=True, business=business)


def refuse(
    tx: Transaction, content: Content, claim: BusinessClaim, staff: Staff, why: str, now: datetime
) -> BusinessClaim:
    """Raises NotDone."""
    _is_open(claim)
    _tell(tx, content, claim, "my_business/not_accepted", now, "", why)
    return _decided(tx, claim, staff, now, accepted=False)


def letter(tx: Transaction, staff: Staff, typed: str, now: datetime) -> ConfirmLetter:
    """A code for the business of this code, that works once. Raises NotDone."""
    business = by_code(tx, staff, typed)
    owner = writing.owner_of(tx.businesses.persons(business.id))
    if owner is None:
        raise NotDone("code", "business_no_owner")
    places = tx.businesses.places(business.id)[:1]
    parts = [(one.address, one.stall, one.market, one.neighbourhood) for one in places]
    place = ", ".join(part for known in parts for part in known if part)
    code, until = new_code(CodeKind.LETTER), now + LETTER_LASTS
    tx.business_claims.write_letter(hashed(code), business.id, staff.login, until)
    return ConfirmLetter(code, name_of(tx, business), owner.name, place, until)


def _is_open(claim: BusinessClaim) -> None:
    if claim.decided_at is not None:
        raise NotDone("claim", "not_now")


def _decided(
    tx: Transaction,
    claim: BusinessClaim,
    staff: Staff,
    now: datetime,
    *,
    accepted: bool,
    business: Business | None = None,
) -> BusinessClaim:
    number = business.id if business else claim.business
    return tx.business_claims.save(
        replace(claim, decided_at=now, decided_by=staff.login, accepted=accepted, business=number)
    )


def _tell(
    tx: Transaction,
    content: Content,
    claim: BusinessClaim,
    message: str,
    now: datetime,
    called: str,
    why: str = "",
) -> None:
    notices.notify(
        tx, content, claim.contact_id, message, now, key=f"business_claim:{claim.id}:done",
        called=called, why=why, said=claim.said,
    )  # fmt: skip
