"""A list goes in by the steps of the page, as somebody does it who presses what stands there."""

from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.async_api import Browser, expect

from bot.app import utc_now
from content.library import Content
from storage.staff_models import Role
from tests.browser.test_clicks import Presses
from tests.browser.test_conference import enter
from tests.browser.test_webchat import DESKTOP, PHONE, browsing
from tests.support.conference import make_event
from tests.support.desk import employ
from tests.support.site import site

# Nhập từ Excel, the file, the columns, the people: as many as the review allows. A list of a known
# shape takes one less.
MOST, KNOWN = 4, 3


def _list(path: Path, *people: tuple[str, str, str]) -> Path:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["STT", "Họ và tên", "Điện thoại", "Tổ"])
    for number, one in enumerate(people, 1):
        page.append([number, *one])
    book.save(path)
    return path


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desk"])
async def test_a_clean_list_takes_few_presses_and_the_way_back_loses_nothing(
    tmp_path: Path, content: Content, chromium: Browser, size: dict[str, int]
) -> None:
    first = _list(tmp_path / "to5.xlsx", ("Nguyễn Văn An", "0912345678", "5"), ("Lê Ba", "", "5"))
    second = _list(tmp_path / "to6.xlsx", ("Trần Thị Hoa", "0912345679", "6"))
    async with site(tmp_path, content) as at, browsing(chromium, at, size=size) as page:
        await employ(at, "thuky", Role.CLERK)
        event = await at.core.database.transaction(lambda tx: make_event(tx, now=utc_now()))
        await enter(page, at, "thuky")
        pressed = Presses()

        async def choose(path: Path) -> None:
            await page.goto(f"{at.url}/can-bo/su-kien/{event.id}/dai-bieu")
            pressed.count = 0
            await pressed.on(page, "a:text('Nhập từ Excel')")
            await page.set_input_files("input[type=file]", path)  # and the page goes on by itself
            pressed.count += 1

        await choose(first)
        await expect(page.locator("[aria-current=step]")).to_have_text("2. Cột")
        assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        await pressed.on(page, "button:text('Sang bước 3')")
        await expect(page.locator("[aria-current=step]")).to_have_text("3. Người dự")
        await expect(page.locator("main")).to_contain_text("1 người chưa có số điện thoại")
        # Somebody looks at the columns and the file again.
        await page.check("input[name=leave] >> nth=1")
        await page.click(".stepper button:text('2. Cột')")
        await page.click(".stepper button:text('1. Tệp')")
        await expect(page.locator("main")).to_contain_text("to5.xlsx")
        await page.click("text=Dùng tiếp, sang bước 2")
        await page.click("button:text('Sang bước 3')")
        await expect(page.locator("input[name=leave] >> nth=1")).to_be_checked()
        await page.uncheck("input[name=leave] >> nth=1")
        await pressed.on(page, "button.main:text('Nhập')")
        await expect(page.locator("main")).to_contain_text("Đã nhập.")
        assert pressed.count == MOST
        await choose(second)
        await expect(page.locator("main")).to_contain_text("Các cột đọc như lần trước")
        await pressed.on(page, "button.main:text('Nhập')")
        await expect(page.locator("main")).to_contain_text("Đã nhập.")
        assert pressed.count == KNOWN
