"""What was taken away since a backup does not come back with it: words of somebody erased, the
account of somebody who left."""

from datetime import timedelta
from pathlib import Path

from bot.channels.base import Capabilities
from bot.files import backup, restore
from content.library import Content
from handlers.own_data import counter
from handlers.people import accounts
from storage import database
from storage.database import Transaction
from storage.staff_models import Role
from tests.support.clock import FixedClock
from tests.support.conference import make_staff
from tests.support.play import RecordingChannel, exchange, playing, said

NAME, PHONE = "Trần Thị Quên", "0912345678"
PAGE = Capabilities(text_limit=4096, keeps_history=False)


def kept_words(tx: Transaction) -> str:
    asked = (
        "SELECT coalesce(text, '') AS said FROM inbox UNION ALL SELECT body FROM outbox"
        " UNION ALL SELECT text FROM unanswered UNION ALL SELECT text FROM set_aside"
        " UNION ALL SELECT coalesce(flow, '') || waiting || coalesce(asked, '') || choices"
        " FROM conversation"
    )
    rows = tx.inbox._db.execute(asked).fetchall()
    return " | ".join(str(row["said"]) for row in rows)


def files(folder: Path) -> list[Path]:
    return [*folder.glob("play.db*")]


async def test_words_taken_out_of_a_chat_stay_out(tmp_path: Path, content: Content) -> None:
    clock, channel = FixedClock(), RecordingChannel(PAGE)
    async with playing(tmp_path, content, clock, channel) as (core, _):
        await exchange(core, channel, said(f"nhờ gọi chị {NAME} số {PHONE} giúp tôi"))
        await exchange(core, channel, said("con lợn đất nhà tôi ăn gì cho chóng lớn"))
        await exchange(core, channel, said(f"gửi câu hỏi: cống tắc, hỏi {NAME} {PHONE} thì rõ"))
        db = core.database
        made = await backup.back_up(db.path, tmp_path / "b", clock())
        clock.pass_time(hours=1)

        def erase(tx: Transaction) -> None:
            held = counter.held_of(tx, "+84912345678")
            counter.erase(tx, content, held, [], clock(), by="thuky")

        await db.transaction(erase)
        assert PHONE not in await db.transaction(kept_words)
    url = f"sqlite:///{db.path}"
    for _ in range(2):  # a second restore of the same: the list has outlived the first
        outcome = await restore.restore(url, made.folder, content, clock() + timedelta(hours=1))
        assert outcome.erased_again > 0
        async with database.open(url) as again:
            words = await again.transaction(kept_words)
        assert PHONE not in words and NAME not in words
        assert "con lợn đất" in words  # what named nobody is there
    assert not [path for path in files(tmp_path) if PHONE.encode() in path.read_bytes()]


async def test_who_was_switched_off_stays_off(tmp_path: Path, content: Content) -> None:
    clock = FixedClock()
    async with playing(tmp_path, content, clock) as (core, _):
        db = core.database

        def employ(tx: Transaction) -> tuple[int, int, int, str]:
            make_staff(tx, "quantri", Role.ADMIN)
            left, back, stays = (make_staff(tx, name, Role.CLERK) for name in ("a1", "b1", "c1"))
            token, _ = accounts.open_session(tx, stays, clock())
            accounts.invite(tx, stays, clock())
            return left.id, back.id, stays.id, token

        left, back, stays, token = await db.transaction(employ)
        made = await backup.back_up(db.path, tmp_path / "b", clock())
        clock.pass_time(minutes=5)

        def change(tx: Transaction) -> None:
            for number in (left, back):
                person = tx.staff.get(number)
                assert person is not None
                accounts.switch_off(tx, person)
            person = tx.staff.get(back)
            assert person is not None
            accounts.switch_on(tx, person)

        await db.transaction(change)
    url = f"sqlite:///{db.path}"
    await restore.restore(url, made.folder, content, clock())
    async with database.open(url) as again:

        def look(tx: Transaction) -> list[bool]:
            people = [tx.staff.get(number) for number in (left, back, stays)]
            return [person is not None and person.active for person in people]

        assert await again.transaction(look) == [False, True, True]
        # Sessions and links of before may have been ended since: everybody signs in anew.
        assert await again.transaction(lambda tx: accounts.who(tx, token, clock())) is None
        one = await again.transaction(lambda tx: tx.staff.get(stays))
        assert one is not None and one.invite is None
