"""The first page: what waits for this person, and the next conference."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.visit import Visit
from handlers.broadcast import approval
from handlers.conference import seating
from handlers.office import calls
from handlers.office.calls import ToCall
from handlers.people.permissions import Action, vacant
from handlers.question import answerers, lists, redoing, versions
from storage.broadcast_models import ON_ITS_WAY, Broadcast, BroadcastState
from storage.database import Transaction
from storage.event_models import Event, EventState, EventTask, Registration
from storage.question_models import DataRequest, Question, QuestionStep

# The filters of the list of questions that wait for somebody, and for whom.
TILES = {
    "tre": Action.DRAFT_ANSWER,
    "moi": Action.TRIAGE,
    "khong-ai": Action.TRIAGE,
    "viec-toi": Action.DRAFT_ANSWER,
    "cho-duyet": Action.APPROVE_ANSWER,
    "cho-dang": Action.PUBLISH_ANSWER,
}
# Somebody waits for these, or should look at them.
WATCHED = (BroadcastState.SUBMITTED, *ON_ITS_WAY)


@dataclass(frozen=True, slots=True)
class ComingEvent:
    event: Event
    seats: int
    waiting: seating.InLine
    too_large: tuple[Registration, int] | None  # nobody is offered the seats there are
    questions: int
    tasks: list[EventTask]


async def show(console: Console, visit: Visit) -> Response:
    def work(
        tx: Transaction,
    ) -> tuple[
        dict[str, list[Question]],
        list[ComingEvent],
        list[DataRequest],
        list[Broadcast],
        ToCall | None,
        int,
        Counter[str],
        list[tuple[Question, QuestionStep]],
        int,
    ]:
        seen = lists.seen_by(tx, visit.staff)
        tiles = {
            name: lists.of(tx, seen, name, visit.staff, visit.today)
            for name, action in TILES.items()
            if visit.may(action)
        }
        coming = [_coming(tx, event, visit) for event in _near(tx, visit)]
        requests = [r for r in tx.people.requests() if r.state == "received"]
        news = _news(tx, visit) if visit.may(Action.SEE_NEWS) else []
        to_call = calls.to_call(tx, visit.staff, visit.now) if visit.may(Action.CALLS) else None
        waiting = (
            sum(person.password is None for person in tx.staff.all() if person.active)
            if visit.may(Action.ACCOUNTS)
            else 0
        )
        unmanned = _unmanned(tx) if visit.may(Action.ACCOUNTS) else Counter()
        redo = _to_redo(tx, visit, seen)
        undecidable = len(versions.undecidable(tx)) if visit.may(Action.ACCOUNTS) else 0
        return tiles, coming, requests, news, to_call, waiting, unmanned, redo, undecidable

    (
        tiles,
        coming,
        requests,
        news,
        to_call,
        inactive,
        unmanned,
        redo,
        undecidable,
    ) = await console.read(work)
    steers = visit.may(Action.ACCOUNTS) or visit.may(Action.SCHEDULES)
    return console.render(
        visit,
        "home",
        vacant=await console.read(lambda tx: vacant(tx.staff.all())) if steers else None,
        tiles=tiles if visit.may(Action.SEE_QUESTIONS) else {},
        overdue=sorted(tiles.get("tre", []), key=lambda q: (q.answer_by, q.id)),
        inactive=inactive,
        unmanned=unmanned,
        redo=redo,
        undecidable=undecidable,
        coming=coming,
        news=news,
        to_call=to_call,
        requests=requests if visit.may(Action.DATA_REQUESTS) else [],
    )


def _news(tx: Transaction, visit: Visit) -> list[Broadcast]:
    """What is on its way or waits for approval; and what came back to be mended by this
    person."""
    drafts = tx.broadcasts.in_states((BroadcastState.DRAFT,))
    returned = [b for b in drafts if b.note and visit.staff in approval.rewriters(tx, b)]
    return [*returned, *tx.broadcasts.in_states(WATCHED)]


def _to_redo(
    tx: Transaction, visit: Visit, questions: Iterable[Question]
) -> list[tuple[Question, QuestionStep]]:
    """What was sent back to this person to be done again, and by which step, the latest first."""
    seen = {question.id: question for question in questions}
    return [
        (seen[number], step)
        for number, step in redoing.sent_back(tx).items()
        if number in seen
        and visit.may(Action.DRAFT_ANSWER)
        and redoing.is_to_redo(tx, seen[number], step, visit.staff)
    ]


def _unmanned(tx: Transaction) -> Counter[str]:
    """How many questions were given to each office where nobody can open them."""
    people = tx.staff.all()
    return Counter(
        question.office
        for question in tx.questions.open()
        if answerers.is_out_of_reach(people, question)
    )


def _near(tx: Transaction, visit: Visit) -> list[Event]:
    if not visit.may(Action.SEE_EVENTS):
        return []
    states = (EventState.DRAFT, EventState.OPEN, EventState.HELD)
    near = (event for event in tx.events.all() if event.state in states)
    return sorted(near, key=lambda e: (e.state is EventState.HELD, e.starts_at))[:4]


def _coming(tx: Transaction, event: Event, visit: Visit) -> ComingEvent:
    open_ = event.state is EventState.OPEN and visit.now < event.last_offer
    return ComingEvent(
        event,
        sum(tx.registrations.seats_taken(event.id).values()),
        seating.in_line(tx, event.id),
        seating.too_large_for_now(tx, event) if open_ else None,
        len(tx.questions.of_event(event.id)),
        [t for t in tx.events.tasks(event.id) if t.done_at is None and t.due_on <= visit.today],
    )
