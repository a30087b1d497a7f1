"""Tôi thuộc nhóm nào: from revenue and trade to what is due, in papers, books and dates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from content.deadlines import Owner, next_deadlines
from content.library import Content
from content.mends import Line
from content.tax import Band
from content.trade_kinds import trade_kind_in
from content.trades import Sector
from handlers.people.calendar import working_days
from handlers.talk.flow import Said, rules_on
from handlers.talk.turn import Outcome, Turn


class GroupStep(StrEnum):
    BAND = "band"
    KIND = "kind"
    DONE = "done"


class TradeKind(StrEnum):
    """Trades for which something differs besides the rate."""

    SHOP = "shop"
    SERVICE = "service"
    PLATFORM = "platform"
    ONLINE = "online"
    RENT = "rent"
    BOTH = "both"  # a shop and rent
    VEHICLES = "vehicles"


KIND_OF = {
    Sector.RENT: TradeKind.RENT,
    Sector.GOODS: TradeKind.SHOP,
    Sector.SERVICES: TradeKind.SERVICE,
    Sector.PRODUCTION: TradeKind.SERVICE,
    Sector.OTHER: TradeKind.SERVICE,
}


def owner_of(answers: Mapping[str, str]) -> Owner:
    """Whose duties they are, from what an owner answered: `band`, `kind`, `method`, `opened`."""
    kind = answers.get("kind")
    return Owner(
        Band(answers["band"]),
        trades=kind != TradeKind.RENT,
        rents=kind in (TradeKind.RENT, TradeKind.BOTH),
        by_income=answers.get("method") == "income",
        opened=answers.get("opened", ""),
    )


def kind_said(said: Said) -> dict[str, Any]:
    """The kind that was chosen, or that of the trade which was named, with that trade; nothing for
    neither."""
    if said.value in list(TradeKind):
        return {"kind": said.value or ""}
    told = trade_kind_in(said.text)
    if (trade := said.named.trade) is None:
        return {"kind": told} if told else {}
    narrower = told if told in (TradeKind.PLATFORM, TradeKind.ONLINE) else ""
    return {"kind": narrower or str(KIND_OF[trade.sector]), "trade": trade.id}


def of_trade(content: Content, trade_id: str, on: date) -> dict[str, Any]:
    """What `group/duties` says of a trade: its name and rates; of none, nothing."""
    trade, rules = content.trades.get(trade_id), rules_on(content, on)
    return {
        "trade": trade,
        "vat": rules.vat_rate(trade) if trade else None,
        "income": rules.income_rate(trade) if trade else None,
    }


@dataclass(frozen=True, slots=True)
class GroupAnswers:
    step: GroupStep = GroupStep.BAND
    band: str = ""
    kind: str = ""
    trade: str = ""  # of `content/sectors.yaml`, when one was named


class GroupTool:
    name = "group"
    version = 1

    def begin(self, band: Band | None = None) -> GroupAnswers:
        return GroupAnswers(GroupStep.KIND, band) if band else GroupAnswers()

    def restore(self, memory: dict[str, Any]) -> GroupAnswers:
        return GroupAnswers(**(memory | {"step": GroupStep(memory["step"])}))

    def takes_text(self, memory: GroupAnswers) -> bool:
        return True

    def choices(self, memory: GroupAnswers) -> Sequence[tuple[str, str]]:
        if memory.step is GroupStep.BAND:
            return tuple((f"band_{band}", str(band)) for band in Band)
        return tuple((f"kind_{kind}", str(kind)) for kind in TradeKind)

    def asking(self, memory: GroupAnswers, line: Line) -> GroupAnswers | None:
        known = line is Line.REVENUE and memory.band
        return replace(memory, step=GroupStep.BAND, kind="", trade="") if known else None

    def mended(
        self, kept: GroupAnswers, answered: GroupAnswers, line: Line, said: Said
    ) -> GroupAnswers:
        return replace(kept, band=answered.band)

    def told(self, turn: Turn, memory: GroupAnswers, line: Line) -> str:
        known = memory.band if line is Line.REVENUE else ""
        return turn.choice(f"band_{known}", "").label if known else ""

    def advance(self, memory: GroupAnswers, said: Said) -> GroupAnswers | None:
        match memory.step:
            case GroupStep.BAND if said.band in list(Band):
                following = GroupStep.DONE if memory.kind else GroupStep.KIND
                return replace(memory, step=following, band=said.band)
            case GroupStep.BAND if said.named.trade:  # said before it was asked
                return replace(memory, **kind_said(said))
            case GroupStep.KIND if kind := kind_said(said):
                return replace(memory, step=GroupStep.DONE, **kind)
        return None

    def is_done(self, memory: GroupAnswers) -> bool:
        return memory.step is GroupStep.DONE

    def finish(self, turn: Turn, memory: GroupAnswers) -> Outcome:
        band, kind = Band(memory.band), TradeKind(memory.kind)
        choices = [turn.choice("tax", "tool:tax"), turn.choice("notebook", "notebook")]
        return turn.say(
            "group/result",
            choices,
            turn.menu_choice(),
            band=band,
            kind=kind,
            deadlines=next_deadlines(
                owner_of({"band": band, "kind": kind}), turn.today, working_days(turn.content.ward)
            ),
            **of_trade(turn.content, memory.trade, turn.today),
        )
