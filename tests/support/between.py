"""A port of this machine that leads to a database server, as a network does: it can be cut."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

AT_ONCE = struct.pack("ii", 1, 0)  # closed without what was still to go
PIECE = 65536


class Between:
    """What passes while it is cut waits. `server` is the file of its socket."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._whole = threading.Event()
        self._whole.set()
        self._clients: list[socket.socket] = []
        self._given_up: set[socket.socket] = set()
        self._servers: list[socket.socket] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        threading.Thread(target=self._take, daemon=True).start()

    def cut(self) -> None:
        """Nothing goes through, and neither side hears of it."""
        self._whole.clear()

    def give_up(self) -> None:
        """What a system does after some seconds of that: our side's connections end. The server
        does not hear of it, and keeps what they had."""
        self._given_up.update(self._clients)
        for client in self._clients:
            with suppress(OSError):
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
                client.shutdown(socket.SHUT_RDWR)
            client.close()
        self._clients.clear()

    def mend(self) -> None:
        self._whole.set()

    def close(self) -> None:
        self.mend()
        self._door.shutdown(socket.SHUT_RDWR)  # ends who waits at it
        self._door.close()
        self.give_up()
        for server in self._servers:
            server.close()

    def _take(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._door.accept()
                self._clients.append(client)
                threading.Thread(target=self._lead, args=(client,), daemon=True).start()

    def _lead(self, client: socket.socket) -> None:
        self._whole.wait()
        server = socket.socket(socket.AF_UNIX)
        self._servers.append(server)
        server.connect(self._server)
        back = threading.Thread(target=self._pump, args=(server, client), daemon=True)
        back.start()
        self._pump(client, server)

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        """Until one side ends, well or not, of which the other hears unless it was given up."""
        with suppress(OSError):
            while piece := source.recv(PIECE):
                self._whole.wait()
                target.sendall(piece)
        self._whole.wait()
        if source not in self._given_up:
            with suppress(OSError):
                target.shutdown(socket.SHUT_WR)


@contextmanager
def between(server: str) -> Iterator[Between]:
    made = Between(server)
    try:
        yield made
    finally:
        made.close()
