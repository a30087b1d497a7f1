"""What typed words mean where a list of choices is shown and no form is open: a yes or a no to what
was asked last, or a choice by some of its words."""

import re
from collections.abc import Sequence

from content.agreeing import agreed_in, erases_all, erases_every_bit
from content.consenting import is_no_consent
from content.desk_words import answers_offer
from content.short_answers import says_no, says_yes
from content.spoken import (
    declines,
    is_unhappy,
    keeps_after_all,
    names_choice,
    rating_in,
    says_keep,
    takes,
)
from content.switched_on import agrees_and_wishes

# (key, label, action) of a choice, as a conversation keeps it.
Shown = tuple[str, str, str]

_ERASES = re.compile(r"privacy:erase:(sure|keep|last|keeping|of:\w+:sure)")
# What happens for good, or is a consent: done by its whole label, its number, or a plain yes.
_SURE = re.compile(
    rf"{_ERASES.pattern}|privacy:withdraw:\w+:sure|question:\d+:(?:withdraw|unname):sure|ticket:\d+:cancel:sure"
    r"|link:leave:sure|deadlines:yes|news:(all|here|stop|of:.+)"
)
# What acts, and the action that asks for it: `ticket:5:cancel` of `ticket:5:cancel:sure`.
_ASKED_BY = (
    re.compile(r"(.+):sure"),
    re.compile(r"(privacy:erase):(?:keep|last|keeping)"),
    re.compile(r"(news):(?:all|here|stop|end:.+|of:.+|topic:\w+)"),
    re.compile(r"(deadlines):(?:yes|no)"),
    re.compile(r"(ticket:\d+:people):\d+"),
    re.compile(r"(link):code"),
)
# ... of those, what cannot be taken back.
_FOR_GOOD = re.compile(r".+:sure|privacy:erase:(?:keep|last|keeping)")
_RATE = re.compile(r"(question:\d+):rate:5")
_OFFER = re.compile(r"(ticket:\d+):accept")
_SENTENCE_END = re.compile(r"[.!;\n]+(?:\s+|$)")
_TALK = re.compile(r"talk:\d+:")  # offered to an official in their own chat
_TAKEN = re.compile(r"ticket:\d+:cancel:sure|question:\d+:(?:withdraw|unname):sure")
_WAYS_ON = ("resume",)  # offered beside a question, no answer to it
_LEFT = ("resume", "cancel")  # the whole of what is asked about a form that was left
AMBIGUOUS = "ambiguous"
_SWITCHED_ON = ("deadlines:yes", "news:here")
_NEWS_AGREED = ("news:of:", "news:all")
_STOPS = ("news:all", "news:stop")


def meant(text: str, choices: Sequence[Shown]) -> str:
    """The action meant by a yes or a no to what was asked last; `AMBIGUOUS` for a yes to several
    things, "" for neither."""
    choices = [one for one in choices if one[0]]  # what came meanwhile was not asked last
    shown = [action for key, _, action in choices if key != "0" and action not in _WAYS_ON]
    if tuple(action for key, _, action in choices if key != "0") == _LEFT:
        goes_on = says_yes(text) or names_choice(text, choices[0][1])
        return _LEFT[0] if goes_on else _LEFT[1] if says_no(text) else ""
    if rated := next((found[1] for action in shown if (found := _RATE.fullmatch(action))), ""):
        if points := rating_in(text):
            return f"{rated}:rate:{points}"
        if is_unhappy(text):
            return f"{rated}:unhappy"
    for action in shown:
        if offer := _OFFER.fullmatch(action):
            return action if takes(text) else f"{offer[1]}:decline" if declines(text) else ""
    if not shown or not _SURE.fullmatch(shown[0]):
        return ""
    out = way_out(choices)
    asked = [action for action in shown if action != out]
    if says_keep(text) or says_no(text) or (ends_something(choices) and keeps_after_all(text)):
        return out
    if asked[0].startswith((*_SWITCHED_ON, *_NEWS_AGREED)) and is_no_consent(text):
        return ""
    if asked[0] in _SWITCHED_ON and agrees_and_wishes(text):
        return asked[0]
    if says_yes(text) and asked[0].startswith(_NEWS_AGREED):
        return asked[0]  # the other choice is only to choose otherwise
    if says_yes(text) or _is_yes_to(text, asked[0]):
        return asked[0] if len(asked) == 1 else AMBIGUOUS
    return ""


