"""The program as a process of its own, as an operator runs it."""

import asyncio
import contextlib
import os
import re
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TextIO

from tests.support.forks import ROOT, Fork, Forks
from tests.support.patience import PATIENCE_S


def environment(**settings: str) -> dict[str, str]:
    """The environment without the developer's own settings; words and the table read messages."""
    inherited = ("PATH", "HOME", "LANG", "CACHE_DIRECTORY")
    kept = {name: os.environ[name] for name in inherited if name in os.environ}
    own = {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "ENCODER": "off"}
    return kept | own | settings


PROGRAM = Forks("bot.__main__", "bot.app", "bot.commands.faq", "bot.demo.zalo", env=environment())


def donghanh(
    *arguments: str, stdin: str = "", folder: Path = ROOT, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Started afresh where what starts is tried: `tests/bot/test_lean_start.py`."""
    env = environment(**settings)
    done = PROGRAM.run(arguments, stdin.encode(), 2 * PATIENCE_S, folder, env)
    written = [told.decode() for told in (done.stdout, done.stderr)]
    return subprocess.CompletedProcess(arguments, done.returncode, *written)


async def donghanh_beside(
    *arguments: str, stdin: str = "", folder: Path = ROOT, **settings: str
) -> subprocess.CompletedProcess[str]:
    """The same beside this event loop: the command talks to a server that runs on it."""
    return await asyncio.to_thread(donghanh, *arguments, stdin=stdin, folder=folder, **settings)


@contextlib.contextmanager
def program(folder: Path, *arguments: str, **settings: str) -> Iterator[tuple[Fork, str]]:
    """`donghanh run` on a free port; gives the process and the address of its web chat."""
    printed, its = os.pipe()
    with (
        (folder / "program.log").open("a") as log,
        Path(os.devnull).open() as nothing,
        os.fdopen(printed) as output,
    ):
        at = ("--port", "0", "--database", f"sqlite:///{folder}/p.db")
        files = [nothing.fileno(), its, log.fileno()]
        process = PROGRAM.start(["run", *at, *arguments], files, folder, environment(**settings))
        os.close(its)
        process.stdout = output
        try:
            yield process, _address(output)
        finally:
            process.kill()
            process.wait()


@contextlib.asynccontextmanager
async def served(folder: Path, **settings: str) -> AsyncIterator[tuple[Fork, str]]:
    """The program, started beside this event loop: it talks to the Bot API that runs on it."""
    started = program(folder, **settings)
    try:
        yield await asyncio.to_thread(started.__enter__)
    finally:
        await asyncio.to_thread(started.__exit__, None, None, None)


def _address(output: TextIO) -> str:
    for line in output:
        if found := re.search(r"http://\S+/", line):
            return found[0].rstrip("/")
    raise AssertionError("the program ended before it served")
