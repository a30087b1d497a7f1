"""A file that is not whole, not the one that ran last, or gone: refused in one line, never mended
in silence, never replaced by an empty one."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from storage import database
from storage.database import Fault, StorageError, StorageUnavailable, Transaction
from storage.engines.sqlite import checks
from tests.support.clock import START
from tests.support.forks import ROOT
from tests.support.program import donghanh, environment, program

PAGE = 4096


def fill(tx: Transaction) -> None:
    for number in range(300):
        contact = tx.contacts.meet("test", f"{number}", START)
        tx.outbox.add(contact.id, "x" * 500, START, dedupe_key=f"k{number}")


async def filled(folder: Path) -> Path:
    async with database.open(f"sqlite:///{folder}/a.db") as db:
        await db.transaction(fill)
    return folder / "a.db"


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def cut_odd(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 100)


def empty(path: Path) -> None:
    os.truncate(path, 0)


def junk_header(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"\x00" * 100)


def zero_middle(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2 // PAGE * PAGE)
        file.write(b"\x00" * PAGE * 3)


def edit(statement: str) -> Callable[[Path], None]:
    def work(path: Path) -> None:
        connection = sqlite3.connect(path)
        connection.execute(statement)
        connection.commit()
        connection.close()

    return work


def damage_index(path: Path) -> None:
    """An index that lacks a row the table has: only the whole check sees it."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute(
        "UPDATE sqlite_master SET sql = replace(sql, 'dedupe_key IS NOT NULL',"
        " 'dedupe_key IS NOT NULL AND id < 0') WHERE name = 'outbox_once'"
    )
    connection.commit()
    connection.close()
    connection = sqlite3.connect(path)
    connection.execute("DELETE FROM outbox WHERE id = (SELECT max(id) FROM outbox)")
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute(
        "UPDATE sqlite_master SET sql = replace(sql, ' AND id < 0', '') WHERE name = 'outbox_once'"
    )
    connection.commit()
    connection.close()


DAMAGES = [
    truncate,
    cut_odd,
    empty,
    junk_header,
    zero_middle,
    damage_index,
    edit("DROP TABLE tick"),
    edit("DROP INDEX outbox_due"),
    edit("DROP TRIGGER audit_is_never_changed"),
    edit("ALTER TABLE contact DROP COLUMN rest_until"),
]


@pytest.mark.parametrize("damage", DAMAGES)
async def test_a_damaged_file_is_refused_in_one_line(
    damage: Callable[[Path], None], tmp_path: Path
) -> None:
    path = await filled(tmp_path)
    damage(path)
    before = path.read_bytes()
    with pytest.raises(StorageError) as error:
        async with database.open(f"sqlite:///{path}"):
            pass
    said = str(error.value)
    assert "\n" not in said and "donghanh restore" in said
    if damage is empty:
        assert path.read_bytes() == before


