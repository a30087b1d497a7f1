"""Tính thuế: what a year's revenue means in tax, line by line, both methods side by side."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from content.tax import Band, Part, Sector, estimate
from handlers.flow import Said, rules_on
from handlers.turn import Outcome, Turn

MOST_PARTS = 5
UNKNOWN = "unknown"


class Step(StrEnum):
    SECTOR = "sector"
    REVENUE = "revenue"
    MORE = "more"
    SINCE = "since"
    COSTS = "costs"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Sums:
    """`parts` are (sector, yearly revenue); `since` says whether the threshold was passed only
    this year; `costs` are the year's deductible costs, -1 when not known."""

    step: Step = Step.SECTOR
    sector: str = ""
    parts: tuple[tuple[str, int], ...] = ()
    since: str = ""
    costs: int = -1

    @property
    def revenue(self) -> int:
        return sum(revenue for _, revenue in self.parts)

    @property
    def added(self) -> int:
        return len(self.parts)


class TaxTool:
    name = "tax"
    version = 1

    def begin(self, revenue: int | None = None, sector: Sector | None = None) -> Sums:
        """From the start, or from what the question already said."""
        if sector is None:
            # The revenue waits until we know what it is of.
            return Sums(parts=(("", revenue),) if revenue else ())
        if revenue is None:
            return Sums(Step.REVENUE, sector=sector)
        return Sums(Step.MORE, parts=((sector, revenue),))

    def restore(self, memory: dict[str, Any]) -> Sums:
        parts = tuple((sector, revenue) for sector, revenue in memory["parts"])
        return Sums(**(memory | {"step": Step(memory["step"]), "parts": parts}))

    def takes_text(self, memory: Sums) -> bool:
        return memory.step in (Step.SECTOR, Step.REVENUE, Step.COSTS)

    def choices(self, memory: Sums) -> Sequence[tuple[str, str]]:
        match memory.step:
            case Step.SECTOR:
                return tuple((f"sector_{sector}", str(sector)) for sector in Sector)
            case Step.MORE if memory.added < MOST_PARTS:
                return (("tax_enough", "enough"), ("tax_more", "more"))
            case Step.MORE:
                return (("tax_enough", "enough"),)
            case Step.SINCE:
                return (("since_before", "before"), ("since_this_year", "this_year"))
            case Step.COSTS:
                return (("costs_unknown", UNKNOWN),)
        return ()

    def advance(self, memory: Sums, said: Said) -> Sums | None:
        match memory.step:
            case Step.SECTOR:
                return self._sector(memory, said)
            case Step.REVENUE if said.amount:
                part = (memory.sector, said.amount)
                return replace(memory, step=Step.MORE, sector="", parts=(*memory.parts, part))
            case Step.MORE if said.value == "more":
                return replace(memory, step=Step.SECTOR)
            case Step.MORE if said.value == "enough" and said.rules:
                exempt = said.rules.band(memory.revenue) is Band.EXEMPT
                return replace(memory, step=Step.DONE if exempt else Step.SINCE)
            case Step.SINCE if said.value:
                return replace(memory, step=Step.COSTS, since=said.value)
            case Step.COSTS if said.value == UNKNOWN:
                return replace(memory, step=Step.DONE)
            case Step.COSTS if said.amount:
                return replace(memory, step=Step.DONE, costs=said.amount)
        return None

    def _sector(self, memory: Sums, said: Said) -> Sums | None:
        sector = said.value or (said.sector or "")
        if sector not in list(Sector):
            return None
        waiting = [revenue for name, revenue in memory.parts if not name]
        revenue = said.amount or (waiting[0] if waiting else None)
        known = tuple(part for part in memory.parts if part[0])
        if revenue is None:
            return replace(memory, step=Step.REVENUE, sector=str(sector), parts=known)
        return replace(memory, step=Step.MORE, parts=(*known, (str(sector), revenue)))

    def is_done(self, memory: Sums) -> bool:
        return memory.step is Step.DONE

    def finish(self, turn: Turn, memory: Sums) -> Outcome:
        parts = [Part(Sector(sector), revenue) for sector, revenue in memory.parts]
        rules = rules_on(turn.content, turn.today)
        result = estimate(rules, parts, memory.costs if memory.costs >= 0 else None)
        choices = [turn.choice("tax_again", "tool:tax"), turn.choice("group", "tool:group")]
        return turn.say(
            "tax/result",
            choices,
            turn.menu_choice(),
            result=result,
            rules=rules,
            first_year=memory.since == "this_year",
        )
