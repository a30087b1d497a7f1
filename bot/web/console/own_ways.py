"""By which ways one is told: chosen, tried out and taken away on one's own account's page."""

from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.devices import device_of
from bot.web.console.own_account import page, way_as_shown
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from bot.web.pages import json_answer
from handlers.people import ways
from storage.database import Transaction

PATH = "/tai-khoan"
ANCHOR = "cach-bao"
ACTS = ("mute", "unmute", "remove", "test")


async def change(console: Console, visit: Visit) -> Response:
    """One of one's ways: left out, used again, taken away, tried out."""
    do, number = visit.choice("do", ACTS), visit.picked("way")
    if visit.errors:
        return await page(console, visit, 400)
    if do == "test" and not console.tries.may_write(visit.staff):
        visit.errors["way"] = "way_too_often"
        return await page(console, visit, 429)

    def work(tx: Transaction) -> None:
        way = ways.find(tx, visit.staff, number)
        visit.require_as_seen({}, way_as_shown(way))
        visit.note(channel=way.channel)
        match do:
            case "test":
                ways.try_out(tx, console.content, visit.staff, number, visit.now)
            case "remove":
                ways.remove(tx, visit.staff, number)
            case _:
                ways.mute(tx, visit.staff, number, muted=do == "mute")

    await console.write(visit, f"staff.way_{do}", f"staff:{visit.staff.id}", work)
    return console.back(PATH, f"way_{do}", anchor=ANCHOR)


async def address(console: Console, visit: Visit) -> Response:
    """An address of letters: a code is sent there, and typed here."""
    do = visit.choice("do", ["ask", "show", "drop"])
    if visit.errors:
        return await page(console, visit, 400)
    if do == "ask" and not console.letters:
        visit.errors["email"] = "no_letters"
        return await page(console, visit, 409)
    may = console.tries.may_write if do == "ask" else console.tries.may_prove
    if do != "drop" and not may(visit.staff):
        visit.errors["email" if do == "ask" else "email_code"] = "way_too_often"
        return await page(console, visit, 429)

    def work(tx: Transaction) -> None:
        own = visit.staff
        match do:
            case "ask":
                ways.ask_address(tx, console.content, own, visit.text("email"), visit.now)
            case "show":
                ways.show_address(tx, own, visit.text("email_code"), visit.now)
            case _:
                ways.drop_asked(tx, own)

    deed = "staff.way_add" if do == "show" else "staff.address"
    about = f"staff:{visit.staff.id}"
    await console.write(visit, deed, about, work, unseen=Unseen.OWN, channel=ways.EMAIL)
    if do == "show":
        console.tries.proved(visit.staff)
    return console.back(PATH, f"address_{do}", anchor=ANCHOR)


async def browser(console: Console, visit: Visit) -> Response:
    """The browser somebody stands at is to wake for them: what its push service gave it."""
    words = console.content.words.console
    sealed = console.wakes.seal(visit.raw) if console.wakes is not None else None
    if sealed is None or (sealed.ends and sealed.ends <= visit.now):
        return json_answer({"notice": words["push_not_on"]}, 400)
    device = device_of(visit.request.headers.get("user-agent", ""))
    await console.write(
        visit,
        "staff.way_add",
        f"staff:{visit.staff.id}",
        lambda tx: ways.add_browser(tx, visit.staff, sealed, device, visit.now),
        unseen=Unseen.OWN,
        repeatable=True,
        channel=ways.PUSH,
    )
    return json_answer({"mark": sealed.mark})


async def sound(console: Console, visit: Visit) -> Response:
    """Whether an open page makes a sound when somebody waits, which is a way to be told."""
    quiet = visit.choice("quiet", ["1", "0"]) == "1"
    if visit.errors:
        return await page(console, visit, 400)
    await console.write(
        visit,
        "staff.way_mute" if quiet else "staff.way_unmute",
        f"staff:{visit.staff.id}",
        lambda tx: ways.make_quiet(tx, visit.staff, quiet=quiet),
        unseen=Unseen.OWN,
        channel="console",
    )
    return console.back(PATH, "way_mute" if quiet else "way_unmute", anchor="tieng")
