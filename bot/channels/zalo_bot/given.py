"""What the platform gave is kept in the database before it is asked on: it gives nothing twice."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import orjson

from bot.channels.base import NotReceived
from content.library import Content
from content.redaction import redact
from content.sensitive import mask
from content.vietnamese import clean
from handlers.clock import alarms
from handlers.talk.messages import Incoming, IncomingKind, Picture
from storage.database import Database, StorageUnavailable, Transaction
from storage.given_events import GivenEvent

log = logging.getLogger(__name__)

# One that stopped the program as often is left to staff; so is one that is too old to be answered.
MOST_STARTS = 3
LASTS = timedelta(days=1)


class GivenRows:
    """The rows of one channel. Secrets in the words are covered before they are kept."""

    def __init__(
        self, channel: str, database: Database, content: Content, clock: Callable[[], datetime]
    ) -> None:
        self._channel, self._database = channel, database
        self._content, self._clock = content, clock

    async def keep(self, incoming: Incoming) -> None:
        """Raises NotReceived when nothing can be kept now; what can never be kept is not."""
        key, now = (self._channel, incoming.external_id), self._clock()
        try:
            event = _written(incoming)
            await self._database.transaction(lambda tx: tx.given_events.keep(*key, event, now))
        except StorageUnavailable as error:
            raise NotReceived(str(error)) from error
        except Exception:
            # The boundary of one event: the turn that follows says what is wrong with it.
            log.exception("an event could not be kept before its turn")

    async def drop(self, incoming: Incoming) -> None:
        """It was handled. Should this fail, it is handled once more, and recognised."""
        key = self._channel, incoming.external_id
        try:
            await self._database.transaction(lambda tx: tx.given_events.drop(*key))
        except Exception:
            # Still the boundary of one event: it was handled, whatever becomes of its row.
            log.exception("a handled event stays kept")

    async def left(self) -> Sequence[Incoming]:
        """What a stop left unhandled, as it came. Raises StorageUnavailable."""
        return await self._database.transaction(self._left)

    def _left(self, tx: Transaction) -> list[Incoming]:
        now, found = self._clock(), []
        for kept in tx.given_events.found(self._channel):
            incoming = _read(self._channel, kept)
            if kept.tries <= MOST_STARTS and abs(now - kept.given_at) < LASTS:
                found.append(incoming)
                continue
            key = kept.channel, kept.external_id
            text = redact(incoming.text)
            tx.set_aside.note(*key, incoming.address, text, "left", now)
            tx.set_aside.give_up(*key, now)
            alarms.sound(tx, self._content, kept.channel, "set_aside", "left", now)
            tx.given_events.drop(*key)
        return found


def _written(incoming: Incoming) -> str:
    picture = incoming.picture
    return orjson.dumps(
        {
            "address": incoming.address,
            "at": incoming.at.isoformat(),
            "kind": incoming.kind,
            "text": mask(clean(incoming.text)).text,
            "picture": picture.reference if picture else "",
        }
    ).decode()


def _read(channel: str, kept: GivenEvent) -> Incoming:
    event = orjson.loads(kept.event)
    incoming = Incoming(
        *(channel, kept.external_id, event["address"], datetime.fromisoformat(event["at"])),
        kind=IncomingKind(event["kind"]),
        text=event["text"],
    )
    return replace(incoming, picture=Picture(event["picture"])) if event["picture"] else incoming
