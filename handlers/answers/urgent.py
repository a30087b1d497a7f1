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
    LASTING,
    LOAN,
    STEPS,
    need_in_distress,
    need_in_harm,
    need_in_swindle,
    peril_in,
)
from content.search import Decision
from content.swindles import SCAM, SWINDLED, done_since
from content.vietnamese import fold
from handlers.talk.messages import Reply
from handlers.talk.replies import told_first
from handlers.talk.turn import PATIENCE, Outcome, Turn

STAYS = timedelta(hours=1)  # how long what is said is heard as said in danger
GOES_ON_WORDS = 25  # a longer message stands alone
IN_NEED = ("complaint", "abuse", "emergency", "okay")  # what somebody in need may sound like
_MARK = "danger"  # its kind, its step, and when, in place of the entry shown last
_HARM = (EMERGENCY, VIOLENCE)
_SWINDLE = (SCAM, SWINDLED)
_NEEDS: dict[str, Callable[[str], str]] = {
    EMERGENCY: need_in_harm,
    VIOLENCE: need_in_harm,
    DISTRESS: need_in_distress,
    SCAM: need_in_swindle,
    SWINDLED: need_in_swindle,
}
_ELSEWHERE = re.compile(
    r"\b(?:hoa don|etax|dang ky|hoi nghi|doanh thu|giay phep|ho so|ke khai|to khai"
    r"|ho kinh doanh|cong ty|lai suat|may tinh tien|cong (?:tac|thoat)|rac|via he|o ga|den duong)\b"
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
    if kind:
        again = before is not None and _alike(before.kind, kind)
        step = _first_step(kind, turn.text, again=again)
        return Danger(kind, step, goes_on=again and bool(step))
    if before is None or turn.action:
        return None
    if before.kind == SCAM and done_since(turn.text) and not _is_elsewhere(turn, before):
        return Danger(SWINDLED, need_in_swindle(turn.text))
    step = _NEEDS[before.kind](turn.text)
    if not step or _is_elsewhere(turn, before):
        return None
    return Danger(before.kind, step, goes_on=True)


def going_on(turn: Turn) -> Danger | None:
    """The danger answered just before, when these words say nothing else for sure: `không ai giúp
    được tôi`, `5 tuổi mặc áo đỏ`."""
    before = _before(turn)
    if before is None or _is_elsewhere(turn, before):
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
    kept = turn.keeping(entry=_remembered(turn, danger), asked=None)
    return kept.reply(_words(turn, danger), [turn.choice("staff", "staff")], turn.menu_choice())


def beside(turn: Turn, danger: Danger, *, kept: bool) -> tuple[Turn, Reply]:
    """What helps now, where a form is open; `kept`: the form stays as it stood, and is told so."""
    waiting = turn.keeping(entry=_remembered(turn, danger), expires_at=turn.now + PATIENCE)
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
            return need_in_harm(text)
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
        return False
    return bool(_TAX.search(plain)) or bool(amounts(turn.text))


def _remembered(turn: Turn, danger: Danger) -> str | None:
    if danger.kind == RAGE:
        return None
    before, step = _before(turn), danger.step
    if step not in LASTING:  # of this moment only: what it began with stays
        step = before.step if before and _alike(before.kind, danger.kind) else ""
    return f"{_MARK}:{danger.kind}:{step}:{int(turn.now.timestamp())}"


def _before(turn: Turn) -> Danger | None:
    mark, *rest = (turn.conversation.entry or "").split(":")
    if mark != _MARK or len(rest) != 3:
        return None
    kind, step, at = rest
    if kind not in KINDS or (step and step not in STEPS) or not at.isdecimal():
        return None
    since = turn.now - datetime.fromtimestamp(int(at), UTC)
    return Danger(kind, step) if since < STAYS else None
