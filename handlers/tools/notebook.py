"""Sổ tay của tôi: five questions, then one page of this owner's duties, dates and supports.

Only bands and kinds are kept, no name and no figure; the page has an address nobody can guess.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from content.calendar import WorkingDays
from content.deadlines import next_deadlines
from content.library import Content
from content.mends import Line
from content.tax import Band
from handlers.people.calendar import working_days
from handlers.talk import pausing
from handlers.talk.flow import Said
from handlers.talk.turn import Outcome, Turn
from handlers.tools.group import TradeKind, kind_said, of_trade, owner_of
from storage.models import Notebook

METHODS = ("ratio", "income", "unknown")
WORKERS = ("none", "some")
PLANS = ("stay", "enterprise", "loan", "close")


class NotebookStep(StrEnum):
    BAND = "band"
    KIND = "kind"
    METHOD = "method"
    WORKERS = "workers"
    PLAN = "plan"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class NotebookAnswers:
    step: NotebookStep = NotebookStep.BAND
    band: str = ""
    kind: str = ""
    trade: str = ""  # of `content/sectors.yaml`, when one was named
    method: str = ""
    workers: str = ""
    plan: str = ""


_OFFERED: dict[NotebookStep, tuple[str, Sequence[str]]] = {
    NotebookStep.BAND: ("band", tuple(Band)),
    NotebookStep.KIND: ("kind", tuple(TradeKind)),
    NotebookStep.METHOD: ("method", METHODS),
    NotebookStep.WORKERS: ("workers", WORKERS),
    NotebookStep.PLAN: ("plan", PLANS),
}
_AFTER = dict(zip(NotebookStep, [*list(NotebookStep)[1:], NotebookStep.DONE], strict=True))


class NotebookTool:
    name = "notebook"
    version = 1

    def begin(self, band: str = "", kind: str = "", trade: str = "") -> NotebookAnswers:
        """From the start, or behind what was told before."""
        if not band:
            return NotebookAnswers()
        known = NotebookAnswers(NotebookStep.KIND, band=band, kind=kind, trade=trade)
        if not kind:
            return known
        free = band == Band.FREE_CHOICE
        return replace(known, step=NotebookStep.METHOD if free else NotebookStep.WORKERS)

    def restore(self, memory: dict[str, Any]) -> NotebookAnswers:
        return NotebookAnswers(**(memory | {"step": NotebookStep(memory["step"])}))

    def takes_text(self, memory: NotebookAnswers) -> bool:
        return memory.step in (NotebookStep.BAND, NotebookStep.KIND)

    def choices(self, memory: NotebookAnswers) -> Sequence[tuple[str, str]]:
        field, values = _OFFERED[memory.step]
        return tuple((f"{field}_{value}", str(value)) for value in values)

    def asking(self, memory: NotebookAnswers, line: Line) -> NotebookAnswers | None:
        step = {Line.REVENUE: NotebookStep.BAND, Line.TRADE: NotebookStep.KIND}.get(line)
        known = step is not None and getattr(memory, str(step))
        return replace(memory, step=step) if step and known else None

    def mended(
        self, kept: NotebookAnswers, answered: NotebookAnswers, line: Line, said: Said
    ) -> NotebookAnswers:
        new = replace(kept, band=answered.band, kind=answered.kind, trade=answered.trade)
        later = kept.step in (NotebookStep.WORKERS, NotebookStep.PLAN)
        if new.band == Band.FREE_CHOICE and later and not new.method:
            return replace(new, step=NotebookStep.METHOD)
        if new.band != Band.FREE_CHOICE and kept.step is NotebookStep.METHOD:
            return replace(new, step=NotebookStep.WORKERS, method="")
        return new if new.band == Band.FREE_CHOICE else replace(new, method="")

    def told(self, turn: Turn, memory: NotebookAnswers, line: Line) -> str:
        known = {Line.REVENUE: ("band", memory.band), Line.TRADE: ("kind", memory.kind)}
        what, value = known.get(line, ("", ""))
        return turn.choice(f"{what}_{value}", "").label if value else ""

    def advance(self, memory: NotebookAnswers, said: Said) -> NotebookAnswers | None:
        field, values = _OFFERED[memory.step]
        if memory.step is NotebookStep.KIND:
            given = kind_said(said)
        else:
            value = said.band if memory.step is NotebookStep.BAND else said.value
            given = {field: value} if value in list(values) else {}
        if not given:
            return None
        following = _AFTER[memory.step]
        if memory.step is NotebookStep.KIND and memory.band != Band.FREE_CHOICE:
            following = NotebookStep.WORKERS  # only this band may choose how its income is taxed
        return replace(memory, step=following, **given)

    def is_done(self, memory: NotebookAnswers) -> bool:
        return memory.step is NotebookStep.DONE

    def finish(self, turn: Turn, memory: NotebookAnswers) -> Outcome:
        # The notebook's own answers, in place of whatever was kept before.
        answers = {field: value for field, value in asdict(memory).items() if field != "step"}
        return _shown(turn, keep(turn, answers))


def keep(turn: Turn, answers: Mapping[str, str]) -> Notebook:
    """Keeps the answers of this contact at an address nobody can guess."""
    token = secrets.token_urlsafe(16)
    return turn.tx.notebooks.keep(turn.contact.id, token, answers, turn.now)


def address(turn: Turn, kept: Notebook) -> str:
    """Where the notebook's page is; "" when our pages are nowhere to be reached."""
    return f"{turn.site}/so-tay/{kept.token}" if turn.site else ""


def is_complete(answers: Mapping[str, str]) -> bool:
    """Whether the five questions were answered; a page may hold the checklist alone, or what the
    tax dates need."""
    return all(answers.get(name) for name in ("band", "kind", "workers", "plan"))


def show(turn: Turn) -> Outcome | None:
    """The notebook made before, as of today; None when there is none."""
    kept = turn.tx.notebooks.of(turn.contact.id)
    return _shown(turn, kept) if kept and is_complete(kept.answers) else None


def _shown(turn: Turn, kept: Notebook) -> Outcome:
    if pause := turn.pause_of(pausing.FORMS["notebook"]):
        return turn.say_paused(pause)
    parts = (
        page_text(turn.content, kept.answers, turn.today, working_days(turn.content.ward)),
        turn.words_of("notebook/saved", address=address(turn, kept)),
    )
    choices = [turn.choice("notebook_again", "tool:notebook")]
    if kept.answers["plan"] == "enterprise":
        choices.insert(0, turn.choice("checklist", "checklist"))
    return turn.reply("\n\n".join(parts), choices, turn.menu_choice())


def page_text(content: Content, answers: Mapping[str, str], today: date, days: WorkingDays) -> str:
    """The notebook in neutral markup, as of a day."""
    band, kind = Band(answers["band"]), TradeKind(answers["kind"])
    return content.words.say(
        "notebook/page",
        band=band,
        kind=kind,
        method=answers["method"],
        workers=answers["workers"],
        plan=answers["plan"],
        deadlines=next_deadlines(owner_of(answers), today, days),
        **of_trade(content, answers.get("trade", ""), today),
        **content.knowledge.facts.as_of(today),
    )
