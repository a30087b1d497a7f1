"""Messages of one channel that are to be taken from people's screens again: one call for each,
until it is known how it ended. What is asked for stands in the outbox, so a crash loses none."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.channels.base import Channel, Retracting, Retraction
from content.library import Content
from handlers.live import relaying
from storage.database import Database, StorageUnavailable, Transaction
from storage.models import OutboxState, ToRetract

log = logging.getLogger(__name__)

# So long it is tried where nobody knows whether a message is gone; then it is said to be kept.
WITHIN = timedelta(minutes=1)


class TakingBack:
    """`begin` with what a delivery finds each time it looks."""

    def __init__(
        self,
        database: Database,
        channel: Channel,
        clock: Callable[[], datetime],
        content: Content,
        wake_all: Callable[[], None],
    ) -> None:
        """`wake_all`: something was queued that another channel may send."""
        self._database = database
        self._channel = channel
        self._clock = clock
        self._content = content
        self._wake_all = wake_all
        self._calls: dict[int, asyncio.Task[None]] = {}  # by the row of the outbox

    @property
    def is_open(self) -> bool:
        """Whether the channel takes anything back."""
        return isinstance(self._channel, Retracting)

    @property
    def under_way(self) -> Sequence[asyncio.Task[None]]:
        return list(self._calls.values())

    def begin(self, asked: Sequence[ToRetract]) -> None:
        """Those that are not under way."""
        for one in asked:
            if one.id not in self._calls:
                self._calls[one.id] = asyncio.create_task(self._take_back(one))

    async def _take_back(self, one: ToRetract) -> None:
        try:
            outcome = await self._outcome(one)
            late = self._clock() - one.asked_at >= WITHIN
            if outcome is Retraction.LATER and not late:
                return  # with the next look
            gone = outcome is Retraction.GONE

            def work(tx: Transaction) -> None:
                tx.outbox.retracted(one.id, gone=gone)
                relaying.was_taken_back(tx, self._content, one.key, self._clock())

            await self._database.transaction(work)
            self._wake_all()
        except StorageUnavailable as error:
            log.error("a message is taken back later: %s", error)
        finally:
            del self._calls[one.id]

    async def _outcome(self, one: ToRetract) -> Retraction:
        channel = self._channel
        if not isinstance(channel, Retracting):
            return Retraction.KEPT
        if one.state is not OutboxState.SENT:  # it never came, or nobody knows as what
            never = one.state is not OutboxState.UNCONFIRMED
            return Retraction.GONE if never else Retraction.KEPT
        try:
            async with asyncio.timeout(channel.capabilities.send_within_s):
                return await channel.retract(one.address, one.vendor_id)
        except Exception:
            # A boundary like that of a send: a bug in a channel must not stop delivery.
            log.exception("taking back failed channel=%s row=%s", channel.name, one.id)
            return Retraction.LATER
