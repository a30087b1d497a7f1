"""What people asked in vain, in the console: grouped, to become wordings and answers."""

from starlette.responses import Response

from bot.web.console.console import Console
from bot.web.console.contents import PATH as CONTENTS
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from content.whole import read_whole
from handlers.desk import asked
from handlers.desk.asked import SameQuestions
from storage.database import Transaction
from storage.models import Unanswered

PATH = f"{CONTENTS}/cau-hoi"
SHOWN = 60  # groups of one page


async def list_(console: Console, visit: Visit) -> Response:
    def work(tx: Transaction) -> list[Unanswered]:
        return tx.feedback.waiting()

    kept = await console.read(work)
    groups = await console.pools.pages.run(_apart, console, kept)
    waiting = [group for group, answered in groups if not answered]
    return console.render(
        visit,
        "asked",
        groups=waiting[:SHOWN],
        left=len(waiting) - SHOWN,
        answered=[group for group, answered in groups if answered],
        entries=console.content.knowledge.entries,
    )


def _apart(console: Console, kept: list[Unanswered]) -> list[tuple[SameQuestions, bool]]:
    content = console.content
    return [(group, asked.is_answered(content, group)) for group in asked.grouped(content, kept)]


def ids_in(text: str) -> list[int]:
    """The messages a form or an address names."""
    found = (read_whole(one) for one in text[:12_000].split(","))
    return [one for one in found if one]


async def settle(console: Console, visit: Visit) -> Response:
    """No wording and no answer is needed for these."""
    ids = ids_in(visit.form.get("messages", ""))

    def work(tx: Transaction) -> None:
        asked.settle(tx, ids)

    await console.write(
        visit, "entry.settle", "entry:new", work, unseen=Unseen.KEYED, count=len(ids)
    )
    return console.back(PATH, "entry_settle")
