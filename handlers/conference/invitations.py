"""Is this invitation real? A code on every invitation says who issued it, for what, and when."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from content.codes import CodeKind, unused_code
from handlers.conference.offers import Desk
from handlers.people import telling
from handlers.people.calendar import call_by, working_days
from handlers.people.telling import Told
from handlers.talk.turn import Outcome, Turn
from storage.database import Transaction
from storage.event_models import Category, Event, Invitation


def issue(
    tx: Transaction,
    event: Event,
    recipient: str,
    issued_by: str,
    now: datetime,
    *,
    address: str = "",
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
            category=category,
            issued_by=issued_by,
            issued_at=now,
        )
    )


def tell_holders(
    desk: Desk, before: Event, event: Event, message: str, mark: str
) -> tuple[Told, ...]:
    """Whoever holds an invitation that is good hears that the event is another one than their paper
    says (`before`): somebody of the ward calls, or goes there. `mark` tells this change from
    others; what was not said yet of an earlier one is overtaken."""
    tx, now = desk.tx, desk.now
    due = call_by(working_days(tx), now, (before, event))
    told = []
    for invitation in tx.events.invitations(event.id):
        if invitation.revoked_at is not None:
            continue
        about = about_changes(invitation)
        due_before = tx.calls.owed_by(about)
        tx.calls.settle(about, now)
        told.append(
            telling.call_holder(
                tx, desk.content, invitation, event, message, now,
                key=f"{about}{mark}", by=min(due, due_before or due),
            )
        )  # fmt: skip
    return tuple(told)


def revoke(tx: Transaction, invitation: Invitation, now: datetime) -> None:
    """It is good no more; nobody is called about it."""
    tx.events.save_invitation(replace(invitation, revoked_at=now))
    tx.calls.settle(about_changes(invitation), now)


def about_changes(invitation: Invitation) -> str:
    """How the keys begin of all that is said to whoever holds it."""
    return f"invited:{invitation.id}:"


@dataclass(frozen=True, slots=True)
class Invitee:
    """One line of a list of whom to invite. `twice` says why it may be one too many: "line" (it
    stands above in the same list), "invited" (an invitation that is still good), "" for neither."""

    name: str
    address: str
    twice: str = ""

    @property
    def line(self) -> str:
        return "; ".join(part for part in (self.name, self.address) if part)


def recipients(lines: Iterable[str], invited: Iterable[Invitation]) -> list[Invitee]:
    """`Tên; địa chỉ` -> whom to invite, in order. The same name at the same address, or where one
    of the two has none, may be the same; the same name elsewhere is somebody else."""
    known: dict[str, dict[str, str]] = {}
    for invitation in invited:
        if invitation.revoked_at is None:
            known.setdefault(_key(invitation.recipient), {})[_key(invitation.address)] = "invited"
    found = []
    for line in lines:
        name, address = (part.strip() for part in (*line.split(";", 1), "")[:2])
        places = known.setdefault(_key(name), {})
        here = _key(address)
        alike = [here, ""] if here else list(places)
        twice = next((places[place] for place in alike if place in places), "")
        found.append(Invitee(name, address, twice))
        places.setdefault(here, "line")
    return found


def _key(text: str) -> str:
    return " ".join(text.casefold().split())


def ask(turn: Turn) -> Outcome:
    return turn.say("invitation/ask", back=turn.menu_choice())


def check(turn: Turn, code: str) -> Outcome | None:
    """What an invitation's code stands for; None when nobody issued it."""
    invitation = turn.tx.events.invitation(code)
    event = turn.tx.events.get(invitation.event_id) if invitation else None
    if invitation is None or event is None:
        return None
    turn.tx.events.save_invitation(replace(invitation, checked=invitation.checked + 1))
    choices = [turn.choice("see_event", f"event:{event.id}")]
    return turn.say(
        "invitation/real", choices, turn.menu_choice(), invitation=invitation, event=event
    )
