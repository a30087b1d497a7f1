"""A ward tells its city numbers alone, and gets by itself what the city published."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import ServedWard
from bot.city.exchange import CityExchanging
from content import packs
from content.library import Content
from content.packs import packed, public_of, read_key
from handlers.office import city_figures
from handlers.question import receiving
from storage.city.models import CityWard
from storage.city.people import CityPerson
from storage.database import Transaction
from storage.engines.postgres.city import PostgresCity
from storage.staff_models import Role
from tests.console.test_packs import SAID, pack, short
from tests.support.conference import make_event
from tests.support.desk import desk
from tests.support.postgres import Cluster
from tests.support.site import Site, site

KEY = read_key(packs.new_key())


@pytest.fixture
def url(cluster: Cluster, tmp_path: Path) -> str:
    return cluster.url(f"telling_{tmp_path.name}".lower()[:60], tmp_path)


@pytest.fixture
def city(url: str) -> Iterator[PostgresCity]:
    made = PostgresCity(url)
    made.run(lambda tx: tx.wards.add(CityWard("mot", "phường Một", "ward_mot", "/data/mot")))
    yield made
    made.close()


def served(at: Site) -> ServedWard:
    async def lost() -> None:
        raise AssertionError

    return ServedWard(at.core, None, at.web, lost)  # type: ignore[arg-type]  # no page is asked


def petition(tx: Transaction, content: Content, number: int) -> None:
    asked = receiving.Asked(f"Cống ở ngõ {number} tắc", "moi-truong", "paper")
    receiving.receive(tx, content, asked, datetime.now(UTC), actor="x")


async def test_a_correction_is_published_once_and_reaches_the_ward_by_itself(
    tmp_path: Path, content: Content, city: PostgresCity, url: str
) -> None:
    async with site(tmp_path, content) as at:
        exchanging = CityExchanging(
            lambda: PostgresCity(url), {"mot": served(at)}, {"mot": public_of(KEY)}
        )
        correction = packed(pack(content, 2, correction=True), KEY)
        other = packed(pack(content, 3), read_key(packs.new_key()))
        city.run(lambda tx: tx.exchange.publish(2, correction.decode()))
        city.run(lambda tx: tx.exchange.publish(3, other.decode()))
        await exchanging.step()
        await exchanging.step()
        exchanging.close()
        assert short(at) == SAID
        rows = await at.core.database.transaction(lambda tx: tx.city_packs.all())
        assert [(row.number, row.staff_id) for row in rows] == [(2, None)]
        done = await at.core.database.transaction(lambda tx: tx.audit.lines())
        assert [line.action for line in done] == ["pack.receive", "pack.apply"]


async def test_a_ward_without_a_key_takes_nothing(
    tmp_path: Path, content: Content, city: PostgresCity, url: str
) -> None:
    async with site(tmp_path, content) as at:
        city.run(lambda tx: tx.exchange.publish(1, packed(pack(content), KEY).decode()))
        exchanging = CityExchanging(lambda: PostgresCity(url), {"mot": served(at)}, {"mot": ""})
        await exchanging.step()
        exchanging.close()
        assert await at.core.database.transaction(lambda tx: tx.city_packs.all()) == []


async def test_numbers_alone_leave_the_ward_and_few_are_not_told(
    tmp_path: Path, content: Content, city: PostgresCity, url: str
) -> None:
    async with site(tmp_path, content) as at:

        def prepare(tx: Transaction) -> None:
            make_event(tx, now=datetime.now(UTC))
            for number in range(7):
                petition(tx, content, number)

        await at.core.database.transaction(prepare)
        exchanging = CityExchanging(lambda: PostgresCity(url), {"mot": served(at)}, {})
        await exchanging.step()
        exchanging.close()
        [told] = city.run(lambda tx: tx.exchange.told()).values()
        assert set(told.figures) == set(city_figures.WardFigures.__dataclass_fields__)
        assert all(value is None or isinstance(value, int) for value in told.figures.values())
        assert (told.figures["open"], told.figures["late"]) == (7, 0)
        assert city_figures.read(told.figures).open == 7


def test_fewer_than_five_are_some_and_nobody_is_none() -> None:
    assert [city_figures.shown(n) for n in (0, 1, 4, 5)] == [0, None, None, 5]
    assert city_figures.read({"open": 3}).late == 0


async def test_what_the_city_proposes_is_a_beginning_for_the_wards_own_people(
    tmp_path: Path, content: Content, city: PostgresCity, url: str
) -> None:
    city.run(lambda tx: tx.people.put(CityPerson("hoa", "Bà Hoa", "x", "y")))
    city.run(lambda tx: tx.exchange.propose("hoa", "Hạn nộp quý này", "Nhớ nộp tờ khai."))
    async with site(tmp_path, content) as at, desk(at, "mai", Role.COMMUNICATOR) as person:
        exchanging = CityExchanging(lambda: PostgresCity(url), {"mot": served(at)}, {})
        await exchanging.step()
        await exchanging.step()
        exchanging.close()
        _, page = await person.get("/thong-bao")
        assert page.count("Hạn nộp quý này") == 1 and "Thành phố đề nghị" in page
        _, form = await person.get("/thong-bao/soan?de-nghi=1")
        assert "Hạn nộp quý này" in form and "Nhớ nộp tờ khai." in form
        made = await at.core.database.transaction(lambda tx: tx.broadcasts.latest())
        assert made == []  # nothing is written, let alone sent, by itself
