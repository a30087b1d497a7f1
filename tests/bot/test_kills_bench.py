"""The bench of kills, short: what it must say of any round."""

import os
from pathlib import Path

from bot.bench import kills


def test_kills_and_troubles_lose_and_double_nothing_on_any_channel(tmp_path: Path) -> None:
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
    # Outside sending hours nothing of the broadcast goes.
    assert sum(outcome["broadcast"].values()) in (0, 4 * kills.RECIPIENTS), outcome["broadcast"]
    assert set(outcome["desk"]) == {"assign", "answer", "approve", "edit", "arrive"}
    assert outcome["slowest_back_s"] < 10, outcome["back_s"]
    assert outcome["disk_filled"] or os.geteuid() != 0, "root could make no disk to fill"
