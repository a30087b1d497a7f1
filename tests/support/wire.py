"""HTTP as bytes on a socket: for what no well-behaved client sends."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

from tests.support.patience import PATIENCE_S

JSON = "Accept: application/json"


class Wire:
    """One connection. What comes is read at once, so that a reset takes none of it away."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self.got = b""
        self._reading = asyncio.ensure_future(self._read())

    async def _read(self) -> None:
        with suppress(ConnectionError):
            while piece := await self._reader.read(65536):
                self.got += piece

    async def send(self, data: bytes) -> None:
        """Raises ConnectionError when the other side has closed."""
        self._writer.write(data)
        await self._writer.drain()

    async def head(self, line: str, *headers: str) -> None:
        text = "\r\n".join([f"{line} HTTP/1.1", "Host: x", *headers, "", ""])
        await self.send(text.encode("latin-1"))

    async def chunk(self, data: bytes) -> None:
        await self.send(b"%x\r\n%s\r\n" % (len(data), data))

    async def closed(self, within_s: float = PATIENCE_S) -> None:
        """Until the other side has closed. Raises TimeoutError."""
        await asyncio.wait_for(asyncio.shield(self._reading), within_s)

    async def until(self, said: str) -> None:
        """Until that has come. Raises TimeoutError."""
        async with asyncio.timeout(PATIENCE_S):
            while said not in self.got.decode("utf-8", "ignore"):  # noqa: ASYNC110  # pieces
                await asyncio.sleep(0.01)

    async def answer(self, within_s: float = PATIENCE_S) -> tuple[int, str]:
        """Status and the whole answer, once closed; (0, "") when nothing was said."""
        await self.closed(within_s)
        return self.status, self.got.decode("utf-8", "replace")

    @property
    def status(self) -> int:
        return int(self.got.split(b" ", 2)[1]) if self.got.startswith(b"HTTP/1.1 ") else 0

    async def close(self) -> None:
        self._reading.cancel()
        self._writer.close()
        with suppress(asyncio.CancelledError):
            await self._reading


@asynccontextmanager
async def wire(url: str) -> AsyncIterator[Wire]:
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    line = Wire(reader, writer)
    try:
        yield line
    finally:
        await line.close()


def chunked(content_type: str) -> tuple[str, str]:
    return f"Content-Type: {content_type}", "Transfer-Encoding: chunked"


BOUNDARY = "bien"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


def photo_part(start: bytes = b"") -> bytes:
    """The beginning of a form whose photo has not ended."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n\r\n'
    return head.encode() + start
