"""Who is told that somebody wants a person: whoever is on duty this half of the day, then their
deputies, then everybody of the office who may hold talks, then who heads the ward's desk, then that
desk. Nobody who is away."""

from collections.abc import Iterable
from datetime import datetime

from content.calendar import local
from content.library import Content
from content.office_hours import USUAL, OfficeNow, hours_text, office_now, read_hours
from handlers.people.calendar import working_days
from handlers.people.permissions import Action, may
from storage.database import Transaction
from storage.handoff_models import DutyTurn, Half, Handoff, HandoffState
from storage.staff_links import WayKind
from storage.staff_models import Role, Staff


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


def is_on(tx: Transaction) -> bool:
    """Whether anybody who may hold talks can be told of one."""
    return bool(_able(tx))


def _able(tx: Transaction) -> list[Staff]:
    """Who can take a talk: those who may, in a chat of theirs that is linked and takes messages. A
    letter or a browser tells of one, and nobody can talk through it."""
    return [
        one
        for one in tx.staff.all()
        if may(one, Action.HOLD_TALKS)
        and any(way.is_used and way.way is WayKind.CHAT for way in tx.staff_links.ways_of(one.id))
    ]


def tiers(tx: Transaction, content: Content, talk: Handoff, now: datetime) -> list[list[Staff]]:
    """Whom to tell first, then next, each once. Not the owner of the talk themselves."""
    everybody = _able(tx)
    away = tx.duties.away(local(now).date(), half_of(now))
    own = tx.staff_links.staff_of(talk.contact_id) if talk.contact_id is not None else None
    here = {one.id: one for one in everybody if one.id not in away and one.id != own}
    duties = _planned(tx.duties.on(local(now).weekday(), half_of(now)), talk)
    first = [_there(duty, here) for duty in duties]
    deputies = [duty.deputy_id for duty in duties]
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


def _planned(duties: Iterable[DutyTurn], talk: Handoff) -> list[DutyTurn]:
    """Those of the subject wanted; where nobody is on duty for it, those for all."""
    listed = list(duties)
    own = [duty for duty in listed if talk.subject and duty.subject == talk.subject]
    return own or [duty for duty in listed if not duty.subject]


def _there(duty: DutyTurn, here: dict[int, Staff]) -> int:
    """Whoever is on duty; their deputy while they are away."""
    if duty.staff_id in here or duty.deputy_id is None:
        return duty.staff_id
    return duty.deputy_id
