"""What a platform's event points at is fetched from out on the internet only."""

import socket
from typing import Any

import pytest
from aiohttp import web

from bot.channels import download
from bot.channels.download import PublicOnly, fetch_public, is_global, is_public

INSIDE = (
    "127.0.0.1",
    "10.0.0.1",
    "192.168.1.1",
    "172.16.0.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104  # an address asked about
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "fe80::1",
    "fec0::1",
    "fc00::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
)


@pytest.mark.parametrize("number", INSIDE)
def test_numbers_inside_are_not_public(number: str) -> None:
    assert not is_global(number)
    host = f"[{number}]" if ":" in number else number
    assert not is_public(f"https://{host}/a.jpg")


@pytest.mark.parametrize(
    "address",
    [
        "http://f.test/a",
        "https://f.test:8443/a",
        "ftp://f.test/a",
        "file:///etc/passwd",
        "https://localhost/a",
        "https://[::1/a",
        "https://f.test:99999/a",
        "https://１２７.0.0.1/a",
        "https://127。0.0.1/a",
        "https://①②⑦.0.0.1/a",
        "https://127%2e0.0.1/a",
        "https://ⓛocalhost.localdomain/a",
        "",
    ],
)
def test_odd_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("host", ["0x7f.0.0.1", "0177.0.0.1", "127.1", "localhost.localdomain"])
async def test_names_that_are_numbers_inside_are_refused(host: str) -> None:
    with pytest.raises(OSError):
        await PublicOnly().resolve(host, 80, socket.AF_INET)


async def test_a_name_that_leads_inside_is_never_connected_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    async def secret(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(body=b"secret")

    app = web.Application()
    app.router.add_get("/{name}", secret)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    # Let any port pass, so that the number is what decides.
    real = download.is_public
    monkeypatch.setattr(download, "is_public", lambda address, **given: bool(real) and True)
    for host in ("0x7f.0.0.1", "127.1"):
        got: Any = await fetch_public(f"http://{host}:{port}/a", 100, 2, plain_http=True)
        assert got is None
    assert asked == []
    await runner.cleanup()
