"""Files of the register, each for what its list is narrowed to; each is on record."""

from collections.abc import Callable
from functools import partial

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console import jobs
from bot.web.console.businesses import PATH, told_of_late, trade_groups, wanted_of
from bot.web.console.console import Console, Place
from bot.web.console.lots import read_for
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from content.documents import businesses
from content.documents.businesses import BusinessOnPaper
from content.documents.word import DOCX
from content.sheets import XLSX
from content.vietnamese import paper_day
from handlers.people.permissions import Action
from handlers.register import listing, papers
from handlers.register import seen as registered
from storage.business_lists import SIZES, filter_of
from storage.database import Transaction


async def _found(console: Console, visit: Visit, kind: str) -> list[BusinessOnPaper]:
    """What the list shows, read a few hundred at a time; that it was taken is on record."""
    asked = visit.request.query_params
    said = wanted_of(asked)

    but = await console.read(lambda tx: told_of_late(visit, tx, said))

    def work(tx: Transaction) -> list[int]:
        words = asked.get("tim", "").strip()
        numbers = papers.wanted(tx, visit.staff, filter_of(said), words, but)
        visit.note(rows=len(numbers), title=kind)
        return numbers

    numbers = await console.write(
        visit, "export.businesses", "register:list", work, unseen=Unseen.READS, repeatable=True
    )
    lots = [numbers[at : at + papers.AT_ONCE] for at in range(0, len(numbers), papers.AT_ONCE)]
    read = await read_for(
        console.database,
        lots,
        1,
        lambda tx, some: papers.lines(tx, console.content, visit.staff, some),
    )
    return [one for some in read for one in some]


def _narrowed(console: Console, visit: Visit) -> str:
    """What the list is narrowed to, in words."""
    words, said = console.content.words.console, wanted_of(visit.request.query_params)
    prefixes = {
        "size": "size_", "need": "business_need_", "difficulty": "difficulty_", "kind": "kind_",
        "status": "business_", "told": "business_told_",
    }  # fmt: skip
    trades = {key: one.name for key, one in console.content.trades.items()}
    for group, lines in trade_groups(console.content.trades).items():
        trades[" ".join(lines)] = words[f"survey_sector_{group}"]
    told = [
        trades[value]
        if name == "trade" and value in trades
        else words.get(f"{prefixes.get(name, '')}{value}", value)
        for name, value in said.items()
        if value != "*"
    ]
    return "; ".join(told)


async def _file(
    console: Console,
    visit: Visit,
    name: str,
    kind: str,
    make: Callable[..., bytes],
    *more: object,
) -> Response:
    as_of = console.database.erasures
    found = await _found(console, visit, name)
    job = console.jobs.start(
        visit.staff.id,
        f"businesses {name} {visit.request.url.query}",
        name,
        kind,
        visit.now,
        partial(make, console.content, found, _narrowed(console, visit), *more),
        as_of=as_of,
    )
    return await jobs.hand_over(console, job)


async def workbook(console: Console, visit: Visit) -> Response:
    name = f"so-ho-{visit.today:%d-%m-%Y}.xlsx"
    return await _file(console, visit, name, XLSX, businesses.workbook)


async def by_place(console: Console, visit: Visit) -> Response:
    name = f"danh-sach-theo-to-{visit.today:%d-%m-%Y}.docx"
    return await _file(console, visit, name, DOCX, businesses.by_place, visit.today)


async def confirmation(console: Console, visit: Visit) -> Response:
    """What is known of one, to be read by its owner: with the whole number."""

    def work(tx: Transaction) -> BusinessOnPaper:
        business = registered.find(tx, visit.staff, visit.number("business"))
        if business is None:
            raise HTTPException(404)
        (line,) = tx.business_lists.some([business.id])
        return papers.on_paper(console.content, line, visit.staff, whole=True)

    one = await console.write(
        visit, "export.business", lambda one: f"business:{one.code}", work,
        unseen=Unseen.READS, repeatable=True,
    )  # fmt: skip
    data = await console.pools.documents.run(
        businesses.confirmation, console.content, one, visit.today
    )
    return console.file(data, f"phieu-xac-nhan-{one.code}.docx", DOCX)


async def figures(console: Console, visit: Visit) -> Response:
    """Numbers by trade and size, nobody's own."""
    counted = await console.read(papers.by_trade_and_size)
    words, trades = console.content.words.console, console.content.trades
    unknown = words["business_unknown"]
    sizes = {size: words[f"size_{size}"] for size in SIZES} | {"": unknown}
    named = {
        trade: trades[trade].name if trade in trades else trade or unknown
        for trade in sorted({trade for trade, _ in counted})
    }
    counts = {(named[trade], sizes[size]): count for (trade, size), count in counted.items()}
    few = words["business_few"].format(count=listing.HIDDEN)
    data = await console.pools.documents.run(
        businesses.figures, console.content, list(named.values()), list(sizes.values()), counts,
        few, visit.today,
    )  # fmt: skip
    return console.file(data, f"so-lieu-ho-{paper_day(visit.today).replace('/', '-')}.xlsx", XLSX)


PLACES = (
    Place(f"{PATH}/xuat.xlsx", Action.SEE_BUSINESSES, workbook),
    Place(f"{PATH}/danh-sach-to.docx", Action.SEE_BUSINESSES, by_place),
    Place(f"{PATH}/{{business}}/phieu.docx", Action.EDIT_BUSINESSES, confirmation),
    Place("/so-lieu-ho.xlsx", Action.BUSINESS_FIGURES, figures),
)
