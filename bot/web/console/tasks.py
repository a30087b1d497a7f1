"""The programme of an event, and what has to be done for it."""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console import events
from bot.web.console.console import Console
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from content.whole import read_whole
from handlers.conference import programme, tasks
from handlers.people.refusing import NotDone
from storage.database import Transaction

COLUMNS = ("time", "content", "who")
MOVES = ("add", "tick", "date", "remove")


async def save_programme(console: Console, visit: Visit) -> Response:
    """All lines at once. `move` puts one line up or down."""
    columns = [visit.lists.get(name, []) for name in COLUMNS]
    if len({len(column) for column in columns}) > 1 or not columns[0]:
        raise HTTPException(400)  # the page always sends all of them: this is a part of it
    lines = list(zip(*columns, strict=True))
    direction, _, place = visit.text("move").partition(":")
    here = read_whole(place)
    if here is not None and direction in ("up", "down"):
        lines = programme.moved(lines, here, 1 if direction == "down" else -1)
    kept = programme.tidy(lines)
    event_id = visit.number("event")

    def work(tx: Transaction) -> None:
        event = events.find(tx, visit)
        programme.require_right(kept)
        current = tx.events.programme(event_id)
        now = {name: "\n".join(getattr(line, name) for line in current) for name in COLUMNS}
        visit.require_as_seen(now, current)
        programme.keep(tx, event, kept)

    try:
        await console.write(visit, "event.programme", f"event:{event_id}", work, lines=len(kept))
    except NotDone as refusal:
        visit.refuse(refusal)
        typed = [dict(zip(COLUMNS, line, strict=True)) for line in kept]
        return await events.page(console, visit, 400, typed=typed)
    return console.back(f"/su-kien/{event_id}", "saved", "chuong-trinh")


async def save_task(console: Console, visit: Visit) -> Response:
    """Ticks, adds, removes one task, or gives it another date."""
    event_id, do = visit.number("event"), visit.choice("do", MOVES)
    title, due = visit.text("title", limit=300), visit.day("due", required=False)
    who = visit.text("who")
    if visit.errors:
        visit.errors.setdefault("task", "task_incomplete")
        return await events.page(console, visit, 400)

    def work(tx: Transaction) -> None:
        event = events.find(tx, visit)
        if do == "add":
            tasks.add(tx, event, due, title, who)
            return
        task = tasks.find(tx, event, read_whole(visit.text("task")) or 0, title)
        shown = {"title": task.title} | ({"due": task.due_on.isoformat()} if do == "date" else {})
        visit.require_as_seen(shown, task)
        visit.note(title=task.title)
        match do:
            case "tick":
                tasks.tick(tx, task, visit.staff.name, visit.now)
            case "date":
                tasks.give_date(tx, task, due)
            case "remove":
                tasks.remove(tx, task)

    adds = Unseen.ADDS if do == "add" else None
    await console.write(visit, f"task.{do}", f"event:{event_id}", work, unseen=adds, title=title)
    return console.back(f"/su-kien/{event_id}", "saved", "viec")
