"""Rows an import did not keep can be had again, with why, until it is taken back or nobody can be
registered any more; and they name nobody who was erased."""

import io
import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from bot.app import utc_now
from content.library import Content
from handlers.clock import retention
from handlers.conference.seating import Wanted
from handlers.conference.seats import register
from handlers.own_data import erasure
from storage.database import Transaction
from storage.event_models import BusinessKind, Event
from storage.staff_models import Role
from tests.console.test_attendees import list_of, token_in
from tests.support.conference import at_desk, make_event
from tests.support.desk import Desk, desk
from tests.support.site import Site, site

HEADINGS = ["STT", "Họ và tên", "Điện thoại", "CCCD"]
BAD, GOOD = "Phạm Thị Tư", "Lê Văn Ba"
SECOND = timedelta(seconds=1)


def listed(*rows: Sequence[str]) -> bytes:
    book = Workbook()
    page: Any = book.active
    page.append(["DANH SÁCH MỜI HỌP, TỔ 5"])
    page.append(HEADINGS)
    for number, row in enumerate(rows, 1):
        page.append([str(number), *row])
    page.append(["", "Tổng cộng", str(len(rows))])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


LIST = listed(
    (GOOD, "0912000001", "031099000001"),
    (BAD, "12", "031099000002"),
    ("Vũ Văn Năm", "0912000003", "031099000003"),
)


async def load(at: Site, person: Desk, data: bytes) -> tuple[Event, str]:
    """An event with that list loaded, and the page that says so."""
    event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
    path = f"/su-kien/{event.id}/nhap"
    _, page, _ = await person.post(path, file=data)
    _, page, _ = await person.post(path, held=token_in(page), do="keep")
    return event, page


def link_in(page: str) -> str:
    """Where a page leads for the rows, "" for nowhere."""
    found = re.search(r'href="/can-bo(/su-kien/\d+/nhap/chua-nhap\.xlsx[^"]+)"', page)
    return found[1].replace("&amp;", "&") if found else ""


async def test_rows_that_were_not_kept_are_offered_as_long_as_their_import_is_listed(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event, page = await load(at, person, LIST)
        _, attendees = await person.get(f"/su-kien/{event.id}/dai-bieu")
        assert "không nhập 1 dòng" in attendees and link_in(page) == link_in(attendees)
        offered = link_in(attendees)
        status, data = await person.raw(offered)
        assert status == 200
        sheet: Any = load_workbook(io.BytesIO(data)).active
        rows = [[cell for cell in row if cell] for row in sheet.iter_rows(values_only=True)]
        assert rows == [
            ["DANH SÁCH MỜI HỌP, TỔ 5"],
            [*HEADINGS, "Lỗi"],
            [BAD, "12", "Số điện thoại chưa đúng"],  # nothing of columns that were not read
        ]
        for cell in sheet["C"]:
            cell.value = "0912000002" if cell.value == "12" else cell.value
        mended = io.BytesIO()
        sheet.parent.save(mended)
        path = f"/su-kien/{event.id}/nhap"
        _, page, _ = await person.post(path, file=mended.getvalue())
        await person.post(path, held=token_in(page), do="keep")
        there = {one.name: one.neighbourhood for one in await list_of(at, event.id)}
        assert len(there) == 3 and there[BAD] == there[GOOD] != ""
        _, attendees = await person.get(f"/su-kien/{event.id}/dai-bieu")
        [moment] = re.findall(r'name="at" value="([^"]+)"', attendees)
        await person.post(f"/su-kien/{event.id}/bo-nhap", at=moment, sure="2")
        _, attendees = await person.get(f"/su-kien/{event.id}/dai-bieu")
        assert not link_in(attendees)
        assert (await person.raw(offered))[0] == 404


async def test_rows_not_kept_name_nobody_who_was_erased_and_end_with_the_event(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        first, _ = await load(at, person, LIST)
        second, _ = await load(
            at, person, listed((GOOD, "0912000001", ""), ("Tô Văn Sáu", "9", ""))
        )
        now = utc_now()

        def erased(tx: Transaction) -> list[int]:
            contact = tx.contacts.meet("test", "9", now).id
            of_her = Wanted(BAD, "+84912000009", BusinessKind.PERSON)
            register(at_desk(tx, now), second, of_her, contact_id=contact, source="chat")
            erasure.erase(tx, content, contact, now)
            return [len(tx.unkept_rows.counts(event.id)) for event in (first, second)]

        def swept(tx: Transaction) -> list[int]:
            sweep, _ = retention.SWEEPS["rows not kept"]
            return [sweep(tx, content, second.ends_at - SECOND), sweep(tx, content, second.ends_at)]

        assert await at.core.database.transaction(erased) == [0, 1]
        assert await at.core.database.transaction(swept) == [0, 1]


async def test_the_rows_of_a_list_without_headings_come_back_with_their_reasons(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        path = f"/su-kien/{event.id}/nhap"
        named = {"pasted": f"{GOOD}\t0912000001\n{BAD}\t12", "col:0:0": "name", "col:0:1": "phone"}
        await person.get(path)
        async with person.http.post(
            person.base + path, data=named | {"csrf": person.csrf, "do": "errors"}
        ) as answer:
            sheet: Any = load_workbook(io.BytesIO(await answer.read())).active
        assert [cell.value for cell in sheet["C"]] == [None, "Số điện thoại chưa đúng"]