def _is_yes_to(text: str, action: str) -> bool:
    """A yes with words of what is asked about (`ừ hủy giùm tui`), or those alone; with a question
    only where the order is a sentence of its own (`ừ hủy luôn đi. số em có bị giữ không`)."""
    taken = _TAKEN.fullmatch(action) is not None
    done_by = "erase" if _ERASES.fullmatch(action) else "cancels"
    said = agreed_in(text, done_by) if done_by == "erase" or taken else None
    if said is None or not said.asked:
        return said is not None
    first = agreed_in(_SENTENCE_END.split(text, maxsplit=1)[0], done_by)
    return taken and first is not None and first.urged and not first.asked


_ERASE, _ERASE_LAST, _ONE_OF_SEVERAL = (
    "privacy:erase:sure",
    "privacy:erase:last",
    "privacy:erase:of:",
)


def erasing(text: str, choices: Sequence[Shown]) -> str:
    """The action meant by a yes to erasing that names it (`ừ xóa`): who says so below the page of
    what goes was asked once, and is asked no more; where something may be kept, or somebody else's
    goes too, only who says that all of it goes, and of other people he is asked once more. "" for
    any other words."""
    asked = [action for key, _, action in choices if key not in ("", "0")]
    if not asked or not erases_all(text):
        return ""
    if len(asked) == 1 and asked[0] in (_ERASE, _ERASE_LAST, "privacy:erase:keeping"):
        return _ERASE_LAST if asked[0] == _ERASE else asked[0]
    if asked[0] != _ERASE or not erases_every_bit(text):
        return ""
    others = any(action.startswith(_ONE_OF_SEVERAL) for action in asked)
    return _ERASE if others else _ERASE_LAST


def question_in(choices: Sequence[Shown]) -> str:
    """The action that asked what the list asks, if the answer cannot be taken back; else ""."""
    sure = [action for key, _, action in choices if key and _FOR_GOOD.fullmatch(action)]
    return asked_by(sure[0]) if sure else ""


def ends_something(choices: Sequence[Shown]) -> bool:
    """Whether the list asks if something is to end, for good or until it is wished again."""
    first = next((action for key, _, action in choices if key not in ("", "0")), "")
    return bool(question_in(choices)) or first.startswith(_STOPS)


def way_out(choices: Sequence[Shown]) -> str:
    """The choice that leaves all as it is; "" where the list asks nothing."""
    shown = [action for key, _, action in choices if key not in ("", "0")]
    # It leads back to what the question is about: `ticket:5` of `ticket:5:cancel:sure`.
    kept = [a for key, _, a in choices if key and shown and shown[0].startswith(f"{a}:")]
    return (kept or [action for key, _, action in choices if key == "0"] or [""])[0]


def asked_by(action: str) -> str:
    """The action that shows the question to which this one is the answer, where the answer does
    something that should not be done by a number typed long after; "" for any other."""
    found = (pattern.fullmatch(action) for pattern in _ASKED_BY)
    return next((match[1] for match in found if match), "")


def by_words(text: str, choices: Sequence[Shown]) -> str:
    """The action of the one choice that the text names by some of its words, else ""; never what
    happens for good, nor one of the questions suggested."""
    named = [
        action
        for _, label, action in choices
        if names_choice(text, label) and not action.startswith("faq:")
    ]
    if len(named) == 1 and not _SURE.fullmatch(named[0]):
        return named[0]
    offered = {action.rpartition(":")[2]: action for *_, action in choices if _TALK.match(action)}
    return offered.get(answers_offer(text), "") if offered else ""
