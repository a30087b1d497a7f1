"""Every public page in each of its states, as somebody reads it who sees badly, has a small phone,
or uses no mouse: by axe-core, at 320 px, with larger type, in weight."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Browser, Page, Request, expect

from bot.app import utc_now
from content.library import Content
from content.overlay import Published
from content.written import with_keys
from handlers.broadcast import digests
from handlers.conference.seating import Wanted
from handlers.conference.seats import register
from storage.broadcast_models import BroadcastState
from storage.database import Transaction
from tests.console.test_public_cases import show
from tests.support.conference import at_desk, make_event
from tests.support.patience import PATIENCE_S
from tests.support.site import Site, site

SMALL = {"width": 320, "height": 640}
HEAVIEST = 60_000
AN_ANSWER, WITHDRAWN = "mon-bai", "mon-bai-cong-ty"
ALL_OF_THEM = "/cau?tim=thuế"
ZOOMED = {"width": 683, "height": 384}  # what a page has of 1366 x 768 at 200 %
ASKED = "hộ kinh doanh doanh thu bao nhiêu thì phải nộp thuế"
ANSWERS = {"band": "exempt", "kind": "shop", "method": "ratio", "workers": "none", "plan": "stay"}
# A voice of this device, as a phone has one; what it is given to say stands in `window.read`.
VOICE = """
window.read = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
const voice = { lang: "vi-VN", localService: true };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [voice], speak: (one) => window.read.push(one.text), cancel: () => {},
  addEventListener: () => {},
} });
"""


@asynccontextmanager
async def browser_of(chromium: Browser) -> AsyncIterator[Browser]:
    """At the end whatever was opened in it is closed."""
    yield chromium
    for context in chromium.contexts:
        await context.close()


async def a_page(browser: Browser, *, voice: bool = True, **how: Any) -> Page:
    context = await browser.new_context(viewport=how.pop("viewport", SMALL), **how)
    if voice:
        await context.add_init_script(VOICE)
    return await context.new_page()


async def furnish(at: Site, content: Content) -> list[str]:
    """Something on every page; gives their addresses."""

    def work(tx: Transaction) -> list[str]:
        now = utc_now()
        event = make_event(tx, now=now)
        one, other = (tx.contacts.meet("web", name, now) for name in "78")
        tx.people.make_link("token", one.id, event.id, event.starts_at)
        wanted = Wanted(name="Nguyễn Thị Hoa", phone="+84912345678", neighbourhood="TDP 5")
        made = register(at_desk(tx, now), event, wanted, contact_id=other.id, source="chat")
        assert made.registration
        case = show(tx, content)
        tx.notebooks.keep(one.id, "so-tay", ANSWERS, now)
        digests.assemble(tx, content, "2026-12", now)
        digest = tx.broadcasts.digest_of("2026-12")
        assert digest
        tx.broadcasts.save(replace(digest, state=BroadcastState.SENT, started_at=now))
        return [
            f"/?su-kien={event.code}",
            f"/ve/{made.registration.token}",
            "/dang-ky/token",
            "/so-tay/so-tay",
            "/tin-tuc/2026-12",
            "/phan-anh",
            f"/phan-anh/{case.id}",
        ]

    return await at.core.database.transaction(work)


def pages_walked(event: str, others: list[str]) -> tuple[str, ...]:
    """The pages that are gone through without a mouse, of what `furnish` gave."""
    code, (ticket, *rest) = event.partition("=")[2].lower(), others
    return (
        *(f"/cau/{AN_ANSWER}", "/su-kien", f"/su-kien/{code}", ticket, "/tren-may", *rest),
        *(f"/cau/{WITHDRAWN}", "/cau?tim=tàu+vũ+trụ", "/hoi-dap", "/tin-tuc", "/khong-co"),
    )


async def faults(page: Page, state: str) -> list[str]:
    """What is wrong with the page as it stands now."""
    if not await page.evaluate("'axe' in window"):  # half a megabyte to read, for each document
        await page.evaluate(AXE_SCRIPT)
    found = await page.evaluate(
        "axe.run({ resultTypes: ['violations'] }).then((found) => found.violations)"
    )
    wrong = [f"{state}: {one['id']} {[node['target'] for node in one['nodes']]}" for one in found]
    return wrong + await too_wide(page, state)


async def too_wide(page: Page, state: str) -> list[str]:
    width = (page.viewport_size or SMALL)["width"]
    # Of the root as an element: evaluated as such it is waited for where the page is just changing.
    wide = await page.locator("html").evaluate("one => one.scrollWidth")
    return [f"{state}: {wide} px wide"] if wide > width else []


async def say(page: Page, text: str) -> None:
    said = await page.locator(".said").count()
    await page.fill("#text", text)
    await page.press("#text", "Enter")
    await expect(page.locator(".said")).to_have_count(said + 1)
    await expect(page.locator("article").last).to_have_class("reply")


async def withdraw(at: Site, entry: str) -> None:
    """An answer that is not served any more, as the desk leaves it."""
    shelf = at.core.content.shelf
    one = shelf.files.entries[entry]
    text = with_keys(one.text, status="under_review")
    shelf.put(shelf.edition(1, [Published(entry, one.topic, text)]))


async def weight(browser: Browser, url: str) -> int:
    """All that a phone which was never here loads for a page, as it comes over the air."""
    page = await a_page(browser)
    loaded: list[Request] = []
    page.on("requestfinished", lambda one: loaded.append(one))  # playwright marks what it is given
    await page.goto(url, wait_until="networkidle" if "?" not in url else "load")
    sizes = [await one.sizes() for one in loaded]
    await page.context.close()
    return sum(one["responseBodySize"] + one["responseHeadersSize"] for one in sizes)


async def test_no_page_is_heavy_with_all_that_it_loads(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with site(tmp_path, content) as at, browser_of(chromium) as browser:
        event, *addresses = await furnish(at, content)
        code = event.partition("=")[2].lower()
        paths = (
            "/cau",
            f"/cau/{AN_ANSWER}",
            "/su-kien",
            f"/su-kien/{code}",
            "/hoi-dap",
            "/tin-tuc",
        )
        for path in (*paths, "/khong-co", "/tren-may", *addresses):
            found = await weight(browser, at.url + path)
            assert 5_000 < found < HEAVIEST, path


async def test_every_public_page_can_be_read_by_everybody(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    """Those that are walked through below are judged there, as wide as here."""
    async with site(tmp_path, content) as at, browser_of(chromium) as browser:
        page = await a_page(browser)
        event, *others = await furnish(at, content)
        wrong: list[str] = []
        await withdraw(at, WITHDRAWN)
        judged = (*pages_walked(event, others), ALL_OF_THEM)
        for path in (*judged, "/cau", "/giay-moi/GM-2345678", event):
            await page.goto(at.url + path)
            wrong += [] if path in judged else await faults(page, path)
            await page.click(".larger")
            wrong += await too_wide(page, f"{path} in larger type")
            await page.click(".larger")
        await page.goto(at.url + "/dang-ky/token")
        await page.evaluate("document.querySelector('form').noValidate = true")
        await page.click("button.main")
        wrong += await faults(page, "a form with mistakes")
        assert wrong == []


async def test_the_chat_can_be_read_by_everybody_in_each_of_its_states(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with site(tmp_path, content) as at, browser_of(chromium) as browser:
        page = await a_page(browser)
        await page.goto(at.url)
        wrong = await faults(page, "the greeting")
        for state, text in (
            ("an answer", ASKED),
            ("its details", "chi tiết"),
            ("a list", "menu"),
            ("a form", "gửi câu hỏi"),
        ):
            await say(page, text)
            wrong += await faults(page, state)
        await page.click(".larger")
        wrong += await faults(page, "larger type")
        await page.context.set_offline(True)
        await page.fill("#text", "câu hỏi quan trọng")
        await page.click(".row button")
        await expect(page.locator("#notice")).to_be_in_viewport(ratio=1)
        wrong += await faults(page, "offline")
        await page.context.set_offline(False)
        await page.goto(f"{at.url}/?truoc=99999999999")
        wrong += await faults(page, "earlier lines")
        assert wrong == []


@pytest.mark.parametrize("size", [(360, 640), (390, 844)], ids=["360", "390"])
async def test_what_was_said_last_is_in_sight_and_the_rest_is_out_of_the_way(
    tmp_path: Path, content: Content, chromium: Browser, size: tuple[int, int]
) -> None:
    width, height = size
    async with site(tmp_path, content) as at, browser_of(chromium) as browser:
        page = await a_page(browser, viewport={"width": width, "height": height}, has_touch=True)
        await page.goto(at.url)
        taken = "['header', 'footer'].map((one) => document.querySelector(one).offsetHeight)"
        assert sum(await page.evaluate(taken)) < 140
        assert await page.locator(".reply .choices button").count() == 5
        await say(page, ASKED)
        assert 0 < await top_of_last(page) < height * 0.6
        # Whoever taps a choice goes on with what it led to, not at the top of the page.
        await page.locator(".choices:visible button").first.click()
        await expect(page.locator(".said")).to_have_count(2)
        focused = "document.activeElement === document.querySelector('.reply:last-child')"
        await until(page, focused)  # the reply comes by the stream, after what they said
        assert 0 < await top_of_last(page) < height * 0.6
        await page.reload()
        assert 0 < await top_of_last(page) < height * 0.6


async def until(page: Page, holds: str) -> None:
    """Waits for what a script says to hold. (Playwright's own way evaluates text in the page, which
    our pages allow nobody.)"""
    async with asyncio.timeout(PATIENCE_S):
        while not await page.evaluate(holds):  # noqa: ASYNC110  # a page has no event for it
            await asyncio.sleep(0.05)


async def top_of_last(page: Page) -> float:
    """Where the last reply begins in the window, in px."""
    found: float = await page.locator(".reply").last.evaluate("e => e.getBoundingClientRect().top")
    return found


async def test_a_link_shows_its_new_thing_once_after_what_was_said_before(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with site(tmp_path, content) as at, browser_of(chromium) as browser:
        page = await a_page(browser)
        await page.goto(at.url)
        await say(page, ASKED)
        await page.goto(f"{at.url}/?chu-de=etax")
        last = page.locator(".reply").last
        await expect(last).to_contain_text("eTax Mobile")
        assert 0 < await top_of_last(page) < SMALL["height"] * 0.6
        await page.reload()
        await expect(page.locator(".bubble", has_text="eTax Mobile")).to_have_count(1)
        await last.locator(".choices button").first.click()
        await expect(page.locator(".said")).to_have_count(2)  # nobody said "etax"
        shown = await page.locator(".reply").count()
        await page.reload()  # taken up: the address is the chat's own now
        await expect(page.locator(".reply")).to_have_count(shown)
        await page.goto(f"{at.url}/?chu-de=vay-von")
        await say(page, "menu")
        await page.goto(f"{at.url}/?chu-de=vay-von")
        await expect(page.locator(".reply").last).to_contain_text("Vay vốn")


async def test_without_scripts_one_lands_on_the_answer(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with site(tmp_path, content) as at, browser_of(chromium) as browser:
        page = await a_page(browser, voice=False, java_script_enabled=False)
        await page.goto(at.url)
        for text in (ASKED, "thuế khoán còn không"):
            await page.fill("#text", text)
            await page.click(".row button")
        await expect(page.locator(".said").last).to_be_in_viewport()
        await expect(page.locator(".reply strong").last).to_be_in_viewport()
        await expect(page.locator("header")).not_to_contain_text("Chữ to", use_inner_text=True)
        await expect(page.locator("#photo")).to_be_visible()


async def test_it_is_read_aloud_and_larger_type_is_kept(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with site(tmp_path, content) as at, browser_of(chromium) as browser:
        page = await a_page(browser)
        await page.goto(at.url)
        await say(page, ASKED)
        button = page.locator(".reply").last.locator(".aloud")
        await button.click()
        read = " ".join(await page.evaluate("window.read"))
        assert "từ 1 tỷ đồng trở xuống" in read and "Chi tiết" not in read
        await expect(button).to_have_text("Thôi đọc")
        await page.click(".larger")
        await page.goto(f"{at.url}/tin-tuc")
        await expect(page.locator(".larger")).to_have_attribute("aria-pressed", "true")
        await page.locator("main .aloud").click()
        assert "Tin chính sách" in " ".join(await page.evaluate("window.read"))
        silent = await a_page(browser, voice=False)
        await silent.goto(at.url)
        await expect(silent.locator(".aloud")).to_have_count(0)


# ---- without a mouse, and magnified ----

# What may be reached, in the order of the page; and of what is reached how it is seen.
REACHABLE = """
[...document.querySelectorAll("a[href], button, input, textarea, select, summary")]
  .filter((one) => one.type !== "hidden" && one.tabIndex >= 0 && one.checkVisibility())
  .map((one, at) => { one.dataset.at = at; return one.textContent.trim() || one.name; })
