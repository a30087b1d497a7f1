"""`donghanh bench register`: a list of 5,000 rows as offices send them (12 % doubles, five
spellings of a tổ, 300 telephone numbers that are none, 200 names in TCVN3) is tried against an
empty register, kept and taken back; then 10,000 businesses are looked for and looked at.

One JSON line: seconds and memory of the trial, rows that were joined by themselves and should not
have been (`wrong`), doubles that share a tax code and how many were joined (`sure`, `sure_found`),
doubles to be shown to a person and how many were, whether the register is the same to the last byte
after the list was taken back, p95 in milliseconds of a search and a card, and what chats wait for
meanwhile (`register_beside.py`).

    python -m bot.bench.register
"""

import asyncio
import hashlib
import io
import json
import os
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from openpyxl import Workbook

from bot.bench import register_beside
from bot.bench.clerks import PASSWORD
from bot.demo.businesses import InventedBusiness, invented, row_of
from bot.running.clock import utc_now
from bot.web.console import passwords
from content.attendee_rows import Chosen
from content.business_list import BusinessListing, read_businesses
from content.legacy_fonts import _TCVN3
from content.library import Content, load_content
from content.vietnamese import fold
from handlers.people import accounts
from handlers.register import card, listing, loading, undoing
from handlers.register.loading import LoadPlan, PlannedRow, RowOutcome
from storage import database
from storage.business_lists import BusinessFilter
from storage.business_models import BusinessImport, ListOrigin
from storage.businesses import PARTS
from storage.connection import Connection
from storage.database import Database, Transaction
from storage.staff_models import Role, Staff

T = TypeVar("T")
ROWS, DOUBLES, BAD_PHONES, OLD_NAMES, PLACES = 5_000, 600, 300, 200, 12
SURE_OF_DOUBLES = 200  # with the same tax code; the others share less
MANY = 10_000
LOOKS = 200
_SPELLINGS = ("TDP {}", "tổ {}", "Tổ dân phố số {}", "to {}", "{}")
_HEADINGS = (
    "STT", "Tên hộ kinh doanh", "Chủ hộ", "Số điện thoại", "Mã số thuế", "Tổ dân phố",
    "Địa chỉ kinh doanh", "Ngành nghề", "Số lao động", "Diện tích (m2)",
)  # fmt: skip
_TO_TCVN3 = {str(new): chr(old) for old, new in _TCVN3.items()}


@dataclass(frozen=True, slots=True)
class Planted:
    """A list and the truth about it: of each row, which business it is, and how a double should be
    found ("" for a first row)."""

    data: bytes
    whose: Sequence[int]
    how: Sequence[str]


def planted(seed: int = 5) -> Planted:
    chance = random.Random(seed)  # the same list every time
    every = list(invented(chance, ROWS - DOUBLES, PLACES))
    lines: list[tuple[int, str, list[str]]] = [
        (number, "", _cells(chance, one)) for number, one in enumerate(every)
    ]
    for n, number in enumerate(chance.sample(range(len(every)), DOUBLES)):
        how = "sure" if n < SURE_OF_DOUBLES else ("phone", "name", "owner")[n % 3]
        if how == "sure":
            lines[number][2][3] = every[number].tax_code
        lines.append((number, how, _double(chance, every[number], how)))
    first, rest = lines[:1], lines[1:]
    chance.shuffle(rest)
    lines = _firsts_first([*first, *rest])
    with_phone = [at for at, line in enumerate(lines) if line[1] != "phone"]
    doubled = {line[0] for line in lines if line[1] == "phone"}
    loose = [at for at in with_phone if lines[at][0] not in doubled]
    for at in chance.sample(loose, BAD_PHONES):
        lines[at][2][2] = chance.choice(("0912", "khong co", "09x8", "123456", "0900"))
    for at in chance.sample(range(len(lines)), OLD_NAMES):
        lines[at][2][1] = "".join(_TO_TCVN3.get(char, char) for char in lines[at][2][1])
    book = Workbook()
    page = book.worksheets[0]
    page.append(["DANH SÁCH HỘ KINH DOANH"])
    page.append(list(_HEADINGS))
    for number, (_, _, cells) in enumerate(lines, 1):
        page.append([str(number), *cells])
    out = io.BytesIO()
    book.save(out)
    return Planted(out.getvalue(), [one[0] for one in lines], [one[1] for one in lines])


