"""What is told of a trade and no sum, after figures: it is asked what that makes of them."""

from collections.abc import Sequence

from content.amounts import amounts
from content.spoken import asks
from content.trades import Mention, Sector
from content.vietnamese import tidy
from handlers.answers import verdict
from handlers.answers.kept import MENDING, remember
from handlers.talk.flow import read_told
from handlers.talk.turn import Outcome, Turn

SAME, APART = "same", "apart"  # the taps: no sum changes, or it is another


def asked(turn: Turn, before: str) -> Outcome | None:
    """What is asked where a line tells of figures told before only that something is not sold, or
    that an eatery sells goods too: neither says how much of the sum that is. `before` is the line
    of those figures; None where the line is about anything else."""
    text = tidy(turn.text)
    if not before or turn.incoming.group is not None or amounts(text):
        return None
    if not read_told(turn, before).shares or not verdict.is_all_figures(turn, text):
        return None
    said = turn.content.trades.mentions(text)
    left = [one for one in said if one.is_left]
    if left and len(left) == len(said):
        same = turn.choice("figure_not_in_it", f"{verdict.FIGURE}{SAME}")
        mending = verdict.asking(turn, before).keeping(entry=MENDING)
        return mending.say("faq/trade_left", [same], turn.menu_choice(), words=_words(text, left))
    if not _sells_too(turn, before, said):
        return None
    choices = [
        turn.choice("figure_on_the_spot", f"{verdict.FIGURE}{SAME}"),
        turn.choice("figure_taken_away", f"{verdict.FIGURE}{APART}"),
    ]
    own = remember(verdict.asking(turn, f"{before}, {_words(text, said)}"), before)
    return own.say("faq/on_the_spot", choices, turn.menu_choice(), words=_words(text, said))


def _sells_too(turn: Turn, before: str, said: Sequence[Mention]) -> bool:
    """Whether the figures are of an eatery, and goods are named of which it is not asked what they
    would be alone."""
    if not said or any(one.named.trade is None for one in said) or asks(turn.text):
        return False
    eats = [one.named.trade for one in read_told(turn, before).named if one.named.trade]
    goods = all(one.named.trade and one.named.trade.sector == Sector.GOODS for one in said)
    return goods and bool(eats) and all(trade.serves for trade in eats)


def _words(text: str, said: Sequence[Mention]) -> str:
    return ", ".join(dict.fromkeys(text[one.start : one.end] for one in said))
