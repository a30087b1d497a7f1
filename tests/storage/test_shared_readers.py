"""Several wards that look through the same few connections."""

import asyncio
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from storage import database
from storage.database import StorageUnavailable, Transaction
from storage.engines.postgres import address
from storage.engines.postgres.connecting import connect
from storage.engines.postgres.lanes import Lanes
from storage.engines.postgres.readers import SharedReaders
from tests.support.postgres import Cluster

LOOKING = "SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = 'donghanh'"


def named(name: str, tx: Transaction) -> None:
    tx.settings.put("ward", name)


async def test_each_ward_sees_its_own_through_connections_of_all(
    cluster: Cluster, tmp_path: Path
) -> None:
    urls = [cluster.lend(tmp_path / str(number)) for number in range(5)]
    readers, lanes = SharedReaders(2), Lanes(1)
    wards = [database.open_shared(url, readers, lanes) for url in urls]
    try:
        for number, ward in enumerate(wards):
            await ward.transaction(partial(named, f"w{number}"))
        for _ in range(20):
            seen = await asyncio.gather(
                *(ward.read(lambda tx: tx.settings.get("ward")) for ward in wards)
            )
            assert seen == ["w0", "w1", "w2", "w3", "w4"]
        assert _connections(urls[0]) <= 2
        await wards[0].close()  # the others go on looking
        assert await wards[1].read(lambda tx: tx.settings.get("ward")) == "w1"
        with pytest.raises(StorageUnavailable):
            await wards[1].read(lambda tx: tx.settings.put("ward", "written while looking"))
        assert await wards[2].read(lambda tx: tx.settings.get("ward")) == "w2"
    finally:
        for ward in wards:
            await ward.close()
        readers.close()
        lanes.close()
        for url in urls:
            cluster.give_back(url)


async def test_a_connection_lost_between_two_looks_is_opened_again(
    cluster: Cluster, tmp_path: Path
) -> None:
    url, readers, lanes = cluster.lend(tmp_path), SharedReaders(1), Lanes(1)
    ward = database.open_shared(url, readers, lanes)
    try:
        await ward.transaction(lambda tx: tx.settings.put("ward", "one"))
        assert await ward.read(lambda tx: tx.settings.get("ward")) == "one"
        with closing(connect(address.read(url), "shell")) as shell:
            shell.execute(LOOKING.replace("count(*) AS n", "pg_terminate_backend(pid)"))
        assert await ward.read(lambda tx: tx.settings.get("ward")) == "one"
    finally:
        await ward.close()
        readers.close()
        lanes.close()
        cluster.give_back(url)


def _connections(url: str) -> int:
    with closing(connect(address.read(url), "shell")) as shell:
        row: Any = shell.execute(LOOKING).fetchone()
        return int(row["n"])
