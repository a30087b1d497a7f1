"""Who a visitor is: a random number in a signed cookie, nothing else."""

from contextlib import suppress

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.requests import Request
from starlette.responses import Response

COOKIE = "donghanh"
COOKIE_AGE_S = 90 * 24 * 3600


class VisitorCookie:
    """`secure`: only sent over https."""

    def __init__(self, secret_key: str, *, secure: bool) -> None:
        self._signer = URLSafeSerializer(secret_key, salt="web chat visitor")
        self._secure = secure

    def visitor(self, request: Request) -> str:
        """Whose browser asks; "" for one we do not know."""
        with suppress(BadSignature):
            return str(self._signer.loads(request.cookies.get(COOKIE, "")))
        return ""

    def remember(self, response: Response, visitor: str) -> None:
        response.set_cookie(
            COOKIE,
            str(self._signer.dumps(visitor)),
            max_age=COOKIE_AGE_S,
            httponly=True,
            samesite="lax",
            secure=self._secure,
        )

    def forget(self, response: Response) -> None:
        """The browser is a stranger again; what was said stays where it is kept."""
        response.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=self._secure)
