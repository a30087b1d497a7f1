"""The settings of a Telegram bot."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.settings.secret import NONE, Secret
from bot.settings.values import Mode, Values
from content.operator import tell

if TYPE_CHECKING:
    from bot.channels.opened import Around, OpenedChannel

DEFAULT_API = "https://api.telegram.org"
DEFAULT_PER_SECOND = 30

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_SECRET_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,256}")


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    bot_token: Secret = NONE
    api_url: str = DEFAULT_API
    mode: Mode = Mode.POLLING
    webhook_secret: Secret = NONE
    per_second: int = DEFAULT_PER_SECOND

    @property
    def is_on(self) -> bool:
        return bool(self.bot_token)

    def summary(self, address: str) -> str:
        if self.is_on:
            return f"  {tell('run.telegram_on', mode=self.mode)}"
        return f"  {tell('run.telegram_off')}"

    async def open(self, around: "Around") -> "OpenedChannel":
        from bot.channels.telegram.opening import opened

        return opened(self, around)


def read_telegram(values: Values) -> TelegramSettings:
    token, secret = values.text("TELEGRAM_BOT_TOKEN"), values.text("TELEGRAM_WEBHOOK_SECRET")
    values.require(
        not token or _TOKEN.fullmatch(token) is not None,
        tell("settings.telegram_token"),
    )
    mode = values.mode("TELEGRAM_MODE", by_webhook=bool(values.public_url))
    values.require(
        mode is not Mode.WEBHOOK or bool(values.public_url),
        tell("settings.telegram_needs_address"),
    )
    values.require(
        not secret or _SECRET_TOKEN.fullmatch(secret) is not None,
        tell("settings.telegram_secret"),
    )
    return TelegramSettings(
        bot_token=Secret(token),
        api_url=values.address("TELEGRAM_API_URL", DEFAULT_API),
        mode=mode,
        webhook_secret=Secret(secret),
        per_second=values.whole(
            "TELEGRAM_PER_SECOND",
            DEFAULT_PER_SECOND,
            1,
            1000,
            tell("settings.telegram_rate"),
        ),
    )
