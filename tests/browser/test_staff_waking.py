"""A member of staff has their own browser told, in a real one: asked only when they press."""

import asyncio
from pathlib import Path

from playwright.async_api import Browser, expect

from content.library import Content
from storage.staff_models import Role
from tests.browser.test_conference import enter
from tests.browser.test_public_pages import a_page, browser_of, faults
from tests.browser.test_waking import hand_over, shown, with_push, worker_of
from tests.support.desk import employ
from tests.support.patience import PATIENCE_S
from tests.support.push_service import push_server
from tests.support.site import site

SCOPE = "/can-bo/tai-khoan"


async def test_a_browser_of_staff_is_asked_and_told(
    tmp_path: Path, content: Content, whole_chromium: Browser
) -> None:
    async with (
        push_server() as push,
        site(tmp_path, content, push=push) as at,
        browser_of(whole_chromium) as browser,
    ):
        own = push.browser()
        await employ(at, "hoa", Role.CLERK)
        page = await a_page(browser)
        await with_push(page, own)
        await page.context.grant_permissions(["notifications"], origin=at.url)
        await enter(page, at, "hoa")
        await page.goto(f"{at.url}{SCOPE}")
        assert await page.evaluate("sessionStorage.getItem('asked')") is None
        wrong = await faults(page, "nobody is told yet")
        await page.click("#may button")
        await expect(page.locator(".ways")).to_contain_text("Báo trên máy Chrome")
        wrong += await faults(page, "a browser is told")
        await page.click(".ways button[value=test]")
        await expect(page.locator(".done")).to_contain_text("Tin thử đang gửi")
        async with asyncio.timeout(PATIENCE_S):
            while not push.calls:  # noqa: ASYNC110  # no event
                await asyncio.sleep(0.05)
        told = own.read(push.calls[0].body)
        worker = await worker_of(page, SCOPE)
        await hand_over(page, at.url, told, SCOPE)
        assert await shown(worker) == [[told["title"], told["body"], SCOPE]]
        assert wrong == []
