"""A member of staff's own account: what it shows, its password, the chats linked to it."""

from dataclasses import replace
from typing import Any

from starlette.responses import Response

from bot.web.console import passwords
from bot.web.console.console import Console
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from handlers.people import accounts, second_step, staff_links
from storage.database import Transaction
from storage.staff_links import StaffWay
from storage.staff_models import Staff


async def show(console: Console, visit: Visit) -> Response:
    return await page(console, visit)


def way_as_shown(way: StaffWay) -> dict[str, Any]:
    """What the form of one way was made from: not what became of its last message."""
    return {"id": way.contact_id, "muted": way.muted, "label": way.label}


async def page(console: Console, visit: Visit, status: int = 200, *, code: str = "") -> Response:
    def work(tx: Transaction) -> dict[str, Any]:
        return {
            "ways": tx.staff_links.ways_of(visit.staff.id),
            "asked": tx.staff_links.address_of(visit.staff.id),
            "recovery": tx.recovery_codes.of(visit.staff.id),
            "sessions": accounts.sessions_of(tx, visit.staff, visit.now),
            "is_required": second_step.is_required_of(tx, visit.staff),
        }

    return console.render(
        visit,
        "own_account",
        status,
        code=code,
        few=second_step.FEW,
        this=visit.session.mark,
        shown_of=way_as_shown,
        letters=console.letters,
        push_key=console.wakes.public_key if console.wakes is not None else "",
        **await console.read(work),
    )


async def link_chat(console: Console, visit: Visit) -> Response:
    """A code to type in one's own chat."""
    code = await console.write(
        visit,
        "staff.link_code",
        f"staff:{visit.staff.id}",
        lambda tx: staff_links.make_code(tx, visit.staff, visit.now),
        unseen=Unseen.OWN,
        repeatable=True,
    )
    return await page(console, visit, code=code)


async def old_password_problem(console: Console, visit: Visit) -> str:
    """What is wrong with the old password that was typed ("": nothing). Whoever found a page open
    cannot try passwords there for long."""
    if not console.tries.may_prove(visit.staff):
        return "sign_in_throttled"
    pool, old = console.pools.known, visit.raw.get("old", "")
    if not await passwords.check_password(pool, visit.staff, old):
        return "password_old_wrong"
    console.tries.proved(visit.staff)
    return ""


async def change_password(console: Console, visit: Visit) -> Response:
    if problem := await old_password_problem(console, visit):
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
        return await page(console, visit, 400)

    def work(tx: Transaction) -> None:
        tx.staff.save(replace(still(tx, visit), password=kept))
        # Every other browser is signed out. This one stays: the second of two clicks needs it.
        tx.staff.end_sessions_of(visit.staff.id, but=visit.session.token)

    try:
        await console.write(
            visit, "staff.password", f"staff:{visit.staff.id}", work, unseen=Unseen.OWN
        )
    except ChangedMeanwhile:
        visit.errors["old"] = "password_old_wrong"
        return await page(console, visit, 409)
    return console.back("/tai-khoan", "password")


class ChangedMeanwhile(Exception):
    """The account was switched off, or its password was changed, since this request began."""


def still(tx: Transaction, visit: Visit) -> Staff:
    """The account as it is now, where it is still the one whose password was checked."""
    staff = tx.staff.get(visit.staff.id)
    if staff is None or not staff.active or staff.password != visit.staff.password:
        raise ChangedMeanwhile
    return staff
