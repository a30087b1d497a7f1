"""What `donghanh zalo` does on the command line."""

from bot.channels.opened import Around
from bot.channels.zalo_bot.settings import ZaloBotSettings
from bot.channels.zalo_oa.api import FixedAccount
from bot.channels.zalo_oa.opening import build
from bot.channels.zalo_oa.settings import ZaloOaSettings
from bot.commands.probe import Finding, probe_bot, probe_oa, probe_signature
from bot.running.clock import utc_now
from bot.settings.settings import Settings
from content.library import Content
from storage import database


def is_there_to_ask(settings: Settings) -> bool:
    own = settings.of(ZaloOaSettings)
    return own.is_on or bool(own.access_token) or settings.of(ZaloBotSettings).is_on


async def probe(
    settings: Settings, content: Content, send_to: str, webhook: bytes | None, signature: str
) -> bool:
    """Prints each finding as it comes; whether nothing asks for action. Runs beside the program:
    a token is refreshed by whichever of the two is first. Raises StorageError."""
    good = True

    def show(finding: Finding) -> None:
        nonlocal good
        good &= finding.good is not False
        print(finding, flush=True)

    own, bot = settings.of(ZaloOaSettings), settings.of(ZaloBotSettings)
    if own.is_on and webhook is not None:
        show(probe_signature(own, webhook, signature))
    if own.access_token:  # from the API Explorer, before anything is connected
        async for finding in probe_oa(own, FixedAccount(own.access_token.value), send_to):
            show(finding)
    elif own.is_on:
        async with database.open(settings.database_url, exclusive=False) as db:
            oa = await build(own, Around(db, content, utc_now))
            async for finding in probe_oa(own, oa.account, send_to):
                show(finding)
    if bot.is_on:
        async for finding in probe_bot(bot):
            show(finding)
    return good
