"""The bench of kills, short: what it must say of any round."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.bench import kills
from bot.bench.crowd import CHANNELS
from content.calendar import SendingDays


def test_kills_and_troubles_lose_and_double_nothing_on_any_channel(tmp_path: Path) -> None:
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
