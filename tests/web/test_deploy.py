"""The files in `deploy/` as they stand: chat, live lines, sign-in and photos through nginx and
Caddy. Only names, ports and the certificate are put in; skipped where a server is not installed."""

import asyncio
import io
import shutil
import socket
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.settings.settings import ConfigError, read_settings
from bot.web.bodies import PHOTO_LIMIT
from content.library import Content
from storage.staff_models import Role
from tests.support.desk import PASSWORD, employ
from tests.support.patience import PATIENCE_S
from tests.support.pictures import jpeg
from tests.support.site import Site, site
from tests.web.test_chat import event, fields

DEPLOY = Path(__file__).parent.parent.parent / "deploy"
NAME = "ten-mien.example"
PUBLIC = f"https://{NAME}"
JSON = {"Accept": "application/json", "Origin": PUBLIC}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port: int = door.getsockname()[1]
        return port


def certificate(folder: Path, name: str = NAME) -> tuple[Path, Path]:
    cert, key = folder / "cert.pem", folder / "key.pem"
    command = (
        f"req -x509 -newkey rsa:2048 -nodes -keyout {key} -out {cert} -subj /CN={name}"
        f" -addext subjectAltName=DNS:{name}"
    )
    openssl = shutil.which("openssl") or ""
    subprocess.run([openssl, *command.split()], check=True, capture_output=True)
    return cert, key


