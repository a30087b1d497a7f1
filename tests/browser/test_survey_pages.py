"""The survey as people see it: on a phone without scripts, and in the console on a phone and on a
desk, read by everybody (axe-core)."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot.app import utc_now
from content.library import Content
from handlers.survey import keyed
from handlers.survey.keyed import KeyedForm
from storage.database import Transaction
from storage.staff_models import Role
from storage.survey_models import SurveySource, SurveyWave
from tests.browser.test_conference import enter
from tests.browser.test_public_pages import a_page, browser_of, faults
from tests.browser.test_webchat import browsing
from tests.console.test_surveys import shop
from tests.support.clock import FixedClock
from tests.support.desk import employ
from tests.support.site import Site, site
from tests.support.survey import running_wave

PAGES = (*("/can-bo/khao-sat", "/can-bo/khao-sat/moi", "/can-bo/hoi-giup", "/can-bo/xac-nhan-ho"),)
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1366, "height": 768}


async def half_done(at: Site, content: Content) -> SurveyWave:
    def work(tx: Transaction) -> SurveyWave:
        now = utc_now()
        wave = running_wave(tx, content, now)
        for number in range(30):
            shop(tx, number, f"TDP {number % 4 + 1}")
        for number in range(17):
            chosen = {"nghe": ("an_uong",), "kho_khan": ("von", "thue"), "ho_tro": ("vay",)}
            place = f"TDP {number % 4 + 1}"
            form = KeyedForm(f"k{number}", chosen, SurveySource.PAPER, neighbourhood=place)
            keyed.take(tx, content, wave, form, now)
        return wave

    return await at.core.database.transaction(work)


async def too_wide(page: Page, width: int) -> bool:
    found: int = await page.evaluate("document.documentElement.scrollWidth")
    return found > width


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_the_pages_of_the_console_fit_and_are_read_by_everybody(
    tmp_path: Path, content: Content, chromium: Browser, size: dict[str, int]
) -> None:
    async with site(tmp_path, content) as at, browsing(chromium, at, size=size) as page:
        wave = await half_done(at, content)
        await employ(at, "thuky", Role.CLERK)
        await enter(page, at, "thuky")
        one = f"/can-bo/khao-sat/{wave.id}"
        wrong = []
        for path in (*PAGES, one, f"{one}/phieu", f"/can-bo/hoi-giup/{wave.id}"):
            answer = await page.goto(at.url + path)
            assert answer is not None and answer.status == 200, path
            wrong += await faults(page, path)
            if await too_wide(page, size["width"]):
                wrong.append(f"{path}: too wide")
        assert wrong == []


async def test_a_phone_without_scripts_answers_and_is_told_that_it_is_kept(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with site(tmp_path, content) as at:
        wave = await half_done(at, content)
        address = f"{at.url}/khao-sat/{wave.code}"
        async with browsing(chromium, at, size=PHONE) as page:
            await page.goto(address)
            assert await faults(page, address) == [] and not await too_wide(page, 390)
        plain = await a_page(chromium, viewport=PHONE, java_script_enabled=False, voice=False)
        await plain.goto(address)
        await plain.get_by_label("Ăn uống, giải khát").check()
        await plain.get_by_label("Thiếu vốn").check()
        await plain.get_by_label("đồng ý để phường").check()
        await plain.get_by_role("button", name="Gửi phiếu").click()
        assert "Đã ghi phiếu" in await plain.inner_text("main")
        await plain.context.close()
        web = [
            one
            for one in await at.core.database.read(lambda tx: tx.surveys.of_wave(wave.id))
            if one.source is SurveySource.WEB
        ]
        assert len(web) == 1


async def test_who_is_called_away_from_the_page_goes_on_ten_days_later(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    clock = FixedClock()
    async with site(tmp_path, content, clock=clock) as at, browser_of(chromium) as browser:
        wave = await at.core.database.transaction(lambda tx: running_wave(tx, content, clock.now))
        address = f"{at.url}/khao-sat/{wave.code}"
        page = await a_page(browser, viewport=PHONE, voice=False)
        await page.goto(address)
        await expect(page.locator("#kept")).to_be_hidden()
        await page.get_by_label("Ăn uống, giải khát").check()
        await page.get_by_label("Thiếu vốn").check()
        await page.get_by_label("đồng ý để phường").check()
        await expect(page.locator("#kept")).to_contain_text("chưa gửi")
        assert await faults(page, "kept") == []
        await page.close()
        clock.pass_time(days=10)
        page = await page.context.new_page()
        await page.goto(address)
        await expect(page.get_by_label("Ăn uống, giải khát")).to_be_checked()
        await expect(page.get_by_label("Thiếu vốn")).to_be_checked()
        await expect(page.get_by_label("đồng ý để phường")).not_to_be_checked()
        await page.get_by_label("đồng ý để phường").check()
        await page.get_by_role("button", name="Gửi phiếu").click()
        await expect(page.locator("main")).to_contain_text("Đã ghi phiếu")
        await page.goto(address)
        await expect(page.get_by_label("Thiếu vốn")).not_to_be_checked()
        await page.get_by_label("Thuế, hóa đơn, sổ sách").check()
        await page.click("#anew")
        await expect(page.locator("#kept")).to_be_hidden()
        await expect(page.get_by_label("Thuế, hóa đơn, sổ sách")).not_to_be_checked()
        (form,) = await at.core.database.read(lambda tx: tx.surveys.of_wave(wave.id))
        answers = await at.core.database.read(lambda tx: tx.surveys.answers(form.id))
        assert answers["nghe"] == ("an_uong",) and answers["kho_khan"] == ("von",)
