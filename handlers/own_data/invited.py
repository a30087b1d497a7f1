"""Paper invitations with the name or the number of whoever asks to be erased: staff choose which
are meant."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from content.library import Content
from content.people import may_be_one
from handlers.own_data.persons import Held
from handlers.own_data.traces import name_of
from storage.database import Transaction
from storage.event_models import Invitation

_MARK = "i"  # how the key of one begins on a form


def key_of(invitation: Invitation) -> str:
    """What an invitation is called on a form."""
    return f"{_MARK}{invitation.id}"


def called_alike(tx: Transaction, content: Content, held: Held) -> list[Invitation]:
    """The invitations that may be of this person, by the names they gave, or their number."""
    names = {name_of(item) for item in held.own if name_of(item)}
    erased = content.words.label("erased_name")
    return [
        invitation
        for event in tx.events.all()
        for invitation in tx.events.invitations(event.id)
        if invitation.recipient != erased
        and (
            (held.phone and invitation.phone == held.phone)
            or any(may_be_one(invitation.recipient, name) for name in names)
        )
    ]


def erase(
    tx: Transaction,
    content: Content,
    held: Held,
    chosen: Collection[str],
    now: datetime,
) -> int:
    """Takes the name and the address off the chosen ones, which are good for nobody any more;
    returns how many. What was printed is not ours to take back."""
    going = [one for one in called_alike(tx, content, held) if key_of(one) in chosen]
    for invitation in going:
        erase_one(tx, content, invitation, now)
    return len(going)


def erase_one(tx: Transaction, content: Content, invitation: Invitation, now: datetime) -> None:
    """The same of one, whoever it is of."""
    erased = content.words.label("erased_name")
    revoked = invitation.revoked_at or now
    tx.events.save_invitation(
        replace(invitation, recipient=erased, address="", phone="", revoked_at=revoked)
    )
    tx.erasures.ask()
