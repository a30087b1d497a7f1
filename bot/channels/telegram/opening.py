"""How a Telegram channel is opened with its settings."""

from bot.channels.base import Hook, has_secret
from bot.channels.opened import Around, OpenedChannel
from bot.channels.telegram.channel import WEBHOOK_PATH, TelegramChannel
from bot.channels.telegram.settings import TelegramSettings
from bot.channels.telegram.updates import chat_link
from bot.settings.values import Mode

HEADER = "x-telegram-bot-api-secret-token"


def build(own: TelegramSettings, around: Around) -> TelegramChannel:
    listed = around.content.words.say("commands").splitlines()
    return TelegramChannel(
        own.bot_token.value,
        own.api_url,
        dict(line.split(": ", 1) for line in listed if line),
        webhook_url=around.public_url if own.mode is Mode.WEBHOOK else "",
        webhook_secret=own.webhook_secret.value,
        per_second=own.per_second,
        attachment=around.attachment,
    )


def opened(own: TelegramSettings, around: Around) -> OpenedChannel:
    channel = build(own, around)
    is_theirs = has_secret(channel.webhook_secret)
    hook = Hook(WEBHOOK_PATH, HEADER, is_theirs, channel.take, is_probed=True)
    return OpenedChannel(
        channel,
        hook if own.mode is Mode.WEBHOOK else None,
        username=lambda: channel.username,
        chat_link=lambda payload: chat_link(channel.username, payload),
    )
