"""Tính thuế: what a year's revenue means in tax, line by line, both methods side by side."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from content.amounts import amounts
from content.deadlines import Deadline, Owner, next_deadlines
from content.mends import Line
from content.revenue import (
    ANSWERS,
    FigureReader,
    Lack,
    ToldFigures,
    answers_to,
    completed,
    costs_listed,
    packed,
    pays_people,
    says_part,
    speaks_of_next_year,
    unpacked,
)
from content.short_answers import does_not_know, has_no_more
from content.spoken import (
    asks,
    denies,
    is_figure_of,
    names_figure,
    only_services,
    says_all_there,
    says_none_there,
    says_spent,
)
from content.tax import Band, Estimate, Part, Quarter, TaxRules, estimate
from content.trades import Named, Sector, Trade, Trades
from content.vietnamese import vnd
from handlers.answers.verdict import quarters_of, sums
from handlers.people.calendar import working_days
from handlers.talk.flow import LAST_YEAR_UNTIL, Said, rules_of
from handlers.talk.turn import Outcome, Turn

MOST_PARTS = 5
UNKNOWN, REPLACE = "unknown", "replace"


class TaxStep(StrEnum):
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
    the ratio method; `costs` are the year's deductible costs, -1 when not known. `asked` is what
    was told (`packed`) and lacks something (`lack`), which is asked for: its first amount, how many
    times that is reckoned with, whether it is that of each of several places, or its number without
    a unit (`number`). `spent`: the costs as they were listed, each with how many people and times a
    year; `wages`: whether some are. `also`: trades named with the one that is asked about.
    `just_told`: the costs were told with the last answer, and are said once."""

    step: TaxStep = TaxStep.SECTOR
    sector: str = ""
    parts: tuple[tuple[str, int], ...] = ()
    likely: tuple[str, ...] = ()
    unclear: str = ""
    year: int = 0
    platform: int = 0
    since: str = ""
    method: str = ""
    costs: int = -1
    asked: str = ""
    lack: str = ""
    amount: int = 0
    times: int = 1
    each: bool = False
    number: str = ""
    spent: tuple[tuple[int, int, int], ...] = ()
    wages: bool = False
    also: tuple[str, ...] = ()
    just_told: bool = False

    @property
    def first(self) -> dict[str, int]:
        """The figure that lacks something, for the question."""
        year = self.amount * self.times
        said = {"amount": self.amount, "times": self.times, "least": 0}
        return said | {"yearly": year, "lower": year}

    @property
    def revenue(self) -> int:
        return sum(revenue for _, revenue in self.parts)

    @property
    def added(self) -> int:
        return len(self.parts)

    @property
    def waiting(self) -> int:
        """The sum of which the trade is still to be told; 0 for none."""
        return next((revenue for trade, revenue in self.parts if not trade), 0)


