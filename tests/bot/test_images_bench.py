"""The bench of mutated pictures, short: nothing but refusals comes out."""

from pathlib import Path

from bot.bench import images


def test_a_broken_picture_ends_as_a_refusal(tmp_path: Path) -> None:
    figures = images.run(tmp_path, 700)
    assert figures["escaped"] == {} and figures["left"] == 0
    assert figures["slowest_cpu_ms"] < 4000
    assert figures["ended"]["kept"] > 50 and figures["ended"]["not_a_photo"] > 50
