"""Sổ hộ: the register as a list with its search, the groups staff saved, and the numbers of it."""

from collections import defaultdict
from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.responses import Response

from bot.web.console.console import Console, Place
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from bot.web.paging import page_of
from content.trades import Trades
from handlers.broadcast import reach
from handlers.people.permissions import Action, sees_businesses_of
from handlers.people.removed import TakenAway
from handlers.register import listing
from storage.audit import Deed
from storage.business_lists import ANYWHERE, SIZES, UNTOLD, BusinessGroup, filter_of
from storage.business_models import REGISTERED_KINDS, BusinessStatus
from storage.database import Transaction

PATH = "/so-ho"
# What businesses are asked for in the address, by the field of the filter.
ASKED = {
    "neighbourhood": "to", "trade": "nghe", "kind": "loai", "status": "tt", "need": "can",
    "difficulty": "kho", "market": "cho", "size": "nguoi", "told": "bao",
    "vsic": "ma-nganh",
}  # fmt: skip
# The answers of the yearly survey, and of whoever asks at the stall.
NEEDS = ("vay", "thue", "chuyen_doi_so", "mat_bang", "dao_tao", "ket_noi", "phap_ly")
DIFFICULTIES = ("von", "mat_bang", "dau_ra", "lao_dong", "thue", "thu_tuc", "cong_nghe")


async def list_(console: Console, visit: Visit) -> Response:
    return await page(console, visit)


async def page(console: Console, visit: Visit, status: int = 200) -> Response:
    asked = visit.request.query_params
    said, words = wanted_of(asked), asked.get("tim", "").strip()
    said = said or {name: visit.form[name] for name in ASKED if visit.form.get(name)}
    found = await console.read(
        lambda tx: listing.listed(
            tx, visit.staff, filter_of(said), words,
            by_name=asked.get("xep") == "ten", page=page_of(visit.request),
            but=told_of_late(visit, tx, said),
        )
    )  # fmt: skip
    return console.render(
        visit,
        "businesses",
        status,
        listed=found,
        said=said,
        wanted=words,
        order=asked.get("xep", ""),
        query=query_of(said, words, asked.get("xep", "")),
        query_of=query_of,
        whole_ward=sees_businesses_of(visit.staff) is None,
        own=sees_businesses_of(visit.staff),
        anywhere=ANYWHERE,
        kinds=REGISTERED_KINDS,
        statuses=list(BusinessStatus),
        sizes=list(SIZES),
        needs=NEEDS,
        difficulties=DIFFICULTIES,
        trades=console.content.trades,
        trade_groups=trade_groups(console.content.trades),
        topics=console.content.news.topics,
    )


def trade_groups(trades: Trades) -> dict[str, list[str]]:
    """The trades of each group, by its name."""
    groups = defaultdict[str, list[str]](list)
    for one in trades.values():
        groups[one.sector].append(one.id)
    return groups


def told_of_late(visit: Visit, tx: Transaction, said: Mapping[str, str]) -> frozenset[int]:
    """The businesses that were reached in this quarter, where the others alone are asked for."""
    if said.get("told") != UNTOLD:
        return frozenset()
    return reach.reached_since(tx, *reach.quarter_of(visit.today))


def wanted_of(asked: Mapping[str, str]) -> dict[str, str]:
    """What an address narrows the list to, by the names of the filter."""
    return {name: said for name, short in ASKED.items() if (said := asked.get(short, "").strip())}


def query_of(said: Mapping[str, str], words: str = "", order: str = "") -> str:
    """The same as an address says it."""
    pairs = {ASKED[name]: value for name, value in said.items() if name in ASKED and value}
    return urlencode(pairs | ({"tim": words} if words else {}) | ({"xep": order} if order else {}))


async def figures(console: Console, visit: Visit) -> Response:
    """Numbers of the whole ward; of nobody alone."""
    counted = await console.read(lambda tx: listing.figures(tx, NEEDS))
    words = console.content.words.console
    named = {
        "trades": {key: one.name for key, one in console.content.trades.items()},
        "sizes": {key: words[f"size_{key}"] for key in SIZES},
        "needs": {key: words[f"business_need_{key}"] for key in NEEDS},
        "statuses": {str(key): words[f"business_{key}"] for key in BusinessStatus},
    }
    return console.render(
        visit, "business_figures", counted=counted, named=named, hidden=listing.HIDDEN
    )


async def save_group(console: Console, visit: Visit) -> Response:
    name = visit.text("name", required=True, limit=listing.NAME_LIMIT)
    said = {name: visit.text(name) for name in ASKED if name in visit.form}
    if visit.errors:
        return await page(console, visit, 400)
    await console.write(
        visit,
        "business.group_add",
        "register:groups",
        lambda tx: listing.save_group(tx, visit.staff, name, said, visit.now),
        unseen=Unseen.ADDS,
        title=name,
    )
    return console.back(f"{PATH}?{query_of(said)}", "saved")


async def remove_group(console: Console, visit: Visit) -> Response:
    def work(tx: Transaction) -> BusinessGroup:
        group = tx.business_lists.group(visit.number("group"))
        if group is None:
            raise TakenAway("register:groups", Deed.BUSINESS_GROUP_REMOVE)
        visit.require_as_seen({}, group)
        visit.note(title=group.name)
        listing.remove_group(tx, group)
        return group

    await console.write(visit, "business.group_remove", "register:groups", work)
    return console.back(PATH, "group_removed")


PLACES = (
    Place(PATH, Action.SEE_BUSINESSES, list_),
    Place("/so-lieu-ho", Action.BUSINESS_FIGURES, figures),
    Place(f"{PATH}/nhom", Action.MANAGE_BUSINESSES, save_group, ("POST",)),
    Place(f"{PATH}/nhom/{{group}}/xoa", Action.MANAGE_BUSINESSES, remove_group, ("POST",)),
)
