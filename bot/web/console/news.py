"""The monthly news in the making, the calendar of what goes out, and who was reached."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import orjson
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console.visit import Console, Visit
from content.calendar import at, local
from content.documents.announcements import loudspeaker_script
from content.documents.word import DOCX
from content.news import (
    SUMMARY_LIMIT,
    TITLE_LIMIT,
    first_day,
    month_name,
    month_of,
    next_month,
)
from content.people import business_key, read_neighbourhood
from content.sheets import XLSX, reach_sheet
from content.vietnamese import clock_of
from handlers import digests, reach, schedules, staff_chat
from storage.broadcast_models import ItemState, NewsItem, Outreach
from storage.database import Transaction

HOW = ("leaflet", "visit")
DAYS = 31
MONTHS_SHOWN = 4


def _month(visit: Visit) -> str:
    """The month of the page's address, or this one; 404 for none."""
    wanted = visit.request.query_params.get("thang") or visit.form.get("month", "")
    try:
        return month_of(first_day(wanted)) if wanted else month_of(visit.today)
    except ValueError as error:
        raise HTTPException(404) from error


# ---- the monthly news ----


async def items(console: Console, visit: Visit) -> Response:
    return await _items_page(console, visit)


async def _items_page(console: Console, visit: Visit, status: int = 200) -> Response:
    month = _month(visit)

    def work(tx: Transaction) -> dict[str, Any]:
        people = {person.id: person for person in tx.staff.all()}
        return {
            "items": tx.news.of_month(month),
            "digest": tx.broadcasts.digest_of(month),
            "people": people,
            "monthly": tx.schedules.get("monthly_news"),
        }

    this = month_of(visit.today)
    earlier = [month_of(first_day(this) - timedelta(days=28 * n)) for n in (2, 1)]
    return console.render(
        visit,
        "news",
        status,
        month=month,
        month_label=month_name(month),
        months=[(m, month_name(m)) for m in dict.fromkeys((*earlier, this, next_month(this)))],
        topics=console.content.news.topics,
        limit=SUMMARY_LIMIT,
        **await console.read(work),
    )


async def save_item(console: Console, visit: Visit) -> Response:
    """A new item, or changes to one; `do` includes it or leaves it out."""
    month = _month(visit)
    number = visit.text("item")
    do = visit.choice("do", ["save", "include", "leave_out"])
    applies = visit.day("applies_from", required=False) if do == "save" else None
    fields: dict[str, Any] = {}
    if do == "save":
        fields = {
            "topic": visit.choice("topic", list(console.content.news.topics)),
            "title": visit.text("title", required=True, limit=TITLE_LIMIT),
            "summary": visit.text("summary", required=True, limit=SUMMARY_LIMIT),
            "basis": visit.text("basis", required=True),
            "concerns": visit.text("concerns"),
            "link": visit.text("link"),
            "applies_from": applies,
        }
        if fields["link"] and not fields["link"].startswith(("https://", "http://")):
            visit.errors["link"] = "web_address"
    if visit.errors:
        visit.form["open"] = number or "new"
        return await _items_page(console, visit, 400)

    def work(tx: Transaction) -> None:
        known = tx.news.get(int(number)) if number.isdigit() else None
        if do == "save" and known is None:
            tx.news.add(
                NewsItem(
                    id=tx.news.ids.next(),
                    month=month,
                    state=ItemState.INCLUDED,
                    created_at=visit.now,
                    author_id=visit.staff.id,
                    **fields,
                )
            )
            return
        if known is None:
            raise HTTPException(404)
        if do == "save":
            fields["author_id"] = visit.staff.id
        else:
            fields["state"] = ItemState.INCLUDED if do == "include" else ItemState.LEFT_OUT
        tx.news.save(replace(known, **fields))

    await console.write(visit, f"news.{do}", f"news:{number or 'new'}", work, month=month)
    return console.back(f"/ban-tin?thang={month}", "saved")


