"""Tính thuế: what a year's revenue means in tax, line by line, both methods side by side."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from content.deadlines import Deadline, Owner, next_deadlines
from content.spoken import (
    does_not_know,
    is_figure_of,
    only_services,
    says_all_there,
    says_none_there,
)
from content.tax import Band, Estimate, Part, Quarter, Rules, by_quarter, estimate
from content.trades import Sector, Trade, Trades
from handlers.people.calendar import working_days
from handlers.talk.flow import Said, rules_of
from handlers.talk.turn import Outcome, Turn

MOST_PARTS = 5
UNKNOWN = "unknown"
# Until the last return of a year is due, a revenue may be of the year before.
_LAST_YEAR_UNTIL = 4  # month


class Step(StrEnum):
    SECTOR = "sector"
    REVENUE = "revenue"
    MORE = "more"
    YEAR = "year"
    PLATFORM = "platform"
    SINCE = "since"
    METHOD = "method"
    COSTS = "costs"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Sums:
    """`parts` are (trade, yearly revenue), `likely` the trades to be checked with the tax office,
    `unclear` why the last work named has no trade; `year` is the year asked about, `platform` what
    was sold through platforms that withhold; `since` says whether the threshold was passed before,
    in this year or by a household that opened in it; `method` how it is taxed above the limit of
    the ratio method; `costs` are the year's deductible costs, -1 when not known."""

    step: Step = Step.SECTOR
    sector: str = ""
    parts: tuple[tuple[str, int], ...] = ()
    likely: tuple[str, ...] = ()
    unclear: str = ""
    year: int = 0
    platform: int = 0
    since: str = ""
    method: str = ""
    costs: int = -1

    @property
    def revenue(self) -> int:
        return sum(revenue for _, revenue in self.parts)

    @property
    def added(self) -> int:
        return len(self.parts)


class TaxTool:
    name = "tax"
    version = 2

    def begin(self, revenue: int | None = None, trade: Trade | None = None) -> Sums:
        """From the start, or from what the question already said."""
        if trade is None:
            # The revenue waits until we know what it is of.
            return Sums(parts=(("", revenue),) if revenue else ())
        if revenue is None:
            return Sums(Step.REVENUE, sector=trade.id)
        return Sums(Step.MORE, parts=((trade.id, revenue),))

    def restore(self, memory: dict[str, Any]) -> Sums:
        parts = tuple((trade, revenue) for trade, revenue in memory["parts"])
        lists = {"parts": parts, "likely": tuple(memory["likely"])}
        return Sums(**(memory | lists | {"step": Step(memory["step"])}))

    def takes_text(self, memory: Sums) -> bool:
        return memory.step in (Step.SECTOR, Step.REVENUE, Step.PLATFORM, Step.COSTS)

    def choices(self, memory: Sums) -> Sequence[tuple[str, str]]:
        match memory.step:
            case Step.SECTOR:
                return tuple((f"sector_{sector}", str(sector)) for sector in Sector)
            case Step.MORE if memory.added < MOST_PARTS:
                return (("tax_enough", "enough"), ("tax_more", "more"))
            case Step.MORE:
                return (("tax_enough", "enough"),)
            case Step.YEAR:
                return (("year_last", "last"), ("year_this", "this"))
            case Step.PLATFORM:
                return (("platform_none", "none"),)
            case Step.SINCE:
                return (
                    ("since_before", "before"),
                    ("since_this_year", "this_year"),
                    ("since_opened", "opened"),
                )
            case Step.METHOD:
                return (("method_income", "income"), ("method_ratio", "ratio"))
            case Step.COSTS:
                return (("costs_unknown", UNKNOWN),)
        return ()

    def advance(self, memory: Sums, said: Said) -> Sums | None:
        match memory.step:
            case Step.SECTOR:
                return self._sector(memory, said)
            case Step.REVENUE if said.amount and _is_revenue(memory.sector, said):
                part = (memory.sector, said.amount)
                return replace(memory, step=Step.MORE, sector="", parts=(*memory.parts, part))
            case Step.MORE if said.value == "more":
                return replace(memory, step=Step.SECTOR)
            case Step.MORE if said.value == "enough":
                if said.today.month <= _LAST_YEAR_UNTIL:
                    return replace(memory, step=Step.YEAR)
                return self._of_year(memory, said, said.today.year)
            case Step.YEAR if said.value in ("last", "this"):
                return self._of_year(memory, said, said.today.year - (said.value == "last"))
            case Step.PLATFORM:
                sold = _on_platforms(memory, said)
                return None if sold is None else self._above(replace(memory, platform=sold), said)
            case Step.SINCE if said.value:
                return self._method(replace(memory, since=said.value), said)
            case Step.METHOD if said.value:
                return replace(memory, step=Step.COSTS, method=said.value)
            case Step.COSTS if said.value == UNKNOWN or does_not_know(said.text):
                return replace(memory, step=Step.DONE)
            case Step.COSTS if said.amount and is_figure_of(said.text, "costs"):
                return replace(memory, step=Step.DONE, costs=said.amount)
        return None

    def _sector(self, memory: Sums, said: Said) -> Sums | None:
        if said.named.unclear is not None and not said.value:
            return replace(memory, unclear=said.named.unclear.why)
        named = said.named.trade.id if said.named.trade else ""
        services = str(Sector.SERVICES) if only_services(said.text) else ""
        trade = said.value or named or services
        if trade not in said.trades:
            return None
        likely = (*memory.likely, trade) if said.named.likely else memory.likely
        waiting = [revenue for name, revenue in memory.parts if not name]
        told = said.amount if _is_revenue(trade, said) else None
        revenue = told or (waiting[0] if waiting else None)
        known = tuple(part for part in memory.parts if part[0])
        memory = replace(memory, likely=likely, unclear="", parts=known)
        if revenue is None:
            return replace(memory, step=Step.REVENUE, sector=trade)
        return replace(memory, step=Step.MORE, parts=(*known, (trade, revenue)))

    def _of_year(self, memory: Sums, said: Said, year: int) -> Sums:
        memory = replace(memory, year=year)
        if _on_sale(memory, said.trades):
            return replace(memory, step=Step.PLATFORM)
        return self._above(memory, said)

    def _above(self, memory: Sums, said: Said) -> Sums:
        """Who is not above the threshold is done; others are asked since when."""
        exempt = said.rules_of(memory.year).band(memory.revenue) is Band.EXEMPT
        return replace(memory, step=Step.DONE if exempt else Step.SINCE)

    def _method(self, memory: Sums, said: Said) -> Sums:
        parts = [part for part in _parts(memory, said.trades) if not part.trade.apart]
        if not parts:
            return replace(memory, step=Step.DONE)  # rent has one way only, and no costs
        sold = sum(part.revenue for part in parts)
        above = sold > said.rules_of(memory.year).ratio_limit
        return replace(memory, step=Step.METHOD if above else Step.COSTS)

    def is_done(self, memory: Sums) -> bool:
        return memory.step is Step.DONE

    def finish(self, turn: Turn, memory: Sums) -> Outcome:
        rules = rules_of(turn.content, memory.year, turn.today)
        parts = _parts(memory, turn.content.trades)
        costs = memory.costs if memory.costs >= 0 else None
        result = estimate(rules, parts, costs, ratio_kept=memory.method == "ratio")
        choices = [turn.choice("tax_again", "tool:tax"), turn.choice("group", "tool:group")]
        return turn.say(
            "tax/result",
            choices,
            turn.menu_choice(),
            result=result,
            rules=rules,
            year=memory.year,
            platform=memory.platform,
            passed=memory.since in ("this_year", "opened"),
            opened=memory.since == "opened",
            likely=[turn.content.trades[trade].name for trade in memory.likely],
            totals=_totals(memory, result),
            quarters=_quarters(memory, rules, parts, result),
            articles=list(dict.fromkeys(f"{p.trade.name}: {p.trade.article}" for p in parts)),
            deadlines=_deadlines(turn, memory, result),
        )


