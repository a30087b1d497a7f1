"""Every dialog on every channel: it is as written, and what it leaves behind is the same, with
buttons and without.

Messages come in as each platform writes them and go out as its channel would show them; a tap where
there are no buttons is the label, typed. On two channels the dialog is played under the worst of
circumstances: with every transaction undone once, and with a restart at every turn.
"""

import os
import re
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import orjson
import pytest

from bot.app import Core
from bot.channels.base import Capabilities
from bot.channels.plain import to_text
from bot.channels.telegram import updates
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.render import keyboard, to_html
from bot.channels.terminal import TerminalChannel
from bot.channels.webchat import WebChatChannel
from bot.channels.zalo_bot import channel as zalo_bot
from bot.channels.zalo_bot.channel import ZaloBotChannel
from bot.channels.zalo_oa import events
from bot.channels.zalo_oa.api import FixedAccount
from bot.channels.zalo_oa.channel import OaOptions, ZaloOaChannel
from bot.loopback.zalo_oa import FakeOa
from content.library import Content
from handlers.talk.messages import Choice, Incoming, IncomingKind, Reply
from storage.connection import Connection
from storage.engines.postgres.address import read as read_address
from storage.engines.postgres.connecting import PostgresConnection, connect
from storage.engines.sqlite.connecting import SqliteConnection
from tests.support import postgres
from tests.support.clock import START, FixedClock
from tests.support.dialogs import (
    FILES,
    OFFICIAL,
    Exchange,
    filled,
    passes_time,
    prepare,
    read,
)
from tests.support.play import RecordingChannel, exchange, playing
from tests.support.retention import forget_all
from tests.support.twice import undo_everything_once

_numbers = count(1)
PERSON = "246845883529197922"
OA = FakeOa()
# Where each line is said as it is written: a tap is one, an opening brings what its link carries.
AS_WRITTEN = ("telegram", "web")


@dataclass(frozen=True)
class Platform:
    """`taps` says whether somebody can press what is offered; `typed` makes a message of a text
    (and of what a press brings), `shows` is what the person then sees."""

    name: str
    capabilities: Capabilities
    typed: Callable[[str], Incoming]
    opened: Callable[[str], Incoming]
    unreadable: Callable[[], Incoming]
    shows: Callable[[Reply], str]
    pressed: Callable[[Reply, Choice], Incoming] | None = None
    shows_too: Callable[[Reply], str] | None = None  # to whoever has no buttons there


def one(found: list[Incoming]) -> Incoming:
    assert len(found) == 1
    return found[0]


def sure(found: Incoming | None) -> Incoming:
    assert found is not None
    return found


# ---- Telegram ----


def _telegram(**message: Any) -> Incoming:
    person = {"id": 7, "is_bot": False, "first_name": "A"}
    body = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "from": person}
    update = {"update_id": next(_numbers), "message": body | message}
    return sure(updates.read(update, "bot", 1))


def _telegram_tap(reply: Reply, choice: Choice) -> Incoming:
    update = {
        "update_id": next(_numbers),
        "callback_query": {
            "id": "1",
            "from": {"id": 7, "is_bot": False, "first_name": "A"},
            "message": {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}},
            "data": reply.tap(choice),
        },
    }
    return sure(updates.read(update, "bot", 1))


def _telegram_shows(reply: Reply) -> str:
    buttons = [button["text"] for row in keyboard(reply) for button in row]
    return "\n".join([re.sub("<[^>]+>", "", to_html(reply)), *buttons])


# ---- Zalo ----


def _oa_text(text: str) -> Incoming:
    return one(events.read(OA.text_event(PERSON, text)))


