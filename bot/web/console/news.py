"""The monthly news in the making."""

from datetime import timedelta
from typing import Any

import orjson
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
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
from content.whole import read_whole
from handlers.broadcast import digests, news_items, old_figures
from handlers.broadcast.drafting import is_web_address
from storage.broadcast_models import NewsItem
from storage.database import Transaction
from storage.staff_models import Staff


async def items(console: Console, visit: Visit) -> Response:
    return await _items_page(console, visit)


async def _items_page(console: Console, visit: Visit, status: int = 200) -> Response:
    month = visit.month()

    def work(tx: Transaction) -> dict[str, Any]:
        people = {person.id: person for person in tx.staff.all()}
        return {
            "items": tx.news.of_month(month),
            "digest": tx.broadcasts.digest_of(month),
            "made": made_of(tx, month),
            "old": {
                item.id: old_figures.in_text(
                    tx,
                    console.content,
                    f"{item.title}\n{item.summary}",
                    item.created_at,
                    visit.now,
                )
                for item in tx.news.of_month(month)
            },
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
        as_form=_as_form,
        **await console.read(work),
    )


def _as_form(item: NewsItem) -> dict[str, str]:
    names = ("topic", "title", "summary", "basis", "concerns", "link", "applies_from")
    return {name: str(getattr(item, name) or "") for name in names}


def _typed(console: Console, visit: Visit) -> dict[str, Any]:
    """What an item says, as the form has it."""
    fields = {
        "topic": visit.choice("topic", list(console.content.news.topics)),
        "title": visit.text("title", required=True, limit=TITLE_LIMIT),
        "summary": visit.text("summary", required=True, limit=SUMMARY_LIMIT),
        "basis": visit.text("basis", required=True),
        "concerns": visit.text("concerns"),
        "link": visit.text("link"),
        "applies_from": visit.day("applies_from", required=False),
    }
    if not is_web_address(visit.text("link")):
        visit.errors["link"] = "web_address"
    return fields


async def save_item(console: Console, visit: Visit) -> Response:
    """A new item, or changes to one; `do` includes it or leaves it out."""
    month = visit.month()
    number = visit.text("item")
    do = visit.choice("do", ["save", "include", "leave_out"])
    fields = _typed(console, visit) if do == "save" else {}
    if visit.errors:
        visit.form["open"] = number or "new"
        return await _items_page(console, visit, 400)

    adds = do == "save" and not number

    def work(tx: Transaction) -> None:
        item_id = read_whole(number)
        known = tx.news.get(item_id) if item_id is not None else None
        if adds:
            news_items.add(tx, month, fields, visit.now, author=visit.staff)
            return
        if known is None:
            raise HTTPException(404)
        visit.require_as_seen(_as_form(known), known)
        if do == "save":
            news_items.change(tx, known, fields, author=visit.staff)
        else:
            news_items.include(tx, known, wanted=do == "include")

    await console.write(
        visit,
        f"news.{do}",
        f"news:{number or 'new'}",
        work,
        unseen=Unseen.ADDS if adds else None,
        month=month,
    )
    return console.back(f"/ban-tin?thang={month}", "saved")


def made_of(tx: Transaction, month: str) -> dict[str, Any]:
    """Whether the month has its digest, as the page shows it."""
    digest = tx.broadcasts.digest_of(month)
    return {"id": month, "digest": digest.id if digest else None}


async def assemble(console: Console, visit: Visit) -> Response:
    """The digest now, instead of at its hour."""
    month = visit.month()

    def work(tx: Transaction) -> tuple[int, tuple[Staff, ...]]:
        visit.require_as_seen({}, tx.news.of_month(month), made_of(tx, month))
        made = digests.assemble(tx, console.content, month, visit.now, by=visit.staff)
        if made is None:
            return 0, ()
        digest, told = made
        return digest.id, told

    made, told = await console.write(visit, "news.assemble", f"month:{month}", work)
    if not made:
        return console.back(f"/ban-tin?thang={month}", "nothing_assembled")
    return console.back(f"/thong-bao/{made}", "assembled", staff=told)


async def _spoken(console: Console, visit: Visit) -> tuple[str, list[dict[str, Any]]]:
    month = visit.month()

    def work(tx: Transaction) -> list[dict[str, Any]]:
        digest = tx.broadcasts.digest_of(month)
        if digest is not None:
            return digest.news
        made: list[dict[str, Any]] = orjson.loads(
            digests.frozen(console.content, news_items.included(tx, month))
        )
        return made

    return month, await console.read(work)


async def loudspeaker(console: Console, visit: Visit) -> Response:
    month, found = await _spoken(console, visit)
    plain = [item | {"spoken": item["summary"].replace("**", "")} for item in found]
    data = await console.pools.documents.run(
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
