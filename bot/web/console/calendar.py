"""Days off and days worked besides, as staff enter them."""

from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.visit import Visit
from content.calendar import holidays_of
from handlers.clock import days_off, schedules
from storage.database import Transaction
from storage.event_models import Event
from storage.staff_models import Staff


async def show(console: Console, visit: Visit) -> Response:
    return await _page(console, visit)


async def _page(
    console: Console, visit: Visit, status: int = 200, *, events: tuple[Event, ...] = ()
) -> Response:
    """`events`: those on the day that was to be entered, to be confirmed."""
    days, staff = await console.read(lambda tx: (tx.calendar.all(), tx.staff.all()))
    years = (visit.today.year, visit.today.year + 1)
    return console.render(
        visit,
        "calendar",
        status,
        days=days,
        known={year: holidays_of(year) for year in years},
        entry_of=days_off.as_shown,
        people={person.id: person for person in staff},
        events=events,
        knows=days_off.key(events),
    )


async def change(console: Console, visit: Visit) -> Response:
    """A day is entered, or taken out again."""
    day = visit.day("day")
    note = visit.text("note", limit=120)
    removing = visit.text("do") == "remove"
    works = not removing and visit.choice("works", ["0", "1"]) == "1"
    if visit.errors or day is None:
        return await _page(console, visit, 400)

    def work(tx: Transaction) -> tuple[bool, int, tuple[Staff, ...]]:
        was_so = False
        if removing:
            visit.require_as_seen({}, days_off.as_shown(days_off.find(tx, day)))
            days_off.remove(tx, day)
        else:
            was_so = days_off.put(tx, (day, works, note), visit.now, knows=visit.text("events"))
            visit.require_as_seen({}, days_off.as_shown(None))
        return was_so, *schedules.move_scheduled(tx, console.content, visit.now)

    action = "calendar.remove" if removing else "calendar.put"
    try:
        was_so, moved, told = await console.write(visit, action, f"day:{day}", work, works=works)
    except days_off.NotEntered as refusal:
        visit.errors["day"] = refusal.why
        status = 400 if refusal.why is days_off.WhyNotEntered.PAST else 409
        return await _page(console, visit, status, events=refusal.events)
    if moved:
        return console.back("/lich", "calendar_moved", staff=told)
    already = "was_working" if works else "was_off"
    return console.back("/lich", already if was_so else "saved")
