"""Invitations are issued, one a line of a list, and revoked."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from content.codes import CodeKind, find_code, is_code, unused_code
from content.people import read_phones
from handlers.conference.invitations import about_changes, silent_mark, tell_revoked
from handlers.conference.offers import Desk
from handlers.people import telling
from handlers.people.refusing import NotDone
from handlers.people.removed import TakenAway
from handlers.people.telling import Told
from storage.audit import Deed
from storage.business_models import Relation
from storage.database import Transaction
from storage.event_models import Category, Event, EventState, Invitation

MOST_AT_ONCE = 2000
LONGEST = 300  # letters of a line
DECIDED = ("skip", "issue")  # about lines that name somebody twice


LEAST_OF_A_NUMBER = 6  # digits: fewer, and it may be that of a house


class WrongNumbers(NotDone):
    """Some `lines` hold a telephone number that cannot be read, or not by itself at their end: it
    would be printed on the paper."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("recipients", "recipient_number")
        self.lines = lines


class NamedTwice(Exception):
    """Some lines name whoever is invited already, or stands there twice, and nobody decided about
    them. Nothing is kept."""

    def __init__(self, repeated: Sequence["Invitee"]) -> None:
        super().__init__("repeated")
        self.repeated = repeated


def issue(
    tx: Transaction,
    event: Event,
    recipient: str,
    issued_by: str,
    now: datetime,
    *,
    address: str = "",
    phone: str = "",
    category: Category = Category.BUSINESS,
) -> Invitation:
    """An invitation with a code of its own; `issued_by` is the office as people read it."""
    return tx.events.invite(
        Invitation(
            id=tx.events.ids.next(),
            event_id=event.id,
            code=unused_code(
                CodeKind.INVITATION, lambda code: tx.events.invitation(code) is not None
            ),
            recipient=recipient,
            address=address,
            phone=phone,
            category=category,
            issued_by=issued_by,
            issued_at=now,
        )
    )


@dataclass(frozen=True, slots=True)
class Invitee:
    """One line of a list of whom to invite; `known`: the number or the code that stands in it,
    `phone` the number it stands for (E.164, "" for none). `twice` says why it may be one too many:
    "line" (it stands above in the same list), "invited" (an invitation that is still good), "" for
    neither."""

    name: str
    address: str
    twice: str = ""
    known: str = ""
    phone: str = ""

    @property
    def line(self) -> str:
        return "; ".join(part for part in (self.name, self.address, self.known) if part)


def recipients(
    lines: Iterable[str],
    invited: Iterable[Invitation],
    phone_of: Callable[[str], str | None] = lambda known: None,
) -> list[Invitee]:
    """`Tên; địa chỉ; số điện thoại hoặc mã` -> whom to invite, in order; `phone_of` says what
    number the last part stands for, None where it is part of the address. The same number, the same
    name at the same address, or where one of the two has none, may be the same; the same name
    elsewhere is somebody else."""
    known: dict[str, dict[str, str]] = {}
    phones: dict[str, str] = {}
    for invitation in invited:
        if invitation.revoked_at is None:
            phones[invitation.phone] = "invited"
            known.setdefault(_key(invitation.recipient), {})[_key(invitation.address)] = "invited"
    found = []
    for line in lines:
        name, *rest = (part.strip() for part in line.split(";"))
        phone = phone_of(rest[-1]) if rest else None
        last = rest.pop() if phone is not None else ""
        address = "; ".join(rest).strip("; ")
        places = known.setdefault(_key(name), {})
        here = _key(address)
        alike = [here, ""] if here else list(places)
        twice = next((places[place] for place in alike if place in places), "")
        if phone:
            twice = twice or phones.get(phone, "")
            phones.setdefault(phone, "line")
        found.append(Invitee(name, address, twice, last, phone or ""))
        places.setdefault(here, "line")
    return found


def phone_known_by(tx: Transaction, text: str) -> str | None:
    """The number (E.164) that a number, or the code of a registration, an invitation or a business
    of the register, stands for, "" for a code of nobody with one; None for any other text."""
    if is_code(text) and (found := find_code(text)):
        kind, code = found
        if kind is CodeKind.INVITATION:
            invitation = tx.events.invitation(code)
            return invitation.phone if invitation else ""
        if kind is CodeKind.BUSINESS:
            return _phone_of_business(tx, code)
        registration = tx.registrations.by_code(code)
        own = registration is not None and not registration.shares_phone
        return (registration.phone if registration and own else None) or ""
    if any(char.isalpha() for char in text):
        return None
    numbers = read_phones(text)
    return numbers[0] if len(numbers) == 1 else None


