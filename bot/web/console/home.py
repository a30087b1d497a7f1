"""The first page: what waits for this person, and the next conference."""

from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.contents import place_of, title_of
from bot.web.console.drafts import page_of
from bot.web.console.visit import Visit
from handlers.office.waiting import waiting_for


async def show(console: Console, visit: Visit) -> Response:
    found = await console.read(lambda tx: waiting_for(tx, console.content, visit.staff, visit.now))
    return console.render(
        visit,
        "home",
        vacant=found.vacant,
        tiles=found.tiles,
        overdue=found.overdue,
        inactive=found.unsettled.inactive,
        unmanned=found.unsettled.unmanned,
        redo=found.redo,
        undecidable=found.unsettled.undecidable,
        coming=found.coming,
        news=found.news,
        to_call=found.to_call,
        requests=found.requests,
        notices=found.notices,
        contents=[
            (place_of(one.entry), title_of(console.content, one), one.state)
            for one in found.contents
        ],
        begun=[(page_of(of), of, draft) for of, draft in found.drafts],
        topics=console.content.knowledge.topics,
    )
