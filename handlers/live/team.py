"""The advisory team: who is in it and sees to what, who is on duty on which half of a day, who is
away and who stands in. It decides whom `on_duty` tells first."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from content.calendar import local
from content.library import Content
from content.people import by_name
from handlers.live import on_duty
from handlers.people.calendar import working_days
from handlers.people.permissions import Action, may
from handlers.people.refusing import NotDone
from storage.database import Transaction
from storage.handoff_models import (
    DutyTurn,
    Half,
    Handoff,
    HandoffState,
    HandoffWhy,
    StaffAbsence,
    TeamMember,
)
from storage.staff_models import Staff

WEEK = timedelta(days=7)
KEPT, AHEAD = timedelta(days=90), timedelta(days=182)  # of the plan, back and ahead
LONGEST_AWAY = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """Somebody on duty, by name; `deputy` and `instead` "" for nobody. `is_away`: then `instead`,
    else the deputy, is told."""

    turn: DutyTurn
    name: str
    subjects: Sequence[str]
    deputy: str
    is_away: bool
    instead: str


@dataclass(frozen=True, slots=True)
class DutyDay:
    """A day of the plan. `halves`: whoever is on duty, by half of the day."""

    day: date
    is_working: bool
    halves: Mapping[Half, Sequence[ShownTurn]]


@dataclass(frozen=True, slots=True)
class NowOnDuty:
    """`is_open`: talks are opened now. `there`: who is on duty; `order`: whom a wish without a
    subject would be told to, first to last."""

    is_open: bool
    there: Sequence[ShownTurn]
    order: Sequence[Sequence[str]]


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


# ---- what is shown ----


def week(tx: Transaction, content: Content, monday: date) -> list[DutyDay]:
    """Seven days from a Monday on."""
    days = [monday + timedelta(days=n) for n in range(7)]
    turns = tx.duties.between(days[0], days[-1])
    working = working_days(content.ward)
    return [
        DutyDay(
            day,
            working.is_working(day),
            {
                half: _shown(tx, content, [t for t in turns if (t.day, t.half) == (day, half)])
                for half in Half
            },
        )
        for day in days
    ]


def now_on_duty(tx: Transaction, content: Content, now: datetime) -> NowOnDuty:
    day, half = local(now).date(), on_duty.half_of(now)
    front = content.ward.front_office.id
    wish = Handoff(0, None, HandoffState.WAITING, HandoffWhy.ASKED, "", front, now)
    return NowOnDuty(
        on_duty.office(content, now).is_open,
        _shown(tx, content, tx.duties.on(day, half)),
        [[one.name for one in tier] for tier in on_duty.tiers(tx, content, wish, now)],
    )


def _shown(tx: Transaction, content: Content, turns: Sequence[DutyTurn]) -> list[ShownTurn]:
    names = {one.id: one.name for one in tx.staff.all()}
    team = {one.id: one for one in tx.duties.members()}
    found = []
    for turn in turns:
        away = tx.duties.away(turn.day, turn.half)
        member = team.get(turn.staff_id, TeamMember(turn.staff_id))
        subjects = (turn.subject,) if turn.subject else member.subjects
        found.append(
            ShownTurn(
                turn,
                names.get(turn.staff_id, ""),
                [content.fields[one].name for one in subjects if one in content.fields],
                names.get(turn.deputy_id or member.deputy_id or 0, ""),
                turn.staff_id in away,
                names.get(away.get(turn.staff_id) or 0, ""),
            )
        )
    return found


def candidates(tx: Transaction) -> list[Staff]:
    """Whoever may hold talks: of these the team is made, and who stands in."""
    return by_name(one for one in tx.staff.all() if may(one, Action.HOLD_TALKS))


# ---- what is planned ----


def put_member(
    tx: Transaction, content: Content, staff_id: int, subjects: Collection[str], deputy_id: int
) -> TeamMember:
    """Takes somebody in, or changes what they see to. Raises NotDone."""
    _check(tx, "member", staff_id)
    if deputy_id:
        _check(tx, "deputy", deputy_id, not_=staff_id)
    known = tuple(name for name in content.fields if name in subjects)
    return tx.duties.put(TeamMember(staff_id, known, deputy_id or None))


def drop_member(tx: Transaction, staff_id: int, today: date) -> None:
    """Out of the team, and off every duty from today on."""
    tx.duties.leave(staff_id, today)


def plan(
    tx: Transaction,
    content: Content,
    staff_id: int,
    day: date,
    halves: Collection[Half],
    subject: str,
    deputy_id: int,
    today: date,
) -> None:
    """Puts a member on duty. Raises NotDone: of a day that is over (`duty_past`), of nobody of the
    team (`team_no_member`), or where they are on duty already (`duty_there`)."""
    if day < today:
        raise NotDone("day", "duty_past")
    if tx.duties.member(staff_id) is None:
        raise NotDone("member", "team_no_member")
    if deputy_id:
        _check(tx, "deputy", deputy_id, not_=staff_id)
    field = subject if subject in content.fields else ""
    new = [
        tx.duties.add(DutyTurn(tx.duties.ids.next(), staff_id, day, half, field, deputy_id or None))
        for half in halves
    ]
    if not any(new):
        raise NotDone("day", "duty_there")


def unplan(tx: Transaction, turn: DutyTurn) -> DutyTurn:
    tx.duties.remove(turn.id)
    return turn


def copy_week(tx: Transaction, monday: date, today: date) -> int:
    """Plans a week as the one before it, from today on; whoever left the team or is away then is
    left out. How many half days were new."""
    team = {one.id for one in tx.duties.members()}
    added = 0
    for turn in tx.duties.between(monday - WEEK, monday - timedelta(days=1)):
        day = turn.day + WEEK
        if day < today or turn.staff_id not in team:
            continue
        if turn.staff_id in tx.duties.away(day, turn.half):
            continue
        added += tx.duties.add(
            DutyTurn(
                tx.duties.ids.next(), turn.staff_id, day, turn.half, turn.subject, turn.deputy_id
            )
        )
    return added


def go_away(
    tx: Transaction, staff_id: int, first: date, last: date, half: str, instead_id: int
) -> StaffAbsence:
    """Somebody is away from one day to another. Raises NotDone."""
    _check(tx, "away", staff_id)
    if last < first or last - first > LONGEST_AWAY:
        raise NotDone("last", "absence_span")
    if instead_id:
        _check(tx, "instead", instead_id, not_=staff_id)
    made = StaffAbsence(tx.duties.ids.next(), staff_id, first, last, half, instead_id or None)
    return tx.duties.add_absence(made)


def come_back(tx: Transaction, absence: StaffAbsence) -> None:
    tx.duties.remove_absence(absence.id)


def _check(tx: Transaction, field: str, staff_id: int, *, not_: int = 0) -> None:
    """Somebody who may hold talks, and is not the one it is about."""
    person = tx.staff.get(staff_id)
    if person is None or not may(person, Action.HOLD_TALKS) or staff_id == not_:
        raise NotDone(field, "team_cannot")
