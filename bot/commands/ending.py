"""How commands end: in one line, whatever went wrong."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from typing import Any, NoReturn

Announce = Callable[[str], None]


def fail(message: object) -> NoReturn:
    """One line per problem on standard error, and a non-zero exit."""
    print(message, file=sys.stderr)
    raise SystemExit(2)


def run_until_stopped(
    process: Callable[[Announce], Coroutine[Any, Any, None]],
    said: Callable[[str], str],
    log_level: str,
) -> None:
    """Runs a process that serves until it is told to stop. It is given what takes its address once
    it listens; `said` is what is printed of that."""
    from bot import logs
    from bot.channels.base import Misconfigured
    from content.problems import ContentError
    from storage.errors import StorageError

    logs.set_up(log_level)

    def announce(address: str) -> None:
        print(said(address), flush=True)

    try:
        asyncio.run(process(announce))
        return
    except (StorageError, ContentError, Misconfigured) as error:
        problem = logs.redact(str(error))
    except KeyboardInterrupt:
        raise SystemExit(0) from None
    fail(problem)  # the error is gone by now, and with it all that its frames held
