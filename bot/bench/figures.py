"""What benches read of processes, and of what they timed."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")


def share_of(ordered: Sequence[float], share: float) -> float:
    """Of ordered seconds, below which so many of them lie; in milliseconds, 0 for none."""
    return round(ordered[int(len(ordered) * share)] * 1e3, 1) if ordered else 0.0


class Family:
    """A process with all it started: its processor time, that of those it outlived included, and
    its memory."""

    def __init__(self, first: int) -> None:
        self._first = first

    def _members(self) -> dict[int, list[str]]:
        """By their numbers, what the kernel says of each from its state on."""
        every = dict(_every_process())
        found, left = {}, [self._first]
        while left:
            one = left.pop()
            if one in every:
                found[one] = every[one]
                left += [pid for pid, fields in every.items() if int(fields[1]) == one]
        return found

    def cpu_s(self) -> float:
        return sum(sum(map(int, fields[11:15])) for fields in self._members().values()) / _TICKS

    def pss_mb(self) -> float:
        """Of what several processes have in common each counts its part."""
        return sum(map(_pss_kb, self._members())) / 1000


def _every_process() -> Iterator[tuple[int, list[str]]]:
    for folder in _PROC.iterdir():
        if folder.name.isdecimal():
            try:
                stat = (folder / "stat").read_text()
            except OSError:
                continue  # it ended meanwhile
            yield int(folder.name), stat.rpartition(")")[2].split()


def _pss_kb(pid: int) -> int:
    try:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
