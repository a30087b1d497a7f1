"""What the console may ask of an Official Account, whichever it is: its connection, and articles to
all its followers."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from storage.broadcast_models import Broadcast
from storage.database import Transaction
from storage.zalo import OaTokens

WEBHOOK_PATH = "/zalo-oa"


class OaRefused(Exception):
    """The platform answered with an error; the text is its number and words."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"{code} {message}".strip()[:200])
        self.code = code


class NoAnswer(Exception):
    """Nobody knows whether the platform took it; `sure` when it surely did not."""

    def __init__(self, why: str, *, sure: bool = False, outage: bool = False) -> None:
        super().__init__(why)
        self.sure = sure
        self.outage = outage


class NotNow(Exception):
    """It may not be asked now; the message is a name in `console.j2`."""


@dataclass(frozen=True, slots=True)
class Pair:
    access_token: str
    refresh_token: str
    lasts: timedelta


class OaConnection(Protocol):
    """`keep` works in a transaction; what it returns is used from `adopt` on."""

    def known(self, name: str) -> str: ...

    async def begin_consent(self, staff_id: int, redirect: str) -> str: ...

    async def finish_consent(self, state: str, code: str, oa_id: str, staff_id: int) -> None: ...

    def keep(self, tx: Transaction, pair: Pair) -> OaTokens: ...

    def adopt(self, row: OaTokens) -> None: ...

    def drop(self, tx: Transaction) -> None: ...

    def forget(self) -> None: ...


class Articles(Protocol):
    """Each raises NotNow. A broadcast is given as it reads for everybody."""

    may_broadcast: bool

    async def create(self, broadcast: Broadcast) -> None: ...

    async def send(self, broadcast: Broadcast) -> None: ...

    async def settle(self, broadcast_id: int, *, there: bool) -> None: ...
