"""The program as a process of its own, as an operator runs it."""

import asyncio
import contextlib
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from tests.support.patience import PATIENCE_S

ROOT = Path(__file__).parent.parent.parent


def environment(**settings: str) -> dict[str, str]:
    """The environment without the developer's own settings; words and the table read messages."""
    inherited = ("PATH", "HOME", "LANG", "CACHE_DIRECTORY")
    kept = {name: os.environ[name] for name in inherited if name in os.environ}
    own = {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "ENCODER": "off"}
    return kept | own | settings


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "bot", *arguments]


def donghanh(
    *arguments: str, stdin: str = "", folder: Path = ROOT, **settings: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments),
        input=stdin,
        capture_output=True,
        text=True,
        cwd=folder,
        env=environment(**settings),
        timeout=2 * PATIENCE_S,
        check=False,
    )


async def donghanh_beside(
    *arguments: str, stdin: str = "", folder: Path = ROOT, **settings: str
) -> subprocess.CompletedProcess[str]:
    """The same beside this event loop: the command talks to a server that runs on it."""
    return await asyncio.to_thread(donghanh, *arguments, stdin=stdin, folder=folder, **settings)


@contextlib.contextmanager
def program(
    folder: Path, *arguments: str, **settings: str
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`donghanh run` on a free port; gives the process and the address of its web chat."""
    with (folder / "program.log").open("a") as log:
        process = subprocess.Popen(
            command("run", "--port", "0", "--database", f"sqlite:///{folder}/p.db", *arguments),
            env=environment(**settings),
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    try:
        yield process, _address(process)
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


@contextlib.asynccontextmanager
async def served(folder: Path, **settings: str) -> AsyncIterator[tuple[subprocess.Popen[str], str]]:
    """The program, started beside this event loop: it talks to the Bot API that runs on it."""
    started = program(folder, **settings)
    try:
        yield await asyncio.to_thread(started.__enter__)
    finally:
        await asyncio.to_thread(started.__exit__, None, None, None)


def _address(process: subprocess.Popen[str]) -> str:
    if process.stdout is None:
        raise RuntimeError("no output")
    for line in process.stdout:
        if found := re.search(r"http://\S+/", line):
            return found[0].rstrip("/")
    raise AssertionError("the program ended before it served")