"""
NOTE_WHAT_IS_REACHED = """() => {
  const reached = () => {
    const one = document.activeElement;
    if (!one || one === document.body) return { at: -1, marked: true, seen: true };
    const marked = one.id === "photo" ? document.querySelector(".pick") : one;
    const { outlineStyle, outlineWidth } = getComputedStyle(marked);
    const { left, top, width, height } = marked.getBoundingClientRect();
    const there = document.elementFromPoint(left + width / 2, top + Math.min(height, 40) / 2);
    return {
      at: Number(one.dataset.at),
      marked: outlineStyle !== "none" && parseFloat(outlineWidth) >= 1,
      seen: Boolean(there) && (marked.contains(there) || there.contains(marked)),
    };
  };
  window.reached = [];
  addEventListener("keyup", ({ key }) => { if (key === "Tab") window.reached.push(reached()); });
}"""


SHIFT = 8  # among the modifiers of Chromium's protocol

# A page that is loaded again may go on from where the reader was: Chromium 150 does.
FROM_THE_TOP = """() => {
  scrollTo(0, 0);
  const start = document.createElement("span");
  start.tabIndex = -1;
  document.body.prepend(start);
  start.focus();
  start.remove();
}"""


async def walk(page: Page, state: str) -> list[str]:
    """Goes through the page by the Tab key, and back; what is wrong with the way."""
    names: list[str] = await page.evaluate(REACHABLE)
    wrong: list[str] = []
    every = [*range(len(names))]
    await page.evaluate(FROM_THE_TOP)
    await page.evaluate(NOTE_WHAT_IS_REACHED)
    for key, way in (("Tab", every), ("Shift+Tab", every[-2::-1])):
        reached = await press_all(page, key, len(way))
        met = [now["at"] for now in reached]
        for now in reached:
            for fault in ("marked", "seen"):
                if not now[fault]:
                    wrong.append(f"{state}, {key}: {names[now['at']]!r} is not {fault}")
        if met != way:
            wrong.append(f"{state}, {key}: reached {met} of {names}")
    return wrong


async def press_all(page: Page, key: str, times: int) -> list[dict[str, Any]]:
    """Presses `Tab` or `Shift+Tab` so many times, one after the other; gives what each reached. The
    page notes that itself, and no press waits until the one before was told of: there are
    thousands."""
    browser = await page.context.new_cdp_session(page)
    held = SHIFT if key == "Shift+Tab" else 0
    tab = {"modifiers": held, "windowsVirtualKeyCode": 9, "code": "Tab", "key": "Tab"}
    strokes = [tab | {"type": kind} for _ in range(times) for kind in ("rawKeyDown", "keyUp")]
    await asyncio.gather(*(browser.send("Input.dispatchKeyEvent", one) for one in strokes))
    await browser.detach()
    reached: list[dict[str, Any]] = await page.evaluate("window.reached.splice(0)")
    return reached


@pytest.mark.parametrize("size", [SMALL, ZOOMED], ids=["320", "200%"])
async def test_every_public_page_is_walked_through_without_a_mouse_and_magnified(
    tmp_path: Path, content: Content, chromium: Browser, size: dict[str, int]
) -> None:
    async with site(tmp_path, content) as at, browser_of(chromium) as browser:
        page = await a_page(browser, viewport=size, device_scale_factor=2)
        event, *others = await furnish(at, content)
        ticket = others[0]
        wrong: list[str] = []
        await withdraw(at, WITHDRAWN)
        for path in pages_walked(event, others):
            await page.goto(at.url + path)
            if path == ticket:
                await expect(page.locator(".kept-here")).to_be_visible()
            if path == "/tren-may":
                await expect(page.locator("#kept li")).to_have_count(2)
            wrong += await walk(page, path) + await faults(page, path)
        await page.goto(at.url + ALL_OF_THEM)  # the whole list has two hundred and more
        wrong += await walk(page, ALL_OF_THEM) + await faults(page, ALL_OF_THEM)
        await page.goto(at.url)
        wrong += await walk(page, "the greeting")
        await say(page, ASKED)
        await page.reload()
        wrong += await walk(page, "an answer") + await faults(page, "an answer")
        assert wrong == []
