"""On the second of January 2027 two people make every answer past its date good, by clicks."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, expect

from content.library import Content
from storage.staff_models import Role
from tests.browser.test_conference import enter
from tests.browser.test_webchat import browsing
from tests.console.test_contents import NEW_YEAR, TODAY, At
from tests.support.desk import employ
from tests.support.site import site

DESK = {"width": 1366, "height": 900}
ENDED = "gia-han-nop-thue"  # what it tells of ended with the year: it is written anew
STILL_RIGHT = ("mon-bai", "mon-bai-cong-ty", "bo-thue-khoan", "khai-quy", "phat-nop-cham")
EDITED, CONFIRMED = 12, 3  # the most clicks an answer


class Hands:
    """Somebody at a page; counts what they click, and a field they type into as one click."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0

    async def click(self, selector: str) -> None:
        await self.page.click(selector)
        self.clicks += 1

    async def type(self, name: str, text: str) -> None:
        await self.page.fill(f"[name={name}]", text)
        self.clicks += 1


def past(at: Any) -> list[str]:
    entries = at.core.content.knowledge.entries.values()
    return [one.id for one in entries if not one.servable_on(TODAY)]


async def test_every_answer_past_its_date_is_renewed_by_two_people(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR)) as at,
        browsing(chromium, at, size=DESK) as page,
    ):
        await employ(at, "thue", Role.EXTERNAL, office="thue")
        await employ(at, "nam", Role.APPROVER)
        browser = page.context.browser
        assert browser
        other = await (await browser.new_context(viewport=DESK)).new_page()  # type: ignore[arg-type]
        await enter(page, at, "thue")
        await enter(other, at, "nam")
        author, approver = Hands(page), Hands(other)
        assert past(at) == [ENDED]

        # What is of the tax office is its own to see to: written anew, and sent.
        await author.click("nav >> text=Nội dung")
        await expect(page.locator("[name=co-quan]")).to_have_value("thue")
        await author.click(f"a[href='/can-bo/noi-dung/{ENDED}']")
        await author.click("text=Sửa")
        await author.type("short", "**Hạn nộp đã qua.** Xin hỏi cơ quan thuế trước khi nộp muộn.")
        await author.type("sources", "Nghị quyết 198/2025/QH15: Điều 10")
        await author.type("review_by", str(TODAY + timedelta(days=60)))
        await author.click("button >> text=Gửi duyệt")
        await expect(page.locator("#ban-moi")).to_contain_text("chờ duyệt")
        assert await page.locator("#ban-moi button.main").count() == 0
        assert past(at) == [ENDED]  # nothing without the second person
        await approver.click("nav >> text=Nội dung")
        await approver.click("text=Chờ duyệt")
        await approver.click(f"a[href='/can-bo/noi-dung/{ENDED}']")
        await approver.click("#ban-moi button.main")
        await expect(other.locator(".done")).to_contain_text("Đã duyệt")
        assert author.clicks + approver.clicks <= EDITED
        assert past(at) == []

        # The rest of what falls due is still right: several at once.
        author.clicks = approver.clicks = 0
        await author.click("nav >> text=Nội dung")
        await page.goto(f"{at.url}/can-bo/noi-dung?loc=tat-ca&co-quan=thue")
        for one in STILL_RIGHT:
            await page.check(f"[name=item][value^='{one}:']")
            author.clicks += 1
        await author.click("button.main >> text=Còn đúng")
        await approver.click("nav >> text=Nội dung")
        await approver.click("text=Chờ duyệt")
        for one in STILL_RIGHT:
            await other.check(f"[name=item][value^='{one}:']")
            approver.clicks += 1
        await approver.click("button.main >> text=Duyệt")
        await expect(other.locator(".done")).to_contain_text("Đã duyệt")
        assert (author.clicks + approver.clicks) / len(STILL_RIGHT) <= CONFIRMED
        entries = at.core.content.knowledge.entries
        assert all(entries[one].checked_on == TODAY for one in STILL_RIGHT)
