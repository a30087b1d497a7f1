"""The OA is connected anew, or no more, while a refresh of the old pair is under way: what the old
pair brings is nobody's."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.oa import OaRefused, Pair
from bot.channels.zalo_oa.api import NotConnected
from content.library import Content
from tests.channels.test_zalo_tokens import HOUR, alarms, connected
from tests.support.zalo_oa import pair_of


class Held:
    """A login whose answer to a refresh comes when it is let go."""

    def __init__(self, answer: Pair | OaRefused) -> None:
        self.asked, self.go = asyncio.Event(), asyncio.Event()
        self._answer = answer

    async def refresh(self, refresh_token: str) -> Pair:
        self.asked.set()
        await self.go.wait()
        if isinstance(self._answer, OaRefused):
            raise self._answer
        return self._answer


OLD_IS_DEAD = OaRefused(-14014, "Invalid refresh token")
LATE = Pair("access of before", "refresh of before", timedelta(hours=25))


@pytest.mark.parametrize("answer", [OLD_IS_DEAD, LATE])
async def test_a_pair_connected_meanwhile_is_the_one(
    answer: Pair | OaRefused, tmp_path: Path, content: Content
) -> None:
    async with connected(tmp_path, content) as (own, fake, clock, db, _):
        stale, platform = await own.token(), own._login
        clock.now += 26 * HOUR
        own._login = held = Held(answer)  # type: ignore[assignment]  # as much of it as is asked
        renewing = asyncio.create_task(own.renew(stale))
        await held.asked.wait()
        anew = pair_of(fake)
        await own.connect(anew, "another OA")
        held.go.set()
        assert await renewing == anew.access_token
        assert await alarms(db) == []
        own._login = platform
        clock.now += 26 * HOUR  # its own refresh works, too
        assert await own.token() == fake.access_token != anew.access_token
        row = await db.transaction(lambda tx: tx.zalo.get())
        assert row is not None and row.broken == "" and row.learned["oa_id"] == "another OA"


@pytest.mark.parametrize("answer", [OLD_IS_DEAD, LATE])
async def test_what_was_disconnected_meanwhile_stays_so(
    answer: Pair | OaRefused, tmp_path: Path, content: Content
) -> None:
    async with connected(tmp_path, content) as (own, _fake, clock, db, _):
        stale = await own.token()
        clock.now += 26 * HOUR
        own._login = held = Held(answer)  # type: ignore[assignment]  # as much of it as is asked
        renewing = asyncio.create_task(own.renew(stale))
        await held.asked.wait()
        await own.disconnect()
        held.go.set()
        with pytest.raises(NotConnected):
            await renewing
        with pytest.raises(NotConnected):
            await own.token()
        assert await db.transaction(lambda tx: tx.zalo.get()) is None
        assert await alarms(db) == []
