"""`donghanh bench told`: how right the year is that is held of what people tell over several
messages. Their talks are played; each line of a talk ends with what a careful clerk would hold
(`tests/understanding/told`)."""

import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from bot.commands.scores import SETS
from bot.running.clock import utc_now
from content.calendar import today
from content.library import Content
from content.revenue import Lack
from handlers.routes import route
from handlers.talk.flow import rules_on
from handlers.talk.messages import Incoming, IncomingKind
from handlers.talk.told import doubted_in, kept_in, lost_in, reckoned
from handlers.talk.turn import Turn
from storage import database
from storage.database import Transaction

TALKS = SETS / "told"
# `[40 triệu|takings/month]`: a number, what it is and of which time; `!` mends one told before.
_MARK = re.compile(r"\[([^\[\]|]+)\|!?[a-z]+(?:/[a-z-]+)?\]")
_YEAR = re.compile(r"([\d.,]+)(tr|tỷ|)(?:-([\d.,]+)(tr|tỷ))?")
_WORTH = {"tr": 1e6, "tỷ": 1e9, "": 1.0}
_CLOSE = 0.021  # days of a year are counted in more ways than one
_WIDE = 0.35  # a range of more than that says no year
# What leaves the year known as far as it is shown.
_AS_FAR = (None, Lack.DAYS, Lack.RANGE, Lack.FIGURE)

Ends = tuple[float, float]


@dataclass(frozen=True, slots=True)
class PlayedLine:
    """A message, and the year (in đồng, from and to) that is known then; None: not yet."""

    text: str
    year: Ends | None


def talks_in(path: Path) -> Iterator[list[PlayedLine]]:
    """The talks of one writer. Raises ValueError for a line without its year."""
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip()):
        yield [_line(line) for line in block.splitlines()]


def _line(written: str) -> PlayedLine:
    said, arrow, year = written.rpartition(" => ")
    if not arrow:
        raise ValueError(written)
    return PlayedLine(_MARK.sub(r"\1", said).strip(), _year(year.strip()))


def _year(written: str) -> Ends | None:
    if written == "?":
        return None
    found = _YEAR.fullmatch(written)
    if found is None:
        raise ValueError(written)
    low, unit, high, high_unit = found.groups()
    least = _amount(low, unit or high_unit or "")
    return least, _amount(high, high_unit) if high else least


def _amount(digits: str, unit: str) -> float:
    return float(digits.replace(",", ".")) * _WORTH[unit]


def held_in(turn: Turn) -> Ends | None:
    """The year that is held of what was told; None where none is, or something has no place."""
    kept = kept_in(turn)
    if not kept or lost_in(turn.conversation) or doubted_in(turn.conversation):
        return None
    told = reckoned(turn, kept)
    lack = told.lacks(rules_on(turn.content, turn.today))
    if lack not in _AS_FAR or told.yearly is None:
        return None
    if told.ends:
        return told.ends
    return told.yearly, told.yearly


def is_right(held: Ends, year: Ends) -> bool:
    """Whether the one is the other, or a narrow range around it."""
    (least, most), (low, high) = held, year
    if low == high:
        near = least <= low * (1 + _CLOSE) and most >= low * (1 - _CLOSE)
        return near and most - least <= _WIDE * most
    return least >= low * (1 - _CLOSE) and most <= high * (1 + _CLOSE)


def verdict_on(held: Ends | None, year: Ends | None) -> str:
    if held is None:
        return "none" if year else "not_yet"
    if year is None:
        return "too_early"
    return "right" if is_right(held, year) else "wrong"


def _played(content: Content, path: Path, tx: Transaction) -> Counter[str]:
    """What became of each line of a writer's talks."""
    found: Counter[str] = Counter()
    for number, talk in enumerate(talks_in(path)):
        now = utc_now()
        contact = tx.contacts.meet("bench", f"{path.stem}{number}", now)
        conversation = tx.conversations.current(contact.id, now)
        for line in talk:
            incoming = Incoming("bench", "1", "1", now, IncomingKind.TEXT, line.text)
            turn = Turn(incoming, contact, conversation, content, tx, now, today(now))
            conversation = route(turn).conversation
            held = held_in(replace(turn, conversation=conversation))
            found[verdict_on(held, line.year)] += 1
    return found


async def run(content: Content, files: Sequence[Path]) -> dict[str, Counter[str]]:
    """By writer, how many lines: `right`, `wrong` (another year is held), `none` (none is, though
    it is known), `too_early` (one is held that is not known yet), `not_yet` (rightly none)."""
    with tempfile.TemporaryDirectory() as place:
        async with database.open(f"sqlite:///{place}/told.db") as db:
            return {one.stem: await db.transaction(partial(_played, content, one)) for one in files}
