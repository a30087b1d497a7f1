"""The register of what people sent the ward, and papers that belong to no single question."""

from datetime import date
from functools import partial

from starlette.responses import Response

from bot.web.console import folder, jobs
from bot.web.console.console import Console
from bot.web.console.lots import read_for
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from content.documents import advisory_team
from content.documents.register import DaysAsked, register
from content.documents.word import DOCX
from content.sheets import XLSX
from content.vietnamese import read_typed_day
from content.ward import SIGNERS
from handlers.office import register as lines

PATH, TEAM = "/so-theo-doi", "/to-tu-van/quyet-dinh.docx"
AT_ONCE = 50  # questions, each with what belongs to it, read in one transaction


async def show(console: Console, visit: Visit) -> Response:
    """Which days it is asked for, and how many questions these have."""
    return await page(console, visit)


async def page(console: Console, visit: Visit, status: int = 200) -> Response:
    asked = period(visit)
    if visit.errors:
        status, found = 400, []
    else:
        found = await console.read(lambda tx: lines.listed(tx, visit.staff, asked))
    visit.form = dict(visit.request.query_params)
    return console.render(
        visit,
        "register",
        status,
        count=len(found),
        asked=asked,
        signers=[one for one in SIGNERS if one != "office"],  # who may found a team
        signer=console.content.ward.signer,
    )


def period(visit: Visit) -> DaysAsked:
    """The days of the address; what is no day is in `visit.errors`."""
    days = {}
    for name in ("tu", "den"):
        typed = visit.request.query_params.get(name, "").strip()
        days[name] = read_typed_day(typed) if typed else None
        if typed and days[name] is None:
            visit.errors[name] = "day"
    return DaysAsked(days["tu"], days["den"])


async def export(console: Console, visit: Visit) -> Response:
    """As a spreadsheet, on record."""
    asked = period(visit)
    if visit.errors:
        return await page(console, visit)
    as_of = console.database.erasures
    found = await console.write(
        visit,
        "export.register",
        f"day:{visit.today}",
        lambda tx: lines.listed(tx, visit.staff, asked),
        unseen=Unseen.READS,
        since=_iso(asked.since),
        until=_iso(asked.until),
    )
    read = await read_for(console.database, found, AT_ONCE, lines.line)
    job = console.jobs.start(
        visit.staff.id,
        f"register {asked.since} {asked.until}",
        f"so-theo-doi-{visit.today:%d-%m-%Y}.xlsx",
        XLSX,
        visit.now,
        partial(register, console.content, asked, read),
        as_of=as_of,
    )
    return await jobs.hand_over(console, job)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


async def team(console: Console, visit: Visit) -> Response:
    """The draft of the decision on the advisory team."""
    members = await console.read(lambda tx: lines.team(tx, console.content))
    data = await console.pools.documents.run(
        advisory_team.decision,
        console.content,
        members,
        visit.today,
        signer=folder.signer_of(visit),
    )
    return console.file(data, "QD-to-tu-van.docx", DOCX)
