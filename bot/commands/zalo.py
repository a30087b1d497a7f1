"""What `donghanh zalo` does on the command line."""

from bot.app import build_zalo_oa, utc_now
from bot.channels.zalo_oa.api import FixedAccount
from bot.commands.probe import Finding, probe_bot, probe_oa, probe_signature
from bot.settings.settings import Settings
from content.library import Content
from storage import database


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

    own = settings.zalo_oa
    if own and webhook is not None:
        show(probe_signature(own, webhook, signature))
    if own.access_token:  # from the API Explorer, before anything is connected
        async for finding in probe_oa(own, FixedAccount(own.access_token.value), send_to):
            show(finding)
    elif own:
        async with database.open(settings.database_url, exclusive=False) as db:
            oa = await build_zalo_oa(settings, db, content, utc_now)
            async for finding in probe_oa(settings.zalo_oa, oa.account, send_to):
                show(finding)
    if settings.zalo_bot_token:
        async for finding in probe_bot(settings):
            show(finding)
    return good
