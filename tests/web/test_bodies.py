"""Bodies as nobody should send them: endless, unfinished, slow, broken. Counted as they come."""

import asyncio
import io
import random
import socket
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.web import bodies
from bot.web.bodies import MEGABYTE, PHOTO_LIMIT, Room
from bot.web.limits import Crowded
from content.library import Content
from storage.staff_models import Role
from tests.support.botapi import BotApi, serving
from tests.support.desk import desk
from tests.support.patience import PATIENCE_S
from tests.support.site import Site, site
from tests.support.wire import BOUNDARY, JSON, MULTIPART, chunked, photo_part, wire
from tests.web.test_chat import session

FORM = "application/x-www-form-urlencoded"


async def pour(at: Site, path: str, content_type: str, most: int) -> tuple[int, str, int]:
    """An endless chunked body of at most `most` bytes -> (status, answer, bytes the other side
    took before it closed)."""
    async with wire(at.url) as line:
        await line.head(f"POST {path}", JSON, *chunked(content_type))
        piece, sent = b"a" * 65536, 0
        try:
            if content_type == MULTIPART:
                await line.chunk(photo_part())
            while sent < most:
                await line.chunk(piece)
                sent += len(piece)
        except ConnectionError:
            pass
        status, said = await line.answer()
        return status, said, sent


@pytest.mark.parametrize(
    ("path", "content_type", "most"),
    [
        ("/send", FORM, 32_000),
        ("/send", MULTIPART, PHOTO_LIMIT + 100_000),
        ("/send", "text/plain", 32_000),
        ("/can-bo/dang-nhap", FORM, 10_000),
        ("/can-bo/dang-nhap", MULTIPART, 10_000),
        ("/telegram", "application/json", 1_000_000),
    ],
)
async def test_a_body_without_an_end_or_a_length_is_cut_where_it_is_too_large(
    tmp_path: Path,
    content: Content,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    content_type: str,
    most: int,
) -> None:
    counted: list[int] = []
    receive = bodies._Body.receive

    async def counting(self: bodies._Body) -> Any:
        try:
            return await receive(self)
        finally:
            counted.append(self._count)

    monkeypatch.setattr(bodies._Body, "receive", counting)
    api = BotApi()
    async with (
        serving(api) as base,
        site(tmp_path, content, api_url=base, webhook=True) as at,
    ):
        status, said, _ = await pour(at, path, content_type, 60 * MEGABYTE)
        assert status == 413
        assert "connection: close" in said
        if path == "/send":
            assert '"notice"' in said and ("lớn quá" in said or "dài quá" in said)
        assert max(counted) <= most + 300_000  # one piece of the socket more, and no more


