"""The page of the audit, filtered, and the same as a sheet."""

import asyncio
from collections.abc import Sequence
from datetime import time
from functools import partial
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from bot.web.console import jobs
from bot.web.console.console import Console
from bot.web.console.retold import JournalLine, entries, named
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from content.calendar import at, midnight_after
from content.codes import CodeKind, find_code
from content.people import by_name
from content.sheets import XLSX, Line, audit_sheet
from content.vietnamese import clean, fold
from content.whole import read_whole
from storage.audit import About, Deed, JournalFilter
from storage.database import Transaction
from storage.staff_models import AuditLine, Staff

PAGE = 100
MOST = 20_000  # lines of one file
AT_ONCE = 250  # lines looked up in one transaction: conversations go in between
NOBODY = 0  # what nobody signed in for

# How the page groups what may be done: the part of a deed's name before the dot.
GROUPS = {
    "sign_in": ("login", "logout"),
    "taken": ("phone", "export"),
    "questions": ("question", "photo", "draft", "answer_file", "canned"),
    "registrations": ("registration", "door", "call"),
    "talks": ("talk", "duty"),
    "events": ("event", "task", "invitation"),
    "news": ("broadcast", "zalo_article", "news", "schedule", "reach"),
    "surveys": ("survey",),
    "content": ("entry", "fact", "ward", "notice", "pack"),
    "businesses": ("business",),
    "people": ("staff",),
    "data": ("data_request",),
    "machine": ("calendar", "alarm", "set_aside", "held", "zalo"),
}
FILTERS = {"tu": "since", "den": "until", "ai": "who", "viec": "did", "ve": "about"}


def deeds_of(group: str) -> tuple[Deed, ...]:
    return tuple(deed for deed in Deed if deed.partition(".")[0] in GROUPS[group])


# ---- the page ----


async def show(console: Console, visit: Visit) -> Response:
    return await _page(console, visit)


async def _page(console: Console, visit: Visit, status: int = 200) -> Response:
    """The lines wanted; the form comes back with what is wrong with it, and no lines then."""
    before = read_whole(visit.request.query_params.get("truoc", "")) or 0

    def work(tx: Transaction) -> dict[str, Any]:
        wanted = _wanted(tx, visit)
        staff = by_name(tx.staff.all())
        if wanted is None:
            return {"staff_list": staff, "entries": [], "count": 0, "older": 0, "only": ""}
        only = visit.form["ve"] if _is_exact(visit.form["ve"]) else ""
        lines = tx.audit.lines(wanted, before=before, limit=PAGE + 1)
        return {
            "staff_list": staff,
            "entries": entries(tx, console.content, visit.staff, lines[:PAGE]),
            "count": tx.audit.count(wanted, MOST + 1),
            "older": lines[PAGE - 1].id if len(lines) > PAGE else 0,
            "only": named(tx, console.content, visit.staff, only) if only else "",
        }

    found = await console.read(work)
    kept = {name: value for name, value in visit.form.items() if value}
    return console.render(
        visit,
        "audit",
        400 if visit.errors and status == 200 else status,
        said=console.content.words.audit,
        groups={group: deeds_of(group) for group in GROUPS},
        most=MOST,
        later=before > 0,
        query=urlencode(kept),
        **found,
    )


def _wanted(tx: Transaction, visit: Visit) -> JournalFilter | None:
    """What the address asks for; None with `visit.errors` where it cannot be."""
    query = visit.request.query_params
    visit.form = {name: clean(query.get(name, "")) for name in FILTERS}
    since, until = visit.day("tu", required=False), visit.day("den", required=False)
    if since and until and since > until:
        visit.errors["den"] = "days_reversed"
    who = read_whole(visit.form["ai"])
    if visit.form["ai"] and who is None:
        visit.errors["ai"] = "choice"
    deeds = _deeds(visit.form["viec"])
    if visit.form["viec"] and not deeds:
        visit.errors["viec"] = "choice"
    about = _objects(tx, visit.form["ve"]) if visit.form["ve"] else None
    if about is not None and not about:
        visit.errors["ve"] = "no_object"
    if visit.errors:
        return None
    return JournalFilter(
        since=at(since, time()) if since else None,
        until=midnight_after(at(until, time())) if until else None,
        staff_id=who,
        deeds=deeds or None,
        objects=about,
    )


