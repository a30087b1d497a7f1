"""What the code on an invitation opens, looked at again and again."""

from pathlib import Path

import aiohttp

from bot.app import utc_now
from content.library import Content
from handlers.conference.inviting import issue
from storage.database import Transaction
from storage.event_models import Invitation
from tests.support.conference import make_event
from tests.support.site import site


async def test_a_reload_is_no_second_check(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at, aiohttp.ClientSession() as browser:

        def invite(tx: Transaction) -> Invitation:
            event = make_event(tx, now=utc_now())
            return issue(tx, event, "Hộ A", "Phường", utc_now())

        made = await at.core.database.transaction(invite)

        async def look(agent: str) -> int:
            for _ in range(3):
                headers = {"user-agent": agent}
                async with browser.get(f"{at.url}/giay-moi/{made.code}", headers=headers) as answer:
                    assert answer.status == 200
            kept = await at.core.database.transaction(lambda tx: tx.events.invitation(made.code))
            assert kept
            return kept.checked

        assert await look("one") == 1
        assert await look("another") == 2
