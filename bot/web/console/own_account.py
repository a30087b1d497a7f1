"""A member of staff's own account: password, second step, chats linked to it."""

import re
from dataclasses import replace
from typing import Any

import pyotp
from starlette.responses import Response

from bot.web.console import passwords
from bot.web.console.console import Console
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from handlers.people import accounts, staff_links
from storage.database import Transaction
from storage.staff_models import Staff

_SECRET = re.compile(r"[A-Z2-7]{32}")  # as pyotp makes them


async def show(console: Console, visit: Visit) -> Response:
    return await _page(console, visit)


async def _page(console: Console, visit: Visit, status: int = 200, *, code: str = "") -> Response:
    links = await console.read(lambda tx: _links(tx, visit))
    return console.render(visit, "own_account", status, code=code, links=links)


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
                passwords.new_password, visit.raw.get("password", ""), visit.staff.login
            )
        except passwords.BadPassword as error:
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
        return "sign_in_throttled"
    pool, old = console.pools.known, visit.raw.get("old", "")
    if not await passwords.check_password(pool, visit.staff, old):
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
        address=address,
        own=second_step_of(visit.staff),
    )


def second_step_of(staff: Staff) -> dict[str, Any]:
    """What the page of the second step shows of the account: no secret, on or off."""
    return {"id": staff.id, "is_on": bool(staff.totp)}
