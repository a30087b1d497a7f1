"""The tokens of the ward's Zalo OA: kept encrypted, refreshed once, never lost without an alarm.

An access token lives 25 hours. A refresh token works once and brings a new pair, which kills the
old access token, too (reference, platforms 3.2). So: whoever refreshes first says so in a committed
row (one at a time, across processes), then asks, then commits the new pair, and only then uses it.
A crash in between leaves a row that says so: the same token is tried once more, and if the platform
no longer takes it, staff are told that a person must connect the OA again.
"""

import asyncio
import base64
import contextlib
import hashlib
import logging
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

import aiohttp
from cryptography.fernet import Fernet, InvalidToken

from bot.channels.answers import loads, read_answer, text_of, words_of
from bot.channels.oa import NoAnswer, OaRefused, Pair
from bot.channels.zalo_oa.api import NotConnected
from content.library import Content
from handlers.clock import alarms
from storage.database import Database, StorageUnavailable, Transaction
from storage.hashes import hashed
from storage.zalo import OaTokens

log = logging.getLogger(__name__)

CHANNEL = "zalo_oa"
TOKEN_PATH = "/v4/oa/access_token"  # noqa: S105  # an address
CONSENT_PATH = "/v4/oa/permission"
# Refreshed so long before it ends: at about 20 of 25 hours.
EARLY = timedelta(hours=5)
# A token that ends sooner than this is not used for another call.
TOO_LATE = timedelta(minutes=2)
LEASE = timedelta(seconds=40)
TIMEOUT_S = 20.0
CONSENT_LASTS = timedelta(minutes=15)
# After trouble the next try waits.
PAUSE = timedelta(minutes=1)
LOOK_S = 0.25
LIMIT_CODE = -32
# An access token's time, where the answer does not say one that can be.
USUAL = timedelta(hours=25)
LONGEST_S = 90 * 86_400
ALARM = "consent"


