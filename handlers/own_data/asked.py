"""Who reads what somebody told here, and how long it is kept: answered as it is."""

from content.data_asked import data_asked
from handlers.talk.messages import IncomingKind
from handlers.talk.turn import Outcome, Turn

_ENTRIES = ("luu-du-lieu", "quyen-du-lieu", "xoa-du-lieu", "rut-dong-y")


def answered(turn: Turn) -> Outcome | None:
    """The answer to a question of one's own data; None for anything else."""
    if turn.action or turn.incoming.kind is not IncomingKind.TEXT:
        return None
    shown = any(action.startswith("privacy") for _, _, action in turn.conversation.choices)
    told = turn.conversation.entry in _ENTRIES
    asked = data_asked(turn.text, near=shown or told)
    if asked is None:
        return None
    choices = [turn.choice("offer_privacy", "privacy"), turn.choice("staff", "staff")]
    turn = turn.keeping(entry=_ENTRIES[0])
    return turn.say(f"privacy/{asked}", choices, turn.menu_choice())
