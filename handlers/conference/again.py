"""Whoever gave a ticket back wants it again."""

import re

from content.meetings import comes_again
from content.vietnamese import bare_words
from handlers.conference import joining
from handlers.talk.turn import Turn
from storage.event_models import RegistrationState

_GOES_ON = re.compile(
    r"(?:(?:a|u|ok|oke|da|vang|thoi|ma|cho|toi|em|co|chi|anh|bac|chu|the|vay) )*"
    r"(?:dang ky|dang ki|dk|di)(?: (?:di|luon|tiep|nhe|nha|a|vay|cho|toi|em|co|chi|bac|duoc))+"
)
_OFFER = re.compile(r"event:\d+:register")


def said(turn: Turn) -> str:
    """The action that registers again for the event whose ticket was given back last, where the
    words want that and it still takes people; or that goes on with what was offered just now. ""
    for other words."""
    if offered := joining.taken_up(turn):
        return offered
    if _form_waits(turn) and (
        comes_again(turn.text, offered=True) or _GOES_ON.fullmatch(bare_words(turn.text))
    ):
        return "resume"
    shown = (action for _, _, action in turn.conversation.choices)
    offer = next((action for action in shown if _OFFER.fullmatch(action)), "")
    if not comes_again(turn.text, offered=bool(offer)):
        return ""
    return offer or _given_back(turn)


def _form_waits(turn: Turn) -> bool:
    waiting = turn.conversation.waiting
    return bool(waiting) and not turn.conversation.flow and '"register"' in waiting[-1][:40]


def _given_back(turn: Turn) -> str:
    own = turn.tx.registrations.of_contact(turn.contact.id)
    alive = {one.event_id for one in own if one.is_alive}
    gone = (one for one in own if one.state is RegistrationState.CANCELLED)
    for one in sorted(gone, key=lambda one: one.id, reverse=True):
        event = turn.tx.events.get(one.event_id)
        if event and event.id not in alive and event.takes_registrations(turn.now):
            return f"event:{event.id}:register"
    return ""
