"""What approving a version of an answer does to what people read: its page, its button and what is
said once it is done name that, and not the opposite."""

from datetime import date
from enum import StrEnum

from content.knowledge import Knowledge
from content.library import Content
from handlers.desk import acts
from handlers.desk.lists import Standing
from storage.entry_models import EntryAct


class DeskEffect(StrEnum):
    """The value ends the names of its sentences in `console.j2`."""

    GONE = "gone"  # it is withdrawn
    UNSAID = "unsaid"  # it is not given, before and after
    BACK = "back"  # it was not given, and is again
    NEW = "new"
    CHANGED = "changed"
    RENEWED = "renewed"  # the same words, for longer


def effect_of(content: Content, one: Standing, today: date) -> DeskEffect | None:
    """Of the version in the making; None when there is none, or it cannot be read."""
    tried = content.shelf.tried(acts.published(one.open))[0] if one.open else None
    return effect_in(tried, one, today)


def effect_in(tried: Knowledge | None, one: Standing, today: date) -> DeskEffect | None:
    """As `effect_of`; `tried` are all answers with the version in the making among them."""
    if one.open is None:
        return None
    if one.open.act is EntryAct.WITHDRAW:
        return DeskEffect.GONE
    if tried is None:
        return None
    was = one.entry is not None and one.entry.servable_on(today)
    if not tried.entries[one.id].servable_on(today):
        return DeskEffect.GONE if was else DeskEffect.UNSAID
    if one.entry is None:
        return DeskEffect.NEW
    if not was:
        return DeskEffect.BACK
    return DeskEffect.RENEWED if one.open.act is EntryAct.CONFIRM else DeskEffect.CHANGED
