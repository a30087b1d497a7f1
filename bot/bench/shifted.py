"""`donghanh run` with a clock that is set by hand, for the kill bench: as many seconds beside the
true time as stand in a file, read anew each time.

    python -m bot.bench.shifted FILE
"""

import asyncio
import sys
from datetime import datetime, timedelta
from pathlib import Path

from bot import logs
from bot.app import serve
from bot.running.clock import utc_now
from bot.settings.settings import read_settings


def main(shift: Path) -> None:
    """Settings from the environment; the address goes to the standard output, as with `run`."""
    settings = read_settings(port=0)
    logs.set_up(settings.log_level)

    def now() -> datetime:
        return utc_now() + timedelta(seconds=int(shift.read_text() or "0"))

    asyncio.run(serve(settings, lambda address: print(address, flush=True), now))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
