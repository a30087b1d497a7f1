"""What a page is looked at for: readable by everybody, no wider than its screen, and nothing to
press that is too small for a thumb."""

import os
from pathlib import Path

from playwright.async_api import Page

from tests.browser.test_public_pages import faults

TARGET = 44  # px
# What is small on purpose stands in a line of text (a link, a file's name).
_SMALL = """([within, least]) => [...document.querySelector(within).querySelectorAll(
  'button, summary, select, textarea, input:not([type=hidden], [type=checkbox], [type=radio])')]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < least)
  .map((one) => `${one.tagName} ${one.name || one.textContent.trim()}`)"""


async def small(page: Page, within: str = "main") -> list[str]:
    """What of a part of the page is lower than a thumb needs."""
    found: list[str] = await page.evaluate(_SMALL, [within, TARGET])
    return found


async def look(page: Page, name: str) -> list[str]:
    """What is wrong with the page at both widths; `PICTURES=folder` keeps what it looked like."""
    wrong = []
    before = page.viewport_size
    for width, height in ((390, 844), (1366, 768)):
        await page.set_viewport_size({"width": width, "height": height})
        wrong += await faults(page, f"{name} {width}")
        if folder := os.environ.get("PICTURES"):
            path = Path(folder) / f"{name}-{width}.png"
            await page.screenshot(path=str(path), full_page=True)
    if before is not None:
        await page.set_viewport_size({"width": before["width"], "height": before["height"]})
    return wrong
