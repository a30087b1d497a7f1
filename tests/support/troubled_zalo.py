"""Both Zalo platforms on a bad day, by the number of each person as in `troubled_api`.
`python -m tests.support.troubled_zalo zalo_oa|zalo_bot` prints its address."""

import asyncio
import sys
import time
from collections import Counter
from typing import Any

from aiohttp import web

from bot.loopback.zalo_bot import ZaloBot
from bot.loopback.zalo_oa import FakeOa, User

ACCESS, REFRESH = "access-of-the-test", "refresh-of-the-test"
TROUBLES = {7: "blocked", 307: "blocked", 607: "blocked", 11: "fail", 411: "fail", 17: "hang"}


class _Trouble:
    """What happens to whom; some of it only once."""

    def __init__(self) -> None:
        self._once: set[str] = set()

    def of(self, user_id: str) -> str:
        number = int(user_id)
        trouble = "limit" if number % 2000 == 13 else TROUBLES.get(number % 1000, "")
        if trouble in ("fail", "limit"):
            if user_id in self._once:
                return ""
            self._once.add(user_id)
        return trouble


class TroubledOa(FakeOa):
    def __init__(self) -> None:
        super().__init__()
        trouble = _Trouble()
        self.troubles = lambda user_id, text: trouble.of(user_id)
        self.access_token, self.refresh_token = ACCESS, REFRESH
        self.token_ends = time.time() + 90_000
        for number in range(20_000):
            self.users[str(10_000 + number)] = User(str(10_000 + number), time.time())

    async def control(self, request: web.Request) -> web.Response:
        received = {user.id: len(user.received) for user in self.users.values() if user.received}
        return web.json_response({"received": received, "faults": self.faults})


class TroubledBot(ZaloBot):
    def __init__(self) -> None:
        super().__init__(quota=1_000_000, people=1_000_000)
        self.received: Counter[str] = Counter()
        self._trouble = _Trouble()

    async def _sendMessage(self, call: dict[str, Any]) -> web.Response:
        chat = str(call["chat_id"])
        self.wrote = {chat: None}
        match self._trouble.of(chat):
            case "blocked":
                self.wrote = {}
            case "fail":
                self.answers.append((500, "outage"))
            case "limit":
                self.answers.append((429, "Quota exceeded"))
            case "hang":
                self.received[chat] += 1
                await asyncio.Event().wait()  # taken once, and never a word of it
        before = len(self.sent)
        answer = await super()._sendMessage(call)
        self.received[chat] += len(self.sent) - before
        return answer

    async def control(self, request: web.Request) -> web.Response:
        return web.json_response({"received": self.received, "faults": self.faults})


async def main(platform: str) -> None:
    app = web.Application()
    server = TroubledOa() if platform == "zalo_oa" else TroubledBot()
    app.router.add_get("/__control/received", server.control)
    if isinstance(server, TroubledBot):
        app.router.add_post("/bot{token}/{method}", server.handle)
    else:
        app.router.add_route("*", "/{path:.*}", server.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
