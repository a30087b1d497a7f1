"""A list somebody sent, read beside the event loop, its columns as staff named them before."""

from dataclasses import replace
from functools import partial

from bot.web.console.console import Console
from content.attendee_list import look_at, read_list
from content.attendee_rows import Chosen, Listing
from content.spreadsheet import Unreadable
from handlers.conference import list_columns


async def read(
    console: Console, data: bytes, chosen: Chosen | None = None
) -> tuple[Chosen, Listing | Unreadable]:
    """What was chosen of the columns, now or for the same headings before, and what was read so;
    where no list was found, what the file holds (`Listing.found` says which)."""
    chosen = chosen or Chosen()
    run, neighbourhoods = console.pools.documents.run, console.content.ward.neighbourhoods
    listing = await run(read_list, data, neighbourhoods, chosen)
    seen = await run(look_at, data) if listing is Unreadable.NO_HEADING else listing
    if isinstance(seen, Listing) and not chosen.columns:
        remembered = await console.read(partial(list_columns.remembered, listing=seen))
        if remembered:
            chosen = replace(chosen, columns=remembered)
            listing = await run(read_list, data, neighbourhoods, chosen)
    return chosen, seen if listing is Unreadable.NO_HEADING else listing
