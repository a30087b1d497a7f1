"""One call to one push service. Its address was given by a stranger: only what stands out on the
internet is called, its name resolved once and connected to as resolved; nothing it answers is
followed or read."""

from collections.abc import Callable
from datetime import datetime

import aiohttp

from bot.channels.base import Rejected, Retry, SendOutcome, Sent, Stopped
from bot.channels.download import CONNECT_TIMEOUT_S, PublicOnly, is_public
from bot.channels.web_push.browser import BrowserAddress
from bot.channels.web_push.keys import PushKeys
from bot.running.pool import Pool
from content.whole import read_whole

WITHIN_S = 15.0
AT_ONCE = 20
TTL_S = 3 * 24 * 3600  # a phone that was off so long says it when its owner looks
GONE = (404, 410)
LONGEST_WAIT_S = 3600
FIRST_WAIT_S = 60.0


def public_connector() -> aiohttp.TCPConnector:
    return aiohttp.TCPConnector(resolver=PublicOnly(), use_dns_cache=False, limit=AT_ONCE)


class PushService:
    """`accepts` and `connector` say where may be sent to, and how it is connected to."""

    def __init__(
        self,
        keys: PushKeys,
        *,
        accepts: Callable[[str], bool] = is_public,
        connector: Callable[[], aiohttp.TCPConnector] = public_connector,
    ) -> None:
        self._keys = keys
        self.accepts = accepts
        self._connector = connector
        self._locking = Pool("web-push", 1, AT_ONCE)  # a millisecond of arithmetic for each
        self._session: aiohttp.ClientSession | None = None

    async def send(self, browser: BrowserAddress, payload: bytes, now: datetime) -> SendOutcome:
        """Has the push service wake the browser with the payload. Stopped: it knows the browser no
        more, or is nothing we send to. Rejected: it never takes this one. Raises nothing else."""
        if not self.accepts(browser.endpoint):
            return Stopped("not a public address")
        headers = {
            "TTL": str(TTL_S),
            "Urgency": "normal",
            "Topic": "tin",  # of several that wait for a phone that is off, the last is enough
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
        }
        body, signed = await self._locking.run(self._locked, browser, payload, now)
        session = self._open()
        try:
            async with session.post(
                browser.endpoint, data=body, headers=headers | signed, allow_redirects=False
            ) as response:
                return _outcome(response.status, response.headers.get("retry-after", ""))
        except (TimeoutError, aiohttp.ClientError, ValueError, OSError) as error:
            return Retry(FIRST_WAIT_S, type(error).__name__)

    def _locked(
        self, browser: BrowserAddress, payload: bytes, now: datetime
    ) -> tuple[bytes, dict[str, str]]:
        """The payload as only the browser can read it (RFC 8291), and who sends it."""
        from pywebpush import WebPusher  # kept out of a start

        keys = {"p256dh": browser.p256dh, "auth": browser.auth}
        pusher = WebPusher({"endpoint": browser.endpoint, "keys": keys})
        body: bytes = pusher.encode(payload)["body"]
        return body, self._keys.headers(browser.endpoint, now)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=self._connector(),
                timeout=aiohttp.ClientTimeout(total=WITHIN_S, sock_connect=CONNECT_TIMEOUT_S),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


def _outcome(status: int, retry_after: str) -> SendOutcome:
    if 200 <= status < 300:
        return Sent()
    if status in GONE:
        return Stopped(f"HTTP {status}")
    if status == 429 or status >= 500:
        asked = read_whole(retry_after) or 0
        return Retry(float(min(max(asked, FIRST_WAIT_S), LONGEST_WAIT_S)), f"HTTP {status}")
    return Rejected(f"HTTP {status}")
