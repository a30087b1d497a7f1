"""Whoever gave a ticket back wants it again."""

import re

from content.meetings import comes_again
from handlers.talk.turn import Turn
from storage.event_models import RegistrationState

_OFFER = re.compile(r"event:\d+:register")


def said(turn: Turn) -> str:
    """The action that registers again for the event whose ticket was given back last, where the
    words want that and it still takes people; "" for other words."""
    shown = (action for _, _, action in turn.conversation.choices)
    offer = next((action for action in shown if _OFFER.fullmatch(action)), "")
    if not comes_again(turn.text, offered=bool(offer)):
        return ""
    return offer or _given_back(turn)


def _given_back(turn: Turn) -> str:
    own = turn.tx.registrations.of_contact(turn.contact.id)
    alive = {one.event_id for one in own if one.is_alive}
    gone = (one for one in own if one.state is RegistrationState.CANCELLED)
    for one in sorted(gone, key=lambda one: one.id, reverse=True):
        event = turn.tx.events.get(one.event_id)
        if event and event.id not in alive and event.takes_registrations(turn.now):
            return f"event:{event.id}:register"
    return ""
