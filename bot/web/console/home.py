"""The first page: what waits for this person, and the next conference."""

from collections.abc import Iterable

from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.contents import place_of, title_of
from bot.web.console.drafts import page_of
from bot.web.console.visit import Visit
from handlers.office.waiting import waiting_for
from storage.entry_models import EntryState, EntryVersion


async def show(console: Console, visit: Visit) -> Response:
    found = await console.read(lambda tx: waiting_for(tx, console.content, visit.staff, visit.now))
    return console.render(
        visit,
        "home",
        approvals=found.approvals,
        nothing=found.is_empty,
        vacant=found.vacant,
        tiles=found.tiles,
        new=found.new,
        overdue=found.overdue,
        inactive=found.unsettled.inactive,
        unmanned=found.unsettled.unmanned,
        redo=found.redo,
        undecidable=found.unsettled.undecidable,
        calls=found.calls,
        coming=found.coming,
        news=found.news,
        to_call=found.to_call,
        requests=found.requests,
        notices=found.notices,
        corrections=found.corrections,
        begun=[(page_of(of), of, draft) for of, draft in found.drafts],
        to_approve=_named(console, found.approvals.contents),
        contents=_named(console, found.contents),
        topics=console.content.knowledge.topics,
    )


def _named(console: Console, versions: Iterable[EntryVersion]) -> list[tuple[str, str, EntryState]]:
    """(where it stands, what it is called, its state) of each."""
    return [(place_of(one.entry), title_of(console.content, one), one.state) for one in versions]
