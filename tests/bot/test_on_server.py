"""The commands and the program with their data on PostgreSQL."""

import re
import urllib.request
from pathlib import Path

import pytest

from bot.settings.settings import ConfigError, read_settings
from storage.addresses import shown
from tests.bot.test_kill import say
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


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_copy_of_a_file_is_not_made_of_a_server(command: str, tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    url = "postgresql://ward:secret@127.0.0.1:9/w"
    said = donghanh(command, "x", folder=tmp_path, DATABASE_URL=url)
    assert said.returncode == 2
    assert "pg_dump" in said.stderr
    assert "secret" not in said.stderr + said.stdout


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
    with pytest.raises(ConfigError, match="pg_dump"):
        read_settings({"DATABASE_URL": url, "BACKUP_DIR": "b"}, None)
    with pytest.raises(ConfigError) as refused:
        read_settings({"DATABASE_URL": "postgres://ward:secret@db/w"}, None)
    assert "secret" not in str(refused.value)
