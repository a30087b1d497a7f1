"""A fault in one duty of the heartbeat ends none of the others."""

from datetime import datetime
from pathlib import Path

import pytest

from bot.core.schedule import beat
from content.library import Content
from handlers.clock import upkeep
from storage.database import Transaction
from tests.support.play import playing


@pytest.mark.parametrize("broken", [*upkeep.DUTIES])
async def test_a_duty_that_fails_leaves_the_others(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    done: list[str] = []

    def duty(name: str) -> None:
        def work(tx: Transaction, content: Content, now: datetime) -> None:
            if name == broken:
                raise RuntimeError("broken")
            done.append(name)

        monkeypatch.setitem(dict_of_duties, name, work)

    dict_of_duties = dict(upkeep.DUTIES)
    for name in upkeep.DUTIES:
        duty(name)
    monkeypatch.setattr(upkeep, "DUTIES", dict_of_duties)
    async with playing(tmp_path, content) as (core, _):
        now = datetime.fromisoformat("2026-11-26T02:00:00+00:00")
        await beat(core.database, content, now, core.photos, sweeping=True)
    assert set(done) == set(upkeep.DUTIES) - {broken}