class OaLogin:
    """The platform's door for tokens, at `base` (https://oauth.zaloapp.com)."""

    def __init__(self, base: str, app_id: str, app_secret: str) -> None:
        self._base = base
        self._app_id = app_id
        self._secret = app_secret

    def consent_url(self, redirect: str, challenge: str, state: str) -> str:
        query = {
            "app_id": self._app_id,
            "redirect_uri": redirect,
            "code_challenge": challenge,
            "state": state,
        }
        return f"{self._base}{CONSENT_PATH}?{urlencode(query)}"

    async def exchange(self, code: str, verifier: str) -> Pair:
        """A consent's code -> the first pair. Raises OaRefused and NoAnswer."""
        return await self._ask(
            {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
        )

    async def refresh(self, refresh_token: str) -> Pair:
        """A new pair for a refresh token, which is used up. Raises OaRefused and NoAnswer."""
        return await self._ask({"grant_type": "refresh_token", "refresh_token": refresh_token})

    async def _ask(self, fields: dict[str, str]) -> Pair:
        limits = aiohttp.ClientTimeout(total=TIMEOUT_S, sock_connect=5)
        try:
            async with (
                aiohttp.ClientSession(timeout=limits) as session,
                session.post(
                    self._base + TOKEN_PATH,
                    data={**fields, "app_id": self._app_id},
                    headers={"secret_key": self._secret},
                    allow_redirects=False,
                ) as response,
            ):
                status, body = response.status, await read_answer(response)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NoAnswer("no connection", sure=True) from error
        except (TimeoutError, aiohttp.ClientError) as error:
            raise NoAnswer(type(error).__name__) from error
        if status >= 500:
            raise NoAnswer(f"HTTP {status}", outage=True)
        return _pair(body)


def _pair(body: bytes) -> Pair:
    """A pair in whatever surroundings is a pair: the old one is dead. Raises OaRefused only where
    an error is told; an answer that tells nothing leaves the pair in doubt."""
    try:
        answer = loads(body)
        access, refresh = answer.get("access_token"), answer.get("refresh_token")
        if access and refresh:
            return Pair(text_of(access), text_of(refresh), _lasts(answer.get("expires_in")))
        code = int(answer.get("error", answer.get("error_code", 0)))
    except (AttributeError, TypeError, ValueError, OverflowError) as error:
        raise NoAnswer("an answer of unknown shape") from error
    if not code:
        raise NoAnswer("an answer without tokens")
    said = answer.get("error_description") or answer.get("error_name") or answer.get("message")
    raise OaRefused(code, words_of(said))


def _lasts(told: object) -> timedelta:
    """Seconds, as a number or a text."""
    try:
        seconds = int(str(told))
    except ValueError:
        return USUAL
    return timedelta(seconds=seconds) if 0 < seconds <= LONGEST_S else USUAL


class OaAccount:
    """What the channel and the console know of the OA (`bot.channels.zalo_oa.api.Account`)."""

    def __init__(
        self,
        database: Database,
        content: Content,
        login: OaLogin,
        key: str,
        clock: Callable[[], datetime],
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        """`key` is a Fernet key; `wake` lets an alarm's message go at once."""
        self._database = database
        self._content = content
        self._login = login
        self._cipher = Fernet(key)
        self._clock = clock
        self.wake = wake
        self.connected: Callable[[], None] = lambda: None  # told when there is a new pair
        self._known: dict[str, str] = {}
        self._alone = asyncio.Lock()  # one of ours at a time; the row says it to other processes
        self._early: asyncio.Task[str] | None = None
        self._under_way: set[asyncio.Task[str]] = set()
        self._cached: OaTokens | None = None
        self._not_before: datetime | None = None  # after trouble: the next try

    async def load(self) -> OaTokens | None:
        """What is stored now; None before anybody connected."""
        row = await self._database.transaction(lambda tx: tx.zalo.get())
        self._cached = row
        self._known = dict(row.learned) if row else {}
        if row is not None:
            try:
                self._open(row.access_token)
            except NotConnected as error:
                await self.alarm(ALARM, str(error))
        return row

    async def stop(self) -> None:
        """Lets a refresh under way come to its end: its answer must not be lost."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=TIMEOUT_S + LEASE.total_seconds())

    # ---- what was learned ----

    def known(self, name: str) -> str:
        return self._known.get(name, "")

    async def learn(self, name: str, value: str) -> None:
        self._known[name] = value

        def work(tx: Transaction) -> OaTokens | None:
            row = tx.zalo.get()
            return tx.zalo.save(replace(row, known=row.learned | {name: value})) if row else None

        try:
            self._cached = await self._database.transaction(work)
        except StorageUnavailable:
            log.warning("what was learned about the zalo oa is not kept yet: %s", name)
        log.info("zalo oa: %s is %s", name, value if name != "name" else "known")

    # ---- alarms ----

    async def alarm(self, what: str, detail: str) -> None:
        """Raises nothing: what became of a message must not hang on it."""

        def work(tx: Transaction) -> bool:
            return alarms.sound(tx, self._content, CHANNEL, what, detail, self._clock())

        log.error("zalo oa needs a person: %s %s", what, detail)
        with contextlib.suppress(StorageUnavailable):
            if await self._database.transaction(work):
                self.wake()

    async def calm(self, what: str) -> None:
        """Raises nothing."""
        with contextlib.suppress(StorageUnavailable):
            await self._database.transaction(lambda tx: alarms.end(tx, CHANNEL, what))

    # ---- tokens ----

    async def token(self) -> str:
        row = self._cached or await self.load()
        if row is None:
            raise NotConnected("the zalo oa is not connected")
        now = self._clock()
        if row.expires_at - now > EARLY:
            return self._open(row.access_token)
        if row.expires_at - now > TOO_LATE:
            if self._may_refresh(row, now) and (self._early is None or self._early.done()):
                self._early = asyncio.create_task(self._renew_early(row))
            return self._open(row.access_token)
        return await self.renew(self._open(row.access_token))

    async def _renew_early(self, row: OaTokens) -> str:
        """While the old one still works, nobody waits for this, and no failure of it hurts."""
        try:
            return await self.renew(self._open(row.access_token))
        except NotConnected as error:
            log.warning("the zalo oa's token was not refreshed: %s", error)
        except Exception:
            log.exception("refreshing the zalo oa's token failed")
        return ""

    async def renew(self, stale: str) -> str:
        """A token other than `stale`: the stored one, or a new one. Raises NotConnected."""
        # Whoever asked may give up; what was asked of the platform is brought to its end.
        task = asyncio.create_task(self._renew(stale))
        self._under_way.add(task)
        task.add_done_callback(self._ended)
        return await asyncio.shield(task)

    def _ended(self, task: asyncio.Task[str]) -> None:
        self._under_way.discard(task)
        if not task.cancelled():
            task.exception()  # whoever still waits gets it; here it is only marked as seen

    async def _renew(self, stale: str) -> str:
        async with self._alone:
            while True:
                row, ours = await self._database.transaction(lambda tx: self._claim(tx, stale))
                self._cached = row
                if row is None:
                    raise NotConnected("the zalo oa is not connected")
                if self._open(row.access_token) != stale:
                    return self._open(row.access_token)
                if row.broken:
                    raise NotConnected(f"the zalo oa must be connected again: {row.broken}")
                if ours:
                    return await self._refresh(row)
                if not self._may_refresh(row, self._clock()):
                    raise NotConnected("the token was refreshed, or tried in vain, a moment ago")
                await asyncio.sleep(LOOK_S)  # another process is at it

    def _claim(self, tx: Transaction, stale: str) -> tuple[OaTokens | None, bool]:
        """The row, and whether it is ours to refresh: committed before anything is asked."""
        row, now = tx.zalo.get(), self._clock()
        if row is None or self._open(row.access_token) != stale:
            return row, False
        if not self._may_refresh(row, now):
            return row, False
        if row.refreshing_until is not None and now < row.refreshing_until <= now + LEASE:
            return row, False
        taken = replace(row, refreshing_until=now + LEASE, uncertain=row.uncertain + 1)
        return tx.zalo.save(taken), True

    def _may_refresh(self, row: OaTokens, now: datetime) -> bool:
        """Not what a person must mend, not at once after trouble, and not what is just new. What a
        clock noted that was ahead holds nothing up."""
        waits = self._not_before is not None and now < self._not_before <= now + PAUSE
        is_new = timedelta() <= now - row.refreshed_at < PAUSE
        return not row.broken and not waits and not is_new

    async def _refresh(self, row: OaTokens) -> str:
        """Asks with the claim in hand."""
        try:
            pair = await self._login.refresh(self._open(row.refresh_token))
        except NoAnswer as error:
            return await self._no_answer(row, error)
        except OaRefused as error:
            if error.code == LIMIT_CODE:
                return await self._no_answer(row, NoAnswer(str(error), sure=True))
            if not await self._give_up(row, str(error)):
                return await self._of_meanwhile()
            raise NotConnected(f"the refresh was refused: {error}") from error
        if not await self._store(pair, row):
            return await self._of_meanwhile()
        log.info("the zalo oa's token was refreshed")
        return pair.access_token

    async def _of_meanwhile(self) -> str:
        """The token of the pair somebody connected while the old one was asked about. Raises
        NotConnected when the OA was disconnected."""
        row = await self.load()
        if row is None:
            raise NotConnected("the zalo oa is not connected")
        return self._open(row.access_token)

    async def _store(self, pair: Pair, row: OaTokens) -> bool:
        """The only copy of the new pair is in our hands until this is done. False: the old one is
        not the OA's any more."""
        while True:
            try:
                return await self._database.transaction(lambda tx: self._keep(tx, pair, row))
            except StorageUnavailable as error:
                log.error("the new token is not stored yet: %s", error)
                await asyncio.sleep(LOOK_S)

    def _keep(self, tx: Transaction, pair: Pair, row: OaTokens) -> bool:
        now, current = self._clock(), self._still(tx, row)
        if current is None:
            return False
        kept = replace(
            current,
            access_token=self._seal(pair.access_token),
            refresh_token=self._seal(pair.refresh_token),
            expires_at=now + pair.lasts,
            refreshed_at=now,
            refreshing_until=None,
            uncertain=0,
            broken="",
        )
        self._use(tx, tx.zalo.save(kept))
        alarms.end(tx, CHANNEL, ALARM)
        return True

    def _still(self, tx: Transaction, row: OaTokens) -> OaTokens | None:
        """The row as it is now, while its pair is still the one that was asked about; None once
        another was connected, or none is."""
        current = tx.zalo.get()
        is_same = current is not None and current.refresh_token == row.refresh_token
        return current if is_same else None

    def _use(self, tx: Transaction, row: OaTokens) -> None:
        """What was written is what we go by once it stands, not before."""

        def use() -> None:
            self._cached = row

        tx.after_commit(use)

    async def _no_answer(self, row: OaTokens, error: NoAnswer) -> str:
        """Nothing is given up: the token is tried again. Once without an answer is bad luck; after
        twice a person is told, for the pair may be lost."""
        innocent = error.sure or error.outage
        uncertain = row.uncertain - 1 if innocent else row.uncertain
        if innocent or uncertain > 1:
            self._not_before = self._clock() + PAUSE

        def work(tx: Transaction) -> bool:
            current = self._still(tx, row)
            if current is None:
                return False
            kept = replace(current, refreshing_until=None, uncertain=uncertain)
            self._use(tx, tx.zalo.save(kept))
            if uncertain > 1:
                alarms.sound(tx, self._content, CHANNEL, ALARM, str(error), self._clock())
            return True

        if not await self._database.transaction(work):
            return await self._of_meanwhile()
        if uncertain > 1:
            self.wake()
        if not innocent and uncertain == 1:
            stale = self._open(row.access_token)
            again, ours = await self._database.transaction(lambda tx: self._claim(tx, stale))
            if again is not None and ours:
                return await self._refresh(again)
        raise NotConnected(f"the token could not be refreshed: {error}")

    async def _give_up(self, row: OaTokens, why: str) -> bool:
        """False: the pair is not the OA's any more, and nobody need be told of it."""

        def work(tx: Transaction) -> bool:
            current = self._still(tx, row)
            if current is None:
                return False
            broken = replace(current, refreshing_until=None, broken=why or "refused")
            self._use(tx, tx.zalo.save(broken))
            alarms.sound(tx, self._content, CHANNEL, ALARM, why, self._clock())
            return True

        if not await self._database.transaction(work):
            return False
        log.error("the zalo oa must be connected again: %s", why)
        self.wake()
        return True

    # ---- connecting ----

    async def begin_consent(self, staff_id: int, redirect: str) -> str:
        """Where to send an administrator's browser to give consent."""
        verifier = _urlsafe(secrets.token_bytes(32))
        state = secrets.token_urlsafe(24)
        until = self._clock() + CONSENT_LASTS
        await self._database.transaction(
            lambda tx: tx.zalo.begin_consent(hashed(state), self._seal(verifier), staff_id, until)
        )
        return self._login.consent_url(redirect, challenge_of(verifier), state)

    async def finish_consent(self, state: str, code: str, oa_id: str, staff_id: int) -> None:
        """What the browser brought back. Raises OaRefused and NoAnswer, also for a consent nobody
        of ours began."""
        taken = await self._database.transaction(
            lambda tx: tx.zalo.take_consent(hashed(state), self._clock())
        )
        if taken is None or taken[1] != staff_id:
            raise OaRefused(0, "unknown or old consent")
        pair = await self._login.exchange(code, self._open(taken[0]))
        await self.connect(pair, oa_id)

    async def connect(self, pair: Pair, oa_id: str = "") -> None:
        """Keeps the first pair of an OA and uses it."""
        self.adopt(await self._database.transaction(lambda tx: self.keep(tx, pair, oa_id)))

    def keep(self, tx: Transaction, pair: Pair, oa_id: str = "") -> OaTokens:
        """Keeps the first pair of an OA; what was learned about another one is forgotten. It is
        used once `adopt` was called, after the transaction."""
        now, before = self._clock(), tx.zalo.get()
        same = before is not None and before.learned.get("oa_id") in (oa_id, None)
        known = dict(before.learned) if before is not None and same else {}
        for what in (ALARM, "refused"):
            alarms.end(tx, CHANNEL, what)
        return tx.zalo.put(
            OaTokens(
                access_token=self._seal(pair.access_token),
                refresh_token=self._seal(pair.refresh_token),
                expires_at=now + pair.lasts,
                connected_at=now,
                refreshed_at=now,
                known=known | ({"oa_id": oa_id} if oa_id else {}),
            )
        )

    def adopt(self, tokens: OaTokens) -> None:
        """Uses the pair that was kept."""
        self._cached, self._known = tokens, dict(tokens.learned)
        self.connected()

    def drop(self, tx: Transaction) -> None:
        """Deletes the tokens; `forget` is to be called after the transaction."""
        tx.zalo.delete()

    def forget(self) -> None:
        """No longer uses tokens whose row was deleted."""
        self._cached, self._known = None, {}

    async def disconnect(self) -> None:
        """Forgets the tokens."""
        await self._database.transaction(self.drop)
        self.forget()

    def _seal(self, text: str) -> str:
        return self._cipher.encrypt(text.encode()).decode()

    def _open(self, sealed: str) -> str:
        try:
            return self._cipher.decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise NotConnected("ZALO_OA_TOKEN_KEY is not the key of the stored tokens") from error


def challenge_of(verifier: str) -> str:
    """What the platform is shown of the pair's secret half (PKCE)."""
    return _urlsafe(hashlib.sha256(verifier.encode()).digest())


def _urlsafe(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
