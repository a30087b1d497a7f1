"""The bench of backups, short: what it must say of any round."""

import random
from pathlib import Path

from bot.bench import restoring


def test_a_backup_under_traffic_restores_whole_and_silent(tmp_path: Path) -> None:
    outcome = restoring.round_of(tmp_path, random.Random(1))
    assert outcome["handled"] > 0
    assert (outcome["whole"], outcome["sent_again"], outcome["erased_back"]) == (1, 0, 0)
