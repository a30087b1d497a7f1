"""What people who never signed in may take of the disk in a day: so much each, from one address,
and on a channel as long as nobody knows them. Counted about right, and anew after a start; the disk
itself is looked at all the time.
"""

import asyncio
import contextlib
import logging
import shutil
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import datetime
from hashlib import blake2b

from bot.channels.base import NotReceived
from bot.running.loops import beat
from bot.running.pool import Busy, Pool
from bot.settings.space import MB, SpaceBounds
from content.library import Content
from handlers.clock import alarms
from handlers.talk.messages import Incoming
from storage.database import Database, StorageUnavailable, Transaction
from storage.models import Contact

log = logging.getLogger(__name__)

DAY_S = 24 * 3600.0
KEYS = 20_000  # whose bytes are remembered; who took little goes first where there are more
ROW = 1000  # what a turn writes beside its words
LOOK_S = 10.0
WITHIN_S = 5.0
AMPLE = 1.2  # an alarm about the disk ends when so many times the bound is free


class NoRoom(NotReceived):
    """Nothing of the message is kept: whoever sent it is told so at once."""

    def __init__(self, apology: str) -> None:
        super().__init__(apology, everyone=False)


class Taken:
    """Bytes by key; each key's day begins with its first."""

    def __init__(self, keys: int = KEYS) -> None:
        self._keys = keys
        self._of: OrderedDict[bytes, tuple[float, int]] = OrderedDict()

    def of(self, key: str) -> int:
        began, size = self._of.get(_mark(key), (0.0, 0))
        return size if time.monotonic() - began < DAY_S else 0

    def add(self, key: str, size: int) -> None:
        mark, now = _mark(key), time.monotonic()
        began, before = self._of.pop(mark, (now, 0))
        self._of[mark] = (began, before + size) if now - began < DAY_S else (now, size)
        while len(self._of) > self._keys:
            self._of.popitem(last=False)


class Space:
    """The bounds and what was taken of them. `free` is what the disk has left, as last looked at;
    None: nobody looked yet."""

    def __init__(self, bounds: SpaceBounds) -> None:
        self.bounds = bounds
        self.free: int | None = None
        self._of_visitors, self._of_addresses, self._of_channels = Taken(), Taken(), Taken()
        self._told: OrderedDict[int, None] = OrderedDict()

    @property
    def is_low(self) -> bool:
        """The disk has less left than it is to have."""
        return self.free is not None and self.free < self.bounds.kept_free

    def of_channel(self, channel: str) -> int:
        """What was written for a channel's messages within its day."""
        return self._of_channels.of(channel)

    def is_full(self, channel: str) -> bool:
        """The channel has had its share of the day."""
        return self.of_channel(channel) >= self.bounds.of_channel

    def took(self, incoming: Incoming, size: int) -> None:
        """So many bytes were written for this message."""
        self._of_visitors.add(_visitor(incoming), size)
        self._of_channels.add(incoming.channel, size)
        if incoming.via:
            self._of_addresses.add(incoming.via, size)

    def is_spent(self, incoming: Incoming) -> bool:
        """Whether its sender, or their address, has had the share of a day."""
        if self._of_visitors.of(_visitor(incoming)) >= self.bounds.of_visitor:
            return True
        of_address = self._of_addresses.of(incoming.via) if incoming.via else 0
        return of_address >= self.bounds.of_address

    def refuses(self, tx: Transaction, contact: Contact, incoming: Incoming) -> bool:
        """Whether nothing more of this contact is kept for now. Somebody with a ticket, a question
        or a consent is heard as long as the disk takes anything."""
        if self.is_spent(incoming):
            return True
        closed = self.is_low or self.is_full(incoming.channel)
        return closed and tx.passers_by.is_one(contact.id)

    def takes_photos(self, incoming: Incoming) -> bool:
        return not (self.is_low or self.is_spent(incoming))

    def is_told_first(self, contact: Contact) -> bool:
        """Whether this contact is to be told that nothing is taken; once each, not every time."""
        if contact.id in self._told:
            return False
        self._told[contact.id] = None
        if len(self._told) > KEYS:
            self._told.popitem(last=False)
        return True

    def hears_again(self, contact: Contact) -> None:
        self._told.pop(contact.id, None)


class Gauge:
    """Looks at the disk, and tells staff while it is nearly full, or a channel had its share."""

    def __init__(
        self,
        space: Space,
        database: Database,
        content: Content,
        clock: Callable[[], datetime],
        channels: Iterable[str],
    ) -> None:
        self._space, self._database, self._channels = space, database, tuple(channels)
        self._content, self._clock = content, clock
        self._all_well = False  # and nobody was told otherwise
        self._disk = Pool("gauge", 1, 0)  # a disk that hangs holds one thread

    async def run(self) -> None:
        while True:
            beat()
            try:
                await self.look()
            except StorageUnavailable as error:
                log.error("nobody could be told about the disk: %s", error)
            await asyncio.sleep(LOOK_S)

    async def look(self) -> None:
        """Looks now. Raises StorageUnavailable."""
        space = self._space
        with contextlib.suppress(OSError, Busy, TimeoutError):
            async with asyncio.timeout(WITHIN_S):
                usage = await self._disk.run(shutil.disk_usage, self._database.path.parent)
                space.free = usage.free
        wrong = space.is_low or any(space.is_full(channel) for channel in self._channels)
        if self._all_well and not wrong:
            return
        known = await self._database.read(
            lambda tx: {(alarm.channel, alarm.what) for alarm in tx.alarms.all()}
        )
        free, low = space.free or 0, ("storage", "disk")
        told = known & {low, *((channel, "crowded") for channel in self._channels)}
        self._all_well = not (wrong or told)
        if space.is_low and low not in known:
            await self._sound(*low, free)
        elif free >= AMPLE * space.bounds.kept_free and low in known:
            await self._end(*low)
        for channel in self._channels:
            full = space.is_full(channel)
            if full and (channel, "crowded") not in known:
                await self._sound(channel, "crowded", space.of_channel(channel))
            elif not full and (channel, "crowded") in known:
                await self._end(channel, "crowded")

    async def _sound(self, channel: str, what: str, size: int) -> None:
        now, detail = self._clock(), f"{size // MB} MB"
        log.error("%s %s: %s", channel, what, detail)
        await self._database.transaction(
            lambda tx: alarms.sound(tx, self._content, channel, what, detail, now)
        )

    async def _end(self, channel: str, what: str) -> None:
        await self._database.transaction(lambda tx: alarms.end(tx, channel, what))


def _visitor(incoming: Incoming) -> str:
    return f"{incoming.channel}:{incoming.address}"


def _mark(key: str) -> bytes:
    return blake2b(key.encode("utf-8", "replace"), digest_size=12).digest()
