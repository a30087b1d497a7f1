"""A new release beside the old one: wards go over one by one, and whoever stops it half-way leaves
a city that answers."""

import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.commands import city as commands
from storage.engines.postgres import schema
from tests.bot.test_kill import bot_api
from tests.city.test_processes import BACK_S, lines_of
from tests.support.city import FULL, CityOfTests, status_of
from tests.support.city_people import OnTelegram, OnTheWeb, until_answered, what_became, writing
from tests.support.forks import Forks
from tests.support.patience import PATIENCE_S
from tests.support.postgres import Cluster
from tests.support.program import environment

WARDS = tuple(f"w{number}" for number in range(24 if FULL else 5))
NEW_STEP = schema.newest() + 1


@pytest.fixture(scope="module")
def newer() -> Iterator[Forks]:
    made = Forks("tests.support.newer", "bot.app", env=environment())
    yield made
    made.end()


def test_wards_go_over_to_a_new_release_one_by_one(
    cluster: Cluster, tmp_path: Path, newer: Forks, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = {"NEWER": str(release_to_come(tmp_path))}
    with ExitStack() as till:
        base, settings = till.enter_context(bot_api())
        city = CityOfTests(
            cluster, tmp_path, {key: "" for key in WARDS} | {"w0": lines_of(settings)}
        )
        commands.upgrade(city.settings, lambda _: None, time.sleep)
        old = [till.enter_context(city.program("work"))[0] for _ in range(2)]
        _, front = till.enter_context(city.program("serve"))
        city.until_served(set(WARDS), by=2)
        chat, page = OnTelegram(base, 0.2), OnTheWeb(f"{front}/w/w0")
        with writing(chat, page):
            new_one, _ = till.enter_context(city.program("work", by=newer, given=new))
            time.sleep(1.0)
            upgrade(city, newer, new, stopped_after=1)
            until_all_answer(front)
            half = steps_of(city)
            assert set(half.values()) == {NEW_STEP - 1, NEW_STEP}, "some went over, some not yet"
            said = upgrade(city, newer, new)
            assert set(steps_of(city).values()) == {NEW_STEP}, said
            until_all_answer(front)
            assert set(city.holders()) == set(WARDS)
            # The old release has none of them any more; it waits kindly while nobody else does.
            new_one.kill()
            time.sleep(BACK_S)
            assert {status_of(f"{front}/w/{key}/") for key in WARDS} == {503}
            till.enter_context(city.program("work", by=newer, given=new))
            until_all_answer(front)
        assert [one.poll() for one in old] == [None, None]
        for function in (schema.migrations, schema.newest):  # who looks is of the new release, too
            monkeypatch.setattr(function, "__defaults__", (Path(new["NEWER"]),))
        until_answered(city.url_of("w0"), chat)
        found = what_became(city.url_of("w0"), chat, page)
    print(
        f"{len(WARDS)} wards, {sum(step == NEW_STEP for step in half.values())} before it was"
        f" stopped, {found}"
    )


def release_to_come(folder: Path) -> Path:
    """Our migrations and one more."""
    made = folder / "migrations"
    shutil.copytree(schema.FOLDER, made)
    (made / f"{NEW_STEP:04}_to_come.sql").write_text(
        "CREATE TABLE to_come (id bigint PRIMARY KEY);"
    )
    return made


def upgrade(city: CityOfTests, newer: Forks, new: dict[str, str], stopped_after: int = 0) -> str:
    """`donghanh city upgrade`, stopped with Ctrl-C after so many wards."""
    out = city.folder / "upgrade.txt"
    with out.open("w") as told, open("/dev/null") as nothing:  # noqa: PTH123
        files = [nothing.fileno(), told.fileno(), told.fileno()]
        env = environment(**(city.given | new))
        process = newer.start(["city", "upgrade"], files, city.folder, env)
        end = time.monotonic() + 2 * PATIENCE_S
        while process.poll() is None and time.monotonic() < end:
            if stopped_after and out.read_text().count("\n") >= stopped_after:
                process.send_signal(signal.SIGINT)
                process.wait()
            time.sleep(0.05)
        code = process.poll()
    assert code == (1 if stopped_after else 0), out.read_text()
    return out.read_text()


def steps_of(city: CityOfTests) -> dict[str, int]:
    with commands.city_of(city.settings) as kept:
        return {ward.key: ward.step for ward in kept.run(lambda tx: tx.wards.all())}


def until_all_answer(front: str) -> None:
    began = time.monotonic()
    for key in WARDS:
        while status_of(f"{front}/w/{key}/") != 200:
            assert time.monotonic() - began < PATIENCE_S, key
            time.sleep(0.05)
