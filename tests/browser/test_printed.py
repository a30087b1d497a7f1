"""What comes out of a printer when somebody prints a page of the console."""

from pathlib import Path

from playwright.async_api import Browser, expect

from bot.app import utc_now
from content.library import Content
from storage.staff_models import Role
from tests.browser.test_conference import enter
from tests.browser.test_webchat import DESKTOP, browsing
from tests.support.conference import make_event
from tests.support.desk import employ
from tests.support.site import site


async def test_the_part_of_an_event_in_view_is_printed_and_nothing_to_press(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    """Before this a list of tasks was six pages of forms."""
    async with (
        site(tmp_path, content) as at,
        browsing(chromium, at, size=DESKTOP) as page,
    ):
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        await employ(at, "thuky", Role.CLERK)
        await enter(page, at, "thuky")
        await page.goto(f"{at.url}/can-bo/su-kien/{event.id}#giay-moi")
        await page.fill("[name=recipients]", "Tạp hóa Hoa; tổ 5")
        await page.click("text=Phát hành mã")
        await page.emulate_media(media="print")
        await expect(page.locator("#giay-moi td").first).to_contain_text("Tạp hóa Hoa")
        for gone in (".top", ".tabs", "#tong-quan", "#viec", "[name=recipients]", "text=Thu hồi"):
            await expect(page.locator(gone).first).to_be_hidden()
        assert await page.locator("button:visible").count() == 0
