"""What one process does in a schema is heard by the others: by name, over one connection."""

import queue
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from storage import database
from storage.city.models import CityWard, WardState
from storage.engines.postgres import address
from storage.engines.postgres.city import PostgresCity
from storage.engines.postgres.connecting import connect
from storage.engines.postgres.hearing import EVERYTHING, Hearing
from tests.support.patience import PATIENCE_S
from tests.support.postgres import Cluster

BRIEFLY_S = 0.3


@contextmanager
def hearing(url: str) -> Iterator["queue.SimpleQueue[str]"]:
    """What was heard, from the moment it listens."""
    heard: queue.SimpleQueue[str] = queue.SimpleQueue()
    with closing(Hearing(url, heard.put)):
        assert heard.get(timeout=PATIENCE_S) == EVERYTHING
        yield heard


async def test_what_another_program_keeps_in_a_ward_is_heard_and_what_it_reads_is_not(
    postgres_url: str,
) -> None:
    schema = address.read(postgres_url).schema
    async with database.open(postgres_url) as served:
        with hearing(postgres_url) as heard:
            async with database.open(postgres_url, exclusive=False) as other:
                assert await other.transaction(lambda tx: tx.settings.get("nothing")) == ""
                await served.transaction(lambda tx: tx.settings.put("one", "1"))
                with pytest.raises(queue.Empty):
                    heard.get(timeout=BRIEFLY_S)
                await other.transaction(lambda tx: tx.settings.put("two", "2"))
                assert heard.get(timeout=PATIENCE_S) == schema


def test_a_ward_that_changed_is_heard_in_the_city_and_a_process_that_lives_is_not(
    cluster: Cluster, tmp_path: Path
) -> None:
    url = cluster.url("city_heard", tmp_path)
    with closing(PostgresCity(url)) as city, hearing(url) as heard:
        city.run(lambda tx: tx.wards.add(CityWard("mot", "Một", "ward_mot", "f", "", "")))
        assert heard.get(timeout=PATIENCE_S) == "city_heard"
        city.run(lambda tx: tx.leases.beat("a", "http://a", "1", 10_000))
        city.run(lambda tx: tx.leases.share("a"))
        assert heard.get(timeout=PATIENCE_S) == "city_heard"
        for _ in range(3):
            city.run(lambda tx: tx.leases.beat("a", "http://a", "1", 10_000))
            city.run(lambda tx: tx.leases.forget_gone())
        with pytest.raises(queue.Empty):
            heard.get(timeout=BRIEFLY_S)
        city.run(lambda tx: tx.leases.answers("a", {"mot"}))
        assert heard.get(timeout=PATIENCE_S) == "city_heard"
        city.run(lambda tx: tx.leases.answers("a", {"mot"}))
        with pytest.raises(queue.Empty):
            heard.get(timeout=BRIEFLY_S)
        city.run(lambda tx: tx.wards.set_state("mot", WardState.PAUSED))
        assert heard.get(timeout=PATIENCE_S) == "city_heard"
        city.run(lambda tx: tx.exchange.publish(1, "{}"))
        assert heard.get(timeout=PATIENCE_S) == "city_heard"


def test_after_a_connection_was_lost_everything_may_be_new(
    cluster: Cluster, tmp_path: Path
) -> None:
    url = cluster.url("donghanh", tmp_path)
    with hearing(url) as heard, closing(connect(address.read(url), "tests")) as driver:
        driver.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'donghanh hearing'"
        )
        assert heard.get(timeout=PATIENCE_S) == EVERYTHING
