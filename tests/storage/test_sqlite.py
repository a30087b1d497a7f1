"""The SQLite engine: transactions, trouble with the file, migrations."""

import asyncio
import contextlib
import shutil
import sqlite3
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from storage import database
from storage.database import Database, StorageError, StorageUnavailable, Transaction
from storage.engines.sqlite import opening, schema, serving
from storage.question_models import Question, QuestionState, QuestionStep
from storage.search import Sort
from tests.storage.contract.records import answer, event, question, registration, staff
from tests.support.clock import START
from tests.support.patience import PATIENCE_S


async def test_what_fails_takes_only_its_own_work_with_it(tmp_path: Path) -> None:
    async with database.open(f"sqlite:///{tmp_path}/a.db") as db:

        def good(tx: Transaction) -> None:
            tx.contacts.meet("test", "good", START)

        def bad(tx: Transaction) -> None:
            tx.contacts.meet("test", "bad", START)
            raise ZeroDivisionError

        results = await asyncio.gather(
            db.transaction(good), db.transaction(bad), return_exceptions=True
        )
        assert results[0] is None
        assert isinstance(results[1], ZeroDivisionError)
        assert await db.transaction(lambda tx: tx.contacts.find("test", "good"))
        assert await db.transaction(lambda tx: tx.contacts.find("test", "bad")) is None


async def test_a_caller_that_gives_up_does_not_undo_the_work(tmp_path: Path) -> None:
    async with database.open(f"sqlite:///{tmp_path}/a.db") as db:
        task = asyncio.create_task(db.transaction(lambda tx: tx.contacts.meet("test", "7", START)))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await db.transaction(lambda tx: tx.contacts.find("test", "7"))


async def test_a_rehearsal_sees_what_is_stored_keeps_nothing_and_holds_nobody_up(
    tmp_path: Path,
) -> None:
    async with database.open(f"sqlite:///{tmp_path}/a.db") as db:
        await db.transaction(lambda tx: tx.contacts.meet("test", "there", START))
        went_on = threading.Event()

        def work(tx: Transaction) -> list[bool]:
            tx.contacts.meet("test", "tried", START)
            served = went_on.wait(20)
            seen = ("there", "tried")
            return [served, *(tx.contacts.find("test", name) is not None for name in seen)]

        trying = asyncio.create_task(db.rehearse(work))
        await db.transaction(lambda tx: tx.settings.get_or_set("k", "v"))
        went_on.set()
        assert await trying == [True, True, True]
        assert await db.transaction(lambda tx: tx.contacts.find("test", "tried")) is None


async def test_nobody_waits_for_ever_when_the_loop_is_torn_down(tmp_path: Path) -> None:
    db = serving.SqliteDatabase(tmp_path / "d.db", exclusive=True)
    before = asyncio.all_tasks()
    work = [
        asyncio.create_task(db.transaction(lambda tx: tx.settings.get_or_set("k", "v")))
        for _ in range(40)  # more than one group
    ]
    await asyncio.sleep(0)  # the callers queue
    await asyncio.sleep(0)  # the first group is under way
    for task in asyncio.all_tasks() - before - set(work):
        task.cancel()
    outcomes = await asyncio.wait_for(asyncio.gather(*work, return_exceptions=True), PATIENCE_S)
    assert any(isinstance(outcome, StorageUnavailable) for outcome in outcomes)
    await db.close()


async def test_a_second_process_is_refused_clearly(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/a.db"
    async with database.open(url):
        with pytest.raises(StorageError, match="đang được một tiến trình Đồng Hành khác dùng"):
            async with database.open(url):
                pass
    async with database.open(url):
        pass  # free again


async def test_a_locked_database_refuses_and_recovers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "BUSY_TIMEOUT_MS", 100)
    async with database.open(f"sqlite:///{tmp_path}/a.db") as db:
        other = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageUnavailable):
            await db.transaction(lambda tx: tx.contacts.meet("test", "7", START))
        other.execute("ROLLBACK")
        other.close()
        assert await db.transaction(lambda tx: tx.contacts.meet("test", "7", START))


async def test_who_reads_for_a_moment_does_not_put_off_what_is_swept_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "donghanh.db"
    async with database.open(f"sqlite:///{path}") as db:
        await db.transaction(lambda tx: tx.settings.put("one", "1"))
        with contextlib.closing(sqlite3.connect(path, check_same_thread=False)) as shell:
            shell.execute("BEGIN")
            shell.execute("SELECT * FROM setting").fetchall()
            threading.Timer(0.3, shell.rollback).start()
            assert await db.scrub()
            shell.execute("BEGIN")
            shell.execute("SELECT * FROM setting").fetchall()
            monkeypatch.setattr(serving, "READERS_END_MS", 50)
            assert not await db.scrub()


