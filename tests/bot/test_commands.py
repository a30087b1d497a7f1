"""The command line: its contract, and one clear line for every fault."""

import json
import socket
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.channels.telegram.settings import TelegramSettings
from bot.commands.faq import BadLine, ask_text, list_text, search_lines
from bot.settings.settings import DEFAULT_DATABASE, ConfigError, read_settings
from content.library import Content
from storage.database import sqlite_path
from tests.support.botapi import TOKEN
from tests.support.patience import PATIENCE_S
from tests.support.program import donghanh, program


def test_faq_ask_answers_with_basis_and_footer() -> None:
    result = donghanh("faq", "ask", "ho kinh doanh bao nhieu thi phai dong thue")
    assert result.returncode == 0
    assert "từ 1 tỷ đồng trở xuống" in result.stdout
    assert "Nghị định 68/2026/NĐ-CP" in result.stdout
    assert "Trợ lý tự động" in result.stdout


def test_faq_ask_as_json_and_as_of_a_day(content: Content) -> None:
    asked = "thuế gtgt có được giảm không"
    after = donghanh("faq", "ask", asked, "--json", "--date", "2027-02-01").stdout
    assert "Đợt giảm đã hết sau ngày 31/12/2026" in json.loads(after)["answer"]["text"]

    def as_of(day: date) -> Any:
        return json.loads(ask_text(content, asked, day, as_json=True))

    assert as_of(date(2027, 2, 1)) == json.loads(after)
    now = as_of(date(2026, 11, 21))
    assert (now["decision"], now["answer"]["id"]) == ("answer", "giam-gtgt")
    later = as_of(date(2027, 2, 20))
    assert "đang được phường kiểm tra lại" in later["answer"]["text"]


def test_faq_search_keeps_its_contract() -> None:
    lines = [
        {"id": "1", "text": "môn bài còn nộp không"},
        {"id": "2", "text": "xin chào"},
        {"id": 3, "text": "làm sổ đỏ ở đâu"},
        {"id": "4", "text": ""},
    ]
    result = donghanh("faq", "search", "--jsonl", stdin="\n".join(map(json.dumps, lines)))
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [item["id"] for item in found] == ["1", "2", 3, "4"]
    assert [item["decision"] for item in found] == ["answer", "smalltalk", "unknown", "unknown"]
    for item in found:
        assert set(item) == {"id", "decision", "score", "entries"}
        assert 0 <= item["score"] <= 1
        assert len(item["entries"]) <= 10
    assert found[0]["entries"][0]["id"] == "mon-bai"


GOOD_LINE = '{"id": 1, "text": "x"}'


@pytest.mark.parametrize(
    "line", ["không phải json", "[]", '{"id": 1}', '{"text": "x"}', '{"id":1,"text":2}']
)
def test_faq_search_knows_a_bad_line(line: str, content: Content) -> None:
    with pytest.raises(BadLine, match=r"^dòng 2:.*$"):
        list(search_lines(content, [GOOD_LINE, line]))


def test_faq_search_names_a_bad_line() -> None:
    result = donghanh("faq", "search", "--jsonl", stdin=f"{GOOD_LINE}\nkhông phải json\n")
    assert result.returncode == 2
    assert result.stderr.startswith("dòng 2:")
    assert len(result.stderr.splitlines()) == 1


def test_faq_list_has_every_field(content: Content) -> None:
    rows = json.loads(donghanh("faq", "list", "--json").stdout)
    assert len(rows) >= 220
    wanted = {"id", "topic", "question", "sources", "valid_from", "review_by"}
    assert all(set(row) == wanted and row["sources"] for row in rows)
    assert list_text(content, as_json=False).count("\n") + 1 == len(rows)


