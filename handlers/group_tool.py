"""Tôi thuộc nhóm nào: from revenue and trade to what is due, in papers, books and dates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from content.deadlines import Owner, next_deadlines
from content.tax import Band
from content.trades import Sector
from handlers.casework import working_days
from handlers.flow import Said
from handlers.turn import Outcome, Turn


class Step(StrEnum):
    BAND = "band"
    KIND = "kind"
    DONE = "done"


class Kind(StrEnum):
    """Trades for which something differs besides the rate."""

    SHOP = "shop"
    SERVICE = "service"
    PLATFORM = "platform"
    ONLINE = "online"
    RENT = "rent"
    BOTH = "both"  # a shop and rent
    VEHICLES = "vehicles"


KIND_OF = {
    Sector.RENT: Kind.RENT,
    Sector.GOODS: Kind.SHOP,
    Sector.SERVICES: Kind.SERVICE,
    Sector.PRODUCTION: Kind.SERVICE,
    Sector.OTHER: Kind.SERVICE,
}


def owner_of(answers: Mapping[str, str]) -> Owner:
    """Whose duties they are, from what an owner answered: `band`, `kind`, `method`, `opened`."""
    kind = answers.get("kind")
    return Owner(
        Band(answers["band"]),
        trades=kind != Kind.RENT,
        rents=kind in (Kind.RENT, Kind.BOTH),
        by_income=answers.get("method") == "income",
        opened=answers.get("opened", ""),
    )


@dataclass(frozen=True, slots=True)
class Place:
    step: Step = Step.BAND
    band: str = ""
    kind: str = ""


class GroupTool:
    name = "group"
    version = 1

    def begin(self, band: Band | None = None) -> Place:
        return Place(Step.KIND, band) if band else Place()

    def restore(self, memory: dict[str, Any]) -> Place:
        return Place(Step(memory["step"]), memory["band"], memory["kind"])

    def takes_text(self, memory: Place) -> bool:
        return True

    def choices(self, memory: Place) -> Sequence[tuple[str, str]]:
        if memory.step is Step.BAND:
            return tuple((f"band_{band}", str(band)) for band in Band)
        return tuple((f"kind_{kind}", str(kind)) for kind in Kind)

    def advance(self, memory: Place, said: Said) -> Place | None:
        match memory.step:
            case Step.BAND if said.band in list(Band):
                return replace(memory, step=Step.KIND, band=said.band)
            case Step.KIND if said.value in list(Kind):
                return replace(memory, step=Step.DONE, kind=said.value)
            case Step.KIND if (trade := said.named.trade) and trade.sector in KIND_OF:
                return replace(memory, step=Step.DONE, kind=str(KIND_OF[trade.sector]))
        return None

    def is_done(self, memory: Place) -> bool:
        return memory.step is Step.DONE

    def finish(self, turn: Turn, memory: Place) -> Outcome:
        band, kind = Band(memory.band), Kind(memory.kind)
        choices = [turn.choice("tax", "tool:tax"), turn.choice("handbook", "handbook")]
        return turn.say(
            "group/result",
            choices,
            turn.menu_choice(),
            band=band,
            kind=kind,
            deadlines=next_deadlines(
                owner_of({"band": band, "kind": kind}), turn.today, working_days(turn.tx)
            ),
        )
