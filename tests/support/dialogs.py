"""Every dialog in tests/dialogs, played as it is and under the worst of circumstances."""

import re
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import Core
from content.library import Content
from handlers.talk.messages import Incoming, IncomingKind, Reply
from tests.support.approvals import waits_for_approval
from tests.support.clock import START, FixedClock
from tests.support.conference import add_event
from tests.support.live import OWNER, link
from tests.support.play import RecordingChannel, exchange, playing, said
from tests.support.retention import forget_all
from tests.support.twice import undo_everything_once

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


async def prepare(path: Path, core: Core, content: Content, owner: str = OWNER) -> None:
    channel = core.channels[0].name
    if begins_with(path, "@duty"):
        await core.database.transaction(lambda tx: link(tx, OFFICIAL, channel, START))
    if begins_with(path, "@approver"):
        await core.database.transaction(
            lambda tx: waits_for_approval(tx, content, channel, owner, START)
        )
    if (given := wanted_event(path)) is not None:
        await add_event(core.database, **{name: int(value) for name, value in given.items()})


def filled(line: str, shown: list[Reply]) -> str:
    """A line with `{KN}` as the last code of that kind that was shown."""
    codes = [code for reply in shown for code in CODE.findall(reply.text)]
    for kind in ("DK", "KN", "GM", "LK"):
        if f"{{{kind}}}" in line:
            line = line.replace(f"{{{kind}}}", [c for c in codes if c.startswith(kind)][-1])
    return line


def incoming(line: str, shown: list[Reply]) -> Incoming:
    """A line of a dialog as a message; a tap looks for its label in all that was shown."""
    line = filled(line, shown)
    if line.startswith("&"):
        # Typed after the list it answers came, whatever time the clock tells.
        return replace(said(line[1:].strip(), address=OFFICIAL), at=START + timedelta(days=99))
    if line.startswith(">>"):
        return said(line[2:].strip(), kind=IncomingKind.START)
    if line.startswith(">*"):
        return said("", kind=IncomingKind.UNREADABLE)
    if line.startswith(">!"):
        label = line[2:].strip()
        taps = [r.tap(c) for r in reversed(shown) for c in r.choices if c.label == label]
        assert taps, f"no choice {label!r} was ever shown"
        return said("", kind=IncomingKind.TAP, action=taps[0])
    return said(line[1:].strip())


def passes_time(turn: Exchange, clock: FixedClock) -> bool:
    """`~30`: thirty hours pass; whether the line is one of those."""
    if not turn.said.startswith("~"):
        return False
    clock.pass_time(hours=float(turn.said[1:]))
    return True


def check(turn: Exchange, channel: RecordingChannel, replies: list[Reply], path: Path) -> None:
    text = "\n".join(channel.texts()[-len(replies) :]) if replies else ""
    for present, wanted in turn.wanted:
        where = f"{path.name}:{turn.line} {turn.said}"
        assert (wanted in text) is present, f"{where}: {wanted!r} in\n{text}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
async def test_dialog_is_as_written_when_every_transaction_is_undone_once(
    path: Path, tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = FixedClock()
    async with playing(tmp_path, content, clock) as (core, channel):
        await prepare(path, core, content)
        undo_everything_once(monkeypatch)
        shown: list[Reply] = []
        for turn in read(path):
            if passes_time(turn, clock):
                continue
            replies = await exchange(core, channel, incoming(turn.said, shown), OWNER)
            shown += replies
            assert bool(replies) is not turn.silent, f"{path.name}:{turn.line} got no reply"
            check(turn, channel, replies, path)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
async def test_dialog_survives_a_restart_and_a_repeated_delivery_at_every_turn(
    path: Path, tmp_path: Path, content: Content
) -> None:
    """Each line is heard by a program that has just started; it is delivered again to the same and
    to the next one."""
    shown: list[Reply] = []
    before: Incoming | None = None
    channel, clock = RecordingChannel(), FixedClock()
    async with playing(tmp_path, content, clock, channel) as (core, _):
        await prepare(path, core, content)
    for turn in [*read(path), None]:
        async with playing(tmp_path, content, clock, channel) as (core, _):
            if before is not None:
                again = await exchange(core, channel, before, OWNER)
                assert again == [], f"{path.name}: {before.text}"
            if turn is None:
                break
            if passes_time(turn, clock):
                await core.database.transaction(lambda tx: forget_all(tx, content, clock.now))
                before = None
                continue
            before = incoming(turn.said, shown)
            replies = await exchange(core, channel, before, OWNER)
            again = await exchange(core, channel, before, OWNER)
            assert again == [], f"{path.name}:{turn.line} was answered twice"
        shown += replies
        check(turn, channel, replies, path)
