"""Which process has which ward: nobody's twice, and nobody's for long."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.city.leases import GONE_S
from storage.city.models import CityWard, WardState
from storage.engines.postgres import address, schema
from storage.engines.postgres.city import CityTables, PostgresCity
from storage.engines.postgres.connecting import connect
from tests.support.postgres import Cluster


@pytest.fixture
def city(cluster: Cluster, tmp_path: Path) -> Iterator[PostgresCity]:
    made = PostgresCity(cluster.url(f"city_{tmp_path.name}".lower()[:60], tmp_path))
    yield made
    made.close()


def ward(number: int, host: str = "") -> CityWard:
    return CityWard(f"w{number}", f"phường {number}", f"ward_{number}", f"/data/{number}", host)


def with_wards(city: PostgresCity, count: int) -> None:
    city.run(lambda tx: [tx.wards.add(ward(number)) for number in range(count)])


def beat(
    city: PostgresCity, worker: str, *, knows: int = 99, refused: tuple[str, ...] = ()
) -> set[str]:
    """What it has then; what is extra is given back at once, as if it had been closed."""

    def work(tx: CityTables) -> set[str]:
        tx.leases.forget_gone()
        tx.leases.beat(worker, f"http://{worker}", "1", knows)
        share = tx.leases.share(worker, refused)
        for key in share.extra:
            tx.leases.give_back(worker, key)
        return {one.key for one in share.wards} - set(share.extra)

    return city.run(work)


def silent(city: PostgresCity, worker: str) -> None:
    """As if nothing had been heard of it for too long."""
    driver = city._connection.driver
    given = {"worker": worker, "long": GONE_S + 1}
    for statement in (
        "UPDATE lease SET beat_at = now() - make_interval(secs => %(long)s)"
        " WHERE worker = %(worker)s",
        "UPDATE worker SET beat_at = now() - make_interval(secs => %(long)s) WHERE id = %(worker)s",
    ):
        driver.execute(statement, given)


def test_a_ward_is_added_once_by_key_schema_and_host(city: PostgresCity) -> None:
    assert city.run(lambda tx: tx.wards.add(ward(1, host="w1.example")))
    assert not city.run(lambda tx: tx.wards.add(ward(1)))
    assert not city.run(lambda tx: tx.wards.add(ward(2, host="w1.example")))
    assert city.run(lambda tx: tx.wards.all()) == [ward(1, host="w1.example")]
    assert city.run(lambda tx: tx.wards.get("w1")) == ward(1, host="w1.example")
    assert city.run(lambda tx: tx.wards.get("none")) is None


def test_what_is_changed_of_a_ward_has_another_version(city: PostgresCity) -> None:
    with_wards(city, 1)
    assert city.run(lambda tx: tx.wards.set_settings("w0", "sealed"))
    assert city.run(lambda tx: tx.wards.set_state("w0", WardState.PAUSED))
    city.run(lambda tx: tx.wards.set_step("w0", 83))
    city.run(lambda tx: tx.wards.set_step("w0", 80))  # never back
    found = city.run(lambda tx: tx.wards.get("w0"))
    assert found is not None
    told = (found.settings, found.state, found.step, found.version)
    assert told == ("sealed", WardState.PAUSED, 83, 3)
    assert not city.run(lambda tx: tx.wards.set_state("none", WardState.PAUSED))
    assert not city.run(lambda tx: tx.wards.set_settings("none", ""))


def test_wards_are_shared_fairly_and_given_back_when_another_comes(city: PostgresCity) -> None:
    with_wards(city, 7)
    assert len(beat(city, "one")) == 7
    assert len(beat(city, "two")) == 0  # nothing is free yet
    assert len(beat(city, "one")) == 4  # its share is ceil(7/2)
    theirs = beat(city, "two")
    assert len(theirs) == 3
    assert beat(city, "one").isdisjoint(theirs)


def test_what_a_silent_process_had_is_free(city: PostgresCity) -> None:
    with_wards(city, 4)
    beat(city, "one")
    silent(city, "one")
    assert beat(city, "two") == {"w0", "w1", "w2", "w3"}
    assert beat(city, "one") == set()  # it comes back, and has lost them
    assert city.run(lambda tx: tx.leases.holder("w0")) == "two"


def test_a_process_that_ends_leaves_its_wards_at_once(city: PostgresCity) -> None:
    with_wards(city, 2)
    beat(city, "one")
    city.run(lambda tx: tx.leases.leave("one"))
    assert [one.id for one in city.run(lambda tx: tx.leases.workers())] == []
    assert beat(city, "two") == {"w0", "w1"}
    seen = city.run(lambda tx: tx.leases.workers())
    assert [(one.id, one.wards) for one in seen] == [("two", 2)]


def test_paused_resting_and_newer_wards_are_nobodys(city: PostgresCity) -> None:
    with_wards(city, 4)
    assert len(beat(city, "one")) == 4
    city.run(lambda tx: tx.wards.set_state("w0", WardState.PAUSED))
    city.run(lambda tx: tx.wards.rest("w1", 60))
    assert beat(city, "one") == {"w2", "w3"}
    city.run(lambda tx: tx.wards.set_step("w1", 100))  # an upgrade took it further
    city.run(lambda tx: tx.wards.rest("w1", 0))
    assert beat(city, "one") == {"w2", "w3"}
    assert beat(city, "newer", knows=100) == {"w1"}
    assert beat(city, "one", refused=("w0",)) == {"w2", "w3"}


def test_those_that_serve_the_web_find_a_ward_where_it_answers(city: PostgresCity) -> None:
    with_wards(city, 2)
    beat(city, "one")
    city.run(lambda tx: tx.leases.answers("one", {"w0"}))
    city.run(lambda tx: tx.leases.answers("two", {"w1"}))
    found = {one.key: one for one in city.run(lambda tx: tx.wards.placed(GONE_S))}
    assert (found["w0"].address, found["w0"].ready) == ("http://one", True)
    assert not found["w1"].ready
    silent(city, "one")
    assert [one.address for one in city.run(lambda tx: tx.wards.placed(GONE_S))] == ["", ""]


def test_a_city_is_opened_while_a_ward_is_brought_up_to_date(
    cluster: Cluster, tmp_path: Path
) -> None:
    at = address.read(cluster.url(f"ward_{tmp_path.name}".lower()[:60], tmp_path))
    with closing(connect(at, "tests")) as driver, driver.transaction():
        schema.migrate(driver, at)
        PostgresCity(cluster.url(f"city_{tmp_path.name}".lower()[:60], tmp_path)).close()


def test_wards_of_a_new_release_are_shared_by_those_who_know_it(city: PostgresCity) -> None:
    with_wards(city, 5)
    for old in ("a", "b"):
        beat(city, old, knows=1)
    with_steps(city, 1)
    beat(city, "new", knows=2)
    with_steps(city, 2)
    for _ in range(4):
        for old in ("a", "b"):
            city.run(lambda tx, old=old: [tx.leases.give_back(old, f"w{n}") for n in range(5)])  # type: ignore[misc]
        have = {who: beat(city, who, knows=2 if who == "new" else 1) for who in ("a", "b", "new")}
    assert have == {"a": set(), "b": set(), "new": {f"w{number}" for number in range(5)}}


def with_steps(city: PostgresCity, step: int) -> None:
    for number in range(5):
        city.run(lambda tx, key=f"w{number}": tx.wards.set_step(key, step))  # type: ignore[misc]
