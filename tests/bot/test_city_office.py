"""The city's page: numbers of wards alone, for whoever signed in with a second step."""

import asyncio
import io
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import aiohttp
import openpyxl
import pyotp
import pytest
import uvicorn
from cryptography.fernet import Fernet

from bot.city.office import CityOffice
from bot.commands import city as commands
from bot.commands.refusal import CommandRefused
from bot.settings.city import CitySettings
from bot.settings.secret import Secret
from bot.web.connections import USUAL, Connections, Server
from content.library import Content
from storage.city.models import CityWard
from tests.support.clock import START, FixedClock
from tests.support.postgres import Cluster
from tests.web.test_deploy import free_port

PASSWORD = "song-cam-nuoc-lon-7"


@dataclass
class At:
    """The office at an address, and a browser there."""

    settings: CitySettings
    http: aiohttp.ClientSession
    clock: FixedClock
    secret: str

    async def sign_in(self, password: str = PASSWORD, code: str | None = None) -> tuple[int, str]:
        self.clock.now += timedelta(seconds=30)
        code = pyotp.TOTP(self.secret).at(self.clock.now) if code is None else code
        fields = {"login": "hoa", "password": password, "code": code}
        async with self.http.post("/thanh-pho/vao", data=fields, allow_redirects=False) as answer:
            return answer.status, await answer.text()

    async def get(self, path: str = "/thanh-pho") -> tuple[int, bytes]:
        async with self.http.get(path, allow_redirects=False) as answer:
            return answer.status, await answer.read()


@pytest.fixture
async def at(cluster: Cluster, tmp_path: Path, content: Content) -> AsyncIterator[At]:
    port = free_port()
    settings = CitySettings(
        cluster.url(f"office_{tmp_path.name}".lower()[:60], tmp_path),
        Secret(Fernet.generate_key().decode()), f"http://127.0.0.1:{port}", tmp_path,
    )  # fmt: skip
    told = commands.add_person(settings, "hoa", "Bà Hoa", PASSWORD)
    secret = re.search("secret=([A-Z2-7]+)", told)
    assert secret
    clock = FixedClock(START)
    office = CityOffice(settings, content.words, clock)
    everybody = Connections(USUAL, (), "")

    async def nothing() -> None:
        """Nothing is open."""

    server = Server(office.app, everybody, (), before_exit=nothing, graceful_s=1)
    server.config = replace_port(server.config, port)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  # uvicorn has no event for it
        await asyncio.sleep(0.005)
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}", cookie_jar=jar) as http:
        yield At(settings, http, clock, secret[1])
    server.should_exit = True
    await serving
    office.close()


def replace_port(config: uvicorn.Config, port: int) -> uvicorn.Config:
    config.host, config.port = "127.0.0.1", port
    return config


def with_wards(settings: CitySettings) -> None:
    with commands.city_of(settings) as city:
        for number, name in enumerate(("phường Một", "phường Hai", "phường Ba")):
            ward = CityWard(f"w{number}", name, f"ward_{number}", f"/data/{number}")
            city.run(lambda tx, ward=ward: tx.wards.add(ward))  # type: ignore[misc]
        numbers = {"businesses": 200, "informed": 150, "open": None, "late": 0, "converted": 6}
        city.run(lambda tx: tx.exchange.tell("w0", numbers))


async def test_nobody_sees_a_number_without_both_steps(at: At) -> None:
    with_wards(at.settings)
    for path in ("/thanh-pho", "/thanh-pho/so-lieu.xlsx"):
        status, page = await at.get(path)
        assert (status, b"150" in page) == (303, False)
    assert (await at.sign_in(password="khong-phai-mat-khau"))[0] == 403
    assert (await at.sign_in(code="000000"))[0] == 403
    assert (await at.sign_in(code=""))[0] == 403
    assert (await at.get())[0] == 303
    assert (await at.sign_in())[0] == 303
    assert (await at.get())[0] == 200