def _firsts_first(lines: list[tuple[int, str, list[str]]]) -> list[tuple[int, str, list[str]]]:
    """Of each business its own row before its double."""
    firsts = [line for line in lines if not line[1]]
    return [*firsts, *(line for line in lines if line[1])]


def _cells(chance: random.Random, one: InventedBusiness) -> list[str]:
    tax = one.tax_code if chance.random() < 0.8 else ""
    return [
        one.name, one.owner, one.phone, tax, chance.choice(_SPELLINGS).format(one.place),
        one.address, one.trade_said, str(one.workers), f"{one.area},5",
    ]  # fmt: skip


def _double(chance: random.Random, one: InventedBusiness, how: str) -> list[str]:
    """The same business as another office writes it, with what tells it as the only thing in
    common."""
    other = replace(one, phone=f"08{chance.randint(10_000_000, 99_999_999)}")
    cells = _cells(chance, other)
    cells[3] = one.tax_code if how == "sure" else ""
    if how == "phone":
        cells[0], cells[2], cells[5] = f"Hộ {one.owner}", one.phone, ""
    elif how == "name":
        cells[0] = fold(one.name).upper() if chance.random() < 0.5 else f"Cửa hàng {one.name}"
        cells[1], cells[5] = "", ""
    elif how == "owner":
        cells[0] = f"HKD {one.owner}"
        cells[5] = f"số {one.address}, phường Phù Liễn"
    return cells


# ---- measuring ----


def _dump(tx: Transaction) -> str:
    """All of the register, to the last byte."""
    connection: Connection = tx._connection
    said = hashlib.sha256()
    for table in ("business", *PARTS, "business_pair", "business_merge"):
        for row in connection.execute(f"SELECT * FROM {table} ORDER BY id"):  # noqa: S608
            said.update(repr(list(row)).encode())
    words = "SELECT sort, word, kind, object FROM search_word WHERE kind = 'business'"
    for row in connection.execute(f"{words} ORDER BY sort, word, object"):
        said.update(repr(list(row)).encode())
    return said.hexdigest()


def judged(made: Planted, plan: LoadPlan) -> dict[str, int]:
    """What the trial did with what was planted: `wrong` joins, and how many of the doubles that
    only a person can decide are shown to one."""
    wrong = asked = shown = sure = sure_found = 0
    for at, (row, whose, how) in enumerate(zip(plan.rows, made.whose, made.how, strict=True)):
        if row.twin is not None:
            wrong += made.whose[row.twin] != whose
            sure_found += how == "sure" and made.whose[row.twin] == whose
        sure += how == "sure"
        if how and how != "sure":
            asked += 1
            others = {made.whose[-one.id - 1] for one in row.likely if one.id < 0}
            shown += whose in others and at > 0
    return {
        "wrong": wrong, "sure": sure, "sure_found": sure_found,
        "likely": asked, "likely_found": shown,
    }  # fmt: skip


async def keep(db: Database, plan: LoadPlan, login: str) -> int:
    """As the console does it, lot by lot; returns the import."""
    now, rows = utc_now(), list(enumerate(plan.rows))
    rows = [one for one in rows if loading.is_kept(one[1], loading.LoadOrder())]
    loaded = await db.transaction(
        lambda tx: loading.begin(
            tx, plan, ListOrigin.TAX, "danh-sach.xlsx", "mark", now.date(), login, now
        )
    )
    done = loading.LotKept()
    for start in range(0, len(rows), loading.LOT):
        lot, made = rows[start : start + loading.LOT], done.made or {}
        done = done + await db.transaction(_keeping(loaded, lot, made, now))
    return loaded.id


def _keeping(
    loaded: Any, lot: list[tuple[int, PlannedRow]], made: Any, now: Any
) -> Callable[[Transaction], loading.LotKept]:
    return lambda tx: loading.keep_lot(tx, loaded, lot, made, now)


def _loaded(tx: Transaction, import_id: int) -> BusinessImport:
    loaded = tx.business_imports.get(import_id)
    if loaded is None:
        raise LookupError(import_id)
    return loaded


