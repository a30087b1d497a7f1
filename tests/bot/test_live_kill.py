"""The program is killed while an owner and an official write to each other on every channel."""

from pathlib import Path

from bot.bench import live


async def test_a_kill_loses_and_doubles_no_line_of_a_held_talk(tmp_path: Path) -> None:
    done = await live.run_kills(tmp_path, 3)
    assert done["starts"] == 4
    assert done["lost"] == {} == done["doubled"]
    assert done["talks"] == {"held": 4}
    assert min(done["lines"].values()) > 3