async def test_a_code_opens_once_and_whoever_is_switched_off_is_out(at: At) -> None:
    assert (await at.sign_in())[0] == 303
    code = pyotp.TOTP(at.secret).at(at.clock.now)
    assert (await at.sign_in(code=code))[0] == 403
    assert (await at.get())[0] == 200
    commands.switch_off(at.settings, "hoa")
    assert (await at.get())[0] == 303
    assert (await at.sign_in())[0] == 403
    with pytest.raises(CommandRefused):
        commands.switch_off(at.settings, "hoa")
    with commands.city_of(at.settings) as city:
        noted = [what for _, what in city.run(lambda tx: tx.people.noted())]
    assert noted == ["added", "sign_in", "sign_in_failed", "switched_off", "sign_in_failed"]


async def test_the_page_and_the_sheet_say_the_same_and_hide_the_few(at: At) -> None:
    with_wards(at.settings)
    await at.sign_in()
    _, page = await at.get()
    text = page.decode()
    assert text.index("phường Ba") < text.index("phường Hai") < text.index("phường Một")
    assert "ít hơn 5" in text and ">75<" in text and "chưa báo" in text
    _, data = await at.get("/thanh-pho/so-lieu.xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(data)).active.values)  # type: ignore[union-attr]
    assert rows[0][:3] == ("Phường", "Hộ, doanh nghiệp", "Đã được báo tin")
    assert rows[3][:3] == ("phường Một", 200, 150) and rows[3][5] == "ít hơn 5"
    assert rows[1][-1] == "chưa báo"


async def test_another_sites_form_and_signing_out(at: At) -> None:
    await at.sign_in()
    other = {"Origin": "https://ke-gian.example"}
    async with at.http.post("/thanh-pho/ra", headers=other, allow_redirects=False) as answer:
        assert answer.status == 403
    assert (await at.get())[0] == 200
    async with at.http.post("/thanh-pho/ra", allow_redirects=False) as answer:
        assert answer.status == 303
    assert (await at.get())[0] == 303


async def test_guessing_is_slowed_down_and_refused(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.console.tries.address_of", lambda scope: "203.0.113.5")
    statuses = [(await at.sign_in(code="000000"))[0] for _ in range(8)]
    assert statuses[0] == 403 and statuses[-1] == 429


def test_a_login_or_a_password_that_does_not_do_is_refused(tmp_path: Path) -> None:
    settings = CitySettings("postgresql://nowhere", Secret("x"), "http://x", tmp_path)
    settings = replace(settings, key=Secret(Fernet.generate_key().decode()))
    with pytest.raises(CommandRefused):
        commands.add_person(settings, "Hoa Hoa", "Hoa", PASSWORD)
    with pytest.raises(CommandRefused):
        commands.add_person(settings, "hoa", "Hoa", "ngan")


async def test_a_broadcast_is_proposed_once_and_faulty_words_come_back(at: At) -> None:
    await at.sign_in()
    fields = {"title": "Hạn nộp quý này", "text": "Nhớ nộp tờ khai."}
    for _ in range(2):  # the button was pressed twice
        async with at.http.post("/thanh-pho/de-nghi", data=fields, allow_redirects=False) as answer:
            assert answer.status == 303
    long = {"title": "x" * 2000, "text": "Giữ lời này."}
    async with at.http.post("/thanh-pho/de-nghi", data=long) as answer:
        assert answer.status == 400 and "Giữ lời này." in await answer.text()
    with commands.city_of(at.settings) as city:
        found = city.run(lambda tx: tx.exchange.proposals())
    assert [title for _, title, _ in found] == ["Hạn nộp quý này"]
    at.http.cookie_jar.clear()
    async with at.http.post("/thanh-pho/de-nghi", data=fields, allow_redirects=False) as answer:
        assert answer.headers["location"] == "/thanh-pho/vao"
