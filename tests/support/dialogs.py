"""The dialogs in tests/dialogs: what is said in them, and what must come of it."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from bot.app import Core
from content.library import Content
from handlers.talk.messages import Reply
from tests.support.approvals import waits_for_approval
from tests.support.clock import START, FixedClock
from tests.support.conference import add_event
from tests.support.live import link
from tests.support.survey import running_wave

OFFICIAL = "an"
FILES = sorted((Path(__file__).parent.parent / "dialogs").glob("*.txt"))


@dataclass
class Exchange:
    line: int
    said: str
    wanted: list[tuple[bool, str]] = field(default_factory=list)
    silent: bool = False  # nothing is said to it


CODE = re.compile(r"\b(?:DK|KN|GM|LK)-[0-9A-Z]{7}\b")


def read(path: Path) -> list[Exchange]:
    """`@event seats=2` at the top: a conference is open when the dialog begins; `@duty`: somebody
    of the staff has a chat of their own, in which the lines with `&` are said; `@approver`: whoever
    types is of the staff, and an answer and a broadcast wait for their approval."""
    exchanges: list[Exchange] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith((">", "~", "&")):
            exchanges.append(Exchange(number, line))
        elif line == "<-":
            exchanges[-1].silent = True
        elif line.startswith("<"):
            exchanges[-1].wanted.append((not line.startswith("<!"), line.lstrip("<!").strip()))
    return exchanges


def wanted_event(path: Path) -> dict[str, str] | None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    return dict(p.split("=") for p in first.split()[1:]) if first.startswith("@event") else None


def begins_with(path: Path, word: str) -> bool:
    return path.read_text(encoding="utf-8").startswith(word)


async def prepare(path: Path, core: Core, content: Content, owner: str) -> None:
    channel = core.channels[0].name
    if begins_with(path, "@duty"):
        await core.database.transaction(lambda tx: link(tx, OFFICIAL, channel, START))
    if begins_with(path, "@approver"):
        await core.database.transaction(
            lambda tx: waits_for_approval(tx, content, channel, owner, START)
        )
    if begins_with(path, "@survey"):
        await core.database.transaction(lambda tx: running_wave(tx, content, START))
    if (given := wanted_event(path)) is not None:
        await add_event(core.database, **{name: int(value) for name, value in given.items()})


def filled(line: str, shown: list[Reply]) -> str:
    """A line with `{KN}` as the last code of that kind that was shown."""
    codes = [code for reply in shown for code in CODE.findall(reply.text)]
    for kind in ("DK", "KN", "GM", "LK"):
        if f"{{{kind}}}" in line:
            line = line.replace(f"{{{kind}}}", [c for c in codes if c.startswith(kind)][-1])
    return line


def passes_time(turn: Exchange, clock: FixedClock) -> bool:
    """`~30`: thirty hours pass; whether the line is one of those."""
    if not turn.said.startswith("~"):
        return False
    clock.pass_time(hours=float(turn.said[1:]))
    return True
