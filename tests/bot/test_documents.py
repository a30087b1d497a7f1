"""Documents are made in another process: it comes when it is wanted, and goes with us."""

import asyncio
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from bot.running.documents import DocumentFailed, DocumentMaker
from content.library import Content, load_content
from tests.support.papers import about, ends
from tests.support.patience import PATIENCE_S
from tests.support.site import DOCUMENTS

_HOLDER = """
import asyncio
from bot.running.documents import DocumentMaker
from os import getpid
if __name__ == "__main__":
    maker = DocumentMaker(dict)
    print(asyncio.run(maker.run(getpid)), flush=True)
    input()
"""


async def test_content_is_that_of_the_other_process(content: Content) -> None:
    """Sent along it would be megabytes for every document, and its templates cannot be sent."""
    name, where, said = await DOCUMENTS.run(about, content, "x")
    assert (name, where != os.getpid(), said) == (content.ward.name, True, "x")


async def test_what_raised_or_died_fails_and_the_next_is_made() -> None:
    first = await DOCUMENTS.run(os.getpid)
    with pytest.raises(DocumentFailed, match="invalid literal"):
        await DOCUMENTS.run(int, "x")
    assert await DOCUMENTS.run(os.getpid) == first
    with pytest.raises(DocumentFailed, match="exit code 3"):
        await DOCUMENTS.run(ends, 3)
    assert await DOCUMENTS.run(os.getpid) != first


async def test_what_was_asked_just_when_it_left_is_made_by_the_next() -> None:
    first = await DOCUMENTS.run(os.getpid)
    assert await DOCUMENTS.run(ends, 0, only=first) != first


async def test_it_leaves_when_nothing_is_asked() -> None:
    maker = DocumentMaker(partial(load_content, with_meaning=False), idle_s=0.1)
    first = await maker.run(os.getpid)
    await until_gone(first)
    assert await maker.run(os.getpid) != first


async def test_it_goes_with_a_program_that_was_killed(tmp_path: Path) -> None:
    """Nobody is left who would end it."""
    (tmp_path / "holder.py").write_text(_HOLDER)
    await until_gone(await asyncio.to_thread(made_for_one_killed, tmp_path / "holder.py"))


def made_for_one_killed(program: Path) -> int:
    own = os.environ | {"PYTHONPATH": str(Path.cwd())}
    with subprocess.Popen(
        [sys.executable, program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=own
    ) as holder:
        assert holder.stdout
        number = int(holder.stdout.readline())
        holder.kill()
    return number


async def until_gone(process: int) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while _is_there(process):  # noqa: ASYNC110  # there is no event for it
            await asyncio.sleep(0.02)


def _is_there(process: int) -> bool:
    """One that ended and waits for its parent to look is not."""
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
