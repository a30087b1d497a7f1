"""Behind an address of one's own: all that is kept about one, and whether an invitation is real."""

import orjson
from starlette.requests import Request
from starlette.responses import Response

from bot.web.addresses import address_of
from bot.web.limits import RateLimit
from bot.web.visitor.answers import VisitorAnswers, token_of
from content.codes import CodeKind, find_code
from handlers.conference import invitations
from handlers.own_data import privacy


class OwnPages:
    def __init__(self, answers: VisitorAnswers) -> None:
        self._answers = answers
        # A real invitation is always shown, however many scan theirs behind one address; what it
        # says is no secret. Only wrong codes are counted, where we know whose they are.
        self._guesses = RateLimit(60, 3600)
        self._checks = RateLimit(30, 60)
        self._checked = RateLimit(1, 3600)  # a reload by the same browser is no second check

    async def own_data(self, request: Request) -> Response:
        """Everything about one contact as JSON, behind a link from the chat; within its day."""
        token, now = token_of(request), self._answers.clock()

        found = await self._answers.database.read(lambda tx: privacy.behind_link(tx, token, now))
        if found is None:
            return self._answers.sorry("visitor/link_ended", 404)
        return Response(
            orjson.dumps(found, option=orjson.OPT_INDENT_2),
            media_type="application/json",
            headers={
                "content-disposition": 'attachment; filename="du-lieu-cua-toi.json"',
                "cache-control": "no-store",
            },
        )

    async def invitation(self, request: Request) -> Response:
        """What the QR code on an invitation opens."""
        found = find_code(str(request.path_params["code"])[:40])
        code = found[1] if found and found[0] is CodeKind.INVITATION else ""
        address = address_of(request.scope)

        browser = f"{code}|{address}|{request.headers.get('user-agent', '')}"
        counts = self._checked.allows(browser) and self._checks.allows(code)
        real = await self._answers.database.transaction(
            lambda tx: invitations.look_up(tx, code, counts=counts)
        )
        if real is not None:
            invitation, event = real
            text = self._answers.content.words.say(
                "invitation/real", invitation=invitation, event=event
            )
            return self._answers.page("message", text=text)
        if address and not self._guesses.allows(address):
            return self._answers.sorry("code/too_many", 429)
        shown = str(request.path_params["code"])[:16]
        unknown = self._answers.content.words.say("invitation/unknown", code=_plain(shown))
        return self._answers.page("message", 404, text=unknown)


def _plain(text: str) -> str:
    return "".join(char for char in text if char.isalnum() or char == "-")
