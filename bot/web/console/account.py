"""Signing in and out, the first-run link, one's own password and second step."""

import asyncio
import logging
import re
from dataclasses import replace
from typing import Any

import pyotp
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.running.pools import Busy
from bot.web.bodies import read_fields
from bot.web.console import accounts
from bot.web.console.console import COOKIE, Console
from bot.web.console.seen import Unseen
from bot.web.console.typed import HOME
from bot.web.console.visit import Visit
from bot.web.qr import qr_svg
from handlers.people import staff_links
from storage.database import Transaction
from storage.people import hashed
from storage.staff_models import Staff

log = logging.getLogger(__name__)

_SECRET = re.compile(r"[A-Z2-7]{32}")  # as pyotp makes them


class SignIn:
    """The pages outside: for whoever is not signed in yet."""

    def __init__(self, console: Console) -> None:
        self._console = console

    async def login(self, request: Request) -> Response:
        wanted = _inside(request.query_params.get("toi", ""))
        if request.method == "GET":
            return self._console.public("login", wanted=wanted)
        form = await read_fields(request)
        wanted, login = _inside(form.get("toi", "")), form.get("login", "").strip().lower()
        address = request.client.host if request.client else ""
        now, tries, pools = self._console.clock(), self._console.tries, self._console.pools
        found = await self._console.read(lambda tx: tx.staff.by_login(login))
        one = tries.begin(request, login, found)
        if one is None:
            log.warning("sign-in throttled")
            return self._form(form, wanted, "login_throttled", 429)
        await asyncio.sleep(one.wait_s)
        pool = pools.known if one.is_known else pools.strangers
        try:
            right = await accounts.check_password(pool, found, form.get("password", ""))
        except Busy:
            tries.succeeded(one)  # it was not even tried
            return self._form(form, wanted, "busy", 503)

        def enter(tx: Transaction) -> str | None:
            staff = tx.staff.by_login(login)
            # Switched off, or given another password, while this one was being checked.
            changed = staff is None or not staff.active or staff.password != _password(found)
            if staff is None or changed or not right:
                tx.audit.write("login.failed", f"staff:{staff.id if staff else 0}", now)
                return None
            if not accounts.check_totp(tx, staff, form.get("code", ""), now):
                tx.audit.write("login.second_step_failed", f"staff:{staff.id}", now)
                return None
            # Whatever session the browser brought ends here: a new one is made.
            tx.staff.end_session(hashed(request.cookies.get(COOKIE, "")))
            token, _ = accounts.open_session(tx, staff, now)
            tx.audit.write("login", f"staff:{staff.id}", now, staff=staff, address=address)
            return token

        token = await self._console.database.transaction(enter)
        if token is None or found is None:
            return self._form(form, wanted, "login_wrong", 403)
        tries.succeeded(one)
        response = RedirectResponse(wanted or HOME, 303)
        self._remember(request, response, token, found)
        return response

    def _form(self, form: dict[str, str], wanted: str, problem: str, status: int) -> Response:
        kept = {"login": form.get("login", "")}
        return self._console.public("login", status, wanted=wanted, form=kept, problem=problem)

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
                accounts.new_password, first, staff.login
            )
        except accounts.BadPassword as error:
            return self._console.public("activate", 400, invited=staff, problem=str(error))
        address = request.client.host if request.client else ""

        def work(tx: Transaction) -> str | None:
            invited = tx.staff.by_invite(hashed(token), now)
            if invited is None:
                return None  # a second click, or a second person with the same link
            ready = accounts.activate(tx, invited, kept)
            session, _ = accounts.open_session(tx, ready, now)
            tx.audit.write("staff.activate", f"staff:{staff.id}", now, staff=ready, address=address)
            return session

        session = await self._console.database.transaction(work)
        if session is None:
            return self._console.public("login", 409, wanted="", problem="link_just_used")
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


def _password(staff: Staff | None) -> str | None:
    return staff.password if staff else None


def _inside(path: str) -> str:
    """Only our own pages: never a way out to another site."""
    return path if path.startswith(f"{HOME}/") and "//" not in path and "\\" not in path else ""


async def logout(console: Console, visit: Visit) -> Response:
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


async def show(console: Console, visit: Visit) -> Response:
    return await _page(console, visit)


async def _page(console: Console, visit: Visit, status: int = 200, *, code: str = "") -> Response:
    links = await console.read(lambda tx: _links(tx, visit))
    return console.render(visit, "account", status, code=code, links=links)


def _links(tx: Transaction, visit: Visit) -> dict[str, Any]:
    """The chats linked to one's own account: contact id -> channel."""
    linked = tx.staff_links.contacts_of(visit.staff.id)
    return {str(contact): channel for contact, channel in linked}


