"""The Telegram webhook: check the secret, store the update, and only then answer 200."""

import hmac
from collections.abc import Awaitable, Callable

import orjson
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.channels.base import NotReceived
from bot.channels.telegram import TelegramChannel
from bot.web.limits import TooLarge, read_body

SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105  # the name of a header
BODY_LIMIT = 1_000_000


def telegram_webhook(channel: TelegramChannel) -> Callable[[Request], Awaitable[Response]]:
    async def hook(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), channel.webhook_secret.encode()):
            return PlainTextResponse("wrong secret", 403)
        try:
            update = orjson.loads(await read_body(request, BODY_LIMIT))
        except (orjson.JSONDecodeError, TooLarge):
            return PlainTextResponse("not an update", 400)
        try:
            await channel.take(update)
        except NotReceived:
            return PlainTextResponse("try again", 503)
        return Response()

    return hook
