"""A city of the tests' own: wards in a PostgreSQL, and its programs as an operator starts them."""

import contextlib
import os
import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

from cryptography.fernet import Fernet

from bot.commands import city as commands
from bot.settings.city import read_city
from storage.engines.postgres.city import PostgresCity
from tests.support.forks import Fork, Forks
from tests.support.patience import PATIENCE_S
from tests.support.postgres import Cluster
from tests.support.program import PROGRAM, environment

# The drills as often and as long as they are to hold, not as a check of every change has time for.
FULL = os.environ.get("DONGHANH_CITY_DRILLS") == "full"


class CityOfTests:
    """`own` gives each ward its settings, as lines of a .env."""

    def __init__(self, cluster: Cluster, folder: Path, own: Mapping[str, str]) -> None:
        self.folder = folder
        name = f"city_{abs(hash(str(folder))):x}"
        self.given = {
            "CITY_DATABASE": cluster.url(name, folder),
            "CITY_KEY": Fernet.generate_key().decode(),
            "CITY_URL": "http://127.0.0.1:1",
            "CITY_FOLDER": str(folder),
            "PORT": "0",
        }
        self.settings = read_city(self.given, None)
        for key, text in own.items():
            commands.add(self.settings, key, f"phường {key}", "", text, schema=f"{name}_{key}")

    def holders(self) -> dict[str, str]:
        """Ward -> the process that serves it."""
        with commands.city_of(self.settings) as city:
            placed = city.run(lambda tx: tx.wards.placed(10))
        return {one.key: one.worker for one in placed if one.ready}

    def url_of(self, key: str) -> str:
        """The database of a ward."""
        city = PostgresCity(self.settings.database_url)
        try:
            ward = city.run(lambda tx: tx.wards.get(key))
            assert ward is not None
            return city.ward_url(ward.schema, ward.folder)
        finally:
            city.close()

    @contextlib.contextmanager
    def program(
        self, *arguments: str, by: Forks = PROGRAM, given: Mapping[str, str] | None = None
    ) -> Iterator[tuple[Fork, str]]:
        """`donghanh work` or `serve`, and its address; `given`: what it is told otherwise."""
        printed, its = os.pipe()
        with (
            (self.folder / f"{arguments[0]}.log").open("a") as log,
            Path(os.devnull).open() as nothing,
            os.fdopen(printed) as output,
        ):
            files = [nothing.fileno(), its, log.fileno()]
            env = environment(**(self.given | dict(given or {})))
            process = by.start(arguments, files, self.folder, env)
            os.close(its)
            try:
                found = next((re.search(r"http://\S+/", line) for line in output), None)
                assert found is not None, "the program ended before it served"
                yield process, found[0].rstrip("/")
            finally:
                process.kill()
                process.wait()

    def until_served(self, keys: set[str], by: int = 1, not_by: str = "") -> float:
        """Waits until all of these wards are served, by so many processes; how long it took."""
        began = time.monotonic()
        while True:
            held = {key: worker for key, worker in self.holders().items() if worker != not_by}
            if keys <= set(held) and len(set(held.values())) >= by:
                return time.monotonic() - began
            assert time.monotonic() - began < PATIENCE_S, held
            time.sleep(0.1)


def status_of(url: str) -> int:
    """Of a page, as somebody without cookies gets it."""
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE_S) as answer:  # noqa: S310  # our own
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
