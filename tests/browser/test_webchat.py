"""The web chat in a real browser: phone and desktop, keyboard only, without scripts."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from playwright.async_api import Browser, Page, Route, expect

from bot.web.connections import Bounds
from content.library import Content
from tests.browser.conftest import FLAGS, browser_program
from tests.support.patience import PATIENCE_MS
from tests.support.site import Site, site

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1366, "height": 850}


@asynccontextmanager
async def browsing(
    chromium: Browser,
    at: Site,
    *,
    size: dict[str, int] = PHONE,
    scripts: bool = True,
    path: str = "/",
    faults_allowed: int = 0,
    flags: Sequence[str] = (),
) -> AsyncIterator[Page]:
    async with AsyncExitStack() as own:
        browser = chromium
        if flags:  # one of its own
            browser = await chromium.browser_type.launch(
                executable_path=browser_program(), args=[*FLAGS, *flags], timeout=PATIENCE_MS
            )
            browser.on("context", lambda made: made.set_default_timeout(PATIENCE_MS))
            own.push_async_callback(browser.close)
        context = await browser.new_context(
            viewport={"width": size["width"], "height": size["height"]}, java_script_enabled=scripts
        )
        own.push_async_callback(context.close)
        page = await context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
        await page.goto(at.url + path)
        yield page
        assert len(faults) <= faults_allowed, faults


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_a_conversation(
    tmp_path: Path, content: Content, chromium: Browser, size: dict[str, int]
) -> None:
    async with site(tmp_path, content) as at, browsing(chromium, at, size=size) as page:
        await page.fill("#text", "ho kinh doanh bao nhieu thi phai dong thue")
        await page.click("#ask .row > button")
        answer = page.locator(".reply").last
        await expect(answer).to_contain_text("từ 1 tỷ đồng trở xuống")
        await expect(page.locator("#text")).to_have_value("")
        await expect(page.locator(".reply")).to_have_count(2)
        await answer.get_by_role("button", name="Chi tiết").click()
        await expect(page.locator(".reply").last).to_contain_text("quán phở")
        # Only the newest list of choices is on the page to tap, and nothing sticks out sideways.
        assert await page.locator(".choices:visible").count() == 1
        assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        small = await page.evaluate(
            "[...document.querySelectorAll('button, .call')].filter("
            "b => b.offsetParent && b.getBoundingClientRect().height < 40).length"
        )
        assert small == 0
        await page.reload()
        await expect(page.locator(".said")).to_have_count(2)


async def test_the_question_and_the_start_of_its_answer_stay_in_sight(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with site(tmp_path, content) as at, browsing(chromium, at) as page:
        for text in ("thuế khoán còn không", "không xuất hóa đơn bị phạt bao nhiêu"):
            await page.fill("#text", text)
            await page.keyboard.press("Enter")
            await expect(page.locator(".said").last).to_contain_text(text)
        await expect(page.locator(".reply").last).to_contain_text("không lập")
        top = await page.locator(".reply").last.evaluate("e => e.getBoundingClientRect().top")
        assert 0 < top < PHONE["height"] * 0.6


async def test_the_keyboard_alone_is_enough(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with site(tmp_path, content) as at, browsing(chromium, at) as page:
        await page.keyboard.press("Tab")  # the link that skips to the question box
        await page.keyboard.press("Enter")
        await page.keyboard.type("tai etax mobile o dau")
        await page.keyboard.press("Enter")
        await expect(page.locator(".said")).to_have_count(1)
        await page.keyboard.type("0")
        await page.keyboard.press("Enter")
        await expect(page.locator(".reply").last).to_contain_text("Chọn một chủ đề")


async def test_it_works_without_scripts(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with site(tmp_path, content) as at, browsing(chromium, at, scripts=False) as page:
        await page.fill("#text", "môn bài năm nay còn nộp không")
        await page.click("#ask .row > button")
        assert "Không phải nộp" in await page.inner_text("main")
        await page.locator(".choices button", has_text="Căn cứ").last.click()
        assert "Nghị quyết 198/2025/QH15" in await page.inner_text("main")
        await page.click(".person button")
        assert "Trợ lý là máy" in await page.inner_text("main")


async def test_a_leaflets_link_lands_in_its_topic(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with site(tmp_path, content) as at, browsing(chromium, at, path="/?chu-de=etax") as page:
        await expect(page.locator(".reply")).to_contain_text("eTax Mobile")
        await page.get_by_role("button", name="Quên mật khẩu eTax").click()
        await expect(page.locator(".reply").last).to_contain_text("Quên mật khẩu")


async def test_a_person_is_one_tap_away(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with site(tmp_path, content) as at, browsing(chromium, at) as page:
        await page.locator(".person button").click()
        await expect(page.locator(".reply").last).to_contain_text("Phòng Kinh tế")


async def test_a_line_of_another_window_arrives_live(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with site(tmp_path, content) as at, browsing(chromium, at) as page:
        await page.fill("#text", "menu")
        await page.keyboard.press("Enter")
        await expect(page.locator(".said")).to_have_count(1)
        second = await page.context.new_page()
        await second.goto(at.url)
        await second.fill("#text", "thuế khoán còn không")
        await second.keyboard.press("Enter")
        await expect(page.locator(".reply").last).to_contain_text("chấm dứt từ 1/1/2026")


async def test_a_failed_send_keeps_the_words(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with site(tmp_path, content) as at, browsing(chromium, at, faults_allowed=9) as page:
        await page.context.set_offline(True)
        await page.fill("#text", "câu hỏi quan trọng")
        await page.locator(".row button").click()
        await expect(page.locator("#notice")).to_contain_text("Chưa gửi được")
        await expect(page.locator("#text")).to_have_value("câu hỏi quan trọng")
        await page.context.set_offline(False)
        await page.locator(".row button").click()
        await expect(page.locator(".said")).to_have_count(1)


async def test_the_page_can_be_read_by_a_screen_reader(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with site(tmp_path, content) as at, browsing(chromium, at) as page:
        await expect(page.get_by_role("log", name="Cuộc trò chuyện")).to_be_visible()
        await expect(page.get_by_role("textbox", name="Gõ câu hỏi")).to_be_visible()
        await expect(page.get_by_role("button", name="Gửi", exact=True)).to_be_visible()
        assert await page.locator("html").get_attribute("lang") == "vi"


async def test_the_notebook_fits_a_phone_and_prints_on_one_sheet(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with site(tmp_path, content) as at, browsing(chromium, at) as page:
        for number, text in enumerate(("sổ tay của tôi", "2", "1", "1", "2", "1"), 1):
            await page.fill("#text", text)
            await page.press("#text", "Enter")
            await expect(page.locator(".said")).to_have_count(number)
            await expect(page.locator(".reply")).to_have_count(number + 1)
            await expect(page.locator("#text")).to_have_value("")
        address = await page.locator("a[href*='so-tay']").last.get_attribute("href")
        assert address
        await page.goto(address)
        await expect(page.locator("main")).to_contain_text("Hạn sắp tới")
        assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        sheet = await page.pdf(prefer_css_page_size=True)
        assert sheet.count(b"/Type /Page") - sheet.count(b"/Type /Pages") == 1


@pytest.mark.parametrize("streams", [0, 10])
async def test_later_lines_come_with_a_stream_or_without(
    tmp_path: Path, content: Content, chromium: Browser, streams: int
) -> None:
    """When the house is full of streams, the page asks every few seconds instead."""
    bounds = Bounds(100, 50, streams, streams)
    async with (
        site(tmp_path, content, bounds=bounds) as at,
        browsing(chromium, at, faults_allowed=2) as page,  # the browser notes the refusal
    ):
        await page.fill("#text", "menu")
        await page.click("#ask .row > button")
        await expect(page.locator(".said")).to_have_count(1)
        cookies = {c["name"]: c["value"] for c in await page.context.cookies()}
        async with aiohttp.ClientSession(cookies=cookies) as elsewhere:
            form = {"text": "thuế khoán còn không", "once": "other", "opened": ""}
            async with elsewhere.post(f"{at.url}/send", data=form) as answer:
                assert answer.status == 200
        said = page.locator(".said").last
        await expect(said).to_contain_text("thuế khoán")
        await page.fill("#text", "vay vốn")
        await page.click("#ask .row > button")
        await expect(page.locator(".said")).to_have_count(3)


async def test_what_had_no_answer_is_sent_again_under_its_own_key(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    """The ward took the message, the network lost the answer: the same sent again is the same."""
    async with (
        site(tmp_path, content) as at,
        browsing(chromium, at, faults_allowed=2) as page,
    ):
        lost: list[str] = []

        async def lose(route: Route) -> None:
            if lost:
                await route.continue_()
                return
            answer = await route.fetch()
            lost.append(str(answer.status))
            await route.abort()

        await page.route("**/send", lose)
        await page.fill("#text", "thuế khoán còn không")
        await page.click("#ask .row > button")
        await expect(page.locator("#notice")).to_be_visible()
        assert lost == ["200"]
        await expect(page.locator("#text")).to_have_value("thuế khoán còn không")
        await page.click("#ask .row > button")
        await expect(page.locator("#text")).to_have_value("")
        await expect(page.locator(".said")).to_have_count(1)
        await page.reload()
        await expect(page.locator(".said")).to_have_count(1)


@pytest.mark.parametrize("scripts", [True, False])
async def test_a_question_sent_again_after_the_way_back_is_one(
    tmp_path: Path, content: Content, chromium: Browser, scripts: bool
) -> None:
    words = "gửi câu hỏi: cống trước cửa nhà tôi bị tắc đã hai tuần"
    async with (
        site(tmp_path, content) as at,
        browsing(chromium, at, scripts=scripts, faults_allowed=2) as page,
    ):
        for _ in range(2):
            before = await page.locator(".reply").count()
            await page.fill("#text", words)
            await page.click("#ask .row > button")
            await expect(page.locator(".reply")).not_to_have_count(before)
            if scripts:
                await page.goto(f"{at.url}/cau")
            await page.go_back()
            await expect(page.locator("#text")).to_be_visible()
        last = page.locator(".reply").last
        await expect(last).to_contain_text("cống trước cửa nhà tôi")
        assert (await last.inner_text()).count("cống trước cửa nhà tôi") == 1
