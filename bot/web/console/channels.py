"""The channels: which are on, what they wait for, and how the Zalo OA is connected."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.channels.oa import WEBHOOK_PATH, NoAnswer, OaConnection, OaRefused, Pair
from bot.web.console.console import Console
from bot.web.console.seen import Changed, Unseen
from bot.web.console.typed import HOME
from bot.web.console.visit import Visit
from content.whole import read_whole
from handlers.clock import alarms, restored
from handlers.people.removed import TakenAway
from handlers.talk import quotas
from storage.audit import Deed
from storage.database import Transaction
from storage.models import HeldBack
from storage.zalo import OaTokens

BACK_PATH = f"{HOME}/zalo/ve"
# What the platform brings back; nothing else of its address is passed on.
BROUGHT = ("code", "state", "oa_id")
TOKEN_LIMIT = 2000
# A pair pasted by hand says nothing of its age: it is refreshed soon.
PASTED_LASTS = timedelta(hours=1)
MENU = ("#dangky", "#hoidap", "#tintuc", "#nhantin", "#cauhoi", "#traloi", "#lichthue", "#canbo")


async def show(console: Console, visit: Visit) -> Response:
    return await _page(console, visit)


async def _page(console: Console, visit: Visit, status: int = 200, problem: str = "") -> Response:
    account = console.channels.oa

    def work(tx: Transaction) -> dict[str, Any]:
        uses = {
            channel: quotas.used(tx, channel, policy, visit.now)
            for channel, policy in console.channels.policies.items()
        }
        return {
            "uses": uses,
            "tokens": tx.zalo.get(),
            "set_aside": tx.set_aside.all(),
            "held": tx.outbox.held(),
            "held_of": held_of,
            "connection_of": connection_of,
        }

    return console.render(
        visit,
        "channels",
        status,
        oa=account,
        telegram=console.channels.username("telegram"),
        callback=f"{console.site}{BACK_PATH}",
        webhook=f"{console.site}{WEBHOOK_PATH}",
        menu=MENU,
        problem=problem,
        **await console.read(work),
    )


def connection_of(tokens: OaTokens | None) -> dict[str, Any]:
    """What the page shows of the connection, and its forms decide on: that it renews itself every
    day does not change it."""
    return {
        "id": "zalo_oa",
        "since": tokens.connected_at.isoformat() if tokens else "",
        "broken": tokens.broken if tokens else "",
    }


async def connect(console: Console, visit: Visit) -> Response:
    """To Zalo's page of consent, or with a pair of tokens pasted from the API Explorer."""
    account = console.channels.oa
    if account is None:
        return await _page(console, visit, 409, "zalo_off")
    object_ = "channel:zalo_oa"
    match visit.text("do"):
        case "consent":
            await console.write(
                visit, "zalo.consent", object_, lambda tx: None, unseen=Unseen.ADDS
            )  # only the consent's answer changes the connection
            url = await account.begin_consent(visit.staff.id, f"{console.site}{BACK_PATH}")
            return RedirectResponse(url, 303)
        case "paste":
            access = visit.text("access_token", required=True, limit=TOKEN_LIMIT)
            refresh = visit.text("refresh_token", required=True, limit=TOKEN_LIMIT)
            visit.form = {}  # never shown again
            if visit.errors:
                return await _page(console, visit, 400)

            def paste(tx: Transaction) -> OaTokens:
                visit.require_as_seen({}, connection_of(tx.zalo.get()))
                return account.keep(tx, Pair(access, refresh, PASTED_LASTS))

            try:
                account.adopt(await console.write(visit, "zalo.paste", object_, paste))
            except Changed:  # no page of both texts: it would show the tokens
                return await _page(console, visit, 409, "zalo_changed")
            return console.back("/kenh", "zalo_connected")
        case "forget":

            def forget(tx: Transaction) -> None:
                visit.require_as_seen({}, connection_of(tx.zalo.get()))
                account.drop(tx)

            await console.write(visit, "zalo.disconnect", object_, forget)
            account.forget()
            return console.back("/kenh", "zalo_forgotten")
    return await _page(console, visit, 400)


