"""What was published at the desk is written back as the same bytes, and shown beside the files."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.commands import overlay
from bot.commands.refusal import CommandRefused
from content.overlay import hash_of
from storage.entry_models import EntryAct, EntryState, EntryVersion
from tests.support.clock import START

FILE = "---\nquestion: x\n---\nMột.\n"
TEXT = "---\nquestion: x\n---\nHai, có dấu.\n"


def version(**given: object) -> EntryVersion:
    made = EntryVersion(
        1, "mon-bai", "thue", EntryAct.EDIT, EntryState.PUBLISHED, TEXT, (1,), START, START,
        base=hash_of(FILE),
    )  # fmt: skip
    return replace(made, **given)  # type: ignore[arg-type]  # fields by name


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    file = tmp_path / "faq" / "thue" / "mon-bai.md"
    file.parent.mkdir(parents=True)
    file.write_text(FILE, encoding="utf-8")
    return tmp_path


def test_what_is_exported_are_the_bytes_that_were_published(folder: Path) -> None:
    new = version(entry="tha-dieu", topic="phuong", base="")
    told = overlay.difference([version(), new], folder)
    assert "-Một." in told and "+Hai, có dấu." in told and "faq/phuong/tha-dieu.md" in told
    assert overlay.export([version(), new], folder).count("mon-bai.md") == 1
    for name in ("thue/mon-bai", "phuong/tha-dieu"):
        assert (folder / "faq" / f"{name}.md").read_bytes() == TEXT.encode()
    assert overlay.difference([version(), new], folder) == overlay.export([version()], folder)


def test_a_file_that_changed_meanwhile_is_asked_about(folder: Path) -> None:
    file = folder / "faq" / "thue" / "mon-bai.md"
    file.write_text(FILE.replace("Một", "Ba"), encoding="utf-8")
    assert "tệp đã đổi" in overlay.difference([version()], folder)
    with pytest.raises(CommandRefused):
        overlay.export([version()], folder)
    assert "Ba." in file.read_text(encoding="utf-8")
    overlay.export([version()], folder, sure=True)
    assert file.read_bytes() == TEXT.encode()


def test_figures_that_came_along_are_not_left_out_without_a_word(folder: Path) -> None:
    with pytest.raises(CommandRefused):
        overlay.export([version(facts="x:\n  meaning: y\n")], folder)
    assert (folder / "faq" / "thue" / "mon-bai.md").read_text(encoding="utf-8") == FILE
