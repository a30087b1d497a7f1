"""Businesses that do not exist, for the demo and for what is measured: names, owners, addresses and
trades put together by chance."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import yaml

from content.business_list import BusinessRow
from content.library import FOLDER
from content.vietnamese import fold
from handlers.register import alike, doubles, loading
from handlers.register.loading import LoadPlan, PlannedRow, RowOutcome
from handlers.register.writing import set_status
from storage.business_models import BusinessField, BusinessStatus, Entered, KnownFrom, ListOrigin
from storage.database import Transaction
from storage.staff_models import Staff

COUNT, DOUBLED = 400, 12
_WORDS: dict[str, Any] = yaml.safe_load((FOLDER / "demo.yaml").read_text(encoding="utf-8"))
_POOLS, _MARK = _WORDS["businesses"], _WORDS["mark"]
_NEEDS = ("vay", "thue", "chuyen_doi_so", "mat_bang", "dao_tao", "ket_noi", "phap_ly")
_HARD = ("von", "mat_bang", "dau_ra", "lao_dong", "thue", "thu_tuc", "cong_nghe")


@dataclass(frozen=True, slots=True)
class InventedBusiness:
    name: str
    owner: str
    phone: str  # as it is dialled
    tax_code: str
    place: int  # the number of its tổ dân phố
    address: str
    trade_said: str
    trade: str
    workers: int
    area: int
    market: str
    stall: str


def invented(chance: random.Random, count: int, places: int) -> Iterator[InventedBusiness]:
    """So many, no two with one telephone number or tax code."""
    streets, markets = _POOLS["streets"], _POOLS["markets"]
    for number in range(count):
        owner = " ".join(chance.choice(_POOLS[part]) for part in ("family", "middle", "given"))
        sold, said, trade = chance.choice(_POOLS["trades"])
        call = " ".join(owner.split()[-2:]) if chance.random() < 0.6 else owner.split()[-1]
        place = chance.randint(1, places)
        stall = number % 7 == 0
        yield InventedBusiness(
            name=f"{sold} {call} {chance.choice(streets)}",
            owner=owner,
            phone=f"09{(number * 7919 + 12_345_678) % 100_000_000:08}",
            tax_code=f"031{(number * 104_729 + 1_000_003) % 1_000_000_000:09}",
            place=place,
            address=f"{chance.randint(1, 480)} {chance.choice(streets)}",
            trade_said=said,
            trade=trade,
            workers=chance.choice((1, 1, 2, 2, 3, 4, 5, 8, 12)),
            area=chance.randint(6, 140),
            market=chance.choice(markets) if stall else "",
            stall=str(chance.randint(1, 90)) if stall else "",
        )


def fill(tx: Transaction, staff: Staff, now: datetime) -> None:
    """The demo's register: two lists that were loaded, what owners said since, doubles that wait
    for somebody."""
    chance = random.Random(400)  # noqa: S311  # the same invented ones every time
    every = [
        replace(one, name=f"{one.name} {_MARK}", owner=f"{one.owner} {_MARK}")
        for one in invented(chance, COUNT, 12)
    ]
    every[-DOUBLED:] = [
        replace(
            one, name=fold(one.name).title(), phone=other.phone, tax_code="", address="", owner=""
        )
        for one, other in zip(every[::20], every[-DOUBLED:], strict=False)
    ]
    earlier = now - timedelta(days=70)
    _load(tx, every[:330], ListOrigin.TAX, "thue-co-so.xlsx", staff, earlier)
    _load(tx, every[330:], ListOrigin.REGISTRATION, "dang-ky.xlsx", staff, earlier)
    lines = loading.all_lines(tx)
    for line in lines:
        if chance.random() < 0.45:
            by = Entered(KnownFrom.SURVEY, now - timedelta(days=chance.randint(1, 60)), "owner")
            told = {
                BusinessField.NEEDS: " ".join(chance.sample(_NEEDS, chance.randint(1, 3))),
                BusinessField.DIFFICULTIES: " ".join(chance.sample(_HARD, chance.randint(1, 3))),
            }
            tx.businesses.put(line.business.id, told, by)
            tx.businesses.touch(line.business.id, by.at)
    for line in chance.sample(lines, 20):
        business = tx.businesses.get(line.business.id)
        if business is not None:
            became = chance.choice((BusinessStatus.PAUSED, BusinessStatus.CLOSED))
            since = (now - timedelta(days=20)).date()
            set_status(tx, business, staff, became, since, now)
    doubles.look_for(tx, lines, now)


def _load(
    tx: Transaction,
    some: list[InventedBusiness],
    origin: ListOrigin,
    name: str,
    staff: Staff,
    at: datetime,
) -> None:
    rows = [PlannedRow(row_of(one, n), RowOutcome.NEW) for n, one in enumerate(some, 2)]
    plan = LoadPlan(rows, [], {})
    loaded = loading.begin(tx, plan, origin, name, alike.name_key(name), at.date(), staff.login, at)
    kept = loading.keep_lot(tx, loaded, list(enumerate(rows)), {}, at)
    loading.finish(tx, loaded.id, kept, 0)


def row_of(one: InventedBusiness, number: int) -> BusinessRow:
    values = {
        "name": one.name, "trade_said": one.trade_said, "trade": one.trade,
        "workers": str(one.workers),
    }  # fmt: skip
    values |= {"tax_code": one.tax_code} if one.tax_code else {}
    return BusinessRow(
        number=number, sheet="", values=values, owner=one.owner, phone=f"+84{one.phone[1:]}",
        phone_said=one.phone, neighbourhood=f"TDP {one.place}", address=one.address,
        market=one.market, stall=one.stall, area=float(one.area), area_said=str(one.area),
    )  # fmt: skip