class TaxTool:
    name = "tax"
    version = 2
    told_beside = ("costs", "spent", "wages", "just_told")

    def begin(self, revenue: int | None = None, trade: Trade | None = None) -> Sums:
        """From the start, or from what the question already said."""
        if trade is None:
            # The revenue waits until we know what it is of.
            return Sums(parts=(("", revenue),) if revenue else ())
        if revenue is None:
            return Sums(TaxStep.REVENUE, sector=trade.id)
        return Sums(TaxStep.MORE, parts=((trade.id, revenue),))

    def begin_from(self, said: Said) -> Sums:
        """From what a question told of the year, as far as it did."""
        told = said.told
        if not told.has_figures:
            return self.begin(None, said.named.trade)
        if _lack(told, said) is None:
            return _noted(Sums(), told) or self.begin(told.yearly)
        trade = said.named.trade
        return _asking(Sums(sector=trade.id), told, said) if trade else self.begin()

    def restore(self, memory: dict[str, Any]) -> Sums:
        parts = tuple((trade, revenue) for trade, revenue in memory["parts"])
        lists: dict[str, Any] = {"parts": parts, "likely": tuple(memory["likely"])}
        lists["spent"] = tuple(tuple(one) for one in memory.get("spent", ()))
        lists["also"] = tuple(memory.get("also", ()))
        return Sums(**(memory | lists | {"step": TaxStep(memory["step"])}))

    def takes_text(self, memory: Sums) -> bool:
        return memory.step in (
            TaxStep.SECTOR,
            TaxStep.REVENUE,
            TaxStep.PLATFORM,
            TaxStep.COSTS,
        )

    def takes_sums(self, memory: Sums) -> bool:
        return memory.step in _BEFORE_COSTS

    def choices(self, memory: Sums) -> Sequence[tuple[str, str]]:
        match memory.step:
            case TaxStep.SECTOR:
                sectors = tuple((f"sector_{sector}", str(sector)) for sector in Sector)
                stands_in = memory.waiting and memory.added > 1
                return (("tax_replace", REPLACE), *sectors) if stands_in else sectors
            case TaxStep.REVENUE if memory.lack:
                return tuple(
                    (f"figure_{one}", one)
                    for one in answers_to(Lack(memory.lack), each=memory.each)
                )
            case TaxStep.MORE if memory.added < MOST_PARTS:
                return (("tax_enough", "enough"), ("tax_more", "more"))
            case TaxStep.MORE:
                return (("tax_enough", "enough"),)
            case TaxStep.YEAR:
                return (("year_last", "last"), ("year_this", "this"))
            case TaxStep.PLATFORM:
                return (("platform_none", "none"),)
            case TaxStep.SINCE:
                return (
                    ("since_before", "before"),
                    ("since_this_year", "this_year"),
                    ("since_opened", "opened"),
                )
            case TaxStep.METHOD:
                return (("crossing_income", "income"), ("crossing_ratio", "ratio"))
            case TaxStep.COSTS:
                return (("costs_unknown", UNKNOWN),)
        return ()

    def asking(self, memory: Sums, line: Line) -> Sums | None:
        """The one sum, or its trade: of several nobody knows which is meant. Before there is a
        sum, the trade it is asked of."""
        if memory.step is TaxStep.REVENUE and line is Line.TRADE and memory.sector:
            return replace(memory, step=TaxStep.SECTOR, sector="", asked="", lack="")
        if len(memory.parts) != 1 or not memory.parts[0][0]:
            return None
        [(trade, revenue)] = memory.parts
        if line is Line.REVENUE:
            return replace(memory, step=TaxStep.REVENUE, sector=trade, parts=())
        if line is Line.TRADE:
            return replace(memory, step=TaxStep.SECTOR, sector="", parts=(("", revenue),))
        return None

    def mended(self, kept: Sums, answered: Sums, line: Line, said: Said) -> Sums:
        """The sums anew; what is asked from here on hangs on them."""
        if not answered.parts or kept.step is TaxStep.REVENUE:
            return answered
        new = replace(kept, parts=answered.parts, likely=answered.likely, unclear="")
        if kept.step in (TaxStep.MORE, TaxStep.YEAR):
            return new
        following = self._of_year(new, said, new.year)
        if following.step is TaxStep.PLATFORM and kept.step is not TaxStep.PLATFORM:
            sold = min(new.platform, _on_sale(new, said.trades))
            following = self._above(replace(new, platform=sold), said)
        if following.step is TaxStep.SINCE and new.since:
            following = self._method(following, said)
        return following

    def told(self, turn: Turn, memory: Sums, line: Line) -> str:
        trade, revenue = memory.parts[0] if memory.parts else (memory.sector, 0)
        if line is Line.REVENUE:
            return vnd(revenue) if revenue else ""
        return turn.content.trades[trade].name if trade else ""

    def shown(self, turn: Turn, memory: Sums) -> dict[str, Any]:
        """What the figures noted so far come to, where another trade is asked for; not while it is
        still to be asked of which year they are."""
        known = all(trade for trade, _ in memory.parts) and memory.parts
        if memory.step is not TaxStep.MORE or not known:
            return {}
        if turn.today.month <= LAST_YEAR_UNTIL:
            return {}
        rules = rules_of(turn.content, turn.today.year, turn.today)
        costs = memory.costs if memory.costs >= 0 else None
        result = estimate(rules, _parts(memory, turn.content.trades), costs)
        return {"result": result, "totals": sums(result), "rules": rules}

    def asked_again(self, memory: Sums) -> Sums:
        return replace(memory, just_told=False)

    def advance(self, memory: Sums, said: Said) -> Sums | None:
        memory = self.asked_again(memory)
        if memory.step in _BEFORE_COSTS and (spent := _costs_noted(memory, said)):
            return spent
        match memory.step:
            case TaxStep.SECTOR:
                return self._sector(memory, said)
            case TaxStep.REVENUE if speaks_of_next_year(said.text):
                return None  # what next year may bring is not this year's
            case TaxStep.REVENUE:
                return _of_told(memory, _told(memory, said), said) or _of_other(memory, said)
            case TaxStep.MORE if said.value == "more":
                return replace(memory, step=TaxStep.SECTOR)
            case TaxStep.MORE if said.value == "enough" or has_no_more(said.text):
                if said.today.month <= LAST_YEAR_UNTIL:
                    return replace(memory, step=TaxStep.YEAR)
                return self._of_year(memory, said, said.today.year)
            case TaxStep.MORE if not said.value:
                return _more(memory, said)
            case TaxStep.YEAR if said.value in ("last", "this"):
                return self._of_year(memory, said, said.today.year - (said.value == "last"))
            case TaxStep.PLATFORM:
                sold = _on_platforms(memory, said)
                return None if sold is None else self._above(replace(memory, platform=sold), said)
            case TaxStep.SINCE if said.value:
                return self._method(replace(memory, since=said.value), said)
            case TaxStep.METHOD if said.value:
                known = memory.costs >= 0
                return replace(
                    memory, step=TaxStep.DONE if known else TaxStep.COSTS, method=said.value
                )
            case TaxStep.COSTS if said.value == UNKNOWN or does_not_know(said.text):
                return replace(memory, step=TaxStep.DONE)
            case TaxStep.COSTS if spent := _costs_noted(memory, said, asked=True):
                return replace(spent, step=TaxStep.DONE)
            case TaxStep.COSTS if said.amount and _is_of(said, "costs") and not _several(said):
                return replace(memory, step=TaxStep.DONE, costs=said.amount)
        return None

    def _sector(self, memory: Sums, said: Said) -> Sums | None:
        if said.value == REPLACE:
            return _in_place_of_last(memory)
        if not said.value and said.named.trade is None and _placed(said.told):
            return _of_told(memory, said.told, said)
        if not said.value and (waits := _sum_alone(memory, said)):
            return waits
        if not said.value and len(several := _several_trades(said)) > 1:
            first, *rest = several
            return replace(memory, step=TaxStep.REVENUE, sector=first, also=tuple(rest))
        if said.named.unclear is not None and not said.value:
            return replace(memory, unclear=said.named.unclear.why)
        named = said.named.trade.id if said.named.trade else ""
        services = str(Sector.SERVICES) if only_services(said.text) else ""
        trade = said.value or named or services
        if trade not in said.trades:
            return None
        likely = (*memory.likely, trade) if said.named.likely else memory.likely
        waiting = [revenue for name, revenue in memory.parts if not name]
        known = tuple(part for part in memory.parts if part[0])
        memory = replace(memory, likely=likely, unclear="", parts=known, sector=trade)
        if told := _of_told(memory, _told(memory, said), said):
            return told
        if not waiting:
            return replace(memory, step=TaxStep.REVENUE)
        return replace(memory, step=TaxStep.MORE, sector="", parts=(*known, (trade, waiting[0])))

    def _of_year(self, memory: Sums, said: Said, year: int) -> Sums:
        memory = replace(memory, year=year)
        if _on_sale(memory, said.trades):
            return replace(memory, step=TaxStep.PLATFORM)
        return self._above(memory, said)

    def _above(self, memory: Sums, said: Said) -> Sums:
        """Who is not above the threshold is done; others are asked since when."""
        exempt = said.rules_of(memory.year).band(memory.revenue) is Band.EXEMPT
        return replace(memory, step=TaxStep.DONE if exempt else TaxStep.SINCE)

    def _method(self, memory: Sums, said: Said) -> Sums:
        parts = [part for part in _parts(memory, said.trades) if not part.trade.apart]
        if not parts:
            return replace(memory, step=TaxStep.DONE)  # rent has one way only, and no costs
        sold = sum(part.revenue for part in parts)
        above = sold > said.rules_of(memory.year).ratio_limit
        asks_costs = TaxStep.DONE if memory.costs >= 0 else TaxStep.COSTS
        return replace(memory, step=TaxStep.METHOD if above else asks_costs)

    def is_done(self, memory: Sums) -> bool:
        return memory.step is TaxStep.DONE

    def finish(self, turn: Turn, memory: Sums) -> Outcome:
        rules = rules_of(turn.content, memory.year, turn.today)
        parts = _parts(memory, turn.content.trades)
        costs = memory.costs if memory.costs >= 0 else None
        result = estimate(rules, parts, costs, ratio_kept=memory.method == "ratio")
        choices = [turn.choice("tax_again", "tool:tax:again"), turn.choice("group", "tool:group")]
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
            totals=sums(result) if memory.since == "before" or not result.trades else [],
            quarters=_quarters(memory, rules, parts, result),
            articles=list(dict.fromkeys(f"{p.trade.name}: {p.trade.article}" for p in parts)),
            deadlines=_deadlines(turn, memory, result),
        )


