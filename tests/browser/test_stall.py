"""Asking at the stall on a phone: without a network, with the phone killed half way, each form
counted once; a leader asks in their own neighbourhood alone."""

import asyncio
import os
import signal
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from playwright.async_api import Browser, BrowserType, Page, ViewportSize, expect

from bot.app import utc_now
from content.codes import CodeKind, new_code
from content.library import Content
from storage.database import Transaction
from storage.staff_models import Role
from storage.survey_models import SurveyRespondent, SurveyWave
from tests.browser.conftest import FLAGS, browser_program
from tests.browser.test_conference import enter
from tests.browser.test_public_pages import a_page, browser_of, faults, until
from tests.console.test_surveys import shop
from tests.support.desk import PASSWORD, employ
from tests.support.patience import PATIENCE_MS
from tests.support.site import Site, site
from tests.support.survey import leads, running_wave

INTERVIEWS = int(os.environ.get("INTERVIEWS", "3"))  # 50 is a day at the market
PHONE: ViewportSize = {"width": 390, "height": 844}
KEPT = "document.getElementById('stall').dataset.kept === '1'"


class Phone:
    """A browser whose profile is on disk, and that dies as a phone does: at once."""

    def __init__(self, kind: BrowserType, profile: Path) -> None:
        self._kind, self._profile = kind, profile
        self._process: Process | None = None

    async def switch_on(self, *, offline: bool = False) -> Page:
        self._process = await asyncio.create_subprocess_exec(
            browser_program(), *FLAGS, "--headless", "--remote-debugging-port=0",
            f"--user-data-dir={self._profile}", "about:blank",
            start_new_session=True, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert self._process.stderr is not None
        told = b""
        while b"DevTools listening on " not in told:
            told = await self._process.stderr.readline()
            assert told, "the browser ended"
        address = told.decode().partition("DevTools listening on ")[2].strip()
        browser = await self._kind.connect_over_cdp(address)
        (context,) = browser.contexts
        context.set_default_timeout(PATIENCE_MS)
        await context.set_offline(offline)
        page = context.pages[0]
        await page.set_viewport_size(PHONE)
        return page

    async def die(self) -> None:
        """With all its processes, and without a word to any."""
        if self._process is not None and self._process.returncode is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            await self._process.wait()


@asynccontextmanager
async def a_phone(folder: Path, chromium: Browser) -> AsyncIterator[Phone]:
    phone = Phone(chromium.browser_type, folder / "phone")
    try:
        yield phone
    finally:
        await phone.die()


async def furnish(at: Site, content: Content, stalls: int) -> SurveyWave:
    def work(tx: Transaction) -> SurveyWave:
        chosen = [one for one in content.survey if one.id in ("nghe", "doanh_thu", "kho_khan")]
        for number in range(stalls):
            made = shop(tx, number, "TDP 5" if number else "TDP 6")
            tx.businesses.save(replace(made, code=new_code(CodeKind.BUSINESS)))
        return running_wave(tx, content, utc_now(), questions=tuple(chosen))

    return await at.core.database.transaction(work)


async def forms(at: Site, wave: SurveyWave) -> list[SurveyRespondent]:
    return await at.core.database.read(lambda tx: tx.surveys.of_wave(wave.id))


async def sign_in(page: Page, login: str) -> None:
    await page.fill("[name=login]", login)
    await page.fill("[name=password]", PASSWORD)
    await page.click("button.main")


async def half(page: Page) -> None:
    """The next stall, agreed, and its first question answered."""
    await page.click("#next")
    await page.click("#agree")
    await expect(page.locator("#on")).to_be_hidden()  # of one answer, pressing it is the answer
    await page.get_by_role("button", name="Ăn uống, giải khát").click()
    await expect(page.locator("#question")).to_contain_text("Khó khăn lớn nhất")


async def rest(page: Page) -> None:
    await page.get_by_role("button", name="Thiếu vốn").click()
    await page.get_by_role("button", name="Ít khách, khó bán").click()
    await page.click("#on")
    await expect(page.locator("#list")).to_be_visible()


async def test_interviews_without_a_network_are_each_counted_once(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with site(tmp_path, content) as at, a_phone(tmp_path, chromium) as phone:
        wave = await furnish(at, content, INTERVIEWS + 5)
        await employ(at, "totruong", Role.LEADER)
        await leads(at, "totruong", "TDP 5")
        page = await phone.switch_on()
        await enter(page, at, "totruong")
        address = f"{at.url}/can-bo/hoi-giup/{wave.id}"
        await page.goto(address)
        await until(page, KEPT)
        manifest = await page.locator("link[rel=manifest]").get_attribute("href")
        assert manifest == f"/hoi-giup/{wave.id}.webmanifest"
        await expect(page.locator("#all")).to_have_text(
            str(INTERVIEWS + 4)
        )  # one is of another neighbourhood
        assert await faults(page, "the list") == []
        await page.click("#next")
        assert await faults(page, "the consent") == []
        await page.click("#refuse")
        await page.context.set_offline(True)
        for number in range(INTERVIEWS):
            await half(page)
            if not number:
                assert await faults(page, "a question") == []
            if number in (INTERVIEWS // 3, 2 * INTERVIEWS // 3):
                await phone.die()  # in the middle of a form: it goes on where it was
                page = await phone.switch_on(offline=True)
                await page.goto(address)
                await expect(page.locator("#question")).to_contain_text("Khó khăn lớn nhất")
            await rest(page)
            await expect(page.locator("#queued")).to_contain_text(f"{number + 1} phiếu chờ gửi")
        assert await forms(at, wave) == []
        await half(page)
        await page.context.set_offline(False)
        # Who was signed in went with the browser: the same person signs in, and goes on.
        await page.click("#enter a")
        await sign_in(page, "totruong")
        await expect(page.locator("#question")).to_contain_text("Khó khăn lớn nhất")
        await rest(page)
        await expect(page.locator("#queued")).to_be_hidden(timeout=60_000)
        await expect(page.locator("#done")).to_have_text(str(INTERVIEWS + 1))
        found = await forms(at, wave)
        assert len(found) == len({one.business_id for one in found}) == INTERVIEWS + 1
        assert {one.neighbourhood for one in found} == {"TDP 5"}
        answers = await at.core.database.read(lambda tx: tx.surveys.answers_of_wave(wave.id))
        whole = {"nghe": ("an_uong",), "kho_khan": ("von", "dau_ra")}
        assert all(said == whole for said in answers.values())  # no revenue was asked


async def test_what_the_phone_keeps_is_sealed_and_names_nobody(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with site(tmp_path, content) as at, browser_of(chromium) as browser:
        wave = await furnish(at, content, 3)
        await employ(at, "totruong", Role.LEADER)
        await leads(at, "totruong", "TDP 5")
        page = await a_page(browser, viewport=PHONE, voice=False)
        await enter(page, at, "totruong")
        await page.goto(f"{at.url}/can-bo/hoi-giup/{wave.id}")
        await until(page, KEPT)
        await expect(page.locator("#found")).to_contain_text("Quán 1")
        stored = await page.evaluate(
            "(async () => { let text = JSON.stringify({...localStorage});"
            " for (const name of await caches.keys()) for (const one of await (await"
            " caches.open(name)).matchAll()) if (!one.url.includes('/static/'))"
            " text += await one.text(); return text; })()"
        )
        assert "Quán 1" not in stored
