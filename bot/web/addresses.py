"""Where a request comes from: the address limits count by.

Behind a web server of the ward's everybody has that server's address, unless it is one of
TRUSTED_PROXIES and tells us whom it speaks for (uvicorn reads that before us).
"""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

from starlette.types import Scope

NETWORK = 64  # what one subscriber has of IPv6


class Proxies:
    """The web servers that may say whom they speak for; raises ValueError for what is neither an
    address nor a network."""

    def __init__(self, written: Sequence[str]) -> None:
        self._networks = [ip_network(one) for one in written]

    def __contains__(self, host: str) -> bool:
        try:
            address = ip_address(host)
        except ValueError:
            return False
        return any(address in network for network in self._networks)


def address_of(scope: Scope) -> str:
    """The address, of IPv6 its network; "" when nobody told us: a request from this machine."""
    client = scope.get("client")
    return _grouped(client[0]) if client else ""


@lru_cache(maxsize=4096)
def _grouped(host: str) -> str:
    try:
        address = ip_address(host[:64])
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is None:
            network = ip_network((address, NETWORK), strict=False)
            return "" if address.is_loopback else str(network.network_address)
        address = address.ipv4_mapped
    return "" if address.is_loopback else str(address)
