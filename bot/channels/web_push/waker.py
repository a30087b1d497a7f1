"""Wakes browsers: whoever asked for it, and has something new in their chat that they have not
looked at. Rows say who is to be woken, so a crash only puts it off."""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot.channels.base import Rejected, Retry, SendOutcome, Sent, Stopped
from bot.channels.web_push.browser import read_browser
from bot.channels.web_push.keys import PushKeys
from bot.channels.web_push.service import AT_ONCE, PushService
from bot.running.loops import beat
from content.library import Content
from handlers.people import waking
from handlers.people.waking import SealedBrowser
from storage.database import Database, StorageUnavailable, Transaction
from storage.pushes import PushSubscription

log = logging.getLogger(__name__)

LOOK_S = 5.0
MOST_TRIES = 6  # with pauses that double: half an hour in all, unless a service asks for more
LONGEST_WAIT = timedelta(hours=1)


class Waker:
    """What the pages and the program know of waking browsers."""

    def __init__(
        self,
        database: Database,
        content: Content,
        keys: PushKeys,
        clock: Callable[[], datetime],
        service: PushService | None = None,
    ) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._service = service or PushService(keys)
        say = content.words.say
        told = {"title": say("push/title"), "body": say("push/body"), "url": "/?tu=bao-tin"}
        self._payload = json.dumps(told, ensure_ascii=False).encode()

    @property
    def public_key(self) -> str:
        """What a browser asks its push service for an address with."""
        return self._keys.public

    def seal(self, fields: Mapping[str, str]) -> SealedBrowser | None:
        """What a browser says of itself, to be kept; None where it says nothing we can use."""
        browser = read_browser(fields, self._service.accepts)
        return self._keys.seal(browser) if browser is not None else None

    async def run(self) -> None:
        """Works as long as the program lives."""
        try:
            while True:
                beat()
                if not await self._steps():
                    await asyncio.sleep(LOOK_S)
        finally:
            await self.close()

    async def close(self) -> None:
        """Ends its connections."""
        await self._service.close()

    async def _steps(self) -> bool:
        try:
            return await self.step() > 0
        except StorageUnavailable as error:
            log.error("browsers are woken later: %s", error)
            return False

    async def step(self) -> int:
        """Wakes whoever is to be woken now, some at a time; how many were tried."""
        now = self._clock()
        latest = now + LONGEST_WAIT
        due = await self._database.read(lambda tx: tx.pushes.to_wake(now, latest, AT_ONCE))
        if due:
            outcomes = await asyncio.gather(*(self._wake(one) for one in due))
            ended = [*zip(due, outcomes, strict=True)]
            await self._database.transaction(lambda tx: _record(tx, ended, self._clock()))
        return len(due)

    async def send(self, sealed: str, payload: bytes) -> SendOutcome:
        """Has the push service wake one browser with this payload."""
        browser = self._keys.open(sealed)
        if browser is None:
            return Stopped("another key")
        return await self._service.send(browser, payload, self._clock())

    async def _wake(self, subscription: PushSubscription) -> SendOutcome:
        try:
            outcome = await self.send(subscription.sealed, self._payload)
        except Exception:
            # As in delivery: one browser must not keep the others from being woken.
            log.exception("a browser could not be woken contact=%s", subscription.contact_id)
            return Rejected("exception")
        log.info(
            "wake %s contact=%s tries=%s",
            type(outcome).__name__.lower(),
            subscription.contact_id,
            subscription.tries,
        )
        return outcome


def _record(
    tx: Transaction, ended: list[tuple[PushSubscription, SendOutcome]], now: datetime
) -> None:
    for subscription, outcome in ended:
        match outcome:
            case Sent():
                tx.pushes.woken(subscription, now)
            case Stopped():
                waking.end(tx, subscription, now)
            case Retry(after_s) if subscription.tries + 1 < MOST_TRIES:
                pause = timedelta(seconds=after_s * 2**subscription.tries)
                tx.pushes.wake_later(subscription, now + min(pause, LONGEST_WAIT))
            case _:
                log.warning("a browser is not woken contact=%s", subscription.contact_id)
                tx.pushes.let_be(subscription)
