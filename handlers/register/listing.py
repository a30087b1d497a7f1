"""The register as staff look through it: found by words, narrowed, counted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from content.vietnamese import fold, order_key
from content.whole import read_whole
from handlers.people.refusing import NotDone
from handlers.register import seen
from storage.broadcast_models import ON_ITS_WAY, BroadcastState
from storage.business_lists import (
    ANYWHERE,
    SIZES,
    BusinessFilter,
    BusinessGroup,
    BusinessLine,
    filter_of,
)
from storage.business_models import BusinessField
from storage.database import Transaction
from storage.search import Searched
from storage.staff_models import Staff
from storage.survey_models import SurveyState

SHOWN = 50  # on one page
HIDDEN = 5  # fewer than so many are not told in a table of numbers
GROUPS = 50
NAME_LIMIT = 80


@dataclass(frozen=True, slots=True)
class BusinessList:
    """One `page` (from 0) of `total` that were found; `places`, `trades`, `markets`: what there is
    to narrow by."""

    found: Sequence[BusinessLine]
    page: int
    pages: int
    total: int
    places: Sequence[str]
    trades: Sequence[str]
    markets: Sequence[str]
    groups: Sequence[BusinessGroup]
    pairs: int


def listed(
    tx: Transaction,
    staff: Staff,
    wanted: BusinessFilter,
    words: str,
    *,
    by_name: bool,
    page: int,
    but: Collection[int] = (),
) -> BusinessList:
    """What somebody may see of what they asked for, `but` not these; one page too far is the
    last."""
    narrowed = seen.narrowed(staff, wanted)
    meant = tx.search.found(Searched.BUSINESS, words, seen.words_for(staff)) if words else None
    numbers = tx.business_lists.numbers(narrowed, meant) if narrowed is not None else []
    numbers = [number for number in numbers if number not in but]
    if by_name:
        names = {number: order_key(name) for number, name in tx.business_lists.names()}
        numbers.sort(key=lambda number: names.get(number, ()))
    pages = max(-(-len(numbers) // SHOWN), 1)
    page = min(page, pages - 1)
    found = tx.business_lists.some(numbers[page * SHOWN : (page + 1) * SHOWN])
    return BusinessList(
        found=seen.all_shown(staff, found),
        page=page,
        pages=pages,
        total=len(numbers),
        places=sorted(tx.business_lists.places_there("neighbourhood"), key=order_key),
        trades=sorted(tx.business_lists.values_there(BusinessField.TRADE)),
        markets=sorted(tx.business_lists.places_there("market"), key=order_key),
        groups=tx.business_lists.groups(),
        pairs=tx.business_pairs.count_waiting(),
    )


@dataclass(frozen=True, slots=True)
class BusinessFigures:
    """How many there are by what; `None` for fewer than are told."""

    total: int
    by_status: Mapping[str, int | None]
    by_place: Mapping[str, int | None]
    by_trade: Mapping[str, int | None]
    by_size: Mapping[str, int | None]
    by_need: Mapping[str, int | None]


def figures(tx: Transaction, needs: Sequence[str]) -> BusinessFigures:
    """Numbers of the whole ward and nobody's own: of those that are still there, but for the
    status, which is of all."""
    there = BusinessFilter()
    lists = tx.business_lists

    def many(wanted: BusinessFilter) -> int:
        return sum(lists.count_by_status(wanted).values())

    sizes = {
        name: many(replace(there, workers_least=least, workers_most=most))
        for name, (least, most) in SIZES.items()
    }
    total = many(there)
    sizes[""] = total - sum(sizes.values())
    return BusinessFigures(
        total=total,
        by_status=_told(lists.count_by_status(replace(there, status=ANYWHERE))),
        by_place=_told(lists.count_by_place(there)),
        by_trade=_told(lists.count_by(BusinessField.TRADE, there)),
        by_size=_told(sizes),
        by_need=_told({need: many(replace(there, need=need)) for need in needs}),
    )


def _told(counts: Mapping[str, int]) -> dict[str, int | None]:
    ordered = sorted(counts.items(), key=lambda pair: order_key(pair[0]))
    return {name: None if 0 < count < HIDDEN else count for name, count in ordered}


def save_group(
    tx: Transaction, staff: Staff, name: str, said: Mapping[str, str], now: datetime
) -> BusinessGroup:
    """Keeps what the list is narrowed to, by a name. Raises NotDone."""
    known = tx.business_lists.groups()
    if any(fold(one.name) == fold(name) for one in known):
        raise NotDone("name", "group_named_so")
    if len(known) >= GROUPS:
        raise NotDone("name", "groups_full")
    apart = {name: said.get(name, "") for name in ("size", "told")}
    wanted = asdict(filter_of(said)) | apart
    kept = {key: value for key, value in wanted.items() if isinstance(value, str) and value}
    if not kept:
        raise NotDone("name", "group_of_all")
    number = tx.business_lists.ids.next()
    return tx.business_lists.add_group(BusinessGroup(number, name, kept, staff.login, now))


# Broadcasts that may still ask who is in a group.
_OPEN = (BroadcastState.DRAFT, BroadcastState.SUBMITTED, *ON_ITS_WAY)


def remove_group(tx: Transaction, group: BusinessGroup) -> None:
    """Raises NotDone while a broadcast or a wave still asks who is in it."""
    waves = (one for one in tx.surveys.waves() if one.state is not SurveyState.ENDED)
    asked = any(group.id in one.in_groups for one in waves)
    if asked or any(one.filter.group == group.id for one in tx.broadcasts.in_states(_OPEN)):
        raise NotDone("group", "group_used")
    tx.business_lists.remove_group(group.id)


def whole(text: str) -> int | None:
    """A number of people as it was typed."""
    return read_whole(text, 0, 99_999)
