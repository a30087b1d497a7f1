"""The calendar of what goes out by itself."""

from typing import Any

from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.visit import Visit
from content.vietnamese import clock_of
from handlers.clock import schedules
from storage.database import Transaction

DAYS = 31


async def show(console: Console, visit: Visit) -> Response:
    return await _page(console, visit)


async def _page(console: Console, visit: Visit, status: int = 200) -> Response:
    def work(tx: Transaction) -> dict[str, Any]:
        known = tx.schedules.all()
        return {
            "planned": schedules.upcoming(tx, console.content, visit.now),
            "schedules": known,
            "runs": {schedule.what: tx.schedules.runs(schedule.what, 3) for schedule in known},
        }

    return console.render(visit, "planned", status, days=DAYS, **await console.read(work))


async def change_schedule(console: Console, visit: Visit) -> Response:
    what = visit.choice("what", list(schedules.DUTIES))
    duty = schedules.DUTIES[what]
    day = visit.whole("day", 1, DAYS) if duty.day else 0
    clock = clock_of(visit.text("clock", required=True))
    enabled = visit.text("enabled") == "1"
    if clock is None or not schedules.is_waking(clock):
        visit.errors["clock"] = "waking_hours"
    if visit.errors or clock is None:
        return await _page(console, visit, 400)

    def work(tx: Transaction) -> object:
        known = tx.schedules.get(what)
        now = {"day": str(known.day or ""), "clock": known.clock} if known else {}
        visit.require_as_seen(now, known)
        return schedules.change(tx, what, day, clock, visit.now, enabled=enabled)

    await console.write(
        visit,
        "schedule.change",
        f"schedule:{what}",
        work,
        day=day,
        clock=clock,
        enabled=enabled,
    )
    return console.back("/lich-gui", "saved")