async def test_a_full_disk_refuses_and_recovers(tmp_path: Path) -> None:
    async with database.open(f"sqlite:///{tmp_path}/a.db") as db:
        connection = db._connection  # type: ignore[attr-defined]  # the fault is planted inside
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

        def write_much(tx: Transaction) -> None:
            contact = tx.contacts.meet("test", "7", START)
            for _ in range(200):
                tx.outbox.add(contact.id, "x" * 2000, START)

        with pytest.raises(StorageUnavailable):
            await db.transaction(write_much)
        connection.execute("PRAGMA max_page_count = 1000000")
        assert await db.transaction(lambda tx: tx.contacts.find("test", "7")) is None
        await db.transaction(write_much)


async def test_a_database_ahead_of_the_program_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/a.db"
    async with database.open(url):
        pass
    connection = sqlite3.connect(tmp_path / "a.db")
    connection.execute("INSERT INTO migration VALUES (9999, 'future')")
    connection.commit()
    connection.close()
    with pytest.raises(StorageError, match="mới hơn"):
        async with database.open(url):
            pass


async def test_a_database_that_is_behind_is_not_read(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "a.db").close()
    with pytest.raises(StorageError, match="donghanh migrate"):
        async with database.open(f"sqlite:///{tmp_path}/a.db", exclusive=False):
            pass


async def test_what_is_not_a_database_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("không phải cơ sở dữ liệu" * 100)
    with pytest.raises(StorageError) as error:
        async with database.open(f"sqlite:///{tmp_path}/a.db"):
            pass
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("url", ["", "postgres://x", "sqlite:///", "data.db"])
def test_an_address_we_do_not_understand_is_named(url: str) -> None:
    with pytest.raises(StorageError, match="sqlite:///"):
        database.sqlite_path(url)


def test_a_broken_migration_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "0001_good.sql").write_text("CREATE TABLE good (x);")
    (tmp_path / "0002_bad.sql").write_text("CREATE TABLE half (x); CREATE TABLE half (x);")
    monkeypatch.setattr(schema, "FOLDER", tmp_path)
    connection = sqlite3.connect(tmp_path / "m.db", isolation_level=None)
    with pytest.raises(sqlite3.OperationalError):
        schema.migrate(connection)
    connection.rollback()
    assert schema.applied(connection) == 1
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    assert "good" in tables
    assert "half" not in tables
    connection.close()


async def test_seats_and_the_line_are_counted_from_an_index_alone(db: Database) -> None:
    """Each of a list's thousands of rows asks for them."""

    def work(tx: Transaction) -> list[str]:
        of = event(tx)
        made = registration(tx, of.id)
        raw = tx.registrations._db
        assert isinstance(raw, sqlite3.Connection)
        asked: list[str] = []
        raw.set_trace_callback(asked.append)
        tx.registrations.seats_taken(of.id)
        tx.registrations.place_in_line(made)
        tx.registrations.first_waiting(of.id, {"business": 10})
        raw.set_trace_callback(None)
        return [raw.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()[0][3] for sql in asked]

    seats, place, first = await db.transaction(work)
    assert "COVERING INDEX registration_seats" in seats
    assert "COVERING INDEX registration_line" in place
    assert "INDEX registration_line" in first


async def test_what_is_searched_for_is_looked_up_by_its_words(db: Database) -> None:
    """Before this every search walked through the words of everybody: a tenth of a second each."""

    def work(tx: Transaction) -> list[str]:
        registration(tx, event(tx).id)
        raw = tx.registrations._db
        assert isinstance(raw, sqlite3.Connection)
        asked: list[str] = []
        raw.set_trace_callback(asked.append)
        for wanted in ("0912345678", "van", "DK-2345"):
            tx.search.find(wanted, frozenset(Sort))
        raw.set_trace_callback(None)
        return [
            step[3]
            for sql in asked
            for step in raw.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
            if "search_word" in step[3]
        ]

    steps = await db.transaction(work)
    assert len(steps) > 10
    assert not [step for step in steps if "SCAN" in step or step.endswith("by_object (kind=?)")]


