"""A ward under a path of a host that many wards share: everything it says of itself, and every
script of its pages, stays under that path, in a real browser."""

import re
from pathlib import Path

from playwright.async_api import Browser, expect

from bot.app import utc_now
from bot.demo import ward
from bot.web.pages import FOLDER
from content.library import Content
from storage.staff_models import Role
from tests.browser.test_conference import enter
from tests.browser.test_every_page import _EACH, _FILES
from tests.browser.test_webchat import browsing
from tests.support.desk import employ
from tests.support.site import site

_LINK = re.compile(r'\b(?:href|src|action|formaction|data-base|data-preview)="(/[^"]*)"')
_WRITTEN = re.compile(r'([\w-]+)="/(?!/)')
MOST = 40  # pages: each kind once


async def test_a_chat_and_what_a_device_keeps_stay_under_the_path(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with site(tmp_path, content, ward="mot") as at, browsing(chromium, at) as page:
        await page.fill("#text", "ho kinh doanh bao nhieu thi phai dong thue")
        await page.click("#ask .row > button")
        await expect(page.locator(".reply").last).to_contain_text("tỷ")
        assert page.url == f"{at.url}/"
        cookies = await page.context.cookies(f"{at.url}/")
        assert {cookie.get("path") for cookie in cookies} == {"/w/mot/"}
        assert await page.context.cookies(at.url.replace("/mot", "/hai") + "/") == []
        scope = await page.evaluate("navigator.serviceWorker.ready.then((one) => one.scope)")
        assert scope == f"{at.url}/"
        names = await page.evaluate("caches.keys()")
        assert names and all(name.startswith("donghanh-w-mot-") for name in names)


async def test_every_link_and_file_of_owners_and_staff_stays_under_the_path(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with (
        site(tmp_path, content, ward="mot") as at,
        browsing(chromium, at) as page,
    ):
        await at.core.database.transaction(lambda tx: ward.invent(tx, content, utc_now()))
        await employ(at, "nguoi", Role.OWNER)
        await enter(page, at, "nguoi")
        assert page.url.startswith(f"{at.url}/can-bo")
        host, seen, strays = at.url.removesuffix("/w/mot"), set[str](), list[str]()
        waiting = ["/w/mot/", "/w/mot/cau", "/w/mot/su-kien", "/w/mot/can-bo"]
        while waiting and len(seen) < MOST:
            path = waiting.pop(0).partition("#")[0].replace("&amp;", "&")
            kind = _EACH.sub("N", path)
            if kind in seen or _FILES.search(path) or "/static/" in path:
                continue
            seen.add(kind)
            answer = await page.request.get(host + path)
            text = await answer.text()
            links = _LINK.findall(text)
            strays += [f"{path}: {link}" for link in links if not link.startswith("/w/mot/")]
            if answer.status not in (200, 405):  # 405: where a form goes
                strays.append(f"{path}: {answer.status}")
            waiting += links
        assert strays == []
        assert len(seen) > MOST / 2


def test_templates_name_addresses_in_attributes_that_are_put_right() -> None:
    known = {"href", "src", "action", "formaction", "address"}  # the last is a template's own
    for path in FOLDER.rglob("*.html"):
        written = set(_WRITTEN.findall(path.read_text(encoding="utf-8")))
        strange = {name for name in written - known if not name.startswith("data-")}
        assert not strange, path
