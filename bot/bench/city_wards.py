"""The wards of the city that is measured: schemas of a PostgreSQL of the bench's own, each with so
many people, and as they were again after each round."""

import asyncio
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet

from bot.bench.broadcast import sending, subscribe
from bot.commands import city as commands
from bot.demo.cluster import USER
from bot.settings.city import CitySettings, read_city
from storage import database
from storage.engines.postgres import address, schema
from storage.engines.postgres.connecting import connect

_MODEL = "ward_model"  # no ward: what each of them looks like
_TABLES = """
SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = to_regnamespace(%s)
 AND relname NOT IN ('migration', 'committed') AND pg_relation_size(oid) > 0
"""


class BenchCity:
    """`server` is the folder of a PostgreSQL's socket, `api` where the bots' platform is."""

    def __init__(self, server: Path, root: Path, api: str, people: int, now: datetime) -> None:
        self.given = {
            "CITY_DATABASE": f"postgresql:///postgres?host={server}&user={USER}"
            f"&schema=city&folder={root}",
            "CITY_KEY": Fernet.generate_key().decode(),
            "CITY_URL": "http://127.0.0.1:1",
            "CITY_FOLDER": str(root),
            "PORT": "0",
        }
        self.settings: CitySettings = read_city(self.given, None)
        self._api, self._people, self._now = api, people, now
        self._at = address.read(self.settings.database_url)
        self.keys: list[str] = []

    def make(self, count: int) -> None:
        """So many wards, each with its people and a bot."""
        asyncio.run(self._make_model())
        for number in range(count):
            key = f"w{number}"
            own = f"TELEGRAM_BOT_TOKEN={self.token(key)}\nTELEGRAM_API_URL={self._api}\n"
            own += "TELEGRAM_MODE=polling\n"
            commands.add(self.settings, key, f"phường {number}", "", own)
            self.keys.append(key)
            at = address.read(self.url(key))
            with closing(connect(at, "bench")) as driver:
                schema.migrate(driver, at)
        self.reset(self.keys)
        with closing(self._connected()) as driver:
            driver.execute("VACUUM ANALYZE")
            driver.execute("CHECKPOINT")

    async def _make_model(self) -> None:
        async with database.open(self.url("model")) as db:
            for first in range(0, self._people, 1000):
                await db.transaction(partial(subscribe, "telegram", first, self._people, self._now))

    def reset(self, keys: Sequence[str]) -> None:
        """Nothing was said in these wards yet."""
        with closing(self._connected()) as driver:
            driver.execute("SET session_replication_role = replica")  # no trigger, no reference
            model = _filled(driver, _MODEL)
            for key in keys:
                name = f"ward_{key}"
                pieces = [f"DELETE FROM {name}.{table}" for table in _filled(driver, name)]  # noqa: S608  # our names
                pieces += [
                    f"INSERT INTO {name}.{table} SELECT * FROM {_MODEL}.{table}"  # noqa: S608
                    for table in model
                ]
                driver.execute("; ".join(pieces).encode())

    def only(self, keys: Sequence[str]) -> None:
        """These wards are served, and no other."""
        with closing(self._connected()) as driver:
            driver.execute(
                "UPDATE city.ward SET state = CASE WHEN key = ANY(%s) THEN 'active'"
                " ELSE 'paused' END",
                (list(keys),),
            )
            driver.execute("DELETE FROM city.lease; DELETE FROM city.worker")

    async def send(self, keys: Sequence[str], now: datetime) -> None:
        """A broadcast to everybody in these wards begins."""
        for key in keys:
            async with database.open(self.url(key), exclusive=False) as db:
                await db.transaction(partial(sending, now=now))

    def served(self) -> int:
        """How many wards answer."""
        with commands.city_of(self.settings) as city:
            return sum(one.ready for one in city.run(lambda tx: tx.wards.placed(10)))

    def url(self, key: str) -> str:
        """The database of a ward."""
        name = f"ward_{key}"
        return address.ward_url(self._at, name, str(self.settings.folder / key))

    def token(self, key: str) -> str:
        """Its bot's."""
        return f"{key.removeprefix('w')}1:bench"

    def _connected(self) -> Any:
        return connect(self._at, "bench")


def _filled(driver: Any, schema_name: str) -> list[str]:
    """The tables in which something stands, or stood."""
    return [row["name"] for row in driver.execute(_TABLES, (schema_name,))]