def _deeds(wanted: str) -> Sequence[str]:
    if wanted in GROUPS:
        return deeds_of(wanted)
    return (wanted,) if wanted in list(Deed) else ()


def _is_exact(asked: str) -> bool:
    """Whether it is what the link of a line asks for."""
    return ":" in asked and asked.partition(":")[0] in list(About)


def _objects(tx: Transaction, typed: str) -> list[str]:
    """What somebody means by a code, a name or a part of it, as the audit calls it."""
    if _is_exact(typed):
        return [typed]
    code = find_code(typed)
    if code is not None and code[0] is CodeKind.QUESTION:
        return [f"question:{code[1]}"]
    if code is not None and code[0] is CodeKind.TICKET:
        registration = tx.registrations.by_code(code[1])
        return [f"registration:{registration.id}"] if registration else []
    part = fold(typed)
    people = [s for s in tx.staff.all() if part in (fold(s.login), fold(s.name))]
    return [
        *(
            f"event:{e.id}"
            for e in tx.events.all()
            if part == fold(e.code) or part in fold(e.title)
        ),
        *(f"broadcast:{b.id}" for b in tx.broadcasts.latest() if part in fold(b.title)),
        *(f"staff:{name}" for s in people for name in (s.id, s.login)),
        *(f"request:{r.id}" for r in tx.people.requests() if part == fold(r.code)),
    ]


# ---- as a sheet ----


async def export(console: Console, visit: Visit) -> Response:
    """What the filter shows, in the same words; who took it stands in the audit."""
    as_of = console.database.erasures
    count, wanted = await console.read(lambda tx: _counted(tx, visit))
    if wanted is None:
        return await _page(console, visit)
    if not 0 < count <= MOST:
        visit.errors["file"] = "audit_too_many" if count else "audit_empty"
        return await _page(console, visit, 409)
    listed = await _all(console, visit.staff, wanted)
    since, until = wanted.since and visit.form["tu"], wanted.until and visit.form["den"]
    await console.write(
        visit,
        "export.audit",
        "audit:",
        lambda tx: None,
        unseen=Unseen.READS,
        lines=len(listed),
        since=since,
        until=until,
    )
    make = partial(audit_sheet, console.content, listed, since or "", until or "")
    name = f"nhat-ky-{visit.today.isoformat()}.xlsx"
    what = f"audit: {urlencode(visit.form)}"
    job = console.jobs.start(visit.staff.id, what, name, XLSX, visit.now, make, as_of=as_of)
    return await jobs.hand_over(console, job)


def _counted(tx: Transaction, visit: Visit) -> tuple[int, JournalFilter | None]:
    wanted = _wanted(tx, visit)
    return (tx.audit.count(wanted, MOST + 1) if wanted else 0), wanted


async def _all(console: Console, reader: Staff, wanted: JournalFilter) -> list[Line]:
    """Every line, a few at a time, each lot told by what stood beside it."""
    listed: list[Line] = []
    before = 0

    def some(tx: Transaction) -> tuple[list[AuditLine], list[JournalLine]]:
        lines = tx.audit.lines(wanted, before=before, limit=AT_ONCE)
        return lines, entries(tx, console.content, reader, lines)

    while True:
        lines, told = await console.read(some)
        listed += [(e.at, e.who, e.office, e.did, e.about, e.details, e.address) for e in told]
        if len(lines) < AT_ONCE or len(listed) >= MOST:
            return listed
        before = lines[-1].id
        await asyncio.sleep(0)
