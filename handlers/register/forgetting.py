"""What of the register goes when somebody asks for it."""

from datetime import datetime

from handlers.register import erased
from storage.business_models import Relation
from storage.database import Transaction


def of_contact(tx: Transaction, contact_id: int, now: datetime) -> None:
    """A chat was erased: of a business whose owner this is, all that names anybody; of any other
    this person alone."""
    for person in tx.businesses.persons_of_contact(contact_id):
        if person.relation is Relation.OWNER:
            again(tx, person.business, now)
        else:
            tx.businesses.forget_person(person.id)
            tx.gone.add("business_person", person.id)
            tx.businesses.touch(person.business, now)


def one(tx: Transaction, business_id: int, now: datetime) -> None:
    """Its owner asked for it at the counter, or on paper."""
    again(tx, business_id, now)
    tx.erasures.ask()


def again(tx: Transaction, business_id: int, now: datetime) -> None:
    """Without asking for its bytes to go: whoever calls this does, or an older copy is put back."""
    erased.note(tx, business_id, now)
    tx.businesses.erase(business_id, now)
