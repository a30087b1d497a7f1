"""A real browser is asked, woken and put to sleep. What its maker's push service would do is done
by one on this machine: it gives the address, reads with the browser's key, and hands over."""

import asyncio
import json
from pathlib import Path

from playwright.async_api import Browser, Page, Worker, expect

from bot.app import utc_now
from content.library import Content
from handlers.talk.messages import Reply
from storage.models import Kind
from tests.browser.test_public_pages import a_page, browser_of, faults, say, until
from tests.support.patience import PATIENCE_S
from tests.support.push_service import OneBrowser, push_server
from tests.support.site import Site, site

# What `subscribe` of the browser's maker would give; that it was asked for stands in the session.
PUSH_SERVICE = """
const given = %s;
const made = {
  endpoint: given.endpoint,
  toJSON: () => ({ endpoint: given.endpoint, keys: given, expirationTime: null }),
  unsubscribe: async () => { sessionStorage.removeItem("asked"); return true; },
};
PushManager.prototype.getSubscription = async () => (sessionStorage.getItem("asked") ? made : null);
PushManager.prototype.subscribe = async (how) => {
  if (!how.userVisibleOnly) throw new Error("silent");
  sessionStorage.setItem("asked", how.applicationServerKey);
  return made;
};
"""
# What the worker has shown. (Who asks Chromium for what stands there while it is being put there
# makes it vanish: what is not up yet counts as closed by its owner.)
NOTED = """
() => {
  if (self.shown) return;
  self.shown = [];
  const show = registration.showNotification.bind(registration);
  registration.showNotification = async (title, options) => {
    await show(title, options);
    self.shown.push([title, options.body, options.data.url]);
  };
}
"""


async def with_push(page: Page, own: OneBrowser) -> None:
    await page.context.add_init_script(PUSH_SERVICE % json.dumps(own.fields))


async def worker_of(page: Page, scope: str = "/") -> Worker:
    """The one of `scope`, which notes what it shows from now on."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            for worker in page.context.service_workers:
                if await worker.evaluate("new URL(registration.scope).pathname") == scope:
                    await worker.evaluate(NOTED)
                    return worker
            await asyncio.sleep(0.05)


async def shown(worker: Worker) -> list[list[str]]:
    """What it has shown, as soon as there is something: title, text, where it leads."""
    async with asyncio.timeout(PATIENCE_S):
        while not (notices := await worker.evaluate("self.shown")):  # noqa: ASYNC110  # no event
            await asyncio.sleep(0.05)
    return list(notices)


async def tell(at: Site, text: str) -> None:
    """Something unasked is put on the page of whoever said a number here."""
    db = at.core.database
    (contact,) = await db.transaction(lambda tx: tx.transcripts.contacts_with("20262026"))
    body = Reply(text).to_json()
    await db.transaction(lambda tx: tx.outbox.add(contact, body, utc_now(), kind=Kind.NOTICE))
    at.core.wake()
    while await db.transaction(lambda tx: tx.outbox.waits_for(contact)):  # noqa: ASYNC110  # no event
        await asyncio.sleep(0.01)


async def hand_over(page: Page, origin: str, told: dict[str, str], scope: str = "/") -> None:
    """What the push service brings to the worker of `scope`, as the browser's maker would."""
    devtools = await page.context.new_cdp_session(page)
    known: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def registered(event: dict[str, list[dict[str, str]]]) -> None:
        for one in event["registrations"]:
            if one["scopeURL"] == f"{origin}{scope}" and not known.done():
                known.set_result(one["registrationId"])

    devtools.on("ServiceWorker.workerRegistrationUpdated", registered)
    await devtools.send("ServiceWorker.enable")
    await devtools.send(
        "ServiceWorker.deliverPushMessage",
        {
            "origin": origin,
            "registrationId": await asyncio.wait_for(known, 10),
            "data": json.dumps(told, ensure_ascii=False),
        },
    )
    await devtools.detach()


