"""A wave of the survey that asks today."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from content.calendar import today
from content.library import Content
from handlers.survey import waves
from handlers.survey.waves import WaveWording
from storage.database import Transaction
from storage.staff_models import Role, Staff
from storage.survey_models import SurveyWave
from tests.support.clock import START
from tests.support.site import Site


def people(tx: Transaction) -> tuple[Staff, Staff]:
    """Who writes a wave, and who may approve it."""
    return _known(tx, "khaosat", Role.CLERK), _known(tx, "duyetks", Role.APPROVER)


def _known(tx: Transaction, login: str, role: Role) -> Staff:
    if (known := tx.staff.by_login(login)) is not None:
        return known
    person = Staff(
        id=tx.staff.ids.next(),
        login=login,
        name=login.title(),
        office="vanphong",
        roles=frozenset({role}),
        created_at=START,
    )
    return tx.staff.add(person)


def wording(content: Content, day: date, **changes: Any) -> WaveWording:
    """Twelve questions of the bank, for thirty days from `day` on."""
    plain = WaveWording("Khảo sát năm 2026", day, day + timedelta(days=30), content.survey[:12])
    return replace(plain, **changes)


def running_wave(tx: Transaction, content: Content, now: datetime, **changes: Any) -> SurveyWave:
    clerk, approver = people(tx)
    made = waves.make(tx, content, clerk, wording(content, today(now), **changes), now)
    return waves.approve(tx, waves.submit(tx, content, made, now), approver, now)


async def leads(at: Site, login: str, place: str) -> None:
    """Whoever has this account sees to that neighbourhood."""

    def work(tx: Transaction) -> None:
        known = tx.staff.by_login(login)
        assert known is not None
        tx.staff.save(replace(known, neighbourhood=place))

    await at.core.database.transaction(work)
