"""The web chat's button "báo tin": what the page says of it is so, and whatever ends it ends it."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson

from bot.app import open_waker
from bot.settings.settings import Settings
from content.library import Content
from handlers.clock import restored
from handlers.own_data import privacy
from handlers.people import waking
from handlers.talk.messages import Reply
from storage.database import Database, Transaction
from storage.models import Kind
from storage.pushes import PushSubscription
from storage.question_models import Purpose
from tests.support.clock import FixedClock
from tests.support.push_service import OneBrowser, PushServer, push_server
from tests.support.retention import forget_all
from tests.support.site import Site, site
from tests.web.test_chat import JSON, Visitor, fields, session

KEY = re.compile(r'data-key="([^"]+)" data-mark="([^"]*)"')


@dataclass
class Chat:
    """Somebody who chats, with a browser that can be woken."""

    at: Site
    http: Visitor
    push: PushServer
    clock: FixedClock

    async def page(self) -> str:
        return await (await self.http.get(self.at.url)).text()

    async def mark(self) -> str:
        """Of the browser that the page says is woken; "" for none."""
        found = KEY.search(await self.page())
        assert found
        return found[2]

    async def says(self, text: str) -> str:
        form = fields(await self.page()) | {"text": text}
        return await (await self.http.post(f"{self.at.url}/send", data=form)).text()

    async def post(self, path: str, **form: str) -> tuple[int, dict[str, Any]]:
        async with self.http.raw.post(self.at.url + path, data=form, headers=JSON) as answer:
            body = await answer.read()
            return answer.status, orjson.loads(body) if body else {}

    async def turn_on(self, browser: OneBrowser) -> dict[str, Any]:
        status, said = await self.post("/bao-tin", **browser.fields)
        assert status == 200 and said["notice"] == "Đã bật báo tin trên máy này."
        return said

    async def kept(self) -> list[PushSubscription]:
        def work(tx: Transaction) -> list[PushSubscription]:
            return tx.pushes.to_wake(self.clock.now, self.clock.now - timedelta(days=999), 99)

        return await self.at.core.database.transaction(work)

    async def count(self) -> int:
        return await self.at.core.database.transaction(lambda tx: tx.pushes.count())

    async def contact(self) -> int:
        """The one contact there is."""

        def work(tx: Transaction) -> int:
            (found,) = tx.transcripts.contacts_with("20262026")
            return found

        return await self.at.core.database.transaction(work)

    async def told(self, kind: Kind = Kind.NOTICE) -> None:
        """Something unasked is put on their page."""
        contact, now = await self.contact(), self.clock.now
        await self.at.core.database.transaction(
            lambda tx: tx.outbox.add(contact, Reply("Lịch họp đã đổi").to_json(), now, kind=kind)
        )
        self.at.core.wake()
        db = self.at.core.database
        while await db.transaction(lambda tx: tx.outbox.waits_for(contact)):  # noqa: ASYNC110  # no event
            await asyncio.sleep(0.01)


@asynccontextmanager
async def chatting(folder: Path, content: Content) -> AsyncIterator[Chat]:
    clock = FixedClock()
    async with (
        push_server() as push,
        site(folder, content, clock=clock, push=push) as at,
        session() as http,
    ):
        chat = Chat(at, http, push, clock)
        await chat.says("số của tôi 20262026")
        yield chat


async def test_it_is_on_once_it_is_kept_and_off_once_it_is_forgotten(
    tmp_path: Path, content: Content
) -> None:
    async with chatting(tmp_path, content) as chat:
        assert await chat.mark() == ""
        browser = chat.push.browser()
        said = await chat.turn_on(browser)
        assert await chat.mark() == said["mark"] != ""
        again = await chat.turn_on(chat.push.browser("b"))
        assert await chat.mark() == again["mark"] != said["mark"] and await chat.count() == 1
        assert await chat.post("/bao-tin/tat") == (
            200,
            {"notice": "Đã tắt báo tin trên máy này. Tin mới vẫn nằm ở trang này.", "mark": ""},
        )
        assert await chat.mark() == "" and await chat.count() == 0


async def test_what_was_not_kept_is_not_said_to_be_on(tmp_path: Path, content: Content) -> None:
    async with chatting(tmp_path, content) as chat:
        good = chat.push.browser().fields
        for wrong in (
            {"endpoint": "https://10.0.0.1/x"},
            {"auth": ""},
            {"p256dh": "x"},
            {"expires": "1"},
        ):
            status, said = await chat.post("/bao-tin", **good | wrong)
            assert status == 400 and "mark" not in said and "Chưa bật được" in said["notice"]
        async with session() as stranger:
            answer = await stranger.post(f"{chat.at.url}/bao-tin", data=good, headers=JSON)
            assert answer.status == 400
        assert await chat.count() == 0
        statuses = [(await chat.post("/bao-tin", **good))[0] for _ in range(25)]
        assert statuses[:15] == [200] * 15 and statuses[-1] == 429
        other = await chat.http.post(
            f"{chat.at.url}/bao-tin", data=good, headers={"Origin": "https://elsewhere.example"}
        )
        assert other.status == 403


async def test_a_page_nobody_can_be_woken_from_says_nothing_of_it(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, session() as http:
        page = await (await http.get(at.url)).text()
        assert "wake.js" not in page and 'id="wake"' not in page
        assert (await http.post(f"{at.url}/bao-tin", data={})).status in (404, 405)


async def test_something_unasked_wakes_once_until_it_is_looked_at(
    tmp_path: Path, content: Content
) -> None:
    async with chatting(tmp_path, content) as chat:
        browser, waker = chat.push.browser(), chat.at.waker
        assert waker is not None
        await chat.turn_on(browser)
        await chat.says("thuế khoán còn không")
        assert await waker.step() == 0  # an answer is read where it was asked for
        await chat.told()
        await chat.told(Kind.BROADCAST)
        assert await waker.step() == 1
        assert "Lịch họp" not in str(browser.read(chat.push.calls[0].body))
        await chat.told()
        await chat.page()  # they came before they could be woken
        assert await waker.step() == 0
        assert len(chat.push.calls) == 1


async def test_whoever_pressed_the_notice_came_back(tmp_path: Path, content: Content) -> None:
    async with chatting(tmp_path, content) as chat:
        await chat.turn_on(chat.push.browser())
        await chat.told()
        chat.clock.pass_time(minutes=5)
        contact = await chat.contact()

        async def last() -> Any:
            found = await chat.at.core.database.transaction(lambda tx: tx.contacts.get(contact))
            assert found
            return found.last_inbound_at

        before = await last()
        await chat.page()  # a look proves nothing
        assert await last() == before
        assert (await chat.post("/bao-tin/da-mo"))[0] == 204
        assert await last() == chat.clock.now > before


async def test_another_address_of_the_same_browser_counts_where_it_is_on(
    tmp_path: Path, content: Content
) -> None:
    async with chatting(tmp_path, content) as chat:
        moved = chat.push.browser("moved").fields | {"again": "1"}
        status, said = await chat.post("/bao-tin", **moved)
        assert status == 409 and "mark" not in said and await chat.count() == 0
        await chat.turn_on(chat.push.browser())
        await chat.told()
        status, said = await chat.post("/bao-tin", **moved)
        assert status == 200 and await chat.mark() == said["mark"]


async def test_it_ends_with_erasure_withdrawal_a_shared_phone_and_time(
    tmp_path: Path, content: Content
) -> None:
    async with chatting(tmp_path, content) as chat:
        db, browser = chat.at.core.database, chat.push.browser()

        async def is_on() -> bool:
            contact = await chat.contact()
            agreed = await db.transaction(lambda tx: tx.people.agreed(contact, Purpose.PUSH))
            kept = await chat.count()
            assert (agreed is not None) == bool(kept)
            return bool(kept)

        await chat.turn_on(browser)
        assert await is_on()
        for text in ("rút đồng ý", "1", "1"):
            page = await chat.says(text)
        assert "Đã rút đồng ý" in page and not await is_on()
        await chat.turn_on(browser)
        assert await is_on()
        chat.clock.pass_time(hours=24 * 30)
        await chat.page()  # in use: kept for its time from now
        chat.clock.pass_time(hours=24 * 89)
        await db.transaction(lambda tx: forget_all(tx, content, chat.clock.now))
        assert await is_on_quietly(chat)
        chat.clock.pass_time(hours=24 * 2)
        await db.transaction(lambda tx: forget_all(tx, content, chat.clock.now))
        assert await chat.count() == 0
        await chat.turn_on(browser)
        assert await chat.count() == 1
        answer = await chat.http.post(f"{chat.at.url}/tren-may/quen", data={}, headers=JSON)
        assert answer.status == 200 and await chat.count() == 0
        await chat.turn_on(browser)
        for text in ("xóa dữ liệu của tôi", "1", "1"):
            page = await chat.says(text)
        assert "Đã xóa" in page and await chat.count() == 0


async def is_on_quietly(chat: Chat) -> bool:
    """Without a look at the page, which would renew it."""
    return await chat.count() == 1


async def test_a_browser_known_by_another_cookie_is_the_new_ones_alone(
    tmp_path: Path, content: Content
) -> None:
    async with chatting(tmp_path, content) as chat, session() as again:
        browser, db = chat.push.browser(), chat.at.core.database
        await chat.turn_on(browser)
        contact = await chat.contact()
        await again.get(chat.at.url)
        answer = await again.post(f"{chat.at.url}/bao-tin", data=browser.fields, headers=JSON)
        assert answer.status == 200 and await chat.count() == 1
        assert await chat.mark() == ""
        assert await db.transaction(lambda tx: tx.people.agreed(contact, Purpose.PUSH)) is None


async def test_ones_own_data_names_it_and_tells_no_address(
    tmp_path: Path, content: Content
) -> None:
    async with chatting(tmp_path, content) as chat:
        await chat.turn_on(chat.push.browser("very-own"))
        shown = await chat.says("dữ liệu của tôi")
        assert "Địa chỉ báo tin của trình duyệt này" in shown
        assert "Báo tin trên trình duyệt" in await chat.says("1")
        contact = await chat.contact()
        told = await chat.at.core.database.transaction(
            lambda tx: privacy.as_json(tx, contact, chat.clock.now)
        )
        assert set(told["browser_woken"]) == {"created_at", "expires_at"}
        assert "very-own" not in str(told)


async def test_browsers_are_woken_only_where_they_let_it(db: Database, content: Content) -> None:
    now = FixedClock()
    for address, works in (
        ("https://phuong.test", True),
        ("http://127.0.0.1:8080", False),
        ("", False),
    ):
        made = await open_waker(db, content, Settings(public_url=address), "secret", now)
        assert (made is not None) is works, address


async def test_an_older_copy_brings_none_back_and_wakes_nobody(
    tmp_path: Path, content: Content
) -> None:
    async with chatting(tmp_path, content) as chat:
        db = chat.at.core.database
        await chat.turn_on(chat.push.browser())
        contact = await chat.contact()
        kept = await db.transaction(lambda tx: tx.pushes.of(contact))
        assert kept
        await chat.post("/bao-tin/tat")

        def restore(tx: Transaction) -> None:
            lines = [line for line in tx.gone.since(0) if line.kind == "push"]
            assert len(lines) == 1
            tx.gone.delete_before(chat.clock.now + timedelta(days=9999))
            tx.pushes.keep(kept)  # as the copy has it, which knows nothing of its end
            tx.pushes.wake([contact], chat.clock.now)
            other = tx.contacts.meet("web", "other", chat.clock.now)
            far = chat.clock.now + waking.LASTS
            tx.pushes.keep(PushSubscription(other.id, "", "m", chat.clock.now, far))
            tx.pushes.wake([other.id], chat.clock.now)
            restored.settle(tx, content, lines, chat.clock.now)

        await db.transaction(restore)
        assert await db.transaction(lambda tx: tx.pushes.of(contact)) is None
        assert await chat.kept() == [] and await chat.count() == 1
