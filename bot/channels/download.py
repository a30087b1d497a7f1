"""Files that people sent, as the platforms serve them: fetched only from out on the internet."""

import asyncio
import ipaddress
import re
import socket
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

CHUNK = 65_536
# Of anything else (１２７.0.0.1, 127。0.0.1) the client makes another host than was looked at.
_HOST = re.compile(r"[a-z0-9.:_-]+")
CONNECT_TIMEOUT_S = 5.0
# Addresses that carry another one in them: what they lead to cannot be told.
_CARRIERS = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16")))


async def fetch_public(
    address: str, limit: int, within_s: float, *, plain_http: bool = False
) -> bytes | None:
    """What is at a public address; None when it is none, is larger than `limit` bytes, or cannot
    be had in time. The name is resolved once, and connected to is what was looked at."""
    if not is_public(address, plain_http=plain_http):
        return None
    connector = aiohttp.TCPConnector(resolver=PublicOnly(), use_dns_cache=False)
    limits = aiohttp.ClientTimeout(total=within_s, sock_connect=CONNECT_TIMEOUT_S)
    try:
        async with (
            aiohttp.ClientSession(
                connector=connector, timeout=limits, cookie_jar=aiohttp.DummyCookieJar()
            ) as session,
            session.get(address, allow_redirects=False) as response,
        ):
            return await read_up_to(response, limit)
    except (TimeoutError, aiohttp.ClientError, ValueError, OSError):
        return None


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
    """Whether an address may lead out on the internet, before its name is resolved: whoever sent
    the message chose it. `plain_http`: the platform itself serves files without TLS."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not _HOST.fullmatch(host):
        return False
    schemes = {"https": 443, "http": 80} if plain_http else {"https": 443}
    if parts.scheme not in schemes or port not in (None, schemes[parts.scheme]):
        return False
    try:
        return is_global(host)
    except ValueError:  # a name
        return "." in host


def is_global(host: str) -> bool:
    """Whether a number out on the internet stands there. Raises ValueError for a name."""
    number = ipaddress.ip_address(host)
    if isinstance(number, ipaddress.IPv6Address):
        if number.ipv4_mapped is not None:
            return is_global(str(number.ipv4_mapped))
        if any(number in carrier for carrier in _CARRIERS):
            return False
        if number.is_site_local:  # fec0::/10, of old
            return False
    return number.is_global and not (number.is_multicast or number.is_reserved)


class PublicOnly(AbstractResolver):
    """Resolves names as the system does, and refuses one with any number that is not public: what
    it gives is what is connected to."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
        numbers = [(kind, str(address[0])) for kind, _, _, _, address in found]
        if not numbers or not all(is_global(number) for _, number in numbers):
            raise OSError("not out on the internet")
        return [
            ResolveResult(
                hostname=host,
                host=number,
                port=port,
                family=kind,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for kind, number in numbers
        ]

    async def close(self) -> None:
        """Nothing is kept."""
