"""What is said to somebody in the way they wish to be called: replies and what is said unasked to
one person; never a broadcast, never a document."""

from dataclasses import replace

from content.addressing import addressed
from handlers.talk.messages import Reply
from storage.database import Transaction


def form_of(tx: Transaction, contact_id: int) -> str:
    """How a contact wishes to be called; "" for as everybody is."""
    contact = tx.contacts.get(contact_id)
    return contact.addressed if contact else ""


def said_to_them(reply: Reply, form: str) -> Reply:
    """The reply with `form` in place of "ông/bà"."""
    if not form:
        return reply
    choices = tuple(replace(one, label=addressed(one.label, form)) for one in reply.choices)
    return replace(
        reply,
        text=addressed(reply.text, form),
        footer=addressed(reply.footer, form),
        choices=choices,
        asks_contact=addressed(reply.asks_contact, form),
    )
