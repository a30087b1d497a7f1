"""The settings of the ward in the console: what citizens read of it, and when it writes to them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.contents import PATH as CONTENTS
from bot.web.console.desk_forms import asked
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from content.calendar import WorkingDays, holidays_of
from content.library import Content
from content.ward_parts import (
    LIMIT,
    WardFieldKind,
    WardPart,
    WardUnread,
    fields_of,
    law_named,
    office_named,
    parts_of,
    read_values,
    values_of,
)
from handlers.clock import schedules
from handlers.desk import acts, laws, moving, ward_settings
from handlers.desk.acts import DeskMove, DeskRefused
from handlers.desk.ward_settings import PartRow, PartStanding
from storage.database import Transaction
from storage.event_models import Event

PATH = f"{CONTENTS}/phuong"
PART_LIMIT = 60
# No citizen reads them: they say when.
CLOCKS = (WardPart.SENDING, WardPart.DAYS_APART, WardPart.CLOCKS, WardPart.ABOVE)
PREFIX = "ward_"  # before the name of a field in a form


async def list_(console: Console, visit: Visit) -> Response:
    return await _list(console, visit)


async def _list(console: Console, visit: Visit, status: int = 200) -> Response:
    def work(tx: Transaction) -> tuple[list[PartRow], dict[str, str]]:
        people = {person.login: person.name for person in tx.staff.all()}
        return ward_settings.look_up(tx, console.content), people

    rows, people = await console.read(work)
    return console.render(
        visit,
        "ward_settings",
        status,
        parts=[row for row in rows if not office_named(row.part) and not law_named(row.part)],
        places=[row for row in rows if office_named(row.part)],
        people=people,
    )


async def add(console: Console, visit: Visit) -> Response:
    """An office or a hall begins as a draft; its page asks for the rest."""
    name = visit.text(f"{PREFIX}name", required=True, limit=LIMIT)
    hall = visit.choice("hall", ["0", "1"])
    if visit.errors:
        return await _list(console, visit, 400)
    content = console.content

    def work(tx: Transaction) -> str:
        part = ward_settings.new_office(tx, content, name)
        values = values_of(content.ward, part) | {"name": name, "hall": hall.strip("0")}
        ask = moving.DeskAsk(visit.staff, visit.now)
        ward_settings.write(tx, content, part, values, ask)
        return part

    try:
        part = await console.write(
            visit, "ward.draft", lambda made: f"ward:{made}", work, unseen=Unseen.ADDS
        )
    except DeskRefused as refusal:
        visit.errors["act"] = str(refusal)
        return await _list(console, visit, 409)
    return console.back(f"{PATH}/{part}", "ward_draft")


def _find(tx: Transaction, console: Console, visit: Visit) -> PartStanding:
    """The part of the page's address; 404 for none."""
    name = str(visit.request.path_params["part"])[:PART_LIMIT]
    found = ward_settings.standing(tx, console.content, visit.staff, name)
    if found is None:
        raise HTTPException(404)
    return found


async def show(console: Console, visit: Visit) -> Response:
    return await _page(console, visit)


def _written(console: Console, one: PartStanding) -> Mapping[str, str]:
    """As the version in the making has it, else as it is in force."""
    if one.open is None:
        return one.values
    return ward_settings.written(console.content.ward, one.open, one.part)


def _form_of(console: Console, one: PartStanding) -> dict[str, str]:
    """The form as a fresh page shows it."""
    written = _written(console, one)
    fields = fields_of(console.content.ward, one.part)
    return {
        f"{PREFIX}{field.name}": written[field.name]
        for field in fields
        if field.kind is not WardFieldKind.HALL
    }


async def _page(console: Console, visit: Visit, status: int = 200) -> Response:
    content = console.content

    def work(tx: Transaction) -> dict[str, Any]:
        one = _find(tx, console, visit)
        return {
            "one": one,
            "people": {person.id: person for person in tx.staff.all()},
            "approvers": acts.approvers(tx, one.open) if one.open else [],
            "on_days_off": _on_days_off(tx, console, one),
        }

    found = await console.read(work)
    one: PartStanding = found["one"]
    fresh, written = _form_of(console, one), _written(console, one)
    fields = [f for f in fields_of(content.ward, one.part) if f.kind is not WardFieldKind.HALL]
    law = laws.written_law(content, one.part, written)
    return console.render(
        visit,
        "ward_part",
        status,
        **found,
        fields=fields,
        fresh=fresh,
        changes=[f for f in fields if one.open and one.values[f.name] != written[f.name]],
        written=written,
        office=office_named(one.part),
        called=_called(content, one),
        law=law,
        resting=laws.resting_on(content, law) if law else [],
        figures=laws.figures_on(content, law, visit.today) if law else [],
        in_force=one.part in parts_of(content.ward),
        is_clock=one.part in CLOCKS,
        theirs=values_of(content.shelf.files.ward, one.part) if one.base_moved else {},
        holidays=_holidays(visit) if one.part == WardPart.DAYS_APART else [],
    )


