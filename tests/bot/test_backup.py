"""Backup beside the traffic, restore: whole, nothing sent by itself, nobody erased comes back."""

import asyncio
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.core import guard
from bot.files import backup, restore
from bot.files.backup import BackupFailed
from bot.files.restore import Restored, RestoreRefused
from content.library import Content
from handlers.own_data import erasure
from storage import database
from storage.database import Fault, StorageError, Transaction
from storage.engines.sqlite import checks, gone_list, swap
from storage.gone import GoneLine
from storage.handoff_models import Handoff, HandoffLine, HandoffState, HandoffWhy, LineSide
from storage.models import Kind
from storage.question_models import Consent, Purpose
from tests.support.program import donghanh, program

NOW = datetime(2026, 11, 26, 14, 30, tzinfo=UTC)
NAME = "Trần Thị Quên"


def fill(tx: Transaction) -> int:
    contact = tx.contacts.meet("telegram", "7", NOW)
    tx.people.keep_profile(contact.id, NOW, {"name": NAME})
    tx.people.agree(
        Consent(tx.people.ids.next(), contact.id, Purpose.BROADCAST, "x", "telegram", NOW)
    )
    tx.subscriptions.add(contact.id, "thue", NOW)
    tx.outbox.add(contact.id, '{"text": "reply"}', NOW)
    tx.outbox.add(contact.id, '{"text": "notice"}', NOW, kind=Kind.NOTICE, dedupe_key="n1")
    return contact.id


@pytest.fixture
async def url(tmp_path: Path) -> str:
    made = f"sqlite:///{tmp_path}/data/d.db"
    async with database.open(made) as db:
        await db.transaction(fill)
    for folder in backup.FOLDERS:
        (tmp_path / "data" / folder).mkdir()
    return made


