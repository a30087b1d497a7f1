"""Lists are read by forks: `content.spreadsheet` starts a process for each file."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from content import NONE_KEPT
from tests.support.forks import Forks

READER = Forks(
    "content.sheet_reader", "content.markup_table", "content.plain_table",
    env={**os.environ, NONE_KEPT: "1"},
)  # fmt: skip


class ByForks:
    """Stands in for `subprocess` there."""

    TimeoutExpired = subprocess.TimeoutExpired

    @staticmethod
    def run(
        command: Sequence[str], input: bytes, timeout: float, env: Any, cwd: Path, **_: Any
    ) -> subprocess.CompletedProcess[bytes]:
        assert command[1:] == ["-m", "content.sheet_reader"]
        return READER.run((), input, timeout, cwd, env)
