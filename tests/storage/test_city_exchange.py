"""What wards tell their city in numbers, and what it publishes for them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.city.people import CityPerson
from storage.engines.postgres.city import PostgresCity
from tests.storage.test_city import with_wards
from tests.support.postgres import Cluster


@pytest.fixture
def city(cluster: Cluster, tmp_path: Path) -> Iterator[PostgresCity]:
    made = PostgresCity(cluster.url(f"exchange_{tmp_path.name}".lower()[:60], tmp_path))
    yield made
    made.close()


def test_a_wards_numbers_take_the_place_of_those_before(city: PostgresCity) -> None:
    with_wards(city, 2)
    assert city.run(lambda tx: tx.exchange.told()) == {}
    city.run(lambda tx: tx.exchange.tell("w0", {"open": 7, "late": None}))
    city.run(lambda tx: tx.exchange.tell("w0", {"open": 9, "late": 0}))
    told = city.run(lambda tx: tx.exchange.told())
    assert list(told) == ["w0"]
    assert told["w0"].figures == {"open": 9, "late": 0}
    assert told["w0"].told_at.tzinfo is not None


def test_a_pack_is_published_once_under_its_number(city: PostgresCity) -> None:
    assert city.run(lambda tx: tx.exchange.publish(3, "{}"))
    assert city.run(lambda tx: tx.exchange.publish(1, "{ }"))
    assert not city.run(lambda tx: tx.exchange.publish(3, "other"))
    assert city.run(lambda tx: tx.exchange.numbers()) == [1, 3]
    assert city.run(lambda tx: tx.exchange.pack(3)) == "{}"
    assert city.run(lambda tx: tx.exchange.pack(2)) == ""


def test_proposals_are_told_in_their_order(city: PostgresCity) -> None:
    city.run(lambda tx: tx.people.put(CityPerson("hoa", "Bà Hoa", "x", "y")))
    for title in ("Một", "Hai"):
        city.run(lambda tx, title=title: tx.exchange.propose("hoa", title, "Lời."))  # type: ignore[misc]
    found = city.run(lambda tx: tx.exchange.proposals())
    assert [title for _, title, _ in found] == ["Một", "Hai"]
    assert city.run(lambda tx: tx.exchange.proposals(found[0][0])) == found[1:]
