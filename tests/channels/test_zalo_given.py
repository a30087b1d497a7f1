"""What Zalo Bot gave, and gives no more, is in the database before it is asked on: kill -9 at any
moment loses none of it."""

import asyncio
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.base import NotReceived
from bot.channels.zalo_bot.given import LASTS, MOST_STARTS, GivenRows
from bot.loopback.zalo_bot import TOKEN, ZaloBot, zalo_bot
from content.library import Content
from handlers.talk.messages import Incoming, IncomingKind, Picture
from storage.database import Database, StorageUnavailable
from tests.support.clock import FixedClock
from tests.support.forks import ROOT
from tests.support.patience import PATIENCE_S
from tests.support.program import environment, served

# Receives words, and hangs on a photo: as one that is fetched for long.
HANGING = """
import asyncio, sys
from bot.app import utc_now
from bot.channels.zalo_bot import channel
from bot.channels.zalo_bot.given import GivenRows
from content.library import load_content
from storage import database

channel.ASK_ON_AFTER_S = 0.05

async def receive(incoming):
    if incoming.picture is not None:
        await asyncio.Event().wait()
    print("taken", flush=True)

async def main():
    async with database.open(sys.argv[1]) as db:
        given = GivenRows("zalo_bot", db, load_content(with_meaning=False), utc_now)
        bot = channel.ZaloBotChannel(*sys.argv[2:4], poll_floor_s=0.01, given=given)
        await bot.start(receive)
        await asyncio.Event().wait()

asyncio.run(main())
"""


async def test_a_kill_while_a_photo_is_at_work_loses_nothing(tmp_path: Path) -> None:
    bot, url = ZaloBot(), f"sqlite:///{tmp_path}/p.db"
    async with zalo_bot(bot) as base:
        bot.say("a", photo_url="https://photos.test/a.jpg", caption="Cống tắc, số 012345678912")
        bot.say("b", "xin chào")
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", HANGING, url, TOKEN, base),
            cwd=ROOT,
            env=environment(),
            stdout=asyncio.subprocess.PIPE,
        )
        assert process.stdout is not None
        # Asked on, and the second was handled while the first is still at work.
        assert await asyncio.wait_for(process.stdout.readline(), PATIENCE_S) == b"taken\n"
        os.kill(process.pid, signal.SIGKILL)
        await process.wait()
        held = bytes_of(tmp_path)
        assert "Cống tắc".encode() in held
        assert b"012345678912" not in held  # covered before it was kept
        async with served(tmp_path, ZALO_BOT_TOKEN=TOKEN, ZALO_BOT_API_URL=base):
            answer = await bot.until(1, "a", 30)
        assert "ảnh" in answer
    assert len(bot.texts("a")) == 1


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("p.db*"))


def event(number: str = "m1", text: str = "xin chào") -> Incoming:
    return Incoming("zalo_bot", number, "a", FixedClock().now, IncomingKind.TEXT, text)


def rows(db: Database, content: Content, clock: FixedClock) -> GivenRows:
    return GivenRows("zalo_bot", db, content, clock)


async def test_what_is_left_comes_back_as_it_was(db: Database, content: Content) -> None:
    clock = FixedClock()
    given = rows(db, content, clock)
    photo = Incoming(
        *("zalo_bot", "m2", "b", clock.now, IncomingKind.PHOTO),
        text="Ảnh", picture=Picture("https://photos.test/a.jpg"),
    )  # fmt: skip
    await given.keep(event())
    await given.keep(event())  # given again
    await given.keep(photo)
    assert await given.left() == [event(), photo]
    await given.drop(photo)
    assert await given.left() == [event()]


@pytest.mark.parametrize("why", ["it stopped us again and again", "it is too old"])
async def test_what_cannot_be_handled_any_more_is_left_to_staff(
    db: Database, content: Content, why: str
) -> None:
    clock = FixedClock()
    given = rows(db, content, clock)
    await given.keep(event(text="gọi 0912345678"))
    if "again" in why:
        for _ in range(MOST_STARTS):
            assert len(await given.left()) == 1
    else:
        clock.now += LASTS + timedelta(seconds=1)
    assert await given.left() == []
    [kept] = await db.transaction(lambda tx: tx.set_aside.all())
    assert (kept.external_id, kept.address) == ("m1", "a")
    assert "0912345678" not in kept.text
    assert [alarm.what for alarm in await db.transaction(lambda tx: tx.alarms.all())] == [
        "set_aside"
    ]
    assert await given.left() == []


async def test_an_event_that_can_never_be_kept_is_taken_all_the_same(
    db: Database, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = rows(db, content, FixedClock())
    await given.keep(event(number="x\ud800"))

    async def refuse(work: object) -> None:
        raise StorageUnavailable("locked")

    monkeypatch.setattr(db, "transaction", refuse)
    with pytest.raises(NotReceived):
        await given.keep(event())
