"""The bench of figures told over several messages reads its talks, and counts what is held."""

from pathlib import Path

import pytest

from bot.bench import told
from content.library import Content

TALKS = """\
tạp hóa tháng bán [40 triệu|takings/month] => 480tr
à nhầm, [25|!takings/month] thôi => 300tr

quán phở ngày [80 tô|count/day] => ?
"""


def test_every_talk_says_what_is_known_after_each_line() -> None:
    files = sorted(told.TALKS.glob("*.txt"))
    assert len(files) == 12
    for file in files:
        talks = list(told.talks_in(file))
        assert len(talks) == 120
        assert not any("|" in line.text or not line.text for talk in talks for line in talk)


@pytest.mark.parametrize(
    ("held", "year", "verdict"),
    [
        (None, None, "not_yet"),
        (None, (4.8e8, 4.8e8), "none"),
        ((4.8e8, 4.8e8), None, "too_early"),
        ((4.7e8, 4.8e8), (4.8e8, 4.8e8), "right"),
        ((1e8, 4.8e8), (4.8e8, 4.8e8), "wrong"),
        ((4.8e8, 4.8e8), (4e8, 5e8), "right"),
        ((3e8, 4.8e8), (4e8, 5e8), "wrong"),
    ],
)
def test_what_is_held_is_counted_beside_what_is_known(
    held: told.Ends | None, year: told.Ends | None, verdict: str
) -> None:
    assert told.verdict_on(held, year) == verdict


async def test_talks_are_played_line_by_line(tmp_path: Path, content: Content) -> None:
    file = tmp_path / "x.txt"
    file.write_text(TALKS, encoding="utf-8")
    assert await told.run(content, [file]) == {"x": {"right": 2, "not_yet": 1}}


def test_a_line_without_its_year_is_named(tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_text("tháng bán 40 triệu\n", encoding="utf-8")
    with pytest.raises(ValueError, match="40"):
        list(told.talks_in(file))
