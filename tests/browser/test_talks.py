"""A talk from both sides: its owner on a phone at the web chat, two officials at the console."""

import os
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from content.codes import CodeKind, new_code
from content.library import Content
from storage.database import Transaction
from storage.hashes import hashed
from storage.staff_models import Role
from tests.browser.test_conference import enter
from tests.browser.test_public_pages import faults as wrong_for_readers
from tests.browser.test_public_pages import too_wide
from tests.browser.test_webchat import DESKTOP, PHONE, browsing
from tests.console.test_answer_files import PDF, word
from tests.handlers.test_confiding import with_lane
from tests.support.clock import FixedClock
from tests.support.conference import make_staff
from tests.support.desk import employ
from tests.support.live import MONDAY
from tests.support.pictures import jpeg
from tests.support.site import site

SMALL = {"width": 360, "height": 740}


async def say(page: Page, text: str) -> None:
    await page.fill("#text", text)
    await page.click("#ask .row > button")
    await expect(page.locator("#text")).to_have_value("")


async def picture(page: Page, name: str) -> None:
    """Where somebody wants to look at the pages."""
    if folder := os.environ.get("PICTURES"):
        await page.screenshot(path=f"{folder}/{name}.png", full_page=True)


async def looked_at(page: Page, name: str) -> list[str]:
    await picture(page, name)
    return await too_wide(page, name) + await wrong_for_readers(page, name)


