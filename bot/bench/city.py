"""What a city's processes can do on this machine: `donghanh work`, one `donghanh serve`, a
PostgreSQL of their own, a Bot API for every ward's bot. JSON lines.

    python -m bot.bench.city [--quick] [--wards 1,10,40,114] [--workers 1,2,4] [--seconds 4] ...

For each number of wards and of workers: what they cost with nothing to do; so many messages a
second from the people of all wards together, how long each waits until its answer is at the
platform (it is committed before); how many there can be; a broadcast in forty wards at once; and
memory. `work`, `serve`, `postgres`, `api` are the processors each of them kept busy meanwhile.
Beside it, in the same minutes: one ward with SQLite, and bots on plain procrastinate.
"""

import argparse
import asyncio
import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bot.bench.broadcast import sending, subscribe
from bot.bench.city_rounds import Api, CityRound, Measuring, Options, program
from bot.bench.city_wards import BenchCity
from bot.bench.figures import Family
from bot.bench.questions import questions
from bot.demo.cluster import USER, cluster
from bot.running.clock import utc_now
from storage import database

# A Monday morning, whatever the hour is: sending hours are not what is measured.
MONDAY = datetime(2026, 11, 30, 1, 5, tzinfo=UTC)
SETTLED_S = 3.0
PATIENCE_S = 180.0
SERVER = {"max_connections": "250", "shared_buffers": "128MB"}
PEER_BOTS, PEER_PROCESSES = 10, 2
TENFOLD_WARDS, TENFOLD_WORKERS = 40, 2

USUAL = Options([1, 10, 40, 114], [1, 2, 4], 3000, 40, 300, 200, 4)
QUICK = Options([1, 4], [2], 300, 4, 60, 60, 4)


@dataclass(frozen=True, slots=True)
class BenchPlace:
    """Where it is measured: a PostgreSQL's folder, the bots' platform, a file with the seconds our
    clock is ahead."""

    server: Path
    api: Api
    shift: Path

    @property
    def folder(self) -> Path:
        return self.shift.parent

    @property
    def log(self) -> Path:
        return self.folder / "programs.log"

    def now(self) -> datetime:
        """As the programs have it."""
        return utc_now() + timedelta(seconds=int(self.shift.read_text()))

    def postgres(self) -> Family:
        return Family(int((self.server / "data/postmaster.pid").read_text().splitlines()[0]))


@contextmanager
def place(people: int) -> Iterator[BenchPlace]:
    with tempfile.TemporaryDirectory() as name, cluster(**SERVER) as server:
        folder = Path(name)
        shift, texts = folder / "shift", folder / "texts"
        shift.write_text(str(int((MONDAY - utc_now()).total_seconds())))
        texts.write_text("\n".join(questions()), "utf-8")
        command = ["bot.bench.city_api", str(texts), str(people)]
        with program(command, {}, folder / "api.log") as (port, pid):
            yield BenchPlace(server, Api(f"http://127.0.0.1:{port}", Family(pid)), shift)


@contextmanager
def at_work(
    city: BenchCity, where: BenchPlace, keys: list[str], workers: int
) -> Iterator[tuple[float, Measuring]]:
    """The processes, once all of these wards are served; how long that took."""
    city.reset(keys)
    city.only(keys)
    where.api.ask("forget")
    began, command = time.monotonic(), ["bot.bench.shifted", str(where.shift), "work"]
    with ExitStack() as till:
        run = [till.enter_context(program(command, city.given, where.log)) for _ in range(workers)]
        _, front = till.enter_context(program(["bot", "serve"], city.given, where.log))
        while city.served() < len(keys):
            if time.monotonic() - began > PATIENCE_S:
                raise TimeoutError(where.log.read_text()[-2000:])
            time.sleep(0.2)
        took = time.monotonic() - began
        time.sleep(SETTLED_S)
        families = {
            "work": [Family(pid) for _, pid in run],
            "serve": [Family(front)],
            "postgres": [where.postgres()],
            "api": [where.api.family],
        }
        yield took, Measuring(families)


def of_a_city(
    city: BenchCity, where: BenchPlace, wards: int, workers: int, options: Options
) -> None:
    """One line of the table."""
    keys = city.keys[:wards]
    with at_work(city, where, keys, workers) as (took, measuring):
        one = CityRound(where.api, measuring, options)
        figures: dict[str, object] = {"served_after_s": round(took, 1), **one.idle()}
        figures |= one.turns(wards) | one.half() | one.most()
        to = keys[: options.tokens]
        asyncio.run(city.send(to, where.now()))
        figures |= one.broadcast(len(to)) | measuring.memory()
    show(bench="city", wards=wards, workers=workers, people=options.people, **figures)


