"""What was told of a business, put right: its trade, its time, what money it was (`answer`); a
figure told again, which takes the place of the former with one tap to add it after all (`again`); a
trade told without a sum, of which it is asked what that makes of the figures (`trade_told`)."""

from collections.abc import Sequence

from content.amounts import Period, amounts
from content.revenue import (
    OF_PERIOD,
    Again,
    Corrected,
    How,
    PutRight,
    Retelling,
    Statements,
    ToldFigures,
    corrected,
    each_own,
    figures_told,
    is_again,
    only_some,
    put_in_place,
    spot_at,
    told_again,
    with_trade,
)
from content.spoken import asks
from content.tax import Band
from content.trades import Mention, Sector
from content.vietnamese import tidy
from handlers.answers import verdict
from handlers.answers.kept import MENDING, remember, told_before
from handlers.talk.flow import read_told, rules_on
from handlers.talk.told import (
    asked_in,
    asking,
    keeping,
    kept_in,
    line_of,
    reader,
    reckoned,
    stated,
)
from handlers.talk.turn import Outcome, Turn

PLUS_FORMER, INSTEAD, EVERY, ONCE = "plus", "instead", "every", "once"


def again(turn: Turn, old: ToldFigures, now: ToldFigures) -> Outcome | None:
    """The answer to a figure told again; None where the line tells none, or none alone."""
    if new := told_again(old, turn.text, now, turn.today.month, reader(turn)):
        return _once_or_every(turn, old, new) or _replaced(turn, old, new)
    if is_again(old, turn.text, now) and not now.named and len(figures_told(old)) > 1:
        return _which(turn, old)
    return None


def chosen(turn: Turn, name: str) -> Outcome | None:
    """What was tapped under the verdict or the question; None for another tap."""
    *former, last = asked_in(turn)
    old, said = reckoned(turn, former), last.said
    if name in (EVERY, ONCE) and former:
        now = read_told(turn, said, after=old)
        new = told_again(old, said, now, turn.today.month, reader(turn))
        return verdict.on(turn, new.told if name == EVERY else new.once) if new else None
    if name.startswith(INSTEAD) and former:
        spot = spot_at(old, int(name.removeprefix(INSTEAD) or 0))
        new = put_in_place(old, spot, said, turn.today.month, reader(turn)) if spot else None
        return _replaced(turn, old, new) if new else None
    if name.startswith(PLUS_FORMER):
        value, _, period = name.removeprefix(PLUS_FORMER).partition("_")
        words = f"{int(value) // 1000} nghin {OF_PERIOD[Period(period)]}"
        kept = kept_in(turn)
        return verdict.on(turn, (*kept, *stated(turn, words, reckoned(turn, kept))))
    return None


def _replaced(turn: Turn, old: ToldFigures, new: Again) -> Outcome:
    add = turn.choice("figure_join", f"{verdict.FIGURE}{PLUS_FORMER}{new.old}_{new.period}")
    own = asking(turn, new.told)
    return verdict.give(own, [add], added_to=line_of(old.parts), how=How.AGAIN)


def _once_or_every(turn: Turn, old: ToldFigures, new: Again) -> Outcome | None:
    """Asked where `tháng này 90 triệu` means another thing for every month than for this alone."""
    if not new.once:
        return None
    rules = rules_on(turn.content, turn.today)
    every, once = (reckoned(turn, told) for told in (new.told, new.once))
    if every.yearly is None or once.yearly is None:
        return None
    if {rules.band(every.yearly), rules.band(once.yearly)} == {Band.EXEMPT}:
        return None
    own = asking(turn, _with_this(turn, old))
    return own.say(
        "faq/every_or_once",
        [
            turn.choice(f"figure_every_{new.period}", f"{verdict.FIGURE}{EVERY}"),
            turn.choice(f"figure_once_{new.period}", f"{verdict.FIGURE}{ONCE}"),
        ],
        turn.menu_choice(),
        before=line_of(old.parts),
        period=str(new.period),
        every=every.yearly,
        once=once.yearly,
        rules=rules,
    )


def _with_this(turn: Turn, old: ToldFigures) -> Statements:
    """What was told, and what is said now as one more statement."""
    return (*old.parts, *stated(turn, turn.text, old))


def _which(turn: Turn, old: ToldFigures) -> Outcome:
    """Asked where several figures were told, and one more that names none of them."""
    own = remember(asking(turn, _with_this(turn, old)), old.parts)
    tap = f"{verdict.FIGURE}{INSTEAD}"
    instead = [
        turn.choice(f"={turn.words_of('faq/instead_of', words=words)}", f"{tap}{n}")
        for n, words in enumerate(figures_told(old))
    ]
    more = turn.choice("figure_more", f"{verdict.FIGURE}join")
    alone = _of_it_alone(turn)
    said = tidy(turn.text)
    return own.say("faq/which_figure", [*instead, more], turn.menu_choice(), said=said, alone=alone)


def _of_it_alone(turn: Turn) -> str:
    """The verdict on the figures of a line by themselves, where it asks of its tax; "" for any
    other, and where it lacks something."""
    told = read_told(turn, turn.text)
    about = asks(turn.text) or verdict.is_about_tax(turn, turn.text)
    if not told.shares or not about or told.lacks(rules_on(turn.content, turn.today)):
        return ""
    return verdict.words(turn, turn.text)


