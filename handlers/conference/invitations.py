"""Is this invitation real? A code on every invitation says who issued it, for what, and when."""

import re
from dataclasses import replace

from content.vietnamese import fold
from handlers.conference.offers import Desk
from handlers.people import telling
from handlers.people.calendar import call_by, working_days
from handlers.people.telling import By, Told
from handlers.talk.turn import Outcome, Turn
from storage.database import Transaction
from storage.event_models import Event, Invitation

SILENT = "silent:"  # how the keys begin of what is said to those who did not answer
REVOKED = "invitation/revoked"  # what a task says, to whoever holds one that is good no more


def tell_holders(
    desk: Desk, before: Event, event: Event, message: str, mark: str, now_is: str = ""
) -> tuple[Told, ...]:
    """Whoever holds an invitation that is good hears that the event is another one than their paper
    says (`before`): somebody of the ward calls, or goes there. `mark` tells this change from
    others and ends with what the event was before; `now_is` what it is: whoever has heard of no
    move since is told nothing where it is what they know. What was not said yet of an earlier one
    is overtaken."""
    tx, now = desk.tx, desk.now
    due = call_by(working_days(desk.content.ward), now, (before, event))
    this, _, was = mark.partition(":")
    told = []
    for invitation in tx.events.invitations(event.id):
        if invitation.revoked_at is not None:
            continue
        about = about_changes(invitation)
        telling.drop(tx, silent_mark(invitation), now)
        due_before, knows = tx.calls.owed_by(about), telling.last_of_unheard(tx, about)
        tx.calls.settle(about, now)
        if knows and knows == now_is:
            told.append(Told(By.BEFORE, about=invitation.id))
            continue
        told.append(
            telling.call_holder(
                tx, desk.content, invitation, event, message, now,
                key=f"{about}{this}:{knows or was}", by=min(due, due_before or due),
            )
        )  # fmt: skip
    return tuple(told)


def tell_revoked(desk: Desk, event: Event, invitation: Invitation) -> Told:
    """Whoever holds an invitation hears that it is good no more, before they set out with it."""
    due = call_by(working_days(desk.content.ward), desk.now, (event,))
    return telling.call_holder(
        desk.tx, desk.content, invitation, event, REVOKED, desk.now,
        key=f"{about_changes(invitation)}revoked", by=due,
    )  # fmt: skip


def silent_mark(invitation: Invitation) -> str:
    """... of what is said to whoever holds it and has not answered."""
    return f"{SILENT}{invitation.id}:"


def about_changes(invitation: Invitation) -> str:
    """How the keys begin of all that is said to whoever holds it."""
    return f"invited:{invitation.id}:"


_COSTS = re.compile(
    r"\b(?:thu|doi|nop|dong|bat|phai|keu|yeu cau)\b.*\b(?:tien|phi|nghin|ngan|trieu|\d+k)\b"
)


def ask(turn: Turn) -> Outcome:
    """Asks for the code; whoever was asked for money reads first that none is to be paid."""
    costs = not turn.action and _COSTS.search(fold(turn.text)) is not None
    return turn.say("invitation/ask", back=turn.menu_choice(), costs=costs)


def look_up(tx: Transaction, code: str, *, counts: bool) -> tuple[Invitation, Event] | None:
    """What a code stands for; None when nobody issued it. `counts`: this is one more check."""
    invitation = tx.events.invitation(code) if code else None
    event = tx.events.get(invitation.event_id) if invitation else None
    if invitation is None or event is None:
        return None
    if counts:
        tx.events.save_invitation(replace(invitation, checked=invitation.checked + 1))
    return invitation, event


def check(turn: Turn, code: str) -> Outcome | None:
    """What an invitation's code stands for; None when nobody issued it."""
    found = look_up(turn.tx, code, counts=True)
    if found is None:
        return None
    invitation, event = found
    choices = [turn.choice("see_event", f"event:{event.id}")]
    return turn.say(
        "invitation/real", choices, turn.menu_choice(), invitation=invitation, event=event
    )