def _quarters(
    memory: Sums, rules: TaxRules, parts: Sequence[Part], result: Estimate
) -> tuple[Quarter, ...]:
    """Sold evenly, by ratio; nothing where a household passes the threshold in the year."""
    return quarters_of(rules, parts, result) if memory.since == "before" else ()


def _deadlines(turn: Turn, memory: Sums, result: Estimate) -> Sequence[Deadline]:
    """What is due next for the trades and for the rent."""
    owner = Owner(
        result.band,
        trades=bool(result.trades),
        rents=bool(result.rent_revenue),
        by_income=memory.method == "income",
        opened=f"{memory.year}h1" if memory.since == "opened" else "",
    )
    return next_deadlines(owner, turn.today, working_days(turn.content.ward))


def _told(memory: Sums, said: Said) -> ToldFigures:
    """What was said of the trade asked about, with the line it completes."""
    of, text = Named(said.trades[memory.sector]), ANSWERS.get(said.value, said.text)
    if (
        memory.sector in [str(sector) for sector in Sector]
        and not memory.asked
        and said.named.trade
    ):
        of = said.named  # nearer than the group that was tapped
    reader = FigureReader(said.trades, said.today.year, said.today.month <= LAST_YEAR_UNTIL, of)
    if memory.asked and text:
        before = reader.reckoned(unpacked(memory.asked, said.trades))
        if whole := completed(before, Lack(memory.lack), text, reader):
            return reader.reckoned(whole)
    return reader.reckoned(reader.stated(text))


