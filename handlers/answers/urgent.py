"""Somebody in danger: what helps now, and the next words heard as said in the same need, until an
hour is over or they are clearly about something else."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from content.amounts import amounts
from content.danger import DISTRESS, EMERGENCY, KINDS, RAGE, VIOLENCE, alarm_in
from content.despair import has_swallowed, is_of_another
from content.idioms import plain_words
from content.needs import (
    AGAIN,
    ALONE,
    APP_GONE,
    AT_DOOR,
    BACK,
    BACKED,
    BANK,
    CALL_ME,
    CALLS_AGAIN,
    DEBT,
    DOCTOR,
    EASED,
    EDGE,
    FIREMEN,
    GONE,
    GUESTS,
    HAS_DATA,
    HOLD,
    JOKED,
    LOAN,
    MEANS,
    MORE_SENT,
    NOTHING,
    NUMBERS,
    OF_ONESELF,
    OUT,
    OVER,
    OWED,
    POLICE,
    REAL,
    REPORT,
    REPORTED,
    REPRISAL,
    RETURNS,
    SAFE,
    STEPS,
    TAKEN,
    THEIRS,
    UNLOST,
    UNPAID,
    UNSENT,
    UNTOLD,
    WARN,
    WHOM,
    WORN,
    need_in_distress,
    need_in_emergency,
    need_in_swindle,
    need_in_violence,
)
from content.perils import (
    BURNING,
    FIRE,
    FOOD,
    GAS,
    LASTING,
    MEDICAL,
    POISON,
    peril_in,
)
from content.search import Decision
from content.spoken import asks, stays_unnamed
from content.swindled import done_since
from content.swindles import OF_SWINDLES, SCAM, SWINDLED
from content.vietnamese import fold, tidy
from handlers.answers import takings
from handlers.answers.another_matter import asks_of_trade, is_clearly_elsewhere, is_elsewhere
from handlers.answers.by_turns import AFTER, THERE, is_told_out, said_next
from handlers.talk.messages import IncomingKind, Reply
from handlers.talk.replies import told_first
from handlers.talk.turn import PATIENCE, Outcome, Turn

STAYS = timedelta(hours=1)  # how long what is said is heard as said in danger
IN_NEED = ("complaint", "abuse", "emergency", "okay")  # what somebody in need may sound like
_MARK = "danger"  # in place of the entry shown last: it was the answer just before
_WHOLE = "whole"  # told: all of it, not one sentence
# Plain enough to be heard an hour long; any other is heard right after the answer only.
_HELD = (
    *(RETURNS, TAKEN, OUT, EASED, UNLOST, AGAIN, LOAN, BACK, MEANS, SAFE, JOKED, REPORTED),
    *(DOCTOR, FIREMEN, POLICE, REAL, REPORT, REPRISAL, GONE),
    *(EDGE, BACKED, CALL_ME, AT_DOOR, WORN, WARN),
    *(CALLS_AGAIN, MORE_SENT, APP_GONE, BANK, HOLD, HAS_DATA),
)
_A_SIGH = 3  # words: `trời ơi`, `em run quá`
_A_CRY = 5  # words: longer, "gọi ai" may be asked of a lamp in the lane
_FILLS_A_ROOM = (GAS, FIRE, BURNING)
_HARM = (EMERGENCY, VIOLENCE)
_SWINDLE = (SCAM, SWINDLED)
# Somebody else is there, or nothing was the matter: what follows is a matter of its own.
_ENDED = (OVER, NOTHING, JOKED, EASED, SAFE, UNPAID, *THERE)
# No other matter, whatever else stands in it: a sum that burnt, a debt, the meeting asked of.
_ITS_OWN = (
    *(TAKEN, REAL, DEBT, OWED, NUMBERS, UNTOLD, UNSENT, ALONE, AT_DOOR, WARN),
    *(CALLS_AGAIN, MORE_SENT, APP_GONE, BANK, REPORT, HOLD, HAS_DATA),
    *OF_ONESELF,
    *_ENDED,
)
# Goes on until it is over: whatever is said next and is clearly no other matter is said in it.
_UNTIL_OVER = (DISTRESS, VIOLENCE)
_NEEDS: dict[str, Callable[[str], str]] = {
    EMERGENCY: need_in_emergency,
    VIOLENCE: need_in_violence,
    DISTRESS: need_in_distress,
    SCAM: need_in_swindle,
    SWINDLED: need_in_swindle,
}
# A stranger's phone, bank or link: the thief who lives in the house has none of them.
_OF_THEM = re.compile(
    r"\b(?:nó|no|chúng|chung|bọn|bon|tụi|tui nó|tui no|họ|hắn|han|ổng|lão|ông ấy|ong ay|chồng|chong"
    r"|chủ nợ|chu no|dọa|doạ|doa|đánh|danh|đập|dap|phá|sợ|so qua|cửa|công an|cong an|113|gọi|goi"
    r"|cứu|cuu)\b"
)
_FAR = re.compile(
    r"\b(?:chuyen|ck|link|otp|app|tai khoan|stk|ngan hang|qr|mang|zalo|goi dien|nhan tin|lua)\b"
)


@dataclass(frozen=True, slots=True)
class Danger:
    """A danger that somebody tells of: one of `KINDS`, the first step of `STEPS` or "", whether it
    was answered already and only goes on; `told` is what it was answered with, the last behind."""

    kind: str
    step: str = ""
    goes_on: bool = False
    told: tuple[str, ...] = ()


def said_in(turn: Turn) -> Danger | None:
    """The danger in the words themselves, or in little words said right after one."""
    kind, before = turn.content.understanding.danger_in(turn.text), _before(turn)
    if kind == VIOLENCE and turn.conversation.flow and stays_unnamed(turn.text):
        return None  # `sợ bị trả thù`, to the question for a name
    if kind == SWINDLED and before and before.kind == VIOLENCE and not _FAR.search(_plain(turn)):
        return Danger(VIOLENCE, TAKEN, goes_on=True)
    if kind == SCAM and before and before.kind == SWINDLED:
        kind = SWINDLED if need_in_swindle(turn.text) == CALLS_AGAIN else kind
    ended = before is not None and before.step in _ENDED and before.step not in THERE
    if kind and before and not ended and _alike(before.kind, kind):
        return _said_again(turn, before, kind)
    if kind:
        return Danger(kind, _first_step(kind, turn.text))
    if before is None or turn.action:
        return None
    if before.kind == SCAM and done_since(turn.text) and not asks_of_trade(turn):
        return Danger(SWINDLED, need_in_swindle(turn.text))
    step = _heard(turn, before)
    if not step or (step not in _ITS_OWN and is_elsewhere(turn, before.kind)):
        return None
    if step in _ITS_OWN and step not in (REAL, HAS_DATA) and asks_of_trade(turn):
        return None
    return Danger(before.kind, step, goes_on=True)


def _said_again(turn: Turn, before: Danger, kind: str) -> Danger:
    """The same danger once more: what is new in the words; the rest was told."""
    first, then = (before.kind, kind) if before.kind == VIOLENCE else (kind, before.kind)
    step = _NEEDS[first](turn.text) or _NEEDS[then](turn.text)
    if before.step == THEIRS and step in OF_ONESELF:
        step = ""
    if before.step == POISON and step in (FOOD, MEDICAL):
        step = ""  # what poison does
    if before.kind == VIOLENCE and step in (AT_DOOR, ""):
        kind = VIOLENCE
    just_before = turn.conversation.entry == _MARK
    return Danger(kind, step, goes_on=bool(step) or just_before)


def _heard(turn: Turn, before: Danger) -> str:
    """The step the words ask for, as far as so few words may still mean it."""
    step = _NEEDS[before.kind](turn.text)
    if before.step == THEIRS and step in OF_ONESELF:
        return ""
    if step == GUESTS and before.step not in _FILLS_A_ROOM:
        return ""
    if before.step in _ENDED and step != OVER and step not in (WHOM, MEANS):
        return step if step in _HELD and step not in (*_ENDED, OUT) else ""
    if step in _HELD or (step == WHOM and len(turn.text.split()) <= _A_CRY):
        return step
    return step if turn.conversation.entry == _MARK else ""


def stays(turn: Turn) -> Danger | None:
    """Somebody who spoke of ending it, or is threatened, was answered just before: the danger goes
    on, whatever the words are like, until they are clearly about another matter or, of threats, all
    was told."""
    before = _unended(turn)
    if before is None or turn.conversation.entry != _MARK or _is_told_out(turn):
        return None
    return before


def _is_told_out(turn: Turn) -> bool:
    """Whether nothing new could be said of the danger told before, to more than a sigh."""
    before = _before(turn)
    if len(turn.text.split()) <= _A_SIGH:
        return False
    return before is not None and is_told_out(before.kind, before.step, before.told)


def instead_of_none(turn: Turn) -> Danger | None:
    """The same, where something else was answered meanwhile and these words have no answer."""
    before = _unended(turn)
    if before is None or turn.conversation.entry == _MARK:
        return None
    if before.kind == VIOLENCE and not _OF_THEM.search(tidy(turn.text).lower()):
        return None  # of those who threaten nothing is said any more
    return Danger(before.kind, goes_on=True)


def _unended(turn: Turn) -> Danger | None:
    before = _before(turn)
    if before is None or before.kind not in _UNTIL_OVER or before.step in _ENDED:
        return None
    return None if is_clearly_elsewhere(turn, before.kind) else Danger(before.kind, goes_on=True)


def going_on(turn: Turn) -> Danger | None:
    """The danger answered just before, when these words say nothing else for sure: `không ai giúp
    được tôi`, `5 tuổi mặc áo đỏ`. Once something else was answered, only words of the need itself
    are heard so (`said_in`); once it is over, none."""
    before = _before(turn)
    if before is None or turn.conversation.entry != _MARK:
        return None
    if before.step in _ENDED and (before.step not in THERE or AFTER in before.told):
        return None
    if _is_told_out(turn):
        return None
    met = before.kind in _SWINDLE and before.step in THERE
    if met and asks(turn.text) and not amounts(turn.text):
        return None  # what is asked now is asked plainly, where no loss is told with it
    if is_elsewhere(turn, before.kind):
        return None
    reading = turn.content.understanding.read(turn.text)
    if reading.decision is Decision.ANSWER:
        return None
    if reading.decision is Decision.SMALLTALK and reading.fixed not in IN_NEED:
        return None
    return Danger(before.kind, goes_on=True)


def alarmed(turn: Turn) -> Danger:
    """An emergency that is known by its likeness only: told whole, or what comes next of it."""
    before = _before(turn)
    goes_on = before is not None and turn.conversation.entry == _MARK and before.kind in _HARM
    return Danger(EMERGENCY, goes_on=goes_on)


def is_on(turn: Turn) -> bool:
    """Whether somebody was told what helps within the hour."""
    return _before(turn) is not None


def answer(turn: Turn, danger: Danger) -> Outcome:
    """What helps now, with nothing else open."""
    danger = _told(turn, danger)
    kept = _remembering(turn, danger).keeping(asked=None)
    return kept.reply(_words(turn, danger), [turn.choice("staff", "staff")], turn.menu_choice())


def beside(turn: Turn, danger: Danger, *, kept: bool) -> tuple[Turn, Reply]:
    """What helps now, where a form is open; `kept`: the form stays as it stood, and is told so."""
    danger = _told(turn, danger)
    waiting = _remembering(turn, danger).keeping(expires_at=turn.now + PATIENCE)
    return waiting, Reply(_words(turn, danger, kept=kept))


def shielded(turn: Turn, outcome: Outcome) -> Outcome:
    """What is no answer says first whom to call, where a word of alarm stands in the message."""
    return with_whom_to_call(turn, outcome) if alarm_in(turn.text) else outcome


def with_whom_to_call(turn: Turn, outcome: Outcome) -> Outcome:
    """The outcome with whom to call said first."""
    return told_first(outcome, turn.words_of("danger/shield"))


def _wary(turn: Turn, outcome: Outcome) -> Outcome:
    """The outcome with what to do if somebody unknown is behind it said first, where the words are
    told, with nothing open, as those tell it who have not seen through a swindler yet."""
    told = turn.incoming.kind is IncomingKind.TEXT and turn.incoming.group is None
    if not told or turn.action or turn.conversation.flow or is_on(turn) or not outcome.replies:
        return outcome
    if outcome.conversation.entry in OF_SWINDLES:
        return outcome
    if not takings.may_be_swindled(turn):
        return outcome
    return told_first(outcome, turn.words_of("danger/wary"))


def around(turn: Turn, outcome: Outcome, *, perhaps: bool) -> Outcome:
    """What is answered where nothing is the matter, or `perhaps` something: then with whom to call
    first; with a warning first where a swindler may be at work. Whoever began a form of the ward's
    is in no emergency any more: little words in it are its own."""
    if perhaps:
        return with_whom_to_call(turn, outcome)
    outcome = _wary(turn, outcome)
    before, begun = _before(turn), outcome.conversation.flow and not turn.conversation.flow
    if before is None or before.kind != EMERGENCY or not begun:
        return outcome
    return replace(outcome, conversation=replace(outcome.conversation, danger=None))


def _told(turn: Turn, danger: Danger) -> Danger:
    """The danger with what is said of it now: all of it, or what comes next."""
    if danger.goes_on and (before := _before(turn)):
        told = said_next(danger.kind, danger.step, before.step, before.told)
        return replace(danger, told=told)
    if danger.step == THEIRS:
        return replace(danger, told=(THEIRS,))
    return replace(danger, told=(danger.step, _WHOLE))


def _words(turn: Turn, danger: Danger, *, kept: bool = False) -> str:
    if danger.told[-1] != _WHOLE:
        short = turn.words_of(f"danger/{danger.told[-1]}")
        return f"{short}\n\n{turn.words_of('danger/kept')}" if kept else short
    whole = turn.words_of(f"fixed/{danger.kind}", kept=kept)
    return f"{turn.words_of(f'danger/{danger.step}')}\n\n{whole}" if danger.step else whole


def _first_step(kind: str, text: str) -> str:
    if kind in _HARM:
        peril = peril_in(text)
        return peril.name if peril else ""
    if kind == DISTRESS:
        said = plain_words(text)
        if has_swallowed(said):
            return POISON
        if is_of_another(said):
            return THEIRS
        return EDGE if need_in_distress(text) == EDGE else ""
    if kind == SWINDLED:
        step = need_in_swindle(text)
        return step if step in (AGAIN, LOAN) else ""
    return ""


def _alike(one: str, other: str) -> bool:
    return one == other or (one in _HARM and other in _HARM)


def _plain(turn: Turn) -> str:
    return fold(turn.text)


def _remembering(turn: Turn, danger: Danger) -> Turn:
    """With the danger kept for the hour, whatever else is answered meanwhile; not who was angry."""
    if danger.kind == RAGE:
        return turn.keeping(danger=None, entry=None)
    before, step = _before(turn), danger.step
    if step not in (*LASTING, *_ENDED, THEIRS):  # of this moment only: what it began with stays
        step = before.step if before and _alike(before.kind, danger.kind) else ""
    kept = f"{danger.kind}:{step}:{int(turn.now.timestamp())}:{','.join(danger.told)}"
    return turn.keeping(danger=kept, entry=_MARK)


def _before(turn: Turn) -> Danger | None:
    kind, *rest = (turn.conversation.danger or "").split(":")
    if kind not in KINDS or len(rest) not in (2, 3):  # the last is new
        return None
    step, at, told = (*rest, "")[:3]
    if (step and step not in STEPS) or not at.isdecimal():
        return None
    since = turn.now - datetime.fromtimestamp(int(at), UTC)
    return Danger(kind, step, told=tuple(told.split(","))) if since < STAYS else None
