"""The door in the sun and in the noise: what happened is seen, heard and felt; the lamp; several
phones without a network for an hour."""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from content.library import Content
from handlers.conference import seats
from storage.staff_models import Role
from tests.browser.test_conference import enter
from tests.browser.test_door_phone import arrived, fill, film, on_the_day, shows_list
from tests.browser.test_public_pages import faults as wrong_for_readers
from tests.browser.test_webchat import browsing
from tests.support.desk import employ
from tests.support.site import Site, site

SMALL = {"width": 360, "height": 640}
# What the phone is told to sound and to buzz.
HEARD = """
window.sounded = []; window.buzzed = [];
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (at) {
  sounded.push(Math.round(this.frequency.value)); return start.call(this, at);
};
navigator.vibrate = (how) => { buzzed.push(how); return true; };
"""
LAMP = """
window.lamp = [];
MediaStreamTrack.prototype.getCapabilities = () => ({ torch: true });
MediaStreamTrack.prototype.applyConstraints = async (wanted) => {
  lamp.push(wanted.advanced[0].torch);
};
"""
# The contrast of what was said with what is behind it, as WCAG reckons it.
CONTRAST = """(id) => {
  const one = getComputedStyle(document.getElementById(id));
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map((part) => part / 255)
      .map((part) => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const [dark, bright] = [light(one.color), light(one.backgroundColor)].sort((a, b) => a - b);
  return (bright + .05) / (dark + .05);
}"""


async def at_door(page: Page, at: Site, event: int, *, script: str = "") -> None:
    if script:
        await page.add_init_script(script)
    await on_the_day(page, at, event)
    await enter(page, at, "cua")
    await page.goto(f"{at.url}/can-bo/su-kien/{event}/cua")
    await shows_list(page)


async def test_seen_again_and_unknown_differ_to_the_eye_and_the_ear(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with (
        site(tmp_path, content) as at,
        browsing(chromium, at, size=SMALL, faults_allowed=9) as page,
    ):
        await employ(at, "cua", Role.DOOR, office="vanphong")
        event = await at.core.database.transaction(fill)
        await at_door(page, at, event, script=HEARD)
        said = page.locator("#said")
        for typed, kind, pitches in (
            ("Nam", "good", [880]),
            ("4321", "again", [520, 520]),
            ("Phạm Khách Lạ", "no", [200]),
        ):
            await page.evaluate("sounded.length = buzzed.length = 0")
            await page.fill("#q", typed)
            await expect(said).to_have_text("")  # nobody is let in by what was said before
            await page.press("#q", "Enter")
            if kind == "again":  # whoever is in is no button to press; the ticket is scanned again
                found = await at.core.database.transaction(
                    lambda tx: tx.registrations.of_event(event)
                )
                code = next(one.code for one in found if one.name == "Trần Văn Nam")
                await page.fill("#q", code)
                await page.press("#q", "Enter")
            await expect(said).to_have_class(f"said {kind}")
            assert (await page.evaluate("sounded"))[-len(pitches) :] == pitches
            assert await page.evaluate("buzzed.length") >= 1
            assert await page.evaluate(CONTRAST, "said") >= 7
            assert await wrong_for_readers(page, kind) == []
        await page.click("#sound")
        await page.evaluate("sounded.length = 0")
        await page.fill("#q", "Không Có Ai")
        await page.press("#q", "Enter")
        await expect(said).to_have_class("said no")
        assert await page.evaluate("sounded") == []
        await page.reload()
        await expect(page.locator("#sound")).to_have_text("Bật tiếng")


async def test_a_ticket_whose_letters_spell_a_name_is_nobody_of_that_name(
    tmp_path: Path, content: Content, chromium: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = iter(("DK-2NAM34R", "DK-5678BCD"))
    monkeypatch.setattr(seats, "unused_code", lambda *_: next(codes))
    async with (
        site(tmp_path, content) as at,
        browsing(chromium, at, size=SMALL, faults_allowed=9) as page,
    ):
        await employ(at, "cua", Role.DOOR, office="vanphong")
        event = await at.core.database.transaction(fill)
        await at_door(page, at, event)
        await page.fill("#q", "NAM3")
        await expect(page.locator("#found li")).to_contain_text("Nguyễn Thị Huệ")
        await page.fill("#q", "Nam")
        await page.press("#q", "Enter")
        await expect(page.locator("#said")).to_have_class("said good")
        await expect(page.locator("#said")).to_contain_text("Trần Văn Nam")


async def test_the_lamp_is_offered_where_the_phone_has_one(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with site(tmp_path, content) as at:
        await employ(at, "cua", Role.DOOR, office="vanphong")
        event = await at.core.database.transaction(fill)
        flags = (
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={film(tmp_path / 'nothing.y4m', 'https://a.vn')}",
        )
        async with browsing(chromium, at, size=SMALL, flags=flags, faults_allowed=9) as page:
            await at_door(page, at, event)
            await page.click("#scan")
            await expect(page.locator("#said")).to_contain_text("không có trong danh sách")
            await expect(page.locator("#torch")).to_be_hidden()
        async with browsing(chromium, at, size=SMALL, flags=flags, faults_allowed=9) as page:
            await at_door(page, at, event, script=LAMP)
            await expect(page.locator("#torch")).to_be_hidden()
            await page.click("#scan")
            await page.click("#torch")
            await expect(page.locator("#torch")).to_have_text("Tắt đèn")
            await page.click("#torch")
            await expect(page.locator("#torch")).to_have_text("Bật đèn")
            assert await page.evaluate("lamp") == [True, False]
            await page.click("#scan")
            await expect(page.locator("#torch")).to_be_hidden()


async def test_three_phones_an_hour_without_a_network_are_in_step_again(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with site(tmp_path, content) as at, AsyncExitStack() as opened:
        await employ(at, "cua", Role.DOOR, office="vanphong")
        event = await at.core.database.transaction(fill)
        phones = [
            await opened.enter_async_context(browsing(chromium, at, size=SMALL, faults_allowed=999))
            for _ in range(3)
        ]
        for page in phones:
            await at_door(page, at, event)
            await page.context.set_offline(True)
        # The same person at two doors, another at the third; each door lets in a guest of its own,
        # and two of them the same one with the same number.
        for page, who in zip(phones, ("Nam", "Nam", "Huệ"), strict=True):
            await page.fill("#q", who)
            await page.click("#found button.main")
            await expect(page.locator("#said")).to_contain_text("Mời vào")
        guests = (("Lê Văn Một", "0981111111"), ("Lê Văn Hai", ""), ("Lê Văn Một", "0981111111"))
        for page, (name, phone) in zip(phones, guests, strict=True):
            await page.click("summary:has-text('Khách chưa đăng ký')")
            await page.fill("#walkin [name=name]", name)
            await page.fill("#walkin [name=phone]", phone)
            await page.click("#walkin button.main")
            await expect(page.locator("#queued")).to_have_text("2")
        for page in phones:
            await page.clock.run_for(3_600_000)
            await expect(page.locator("#queued")).to_have_text("2")
        assert await arrived(at, event) == 0
        for page in phones:
            await page.context.set_offline(False)
        for page in phones:
            await expect(page.locator("#queue-box")).to_be_hidden()
        for page in phones:  # each has what the others did
            await page.clock.run_for(9_000)
            await expect(page.locator("#arrived")).to_have_text("4")
        assert await arrived(at, event) == 4