def nginx(folder: Path, app: str, port: int) -> list[str]:
    cert, key = certificate(folder)
    text = (DEPLOY / "nginx.conf").read_text()
    for shipped, here in (
        ("127.0.0.1:8080", app),
        ("    listen 80;\n    listen [::]:80;\n", f"    listen 127.0.0.1:{free_port()};\n"),
        ("    listen 443 ssl http2;\n    listen [::]:443 ssl http2;\n",
         f"    listen 127.0.0.1:{port} ssl http2;\n"),
        (f"/etc/letsencrypt/live/{NAME}/fullchain.pem", str(cert)),
        (f"/etc/letsencrypt/live/{NAME}/privkey.pem", str(key)),
        ("/var/log/nginx/access.log", f"{folder}/access.log"),
    ):  # fmt: skip
        assert shipped in text, shipped
        text = text.replace(shipped, here)
    (folder / "site.conf").write_text(text)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"user root;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{temporary}include {folder}/site.conf;\n}}\n"
    )
    return ["nginx", "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]


def caddy(folder: Path, app: str, port: int) -> list[str]:
    cert, key = certificate(folder)
    text = (DEPLOY / "Caddyfile").read_text()
    for shipped, here in (
        ("127.0.0.1:8080", app),
        (f"{NAME} {{\n", f"{PUBLIC}:{port} {{\n\ttls {cert} {key}\n"),
        ("{\n\tservers", f"{{\n\tadmin off\n\tskip_install_trust\n\tauto_https off\n"
         f"\thttp_port {free_port()}\n\tservers"),
    ):  # fmt: skip
        assert shipped in text, shipped
        text = text.replace(shipped, here)
    (folder / "Caddyfile").write_text(text)
    return ["caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


COMMANDS = {"nginx": nginx, "caddy": caddy}


class Browser:
    """Speaks to the web server as people do: by its name, over TLS."""

    def __init__(self, raw: aiohttp.ClientSession, port: int) -> None:
        self.raw = raw
        self.base = f"https://127.0.0.1:{port}"
        self._tls = ssl.create_default_context()
        self._tls.check_hostname = False
        self._tls.verify_mode = ssl.CERT_NONE

    def ask(self, method: str, path: str, headers: Any = None, **more: Any) -> Any:
        return self.raw.request(
            method, self.base + path, ssl=self._tls, server_hostname=NAME,
            headers={"Host": NAME} | (headers or {}), **more,
        )  # fmt: skip


@asynccontextmanager
async def behind(server: str, folder: Path, content: Content) -> AsyncIterator[tuple[Site, int]]:
    if shutil.which(server) is None or shutil.which("openssl") is None:
        pytest.skip(f"{server} is not installed")
    async with site(folder, content, trusted=("127.0.0.1",), public_url=PUBLIC) as at:
        port = free_port()
        command = COMMANDS[server](folder, at.url.removeprefix("http://"), port)
        with (folder / "server.log").open("w") as log:
            process = await asyncio.create_subprocess_exec(*command, stdout=log, stderr=log)
        try:
            await _listening(port)
            yield at, port
        finally:
            process.terminate()
            try:
                await asyncio.wait_for(process.wait(), 3)
            except TimeoutError:  # it waits for a client that keeps its connection
                process.kill()
                await process.wait()


async def _listening(port: int) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return


@pytest.mark.parametrize("server", list(COMMANDS))
async def test_people_and_staff_come_through_the_shipped_file(
    tmp_path: Path, content: Content, server: str
) -> None:
    jar = aiohttp.CookieJar(unsafe=True)
    async with (
        behind(server, tmp_path, content) as (at, port),
        aiohttp.ClientSession(cookie_jar=jar) as raw,
    ):
        browser = Browser(raw, port)
        async with browser.ask("GET", "/") as answer:
            page = await answer.text()
            assert answer.status == 200 and "max-age" in answer.headers["strict-transport-security"]
        form = fields(page) | {"text": "thuế khoán còn không"}
        async with browser.ask("POST", "/send", {"Origin": PUBLIC}, data=form) as answer:
            assert answer.status == 200 and "chấm dứt từ 1/1/2026" in await answer.text()
        async with browser.ask("GET", "/stream") as stream:
            await asyncio.wait_for(event(stream), PATIENCE_S)
            more = {"text": "menu", "once": "x", "opened": "", "after": "99999999999999"}
            async with browser.ask("POST", "/send", JSON, data=more) as answer:
                assert answer.status == 200
            async with asyncio.timeout(5):  # at once, not when some buffer is full
                while "menu" not in (await event(stream))[1]["html"]:
                    pass
        for size, status in ((PHOTO_LIMIT - 2000, 200), (PHOTO_LIMIT + 2_000_000, 413)):
            photo = aiohttp.FormData()
            padded = jpeg() + b"\0" * (size - len(jpeg()))
            photo.add_field("photo", io.BytesIO(padded), filename="a.jpg")
            async with browser.ask("POST", "/send", JSON, data=photo) as answer:
                said = await answer.text()
                assert answer.status == status and ("lớn quá" in said) is (status == 413)
        await employ(at, "a", Role.CLERK)
        login = {"login": "a", "password": PASSWORD}
        async with browser.ask(
            "POST", "/can-bo/dang-nhap", {"Origin": PUBLIC}, data=login, allow_redirects=False
        ) as answer:
            assert answer.status == 303 and "Secure" in answer.headers["set-cookie"]
            assert answer.headers["location"] == "/can-bo"
        async with browser.ask("GET", "/can-bo/") as answer:
            assert answer.status == 200 and "Đăng nhập" not in await answer.text()
        lines = await at.core.database.transaction(lambda tx: tx.audit.lines())
        assert next(line for line in lines if line.action == "login").address == "127.0.0.1"


@pytest.mark.parametrize("server", list(COMMANDS))
async def test_nobody_can_say_to_be_somebody_else(
    tmp_path: Path, content: Content, server: str
) -> None:
    async with (
        behind(server, tmp_path, content) as (at, port),
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as raw,
    ):
        await employ(at, "a", Role.CLERK)
        browser, tried = Browser(raw, port), []
        for number in range(8):
            forged = {"X-Forwarded-For": f"203.0.113.{number}", "X-Real-IP": "203.0.113.9"}
            async with browser.ask(
                "POST", "/can-bo/dang-nhap", forged, data={"login": "a", "password": "sai"}
            ) as answer:
                tried.append(answer.status)
        assert tried == [403] * 6 + [429] * 2


async def test_the_service_file_is_one_systemd_understands(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not installed")
    text = (DEPLOY / "donghanh.service").read_text()
    program = "ExecStart=/opt/donghanh/.venv/bin/donghanh run"
    assert program in text
    unit = tmp_path / "donghanh.service"
    unit.write_text(text.replace(program, "ExecStart=/bin/true"))
    for arguments in (("verify",), ("security", "--offline=true", "--threshold=20")):
        done = await asyncio.to_thread(
            subprocess.run, ["systemd-analyze", *arguments, str(unit)], capture_output=True,
            text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Unknown" not in done.stderr


def test_trusted_proxies_are_a_setting() -> None:
    assert read_settings({}, None).trusted_proxies == ()
    given = {"TRUSTED_PROXIES": "127.0.0.1, ::1,10.0.0.0/8"}
    assert read_settings(given, None).trusted_proxies == ("127.0.0.1", "::1", "10.0.0.0/8")
    for wrong in ("*", "nginx", "10.0.0.1/8", "127.0.0.1 ::1"):
        with pytest.raises(ConfigError, match="TRUSTED_PROXIES"):
            read_settings({"TRUSTED_PROXIES": wrong}, None)
