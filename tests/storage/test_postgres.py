"""What the engine on PostgreSQL promises beyond the contracts: several processes, connections and
servers that are lost, and nothing kept half or twice."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest

from storage import database
from storage.connection import number
from storage.database import Database, Fault, StorageError, StorageUnavailable, Transaction
from storage.engines.postgres import address, schema, serving, writing
from storage.engines.postgres.connecting import PostgresConnection, connect
from storage.engines.postgres.wire import numbered
from storage.engines.sqlite import gone_list
from tests.support import postgres
from tests.support.clock import START


@pytest.fixture
async def db(postgres_url: str) -> AsyncIterator[Database]:
    async with database.open(postgres_url) as opened:
        yield opened


@asynccontextmanager
async def beside(url: str) -> AsyncIterator[Database]:
    """As another process has it."""
    async with database.open(url, exclusive=False) as opened:
        yield opened


@pytest.fixture
def shell(postgres_url: str) -> Iterator[psycopg.Connection[Any]]:
    with closing(connect(address.read(postgres_url), "shell")) as driver:
        yield driver


def count(tx: Transaction) -> int:
    """Reads, then writes what it made of that."""
    counted = int(tx.settings.get("n") or 0) + 1
    tx.settings.put("n", str(counted))
    return counted


async def counted(db: Database) -> int:
    return await db.read(lambda tx: int(tx.settings.get("n") or 0))


async def test_what_two_processes_read_and_write_at_once_is_as_if_one_came_after_the_other(
    db: Database, postgres_url: str
) -> None:
    async with beside(postgres_url) as one, beside(postgres_url) as other:
        each = [dbase.transaction(count) for _ in range(20) for dbase in (db, one, other)]
        assert sorted(await asyncio.gather(*each)) == list(range(1, 61))


async def test_two_who_each_look_at_what_the_other_writes_do_not_both_go_through(
    db: Database, postgres_url: str
) -> None:
    """Neither writes what the other does: only SERIALIZABLE sees it."""

    def take(own: str, others: str) -> Callable[[Transaction], bool]:
        def work(tx: Transaction) -> bool:
            free = not tx.settings.get(others)
            tx.settings.put(own, "taken" if free else "late")
            return free

        return work

    async with beside(postgres_url) as other:
        for n in range(20):
            took = await asyncio.gather(
                db.transaction(take(f"a{n}", f"b{n}")), other.transaction(take(f"b{n}", f"a{n}"))
            )
            assert sorted(took) == [False, True]


async def test_one_process_serves_a_ward_and_others_look_in(
    db: Database, postgres_url: str
) -> None:
    with pytest.raises(StorageError, match="một tiến trình Đồng Hành khác"):
        async with database.open(postgres_url):
            pass
    async with beside(postgres_url) as other:
        await other.transaction(count)
    assert await counted(db) == 1


async def test_the_server_lets_the_next_one_in_when_a_process_is_gone(postgres_url: str) -> None:
    for _ in range(3):
        async with database.open(postgres_url) as db:
            await db.transaction(count)
    async with database.open(postgres_url) as db:
        assert await counted(db) == 3


async def test_a_process_killed_a_moment_ago_keeps_the_next_one_waiting_not_out(
    db: Database, shell: psycopg.Connection[Any], postgres_url: str
) -> None:
    """The server notices a moment after a kill that the connection is gone."""
    await db.close()
    name = f"donghanh {address.read(postgres_url).schema}"
    shell.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", (name,))
    threading.Timer(0.3, shell.close).start()
    async with database.open(postgres_url) as opened:
        assert await counted(opened) == 0


async def test_wards_see_nothing_of_each_other(
    db: Database, cluster: postgres.Cluster, tmp_path: Path
) -> None:
    await db.transaction(count)
    url = cluster.lend(tmp_path / "other")
    try:
        async with database.open(url) as other:
            assert await counted(other) == 0
            await other.transaction(count)
            await other.transaction(count)
        assert await counted(db) == 1
    finally:
        cluster.give_back(url)


async def test_work_whose_connection_is_cut_is_done_again_and_stands_once(
    db: Database, shell: psycopg.Connection[Any]
) -> None:
    tries = []

    def work(tx: Transaction) -> int:
        counted = count(tx)
        tries.append(counted)
        if len(tries) == 1:
            cut_off(shell)
        return counted

    assert await db.transaction(work) == 1
    assert tries == [1, 1]
    assert await counted(db) == 1


def cut_off(shell: psycopg.Connection[Any]) -> None:
    """Ends every connection to the server but this one."""
    shell.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )


@pytest.mark.parametrize("arrived", [True, False])
async def test_a_commit_nobody_heard_the_answer_of_stands_once(
    db: Database, monkeypatch: pytest.MonkeyPatch, arrived: bool
) -> None:
    once = PostgresConnection.execute
    lost: list[str] = []

    def execute(self: PostgresConnection, statement: str, given: Any = None, /) -> Any:
        if statement == "COMMIT" and not lost:
            lost.append(statement)
            if arrived:
                once(self, statement)
            self.driver.close()
            raise psycopg.OperationalError("the connection is lost")
        return once(self, statement, given)

    monkeypatch.setattr(PostgresConnection, "execute", execute)
    called: list[int] = []

    def work(tx: Transaction) -> int:
        counted = count(tx)
        tx.after_commit(lambda: called.append(counted))
        return counted

    assert await db.transaction(work) == 1
    assert lost
    assert called == [1]
    assert await counted(db) == 1


async def test_who_comes_back_and_finds_the_ward_taken_writes_no_more(
    db: Database,
    postgres_url: str,
    shell: psycopg.Connection[Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(writing, "LOCK_S", 0.2)
    cut_off(shell)
    async with database.open(postgres_url) as other:
        with pytest.raises(StorageUnavailable, match="Một tiến trình khác"):
            await db.transaction(count)
        assert db.fault is Fault.REPLACED
        with pytest.raises(StorageUnavailable):
            await db.read(count)
        assert await other.transaction(count) == 1


async def test_what_fails_alone_takes_nobody_along(db: Database) -> None:
    def fail(tx: Transaction) -> None:
        count(tx)
        raise ZeroDivisionError

    def refused(tx: Transaction) -> None:
        tx.settings._db.execute("INSERT INTO duty (id) VALUES (1)")

    done = await asyncio.gather(
        *(db.transaction(work) for work in (count, fail, count, refused, count)),
        return_exceptions=True,
    )
    assert [done[0], done[2], done[4]] == [1, 2, 3]
    assert isinstance(done[1], ZeroDivisionError)
    assert isinstance(done[3], psycopg.errors.NotNullViolation)
    with pytest.raises(ZeroDivisionError):
        await db.transaction(fail)
    assert await counted(db) == 3


async def test_who_only_looks_cannot_write(db: Database) -> None:
    with pytest.raises(StorageUnavailable):
        await db.read(count)
    assert await db.rehearse(count) == 1
    assert await counted(db) == 0


async def test_the_audit_is_never_changed(db: Database, shell: psycopg.Connection[Any]) -> None:
    await db.transaction(
        lambda tx: tx.audit._db.execute(_LINE, {"at": "2026-11-29T00:00:00+00:00"})
    )
    for act in ("UPDATE audit SET actor = 'x'", "DELETE FROM audit", "TRUNCATE audit"):
        with pytest.raises(psycopg.errors.RestrictViolation):
            shell.execute(act)
    shell.execute("UPDATE audit SET actor = 'x' WHERE id = 2")
    await db.transaction(lambda tx: tx.audit._db.execute(_OLD))
    shell.execute("DELETE FROM audit WHERE id = 2")


_LINE = (
    "INSERT INTO audit (id, at, actor, action, object, detail) VALUES (1, :at, 'a', 'b', 'c', '{}')"
)
_OLD = _LINE.replace("(1, :at", "(2, '2020-01-01T00:00:00+00:00'")


async def test_the_list_of_what_is_gone_stands_beside_the_server(db: Database) -> None:
    def work(tx: Transaction) -> None:
        tx.gone.add("photo", "x.jpg")

    await db.transaction(work)
    assert [line.object for line in gone_list.read(gone_list.list_of(db.path))] == ["x.jpg"]
    await db.transaction(work)
    assert len(gone_list.read(gone_list.list_of(db.path))) == 2


async def test_what_was_erased_is_swept_out(
    db: Database, shell: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "SWEEP_MS", 50)
    await db.transaction(count)
    assert await db.scrub()
    shell.execute("BEGIN")
    shell.execute("SELECT * FROM setting")
    assert not await db.scrub()
    shell.execute("ROLLBACK")


async def test_a_text_may_hold_any_sign_but_one(db: Database) -> None:
    odd = "a\x00b 'c' \\ %s :x \U0001f600 \uffff"
    await db.transaction(lambda tx: tx.settings.put("odd", odd))
    kept = await db.read(lambda tx: tx.settings.get("odd"))
    assert kept == odd.replace("\x00", "")


async def test_a_number_is_of_one_type_however_small(db: Database) -> None:
    recursive = (
        "WITH RECURSIVE up (id) AS (SELECT :id UNION SELECT s.slot + :step FROM up"
        " JOIN id_slot AS s ON s.slot = up.id) SELECT count(*) AS n FROM up"
    )
    for start in (1, -70_000, 2**40):
        given = {"id": start, "step": 1}
        work = partial(_number, recursive, given)
        assert await db.read(work) == (64 if start == 1 else 1)


def _number(statement: str, given: dict[str, int], tx: Transaction) -> int:
    return number(tx.settings._db.execute(statement, given))


async def test_a_schema_of_a_newer_program_is_refused(
    postgres_url: str, shell: psycopg.Connection[Any]
) -> None:
    number = schema.newest() + 1
    shell.execute("INSERT INTO migration VALUES (%s, 'later')", (number,))
    try:
        for exclusive in (True, False):
            with pytest.raises(StorageError, match=str(number)):
                async with database.open(postgres_url, exclusive=exclusive):
                    pass
    finally:
        shell.execute("DELETE FROM migration WHERE number = %s", (number,))


async def test_what_is_not_there_is_not_made_in_passing(
    cluster: postgres.Cluster, tmp_path: Path
) -> None:
    with pytest.raises(StorageError, match="Chưa có dữ liệu"):
        async with beside(cluster.url("nobodys", tmp_path)):
            pass


async def test_a_server_that_is_not_there_is_told_of_without_its_password(tmp_path: Path) -> None:
    url = f"postgresql://ward:secret@/w?host={tmp_path}"
    with pytest.raises(StorageError, match="Không mở được") as refused:
        async with database.open(url):
            pass
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://h/d?schema=Ward",
        "postgresql://h/d?schema=a-b",
        "postgresql://h/d?schema=",
        "postgresql://h/d?schema",
        "postgresql://h/d?schema=a;b",
        f"postgresql://h/d?schema={'a' * 64}",
        "postgresql://h/d#x",
    ],
)
def test_an_odd_address_is_refused(url: str) -> None:
    with pytest.raises(StorageError, match="schema=phuong_x"):
        address.read(url)


def test_an_address_says_server_schema_and_folder() -> None:
    read = address.read("postgresql://n:p@h:5433/d?sslmode=require&schema=phu_lien&folder=/var/x")
    assert read.server == "postgresql://n:p@h:5433/d?sslmode=require"
    assert (read.schema, read.folder) == ("phu_lien", Path("/var/x"))
    assert address.read("postgresql://h/d").folder == Path("data/donghanh")


@pytest.mark.parametrize(
    ("ours", "theirs", "names"),
    [
        ("a = :a AND b = :a_1", b"a = $1 AND b = $2", ("a", "a_1")),
        ("x || ':' || :x", b"x || ':' || $1", ("x",)),
        ("x LIKE 'it''s :a %' AND y = :y", b"x LIKE 'it''s :a %' AND y = $1", ("y",)),
        ("a = :b OR :a > 1 OR :b > 2", b"a = $1 OR $2 > 1 OR $1 > 2", ("b", "a")),
        ("n % 2 = 1", b"n % 2 = 1", ()),
    ],
)
def test_parameters_have_names(ours: str, theirs: bytes, names: tuple[str, ...]) -> None:
    assert numbered(ours) == (theirs, names)


async def test_a_server_that_is_killed_loses_nothing_acknowledged_and_keeps_nothing_twice(
    tmp_path: Path,
) -> None:
    """Ten callers at a time, while the server is killed and comes back three times."""
    cluster = postgres.opened(durable=True)
    told: list[str] = []

    async def caller(db: Database, name: int) -> None:
        for n in range(30):
            key = f"{name}.{n}"

            def work(tx: Transaction, key: str = key) -> None:
                count(tx)
                tx.contacts.meet("test", key, START)

            while True:
                try:
                    await db.transaction(work)
                except StorageUnavailable:
                    continue
                told.append(key)
                break
            await asyncio.sleep(0.005)

    async def kill() -> None:
        for _ in range(3):
            await asyncio.sleep(0.15)
            await asyncio.to_thread(cluster.stop)
            await asyncio.to_thread(cluster.start)

    try:
        url = cluster.lend(tmp_path)
        async with database.open(url) as db:
            await asyncio.gather(kill(), *(caller(db, name) for name in range(10)))
            assert await counted(db) == len(told) == 300
    finally:
        cluster.remove()
