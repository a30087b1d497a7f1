"""The platforms' webhooks: check the secret, store the update, and only then answer 200."""

import hmac
from collections.abc import Awaitable, Callable
from typing import Protocol

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.channels.answers import loads
from bot.channels.base import NotReceived
from bot.web.bodies import read_body
from bot.web.limits import Refused

TELEGRAM_HEADER = "x-telegram-bot-api-secret-token"
ZALO_BOT_HEADER = "x-bot-api-secret-token"
ZALO_OA_HEADER = "x-zevent-signature"


class Hooked(Protocol):
    """A channel that is told by webhook."""

    webhook_secret: str

    async def take(self, update: object) -> None: ...


def webhook(channel: Hooked, header: str) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of a channel; `header` is where the platform puts the secret."""

    async def hook(request: Request) -> Response:
        try:
            body = await read_body(request)
        except Refused as refusal:
            return PlainTextResponse("not an update", refusal.status)
        given = request.headers.get(header, "")
        if not body and not given:
            return Response()  # a probe whether somebody is here
        if not hmac.compare_digest(given.encode(), channel.webhook_secret.encode()):
            return PlainTextResponse("wrong secret", 403)
        return await _taken(channel.take, body)

    return hook


class Signed(Protocol):
    """A channel whose webhooks carry a signature over their bytes."""

    def accepts(self, raw: bytes, header: str) -> bool: ...

    async def take(self, update: object) -> None: ...


def signed_webhook(channel: Signed, header: str) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of a channel; `header` is where the platform puts the signature."""

    async def hook(request: Request) -> Response:
        try:
            body = await read_body(request)
        except Refused as refusal:
            return PlainTextResponse("not an event", refusal.status)
        if not channel.accepts(body, request.headers.get(header, "")):
            return PlainTextResponse("wrong signature", 403)
        return await _taken(channel.take, body)

    return hook


async def _taken(take: Callable[[object], Awaitable[None]], body: bytes) -> Response:
    """200 only when it is stored."""
    try:
        update = loads(body)
    except ValueError:
        return PlainTextResponse("not an update", 400)
    try:
        await take(update)
    except NotReceived:
        return PlainTextResponse("try again", 503)
    return Response()
