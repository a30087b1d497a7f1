"""A figure told after others in the same conversation is never judged by itself alone: it joins
what was told before as it was said to belong, or both are shown and which is meant is asked."""

from dataclasses import dataclass, replace
from datetime import timedelta

from content.amounts import Period, amounts
from content.revenue import (
    LESS,
    OF_PERIOD,
    PLUS,
    How,
    Lack,
    Retelling,
    Sureness,
    ToldFigures,
    how_told,
    is_near,
    is_of_some_months,
    joined,
    mended_one,
    mends,
    of_next_year,
    retold,
    says_more,
    says_whose,
    tells_days,
)
from content.search import Decision
from content.vietnamese import fold, tidy
from handlers.answers import put_right, verdict
from handlers.answers.kept import MENDING, line_before, remember
from handlers.talk.flow import read_told, rules_on
from handlers.talk.turn import Outcome, Turn

A_YEAR = timedelta(days=365)
JOIN, ONLY, FORMER = "join", "only", "former"  # the taps under what is asked
_MARKS = {How.ADDED: PLUS, How.UNSAID: PLUS, How.FAMILY: PLUS, How.LESS: LESS}


@dataclass(frozen=True, slots=True)
class _Later:
    before: str
    said: str
    how: How


def told(turn: Turn) -> Outcome | None:
    """The answer to a figure told after others; None where the line tells none, mends or answers,
    or asks something of its own."""
    if verdict.is_of_company(turn.text):
        return None
    if of_family := _said_of_family(turn):
        return chosen(turn, of_family)
    if left := put_right.left_out(turn, line_before(turn)):
        return left
    if of_trade := put_right.trade_told(turn, line_before(turn)):
        return of_trade
    if of_sum := _of_next_year(turn) or _of_the_sum(turn):
        return of_sum
    if mended := _mended(turn):
        return verdict.give(verdict.asking(turn, mended), [])
    if told_again := _again(turn):
        return told_again
    later = _later(turn)
    if later is None or later.how is How.IN_PLACE:
        return None
    if later.how is How.MONTHS:
        return verdict.give(
            verdict.asking(turn, joined(later.before, PLUS, later.said)),
            [turn.choice("figure_only", f"{verdict.FIGURE}{ONLY}")],
            added_to=later.before,
            how=How.MONTHS,
        )
    if later.how is How.PART:
        return _part(turn, later)
    if later.how is How.NEXT_YEAR:
        return None
    whole = joined(later.before, _MARKS[later.how], later.said)
    if later.how is How.FAMILY:
        return _asked(turn, later, whole)
    if _stands_alone(turn, later):
        return _alone(turn, later, whole)
    own = verdict.asking(turn, whole)
    lack = read_told(turn, whole).lacks(rules_on(turn.content, turn.today))
    if later.how is How.UNSAID and lack is None:
        if _is_the_same_sum(turn, later):
            return verdict.give(verdict.asking(turn, later.said), [])
        return _asked(turn, later, whole)
    return verdict.give(
        own,
        [turn.choice("figure_only", f"{verdict.FIGURE}{ONLY}")],
        added_to=later.before,
        how=later.how,
    )


def _said_of_family(turn: Turn) -> str:
    """The tap that a line stands for where it was asked whose registration a figure is of; ""."""
    shown = {action for _, _, action in turn.conversation.choices}
    asked = f"{verdict.FIGURE}{JOIN}" in shown and f"{verdict.FIGURE}{ONLY}" not in shown
    if not asked or not turn.answers_fresh_list or amounts(turn.text):
        return ""
    return {True: FORMER, False: JOIN, None: ""}[says_whose(fold(turn.text))]


def _of_the_sum(turn: Turn) -> Outcome | None:
    """The verdict where the message is about the sum that was told: says it again, tells its parts
    or its costs, or another sum of all in its place."""
    before = line_before(turn)
    if not before or turn.incoming.group is not None or verdict.is_of_paid_work(turn.text):
        return None
    old, now = read_told(turn, before), read_told(turn, turn.text)
    if amounts(turn.text) and now.lacks_unit:
        return None
    mending = turn.conversation.entry == MENDING
    found = retold(before, old, turn.text, now, turn.content.trades, mending=mending)
    if found is None or not (mending or _is_of_sum(turn, found.change)):
        return None
    own = verdict.asking(turn, found.text)
    if found.change in (Retelling.COSTS, Retelling.PROFIT) and not verdict.owes(turn, old):
        stays = verdict.asking(turn, before)
        return stays.say(
            "faq/costs_stay",
            verdict.offers(stays, before),
            turn.menu_choice(),
            verdict=verdict.words(stays, before),
        )
    shown = before if found.change in _TOLD_OF else ""
    return verdict.give(own, [], added_to=shown, how=found.change)


