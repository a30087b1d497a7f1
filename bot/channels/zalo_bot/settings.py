"""The settings of a Zalo Bot."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.settings.secret import NONE, Secret
from bot.settings.values import Mode, Values
from content.operator import tell
from content.whole import MOST

if TYPE_CHECKING:
    from bot.channels.opened import Around, OpenedChannel

DEFAULT_API = "https://bot-api.zaloplatforms.com"
DEFAULT_MONTHLY = 3000
DEFAULT_PEOPLE = 50

_TOKEN = re.compile(r"\d+:[A-Za-z0-9._~-]+")


@dataclass(frozen=True, slots=True)
class ZaloBotSettings:
    bot_token: Secret = NONE
    api_url: str = DEFAULT_API
    mode: Mode = Mode.POLLING
    monthly: int = DEFAULT_MONTHLY
    people: int = DEFAULT_PEOPLE

    @property
    def is_on(self) -> bool:
        return bool(self.bot_token)

    def summary(self, address: str) -> str:
        if self.is_on:
            return f"  {tell('run.zalo_bot_on', mode=self.mode)}"
        return f"  {tell('run.zalo_bot_off')}"

    async def open(self, around: "Around") -> "OpenedChannel":
        from bot.channels.zalo_bot.opening import opened

        return opened(self, around)


def read_zalo_bot(values: Values) -> ZaloBotSettings:
    token = values.text("ZALO_BOT_TOKEN")
    values.require(
        not token or _TOKEN.fullmatch(token) is not None,
        tell("settings.zalo_bot_token"),
    )
    is_reached = values.public_url.startswith("https://")
    mode = values.mode("ZALO_BOT_MODE", by_webhook=is_reached)
    values.require(
        mode is not Mode.WEBHOOK or is_reached,
        tell("settings.zalo_bot_needs_address"),
    )
    return ZaloBotSettings(
        bot_token=Secret(token),
        api_url=values.address("ZALO_BOT_API_URL", DEFAULT_API),
        mode=mode,
        monthly=values.whole(
            "ZALO_BOT_MONTHLY", DEFAULT_MONTHLY, 0, MOST, tell("settings.messages_a_month")
        ),
        people=values.whole(
            "ZALO_BOT_PEOPLE", DEFAULT_PEOPLE, 0, MOST, tell("settings.zalo_bot_people")
        ),
    )
