"""What only looks like a number, a day or an hour is a fault of its field or no page, never a
broken server; one odd item at the door holds up no other."""

import json
from pathlib import Path
from typing import Any

import orjson
import pytest

from bot.app import utc_now
from content.amounts import amounts
from content.library import Content
from content.vietnamese import clock_of, read_day
from storage.staff_models import Role
from tests.handlers.test_seats import sign_up
from tests.support.conference import make_event
from tests.support.desk import desk
from tests.support.site import site

FOLDERS = ("bot", "handlers", "content", "storage")


@pytest.mark.parametrize("odd", ["²", "①", "%00", "9" * 40, "1e3", "-1", "x"])
async def test_an_odd_number_in_an_address_is_no_page(
    tmp_path: Path, content: Content, odd: str
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", *Role) as person:
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        assert (await person.get(f"/su-kien/{event.id}"))[0] == 200
        for path in (f"/su-kien/{odd}", f"/su-kien/{event.id}/dai-bieu/{odd}", f"/thong-bao/{odd}"):
            assert (await person.get(path))[0] == 404, path
        for path in (f"/nhat-ky?truoc={odd}", f"/cau-hoi?tim={odd}", f"/tiep-can?so-thang={odd}"):
            assert (await person.get(path))[0] == 200, path


@pytest.mark.parametrize("month", ["2026-13", "0001-01", "9999-12", "²", "2026-%00"])
async def test_a_month_nobody_means_is_no_page(
    tmp_path: Path, content: Content, month: str
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", *Role) as person:
        for path in ("/tiep-can", "/ban-tin"):
            assert (await person.get(f"{path}?thang={month}"))[0] == 404


async def test_days_and_hours_that_are_none_are_faults_of_their_fields(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        await person.get("/su-kien/moi?mau=dialogue")
        for day, hour, said in (
            ("0001-01-01", "8:00", "Ngày chưa đúng"),
            ("9999-12-31", "8:00", "Ngày chưa đúng"),
            ("²/12/2026", "8:00", "Ngày chưa đúng"),
            ("11/12/2030", "25h99", "Giờ chưa đúng"),
            ("11/12/2030", "²h", "Giờ chưa đúng"),
        ):
            fields = {"kind": "dialogue", "title": "Đối thoại", "day": day, "time": hour}
            status, page, _ = await person.post("/su-kien/tao", fields)
            assert status == 400 and said in page, (day, hour)


async def test_one_odd_item_at_the_door_holds_up_no_other(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "cua", Role.DOOR) as person:
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        await at.core.database.transaction(lambda tx: sign_up(tx, event, 1))
        [guest] = await at.core.database.transaction(lambda tx: tx.registrations.of_event(event.id))
        await person.get(f"/su-kien/{event.id}/cua")
        items: list[dict[str, Any]] = [
            {"key": "a", "id": "²"},
            {"key": "b", "id": "9" * 40, "at": "x"},
            {"key": "c", "id": str(guest.id), "at": 1e300},
        ]
        status, page, _ = await person.post(
            f"/su-kien/{event.id}/cua/diem-danh", items=json.dumps(items)
        )
        assert status == 200
        results = orjson.loads(page)["results"]
        assert [result["outcome"] for result in results] == ["unknown", "unknown", "arrived"]


def test_days_and_hours() -> None:
    for text in ("2026-12-11", "11/12/2026", "11.12.2026", " 11-12-2026 "):
        day = read_day(text)
        assert day is not None and (day.year, day.month, day.day) == (2026, 12, 11)
    for text in ("", "31/2/2026", "1999-01-01", "2101-01-01", "²-1-2026", "2026-13-01"):
        assert read_day(text) is None
    assert [clock_of(text) for text in ("8h30", "14 giờ", "25h99", "²h")] == [
        *("08:30", "14:00", None, None)
    ]


def test_a_figure_of_hundreds_of_digits_is_no_amount() -> None:
    assert amounts("9" * 400 + " triệu") == []
    assert amounts("9" * 400 + " tỷ 2") == []


def test_digits_from_outside_are_read_in_one_place() -> None:
    """`²` is a digit to `isdigit` and none to `int`: numbers are read by `content/whole.py`."""
    found = [
        path.name
        for folder in FOLDERS
        for path in Path(folder).rglob("*.py")
        if ".isdigit()" in path.read_text(encoding="utf-8")
    ]
    assert found == []
