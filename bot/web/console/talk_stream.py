"""Talks as they come: how many wait, the list, one talk with its lines. A page keeps one stream
open for all of it; where it gets none it asks the same address every few seconds."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from starlette.responses import Response

from bot.running.pool import Busy
from bot.web.console.answers import TOKEN, page_token
from bot.web.console.console import Console
from bot.web.console.talk_views import list_of, view_of
from bot.web.console.visit import Visit
from bot.web.pages import json_answer
from bot.web.streams import BEAT, BEAT_S, LIFE_S, RETRY, EventStream, event, wants_events
from content.whole import read_whole
from handlers.live import at_console, seen
from handlers.people import accounts
from handlers.people.permissions import Action, may
from storage.database import StorageUnavailable, Transaction

SIGN_EVERY = timedelta(seconds=60)
SOON_S = 1.0  # while a line is on its way, whose state changes without a bell
TOGETHER_S = 0.1  # what is committed within it is one look
AGAIN = 20  # lines before the last one a page has that are looked at once more


@dataclass(frozen=True, slots=True)
class Followed:
    """What a page shows: the list, one talk (0: none), whose lines it has up to `after`."""

    talk: int = 0
    list: bool = False
    after: int = 0


@dataclass(frozen=True, slots=True)
class Looked:
    """How it stands. `heard` grows with what somebody should hear of."""

    parts: dict[str, Any]
    lines: dict[int, str] = field(default_factory=dict)
    last: int = 0
    is_under_way: bool = False


async def stream(console: Console, visit: Visit) -> Response:
    """Events for a browser that asks for them; else how it stands, once."""
    await _sign(console, visit)
    if not wants_events(visit.request):
        return await look(console, visit)
    leave = console.streams.enter(str(visit.staff.id), visit.address)
    if leave is None:
        return Response(status_code=429, headers={"retry-after": "60"})
    return EventStream(_events(console, visit, _wanted(visit)), leave)


async def look(console: Console, visit: Visit) -> Response:
    """How it stands now, for a page that asks or has just written."""
    wanted = _wanted(visit)
    looked = await _look(console, visit, wanted)
    if looked is None:
        return json_answer({"over": True})
    return json_answer(_packed(visit, looked, looked.parts, looked.lines))


def _wanted(visit: Visit) -> Followed:
    query = visit.form if visit.form else visit.request.query_params
    talk = visit.request.path_params.get("talk", query.get("talk", ""))
    after = visit.request.headers.get("last-event-id") or query.get("after", "")
    return Followed(read_whole(str(talk)) or 0, query.get("list") == "1", read_whole(after) or 0)


async def _events(console: Console, visit: Visit, wanted: Followed) -> AsyncIterator[bytes]:
    loop, bell = asyncio.get_running_loop(), console.database.talked
    until, signed = loop.time() + LIFE_S, loop.time()
    parts: dict[str, Any] = {}
    lines: dict[int, str] = {}
    with bell.listening() as rung:
        yield RETRY
        while loop.time() < until and not bell.stopped:
            rung.clear()
            try:
                looked = await _look(console, visit, wanted)
            except Busy:
                looked = Looked(parts)
            except StorageUnavailable:
                return
            if looked is None:
                yield event(wanted.after, {}, "over")
                return
            fresh = {name: part for name, part in looked.parts.items() if parts.get(name) != part}
            more = {
                number: html for number, html in looked.lines.items() if lines.get(number) != html
            }
            if fresh or more:
                parts, lines = parts | fresh, lines | more
                wanted = replace(wanted, after=max(wanted.after, looked.last))
                yield event(wanted.after, _packed(visit, looked, fresh, more))
            wait = SOON_S if looked.is_under_way else BEAT_S
            try:
                await asyncio.wait_for(rung.wait(), wait)
                await asyncio.sleep(TOGETHER_S)
            except TimeoutError:
                yield BEAT
            if loop.time() - signed > SIGN_EVERY.total_seconds():
                signed = loop.time()
                await _sign(console, visit)


def _packed(
    visit: Visit, looked: Looked, parts: dict[str, Any], lines: dict[int, str]
) -> dict[str, Any]:
    """As it is sent: each piece with forms gets a token of its own."""
    keyed = {
        name: part.replace(TOKEN, page_token(visit)) if isinstance(part, str) else part
        for name, part in parts.items()
    }
    return {
        **keyed,
        "last": looked.last,
        "lines": [{"id": number, "html": html} for number, html in sorted(lines.items())],
    }


async def _sign(console: Console, visit: Visit) -> None:
    """A page of this session is open: whoever sits there can be told by it."""
    session, now = visit.session, console.clock()
    await console.database.transaction(lambda tx: accounts.is_there(tx, session, now))


async def _look(console: Console, visit: Visit, wanted: Followed) -> Looked | None:
    """How it stands for whoever is signed in; None once they are not, or may hold no talks."""
    now = console.clock()

    def work(tx: Transaction) -> tuple[Visit, dict[str, Any]] | None:
        staff = accounts.still_on(tx, visit.session, now)
        if staff is None or not may(staff, Action.HOLD_TALKS):
            return None
        fresh = Visit(visit.request, staff, visit.session, now)
        found: dict[str, Any] = {
            "count": seen.waiting_count(tx, staff),
            "heard": seen.heard(tx, staff),
        }
        if wanted.list:
            found["list"] = list_of(tx, console, fresh)
        if wanted.talk:
            talk = at_console.find(tx, staff, wanted.talk)
            found["view"] = view_of(tx, console, fresh, talk) if talk is not None else None
        return fresh, found

    found = await console.database.read(work)
    if found is None:
        return None
    return await console.pools.pages.run(lambda: _made(console, wanted, *found))


def _made(console: Console, wanted: Followed, visit: Visit, found: dict[str, Any]) -> Looked:
    parts: dict[str, Any] = {"count": found["count"], "heard": found["heard"]}
    if "list" in found:
        parts["list"] = console.part(visit, "talk_list", **found["list"])
    view = found.get("view")
    if wanted.talk and view is None:
        parts["gone"] = True
    if view is None:
        return Looked(parts)
    shown = view["shown"]
    parts["state"] = console.part(visit, "talk_state", **view)
    parts["mine"] = shown.mine
    known = [line for line in shown.lines if line.id <= wanted.after]
    again = {line.id for line in known[-AGAIN:]}
    lines = {
        line.id: console.part(visit, "talk_line", line=line, talk=shown.talk)
        for line in shown.lines
        if line.id > wanted.after or line.id in again
    }
    last = max((line.id for line in shown.lines), default=0)
    return Looked(parts, lines, last, any(line.became == "going" for line in shown.lines[-AGAIN:]))
