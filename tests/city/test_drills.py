"""A city is killed at random while people of several wards write: a process with wards, the
database server. Nothing acknowledged is lost or done twice, and every ward is soon back."""

import random
import re
import subprocess
import time
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest

from tests.bot.test_kill import bot_api
from tests.city.test_processes import BACK_S, lines_of
from tests.support import postgres
from tests.support.between import between
from tests.support.city import FULL, CityOfTests
from tests.support.city_people import OnTelegram, OnTheWeb, until_answered, what_became, writing
from tests.support.forks import Fork
from tests.support.patience import PATIENCE_S
from tests.support.postgres import Cluster

WARDS = ("mot", "hai", "ba")
KILLS = {"worker": 50, "server": 10} if FULL else {"worker": 2, "server": 1}
CUT_S = 30.0 if FULL else 12.0
GIVEN_UP_S = 12.0 if FULL else 9.0  # as a system gives up on a server it hears nothing of


def test_kills_of_processes_and_of_the_server_lose_nothing_and_double_nothing(
    tmp_path: Path,
) -> None:
    chance, back_s = random.Random(20261130), dict[str, list[float]](worker=[], server=[])
    kills = [what for what, many in KILLS.items() for _ in range(many)]
    chance.shuffle(kills)
    with ExitStack() as till:
        cluster = postgres.opened(durable=True)
        till.callback(cluster.remove)
        apis = {key: till.enter_context(bot_api()) for key in WARDS}
        own = {key: lines_of(settings) for key, (_, settings) in apis.items()}
        city = CityOfTests(cluster, tmp_path, own)
        workers = [till.enter_context(city.program("work"))[0] for _ in range(2)]
        _, front = till.enter_context(city.program("serve"))
        city.until_served(set(WARDS), by=2)
        chats = {key: OnTelegram(base, 0.2) for key, (base, _) in apis.items()}
        pages = {key: OnTheWeb(f"{front}/w/{key}") for key in WARDS}
        with writing(*chats.values(), *pages.values()):
            for what in kills:
                time.sleep(chance.uniform(0.0, 2.0))
                killed = time.monotonic()
                if what == "server":
                    kill_server(cluster, away_s=chance.uniform(0.0, 1.0))
                else:
                    started = till.enter_context(killed_and_begun(city, workers, chance))
                    workers.append(started[0])
                until_back(front)
                back_s[what].append(time.monotonic() - killed)
        for key in WARDS:
            until_answered(city.url_of(key), chats[key])
        found = {key: what_became(city.url_of(key), chats[key], pages[key]) for key in WARDS}
    slowest = {what: round(max(times), 1) for what, times in back_s.items()}
    print(f"kills {KILLS}, slowest back {slowest} s, {found}")
    if FULL:  # how soon is for a machine with nothing else to do
        assert max(back_s["worker"] + back_s["server"]) < BACK_S


def killed_and_begun(
    city: CityOfTests, workers: list[Fork], chance: random.Random
) -> AbstractContextManager[tuple[Fork, str]]:
    """One of the processes, killed; another in its place, as systemd would begin it."""
    victim = chance.choice(workers)
    workers.remove(victim)
    victim.kill()
    return city.program("work")


def kill_server(cluster: Cluster, away_s: float) -> None:
    cluster.kill()
    time.sleep(away_s)
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            return cluster.start()
        except subprocess.CalledProcessError:  # what was killed has not gone yet
            assert time.monotonic() < end
            time.sleep(0.1)


def until_back(front: str) -> None:
    """Until every ward takes what is sent to it."""
    end = time.monotonic() + PATIENCE_S
    for key in WARDS:
        while not OnTheWeb(f"{front}/w/{key}").is_heard():
            assert time.monotonic() < end, key
            time.sleep(0.05)


@pytest.mark.parametrize("whose", ["everybody's", "one process's"])
def test_a_network_that_is_cut_is_waited_for(whose: str, tmp_path: Path) -> None:
    """Between the programs, or one with wards, and the database."""
    with ExitStack() as till:
        cluster = postgres.opened(durable=True)
        till.callback(cluster.remove)
        apis = {key: till.enter_context(bot_api()) for key in WARDS}
        own = {key: lines_of(settings) for key, (_, settings) in apis.items()}
        city = CityOfTests(cluster, tmp_path, own)
        network = till.enter_context(between(str(cluster.socket)))
        through = {"CITY_DATABASE": through_port(city.given["CITY_DATABASE"], network.port)}
        first, _ = till.enter_context(city.program("work", given=through))
        other = through if whose == "everybody's" else {}
        till.enter_context(city.program("work", given=other))
        _, front = till.enter_context(city.program("serve", given=other))
        city.until_served(set(WARDS), by=2)
        chats = {key: OnTelegram(base, 0.2) for key, (base, _) in apis.items()}
        pages = {key: OnTheWeb(f"{front}/w/{key}") for key in WARDS}
        with writing(*chats.values(), *pages.values()):
            time.sleep(1.0)
            network.cut()
            cut, taken_s = time.monotonic(), 0.0
            if whose != "everybody's":
                time.sleep(1.0)
                until_back(front)
                taken_s = time.monotonic() - cut
            time.sleep(max(0.0, GIVEN_UP_S - (time.monotonic() - cut)))
            network.give_up()
            time.sleep(max(0.0, CUT_S - (time.monotonic() - cut)))
            network.mend()
            mended = time.monotonic()
            until_back(front)
            back_s = time.monotonic() - mended
            time.sleep(2.0)
        assert first.poll() is None, "it waited"
        for key in WARDS:
            until_answered(city.url_of(key), chats[key])
        found = {key: what_became(city.url_of(key), chats[key], pages[key]) for key in WARDS}
    told = set().union(*(page.told for page in pages.values()))
    print(
        f"cut {CUT_S} s, taken after {taken_s:.1f} s, back after {back_s:.1f} s,"
        f" told {told}, {found}"
    )
    assert told <= {503}
    if FULL:
        assert max(taken_s, back_s) < BACK_S


def through_port(url: str, port: int) -> str:
    """The address of a database, by a port of this machine in place of its server's socket."""
    return re.sub(r"host=[^&]*", f"host=127.0.0.1&port={port}", url)
