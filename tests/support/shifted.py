"""`donghanh` whose clock stands CLOCK_S seconds beside the true time. It writes into the file PACED
when it let each message go, by the steady clock, which is the same for all processes."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.running import clock

_beside = timedelta()


def _now() -> datetime:
    return datetime.now(UTC) + _beside


clock.utc_now = _now  # before anybody takes it from there


def main() -> None:
    """Its arguments are the command's."""
    global _beside  # one for the process, as a clock is
    _beside = timedelta(seconds=float(os.environ["CLOCK_S"]))
    from bot.__main__ import main as donghanh
    from bot.core import pacing

    class Pacer(pacing.Pacer):
        def sent(self, now: float, *, paced: bool = True) -> None:
            super().sent(now, paced=paced)
            with Path(os.environ["PACED"]).open("a") as file:
                file.write(f"{now}\n")

    pacing.Pacer = Pacer  # type: ignore[misc]
    donghanh()
