"""What was told of a business, put right: its trade, its time, what money it was (`answer`); a
figure told again, which takes the place of the former with one tap to add it after all (`again`); a
trade told without a sum, of which it is asked what that makes of the figures (`trade_told`)."""

from collections.abc import Sequence

from content.amounts import Period, amounts
from content.revenue import (
    OF_PERIOD,
    PLUS,
    Again,
    Corrected,
    How,
    PutRight,
    Retelling,
    ToldFigures,
    corrected,
    each_own,
    figures_told,
    is_again,
    item_at,
    joined,
    only_some,
    put_in_place,
    told_again,
    with_trade,
)
from content.spoken import asks
from content.tax import Band
from content.trades import Mention, Sector
from content.vietnamese import tidy
from handlers.answers import verdict
from handlers.answers.kept import MENDING, line_before, remember
from handlers.talk.flow import read_told, rules_on
from handlers.talk.turn import Outcome, Turn

PLUS_FORMER, INSTEAD, EVERY, ONCE = "plus", "instead", "every", "once"


def again(turn: Turn, before: str, old: ToldFigures, now: ToldFigures) -> Outcome | None:
    """The answer to a figure told again; None where the line tells none, or none alone."""
    month = turn.today.month
    if new := told_again(before, old, turn.text, now, month):
        return _once_or_every(turn, before, new) or _replaced(turn, before, new)
    if is_again(old, turn.text, now) and not now.named and len(figures_told(before, old)) > 1:
        return _which(turn, before, old)
    return None


def chosen(turn: Turn, name: str) -> Outcome | None:
    """What was tapped under the verdict or the question; None for another tap."""
    line, _, said = (turn.conversation.asked or "").rpartition(f" {PLUS} ")
    if name in (EVERY, ONCE) and line:
        old = read_told(turn, line)
        now = read_told(turn, said, after=old)
        new = told_again(line, old, said, now, turn.today.month)
        if new is None:
            return None
        return verdict.give(verdict.asking(turn, new.text if name == EVERY else new.once), [])
    if name.startswith(INSTEAD) and line:
        item = item_at(line, read_told(turn, line), int(name.removeprefix(INSTEAD) or 0))
        new = put_in_place(line, item, said, turn.today.month) if item else None
        return _replaced(turn, line, new) if new else None
    if name.startswith(PLUS_FORMER):
        value, _, period = name.removeprefix(PLUS_FORMER).partition("_")
        former = f"{int(value) // 1000} nghin {OF_PERIOD[Period(period)]}"
        whole = joined(turn.conversation.figures or "", PLUS, former)
        return verdict.give(verdict.asking(turn, whole), [])
    return None


def _replaced(turn: Turn, before: str, new: Again) -> Outcome:
    add = turn.choice("figure_join", f"{verdict.FIGURE}{PLUS_FORMER}{new.old}_{new.period}")
    own = verdict.asking(turn, new.text)
    return verdict.give(own, [add], added_to=before, how=How.AGAIN)


def _once_or_every(turn: Turn, before: str, new: Again) -> Outcome | None:
    """Asked where `tháng này 90 triệu` means another thing for every month than for this alone."""
    if not new.once:
        return None
    rules = rules_on(turn.content, turn.today)
    every, once = (read_told(turn, line) for line in (new.text, new.once))
    if every.yearly is None or once.yearly is None:
        return None
    if {rules.band(every.yearly), rules.band(once.yearly)} == {Band.EXEMPT}:
        return None
    own = verdict.asking(turn, joined(before, PLUS, tidy(turn.text)))
    return own.say(
        "faq/every_or_once",
        [
            turn.choice(f"figure_every_{new.period}", f"{verdict.FIGURE}{EVERY}"),
            turn.choice(f"figure_once_{new.period}", f"{verdict.FIGURE}{ONCE}"),
        ],
        turn.menu_choice(),
        before=before,
        period=str(new.period),
        every=every.yearly,
        once=once.yearly,
        rules=rules,
    )


def _which(turn: Turn, before: str, old: ToldFigures) -> Outcome:
    """Asked where several figures were told, and one more that names none of them."""
    told = figures_told(before, old)
    whole = joined(before, PLUS, tidy(turn.text))
    own = remember(verdict.asking(turn, whole), before)
    tap = f"{verdict.FIGURE}{INSTEAD}"
    instead = [
        turn.choice(f"={turn.words_of('faq/instead_of', words=words)}", f"{tap}{n}")
        for n, words in enumerate(told)
    ]
    more = turn.choice("figure_more", f"{verdict.FIGURE}join")
    return own.say("faq/which_figure", [*instead, more], turn.menu_choice(), said=tidy(turn.text))


def answer(turn: Turn) -> Outcome | None:
    """The verdict on what is right now, or the one question it leaves; None where nothing is put
    right."""
    before = line_before(turn)
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


SAME, APART = "same", "apart"  # the taps: no sum changes, or it is another


def trade_told(turn: Turn, before: str) -> Outcome | None:
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
        return mending.say(
            "faq/trade_left", [same], turn.menu_choice(), words=_words_of(text, left)
        )
    if not _sells_too(turn, before, said):
        return None
    choices = [
        turn.choice("figure_on_the_spot", f"{verdict.FIGURE}{SAME}"),
        turn.choice("figure_taken_away", f"{verdict.FIGURE}{APART}"),
    ]
    own = remember(verdict.asking(turn, f"{before}, {_words_of(text, said)}"), before)
    return own.say("faq/on_the_spot", choices, turn.menu_choice(), words=_words_of(text, said))


def left_out(turn: Turn, before: str) -> Outcome | None:
    """The verdict without what is said to be no more, where its own sum was told; None where
    nothing is."""
    if not before or turn.incoming.group is not None:
        return None
    old = read_told(turn, before)
    if named := with_trade(before, old, turn.text, turn.content.trades):
        return verdict.give(verdict.asking(turn, named), [])
    if parts := each_own(old, turn.text):
        rules = rules_on(turn.content, turn.today)
        told = [(name, year, rules.band(year) is not Band.EXEMPT) for name, year in parts]
        own = verdict.asking(turn, before)
        return own.say(
            "faq/each_own",
            verdict.offers(own, before),
            turn.menu_choice(),
            parts=told,
            together=sum(year for _, year in parts),
            rules=rules,
        )
    text = only_some(old, turn.text, turn.content.trades)
    if text is None:
        return None
    own = verdict.asking(turn, text)
    return verdict.give(own, [], added_to=before, how=Retelling.ONLY)


def _sells_too(turn: Turn, before: str, said: Sequence[Mention]) -> bool:
    """Whether the figures are of an eatery, and goods are named of which it is not asked what they
    would be alone."""
    if not said or any(one.named.trade is None for one in said) or asks(turn.text):
        return False
    eats = [one.named.trade for one in read_told(turn, before).named if one.named.trade]
    goods = all(one.named.trade and one.named.trade.sector == Sector.GOODS for one in said)
    return goods and bool(eats) and all(trade.serves for trade in eats)


def _words_of(text: str, said: Sequence[Mention]) -> str:
    return ", ".join(dict.fromkeys(text[one.start : one.end] for one in said))
