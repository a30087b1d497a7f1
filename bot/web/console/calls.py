"""Whom to call, because no message reaches them; and what came of it."""

from datetime import timedelta

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from handlers.office import calls, calls_counted
from handlers.office.calls import OUTCOMES, Call
from handlers.office.calls_counted import ToCall
from handlers.people.permissions import Action
from handlers.people.refusing import NotDone
from handlers.question import hearing
from handlers.question.moves import NotAllowed
from storage.database import Transaction
from storage.staff_models import Staff

PATH = "/goi-dien"
DONE_FOR = timedelta(days=3)
SAID = 1500  # letters, as in the chat


async def list_(console: Console, visit: Visit) -> Response:
    return await _page(console, visit)


async def _page(
    console: Console, visit: Visit, status: int = 200, *, shown: int = 0, written: int = 0
) -> Response:
    """`shown` is the task whose number is shown in full, `written` the one whose form comes back
    with a mistake."""

    def work(tx: Transaction) -> tuple[list[Call], list[Call], ToCall, int, dict[int, Staff]]:
        since = visit.now - DONE_FOR
        made = calls.made_since(tx, console.content, since, visit.staff, visit.now)
        to_make = calls.to_make(tx, console.content, visit.staff, visit.now)
        colleagues = {one.id: one for one in tx.staff.all()}
        others = calls_counted.owed(tx) - len(to_make)
        counted = calls_counted.to_call(tx, console.content, visit.staff, visit.now)
        return to_make, made, counted, others, colleagues

    to_make, made, to_call, others, colleagues = await console.read(work)
    return console.render(
        visit, "calls", status, calls=to_make, to_call=to_call, made=made,
        shown=shown, written=written, colleagues=colleagues, others=others,
    )  # fmt: skip


def _one(tx: Transaction, console: Console, visit: Visit) -> Call:
    """The call of the page's address; 404 for whoever may not see whom it is about."""
    task = tx.calls.get(visit.number("call"))
    call = calls.of(tx, console.content, task, visit.staff, visit.now) if task is not None else None
    if call is None:
        raise HTTPException(404)
    return call


async def reveal(console: Console, visit: Visit) -> Response:
    """The whole number to dial, on record."""
    number = visit.number("call")

    def about(tx: Transaction) -> str:
        call = _one(tx, console, visit)
        if call.registration is not None:
            return f"registration:{call.registration.id}"
        if call.invitation is not None:
            return f"event:{call.invitation.event_id}"
        return f"question:{call.question.code if call.question else ''}"

    if not visit.may(Action.REVEAL_PHONE):
        return console.plain("not_allowed", 403, visit)
    object_ = await console.read(about)
    await console.write(
        visit,
        "phone.reveal",
        object_,
        lambda tx: _one(tx, console, visit),
        unseen=Unseen.READS,
        repeatable=True,
        call=number,
    )
    return await _page(console, visit, shown=number)


async def finish(console: Console, visit: Visit) -> Response:
    """Told, not reached, or taken back."""
    wanted = OUTCOMES[visit.choice("do", list(OUTCOMES))]
    if visit.errors:
        raise HTTPException(400)
    number = visit.number("call")

    def work(tx: Transaction) -> None:
        desk = visit.desk(tx, console.content)
        call = _one(tx, console, visit)
        visit.require_as_seen({}, call.shown)
        if not calls.finish(desk, call, wanted, by=visit.staff.name):
            raise NotDone("do", "call_over")  # nothing is done, and no line of the journal says so

    try:
        await console.write(visit, f"call.{wanted}", f"call:{number}", work)
    except NotDone as refusal:
        return console.back(PATH, refusal.why)
    return console.back(PATH, f"call_{wanted}")


async def write_down(console: Console, visit: Visit) -> Response:
    """What somebody said on the telephone to what staff had asked them."""
    number, text = visit.number("call"), visit.text("note", required=True, limit=SAID)
    if visit.errors:
        return await _page(console, visit, 400, written=number)

    def work(tx: Transaction) -> hearing.Done:
        call = _one(tx, console, visit)
        now = {"note": call.head.content if call.head is not None else ""}
        visit.require_as_seen(now, call.shown, call.head)
        desk = visit.desk(tx, console.content)
        return calls.write_down(desk, call, text, staff=visit.staff)

    asked = (await console.read(lambda tx: _one(tx, console, visit))).head
    object_ = f"question:{asked.code if asked else ''}"
    try:
        done = await console.write(visit, "question.tell_more", object_, work, call=number)
    except NotAllowed:
        raise HTTPException(409) from None
    return console.back(PATH, "told_more", told=done.told, staff=done.staff)
