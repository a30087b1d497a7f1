"""Connections nobody should hold: silent, dripping, unread, endless, too many."""

import asyncio
import resource
import socket
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest

from bot.web import connections
from bot.web.connections import Bounds, bounds_of, take_files
from bot.web.listening import take_address
from bot.web.visitor_cookie import COOKIE
from content.library import Content
from tests.support.patience import until
from tests.support.site import Site, site
from tests.support.wire import wire
from tests.web.test_chat import session

FEW = Bounds(connections=12, of_one=20, streams=4, streams_of_one=4, streams_of_visitor=3)


async def test_a_silent_connection_is_closed(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "FIRST_HEADERS_S", 0.5)
    async with site(tmp_path, content) as at, wire(at.url) as silent, wire(at.url) as dripping:
        await dripping.send(b"GET / HTTP/1.1\r\n")
        for number in range(30):
            await asyncio.sleep(0.1)
            try:
                await dripping.send(b"X-%d: y\r\n" % number)
            except ConnectionError:
                break
        await silent.closed()
        await dripping.closed()
        assert dripping.status == 0


async def test_a_connection_kept_open_is_closed_when_its_next_request_does_not_come(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "NEXT_HEADERS_S", 0.5)
    async with site(tmp_path, content) as at, wire(at.url) as line:
        await line.head("GET /healthz")
        for _ in range(30):
            await asyncio.sleep(0.1)
            try:
                await line.send(b"G" if _ == 0 else b"")
            except ConnectionError:
                break
        await line.closed()
        assert line.status == 200


@pytest.mark.parametrize("endless", ["header", "headers", "address", "trailer", "pipeline"])
async def test_what_never_ends_is_cut(tmp_path: Path, content: Content, endless: str) -> None:
    async with site(tmp_path, content) as at, wire(at.url) as line:
        piece = b"a" * 65536
        match endless:
            case "header":
                await line.send(b"GET / HTTP/1.1\r\nX: ")
            case "headers":
                await line.send(b"GET / HTTP/1.1\r\n")
                piece = b"X: y\r\n" * 10_000
            case "address":
                await line.send(b"GET /")
            case "trailer":
                await line.head("POST /send", "Transfer-Encoding: chunked")
                await line.send(b"1\r\na\r\n0\r\nX: ")
            case _:
                piece = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" * 2000
        with pytest.raises(ConnectionError):
            for _ in range(200):
                await line.send(piece)


