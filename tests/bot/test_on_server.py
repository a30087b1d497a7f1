"""The commands and the program with their data on PostgreSQL."""

import asyncio
import re
import time
import urllib.request
from pathlib import Path

import pytest

from bot.settings.settings import ConfigError, read_settings
from storage import database
from storage.addresses import shown
from storage.database import Transaction
from storage.engines.postgres import address
from storage.models import Kind
from storage.question_models import Photo
from tests.bot.test_kill import say
from tests.storage.contract.records import question
from tests.support.clock import START
from tests.support.patience import PATIENCE_S
from tests.support.program import donghanh, program


def test_the_program_keeps_everything_there(tmp_path: Path, postgres_url: str) -> None:
    """A conversation over a restart, staff made beside it, what lies in files in the folder."""
    made = donghanh("migrate", folder=tmp_path, DATABASE_URL=postgres_url)
    assert made.returncode == 0, made.stderr
    cookie = ""
    for text, wanted in (
        ("menu", "Thuế hộ kinh doanh"),
        ("1", "Doanh thu bao nhiêu phải nộp thuế"),
    ):
        with program(tmp_path, "--database", postgres_url) as (_, address):
            page, cookie = say(address, text, cookie)
            assert wanted in page
            added = donghanh(
                *("staff", "add", f"can.bo{text}", "--name", "Lan", "--office", "kthtdt"),
                *("--role", "auditor"),
                folder=tmp_path,
                DATABASE_URL=postgres_url,
            )
            assert added.returncode == 0, added.stderr
            with urllib.request.urlopen(f"{address}/healthz", timeout=PATIENCE_S) as health:  # noqa: S310
                assert health.status == 200
    listed = donghanh("staff", "list", folder=tmp_path, DATABASE_URL=postgres_url)
    assert {*re.findall(r"^can\.bo\w+", listed.stdout, re.M)} == {"can.bo1", "can.bomenu"}
    assert not (tmp_path / "data").exists()


def test_a_second_program_is_refused(tmp_path: Path, postgres_url: str) -> None:
    with program(tmp_path, "--database", postgres_url):
        second = donghanh("run", "--port", "0", "--database", postgres_url, folder=tmp_path)
    assert second.returncode == 2
    assert "tiến trình Đồng Hành khác" in second.stderr


@pytest.mark.parametrize(
    "url", ["postgresql://ward:secret@db/w?schema=x", "postgresql://db/w?password=secret&schema=x"]
)
def test_an_address_is_printed_without_its_password(url: str) -> None:
    assert "secret" not in shown(url)
    assert shown(url).endswith("schema=x")
    assert shown("sqlite:////var/x@y/d.db") == "sqlite:////var/x@y/d.db"


def test_settings_take_either_and_say_what_does_not_go_together() -> None:
    url = "postgresql://ward:secret@db/w?schema=phu_lien"
    assert read_settings({"DATABASE_URL": url}, None).database_url == url
    with pytest.raises(ConfigError) as refused:
        read_settings({"DATABASE_URL": "postgres://ward:secret@db/w"}, None)
    assert "secret" not in str(refused.value)


def test_a_backup_made_beside_the_traffic_is_put_back_whole(
    tmp_path: Path, postgres_url: str
) -> None:
    """Who was erased since stays erased; what waited is held; what was there is kept aside."""
    asyncio.run(_filled(postgres_url))
    photos = tmp_path / "photos"
    photos.mkdir()
    for name in ("kept.jpg", "gone.jpg"):
        (photos / name).write_bytes(b"photo")
    with program(tmp_path, "--database", postgres_url):
        made = donghanh("backup", "b", folder=tmp_path, DATABASE_URL=postgres_url)
        assert made.returncode == 0, made.stderr
    asyncio.run(_gone_since(postgres_url))
    put = donghanh("restore", "b", folder=tmp_path, DATABASE_URL=postgres_url)
    assert put.returncode == 2  # which of the backups is to be said
    (backed_up,) = (tmp_path / "b").glob("donghanh-*")
    put = donghanh("restore", str(backed_up), folder=tmp_path, DATABASE_URL=postgres_url)
    assert put.returncode == 0, put.stderr
    schema = re.search(r"schema (\w+)", put.stdout)
    assert schema is not None
    assert [path.name for path in photos.iterdir()] == ["kept.jpg"]
    assert asyncio.run(_there(postgres_url)) == ({"kept.jpg"}, 0, True)
    old = postgres_url.replace(f"schema={_schema_of(postgres_url)}", f"schema={schema[1]}")
    assert asyncio.run(_there(old)) == ({"kept.jpg"}, 0, False)


def test_nights_back_it_up_too(tmp_path: Path, postgres_url: str) -> None:
    with program(tmp_path, "--database", postgres_url, BACKUP_DIR=str(tmp_path / "b")):
        end = time.monotonic() + PATIENCE_S
        while not list((tmp_path / "b").glob("donghanh-*")):
            assert time.monotonic() < end, "no backup is made"
            time.sleep(0.1)


def _schema_of(url: str) -> str:
    return address.read(url).schema


async def _filled(url: str) -> None:
    def work(tx: Transaction) -> None:
        person = tx.contacts.meet("test", "7", START)
        asked = question(tx, contact_id=person.id)
        for name in ("kept.jpg", "gone.jpg"):
            tx.questions.add_photo(Photo(name, asked.id, person.id, 5, START))
        tx.subscriptions.add(person.id, "thue", START)
        tx.outbox.add(person.id, "{}", START, kind=Kind.NOTICE)

    async with database.open(url) as db:
        await db.transaction(work)


async def _gone_since(url: str) -> None:
    def work(tx: Transaction) -> None:
        person = tx.contacts.find("test", "7")
        assert person is not None
        tx.subscriptions.remove(person.id, "thue")
        tx.gone.delete_photo("gone.jpg")
        tx.outbox.refuse_all(person.id, START, "x")

    async with database.open(url, exclusive=False) as db:
        await db.transaction(work)
        lines = await db.transaction(lambda tx: tx.gone.since(0))
        assert {line.kind for line in lines} == {"subscription", "photo"}


async def _there(url: str) -> tuple[set[str], int, bool]:
    def look(tx: Transaction) -> tuple[set[str], int, bool]:
        person = tx.contacts.find("test", "7")
        assert person is not None
        topics = len(tx.subscriptions.topics_of(person.id))
        return set(tx.questions.photo_names()), topics, tx.outbox.held() is not None

    async with database.open(url, exclusive=False) as db:
        return await db.read(look)
