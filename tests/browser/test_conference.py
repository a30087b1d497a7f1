"""A whole conference in a real browser, from the empty list of events to its folder."""

import io
import re
import zipfile
from datetime import time, timedelta
from pathlib import Path

from docx import Document
from playwright.async_api import Browser, Page, expect

from bot.app import utc_now
from content.calendar import at as moment_of
from content.calendar import local
from content.library import Content
from content.vietnamese import long_day
from storage.staff_models import Role
from tests.browser.test_webchat import PHONE, browsing
from tests.console.test_folder import text_of
from tests.support.botapi import BotApi, serving
from tests.support.desk import PASSWORD, employ
from tests.support.site import Site, site


async def enter(page: Page, at: Site, login: str) -> None:
    await page.goto(f"{at.url}/can-bo/dang-nhap")
    await page.fill("[name=login]", login)
    await page.fill("[name=password]", PASSWORD)
    await page.click("button.main")
    await expect(page.locator("h1")).to_contain_text("Việc hôm nay")


async def leave(page: Page) -> None:
    await page.click("text=Đăng xuất")
    await expect(page.locator("h1")).to_contain_text("Đăng nhập")


async def chat(page: Page, *texts: str) -> None:
    """Says each text and waits for its answer."""
    for text in texts:
        replies = await page.locator(".reply").count()
        await page.fill("#text", text)
        await page.press("#text", "Enter")
        await expect(page.locator("#text")).to_have_value("")
        await expect(page.locator(".reply").nth(replies)).to_be_visible()


