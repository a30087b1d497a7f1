"""Questions: the inbox, and entry by hand."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.question import NAMED, PLACE
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from bot.web.paging import page_of
from content.fields import OTHER
from content.people import by_name
from content.whole import read_whole
from handlers.conference.named import names
from handlers.people.permissions import sees_question
from handlers.question import lists, many, receiving
from handlers.question.clears import Clear, Narrowed, clear_of
from storage.database import Transaction
from storage.event_models import Event
from storage.question_models import Question, QuestionKind, Urgency

NARROWS = ("loai", "gap", "ve", "thieu")  # names in the address, in the order of `Narrowed`


# Of each question that was not dealt with among several: its code ("" for all), and why.
_ASK = QuestionKind.ASK
Refusals = Sequence[tuple[str, str]]


async def list_(console: Console, visit: Visit) -> Response:
    return await page(console, visit)


async def page(
    console: Console, visit: Visit, status: int = 200, refused: Refusals = (), done: int = 0
) -> Response:
    """The list the address asks for. `done`: how many were just dealt with at once."""
    query = visit.request.query_params
    chosen, wanted, event = query.get("loc", "mo"), query.get("tim", ""), query.get("su-kien", "")
    event_id = (read_whole(event) or 0) if event else None
    batch = many.batch_of(chosen, visit.staff)
    narrowed = Narrowed(*(query.get(name, "") for name in NARROWS))

    def work(tx: Transaction) -> dict[str, Any]:
        found = lists.look_up(
            tx, visit.staff, visit.today, chosen,
            wanted=wanted, event=event_id, narrowed=narrowed, page=page_of(visit.request),
        )  # fmt: skip
        shown = found.questions
        joined = tx.questions.joined_to([q.id for q in shown])
        return {
            "questions": shown,
            "page": found.page,
            "pages": found.pages,
            "counts": found.counts,
            "elsewhere": found.elsewhere,
            "askers": Counter(q.merged_into for q in joined if sees_question(visit.staff, q)),
            "of_events": tx.events.all(),
            "tickets": many.to_tick(tx, batch, visit.staff, shown) if batch else {},
            "responders": many.could_be_given_to(by_name(tx.staff.all()))
            if batch is many.ManyAct.ASSIGN
            else [],
        }

    values = await console.read(work)
    events = values.pop("of_events")
    told = visit.banner.get("so", "")
    return console.render(
        visit,
        "questions",
        status,
        chosen=chosen,
        wanted=wanted,
        event=event,
        events={e.id: e for e in events},
        named=names(console.content, events),
        batch=batch,
        at_once=many.AT_ONCE,
        refused=refused,
        done_now=done or (int(told) if told.isdecimal() else 0),
        here=query_of(visit),
        narrowed=narrowed,
        named_kinds=NAMED,
        six=list(Clear),
        clear_of=clear_of,
        **values,
    )


def query_of(visit: Visit) -> str:
    """The list the address asks for, to come back to it."""
    query = visit.request.query_params
    return urlencode(
        {name: query[name] for name in ("loc", "tim", "su-kien", *NARROWS) if query.get(name)}
    )


async def add(console: Console, visit: Visit) -> Response:
    """A question on paper, by phone, or from the floor of a conference (`su-kien`); `cua`: the
    event whose list it is added to."""
    events = await console.read(receiving.events_asked_at)
    named = names(console.content, events)
    query = visit.request.query_params
    floor = query.get("su-kien", "")

    def show(status: int, alike: Sequence[Question] = ()) -> Response:
        """`alike`: questions with the same words, to be confirmed; as far as one may see them."""
        seen = [one for one in alike if sees_question(visit.staff, one)]
        return console.render(
            visit, "question_add", status, events=events, named=named,
            alike=alike, links=seen, knows=receiving.key(alike), named_kinds=NAMED,
        )  # fmt: skip

    if visit.request.method == "GET":
        visit.form = {
            "source": "floor" if floor else "paper",
            "event": floor or query.get("cua", ""),
            "field": OTHER,
            "public": "",  # nobody has agreed before they were asked
        }
        return show(200)
    asked = _read(console, visit, events)
    if visit.errors:
        return show(400)

    def work(tx: Transaction) -> Question:
        login, knows = visit.staff.login, visit.text("knows")
        return receiving.write_down(tx, console.content, asked, visit.now, actor=login, knows=knows)

    try:
        question = await console.write(
            visit,
            "question.add",
            lambda question: f"question:{question.code}",
            work,
            unseen=Unseen.ADDS,
            source=asked.source,
        )
    except receiving.QuestionsAlike as doubt:
        return show(409, doubt.questions)
    if visit.text("again"):
        return console.back(f"/cau-hoi/them?su-kien={visit.text('event')}", "question_added")
    return console.back(f"/cau-hoi/{question.code}", "question_added")


def _read(console: Console, visit: Visit, events: list[Event]) -> receiving.Asked:
    """The question of the form, with what is wrong in `visit.errors`."""
    typed = visit.text("phone")
    phone = visit.phone()
    event = visit.picked("event")
    if event and event not in {one.id for one in events}:  # it is over by now
        visit.errors["event"] = "choice"
    from_the_floor = visit.text("source") == "floor"  # asked and heard by everybody there
    if not (typed or visit.text("asker") or visit.text("nameless") or from_the_floor):
        visit.errors["nameless"] = "nobody_named"
    return receiving.Asked(
        content=visit.text("content", required=True, limit=2000),
        field=visit.choice("field", list(console.content.fields)),
        source=visit.choice("source", receiving.BY_HAND),
        event_id=event or None,
        asker=visit.text("asker", limit=80),
        phone=phone,
        business=visit.text("business", limit=200),
        neighbourhood=visit.text("neighbourhood", limit=80),
        public=visit.text("public") == "1",
        kind=QuestionKind(visit.choice("kind", list(QuestionKind)))
        if "kind" in visit.form
        else _ASK,
        urgency=Urgency.URGENT if visit.text("urgent") == "1" else Urgency.USUAL,
        place=visit.text("place", limit=PLACE),
    )
