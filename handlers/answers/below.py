"""What may be chosen below an answer: at most three things to do, and one choice that unfolds the
rest (details, basis, what else belongs to it, whether it was right)."""

import re
from collections.abc import Sequence

from content.knowledge import Case, Entry
from content.library import Content
from content.spoken import names_choice
from content.vietnamese import fold
from handlers.answers import verdict
from handlers.talk.messages import Choice
from handlers.talk.turn import Turn

RELATED_SHOWN = 2

_SHOW_ME = re.compile(r"(?:cho (?:\w+ )?)?(?:xem|doc) (?:them |ky )?")


def short(turn: Turn, entry: Entry, case: str) -> Sequence[Choice]:
    """Below the short answer. `case` is the branch of it that was told; where that asks for
    something, its answers come first and nothing else is offered."""
    of_figures = bool(case) and entry.case is Case.REVENUE
    if of_figures and (asked := verdict.choices(turn, turn.conversation.asked or "")):
        return (*asked, turn.choice("unfold", f"faq:{entry.id}:details"))
    return first(turn.content, entry)


def first(content: Content, entry: Entry) -> Sequence[Choice]:
    """Below the short answer to whoever told nothing of their own."""
    label = content.words.label
    unfold = Choice(label("unfold"), f"faq:{entry.id}:details")
    ask = Choice(label("ask_more"), "ask_ward")
    second = Choice(label("remind_me"), "deadlines") if entry.reminds else ask
    return (unfold, *(one for one in (_next_step(content, entry), second) if one))


def _next_step(content: Content, entry: Entry) -> Choice | None:
    """The tool that goes with an answer, else the question most people ask next."""
    if entry.tool:
        label = content.words.label(f"offer_{entry.tool}")
        return Choice(label, f"tool:{entry.tool}:asked")
    return next(iter(_related(content, entry)), None)


def unfolded(turn: Turn, entry: Entry, *, details: bool = False) -> Sequence[Choice]:
    """Below what was unfolded; `details` where those are yet to be seen."""
    more = [turn.choice("details", f"faq:{entry.id}:details")] if details and entry.details else []
    right, wrong = (turn.choice(name, f"{name}:{entry.id}") for name in ("good", "bad"))
    return (*more, *_related(turn.content, entry)[:RELATED_SHOWN], right, wrong)


def again(turn: Turn, entry: Entry, send: Choice) -> Sequence[Choice]:
    """Below an answer said once more in short; `send` sends the ward what was asked."""
    return (turn.choice("unfold", f"faq:{entry.id}:details"), send)


def still(turn: Turn, entry: Entry, send: Choice, beside: Sequence[str] = ()) -> Sequence[Choice]:
    """Below what is known of a matter whose very question has no answer; `beside`: what may be
    meant instead."""
    others = [*beside, *(one for one in entry.related if one not in beside)]
    return (send, *_named(turn.content, others)[:RELATED_SHOWN])


def said(turn: Turn) -> str:
    """What words say that name something folded away below the answer shown; "" for other words."""
    entry = turn.conversation.entry
    of_it = (f"faq:{entry}:", f"good:{entry}")
    if not any(action.startswith(of_it) for _, _, action in turn.conversation.choices):
        return ""
    folded = [(name, f"faq:{entry}:{name}") for name in ("details", "basis")]
    folded += [(name, f"{name}:{entry}") for name in ("good", "bad")]
    asks = _SHOW_ME.match(fold(turn.text))
    words = " ".join(turn.text.split()[len(asks[0].split()) if asks else 0 :])
    label = turn.content.words.label
    return next((action for name, action in folded if names_choice(words, label(name))), "")


def _related(content: Content, entry: Entry) -> list[Choice]:
    return _named(content, entry.related)


def _named(content: Content, names: Sequence[str]) -> list[Choice]:
    entries = content.knowledge.entries
    return [Choice(entries[one].menu, f"faq:{one}") for one in names if one in entries]
