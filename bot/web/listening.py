"""The address a process is reached at, and serving it until the process is told to stop."""

import asyncio
import socket
from collections.abc import Callable, Coroutine
from typing import Any

from bot.channels.base import Misconfigured
from bot.web.connections import Server
from content.operator import tell


def take_address(host: str, port: int) -> socket.socket:
    """Takes the address before anything else starts: left to uvicorn, a port in use would end the
    process from within, with tasks cut off in the middle of what they do."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    try:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        at_once(door)
        door.bind((host, port))
    except OSError as error:
        door.close()
        raise Misconfigured(
            tell("run.port_taken", host=host, port=port, strerror=error.strerror)
        ) from error
    return door


def at_once(door: socket.socket) -> None:
    """What is written to the connections of this door goes at once. Head and body of an answer are
    written one after the other: else the body waits 40 ms for the other side to confirm the head.
    asyncio sees to it only for a socket whose protocol was named when it was made."""
    door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def address_of(door: socket.socket) -> str:
    """`http://host:port`, as it was taken."""
    host, port = door.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


async def listen(
    server: Server,
    door: socket.socket,
    announce: Callable[[str], None],
    lost: Coroutine[Any, Any, None],
) -> None:
    """Serves until told to stop, or until `lost` raises: then it stops and raises the same."""
    serving = asyncio.create_task(server.serve([door]))
    # uvicorn has no event for "started".
    while not server.started and not serving.done():  # noqa: ASYNC110
        await asyncio.sleep(0.005)
    if server.started:
        announce(f"{address_of(door)}/")
    watching = asyncio.create_task(lost)
    await asyncio.wait({serving, watching}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    await serving
    if not watching.done():
        watching.cancel()
        return
    watching.result()