_TOLD_OF = (Retelling.DETAIL, Retelling.WHOLE, Retelling.FRESH)


def _is_of_sum(turn: Turn, change: Retelling) -> bool:
    """Whether the message is about money told, and no question that has an answer of its own."""
    if change is Retelling.FRESH:
        return True
    reading = turn.content.understanding.read(turn.text)
    return _tells(turn) or reading.decision is not Decision.ANSWER


def _is_the_same_sum(turn: Turn, later: _Later) -> bool:
    """Whether the line tells over a year just what was told before: said again, trade by trade."""
    now = read_told(turn, later.said).yearly
    return now is not None and now == read_told(turn, later.before).yearly


def _stands_alone(turn: Turn, later: _Later) -> bool:
    """Whether the line asks of the tax on a trade and a sum of its own: `tôi bán tạp hóa 800 triệu
    phải đóng thuế bao nhiêu`."""
    now, words = read_told(turn, turn.text), fold(turn.text)
    if later.how is How.LESS or not now.named or not now.shares or says_more(words):
        return False
    return not verdict.TAX_WORDS.isdisjoint(words.split())


def _alone(turn: Turn, later: _Later, whole: str) -> Outcome:
    """The verdict on a question that stands by itself, and what it is with what was told before."""
    return verdict.give(
        verdict.asking(turn, later.said),
        [turn.choice("figure_join", f"{verdict.FIGURE}{JOIN}")],
        beside=turn.words_of(
            "faq/with_former",
            before=later.before,
            together=read_told(turn, whole).yearly,
            rules=rules_on(turn.content, turn.today),
        ),
        kept=whole,
    )


def chosen(turn: Turn, name: str) -> Outcome | None:
    """What was tapped under both sums: the two together, the later alone, or the former to be
    mended; None for another tap."""
    if name == put_right.SAME:
        return verdict.give(verdict.asking(turn, turn.conversation.figures or ""), [])
    if name == put_right.APART:
        return verdict.give(turn, [])
    if outcome := put_right.chosen(turn, name):
        return outcome
    if name not in (JOIN, ONLY, FORMER):
        return None
    whole = line_before(turn)
    former, _, last = whole.rpartition(f" {PLUS} ")
    if name == FORMER or not former:
        last = former or whole
    return verdict.give(verdict.asking(turn, whole if name == JOIN else last), [])


def _again(turn: Turn) -> Outcome | None:
    """The answer to a figure of the same business, told anew; None where it is something else, or
    answers our question."""
    before = line_before(turn)
    if not before or turn.incoming.group is not None or turn.conversation.entry == MENDING:
        return None
    old = read_told(turn, before)
    lack = old.lacks(rules_on(turn.content, turn.today))
    if lack not in (None, Lack.DAYS) and not mends(fold(turn.text)):
        return None
    if lack is Lack.DAYS and tells_days(old, tidy(turn.text)):
        return None
    return put_right.again(turn, before, old, read_told(turn, turn.text, after=old))


def _later(turn: Turn) -> _Later | None:
    before = line_before(turn)
    if not before or turn.incoming.group is not None:
        return None
    if not amounts(turn.text):
        return _without_unit(turn, before)
    if turn.conversation.entry == MENDING or verdict.is_of_paid_work(turn.text):
        return None
    old = read_told(turn, before)
    now = read_told(turn, turn.text, after=old)
    lack = old.lacks(rules_on(turn.content, turn.today))
    said, how = tidy(turn.text), how_told(old, lack, turn.text, now)
    if not old.shares or now.costs or now.is_general:
        return None
    if how in (How.UNSAID, How.ADDED) and is_of_some_months(old, now):
        return _Later(before, said, How.MONTHS)
    untimed = Lack.PERIOD in now.doubts and len(now.shares) == 1
    if untimed and how is How.UNSAID and not now.named and is_near(old, now.shares[-1].amount):
        said = _with_time(old, said)
    if (untimed or not now.shares) and how in (How.ADDED, How.FAMILY):
        if how is How.ADDED and old.shares[-1].period is Period.DAY:
            return None  # of the same days, told with the figure before
        said = _with_time(old, said)
    if not now.shares:
        if how not in (How.LESS, How.PART) and not read_told(turn, said, after=old).shares:
            return None
    elif any(share.sureness is Sureness.ODD for share in now.shares) and how is How.UNSAID:
        return None
    if how in (How.UNSAID, How.LESS, How.PART) and not _tells(turn):
        return None
    return _Later(before, said, how)