@pytest.mark.parametrize("size", [PHONE, DESKTOP, SMALL], ids=["phone", "desk", "small"])
async def test_owner_and_two_officials(
    tmp_path: Path, content: Content, chromium: Browser, size: dict[str, int]
) -> None:
    async with AsyncExitStack() as stack:
        at = await stack.enter_async_context(site(tmp_path, content, clock=FixedClock(MONDAY)))
        for login in ("an", "binh", "chi"):
            await employ(at, login, Role.CLERK)
        owner = await stack.enter_async_context(browsing(chromium, at))
        # A line that is not sent is an error to the browser.
        an = await stack.enter_async_context(browsing(chromium, at, size=size, faults_allowed=1))
        binh = await stack.enter_async_context(browsing(chromium, at))
        chi = await stack.enter_async_context(
            browsing(chromium, at, scripts=False, faults_allowed=1)
        )
        for page, login in ((an, "an"), (binh, "binh"), (chi, "chi")):
            await enter(page, at, login)
        for page in (an, binh):
            await page.goto(f"{at.url}/can-bo/tro-chuyen")
        wide = f"{size['width']}"
        wrong = await looked_at(an, f"list-empty-{wide}")

        # Asked for on the phone, seen at both desks without reloading.
        await expect(an.locator("#talk-list")).to_contain_text("Không có ai đang chờ")
        await an.evaluate("document.addEventListener('sounded', () => { window.sounded = 1; })")
        await an.click("h1")
        await say(owner, "gặp cán bộ thuế")
        await expect(owner.locator(".reply").last).to_contain_text("Đang báo")
        for page in (an, binh):
            await expect(page.locator("#talk-list li")).to_contain_text("Thuế")
            await expect(page).to_have_title("(1) Trò chuyện · Đồng Hành")
        assert await an.evaluate("window.sounded") == 1
        await say(owner, "tôi bị khóa hóa đơn từ hôm qua")
        wrong += await looked_at(an, f"list-{wide}")
        await an.locator("#talk-list a").first.click()
        await expect(an.locator("#lines")).to_contain_text("khóa hóa đơn")
        wrong += await looked_at(an, f"waits-{wide}")

        # Of several one holds it; who comes later is told who, without scripts as well.
        await chi.goto(f"{at.url}/can-bo/tro-chuyen")
        await an.locator("button:text-is('Nhận')").click()
        await expect(an.locator(".done")).to_contain_text("đang giữ")
        await expect(binh.locator("#talk-list")).to_contain_text("Cán bộ an đang giữ")
        await expect(owner.locator(".reply").last).to_contain_text("đã vào trò chuyện")
        await chi.click("button:text-is('Nhận')")
        await expect(chi.locator("main .alert").first).to_contain_text("“Cán bộ an” đang giữ")

        # Both write; neither reloads.
        await an.fill("#text", "Chào chị, chị đọc giúp dòng trên thông báo")
        await an.click("#go button.main")
        await expect(owner.locator(".reply").last).to_contain_text("chị đọc giúp dòng trên")
        await expect(an.locator("#text")).to_have_value("")
        await say(owner, "dạ đây ạ: mã 04")
        await expect(an.locator("#lines li").last).to_contain_text("mã 04")
        await an.fill("#text", "Chị này hỏi lần thứ ba")
        await an.click("button:text-is('Chỉ ghi chú nội bộ')")
        await expect(an.locator("#lines .spoken.note")).to_contain_text("lần thứ ba")
        await an.fill("#text", "Chị gửi mã OTP 482913 giúp")
        await an.click("#go button.main")
        await expect(an.locator("#not-sent")).to_contain_text("Chưa gửi")
        await expect(an.locator("#text")).to_have_value("Chị gửi mã OTP 482913 giúp")
        await an.fill("#text", "")
        await an.click("summary:has-text('Câu mẫu')")
        await an.fill("[name=find]", "ngưỡng doanh thu phải nộp thuế")
        await an.click("button:text-is('Tìm')")
        await an.locator(".helps li summary").first.click()
        wrong += await looked_at(an, f"held-{wide}")
        await an.locator(".helps li > button").first.click()
        assert "1 tỷ" in await an.locator("#text").input_value()
        await an.click("#go button.main")
        await expect(owner.locator(".reply").last).to_contain_text("1 tỷ")
        assert "lần thứ ba" not in await owner.inner_text("body")
        assert "482913" not in await owner.inner_text("body")

        # The second reads along, and can neither take it nor write to the owner.
        await binh.locator("#talk-list a").last.click()
        await expect(binh.locator("#talk-state")).to_contain_text("Cán bộ an đang giữ")
        assert await binh.locator("#go button.main").count() == 0
        wrong += await looked_at(binh, f"other-{wide}")

        # Ended: the next is the assistant's.
        await an.locator("button:text-is('Kết thúc')").click()
        await expect(an.locator(".done")).to_contain_text("Đã kết thúc")
        await expect(binh.locator("#talk-state")).to_contain_text("cán bộ đã xong")
        await expect(owner.locator(".reply").last).to_contain_text("Cán bộ đã xong")
        await say(owner, "thuế khoán còn không")
        await expect(owner.locator(".reply").last).to_contain_text("chấm dứt từ 1/1/2026")
        wrong += await looked_at(an, f"list-ended-{wide}")
        assert wrong == []


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desk"])
async def test_the_team_is_planned(
    tmp_path: Path, content: Content, chromium: Browser, size: dict[str, int]
) -> None:
    async with (
        site(tmp_path, content, clock=FixedClock(MONDAY)) as at,
        browsing(chromium, at, size=size) as page,
    ):
        for login in ("an", "binh"):
            await employ(at, login, Role.CLERK)
        wide = f"{size['width']}"
        await enter(page, at, "an")
        await page.goto(f"{at.url}/can-bo/to-tu-van")
        wrong = await looked_at(page, f"team-empty-{wide}")
        for name in ("Cán bộ an", "Cán bộ binh"):
            adding = page.locator("#thanh-vien > details").last
            if await adding.get_attribute("open") is None:
                await adding.locator("summary").first.click()
            await adding.locator("[name=member]").select_option(label=name)
            await adding.locator("text=Thuế").first.click()
            await adding.locator("button.main").click()
            await expect(page.locator(".done")).to_contain_text("Đã lưu")
        for day, half in (("23/11", "morning"), ("24/11", "both")):
            await page.fill("#lich [name=day]", day)
            await page.locator("#lich [name=half]").select_option(half)
            await page.click("#lich button.main")
            await expect(page.locator(".done")).to_contain_text("Đã lưu")
        await page.fill("[name=first]", "24/11")
        await page.fill("[name=last]", "25/11")
        await page.locator("[name=instead]").select_option(label="Cán bộ binh")
        await page.click("#nghi button.main")
        await expect(page.locator("#nghi")).to_contain_text("Cán bộ binh thay")
        await expect(page.locator("#luc-nay")).to_contain_text("Đang trực: Cán bộ an")
        wrong += await looked_at(page, f"team-{wide}")
        await page.click("#lich a:has-text('Tuần sau')")
        await page.click("button:text-is('Chép lịch tuần trước vào tuần này')")
        await expect(page.locator("#lich")).to_contain_text("thứ Hai, 30/11/2026")
        await expect(page.locator("#lich td b")).to_have_count(3)
        assert wrong == []


