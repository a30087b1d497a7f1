"""`donghanh city pack`: files of content become a pack that wards read, or a list of what is wrong
with them."""

from datetime import date
from pathlib import Path

import pytest

from bot.commands import pack as command
from bot.commands.refusal import CommandRefused
from content.facts import Facts
from content.library import FOLDER, Content
from content.overlay import fact_entry
from content.packs import read_pack

DAY = date(2026, 11, 21)
ANSWER = FOLDER / "faq" / "thue" / "mon-bai.md"
FIGURES = FOLDER / "facts" / "vay-von.yaml"


def test_files_are_put_together_and_signed(tmp_path: Path, content: Content) -> None:
    key, out = tmp_path / "key.pem", tmp_path / "pack.json"
    public = command.make_key(key).rpartition("PACK_KEY=")[2]
    assert key.stat().st_mode & 0o777 == 0o600
    made = command.make(content, [FIGURES, ANSWER], 4, DAY, withdrawn=["ten-cong-ty"])
    command.write(made, out)
    assert command.sign(out, key, "Sở Tài chính").endswith(public)
    read = read_pack(out.read_bytes(), public)
    assert (read.number, read.signer, read.withdrawn) == (4, "Sở Tài chính", ("ten-cong-ty",))
    assert read.items[-1].text == content.shelf.files.entries["mon-bai"].text
    assert fact_entry("lai_ho_ngheo") in read.entries
    with pytest.raises(CommandRefused):
        command.make_key(key)
    with pytest.raises(CommandRefused):
        command.sign(key, key, "Sở")


def test_a_new_figure_goes_along_with_the_answer_that_names_it(
    tmp_path: Path, content: Content
) -> None:
    facts = tmp_path / "moi.yaml"
    figure = FIGURES.read_text("utf-8").partition("lai_ho_ngheo:")[2].partition("\n\n")[0]
    facts.write_text(f"lai_moi:{figure}\n", encoding="utf-8")
    answer = tmp_path / "thue" / "mon-bai.md"
    answer.parent.mkdir()
    text = ANSWER.read_text("utf-8")
    answer.write_text(text.rstrip() + ' Lãi {{ fact("lai_moi") }}%.\n', encoding="utf-8")
    made = command.make(content, [answer, facts], 1, DAY)
    assert "lai_moi:" in made.items[-1].facts
    assert isinstance(content.knowledge.facts, Facts) and "lai_moi" not in content.knowledge.facts
    with pytest.raises(CommandRefused, match="mon-bai"):
        command.make(content, [answer], 1, DAY)  # nobody could say it without the figure


def test_what_no_ward_could_say_is_named(tmp_path: Path, content: Content) -> None:
    answer = tmp_path / "thue" / "mon-bai.md"
    answer.parent.mkdir()
    answer.write_text("no answer", encoding="utf-8")
    with pytest.raises(CommandRefused, match="mon-bai"):
        command.make(content, [answer], 1, DAY)
    with pytest.raises(CommandRefused, match="khong-co"):
        command.make(content, [], 1, DAY, withdrawn=["khong-co"])
    with pytest.raises(CommandRefused):
        command.make(content, [], 1, DAY)
    answer.write_bytes(b"\xff\xfe")
    with pytest.raises(CommandRefused, match="UTF-8"):
        command.make(content, [answer], 1, DAY)
