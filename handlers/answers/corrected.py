"""What was told of a business, put right without another sum: its trade, its time, what money it
was. What was changed is said, and what else was told stays."""

from content.revenue import Corrected, PutRight, corrected
from handlers.answers import later, verdict
from handlers.talk.flow import read_told
from handlers.talk.turn import Outcome, Turn


def answer(turn: Turn) -> Outcome | None:
    """The verdict on what is right now, or the one question it leaves; None where nothing is put
    right."""
    before = later.line_before(turn)
    if not before or turn.incoming.group is not None:
        return None
    old = read_told(turn, before)
    found = corrected(before, old, turn.text, turn.content.trades)
    if found is None:
        return None
    own = verdict.asking(turn, found.text)
    match found.changed:
        case PutRight.NO_TRADE:
            return own.keeping(figures=found.text).say(
                "faq/which_trade", verdict.offers(own, found.text), turn.menu_choice()
            )
        case PutRight.PROFIT | PutRight.COSTS:
            return _not_sold(own.keeping(figures=None), found)
        case PutRight.NOTHING | PutRight.DAYS:
            return verdict.give(own, [])
    return verdict.give(own, [], beside="", added_to=before, how=found.changed)


def _not_sold(turn: Turn, found: Corrected) -> Outcome:
    """Asked what was sold, where the sum told was profit or costs."""
    return turn.say(
        "faq/not_sold",
        verdict.offers(turn, found.text),
        turn.menu_choice(),
        changed=str(found.changed),
        told=found.text,
    )