async def test_the_whole_path_with_two_phones_and_a_console(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    """A petition, then a person: taken on an official's phone, passed on to the console, ended."""
    own = with_lane(content)
    async with AsyncExitStack() as stack:
        at = await stack.enter_async_context(site(tmp_path, own, clock=FixedClock(MONDAY)))
        await employ(at, "an", Role.CLERK)
        await employ(at, "binh", Role.OWNER, office="vanphong")  # is told next
        code = new_code(CodeKind.STAFF)

        def furnish(tx: Transaction) -> None:
            an = tx.staff.by_login("an")
            assert an is not None
            tx.staff_links.make_code(hashed(code), an.id, MONDAY + timedelta(hours=1))
            for login in ("doc1", "doc2"):
                tx.staff.save(replace(make_staff(tx, login, Role.APPROVER), password="x"))

        await at.core.database.transaction(furnish)
        owner = await stack.enter_async_context(browsing(chromium, at))
        phone = await stack.enter_async_context(browsing(chromium, at))  # an's own
        # A line that is not sent is an error to the browser.
        desktop = browsing(chromium, at, size=DESKTOP, faults_allowed=1)
        console = await stack.enter_async_context(desktop)
        await say(phone, code)
        await expect(phone.locator(".reply").last).to_contain_text("Đã liên kết")
        await enter(console, at, "binh")
        await console.goto(f"{at.url}/can-bo/tro-chuyen")

        # What the ward is to see to is heard in plain words, offered and sent; staff hear of it.
        await say(owner, "cống trước chợ tắc, mưa là ngập cả đường")
        await expect(owner.locator(".reply").last).to_contain_text("Gửi phường xử lý")
        for _ in range(8):
            before = await owner.locator(".reply").count()
            await say(owner, "1")
            await expect(owner.locator(".reply")).to_have_count(before + 1)
            if "KN-" in await owner.locator(".reply").last.inner_text():
                break
        await expect(owner.locator(".reply").last).to_contain_text("KN-")
        await expect(phone.locator(".reply").last).to_contain_text("KN-")

        # A person: told on the phone and at the console; taken on the phone.
        await say(owner, "gặp cán bộ")
        await expect(owner.locator(".reply").last).to_contain_text("Đang báo")
        await expect(console.locator("#talk-list li")).to_contain_text("Nhận")
        await expect(phone.locator(".reply").last).to_contain_text("muốn nói chuyện")
        await say(phone, "nhận")
        await expect(owner.locator(".reply").last).to_contain_text("đã vào trò chuyện")
        await expect(console.locator("#talk-list")).to_contain_text("Cán bộ an đang giữ")
        await say(owner, "khi nào phường thông cống ạ")
        await expect(phone.locator(".reply").last).to_contain_text("khi nào phường thông cống")
        await say(phone, "Sáng mai có người xuống xem")
        await expect(owner.locator(".reply").last).to_contain_text("Sáng mai có người xuống xem")
        await say(phone, "+ gọi đội thoát nước")

        # What officials do to people is asked about first, and read by nobody of the talk.
        await say(owner, "cán bộ thuế đòi 5 triệu mới ký giấy cho em")
        await expect(owner.locator(".reply").last).to_contain_text("Vẫn nói với cán bộ ở đây")
        assert await too_wide(owner, "lane-in-talk") == []
        await owner.locator(".reply").last.locator("button", has_text="Gửi kín").click()
        await expect(owner.locator(".reply").last).to_contain_text("Đã gửi kín")
        assert "5 triệu" not in await phone.inner_text("body")

        # Passed on: the console has it, and sends a photo and a paper.
        await say(phone, "chuyển")
        await expect(owner.locator(".reply").last).to_contain_text("chuyển")
        await expect(console.locator("#talk-list button").first).to_be_visible()
        await console.locator("#talk-list button:text-is('Nhận')").click()
        await expect(console.locator("#lines")).to_contain_text("khi nào phường thông cống")
        await expect(console.locator("#lines")).to_contain_text("gọi đội thoát nước")
        assert "5 triệu" not in await console.inner_text("body")
        await console.set_input_files(
            "#file", {"name": "cong.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
        )
        await console.fill("#text", "Chỗ này phải không ạ?")
        await console.click("#go button.main")
        await expect(owner.locator(".reply").last.locator("img.attached")).to_be_visible()
        await expect(owner.locator(".reply").last).to_contain_text("Chỗ này phải không")
        await expect(console.locator("#lines img").last).to_be_visible()
        await expect(console.locator("#file")).to_have_value("")
        await console.set_input_files(
            "#file", {"name": "lịch thông cống.pdf", "mimeType": "application/pdf", "buffer": PDF}
        )
        await console.click("#go button.main")
        await expect(owner.locator(".reply").last).to_contain_text("lịch thông cống.pdf")
        await expect(console.locator("#lines li").last).to_contain_text("lịch thông cống.pdf")
        wrong = await looked_at(console, "files-held") + await looked_at(owner, "files-read")
        await console.set_input_files(
            "#file", {"name": "mau.docx", "mimeType": "application/msword", "buffer": word()}
        )
        await console.click("#go button.main")
        await expect(console.locator("#not-sent")).to_contain_text("chỉ gửi được ảnh hoặc PDF")

        # Ended: the next is the assistant's.
        await console.locator("button:text-is('Kết thúc')").click()
        await expect(owner.locator(".reply").last).to_contain_text("Cán bộ đã xong")
        await say(owner, "thuế khoán còn không")
        await expect(owner.locator(".reply").last).to_contain_text("chấm dứt từ 1/1/2026")
        assert wrong == []