def _more(memory: Sums, said: Said) -> Sums | None:
    """With what is typed where it is asked for another trade: that trade with its sum; a sum alone
    stands in place of what is noted of the only trade."""
    told, year = said.told, said.told.yearly
    if not told.shares or asks(said.text) or speaks_of_next_year(said.text):
        return None
    if says_part(said.text):
        return None  # it is noted already
    named = [share.named.trade.id for share in told.shares if share.named.trade]
    noted = {trade for trade, _ in memory.parts}
    if len(named) == len(told.shares) == 1 and named[0] in noted and year is not None:
        others = [part for part in memory.parts if part[0] != named[0]]
        return replace(memory, parts=(*others, (named[0], year)))  # that trade's, told again
    if named:
        return _of_told(memory, told, said) if memory.added < MOST_PARTS else None
    if year is None or len(told.shares) > 1 or len(noted) != 1:
        return None
    return replace(memory, parts=((memory.parts[-1][0], year),))


def _of_other(memory: Sums, said: Said) -> Sums | None:
    """The sum asked of another trade, where one is named in place of the one it was asked of."""
    trade = said.named.trade
    if trade is None or trade.id == memory.sector or asks(said.text) or said.told.has_figures:
        return None
    likely = (*memory.likely, trade.id) if said.named.likely else memory.likely
    return replace(memory, sector=trade.id, likely=likely, asked="", lack="")


def _of_told(memory: Sums, told: ToldFigures, said: Said) -> Sums | None:
    """With what was told noted, or with the question for what it lacks; None without figures."""
    if not told.has_figures:
        return None
    if _lack(told, said) is not None:
        return _asking(memory, told, said)
    if noted := _noted(memory, told):
        return noted
    unclear = next((share.named.unclear for share in told.shares if share.named.unclear), None)
    why = unclear.why if unclear else ""
    return replace(memory, step=TaxStep.SECTOR, sector="", unclear=why)


def _lack(told: ToldFigures, said: Said) -> Lack | None:
    """What must be asked before the sum is noted: one figure also where any would owe nothing, for
    another trade may be added to it."""
    vague = next((one for one in _NOT_ONE if one in told.doubts), None)
    return told.lacks(said.rules) or vague


_NOT_ONE = (Lack.COMMISSION, Lack.SHOPS, Lack.FIGURE, Lack.RANGE)


def _asking(memory: Sums, told: ToldFigures, said: Said) -> Sums:
    lack = _lack(told, said) or Lack.FIGURE
    first = told.first
    return replace(
        memory,
        step=TaxStep.REVENUE,
        asked=packed(told.parts),
        lack=str(lack),
        amount=first.amount if first else 0,
        times=first.times if first else 1,
        each=told.says_each,
        number=told.number,
    )


def _placed(told: ToldFigures) -> bool:
    return bool(told.shares) and all(share.named.trade for share in told.shares)


