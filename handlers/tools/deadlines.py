"""Tôi cần làm gì, khi nào: the tax dates of this owner, from bands and kinds (never a figure), each
with its article, and reminders for whoever agrees to them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from content.amount_marks import Bound
from content.amounts import amounts
from content.calendar import WorkingDays, at, midnight_after, near_tet, today
from content.deadlines import Deadline, next_deadlines
from content.library import Content
from content.mends import Line
from content.parties import uses_own_number
from content.people import read_phone
from content.switched_on import opened_in
from content.tax import Band
from content.vietnamese import bare_words
from handlers.people import consents
from handlers.people.calendar import sending_days, working_days
from handlers.talk import notices
from handlers.talk.flow import Said
from handlers.talk.replies import told_first
from handlers.talk.turn import Outcome, Turn
from handlers.tools.group import TradeKind, kind_said, owner_of
from handlers.tools.notebook import METHODS, keep
from storage.database import Transaction
from storage.question_models import Purpose

REMIND_DAYS = (7, 2)
CONSENT = "deadlines/consent"
REMIND = "remind"  # these questions, for the sake of the reminders
BATCH = 200


class DeadlineStep(StrEnum):
    BAND = "band"
    KIND = "kind"
    METHOD = "method"
    OPENED = "opened"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class DeadlineAnswers:
    step: DeadlineStep = DeadlineStep.BAND
    band: str = ""
    kind: str = ""
    method: str = ""
    opened: str = ""  # in which half of this year (`2026h1`); "" when before
    reminds: bool = False  # to be reminded is what was wished


_OFFERED: dict[DeadlineStep, tuple[str, ...]] = {
    DeadlineStep.BAND: tuple(Band),
    DeadlineStep.KIND: tuple(TradeKind),
    DeadlineStep.METHOD: METHODS,
    DeadlineStep.OPENED: ("before", "h1", "h2"),
}


class DeadlinesTool:
    name = "deadlines"
    version = 2

    def begin(self, band: str = "", kind: str = "", *, reminds: bool = False) -> DeadlineAnswers:
        known = DeadlineAnswers(band=band, kind=kind, reminds=reminds)
        if not band:
            return known
        return _after_kind(known) if kind else replace(known, step=DeadlineStep.KIND)

    def restore(self, memory: dict[str, Any]) -> DeadlineAnswers:
        return DeadlineAnswers(**(memory | {"step": DeadlineStep(memory["step"])}))

    def takes_text(self, memory: DeadlineAnswers) -> bool:
        return memory.step in (DeadlineStep.BAND, DeadlineStep.KIND, DeadlineStep.OPENED)

    def choices(self, memory: DeadlineAnswers) -> Sequence[tuple[str, str]]:
        return tuple((f"{memory.step}_{value}", value) for value in _OFFERED[memory.step])

    def asking(self, memory: DeadlineAnswers, line: Line) -> DeadlineAnswers | None:
        step = {Line.REVENUE: DeadlineStep.BAND, Line.TRADE: DeadlineStep.KIND}.get(line)
        known = step is not None and getattr(memory, str(step))
        return replace(memory, step=step) if step and known else None

    def mended(
        self, kept: DeadlineAnswers, answered: DeadlineAnswers, line: Line, said: Said
    ) -> DeadlineAnswers:
        new = replace(kept, band=answered.band, kind=answered.kind or kept.kind)
        return new if kept.step is DeadlineStep.KIND else _after_kind(new)

    def told(self, turn: Turn, memory: DeadlineAnswers, line: Line) -> str:
        known = {Line.REVENUE: ("band", memory.band), Line.TRADE: ("kind", memory.kind)}
        what, value = known.get(line, ("", ""))
        return turn.choice(f"{what}_{value}", "").label if value else ""

    def advance(self, memory: DeadlineAnswers, said: Said) -> DeadlineAnswers | None:
        value = _band_of(said) if memory.step is DeadlineStep.BAND else said.value
        if memory.step is DeadlineStep.KIND:
            value = str(kind_said(said).get("kind", ""))
        if memory.step is DeadlineStep.OPENED and not value:
            value = opened_in(said.text, said.today)
        if memory.step is DeadlineStep.BAND and not value and not memory.kind:
            kind = str(kind_said(said).get("kind", ""))  # told first: only the revenue is left
            return replace(memory, kind=kind) if kind else None
        if value not in _OFFERED[memory.step]:
            return None
        match memory.step:
            case DeadlineStep.BAND if memory.kind:
                return _after_kind(replace(memory, band=value))
            case DeadlineStep.BAND:
                return replace(memory, step=DeadlineStep.KIND, band=value)
            case DeadlineStep.KIND:
                return _after_kind(replace(memory, kind=value))
            case DeadlineStep.OPENED:
                opened = "" if value == "before" else f"{said.today.year}{value}"
                return replace(memory, step=DeadlineStep.DONE, opened=opened)
        return replace(memory, step=DeadlineStep.DONE, method=value)

    def is_done(self, memory: DeadlineAnswers) -> bool:
        return memory.step is DeadlineStep.DONE

    def finish(self, turn: Turn, memory: DeadlineAnswers) -> Outcome:
        known = turn.tx.notebooks.of(turn.contact.id)
        told = {"band": memory.band, "kind": memory.kind, "method": memory.method}
        told |= {"opened": memory.opened}
        kept = keep(turn, (known.answers if known else {}) | told)
        wanted = memory.reminds and not consents.has_agreed(turn, Purpose.REMINDER)
        return _ask_consent(turn) if wanted else _listed(turn, kept.answers)


def _band_of(said: Said) -> str:
    """The band that was told: of a year, or `dưới 500 triệu`, which is of one, too."""
    found = amounts(said.text)
    if said.band or len(found) != 1 or found[0].bound is not Bound.BELOW or found[0].period:
        return said.band
    return str(said.rules.band(found[0].value))


def _after_kind(answers: DeadlineAnswers) -> DeadlineAnswers:
    """What is still to be asked of this band and kind."""
    if answers.band == Band.FREE_CHOICE:
        return replace(answers, step=DeadlineStep.METHOD)
    opened = answers.band == Band.EXEMPT and answers.kind != TradeKind.RENT
    return replace(answers, step=DeadlineStep.OPENED if opened else DeadlineStep.DONE)


DEADLINES = DeadlinesTool()


def show(turn: Turn) -> Outcome | None:
    """The dates of whoever told their band before; None when nobody did."""
    kept = turn.tx.notebooks.of(turn.contact.id)
    return _listed(turn, kept.answers) if kept and kept.answers.get("band") else None


def act(turn: Turn, action: str) -> Outcome | None:
    """`remind` asks for the consent, `yes` gives it, `no` ends it; None for the tool itself."""
    match action:
        case "remind":
            return _ask_consent(turn)
        case "yes":
            return _agreed(turn)
        case "no":
            consents.withdraw(turn.tx, turn.contact.id, Purpose.REMINDER, turn.now)
            return turn.say("deadlines/not_reminding", back=turn.choice("deadlines", "deadlines"))
    return show(turn)


def reminding(turn: Turn) -> Outcome | None:
    """The consent, or, with it, the dates that are reminded of; None where they are not known."""
    kept = turn.tx.notebooks.of(turn.contact.id)
    if not kept or not kept.answers.get("band"):
        return None
    agreed = consents.has_agreed(turn, Purpose.REMINDER)
    return _listed(turn, kept.answers) if agreed else _ask_consent(turn)


def _agreed(turn: Turn) -> Outcome:
    """Reminders from now on, with what was wished of them that cannot be."""
    consents.agree(turn, Purpose.REMINDER, CONSENT)
    gets_news = consents.has_agreed(turn, Purpose.BROADCAST)
    offered = [] if gets_news else [turn.choice("offer_news", "news")]
    wished = set() if turn.action else wished_of_reminders(turn.text)
    return turn.say(
        "deadlines/reminding", offered, turn.choice("deadlines", "deadlines"), wished=wished
    )


def wished_of_reminders(text: str) -> set[str]:
    """What somebody wishes of the reminders that cannot be chosen: `number`, another way than this
    conversation; `days`, another day or hour."""
    plain = bare_words(text)
    number = read_phone(text) or uses_own_number(text) or _OTHER_WAY.search(plain)
    days = _OTHER_DAYS.search(plain) or _OTHER_HOURS.search(plain)
    return {name for name, told in (("number", number), ("days", days)) if told}


def begin_reminding(turn: Turn, band: str, kind: str) -> Outcome | None:
    """The consent at once, where what is told decides which dates come next, whatever else would be
    asked; None where it does not. A kind that was not told is no renting out."""
    answers = {"band": band, "kind": kind, "method": "", "opened": ""}
    if band != Band.EXEMPT:
        return None
    days = working_days(turn.content.ward)
    halves = ("", f"{turn.today.year}h1", f"{turn.today.year}h2")
    coming = [
        [one.day for one in confirmed(turn.content, answers | {"opened": half}, turn.today, days)]
        for half in halves
    ]
    if any(days_of != coming[0] for days_of in coming):
        return None
    known = turn.tx.notebooks.of(turn.contact.id)
    keep(turn, (known.answers if known else {}) | answers)
    return _ask_consent(turn)


def _ask_consent(turn: Turn) -> Outcome:
    choices = [turn.choice("agree", "deadlines:yes")]
    return turn.say(CONSENT, choices, turn.choice("disagree", "deadlines"))


# Folded.
_OTHER_DAYS = re.compile(
    r"\bnhac\b.*\b(?:truoc|som)\b.*\b(?:\d+|mot|hai|ba|bon|nam|muoi)"
    r" (?:ngay|hom|tuan|thang|tieng)\b"
)
_OTHER_HOURS = re.compile(
    r"\b(?:buoi|luc|vao) (?:sang|chieu|toi|trua|dem|som|\d{1,2} ?(?:h|gio))\b"
)
_OTHER_WAY = re.compile(r"\b(?:goi|goi dien|alo|sms|tin nhan|zalo|nhan tin vao so)\b")


def said_of_days(turn: Turn) -> Outcome | None:
    """Where the consent is asked for, when the reminders come, which is not to be chosen; None for
    any other words."""
    asked = any(action == "deadlines:yes" for _, _, action in turn.conversation.choices)
    if not asked or not _OTHER_DAYS.search(bare_words(turn.text)):
        return None
    return told_first(_ask_consent(turn), turn.words_of("deadlines/fixed_days"))


def confirmed(
    content: Content, answers: Mapping[str, str], day: date, days: WorkingDays
) -> Sequence[Deadline]:
    """The coming dates that somebody confirmed with their article; others are never shown."""
    found = next_deadlines(owner_of(answers), day, days)
    return [deadline for deadline in found if deadline.duty in content.deadlines]


def _listed(turn: Turn, answers: Mapping[str, str]) -> Outcome:
    reminding = consents.has_agreed(turn, Purpose.REMINDER)
    choices = [
        turn.choice("remind_off", "deadlines:no")
        if reminding
        else turn.choice("remind_me", "deadlines:remind"),
        turn.choice("deadlines_again", "tool:deadlines:again"),
    ]
    return turn.say(
        "deadlines/list",
        choices,
        turn.menu_choice(),
        deadlines=confirmed(turn.content, answers, turn.today, working_days(turn.content.ward)),
        bases=turn.content.deadlines,
        reminding=reminding,
    )


# ---- reminders ----


def remind(tx: Transaction, content: Content, now: datetime) -> bool:
    """Queues the reminders due today, a bounded number at a time; True when none is left."""
    day, days = today(now), sending_days(content.ward)
    due = days.sending_time(now)
    queued = 0
    for kept in tx.notebooks.to_remind():
        for deadline in confirmed(content, kept.answers, day, days):
            when = reminder_due(days, deadline, day)
            if when is None:
                continue
            queued += notices.notify(
                tx,
                content,
                kept.contact_id,
                "deadlines/reminder",
                now,
                key=f"{consents.REMINDERS}:{kept.contact_id}:{deadline.duty}:{deadline.day}:{when}",
                due=due,
                expires=midnight_after(at(deadline.due, time())),
                deadline=deadline,
                basis=content.deadlines[deadline.duty],
            )
            if queued >= BATCH:
                return False
    return True


def reminder_due(days: WorkingDays, deadline: Deadline, day: date) -> int | None:
    """Which reminder (7 or 2 days ahead) is to go on a day; None for none. One that falls on a day
    without sending goes earlier, never later; the one missed goes while it still helps."""
    for ahead in sorted(REMIND_DAYS):
        if reminder_day(days, deadline.aim, ahead) <= day <= deadline.aim:
            return ahead
    return None


def reminder_day(days: WorkingDays, aim: date, ahead: int) -> date:
    """The day a reminder is to go: so many days before, or the working day before that."""
    day = aim - timedelta(days=ahead)
    while not days.is_working(day) or near_tet(day):
        day -= timedelta(days=1)
    return day
