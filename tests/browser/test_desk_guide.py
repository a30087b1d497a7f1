"""A newcomer who does what `docs/viet-noi-dung.md` says, and presses only what it names, corrects a
figure, answers what people asked in vain, renews ten answers and enters an office's phone."""

import re
from pathlib import Path

from playwright.async_api import Browser, Page, expect

from content.library import Content
from storage.database import Transaction
from storage.models import Reason
from storage.staff_models import Role
from tests.browser.test_conference import enter
from tests.browser.test_webchat import browsing
from tests.console.test_contents import NEW_YEAR, TODAY, At
from tests.support.desk import employ
from tests.support.site import site

GUIDE = (Path(__file__).parents[2] / "docs" / "viet-noi-dung.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", GUIDE))
ASKED = "thả diều ở đê có phải xin phép không"
DESK = {"width": 1366, "height": 900}


class Reader:
    """Knows no name that the guide does not say."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def press(self, name: str) -> None:
        """A link or a button, by all its words."""
        assert name in NAMED, name
        words = re.compile(rf"^\s*{re.escape(name)}\s*(?:\(?\d+\)?)?\s*$")
        seen = self.page.locator("a:visible, button:visible, summary:visible")
        await seen.filter(has_text=words).first.click()

    async def open(self, thing: str) -> None:
        """Something by its own name."""
        await self.page.locator("main a").filter(has_text=thing).first.click()

    async def write(self, name: str, text: str, within: str = "main") -> None:
        assert name in NAMED, name
        field = self.page.locator(within).get_by_label(name).last
        await field.fill(text)

    async def choose(self, name: str, option: str) -> None:
        assert name in NAMED, name
        await self.page.get_by_label(name).first.select_option(label=option)

    async def is_told(self, text: str) -> None:
        await expect(self.page.locator("[role=status]").first).to_contain_text(text)


async def test_the_guide_is_enough(tmp_path: Path, content: Content, chromium: Browser) -> None:
    office = content.ward.front_office
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR)) as at,
        browsing(chromium, at, size=DESK) as page,
    ):

        def ask(tx: Transaction) -> None:
            for text in (ASKED, "tha dieu co phai xin phep khong"):
                tx.feedback.add_unanswered(text, Reason.UNKNOWN, TODAY)

        await at.core.database.transaction(ask)
        await employ(at, "hoa", Role.CLERK)
        await employ(at, "nam", Role.APPROVER)
        browser = page.context.browser
        assert browser
        other = await (await browser.new_context(viewport=DESK)).new_page()  # type: ignore[arg-type]
        await enter(page, at, "hoa")
        await enter(other, at, "nam")
        author, approver = Reader(page), Reader(other)

        # A figure.
        for name in ("Nội dung", "Số liệu"):
            await author.press(name)
        await page.get_by_placeholder("Tìm số liệu").fill("lương cơ sở")
        await author.press("Tìm")
        await author.open("ương cơ sở")
        await author.write("Giá trị", "2.530.000", "fieldset:last-of-type")
        await author.write("Từ ngày", "2027-07-01", "fieldset:last-of-type")
        law = "Nghị định 68/2026/NĐ-CP: Điều 3"
        await author.write("Căn cứ", law, "fieldset:last-of-type")
        await author.press("Gửi duyệt")
        await author.is_told("Đã gửi duyệt")
        for name in ("Nội dung", "Chờ duyệt"):
            await approver.press(name)
        await approver.open("ương cơ sở")
        await approver.press("Duyệt, dùng theo ngày ghi ở bảng này")
        await approver.is_told("Đã duyệt")

        # An answer, from what people asked in vain.
        for name in ("Nội dung", "Câu hỏi chưa có trả lời", "Soạn câu mới"):
            await author.press(name)
        await author.choose("Chủ đề", content.knowledge.topics["phuong"].title)
        await author.write("Câu hỏi", "Thả diều ở đê có phải xin phép không?")
        await author.write("Tên ngắn trên nút", "Thả diều ở đê")
        await author.write("Câu trả lời ngắn", "**Xin hỏi phường trước khi thả.**")
        await author.write("Căn cứ", law)
        await author.choose("Nơi người dân hỏi", office.name)
        await author.write("Hạn xem lại", "2027-06-15")
        assert ASKED in await page.get_by_label("Cách hỏi").input_value()
        await author.press("Gửi duyệt")
        await author.is_told("Đã gửi duyệt")
        for name in ("Nội dung", "Chờ duyệt"):
            await approver.press(name)
        await approver.open("Thả diều ở đê")
        await approver.press("Duyệt, cho trả lời câu mới")
        await approver.is_told("Đã duyệt")
        understood = at.core.content.understanding.read(ASKED)
        assert understood.entries[0].id.startswith("tha-dieu")

        # Ten that are still right.
        for name in ("Nội dung", "Tất cả"):
            await author.press(name)
        boxes = page.locator("[name=item]")
        last = range(await boxes.count())[-10:]  # those at the top rest on laws that ended
        kept = [str(await boxes.nth(number).get_attribute("value")) for number in last]
        for value in kept:
            await page.check(f"[name=item][value='{value}']")
        await author.press("Còn đúng, gửi duyệt")
        await author.is_told("còn đúng")
        for name in ("Nội dung", "Chờ duyệt"):
            await approver.press(name)
        renewed = [value.partition(":")[0] for value in kept]
        for one in renewed:
            await other.check(f"[name=item][value^='{one}:']")
        await approver.press("Duyệt hạn mới của các câu đã đánh dấu")
        await approver.is_told("Đã duyệt")
        entries = at.core.content.knowledge.entries
        assert all(entries[one].checked_on == TODAY for one in renewed)

        # A phone.
        for name in ("Nội dung", "Thông tin của phường"):
            await author.press(name)
        await author.open(office.name)
        await author.write("Điện thoại", "0225 3 111 222")
        await author.press("Gửi duyệt")
        await author.is_told("Đã gửi duyệt")
        for name in ("Nội dung", "Chờ duyệt"):
            await approver.press(name)
        await approver.open(office.name)
        await approver.press("Duyệt, cho người dân đọc bản mới")
        await approver.is_told("Đã duyệt")
        assert at.core.content.ward.front_office.phone == "0225 3 111 222"
