"""Adding a platform: its settings, and a line in the list. Nothing else of the program knows it."""

import asyncio
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
import pytest

from bot.app import channels_for_staff, serve, utc_now
from bot.channels.base import Hook, Receive, has_secret
from bot.channels.opened import Around, OpenedChannel
from bot.channels.vendors import VENDORS
from bot.settings.settings import ConfigError, Settings, read_settings
from bot.settings.values import Values
from content.library import Content
from storage.database import Database
from tests.support.play import RecordingChannel, said


class PigeonChannel(RecordingChannel):
    def __init__(self, happened: list[str]) -> None:
        super().__init__(name="pigeon")
        self.happened = happened

    async def start(self, receive: Receive) -> None:
        self.receive = receive
        self.happened.append("start")

    async def stop(self) -> None:
        self.happened.append("stop")

    async def take(self, update: object) -> None:
        await self.receive(replace(said(str(update)), channel=self.name))


@dataclass(frozen=True, slots=True)
class PigeonSettings:
    loft: str = ""
    channel: PigeonChannel = field(default_factory=lambda: PigeonChannel([]))

    @property
    def is_on(self) -> bool:
        return bool(self.loft)

    def summary(self, address: str) -> str:
        return f"  Pigeon: {self.loft} {address}"

    async def open(self, around: Around) -> OpenedChannel:
        channel, happened = self.channel, self.channel.happened

        async def begin() -> None:
            happened.append(f"begin {around.content.ward.assistant[:4]}")

        async def settle() -> None:
            happened.append("settle")

        async def end() -> None:
            happened.append("end")

        hook = Hook("/pigeon", "x-ring", has_secret("coo"), channel.take)
        return OpenedChannel(
            channel, hook, lambda: "loft", lambda payload: f"coo:{payload}",
            begin=begin, settle=settle, end=end,
        )  # fmt: skip


def read_pigeon(values: Values) -> PigeonSettings:
    loft = values.text("PIGEON_LOFT")
    values.require(loft != "cat", "PIGEON_LOFT=cat: no")
    return PigeonSettings(loft)


def settings_of(folder: Path, loft: str = "roof") -> Settings:
    given = {"DATABASE_URL": f"sqlite:///{folder}/p.db", "PORT": "0", "PIGEON_LOFT": loft}
    return read_settings(given, None, (*VENDORS, read_pigeon))


async def test_a_platform_is_served_by_being_in_the_list(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, address = asyncio.Event(), asyncio.get_running_loop().create_future()
    monkeypatch.setattr("bot.app.load_content", lambda **_: content)
    monkeypatch.setattr("bot.app.guard.until_lost", lambda db: stop.wait())
    monkeypatch.setattr("bot.app.settle_memory", lambda: None)
    happened: list[str] = []
    own = PigeonSettings("roof", PigeonChannel(happened))
    settings = settings_of(tmp_path).having(own)
    program = asyncio.create_task(serve(settings, address.set_result))
    try:
        async with httpx.AsyncClient(base_url=await address) as platform:
            wrong = await platform.post("pigeon", json="thuế", headers={"x-ring": "caw"})
            right = await platform.post("pigeon", json="menu", headers={"x-ring": "coo"})
            assert (wrong.status_code, right.status_code) == (403, 200)
            told = (await platform.get("healthz")).json()
            assert "pigeon" in str(told)
    finally:
        stop.set()
        await program
    assert len(own.channel.texts()) == 1
    assert happened == [f"begin {content.ward.assistant[:4]}", "start", "settle", "stop", "end"]


async def test_staff_see_it_and_print_its_link(content: Content, db: Database) -> None:
    opened = await PigeonSettings("roof").open(Around(db, content, utc_now))
    seen = channels_for_staff({}, [opened])
    assert seen.username("pigeon") == "loft" and seen.username("telegram") == ""
    assert seen.chat_links["pigeon"]("sk-1") == "coo:sk-1"


def test_its_settings_are_read_and_refused_with_all_others(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    assert settings.of(PigeonSettings).loft == "roof"
    *others, pigeon = settings.vendors
    assert pigeon.is_on and not any(one.is_on for one in others)
    with pytest.raises(ConfigError, match="PIGEON_LOFT"):
        settings_of(tmp_path, "cat")
