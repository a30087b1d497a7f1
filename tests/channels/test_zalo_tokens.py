"""The OA's tokens: used once, committed before use, never lost without an alarm."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import aiohttp
import pytest

from bot.channels.oa import OaRefused
from bot.channels.zalo_oa.account import OaAccount, OaLogin, challenge_of
from bot.channels.zalo_oa.api import NotConnected
from bot.loopback.zalo_oa import APP_ID, APP_SECRET, OA_ID, FakeOa, serving
from content.library import Content
from storage import database
from storage.alarms import Alarm
from storage.database import Database, StorageUnavailable
from tests.support.engine import address
from tests.support.zalo_oa import KEY, pair_of

HOUR = 3600.0


class Time:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def seconds(self) -> float:
        return self.now

    def moment(self) -> datetime:
        return datetime.fromtimestamp(self.now, UTC)


def account(db: Database, content: Content, base: str, clock: Time, key: str = KEY) -> OaAccount:
    return OaAccount(db, content, OaLogin(base, APP_ID, APP_SECRET), key, clock.moment)


@asynccontextmanager
async def connected(
    folder: Path, content: Content
) -> AsyncIterator[tuple[OaAccount, FakeOa, Time, Database, str]]:
    clock = Time()
    fake = FakeOa(clock=clock.seconds)
    async with serving(fake) as base, database.open(address(folder, "t")) as db:
        own = account(db, content, base, clock)
        await own.connect(pair_of(fake), OA_ID)
        yield own, fake, clock, db, base


async def alarms(db: Database) -> list[Alarm]:
    return await db.transaction(lambda tx: tx.alarms.all())


async def settled(own: OaAccount) -> None:
    if own._early is not None:
        await own._early


async def test_a_young_token_is_used_an_older_one_refreshed_while_it_still_works(
    tmp_path: Path, content: Content
) -> None:
    async with connected(tmp_path, content) as (own, fake, clock, _, _):
        first = await own.token()
        clock.now += 19 * HOUR
        assert await own.token() == first and fake.refreshes == 0
        clock.now += 2 * HOUR
        assert await own.token() == first  # nobody waits for the refresh
        await settled(own)
        assert fake.refreshes == 1
        assert await own.token() == fake.access_token != first


async def test_two_callers_use_the_refresh_token_once(tmp_path: Path, content: Content) -> None:
    async with connected(tmp_path, content) as (own, fake, clock, db, base):
        stale = await own.token()
        clock.now += 26 * HOUR
        other = account(db, content, base, clock)  # as another process would
        got = await asyncio.gather(*(a.renew(stale) for a in (own, other) for _ in range(5)))
        assert set(got) == {fake.access_token}
        assert fake.refreshes == 1 and fake.faults == []


async def test_nothing_readable_is_stored(tmp_path: Path, content: Content) -> None:
    async with connected(tmp_path, content) as (_own, fake, clock, db, base):
        row = await db.transaction(lambda tx: tx.zalo.get())
        assert row and fake.access_token not in repr(row) and fake.refresh_token not in repr(row)
        other_key = "MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA="
        with pytest.raises(NotConnected, match="ZALO_OA_TOKEN_KEY"):
            await account(db, content, base, clock, other_key).token()


@pytest.mark.parametrize("code", [503, 500])
async def test_an_outage_is_waited_for(code: int, tmp_path: Path, content: Content) -> None:
    async with connected(tmp_path, content) as (own, fake, clock, db, _):
        clock.now += 26 * HOUR
        fake.answers["token"].append((code, "outage"))
        with pytest.raises(NotConnected):
            await own.token()
        with pytest.raises(NotConnected):
            await own.token()  # not asked again at once
        assert fake.calls.total() == 0 and await alarms(db) == []
        clock.now += 61
        assert await own.token() == fake.access_token


async def test_too_many_calls_is_waited_for(tmp_path: Path, content: Content) -> None:
    async with connected(tmp_path, content) as (own, fake, clock, db, _):
        clock.now += 26 * HOUR
        fake.answers["token"].append((-32, "limit"))
        with pytest.raises(NotConnected):
            await own.token()
        clock.now += 61
        assert await own.token() == fake.access_token and await alarms(db) == []


async def test_a_refusal_needs_a_person_and_the_old_token_is_used_to_its_end(
    tmp_path: Path, content: Content
) -> None:
    async with connected(tmp_path, content) as (own, fake, clock, db, _):
        clock.now += 21 * HOUR
        fake.answers["token"].append((-14014, "Invalid refresh token"))
        still = await own.token()
        await settled(own)
        assert [(a.channel, a.what) for a in await alarms(db)] == [("zalo_oa", "consent")]
        assert await own.token() == still
        clock.now += 5 * HOUR
        with pytest.raises(NotConnected, match="connected again"):
            await own.token()
        assert fake.refreshes == 0  # the second was never asked
        await own.connect(pair_of(fake), OA_ID)
        assert await own.token() == fake.access_token and await alarms(db) == []


async def test_an_answer_lost_once_is_bad_luck_twice_is_an_alarm(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.zalo_oa.account.TIMEOUT_S", 0.3)
    async with connected(tmp_path, content) as (own, fake, clock, db, _):
        clock.now += 26 * HOUR
        fake.lose_refresh_answers = 1  # it was rotated all the same: the pair is lost
        with pytest.raises(NotConnected):
            await own.token()
        assert fake.refreshes == 2 and [a.what for a in await alarms(db)] == ["consent"]
        fake.faults.clear()  # the one retry the reference asks for


async def test_a_new_pair_is_stored_however_long_storage_is_shut(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with connected(tmp_path, content) as (own, fake, clock, db, _):
        clock.now += 26 * HOUR
        keep, shut = own._keep, [3]

        def kept(*given: Any) -> None:
            if shut[0]:
                shut[0] -= 1
                raise StorageUnavailable("locked")
            keep(*given)

        monkeypatch.setattr(own, "_keep", kept)
        assert await own.token() == fake.access_token and fake.refreshes == 1
        row = await db.transaction(lambda tx: tx.zalo.get())
        assert row and own._open(row.refresh_token) == fake.refresh_token


async def test_who_gives_up_waiting_loses_no_token(tmp_path: Path, content: Content) -> None:
    async with connected(tmp_path, content) as (own, fake, clock, db, _):
        stale = await own.token()
        clock.now += 26 * HOUR
        caller = asyncio.create_task(own.renew(stale))
        while not fake.refreshes:  # noqa: ASYNC110  # the answer is on its way
            await asyncio.sleep(0.001)
        caller.cancel()
        await own.stop()
        row = await db.transaction(lambda tx: tx.zalo.get())
        assert row and own._open(row.refresh_token) == fake.refresh_token


async def test_another_key_is_told_of_at_the_start(tmp_path: Path, content: Content) -> None:
    async with connected(tmp_path, content) as (_, _, clock, db, base):
        other = account(db, content, base, clock, "MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA=")
        await other.load()
        assert ["ZALO_OA_TOKEN_KEY" in alarm.detail for alarm in await alarms(db)] == [True]


class Killed(BaseException):
    """The process ends here."""


STEPS = ["before the claim", "after the claim", "after the answer", "after the commit"]


def killing(own: OaAccount, step: str) -> None:
    """Makes this account end at one step of a refresh."""
    claim, refresh, keep = own._claim, own._login.refresh, own._keep

    def claimed(*given: Any) -> Any:
        if step == "before the claim":
            raise Killed
        return claim(*given)

    async def refreshed(token: str) -> Any:
        if step == "after the claim":
            raise Killed
        pair = await refresh(token)
        if step == "after the answer":
            raise Killed
        return pair

    def kept(*given: Any) -> Any:
        keep(*given)
        return None

    own._claim = claimed  # type: ignore[method-assign, assignment]
    own._login.refresh = refreshed  # type: ignore[method-assign, assignment]
    own._keep = kept  # type: ignore[method-assign, assignment]


@pytest.mark.parametrize("step", STEPS)
async def test_a_crash_at_any_step_leaves_a_token_that_works_or_an_alarm(
    step: str, tmp_path: Path, content: Content
) -> None:
    async with connected(tmp_path, content) as (own, fake, clock, db, base):
        stale = await own.token()
        clock.now += 26 * HOUR
        killing(own, step)
        if step == "after the commit":
            await own.renew(stale)
        else:
            with pytest.raises(Killed):
                await own.renew(stale)
        clock.now += 60  # started again; nobody else's claim stands for ever
        again = account(db, content, base, clock)
        try:
            works = await again.token() == fake.access_token
        except NotConnected:
            works = False
        told = [alarm.what for alarm in await alarms(db)]
        assert works != (told == ["consent"])
        assert works is (step != "after the answer")
        fake.faults.clear()


async def test_consent_from_the_console(tmp_path: Path, content: Content) -> None:
    async with connected(tmp_path, content) as (own, fake, clock, _db, _base):
        await own.disconnect()
        with pytest.raises(NotConnected):
            await own.token()
        url = await own.begin_consent(7, "https://phuong.test/can-bo/zalo/ve")
        query = _query(url)
        assert query["app_id"] == APP_ID and len(query["code_challenge"]) == 43
        code, state = await _say_yes(url), query["state"]
        with pytest.raises(OaRefused):
            await own.finish_consent("forged", code, OA_ID, 7)
        with pytest.raises(OaRefused):
            await own.finish_consent(state, code, OA_ID, 8)  # another person's
        url = await own.begin_consent(7, "https://phuong.test/can-bo/zalo/ve")
        code, state = await _say_yes(url), _query(url)["state"]
        await own.finish_consent(state, code, OA_ID, 7)
        assert await own.token() == fake.access_token and own.known("oa_id") == OA_ID
        with pytest.raises(OaRefused):
            await own.finish_consent(state, code, OA_ID, 7)  # once
        url = await own.begin_consent(7, "https://phuong.test/can-bo/zalo/ve")
        clock.now += 16 * 60
        with pytest.raises(OaRefused):
            await own.finish_consent(_query(url)["state"], await _say_yes(url), OA_ID, 7)


def test_the_challenge_is_the_one_of_the_standard() -> None:
    # RFC 7636, appendix B
    assert challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == (
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    )


def _query(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query))


async def _say_yes(url: str) -> str:
    """The administrator agrees on Zalo's page; the code their browser brings back."""
    async with (
        aiohttp.ClientSession() as browser,
        browser.get(url, allow_redirects=False) as answer,
    ):
        return _query(answer.headers["Location"])["code"]