async def test_a_browser_is_asked_woken_and_put_to_sleep(
    tmp_path: Path, content: Content, whole_chromium: Browser
) -> None:
    async with (
        push_server() as push,
        site(tmp_path, content, push=push) as at,
        browser_of(whole_chromium) as browser,
    ):
        assert at.waker
        own = push.browser()
        page = await a_page(browser)
        await with_push(page, own)
        await page.context.grant_permissions(["notifications"], origin=at.url)
        await page.goto(at.url)
        await say(page, "số của tôi 20262026")
        await expect(page.locator("#wake button.on")).to_be_hidden()  # nobody is asked unprompted
        assert await page.evaluate("sessionStorage.getItem('asked')") is None
        await page.click("#wake summary")
        await expect(page.locator("#wake")).to_contain_text("Nội dung chỉ hiện khi mở trang")
        wrong = await faults(page, "asked whether it may be woken")
        await page.click("#wake .on")
        await expect(page.locator("#wake .told")).to_have_text("Đã bật báo tin trên máy này.")
        await expect(page.locator("#wake .off")).to_be_focused()
        asked = await page.evaluate("sessionStorage.getItem('asked')")
        assert asked == at.waker.public_key
        wrong += await faults(page, "woken")
        await page.reload()
        await page.click("#wake summary")
        await expect(page.locator("#wake .off")).to_be_visible()
        await expect(page.locator("#wake .told")).to_have_text("Đã bật báo tin trên máy này.")

        await page.goto(f"{at.url}/cau")  # the chat is closed
        await tell(at, "Lịch họp đã đổi")
        assert await at.waker.step() == 1
        told = own.read(push.calls[0].body)
        worker = await worker_of(page)
        await hand_over(page, at.url, told)
        assert await shown(worker) == [[told["title"], told["body"], "/?tu=bao-tin"]]

        await page.goto(at.url + told["url"])
        await expect(page.locator(".reply").last).to_contain_text("Lịch họp đã đổi")
        await until(page, "location.search === ''")

        await page.click("#wake summary")
        await page.click("#wake .off")
        await expect(page.locator("#wake .told")).to_contain_text("Đã tắt báo tin")
        await expect(page.locator("#wake .on")).to_be_focused()
        assert await at.core.database.transaction(lambda tx: tx.pushes.count()) == 0
        assert await page.evaluate("sessionStorage.getItem('asked')") is None
        assert wrong == []


async def test_whoever_has_the_chat_before_them_is_not_told_besides(
    tmp_path: Path, content: Content, whole_chromium: Browser
) -> None:
    async with (
        push_server() as push,
        site(tmp_path, content, push=push) as at,
        browser_of(whole_chromium) as browser,
    ):
        page = await a_page(browser)
        await page.context.grant_permissions(["notifications"], origin=at.url)
        await page.goto(at.url)
        await until(page, "navigator.serviceWorker.controller !== null")
        worker = await worker_of(page)
        await hand_over(page, at.url, {"title": "x", "body": "y", "url": "/"})
        await asyncio.sleep(1)
        assert await worker.evaluate("self.shown") == []
        await page.goto(f"{at.url}/cau")
        await hand_over(page, at.url, {})  # unreadable: in words of its own
        assert await shown(worker) == [["Trợ lý của phường", "Có tin mới. Bấm để xem.", "/"]]


async def test_what_does_not_work_is_not_said_to_be_on(
    tmp_path: Path, content: Content, whole_chromium: Browser
) -> None:
    async with (
        push_server() as push,
        site(tmp_path, content, push=push) as at,
        browser_of(whole_chromium) as browser,
    ):
        page = await a_page(browser)
        await with_push(page, OneBrowser("https://10.0.0.1/nobody"))
        await page.goto(at.url)
        await page.click("#wake summary")
        await page.click("#wake .on")  # a headless browser refuses where nobody allowed it
        await expect(page.locator("#wake .told")).to_contain_text("chưa bật")
        await page.context.grant_permissions(["notifications"], origin=at.url)
        await page.click("#wake .on")
        await expect(page.locator("#wake .told")).to_contain_text("Chưa bật được")
        assert await page.evaluate("sessionStorage.getItem('asked')") is None
        await page.context.set_offline(True)
        await page.click("#wake .on")
        await expect(page.locator("#wake .told")).to_contain_text("chưa đổi gì")
        await expect(page.locator("#wake .on")).to_be_visible()
        old = await a_page(browser)
        await old.context.add_init_script("delete window.PushManager")
        await old.goto(at.url)
        await expect(old.locator("#wake")).to_be_hidden()
