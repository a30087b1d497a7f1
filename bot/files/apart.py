"""Pictures are decoded in a process of its own, which ends where one takes too long: no thread can
be ended, and a small file can be made that keeps a decoder busy for minutes."""

import contextlib
import logging
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection

from bot.files.decoding import PhotoRefused, Refusal, checked
from bot.running.spawned import Spawned

log = logging.getLogger(__name__)

# What one picture may take of a processor; a telephone's largest photo takes about one second.
CPU_S = 4.0
# ... and by the clock, on a machine that has much else to do.
PATIENCE_S = 20.0
START_S = 60.0
IDLE_S = 300.0
_READY = b""

Check = Callable[[bytes], bytes]


class DecodingApart:
    """`checked`, over there, one picture at a time. The process starts with the first picture, and
    ends when none came in `idle_s` seconds, when one takes too long, or when we end."""

    def __init__(
        self,
        check: Check = checked,
        cpu_s: float = CPU_S,
        patience_s: float = PATIENCE_S,
        idle_s: float = IDLE_S,
    ) -> None:
        """`check`, a function of a module, takes a file and returns what is kept of it."""
        self._process = Spawned("pictures", _work, check, cpu_s, idle_s)
        self._patience_s = patience_s
        self._lock = threading.Lock()

    def checked(self, data: bytes) -> bytes:
        """As `decoding.checked`. Raises PhotoRefused, whatever becomes of the other process."""
        with self._lock:
            for _ in range(2):  # it may have left for want of work just when this was sent
                try:
                    kind, said = self._asked(data)
                    break
                except (EOFError, OSError):
                    ended = self._process.end()
                if ended not in (0, None):
                    log.warning("decoding a picture ended its process: exit code %s", ended)
                    raise PhotoRefused(Refusal.TOO_SLOW)
            else:
                raise PhotoRefused(Refusal.NOT_KEPT)
        if kind == "refused":
            raise PhotoRefused(Refusal(said.decode()))
        return said

    def _asked(self, data: bytes) -> tuple[str, bytes]:
        """Raises EOFError or OSError when the process is gone."""
        calls = self._open()
        calls.send_bytes(data)
        if not calls.poll(self._patience_s):
            self._process.kill()
        kind, said = calls.recv()
        return str(kind), bytes(said)

    def _open(self) -> Connection:
        calls, is_new = self._process.open()
        if is_new:
            if not calls.poll(START_S):
                self._process.kill()
                raise PhotoRefused(Refusal.NOT_KEPT)
            calls.recv_bytes()
        return calls


# ---- the other process ----


def _work(calls: Connection, check: Check, cpu_s: float, idle_s: float) -> None:
    """Checks what it is sent until nothing more comes, or whoever sent it is gone. The timer ends
    the process as it stands, even within a decoder, and even when nobody waits any more."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    with contextlib.suppress(EOFError, OSError):
        calls.send_bytes(_READY)
        while calls.poll(idle_s):
            data = calls.recv_bytes()
            signal.setitimer(signal.ITIMER_PROF, cpu_s)
            answer = _outcome(check, data)
            signal.setitimer(signal.ITIMER_PROF, 0)
            calls.send(answer)


def _outcome(check: Check, data: bytes) -> tuple[str, bytes]:
    try:
        return "kept", check(data)
    except PhotoRefused as refusal:
        return "refused", str(refusal.why).encode()
