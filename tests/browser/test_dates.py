"""Days and times, in a browser that speaks English and writes the month first."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from bot.web.pages import FOLDER
from content.library import Content
from storage.staff_models import Role
from tests.browser.test_conference import enter
from tests.browser.test_webchat import PHONE, browsing
from tests.support.desk import employ
from tests.support.site import site


async def test_a_day_is_typed_and_shown_day_first_whatever_the_browser(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with site(tmp_path, content) as at, browsing(chromium, at, size=PHONE) as page:
        assert await page.evaluate("navigator.language") == "en-US"
        await employ(at, "thuky", Role.CLERK)
        await enter(page, at, "thuky")
        await page.goto(f"{at.url}/can-bo/su-kien/moi?mau=dialogue")
        # In haste: a short year, digits alone; a time as people write it.
        for typed, day in (("2/12/30", "02/12/2030"), ("02122030", "02/12/2030")):
            await page.fill("[name=day]", typed)
            await expect(page.locator("small.day")).to_have_text("thứ Hai, 2/12/2030")
            await page.locator("[name=time]").focus()
            await expect(page.locator("[name=day]")).to_have_value(day)
        await page.fill("[name=time]", "8h30")
        await page.locator("[name=place]").focus()
        await expect(page.locator("[name=time]")).to_have_value("08:30")
        # The calendar writes the same way.
        await page.locator(".picker").evaluate(
            "(one) => { one.value = '2030-12-25'; one.dispatchEvent(new Event('change')); }"
        )
        await expect(page.locator("[name=day]")).to_have_value("25/12/2030")
        await page.click("text=Tạo sự kiện, chưa công bố")
        await expect(page.locator(".done").first).to_contain_text("Đã tạo sự kiện")
        await page.click("text=Sửa thông tin")
        await expect(page.locator("#thong-tin [name=day]")).to_have_value("25/12/2030")
        await expect(page.locator("#thong-tin [name=end]")).to_have_value("12:30")
        await expect(page.locator("#thong-tin [name=registration_day]")).to_have_value("20/12/2030")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "without"])
async def test_what_is_no_day_or_time_comes_back_as_it_was_typed(
    tmp_path: Path, content: Content, chromium: Browser, *, scripts: bool
) -> None:
    async with (
        site(tmp_path, content) as at,
        browsing(chromium, at, size=PHONE, scripts=scripts, faults_allowed=9) as page,
    ):
        await employ(at, "thuky", Role.CLERK)
        await enter(page, at, "thuky")
        await page.goto(f"{at.url}/can-bo/su-kien/moi?mau=dialogue")
        await page.fill("[name=day]", "31/2/2030")
        await page.fill("[name=time]", "25h99")
        await page.fill("[name=place]", "Nhà văn hóa tổ 5")
        await page.click("text=Tạo sự kiện, chưa công bố")
        await expect(page.locator("#time-fault")).to_contain_text("Giờ chưa đúng")
        await expect(page.locator("#day-fault")).to_contain_text("Ngày chưa đúng")
        await expect(page.locator("[name=day]")).to_have_value("31/2/2030")
        await expect(page.locator("[name=time]")).to_have_value("25h99")
        await expect(page.locator("[name=place]")).to_have_value("Nhà văn hóa tổ 5")


def test_no_page_leaves_the_order_of_a_day_to_the_browser() -> None:
    native = re.compile(r'<input\b[^>]*\btype="(?:date|time|datetime-local|month)"')
    pages = FOLDER.rglob("*.html")
    assert [one.name for one in pages if native.search(one.read_text(encoding="utf-8"))] == []
