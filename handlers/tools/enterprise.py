"""Lên doanh nghiệp: a comparison for this owner, and a list of things to do that is ticked off
over weeks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from content.mends import Line
from content.rendering import render_on
from content.spoken import is_made_of
from content.tax import Band
from handlers.talk.flow import Said
from handlers.talk.messages import Choice
from handlers.talk.replies import told_first
from handlers.talk.turn import Outcome, Turn
from handlers.tools.notebook import address, keep


class EnterpriseStep(StrEnum):
    BAND = "band"
    INVOICES = "invoices"
    PARTNERS = "partners"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Wish:
    """Revenue band; whether customers need VAT invoices; whether somebody joins in."""

    step: EnterpriseStep = EnterpriseStep.BAND
    band: str = ""
    invoices: str = ""
    partners: str = ""


class EnterpriseTool:
    name = "enterprise"
    version = 1

    def begin(self, band: str = "") -> Wish:
        return Wish(EnterpriseStep.INVOICES, band) if band else Wish()

    def restore(self, memory: dict[str, Any]) -> Wish:
        return Wish(**(memory | {"step": EnterpriseStep(memory["step"])}))

    def takes_text(self, memory: Wish) -> bool:
        return memory.step is EnterpriseStep.BAND

    def choices(self, memory: Wish) -> Sequence[tuple[str, str]]:
        match memory.step:
            case EnterpriseStep.BAND:
                return tuple((f"band_{band}", str(band)) for band in Band)
            case EnterpriseStep.INVOICES:
                return (("invoices_yes", "yes"), ("invoices_no", "no"))
            case EnterpriseStep.PARTNERS:
                return (("partners_alone", "alone"), ("partners_joined", "joined"))
        return ()

    def asking(self, memory: Wish, line: Line) -> Wish | None:
        known = line is Line.REVENUE and memory.band
        return replace(memory, step=EnterpriseStep.BAND) if known else None

    def mended(self, kept: Wish, answered: Wish, line: Line, said: Said) -> Wish:
        return replace(kept, band=answered.band)

    def told(self, turn: Turn, memory: Wish, line: Line) -> str:
        known = memory.band if line is Line.REVENUE else ""
        return turn.choice(f"band_{known}", "").label if known else ""

    def advance(self, memory: Wish, said: Said) -> Wish | None:
        match memory.step:
            case EnterpriseStep.BAND if said.band in list(Band):
                return replace(memory, step=EnterpriseStep.INVOICES, band=said.band)
            case EnterpriseStep.INVOICES if said.value:
                return replace(memory, step=EnterpriseStep.PARTNERS, invoices=said.value)
            case EnterpriseStep.PARTNERS if said.value:
                return replace(memory, step=EnterpriseStep.DONE, partners=said.value)
        return None

    def is_done(self, memory: Wish) -> bool:
        return memory.step is EnterpriseStep.DONE

    def finish(self, turn: Turn, memory: Wish) -> Outcome:
        choices = [turn.choice("checklist", "checklist"), turn.choice("staff", "staff")]
        return turn.say(
            "enterprise/result",
            choices,
            turn.menu_choice(),
            band=Band(memory.band),
            invoices=memory.invoices == "yes",
            joined=memory.partners == "joined",
        )


def checklist(turn: Turn) -> Outcome:
    """The list with what is done; choosing a number shows that task."""
    done = turn.tx.notebooks.ticked(turn.contact.id)
    tasks = turn.content.checklist
    labels = [turn.words_of("checklist/choice", task=task, done=task.id in done) for task in tasks]
    choices = [Choice(label, f"task:{task.id}") for label, task in zip(labels, tasks, strict=True)]
    kept = turn.tx.notebooks.of(turn.contact.id) or keep(turn, {"plan": "enterprise"})
    return turn.say(
        "checklist/list",
        choices,
        turn.menu_choice(),
        left=sum(task.id not in done for task in tasks),
        address=address(turn, kept),
    )


def show_task(turn: Turn, task_id: str) -> Outcome:
    """What one task needs: papers, place, time; and the choice to tick it."""
    task = next((task for task in turn.content.checklist if task.id == task_id), None)
    if task is None:
        return checklist(turn)
    done = task.id in turn.tx.notebooks.ticked(turn.contact.id)
    facts, ward = turn.content.knowledge.facts, turn.content.ward
    choices = [
        turn.choice("untick" if done else "tick", f"tick:{task.id}"),
        turn.choice("checklist", "checklist"),
    ]
    details = render_on(task.details, facts, turn.today, ward)
    return turn.say(
        "checklist/task", choices, turn.menu_choice(), title=task.title, details=details, done=done
    )


def tick(turn: Turn, task_id: str) -> Outcome:
    """Ticks a task, or takes the tick away, says so and shows the list again."""
    task = next((task for task in turn.content.checklist if task.id == task_id), None)
    if task is None:
        return checklist(turn)
    turn.tx.notebooks.toggle(turn.contact.id, task_id, turn.now)
    done = task_id in turn.tx.notebooks.ticked(turn.contact.id)
    return told_first(checklist(turn), turn.words_of("checklist/ticked", task=task, done=done))


def done(turn: Turn) -> str:
    """The action that ticks the one task shown last, to `xong`; "" for other words."""
    offered = [action for _, _, action in turn.conversation.choices if action.startswith("tick:")]
    if len(offered) != 1 or not is_made_of(turn.text, "done"):
        return ""
    ticked = turn.tx.notebooks.ticked(turn.contact.id)
    return "" if offered[0].removeprefix("tick:") in ticked else offered[0]