async def assemble(console: Console, visit: Visit) -> Response:
    """The digest now, instead of at its hour."""
    month = _month(visit)

    def work(tx: Transaction) -> int:
        made = digests.assemble(tx, console.content, month, visit.now)
        if made is None:
            return 0
        staff_chat.ask_approval(tx, console.content, made, visit.now)
        return made.id

    made = await console.write(visit, "news.assemble", f"month:{month}", work)
    if not made:
        return console.back(f"/ban-tin?thang={month}", "nothing_assembled")
    return console.back(f"/thong-bao/{made}", "assembled")


async def _spoken(console: Console, visit: Visit) -> tuple[str, list[dict[str, Any]]]:
    month = _month(visit)

    def work(tx: Transaction) -> list[dict[str, Any]]:
        digest = tx.broadcasts.digest_of(month)
        if digest is not None:
            return digest.news
        made: list[dict[str, Any]] = orjson.loads(
            digests.frozen(console.content, digests.included(tx, month))
        )
        return made

    return month, await console.read(work)


async def loudspeaker(console: Console, visit: Visit) -> Response:
    month, found = await _spoken(console, visit)
    plain = [item | {"spoken": item["summary"].replace("**", "")} for item in found]
    data = await asyncio.to_thread(
        loudspeaker_script, console.content, month, plain, visit.today.year
    )
    return console.file(data, f"doc-loa-{month}.docx", DOCX)


async def social(console: Console, visit: Visit) -> Response:
    """The same as text for Facebook or a Zalo article."""
    month, found = await _spoken(console, visit)
    text = console.content.words.say(
        "news/social",
        month=month_name(month),
        items=found,
        page=f"{console.site}/tin-tuc/{month}" if console.site else "",
    )
    return console.file(text.encode("utf-8-sig"), f"tin-{month}.txt", "text/plain; charset=utf-8")


# ---- the calendar of what goes out ----


async def planned(console: Console, visit: Visit) -> Response:
    return await _planned_page(console, visit)


async def _planned_page(console: Console, visit: Visit, status: int = 200) -> Response:
    def work(tx: Transaction) -> dict[str, Any]:
        known = tx.schedules.all()
        return {
            "planned": schedules.upcoming(tx, console.content, visit.now),
            "schedules": known,
            "runs": {schedule.what: tx.schedules.runs(schedule.what, 3) for schedule in known},
        }

    return console.render(visit, "planned", status, days=DAYS, **await console.read(work))


async def change_schedule(console: Console, visit: Visit) -> Response:
    what = visit.choice("what", list(schedules.DUTIES))
    duty = schedules.DUTIES[what]
    day = visit.whole("day", 1, DAYS) if duty.day else 0
    clock = clock_of(visit.text("clock", required=True))
    enabled = visit.text("enabled") == "1"
    if clock is None or not "07:00" <= clock <= "20:59":
        visit.errors["clock"] = "waking_hours"
    if visit.errors or clock is None:
        visit.form["open"] = what
        return await _planned_page(console, visit, 400)
    await console.write(
        visit,
        "schedule.change",
        f"schedule:{what}",
        lambda tx: schedules.change(tx, what, day, clock, visit.now, enabled=enabled),
        day=day,
        clock=clock,
        enabled=enabled,
    )
    return console.back("/lich-gui", "saved")


# ---- who was reached ----


async def reached(console: Console, visit: Visit) -> Response:
    return await _reach_page(console, visit)


def _wanted(visit: Visit) -> tuple[str, int, str]:
    """(first month, how many months, topic) of the page's address."""
    span = visit.request.query_params.get("so-thang", "1")
    topic = visit.request.query_params.get("chu-de", "")
    return _month(visit), int(span) if span in ("1", "3", "12") else 1, topic