def _called(content: Content, one: PartStanding) -> str:
    if one.open is not None:
        return ward_settings.called(content, one.open)
    return ward_settings.named_part(content, one.part)


def _on_days_off(tx: Transaction, console: Console, one: PartStanding) -> list[Event]:
    """What is to be held on the days off of a version in the making."""
    if one.open is None or one.part != WardPart.DAYS_APART:
        return []
    return ward_settings.events_on(tx, _written(console, one)["days_off"].split("\n"))


def _holidays(visit: Visit) -> list[tuple[date, str, bool]]:
    """Those to come, to the end of the next year: what each is called, whether it is only
    expected."""
    plain, years = WorkingDays(), (visit.today.year, visit.today.year + 1)
    named = [one for year in years for one in holidays_of(year).items()]
    return [(day, name, plain.is_provisional(day)) for day, name in named if day >= visit.today]


async def edit(console: Console, visit: Visit) -> Response:
    """A draft of what was typed; with `do` submit it goes to whoever approves at once."""
    sends = visit.text("do") == "submit"
    one = await console.read(lambda tx: _find(tx, console, visit))
    content = console.content
    values = typed_values(console, visit, one.part, _written(console, one))
    if values is None:
        return await _page(console, visit, 400)

    def work(tx: Transaction) -> None:
        now = _find(tx, console, visit)
        visit.require_as_seen(_form_of(console, now), now.seen)
        ask = moving.DeskAsk(visit.staff, visit.now)
        made = ward_settings.write(tx, content, one.part, values, ask)
        if sends:
            acts.submit(tx, content.shelf, made, visit.now)

    deed = "ward.submit" if sends else "ward.draft"
    try:
        await console.write(visit, deed, f"ward:{one.part}", work)
    except DeskRefused as refusal:
        visit.errors["act"] = str(refusal)
        return await _page(console, visit, 409)
    return console.back(f"{PATH}/{one.part}", "ward_submit" if sends else "ward_draft")


def typed_values(
    console: Console, visit: Visit, part: str, before: Mapping[str, str]
) -> dict[str, str] | None:
    """What was typed into the form of a part, over what it said before; None, with what is wrong in
    `visit.errors`."""
    content = console.content
    typed = dict(before) | {
        name.removeprefix(PREFIX): text
        for name, text in visit.form.items()
        if name.startswith(PREFIX)
    }
    try:
        values = read_values(content.ward, part, typed, visit.today)
        wrong = laws.faults(content, part, values) if law_named(part) else {}
    except WardUnread as fault:
        wrong = fault.all
    visit.errors |= {f"{PREFIX}{field}": why for field, why in wrong.items()}
    return None if wrong else values


async def act(console: Console, visit: Visit) -> Response:
    """One move of a version, or back to an earlier one."""
    do, ask = asked(visit)
    name = str(visit.request.path_params["part"])[:PART_LIMIT]
    if visit.errors:
        return await _page(console, visit, 400)

    def work(tx: Transaction) -> None:
        one = _find(tx, console, visit)
        visit.require_as_seen({}, one.seen)
        ward_settings.do(tx, console.content, one, do, ask)

    try:
        await console.write(visit, f"ward.{do}", f"ward:{name}", work)
    except DeskRefused as refusal:
        visit.errors["act"] = str(refusal)
        return await _page(console, visit, 409)
    await console.catch_up()
    if do == DeskMove.PUBLISH and name in CLOCKS:
        # By the days and hours that are served now; what is due by then waits for them anyway.
        moved, told = await console.database.transaction(
            lambda tx: schedules.move_scheduled(tx, console.content, visit.now)
        )
        if moved:
            console.wake()
            return console.back(f"{PATH}/{name}", "ward_publish_clock", staff=told)
        return console.back(f"{PATH}/{name}", "ward_publish_clock")
    if do == DeskMove.PUBLISH and law_named(name):
        return console.back(f"{PATH}/{name}", "ward_publish_law")
    return console.back(f"{PATH}/{name}", f"ward_{do}")
