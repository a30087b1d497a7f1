"""A loopback Bot API (and the sending half of a Zalo OA's) made for speed: hand-written HTTP on a
bare asyncio protocol.

Run as its own process. It makes updates (each from another chat), counts the answers, and measures
how long each took. `GET /stats` gives the counts so far. Closed loop keeps so many updates
unanswered; open loop adds so many a second, at random moments.
"""

import argparse
import asyncio
import random
import re
import time
import zlib
from collections import Counter, deque
from itertools import count

import orjson

_CHAT = re.compile(rb'chat_id"?(?:\r\n\r\n|=|:|%22%3A)\s*"?(\d+)')
_OFFSET = re.compile(rb'offset"?(?:\r\n\r\n|=|:)\s*"?(\d+)')
_LENGTH = re.compile(rb"(?i)content-length: *(\d+)")
_CHUNKED = re.compile(rb"(?i)transfer-encoding: *chunked")
_ME = {"id": 1, "is_bot": True, "first_name": "bench", "username": "bench_bot"}
FIRST_CHAT = 1_000_000
BATCH = 100  # updates at a time, as Telegram gives them


def update_of(number: int, chat: int, text: str) -> dict[str, object]:
    """A message of a person in a private chat, as the platform hands it over."""
    person = {"id": chat, "is_bot": False, "first_name": "A"}
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private", "first_name": "A"},
            "from": person,
            "text": text,
        },
    }


class World:
    """The updates waiting, and the answers seen."""

    def __init__(self, texts: list[str], outstanding: int, rate: float, enforce: int = 0) -> None:
        self.enforce = enforce  # sends a sliding second; more are refused
        self.taken_at: list[float] = []  # sends taken
        self.arrived_at: list[float] = []  # and those refused among them
        self.refused = 0
        self.texts = texts
        self.outstanding = outstanding
        self.rate = rate
        self.waiting: deque[dict[str, object]] = deque()
        self.made_at: dict[int, float] = {}
        self.latencies: list[float] = []
        self.answered = 0
        self.duplicates = 0
        self.confirmed = 0  # the last update that need not be given again
        self.said: Counter[tuple[int, int]] = Counter()  # how often what was said in which chat
        self.newest = 0.0  # when the youngest answered update was made
        self.news = asyncio.Event()
        self._ids = count(1)

    def refill(self) -> None:
        while len(self.made_at) < self.outstanding:
            self.make()

    def make(self) -> None:
        number = next(self._ids)
        chat = FIRST_CHAT + number
        self.made_at[chat] = time.perf_counter()
        self.waiting.append(update_of(number, chat, self.texts[number % len(self.texts)]))
        self.news.set()

    def take_send(self) -> bool:
        """Whether a message is taken now; with a limit, no more than that in any second."""
        now = time.monotonic()
        self.arrived_at.append(now)
        full = bool(self.enforce) and len(self.taken_at) >= self.enforce
        if full and now - self.taken_at[-self.enforce] < 1.0:
            self.refused += 1
            return False
        self.taken_at.append(now)
        return True

    def pacing(self) -> dict[str, object]:
        """How the sends were spread since the start."""
        times = self.arrived_at
        worst, first = 0, 0
        for last, at in enumerate(times):
            while at - times[first] >= 1.0:
                first += 1
            worst = max(worst, last - first + 1)
        span = times[-1] - times[0] if len(times) > 1 else 1.0
        return {
            "sends": len(times),
            "per_s": round((len(self.taken_at) - 1) / span, 2),
            "worst_second": worst,
            "refused_429": self.refused,
        }

    def answer(self, chat: int) -> None:
        made = self.made_at.pop(chat, None)
        if made is None:
            self.duplicates += 1
            return
        self.answered += 1
        self.newest = max(self.newest, made)
        self.latencies.append(time.perf_counter() - made)
        if not self.rate:
            self.refill()

    async def drip(self) -> None:
        """Open loop: updates come whether or not earlier ones were answered."""
        while True:
            await asyncio.sleep(random.expovariate(self.rate))
            self.make()

    async def take(self, offset: int, seconds: float) -> list[dict[str, object]]:
        self.confirmed = max(self.confirmed, offset - 1)
        while self.waiting and int(str(self.waiting[0]["update_id"])) < offset:
            self.waiting.popleft()
        end = time.monotonic() + seconds
        while not self.waiting and (left := end - time.monotonic()) > 0:
            self.news.clear()
            try:
                await asyncio.wait_for(self.news.wait(), left)
            except TimeoutError:
                break
        return [self.waiting[place] for place in range(min(BATCH, len(self.waiting)))]

    def stats(self) -> dict[str, object]:
        latencies, self.latencies = sorted(self.latencies), []
        answered, self.answered = self.answered, 0
        return {
            "answered": answered,
            "duplicates": self.duplicates,
            "p50_ms": round(_at(latencies, 0.50) * 1e3, 2),
            "p95_ms": round(_at(latencies, 0.95) * 1e3, 2),
            "p99_ms": round(_at(latencies, 0.99) * 1e3, 2),
        }