def rows(path: Path, statement: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


async def backed_up(tmp_path: Path, at: datetime = NOW) -> Path:
    return (await backup.back_up(tmp_path / "data/d.db", tmp_path / "b", at)).folder


async def test_a_backup_holds_all_of_one_moment(tmp_path: Path, url: str) -> None:
    (tmp_path / "data/photos/nobody.jpg").write_bytes(b"x")
    for name in ("kept.jpg", "talk.pdf"):
        (tmp_path / "data/photos" / name).write_bytes(b"photo")
    async with database.open(url) as db:
        await db.transaction(lambda tx: _with_photo(tx, "kept.jpg"))
        await db.transaction(lambda tx: _in_talk(tx, "talk.pdf"))
        await db.transaction(lambda tx: _with_photo(tx, "lost.jpg"))
        made = await backup.back_up(tmp_path / "data/d.db", tmp_path / "b", NOW)
    assert made.folder.name == "donghanh-2026-11-26-2130"
    assert made.missing == ("photos/lost.jpg",)
    there = {path.name for path in (made.folder / "photos").iterdir()}
    assert there == {"kept.jpg", "talk.pdf"}
    backup.checked(made.folder)
    for path in (made.folder, *made.folder.rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600)
    assert not list((tmp_path / "b").glob(".unfinished-*"))


def _with_photo(tx: Transaction, name: str) -> None:
    contact = tx.contacts.meet("telegram", "7", NOW)
    tx.questions._db.execute(  # a row and no more
        "INSERT INTO photo (name, contact_id, size, created_at) VALUES (:n, :c, 1, :at)",
        {"n": name, "c": contact.id, "at": NOW.isoformat()},
    )


def _in_talk(tx: Transaction, name: str) -> None:
    contact = tx.contacts.meet("telegram", "7", NOW)
    talk = Handoff(1, contact.id, HandoffState.WAITING, HandoffWhy.ASKED, "", "kthtdt", NOW)
    assert tx.handoffs.open(talk)
    tx.handoffs.add_line(HandoffLine(2, 1, contact.id, NOW, LineSide.OWNER, "", photo=name))


async def test_a_restored_ward_has_the_files_of_its_talks(
    tmp_path: Path, url: str, content: Content
) -> None:
    (tmp_path / "data/photos/talk.pdf").write_bytes(b"paper")
    async with database.open(url) as db:
        await db.transaction(lambda tx: _in_talk(tx, "talk.pdf"))
    folder = await backed_up(tmp_path)
    (tmp_path / "data/photos/talk.pdf").unlink()
    await restore.restore(url, folder, content, NOW)
    assert (tmp_path / "data/photos/talk.pdf").read_bytes() == b"paper"


async def test_old_backups_go_and_the_new_one_stays(tmp_path: Path, url: str) -> None:
    old = await backed_up(tmp_path, NOW - timedelta(days=36))
    young = await backed_up(tmp_path, NOW - timedelta(days=34))
    new = await backed_up(tmp_path)
    assert not old.exists() and young.exists() and new.exists()
    other = await backed_up(tmp_path)
    assert other.name == f"{new.name}-2"


@pytest.mark.parametrize("what", ["d.db", "SHA256SUMS", "erasures", "backup.json", "photo", "more"])
async def test_a_backup_that_is_not_whole_is_refused(
    what: str, tmp_path: Path, url: str, content: Content
) -> None:
    folder = await backed_up(tmp_path)
    match what:
        case "d.db":
            with (folder / backup.DATABASE).open("r+b") as file:
                file.seek(9000)
                file.write(b"?")
        case "photo":
            (folder / "photos" / "a.jpg").write_bytes(b"x")
        case "more":
            (folder / "photos").rmdir()
            (folder / backup.DATABASE).unlink()
        case name:
            with (folder / name).open("ab") as file:
                file.write(b"{x")
    before = (tmp_path / "data/d.db").read_bytes()
    with pytest.raises(RestoreRefused) as error:
        await restore.restore(url, folder, content, NOW)
    assert "\n" not in str(error.value)
    assert (tmp_path / "data/d.db").read_bytes() == before


async def restored(tmp_path: Path, url: str, folder: Path, content: Content) -> Restored:
    return await restore.restore(url, folder, content, NOW + timedelta(hours=2))


async def test_who_was_erased_since_stays_erased(
    tmp_path: Path, url: str, content: Content
) -> None:
    folder = await backed_up(tmp_path)
    async with database.open(url) as db:
        contact = await db.transaction(lambda tx: tx.contacts.find("telegram", "7"))
        assert contact is not None
        later = NOW + timedelta(hours=1)
        await db.transaction(lambda tx: erasure.erase(tx, content, contact.id, later))
    listed = gone_list.list_of(tmp_path / "data/d.db").read_text()
    assert NAME not in listed and '"7"' not in listed
    for ending in ("", "-wal"):  # even when the whole database is lost meanwhile
        (tmp_path / f"data/d.db{ending}").unlink(missing_ok=True)
    outcome = await restored(tmp_path, url, folder, content)
    assert outcome.erased_again > 0
    path = tmp_path / "data/d.db"
    assert rows(path, "SELECT count(*) FROM profile") == [(0,)]
    assert rows(path, "SELECT count(*) FROM subscription") == [(0,)]
    assert rows(path, "SELECT count(*) FROM consent WHERE withdrawn_at IS NULL") == [(0,)]
    assert rows(path, "SELECT count(*) FROM outbox WHERE contact_id = 7") == [(0,)]
    everything = b"".join(p.read_bytes() for p in (tmp_path / "data").glob("d.db*"))
    assert NAME.encode() not in everything
    # A second restore, of the same: the list has outlived the first.
    assert (await restored(tmp_path, url, folder, content)).erased_again > 0


async def test_who_was_erased_since_stays_erased_when_the_machine_is_lost(
    tmp_path: Path, url: str, content: Content
) -> None:
    later = datetime.now(UTC)  # a line is stamped by the database itself
    folder = await backed_up(tmp_path, later - timedelta(hours=1))
    async with database.open(url) as db:
        mirror = guard.Mirror(db.path, tmp_path / "b", lambda: later)
        contact = await db.transaction(lambda tx: tx.contacts.find("telegram", "7"))
        assert contact is not None
        await mirror.look()
        await db.transaction(lambda tx: erasure.erase(tx, content, contact.id, later))
        await mirror.look()
    mirrored = (tmp_path / "b" / backup.MIRROR).read_text()
    assert mirrored and NAME not in mirrored and '"7"' not in mirrored
    assert (tmp_path / "b" / backup.MIRROR).stat().st_mode & 0o077 == 0
    shutil.rmtree(tmp_path / "data")
    (tmp_path / "data").mkdir()  # another machine
    outcome = await restore.restore(url, folder, content, later + timedelta(hours=1))
    assert outcome.erased_again > 0
    path = tmp_path / "data/d.db"
    assert rows(path, "SELECT count(*) FROM profile") == [(0,)]
    assert rows(path, "SELECT count(*) FROM subscription") == [(0,)]
    everything = b"".join(p.read_bytes() for p in (tmp_path / "data").glob("d.db*"))
    assert NAME.encode() not in everything


async def test_the_list_of_an_earlier_database_erases_nobody_here(
    tmp_path: Path, url: str, content: Content
) -> None:
    into = tmp_path / "b"
    into.mkdir()
    line = GoneLine("old", "contact", "1", NOW - timedelta(days=3))
    gone_list.append(into / backup.MIRROR, [line])
    with (into / backup.MIRROR).open("ab") as file:
        file.write(b"\xff\xfe half a li")  # a disk that fails
    folder = await backed_up(tmp_path)
    assert (await restored(tmp_path, url, folder, content)).erased_again == 0
    assert rows(tmp_path / "data/d.db", "SELECT count(*) FROM profile") == [(1,)]


async def test_the_mirror_forgets_old_lines_and_copies_only_what_changed(
    tmp_path: Path, url: str
) -> None:
    async with database.open(url) as db:
        into = tmp_path / "b"
        mirror = guard.Mirror(db.path, into, lambda: NOW)
        listed = gone_list.list_of(db.path)
        line = GoneLine("l1", "contact", "1", NOW)
        gone_list.append(listed, [line, GoneLine("l0", "contact", "2", NOW - timedelta(days=61))])
        await mirror.look()
        assert gone_list.read(into / backup.MIRROR) == [line]
        (into / backup.MIRROR).unlink()
        await mirror.look()
        assert not (into / backup.MIRROR).exists()


async def test_nothing_goes_by_itself_until_a_person_says(
    tmp_path: Path, url: str, content: Content
) -> None:
    folder = await backed_up(tmp_path)
    outcome = await restored(tmp_path, url, folder, content)
    assert outcome.held == 2
    later = NOW + timedelta(hours=3)
    async with database.open(url) as db:
        assert await db.transaction(lambda tx: tx.outbox.claim("telegram", later, 9)) == []
        contact = await db.transaction(lambda tx: tx.contacts.find("telegram", "7"))
        assert contact is not None
        # What is queued unasked is held as well; an answer to a new message goes.
        await db.transaction(
            lambda tx: tx.outbox.add(contact.id, '{"text": "n"}', later, kind=Kind.NOTICE)
        )
        await db.transaction(lambda tx: tx.outbox.add(contact.id, '{"text": "new"}', later))
        went = await db.transaction(lambda tx: tx.outbox.claim("telegram", later, 9))
        assert [row.body for row in went] == ['{"text": "new"}']
        held = await db.transaction(lambda tx: tx.outbox.held())
        assert held is not None and sum(part.count for part in held.parts) == 3
        # Once queued is queued, held or not.
        again = await db.transaction(
            lambda tx: tx.outbox.add(contact.id, "{}", later, kind=Kind.NOTICE, dedupe_key="n1")
        )
        assert again is None
        assert await db.transaction(lambda tx: tx.outbox.release(later)) == 3
        assert await db.transaction(lambda tx: tx.outbox.held()) is None


async def test_a_restore_is_refused_while_the_program_runs(
    tmp_path: Path, url: str, content: Content
) -> None:
    folder = await backed_up(tmp_path)
    with program(tmp_path, "--database", url):
        done = donghanh("restore", str(folder), "--database", url)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1 and "đang được" in done.stderr


async def test_a_backup_of_days_to_come_goes_once_there_is_a_week_of_others(
    tmp_path: Path, url: str, content: Content
) -> None:
    folder, database_file, into = await backed_up(tmp_path), tmp_path / "data/d.db", tmp_path / "b"
    ahead = await backup.back_up(database_file, into, NOW + timedelta(days=400), keeps_old=True)
    for day in range(1, 8):
        assert ahead.folder.is_dir()  # the only one of days to come
        await backup.back_up(database_file, into, NOW + timedelta(days=day))
    assert folder.is_dir() and not ahead.folder.exists()
    about = json.loads((folder / backup.ABOUT).read_text())
    (folder / backup.ABOUT).write_text(json.dumps(about).replace(str(about["schema"]), "1e999"))
    with pytest.raises(RestoreRefused):
        await restored(tmp_path, url, folder, content)


async def test_the_folder_of_all_backups_names_the_newest(
    tmp_path: Path, url: str, content: Content
) -> None:
    folder = await backed_up(tmp_path)
    with pytest.raises(RestoreRefused, match=f"Bản mới nhất: {folder.name}"):
        await restored(tmp_path, url, folder.parent, content)


async def test_a_backup_of_a_newer_program_is_refused(
    tmp_path: Path, url: str, content: Content
) -> None:
    folder = await backed_up(tmp_path)
    about = json.loads((folder / backup.ABOUT).read_text())
    (folder / backup.ABOUT).write_text(json.dumps(about | {"schema": 999}))
    sums = (folder / backup.SUMS).read_text().splitlines()
    made = f"{backup.digest(folder / backup.ABOUT)}  {backup.ABOUT}"
    lines = [made if line.endswith(backup.ABOUT) else line for line in sums]
    (folder / backup.SUMS).write_text("\n".join(lines) + "\n")
    with pytest.raises(RestoreRefused, match="mới hơn"):
        await restored(tmp_path, url, folder, content)


async def test_a_backup_older_than_the_list_wants_to_be_meant(
    tmp_path: Path, url: str, content: Content
) -> None:
    folder = await backed_up(tmp_path, NOW - timedelta(days=70))
    with pytest.raises(RestoreRefused, match="--older"):
        await restored(tmp_path, url, folder, content)
    await restore.restore(url, folder, content, NOW, older=True)


class Killed(BaseException):
    """As a SIGKILL would: nothing is cleaned up."""


def renames() -> Iterator[int]:
    yield from range(1, 12)


@pytest.mark.parametrize("after", list(renames()))
async def test_killed_in_the_exchange_it_is_carried_to_its_end(
    after: int, tmp_path: Path, url: str, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = await backed_up(tmp_path)
    async with database.open(url) as db:
        await db.transaction(lambda tx: tx.contacts.meet("telegram", "later", NOW))
    left = after
    real_rename = Path.rename

    def rename(self: Path, target: Path) -> Path:
        nonlocal left
        if swap.plan_of(tmp_path / "data/d.db").exists():
            left -= 1
            if left == 0:
                raise Killed
        return real_rename(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", rename)
        try:
            await restored(tmp_path, url, folder, content)
        except Killed:
            assert swap.plan_of(tmp_path / "data/d.db").exists()
            with pytest.raises(StorageError, match="chưa xong"):
                async with database.open(url, exclusive=False):
                    pass
    async with database.open(url) as db:  # the next start
        assert await db.transaction(lambda tx: tx.contacts.find("telegram", "later")) is None
        assert await db.transaction(lambda tx: tx.contacts.find("telegram", "7"))
    for name in backup.FOLDERS:
        assert (tmp_path / "data" / name).is_dir()
    aside = next((tmp_path / "data").glob("truoc-khoi-phuc-*"))
    assert rows(aside / "d.db", "SELECT count(*) FROM contact") == [(2,)]


async def test_a_single_file_of_before_is_taken_too(
    tmp_path: Path, url: str, content: Content
) -> None:
    other = sqlite3.connect(tmp_path / "old.db")
    source = sqlite3.connect(tmp_path / "data/d.db")
    source.backup(other)
    source.close()
    other.close()
    await restore.restore(url, tmp_path / "old.db", content, NOW)
    async with database.open(url) as db:
        assert await db.transaction(lambda tx: tx.contacts.find("telegram", "7"))


async def test_a_single_file_of_a_backup_is_refused_and_an_old_one_wants_to_be_meant(
    tmp_path: Path, url: str, content: Content
) -> None:
    def come_in(tx: Transaction) -> None:
        contact = tx.contacts.find("telegram", "7")
        assert contact and tx.inbox.record("telegram", "1", contact.id, NOW)

    async with database.open(url) as db:
        await db.transaction(come_in)
    folder = await backed_up(tmp_path)
    with pytest.raises(RestoreRefused, match=folder.name):
        await restore.restore(url, folder / backup.DATABASE, content, NOW)
    shutil.copyfile(folder / backup.DATABASE, tmp_path / "loose.db")
    later = NOW + timedelta(days=70)
    with pytest.raises(RestoreRefused, match="--older"):
        await restore.restore(url, tmp_path / "loose.db", content, later)
    await restore.restore(url, tmp_path / "loose.db", content, later, older=True)


def test_a_folder_that_takes_nothing_gives_one_line(tmp_path: Path) -> None:
    donghanh("migrate", "--database", f"sqlite:///{tmp_path}/a.db")
    (tmp_path / "file").write_text("")
    done = donghanh("backup", f"{tmp_path}/file/b", "--database", f"sqlite:///{tmp_path}/a.db")
    assert done.returncode == 2 and done.stderr.count("\n") == 1
    done = donghanh("backup", f"{tmp_path}/b", "--database", f"sqlite:///{tmp_path}/none.db")
    assert done.returncode == 2 and done.stderr.count("\n") == 1
    assert not (tmp_path / "none.db").exists()


async def test_a_damaged_database_makes_no_backup(tmp_path: Path, url: str) -> None:
    before = await backed_up(tmp_path)
    path = tmp_path / "data/d.db"
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2 // 4096 * 4096)
        file.write(os.urandom(4096))
    with pytest.raises(BackupFailed) as error:
        await backup.back_up(path, tmp_path / "b", NOW + timedelta(days=1))
    assert "\n" not in str(error.value)
    assert [item.folder for item in backup.all_in(tmp_path / "b")] == [before]


def _meet(number: int, tx: Transaction) -> None:
    tx.contacts.meet("telegram", f"w{number}", NOW)


async def test_a_backup_beside_the_traffic_is_whole(tmp_path: Path, url: str) -> None:
    """Commits all the while: the copy does not begin anew with each, and no commit waits for it."""
    async with database.open(url) as db:
        writing = True

        async def write() -> int:
            count = 0
            while writing:
                await db.transaction(partial(_meet, count))
                count += 1
            return count

        traffic = asyncio.create_task(write())
        made = [await backup.back_up(tmp_path / "data/d.db", tmp_path / "b", NOW) for _ in range(3)]
        writing = False
        assert await traffic > 20
    for item in made:
        backup.checked(item.folder)


async def test_a_night_checks_backs_up_and_says_when_it_could_not(
    tmp_path: Path, url: str, content: Content
) -> None:
    now = NOW
    async with database.open(url) as db:
        into = tmp_path / "nightly"
        nights = guard.Nights(db, content, lambda: now, into)
        await nights.look()
        await nights.look()
        assert len(backup.all_in(into)) == 1
        now = NOW + timedelta(days=1)
        await nights.look()
        assert len(backup.all_in(into)) == 2
        blocked = tmp_path / "file"
        blocked.write_text("")
        nights = guard.Nights(db, content, lambda: now, blocked / "x")
        await nights.look()
        alarms = await db.transaction(lambda tx: tx.alarms.all())
        assert [(alarm.channel, alarm.what) for alarm in alarms] == [("storage", "backup")]


async def test_damage_found_at_night_is_told(
    tmp_path: Path, url: str, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = NOW
    async with database.open(url) as db:
        nights = guard.Nights(db, content, lambda: now, None)
        await nights.look()
        assert not db.fault
        now = NOW + timedelta(days=1)
        monkeypatch.setattr(checks, "whole", lambda path: "row 3 missing from index")
        await nights.look()
        assert db.fault is Fault.DAMAGED
        alarms = await db.transaction(lambda tx: tx.alarms.all())
        assert [(alarm.channel, alarm.what) for alarm in alarms] == [("storage", "damaged")]


def test_a_night_begins_at_half_past_two() -> None:
    assert guard.last_night(NOW) == datetime(2026, 11, 25, 19, 30, tzinfo=UTC)
    early = datetime(2026, 11, 25, 19, 29, tzinfo=UTC)
    assert guard.last_night(early) == datetime(2026, 11, 24, 19, 30, tzinfo=UTC)
