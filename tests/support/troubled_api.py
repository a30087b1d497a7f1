"""The loopback Bot API on a bad day: by its number each chat is blocked, answered with 500, 429, or
taken without an answer. `python -m tests.support.troubled_api` prints its address."""

import asyncio
from collections import Counter
from typing import Any

from aiohttp import web

from tests.support.botapi import BotApi, Refusal, serving


class TroubledApi(BotApi):
    def __init__(self) -> None:
        super().__init__()
        self.received: Counter[int] = Counter()
        self._once: set[int] = set()

    async def _do_sendMessage(self, call: dict[str, Any]) -> dict[str, Any]:
        chat = int(call["chat_id"])
        match chat % 1000:
            case 7 | 307 | 607:
                raise Refusal(403, "Forbidden: bot was blocked by the user")
            case 11 | 411 | 811 if self._first(chat):
                raise Refusal(500, "Internal Server Error")
            case 13 if chat % 5000 == 13 and self._first(chat):
                raise Refusal(429, "Too Many Requests: retry after 1", retry_after=1)
            case 17:
                self.received[chat] += 1
                await asyncio.Event().wait()  # taken once, and never a word of it
        done = await super()._do_sendMessage(call)
        self.received[chat] += 1
        return done

    def _first(self, chat: int) -> bool:
        if chat in self._once:
            return False
        self._once.add(chat)
        return True

    def app(self) -> web.Application:
        app = super().app()
        app.router.add_get("/__control/received", self._control_received)
        return app

    async def _control_received(self, request: web.Request) -> web.Response:
        return web.json_response({"received": self.received, "faults": self.faults})


async def main() -> None:
    async with serving(TroubledApi()) as address:
        print(address, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
