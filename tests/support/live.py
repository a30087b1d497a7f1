"""A talk played through the core: an owner and officials, each on a channel of their own."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from bot.app import Core, build_core
from bot.channels.base import Capabilities
from content.library import Content
from content.ward import Ward
from handlers.clock import upkeep
from handlers.talk.messages import Incoming, IncomingKind, Picture, Reply
from storage import database
from storage.database import Transaction
from storage.handoff_models import Handoff, HandoffLine, HandoffState
from storage.staff_links import WayKind
from storage.staff_models import Role
from tests.support.clock import FixedClock
from tests.support.conference import make_staff
from tests.support.engine import address
from tests.support.pictures import jpeg
from tests.support.play import RecordingChannel

MONDAY = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # 10:00 in Viet Nam
HOURS = "7:30-11:30 và 13:30-17:00, thứ Hai đến thứ Sáu"
OWNER = "7"

_numbers = count(1)


@dataclass
class Stage:
    """An owner on one channel, officials (by login) on another; `clock` is everybody's."""

    core: Core
    content: Content
    clock: FixedClock
    owner_at: str
    desk_at: str
    channels: dict[str, RecordingChannel]
    seen: dict[tuple[str, str], int] = field(default_factory=dict)

    async def owner(self, text: str = "", address: str = OWNER, **given: Any) -> list[str]:
        """The owner says something; what they read by it."""
        await self._say(self.owner_at, address, text, **given)
        return self.read(self.owner_at, address)

    async def desk(self, login: str, text: str = "", **given: Any) -> list[str]:
        """The same of an official in their own chat."""
        await self._say(self.desk_at, login, text, **given)
        return self.read(self.desk_at, login)

    async def take(self, login: str = "an") -> list[str]:
        return await self.desk(login, "1")

    async def pass_time(self, **span: float) -> None:
        """Time passes, and what is due is done."""
        self.clock.pass_time(**span)
        await self.keep_up()

    async def keep_up(self) -> None:
        await self.core.database.transaction(
            lambda tx: upkeep.DUTIES["talks"](tx, self.content, self.clock.now)
        )
        await self.core.settle()

    def read(self, channel: str, address: str) -> list[str]:
        """What came since this was last asked."""
        texts = self.channels[channel].texts(address)
        before = self.seen.get((channel, address), 0)
        self.seen[channel, address] = len(texts)
        return texts[before:]

    def at_owner(self, address: str = OWNER) -> list[str]:
        return self.read(self.owner_at, address)

    def at_desk(self, login: str = "an") -> list[str]:
        return self.read(self.desk_at, login)

    def replies(self, channel: str, address: str) -> list[Reply]:
        return [reply for to, reply in self.channels[channel].sent if to == address]

    async def talk(self, address: str = OWNER) -> Handoff:
        """The latest of the owner's."""

        def found(tx: Transaction) -> Handoff:
            contact = tx.contacts.find(self.owner_at, address)
            assert contact is not None
            return tx.handoffs.of_contact(contact.id)[0]

        return await self.core.database.transaction(found)

    async def state(self) -> HandoffState:
        return (await self.talk()).state

    async def lines(self) -> list[HandoffLine]:
        talk = await self.talk()
        return await self.core.database.transaction(lambda tx: tx.handoffs.lines(talk.id))

    async def _say(
        self, channel: str, address: str, text: str, kind: IncomingKind = IncomingKind.TEXT,
        **given: Any,
    ) -> None:  # fmt: skip
        number = str(next(_numbers))
        incoming = Incoming(channel, number, address, self.clock.now, kind, text)
        await self.core.reception.receive(replace(incoming, **given))
        await self.core.settle()


def picture(stage: Stage, channel: str) -> dict[str, Any]:
    """A photo as it comes in, for `owner` and `desk`."""
    stage.channels[channel].pictures["p"] = jpeg()
    return {"kind": IncomingKind.PHOTO, "picture": Picture("p")}


def with_hours(content: Content, hours: str = HOURS) -> Ward:
    """Its ward with these hours written."""
    return replace(content.ward, hours=hours)


def link(
    tx: Transaction, login: str, channel: str, now: datetime, *roles: Role, **given: Any
) -> int:
    """An official with a chat of their own, whose address is the login."""
    staff = make_staff(tx, login, *(roles or (Role.CLERK,)), now=now, **given)
    contact = tx.contacts.meet(channel, login, now)
    tx.staff_links.add_way(staff.id, contact.id, WayKind.CHAT, "", now)
    return staff.id


@asynccontextmanager
async def stage(
    folder: Path,
    content: Content,
    staff: Sequence[str] = ("an",),
    *,
    owner_at: str = "owners",
    desk_at: str = "desks",
    now: datetime = MONDAY,
    capabilities: Capabilities | None = None,
    given: Mapping[str, RecordingChannel] | None = None,
) -> AsyncIterator[Stage]:
    """`staff` are clerks, each linked; `given`: channels that do more than take what is sent."""
    clock = FixedClock(now)
    channels = {
        name: RecordingChannel(capabilities or Capabilities(text_limit=4096), name)
        for name in dict.fromkeys((owner_at, desk_at))
    } | dict(given or {})
    async with database.open(address(folder, "play")) as db:
        core = build_core(
            db, content, channels, clock, site="https://phuong.test",
            photo_folder=folder / "photos", lasted=clock.lasted,
        )  # fmt: skip

        def furnish(tx: Transaction) -> None:
            for login in staff:
                if tx.staff.by_login(login) is None:
                    link(tx, login, desk_at, now)

        await db.transaction(furnish)
        for delivery in core.deliveries.values():
            await delivery.recover()
        yield Stage(core, content, clock, owner_at, desk_at, channels)
