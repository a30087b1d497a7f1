"""What other processes say they did: the name of a schema, on one channel of the server. One
connection a process, in a thread of its own, whatever the number of its wards. Nothing is kept for
who is away: when the connection is back, everything is said to be new."""

import logging
import threading
from collections.abc import Callable
from contextlib import closing

import psycopg

from storage.engines.postgres import address
from storage.engines.postgres.connecting import PostgresConnection, connect

log = logging.getLogger(__name__)

CHANNEL = "donghanh"
EVERYTHING = ""  # instead of a name
_LOOK_S = 1.0  # whether it is over
_AGAIN_S = 1.0


def say(connection: PostgresConnection, schema: str) -> None:
    """Something was done in the schema: heard when this transaction is committed."""
    given = {"channel": CHANNEL, "schema": schema}
    connection.execute("SELECT pg_notify(:channel, :schema)", given)


class Hearing:
    """Calls `heard` with a name, or with EVERYTHING, in the thread of its own."""

    def __init__(self, url: str, heard: Callable[[str], None]) -> None:
        self._address = address.read(url)
        self._heard = heard
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hearing", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Returns when nothing more is heard."""
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.is_set():
            try:
                self._listen()
            except psycopg.Error as error:
                log.warning("nothing is heard of other processes: %s", type(error).__name__)
                self._over.wait(_AGAIN_S)

    def _listen(self) -> None:
        with closing(connect(self._address, "donghanh hearing")) as driver:
            driver.execute(f"LISTEN {CHANNEL}".encode())
            self._heard(EVERYTHING)
            while not self._over.is_set():
                for notice in driver.notifies(timeout=_LOOK_S):
                    self._heard(notice.payload)
