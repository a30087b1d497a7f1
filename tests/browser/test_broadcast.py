"""An announcement in a real browser: two people agree on it, two open chats and Telegram get it."""

import asyncio
from pathlib import Path

from playwright.async_api import Browser, expect

from content.library import Content
from storage.staff_models import Role
from tests.browser.test_conference import chat, enter
from tests.browser.test_webchat import PHONE, browsing
from tests.support.botapi import BotApi, serving
from tests.support.broadcast import MONDAY
from tests.support.clock import FixedClock
from tests.support.desk import employ
from tests.support.patience import PATIENCE_S
from tests.support.site import site


async def on_telegram(api: BotApi, clock: FixedClock, count: int) -> None:
    """Until so many messages came; the clock goes on, for a chat rests a second between two."""
    async with asyncio.timeout(PATIENCE_S):
        while len(api.sent(77)) < count:
            clock.pass_time(seconds=0.5)
            await asyncio.sleep(0.1)


async def test_an_announcement_arrives_in_open_chats_and_on_telegram(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    api, clock = BotApi(), FixedClock(MONDAY)
    async with (
        serving(api) as base,
        site(tmp_path, content, api_url=base, clock=clock) as at,
        # A wrong number is answered with 409, which the browser writes down.
        browsing(chromium, at, size={"width": 1366, "height": 768}) as author,
        browsing(chromium, at, size=PHONE, faults_allowed=1) as approver,
        browsing(chromium, at, size=PHONE) as first,
        browsing(chromium, at, size=PHONE) as second,
    ):
        await employ(at, "truyenthong", Role.COMMUNICATOR)
        await employ(at, "lanhdao", Role.APPROVER)

        # Two people on the page, by a poster's link and by typing, and one on Telegram.
        await first.goto(f"{at.url}/?chu-de=nhan-tin")
        await first.locator("button", has_text="Đồng ý, nhận mọi chủ đề").click()
        await expect(first.locator(".reply").last).to_contain_text("Đang nhận tin về")
        await second.goto(at.url)
        await chat(second, "nhan tin", "1")
        api.say(77, "nhận tin")
        await on_telegram(api, clock, 1)
        api.say(77, "1")
        await on_telegram(api, clock, 2)

        # Written by one ...
        await enter(author, at, "truyenthong")
        await author.click("text=Thông báo")
        await author.click("text=Soạn thông báo >> nth=0")
        await author.select_option("[name=topic]", "thue")
        await author.fill("[name=title]", "Hạn thông báo doanh thu")
        await author.fill("[name=text]", "Kính gửi {tên}, xin gửi **trước 29/1/2027**.")
        await author.click("text=Lưu nháp và xem trước")
        await expect(author.locator("#nguoi-nhan h2")).to_have_text("Người nhận: 3")
        await expect(author.locator(".phone.telegram b").last).to_have_text("trước 29/1/2027")
        await expect(author.locator("button", has_text="Gửi duyệt")).to_have_count(0)
        await author.locator("button", has_text="Tôi đã đọc bản xem trước").click()
        await author.locator("button", has_text="Gửi duyệt").click()
        await expect(author.locator("main")).to_contain_text("Đang chờ người duyệt")
        assert await author.locator("[name=typed]").count() == 0

        # ... approved by another, with the number ...
        await enter(approver, at, "lanhdao")
        await approver.click("text=Hạn thông báo doanh thu")
        await approver.fill("[name=typed]", "30")
        await approver.locator("button", has_text="Duyệt, gửi sau 2 phút").click()
        await expect(approver.locator("[role=alert]").last).to_contain_text("không khớp")
        await approver.fill("[name=typed]", "3")
        await approver.locator("button", has_text="Duyệt, gửi sau 2 phút").click()
        await expect(approver.locator("#tien-do")).to_contain_text("giây để thu hồi")
        await author.reload()
        assert len(api.sent(77)) == 2

        # ... and two minutes later it is everywhere, and both pages know.
        clock.pass_time(seconds=121)
        for page in (first, second):
            await expect(page.locator(".reply").last).to_contain_text("Hạn thông báo doanh thu")
        await on_telegram(api, clock, 3)
        call = api.sent(77)[-1]
        assert "<b>trước 29/1/2027</b>" in call["text"]
        await expect(author.locator("h1")).to_contain_text("Đã gửi")
        await expect(author.locator("#ket-qua")).to_contain_text("Gửi từ")

        # Having read it, and having had enough.
        await first.locator(".reply").last.locator("button", has_text="Đã đọc").click()
        await expect(first.locator(".reply").last).to_contain_text("Cảm ơn")
        await chat(second, "dừng")
        await expect(second.locator(".reply").last).to_contain_text("Đã dừng")
        data = call["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        api.tap(77, data)
        await on_telegram(api, clock, 4)
        await author.reload()
        await expect(author.locator("#ket-qua")).to_contain_text("2 người bấm")

        # The public page, on a phone and on paper.
        await first.goto(f"{at.url}/tin-tuc")
        await first.click("text=Hạn thông báo doanh thu")
        await expect(first.locator("article")).to_contain_text("Kính gửi ông/bà")
        assert await first.evaluate("document.documentElement.scrollWidth <= innerWidth")