async def test_damage_anywhere_is_found(tmp_path: Path) -> None:
    """Random bytes over one page in use, each in turn: refused, or nothing but unused space."""
    path = await filled(tmp_path)
    whole, chance = path.read_bytes(), random.Random(20261126)
    pages, missed = len(whole) // PAGE, []
    for page in range(0, pages, max(1, pages // 60)):
        path.write_bytes(whole[: page * PAGE] + chance.randbytes(PAGE) + whole[(page + 1) * PAGE :])
        try:
            async with database.open(f"sqlite:///{path}"):
                missed.append(page)
        except StorageError as error:
            assert "\n" not in str(error)
    assert missed == []


async def test_a_database_that_vanished_is_not_made_anew(tmp_path: Path) -> None:
    path = await filled(tmp_path)
    path.unlink()
    done = donghanh("run", "--port", "0", "--database", f"sqlite:///{path}")
    assert done.returncode != 0
    assert done.stderr.count("\n") == 1 and "trước đây có" in done.stderr
    assert not path.exists()


@pytest.mark.parametrize("with_log", [True, False])
async def test_a_copy_put_in_its_place_by_hand_is_not_taken_for_it(
    with_log: bool, tmp_path: Path
) -> None:
    """An older copy, with the log of the killed run beside it or without: rows would come back."""
    path = await filled(tmp_path)
    shutil.copy(path, tmp_path / "old.db")
    with program(tmp_path, "--database", f"sqlite:///{path}"):
        pass  # and killed
    assert (tmp_path / "a.db-wal").exists()
    if not with_log:
        (tmp_path / "a.db-wal").unlink()
    shutil.copy(tmp_path / "old.db", path)
    with pytest.raises(StorageError, match="không phải cơ sở dữ liệu của lần chạy trước"):
        async with database.open(f"sqlite:///{path}"):
            pass


def leave_a_log(path: Path) -> None:
    """A database of a process that ended in the middle."""
    code = (
        "import asyncio, os, sys; from storage import database;"
        " from tests.storage.test_damage import fill\n"
        "async def go():\n"
        "    async with database.open(sys.argv[1]) as db:\n"
        "        await db.transaction(fill); os._exit(0)\n"
        "asyncio.run(go())"
    )
    subprocess.run(
        [sys.executable, "-c", code, f"sqlite:///{path}"],
        cwd=ROOT,
        env=environment(),
        check=True,
    )


async def test_a_log_of_another_file_is_refused(tmp_path: Path) -> None:
    path = await filled(tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    leave_a_log(other / "b.db")
    shutil.copy(other / "b.db-wal", tmp_path / "a.db-wal")
    with pytest.raises(StorageError, match="không phải của"):
        async with database.open(f"sqlite:///{path}"):
            pass


def deleted(path: Path) -> None:
    path.unlink()


def moved(path: Path) -> None:
    path.rename(path.with_name("elsewhere.db"))


def log_deleted(path: Path) -> None:
    path.with_name(path.name + "-wal").unlink()


def overwritten(path: Path) -> None:
    shutil.copy(path.with_name("old.db"), path)


def renamed_over(path: Path) -> None:
    path.with_name("old.db").rename(path)


@pytest.mark.parametrize("act", [deleted, moved, log_deleted, overwritten, renamed_over])
async def test_what_goes_nowhere_is_not_acknowledged(
    act: Callable[[Path], None], tmp_path: Path
) -> None:
    path = await filled(tmp_path)
    shutil.copy(path, tmp_path / "old.db")
    async with database.open(f"sqlite:///{path}") as db:
        await db.transaction(lambda tx: tx.contacts.meet("test", "before", START))
        act(path)
        there = path.read_bytes() if path.exists() else None
        with pytest.raises(StorageUnavailable, match="đã bị xóa, chuyển đi hoặc thay"):
            await db.transaction(lambda tx: tx.contacts.meet("test", "after", START))
        assert db.fault is Fault.REPLACED
    # Nothing of ours was written into what somebody put there; nothing was made where nothing is.
    if act in (overwritten, renamed_over):
        assert path.read_bytes() == there
    if act in (deleted, moved):
        assert not path.exists()


@pytest.mark.parametrize("ending", ["-wal", "-shm"])
async def test_a_log_that_was_deleted_takes_nothing_acknowledged_with_it(
    ending: str, tmp_path: Path
) -> None:
    path = await filled(tmp_path)
    async with database.open(f"sqlite:///{path}") as db:
        await db.transaction(lambda tx: tx.contacts.meet("test", "before", START))
        path.with_name(path.name + ending).unlink()
        with pytest.raises(StorageUnavailable):
            await db.transaction(lambda tx: tx.contacts.meet("test", "after", START))
    async with database.open(f"sqlite:///{path}") as db:
        assert await db.transaction(lambda tx: tx.contacts.find("test", "before")) is not None


@pytest.mark.parametrize("act", [deleted, overwritten])
async def test_the_running_program_stops_with_one_line(
    act: Callable[[Path], None], tmp_path: Path
) -> None:
    path = await filled(tmp_path)
    shutil.copy(path, tmp_path / "old.db")
    with program(tmp_path, "--database", f"sqlite:///{path}") as (process, _):
        act(path)
        assert process.wait(15) == 2
    log = (tmp_path / "program.log").read_text().splitlines()
    assert any(line.startswith("Cơ sở dữ liệu") and "thay khi đang chạy" in line for line in log)
    assert not any("Traceback" in line for line in log)
    assert path.exists() is (act is overwritten)


@pytest.mark.parametrize("link", ["hard", "symbolic"])
async def test_another_name_is_the_same_file(link: str, tmp_path: Path) -> None:
    path = await filled(tmp_path)
    other = tmp_path / "other.db"
    with program(tmp_path, "--database", f"sqlite:///{path}"):
        if link == "hard":
            other.hardlink_to(path)
        else:
            other.symlink_to(path)
        done = donghanh("run", "--port", "0", "--database", f"sqlite:///{other}")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert ("liên kết cứng" if link == "hard" else "tiến trình Đồng Hành khác") in done.stderr


async def test_a_locked_file_with_another_name_lock_is_refused(tmp_path: Path) -> None:
    """The lock by name was deleted: the one on the file itself still holds."""
    path = await filled(tmp_path)
    with program(tmp_path, "--database", f"sqlite:///{path}"):
        (tmp_path / "a.db.lock").unlink()
        done = donghanh("run", "--port", "0", "--database", f"sqlite:///{path}")
    assert done.returncode == 2 and "tiến trình Đồng Hành khác" in done.stderr


async def test_a_look_beside_leaves_the_locks_of_the_running_program(tmp_path: Path) -> None:
    """Another process that opens and closes the file does not take itself for the last one."""
    path = await filled(tmp_path)
    with program(tmp_path, "--database", f"sqlite:///{path}"):
        assert donghanh("staff", "list", "--database", f"sqlite:///{path}").returncode == 0
        assert (tmp_path / "a.db-wal").exists()


COMMANDS = [
    ["run", "--port", "0"],
    ["migrate"],
    ["chat"],
    ["staff", "list"],
    ["staff", "add", "an", "--name", "An", "--role", "admin"],
    ["faq", "inbox"],
    ["faq", "unanswered"],
    ["demo", "--only-fill"],
]


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_folder_that_cannot_be_written_gives_one_line(
    arguments: list[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    done = donghanh(*arguments, "--database", f"sqlite:///{tmp_path}/file/a.db")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1, done.stderr


def test_a_full_disk_at_the_start_gives_one_line(tmp_path: Path) -> None:
    command = f"ulimit -f 20; exec {sys.executable} -m bot migrate --database"
    done = subprocess.run(
        ["/bin/bash", "-c", f"trap '' XFSZ; {command} sqlite:///{tmp_path}/a.db"],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1, done.stderr
    assert not (tmp_path / "a.db").exists()


def test_a_check_has_its_time(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "a.db")
    connection.execute("CREATE TABLE t (x)")
    connection.executemany("INSERT INTO t VALUES (?)", [("y" * 500,)] * 20_000)
    connection.commit()
    assert checks.damage(connection, 0.0) == ("", False)
    assert checks.damage(connection, 60.0) == ("", True)
    connection.close()