def test_chat_reads_a_script(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/chat.db"
    result = donghanh("chat", "--database", url, stdin="môn bài còn nộp không\n1\n\n0\n")
    assert result.returncode == 0, result.stderr
    assert "Không phải nộp" in result.stdout
    assert "Căn cứ\n" in result.stdout
    again = donghanh("faq", "unanswered", "--database", url)
    assert again.stdout.strip() == "Chưa có câu nào."


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"PORT": "abc"}, "PORT"),
        ({"PORT": "99999"}, "PORT"),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL"),
        ({"TELEGRAM_BOT_TOKEN": "abc"}, "TELEGRAM_BOT_TOKEN"),
        ({"TELEGRAM_MODE": "pigeon"}, "TELEGRAM_MODE"),
        ({"TELEGRAM_MODE": "webhook"}, "PUBLIC_URL"),
        ({"TELEGRAM_API_URL": "telegram"}, "TELEGRAM_API_URL"),
        ({"WARD_FILE": "/khong/co.toml"}, "WARD_FILE"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(settings: dict[str, str], named: str) -> None:
    with pytest.raises(ConfigError, match=named) as error:
        read_settings(settings, None)
    assert len(str(error.value).splitlines()) == 1


def test_every_wrong_setting_is_reported_together(tmp_path: Path) -> None:
    result = donghanh("run", folder=tmp_path, PORT="abc", LOG_LEVEL="LOUD")
    assert result.returncode == 2
    assert {line.split("=")[0] for line in result.stderr.splitlines()} == {"PORT", "LOG_LEVEL"}


def test_a_token_never_reaches_the_output(tmp_path: Path) -> None:
    secret = "999999:aVerySecretTokenOfNobody"
    settings = {"TELEGRAM_BOT_TOKEN": secret, "TELEGRAM_API_URL": "http://127.0.0.1:9"}
    log = tmp_path / "program.log"
    with program(tmp_path, LOG_LEVEL="DEBUG", **settings) as (process, _):
        deadline = time.monotonic() + PATIENCE_S
        while "not reachable" not in log.read_text() and time.monotonic() < deadline:
            time.sleep(0.05)
        process.terminate()
        process.wait(PATIENCE_S)
        assert process.stdout is not None
        printed = process.stdout.read()
    logged = log.read_text()
    assert "not reachable" in logged
    assert "aVerySecret" not in printed + logged


def test_a_port_in_use_is_said_in_one_line_and_nothing_is_started(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = str(busy.getsockname()[1])
        result = donghanh("run", "--port", port, folder=tmp_path)
    assert result.returncode == 2
    assert port in result.stderr
    assert "--port" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "data").exists()


def test_a_second_program_on_the_same_file_is_refused(tmp_path: Path) -> None:
    with program(tmp_path):
        result = donghanh(
            "run", "--port", "0", "--database", f"sqlite:///{tmp_path}/p.db", folder=tmp_path
        )
    assert result.returncode == 2
    assert "đang được một tiến trình Đồng Hành khác dùng" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_an_unknown_benchmark_is_named() -> None:
    result = donghanh("bench", "bay")
    assert result.returncode == 2
    assert "ranking" in result.stderr


def test_settings_come_from_the_dotenv_file_and_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"PORT=1234\nTELEGRAM_BOT_TOKEN={TOKEN}\n")
    settings = read_settings({"PORT": "4321"}, tmp_path / ".env")
    assert settings.port == 4321
    own = settings.of(TelegramSettings)
    assert own.is_on and own.bot_token.value == TOKEN
    assert TOKEN not in f"{settings} {own.bot_token}"
    assert read_settings({"PORT": "1"}, tmp_path / ".env", port=2).port == 2


def test_what_notepad_writes_is_read(tmp_path: Path) -> None:
    """It begins with a mark that is no part of the text."""
    asked = json.dumps({"id": 1, "text": "thuế khoán còn không"})
    result = donghanh("faq", "search", "--jsonl", stdin=f"\ufeff{asked}\n")
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["id"] == 1
    (tmp_path / ".env").write_text("DATABASE_URL=sqlite:///co-dau.db\n", encoding="utf-8-sig")
    migrated = donghanh("migrate", folder=tmp_path)
    assert "co-dau.db" in migrated.stdout


@pytest.mark.parametrize(("name", "setting"), [(".env", ""), ("phuong.toml", "WARD_FILE")])
def test_a_file_saved_as_unicode_is_named_with_what_to_do(
    name: str, setting: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text("PORT=8080\n", encoding="utf-16")
    settings = {setting: str(tmp_path / name)} if setting else {}
    result = donghanh("check", "--go-live", folder=tmp_path, **settings)
    assert result.returncode != 0
    assert name in result.stderr and "UTF-8" in result.stderr
    assert "Traceback" not in result.stderr and len(result.stderr.splitlines()) <= 2


@pytest.mark.parametrize("name", ["   ", "", "\u200b\u00a0", "..."])
def test_nobody_is_added_without_a_name(name: str, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/p.db"
    add = ["staff", "add", "an", "--name", name, "--role", "admin", "--database", url]
    result = donghanh(*add)
    assert result.returncode == 2
    assert "--name" in result.stderr


def test_the_demo_keeps_its_photos_apart_from_the_real_ones() -> None:
    """Photos lie beside a database, and the heartbeat removes those its rows do not name."""
    [given] = [
        option.default for option in main.commands["demo"].params if option.name == "database_url"
    ]
    assert sqlite_path(str(given)).parent != sqlite_path(DEFAULT_DATABASE).parent
