"""Whoever follows the links of the console on a phone: every page opens, none is too wide, links
are tall enough for a finger, and those of most desks can be read by everybody (axe-core)."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from bot.app import utc_now
from bot.demo import ward
from content.library import Content
from storage.staff_models import Role
from tests.browser.test_conference import enter
from tests.browser.test_public_pages import faults as wrong_for_readers
from tests.browser.test_webchat import PHONE, browsing
from tests.support.desk import employ
from tests.support.site import site

_FILES = re.compile(r"\.(xlsx|docx|zip|txt|png|ics)\b|/dang-xuat|/xuat")
_LINKS = "[...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href'))"
# One answer, one figure of the law, one office is as good as another.
_EACH = re.compile(
    r"\d{6,}|KN-\w+|(?<=/noi-dung/so-lieu/)[\w-]+|(?<=/noi-dung/)(?!so-lieu)[\w-]+-[\w-]+"
    r"|(?<=/noi-dung/phuong/co-quan\.)\w+|(?<=tuan=)[\d/]+"
)
AXED = (
    *("/can-bo/noi-dung", "/can-bo/tro-chuyen", "/can-bo/to-tu-van", "/can-bo/cong-khai"),
    *("/can-bo/so-theo-doi", "/can-bo/cau-hoi", "/can-bo/thue-co-so", "/can-bo/so-ho"),
    *("/can-bo/su-kien", "/can-bo/goi-dien", "/can-bo/thong-bao", "/can-bo/con-so"),
)
# Links that stand by themselves, and are lower than a finger is wide.
_LOW = """[...document.querySelectorAll('main :is(p, h2, h3) > a')].filter((a) => {
  const box = a.getBoundingClientRect();
  const text = a.innerText.trim();
  return text && box.height && box.height < 44 && a.parentElement.innerText.trim() === text;
}).map((a) => a.innerText)"""
# Links whose words are laid out side by side, each in a column of its own.
_TORN = """[...document.querySelectorAll('main .alone > a')].filter((a) => {
  const pieces = [...a.childNodes].filter((one) => one.textContent.trim());
  return pieces.length > 1 && getComputedStyle(a).display.includes('flex');
}).map((a) => a.innerText)"""
_ODD = re.compile(r"\b(None|True|False|undefined|NaN)\b")


async def _faults(page: Page, url: str, width: int) -> list[str]:
    found, seen, waiting = [], set(), ["/can-bo"]
    while waiting:
        path = waiting.pop(0).partition("#")[0]
        kind = _EACH.sub("N", path)
        if not path.startswith("/can-bo") or kind in seen or _FILES.search(path):
            continue
        seen.add(kind)
        answer = await page.goto(url + path)
        if answer is None or answer.status >= 400:
            found.append(f"{path}: {answer and answer.status}")
            continue
        if (wide := await page.evaluate("document.documentElement.scrollWidth")) > width:
            found.append(f"{path}: {wide} px wide")
        if odd := _ODD.search(await page.inner_text("body")):
            found.append(f"{path}: says {odd[0]}")
        found += [f"{path}: {text} is low" for text in await page.evaluate(_LOW)]
        found += [f"{path}: {text} is torn" for text in await page.evaluate(_TORN)]
        if path.startswith(AXED):
            found += await wrong_for_readers(page, path)
        waiting += await page.evaluate(_LINKS)
    return found


@pytest.mark.parametrize("role", [Role.OWNER, Role.EXTERNAL, Role.AUDITOR])
async def test_no_link_leads_astray_and_every_page_fits_a_phone(
    tmp_path: Path, content: Content, chromium: Browser, role: Role
) -> None:
    async with (
        site(tmp_path, content) as at,
        browsing(chromium, at, size=PHONE) as page,
    ):
        await at.core.database.transaction(lambda tx: ward.invent(tx, content, utc_now()))
        await employ(at, "nguoi", role, office="thue" if role is Role.EXTERNAL else "kthtdt")
        await enter(page, at, "nguoi")
        assert await _faults(page, at.url, PHONE["width"]) == []