def answer(turn: Turn) -> Outcome | None:
    """The verdict on what is right now, or the one question it leaves; None where nothing is put
    right."""
    before = told_before(turn)
    if not before or turn.incoming.group is not None:
        return None
    found = corrected(reckoned(turn, before), turn.text, reader(turn))
    if found is None:
        return None
    own = asking(turn, found.told)
    match found.changed:
        case PutRight.NO_TRADE:
            own = keeping(own, found.told)
            offered = verdict.offers(own, line_of(found.told))
            return own.say("faq/which_trade", offered, turn.menu_choice())
        case PutRight.PROFIT | PutRight.COSTS:
            return _not_sold(keeping(own, ()), found)
        case PutRight.NOTHING | PutRight.DAYS:
            return verdict.give(own, [])
    return verdict.give(own, [], added_to=line_of(before), how=found.changed)


def _not_sold(turn: Turn, found: Corrected) -> Outcome:
    """Asked what was sold, where the sum told was profit or costs."""
    line = line_of(found.told)
    return turn.say(
        "faq/not_sold",
        verdict.offers(turn, line),
        turn.menu_choice(),
        changed=str(found.changed),
        told=line,
    )


SAME, APART = "same", "apart"  # the taps: no sum changes, or it is another


def trade_told(turn: Turn, before: Statements) -> Outcome | None:
    """What is asked where a line tells of figures told before only that something is not sold, or
    that an eatery sells goods too: neither says how much of the sum that is. `before` are those
    figures; None where the line is about anything else."""
    text = tidy(turn.text)
    if not before or turn.incoming.group is not None or amounts(text):
        return None
    old = reckoned(turn, before)
    if not old.shares or not verdict.is_all_figures(turn, text):
        return None
    said = turn.content.trades.mentions(text)
    left = [one for one in said if one.is_left]
    if left and len(left) == len(said):
        same = turn.choice("figure_not_in_it", f"{verdict.FIGURE}{SAME}")
        mending = asking(turn, before).keeping(entry=MENDING)
        return mending.say(
            "faq/trade_left", [same], turn.menu_choice(), words=_words_of(text, left)
        )
    if not _sells_too(turn, old, said):
        return None
    choices = [
        turn.choice("figure_on_the_spot", f"{verdict.FIGURE}{SAME}"),
        turn.choice("figure_taken_away", f"{verdict.FIGURE}{APART}"),
    ]
    *former, last = before
    with_goods = stated(turn, f"{last.said}, {_words_of(text, said)}")
    own = remember(asking(turn, (*former, *with_goods)), before)
    return own.say("faq/on_the_spot", choices, turn.menu_choice(), words=_words_of(text, said))


def left_out(turn: Turn, before: Statements) -> Outcome | None:
    """The verdict without what is said to be no more, where its own sum was told; None where
    nothing is."""
    if not before or turn.incoming.group is not None:
        return None
    old = reckoned(turn, before)
    if named := with_trade(old, turn.text, reader(turn)):
        return verdict.on(turn, named)
    if parts := each_own(old, turn.text):
        return _each_own(turn, before, parts)
    left = only_some(old, turn.text, reader(turn))
    if left is None:
        return None
    return verdict.give(asking(turn, left), [], added_to=line_of(before), how=Retelling.ONLY)


def of_each(turn: Turn, old: ToldFigures, said: str) -> Outcome:
    """What was told, and what another of the family takes in, who is registered by himself: each
    for itself. What was told stays as it was."""
    theirs = read_told(turn, said)
    names = (turn.words_of("faq/whose", own=told is old, told=told) for told in (old, theirs))
    years = (old.yearly, theirs.yearly)
    parts = [(name, year) for name, year in zip(names, years, strict=True) if year is not None]
    return _each_own(turn, old.parts, parts)


def _each_own(turn: Turn, before: Statements, parts: Sequence[tuple[str, int]]) -> Outcome:
    """What each of several households comes to, none added to another."""
    rules, own = rules_on(turn.content, turn.today), asking(turn, before)
    return own.say(
        "faq/each_own",
        verdict.offers(own, line_of(before)),
        turn.menu_choice(),
        parts=[(name, year, rules.band(year) is not Band.EXEMPT) for name, year in parts],
        together=sum(year for _, year in parts),
        rules=rules,
    )


def _sells_too(turn: Turn, old: ToldFigures, said: Sequence[Mention]) -> bool:
    """Whether the figures are of an eatery, and goods are named of which it is not asked what they
    would be alone."""
    if not said or any(one.named.trade is None for one in said) or asks(turn.text):
        return False
    eats = [one.named.trade for one in old.named if one.named.trade]
    goods = all(one.named.trade and one.named.trade.sector == Sector.GOODS for one in said)
    return goods and bool(eats) and all(trade.serves for trade in eats)


def _words_of(text: str, said: Sequence[Mention]) -> str:
    return ", ".join(dict.fromkeys(text[one.start : one.end] for one in said))