def _noted(memory: Sums, told: ToldFigures) -> Sums | None:
    """With every sum under its trade; None where one has none."""
    parts = [(_trade_of(memory, s.named), s.yearly) for s in told.shares]
    if not all(trade for trade, _ in parts):
        return None
    ids = dict.fromkeys(trade for trade, _ in parts)
    parts = [(one, sum(year for trade, year in parts if trade == one)) for one in ids]
    likely = [s.named.trade.id for s in told.shares if s.named.trade and s.named.likely]
    following, *rest = memory.also or ("",)
    return replace(
        memory,
        step=TaxStep.REVENUE if following else TaxStep.MORE,
        sector=following,
        also=tuple(rest),
        parts=(*memory.parts, *parts)[:MOST_PARTS],
        likely=tuple(dict.fromkeys((*memory.likely, *likely))),
        costs=memory.costs if told.costs is None else told.costs,
        asked="",
        lack="",
    )


def _trade_of(memory: Sums, named: Named) -> str:
    """The trade of a figure, that which is asked about where it names none; "" for none."""
    if named.trade:
        return named.trade.id
    return "" if named.unclear else memory.sector


def _is_of(said: Said, figure: str) -> bool:
    """Whether the amount said answers the question, and takes back no earlier answer."""
    named = names_figure(said.text, figure)
    return named or (is_figure_of(said.text, figure) and not denies(said.text))


_BEFORE_COSTS = (TaxStep.MORE, TaxStep.YEAR, TaxStep.PLATFORM, TaxStep.SINCE, TaxStep.METHOD)


def _in_place_of_last(memory: Sums) -> Sums:
    """The sum that was told last in place of that of the trade before it."""
    known = [part for part in memory.parts if part[0]]
    trade, _ = known[-1]
    parts = (*known[:-1], (trade, memory.waiting))
    return replace(memory, step=TaxStep.MORE, sector="", parts=parts)


def _sum_alone(memory: Sums, said: Said) -> Sums | None:
    """A sum told where its trade is asked for: it waits for that."""
    told = said.told
    alone = len(told.shares) == 1 and not told.named and not asks(said.text)
    if not alone or _lack(told, said) is not None or not told.yearly:
        return None
    known = tuple(part for part in memory.parts if part[0])
    return replace(memory, parts=(*known, ("", told.yearly)), unclear="")


def _several_trades(said: Said) -> list[str]:
    """The trades that are named together, none of them with a sum: `tiệm tóc, có bán dầu gội`."""
    named = [one.named for one in said.trades.mentions(said.text) if not one.is_left]
    if said.told.has_figures or asks(said.text) or any(one.trade is None for one in named):
        return []
    return list(dict.fromkeys(one.trade.id for one in named if one.trade))[:MOST_PARTS]


def _costs_noted(memory: Sums, said: Said, *, asked: bool = False) -> Sums | None:
    """With the costs that are told, one sum or a list of them; None where none are. `asked`: they
    are what is asked for, so that a list needs no word for it."""
    if not asked and (one := _costs_told(said)):
        return replace(memory, costs=one, spent=(), just_told=True)
    told = says_spent(said.text) or said.told.costs or asked
    listed = costs_listed(said.text) if told and not said.value and not asks(said.text) else ()
    if not listed:
        return None
    spent = tuple((one.amount, one.people, one.times) for one in listed)
    total = sum(one.yearly for one in listed)
    return replace(memory, costs=total, spent=spent, wages=pays_people(said.text), just_told=True)


def _costs_told(said: Said) -> int:
    """The one sum that somebody says was spent (`hết tầm 900 triệu tiền hàng`); 0 for any other
    words, and where several are told: which of them are a year's is not said."""
    spent = says_spent(said.text) or said.told.costs
    of_one = len(amounts(said.text)) == 1 and not said.told.shares and not asks(said.text)
    return said.amount or 0 if spent and of_one and not said.value else 0


def _several(said: Said) -> bool:
    """Whether several costs are listed, of a month and of a year: their sum is not told."""
    told = amounts(said.text)
    return len(told) > 1 and len({one.period for one in told}) > 1


def _on_platforms(memory: Sums, said: Said) -> int | None:
    """What was sold there of all that may be; None when that was not said, or is more."""
    whole = _on_sale(memory, said.trades)
    if said.value == "none" or says_none_there(said.text):
        return 0
    if says_all_there(said.text):
        return whole
    sold = said.told.shares or names_figure(said.text, "platform")
    fits = sold and said.amount and said.amount <= whole and _is_of(said, "platform")
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
