"""A program whose event loop hangs ends by itself, and the next start knows."""

import asyncio
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.forks import ROOT
from tests.support.patience import PATIENCE_S

HANGS = {
    "waiting": "time.sleep(60)",
    "computing": "re.match('(a*)*b', 'a' * 40)",  # holds the interpreter: no thread runs
    "well": "await asyncio.sleep(8)",
}
PROGRAM = """
import asyncio, re, sys, time
from pathlib import Path
from bot.running import watchdog

async def main():
    async with watchdog.watching(Path(sys.argv[1]), 2.0) as hung:
        print(hung, flush=True)
        {what}

asyncio.run(main())
"""


def start(file: Path, what: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(what=what), str(file)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


@pytest.mark.parametrize("how", ["waiting", "computing"])
def test_a_hung_loop_ends_the_program_and_the_next_start_knows(how: str, tmp_path: Path) -> None:
    file = tmp_path / "x.db"
    with start(file, HANGS[how]) as hung:
        try:
            assert hung.wait(PATIENCE_S) == -signal.SIGPROF
        finally:
            hung.kill()
        assert hung.stdout is not None and hung.stdout.read() == "False\n"
    assert "File" in (tmp_path / "x.db.hung").read_text()
    with start(file, "pass") as well:
        assert well.wait(PATIENCE_S) == 0
        assert well.stdout is not None and well.stdout.read() == "True\n"
    assert not (tmp_path / "x.db.hung").exists()


async def test_a_program_stopped_and_let_go_on_has_not_hung(tmp_path: Path) -> None:
    with start(tmp_path / "x.db", HANGS["well"]) as program:
        assert program.stdout is not None and program.stdout.readline() == "False\n"
        program.send_signal(signal.SIGSTOP)
        await asyncio.sleep(4)
        program.send_signal(signal.SIGCONT)
        began = time.monotonic()
        assert await asyncio.to_thread(program.wait, PATIENCE_S) == 0
        assert time.monotonic() - began > 1, "it ended at once"


def test_a_trace_that_cannot_be_removed_hides_nothing(tmp_path: Path) -> None:
    """Why the program stops is said; what is left is no reason of its own."""
    swap = "left = Path(sys.argv[1] + '.hung'); left.unlink(); left.mkdir(); sys.exit(3)"
    with start(tmp_path / "x.db", swap) as program:
        assert program.wait(PATIENCE_S) == 3
