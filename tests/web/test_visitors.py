"""The pages beside the chat: ticket, calendar, own data; and a photo sent from the page."""

import asyncio
import io
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import aiohttp
import orjson
import pytest
from icalendar import Alarm, Calendar

from bot.app import utc_now
from bot.core import eraser
from content.library import Content
from storage.database import Transaction
from storage.event_models import EventState
from tests.support.conference import make_event
from tests.support.patience import PATIENCE_S
from tests.support.phones import holds_phone
from tests.support.pictures import jpeg
from tests.support.site import site
from tests.web.test_chat import fields, session
from tests.web.test_notebook import says

REGISTERED = ("đăng ký hội nghị", "1", "Nguyễn Thị Hoa", "0912345678", "Phở Hoa", "1", "tổ 5", "2")


async def test_a_ticket_has_a_page_and_a_calendar_file(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        page = await says(browser, at, *REGISTERED, "1")
        assert "Đã giữ chỗ" in page and "<svg" in page
        address = re.findall(r'href="(http://[^"]+/ve/[^"]+)"', page)[-1]
        ticket = await (await browser.get(address)).text()
        assert "Nguyễn Thị Hoa" in ticket and "<svg" in ticket and "noindex" in ticket
        assert not holds_phone(ticket, "0912345678")
        answer = await browser.get(f"{address}/lich.ics")
        entry = Calendar.from_ical(await answer.text()).events[0]
        assert entry.start == event.starts_at and entry["SUMMARY"] == event.title
        reminders = [alarm.TRIGGER for alarm in entry.subcomponents if isinstance(alarm, Alarm)]
        assert reminders == [timedelta(days=-1), timedelta(hours=-2)]
        assert "lich.ics" in ticket

        def call_off(tx: Transaction) -> None:
            assert tx.events.get(event.id)
            tx.events.save(replace(event, state=EventState.CANCELLED))

        await at.core.database.transaction(call_off)
        ticket = await (await browser.get(address)).text()
        assert "không tổ chức" in ticket and "lich.ics" not in ticket and "<svg" not in ticket
        off = Calendar.from_ical(await (await browser.get(f"{address}/lich.ics")).text()).events[0]
        assert off["STATUS"] == "CANCELLED" and "không tổ chức" in str(off["DESCRIPTION"])
        assert not [alarm for alarm in off.subcomponents if isinstance(alarm, Alarm)]
        assert (await browser.get(f"{at.url}/ve/doan-mo")).status == 404
        assert (await browser.get(f"{at.url}/ve/doan-mo/lich.ics")).status == 404


async def test_ones_own_data_comes_as_a_file_through_a_link(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, session() as browser, session() as stranger:
        await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        page = await says(browser, at, *REGISTERED, "1", "xuất dữ liệu")
        address = re.findall(r'href="(http://[^"]+/du-lieu/[^"]+)"', page)[-1]
        found = orjson.loads(await (await browser.get(address)).text())
        assert found["profile"]["name"] == "Nguyễn Thị Hoa"
        assert found["registrations"][0]["code"].startswith("DK-")
        assert "token" not in found["registrations"][0]
        assert (await stranger.get(f"{at.url}/du-lieu/doan-mo")).status == 404
        await says(browser, at, "xóa dữ liệu của tôi", "1", "1")
        erased = orjson.loads(await (await browser.get(address)).text())
        assert erased["profile"] == {} and erased["registrations"] == []


async def test_a_photo_is_sent_from_the_page(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        await says(browser, at, "gửi câu hỏi", "Cống trước chợ bị tắc, mưa là ngập")
        page = await (await browser.get(at.url)).text()
        form = aiohttp.FormData()
        for name, value in fields(page).items():
            form.add_field(name, value)
        form.add_field("photo", jpeg(), filename="anh.jpg", content_type="image/jpeg")
        await browser.post(f"{at.url}/send", data=form)
        assert "Kèm 1 ảnh" in await (await browser.get(at.url)).text()
        huge = aiohttp.FormData()
        huge.add_field("once", "x")
        huge.add_field("photo", io.BytesIO(b"\xff\xd8" + b"0" * 6_000_000), filename="to.jpg")
        answer = await browser.post(f"{at.url}/send", data=huge)
        assert answer.status == 413 and "lớn quá" in await answer.text()


async def test_an_empty_photo_is_answered(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        await says(browser, at, "gửi câu hỏi")
        form = aiohttp.FormData()
        for name, value in fields(await (await browser.get(at.url)).text()).items():
            form.add_field(name, value)
        form.add_field("photo", io.BytesIO(b""), filename="anh.jpg", content_type="image/jpeg")
        answer = await browser.post(f"{at.url}/send", data=form)
        assert "không phải ảnh" in await answer.text()


@pytest.mark.parametrize("leaving", ["hủy", "/start"])
async def test_a_photo_of_a_question_that_is_left_goes_at_once(
    tmp_path: Path, content: Content, leaving: str
) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        await says(browser, at, "gửi câu hỏi", "Cống trước chợ bị tắc, mưa là ngập")
        form = aiohttp.FormData()
        for name, value in fields(await (await browser.get(at.url)).text()).items():
            form.add_field(name, value)
        form.add_field("photo", jpeg(), filename="anh.jpg", content_type="image/jpeg")
        await browser.post(f"{at.url}/send", data=form)
        assert len(list((tmp_path / "photos").iterdir())) == 1
        await says(browser, at, leaving)
        assert await eraser.settle(at.core.database, at.core.photos)
        assert list((tmp_path / "photos").iterdir()) == []


@pytest.mark.parametrize(
    "sent", [b"RUBBISH\r\n\r\n", b"GET /" + b"a" * 90_000 + b" HTTP/1.1\r\n\r\n"]
)
async def test_what_is_no_request_is_answered_in_our_words(
    tmp_path: Path, content: Content, sent: bytes
) -> None:
    async with site(tmp_path, content) as at:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(at.url.rpartition(":")[2]))
        writer.write(sent)
        answer = (await asyncio.wait_for(reader.read(), PATIENCE_S)).decode()
        assert answer.startswith("HTTP/1.1 400") and answer.endswith("mở lại trang của phường.")
        writer.close()


@pytest.mark.parametrize("path", ["/khong-co", "/ve", "/tin-tuc/1/2/3", "/.env", "/static/x.css"])
async def test_an_unknown_address_is_answered_in_our_words(
    tmp_path: Path, content: Content, path: str
) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        answer = await browser.get(at.url + path)
        page = await answer.text()
        assert answer.status == 404 and "Không có trang này" in page and "<html" in page
        assert "](" not in page  # markup that is none there
        answer = await browser.get(at.url + path, headers={"Accept": "application/json"})
        assert "Không có trang này" in orjson.loads(await answer.text())["notice"]
        answer = await browser.get(f"{at.url}/can-bo/khong-co")
        assert answer.status == 404 and "Không có trang này" in await answer.text()
        answer = await browser.get(f"{at.url}/send")
        assert answer.status == 405 and "Không có trang này" in await answer.text()
