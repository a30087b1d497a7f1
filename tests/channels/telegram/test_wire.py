"""A connection answers one request at a time, is used again only after a whole answer, and says
apart what surely did not go from what nobody knows of."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from bot.channels.telegram.wire import Late, NoConnection, NoWholeAnswer, Wires

WHOLE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"
LAST = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"
GATEWAYS = b"HTTP/1.0 502 Bad Gateway\r\n\r\n<p>no</p>"
ENDLESS_HEAD = b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 300
END = b""  # the server closes
SILENCE = b"..."  # ... or says nothing more


class Played:
    """A server that says the next of `answers` to each request, on whatever connection."""

    def __init__(self, answers: Sequence[Sequence[bytes]]) -> None:
        self._answers = iter(answers)
        self.connections = 0
        self.requests: list[bytes] = []
        self.serving: set[asyncio.Task[None]] = set()

    def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.serving.add(asyncio.create_task(self._serve(reader, writer)))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await _head(reader):
            self.requests.append(head)
            for piece in next(self._answers):
                if piece == SILENCE:
                    await reader.read()
                if piece in (END, SILENCE):
                    writer.close()
                    return
                writer.write(piece)
                await asyncio.sleep(0.01)
        writer.close()


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(int(head.rpartition(b":")[2]))
    except (asyncio.IncompleteReadError, ConnectionError):
        return b""
    return head


@asynccontextmanager
async def played(*answers: Sequence[bytes], most: int = 4) -> AsyncIterator[tuple[Wires, Played]]:
    play = Played(answers)
    async with await asyncio.start_server(play.connected, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        wires = Wires(f"http://127.0.0.1:{port}", most, 0.15, 1000)
        try:
            yield wires, play
        finally:
            await wires.close()
            await asyncio.gather(*play.serving, return_exceptions=True)


@pytest.mark.parametrize(
    ("answer", "status", "body", "is_kept"),
    [
        ([WHOLE], 200, b"{}", True),
        ([WHOLE[:20], WHOLE[20:39], WHOLE[39:]], 200, b"{}", True),
        ([CHUNKED], 200, b"{}", True),
        ([b"HTTP/1.1 100 Continue\r\n\r\n", WHOLE], 200, b"{}", True),
        ([b"HTTP/1.1 204 No Content\r\n\r\n"], 204, b"", True),
        ([LAST], 200, b"{}", False),
        ([GATEWAYS, END], 502, b"<p>no</p>", False),
        ([WHOLE + WHOLE], 200, b"{}", False),  # more than was asked for belongs to nobody
    ],
)
async def test_an_answer_is_read_and_only_a_whole_one_keeps_the_connection(
    answer: list[bytes], status: int, body: bytes, *, is_kept: bool
) -> None:
    async with played(answer, [WHOLE]) as (wires, play):
        assert await wires.post("/bot1:x/sendMessage", b"{}") == (status, body)
        assert await wires.post("/bot1:x/sendMessage", b"{}") == (200, b"{}")
        assert play.connections == (1 if is_kept else 2)
        assert play.requests[0].startswith(b"POST /bot1:x/sendMessage HTTP/1.1\r\nHost: 127.0.0.1:")


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ([END], NoWholeAnswer),
        ([WHOLE[:-1], END], NoWholeAnswer),
        ([CHUNKED[:-5], END], NoWholeAnswer),
        ([b"SSH-2.0-OpenSSH\r\n\r\n"], NoWholeAnswer),
        ([b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"],
         NoWholeAnswer),
        ([ENDLESS_HEAD], NoWholeAnswer),
        ([b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + b"x" * 2000], NoWholeAnswer),
        ([SILENCE], Late),
        ([WHOLE[:-1], SILENCE], Late),
    ],
)  # fmt: skip
async def test_what_has_no_whole_answer_is_in_doubt_and_costs_its_connection(
    answer: list[bytes], error: type[Exception]
) -> None:
    async with played(answer, [WHOLE]) as (wires, play):
        with pytest.raises(error):
            await wires.post("/x", b"{}")
        assert await wires.post("/x", b"{}") == (200, b"{}")
        assert play.connections == 2


async def test_without_a_connection_it_surely_did_not_go() -> None:
    async with await asyncio.start_server(lambda r, w: None, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
    with pytest.raises(NoConnection):
        await Wires(f"http://127.0.0.1:{port}", 1, 0.2, 1000).post("/x", b"{}")


async def test_whoever_gives_up_leaves_no_answer_to_the_next() -> None:
    late = WHOLE.replace(b"{}", b"[]")
    async with played([SILENCE], [late], [WHOLE], most=1) as (wires, play):
        asked = asyncio.create_task(wires.post("/x", b"{}"))
        await asyncio.sleep(0.03)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        assert await wires.post("/x", b"{}") == (200, b"[]")
        assert play.connections == 2


async def test_what_trickles_in_is_not_late_and_what_rested_too_long_is_not_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pieces = [WHOLE[at : at + 2] for at in range(0, len(WHOLE), 2)]  # 0.2 s at 0.15 a pause
    async with played(pieces, [WHOLE]) as (wires, play):
        assert await wires.post("/x", b"{}") == (200, b"{}")
        monkeypatch.setattr("bot.channels.telegram.wire.RESTED_S", 0.0)
        assert await wires.post("/x", b"{}") == (200, b"{}")
        assert play.connections == 2