def _at(ordered: list[float], share: float) -> float:
    return ordered[int(len(ordered) * share)] if ordered else 0.0


class ApiConnection(asyncio.Protocol):
    """One keep-alive connection: requests in, answers out after the round trip."""

    def __init__(self, world: World, round_trip_s: float) -> None:
        self._world = world
        self._round_trip_s = round_trip_s
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  # tells the type checker
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end]
            if _CHUNKED.search(head):
                stop = self._buffer.find(b"0\r\n\r\n", end)
                if stop < 0:
                    return
                size = stop + 5 - end - 4
            else:
                length = _LENGTH.search(head)
                size = int(length[1]) if length else 0
            if len(self._buffer) < end + 4 + size:
                return
            body = self._buffer[end + 4 : end + 4 + size]
            self._buffer = self._buffer[end + 4 + size :]
            self._request(head.split(b"\r\n", 1)[0], body)

    def _request(self, line: bytes, body: bytes) -> None:
        method = line.split(b" ")[1].partition(b"?")[0].rpartition(b"/")[2]
        if method == b"sendMessage" and not self._world.take_send():
            asyncio.get_running_loop().call_later(self._round_trip_s, self._refuse)
        elif method == b"sendMessage":
            chat = _CHAT.search(body)
            number = int(chat[1]) if chat else 0
            self._world.said[number, zlib.crc32(body)] += 1
            self._world.answer(number)
            result: object = {
                "message_id": 1,
                "date": 0,
                "chat": {"id": number, "type": "private"},
                "text": "x",
            }
            asyncio.get_running_loop().call_later(self._round_trip_s, self._reply, result)
        elif method in (b"cs", b"getoa"):  # the same, spoken as a Zalo OA does
            if method == b"cs":
                self._world.take_send()
            said = {"message_id": "1"} if method == b"cs" else {"oa_type": 2}
            body = orjson.dumps({"data": said, "error": 0, "message": "Success"})
            asyncio.get_running_loop().call_later(self._round_trip_s, self._write, body)
        elif method == b"getUpdates":
            offset = _OFFSET.search(body)
            asyncio.ensure_future(self._poll(int(offset[1]) if offset else 0))  # noqa: RUF006  # ends with the connection
        elif method == b"pacing":
            self._write(orjson.dumps(self._world.pacing()))
        elif method == b"stats":
            self._write(orjson.dumps(self._world.stats()))
        else:
            result = _ME if method in (b"getMe", b"getme") else True
            asyncio.get_running_loop().call_later(self._round_trip_s, self._reply, result)

    async def _poll(self, offset: int) -> None:
        """At once when something waits: as with a webhook, no round trip lies between two batches.
        With one, whoever polls gets 2,000 updates a second at 50 ms, however fast."""
        updates = await self._world.take(offset, 5)
        self._reply(updates)

    def _reply(self, result: object) -> None:
        self._write(orjson.dumps({"ok": True, "result": result}))

    def _refuse(self) -> None:
        error = {"ok": False, "error_code": 429, "description": "Too Many Requests: retry after 1"}
        self._write(orjson.dumps(error | {"parameters": {"retry_after": 1}}), b"429 Too Many")

    def _write(self, body: bytes, status: bytes = b"200 OK") -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(
                b"HTTP/1.1 "
                + status
                + b"\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                % (len(body), body)
            )


async def main(options: argparse.Namespace) -> None:
    texts = options.texts.split("|")
    world = World(texts, options.outstanding, options.rate, options.enforce)
    round_trip_s = options.rtt_ms / 1000
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: ApiConnection(world, round_trip_s), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    if options.rate:
        await world.drip()
    world.refill()
    await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rtt-ms", type=float, default=0)
    parser.add_argument("--outstanding", type=int, default=500)
    parser.add_argument("--rate", type=float, default=0)
    parser.add_argument("--enforce", type=int, default=0)
    parser.add_argument("--texts", default="xin chào")
    asyncio.run(main(parser.parse_args()))