async def test_what_is_to_be_taken_back_is_looked_up_among_the_few_such_rows(db: Database) -> None:
    """Each delivery asks: before this it walked through everybody of a channel, and all they were
    ever sent."""

    def work(tx: Transaction) -> list[str]:
        raw = tx.registrations._db
        assert isinstance(raw, sqlite3.Connection)
        asked: list[str] = []
        raw.set_trace_callback(asked.append)
        tx.outbox.to_retract("telegram", 5)
        raw.set_trace_callback(None)
        return [
            step[3] for sql in asked for step in raw.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
        ]

    assert "INDEX outbox_to_retract" in (await db.transaction(work))[0]


def test_a_kill_after_a_start_somebody_read_beside_is_no_reason_to_refuse(tmp_path: Path) -> None:
    """The log could not be cut while it was read: it still has pages of the run before."""
    opened = opening.take(tmp_path / "a.db")
    reader = sqlite3.connect(tmp_path / "a.db", isolation_level=None)

    def begin_to_read(statement: str) -> None:
        if "wal_checkpoint" in statement and not reader.in_transaction:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM setting").fetchone()

    try:
        opened.connection.execute("CREATE TABLE grown (id INTEGER)")  # a page of this run's number
        opened.connection.set_trace_callback(begin_to_read)
        assert opened.file_lock is not None
        opening._seal(opened.path, opened.connection, opened.file_lock)
        assert reader.in_transaction
        killed = tmp_path / "killed"
        killed.mkdir()
        for name in ("a.db", "a.db-wal", "a.db.seal"):
            shutil.copy(tmp_path / name, killed)
        again = opening.take(killed / "a.db")
        again.close()
    finally:
        reader.close()
        opened.close()


async def test_who_was_told_before_it_was_noted_is_read_from_the_steps(db: Database) -> None:
    """A question once joined to another says so in the note of a step alone."""
    joins = {"joined": "{}", "brought": "KN-9 → {}", "came joined": "join {}"}

    def work(tx: Transaction) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
        def step(of: Question, hours: int, action: str, state: str, note: str = "") -> None:
            made = (tx.questions.ids.next(), of.id, START + timedelta(hours=hours), "cb", action)
            tx.questions.add_step(QuestionStep(*made, QuestionState(state), note))

        head = question(tx, state=QuestionState.DELIVERED, answered_at=START + timedelta(hours=2))
        given = answer(tx, head.id, staff(tx).id, approved_at=START + timedelta(hours=2))
        left = [question(tx) for _ in joins]
        for one, note in zip(left, joins.values(), strict=True):
            step(one, 1, "receive" if note.startswith("join") else "merge", "merged",
                 note.format(head.code))  # fmt: skip
            step(one, 3, "split", "received")
        for hours, elsewhere in ((1, True), (3, False)):  # of another, and too late
            one = question(tx)
            step(one, hours, "merge", "merged", "KN-8" if elsewhere else head.code)
        early = question(tx)
        step(early, 0, "merge", "merged", head.code)
        step(early, 1, "split", "received")
        raw = tx.questions._db
        assert isinstance(raw, sqlite3.Connection)
        raw.execute("DELETE FROM answer_told")
        sql = (schema.FOLDER / "0035_answer_told.sql").read_text(encoding="utf-8")
        for statement in sql.split(";\n"):
            if "INSERT" in statement:
                raw.execute(statement)
        return tx.questions.told(head.id), {one.id: {given.id} for one in (head, *left)}

    found, right = await db.transaction(work)
    assert found == right


async def test_the_numbers_of_long_lists_are_counted_from_an_index_alone(db: Database) -> None:
    """Before this each tab read every registration, or every question, whole."""

    def work(tx: Transaction) -> list[str]:
        of = event(tx).id
        registration(tx, of)
        raw = tx.registrations._db
        assert isinstance(raw, sqlite3.Connection)
        asked: list[str] = []
        raw.set_trace_callback(asked.append)
        tx.registrations.counts(of)
        tx.registrations.ids_of_event(of, ("confirmed",))
        tx.registrations.line(of)
        tx.questions.settled()
        tx.questions.settled_like([1])
        raw.set_trace_callback(None)
        return [
            step[3]
            for sql in asked
            if " answer " not in sql  # the few whose other words wait
            for step in raw.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
            if step[3].split()[:2][-1] in ("registration", "question")
        ]

    steps = await db.transaction(work)
    one_of_each = "INTEGER PRIMARY KEY"  # the latest of what stands alike
    assert not [one for one in steps if "COVERING INDEX" not in one and one_of_each not in one]
    for index in ("registration_counts", "registration_line", "question_standing"):
        assert any(f"COVERING INDEX {index}" in one for one in steps), (index, steps)
