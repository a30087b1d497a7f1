"""The demo of a city fills three wards of which one has something to send."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.commands import city as commands
from bot.demo import city as demo
from bot.demo.cluster import cluster as server
from bot.settings.city import CitySettings
from bot.settings.secret import Secret
from content.library import Content
from storage import database
from storage.broadcast_models import BroadcastState
from storage.database import Transaction
from tests.support.postgres import Cluster


async def test_three_wards_are_filled_and_a_broadcast_waits_to_go(
    cluster: Cluster, tmp_path: Path, content: Content
) -> None:
    url = cluster.url(f"demo_{tmp_path.name}".lower()[:60], tmp_path)
    key = Secret(Fernet.generate_key().decode())
    settings = CitySettings(url, key, "http://127.0.0.1:1", tmp_path)
    await demo._fill(settings, content, "http://127.0.0.1:2")
    with commands.city_of(settings) as city:
        wards = city.run(lambda tx: tx.wards.all())
        addresses = [city.ward_url(ward.schema, ward.folder) for ward in wards]
    assert [ward.key for ward in wards] == sorted(demo.WARDS)
    found = []
    for address in addresses:
        async with database.open(address) as db:
            found.append(await db.transaction(_approved))
    assert sorted(found) == [0, 0, 1]
    assert "thanh-pho" in demo._addresses(settings, "http://127.0.0.1:2")


def test_the_server_of_the_demo_leaves_nothing_behind() -> None:
    with server() as folder:
        assert list(folder.glob(".s.PGSQL.*"))
    assert not folder.exists()
    with pytest.raises(ZeroDivisionError), server() as folder:
        raise ZeroDivisionError
    assert not folder.exists()


def _approved(tx: Transaction) -> int:
    return len(tx.broadcasts.in_states((BroadcastState.APPROVED,)))