async def link_chat(console: Console, visit: Visit) -> Response:
    """A code to type in one's own chat, or an end to what was linked."""
    if visit.text("do") == "unlink":

        def unlink(tx: Transaction) -> None:
            visit.require_as_seen({}, _links(tx, visit))
            tx.staff_links.unlink(visit.staff.id)

        await console.write(visit, "staff.unlink", f"staff:{visit.staff.id}", unlink)
        return console.back("/tai-khoan", "unlinked")
    code = await console.write(
        visit,
        "staff.link_code",
        f"staff:{visit.staff.id}",
        lambda tx: staff_links.make_code(tx, visit.staff, visit.now),
        unseen=Unseen.OWN,
        repeatable=True,
    )
    return await _page(console, visit, code=code)


async def change_password(console: Console, visit: Visit) -> Response:
    if problem := await _old_password_problem(console, visit):
        visit.errors["old"] = problem
    if visit.raw.get("password", "") != visit.raw.get("again", ""):
        visit.errors["again"] = "password_differs"
    if not visit.errors:
        try:
            kept = await console.pools.known.run(
                accounts.new_password, visit.raw.get("password", ""), visit.staff.login
            )
        except accounts.BadPassword as error:
            visit.errors["password"] = str(error)
    if visit.errors:
        return await _page(console, visit, 400)

    def work(tx: Transaction) -> None:
        tx.staff.save(replace(_still(tx, visit), password=kept))
        # Every other browser is signed out. This one stays: the second of two clicks needs it.
        tx.staff.end_sessions_of(visit.staff.id, but=visit.session.token)

    try:
        await console.write(
            visit, "staff.password", f"staff:{visit.staff.id}", work, unseen=Unseen.OWN
        )
    except _ChangedMeanwhile:
        visit.errors["old"] = "password_old_wrong"
        return await _page(console, visit, 409)
    return console.back("/tai-khoan", "password")


class _ChangedMeanwhile(Exception):
    """The account was switched off, or its password was changed, since this request began."""


def _still(tx: Transaction, visit: Visit) -> Staff:
    """The account as it is now, where it is still the one whose password was checked."""
    staff = tx.staff.get(visit.staff.id)
    if staff is None or not staff.active or staff.password != visit.staff.password:
        raise _ChangedMeanwhile
    return staff


class _WrongCode(Exception):
    """Nothing is kept, and nothing is said to have been done."""


async def _old_password_problem(console: Console, visit: Visit) -> str:
    """What is wrong with the old password that was typed ("": nothing). Whoever found a page open
    cannot try passwords there for long."""
    if not console.tries.may_prove(visit.staff):
        return "login_throttled"
    pool, old = console.pools.known, visit.raw.get("old", "")
    if not await accounts.check_password(pool, visit.staff, old):
        return "password_old_wrong"
    console.tries.proved(visit.staff)
    return ""


async def second_step(console: Console, visit: Visit) -> Response:
    """Shows a new secret, and keeps it once a code made with it was typed."""
    if visit.request.method == "GET":
        return _show_secret(console, visit, pyotp.random_base32())
    secret = visit.text("secret")
    if not _SECRET.fullmatch(secret):  # a forged form; with none at all any code would do
        visit.errors["code"] = "code_wrong"
        return _show_secret(console, visit, pyotp.random_base32())
    now = visit.now

    def work(tx: Transaction) -> None:
        own = _still(tx, visit)
        visit.require_as_seen({}, second_step_of(own))
        fresh = replace(own, totp=secret, totp_last=None)
        if not accounts.check_totp(tx, fresh, visit.text("code"), now):
            raise _WrongCode

    try:
        await console.write(visit, "staff.second_step", f"staff:{visit.staff.id}", work)
    except (_WrongCode, _ChangedMeanwhile):
        visit.errors["code"] = "code_wrong"
        return _show_secret(console, visit, secret)
    return console.back("/tai-khoan", "second_step")


async def drop_second_step(console: Console, visit: Visit) -> Response:
    if problem := await _old_password_problem(console, visit):
        visit.errors["drop"] = problem
        return await _page(console, visit, 400)
    try:
        await console.write(
            visit,
            "staff.second_step_off",
            f"staff:{visit.staff.id}",
            lambda tx: tx.staff.save(replace(_still(tx, visit), totp=None, totp_last=None)),
            unseen=Unseen.OWN,
        )
    except _ChangedMeanwhile:
        visit.errors["drop"] = "password_old_wrong"
        return await _page(console, visit, 409)
    return console.back("/tai-khoan", "second_step_off")


def _show_secret(console: Console, visit: Visit, secret: str) -> Response:
    address = pyotp.TOTP(secret).provisioning_uri(
        name=visit.staff.login, issuer_name=console.content.ward.assistant
    )
    return console.render(
        visit,
        "second_step",
        secret=secret,
        picture=qr_svg(address),
        own=second_step_of(visit.staff),
    )


def second_step_of(staff: Staff) -> dict[str, Any]:
    """What the page of the second step shows of the account: no secret, on or off."""
    return {"id": staff.id, "is_on": bool(staff.totp)}
