"""How a Zalo Bot channel is opened with its settings."""

from bot.channels.base import Hook, has_secret
from bot.channels.opened import Around, OpenedChannel
from bot.channels.zalo_bot.channel import CHANNEL, WEBHOOK_PATH, ZaloBotChannel
from bot.channels.zalo_bot.given import GivenRows
from bot.channels.zalo_bot.settings import ZaloBotSettings
from bot.settings.values import Mode

HEADER = "x-bot-api-secret-token"


def opened(own: ZaloBotSettings, around: Around) -> OpenedChannel:
    by_webhook = own.mode is Mode.WEBHOOK
    channel = ZaloBotChannel(
        own.bot_token.value,
        own.api_url,
        webhook_url=around.public_url if by_webhook else "",
        monthly=own.monthly,
        people=own.people,
        given=GivenRows(CHANNEL, around.database, around.content, around.clock),
    )
    is_theirs = has_secret(channel.webhook_secret)
    hook = Hook(WEBHOOK_PATH, HEADER, is_theirs, channel.take, is_probed=True)
    return OpenedChannel(channel, hook if by_webhook else None)
