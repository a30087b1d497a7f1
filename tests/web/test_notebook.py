"""The notebook's page: made in the chat, read by its address."""

import re
from pathlib import Path

from content.library import Content
from tests.support.site import Site, site
from tests.web.test_chat import Visitor, fields, session


async def says(browser: Visitor, at: Site, *texts: str) -> str:
    """Types each text into the page's form; returns the last page."""
    for text in texts:
        page = await (await browser.get(at.url)).text()
        await browser.post(f"{at.url}/send", data=fields(page) | {"text": text})
    return await (await browser.get(at.url)).text()


async def test_an_unknown_address_says_so_kindly(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        answer = await browser.get(f"{at.url}/so-tay/khong-co")
        assert answer.status == 404
        assert "Không tìm thấy sổ tay" in await answer.text()
        assert answer.headers["x-robots-tag"] == "noindex"


async def test_a_notebook_is_made_read_and_made_again(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        page = await says(browser, at, "sổ tay của tôi", "2", "1", "3", "2", "1")
        address = re.findall(r'href="(http://[^"]+/so-tay/[^"]+)"', page)[-1]
        text = await (await browser.get(address)).text()
        assert "Sổ tay của tôi" in text and "01/CNKD" in text and "ghi bảng lương" in text
        assert "Danh sách việc" not in text
        page = await says(browser, at, "sổ tay của tôi", "3", "1", "1", "1", "1", "2")
        assert re.findall(r'href="(http://[^"]+/so-tay/[^"]+)"', page)[-1] == address
        text = await (await browser.get(address)).text()
        assert "01/TKN-CNKD" in text and "01/CNKD" not in text
        assert "Danh sách việc lên doanh nghiệp" in text


async def test_the_checklist_alone_has_a_page_with_its_ticks(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, session() as browser:
        page = await says(browser, at, "danh sách việc", "5", "1")
        address = re.findall(r'href="(http://[^"]+/so-tay/[^"]+)"', page)[-1]
        text = await (await browser.get(address)).text()
        assert text.count("đã xong") == 1
        assert "Việc phải làm" not in text
