"""What a process says of its wards reaches the city, whatever came between."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.city.keeper import LeaseKeeper, OneWorker
from storage.city.models import CityWard, WardShare
from storage.engines.postgres import address
from storage.engines.postgres.city import PostgresCity
from storage.engines.postgres.connecting import connect
from tests.support import postgres
from tests.support.patience import PATIENCE_S, until
from tests.support.postgres import Cluster


class Kept:
    """A ward, a process that has it, and the server they stand on."""

    def __init__(self, cluster: Cluster, folder: Path) -> None:
        self.cluster = cluster
        self._url = cluster.url("city_kept", folder)
        city = PostgresCity(self._url)
        city.run(lambda tx: tx.wards.add(CityWard("mot", "Một", "ward_mot", "f", "", "")))
        self.refused: list[str] = []
        self.shares: asyncio.Queue[WardShare] = asyncio.Queue()
        own = OneWorker("a", "http://a", "1", 10_000)
        self.keeper = LeaseKeeper(city, own, self.shares.put_nowait, lambda: self.refused)
        self.keeper.start()

    def ready(self) -> list[int]:
        """Of each lease there is, whether its ward is served."""
        with connect(address.read(self._url), "tests") as driver:
            found = driver.execute("SELECT ready FROM city_kept.lease").fetchall()
        return [row["ready"] for row in found]

    def end_leases(self) -> None:
        """As a process does that comes first after nobody could renew any."""
        with connect(address.read(self._url), "tests") as driver:
            driver.execute("DELETE FROM city_kept.lease")

    async def until_ready(self, ready: list[int]) -> None:
        async def look() -> bool:
            return await asyncio.to_thread(self.ready) == ready

        await until(look)

    async def has_it(self) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not (await self.shares.get()).wards:
                pass


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[Kept]:
    cluster = postgres.opened(durable=True)
    try:
        made = Kept(cluster, tmp_path)
        try:
            await made.has_it()
            yield made
        finally:
            await asyncio.to_thread(made.keeper.stop)
    finally:
        cluster.remove()


async def test_a_ward_whose_lease_ended_and_came_back_is_found_again(kept: Kept) -> None:
    kept.keeper.answers("mot")
    await kept.until_ready([1])
    kept.end_leases()
    await kept.until_ready([1])


async def test_what_the_city_could_not_be_told_it_is_told_when_it_is_back(
    kept: Kept, caplog: pytest.LogCaptureFixture
) -> None:
    kept.keeper.answers("mot")
    await kept.until_ready([1])
    kept.cluster.stop()
    kept.refused.append("mot")
    kept.keeper.give_back("mot")

    async def not_told() -> bool:
        return "was not told" in caplog.text

    await until(not_told)
    kept.cluster.start()
    await kept.until_ready([])
