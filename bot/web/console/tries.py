"""Failed sign-ins: whoever keeps trying is slowed down and then refused, and locks nobody out.

A browser that has signed in before is known by a signed cookie: it is counted by itself alone, so
what strangers do to an account, or from the same address, never stops its owner there.
"""

import secrets
from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.requests import Request
from starlette.responses import Response

from bot.web.addresses import address_of
from bot.web.limits import RateLimit
from storage.staff_models import Staff

COOKIE = "donghanh_may"
COOKIE_AGE_S = 400 * 24 * 3600
MOST_PEOPLE = 20  # of one browser: the phone at the door is everybody's
# Failures of strangers at one account within ten minutes before each waits longer, and how long.
FREE_FAILURES = 20
FREE_ALIKE = 6  # where addresses cannot be told apart
STEP_S = 0.1
LONGEST_S = 5.0


@dataclass(frozen=True, slots=True)
class Try:
    """One sign-in being tried. `is_known`: on a browser this person signed in on before."""

    counted: tuple[tuple[RateLimit, str], ...]
    is_known: bool
    wait_s: float = 0.0


class Tries:
    """`key` signs the cookie of known browsers."""

    def __init__(self, key: str, *, secure: bool) -> None:
        self._signer = URLSafeSerializer(key, salt="console browser")
        self._secure = secure
        self._by_browser = RateLimit(20, 600)
        self._by_login_there = RateLimit(6, 600)
        self._by_address = RateLimit(60, 600)
        self._by_person = RateLimit(10, 600)
        self._written = RateLimit(10, 3600)
        self._by_login = RateLimit(1_000_000, 600)  # only counted: how much it is under attack

    def begin(self, request: Request, login: str, staff: Staff | None) -> Try | None:
        """Counts one more try at `login`, whose account is `staff`; None when it is too many."""
        browser, people = self._browser(request)
        if staff is not None and staff.id in people:
            return self._counted([(self._by_browser, f"{browser}|{staff.id}")], is_known=True)
        address = address_of(request.scope)
        failures = self._by_login.used(login)
        limits = [(self._by_login, login)]
        if (
            address
        ):  # where all look alike, whoever guesses would lock the owner out: they only wait
            here = [(self._by_login_there, f"{login}|{address}"), (self._by_address, address)]
            limits = [*here, *limits]
        free = FREE_FAILURES if address else FREE_ALIKE
        wait_s = min(LONGEST_S, max(0, failures - free) * STEP_S)
        return self._counted(limits, is_known=False, wait_s=wait_s)

    def _counted(
        self, limits: list[tuple[RateLimit, str]], *, is_known: bool, wait_s: float = 0.0
    ) -> Try | None:
        counted = []
        for limit, key in limits:
            if not limit.allows(key):
                return None
            counted.append((limit, key))
        return Try(tuple(counted), is_known, wait_s)

    def succeeded(self, one: Try) -> None:
        """It was no failure: what was counted is taken back."""
        for limit, key in one.counted:
            limit.take_back(key)

    def may_prove(self, staff: Staff) -> bool:
        """Whether somebody signed in may type the old password once more; counts it."""
        return self._by_person.allows(str(staff.id))

    def may_write(self, staff: Staff) -> bool:
        """Whether somebody may have one more message sent to an address they say is theirs."""
        return self._written.allows(str(staff.id))

    def proved(self, staff: Staff) -> None:
        self._by_person.take_back(str(staff.id))

    def knows(self, request: Request) -> bool:
        """Whether somebody of ours signed in on this browser before."""
        return bool(self._browser(request)[1])

    def remember(self, request: Request, response: Response, staff: Staff, path: str) -> None:
        """From now on this browser is known to be used by `staff`."""
        browser, people = self._browser(request)
        kept = [one for one in people if one != staff.id][-MOST_PEOPLE + 1 :]
        value = {"id": browser or secrets.token_urlsafe(9), "of": [*kept, staff.id]}
        response.set_cookie(
            COOKIE,
            str(self._signer.dumps(value)),
            max_age=COOKIE_AGE_S,
            path=path,
            httponly=True,
            samesite="strict",
            secure=self._secure,
        )

    def _browser(self, request: Request) -> tuple[str, list[int]]:
        """(what the browser is called, whose it is); ("", []) for one nobody signed in on."""
        try:
            value = self._signer.loads(request.cookies.get(COOKIE, ""))
            return str(value["id"]), [int(one) for one in value["of"]]
        except (BadSignature, KeyError, TypeError, ValueError):
            return "", []
