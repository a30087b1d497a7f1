"""Signing in and out, and the first-run link."""

import asyncio
import logging
from datetime import datetime

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.running.pool import Busy
from bot.web.bodies import read_fields
from bot.web.console import passwords
from bot.web.console.console import COOKIE, Console
from bot.web.console.devices import device_of
from bot.web.console.seen import Unseen
from bot.web.console.typed import HOME
from bot.web.console.visit import Visit
from content.library import Content
from handlers.people import accounts, second_step
from storage.database import Transaction
from storage.hashes import hashed
from storage.staff_models import Staff

log = logging.getLogger(__name__)


class SignIn:
    """The pages outside: for whoever is not signed in yet."""

    def __init__(self, console: Console) -> None:
        self._console = console

    async def sign_in(self, request: Request) -> Response:
        wanted = _inside(request.query_params.get("toi", ""))
        if request.method == "GET":
            return self._console.public("sign_in", wanted=wanted)
        form = await read_fields(request)
        wanted, login = _inside(form.get("toi", "")), _login(form)
        now, tries, pools = self._console.clock(), self._console.tries, self._console.pools
        found = await self._console.read(lambda tx: tx.staff.by_login(login))
        one = tries.begin(request, login, found)
        if one is None:
            log.warning("sign-in throttled")
            return self._form(form, wanted, "sign_in_throttled", 429)
        await asyncio.sleep(one.wait_s)
        pool = pools.known if one.is_known else pools.strangers
        try:
            right = await passwords.check_password(pool, found, form.get("password", ""))
        except Busy:
            tries.succeeded(one)  # it was not even tried
            return self._form(form, wanted, "busy", 503)
        checked = found if right else None
        token = await self._console.database.transaction(
            lambda tx: _enter(tx, self._console.content, request, form, checked, now)
        )
        if token is None or checked is None:
            return self._form(form, wanted, "sign_in_wrong", 403)
        tries.succeeded(one)
        response = RedirectResponse(wanted or HOME, 303)
        self._remember(request, response, token, checked)
        return response

    def _form(self, form: dict[str, str], wanted: str, problem: str, status: int) -> Response:
        kept = {"login": form.get("login", "")}
        return self._console.public("sign_in", status, wanted=wanted, form=kept, problem=problem)

    async def activate(self, request: Request) -> Response:
        """The first-run link: choose a password."""
        token, now = str(request.path_params["token"]), self._console.clock()
        staff = await self._console.read(lambda tx: tx.staff.by_invite(hashed(token), now))
        if staff is None:
            return self._console.public("message", 404, message="link_ended")
        if request.method == "GET":
            return self._console.public("activate", invited=staff)
        form = await read_fields(request)
        first, again = form.get("password", ""), form.get("again", "")
        if first != again:
            return self._console.public("activate", 400, invited=staff, problem="password_differs")
        try:
            kept = await self._console.pools.strangers.run(
                passwords.new_password, first, staff.login
            )
        except passwords.BadPassword as error:
            return self._console.public("activate", 400, invited=staff, problem=str(error))
        address = request.client.host if request.client else ""

        def work(tx: Transaction) -> str | None:
            invited = tx.staff.by_invite(hashed(token), now)
            if invited is None:
                return None  # a second click, or a second person with the same link
            ready = accounts.activate(tx, invited, kept)
            session, _ = accounts.open_session(tx, ready, now, _device(request))
            tx.audit.write("staff.activate", f"staff:{staff.id}", now, staff=ready, address=address)
            return session

        session = await self._console.database.transaction(work)
        if session is None:
            return self._console.public("sign_in", 409, wanted="", problem="link_just_used")
        response = RedirectResponse(HOME, 303)
        self._remember(request, response, session, staff)
        return response

    def _remember(self, request: Request, response: Response, token: str, staff: Staff) -> None:
        self._console.tries.remember(request, response, staff, HOME)
        response.set_cookie(
            COOKIE,
            token,
            path=HOME,
            httponly=True,
            samesite="strict",
            secure=self._console.secure,
        )


def _login(form: dict[str, str]) -> str:
    return form.get("login", "").strip().lower()


def _enter(
    tx: Transaction,
    content: Content,
    request: Request,
    form: dict[str, str],
    checked: Staff | None,
    now: datetime,
) -> str | None:
    """What the cookie of a new session holds; None where nobody is let in. `checked` is whose
    password was right."""
    staff = tx.staff.by_login(_login(form))
    # Switched off, or given another password, while this one was being checked.
    same = checked is not None and staff is not None and staff.password == checked.password
    if staff is None or not same or not staff.active:
        tx.audit.write("login.failed", f"staff:{staff.id if staff else 0}", now)
        return None
    code, address = form.get("code", ""), request.client.host if request.client else ""
    if not accounts.check_totp(tx, staff, code, now):
        left = second_step.use_code(tx, content, staff, code, now)
        if left is None:
            tx.audit.write("login.second_step_failed", f"staff:{staff.id}", now)
            return None
        tx.audit.write(
            "login.recovery_code", f"staff:{staff.id}", now, staff=staff, address=address,
            codes_left=left,
        )  # fmt: skip
    # Whatever session the browser brought ends here: a new one is made.
    tx.staff.end_session(hashed(request.cookies.get(COOKIE, "")))
    token, _ = accounts.open_session(tx, staff, now, _device(request))
    tx.audit.write("login", f"staff:{staff.id}", now, staff=staff, address=address)
    return token


def _device(request: Request) -> str:
    return device_of(request.headers.get("user-agent", ""))


def _inside(path: str) -> str:
    """Only our own pages: never a way out to another site."""
    return path if path.startswith(f"{HOME}/") and "//" not in path and "\\" not in path else ""


async def sign_out(console: Console, visit: Visit) -> Response:
    await console.write(
        visit,
        "logout",
        f"staff:{visit.staff.id}",
        lambda tx: tx.staff.end_session(visit.session.token),
        unseen=Unseen.OWN,
    )
    response = RedirectResponse(f"{HOME}/dang-nhap", 303)
    response.delete_cookie(COOKIE, path=HOME)
    return response
