"""A ward's data goes from a file to a server and back, whole, and is served in one place only."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.commands.move import moved
from storage import database
from storage.database import StorageError, Transaction
from storage.engines.postgres.connecting import PostgresConnection
from storage.engines.sqlite import gone_list
from storage.models import Kind
from tests.storage.contract.records import event, question, registration, staff
from tests.support import postgres
from tests.support.clock import START


def filled(tx: Transaction) -> None:
    """Rows that refer to each other, one of them to a later one; a message that waits; odd signs;
    something that is gone."""
    author = staff(tx)
    of = event(tx)
    registration(tx, of.id)
    later = question(tx, code="Q9")
    first = question(tx, code="Q1")
    tx.questions._db.execute(
        "UPDATE question SET merged_into = :later, content = :odd WHERE id = :first",
        {"later": max(later.id, first.id), "first": min(later.id, first.id), "odd": ODD},
    )
    person = tx.contacts.meet("test", "7", START)
    tx.outbox.add(person.id, "{}", START, kind=Kind.NOTICE)
    tx.audit._db.execute(
        "INSERT INTO audit (id, at, staff_id, actor, action, object, detail)"
        " VALUES (1, '2026-11-29T00:00:00+00:00', :id, 'a', 'b', 'c', '{}')",
        {"id": author.id},
    )
    tx.gone.add("photo", "x.jpg")


ODD = "a'b \\N \\. \t \n % :x \U0001f600 \uffff"


@pytest.fixture
def elsewhere(cluster: postgres.Cluster, tmp_path: Path) -> Iterator[str]:
    url = cluster.lend(tmp_path / "server")
    yield url
    cluster.give_back(url)


def dump(path: Path) -> list[str]:
    """Every row of a file; not what a start writes."""
    with closing(sqlite3.connect(path)) as file:
        return [line for line in file.iterdump() if line.startswith("INSERT")]


async def test_there_and_back_it_is_the_same(elsewhere: str, tmp_path: Path) -> None:
    first, last = tmp_path / "a" / "w.db", tmp_path / "b" / "w.db"
    async with database.open(f"sqlite:///{first}") as db:
        await db.transaction(filled)
    for name in ("photos", "attachments"):
        (first.parent / name).mkdir()
        (first.parent / name / "1.jpg").write_bytes(name.encode())
    before = dump(first)

    said = moved(f"sqlite:///{first}", elsewhere)
    assert "question: 2 dòng" in said
    assert "2 tệp" in said
    assert (tmp_path / "server" / "photos" / "1.jpg").read_bytes() == b"photos"
    async with database.open(elsewhere) as db:
        assert [line.object for line in gone_list.read(gone_list.list_of(db.path))] == ["x.jpg"]
        waiting = await db.transaction(lambda tx: tx.outbox.claim("test", START, 5))
        assert len(waiting) == 1
        await db.transaction(lambda tx: tx.gone.add("photo", "y.jpg"))
        await db.transaction(lambda tx: tx.contacts.meet("test", "8", START))

    moved(elsewhere, f"sqlite:///{last}")
    async with database.open(f"sqlite:///{last}") as db:
        kept = await db.transaction(lambda tx: tx.contacts.find("test", "8"))
        assert kept is not None
        text = await db.transaction(lambda tx: [one.content for one in tx.questions.all()])
        assert ODD in text
    changed = [line for line in before if line not in dump(last)]
    assert all('"outbox"' in line or '"id_slot"' in line for line in changed), changed
    assert len(gone_list.read(gone_list.list_of(last))) == 2


async def test_what_was_moved_is_served_where_it_is_now(elsewhere: str, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/w.db"
    async with database.open(url) as db:
        await db.transaction(filled)
    moved(url, elsewhere)
    for exclusive in (True, False):
        with pytest.raises(StorageError, match="đã chuyển sang postgresql"):
            async with database.open(url, exclusive=exclusive):
                pass
    with pytest.raises(StorageError, match="đã có dữ liệu"):
        moved(url, elsewhere)
    async with database.open(elsewhere) as db:
        assert len(await db.transaction(lambda tx: tx.questions.all())) == 2


async def test_a_move_that_is_cut_off_is_made_again(
    elsewhere: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path}/w.db"
    async with database.open(url) as db:
        await db.transaction(filled)
    with monkeypatch.context() as patch:
        once = PostgresConnection.execute

        def execute(self: PostgresConnection, statement: str, *given: object) -> object:
            if statement == "COMMIT":
                raise OSError("cut off")
            return once(self, statement, *given)  # type: ignore[arg-type]

        patch.setattr(PostgresConnection, "execute", execute)
        with pytest.raises(OSError, match="cut off"):
            moved(url, elsewhere)
    assert "question: 2 dòng" in moved(url, elsewhere)


async def test_nothing_is_moved_while_it_is_served(elsewhere: str, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/w.db"
    async with database.open(url):
        with pytest.raises(StorageError, match="đang được"):
            moved(url, elsewhere)
    async with database.open(elsewhere):
        with pytest.raises(StorageError, match="đang được"):
            moved(url, elsewhere)
    moved(url, elsewhere)
