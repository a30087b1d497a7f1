"""What is made ready beside the traffic once the program serves, so that no turn waits for it:
words and details that were said to nobody on this machine yet, the holidays of the years around,
pages that a start left for later."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from itertools import chain, islice

from jinja2 import TemplateError

from bot.running.loops import beat
from bot.running.pool import Pool
from content.calendar import holidays_of
from content.library import Content

log = logging.getLogger(__name__)

TOGETHER = 8  # in one go: some milliseconds where they are kept, tens where they are made
PAUSE_S = 0.1
NOT_SAID = ("pages/", "operator/", "documents/")  # of no conversation


async def make_ready(
    content: Content, today: date, pages: Iterable[Callable[[], object]] = ()
) -> None:
    """Returns when all of it is done, `pages` first: what loads those that a start left for later.
    It gives way to whoever chats."""
    pool, works = Pool("readied", 1, 1, behind=True), chain(pages, _works(content, today))
    while some := list(islice(works, TOGETHER)):
        beat()
        await pool.run(_all, some)
        await asyncio.sleep(PAUSE_S)


def _all(works: list[Callable[[], object]]) -> None:
    for work in works:
        try:
            work()
        except TemplateError as error:  # the check says it, and whoever is to be told it
            log.error("a template has a fault: %s", type(error).__name__)


def _works(content: Content, today: date) -> Iterator[Callable[[], object]]:
    for year in (today.year, today.year + 1, today.year - 1):
        yield partial(holidays_of, year)
    for name in content.words.names():
        if not name.startswith(NOT_SAID):
            yield partial(content.words.make_ready, name)
    for entry in content.knowledge.entries.values():
        if entry.details is not None:
            yield entry.details.make_ready
