"""One household on two channels: linked by a code, seen from both, sent to once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path

from bot.app import Core, build_core
from content.library import Content
from handlers.conference import seats
from handlers.conference.seating import Wanted
from handlers.talk.messages import Incoming, Reply
from storage import database
from storage.broadcast_models import Audience, Base, Broadcast
from storage.database import Transaction
from storage.event_models import BusinessKind
from storage.question_models import Purpose
from tests.support.broadcast import MONDAY, approved, send_all, states, two_people
from tests.support.clock import FixedClock
from tests.support.conference import at_desk, make_event
from tests.support.dialogs import CODE
from tests.support.engine import address
from tests.support.play import RecordingChannel

_numbers = count(1)


@dataclass
class House:
    core: Core
    clock: FixedClock
    channels: dict[str, RecordingChannel]

    async def say(self, channel: str, text: str, who: str = "7") -> str:
        """The answer there, as text."""
        return "\n".join(reply.text for reply in await self.hear(channel, text, who))

    async def hear(self, channel: str, text: str, who: str = "7") -> list[Reply]:
        before = len(self.channels[channel].sent)
        message = Incoming(channel, str(next(_numbers)), who, self.clock.now, text=text)
        await self.core.reception.receive(message)
        await self.core.settle()
        sent = self.channels[channel].sent[before:]
        return [reply for to, reply in sent if to == who]

    async def link(self, one: str = "zalo_oa", other: str = "telegram", who: str = "7") -> None:
        await self.say(one, "liên kết", who)
        code = CODE.search(await self.say(one, "1", who))
        assert code
        assert "Đã liên kết" in await self.say(other, code[0].lower(), who)

    async def contact(self, channel: str, who: str = "7") -> int:
        found = await self.core.database.transaction(lambda tx: tx.contacts.find(channel, who))
        assert found
        return found.id


@asynccontextmanager
async def house(folder: Path, content: Content) -> AsyncIterator[House]:
    clock = FixedClock()
    clock.now = MONDAY
    channels = {name: RecordingChannel(name=name) for name in ("zalo_oa", "telegram", "web")}
    async with database.open(address(folder, "h")) as db:
        core = build_core(
            db, content, channels, clock, site="https://phuong.test", lasted=clock.lasted
        )
        yield House(core, clock, channels)


async def test_tickets_and_questions_are_seen_from_both(tmp_path: Path, content: Content) -> None:
    async with house(tmp_path, content) as at:
        await at.say("zalo_oa", "xin chào")
        mine = await at.contact("zalo_oa")

        def work(tx: Transaction) -> None:
            event = make_event(tx, now=MONDAY)
            wanted = Wanted(
                name="Nguyễn Văn An",
                phone="+84912345678",
                kind=BusinessKind.HOUSEHOLD,
                business="Tạp hóa An",
                neighbourhood="TDP 5",
                companions=0,
                wants_to_speak=False,
            )
            seats.register(at_desk(tx, MONDAY), event, wanted, contact_id=mine, source="chat")
            tx.people.keep_profile(mine, MONDAY, {"name": "Nguyễn Văn An"})

        await at.core.database.transaction(work)
        assert "Hội nghị đối thoại" not in await at.say("telegram", "vé của tôi")
        await at.link()
        ticket = await at.say("telegram", "vé của tôi")
        code = CODE.search(ticket)
        assert "Hội nghị đối thoại" in ticket and code
        # The whole ticket, as its owner sees it, and what can be done with it.
        assert await at.say("telegram", code[0]) == await at.say("zalo_oa", code[0])
        stranger = await at.say("web", code[0])
        assert stranger != await at.say("telegram", code[0])
        assert "Nguyễn Văn An" in await at.say("telegram", "dữ liệu của tôi")
        assert "Zalo OA" in await at.say("telegram", "liên kết")
        # The first channel hears of it, whoever typed the code.
        told = [reply.text for _, reply in at.channels["zalo_oa"].sent]
        assert any("vừa được liên kết với Telegram" in text for text in told)
        await at.say("telegram", "bỏ liên kết")
        assert "Đã bỏ liên kết" in await at.say("telegram", "1")
        assert "Hội nghị đối thoại" not in await at.say("telegram", "vé của tôi")
        assert "Hội nghị đối thoại" in await at.say("zalo_oa", "vé của tôi")


async def test_a_code_works_once_for_ten_minutes_and_never_by_guess(
    tmp_path: Path, content: Content
) -> None:
    async with house(tmp_path, content) as at:
        await at.say("zalo_oa", "liên kết")
        code = CODE.search(await at.say("zalo_oa", "1"))
        assert code
        assert "của chính" in await at.say("zalo_oa", code[0])
        assert "Đã liên kết" in await at.say("telegram", code[0])
        assert "Không có mã" in await at.say("web", code[0])
        await at.say("zalo_oa", "liên kết")
        late = CODE.search(await at.say("zalo_oa", "1"))
        assert late
        at.clock.now += timedelta(minutes=11)
        assert "Không có mã" in await at.say("web", late[0])
        # The same name and number on both sides link nothing.
        same = [await at.contact(channel) for channel in ("web", "telegram")]

        def same_details(tx: Transaction) -> None:
            for contact in same:
                tx.people.keep_profile(contact, MONDAY, {"name": "An", "phone": "+84912345678"})

        await at.core.database.transaction(same_details)
        members = await at.core.database.transaction(lambda tx: tx.households.members(same[0]))
        assert members == [same[0]]


async def test_three_channels_are_one_household_until_one_leaves(
    tmp_path: Path, content: Content
) -> None:
    async with house(tmp_path, content) as at:
        await at.link("zalo_oa", "telegram")
        await at.link("telegram", "web")
        ids = [await at.contact(channel) for channel in ("zalo_oa", "telegram", "web")]

        async def members(contact: int) -> list[int]:
            return await at.core.database.transaction(lambda tx: tx.households.members(contact))

        assert await members(ids[2]) == sorted(ids)
        await at.core.database.transaction(lambda tx: tx.households.leave(ids[0]))
        assert await members(ids[0]) == [ids[0]]
        assert await members(ids[1]) == sorted(ids[1:])
        await at.core.database.transaction(lambda tx: tx.households.leave(ids[1]))
        assert await members(ids[2]) == [ids[2]]


async def test_news_comes_on_one_channel_and_stops_on_all(tmp_path: Path, content: Content) -> None:
    async with house(tmp_path, content) as at:
        for channel in ("zalo_oa", "telegram"):
            await at.say(channel, "nhận tin")
            assert "chủ đề" in await at.say(channel, "1")
        await at.link()

        async def topics(channel: str) -> int:
            contact = await at.contact(channel)
            return await at.core.database.transaction(
                lambda tx: len(tx.subscriptions.topics_of(contact))
            )

        assert await topics("zalo_oa") and not await topics("telegram")
        assert "đang nhận tin" in await at.say("telegram", "nhận tin")
        await at.say("telegram", "1")
        assert await topics("telegram") and not await topics("zalo_oa")
        assert "không" in (await at.say("zalo_oa", "dừng")).lower()
        assert not await topics("telegram") and not await topics("zalo_oa")


async def test_a_broadcast_reaches_a_household_once(tmp_path: Path, content: Content) -> None:
    async with house(tmp_path, content) as at:
        for channel in ("zalo_oa", "telegram"):
            await at.say(channel, "xin chào")
            at.clock.now += timedelta(minutes=1)
        ids = [await at.contact(channel) for channel in ("zalo_oa", "telegram")]

        def work(tx: Transaction) -> Broadcast:
            event = make_event(tx, now=MONDAY)
            for number, contact in enumerate(ids):
                wanted = Wanted(
                    name=f"Người {'AB'[number]}",
                    phone=f"+8491234567{number}",
                    kind=BusinessKind.PERSON,
                    business="",
                    neighbourhood="TDP 5",
                    companions=0,
                    wants_to_speak=False,
                )
                seats.register(
                    at_desk(tx, MONDAY), event, wanted, contact_id=contact, source="chat"
                )
            tx.households.join(ids[0], ids[1], MONDAY)
            audience = Audience(base=Base.ATTENDEES, event_id=event.id, event_states=("confirmed",))
            return approved(tx, MONDAY, audience=audience, people=two_people(tx, MONDAY))

        broadcast = await at.core.database.transaction(work)
        await send_all(at.core, at.clock)
        assert await states(at.core, broadcast) == {"sent": 1, "skipped": 1}
        # Where they wrote last: there the window is open, if anywhere.
        assert [len(at.channels[name].sent) for name in ("zalo_oa", "telegram")] == [1, 2]


async def test_erasing_and_withdrawing_reach_every_linked_channel(
    tmp_path: Path, content: Content
) -> None:
    async with house(tmp_path, content) as at:
        for channel in ("zalo_oa", "telegram"):
            await at.say(channel, "nhận tin")
            await at.say(channel, "1")
        await at.link()
        zalo = await at.contact("zalo_oa")
        await at.core.database.transaction(
            lambda tx: tx.people.keep_profile(zalo, MONDAY, {"name": "Nguyễn Văn An"})
        )
        assert "Nguyễn Văn An" in await at.say("telegram", "dữ liệu của tôi")
        await at.say("telegram", "xóa dữ liệu")
        await at.say("telegram", "1")
        await at.say("telegram", "1")

        def left(tx: Transaction) -> tuple[object, object, list[int]]:
            return (
                tx.people.profile(zalo),
                tx.people.agreed(zalo, Purpose.BROADCAST),
                tx.households.members(zalo),
            )

        assert await at.core.database.transaction(left) == (None, None, [zalo])
