"""What was published at the desk is written back as the same bytes, and shown beside the files."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.commands import overlay
from bot.commands.refusal import CommandRefused
from content.go_live import lacking
from content.library import FOLDER
from content.overlay import hash_of, ward_entry
from content.ward import load_ward
from content.ward_parts import WardPart, laid, office_part, part_text, parts_of, values_of
from storage import database
from storage.database import Transaction
from storage.entry_models import EntryAct, EntryState, EntryVersion
from tests.support.clock import START
from tests.support.engine import address

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
    told = overlay.difference([version(), new], overlay.Files(folder))
    assert "-Một." in told and "+Hai, có dấu." in told and "faq/phuong/tha-dieu.md" in told
    assert overlay.export([version(), new], overlay.Files(folder)).count("mon-bai.md") == 1
    for name in ("thue/mon-bai", "phuong/tha-dieu"):
        assert (folder / "faq" / f"{name}.md").read_bytes() == TEXT.encode()
    assert overlay.difference([version(), new], overlay.Files(folder)) == overlay.export(
        [version()], overlay.Files(folder)
    )


def test_a_file_that_changed_meanwhile_is_asked_about(folder: Path) -> None:
    file = folder / "faq" / "thue" / "mon-bai.md"
    file.write_text(FILE.replace("Một", "Ba"), encoding="utf-8")
    assert "tệp đã đổi" in overlay.difference([version()], overlay.Files(folder))
    with pytest.raises(CommandRefused):
        overlay.export([version()], overlay.Files(folder))
    assert "Ba." in file.read_text(encoding="utf-8")
    overlay.export([version()], overlay.Files(folder), sure=True)
    assert file.read_bytes() == TEXT.encode()


def test_figures_that_came_along_are_not_left_out_without_a_word(folder: Path) -> None:
    with pytest.raises(CommandRefused):
        overlay.export([version(facts="x:\n  meaning: y\n")], overlay.Files(folder))
    assert (folder / "faq" / "thue" / "mon-bai.md").read_text(encoding="utf-8") == FILE


def test_a_figure_is_written_in_its_place_among_the_others(folder: Path) -> None:
    first, last = "mot:\n  meaning: a\n", "ba:\n  meaning: c\n"
    file = folder / "facts" / "thue.yaml"
    file.parent.mkdir()
    file.write_text(f"# Số\n\n{first}\nhai:\n  meaning: b\n\n{last}", encoding="utf-8")
    base = hash_of("hai:\n  meaning: b\n")
    now = "hai:\n  meaning: khác\n"
    two = version(entry="fact:hai", topic="", text="", facts=now, base=base)
    new = version(entry="fact:bon", topic="", text="", facts="bon:\n  meaning: d\n", base="")
    came = version(facts="bon:\n  meaning: d\n")
    assert "+  meaning: khác" in overlay.difference([two], overlay.Files(folder))
    overlay.export([came, two, new], overlay.Files(folder))
    assert file.read_text(encoding="utf-8") == f"# Số\n\n{first}\n{now}\n{last}"
    assert (folder / "facts" / "phuong.yaml").read_text(encoding="utf-8") == new.facts
    assert overlay.difference([came, two, new], overlay.Files(folder)) == overlay.export(
        [two, new], overlay.Files(folder)
    )


def settings(part: str, base: str = "", **values: str) -> EntryVersion:
    text = part_text(values)
    return version(entry=ward_entry(part), topic="", text=text, base=base)


def test_the_ward_s_settings_are_written_into_its_file_and_read_back_the_same(
    folder: Path,
) -> None:
    file = folder / "ward.toml"
    file.write_bytes((FOLDER / "ward.toml").read_bytes())
    was, files = load_ward(file), overlay.Files(folder)
    given = {
        WardPart.HOURS: {"week": "7:30-11:30 và 13:30-17:00", "saturday": "7:30-11:30"},
        WardPart.SENDING: {"sending": "8:30-10:30"},
        WardPart.PLACES: {"neighbourhoods": "TDP 1\nTDP “Ngõ” \\ Đá"},
        WardPart.SIGNING: {
            "chairman": 'Trần "Ba"', "vice_chairman": "B", "place": was.place,
            "government_law": "số 1", "team_plan": "số 2",
        },
        WardPart.GENERAL: values_of(was, WardPart.GENERAL)
        | {"privacy_contact": "C", "reception": "Sáng thứ Năm\nPhòng 1"},
        WardPart.HOTLINES: dict(was.hotlines) | {"bhxh": "1900 0000"},
        office_part("kthtdt"): values_of(was, office_part("kthtdt")) | {"phone": "0225 3 111 222"},
        office_part("thue"): values_of(was, office_part("thue")) | {"above": "Thuế thành phố"},
        office_part("nha_van_hoa"): {
            "name": "Nhà văn hóa", "about": "", "address": "", "phone": "", "hall": "1",
        },
    }  # fmt: skip
    versions, will = [], was
    for part, values in given.items():
        known = part in parts_of(was)
        base = hash_of(part_text(values_of(was, part))) if known else ""
        held = any(values_of(was, part).values())
        versions.append(settings(part, base if held else "", **values))
        will = laid(will, part, values)
    assert "+phone" in overlay.difference(versions, files)
    assert overlay.export(versions, files).count("ward.toml") == 1
    assert load_ward(file) == will
    text = file.read_text(encoding="utf-8")
    assert "# Người ký văn bản; trống thì bản nháp để [...]" in text  # what explains stays
    assert "answer_days = 7          # tiếp nhận" in text
    assert lacking(will) == []
    written = file.read_bytes()
    assert overlay.export(versions, files) == overlay.difference(versions, files)
    assert file.read_bytes() == written


async def test_a_ward_is_ready_by_what_was_published_too(tmp_path: Path) -> None:
    ward, url = load_ward(FOLDER / "ward.toml"), address(tmp_path)
    assert await overlay.in_force(url, ward) is ward  # no database yet

    def work(tx: Transaction) -> None:
        tx.entries.add(settings(WardPart.SIGNING, chairman="A", vice_chairman="B"))

    async with database.open(url) as db:
        await db.transaction(work)
    now = await overlay.in_force(url, ward)
    assert (now.chairman, now.place) == ("A", ward.place)
    assert len(lacking(now)) == len(lacking(ward)) - 2
