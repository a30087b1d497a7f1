"""What a phone keeps of our pages, in a real browser whose network goes away: the tickets and days
somebody opened, said to be copies; nothing of the staff's, nothing that is no more."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot.app import utc_now
from content.library import Content
from storage.staff_models import Role
from tests.browser.test_public_pages import (
    ANSWERS,
    a_page,
    browser_of,
    faults,
    furnish,
    say,
    until,
)
from tests.support.desk import PASSWORD, employ
from tests.support.erasing import erase_phone
from tests.support.site import site

KEPT = "donghanh-kept-1"
COPY = "Đây là bản giữ trên máy"


async def kept(page: Page) -> list[str]:
    """The paths this browser keeps, of whatever store."""
    found: list[str] = await page.evaluate(
        "(async () => { const found = []; for (const name of await caches.keys())"
        " for (const one of await (await caches.open(name)).keys())"
        " if (!one.url.includes('/static/')) found.push(new URL(one.url).pathname);"
        " return found.sort(); })()"
    )
    return found


NOTHING_KEPT = f"caches.open('{KEPT}').then((store) => store.keys()).then((all) => !all.length)"
SOME_KEPT = NOTHING_KEPT.replace("!all", "!!all")
CONTROLLED = "navigator.serviceWorker.controller !== null"


async def open_ticket(page: Page, address: str) -> None:
    """Opened, and said to be kept."""
    await page.goto(address)
    await expect(page.locator(".kept-here")).to_be_visible()


async def test_a_ticket_opens_without_a_network_and_says_that_it_is_a_copy(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with site(tmp_path, content) as at, browser_of(chromium) as browser:
        event, ticket, _, notebook, *_ = await furnish(at, content)
        page = await a_page(browser)
        await open_ticket(page, at.url + ticket)
        await expect(page.locator(".kept-copy")).to_be_hidden()
        await page.goto(at.url + notebook)
        await page.goto(f"{at.url}/su-kien/{event.partition('=')[2].lower()}")
        await page.goto(at.url)
        await until(page, CONTROLLED)
        await page.context.set_offline(True)
        await page.goto(at.url + ticket)
        await expect(page.locator(".kept-copy")).to_contain_text(COPY)
        said = await page.locator(".kept-copy").inner_text()
        assert re.search(r"từ \d{1,2} giờ( \d\d)?, (thứ \w+|Chủ nhật), \d+/\d+/\d{4};", said), said
        await expect(page.locator("h1")).to_have_text("Hội nghị đối thoại quý 4/2026")
        await expect(page.locator(".qr svg")).to_be_visible()
        wrong = await faults(page, "a ticket without a network")
        await page.goto(f"{at.url}/hoi-dap")  # not kept: what is kept stands there instead
        await expect(page.locator(".kept-copy")).to_contain_text("Đang mất mạng")
        await expect(page.locator("#kept li")).to_have_count(3)
        await expect(page.locator("#kept li").first).to_contain_text("Hội nghị đối thoại")
        wrong += await faults(page, "what is kept")
        await page.click("#kept a:has-text('Vé ')")
        await expect(page.locator(".ticket .code")).to_be_visible()
        assert wrong == []


async def test_what_was_erased_is_kept_by_no_browser_that_comes_back(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with site(tmp_path, content) as at, browser_of(chromium) as browser:
        _, ticket, *_ = await furnish(at, content)
        page = await a_page(browser)
        await open_ticket(page, at.url + ticket)
        assert ticket in await kept(page)
        await at.core.database.transaction(
            lambda tx: erase_phone(tx, content, "+84912345678", utc_now())
        )
        # Within minutes it is not asked for again; opened, it is forgotten at once.
        answer = await page.goto(at.url + ticket)
        assert answer and answer.status == 404
        await until(page, NOTHING_KEPT)


async def test_whoever_erases_their_data_in_the_chat_has_it_off_the_device(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with site(tmp_path, content) as at, browser_of(chromium) as browser:
        page = await a_page(browser)
        await page.goto(at.url)
        await say(page, "số của tôi 20262026")
        visitor = await at.core.database.transaction(
            lambda tx: tx.transcripts.contacts_with("20262026")
        )
        await at.core.database.transaction(
            lambda tx: tx.notebooks.keep(visitor[0], "cua-toi", ANSWERS, utc_now())
        )
        await page.goto(f"{at.url}/so-tay/cua-toi")
        await until(page, SOME_KEPT)
        await page.goto(at.url)
        await say(page, "xóa dữ liệu của tôi")
        for _ in range(2):
            shown = await page.locator(".said").count()
            await page.locator(".reply:last-child .choices button").first.click()
            await until(page, f"document.querySelectorAll('.said').length !== {shown}")
        await expect(page.locator(".reply").last).to_contain_text("Đã xóa")
        await expect(page.locator("#lines")).not_to_contain_text("20262026")
        await until(page, NOTHING_KEPT)


async def test_a_shared_phone_forgets_when_asked(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with site(tmp_path, content) as at, browser_of(chromium) as browser:
        _, ticket, *_ = await furnish(at, content)
        page = await a_page(browser)
        await page.goto(at.url)
        await say(page, "thuế khoán còn không")
        await open_ticket(page, at.url + ticket)
        await page.click(".kept-here a")
        await expect(page.locator("#kept li")).to_have_count(1)
        await page.check("[name=chat]")
        await page.click("#forget button")
        await expect(page.locator("#told")).to_contain_text("Đã xóa khỏi máy này")
        await expect(page.locator("#told")).to_be_focused()
        await expect(page.locator("#none")).to_be_visible()
        assert await kept(page) == ["/tren-may"]
        await page.goto(at.url)
        await expect(page.locator(".said")).to_have_count(0)
        # Without a network it says what was not done.
        await open_ticket(page, at.url + ticket)
        await page.goto(f"{at.url}/tren-may")
        await page.context.set_offline(True)
        await page.click("#forget button")
        await expect(page.locator("#told")).to_contain_text("chưa làm được")
        await expect(page.locator("#none")).to_be_visible()


async def test_nothing_of_the_staff_is_kept(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with site(tmp_path, content) as at, browser_of(chromium) as browser:
        await furnish(at, content)
        await employ(at, "thu-ky", Role.CLERK)
        page = await a_page(browser, viewport={"width": 1366, "height": 768})
        await page.goto(at.url)
        await until(page, CONTROLLED)
        await page.goto(f"{at.url}/can-bo/dang-nhap")
        await page.fill("[name=login]", "thu-ky")
        await page.fill("[name=password]", PASSWORD)
        await page.click("button.main, form button")
        for path in ("/can-bo", "/can-bo/cau-hoi", "/can-bo/su-kien"):
            await page.goto(at.url + path)
        assert await kept(page) == ["/tren-may"]
        await page.context.set_offline(True)
        with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
            await page.goto(f"{at.url}/can-bo")