def shows_number(printed: str) -> bool:
    """Whether a telephone number, whole or not, stands in what is printed of a line."""
    return any(
        read_phones(part)
        or (
            not any(char.isalpha() for char in part)
            and sum(char.isdecimal() for char in part) >= LEAST_OF_A_NUMBER
        )
        for part in printed.split(";")
    )


def _phone_of_business(tx: Transaction, code: str) -> str:
    """Of the first of its people who has one, its owner before others."""
    found = tx.businesses.by_code(code)
    business = tx.businesses.standing(found.id) if found is not None else None
    people = tx.businesses.persons(business.id) if business is not None else []
    people.sort(key=lambda one: one.relation is not Relation.OWNER)
    return next((one.phone for one in people if one.phone), "")


def _key(text: str) -> str:
    return " ".join(text.casefold().split())


def read_lines(text: str) -> list[str]:
    """The lines of a list as somebody typed it. Raises NotDone for one that cannot be taken."""
    wanted = [line.strip() for line in text.splitlines() if line.strip()]
    if not wanted:
        raise NotDone("recipients", "required")
    if any(len(line) > LONGEST for line in wanted):
        raise NotDone("recipients", "recipient_too_long")
    if len(wanted) > MOST_AT_ONCE:
        raise NotDone("recipients", "too_many_invitations")
    return wanted


def invite(
    tx: Transaction,
    event: Event,
    lines: Sequence[str],
    category: Category,
    issued_by: str,
    now: datetime,
    *,
    decided: str = "",
    shown: Sequence[str] = (),
) -> list[Invitation]:
    """An invitation a line; all of them, or none. Whoever is invited already, or stands there
    twice, is left out or not as was `decided` of just the lines that were `shown`. Raises
    NamedTwice, WrongNumbers, and NotDone for an event that is over."""
    if event.is_over:
        raise NotDone("recipients", "event_over")
    listed = recipients(
        lines, tx.events.invitations(event.id), lambda known: phone_known_by(tx, known)
    )
    if wrong := [one.line for one in listed if shows_number(f"{one.name}; {one.address}")]:
        raise WrongNumbers(wrong)
    repeated = [one for one in listed if one.twice]
    if repeated and (decided not in DECIDED or list(shown) != [one.line for one in repeated]):
        raise NamedTwice(repeated)
    return [
        issue(
            tx,
            event,
            one.name,
            issued_by,
            now,
            address=one.address,
            phone=one.phone,
            category=category,
        )
        for one in listed
        if not one.twice or decided == "issue"
    ]


def as_shown(invitation: Invitation) -> dict[str, Any]:
    """What a page shows of one, and somebody decides on: that it was checked does not change it."""
    return {
        "id": invitation.code,
        "recipient": invitation.recipient,
        "revoked": invitation.revoked_at is not None,
    }


def find_good(tx: Transaction, event_id: int, code: str) -> Invitation:
    """One that can be revoked. Raises TakenAway for one that was, or never was."""
    invitation = tx.events.invitation(code)
    if invitation is None or invitation.event_id != event_id or invitation.revoked_at is not None:
        raise TakenAway(f"event:{event_id}", Deed.INVITATION_REVOKE, code=code)
    return invitation


def revoke(
    desk: Desk, event: Event, invitation: Invitation, *, handed_out: bool
) -> tuple[Told, ...]:
    """It is good no more. Whoever it was `handed_out` to hears so: a task names them. What was to
    be said of it before is overtaken, but that an event is cancelled, which is all that matters of
    one that is."""
    revoked = replace(invitation, revoked_at=desk.now)
    desk.tx.events.save_invitation(revoked)
    telling.drop(desk.tx, silent_mark(revoked), desk.now)
    if event.state is EventState.CANCELLED:
        return ()
    desk.tx.calls.settle(about_changes(revoked), desk.now)
    if not handed_out or desk.now >= event.ends_at:
        return ()
    return (tell_revoked(desk, event, revoked),)