def tenfold(city: BenchCity, where: BenchPlace, options: Options) -> None:
    """One ward with ten times the load of each other: what the others notice."""
    keys = city.keys[:TENFOLD_WARDS]
    with at_work(city, where, keys, TENFOLD_WORKERS) as (_, measuring):
        figures = CityRound(where.api, measuring, options).tenfold(city.token(keys[0]), len(keys))
    show(bench="city_tenfold", wards=len(keys), workers=TENFOLD_WORKERS, **figures)


async def _ward_alone(url: str, people: int, now: datetime, *, sends: bool) -> None:
    async with database.open(url) as db:
        for first in range(0, people, 1000):
            await db.transaction(partial(subscribe, "telegram", first, people, now))
        if sends:
            await db.transaction(partial(sending, now=now))


def alone(where: BenchPlace, options: Options) -> None:
    """One ward by itself, on SQLite: the same messages, then a broadcast."""
    figures: dict[str, object] = {}
    for sends in (False, True):
        url = f"sqlite:///{where.folder}/alone{int(sends)}/a.db"
        (where.folder / f"alone{int(sends)}").mkdir()
        asyncio.run(_ward_alone(url, options.people, MONDAY, sends=sends))
        given = {
            "DATABASE_URL": url, "TELEGRAM_BOT_TOKEN": "1:bench",
            "TELEGRAM_API_URL": where.api.address,
        }  # fmt: skip
        where.api.ask("forget")
        command = ["bot.bench.shifted", str(where.shift)]
        with program(command, given, where.log) as (_, pid):
            time.sleep(SETTLED_S)
            families = {"run": [Family(pid)], "api": [where.api.family]}
            one = CityRound(where.api, Measuring(families), replace(options, rate=options.rate / 3))
            figures |= one.broadcast(1) if sends else one.idle() | one.turns() | one.most()
            figures |= Measuring(families).memory()
    show(bench="city_alone", engine="sqlite", **figures)


def peer(where: BenchPlace, options: Options) -> None:
    """The same bots on plain procrastinate."""
    if not importlib.util.find_spec("procrastinate"):
        print("procrastinate is not installed: `make setup-dev` brings it", file=sys.stderr)
        return
    conninfo = f"host={where.server} user={USER} dbname=postgres options='-c search_path=peer'"
    module, tokens = "bot.bench.plain_procrastinate", [f"{n}2:peer" for n in range(PEER_BOTS)]
    subprocess.run([sys.executable, "-m", module, conninfo], check=True)
    where.api.ask("forget")
    with ExitStack() as till:
        run = []
        for first in range(PEER_PROCESSES):
            share = ",".join(tokens[first::PEER_PROCESSES])
            command = [module, conninfo, where.api.address, share]
            run.append(till.enter_context(program(command, {}, where.log))[1])
        time.sleep(SETTLED_S)
        families = {
            "work": [Family(pid) for pid in run],
            "postgres": [where.postgres()],
            "api": [where.api.family],
        }
        figures = CityRound(where.api, Measuring(families), options).most()
    show(bench="city_peer", system="procrastinate", workers=PEER_PROCESSES, **figures)


def run(options: Options) -> None:
    """Prints a line for each round."""
    with place(options.people) as where:
        city = BenchCity(
            where.server, where.folder / "city", where.api.address, options.people, MONDAY
        )
        began = time.monotonic()
        city.make(max(options.wards))
        show(bench="city_made", wards=len(city.keys), s=round(time.monotonic() - began, 1))
        alone(where, options)
        peer(where, options)
        for wards in options.wards:
            for workers in options.workers:
                of_a_city(city, where, wards, workers, options)
        tenfold(city, where, options)


def show(**figures: object) -> None:
    print(json.dumps(figures), flush=True)


def _numbers(text: str) -> list[int]:
    return [int(one) for one in text.split(",")]


def _options() -> Options:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--wards", type=_numbers, default=USUAL.wards)
    parser.add_argument("--workers", type=_numbers, default=USUAL.workers)
    parser.add_argument("--people", type=int, default=USUAL.people)
    parser.add_argument("--tokens", type=int, default=USUAL.tokens)
    parser.add_argument("--rate", type=float, default=USUAL.rate)
    parser.add_argument("--outstanding", type=int, default=USUAL.outstanding)
    parser.add_argument("--seconds", type=float, default=USUAL.seconds)
    given = vars(parser.parse_args())
    return QUICK if given.pop("quick") else Options(**given)


if __name__ == "__main__":
    run(_options())
