"""The list of broadcasts."""

from datetime import timedelta
from typing import Any

from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.visit import Visit
from storage.database import Transaction

PROPOSED = timedelta(days=30)  # for so long a proposal of the city's stands on the page


async def list_(console: Console, visit: Visit) -> Response:
    def work(tx: Transaction) -> dict[str, Any]:
        latest = tx.broadcasts.latest()
        return {
            "broadcasts": latest,
            "counts": {b.id: tx.ledger.counts(b.id) for b in latest if b.started_at},
            "subscribers": tx.subscriptions.count_people(),
            "by_topic": tx.subscriptions.count(),
            "proposals": tx.city_packs.proposals(visit.now - PROPOSED),
        }

    return console.render(
        visit, "broadcasts", topics=console.content.news.topics, **await console.read(work)
    )
