"""What a door's phone keeps: nothing others could read, and nothing once the event is over."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import segno
from playwright.async_api import Browser, Dialog, Page, Route, expect

from bot.app import utc_now
from content.library import Content
from handlers.conference import seats
from handlers.conference.seating import Wanted
from storage.database import Transaction
from storage.event_models import BusinessKind, Category, RegistrationState
from storage.staff_models import Role
from tests.browser.test_conference import enter
from tests.browser.test_webchat import PHONE, browsing
from tests.support.conference import at_desk, make_event
from tests.support.desk import desk as sitting
from tests.support.desk import employ
from tests.support.patience import until
from tests.support.site import Site, site

NAMES = ("Nguyễn Thị Huệ", "Bún Cá Bà Huệ", "Trần Văn Nam")

# Everything the browser keeps for us, as text; what is encrypted is bytes.
KEPT = """async () => {
  const found = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
  const asked = (request) => new Promise((good) => {
    request.onsuccess = () => good(request.result);
  });
  for (const name of await caches.keys()) {
    const store = await caches.open(name);
    for (const page of await store.keys())
      found.push(page.url, await (await store.match(page)).text());
  }
  const text = (key, value) => {
    if (value instanceof ArrayBuffer) return new TextDecoder().decode(value);
    return value instanceof CryptoKey ? `key extractable=${value.extractable}` : value;
  };
  for (const { name } of await indexedDB.databases()) {
    const base = await asked(indexedDB.open(name));
    for (const store of base.objectStoreNames) {
      const all = await asked(base.transaction(store).objectStore(store).getAll());
      found.push(JSON.stringify(all, text));
    }
    base.close();
  }
  return found.join("\\n");
}"""


def fill(tx: Transaction) -> int:
    event = make_event(tx, now=utc_now(), days=1)
    for name, phone, shop in ((NAMES[0], "+84912345678", NAMES[1]), (NAMES[2], "+84987654321", "")):
        wanted = Wanted(
            name=name,
            phone=phone,
            kind=BusinessKind.HOUSEHOLD if shop else BusinessKind.PERSON,
            business=shop,
            category=Category.BUSINESS,
        )
        seats.register(at_desk(tx, utc_now()), event, wanted, contact_id=None, source="paper")
    return event.id


async def on_the_day(page: Page, at: Site, event_id: int) -> None:
    """The phone's clock stands at when the event begins, and goes on from there."""
    event = await at.core.database.transaction(lambda tx: tx.events.get(event_id))
    assert event is not None
    await page.clock.set_system_time(event.starts_at)


async def arrived(at: Site, event_id: int) -> int:
    found = await at.core.database.transaction(lambda tx: tx.registrations.of_event(event_id))
    return sum(r.state is RegistrationState.CHECKED_IN for r in found)


async def shows_list(page: Page) -> None:
    await expect(page.locator("#expected")).to_have_text("2")
    await expect(page.locator("#door")).to_have_attribute("data-kept", "1")


