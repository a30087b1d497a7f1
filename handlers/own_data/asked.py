"""Who reads what somebody told here, and how long it is kept: answered as it is."""

from typing import Any

from content.agreeing import agreed_in
from content.data_asked import data_asked, of_told_here, why_told
from handlers.talk.flow import Flow, after_aside, ask_again
from handlers.talk.messages import IncomingKind
from handlers.talk.turn import Outcome, Turn

_ENTRIES = ("luu-du-lieu", "quyen-du-lieu", "xoa-du-lieu", "rut-dong-y")


_FORMS = ("register", "question", "question_note")  # that ask for a name


def in_form(turn: Turn, flow: Flow[Any], memory: Any) -> Outcome | None:
    """What becomes of a name told in the open form, or why it is asked for, answered beside it;
    None for anything else."""
    if agreed_in(turn.text):
        return None  # a yes with a question is the form's
    if turn.action or flow.name not in _FORMS or turn.incoming.kind is not IncomingKind.TEXT:
        return None
    told = of_told(turn, flow.name)
    if told is None:
        return None
    return after_aside(turn, told.replies, ask_again(turn, flow, memory), memory.step)


def of_told(turn: Turn, form: str) -> Outcome | None:
    """The answer to what becomes of what that form is told; None for other words."""
    why = why_told(turn.text)
    if not why and not of_told_here(turn.text):
        return None
    return turn.say("system/of_told", form=form, why=why)


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
