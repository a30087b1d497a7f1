"""Somebody in danger: what helps now, and the next words heard as said in the same need, until an
hour is over or they are clearly about something else."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from content.amounts import amounts
from content.danger import DISTRESS, EMERGENCY, KINDS, RAGE, VIOLENCE, alarm_in
from content.perils import (
    AGAIN,
    BURNING,
    EASED,
    FIRE,
    GAS,
    GUESTS,
    LASTING,
    LOAN,
    OUT,
    OVER,
    RETURNS,
    STEPS,
    TAKEN,
    UNLOST,
    WHOM,
    need_in_distress,
    need_in_emergency,
    need_in_swindle,
    need_in_violence,
    peril_in,
)
from content.search import Decision
from content.spoken import stays_unnamed
from content.swindles import SCAM, SWINDLED, done_since
from content.vietnamese import fold
from handlers.talk.messages import Reply
from handlers.talk.replies import told_first
from handlers.talk.turn import PATIENCE, Outcome, Turn

STAYS = timedelta(hours=1)  # how long what is said is heard as said in danger
GOES_ON_WORDS = 25  # a longer message stands alone
IN_NEED = ("complaint", "abuse", "emergency", "okay")  # what somebody in need may sound like
_MARK = "danger"  # in place of the entry shown last: it was the answer just before
# Plain enough to be heard an hour long; any other is heard right after the answer only.
_HELD = (RETURNS, TAKEN, OUT, EASED, UNLOST, AGAIN, LOAN)
_A_CRY = 5  # words: longer, "gọi ai" may be asked of a lamp in the lane
_FILLS_A_ROOM = (GAS, FIRE, BURNING)
_HARM = (EMERGENCY, VIOLENCE)
_SWINDLE = (SCAM, SWINDLED)
_NEEDS: dict[str, Callable[[str], str]] = {
    EMERGENCY: need_in_emergency,
    VIOLENCE: need_in_violence,
    DISTRESS: need_in_distress,
    SCAM: need_in_swindle,
    SWINDLED: need_in_swindle,
}
_ELSEWHERE = re.compile(
    r"\b(?:hoa don|etax|dang ky|hoi nghi|doanh thu|giay phep|ho so|ke khai|to khai"
    r"|ho kinh doanh|cong ty|lai suat|may tinh tien|cong (?:tac|thoat)|rac|via he|o ga|den duong"
    r"|vay von|hop phuong|di hop|buoi hop|cuoc hop)\b"
)
_TRADE = re.compile(r"\b(?:ban|thu) (?:duoc |hang |ra )?\d|\bban (?:duoc|hang)\b")
# A stranger's phone, bank or link: the thief who lives in the house has none of them.
_FAR = re.compile(
    r"\b(?:chuyen|ck|link|otp|app|tai khoan|stk|ngan hang|qr|mang|zalo|goi dien|nhan tin|lua)\b"
)
_TAX = re.compile(r"\b(?:thue|ban duoc|ban hang|ban (?:pho|com|bun|ca phe))\b")


@dataclass(frozen=True, slots=True)
class Danger:
    """A danger that somebody tells of: one of `KINDS`, the first step of `STEPS` or "", and whether
    it was answered already and only goes on."""

    kind: str
    step: str = ""
    goes_on: bool = False


def said_in(turn: Turn) -> Danger | None:
    """The danger in the words themselves, or in little words said right after one."""
    kind, before = turn.content.understanding.danger_in(turn.text), _before(turn)
    if kind == VIOLENCE and turn.conversation.flow and stays_unnamed(turn.text):
        return None  # `sợ bị trả thù`, to the question for a name
    if kind == SWINDLED and before and before.kind == VIOLENCE and not _FAR.search(_plain(turn)):
        return Danger(VIOLENCE, TAKEN, goes_on=True)
    if kind:
        again = before is not None and _alike(before.kind, kind)
        step = _first_step(kind, turn.text, again=again)
        return Danger(kind, step, goes_on=again and bool(step))
    if before is None or turn.action:
        return None
    if before.kind == SCAM and done_since(turn.text) and not _is_elsewhere(turn, before):
        return Danger(SWINDLED, need_in_swindle(turn.text))
    step = _heard(turn, before)
    if not step or (step != TAKEN and _is_elsewhere(turn, before)):
        return None
    return Danger(before.kind, step, goes_on=True)


def _heard(turn: Turn, before: Danger) -> str:
    """The step the words ask for, as far as so few words may still mean it."""
    step = _NEEDS[before.kind](turn.text)
    if step == GUESTS and before.step not in _FILLS_A_ROOM:
        return ""
    if step in _HELD or (step == WHOM and len(turn.text.split()) <= _A_CRY):
        return step
    if before.step == OVER and step != OVER:
        return ""
    return step if turn.conversation.entry == _MARK else ""


def going_on(turn: Turn) -> Danger | None:
    """The danger answered just before, when these words say nothing else for sure: `không ai giúp
    được tôi`, `5 tuổi mặc áo đỏ`. Once something else was answered, only words of the need itself
    are heard so (`said_in`)."""
    before = _before(turn)
    if before is None or turn.conversation.entry != _MARK or before.step == OVER:
        return None
    if _is_elsewhere(turn, before):
        return None
    reading = turn.content.understanding.read(turn.text)
    if reading.decision is Decision.ANSWER:
        return None
    if reading.decision is Decision.SMALLTALK and reading.fixed not in IN_NEED:
        return None
    return Danger(before.kind, before.step, goes_on=True)


def is_on(turn: Turn) -> bool:
    """Whether somebody was told what helps within the hour."""
    return _before(turn) is not None


def answer(turn: Turn, danger: Danger) -> Outcome:
    """What helps now, with nothing else open."""
    kept = _remembering(turn, danger).keeping(asked=None)
    return kept.reply(_words(turn, danger), [turn.choice("staff", "staff")], turn.menu_choice())


def beside(turn: Turn, danger: Danger, *, kept: bool) -> tuple[Turn, Reply]:
    """What helps now, where a form is open; `kept`: the form stays as it stood, and is told so."""
    waiting = _remembering(turn, danger).keeping(expires_at=turn.now + PATIENCE)
    return waiting, Reply(_words(turn, danger, kept=kept))


def shielded(turn: Turn, outcome: Outcome) -> Outcome:
    """What is no answer says first whom to call, where a word of alarm stands in the message."""
    if not alarm_in(turn.text):
        return outcome
    return told_first(outcome, turn.words_of("danger/shield"))


def _words(turn: Turn, danger: Danger, *, kept: bool = False) -> str:
    if danger.goes_on:
        short = turn.words_of(f"danger/{danger.step or danger.kind}")
        return f"{short}\n\n{turn.words_of('danger/kept')}" if kept else short
    whole = turn.words_of(f"fixed/{danger.kind}", kept=kept)
    return f"{turn.words_of(f'danger/{danger.step}')}\n\n{whole}" if danger.step else whole


def _first_step(kind: str, text: str, *, again: bool) -> str:
    if kind in _HARM:
        if again:
            return _NEEDS[kind](text)
        peril = peril_in(text)
        return peril.name if peril else ""
    if kind == SWINDLED:
        step = need_in_swindle(text)
        return step if again or step in (AGAIN, LOAN) else ""
    return ""


def _alike(one: str, other: str) -> bool:
    return one == other or (one in _HARM and other in _HARM)


def _is_elsewhere(turn: Turn, before: Danger) -> bool:
    """Whether the words are about some matter of a household's business, or a long story."""
    plain = fold(turn.text)
    if len(plain.split()) > GOES_ON_WORDS or _ELSEWHERE.search(plain):
        return True
    if before.kind in _SWINDLE:
        return bool(_TRADE.search(plain))
    return bool(_TAX.search(plain)) or bool(amounts(turn.text))


def _plain(turn: Turn) -> str:
    return fold(turn.text)


def _remembering(turn: Turn, danger: Danger) -> Turn:
    """With the danger kept for the hour, whatever else is answered meanwhile; not who was angry."""
    if danger.kind == RAGE:
        return turn.keeping(danger=None, entry=None)
    before, step = _before(turn), danger.step
    if step not in (*LASTING, OVER):  # of this moment only: what it began with stays
        step = before.step if before and _alike(before.kind, danger.kind) else ""
    kept = f"{danger.kind}:{step}:{int(turn.now.timestamp())}"
    return turn.keeping(danger=kept, entry=_MARK)


def _before(turn: Turn) -> Danger | None:
    kind, *rest = (turn.conversation.danger or "").split(":")
    if kind not in KINDS or len(rest) != 2:
        return None
    step, at = rest
    if (step and step not in STEPS) or not at.isdecimal():
        return None
    since = turn.now - datetime.fromtimestamp(int(at), UTC)
    return Danger(kind, step) if since < STAYS else None
