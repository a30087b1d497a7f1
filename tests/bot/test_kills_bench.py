"""The bench of kills, short: what it must say of any round."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.bench import crowd, kills
from bot.bench.crowd import CHANNELS
from content.calendar import SendingDays
from tests.support.patience import PATIENCE_S


def test_kills_and_troubles_lose_and_double_nothing_on_any_channel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for limit in ("ANSWER_S", "WITHIN_S", "SETTLE_S"):  # how soon is the bench's to say
        monkeypatch.setattr(kills, limit, PATIENCE_S)
    # And how much at once: here, beside other tests, it must only be at work when it is killed.
    monkeypatch.setattr(kills, "RATE", kills.RATE / 4)
    monkeypatch.setattr(crowd, "PER_S", {name: rate / 4 for name, rate in crowd.PER_S.items()})
    days, now = SendingDays(), datetime.now(UTC)
    moments = (now + timedelta(days=off) for off in (-1, 0, 1))
    is_open = [days.sending_time(moment) <= moment for moment in moments]
    outcome = kills.run(
        tmp_path,
        [
            kills.Trouble("disk"),
            kills.Trouble("photos", kill=False),
            kills.Trouble("back", kill=False),
            kills.Trouble("forward", kill=False),
        ],
    )
    assert outcome["lost"] == {} and outcome["doubled"] == {} and outcome["faults"] == []
    assert outcome["still_waiting"] == 0
    assert all(outcome["acknowledged"].values()), outcome["acknowledged"]
    # Outside sending hours nothing of the broadcast goes; a clock a day off may be outside them.
    sent, everybody = sum(outcome["broadcast"].values()), 4 * kills.RECIPIENTS
    least = everybody if all(is_open) else 0
    assert least <= sent <= (everybody if any(is_open) else 0), outcome["broadcast"]
    assert set(outcome["desk"]) == {"assign", "answer", "approve", "edit", "arrive"}
    assert {after.split()[0] for after in outcome["back_s"]} == set(CHANNELS)  # how soon: the bench
    assert outcome["disk_filled"] or os.geteuid() != 0, "root could make no disk to fill"