async def test_nothing_of_a_body_reaches_the_disk(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even a whole photo: a full disk is no reason to lose one, nor a way to fill it."""

    def refuse(*_: Any, **__: Any) -> Any:
        raise OSError("the disk was asked for")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    async with site(tmp_path, content) as at, session() as browser:
        await browser.get(at.url)
        form = aiohttp.FormData()
        form.add_field("photo", io.BytesIO(b"\xff\xd8" + b"0" * 4_000_000), filename="a.jpg")
        answer = await browser.post(f"{at.url}/send", data=form, headers={"Accept": "text/html"})
        assert answer.status == 200


async def test_a_body_that_says_it_is_too_large_is_not_begun(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, wire(at.url) as line:
        await line.head("POST /can-bo/dang-nhap", JSON, f"Content-Type: {FORM}",
                        "Content-Length: 400000000")  # fmt: skip
        await line.until("lớn quá")  # though nothing was sent
        assert line.status == 413


async def test_a_body_that_stops_half_way_is_told_so(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "BETWEEN_S", 0.3)
    monkeypatch.setattr(bodies, "LINGER_S", 0.2)
    async with site(tmp_path, content) as at:
        for path, kind in (("/send", FORM), ("/send", MULTIPART), ("/can-bo/dang-nhap", FORM)):
            async with wire(at.url) as line:
                await line.head(f"POST {path}", JSON, *chunked(kind))
                await line.chunk(photo_part() if kind == MULTIPART else b"a")
                status, said = await line.answer()
                assert status == 408, path
                assert '"notice"' in said and "connection: close" in said


async def test_a_body_that_drips_is_cut_though_it_never_stops(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "TEXT", bodies.BodyBound(32_000, 0.5))
    monkeypatch.setattr(bodies, "LINGER_S", 0.1)
    async with site(tmp_path, content) as at, wire(at.url) as line:
        await line.head("POST /send", JSON, *chunked(FORM))
        with pytest.raises(ConnectionError):
            for _ in range(100):
                await line.chunk(b"a")
                await asyncio.sleep(0.05)


async def test_room_is_for_everybody_and_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "WAIT_FOR_ROOM_S", 0.05)
    room = Room(10)
    await room.take("a", 5)
    with pytest.raises(Crowded):
        await room.take("a", 1)  # no address has more than half
    await room.take("b", 5)
    with pytest.raises(Crowded):
        await room.take("c", 1)
    monkeypatch.setattr(bodies, "WAIT_FOR_ROOM_S", 5)
    waiting = asyncio.ensure_future(room.take("c", 5))
    await asyncio.sleep(0)
    await room.give_back("a", 5)
    await waiting
    await room.give_back("b", 5)
    await room.give_back("c", 5)
    assert room._taken == 0 and not +room._by_address


async def test_unfinished_photos_leave_room_for_words_and_free_what_they_took(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "WAIT_FOR_ROOM_S", 0.5)
    monkeypatch.setattr(bodies, "BETWEEN_S", 1.5)
    monkeypatch.setattr(bodies, "LINGER_S", 0.1)
    async with site(tmp_path, content) as at, session() as browser:
        await browser.get(at.url)

        async def unfinished() -> int:
            async with wire(at.url) as line:
                with suppress(ConnectionError):  # refused before all of it is sent
                    await line.head("POST /send", JSON, *chunked(MULTIPART))
                    await line.chunk(photo_part(b"x" * 4_000_000))
                return (await line.answer())[0]

        open_ = [asyncio.ensure_future(unfinished()) for _ in range(12)]
        await asyncio.sleep(0.2)
        form = {"text": "menu", "once": "1", "opened": ""}
        assert (await browser.post(at.url + "/send", data=form)).status == 200
        assert set(await asyncio.gather(*open_)) == {408, 503}
        photo = aiohttp.FormData()
        photo.add_field("photo", io.BytesIO(b"\xff\xd8" + b"0" * 4_000_000), filename="a.jpg")
        assert (await browser.post(f"{at.url}/send", data=photo)).status == 200


PART = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="text"\r\n\r\nxin chào\r\n'.encode()
ODD = [
    ("multipart/form-data", PART),
    ("multipart/form-data; boundary=", PART),
    ("multipart/form-data; boundary=" + "b" * 5000, PART),
    ("multipart/form-data; boundary=\xff\xfe", PART),
    (MULTIPART, b""),
    (MULTIPART, PART),  # no end
    (MULTIPART, PART[:40]),
    (MULTIPART, b"rubbish" * 100),
    (MULTIPART, PART.replace(b'name="text"', b"")),
    (MULTIPART, PART.replace(b'name="text"', b'name="photo"; filename=""')),
    (f"{MULTIPART}; charset=zlib", PART + f"--{BOUNDARY}--".encode()),
    (f"{MULTIPART}; charset=utf-16", PART + f"--{BOUNDARY}--".encode()),
    (f"{MULTIPART}; charset=khong-co", PART + f"--{BOUNDARY}--".encode()),
    (f"{MULTIPART}; charset=idna", PART + f"--{BOUNDARY}--".encode()),
    (f'{MULTIPART}; charset="a b"', PART + f"--{BOUNDARY}--".encode()),
    (MULTIPART, PART * 5000),
    ("multipart/mixed; boundary=x", PART),
    (f"{FORM}; charset=utf-16", b"text=%ff%fe&\xff=%"),
    ("", b"\x00" * 100),
    ("application/json", b'{"text": "x"}'),
    (FORM, b"&" * 30_000),
    (FORM, b"a=b&" * 7_000),
]


@pytest.mark.parametrize("number", range(len(ODD)))
async def test_odd_bodies_get_a_kind_answer(tmp_path: Path, content: Content, number: int) -> None:
    kind, body = ODD[number]
    async with site(tmp_path, content) as at, desk(at, "a", Role.CLERK) as person:
        for path in ("/send", "/can-bo/dang-nhap", "/can-bo/tai-khoan/mat-khau", "/dang-ky/x"):
            async with wire(at.url) as line:
                cookie = "; ".join(f"{c.key}={c.value}" for c in person.http.cookie_jar)
                await line.head(
                    f"POST {path}", f"Cookie: {cookie}", f"Content-Type: {kind}",
                    f"Content-Length: {len(body)}", "Connection: close",
                )  # fmt: skip
                await line.send(body)
                status, said = await line.answer()
                assert status in (200, 303, 400, 403, 404, 413), (path, status)
                assert "Internal Server Error" not in said


async def test_mutated_forms_never_break_the_page(tmp_path: Path, content: Content) -> None:
    whole = (
        photo_part(b"\xff\xd8\xff") + b"\r\n" + PART + PART.replace(b"text", b"once")
        + f"--{BOUNDARY}--\r\n".encode()
    )  # fmt: skip
    chance = random.Random(12)
    async with site(tmp_path, content) as at, session() as browser:
        for _ in range(60):
            odd = bytearray(whole)
            for _ in range(chance.randint(1, 6)):
                place = chance.randrange(len(odd))
                odd[place : place + chance.randint(0, 4)] = chance.randbytes(chance.randint(0, 4))
            answer = await browser.post(
                f"{at.url}/send", data=bytes(odd), headers={"Content-Type": MULTIPART},
                allow_redirects=False,
            )  # fmt: skip
            assert answer.status in (200, 303, 400, 429), odd


async def test_a_get_with_a_body_ends_its_connection(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, wire(at.url) as line:
        await line.head("GET /healthz", "Transfer-Encoding: chunked")
        await line.chunk(b"x")
        await line.send(b"0\r\n\r\n")
        status, said = await line.answer()
        assert status == 200 and "connection: close" in said


async def test_who_sends_a_photo_too_large_gets_to_read_why(
    tmp_path: Path, content: Content
) -> None:
    """As browsers do: all of it is sent before the answer is looked at."""

    def send_then_read(host: str, port: int) -> bytes:
        body = photo_part(b"x" * 9_000_000)
        with socket.create_connection((host, port), timeout=PATIENCE_S) as line:
            head = ("POST /send HTTP/1.1", "Host: x", JSON, f"Content-Type: {MULTIPART}")
            length = f"Content-Length: {len(body)}"
            line.sendall("\r\n".join([*head, length, "", ""]).encode() + body)
            got = line.recv(65536)
            while "lớn quá" not in got.decode("utf-8", "ignore"):  # its head may come first
                piece = line.recv(65536)
                assert piece, got
                got += piece
            return got

    async with site(tmp_path, content) as at:
        host, _, port = at.url.removeprefix("http://").partition(":")
        got = await asyncio.to_thread(send_then_read, host, int(port))
        assert got.startswith(b"HTTP/1.1 413") and "lớn quá" in got.decode()
