"""Whom to invite, from a list there is already; and which of the invited answered."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from content.attendee_rows import AttendeeRow
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
    """`Name; where`, a line for each; nobody who was erased, no invitation that was revoked."""
    if which is Earlier.INVITED:
        good = (one for one in tx.events.invitations(event_id) if one.revoked_at is None)
        return [_line(one.recipient, one.address) for one in good]
    people = (one for one in tx.registrations.of_event(event_id) if one.anonymised_at is None)
    if which is Earlier.CAME:
        found = [one for one in people if one.present]
    else:
        found = [one for one in people if one.state in _LISTED]
    return [_line(one.name, one.business, one.neighbourhood) for one in found]


def of_rows(rows: Iterable[AttendeeRow]) -> list[str]:
    """The same of a file that was read; a row whose name cannot be read is left out."""
    unread = {"row_name", "row_fault_name", "row_two_people", "row_struck", "row_off"}
    good = (row for row in rows if row.name and not unread & set(row.problems))
    return [_line(row.name, row.business, row.neighbourhood) for row in good]


def _line(name: str, *where: str) -> str:
    """Within what a line may hold: a `;` of their own would part it elsewhere."""
    said = ", ".join(one.replace(";", ",") for one in where if one and one != "-")
    name = name.replace(";", ",")
    return f"{name}; {said}" if said else name


def answered(
    invited: Sequence[Invitation], registered: Iterable[Registration]
) -> Mapping[int, Registration]:
    """By the id of an invitation, who registered under its name, or for a business of that name.
    Paper and registration are joined by nothing else until somebody comes in with it."""
    known: dict[str, Registration] = {}
    for one in registered:
        if one.is_alive and one.anonymised_at is None:
            for text in (one.business, one.name):
                if text and text != "-":
                    known[fold(text)] = one
    return {one.id: known[fold(one.recipient)] for one in invited if fold(one.recipient) in known}
