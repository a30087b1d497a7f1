"""Who was reached: the table by neighbourhood, and leaflets and visits recorded by hand."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from content.news import month_name, month_of
from content.people import read_neighbourhood
from content.sheets import XLSX, reach_sheet
from content.vietnamese import order_key
from handlers.broadcast import reach
from storage.database import Transaction

MONTHS_SHOWN = 4


async def show(console: Console, visit: Visit) -> Response:
    return await _page(console, visit)


def _wanted(visit: Visit) -> tuple[str, int, str]:
    """(first month, how many months, topic) of the page's address."""
    span = visit.request.query_params.get("so-thang", "1")
    topic = visit.request.query_params.get("chu-de", "")
    return visit.month(), int(span) if span in ("1", "3", "12") else 1, topic


async def _page(console: Console, visit: Visit, status: int = 200) -> Response:
    month, span, topic = _wanted(visit)
    policies = console.channels.policies

    def work(tx: Transaction) -> dict[str, Any]:
        first, last = reach.period(month, span)
        return {
            "table": reach.table(tx, policies, first, last, topic),
            "by_month": reach.by_month(tx, policies, month_of(visit.today), MONTHS_SHOWN),
            "outreach": tx.reach.outreach(first.isoformat(), last.isoformat()),
            "counted": dict(sorted(tx.reach.neighbourhoods().items(), key=_place)),
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
        how=reach.HOW,
        counted_of=counted_of,
        all_counted=all_counted,
        **await console.read(work),
    )


async def export(console: Console, visit: Visit) -> Response:
    month, span, topic = _wanted(visit)
    words = console.content.words.console

    def work(tx: Transaction) -> reach.ReachTable:
        first, last = reach.period(month, span)
        return reach.table(tx, console.channels.policies, first, last, topic)

    table = await console.write(
        visit, "export.reach", f"month:{month}", work, unseen=Unseen.READS, months=span
    )
    heads = [words[f"col_{name}"] for name in ("neighbourhood", "businesses", "a", "b", "c")]
    heads += [words["col_reached"], words["col_percent"]]
    rows = [_row(line, words) for line in table.lines]
    title = console.content.words.say(
        "documents/reach_title",
        month=month_name(month),
        span=span,
        topic=console.content.news.topic_name(topic) if topic else "",
    )
    data = await console.pools.documents.run(
        reach_sheet, console.content, title, heads, rows, _row(table.total, words)
    )
    return console.file(data, f"tiep-can-{month}.xlsx", XLSX)


def _place(counted: tuple[str, int]) -> tuple[object, ...]:
    return order_key(counted[0])


def _row(line: reach.ReachLine, words: Any) -> tuple[Any, ...]:
    name = line.neighbourhood or words["no_neighbourhood"]
    if line.neighbourhood == reach.ALL:
        name = words["col_total"]
    known = line.businesses or ""
    percent = round(line.percent, 1) if line.percent is not None else ""
    return (name, known, line.a, line.b, line.c, line.reached, percent)


def counted_of(name: str, businesses: int | None) -> dict[str, Any]:
    """What the page shows of one neighbourhood's number; one not entered yet has no name there."""
    return {"id": name if businesses is not None else "", "businesses": businesses}


def all_counted(counted: Mapping[str, int]) -> dict[str, Any]:
    """What the page shows of every neighbourhood's number, for whoever enters several at once."""
    said = (f"{name}; {businesses}" for name, businesses in sorted(counted.items(), key=_place))
    return {"id": "", "businesses": "\n".join(said)}


async def set_neighbourhood(console: Console, visit: Visit) -> Response:
    name = read_neighbourhood(
        visit.text("name", required=True, limit=60), console.content.ward.neighbourhoods
    )
    count = visit.whole("businesses", 0, 100_000)
    if not name:
        visit.errors["name"] = "required"
    if visit.errors:
        return await _page(console, visit, 400)

    def work(tx: Transaction) -> None:
        stored = tx.reach.neighbourhoods().get(name)
        visit.require_as_seen({"businesses": str(stored or "")}, counted_of(name, stored))
        reach.count_businesses(tx, name, count)

    await console.write(visit, "reach.neighbourhood", f"place:{name}", work, businesses=count)
    return console.back("/tiep-can", "saved", "so-ho")


async def set_neighbourhoods(console: Console, visit: Visit) -> Response:
    """As they are copied from a sheet or a message: a tổ and its number on each line."""
    text = visit.text("lines", required=True, limit=20_000)
    counts = reach.read_counts(text, console.content.ward.neighbourhoods)
    if not counts:
        visit.errors.setdefault("lines", "counts_unread")
    if visit.errors or not counts:
        return await _page(console, visit, 400)

    def work(tx: Transaction) -> None:
        stored = all_counted(tx.reach.neighbourhoods())
        visit.require_as_seen({"lines": stored["businesses"]}, stored)
        for name, businesses in counts.items():
            reach.count_businesses(tx, name, businesses)

    about = f"place:{', '.join(counts)}"[:200]
    await console.write(visit, "reach.neighbourhood", about, work, rows=len(counts))
    return console.back("/tiep-can", "saved", "so-ho")


async def add_outreach(console: Console, visit: Visit) -> Response:
    """Leaflets and visits: one business a line."""
    day = visit.day("day")
    place = read_neighbourhood(
        visit.text("neighbourhood", required=True, limit=60), console.content.ward.neighbourhoods
    )
    topic = visit.choice("topic", list(console.content.news.topics))
    how = visit.choice("how", reach.HOW)
    lines = [line.strip() for line in visit.text("businesses", limit=20_000).splitlines()]
    named = [line for line in lines if line]
    if not place:
        visit.errors["neighbourhood"] = "required"
    given = reach.OutreachRound(day or visit.today, place, topic, how)
    visit.errors |= reach.mistakes(given, named, visit.today)
    if visit.errors:
        return await _page(console, visit, 400)

    def work(tx: Transaction) -> None:
        reach.record(tx, given, named, visit.now, by=visit.staff)

    await console.write(
        visit,
        "reach.outreach",
        f"place:{place}",
        work,
        unseen=Unseen.ADDS,
        businesses=len(named),
    )
    return console.back("/tiep-can", "saved", "to-roi")
