"""Requests about one's own data: those that came, and erasing somebody who asks at the counter."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.visit import Visit
from content.people import read_phones
from handlers.own_data import counter, invited, persons
from storage.database import Transaction
from storage.question_models import DataRequest


async def show(console: Console, visit: Visit) -> Response:
    if not visit.form:
        visit.form = {"phone": visit.request.query_params.get("ai", "")}
    return await _page(console, visit)


async def _page(
    console: Console, visit: Visit, status: int = 200, *, held: persons.Held | None = None
) -> Response:
    requests = await console.read(lambda tx: tx.people.requests())
    who = counter.read_who(visit.form.get("phone", ""))
    listed = await console.read(lambda tx: counter.in_register(tx, who))
    shown: dict[str, Any] = {"held": held, "held_seen": None, "listed": listed}
    if held is not None:
        papers = await console.read(lambda tx: invited.called_alike(tx, console.content, held))
        shown |= {"papers": papers, "paper_key": invited.key_of}
        shown["held_seen"] = counter.as_shown(who, held, papers)
        shown["chats"] = await console.read(lambda tx: counter.channels_of(tx, held))
        ticked = visit.lists.get("what") if "what" in visit.lists else None
        proposed = [persons.key_of(one) for one in held.proposed]
        shown |= {"ticked": proposed if ticked is None else ticked, "key_of": persons.key_of}
        shown["events"] = await console.read(lambda tx: {e.id: e for e in tx.events.all()})
    return console.render(visit, "data_requests", status, requests=requests, who=who, **shown)


async def erase(console: Console, visit: Visit) -> Response:
    """Somebody asks at the counter: what there is under their number, or under a code where they
    have none, and beside it in the same chats; then what was ticked of it is erased."""
    who = counter.read_who(visit.text("phone", required=True))
    held = await console.read(lambda tx: counter.held_of(tx, who))
    if len(read_phones(visit.text("phone"))) > 1:
        visit.errors["phone"] = "two_phones"
    elif not held and not counter.is_number(who):
        visit.errors["phone"] = "phone_or_code"
    if visit.errors:
        return await _page(console, visit, 400)
    if visit.text("do") != "erase":
        return await _page(console, visit, 200, held=held)
    chosen = visit.lists.get("what", [])
    visit.errors |= counter.mistakes(who, held, chosen, visit.text("sure"))
    if visit.errors:
        return await _page(console, visit, 400, held=held)

    def work(tx: Transaction) -> counter.Met:
        found = counter.held_of(tx, who)
        papers = invited.called_alike(tx, console.content, found)
        visit.require_as_seen({}, counter.as_shown(who, found, papers))
        by = visit.staff.login
        return counter.erase(tx, console.content, found, chosen, visit.now, by=by)

    try:
        met = await console.write(
            visit,
            "data_request.erase",
            lambda met: f"request:{met.request.id}",
            work,
            count=len(chosen),
        )
    except counter.NothingFound:
        visit.errors["phone"] = "nothing_to_erase"
        return await _page(console, visit, 409, held=held)
    console.forget_held()
    return console.back("/yeu-cau-du-lieu", met.sentence, told=met.erased.told)


async def settle(console: Console, visit: Visit) -> Response:
    """A request that came on paper or by phone was met, or refused with a reason."""
    number = visit.number("request")
    state = visit.choice("state", counter.SETTLED)
    result = visit.text("result", required=counter.needs_reason(state), limit=300)
    if visit.errors:
        return await show(console, visit)

    def work(tx: Transaction) -> DataRequest:
        request = tx.people.request(number)
        if request is None:
            raise HTTPException(404)
        visit.require_as_seen({"result": request.result or ""}, request)
        return counter.settle(tx, request, state, result, visit.now)

    await console.write(visit, f"data_request.{state}", f"request:{number}", work)
    return console.back("/yeu-cau-du-lieu", "saved")
