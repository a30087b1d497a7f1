"""The platforms' webhooks: check who calls, store the update, and only then answer 200."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.channels.answers import loads
from bot.channels.base import Hook, NotReceived
from bot.web.bodies import read_body
from bot.web.limits import Refused


def webhook(hook: Hook) -> Route:
    """200 only when what came is stored."""

    async def endpoint(request: Request) -> Response:
        try:
            body = await read_body(request)
        except Refused as refusal:
            return PlainTextResponse("not an update", refusal.status)
        given = request.headers.get(hook.header, "")
        if hook.is_probed and not body and not given:
            return Response()
        if not hook.is_theirs(body, given):
            return PlainTextResponse("wrong secret or signature", 403)
        try:
            update = loads(body)
        except ValueError:
            return PlainTextResponse("not an update", 400)
        try:
            await hook.take(update)
        except NotReceived:
            return PlainTextResponse("try again", 503)
        return Response()

    return Route(hook.path, endpoint, methods=["POST"])
