"""What any answer may need beside its own words: a note before it, the choices once more, the offer
to go on with a form that waits."""

import re
from dataclasses import replace
from typing import Any

import orjson

from content.vietnamese import fold
from handlers.talk.flow import is_aside, is_settled, leave, open_name
from handlers.talk.messages import Choice, numbered
from handlers.talk.turn import Outcome, Turn
from storage.conversations import WhyEnded

_NOT_LETTER = re.compile(r"[^a-z ]+")


# Offered where the answer was said to be none: what is typed next stands alone.
SEND_ASKED = "send_asked"
SEND_WHOLE = "send_whole"  # the same where what is typed next may go on with it


def plain(text: str) -> str:
    """Folded words without punctuation."""
    return " ".join(_NOT_LETTER.sub(" ", fold(text)).split())


def told_first(outcome: Outcome, words: str) -> Outcome:
    first, *rest = outcome.replies
    told = replace(first, text=f"{words}\n\n{first.text}")
    return replace(outcome, replies=(told, *rest))


def offering_to_resume(turn: Turn, outcome: Outcome) -> Outcome:
    last = outcome.replies[-1]
    waits = turn.words_of("system/form_waits").strip()
    offered = waits in last.text or any(choice.action == "resume" for choice in last.choices)
    if is_aside(outcome.conversation):
        return outcome
    if offered or (turn.conversation.dropped or "").startswith(WhyEnded.LEFT):
        return outcome  # the latter is offered in words of its own
    last = replace(last, text=f"{last.text}\n\n{waits}")
    if not last.choices:
        return replace(outcome, replies=(*outcome.replies[:-1], last))
    back = next((choice for choice in last.choices if choice.key == "0"), None)
    shown = [choice for choice in last.choices if choice.key != "0"]
    keyed = numbered((*shown, turn.choice("resume", "resume")), back)
    choices = tuple((choice.key, choice.label, choice.action) for choice in keyed)
    last = replace(last, choices=keyed)
    conversation = replace(outcome.conversation, choices=choices)
    return Outcome(conversation, (*outcome.replies[:-1], last))


def thanked(turn: Turn, outcome: Outcome) -> Outcome:
    """What is said to a thank you; where a form stepped aside before it, that this is not sent."""
    if not is_aside(outcome.conversation) or outcome.conversation.flow:
        return outcome
    saved = orjson.loads(outcome.conversation.waiting[-1])
    words = unsent(turn, saved["name"], saved["memory"], waits=True)
    first, *rest = outcome.replies
    return replace(outcome, replies=(replace(first, text=words), *rest))


def unsent(turn: Turn, form: str, memory: dict[str, Any], *, waits: bool) -> str:
    """The line to a thank you that says what of a form is not sent, and how it would be."""
    return turn.words_of(
        "system/unsent",
        form=form,
        step=memory["step"],
        written=memory.get("content", ""),
        calls=memory.get("calls", False),
        waits=waits,
    )


def list_again(turn: Turn, message: str, **values: Any) -> Outcome:
    """Says what is the matter and shows the current choices once more, so nothing is lost."""
    offered = turn.conversation.choices
    choices = [Choice(label, action) for key, label, action in offered if key not in ("", "0")]
    back = next((Choice(label, action) for key, label, action in offered if key == "0"), None)
    return turn.say(message, choices, back or turn.menu_choice(), last=len(choices), **values)


def silent(turn: Turn) -> Outcome:
    return Outcome(turn.conversation)


def told_already(turn: Turn, what: str = "") -> bool:
    """Whether this is the rest of an album that was answered: one answer for what came together,
    and one for what of it (`what`) cannot be used."""
    return bool(turn.incoming.album) and not turn.tx.inbox.record(
        turn.incoming.channel, _of_album(turn, what), turn.contact.id, turn.now
    )


def came_with(turn: Turn, what: str) -> bool:
    """Whether `told_already` was asked of this (`what`) for an earlier one of the same album."""
    album = turn.incoming.album
    return bool(album) and turn.tx.inbox.knows(turn.incoming.channel, _of_album(turn, what))


def _of_album(turn: Turn, what: str) -> str:
    return f"album{what}:{turn.incoming.album}"


def cancel(turn: Turn) -> Outcome:
    if turn.conversation.flow is None and turn.conversation.waiting:  # nothing else can be meant
        *others, latest = turn.conversation.waiting
        turn = turn.keeping(flow=latest, waiting=tuple(others))
    form = open_name(turn)
    if is_settled(turn):
        return leave(turn).say("system/settled", back=turn.menu_choice(), form=form)
    outcome = leave(turn).say(
        "system/cancelled" if form else "system/nothing_to_cancel",
        back=turn.menu_choice(),
        form=form,
    )
    return offering_to_resume(turn, outcome) if outcome.conversation.waiting else outcome
