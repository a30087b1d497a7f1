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
from content.tax import Band
from handlers.people.calendar import working_days
from handlers.talk.flow import Said
from handlers.talk.turn import Outcome, Turn
from handlers.tools.group import Kind, kind_said, of_trade, owner_of
from storage.models import Notebook

METHODS = ("ratio", "income", "unknown")
WORKERS = ("none", "some")
PLANS = ("stay", "enterprise", "loan", "close")


class Step(StrEnum):
    BAND = "band"
    KIND = "kind"
    METHOD = "method"
    WORKERS = "workers"
    PLAN = "plan"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Answers:
    step: Step = Step.BAND
    band: str = ""
    kind: str = ""
    trade: str = ""  # of `content/sectors.yaml`, when one was named
    method: str = ""
    workers: str = ""
    plan: str = ""


_OFFERED: dict[Step, tuple[str, Sequence[str]]] = {
    Step.BAND: ("band", tuple(Band)),
    Step.KIND: ("kind", tuple(Kind)),
    Step.METHOD: ("method", METHODS),
    Step.WORKERS: ("workers", WORKERS),
    Step.PLAN: ("plan", PLANS),
}
_AFTER = dict(zip(Step, [*list(Step)[1:], Step.DONE], strict=True))


class NotebookTool:
    name = "notebook"
    version = 1

    def begin(self) -> Answers:
        return Answers()

    def restore(self, memory: dict[str, Any]) -> Answers:
        return Answers(**(memory | {"step": Step(memory["step"])}))

    def takes_text(self, memory: Answers) -> bool:
        return memory.step in (Step.BAND, Step.KIND)

    def choices(self, memory: Answers) -> Sequence[tuple[str, str]]:
        field, values = _OFFERED[memory.step]
        return tuple((f"{field}_{value}", str(value)) for value in values)

    def advance(self, memory: Answers, said: Said) -> Answers | None:
        field, values = _OFFERED[memory.step]
        if memory.step is Step.KIND:
            given = kind_said(said)
        else:
            value = said.band if memory.step is Step.BAND else said.value
            given = {field: value} if value in list(values) else {}
        if not given:
            return None
        following = _AFTER[memory.step]
        if memory.step is Step.KIND and memory.band != Band.FREE_CHOICE:
            following = Step.WORKERS  # only this band may choose how its income is taxed
        return replace(memory, step=following, **given)

    def is_done(self, memory: Answers) -> bool:
        return memory.step is Step.DONE

    def finish(self, turn: Turn, memory: Answers) -> Outcome:
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
    parts = (
        page_text(turn.content, kept.answers, turn.today, working_days(turn.tx)),
        turn.words_of("notebook/saved", address=address(turn, kept)),
    )
    choices = [turn.choice("notebook_again", "tool:notebook")]
    if kept.answers["plan"] == "enterprise":
        choices.insert(0, turn.choice("checklist", "checklist"))
    return turn.reply("\n\n".join(parts), choices, turn.menu_choice())


def page_text(content: Content, answers: Mapping[str, str], today: date, days: WorkingDays) -> str:
    """The notebook in neutral markup, as of a day."""
    band, kind = Band(answers["band"]), Kind(answers["kind"])
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
