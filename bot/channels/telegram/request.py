"""How the Bot API is reached: python-telegram-bot's `BaseRequest` on wires of our own and orjson.

The default (httpx) takes many times the CPU per call and queues at a 50 ms round trip
(docs/adr/0003, 0016). Errors are still told apart by python-telegram-bot.
"""

import asyncio
import math
import os
from typing import Any, cast
from urllib.parse import urlsplit

import aiohttp
import orjson
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.channels.answers import LARGEST_ANSWER, is_nobodys, loads, read_answer
from bot.channels.download import read_up_to
from bot.channels.telegram.wire import (
    CONNECT_WITHIN_S,
    LATEST_S,
    Late,
    NoConnection,
    NoWholeAnswer,
    Wires,
)

_A_DAY_S = 86_400.0
# A photo that takes longer is asked for again.
FILE_WITHIN_S = 15.0


class SurelyNotSent(NetworkError):
    """No connection: the platform has not seen the request."""


class Undecodable(TelegramError):
    """The answer is no JSON, or none we can read; `payload` is what came."""

    def __init__(self, payload: bytes) -> None:
        super().__init__("Invalid server response")
        self.payload = payload


class ServerBusy(NetworkError):
    """The server said it could not do it now; it did not take the request."""


# A gateway's own time-out (504) is not among these: what it was waiting for may have been done.
_NOT_TAKEN = (500, 502, 503)


class JsonParameters:
    """The parameters of one call as JSON, in place of the library's slower `RequestData`."""

    __slots__ = ("body",)

    def __init__(self, parameters: dict[str, Any]) -> None:
        self.body = orjson.dumps(parameters)


class Upload:
    """The same for a call that carries a file: a multipart form."""

    __slots__ = ("_data", "_field", "_name", "_parameters")

    def __init__(self, parameters: dict[str, Any], field: str, data: bytes, name: str) -> None:
        self._parameters = parameters
        self._field = field
        self._data = data
        self._name = name

    def form(self) -> aiohttp.MultipartWriter:
        writer = aiohttp.MultipartWriter("form-data")
        for key, value in self._parameters.items():
            text = value if isinstance(value, str) else orjson.dumps(value).decode()
            writer.append(text).set_content_disposition("form-data", name=key)
        part = writer.append(self._data, {"Content-Type": "application/octet-stream"})
        part.set_content_disposition("form-data", name=self._field, filename=self._name)
        return writer


class BotApiRequest(BaseRequest):
    """One pool of warm connections to the server at `api_url`; files go and come by aiohttp.
    `read_timeout` in seconds."""

    def __init__(self, api_url: str, connections: int, read_timeout: float) -> None:
        # The library's documented way to get times as timedelta, without its deprecation warning.
        os.environ.setdefault("PTB_TIMEDELTA", "1")
        parts = urlsplit(api_url)
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._connections = connections
        self._read_timeout = read_timeout
        self._wires: Wires | None = None
        self._files: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self._read_timeout

    async def initialize(self) -> None:
        if self._wires is None:
            self._wires = Wires(self._origin, self._connections, self._read_timeout, LARGEST_ANSWER)
            self._files = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=60),
                cookie_jar=aiohttp.DummyCookieJar(),
                skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding"),
                timeout=aiohttp.ClientTimeout(
                    total=self._read_timeout + LATEST_S,
                    sock_connect=CONNECT_WITHIN_S,
                    sock_read=self._read_timeout,
                ),
            )

    async def shutdown(self) -> None:
        if self._wires is not None:
            await self._wires.close()
            self._wires = None
        if self._files is not None:
            await self._files.close()
            self._files = None

    async def call(self, url: str, parameters: dict[str, Any]) -> Any:
        """The `result` of one Bot API call. Raises the library's errors (telegram.error)."""
        return await self._post(url, JsonParameters(parameters))

    async def call_with_file(
        self, url: str, parameters: dict[str, Any], field: str, data: bytes, name: str
    ) -> Any:
        """The `result` of one Bot API call that uploads a file, called `name`, in a field."""
        return await self._post(url, Upload(parameters, field, data, name))

    async def _post(self, url: str, request: JsonParameters | Upload) -> Any:
        try:
            # `post` hands the data to `do_request` untouched, which knows these kinds as well.
            return await self.post(url, cast(RequestData, request))
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            # An answer of a shape the library did not think of.
            raise TelegramError("an answer of unknown shape") from error

    async def download(self, url: str, limit: int) -> bytes | None:
        """A file's bytes; None when it is larger than `limit` or cannot be had."""
        if self._files is None:
            return None
        try:
            async with (
                asyncio.timeout(FILE_WITHIN_S),
                self._files.get(url, allow_redirects=False) as response,
            ):
                return await read_up_to(response, limit)
        except (TimeoutError, aiohttp.ClientError):
            return None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | JsonParameters | Upload | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """(status, body). Raises SurelyNotSent, TimedOut or NetworkError."""
        if isinstance(request_data, Upload):
            status, answer = await self._upload(url, request_data)
        elif isinstance(request_data, JsonParameters):
            status, answer = await self._ask(url, request_data.body)
        else:
            parameters = request_data.parameters if request_data else {}
            status, answer = await self._ask(url, orjson.dumps(parameters))
        if status in _NOT_TAKEN or is_nobodys(status, answer):
            raise ServerBusy(f"status {status}")
        return status, answer

    async def _ask(self, url: str, body: bytes) -> tuple[int, bytes]:
        if self._wires is None:
            raise SurelyNotSent("the request object is not initialised")
        try:
            return await self._wires.post(url.removeprefix(self._origin), body)
        except NoConnection as error:
            raise SurelyNotSent(str(error)) from error
        except Late as error:
            raise TimedOut from error
        except NoWholeAnswer as error:
            raise NetworkError(str(error)) from error

    async def _upload(self, url: str, upload: Upload) -> tuple[int, bytes]:
        if self._files is None:
            raise SurelyNotSent("the request object is not initialised")
        try:
            async with self._files.post(url, data=upload.form(), allow_redirects=False) as response:
                return response.status, await read_answer(response)
        except aiohttp.ClientConnectorError as error:
            raise SurelyNotSent(type(error).__name__) from error
        except aiohttp.ConnectionTimeoutError as error:
            raise SurelyNotSent("connection timed out") from error
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(type(error).__name__) from error

    def parse_json_payload(self, payload: bytes) -> Any:  # type: ignore[override]  # BaseRequest makes it static; orjson needs nothing of self either
        try:
            return _with_a_number(loads(payload))
        except ValueError as error:
            raise Undecodable(payload) from error


def _with_a_number(answer: Any) -> Any:
    """The answer with `retry_after` as seconds: the library takes nothing else, and a message that
    was only to wait would count as one of which nobody knows. Bot API, `ResponseParameters`."""
    parameters = answer.get("parameters") if isinstance(answer, dict) else None
    if not isinstance(parameters, dict) or "retry_after" not in parameters:
        return answer
    try:
        seconds = min(max(float(parameters["retry_after"]), 0.001), _A_DAY_S)
    except (TypeError, ValueError):
        seconds = 1.0
    wait = 1.0 if math.isnan(seconds) else seconds
    return {**answer, "parameters": {**parameters, "retry_after": wait}}