async def quiet(console: Console, visit: Visit) -> Response:
    """An alarm was seen to; it sounds again if it was not."""
    channel, what = visit.text("channel", limit=40), visit.text("what", limit=40)

    def work(tx: Transaction) -> None:
        standing = [a for a in tx.alarms.all() if (a.channel, a.what) == (channel, what)]
        if not standing:
            raise TakenAway(f"channel:{channel}", Deed.ALARM_END, what=what)
        visit.require_as_seen({}, standing)
        alarms.end(tx, channel, what)

    await console.write(visit, "alarm.end", f"channel:{channel}", work, what=what)
    return console.back("/kenh", "saved")


async def seen_to(console: Console, visit: Visit) -> Response:
    """A message that was set aside was seen to and goes from the list."""
    channel, message = visit.text("channel", limit=40), visit.text("message", limit=400)

    def work(tx: Transaction) -> None:
        kept = tx.set_aside.all()
        meant = [one for one in kept if (one.channel, one.external_id) == (channel, message)]
        if not meant:
            raise TakenAway(f"channel:{channel}", Deed.SET_ASIDE_SEEN)
        visit.require_as_seen({}, meant)
        alarms.seen_to(tx, channel, message)

    await console.write(visit, "set_aside.seen", f"channel:{channel}", work)
    return console.back("/kenh", "saved")


def held_of(held: HeldBack | None) -> dict[str, Any]:
    """What the page shows of the messages held back."""
    if held is None:
        return {"id": "held"}
    parts = [(part.kind, part.channel, part.count) for part in held.parts]
    return {"id": "held", "since": held.since.isoformat(), "parts": parts}


async def held(console: Console, visit: Visit) -> Response:
    """What was held after a restore goes, or never goes: a person says which."""
    release = visit.text("do") == "release"
    typed = read_whole(visit.text("sure").replace(".", ""))

    def work(tx: Transaction) -> None:
        held_now = tx.outbox.held()
        if held_now is None:
            raise TakenAway("storage:held", Deed.HELD_RELEASE, Deed.HELD_DROP)
        visit.require_as_seen({}, held_of(held_now))
        restored.decide_held(
            tx, held_now, visit.now, goes=release, typed=-1 if typed is None else typed
        )

    action = "held.release" if release else "held.drop"
    await console.write(visit, action, "storage:held", work)
    return console.back("/kenh", "released" if release else "dropped")


def returning(console: Console, request: Request) -> Response:
    """Where Zalo sends the browser. It comes from another site, so our cookie is not with it: the
    page goes on by itself to one of ours, and there it is."""
    query = {name: request.query_params.get(name, "")[:500] for name in BROUGHT}
    return console.public("returning", onward=f"{HOME}/zalo/nhan?{urlencode(query)}")


async def receive(console: Console, visit: Visit) -> Response:
    """The consent's code -> the first pair of tokens."""
    account, query = console.channels.oa, visit.request.query_params
    if account is None or not query.get("code"):
        return await _page(console, visit, 409, "zalo_consent_failed")
    problem = await _exchange(account, query.get("state", ""), query["code"], visit)
    if problem:
        return await _page(console, visit, 409, problem)
    await console.write(
        visit, "zalo.connect", "channel:zalo_oa", lambda tx: None, unseen=Unseen.ADDS
    )  # the consent itself is taken once, by whoever began it
    return console.back("/kenh", "zalo_connected")


async def _exchange(account: OaConnection, state: str, code: str, visit: Visit) -> str:
    try:
        oa_id = visit.request.query_params.get("oa_id", "")[:64]
        await account.finish_consent(state, code, oa_id, visit.staff.id)
    except OaRefused:
        return "zalo_consent_failed"
    except NoAnswer:
        return "zalo_no_answer"
    return ""
