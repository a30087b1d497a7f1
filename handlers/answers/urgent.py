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
    BACK,
    DEBT,
    DOCTOR,
    EASED,
    FIREMEN,
    GONE,
    GUESTS,
    JOKED,
    LOAN,
    MEANS,
    NOTHING,
    NUMBERS,
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
    WHOM,
    need_in_distress,
    need_in_emergency,
    need_in_swindle,
    need_in_violence,
)
from content.perils import (
    BURNING,
    ELECTRIC,
    FIRE,
    FOOD,
    GAS,
    ILL,
    LASTING,
    MEDICAL,
    POISON,
    RACKET,
    THREAT,
    TRAPPED,
    WATER,
    peril_in,
)
from content.search import Decision
from content.spoken import asks, stays_unnamed
from content.swindles import SCAM, SWINDLED, done_since
from content.vietnamese import fold
from handlers.talk.messages import Reply
from handlers.talk.replies import told_first
from handlers.talk.turn import PATIENCE, Outcome, Turn

STAYS = timedelta(hours=1)  # how long what is said is heard as said in danger
GOES_ON_WORDS = 25  # a longer message stands alone
IN_NEED = ("complaint", "abuse", "emergency", "okay")  # what somebody in need may sound like
_MARK = "danger"  # in place of the entry shown last: it was the answer just before
_WHOLE, _AFTER = "whole", "after"  # told: all of it, not one sentence; when others are there
_TOLD_KEPT = 8
# Plain enough to be heard an hour long; any other is heard right after the answer only.
_HELD = (
    *(RETURNS, TAKEN, OUT, EASED, UNLOST, AGAIN, LOAN, BACK, MEANS, SAFE, JOKED, REPORTED),
    *(DOCTOR, FIREMEN, POLICE, REAL, REPORT, REPRISAL, GONE),
)
_A_CRY = 5  # words: longer, "gọi ai" may be asked of a lamp in the lane
_CLOSE = 0.31  # an answer this near to the words is of another matter than a danger
_FILLS_A_ROOM = (GAS, FIRE, BURNING)
_HARM = (EMERGENCY, VIOLENCE)
_SWINDLE = (SCAM, SWINDLED)
# Somebody else is there, or nothing was the matter: what follows is a matter of its own.
_THERE = (DOCTOR, FIREMEN, POLICE, GONE, REPORTED)
_ENDED = (OVER, NOTHING, JOKED, EASED, SAFE, UNPAID, *_THERE)
# No other matter, whatever else stands in it: a sum that burnt, a debt, the meeting asked of.
_ITS_OWN = (TAKEN, REAL, DEBT, OWED, NUMBERS, UNTOLD, UNSENT, ALONE, *_ENDED)
_NEEDS: dict[str, Callable[[str], str]] = {
    EMERGENCY: need_in_emergency,
    VIOLENCE: need_in_violence,
    DISTRESS: need_in_distress,
    SCAM: need_in_swindle,
    SWINDLED: need_in_swindle,
}
# What is said by turns while nothing new is heard, so that no answer is the one before it.
_TURNS: dict[str, tuple[str, ...]] = {
    DISTRESS: ("distress", "distress_2", "distress_3"),
    THEIRS: ("theirs_2", "theirs"),
    VIOLENCE: ("violence", "violence_2"),
    THREAT: ("threat_2", "threat_3"),
    EMERGENCY: ("emergency", "emergency_2"),
    FIRE: ("room_2", "emergency"),
    MEDICAL: ("ill_2", "ill_3"),
    SWINDLED: ("swindled", "swindled_2"),
    SCAM: ("scam", "scam_2"),
}
_ALIKE = {
    **dict.fromkeys((FIRE, GAS, BURNING, ELECTRIC, TRAPPED), FIRE),
    **dict.fromkeys((*ILL, WATER), MEDICAL),
    **dict.fromkeys((THREAT, RACKET), THREAT),
    THEIRS: THEIRS,
}
_ELSEWHERE = re.compile(
    r"\b(?:hoa don|etax|dang ky|hoi nghi|doanh thu|giay phep|ho so|ke khai|to khai"
    r"|ho kinh doanh|cong ty|lai suat|may tinh tien|cong (?:tac|thoat)|rac|via he|o ga|den duong"
    r"|vay von|hop phuong|di hop|buoi hop|cuoc hop|thu tuc|giay to|giay gi"
    r"|cho (?:em |toi |tui |minh |bac )?hoi (?!nhau)|mo (?:quan|tiem|shop|cua hang|hang)|(?:dung"
    r"|sang) ten)\b"
)
_TRADE = re.compile(r"\b(?:ban|thu) (?:duoc |hang |ra )?\d|\bban (?:duoc|hang)\b")
# A sum that is lost, owed or wanted is no sum of sales.
_LOST_SUM = re.compile(
    r"\b(?:mat|chay|hong|thiet hai|den|no|vay|lay|lai|lo|cuop|trom|doi|tra|chuoc|vien phi)\b"
)
# A stranger's phone, bank or link: the thief who lives in the house has none of them.
_FAR = re.compile(
    r"\b(?:chuyen|ck|link|otp|app|tai khoan|stk|ngan hang|qr|mang|zalo|goi dien|nhan tin|lua)\b"
)
_TAX = re.compile(r"\b(?:thue|ban duoc|ban hang|ban (?:pho|com|bun|ca phe))\b")


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
    if kind and before and before.step not in _ENDED and _alike(before.kind, kind):
        return _said_again(turn, before, kind)
    if kind:
        return Danger(kind, _first_step(kind, turn.text))
    if before is None or turn.action:
        return None
    if before.kind == SCAM and done_since(turn.text) and not _is_elsewhere(turn, before):
        return Danger(SWINDLED, need_in_swindle(turn.text))
    step = _heard(turn, before)
    if not step or (step not in _ITS_OWN and _is_elsewhere(turn, before)):
        return None
    if step in _ITS_OWN and step != REAL and _asks_of_trade(turn):
        return None
    return Danger(before.kind, step, goes_on=True)


