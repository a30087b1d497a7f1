"""The same bots on plain procrastinate, a job a message, as the yardstick of `bench city`: an
update is deferred before it is confirmed, a job keeps that it was seen and what is answered, sends
it, and marks it sent. It understands nothing and says one sentence to everybody.

    python -m bot.bench.plain_procrastinate CONNINFO API TOKEN,TOKEN...
"""

import asyncio
import sys
from typing import Any

import aiohttp
import procrastinate
import psycopg_pool

AT_ONCE = 32
ANSWER = "Cảm ơn ông/bà. " * 12
TABLES = """
CREATE TABLE IF NOT EXISTS seen (token text, id bigint, PRIMARY KEY (token, id));
CREATE TABLE IF NOT EXISTS said (id bigserial PRIMARY KEY, token text, chat bigint, body text,
 state text);
"""


class Peer:
    """One process: polls for some bots, works for all."""

    def __init__(self, conninfo: str, api: str, tokens: list[str]) -> None:
        self._api, self._tokens = api, tokens
        connector = procrastinate.PsycopgConnector(conninfo=conninfo, max_size=8)
        self.app = procrastinate.App(connector=connector)
        self._answer = self.app.task(name="answer")(self._answered)
        self._pool = psycopg_pool.AsyncConnectionPool(
            conninfo, open=False, min_size=4, max_size=AT_ONCE
        )

    async def run(self) -> None:
        limit = aiohttp.TCPConnector(limit=AT_ONCE + len(self._tokens))
        async with (
            self.app.open_async(),
            self._pool,
            aiohttp.ClientSession(connector=limit) as http,
        ):
            self._http = http
            async with self._pool.connection() as connection:
                await connection.execute(TABLES)
            print("ready", flush=True)
            await asyncio.gather(
                self.app.run_worker_async(concurrency=AT_ONCE, install_signal_handlers=False),
                *(self._poll(token) for token in self._tokens),
            )

    async def _poll(self, token: str) -> None:
        offset = 0
        while True:
            call = {"offset": offset, "timeout": 20}
            async with self._http.post(f"{self._api}/bot{token}/getUpdates", json=call) as answer:
                updates = (await answer.json())["result"]
            if updates:
                jobs = [_job(token, one) for one in updates]
                await self._answer.batch_defer_async(*jobs)
                offset = updates[-1]["update_id"] + 1

    async def _answered(self, token: str, update: int, chat: int) -> None:
        async with self._pool.connection() as connection:
            async with connection.transaction():
                new = await connection.execute(
                    "INSERT INTO seen VALUES (%s, %s) ON CONFLICT DO NOTHING", (token, update)
                )
                if not new.rowcount:
                    return
                row = await connection.execute(
                    "INSERT INTO said (token, chat, body, state) VALUES (%s, %s, %s, 'sending')"
                    " RETURNING id",
                    (token, chat, ANSWER),
                )
                found = await row.fetchone()
            call = {"chat_id": chat, "text": ANSWER}
            async with self._http.post(f"{self._api}/bot{token}/sendMessage", json=call) as answer:
                await answer.read()
            await connection.execute("UPDATE said SET state = 'sent' WHERE id = %s", found)


def _job(token: str, update: dict[str, Any]) -> dict[str, Any]:
    return {"token": token, "update": update["update_id"], "chat": update["message"]["chat"]["id"]}


async def prepare(conninfo: str) -> None:
    """The tables of procrastinate, in a schema of their own."""
    made = psycopg_pool.AsyncConnectionPool(conninfo, open=False, min_size=1)
    async with made, made.connection() as connection:
        await connection.execute("CREATE SCHEMA IF NOT EXISTS peer")
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=conninfo))
    async with app.open_async():
        await app.schema_manager.apply_schema_async()


if __name__ == "__main__":
    if len(sys.argv) == 2:
        asyncio.run(prepare(sys.argv[1]))
    else:
        asyncio.run(Peer(sys.argv[1], sys.argv[2], sys.argv[3].split(",")).run())
