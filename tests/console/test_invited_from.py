"""Invitations from lists there are already; who of the invited answered."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import utc_now
from content.calendar import local
from content.library import Content
from handlers.conference.arrivals import check_in
from handlers.conference.seating import Wanted
from handlers.conference.seats import register
from handlers.people.calendar import sending_days
from storage.audit import JournalFilter
from storage.database import Transaction
from storage.event_models import Event
from storage.staff_models import Role
from tests.console.test_attendees import sheet_of
from tests.support.conference import at_desk, make_event
from tests.support.desk import desk
from tests.support.phones import holds_phone
from tests.support.site import site


def two_events(tx: Transaction) -> tuple[Event, Event]:
    now = utc_now()
    first = make_event(tx, now=now, title="Hội nghị quý 3")
    second = make_event(tx, now=now, days=60, title="Hội nghị quý 4")
    for name, phone, comes in (
        ("La Văn Nam", "+84912345678", True),
        ("Lê Ba", "+84912345679", False),
    ):
        wanted = Wanted(name, phone, business=f"Tạp hóa; {name[-3:]}", neighbourhood="TDP 5")
        made = register(at_desk(tx, now), first, wanted, contact_id=None, source="chat")
        assert made.registration
        if comes:
            check_in(at_desk(tx, now, staff="a"), first, made.registration)
    return first, second


async def test_who_came_last_time_is_put_into_the_form_and_nothing_is_issued_before_a_look(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        first, second = await at.core.database.transaction(two_events)
        path = f"/su-kien/{second.id}/giay-moi"
        await person.get(f"/su-kien/{second.id}")
        ask = {"do": "load", "other": str(first.id)}
        status, page, _ = await person.post(path, **ask, which="came")
        assert (
            status == 200
            and "La Văn Nam; Tạp hóa, Nam, TDP 5; DK-" in page
            and not holds_phone(page, "0912345678")
            and "Lê Ba" not in page
        )
        assert "chưa phát hành mã nào" in page
        status, page, _ = await person.post(path, **ask, which="registered")
        assert status == 200 and "Lê Ba; " in page
        held = await at.core.database.transaction(lambda tx: tx.events.invitations(second.id))
        assert held == []
        status, page, _ = await person.post(path, **ask, which="invited")
        assert status == 400 and "không có ai để mời" in page


async def test_a_file_is_put_into_the_form(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        path = f"/su-kien/{event.id}/giay-moi"
        await person.get(f"/su-kien/{event.id}")
        status, page, _ = await person.post(path, do="load", file=sheet_of(2))
        assert (
            status == 200 and "Nguyễn Văn An; 0912 300 000\nLê B; 0912 300 001</textarea>" in page
        )
        status, page, _ = await person.post(path, do="load", file=b"rubbish")
        assert status == 400 and "Không đọc được tệp" in page
        lines = "1. La Văn Nam - 0912 345 678 - phở\n2. Nguyễn Thị Hoa - 0987 654 321 - bún"
        status, page, _ = await person.post(path, do="load", file=lines.encode())
        assert status == 200 and "La Văn Nam; 0912 345 678" in page  # no headings, and none needed


async def test_the_page_says_who_of_the_invited_registered(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        first, _ = await at.core.database.transaction(two_events)
        path = f"/su-kien/{first.id}/giay-moi"
        await person.get(f"/su-kien/{first.id}")
        lines = "la van nam\nTạp hóa;số 3\nHộ Hoa; TDP 6"
        status, _, _ = await person.post(path, recipients=lines, category="business")
        assert status == 303
        _, page = await person.get(f"/su-kien/{first.id}")
        assert "có đăng ký cùng tên hoặc cùng số: La Văn Nam" in page
        assert "hiệu lực 3 giấy; có đăng ký cùng tên hoặc cùng số 1" in page
        assert "Nơi chưa thấy trả lời (2)" in page and "Hộ Hoa, TDP 6" in page


async def test_the_silent_are_reminded_from_the_page_and_it_is_on_record(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        first, _ = await at.core.database.transaction(two_events)
        path = f"/su-kien/{first.id}/giay-moi"
        await person.get(f"/su-kien/{first.id}")
        lines = "La Văn Nam\nHộ Hoa; TDP 6; 0987 654 321\nQuán Năm; TDP 7"
        await person.post(path, recipients=lines, category="business")
        _, page = await person.get(f"/su-kien/{first.id}")
        ids = re.findall(r'name="invited" value="(\d+)"\s+checked', page)
        assert len(ids) == 2 and not holds_phone(page, "0987654321")
        days = sending_days(content.ward)
        day = local(days.sending_time(utc_now() + timedelta(days=1))).date()
        to = f"/su-kien/{first.id}/nhac-moi"
        status, page, _ = await person.post(to, invited=ids, remind_on="2020-01-01")
        assert status == 409 and "từ hôm nay đến trước ngày tổ chức" in page
        status, _, led = await person.post(to, invited=ids, remind_on=day.isoformat())
        assert status == 303
        _, page = await person.get(str(led).partition("/can-bo")[2])
        assert "Đã ghi việc nhắc" in page and "đang chờ gọi nhắc" in page
        assert f"nhắc ngày {day.day}/{day.month}/{day.year}" in page
        _, page = await person.get("/goi-dien")
        assert "Hộ Hoa" in page and "Xin hỏi ông/bà có đến được không" in page
        kept = JournalFilter(deeds=["invitation.remind"])
        [line] = await at.core.database.transaction(lambda tx: tx.audit.lines(kept))
        assert str(day) in str(line)


@pytest.mark.parametrize(
    "line",
    [
        "HTX Rau sạch; tổ 9; 0225123",
        "Quán Hoa; tổ 5; 0912345678, 0987654321",
        "Quán Hoa; tổ 5, 0912345678",
        "Quán Hoa 0912345678; tổ 5",
    ],
)
async def test_a_number_that_would_be_printed_is_said_and_nothing_is_issued(
    tmp_path: Path, content: Content, line: str
) -> None:
    """Before this `0225123` became part of the address, and stood on the paper."""
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        path, good = f"/su-kien/{event.id}", "Phở Nam; số 9/157 Trần Tất Văn; 0912345670"
        await person.get(path)
        fields = {"category": "business", "recipients": f"{good}\n{line}"}
        status, page, _ = await person.post(f"{path}/giay-moi", **fields)
        assert status == 409 and "sẽ bị in lên giấy" in page and f"<b>{line}</b>" in page
        assert f"<b>{good}</b>" not in page
        held = await at.core.database.transaction(lambda tx: tx.events.invitations(event.id))
        assert held == []
        assert (await person.post(f"{path}/giay-moi", **fields | {"recipients": good}))[0] == 303
        [one] = await at.core.database.transaction(lambda tx: tx.events.invitations(event.id))
        assert one.phone == "+84912345670" and "0912" not in one.address
