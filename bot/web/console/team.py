"""Tổ tư vấn: its members, who is on duty by half day, who is away."""

from datetime import date
from typing import Any

from starlette.responses import Response

from bot.web.console.console import Console, Place
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from content.vietnamese import paper_day, read_typed_day
from handlers.live import team
from handlers.people.permissions import Action
from handlers.people.removed import TakenAway
from storage.audit import Deed
from storage.database import Transaction
from storage.handoff_models import DutyTurn, Half, StaffAbsence, TeamMember

PATH = "/to-tu-van"
BOTH = "both"
HALVES = (*(str(half) for half in Half), BOTH)


async def show(console: Console, visit: Visit) -> Response:
    return await page(console, visit)


async def page(console: Console, visit: Visit, status: int = 200) -> Response:
    monday = _monday(visit)

    def work(tx: Transaction) -> dict[str, Any]:
        people = {one.id: one for one in tx.staff.all()}
        return {
            "now_on": team.now_on_duty(tx, console.content, visit.now),
            "week": team.week(tx, console.content, monday),
            "members": tx.duties.members(),
            "absences": tx.duties.absences(visit.today),
            "people": people,
            "candidates": team.candidates(tx),
        }

    return console.render(
        visit,
        "team",
        status,
        monday=monday,
        before=_paper(visit, monday - team.WEEK),
        after=_paper(visit, monday + team.WEEK),
        first=paper_day(max(monday, visit.today)),
        halves=list(Half),
        as_form=_as_form,
        edits=visit.may(Action.PLAN_DUTY),
        **await console.read(work),
    )


async def put_member(console: Console, visit: Visit) -> Response:
    """Takes somebody in, or changes what they see to."""
    person, deputy = visit.picked("member"), visit.picked("deputy")
    subjects = visit.lists.get("subjects", [])

    def work(tx: Transaction) -> TeamMember:
        known = tx.duties.member(person)
        visit.require_as_seen(_as_form(known) if known else {}, *([known] if known else []))
        return team.put_member(tx, console.content, person, subjects, deputy)

    await console.write(visit, "duty.member", f"staff:{person}", work)
    return console.back(PATH, "saved", anchor="thanh-vien")


async def drop_member(console: Console, visit: Visit) -> Response:
    person = visit.picked("member")

    def work(tx: Transaction) -> None:
        member = tx.duties.member(person)
        if member is None:
            raise TakenAway(f"staff:{person}", Deed.DUTY_LEAVE)
        visit.require_as_seen({}, member)
        team.drop_member(tx, person, visit.today)

    await console.write(visit, "duty.leave", f"staff:{person}", work)
    return console.back(PATH, "saved", anchor="thanh-vien")


async def plan(console: Console, visit: Visit) -> Response:
    """Puts a member on duty for a half day or both."""
    day = visit.day("day", near=_monday(visit))
    person, deputy = visit.picked("member"), visit.picked("deputy")
    half = visit.choice("half", HALVES)
    if day is None or visit.errors:
        return await page(console, visit, 400)
    halves = list(Half) if half == BOTH else [Half(half)]

    def work(tx: Transaction) -> None:
        subject = visit.text("subject")
        team.plan(tx, console.content, person, day, halves, subject, deputy, visit.today)

    await console.write(visit, "duty.add", f"staff:{person}", work, unseen=Unseen.ADDS, day=day)
    return console.back(_week(day), "saved", anchor="lich")


async def unplan(console: Console, visit: Visit) -> Response:
    number, monday = visit.picked("duty"), _monday(visit)

    def work(tx: Transaction) -> DutyTurn:
        turn = tx.duties.get(number)
        if turn is None:
            raise TakenAway(f"duty:{number}", Deed.DUTY_REMOVE)
        visit.require_as_seen({}, turn)
        visit.note(day=turn.day, name=_name(tx, turn.staff_id))
        return team.unplan(tx, turn)

    await console.write(visit, "duty.remove", f"duty:{number}", work)
    return console.back(_week(monday), "saved", anchor="lich")


async def copy(console: Console, visit: Visit) -> Response:
    """The week as the one before it."""
    monday = _monday(visit)

    def work(tx: Transaction) -> int:
        copied = team.copy_week(tx, monday, visit.today)
        visit.note(count=copied)
        return copied

    copied = await console.write(visit, "duty.copy", f"day:{monday}", work, unseen=Unseen.ADDS)
    return console.back(_week(monday), "saved" if copied else "duty_none_copied", anchor="lich")


async def go_away(console: Console, visit: Visit) -> Response:
    """Somebody is away from one day to another."""
    first = visit.day("first", near=visit.today)
    last = visit.day("last", near=first or visit.today)
    person, instead = visit.picked("away"), visit.picked("instead")
    half = visit.choice("half", ("", *(str(one) for one in Half)))
    if first is None or last is None or visit.errors:
        return await page(console, visit, 400)

    def work(tx: Transaction) -> StaffAbsence:
        return team.go_away(tx, person, first, last, half, instead)

    await console.write(
        visit, "duty.away", f"staff:{person}", work,
        unseen=Unseen.ADDS, since=first, until=last,
    )  # fmt: skip
    return console.back(PATH, "saved", anchor="nghi")


async def come_back(console: Console, visit: Visit) -> Response:
    number = visit.picked("absence")

    def work(tx: Transaction) -> None:
        absence = tx.duties.absence(number)
        if absence is None:
            raise TakenAway(f"duty:{number}", Deed.DUTY_BACK)
        visit.require_as_seen({}, absence)
        visit.note(since=absence.first_on, until=absence.last_on, name=_name(tx, absence.staff_id))
        team.come_back(tx, absence)

    await console.write(visit, "duty.back", f"duty:{number}", work)
    return console.back(PATH, "saved", anchor="nghi")


# ---- parts ----


def _monday(visit: Visit) -> date:
    """Of the week wanted: by any day of it, in the address or a form; else of this one."""
    wanted = visit.form.get("week", "") or visit.request.query_params.get("tuan", "")
    return team.monday_of(read_typed_day(wanted) or visit.today)


def _paper(visit: Visit, monday: date) -> str:
    """A week that may be looked at; "" where nothing is kept any more, or planned yet."""
    near = -team.KEPT <= monday - visit.today <= team.AHEAD
    return paper_day(monday) if near else ""


def _week(day: date) -> str:
    return f"{PATH}?tuan={paper_day(day)}"


def _as_form(member: TeamMember) -> dict[str, str]:
    return {
        "member": str(member.id),
        "subjects": "\n".join(member.subjects),
        "deputy": str(member.deputy_id or ""),
    }


def _name(tx: Transaction, staff_id: int) -> str:
    person = tx.staff.get(staff_id)
    return person.name if person is not None else ""


_PLAN = Action.PLAN_DUTY
PLACES = (
    Place(PATH, Action.HOLD_TALKS, show),
    Place(f"{PATH}/thanh-vien", _PLAN, put_member, ("POST",)),
    Place(f"{PATH}/thanh-vien/bo", _PLAN, drop_member, ("POST",)),
    Place(f"{PATH}/truc", _PLAN, plan, ("POST",)),
    Place(f"{PATH}/truc/bo", _PLAN, unplan, ("POST",)),
    Place(f"{PATH}/chep", _PLAN, copy, ("POST",)),
    Place(f"{PATH}/nghi", _PLAN, go_away, ("POST",)),
    Place(f"{PATH}/nghi/bo", _PLAN, come_back, ("POST",)),
)
