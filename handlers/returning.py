"""Who comes back to a form that was left, which is offered again with whatever is answered now, or
to one that ended meanwhile."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import orjson

from handlers.answers import faq
from handlers.conference import tickets
from handlers.places import BEGINNINGS, FLOWS, begin_anew, escape_in, resume
from handlers.survey.answering import SURVEY, is_open
from handlers.talk import wishes
from handlers.talk.flow import CANCEL, open_flow
from handlers.talk.messages import Choice, IncomingKind, numbered
from handlers.talk.replies import cancel, told_first
from handlers.talk.turn import PATIENCE, Outcome, Turn
from storage.conversations import WhyEnded

_NUMBER = re.compile(r"\W*Câu (\d+)/")  # of a question, where it says so
_ON = ("resume", CANCEL)
_REGISTER = "register"
_NOT_WORDS = (IncomingKind.PHOTO, IncomingKind.UNREADABLE)


def offered(turn: Turn, answer: Callable[[Turn], Outcome], *, alone: bool) -> Outcome:
    """The answer to a message, and the offer to go on with the form that was left; `alone`: the
    message means something without that form. One that may be an answer to it is not taken for
    anything, and is said not to be written down."""
    as_left, turn = turn, turn.keeping(dropped=None, expires_at=turn.now + PATIENCE)
    if turn.incoming.kind is IncomingKind.TEXT and not turn.action and _gives_it_up(turn):
        return cancel(turn)
    if turn.action in _ON or escape_in(turn) in (cancel, resume, begin_anew):
        return answer(turn)
    greets = faq.only_greets(turn)
    if greets or (not alone and turn.incoming.kind not in _NOT_WORDS):
        text = turn.words_of(
            "system/form_offered", **_of_form(turn), taken=False, beside=False, greets=greets
        )
        return turn.reply(text, _ways(turn), turn.menu_choice())
    outcome = answer(as_left)
    if not outcome.replies:
        return outcome
    again = outcome.conversation.expires_at or turn.now + PATIENCE  # when it is offered again
    outcome = replace(
        outcome, conversation=replace(outcome.conversation, dropped=None, expires_at=again)
    )
    if turn.conversation.waiting[-1] not in outcome.conversation.waiting:
        return outcome  # it is gone on with
    beside = bool(outcome.conversation.flow)  # whose digits are its own
    words = turn.words_of(
        "system/form_offered", **_of_form(turn), taken=True, beside=beside, greets=False
    )
    if beside:
        return told_first(outcome, words)
    return _beside(turn, outcome, words)


def left_off(turn: Turn, outcome: Outcome) -> Outcome:
    """The outcome, and where a survey was left for it, how to go on with that."""
    running = open_flow(turn, FLOWS)
    after = outcome.conversation.flow
    left = running and running[0] is SURVEY and not after and is_open(turn, running[1])
    if not left or not outcome.replies:
        return outcome
    *before, last = outcome.replies
    words = f"{last.text}\n\n{turn.words_of('survey/left')}"
    return replace(outcome, replies=(*before, replace(last, text=words)))


def ended(turn: Turn, dropped: str, answer: Callable[[Turn], Outcome], *, alone: bool) -> Outcome:
    """Says once that forms came to an end by themselves (`dropped`: why and which), and offers to
    begin them again. What was typed now may be an answer to one: it is taken for something else
    only where it means something `alone`."""
    why, _, names = dropped.partition(":")
    forms = names.split(",")
    turn = turn.keeping(dropped=None)
    again = [
        turn.choice(f"begin_{name}" if len(forms) > 1 else "begin_again", f"begin:{name}")
        for name in forms
        if name in BEGINNINGS
    ]
    told = turn.say("system/form_dropped", again, turn.menu_choice(), forms=forms, why=why)
    if not alone:
        return told
    outcome = answer(turn)
    if why == WhyEnded.EMPTY:
        return outcome  # nothing was lost
    note = replace(told.replies[0], choices=(), menu=0)
    return Outcome(outcome.conversation, (note, *outcome.replies))


def _gives_it_up(turn: Turn) -> bool:
    """Whether the registration that was left is given up: no question, and nothing that was
    sent, is meant."""
    form = orjson.loads(turn.conversation.waiting[-1])["name"] if turn.conversation.waiting else ""
    of_seat = wishes.wish_in(turn.text) in ("", "cancel_ticket", "not_coming")
    return form == _REGISTER and of_seat and wishes.leaves(turn.text) and not tickets.living(turn)


def _beside(turn: Turn, outcome: Outcome, words: str) -> Outcome:
    """The answer with the offer above its last reply, whose list it goes on."""
    *before, last = outcome.replies
    shown = [one for one in last.choices if one.action not in _ON]
    back = next((one for one in shown if one.key == "0"), None) or turn.menu_choice()
    offered = (*(one for one in shown if one.key != "0"), *_ways(turn))
    keyed = numbered(offered, back)
    menu = last.menu or outcome.conversation.menu + 1
    last = replace(last, text=f"{words}\n\n{last.text}", choices=keyed, menu=menu)
    conversation = replace(
        outcome.conversation,
        menu=menu,
        choices=tuple((one.key, one.label, one.action) for one in keyed),
        shown_at=turn.now,
    )
    return Outcome(conversation, (*before, last))


def _ways(turn: Turn) -> list[Choice]:
    return [turn.choice("go_on_left", _ON[0]), turn.choice("drop_left", _ON[1])]


def _of_form(turn: Turn) -> dict[str, Any]:
    """Of the form left last: its name, what it is about, the question it stands at."""
    waiting = turn.conversation.waiting
    form = orjson.loads(waiting[-1])
    flow = FLOWS[form["name"]]
    memory = flow.restore(form["memory"])
    asked = turn.words_of(f"{flow.name}/{memory.step}", memory=memory, trades=turn.content.trades)
    numbered_by_itself = _NUMBER.match(asked)
    return {
        "form": flow.name,
        "step": memory.step,
        "number": int(numbered_by_itself[1]) if numbered_by_itself else len(form["before"]) + 1,
        "event": getattr(memory, "event_title", ""),
        "others": len(waiting) - 1,
    }
