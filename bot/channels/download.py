"""Files that people sent, as the platforms serve them."""

import ipaddress
from urllib.parse import urlsplit

import aiohttp

CHUNK = 65_536


async def read_up_to(response: aiohttp.ClientResponse, limit: int) -> bytes | None:
    """The body; None when it is larger than `limit` bytes or the answer is not a file."""
    if response.status != 200:
        return None
    data = bytearray()
    async for chunk in response.content.iter_chunked(CHUNK):
        data += chunk
        if len(data) > limit:
            return None
    return bytes(data)


def is_public(address: str, *, plain_http: bool = False) -> bool:
    """Only addresses out on the internet are ever fetched: whoever sent the message chose this
    one. `plain_http`: the platform itself serves files without TLS."""
    parts = urlsplit(address)
    schemes = ("https", "http") if plain_http else ("https",)
    if parts.scheme not in schemes or not parts.hostname or "." not in parts.hostname:
        return False
    try:
        return ipaddress.ip_address(parts.hostname).is_global
    except ValueError:
        return True
