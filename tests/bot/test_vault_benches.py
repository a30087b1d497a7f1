"""The benches of backup and of kills, short: what they must say of any round."""

import random
from pathlib import Path

from bot.bench import kills, restoring


def test_a_backup_under_traffic_restores_whole_and_silent(tmp_path: Path) -> None:
    outcome = restoring.round_of(tmp_path, random.Random(1))
    assert outcome["handled"] > 0
    assert (outcome["whole"], outcome["sent_again"], outcome["erased_back"]) == (1, 0, 0)


def test_kills_on_two_channels_lose_and_double_nothing(tmp_path: Path) -> None:
    outcome = kills.run(tmp_path, 2)
    assert outcome["web_lost"] == outcome["web_doubled"] == outcome["telegram_doubled"] == 0
    back = outcome["slowest_back_s"]
    assert isinstance(back, float) and back < 10
