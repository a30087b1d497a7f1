"""The rows of an import that were not kept, with why, as a sheet to mend and load again."""

from datetime import datetime
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console import events
from bot.web.console.console import Console
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from content import unkept_rows
from content.sheets import XLSX, list_with_errors
from storage.database import Transaction
from storage.event_models import Event


async def fetch(console: Console, visit: Visit) -> Response:
    """Of one import (its moment in the address), on record; 404 where there is nothing any more."""
    try:
        at = datetime.fromisoformat(visit.request.query_params.get("luc", ""))
    except ValueError:
        raise HTTPException(404) from None

    def work(tx: Transaction) -> tuple[Event, list[Any]]:
        event = events.find(tx, visit)
        if not (sheets := tx.unkept_rows.sheets(event.id, at)):
            raise HTTPException(404)
        return event, sheets

    about = f"event:{visit.number('event')}"
    event, sheets = await console.write(
        visit, "export.unkept", about, work, unseen=Unseen.READS, repeatable=True
    )
    data = await console.pools.documents.run(
        list_with_errors, unkept_rows.unpacked(sheets), console.content.words.console
    )
    return console.file(data, f"dong-chua-nhap-{event.code}.xlsx", XLSX)
