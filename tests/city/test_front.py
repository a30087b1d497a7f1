"""The front of a city: what it passes on, what it says itself, and where nobody serves a ward."""

import asyncio
import io
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
from aiohttp import web
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.city.forwarding import Forwarding
from bot.city.front import Front
from bot.city.places import Places
from bot.city.wards import ELSEWHERE
from bot.web.connections import USUAL, Connections, Server
from bot.web.listening import address_of, take_address
from content.library import Content
from storage.city.models import Placed, WardState
from tests.support.patience import PATIENCE_S


class Known(Places):
    """Places that are told, not looked up."""

    def __init__(self, *placed: Placed) -> None:
        self._by_key = {one.key: one for one in placed}
        self._by_host = {one.host: one for one in placed if one.host}
        self.sooner = 0

    def look_sooner(self) -> None:
        self.sooner += 1


class WorkerThere:
    """What a process with wards hears, and answers."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, dict[str, str], bytes]] = []
        self.streams_ended = 0

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if request.path.endswith("/gone"):
            return web.Response(status=503, headers={ELSEWHERE: "1"})
        if request.path.endswith("/stream"):
            return await self._stream(request)
        self.heard.append((request.raw_path, dict(request.headers), await request.read()))
        made = web.Response(text="của phường", status=201, headers={"x-own": "1"})
        made.headers.add("set-cookie", "one=1; Path=/w/mot/")
        made.headers.add("set-cookie", "two=2; Path=/w/mot/")
        return made

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        made = web.StreamResponse(headers={"content-type": "text/event-stream"})
        await made.prepare(request)
        try:
            for number in range(1000):
                await made.write(b"data: %d\n\n" % number)
                await asyncio.sleep(0.05)
        finally:
            self.streams_ended += 1
        return made


@asynccontextmanager
async def front(
    content: Content, places: Known, office: ASGIApp | None = None
) -> AsyncIterator[str]:
    passing = Forwarding()
    with take_address("127.0.0.1", 0) as door:
        everybody = Connections(USUAL, (), "?")
        app = Front(places, passing, content.words, ("127.0.0.1",), office or _no_office)
        server = Server(app, everybody, (), before_exit=passing.close, graceful_s=1)
        serving = asyncio.create_task(server.serve([door]))
        while not server.started:  # noqa: ASYNC110  # uvicorn has no event for it
            await asyncio.sleep(0.005)
        try:
            yield address_of(door)
        finally:
            server.should_exit = True
            await serving


@asynccontextmanager
async def worker() -> AsyncIterator[tuple[WorkerThere, str]]:
    there, app = WorkerThere(), web.Application(client_max_size=10_000_000)
    app.router.add_route("*", "/{path:.*}", there.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.5)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    try:
        yield there, f"http://127.0.0.1:{port}"
    finally:
        await runner.cleanup()


def placed(key: str, at: str, host: str = "", *, ready: bool = True) -> Placed:
    return Placed(key, f"phường {key}", host, WardState.ACTIVE, at, "one", ready)


async def test_a_request_is_passed_on_whole_and_for_whom_is_said_by_us_alone(
    tmp_path: Path, content: Content
) -> None:
    async with (
        worker() as (there, at),
        front(content, Known(placed("mot", at))) as url,
        aiohttp.ClientSession() as http,
    ):
        body = b"x" * 2_000_000
        forged = {"X-Forwarded-For": "9.9.9.9", "Forwarded": "for=9.9.9.9", "Host": "phuong.test"}
        to = f"{url}/w/mot/send%2Fa?x=1&y=%C3%A1"
        async with http.post(to, data=io.BytesIO(body), headers=forged) as answer:
            assert (answer.status, await answer.text()) == (201, "của phường")
            assert answer.headers.getall("set-cookie") == [
                "one=1; Path=/w/mot/",
                "two=2; Path=/w/mot/",
            ]
            assert len(answer.headers.getall("date")) == 1
        ((path, headers, came),) = there.heard
        assert path == "/w/mot/send%2Fa?x=1&y=%C3%A1"
        assert came == body
        assert headers["X-Forwarded-For"] == "127.0.0.1"
        assert (headers["Host"], headers["X-Forwarded-Proto"]) == ("phuong.test", "http")
        assert "Forwarded" not in headers


async def test_a_stream_comes_as_it_is_made_and_ends_when_nobody_reads_it(
    tmp_path: Path, content: Content
) -> None:
    async with worker() as (there, at), front(content, Known(placed("mot", at))) as url:
        async with aiohttp.ClientSession() as http, http.get(f"{url}/w/mot/stream") as answer:
            assert await answer.content.readline() == b"data: 0\n"
        end = time.monotonic() + PATIENCE_S
        while not there.streams_ended:
            assert time.monotonic() < end, "the other side still speaks"
            await asyncio.sleep(0.02)


async def test_a_ward_nobody_serves_is_told_of_kindly_and_looked_for(
    tmp_path: Path, content: Content
) -> None:
    async with worker() as (_, at):
        places = Known(
            placed("mot", at), placed("hai", "http://127.0.0.1:9"), placed("ba", at, ready=False)
        )
        async with front(content, places) as url, aiohttp.ClientSession() as http:
            for path in ("w/hai/", "w/ba/", "w/mot/gone"):
                async with http.get(f"{url}/{path}") as answer:
                    text = await answer.text()
                    assert (answer.status, answer.headers["retry-after"]) == (503, "5")
                    assert "phường" in text
                    assert "content-security-policy" in answer.headers
            assert places.sooner == 3
            async with http.post(f"{url}/w/hai/send", data={"text": "nguyên lời"}) as answer:
                text = await answer.text()
                assert answer.status == 503
                assert "gửi lại đúng điều ấy" in text
                assert "không bị mất" not in text, "it was not kept"


async def test_which_ward_is_asked_of_whoever_names_none(tmp_path: Path, content: Content) -> None:
    async with worker() as (there, at):
        own = placed("ba", at, host="ba.test")
        async with (
            front(content, Known(placed("mot", at), own)) as url,
            aiohttp.ClientSession() as http,
        ):
            async with http.get(url) as answer:
                text = await answer.text()
                assert 'href="/w/mot/"' in text
                assert 'href="//ba.test/"' in text
                assert "không tự sang theo" in text
            async with http.get(f"{url}/w/khong/") as answer:
                assert answer.status == 404
            async with http.get(f"{url}/w/mot?cau=a", allow_redirects=False) as answer:
                assert answer.headers["location"] == "/w/mot/?cau=a"
            async with http.get(f"{url}/w/ba/cau", allow_redirects=False) as answer:
                assert answer.headers["location"] == "http://ba.test/cau"
            async with http.get(f"{url}/cau", headers={"Host": "ba.test"}) as answer:
                assert answer.status == 201
            assert there.heard[-1][0] == "/w/ba/cau"
            async with http.get(f"{url}/metrics") as answer:
                assert 'donghanh_ward_served{ward="mot"} 1' in await answer.text()
            async with http.get(f"{url}/static/console.css") as answer:
                assert answer.status == 200


async def _no_office(scope: Scope, receive: Receive, send: Send) -> None:
    """The pages of the city's people: `tests/bot/test_city_office.py`."""
    raise AssertionError(scope["path"])
