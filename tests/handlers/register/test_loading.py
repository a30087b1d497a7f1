"""A list tried, kept, taken back; what is one by itself and what a person is asked about."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.bench.register import _dump, judged, planted
from content.attendee_rows import Chosen
from content.business_list import BusinessListing, BusinessRow, read_businesses
from content.library import Content
from handlers.register import doubles, forgetting, loading, undoing
from handlers.register.loading import LoadOrder, LoadPlan, LotKept, RowOutcome
from storage.business_models import (
    BusinessField,
    BusinessImport,
    BusinessStatus,
    Entered,
    KnownFrom,
    ListOrigin,
)
from storage.database import Database, Transaction
from storage.staff_models import Role
from tests.support.clock import START
from tests.support.conference import make_staff

LATER = START + timedelta(days=1)
DAY = date(2026, 11, 1)
TAX = "0312345678"
AS_IT_IS = LoadOrder()


def row(
    number: int, name: str, owner: str = "", phone: str | None = None, **given: Any
) -> BusinessRow:
    values = {"name": name} | given.pop("values", {})
    return BusinessRow(
        number, "", values, owner, phone, phone or "", neighbourhood="TDP 5", **given
    )


def listing(*rows: BusinessRow) -> BusinessListing:
    return BusinessListing(rows, ())


def keep(
    tx: Transaction, plan: LoadPlan, order: LoadOrder = AS_IT_IS, at: Any = START
) -> tuple[BusinessImport, LotKept]:
    loaded = loading.begin(tx, plan, ListOrigin.TAX, "thue.xlsx", "m", DAY, "an", at)
    rows = [(n, one) for n, one in enumerate(plan.rows) if loading.is_kept(one, order)]
    kept = LotKept(ended=loading.end_gone(tx, loaded, sorted(order.ended), "danh sách", at))
    kept = kept + loading.keep_lot(tx, loaded, rows, {}, at)
    return loading.finish(tx, loaded.id, kept, 0), kept


def load(
    tx: Transaction, *rows: BusinessRow, order: LoadOrder = AS_IT_IS, at: Any = START
) -> tuple[BusinessImport, LotKept]:
    return keep(tx, loading.plan(tx, listing(*rows), ListOrigin.TAX, order), order, at)


def outcomes(tx: Transaction, *rows: BusinessRow) -> list[str]:
    return [one.outcome for one in loading.plan(tx, listing(*rows), ListOrigin.TAX).rows]


def names(tx: Transaction) -> Mapping[str, int]:
    return {name: number for number, name in tx.business_lists.names()}


async def test_the_same_list_again_changes_nothing(db: Database) -> None:
    def work(tx: Transaction) -> None:
        rows = (
            row(2, "Phở Tư", "Bà Tư", "+84912345678", values={"tax_code": TAX}),
            row(3, "Bún Năm", "Ông Năm"),
        )
        _, kept = load(tx, *rows)
        assert kept.added == 2
        before = _dump(tx)
        assert outcomes(tx, rows[0]) == ["same"]
        again = loading.plan(tx, listing(*rows), ListOrigin.TAX)
        assert again.gone == []
        changed = [one for one in again.rows if loading.is_kept(one, LoadOrder())]
        keep(tx, replace(again, rows=[one for one in changed if one.outcome == "changed"]))
        assert _dump(tx) == before

    await db.transaction(work)


async def test_what_a_list_says_otherwise_is_shown_field_by_field(db: Database) -> None:
    def work(tx: Transaction) -> None:
        load(tx, row(2, "Phở Tư", "Bà Tư", "+84912345678", values={"tax_code": TAX}))
        changed = row(
            2, "Phở Tư Béo", "Bà Tư", "+84987654321", values={"tax_code": TAX, "workers": "4"},
            status="paused",
        )  # fmt: skip
        (planned,) = loading.plan(tx, listing(changed), ListOrigin.TAX).rows
        assert {(c.field, c.before, c.after) for c in planned.changes} == {
            ("name", "Phở Tư", "Phở Tư Béo"), ("workers", "", "4"),
            ("phone", "+84912345678", "+84987654321"), ("status", "active", "paused"),
        }  # fmt: skip
        load(tx, changed, at=LATER)
        number = names(tx)["Phở Tư Béo"]
        business = tx.businesses.get(number)
        assert business is not None and business.status is BusinessStatus.PAUSED
        (owner,) = tx.businesses.persons(number)
        assert owner.phone == "+84987654321" and owner.name == "Bà Tư"
        # What the owner corrects stays, though the next list says the old again.
        by = Entered(KnownFrom.OWNER, LATER, "owner")
        tx.businesses.put(number, {BusinessField.WORKERS: "6"}, by)
        tx.businesses.touch(number, LATER)
        assert outcomes(tx, changed) == ["same"]
        assert outcomes(tx, replace(changed, values={**changed.values, "workers": "5"})) == [
            "changed"
        ]

    await db.transaction(work)


async def test_who_is_gone_from_the_list_is_closed_only_where_somebody_says_so(
    db: Database,
) -> None:
    def work(tx: Transaction) -> None:
        rows = [row(n, f"Quán {n}", values={"tax_code": f"03123456{n:02}"}) for n in range(10, 13)]
        load(tx, *rows)
        plan = loading.plan(tx, listing(*rows[:1]), ListOrigin.TAX)
        assert sorted(line.values[BusinessField.NAME] for line in plan.gone) == [
            "Quán 11", "Quán 12",
        ]  # fmt: skip
        other = loading.plan(tx, listing(*rows[:1]), ListOrigin.MARKET)
        assert other.gone == []
        closing = LoadOrder(ended=[plan.gone[0].business.id])
        _, kept = keep(tx, plan, closing)
        assert kept.ended == 1
        found = [tx.businesses.get(line.business.id) for line in plan.gone]
        assert [one.status for one in found if one] == ["closed", "active"]

    await db.transaction(work)


async def test_a_whole_list_is_taken_back_to_the_last_letter(db: Database) -> None:
    def work(tx: Transaction) -> None:
        load(tx, row(2, "Phở Tư", "Bà Tư", "+84912345678", values={"tax_code": TAX}))
        load(tx, row(3, "Quán 9", values={"tax_code": "0312345699"}))
        before = _dump(tx)
        rows = (
            row(2, "Phở Béo", "Bà Tư", "+84987654321", values={"tax_code": TAX}, address="1 A"),
            row(4, "Bún Năm", "Ông Năm", status="closed"),
            row(5, "Phở Beo", phone="+84987654321"),
        )
        plan = loading.plan(tx, listing(*rows), ListOrigin.TAX)
        assert [one.outcome for one in plan.rows] == ["changed", "new", "new"]
        gone = LoadOrder(ended=[line.business.id for line in plan.gone])
        loaded, kept = keep(tx, plan, gone, LATER)
        assert (kept.added, kept.changed, kept.ended) == (2, 1, 1)
        assert _dump(tx) != before
        (lot,) = undoing.begin(tx, loaded, 4, "an")
        undone = undoing.take_back(tx, loaded, lot, LATER)
        undoing.finish(tx, loaded.id, "an", LATER)
        assert (undone.removed, undone.restored, undone.stay) == (2, 2, ())
        assert _dump(tx) == before

    await db.transaction(work)


async def test_what_people_wrote_since_stays(db: Database) -> None:
    def work(tx: Transaction) -> None:
        loaded, _ = load(tx, row(2, "Phở Tư"), row(3, "Bún Năm"))
        number = names(tx)["Phở Tư"]
        tx.businesses.put(
            number, {BusinessField.WORKERS: "2"}, Entered(KnownFrom.STAFF, LATER, "an")
        )
        tx.businesses.touch(number, LATER)
        (lot,) = undoing.begin(tx, loaded, 2, "an")
        undone = undoing.take_back(tx, loaded, lot, LATER)
        business = tx.businesses.get(number)
        assert business is not None and undone.stay == (business.code,)
        assert {f: v.value for f, v in tx.businesses.values(number).items()} == {
            BusinessField.WORKERS: "2"
        }

    await db.transaction(work)


async def test_a_person_says_whose_row_it_is(db: Database) -> None:
    def work(tx: Transaction) -> None:
        load(tx, row(2, "Phở Tư", "Bà Tư", "+84912345678"))
        number = names(tx)["Phở Tư"]
        again = row(7, "Hộ Trần Thị Tư", "", "+84912345678")
        (planned,) = loading.plan(tx, listing(again), ListOrigin.TAX).rows
        assert planned.outcome is RowOutcome.LIKELY
        assert [(one.id, one.why) for one in planned.likely] == [(number, "phone")]
        same = LoadOrder(same={again.key: number})
        (planned,) = loading.plan(tx, listing(again), ListOrigin.TAX, same).rows
        assert (planned.outcome, planned.business) == (RowOutcome.CHANGED, number)
        load(tx, again)  # nothing was said: a pair waits
        (pair,) = tx.business_pairs.waiting(9)
        assert pair.one == number and pair.why == "phone"

    await db.transaction(work)


async def test_a_merge_keeps_both_histories_and_is_undone(db: Database) -> None:
    def work(tx: Transaction) -> None:
        clerk = make_staff(tx, "an", Role.CLERK)
        load(tx, row(2, "Phở Tư", "Bà Tư", "+84912345678"))
        load(tx, row(3, "Phở Bà Tư", phone="+84912345678"))
        (shown,) = doubles.waiting(tx, clerk)
        merge = doubles.merge(tx, clerk, shown.pair.one, shown.pair.other, LATER)
        assert doubles.waiting(tx, clerk) == [] and len(names(tx)) == 1
        assert len(tx.businesses.history(shown.pair.one)) == 2
        doubles.part(tx, clerk, merge, LATER)
        assert set(names(tx)) == {"Phở Tư", "Phở Bà Tư"}
        assert doubles.waiting(tx, clerk) == []  # a person said that they are two

    await db.transaction(work)


async def test_of_a_large_list_nothing_is_joined_wrongly_and_doubles_are_shown(
    db: Database, content: Content
) -> None:
    """5,000 rows, 600 doubles, 300 numbers that are none, 200 names in an old font."""
    made = planted()
    read = read_businesses(made.data, (), content.trades, Chosen())
    assert isinstance(read, BusinessListing) and len(read.rows) == 5_000
    plan = await db.read(lambda tx: loading.plan(tx, read, ListOrigin.TAX), long=True)
    found = judged(made, plan)
    assert found["wrong"] == 0 and found["sure_found"] == found["sure"] == 200
    assert found["likely_found"] >= 0.9 * found["likely"] == 360
    assert sum("business_row_phone" in one.row.notes for one in plan.rows) >= 240
    assert {one.row.neighbourhood for one in plan.rows} == {f"TDP {n}" for n in range(1, 13)}


async def test_what_its_owner_had_erased_comes_back_by_a_word_alone(db: Database) -> None:
    def work(tx: Transaction) -> None:
        rows = [
            row(2, "Phở Tư", "Đặng Tư", "+84912345678", values={"tax_code": TAX}),
            row(3, "Bún Sáu", "Lê Sáu", values={"tax_code": "0312345679"}),
        ]
        load(tx, *rows)
        (number,) = tx.businesses.with_value(BusinessField.TAX_CODE, TAX)
        forgetting.one(tx, number, START)
        marks = tx.business_erasures.all()
        assert marks and not any("912345678" in mark or TAX in mark for mark in marks)
        plan = loading.plan(tx, listing(*rows), ListOrigin.TAX)
        assert [one.outcome for one in plan.rows] == [RowOutcome.ERASED, RowOutcome.SAME]
        assert plan.rows[0].erased_at == START
        _, kept = keep(tx, plan)
        assert kept.added == 0
        again = LoadOrder(anew=[plan.rows[0].row.key])
        _, kept = load(tx, *rows, order=again)
        assert kept.added == 1

    await db.transaction(work)
