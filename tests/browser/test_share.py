"""An answer is passed on: by the device's own list of apps, copied, by a code to scan, on paper."""

from pathlib import Path

from playwright.async_api import Browser, Page, expect

from content.library import Content
from tests.browser.test_public_pages import ASKED, a_page, browser_of, say
from tests.support.site import site

PUBLIC = "https://donghanh.example"
ENTRY = "mon-bai"
APPS = """
window.shared = [];
window.printed = 0;
navigator.share = (what) => { window.shared.push(what); return Promise.resolve(); };
window.print = () => { window.printed += 1; };
"""


async def copied(page: Page) -> str:
    text: str = await page.evaluate("navigator.clipboard.readText()")
    return text


async def test_a_page_is_sent_copied_scanned_and_printed(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with site(tmp_path, content, public_url=PUBLIC) as at, browser_of(chromium) as browser:
        page = await a_page(browser, permissions=["clipboard-read", "clipboard-write"])
        await page.add_init_script(APPS)
        await page.goto(f"{at.url}/cau/{ENTRY}")
        address = f"{PUBLIC}/cau/{ENTRY}"
        foot = page.locator(".pass-on")
        await foot.locator("[data-share]").click()
        shared = (await page.evaluate("window.shared"))[0]
        assert shared == {"title": content.knowledge.entries[ENTRY].question, "url": address}
        await foot.locator("[data-copy]").click()
        await expect(foot.locator(".told")).not_to_be_empty()
        assert await copied(page) == address
        await foot.locator("[data-print]").click()
        assert await page.evaluate("window.printed") == 1
        code = foot.locator("img")
        assert await code.evaluate("one => one.complete && one.naturalWidth > 0")
        await expect(foot.get_by_role("link", name=address)).to_be_visible()


async def test_an_answer_of_the_chat_is_passed_on_by_its_own_page(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with site(tmp_path, content, public_url=PUBLIC) as at, browser_of(chromium) as browser:
        page = await a_page(browser, permissions=["clipboard-read", "clipboard-write"])
        await page.add_init_script(APPS)
        await page.goto(at.url)
        await say(page, ASKED)
        share = page.locator(".reply").last.locator("details.share")
        await share.locator("summary").click()
        await share.locator("[data-copy]").click()
        await expect(share.locator(".told")).not_to_be_empty()
        address = await copied(page)
        assert address.startswith(f"{PUBLIC}/cau/")
        await share.locator("[data-share]").click()
        assert (await page.evaluate("window.shared"))[0]["url"] == address
        answer = await page.goto(at.url + address.removeprefix(PUBLIC))
        assert answer and answer.status == 200
        await page.locator("a", has_text="Hỏi trợ lý về câu này").first.click()
        await expect(page.locator(".reply").last).to_be_visible()


async def test_where_the_device_has_neither_the_address_is_there_to_read(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with site(tmp_path, content, public_url=PUBLIC) as at, browser_of(chromium) as browser:
        page = await a_page(browser, java_script_enabled=False, voice=False)
        await page.goto(f"{at.url}/cau/{ENTRY}")
        foot = page.locator(".pass-on")
        for button in ("[data-share]", "[data-copy]", "[data-print]"):
            await expect(foot.locator(button)).to_be_hidden()
        await expect(foot).to_contain_text(f"{PUBLIC}/cau/{ENTRY}")
        await expect(foot.locator("img")).to_be_visible()
