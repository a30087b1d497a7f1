"""A short order that names nothing takes up what was spoken of last, or the one thing there is that
it can mean. That is asked back, never done at once."""

import re

from content.orders import Ordered, order_in
from handlers.broadcast import endings
from handlers.conference import tickets
from handlers.conference.named import names
from handlers.own_data import privacy
from handlers.question import followed, together
from handlers.talk.messages import Choice
from handlers.talk.turn import Outcome, Turn
from storage.question_models import Question

_ONE = re.compile(r"((?:ticket|question):\d+)(?::.*)?")


def taken_up(turn: Turn) -> Outcome | None:
    """What asks back the act that a bare order means here; None for any other message, and where
    there is nothing it could mean."""
    order = order_in(turn.text)
    if order is None or turn.action:
        return None
    shown = [action for key, _, action in turn.conversation.choices if key not in ("", "0")]
    if order is Ordered.STOP or any(action.startswith("news:") for action in shown):
        return endings.asked(turn) if endings.running(turn) else None
    of_data = any(action.startswith("privacy:") for action in shown)
    things = _things(turn)
    last = [found[1] for found in map(_ONE.fullmatch, shown) if found]
    named = next((act for act in things if act.rpartition(":")[0] in last), "")
    if order is Ordered.ERASE and not named:
        return privacy.act(turn, "erase")
    if of_data and order is Ordered.DROP:
        return privacy.show(turn)
    if named and order is not Ordered.ERASE:
        return _ask(turn, named)
    if order is Ordered.LEAVE:
        return None
    offered = list(things.values())
    if order is Ordered.ERASE:
        offered.append(turn.choice("privacy_erase", "privacy:erase"))
    if len(offered) == 1:
        return _ask(turn, next(iter(things)))
    if offered:
        return turn.say("system/which_order", offered, turn.menu_choice())
    return endings.asked(turn) if endings.running(turn) else None


def offered(turn: Turn) -> Outcome | None:
    """What may be given up, each to be chosen; the one thing there is is asked back. None where
    there is nothing."""
    things = _things(turn)
    if len(things) == 1:
        return _ask(turn, next(iter(things)))
    if things:
        return turn.say("system/which_order", list(things.values()), turn.menu_choice())
    return None


def _things(turn: Turn) -> dict[str, Choice]:
    """What of this contact's may be given up, each by the action that asks for it."""
    found = {}
    living = tickets.living(turn)
    named = names(turn.content, (event for _, event in living))
    for registration, event in living:
        action = f"ticket:{registration.id}:cancel"
        label = turn.words_of(
            "ticket/cancel_choice", registration=registration, event=named[event.id]
        )
        found[action] = Choice(label, action)
    for question in _open(turn):
        action = f"question:{question.id}:withdraw"
        label = turn.words_of("question/withdraw_choice", question=question)
        found[action] = Choice(label, action)
    return found


def _open(turn: Turn) -> list[Question]:
    asked = turn.tx.questions.of_contact(turn.contact.id)
    return [question for question in asked if together.waits(turn.tx, question)]


def _ask(turn: Turn, action: str) -> Outcome:
    subject, number, what = action.split(":")
    of_one = tickets.act if subject == "ticket" else followed.act
    return of_one(turn, int(number), what)
