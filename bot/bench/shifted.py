"""`donghanh run` or `donghanh work` with a clock that is set by hand, for the benches: as many
seconds beside the true time as stand in a file, read anew ten times a second.

    python -m bot.bench.shifted FILE [work]
"""

import asyncio
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

from bot import logs
from bot.app import serve
from bot.city.work import work
from bot.running.clock import utc_now
from bot.settings.city import read_city
from bot.settings.settings import read_settings

READ_EVERY_S = 0.1


def _announce(address: str) -> None:
    print(address, flush=True)


def main(shift: Path, *, of_a_city: bool) -> None:
    """Settings from the environment; the address goes to the standard output, as with `run`."""

    ahead, read_at = timedelta(), -READ_EVERY_S

    def now() -> datetime:
        nonlocal ahead, read_at
        if (moment := time.monotonic()) - read_at >= READ_EVERY_S:
            ahead, read_at = timedelta(seconds=int(shift.read_text() or "0")), moment
        return utc_now() + ahead

    if of_a_city:
        city = read_city(port=0)
        logs.set_up(city.log_level)
        asyncio.run(work(city, _announce, now))
    else:
        settings = read_settings(port=0)
        logs.set_up(settings.log_level)
        asyncio.run(serve(settings, _announce, now))


if __name__ == "__main__":
    main(Path(sys.argv[1]), of_a_city=sys.argv[2:] == ["work"])
