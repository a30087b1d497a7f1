"""A loopback Bot API for the bots of a whole city, a process of its own: `bot<token>` in an address
says whose it is. Hand-written HTTP on a bare asyncio protocol, so that it takes little of what is
measured, and it says how much.

`/set?rate=300` has so many messages a second come to the bots that ask for theirs, at random
moments, `heavy=TOKEN&heavy_rate=150` besides to one of them; `outstanding=200` keeps so many
unanswered in all. `/take` gives what came of it since it was last asked.
"""

import asyncio
import random
import re
import sys
import time
from collections import Counter, deque
from itertools import count
from pathlib import Path
from urllib.parse import parse_qs

import orjson

from bot.bench.fake_api import update_of
from bot.bench.figures import share_of

FIRST_CHAT = 5_000_000  # as the wards' people are numbered
BATCH = 100
POLL_S = 20.0
TICK_S = 0.005
NEWS = "Hạn nộp thuế quý này"  # what a broadcast says, and no answer
_NEWS = NEWS.encode()
_CHAT = re.compile(rb'"chat_id": ?(\d+)')
_OFFSET = re.compile(rb'"offset": ?(\d+)')
_LENGTH = re.compile(rb"(?i)content-length: *(\d+)")
_ME = orjson.dumps(
    {"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "b", "username": "bench_bot"}}
)
_TRUE = orjson.dumps({"ok": True, "result": True})
_SENT = orjson.dumps({"ok": True, "result": {"message_id": 1, "date": 0}})


class Bot:
    """One token: the updates that wait for it, whoever waits for updates, what it sent."""

    def __init__(self) -> None:
        self.waiting: deque[dict[str, object]] = deque()
        self.asking: BotsConnection | None = None
        self.made_at: dict[int, float] = {}
        self.next_chat = 0
        self.lately: deque[float] = deque()  # sends of a broadcast within a second
        self.worst = 0

    def news_sent(self, now: float) -> None:
        self.lately.append(now)
        while self.lately[0] <= now - 1.0:
            self.lately.popleft()
        self.worst = max(self.worst, len(self.lately))


class Bots:
    """All of them, and what became of what they were told."""

    def __init__(self, texts: list[str], people: int) -> None:
        self._texts = texts
        self._people = people
        self._ids = count(1)
        self.bots: dict[bytes, Bot] = {}
        self.rate = self.heavy_rate = 0.0
        self.heavy = b""
        self.outstanding = 0
        self.sent: Counter[str] = Counter()
        self.took: dict[bool, list[float]] = {False: [], True: []}

    def of(self, token: bytes) -> Bot:
        return self.bots.setdefault(token, Bot())

    def tell(self, token: bytes) -> None:
        """Another message, from the next of the people of the ward."""
        bot, number = self.of(token), next(self._ids)
        chat = FIRST_CHAT + bot.next_chat % self._people
        bot.next_chat += 1
        if chat in bot.made_at:  # still unanswered: never two at once
            self.sent["held back"] += 1
            return
        bot.made_at[chat] = time.perf_counter()
        bot.waiting.append(update_of(number, chat, self._texts[number % len(self._texts)]))
        self.sent["told"] += 1
        if bot.asking is not None:
            bot.asking.give(bot)

    def took_send(self, token: bytes, body: bytes) -> None:
        bot, found, now = self.of(token), _CHAT.search(body), time.perf_counter()
        if _NEWS in body:
            self.sent["news"] += 1
            bot.news_sent(now)
            return
        made = bot.made_at.pop(int(found[1]) if found else 0, None)
        if made is None:
            self.sent["more"] += 1  # the second part of an answer
            return
        self.sent["answered"] += 1
        self.took[token == self.heavy].append(now - made)
        if self.outstanding:
            self.tell(token)

    def set(self, given: dict[str, list[str]]) -> None:
        self.rate = float(given.get("rate", ["0"])[0])
        self.heavy = given.get("heavy", [""])[0].encode()
        self.heavy_rate = float(given.get("heavy_rate", ["0"])[0])
        before, self.outstanding = self.outstanding, int(given.get("outstanding", ["0"])[0])
        for number in range(before, self.outstanding):
            tokens = list(self.bots)
            self.tell(tokens[number % len(tokens)])

    async def drip(self) -> None:
        """Open loop: messages come whether or not earlier ones were answered."""
        last = time.perf_counter()
        while True:
            await asyncio.sleep(TICK_S)
            now = time.perf_counter()
            tokens = list(self.bots)
            for _ in range(_how_many(self.rate * (now - last)) if tokens else 0):
                self.tell(random.choice(tokens))
            for _ in range(_how_many(self.heavy_rate * (now - last))):
                self.tell(self.heavy)
            last = now

    def take(self) -> dict[str, object]:
        """Since it was last asked; times in milliseconds."""
        sent, self.sent = self.sent, Counter()
        took, self.took = self.took, {False: [], True: []}
        others, heavy = sorted(took[False]), sorted(took[True])
        worst = max((bot.worst for bot in self.bots.values()), default=0)
        for bot in self.bots.values():
            bot.worst = 0
        return {
            **sent,
            "open": sum(len(bot.made_at) for bot in self.bots.values()),
            "bots": len(self.bots),
            "p50_ms": share_of(others, 0.50),
            "p95_ms": share_of(others, 0.95),
            "p99_ms": share_of(others, 0.99),
            "heavy_p95_ms": share_of(heavy, 0.95),
            "worst_second": worst,
        }


def _how_many(expected: float) -> int:
    """Of a Poisson stream in a moment in which so many are expected."""
    number, left = 0, expected - random.expovariate(1.0)
    while left > 0:
        number, left = number + 1, left - random.expovariate(1.0)
    return number


class BotsConnection(asyncio.Protocol):
    """One keep-alive connection."""

    def __init__(self, bots: Bots) -> None:
        self._bots = bots
        self._buffer = b""
        self._transport: asyncio.Transport | None = None
        self._patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  # tells the type checker
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        if self._patience is not None:  # the ward asks from elsewhere by now
            self._patience.cancel()
        for bot in self._bots.bots.values():
            if bot.asking is self:
                bot.asking = None

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            found = _LENGTH.search(self._buffer, 0, end)
            stop = end + 4 + (int(found[1]) if found else 0)
            if len(self._buffer) < stop:
                return
            line, body = self._buffer[: self._buffer.find(b"\r\n")], self._buffer[end + 4 : stop]
            self._buffer = self._buffer[stop:]
            self._request(line.split(b" ")[1], body)

    def _request(self, path: bytes, body: bytes) -> None:
        token, _, method = path.removeprefix(b"/bot").partition(b"/")
        if method == b"sendMessage":
            self._bots.took_send(token, body)
            self._write(_SENT)
        elif method == b"getUpdates":
            found = _OFFSET.search(body)
            self._poll(self._bots.of(token), int(found[1]) if found else 0)
        elif path.startswith(b"/set"):
            self._bots.set(parse_qs(path.partition(b"?")[2].decode()))
            self._write(_TRUE)
        elif path == b"/take":
            self._write(orjson.dumps(self._bots.take()))
        elif path == b"/forget":  # another city asks from now on
            self._bots.bots.clear()
            self._write(_TRUE)
        else:
            self._write(_ME if method == b"getMe" else _TRUE)

    def _poll(self, bot: Bot, offset: int) -> None:
        while bot.waiting and int(str(bot.waiting[0]["update_id"])) < offset:
            bot.waiting.popleft()
        bot.asking = self
        if bot.waiting:
            self.give(bot)
        else:
            self._patience = asyncio.get_running_loop().call_later(POLL_S, self.give, bot)

    def give(self, bot: Bot) -> None:
        """What waits, be it nothing, to whoever asks."""
        if self._patience is not None:
            self._patience.cancel()
        bot.asking = None
        updates = [bot.waiting[place] for place in range(min(BATCH, len(bot.waiting)))]
        self._write(orjson.dumps({"ok": True, "result": updates}))

    def _write(self, body: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                % (len(body), body)
            )


async def main(texts: list[str], people: int) -> None:
    bots, loop = Bots(texts, people), asyncio.get_running_loop()
    server = await loop.create_server(lambda: BotsConnection(bots), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await bots.drip()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]).read_text("utf-8").splitlines(), int(sys.argv[2])))
