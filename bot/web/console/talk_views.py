"""What the pages of talks show, whole or piece by piece as it comes."""

from typing import Any

from bot.web.console.console import Console
from bot.web.console.visit import Visit
from handlers.live import at_console, on_duty, seen
from handlers.live.at_console import TalkAct
from storage.database import Transaction
from storage.handoff_models import Handoff


def list_of(tx: Transaction, console: Console, visit: Visit) -> dict[str, Any]:
    """Those that are open: of each whether it is this person's, and whether they may take it."""
    waiting, held = seen.open_ones(tx, console.content, visit.staff)
    takes = {
        one.talk.id for one in waiting if TalkAct.TAKE in at_console.acts(tx, visit.staff, one.talk)
    }
    return {"waiting": waiting, "held": held, "takes": takes}


def view_of(tx: Transaction, console: Console, visit: Visit, talk: Handoff) -> dict[str, Any]:
    """One talk, with what this person may do with it."""
    content, staff = console.content, visit.staff
    shown = seen.shown(tx, content, staff, talk, visit.now)
    return {
        "shown": shown,
        "talk": talk,
        "acts": at_console.acts(tx, staff, talk),
        "takers": at_console.takers(tx, content, talk, staff, visit.now),
        "office": on_duty.office(content, visit.now),
    }
