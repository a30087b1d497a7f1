"""A whole conference as docs/to-chuc-hoi-nghi.md leads through it: by everybody it names, on a
phone and on a desk, with the clicks of each job counted; every first page, and the page each job
ends on, can be read by everybody (axe-core)."""

from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.app import utc_now
from bot.demo import ward
from content.calendar import WorkingDays, local
from content.calendar import at as moment_of
from content.library import Content
from storage.database import Transaction
from storage.event_models import Event, EventState
from tests.browser.test_public_pages import faults, too_wide
from tests.browser.test_webchat import PHONE, browsing
from tests.support.site import Site, site

DESK = {"width": 1366, "height": 768}
# What each job may take, signing in and opening the page of the event not counted.
MOST = {
    "create": 4,
    "propose": 1,
    "publish": 1,
    "invite": 2,
    "register": 2,
    "write down a question": 2,
    "assign": 3,
    "draft": 2,
    "approve": 2,
    "publish an answer": 1,
    "broadcast": 5,
    "arrive": 1,
    "hold": 1,
    "minutes": 3,
    "report": 2,
}


class Hand:
    """Whoever sits before a page: what they press is counted, by the job they are at."""

    def __init__(self, page: Page, at: Site) -> None:
        self.page, self.at = page, at
        self.counted: dict[str, int] = {}
        self.wrong: list[str] = []
        self._job = ""

    def begin(self, job: str) -> None:
        self._job = job
        self.counted.setdefault(job, 0)

    async def press(self, what: str | Locator) -> None:
        place = self.page.locator(what).first if isinstance(what, str) else what
        await place.click()
        if self._job:
            self.counted[self._job] += 1
        self.wrong += await too_wide(self.page, f"{self._job}: {self.page.url}")

    async def done(self, text: str) -> None:
        await expect(self.page.locator(".done").first).to_contain_text(text)
        self.wrong += await faults(self.page, self._job)
        self._job = ""

    async def enter(self, login: str) -> None:
        await self.page.context.clear_cookies()
        await self.page.goto(f"{self.at.url}/can-bo/dang-nhap")
        await self.page.fill("[name=login]", login)
        await self.page.fill("[name=password]", ward.PASSWORD)
        await self.page.click("button.main")
        await expect(self.page.locator("h1")).to_contain_text("Việc hôm nay")
        self.wrong += await faults(self.page, f"the first page of {login}")

    async def go(self, path: str) -> None:
        await self.page.goto(f"{self.at.url}/can-bo{path}")