async def test_an_answer_nobody_reads_is_given_up(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "UNREAD_S", 0.5)
    async with site(tmp_path, content) as at:
        name = await at.core.attachments.keep(b"%PDF-" + b"0" * 4_900_000)
        reader, writer = await asyncio.open_connection(*_address(at), limit=1024)
        writer.write(f"GET /tep/{name} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        await asyncio.sleep(2.5)
        got = 0
        with pytest.raises(ConnectionError):
            while piece := await reader.read(65536):
                got += len(piece)
            raise ConnectionError
        writer.close()
        assert got < 4_900_000


def _address(at: Site) -> tuple[str, int]:
    host, _, port = at.url.removeprefix("http://").partition(":")
    return host, int(port)


async def test_a_full_house_makes_room_by_ending_who_is_silent(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content, bounds=FEW) as at, AsyncExitStack() as open_:
        silent = [await open_.enter_async_context(wire(at.url)) for _ in range(12)]
        await asyncio.sleep(0.2)
        async with session() as browser:
            assert (await browser.get(at.url)).status == 200
        await silent[0].closed()
        with pytest.raises(TimeoutError):
            await silent[-1].closed(0.1)


async def test_one_address_cannot_have_all_places(tmp_path: Path, content: Content) -> None:
    bounds = Bounds(12, 4, 4, 4)
    async with site(tmp_path, content, bounds=bounds) as at, AsyncExitStack() as open_:
        lines = [await open_.enter_async_context(wire(at.url)) for _ in range(6)]
        await asyncio.sleep(0.2)
        await lines[0].closed()  # its own silent ones go first
        await lines[1].closed()
        for line in lines[2:]:
            await line.head("POST /send", "Content-Length: 9")
        await asyncio.sleep(0.2)
        one_more = await open_.enter_async_context(wire(at.url))
        await one_more.closed()
        with pytest.raises(TimeoutError):
            await lines[-1].closed(0.1)


async def test_a_web_server_in_front_of_us_speaks_for_many(
    tmp_path: Path, content: Content
) -> None:
    bounds, ours = Bounds(12, 4, 4, 4), ("127.0.0.1",)
    async with (
        site(tmp_path, content, bounds=bounds, trusted=ours) as at,
        AsyncExitStack() as open_,
    ):
        lines = [await open_.enter_async_context(wire(at.url)) for _ in range(8)]
        await asyncio.sleep(0.2)
        with pytest.raises(TimeoutError):
            await lines[7].closed(0.1)


async def test_streams_are_bounded_and_who_gets_none_is_told_to_ask_instead(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content, bounds=FEW) as at, AsyncExitStack() as open_:
        stack = open_.enter_async_context
        mine = (await stack(session())).raw
        await (await mine.get(at.url)).read()
        for _ in range(3):
            assert (await stack(mine.get(f"{at.url}/stream"))).status == 200
        refused = await stack(mine.get(f"{at.url}/stream"))
        assert refused.status == 429  # not 200: EventSource gives up, and the page asks by /new
        assert (await stack(mine.get(f"{at.url}/new?after=0"))).status == 200
        others = (await stack(session())).raw
        await (await others.get(at.url)).read()
        last = await stack(others.get(f"{at.url}/stream"))
        assert last.status == 200
        assert (await stack(others.get(f"{at.url}/stream"))).status == 429  # the house is full
        last.close()

        async def a_place_is_free_again() -> bool:
            return bool((await stack(others.get(f"{at.url}/stream"))).status == 200)

        await until(a_place_is_free_again)


async def test_a_stream_is_for_visitors_only(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, session() as stranger:
        assert (await stranger.get(f"{at.url}/stream")).status == 204
        forged = {"Cookie": f"{COOKIE}=ImFiYyI.AAAA"}
        assert (await stranger.get(f"{at.url}/stream", headers=forged)).status == 204


async def test_streams_from_one_address_leave_some_for_others(
    tmp_path: Path, content: Content
) -> None:
    bounds, ours = Bounds(100, 50, 6, 3), ("127.0.0.1",)
    async with (
        site(tmp_path, content, bounds=bounds, trusted=ours) as at,
        AsyncExitStack() as open_,
    ):

        async def stream(address: str) -> int:
            raw = (await open_.enter_async_context(session())).raw
            told = {"X-Forwarded-For": address}
            await (await raw.get(at.url, headers=told)).read()
            answer: aiohttp.ClientResponse = await open_.enter_async_context(
                raw.get(f"{at.url}/stream", headers=told)
            )
            return answer.status

        assert [await stream("203.0.113.5") for _ in range(5)] == [200, 200, 200, 429, 429]
        assert await stream("203.0.113.6") == 200


def test_bounds_leave_files_for_the_database_and_the_channels() -> None:
    for files in (1024, 4096, 1_000_000):
        bounds = bounds_of(files)
        assert bounds.connections <= files - connections.FILES_KEPT
        assert bounds.streams < bounds.connections
    assert take_files() == resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def test_what_is_written_to_a_connection_goes_at_once() -> None:
    with (
        take_address("127.0.0.1", 0) as door,
        socket.create_server(("127.0.0.1", 0)) as usual,
    ):
        door.listen()
        for listening, at_once in ((door, True), (usual, False)):
            with socket.create_connection(listening.getsockname()[:2]):
                accepted, _ = listening.accept()
                with accepted:
                    found = accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            assert bool(found) is at_once
