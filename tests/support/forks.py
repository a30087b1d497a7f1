"""Programs of ours as forks of one that has loaded everything: the tests start a thousand, and to
load what is the same each time takes up to a second of a processor.

What is forked has loaded modules and the content of the files, and done nothing yet. In all else it
is a process of its own: arguments, environment, folder, what it reads and writes, how it ends.
Run as a program, this module is the one that is forked."""

import contextlib
import functools
import gc
import importlib
import json
import os
import select
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

ROOT = Path(__file__).parent.parent.parent
_MOST = 200_000  # bytes of what is asked for: arguments and an environment
_NUMBER = 8  # bytes


class Fork:
    """A program that runs: of `subprocess.Popen` what the tests need."""

    def __init__(self, told: int) -> None:
        self._told = told  # its number, and how it ended
        self.pid = self._number()
        self.returncode: int | None = None
        self.stdout: TextIO | None = None

    def _number(self) -> int:
        return int.from_bytes(os.read(self._told, _NUMBER), signed=True)

    def wait(self, timeout: float | None = None) -> int:
        """Raises TimeoutExpired."""
        if self.returncode is None:
            if not select.select([self._told], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
            self.returncode = self._number()
            os.close(self._told)
        return self.returncode

    def poll(self) -> int | None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self.wait(0)
        return None

    def send_signal(self, which: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, which)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class Forks:
    """Of one module that has a `main`, which needs `more` sooner or later. They are loaded when the
    first fork is asked for."""

    def __init__(self, module: str, *more: str, env: Mapping[str, str]) -> None:
        self._modules, self._env = (module, *more), env
        self._asking: socket.socket | None = None
        self._running: subprocess.Popen[bytes] | None = None

    def start(
        self, arguments: Sequence[str], files: Sequence[int], folder: Path, env: Mapping[str, str]
    ) -> Fork:
        """`files`: what it reads from, writes to, and complains to."""
        if self._asking is None:
            self._asking, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with its:
                self._running = subprocess.Popen(
                    [sys.executable, "-m", "tests.support.forks", *self._modules],
                    env={**self._env, "PYTHONPATH": str(ROOT)}, cwd=ROOT, stdin=its.fileno(),
                )  # fmt: skip
        asked = json.dumps([arguments, str(folder), dict(env)]).encode()
        ours, its_end = os.pipe()
        socket.send_fds(self._asking, [asked], [*files, its_end])
        os.close(its_end)
        return Fork(ours)

    def run(
        self,
        arguments: Sequence[str],
        data: bytes,
        timeout: float,
        folder: Path,
        env: Mapping[str, str],
    ) -> subprocess.CompletedProcess[bytes]:
        """One from start to end. Raises TimeoutExpired."""
        with contextlib.ExitStack() as opened:
            files = [opened.enter_context(tempfile.TemporaryFile()) for _ in range(3)]
            files[0].write(data)
            files[0].seek(0)
            one = self.start(arguments, [file.fileno() for file in files], folder, env)
            try:
                code = one.wait(timeout)
            except subprocess.TimeoutExpired:
                one.kill()
                one.wait()
                raise
            for file in files[1:]:
                file.seek(0)
            return subprocess.CompletedProcess(arguments, code, files[1].read(), files[2].read())

    def end(self) -> None:
        if self._asking is not None and self._running is not None:
            self._asking.close()  # it ends when nobody asks any more
            self._running.wait()
            self._asking = self._running = None


# ---- the program that is forked ----


def _serve(module: str, *more: str) -> None:
    run = _loaded(module, more)
    asking = socket.socket(fileno=os.dup(0))
    arguments = _forked(asking)
    asking.close()
    if arguments is not None:
        sys.argv[1:] = arguments
        run()


def _loaded(module: str, more: Sequence[str]) -> Callable[[], object]:
    """What runs it, with all it needs in memory."""
    loaded = importlib.import_module(module)
    if "bot.app" in more:
        _read_content_once()
    for name in more:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    if module == "content.sheet_reader":
        return functools.partial(loaded.main, sys.stdin.buffer, sys.stdout.buffer)
    main: Callable[[], object] = loaded.main
    return main


def _read_content_once() -> None:
    """For whoever wants the content of the files, read as words and the table read."""
    from content import library

    read = library.load_content
    kept = read()

    @functools.wraps(read)
    def load_content(*folder: Path, with_meaning: bool = True, **other: Any) -> library.Content:
        if folder or not with_meaning or any(other.values()):
            return read(*folder, with_meaning=with_meaning, **other)
        return kept

    library.load_content = load_content  # type: ignore[assignment]


def _forked(asking: socket.socket) -> list[str] | None:
    """Here, once nobody asks any more: None. In each process that is asked for: its arguments."""
    woken, waking = socket.socketpair()
    waking.setblocking(False)
    signal.set_wakeup_fd(waking.fileno())
    signal.signal(signal.SIGCHLD, lambda *_: None)
    running: dict[int, int] = {}  # number -> where to tell how it ended
    with selectors.DefaultSelector() as both:
        both.register(asking, selectors.EVENT_READ)
        both.register(woken, selectors.EVENT_READ)
        while True:
            ready = {key.fileobj for key, _ in both.select()}
            if woken in ready:
                woken.recv(_MOST)
                _tell_ended(running)
            if asking in ready:
                asked, files, *_ = socket.recv_fds(asking, _MOST, 4)
                if not asked:
                    return None
                told = files.pop()
                if (number := os.fork()) == 0:
                    break
                for file in files:
                    os.close(file)
                os.write(told, number.to_bytes(_NUMBER, signed=True))
                running[number] = told
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for file in (told, *running.values()):
        os.close(file)
    woken.close()
    waking.close()
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    arguments, folder, env = json.loads(asked)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(folder)
    return list(arguments)


def _tell_ended(running: dict[int, int]) -> None:
    while running:
        number, how = os.waitpid(-1, os.WNOHANG)
        if number == 0:
            return
        told = running.pop(number)
        with contextlib.suppress(BrokenPipeError):  # nobody waits for it
            os.write(told, os.waitstatus_to_exitcode(how).to_bytes(_NUMBER, signed=True))
        os.close(told)


if __name__ == "__main__":
    _serve(*sys.argv[1:])
