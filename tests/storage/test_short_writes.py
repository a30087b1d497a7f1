"""A disk that is nearly full takes a part of what it is given and says so in a number: what was cut
off is never taken for written."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.engines.sqlite import gone_list, seal
from storage.gone import GoneLine
from tests.support.clock import START

LINE = GoneLine("aaaaaaaaaaaaaaaa", "contact", "7", START)
MORE = GoneLine("bbbbbbbbbbbbbbbb", "contact", "8", START)
Write = Callable[[int, bytes], int]


def full_after(most: int) -> Write:
    """A disk with room for so many bytes, which takes three at a time."""
    left, write = most, os.write

    def short(file: int, data: bytes) -> int:
        nonlocal left
        if not left:
            raise OSError(28, "No space left on device")
        taken = write(file, bytes(data[: min(3, left)]))
        left -= taken
        return taken

    return short


def test_small_pieces_make_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "write", full_after(10_000))
    listed, other = tmp_path / "list", tmp_path / "seal"
    gone_list.append(listed, [LINE, MORE])
    assert gone_list.read(listed) == [LINE, MORE]
    seal.write_whole(other, b"x" * 1000)
    assert other.read_bytes() == b"x" * 1000


def test_a_full_disk_is_said_and_leaves_what_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed, other = tmp_path / "list", tmp_path / "seal"
    gone_list.append(listed, [LINE])
    seal.write_whole(other, b"before")
    monkeypatch.setattr(os, "write", full_after(20))
    with pytest.raises(OSError, match="No space"):
        gone_list.append(listed, [MORE])
    monkeypatch.setattr(os, "write", full_after(4))
    with pytest.raises(OSError, match="No space"):
        seal.write_whole(other, b"what comes after")
    monkeypatch.undo()
    assert other.read_bytes() == b"before"
    gone_list.append(listed, [MORE])
    assert gone_list.read(listed) == [LINE, MORE]
