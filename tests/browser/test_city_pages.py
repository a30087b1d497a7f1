"""The pages of a city, as people on the way to their ward and the city's own people see them: on a
phone and on a desk, read by everybody (axe-core)."""

from dataclasses import replace
from pathlib import Path

import pyotp
from cryptography.fernet import Fernet
from playwright.async_api import Browser, expect

from bot.city.office import CityOffice
from bot.commands import city as commands
from bot.settings.city import CitySettings, unsealed
from bot.settings.secret import Secret
from content.fact_text import fact_text
from content.library import Content
from content.overlay import Published, fact_entry
from content.packs import packed
from storage.city.models import CityWard, Placed, WardState
from storage.staff_models import Role
from tests.browser.test_conference import enter
from tests.browser.test_public_pages import a_page
from tests.browser.test_webchat import browsing
from tests.city.test_front import Known, front
from tests.console.test_contents import NEW_YEAR, OTHER, At
from tests.console.test_packs import KEY, PATH, PUBLIC, SAID, bring, offered, pack
from tests.support.desk import desk
from tests.support.postgres import Cluster
from tests.support.sight import look, small
from tests.support.site import site

PASSWORD = "mot-mat-khau-dai-cho-thanh-pho"
NAMES = ("phường Phù Liễn", "phường Hồng Bàng", "xã An Lão", "phường Kiến An", "đặc khu Cát Hải")


async def test_the_pages_of_a_city_fit_and_are_read_by_everybody(
    cluster: Cluster, tmp_path: Path, content: Content, chromium: Browser
) -> None:
    url = cluster.url(f"pages_{tmp_path.name}".lower()[:60], tmp_path)
    key = Secret(Fernet.generate_key().decode())
    settings = CitySettings(url, key, "http://127.0.0.1:1", tmp_path)
    secret = filled(settings)
    placed = [
        Placed(f"w{n}", name, "", WardState.ACTIVE, "", "", ready=False)
        for n, name in enumerate(NAMES)
    ]
    paused = replace(placed[0], key="nghi", state=WardState.PAUSED)
    office = CityOffice(settings, content.words)
    async with front(content, Known(*placed, paused), office.app) as at:
        page, wrong = await a_page(chromium, voice=False), list[str]()
        for name, path in (
            *(("which", "/"), ("away", "/w/w0/"), ("paused", "/w/nghi/"), ("lost", "/w/khong/")),
            ("sign-in", "/thanh-pho/vao"),
        ):
            await page.goto(f"{at}{path}")
            wrong += await look(page, f"city-{name}") + await small(page)
        await page.get_by_label("Tên đăng nhập").fill("hoa")
        await page.get_by_label("Mật khẩu").fill("sai")
        await page.get_by_label("Mã sáu số").fill("000000")
        await page.get_by_role("button", name="Vào").click()
        wrong += await look(page, "city-refused")
        await page.get_by_label("Mật khẩu").fill(PASSWORD)
        await page.get_by_label("Mã sáu số").fill(pyotp.TOTP(secret).now())
        await page.get_by_role("button", name="Vào").click()
        await page.get_by_role("heading", name="Số liệu các phường").wait_for()
        wrong += await look(page, "city-office") + await small(page)
        await page.context.close()
    office.close()
    assert wrong == []


def filled(settings: CitySettings) -> str:
    """Wards with numbers and without; returns the secret of somebody who may look."""
    commands.add_person(settings, "hoa", "Bà Hoa", PASSWORD)
    numbers = {"businesses": 1240, "informed": 873, "open": None, "late": 2, "converted": 6}
    with commands.city_of(settings) as city:
        for number, name in enumerate(NAMES):
            ward = CityWard(f"w{number}", name, f"ward_{number}", f"/data/{number}")
            city.run(lambda tx, ward=ward: tx.wards.add(ward))  # type: ignore[misc]
        city.run(lambda tx: tx.exchange.tell("w0", numbers))
        city.run(lambda tx: tx.exchange.propose("hoa", "Hạn nộp thuế quý này", "Mời ông/bà nộp."))
        person = city.run(lambda tx: tx.people.get("hoa"))
    assert person is not None
    return unsealed(settings, person.totp)


async def test_the_pages_of_packs_fit_and_are_read_by_everybody(
    tmp_path: Path, content: Content, chromium: Browser
) -> None:
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR), pack_key=PUBLIC) as at,
        desk(at, "hoa", Role.CLERK) as author,
        browsing(chromium, at) as page,
    ):
        figure = content.shelf.files.facts["nguong_doanh_thu"]
        items = (
            offered(content), offered(content, OTHER, SAID * 6),
            Published(fact_entry(figure.name), "", "", fact_text(figure)),
        )  # fmt: skip
        await enter(page, at, "hoa")
        await page.goto(f"{at.url}/can-bo{PATH}")
        wrong = await look(page, "packs-none") + await small(page)
        _, _, to = await bring(author, packed(pack(content, items=items), KEY))
        await page.goto(f"{at.url}{to}")
        wrong += await look(page, "pack") + await small(page)
        await expect(page.get_by_role("button", name="Lấy mục đã đánh dấu")).to_be_visible()
        await expect(page.get_by_role("button", name="Chọn lại")).to_have_count(0)
        await bring(author, packed(pack(content, 2, correction=True, withdrawn=(OTHER,)), KEY))
        await page.goto(f"{at.url}/can-bo{PATH}")
        wrong += await look(page, "packs") + await small(page)
        await page.goto(f"{at.url}{to}")
        wrong += await look(page, "pack-over") + await small(page)
        await expect(page.get_by_role("button", name="Lấy mục đã đánh dấu")).to_have_count(0)
    assert wrong == []
