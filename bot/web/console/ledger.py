"""The ledger of a broadcast: who got it, what a person decided on rows in doubt, and the proof."""

from functools import partial
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console import broadcast as pages
from bot.web.console import jobs
from bot.web.console.console import Console
from bot.web.console.lots import read_on
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from content.documents.announcements import proof_sheet
from content.documents.word import DOCX
from content.sheets import XLSX, ledger_sheet
from content.whole import read_whole
from handlers.broadcast import calls, steering
from handlers.broadcast.drafting import BroadcastRefused
from storage.broadcast_models import Recipient, RecipientState
from storage.database import Transaction

PAGE = 100
AT_ONCE = 500  # rows read in one transaction
Row = tuple[Recipient, str, str]  # with a name and a neighbourhood


async def show(console: Console, visit: Visit) -> Response:
    state = visit.request.query_params.get("trang-thai", "")
    after = visit.request.query_params.get("sau", "0")
    wanted = state if state in list(RecipientState) else ""

    def work(tx: Transaction) -> dict[str, Any]:
        broadcast = pages.find(tx, visit)
        rows = tx.ledger.rows(broadcast.id, wanted, read_whole(after) or 0, PAGE + 1)
        return {
            "broadcast": broadcast,
            "rows": rows[:PAGE],
            "next": rows[PAGE - 1][0].contact_id if len(rows) > PAGE else 0,
            "counts": tx.ledger.counts(broadcast.id),
            "doubtful": doubtful(tx, broadcast.id),
            "erased": tx.ledger.erased(broadcast.id),
        }

    return console.render(
        visit, "ledger", states=list(RecipientState), chosen=wanted, **await console.read(work)
    )


def doubtful(tx: Transaction, broadcast_id: int) -> dict[str, Any]:
    """Everybody in doubt, as a decision about all of them covers it."""
    return {"id": "all", "contacts": steering.in_doubt(tx, broadcast_id)}


async def decide(console: Console, visit: Visit) -> Response:
    """A person's word on rows in doubt: arrived, or to be sent again; one row or all of them."""
    arrived = visit.choice("arrived", ["1", "0"]) == "1"
    contact = visit.text("contact")
    target = visit.number("broadcast")

    def work(tx: Transaction) -> int:
        broadcast = pages.find(tx, visit)
        if contact == "all":
            chosen = _require_all_seen(tx, visit, target)
        else:
            number = read_whole(contact)
            row = tx.ledger.recipient(target, number) if number is not None else None
            if row is None:
                raise HTTPException(404)
            visit.require_as_seen({}, {"id": row.contact_id, "state": row.state})
            chosen = [row.contact_id]
        steering.decide_all(tx, broadcast, chosen, arrived=arrived, now=visit.now)
        return len(chosen)

    try:
        count = await console.write(
            visit, "broadcast.decide", f"broadcast:{target}", work, arrived=arrived, which=contact
        )
    except BroadcastRefused as refusal:
        visit.errors["move"] = str(refusal)
        return await pages.page(console, visit, 409)
    done = "decided" if count else ""
    return console.back(f"/thong-bao/{target}/so?trang-thai=unconfirmed", done)


def _require_all_seen(tx: Transaction, visit: Visit, broadcast_id: int) -> list[int]:
    """The contacts in doubt, where they are still exactly those the page counted."""
    all_ = doubtful(tx, broadcast_id)
    visit.require_as_seen({}, all_)
    contacts: list[int] = all_["contacts"]
    return contacts


async def export(console: Console, visit: Visit) -> Response:
    """Everybody of one broadcast, as a sheet; who took it stands in the audit."""
    about, as_of = f"broadcast:{visit.number('broadcast')}", console.database.erasures
    broadcast = await console.write(
        visit, "export.ledger", about, lambda tx: pages.find(tx, visit), unseen=Unseen.READS
    )

    def lot(tx: Transaction, last: Row | None) -> list[Row]:
        after = last[0].contact_id if last else 0
        return tx.ledger.rows(broadcast.id, "", after, AT_ONCE)

    rows = await read_on(console.database, lot)
    erased = await console.read(lambda tx: sum(tx.ledger.erased(broadcast.id).values()))
    make = partial(ledger_sheet, console.content, broadcast, rows, erased)
    name = f"so-gui-tin-{broadcast.id}.xlsx"
    job = console.jobs.start(visit.staff.id, about, name, XLSX, visit.now, make, as_of=as_of)
    return await jobs.hand_over(console, job)


async def proof(console: Console, visit: Visit) -> Response:
    """The signed sheet: what was sent to how many, when, with the fingerprint of the text."""

    def work(tx: Transaction) -> dict[str, Any]:
        broadcast = pages.find(tx, visit)
        if broadcast.started_at is None:
            raise HTTPException(404)
        people = {person.id: person for person in tx.staff.all()}
        return {
            "broadcast": broadcast,
            "counts": tx.ledger.counts(broadcast.id),
            "by_channel": tx.ledger.counts_by_channel(broadcast.id),
            "read": tx.ledger.read_count(broadcast.id),
            "calls": {str(s): n for s, n in calls.counts(tx, broadcast).items()},
            "people": people,
        }

    found = await console.write(
        visit,
        "export.proof",
        f"broadcast:{visit.number('broadcast')}",
        work,
        unseen=Unseen.READS,
    )
    data = await console.pools.documents.run(proof_sheet, console.content, visit.now, **found)
    return console.file(data, f"bang-chung-{found['broadcast'].id}.docx", DOCX)