async def newest(at: Site) -> Event:
    return await at.core.database.transaction(lambda tx: max(tx.events.all(), key=lambda e: e.id))


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_a_conference_by_everybody_the_guide_names(
    tmp_path: Path, content: Content, chromium: Browser, size: dict[str, int]
) -> None:
    async with (
        site(tmp_path, content) as at,
        browsing(chromium, at, size=size, faults_allowed=99) as page,
    ):
        await at.core.database.transaction(lambda tx: ward.invent(tx, content, utc_now()))
        hand = Hand(page, at)
        day = WorkingDays().after(local(utc_now()).date() + timedelta(days=24), 1)

        # 1. The clerk makes it and asks for it to be published.
        await hand.enter("thuky")
        await hand.go("/su-kien")
        hand.begin("create")
        await hand.press("text=+ Hội nghị đối thoại")
        await page.fill("[name=day]", f"{day:%d%m%Y}")
        await page.fill("[name=time]", "8h")
        await hand.press("text=Tạo sự kiện, chưa công bố")
        await expect(page.locator(".done").first).to_contain_text("Đã tạo sự kiện")
        event = await newest(at)
        desk = f"/su-kien/{event.id}"
        await hand.press("text=Sửa thông tin")
        await page.fill("[name=contact]", "Văn phòng, 0225 3000 000")
        await page.fill("[name=parking]", "sân sau hội trường")
        await hand.press("#thong-tin button.main")
        await hand.done("Đã lưu")
        hand.begin("propose")
        await hand.press("button:text-is('Đề nghị công bố')")
        await hand.done("Đã đề nghị công bố")

        # 2. The approver sees it on the first page, and publishes it.
        await hand.enter("lanhdao")
        await expect(page.locator("main")).to_contain_text("đề nghị công bố")
        await page.locator(f"a[href$='{desk}']").first.click()
        hand.begin("publish")
        await hand.press("button:text-is('Công bố')")
        await hand.done("Đã công bố")

        # 3.-5. The clerk invites, registers somebody, writes a question down, assigns it.
        await hand.enter("thuky")
        await hand.go(desk)
        hand.begin("invite")
        await hand.press(".tabs >> text=Giấy mời")
        await page.fill("[name=recipients]", "Tạp hóa Hoa; tổ 5\nQuán phở Bình; tổ 6")
        await hand.press("text=Phát hành mã")
        await hand.done("giấy mời")
        await hand.go(f"{desk}/dai-bieu")
        hand.begin("register")
        await hand.press("text=+ Ghi danh hộ")
        await page.fill("[name=name]", "Nguyễn Thị Hoa")
        await page.fill("[name=phone]", "0912345678")
        await hand.press("main form button.main")
        await expect(page.locator(".done").first).to_be_visible()
        await hand.go(desk)
        hand.begin("write down a question")
        await hand.press(".actions >> text=Ghi câu hỏi")
        await page.fill("[name=content]", "Cống trước chợ tắc, mưa là ngập quầy hàng, xin nạo vét")
        await page.select_option("[name=field]", "moi-truong")
        await page.fill("[name=asker]", "Nguyễn Thị Hoa")
        await page.check("[name=public]")
        await hand.press("main form button.main")
        await expect(page.locator(".done").first).to_be_visible()
        await hand.go(f"/cau-hoi?loc=moi&su-kien={event.id}")
        code = await page.locator("td a").first.inner_text()
        hand.begin("assign")
        await page.locator("td a").first.click()
        await hand.press("button:text-is('Giao')")
        await expect(page.locator(".done").first).to_be_visible()

        # The office drafts, the approver approves, the communicator publishes.
        await hand.enter("truongphong")
        await hand.go(f"/cau-hoi/{code}")
        hand.begin("draft")
        if not await page.locator("details[open] [name=text]").count():
            await hand.press("summary:has-text('Trả lời')")
        await page.fill("details[open] [name=text]", "Phường đã giao nạo vét cống trước chợ.")
        await page.fill("details[open] [name=proof]", "Phiếu giao việc số 12")
        await hand.press("text=Lưu, gửi duyệt")
        await hand.done("chờ duyệt")
        await hand.enter("lanhdao")
        await hand.go(f"/cau-hoi/{code}")
        hand.begin("approve")
        await hand.press("button:has-text('Duyệt bản trên')")
        await hand.done("Đã duyệt")
        await hand.enter("truyenthong")
        await hand.go(f"/cau-hoi/{code}")
        hand.begin("publish an answer")
        await hand.press("main button:visible:has-text('Tôi đã đọc lại')")
        await expect(page.locator(".done").first).to_be_visible()

        # A broadcast to the people of the event: seen, read as it will look, and sent for approval.
        await hand.go(f"/thong-bao/soan?nguoi-nhan=attendees&su-kien={event.id}")
        hand.begin("broadcast")
        await hand.press("summary:has-text('Bắt đầu từ mẫu')")
        await hand.press("text=Nhắc người đã đăng ký")
        await page.select_option("[name=event]", str(event.id))
        await expect(page.locator("#live")).to_contain_text(f"nhắc ông/bà dự {event.title}")
        await hand.press("text=Lưu nháp và xem trước")
        assert not await page.locator("button:text-is('Gửi duyệt')").count()
        await hand.press("text=Tôi đã đọc bản xem trước")
        await hand.press("button:text-is('Gửi duyệt')")
        await expect(page.locator("main")).to_contain_text("Đang chờ người duyệt")

        # The others: the tax office, the one stop, the auditor, the administrator.
        for login in ("thue", "motcua", "kiemtra", "quantri"):
            await hand.enter(login)

        # 7. The door.
        await hand.enter("cua")
        await page.clock.set_system_time(moment_of(day, time(8)))
        await hand.go(f"{desk}/cua")
        await expect(page.locator("#expected")).to_have_text("1")
        hand.begin("arrive")
        await page.fill("#q", "thi hoa")
        await hand.press("#found button.main")
        await expect(page.locator("#said")).to_have_class("said good")

        # 8. Afterwards.
        def end(tx: Transaction) -> None:
            held = tx.events.get(event.id)
            assert held
            began = utc_now() - timedelta(hours=5)
            tx.events.save(replace(held, starts_at=began, ends_at=began + timedelta(hours=4)))

        await at.core.database.transaction(end)
        await hand.enter("lanhdao")
        await hand.go(desk)
        hand.begin("hold")
        await hand.press("button:text-is('Đã tổ chức xong')")
        await hand.done("đã tổ chức")
        await hand.enter("thuky")
        await hand.go(desk)
        hand.begin("minutes")
        await hand.press(".tabs >> text=Sau hội nghị")
        await hand.press("a:text-is('Nội dung biên bản')")
        await page.fill("[name=conclusion]", "Nạo vét cống trước 31/12.")
        await hand.press("button.main")
        await hand.done("Đã lưu")
        await hand.enter("lanhdao")
        await hand.go(desk)
        hand.begin("report")
        await hand.press(".tabs >> text=Sau hội nghị")
        await hand.press("button:has-text('Đã báo cáo')")
        await hand.done("khép")
        assert (await newest(at)).state is EventState.REPORTED
        print(hand.counted)
        assert hand.wrong == []
        assert {job: n for job, n in hand.counted.items() if n > MOST[job]} == {}
