"""A client that does nothing but answer, on raw sockets: shows what the fake itself can carry."""

import asyncio
import re
import sys
from urllib.parse import urlsplit

_UPDATE = re.compile(rb'"update_id":(\d+)')
_CHAT = re.compile(rb'"chat":\{"id":(\d+)')
_LENGTH = re.compile(rb"Content-Length: (\d+)")


def _post(method: bytes, body: bytes) -> bytes:
    head = b"POST /bot1:x/%s HTTP/1.1\r\nContent-Length: %d\r\n\r\n"
    return head % (method, len(body)) + body


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = _LENGTH.search(head)
    return await reader.readexactly(int(length[1]) if length else 0)


async def _drop(reader: asyncio.StreamReader) -> None:
    while True:
        await _answer(reader)


async def main(api_url: str) -> None:
    """Asks for more while its answers are still on their way."""
    parts = urlsplit(api_url)
    polls = await asyncio.open_connection(parts.hostname, parts.port)
    sends = await asyncio.open_connection(parts.hostname, parts.port)
    dropping = asyncio.create_task(_drop(sends[0]))
    offset = 0
    while not dropping.done():
        polls[1].write(_post(b"getUpdates", b'{"offset":%d}' % offset))
        body = await _answer(polls[0])
        chats = _CHAT.findall(body)
        if not chats:
            continue
        offset = int(_UPDATE.findall(body)[-1]) + 1
        sends[1].write(
            b"".join(_post(b"sendMessage", b'{"chat_id":%s,"text":"x"}' % chat) for chat in chats)
        )
        await sends[1].drain()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
