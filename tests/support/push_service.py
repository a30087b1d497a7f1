"""A push service on this machine, and browsers that read what it is given with their own keys."""

import json
import os
import ssl
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import http_ece
from aiohttp import web
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02


def _base64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass
class OneBrowser:
    """What `PushManager.subscribe` made, with the private half that never leaves a browser."""

    endpoint: str
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    auth: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def fields(self) -> dict[str, str]:
        point = self.private.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        return {
            "endpoint": self.endpoint,
            "p256dh": _base64(point),
            "auth": _base64(self.auth),
        }

    def read(self, body: bytes) -> dict[str, Any]:
        """What was said to this browser. Raises where it was locked for another."""
        text = http_ece.decrypt(
            body, private_key=self.private, auth_secret=self.auth, version="aes128gcm"
        )
        told: dict[str, Any] = json.loads(text)
        return told


@dataclass(frozen=True)
class Pushed:
    """One call: for which browser, what it carried."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def is_signed(self) -> bool:
        return bool(Vapid02.verify(self.headers["authorization"]))


@dataclass
class PushServer:
    """`answers` are given first, (status, headers) one a call; then 201."""

    url: str = ""
    calls: list[Pushed] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.calls.append(Pushed(request.path, headers, await request.read()))
        status, more = self.answers.pop(0) if self.answers else (201, {})
        return web.Response(status=status, headers=more, text="x" * 100)

    def browser(self, name: str = "a") -> OneBrowser:
        return OneBrowser(f"{self.url}/push/{name}")

    def is_here(self, address: str) -> bool:
        """Where the tests' service sends to instead of out on the internet."""
        return address.startswith(f"{self.url}/")


@asynccontextmanager
async def push_server(tls: ssl.SSLContext | None = None) -> AsyncIterator[PushServer]:
    server = PushServer()
    app = web.Application()
    app.router.add_post("/{path:.*}", server.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls)
    await site.start()
    port = runner.addresses[0][1]
    server.url = f"https://localhost:{port}" if tls else f"http://127.0.0.1:{port}"
    try:
        yield server
    finally:
        await runner.cleanup()


def plain_connector() -> aiohttp.TCPConnector:
    return aiohttp.TCPConnector()
