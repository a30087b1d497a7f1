"""Waking browsers, against a push service on this machine that reads with the browser's own key."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import http_ece
import pytest

from bot.channels.base import Rejected, Retry, Sent, Stopped
from bot.channels.download import is_public
from bot.channels.web_push.browser import BrowserAddress, read_browser
from bot.channels.web_push.keys import SETTING, load_keys
from bot.channels.web_push.service import LONGEST_WAIT_S, TTL_S, PushService, _outcome
from bot.channels.web_push.waker import MOST_TRIES, Waker
from bot.channels.webchat import WebChatChannel
from content.library import Content
from handlers.people import waking
from handlers.talk.messages import Reply
from storage import database
from storage.database import Database, Transaction
from storage.models import Kind
from storage.pushes import PushSubscription
from storage.question_models import Purpose
from tests.support.clock import FixedClock
from tests.support.engine import address
from tests.support.play import RecordingChannel, playing
from tests.support.push_service import OneBrowser, PushServer, plain_connector, push_server
from tests.web.test_deploy import certificate

SITE = "https://phuong.test"


@dataclass
class Woken:
    """A browser that asked to be woken, and what wakes it."""

    db: Database
    server: PushServer
    browser: OneBrowser
    waker: Waker
    clock: FixedClock
    contact: int

    async def kept(self) -> PushSubscription | None:
        return await self.db.transaction(lambda tx: tx.pushes.of(self.contact))

    async def news(self) -> None:
        """Something waits on the page."""
        await self.db.transaction(lambda tx: tx.pushes.wake([self.contact], self.clock.now))

    def fields(self, **changed: str) -> dict[str, str]:
        return self.browser.fields | changed


@asynccontextmanager
async def woken(
    db: Database,
    content: Content,
    *,
    tls: ssl.SSLContext | None = None,
    connector: Callable[[], aiohttp.TCPConnector] = plain_connector,
) -> AsyncIterator[Woken]:
    clock = FixedClock()
    async with push_server(tls) as server:
        keys = await load_keys(db, "secret", SITE, clock.now)
        service = PushService(keys, accepts=server.is_here, connector=connector)
        waker, browser = Waker(db, content, keys, clock, service), server.browser()
        sealed = waker.seal(browser.fields)
        assert sealed is not None
        given = sealed
        kept = await db.transaction(
            lambda tx: waking.turn_on(tx, content, "web", "7", given, clock.now)
        )
        try:
            yield Woken(db, server, browser, waker, clock, kept.contact_id)
        finally:
            await service.close()


async def test_a_browser_is_told_that_something_is_new_and_nothing_else(
    db: Database, content: Content
) -> None:
    async with woken(db, content) as at:
        assert await at.waker.step() == 0
        await at.news()
        assert await at.waker.step() == 1
        (call,) = at.server.calls
        told = at.browser.read(call.body)
        assert told == {
            "title": f"Đồng Hành, {content.ward.name}",
            "body": "Có tin mới. Bấm để xem.",
            "url": "/?tu=bao-tin",
        }
        assert call.is_signed and call.headers["ttl"] == str(TTL_S)
        assert call.headers["content-encoding"] == "aes128gcm"
        kept = await at.kept()
        assert kept and kept.last_ok == at.clock.now and kept.wake_at is None
        assert await at.waker.step() == 0
        with pytest.raises(http_ece.ECEException):  # it is locked for this browser alone
            at.server.browser().read(call.body)


async def test_over_tls_with_a_certificate_that_is_looked_at(
    db: Database, content: Content, tmp_path: Path
) -> None:
    cert, key = await asyncio.to_thread(certificate, tmp_path, "localhost")
    there = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    there.load_cert_chain(cert, key)
    here = ssl.create_default_context(cafile=str(cert))
    async with woken(
        db, content, tls=there, connector=lambda: aiohttp.TCPConnector(ssl=here)
    ) as at:
        await at.news()
        await at.waker.step()
        assert len(at.server.calls) == 1
    async with woken(db, content, tls=there) as at:
        await at.news()
        await at.waker.step()
        assert at.server.calls == []  # nobody we know
        kept = await at.kept()
        assert kept and kept.tries == 1


@pytest.mark.parametrize("status", [404, 410])
async def test_one_the_push_service_knows_no_more_is_forgotten(
    db: Database, content: Content, status: int
) -> None:
    async with woken(db, content) as at:
        at.server.answers = [(status, {})]
        await at.news()
        await at.waker.step()
        assert await at.kept() is None
        agreed = await db.transaction(lambda tx: tx.people.agreed(at.contact, Purpose.PUSH))
        assert agreed is None


async def test_one_turned_on_again_meanwhile_stays(db: Database, content: Content) -> None:
    async with woken(db, content) as at:
        old = await at.kept()
        assert old
        fresh = at.waker.seal(at.server.browser("b").fields)
        assert fresh
        await db.transaction(
            lambda tx: waking.turn_on(tx, content, "web", "7", fresh, at.clock.now)
        )
        await db.transaction(lambda tx: waking.end(tx, old, at.clock.now))
        kept = await at.kept()
        assert kept and kept.mark == fresh.mark
        assert await db.transaction(lambda tx: tx.people.agreed(at.contact, Purpose.PUSH))


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_what_fails_for_a_while_is_tried_again_so_often(
    db: Database, content: Content, status: int
) -> None:
    async with woken(db, content) as at:
        at.server.answers = [(status, {})] * (MOST_TRIES + 5)
        await at.news()
        waits = []
        for _ in range(MOST_TRIES):
            assert await at.waker.step() == 1
            kept = await at.kept()
            assert kept
            if kept.wake_at is not None:
                waits.append(kept.wake_at - at.clock.now)
                assert await at.waker.step() == 0
                at.clock.pass_time(seconds=waits[-1].total_seconds())
        assert [wait / timedelta(minutes=1) for wait in waits] == [1, 2, 4, 8, 16]
        assert len(at.server.calls) == MOST_TRIES
        kept = await at.kept()  # it is not woken for this any more, but for the next
        assert kept and (kept.wake_at, kept.tries) == (None, 0)


async def test_what_a_service_asks_us_to_wait_is_waited_but_not_for_ever(
    db: Database, content: Content
) -> None:
    async with woken(db, content) as at:
        for asked, wait in (("600", 600), ("99999999", LONGEST_WAIT_S), ("x" * 999, 60)):
            at.server.answers = [(429, {"retry-after": asked})]
            await db.transaction(lambda tx: tx.pushes.calm())
            await at.news()
            await at.waker.step()
            kept = await at.kept()
            assert kept and kept.wake_at == at.clock.now + timedelta(seconds=wait), asked


async def test_what_it_will_never_take_is_not_tried_again(db: Database, content: Content) -> None:
    async with woken(db, content) as at:
        at.server.answers = [(413, {}), (301, {"location": f"{at.server.url}/else"})]
        for calls in (1, 2):
            await at.news()
            await at.waker.step()
            kept = await at.kept()
            assert kept and kept.wake_at is None and kept.last_ok is None
            assert len(at.server.calls) == calls  # nobody was followed


async def test_nobody_out_of_reach_keeps_the_program_busy(db: Database, content: Content) -> None:
    keys = await load_keys(db, "secret", SITE, FixedClock().now)
    own = OneBrowser("x").fields
    private = BrowserAddress("https://127.0.0.1/x", own["p256dh"], own["auth"])
    service = PushService(keys)
    try:
        assert isinstance(await service.send(private, b"{}", FixedClock().now), Stopped)
        named = BrowserAddress("https://localhost.localdomain/x", own["p256dh"], own["auth"])
        outcome = await service.send(named, b"{}", FixedClock().now)
        assert isinstance(outcome, Retry)  # the name leads to this machine, or nowhere
    finally:
        await service.close()


@pytest.mark.parametrize(
    "changed",
    [
        {"endpoint": "http://push.example/x"},
        {"endpoint": "https://127.0.0.1/x"},
        {"endpoint": "https://10.0.0.8/x"},
        {"endpoint": "https://[::1]/x"},
        {"endpoint": "https://push.example:8443/x"},
        {"endpoint": "https://intranet/x"},
        {"endpoint": "https://push.example/" + "x" * 1000},
        {"endpoint": "https://push.example/đ"},
        {"endpoint": ""},
        {"p256dh": ""},
        {"p256dh": "BA" + "A" * 85},
        {"p256dh": "B" * 5000},
        {"auth": "AAAA"},
        {"auth": "é"},
        {"expires": "soon"},
        {"expires": "1e999"},
    ],
)
def test_what_is_no_browser_is_not_kept(changed: dict[str, str]) -> None:
    given = OneBrowser("https://push.example/x").fields
    assert read_browser(given, is_public)
    assert read_browser(given | {"expires": "1795000000000"}, is_public)
    assert read_browser(given | changed, is_public) is None


async def test_our_key_is_kept_and_with_another_lock_everybody_is_forgotten(
    tmp_path: Path, content: Content
) -> None:
    now = FixedClock().now
    async with database.open(address(tmp_path)) as db:
        first = await load_keys(db, "secret", SITE, now)
        assert (await load_keys(db, "secret", SITE, now)).public == first.public
        stored = await db.transaction(lambda tx: tx.settings.get(SETTING))
        assert "PRIVATE" not in stored
        browser = read_browser(OneBrowser("https://push.example/very-own").fields, is_public)
        assert browser
        sealed = first.seal(browser)
        assert "very-own" not in sealed.text
        await db.transaction(lambda tx: waking.turn_on(tx, content, "web", "7", sealed, now))
    assert b"very-own" not in (tmp_path / "test.db").read_bytes()
    async with database.open(address(tmp_path)) as db:
        other = await load_keys(db, "another secret", SITE, now)
        assert other.public != first.public and other.open(sealed.text) is None
        assert await db.transaction(lambda tx: tx.pushes.count()) == 0


async def test_what_waits_unasked_wakes_and_an_answer_does_not(
    tmp_path: Path, content: Content
) -> None:
    channel = RecordingChannel(WebChatChannel.capabilities, "web")
    now = FixedClock().now

    def begin(tx: Transaction) -> int:
        contact = tx.contacts.meet("web", "7", now)
        tx.pushes.keep(PushSubscription(contact.id, "", "m", now, now + waking.LASTS))
        return contact.id

    async with playing(tmp_path, content, channel=channel) as (core, _):
        contact = await core.database.transaction(begin)

        async def waits_after(kind: Kind) -> bool:
            def add(tx: Transaction) -> None:
                tx.pushes.calm()
                tx.outbox.add(contact, Reply("Xin chào").to_json(), now, kind=kind)

            await core.database.transaction(add)
            await core.settle()
            kept = await core.database.transaction(lambda tx: tx.pushes.of(contact))
            return kept is not None and kept.wake_at is not None

        assert not await waits_after(Kind.REPLY)
        assert await waits_after(Kind.NOTICE)
        assert await waits_after(Kind.BROADCAST)


def test_every_outcome_has_its_meaning() -> None:
    expected: dict[int, type[Any]] = {
        **dict.fromkeys((200, 201, 202, 204), Sent),
        **dict.fromkeys((404, 410), Stopped),
        **dict.fromkeys((429, 500, 502, 503), Retry),
        **dict.fromkeys((301, 307, 400, 401, 403, 413), Rejected),
    }
    for status, outcome in expected.items():
        assert isinstance(_outcome(status, ""), outcome), status
