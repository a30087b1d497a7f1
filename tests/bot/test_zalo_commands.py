"""`donghanh demo-zalo` and `donghanh zalo`, as an operator types them."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import utc_now
from bot.channels.oa import Pair
from bot.channels.opened import Around
from bot.channels.zalo_bot.settings import ZaloBotSettings
from bot.channels.zalo_oa.opening import build
from bot.commands.probe import probe_signature
from bot.commands.zalo import probe
from bot.loopback.zalo_bot import TOKEN, ZaloBot, zalo_bot
from bot.loopback.zalo_oa import FakeOa, serving, text_of
from bot.settings.secret import Secret
from bot.settings.settings import Settings
from content.library import Content
from storage import database
from tests.support.program import donghanh, donghanh_beside
from tests.support.zalo_oa import KEY, own_settings


def is_empty(folder: Path) -> bool:
    return not any(folder.iterdir())


def test_a_conversation_in_the_terminal(tmp_path: Path) -> None:
    script = (
        "menu\n1\ndang ky hoi nghi\n1\nNguyễn Văn An\n!danh-thiep 0912345678\n1\n!anh\n!thoat\n"
    )
    result = donghanh("demo-zalo", stdin=script, folder=tmp_path)
    assert result.returncode == 0, result.stderr
    for wanted in ("Xin chào", "Thuế hộ kinh doanh", "Câu 1/6", "Câu 3/6", "chỉ đọc được chữ"):
        assert wanted in result.stdout
    assert "nút" not in result.stdout and result.stderr == ""
    assert is_empty(tmp_path)


def test_buttons_are_drawn(tmp_path: Path) -> None:
    result = donghanh("demo-zalo", "--buttons", stdin="dang ky hoi nghi\n", folder=tmp_path)
    assert "[ 1. Đồng ý ]" in result.stdout, result.stderr


def test_a_key_is_made_and_a_probe_of_nothing_is_refused(tmp_path: Path) -> None:
    key = donghanh("zalo", "key", folder=tmp_path).stdout.strip()
    assert len(key) == 44
    nothing = donghanh("zalo", "probe", folder=tmp_path)
    assert nothing.returncode == 2 and len(nothing.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"ZALO_OA_APP_ID": "x"}, "ZALO_OA_APP_ID"),
        ({"ZALO_OA_APP_ID": "1"}, "ZALO_OA_APP_SECRET"),
        ({"ZALO_OA_APP_ID": "1", "ZALO_OA_APP_SECRET": "x"}, "donghanh zalo key"),
        (
            {"ZALO_OA_APP_ID": "1", "ZALO_OA_APP_SECRET": "x", "ZALO_OA_TOKEN_KEY": KEY},
            "PUBLIC_URL",
        ),
        ({"ZALO_OA_BUTTONS": "C"}, "ZALO_OA_BUTTONS"),
        ({"ZALO_OA_PER_MINUTE": "many"}, "ZALO_OA_PER_MINUTE"),
        ({"ZALO_OA_API_URL": "zalo"}, "ZALO_OA_API_URL"),
        ({"ZALO_BOT_PEOPLE": "x"}, "ZALO_BOT_PEOPLE"),
    ],
)
def test_wrong_settings_are_named(tmp_path: Path, settings: dict[str, str], named: str) -> None:
    result = donghanh("zalo", "probe", folder=tmp_path, **settings)
    assert result.returncode == 2 and named in result.stderr


@asynccontextmanager
async def operator(folder: Path, content: Content, fake: FakeOa) -> AsyncIterator[dict[str, str]]:
    """The settings of an operator whose OA is connected."""
    async with serving(fake) as base:
        url = f"sqlite:///{folder}/p.db"
        own = own_settings(base)
        async with database.open(url) as db:
            oa = await build(own, Around(db, content, utc_now))
            await oa.account.connect(Pair(*fake.new_pair(), timedelta(hours=25)))
        yield {
            "DATABASE_URL": url,
            "ZALO_OA_APP_ID": own.app_id,
            "ZALO_OA_APP_SECRET": own.app_secret.value,
            "ZALO_OA_WEBHOOK_SECRET": own.webhook_secret.value,
            "ZALO_OA_TOKEN_KEY": KEY,
            "ZALO_OA_API_URL": base,
            "ZALO_OA_LOGIN_URL": base,
        }


@pytest.mark.parametrize(
    ("oa_type", "buttons", "wanted"),
    [
        (4, "off", ["cơ quan nhà nước", "ZALO_OA_MESSAGE_API=v2", "ZALO_OA_BUTTONS=off"]),
        (2, "A", ["ZALO_OA_MESSAGE_API=v3", "ZALO_OA_BUTTONS=A"]),
        (2, "B", ["ZALO_OA_MESSAGE_API=v3", "ZALO_OA_BUTTONS=B"]),
    ],
)
async def test_the_probe_says_which_settings_to_change(
    oa_type: int,
    buttons: str,
    wanted: list[str],
    content: Content,
    capsys: pytest.CaptureFixture[str],
) -> None:
    fake = FakeOa(oa_type=oa_type, buttons=buttons)
    fake.user("u1")
    async with serving(fake) as base:
        access, _ = fake.new_pair()
        own = replace(own_settings(base), app_id="", access_token=Secret(access))
        settings = Settings(vendors=(own,))
        assert await probe(settings, content, "", None, "")
        quiet = capsys.readouterr().out
        assert fake.users["u1"].received == []  # read-only
        assert "--send-to" in quiet and "Gói Nâng cao" in quiet
        await probe(settings, content, "u1", None, "")
        told = capsys.readouterr().out
    for text in wanted:
        assert text in told, told
    assert all("thử" in text_of(message) for message in fake.users["u1"].received)
    assert access not in told


async def test_a_pasted_token_is_enough_to_ask(tmp_path: Path) -> None:
    fake = FakeOa(oa_type=4)
    async with serving(fake) as base:
        settings = {"ZALO_OA_API_URL": base, "ZALO_OA_ACCESS_TOKEN": "wrong"}
        told = await donghanh_beside("zalo", "probe", folder=tmp_path, **settings)
        assert "Chưa có token dùng được" in told.stdout and told.returncode == 1
    assert is_empty(tmp_path)


async def test_a_captured_webhook_tells_how_it_is_signed(tmp_path: Path, content: Content) -> None:
    fake = FakeOa(first_term="oa_id")
    event = fake.text_event("u1", "xin chào")
    body = tmp_path / "webhook.json"
    body.write_bytes(json.dumps(event).encode())
    signature = fake.signature(body.read_bytes(), event)
    async with operator(tmp_path, content, fake) as settings:
        asked = ("zalo", "probe", "--webhook", str(body), "--signature")
        right = await donghanh_beside(*asked, signature, folder=tmp_path, **settings)
    assert "ZALO_OA_SIGNATURE_FIRST=oa_id" in right.stdout and right.returncode == 0
    wrong = probe_signature(own_settings("http://127.0.0.1:9"), body.read_bytes(), "mac=1")
    assert wrong.good is False and "không khớp" in wrong.what


async def test_the_probe_of_a_bot(content: Content, capsys: pytest.CaptureFixture[str]) -> None:
    async with zalo_bot(ZaloBot()) as base:
        own = ZaloBotSettings(api_url=base, bot_token=Secret(TOKEN))
        settings = Settings(vendors=(own,))
        assert await probe(settings, content, "", None, "")
        assert "BASIC" in capsys.readouterr().out
        wrong = settings.having(replace(own, bot_token=Secret("1:wrong")))
        assert not await probe(wrong, content, "", None, "")
        assert "401" in capsys.readouterr().out