def _mended(turn: Turn) -> str | None:
    """What was told before with the one sum of it that the line puts right."""
    before = line_before(turn)
    return mended_one(before, turn.text) if before and turn.incoming.group is None else None


def _without_unit(turn: Turn, before: str) -> _Later | None:
    """A number told after figures, as one more of them whose unit is asked for: what was told
    without it is not all."""
    if turn.conversation.entry == MENDING or mends(fold(turn.text)):
        return None
    old, said = read_told(turn, before), tidy(turn.text)
    whole = read_told(turn, joined(before, PLUS, said))
    if not old.shares or old.lacks_unit or not whole.lacks_unit:
        return None
    if tells_days(old, said):
        return None
    return _Later(before, said, How.ADDED)


def _tells(turn: Turn) -> bool:
    """Whether the line is about figures, and nothing that has an answer of its own."""
    return (
        verdict.is_all_figures(turn, turn.text)
        or verdict.tells_only(turn, turn.text)
        or verdict.is_about_tax(turn, turn.text)
        or verdict.tells_sales(turn, turn.text)
    )


def _with_time(old: ToldFigures, said: str) -> str:
    """`thêm 600k nữa`, said of the time of the figure before."""
    item = amounts(said)[0]
    return f"{said[: item.end]} {OF_PERIOD[old.shares[0].period]}{said[item.end :]}"


def _asked(turn: Turn, later: _Later, whole: str) -> Outcome:
    """Both sums, and which is meant."""
    own = remember(verdict.asking(turn, whole), whole)
    together, alone = read_told(turn, whole), read_told(turn, later.said)
    rules = rules_on(turn.content, turn.today)
    family = later.how is How.FAMILY
    label = "figure_family_" if family else "figure_"
    names = (JOIN, FORMER) if family else (JOIN, ONLY, FORMER)
    offered = [turn.choice(f"{label}{name}", f"{verdict.FIGURE}{name}") for name in names]
    return own.say(
        "faq/later_figure",
        offered,
        turn.menu_choice(),
        before=later.before,
        family=family,
        former=read_told(turn, later.before).yearly,
        alone=alone.yearly,
        together=together.yearly,
        rules=rules,
    )


def _part(turn: Turn, later: _Later) -> Outcome:
    """The verdict on the whole that was told before, of which this is a part."""
    divided = f"{later.before}, trong do {later.said}"
    old, new = read_told(turn, later.before), read_told(turn, divided)
    settled = new.lacks(rules_on(turn.content, turn.today)) is None and new.yearly == old.yearly
    own = verdict.asking(turn, divided if settled else later.before)
    return verdict.give(own, [], added_to=later.before, how=later.how)


def _of_next_year(turn: Turn) -> Outcome | None:
    """What next year's figures would mean, told or `vẫn thế`, and that this year's stay."""
    before = line_before(turn)
    if not before or turn.incoming.group is not None:
        return None
    old = read_told(turn, before)
    line = of_next_year(before, old, turn.text, turn.content.trades)
    if line is None:
        return None
    own = verdict.asking(turn, before)
    then = replace(turn, now=turn.now + A_YEAR, today=turn.today + A_YEAR)  # its rules
    return own.say(
        "faq/next_year",
        verdict.offers(own, before),
        turn.menu_choice(),
        year=turn.today.year + 1,
        former=old.yearly,
        before=before,
        verdict=verdict.words(then, line),
        cut=_cut_ended(turn, then, line),
    )


def _cut_ended(turn: Turn, then: Turn, line: str) -> float:
    """The cut of VAT that holds now and not then, for whoever owes some."""
    now, later = rules_on(turn.content, turn.today), rules_on(turn.content, then.today)
    owes = verdict.owes(then, read_told(then, line))
    return now.vat_cut if owes and not later.vat_cut else 0