def _oa_opened(payload: str) -> Incoming:
    if payload:  # a leaflet's link cannot carry a payload here: its keyword is typed
        return _oa_text(f"#{payload}")
    body = OA._membership("follow", PERSON) | {"timestamp": str(OA.clock() * 1000 // 1)[:-2]}
    return replace(one(events.read(body)), external_id=str(next(_numbers)))


def _oa_sticker() -> Incoming:
    message = {"attachments": [{"type": "sticker", "payload": {}}]}
    return one(events.read(OA.event("user_send_sticker", PERSON, message=message)))


def _bot_message(**message: Any) -> Incoming:
    body = {
        "date": 1750316131602,
        "chat": {"chat_type": "PRIVATE", "id": "6ede9afa66b88fe6d6a9"},
        "message_id": f"m{next(_numbers)}",
        "from": {"id": "6ede9afa66b88fe6d6a9", "is_bot": False},
    }
    event = {"event_name": "message.text.received", "message": body | message}
    return sure(zalo_bot.read(event))


# ---- our own ----


def _own(channel: str) -> Callable[..., Incoming]:
    def make(text: str = "", kind: IncomingKind = IncomingKind.TEXT, action: str = "") -> Incoming:
        return Incoming(channel, str(next(_numbers)), "7", START, kind, text, action)

    return make


def platforms() -> list[Platform]:
    web, terminal = _own("web"), _own("terminal")
    with_buttons = ZaloOaChannel(FixedAccount("x", oa_type="2"), "http://127.0.0.1:9", OaOptions())
    without = ZaloOaChannel(FixedAccount("x", oa_type="4"), "http://127.0.0.1:9", OaOptions())
    assert with_buttons.capabilities == without.capabilities

    def oa_shows(reply: Reply) -> str:
        buttons = with_buttons._buttons(reply)
        titles = [b["title"] for b in buttons["buttons"]] if buttons else []
        return "\n".join([to_text(reply, choices=buttons is None), *titles])

    def oa_pressed(reply: Reply, choice: Choice) -> Incoming:
        buttons = with_buttons._buttons(reply)
        sent = [b["payload"] for b in buttons["buttons"]] if buttons else [choice.label]
        assert choice.label in sent
        return _oa_text(choice.label)

    return [
        Platform(
            "telegram",
            TelegramChannel("1:x", "http://127.0.0.1:9", {}).capabilities,
            lambda text: _telegram(text=text),
            lambda payload: _telegram(text=f"/start {payload}".strip()),
            lambda: _telegram(sticker={"file_id": "1"}),
            _telegram_shows,
            _telegram_tap,
        ),
        Platform(
            "zalo_oa with buttons",
            with_buttons.capabilities,
            _oa_text,
            _oa_opened,
            _oa_sticker,
            oa_shows,
            oa_pressed,
            to_text,
        ),
        Platform(
            "zalo_oa without buttons",
            without.capabilities,
            _oa_text,
            _oa_opened,
            _oa_sticker,
            to_text,
        ),
        Platform(
            "zalo_bot",
            ZaloBotChannel("1:x", "http://127.0.0.1:9").capabilities,
            lambda text: _bot_message(text=text),
            lambda payload: _bot_message(text=f"#{payload}" if payload else "bắt đầu"),
            lambda: _bot_message(sticker="1"),
            to_text,
        ),
        Platform(
            "web",
            WebChatChannel().capabilities,
            web,
            lambda payload: web(payload, IncomingKind.START),
            lambda: web("", IncomingKind.UNREADABLE),
            to_text,
            lambda reply, choice: web("", IncomingKind.TAP, reply.tap(choice)),
        ),
        Platform(
            "terminal",
            TerminalChannel.capabilities,
            terminal,
            lambda payload: terminal(payload, IncomingKind.START),
            lambda: terminal("", IncomingKind.UNREADABLE),
            to_text,
        ),
    ]


# What only differs because it was done twice, or elsewhere.
_VOLATILE = re.compile(
    r"(^|_)(id|code|token|at|until|on|hash|by|day|month|number|menu|channel|subject|told|later|authors)$"
)
_TABLES = (
    *("registration", "question", "answer", "consent", "profile", "subscription", "notebook"),
    *("tick", "unanswered", "rating", "data_request", "photo", "household_contact"),
    *("handoff", "handoff_line", "broadcast"),
    *("survey_wave", "survey_respondent", "survey_answer"),
)


def left_behind(rows: Connection) -> dict[str, list[str]]:
    """Every domain row, and where the conversation stands."""
    found = {
        table: sorted(
            repr({k: row[k] for k in sorted(row.keys()) if not _VOLATILE.search(k)})
            for row in rows.execute(f"SELECT * FROM {table}")  # noqa: S608
        )
        for table in _TABLES
    }
    for row in rows.execute("SELECT entry, asked, flow FROM conversation ORDER BY contact_id"):
        flow = orjson.loads(row["flow"]) if row["flow"] else {}
        memory = {
            name: value
            for name, value in flow.get("memory", {}).items()
            if name not in ("abroad", "seat", "seats") and not _VOLATILE.search(name)
        }
        found["conversation"] = [repr((row["entry"], row["asked"], flow.get("name"), memory))]
    return found


def said_on(on: Platform, turn: Exchange, shown: list[Reply]) -> Incoming:
    line = filled(turn.said, shown)
    if line.startswith("&"):
        typed = on.typed(line[1:].strip())
        return replace(typed, address=OFFICIAL, at=START + timedelta(days=99))
    if line.startswith(">>"):
        return on.opened(line[2:].strip())
    if line.startswith(">*"):
        return on.unreadable()
    if line.startswith(">!"):
        label = line[2:].strip()
        reply, choice = next((r, c) for r in reversed(shown) for c in r.choices if c.label == label)
        return on.pressed(reply, choice) if on.pressed else on.typed(label)
    return on.typed(line[1:].strip())


_PRESS = re.compile(
    r"(bấm|nhấn|chạm|ấn)( vào)? (một |các |chọn )?(nút|lựa chọn|ô )|nút (bên )?dưới"
)


def is_shown(on: Platform, reply: Reply, seen: str, *, pressed: bool) -> None:
    """All of it, in what is shown at once there."""
    assert len(seen) <= on.capabilities.text_limit, f"{on.name}: {len(seen)}"
    if not pressed:
        assert not _PRESS.search(seen.lower()), f"{on.name}: {seen}"
    for choice in reply.choices:
        if choice.key:
            assert f"{choice.key}. {choice.label[:40]}" in seen, on.name


@dataclass
class Scene:
    """Where a dialog is played: on a platform, on a database in a folder of its own, or on the one
    at `url`."""

    on: Platform
    path: Path
    folder: Path
    content: Content
    url: str = ""
    shown: list[Reply] = field(default_factory=list)
    clock: FixedClock = field(default_factory=FixedClock)

    def __post_init__(self) -> None:
        self.folder.mkdir()
        at_once = replace(self.on.capabilities, contact_interval_s=0)
        typed = self.on.typed("x")
        self.channel, self.owner = RecordingChannel(at_once, typed.channel), typed.address

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Core]:
        """The program, started anew."""
        async with playing(self.folder, self.content, self.clock, self.channel, url=self.url) as (
            core,
            _,
        ):
            yield core

    def left_behind(self) -> dict[str, list[str]]:
        if self.url:
            with closing(connect(read_address(self.url), "tests")) as driver:
                return left_behind(PostgresConnection(driver))
        path = self.folder / "play.db"
        with closing(sqlite3.connect(path, factory=SqliteConnection)) as file:
            return left_behind(file)

    async def prepare(self, core: Core) -> None:
        await prepare(self.path, core, self.content, self.owner)

    async def passes_time(self, core: Core, turn: Exchange) -> bool:
        """Whether the turn is time that passes, with the nightly upkeep."""
        if not passes_time(turn, self.clock):
            return False
        now = self.clock.now
        await core.database.transaction(lambda tx: forget_all(tx, self.content, now))
        return True

    async def hears(self, core: Core, incoming: Incoming) -> list[Reply]:
        return await exchange(core, self.channel, incoming, self.owner)

    async def turn(self, core: Core, turn: Exchange) -> Incoming:
        """Says a line and looks at what comes of it."""
        incoming = said_on(self.on, turn, self.shown)
        replies = await self.hears(core, incoming)
        where = f"{self.on.name} {self.path.name}:{turn.line} {turn.said}"
        assert bool(replies) is not turn.silent, f"{where} got no reply"
        if self.on.name in AS_WRITTEN:
            text = "\n".join(to_text(reply) for reply in replies)
            for present, wanted in turn.wanted:
                assert (wanted in text) is present, f"{where}: {wanted!r} in\n{text}"
        for reply in replies:
            is_shown(self.on, reply, self.on.shows(reply), pressed=self.on.pressed is not None)
            if self.on.shows_too is not None:
                is_shown(self.on, reply, self.on.shows_too(reply), pressed=False)
        self.shown += replies
        return incoming


async def played(scene: Scene, undone: pytest.MonkeyPatch | None = None) -> None:
    """As it is, or with every transaction undone once."""
    async with scene.opened() as core:
        await scene.prepare(core)
        if undone is not None:
            undo_everything_once(undone)
        for turn in read(scene.path):
            if not await scene.passes_time(core, turn):
                await scene.turn(core, turn)


async def played_with_restarts(scene: Scene) -> None:
    """Each line is heard by a program that has just started; it is delivered again to the same and
    to the next one."""
    before: Incoming | None = None
    async with scene.opened() as core:
        await scene.prepare(core)
    for turn in [*read(scene.path), None]:
        async with scene.opened() as core:
            if before is not None:
                assert await scene.hears(core, before) == [], f"{scene.path.name}: {before.text}"
            if turn is None or await scene.passes_time(core, turn):
                before = None
                continue
            before = await scene.turn(core, turn)
            again = await scene.hears(core, before)
            assert again == [], f"{scene.path.name}:{turn.line} was answered twice"


@pytest.fixture
def other_engine(request: pytest.FixtureRequest) -> str:
    """The address of a database on PostgreSQL; none on a laptop that has no PostgreSQL."""
    if postgres.programs() is None and not os.environ.get("CI"):
        return ""
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
async def test_a_dialog_is_as_written_and_leaves_the_same_on_every_channel(
    path: Path, tmp_path: Path, content: Content, other_engine: str
) -> None:
    """And on both engines: what is said in the terminal is kept by the other one."""
    outcomes: dict[str, dict[str, list[str]]] = {}
    presses = any(turn.said.startswith(">!") for turn in read(path))
    # Where nothing is pressed, what comes from an OA is the same with buttons and without.
    on = [one for one in platforms() if presses or one.name != "zalo_oa without buttons"]
    for number, platform in enumerate(on):
        url = other_engine if platform.name == "terminal" else ""
        scene = Scene(platform, path, tmp_path / str(number), content, url)
        match platform.name:
            case "telegram":
                with pytest.MonkeyPatch.context() as patch:
                    await played(scene, undone=patch)
            case "web":
                await played_with_restarts(scene)
            case _:
                await played(scene)
        outcomes[platform.name] = scene.left_behind()
    first = outcomes.pop("telegram")
    for name, outcome in outcomes.items():
        assert outcome == first, f"{path.name}: {name} and Telegram differ"
