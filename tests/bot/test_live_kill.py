"""The program is killed while owners write to officials on every channel and at the console; and
three take one talk at once."""

from pathlib import Path

import pytest

from bot.bench import live
from tests.support.patience import PATIENCE_S


async def test_a_kill_loses_and_doubles_no_line_of_a_held_talk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "SETTLE_S", PATIENCE_S)  # less by far where nothing else runs
    done = await live.run_kills(tmp_path, 3)
    assert done["starts"] == 4
    assert done["lost"] == {} == done["doubled"]
    assert done["talks"] == {"held": 5}
    assert len(done["lines"]) == 10 and min(done["lines"].values()) > 1


async def test_of_three_who_take_a_talk_two_of_them_at_the_console_one_has_it(
    tmp_path: Path,
) -> None:
    done = await live.run_takes(tmp_path, 2)
    assert done == {"takes": 2, "one_holds_it": 2, "others_told": 2, "came_once": 2}