async def take_back(db: Database, import_id: int, login: str) -> None:
    now = utc_now()

    def begin(tx: Transaction) -> list[list[Any]]:
        loaded = _loaded(tx, import_id)
        return undoing.begin(tx, loaded, len(tx.business_imports.touched(import_id)), login)

    def lot(some: list[Any]) -> Callable[[Transaction], undoing.ListUndone]:
        def work(tx: Transaction) -> undoing.ListUndone:
            loaded = _loaded(tx, import_id)
            return undoing.take_back(tx, loaded, some, now)

        return work

    for some in await db.transaction(begin):
        await db.transaction(lot(some))
    await db.transaction(lambda tx: undoing.finish(tx, import_id, login, now))


async def run(content: Content) -> dict[str, object]:
    made = planted()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'r.db'}"
        async with database.open(url) as db:
            staff = await db.transaction(_clerk)
            worked = _worked()
            read_s, read = _timed(
                lambda: read_businesses(
                    made.data, content.ward.neighbourhoods, content.trades, Chosen()
                )
            )
            if not isinstance(read, BusinessListing):
                raise TypeError(read)
            began = time.perf_counter()
            plan = await db.read(lambda tx: loading.plan(tx, read, ListOrigin.TAX), long=True)
            plan_s = time.perf_counter() - began
            trial_cpu_s = _worked() - worked
            before = await db.transaction(_dump)
            began = time.perf_counter()
            number = await keep(db, plan, staff.login)
            kept_s = time.perf_counter() - began
            again = await db.read(lambda tx: loading.plan(tx, read, ListOrigin.TAX), long=True)
            changing = (RowOutcome.NEW, RowOutcome.CHANGED)
            began = time.perf_counter()
            await take_back(db, number, staff.login)
            undone_s = time.perf_counter() - began
            figures = {
                "rows": len(read.rows),
                "read_s": round(read_s, 2),
                "trial_s": round(read_s + plan_s, 2),
                "trial_cpu_s": round(trial_cpu_s, 2),
                "rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
                **judged(made, plan),
                "again_changes": sum(one.outcome in changing for one in again.rows),
                "kept_s": round(kept_s, 2),
                "undone_s": round(undone_s, 2),
                "byte_equal": before == await db.transaction(_dump),
                **await _looked(db, content, staff),
            }
        sheet = Path(folder) / "danh-sach.xlsx"
        sheet.write_bytes(made.data)
        return figures | await register_beside.measure(url, staff.login, sheet)


def _clerk(tx: Transaction) -> Staff:
    roles = frozenset({Role.CLERK})
    staff, _ = accounts.add_staff(tx, "an", "An", "kthtdt", roles, utc_now())
    return accounts.activate(tx, staff, passwords.new_password(PASSWORD, "nobody"))


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    done = work()
    return time.perf_counter() - began, done


def _worked() -> float:
    """Seconds of work of this process and of those it ended: what a quiet machine would take."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


async def _looked(db: Database, content: Content, staff: Any) -> dict[str, float]:
    """p95 of a search and of a card among 10,000."""
    chance = random.Random(7)
    every = list(invented(chance, MANY, PLACES))
    rows = [PlannedRow(row_of(one, n), RowOutcome.NEW) for n, one in enumerate(every)]
    await keep(db, LoadPlan(rows, [], {}), staff.login)
    numbers = await db.read(lambda tx: tx.business_lists.numbers(BusinessFilter()))
    searches, cards, worked_at = [], [], []
    for at in range(LOOKS):
        one = every[chance.randrange(MANY)]
        wanted = (one.owner, one.phone[-4:], one.name[:3], one.tax_code, one.name)[at % 5]
        began, worked = time.perf_counter(), _worked()
        await db.read(
            lambda tx, said=wanted: listing.listed(  # type: ignore[misc]
                tx, staff, BusinessFilter(), said, by_name=False, page=0
            )
        )
        searches.append(time.perf_counter() - began)
        worked_at.append(_worked() - worked)
        number = chance.choice(numbers)
        began = time.perf_counter()
        await db.read(lambda tx, n=number: card.card(tx, content, staff, tx.businesses.get(n)))  # type: ignore[misc]
        cards.append(time.perf_counter() - began)
    return {
        "search_p95_ms": _p95(searches),
        "search_cpu_p95_ms": _p95(worked_at),
        "card_p95_ms": _p95(cards),
    }


def _p95(seconds: list[float]) -> float:
    return round(statistics.quantiles(seconds, n=20)[-1] * 1000, 1)


if __name__ == "__main__":
    print(json.dumps({"bench": "register", **asyncio.run(run(load_content()))}))