async def _reach_page(console: Console, visit: Visit, status: int = 200) -> Response:
    month, span, topic = _wanted(visit)

    def work(tx: Transaction) -> dict[str, Any]:
        first, last = reach.period(month, span)
        return {
            "table": reach.table(tx, console.policies, first, last, topic),
            "by_month": reach.by_month(tx, console.policies, month_of(visit.today), MONTHS_SHOWN),
            "outreach": tx.reach.outreach(first.isoformat(), last.isoformat()),
            "counted": tx.reach.neighbourhoods(),
        }

    return console.render(
        visit,
        "reach",
        status,
        month=month,
        month_label=month_name(month),
        span=span,
        topic=topic,
        topics=console.content.news.topics,
        how=HOW,
        **await console.read(work),
    )


async def reach_export(console: Console, visit: Visit) -> Response:
    month, span, topic = _wanted(visit)
    words = console.content.words.console

    def work(tx: Transaction) -> reach.Table:
        first, last = reach.period(month, span)
        return reach.table(tx, console.policies, first, last, topic)

    table = await console.write(visit, "export.reach", f"month:{month}", work, months=span)
    heads = [words[f"col_{name}"] for name in ("neighbourhood", "businesses", "a", "b", "c")]
    heads += [words["col_reached"], words["col_percent"]]
    rows = [_reach_row(line, words) for line in table.lines]
    title = console.content.words.say(
        "documents/reach_title",
        month=month_name(month),
        span=span,
        topic=console.content.news.topic_name(topic) if topic else "",
    )
    data = await asyncio.to_thread(
        reach_sheet, console.content, title, heads, rows, _reach_row(table.total, words)
    )
    return console.file(data, f"tiep-can-{month}.xlsx", XLSX)


def _reach_row(line: reach.Line, words: Any) -> tuple[Any, ...]:
    name = line.neighbourhood or words["no_neighbourhood"]
    if line.neighbourhood == reach.ALL:
        name = words["col_total"]
    known = line.businesses or ""
    percent = round(line.percent, 1) if line.percent is not None else ""
    return (name, known, line.a, line.b, line.c, line.reached, percent)


async def set_neighbourhood(console: Console, visit: Visit) -> Response:
    name = read_neighbourhood(
        visit.text("name", required=True, limit=60), console.content.ward.neighbourhoods
    )
    count = visit.whole("businesses", 0, 100_000)
    if visit.errors or not name:
        return await _reach_page(console, visit, 400)

    def work(tx: Transaction) -> None:
        if count:
            tx.reach.set_neighbourhood(name, count)
        else:
            tx.reach.remove_neighbourhood(name)

    await console.write(visit, "reach.neighbourhood", f"place:{name}", work, businesses=count)
    return console.back("/tiep-can", "saved", "so-ho")


async def add_outreach(console: Console, visit: Visit) -> Response:
    """Leaflets and visits: one business a line."""
    day = visit.day("day")
    place = read_neighbourhood(
        visit.text("neighbourhood", required=True, limit=60), console.content.ward.neighbourhoods
    )
    topic = visit.choice("topic", list(console.content.news.topics))
    how = visit.choice("how", list(HOW))
    lines = [line.strip()[:120] for line in visit.text("businesses", limit=20_000).splitlines()]
    named = [line for line in lines if line]
    if not named:
        visit.errors["businesses"] = "required"
    if day is not None and day > visit.today:
        visit.errors["day"] = "day"
    if visit.errors or not place or day is None:
        return await _reach_page(console, visit, 400)

    def work(tx: Transaction, day: date = day) -> int:
        for line in named:
            tx.reach.add_outreach(
                Outreach(
                    id=tx.reach.ids.next(),
                    day=day,
                    neighbourhood=place,
                    topic=topic,
                    how=how,
                    business=line,
                    business_key=business_key(line, place),
                    recorded_by=visit.staff.name,
                    created_at=at(day, local(visit.now).time()),
                )
            )
        return len(named)

    await console.write(visit, "reach.outreach", f"place:{place}", work, businesses=len(named))
    return console.back("/tiep-can", "saved", "to-roi")
