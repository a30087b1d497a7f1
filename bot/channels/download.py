"""Files that people sent, as the platforms serve them."""

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
