"""The second step of one's own account: turned on with its recovery codes, turned off, and where
one is signed in."""

import re
from typing import Any

import pyotp
from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.own_account import ChangedMeanwhile, old_password_problem, page, still
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from handlers.people import accounts, second_step
from handlers.people.refusing import NotDone
from storage.database import Transaction
from storage.staff_models import Staff

PATH = "/tai-khoan"
_SECRET = re.compile(r"[A-Z2-7]{32}")  # as pyotp makes them


class _WrongCode(Exception):
    """Nothing is kept, and nothing is said to have been done."""


async def turn_on(console: Console, visit: Visit) -> Response:
    """Shows a new secret, and keeps it once a code made with it was typed."""
    if visit.request.method == "GET":
        return _show_secret(console, visit, pyotp.random_base32())
    secret = visit.text("secret")
    if not _SECRET.fullmatch(secret):  # a forged form; with none at all any code would do
        visit.errors["code"] = "code_wrong"
        return _show_secret(console, visit, pyotp.random_base32())

    def work(tx: Transaction) -> list[str]:
        own = still(tx, visit)
        visit.require_as_seen({}, second_step_of(own))
        codes = second_step.turn_on(tx, own, secret, visit.text("code"), visit.now)
        if codes is None:
            raise _WrongCode
        return codes

    try:
        codes = await console.write(visit, "staff.second_step", f"staff:{visit.staff.id}", work)
    except (_WrongCode, ChangedMeanwhile):
        visit.errors["code"] = "code_wrong"
        return _show_secret(console, visit, secret)
    visit.owes_second_step = False
    return _show_codes(console, visit, codes, begins=True)


async def turn_off(console: Console, visit: Visit) -> Response:
    if problem := await old_password_problem(console, visit):
        visit.errors["drop"] = problem
        return await page(console, visit, 400)

    def work(tx: Transaction) -> None:
        own = still(tx, visit)
        if second_step.is_required_of(tx, own):
            raise NotDone("drop", "second_step_required")
        second_step.turn_off(tx, own)

    try:
        await console.write(
            visit,
            "staff.second_step_off",
            f"staff:{visit.staff.id}",
            work,
            unseen=Unseen.OWN,
        )
    except ChangedMeanwhile:
        visit.errors["drop"] = "password_old_wrong"
        return await page(console, visit, 409)
    return console.back(PATH, "second_step_off")


async def renew_codes(console: Console, visit: Visit) -> Response:
    """New recovery codes in place of the old, for whoever has a second step."""
    if problem := await old_password_problem(console, visit):
        visit.errors["codes"] = problem
        return await page(console, visit, 400)

    def work(tx: Transaction) -> list[str]:
        own = still(tx, visit)
        if not own.totp:
            raise NotDone("codes", "second_step_off_now")
        return second_step.make_codes(tx, own, visit.now)

    try:
        codes = await console.write(
            visit,
            "staff.recovery_codes",
            f"staff:{visit.staff.id}",
            work,
            unseen=Unseen.OWN,
            repeatable=True,  # nothing keeps the codes to be shown again
        )
    except ChangedMeanwhile:
        visit.errors["codes"] = "password_old_wrong"
        return await page(console, visit, 409)
    return _show_codes(console, visit, codes)


async def end_sessions(console: Console, visit: Visit) -> Response:
    """One of one's sessions, or (without its mark) all but this one."""
    mark, own = visit.text("session"), visit.staff.id

    def work(tx: Transaction) -> None:
        if mark == visit.session.mark:
            raise NotDone("session", "session_this_one")
        accounts.end_sessions(tx, own, mark, but=visit.session.token)

    action = "staff.session_end" if mark else "staff.sessions_end"
    await console.write(visit, action, f"staff:{own}", work, unseen=Unseen.OWN)
    return console.back(PATH, "session_end" if mark else "sessions_end", anchor="phien")


def _show_codes(
    console: Console, visit: Visit, codes: list[str], *, begins: bool = False
) -> Response:
    """The only time they are shown."""
    visit.form = {}
    return console.render(visit, "recovery_codes", codes=codes, begins=begins)


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