def _said_again(turn: Turn, before: Danger, kind: str) -> Danger:
    """The same danger once more: what is new in the words; the rest was told."""
    step = _NEEDS[kind](turn.text)
    if before.step == POISON and step in (FOOD, MEDICAL):
        step = ""  # what poison does
    just_before = turn.conversation.entry == _MARK
    return Danger(kind, step, goes_on=bool(step) or just_before)


def _heard(turn: Turn, before: Danger) -> str:
    """The step the words ask for, as far as so few words may still mean it."""
    step = _NEEDS[before.kind](turn.text)
    if step == GUESTS and before.step not in _FILLS_A_ROOM:
        return ""
    if before.step in _ENDED and step != OVER and step not in (WHOM, MEANS):
        return step if step in _HELD and step not in (*_ENDED, OUT) else ""
    if step in _HELD or (step == WHOM and len(turn.text.split()) <= _A_CRY):
        return step
    return step if turn.conversation.entry == _MARK else ""


def going_on(turn: Turn) -> Danger | None:
    """The danger answered just before, when these words say nothing else for sure: `không ai giúp
    được tôi`, `5 tuổi mặc áo đỏ`. Once something else was answered, only words of the need itself
    are heard so (`said_in`); once it is over, none."""
    before = _before(turn)
    if before is None or turn.conversation.entry != _MARK:
        return None
    if before.step in _ENDED and (before.step not in _THERE or _AFTER in before.told):
        return None
    if _is_elsewhere(turn, before):
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
    goes_on = bool(before) and turn.conversation.entry == _MARK and before.kind in _HARM
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
    if not alarm_in(turn.text):
        return outcome
    return told_first(outcome, turn.words_of("danger/shield"))


def _told(turn: Turn, danger: Danger) -> Danger:
    """The danger with what is said of it now: the step it asks for, or what comes next by turns;
    never what was said just before."""
    if not danger.goes_on:
        told = (danger.step,) if danger.step == THEIRS else (danger.step, _WHOLE)
        return replace(danger, told=told)
    before = _before(turn)
    step, since, told = danger.step, before.step if before else "", before.told if before else ()
    is_new = step not in (told if step in LASTING else told[-1:])
    if not (step and is_new):
        turns = _TURNS[_ALIKE.get(step) or _ALIKE.get(since) or danger.kind]
        step = _AFTER if since in _THERE else min(turns, key=lambda one: _last_place(told, one))
    return replace(danger, told=(*(one for one in told if one != step), step)[-_TOLD_KEPT:])


def _last_place(told: tuple[str, ...], name: str) -> int:
    return told.index(name) if name in told else -1


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
        return THEIRS if is_of_another(said) else ""
    if kind == SWINDLED:
        step = need_in_swindle(text)
        return step if step in (AGAIN, LOAN) else ""
    return ""


def _alike(one: str, other: str) -> bool:
    return one == other or (one in _HARM and other in _HARM)


def _is_elsewhere(turn: Turn, before: Danger) -> bool:
    """Whether the words are about some matter of a household's business, or a long story."""
    plain, asked = _plain(turn), asks(turn.text)
    if _ELSEWHERE.search(plain) or (asked and "vay" in plain.split()):
        return True
    if len(plain.split()) > GOES_ON_WORDS and (asked or before.kind != DISTRESS):
        return True
    nearest = turn.content.understanding.read(turn.text).entries[:1]
    if any(entry.score >= _CLOSE for entry in nearest):
        return True
    if before.kind in _SWINDLE:
        return bool(_TRADE.search(plain))
    if _LOST_SUM.search(plain) and not asked:
        return False
    return bool(_TAX.search(plain)) or bool(amounts(turn.text))


def _asks_of_trade(turn: Turn) -> bool:
    """Whether, beside whatever was heard, something of a trade, a tax, a paper is asked."""
    plain = _plain(turn)
    about = _ELSEWHERE.search(plain) or _TAX.search(plain) or _TRADE.search(plain)
    return bool(about) and (asks(turn.text) or "hoi" in plain.split())


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
