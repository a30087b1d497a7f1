"""`donghanh city`: wards are added, seen, paused, moved in, brought up to date; a line a fault."""

import asyncio
from pathlib import Path

import pytest

from bot.commands import city as commands
from bot.commands import city_data
from bot.commands.refusal import CommandRefused
from bot.settings.city import opened, settings_of
from bot.settings.settings import ConfigError
from storage import database
from storage.city.models import WardState
from storage.engines.postgres.schema import newest
from tests.support.city import CityOfTests
from tests.support.postgres import Cluster
from tests.support.program import donghanh

TOKEN = "123456:TEST-token_of-nobody"


@pytest.fixture
def city(cluster: Cluster, tmp_path: Path) -> CityOfTests:
    return CityOfTests(cluster, tmp_path, {"mot": f"TELEGRAM_BOT_TOKEN={TOKEN}"})


def test_a_wards_settings_are_sealed_and_its_own(city: CityOfTests) -> None:
    with commands.city_of(city.settings) as kept:
        ward = kept.run(lambda tx: tx.wards.get("mot"))
    assert ward is not None
    assert TOKEN not in ward.settings
    text = opened(city.settings, ward)
    settings = settings_of(city.settings, ward, text, city.url_of("mot"))
    assert settings.public_url.endswith("/w/mot")
    assert any(one.is_on for one in settings.vendors)
    with pytest.raises(ConfigError, match="PORT"):
        settings_of(city.settings, ward, "PORT=1", city.url_of("mot"))


@pytest.mark.parametrize("key", ["Mot", "1mot", "mộ-t", "a" * 41, "w/x"])
def test_a_key_that_cannot_stand_in_an_address_is_refused(city: CityOfTests, key: str) -> None:
    with pytest.raises(CommandRefused):
        commands.add(city.settings, key, "phường", "", "")


def test_a_ward_is_added_once_paused_and_resumed(city: CityOfTests) -> None:
    with pytest.raises(CommandRefused):
        commands.add(city.settings, "mot", "phường một", "", "")
    assert "mot" in commands.pause(city.settings, "mot", goes_on=False)
    assert "paused" in commands.listed(city.settings)
    commands.pause(city.settings, "mot", goes_on=True)
    assert "active" in commands.listed(city.settings)
    with pytest.raises(CommandRefused, match="hai"):
        commands.pause(city.settings, "hai", goes_on=True)
    with pytest.raises(CommandRefused, match="hai"):
        commands.change(city.settings, "hai", "")
    with pytest.raises(CommandRefused, match="hai"):
        city_data.move_in(city.settings, "hai", "sqlite:///x.db")


def test_the_data_of_a_ward_that_had_a_file_moves_in(city: CityOfTests, tmp_path: Path) -> None:
    source = f"sqlite:///{tmp_path}/alone/ward.db"

    async def said(url: str, text: str = "") -> str | None:
        async with database.open(url, exclusive=bool(text)) as db:
            if text:
                await db.transaction(lambda tx: tx.settings.put("said", text))
            return await db.read(lambda tx: tx.settings.get("said"))

    (tmp_path / "alone").mkdir()
    asyncio.run(said(source, "một mình"))
    with pytest.raises(CommandRefused):  # it may be served at any moment
        city_data.move_in(city.settings, "mot", source)
    commands.pause(city.settings, "mot", goes_on=False)
    city_data.move_in(city.settings, "mot", source)
    assert asyncio.run(said(city.url_of("mot"))) == "một mình"


def test_an_upgrade_goes_ward_by_ward_and_says_which(city: CityOfTests) -> None:
    commands.add(city.settings, "hai", "phường hai", "", "", schema="hai_of_an_upgrade")
    lines: list[str] = []
    commands.upgrade(city.settings, lines.append, lambda _: None)
    assert [line.partition(":")[0] for line in lines[:2]] == ["hai", "mot"]
    with commands.city_of(city.settings) as kept:
        wards = kept.run(lambda tx: tx.wards.all())
        assert {ward.step for ward in wards} == {newest()}
        assert {ward.state for ward in wards} == {WardState.ACTIVE}
    lines.clear()
    commands.upgrade(city.settings, lines.append, lambda _: None)
    assert len(lines) == 1, "nothing is left to do"


def test_a_fault_is_one_line(city: CityOfTests, tmp_path: Path) -> None:
    done = donghanh("city", "add", "mot", "--name", "một", folder=tmp_path, **city.given)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    done = donghanh("city", "list", folder=tmp_path, **city.given)
    assert (done.returncode, "mot" in done.stdout) == (0, True)
    done = donghanh("city", "list", folder=tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 3  # CITY_DATABASE, CITY_KEY, CITY_URL