def _totals(memory: Sums, result: Estimate) -> list[tuple[str, int]]:
    """(by which way, the whole year's tax) where nothing of it is left open."""
    if result.owes_nothing or (memory.since != "before" and result.trades):
        return []
    ways = [(way, tax) for way in ("by_ratio", "by_income") if (tax := getattr(result, way))]
    totals = [(way, result.total(tax)) for way, tax in ways] or [("all", result.total(None))]
    return [(way, total) for way, total in totals if total is not None]


def _quarters(
    memory: Sums, rules: Rules, parts: Sequence[Part], result: Estimate
) -> tuple[Quarter, ...]:
    """Sold evenly, by ratio; nothing where a household passes the threshold in the year."""
    sold = [part for part in parts if not part.trade.apart]
    open_vat = any(line.tax is None for line in result.vat)
    if memory.since != "before" or result.by_ratio is None or not sold or open_vat:
        return ()
    quarters = [
        [Part(part.trade, part.revenue * n // 4 - part.revenue * (n - 1) // 4) for part in sold]
        for n in (1, 2, 3, 4)
    ]
    return by_quarter(rules, quarters)


def _deadlines(turn: Turn, memory: Sums, result: Estimate) -> Sequence[Deadline]:
    """What is due next for the trades and for the rent."""
    owner = Owner(
        result.band,
        trades=bool(result.trades),
        rents=bool(result.rent_revenue),
        by_income=memory.method == "income",
        opened=f"{memory.year}h1" if memory.since == "opened" else "",
    )
    return next_deadlines(owner, turn.today, working_days(turn.tx))


def _is_revenue(trade: str, said: Said) -> bool:
    """Whether the amount said may be sales; of what is let, the rent is."""
    return said.trades[trade].apart or is_figure_of(said.text, "sales", "platform")


def _on_platforms(memory: Sums, said: Said) -> int | None:
    """What was sold there of all that may be; None when that was not said, or is more."""
    whole = _on_sale(memory, said.trades)
    if said.value == "none" or says_none_there(said.text):
        return 0
    if says_all_there(said.text):
        return whole
    fits = said.amount and said.amount <= whole and is_figure_of(said.text, "platform")
    return said.amount if fits else None


def _on_sale(memory: Sums, trades: Trades) -> int:
    return sum(revenue for trade, revenue in memory.parts if trades[trade].on_platforms)


def _parts(memory: Sums, trades: Trades) -> list[Part]:
    """What was said, the platforms' share laid on what they may sell, in the order it was said."""
    left = memory.platform
    parts = []
    for trade, revenue in memory.parts:
        on_platform = min(left, revenue) if trades[trade].on_platforms else 0
        left -= on_platform
        parts.append(Part(trades[trade], revenue, on_platform))
    return parts
