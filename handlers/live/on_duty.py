"""Who is told that somebody wants a person: whoever is on duty this half of the day, then their
deputies, then everybody of the office who may hold talks, then who heads the ward's desk, then that
desk. Nobody who is away."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from content.calendar import local
from content.library import Content
from content.office_hours import USUAL, OfficeNow, hours_text, office_now, read_hours
from handlers.people.calendar import working_days
from handlers.people.permissions import Action, may
from storage.database import Transaction
from storage.handoff_models import DutyTurn, Half, Handoff, HandoffState, TeamMember
from storage.staff_links import WayKind
from storage.staff_models import Role, Staff

LIVE_FOR = timedelta(minutes=2)  # a page that is open says so every minute


def office(content: Content, now: datetime) -> OfficeNow:
    """Whether talks are opened at a moment (aware), and until when or from when on. By the hours
    the ward wrote, its noon and holidays included; by the usual ones where it wrote none, which is
    why no sentence may state them then (`knows_hours`)."""
    days = working_days(content.ward)
    found = office_now(content.ward.hours, days, now) or office_now(hours_text(USUAL), days, now)
    assert found is not None  # the usual hours can be read  # noqa: S101
    return found


def knows_hours(content: Content) -> bool:
    """Whether the ward wrote its hours."""
    return bool(read_hours(content.ward.hours).week)


def half_of(now: datetime) -> Half:
    return Half.MORNING if local(now).hour < 12 else Half.AFTERNOON


def is_on(tx: Transaction, now: datetime) -> bool:
    """Whether anybody who may hold talks can be told of one."""
    return bool(able(tx, now))


def able(tx: Transaction, now: datetime) -> list[Staff]:
    """Who can be told of a talk and take it: in a chat of theirs that is linked, or in the console
    by whoever can sign in there, told by a letter, by a browser, or by a page that is open now."""
    there = at_console(tx, now)
    return [
        one
        for one in tx.staff.all()
        if may(one, Action.HOLD_TALKS) and (one.id in there or _is_told(tx, one))
    ]


def at_console(tx: Transaction, now: datetime) -> set[int]:
    """Who has a page of the console open that shows and sounds that somebody waits."""
    live = tx.staff.live_since(now - LIVE_FOR)
    return {one.id for one in tx.staff.all() if one.id in live and not one.quiet}


def _is_told(tx: Transaction, staff: Staff) -> bool:
    used = {way.way for way in tx.staff_links.ways_of(staff.id) if way.is_used}
    return WayKind.CHAT in used or (bool(used) and staff.password is not None)


def tiers(tx: Transaction, content: Content, talk: Handoff, now: datetime) -> list[list[Staff]]:
    """Whom to tell first, then next, each once. Not the owner of the talk themselves."""
    everybody = able(tx, now)
    away = tx.duties.away(local(now).date(), half_of(now))
    own = tx.staff_links.staff_of(talk.contact_id) if talk.contact_id is not None else None
    here = {one.id: one for one in everybody if one.id not in away and one.id != own}
    team = {one.id: one for one in tx.duties.members()}
    duties = _planned(tx.duties.on(local(now).date(), half_of(now)), talk, team)
    first = [_there(duty, team, here, away) for duty in duties]
    deputies = [_deputy(duty, team) for duty in duties]
    of_office = [one.id for one in here.values() if one.office == talk.office]
    heads = [one.id for one in here.values() if Role.OWNER in one.roles]
    front = content.ward.front_office.id
    desk = [one.id for one in here.values() if one.office == front]
    found: list[list[Staff]] = []
    known: set[int] = set()
    for ids in (first, deputies, of_office, heads, desk):
        tier = [here[one] for one in dict.fromkeys(ids) if one in here and one not in known]
        known |= {one.id for one in tier}
        if tier:
            found.append(tier)
    return found


def next_to_tell(tx: Transaction, content: Content, talk: Handoff, now: datetime) -> list[Staff]:
    """The first of these who were not told yet and hold no talk; [] where there is nobody left."""
    busy = {one.holder_id for one in tx.handoffs.in_states((HandoffState.HELD,))}
    for tier in tiers(tx, content, talk, now):
        if left := [one for one in tier if one.id not in talk.told and one.id not in busy]:
            return left
    return []


def _planned(
    duties: Sequence[DutyTurn], talk: Handoff, team: Mapping[int, TeamMember]
) -> list[DutyTurn]:
    """Those of the subject wanted; where nobody is on duty for it, those for all."""

    def sees_to(duty: DutyTurn) -> tuple[str, ...]:
        member = team.get(duty.staff_id)
        return (duty.subject,) if duty.subject else member.subjects if member else ()

    own = [duty for duty in duties if talk.subject and talk.subject in sees_to(duty)]
    return own or [duty for duty in duties if not sees_to(duty)]


def _deputy(duty: DutyTurn, team: Mapping[int, TeamMember]) -> int | None:
    member = team.get(duty.staff_id)
    return duty.deputy_id or (member.deputy_id if member is not None else None)


def _there(
    duty: DutyTurn,
    team: Mapping[int, TeamMember],
    here: Mapping[int, Staff],
    away: Mapping[int, int | None],
) -> int:
    """Whoever is on duty; while they are away who stands in for them, else their deputy."""
    if duty.staff_id in here:
        return duty.staff_id
    return away.get(duty.staff_id) or _deputy(duty, team) or duty.staff_id