async def test_a_whole_conference(tmp_path: Path, content: Content, chromium: Browser) -> None:
    api = BotApi()
    async with (
        serving(api) as base,
        site(tmp_path, content, api_url=base) as at,
        # Going offline on purpose makes the browser complain.
        browsing(chromium, at, size={"width": 1366, "height": 768}, faults_allowed=99) as staff,
        browsing(chromium, at, size=PHONE) as first,
        browsing(chromium, at, size=PHONE) as second,
    ):
        for login, role, office in (
            ("thuky", Role.CLERK, "kthtdt"),
            ("lanhdao", Role.APPROVER, "vanphong"),
            ("cua", Role.DOOR, "vanphong"),
        ):
            await employ(at, login, role, office=office)
        # The clerk makes it, the approver publishes it.
        await enter(staff, at, "thuky")
        await staff.click("nav >> text=Sự kiện")
        await staff.click("text=+ Hội nghị đối thoại")
        day = local(utc_now() + timedelta(days=20)).date()
        await staff.fill("[name=day]", f"{day:%d/%m/%Y}")
        await expect(staff.locator("small.day")).to_have_text(long_day(day))
        await staff.click("text=Tạo sự kiện, chưa công bố")
        await expect(staff.locator(".done").first).to_contain_text("Đã tạo sự kiện")
        event = re.search(r"/su-kien/(\d+)", staff.url)
        assert event
        desk = f"{at.url}/can-bo/su-kien/{event[1]}"
        await leave(staff)
        await enter(staff, at, "lanhdao")
        await staff.goto(desk)
        await staff.click("button:has-text('Công bố')")
        await expect(staff.locator(".done").first).to_contain_text("Đã công bố")
        await leave(staff)
        # Two owners register on the page, a third on Telegram.
        who: tuple[str, ...] = (
            "Nguyễn Thị Hoa",
            "0912345678",
            "Tạp hóa Hoa",
            "1",
            "tổ 5",
            "2",
            "1",
        )
        await chat(first, "đăng ký hội nghị", "1", *who)
        await expect(first.locator(".reply").last).to_contain_text("Đã giữ chỗ")
        await expect(first.locator(".qr svg").last).to_be_visible()
        assert await first.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        who = ("Trần Văn Nam", "0987654321", "chưa", "tổ 7", "1", "1")
        await chat(second, "dang ky hoi nghi", "1", *who)
        await expect(second.locator(".reply").last).to_contain_text("Đã giữ chỗ")
        sent = 0
        for text in ("đăng ký hội nghị", "1", "Lê Văn Tám", "0911222333", "chua", "to 2", "1", "1"):
            api.say(7, text)
            sent += 2 if text == "1" and sent == 7 else 1
            await api.until_sent(sent, chat=7)
        assert "Đã giữ chỗ" in api.sent(7)[-1]["text"]
        # Both ask about the same thing.
        await chat(first, "gửi câu hỏi", "Cống trước chợ tắc, mưa là ngập quầy hàng", "1", "1", "1")
        await expect(first.locator(".reply").last).to_contain_text("Đã nhận")
        await enter(staff, at, "thuky")
        await staff.goto(f"{at.url}/can-bo/cau-hoi")
        await staff.locator("td a").first.click()
        await staff.click("text=Cho người khác xem câu hỏi này")
        await staff.click("button:text-is('Cho xem')")
        await expect(staff.locator(".done").first).to_contain_text("Đã lưu")
        await leave(staff)
        await chat(second, "gửi câu hỏi", "Chợ ngập quầy hàng khi mưa, xin nạo vét cống", "1")
        await expect(second.locator(".reply").last).to_contain_text("đã hỏi")
        await chat(second, "2", "1", "2")
        await expect(second.locator(".reply").last).to_contain_text("Đã nhận")
        # The clerk merges them and drafts, the approver approves, both hear of it.
        await enter(staff, at, "thuky")
        await staff.goto(f"{at.url}/can-bo/cau-hoi")
        await staff.locator("td a").nth(1).click()
        await staff.locator("button:has-text('Gộp vào KN')").first.click()
        await expect(staff.locator("main")).to_contain_text("Gộp")
        await staff.locator("button.main:has-text('Gộp vào KN')").click()  # having read both
        await expect(staff.locator(".done").first).to_contain_text("Đã gộp")
        await staff.goto(f"{at.url}/can-bo/cau-hoi")
        await expect(staff.locator("tbody tr")).to_have_count(1)
        await staff.locator("td a").first.click()
        await staff.click("button:text-is('Giao')")
        await staff.fill("details[open] [name=text]", "Phường đã giao nạo vét cống trước chợ.")
        await staff.fill("details[open] [name=proof]", "Phiếu giao việc số 12")
        await staff.click("text=Lưu, gửi duyệt")
        await expect(staff.locator(".done").first).to_contain_text("chờ duyệt")
        question = staff.url.partition("?")[0]
        await leave(staff)
        await enter(staff, at, "lanhdao")
        await staff.goto(question)
        await staff.click("text=Duyệt bản trên và báo cho 2 người hỏi")
        await expect(staff.locator(".done").first).to_contain_text("Đã duyệt.")
        await leave(staff)
        for page in (first, second):
            await expect(page.locator(".reply").last).to_contain_text("đã giao nạo vét")
        await chat(first, "5")
        await expect(first.locator(".reply").last).to_contain_text("5 điểm")
        # The door: one arrives with the network, one without it.
        await enter(staff, at, "cua")
        await staff.clock.set_system_time(moment_of(day, time(8)))
        await staff.goto(f"{desk}/cua")
        await expect(staff.locator("#expected")).to_have_text("4")
        await staff.fill("#q", "thi hoa")
        await staff.click("#found button.main")
        await expect(staff.locator("#said")).to_contain_text("Mời vào: Nguyễn Thị Hoa, 2 người")
        await expect(staff.locator("#arrived")).to_have_text("2")
        await expect(staff.locator("#door")).to_have_attribute("data-kept", "1")
        await staff.context.set_offline(True)
        await staff.fill("#q", "4321")
        await staff.click("#found button.main")
        await expect(staff.locator("#arrived")).to_have_text("3")
        await expect(staff.locator("#net")).to_contain_text("mất mạng")
        await expect(staff.locator("#queued")).to_have_text("1")
        await staff.reload()  # and the page opens again without a network
        await expect(staff.locator("#arrived")).to_have_text("3")
        await staff.context.set_offline(False)
        await expect(staff.locator("#net")).to_have_text("có mạng")
        await expect(staff.locator("#queue-box")).to_be_hidden()
        # A name nobody registered is said to be so, and leads to the guests.
        await staff.fill("#q", "Phạm Khách Lạ")
        await staff.press("#q", "Enter")
        await expect(staff.locator("#said")).to_contain_text("Không có ai như vậy")
        await staff.click("#nobody button")
        await expect(staff.locator("#walkin [name=name]")).to_have_value("Phạm Khách Lạ")
        await staff.click("text=Ghi và cho vào")
        await expect(staff.locator("#arrived")).to_have_text("4")
        await expect(staff.locator("#said")).to_contain_text("Mời vào: Phạm Khách Lạ")
        # One of the party of two was not there yet.
        await staff.fill("#q", "thi hoa")
        await staff.click("#found >> text=Bỏ")
        await expect(staff.locator("#arrived")).to_have_text("2")
        staff.once("dialog", lambda dialog: dialog.accept("1"))
        await staff.fill("#q", "thi hoa")
        await staff.click("text=Đến một phần")
        await expect(staff.locator("#arrived")).to_have_text("3")
        staff.once("dialog", lambda dialog: dialog.accept("2"))
        await staff.fill("#q", "thi hoa")
        await staff.click("text=Thêm người")
        await expect(staff.locator("#arrived")).to_have_text("4")
        # The folder.
        await staff.goto(f"{at.url}/can-bo")
        await leave(staff)
        await enter(staff, at, "thuky")
        await staff.goto(desk)
        # Made in a process that gives way to everything else: here, to the other tests.
        async with staff.expect_download(timeout=180_000) as started:
            await staff.click("text=Sau hội nghị")
            await staff.click("text=Tài liệu (Word, Excel, PDF)")
            await staff.click("a:has-text('Tải tất cả')")
            fetch = staff.locator("a[href$='/tai']")
            while not started.is_done() and not await fetch.count():
                await staff.wait_for_timeout(250)
            if not started.is_done():
                await fetch.click()
        data = Path(await (await started.value).path()).read_bytes()  # noqa: ASYNC240  # a small file
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            minutes = next(name for name in packed.namelist() if "bien-ban" in name)
            text = text_of(Document(io.BytesIO(packed.read(minutes))))
        assert "nạo vét cống" in text and "Thành phần tham dự: 4 người" in text
    assert api.faults == []


async def test_the_console_fits_a_phone_and_needs_no_mouse(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with site(tmp_path, content) as at, browsing(chromium, at, size=PHONE) as page:
        await employ(at, "a", Role.CLERK, Role.ADMIN)
        await page.goto(f"{at.url}/can-bo")
        await expect(page.locator("[name=login]")).to_be_focused()
        await page.keyboard.type("a")
        await page.keyboard.press("Tab")
        await page.keyboard.type(PASSWORD)
        await page.keyboard.press("Enter")
        await expect(page.locator("h1")).to_contain_text("Việc hôm nay")
        for path in ("", "/su-kien", "/su-kien/moi", "/cau-hoi", "/cau-hoi/them", "/nhan-su"):
            await page.goto(f"{at.url}/can-bo{path}")
            assert await page.evaluate("document.documentElement.scrollWidth") <= 390, path
