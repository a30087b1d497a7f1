"""Whom to invite, from a list there is already; and which of the invited answered."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from content.attendee_rows import AttendeeRow
from content.people import show_phone
from content.vietnamese import fold
from storage.database import Transaction
from storage.event_models import Invitation, Registration, RegistrationState


class Earlier(StrEnum):
    """Who of another event: everybody invited, who registered, who came."""

    INVITED = "invited"
    REGISTERED = "registered"
    CAME = "came"


_LISTED = (RegistrationState.CONFIRMED, RegistrationState.CHECKED_IN, RegistrationState.NO_SHOW)


def of_event(tx: Transaction, event_id: int, which: Earlier) -> list[str]:
    """`Name; where; code`, a line for each, the code of what is known of them; nobody who was
    erased, no invitation that was revoked."""
    if which is Earlier.INVITED:
        good = (one for one in tx.events.invitations(event_id) if one.revoked_at is None)
        return [line_of(one.recipient, one.address, known=one.code) for one in good]
    people = (one for one in tx.registrations.of_event(event_id) if one.anonymised_at is None)
    if which is Earlier.CAME:
        found = [one for one in people if one.present]
    else:
        found = [one for one in people if one.state in _LISTED]
    return [line_of(one.name, one.business, one.neighbourhood, known=one.code) for one in found]


def of_rows(rows: Iterable[AttendeeRow]) -> list[str]:
    """The same of a file that was read, with the number in place of the code; a row whose name
    cannot be read is left out."""
    unread = {"row_name", "row_fault_name", "row_two_people", "row_struck", "row_off"}
    good = (row for row in rows if row.name and not unread & set(row.problems))
    return [
        line_of(row.name, row.business, row.neighbourhood, known=show_phone(row.phone))
        for row in good
    ]


def line_of(name: str, *where: str, known: str) -> str:
    """`Name; where; known`, within what a line may hold: a `;` of their own would part it
    elsewhere."""
    said = ", ".join(one.replace(";", ",") for one in where if one and one != "-")
    name = name.replace(";", ",")
    return "; ".join(part for part in (name, said, known) if part)


def answered(
    invited: Sequence[Invitation], registered: Iterable[Registration]
) -> Mapping[int, Registration]:
    """By the id of an invitation, who registered with its number, under its name, or for a business
    of that name. Paper and registration are joined by nothing else until somebody comes in with it.
    """
    return _found(invited, (one for one in registered if one.is_alive))


def silent(invited: Sequence[Invitation], registered: Sequence[Registration]) -> list[Invitation]:
    """The invitations that are good, and that nobody answered: who registered and cancelled, or
    came with it, did."""
    known = _found(invited, registered)
    came = {one.invitation_id for one in registered}
    return [
        one
        for one in invited
        if one.revoked_at is None and one.id not in known and one.id not in came
    ]


def _found(
    invited: Sequence[Invitation], registered: Iterable[Registration]
) -> dict[int, Registration]:
    names: dict[str, Registration] = {}
    phones: dict[str, Registration] = {}
    for one in registered:
        if one.anonymised_at is None:
            phones[one.phone or ""] = one
            for text in (one.business, one.name):
                if text and text != "-":
                    names[fold(text)] = one
    phones.pop("", None)
    both = ((one, phones.get(one.phone) or names.get(fold(one.recipient))) for one in invited)
    return {invitation.id: guest for invitation, guest in both if guest is not None}
