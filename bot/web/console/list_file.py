"""A list somebody sent: where it comes from, and what is read in it, its columns as staff named
them before."""

from dataclasses import dataclass, replace
from functools import partial

from bot.web.console.console import Console
from bot.web.console.visit import Visit
from content.attendee_list import look_at, read_list
from content.attendee_rows import Chosen, Listing
from content.spreadsheet import Unreadable
from handlers.people import list_columns


@dataclass(frozen=True, slots=True)
class SentFile:
    """`name` is "" for rows that were pasted; `held`: its name since a step before."""

    name: str
    data: bytes
    held: str = ""


def sent(console: Console, visit: Visit) -> SentFile | None:
    """The file of the form, else the rows pasted there, else the file held since the step before;
    None where `visit.errors` says that there is none."""
    token = visit.text("held")
    name, data = visit.files.get("file", ("", b""))
    if not data and (pasted := visit.raw.get("pasted", "").strip("\n")):
        name, data = "", pasted.encode()
    if data or name:
        token = ""
    else:
        name, data = console.held.find(visit, token) or ("", b"")
    if not data:
        visit.errors["file"] = Unreadable.EMPTY if name else "required"
        return None
    return SentFile(name, data, token)


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
        remembered = await console.read(
            partial(list_columns.remembered, what=list_columns.PEOPLE, sheets=seen.sheets)
        )
        if remembered:
            chosen = replace(chosen, columns=remembered)
            listing = await run(read_list, data, neighbourhoods, chosen)
    return chosen, seen if listing is Unreadable.NO_HEADING else listing