def film(path: Path, text: str) -> Path:
    """What a camera sees of a ticket held before it: a second of the code, as grey frames."""
    size, scale = (640, 480), 8
    matrix = segno.make(text, error="m", micro=False).matrix
    frame = bytearray(b"\xc0" * (size[0] * size[1]))
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            for line in range(100 + y * scale, 100 + (y + 1) * scale):
                at = line * size[0] + 200 + x * scale
                frame[at : at + scale] = (b"\x20" if dark else b"\xe0") * scale
    colours = b"\x80" * (size[0] * size[1] // 2)
    path.write_bytes(
        b"YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n" + (b"FRAME\n" + frame + colours) * 10
    )
    return path


async def test_a_browser_without_a_reader_of_its_own_reads_a_ticket_offline(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with site(tmp_path, content) as at:
        await employ(at, "cua", Role.DOOR, office="vanphong")
        event = await at.core.database.transaction(fill)
        found = await at.core.database.transaction(lambda tx: tx.registrations.of_event(event))
        seen = film(tmp_path / "ticket.y4m", found[0].code)
        flags = (
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={seen}",
        )
        async with browsing(chromium, at, size=PHONE, flags=flags, faults_allowed=9) as page:
            await page.add_init_script("delete window.BarcodeDetector")
            await on_the_day(page, at, event)
            await enter(page, at, "cua")
            await page.goto(f"{at.url}/can-bo/su-kien/{event}/cua")
            await shows_list(page)
            await page.context.set_offline(True)
            await page.reload()
            await page.click("#scan")
            await expect(page.locator("#arrived")).to_have_text("1")
            await page.context.set_offline(False)
            await expect(page.locator("#queue-box")).to_be_hidden()
            assert await arrived(at, event) == 1


async def test_a_phone_keeps_nothing_in_the_open(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with (
        site(tmp_path, content) as at,
        browsing(chromium, at, size=PHONE, faults_allowed=99) as page,
    ):
        for login in ("cua", "khac"):
            await employ(at, login, Role.DOOR, office="vanphong")
        event = await at.core.database.transaction(fill)
        door = f"{at.url}/can-bo/su-kien/{event}/cua"
        await on_the_day(page, at, event)
        await enter(page, at, "cua")
        await page.goto(door)
        await shows_list(page)
        kept = await page.evaluate(KEPT)
        assert "key extractable=false" in kept
        for word in (*NAMES, "Cán bộ cua"):
            assert word not in kept, word
        # Offline: an arrival, a reload, and it still works.
        await page.context.set_offline(True)
        await page.fill("#q", "Huệ")
        await page.click("#found button.main")
        await expect(page.locator("#queued")).to_have_text("1")
        await page.reload()
        await expect(page.locator("#arrived")).to_have_text("1")
        await expect(page.locator("#queued")).to_have_text("1")
        kept = await page.evaluate(KEPT)
        for word in NAMES:
            assert word not in kept, word
        # Signed out before it was sent: the key and the list go, the arrival stays sealed.
        await page.context.clear_cookies()
        await page.context.set_offline(False)
        await expect(page.locator("#said")).to_contain_text("1 lượt chờ gửi")
        await page.fill("#q", "Nam")
        await expect(page.locator("#found li")).to_have_count(0)
        kept = await page.evaluate(KEPT)
        assert "key extractable" not in kept and '"list":{' not in kept
        # Somebody else signs in: not theirs to send or to see.
        await enter(page, at, "khac")
        await page.goto(door)
        await shows_list(page)
        await expect(page.locator("#queue-box")).to_be_hidden()
        assert await arrived(at, event) == 0
        await page.goto(f"{at.url}/can-bo")
        await page.click("label.menu")
        await page.click("text=Đăng xuất")
        await expect(page.locator("h1")).to_contain_text("Đăng nhập")

        async def forgotten() -> bool:
            kept = await page.evaluate(KEPT)
            return "key extractable" not in kept and '"list":{' not in kept

        await until(forgotten)
        # The first one comes back: it is sent.
        await enter(page, at, "cua")
        await page.goto(door)
        await expect(page.locator("#arrived")).to_have_text("1")
        await expect(page.locator("#queue-box")).to_be_hidden()
        assert await arrived(at, event) == 1


# Not arrivals at all, or not whole: what a damaged store, or another version, may hold.
ODD: list[object] = [None, 7, "x", {}, [], {"key": "a", "form": None}, {"key": 5, "form": "x"}]


async def test_an_odd_item_that_waits_holds_nobody_up(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with (
        site(tmp_path, content) as at,
        browsing(chromium, at, size=PHONE, faults_allowed=99) as page,
    ):
        await employ(at, "cua", Role.DOOR, office="vanphong")
        event = await at.core.database.transaction(fill)
        guests = await at.core.database.transaction(lambda tx: tx.registrations.of_event(event))
        hue, nam = (str(guest.id) for guest in guests)
        poison = {"key": "poison", "id": "7", "code": "DK-AAAAAAA", "name": "Ai Đó"}
        strange = {"key": "c", "id": "²", "at": {}, "people": "x", "representative": [1]}
        guest = {"key": "d", "form": {"name": "Lê Văn Tám", "category": "business", "key": "w"}}
        bad_guest = {"key": "e", "form": {"name": "²", "category": "x"}}
        waiting = [*ODD, poison, strange, {"key": "1", "id": hue}, bad_guest, {"id": nam}, guest]

        async def refuse(route: Route) -> None:
            if "poison" in (route.request.post_data or ""):
                await route.fulfill(status=500, body="hỏng")
            else:
                await route.continue_()

        await page.route("**/diem-danh", refuse)
        await enter(page, at, "cua")
        await page.evaluate(
            "([name, items]) => localStorage.setItem(name, JSON.stringify(items))",
            [f"donghanh:{event}:queue", waiting],
        )
        await page.goto(f"{at.url}/can-bo/su-kien/{event}/cua")
        # What the server refuses is kept and shown, and stops none of the others.
        await expect(page.locator("#queue")).to_have_text("Ai Đó")
        await expect(page.locator("#arrived")).to_have_text("3")
        assert await arrived(at, event) == 3
        await page.unroute("**/diem-danh")
        await expect(page.locator("#queue-box")).to_be_hidden()


async def test_when_the_event_is_over_phones_have_nothing(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with (
        site(tmp_path, content) as at,
        browsing(chromium, at, size=PHONE, faults_allowed=99) as page,
        sitting(at, "thuky", Role.CLERK) as desk,
    ):
        await employ(at, "cua", Role.DOOR, office="vanphong")
        event = await at.core.database.transaction(fill)
        door = f"{at.url}/can-bo/su-kien/{event}/cua"
        await enter(page, at, "cua")
        await page.goto(door)
        await shows_list(page)
        await page.context.set_offline(True)
        held = await at.core.database.transaction(lambda tx: tx.events.get(event))
        assert held is not None
        await page.clock.set_fixed_time(held.starts_at + timedelta(hours=14))
        await page.reload()
        await expect(page.locator("#net")).to_contain_text("mất mạng")
        await expect(page.locator("#expected")).to_have_text("0")
        assert '"list":{' not in await page.evaluate(KEPT)
        await page.clock.set_fixed_time(held.starts_at + timedelta(days=2))
        await page.reload()
        await expect(page.locator("#expected")).to_have_text("0")
        assert "key extractable" not in await page.evaluate(KEPT)

        def end(tx: Transaction) -> None:
            found = tx.events.get(event)
            assert found is not None
            past = utc_now() - timedelta(days=2)
            tx.events.save(replace(found, starts_at=past, ends_at=past))

        await at.core.database.transaction(end)
        status, told = await desk.get(f"/su-kien/{event}/cua/danh-sach")
        assert status == 200 and '"guests":[]' in told and '"key":""' in told


# A phone that is slow to encrypt.
SLOW = """
  const seal = crypto.subtle.encrypt.bind(crypto.subtle);
  crypto.subtle.encrypt = async (...given) => {
    await new Promise((good) => setTimeout(good, 700));
    return seal(...given);
  };
"""


async def test_nobody_is_called_in_before_the_phone_has_it_for_good(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with (
        site(tmp_path, content) as at,
        browsing(chromium, at, size=PHONE, faults_allowed=99) as page,
    ):
        await employ(at, "cua", Role.DOOR, office="vanphong")
        event = await at.core.database.transaction(fill)
        await on_the_day(page, at, event)
        await enter(page, at, "cua")
        await page.add_init_script(SLOW)
        await page.goto(f"{at.url}/can-bo/su-kien/{event}/cua")
        await shows_list(page)
        await page.context.set_offline(True)
        await page.fill("#q", "Huệ")
        await page.click("#found button.main")
        await expect(page.locator("#said")).to_contain_text("Mời vào: Nguyễn Thị Huệ")
        await page.reload()  # the very moment it was said
        await expect(page.locator("#arrived")).to_have_text("1")
        await expect(page.locator("#queued")).to_have_text("1")


async def test_whoever_is_asked_about_hears_the_answer(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    """Somebody who gave up their seat: the server says whether there is one."""
    async with (
        site(tmp_path, content) as at,
        browsing(chromium, at, size=PHONE, faults_allowed=99) as page,
    ):
        await employ(at, "cua", Role.DOOR, office="vanphong")
        event = await at.core.database.transaction(fill)

        def give_up(tx: Transaction) -> None:
            held = tx.events.get(event)
            assert held is not None
            for guest in tx.registrations.of_event(event):
                seats.cancel(at_desk(tx, utc_now()), held, guest)

        await at.core.database.transaction(give_up)
        await on_the_day(page, at, event)
        await enter(page, at, "cua")
        await page.goto(f"{at.url}/can-bo/su-kien/{event}/cua")
        await expect(page.locator("#expected")).to_have_text("0")
        await expect(page.locator("#early")).to_be_hidden()
        await page.fill("#q", "Nam")
        await page.click("#found button.main")
        await expect(page.locator("#said")).to_have_text("Mời vào: Trần Văn Nam")
        await page.context.set_offline(True)
        await page.fill("#q", "Huệ")
        await page.click("#found button.main")
        await expect(page.locator("#said")).to_contain_text("Mất mạng: chưa biết có chỗ cho")
        await page.context.set_offline(False)
        await expect(page.locator("#said")).to_contain_text("Mời vào: Nguyễn")


async def accept(dialog: Dialog) -> None:
    await dialog.accept()


async def dismiss(dialog: Dialog) -> None:
    await dialog.dismiss()


async def test_before_the_day_nobody_arrives_without_a_question(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with (
        site(tmp_path, content) as at,
        browsing(chromium, at, size=PHONE, faults_allowed=99) as page,
    ):
        await employ(at, "cua", Role.DOOR, office="vanphong")
        event = await at.core.database.transaction(fill)
        await enter(page, at, "cua")
        await page.goto(f"{at.url}/can-bo/su-kien/{event}/cua")
        await expect(page.locator("#early")).to_contain_text("Chưa tới ngày")
        for accepts, said, came in ((False, "chưa ghi gì", 0), (True, "Mời vào", 1)):
            page.once("dialog", accept if accepts else dismiss)
            await page.fill("#q", "Nam")
            await page.click("#found button.main")
            await expect(page.locator("#said")).to_contain_text(said)
            await expect(page.locator("#arrived")).to_have_text(str(came))


async def test_a_number_of_somebody_registered_asks_who_it_is(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with (
        site(tmp_path, content) as at,
        browsing(chromium, at, size=PHONE, faults_allowed=99) as page,
    ):
        await employ(at, "cua", Role.DOOR, office="vanphong")
        event = await at.core.database.transaction(fill)
        await on_the_day(page, at, event)
        await enter(page, at, "cua")
        await page.goto(f"{at.url}/can-bo/su-kien/{event}/cua")
        await shows_list(page)
        await page.click("summary:has-text('Khách chưa đăng ký')")
        await page.fill("#walkin [name=name]", "Trần Văn Chồng")
        await page.fill("#walkin [name=phone]", "0912345678")
        await page.click("#walkin button.main")
        await expect(page.locator("#which li")).to_contain_text("là ai?")
        assert await arrived(at, event) == 0
        await page.click("#which button:has-text('Người khác, dùng chung số')")
        await expect(page.locator("#said")).to_have_text("Mời vào: Trần Văn Chồng")
        await expect(page.locator("#which li")).to_have_count(0)
        assert await arrived(at, event) == 1
