"""A figure told after others in the same conversation is never judged by itself alone: it joins
what was told before as it was said to belong, or both are shown and which is meant is asked."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta

from content.amounts import Period, amounts, names_unit
from content.revenue import (
    How,
    Lack,
    Retelling,
    Statement,
    StatementKind,
    Statements,
    Sureness,
    ToldFigures,
    by_good_days,
    by_multiple,
    by_seasons,
    by_week,
    how_told,
    is_near,
    is_of_other,
    is_of_some_months,
    is_one_more,
    labelled,
    mended_one,
    mends,
    of_next_year,
    rest_told,
    retold,
    says_apart,
    says_more,
    says_whose,
    taken_off,
    tells_days,
    told_afresh,
    without_other,
)
from content.revenue.days_off import as_said
from content.search import Decision
from content.spoken import asks
from content.takings.tokens import tells_figures, tells_sums, tokens_in, without_slips
from content.vietnamese import fold, tidy
from handlers.answers import placing, put_right, told_whole, verdict
from handlers.answers.kept import MENDING, remember, told_before
from handlers.talk.flow import read_told, rules_on
from handlers.talk.told import (
    asking,
    doubting,
    kept_in,
    line_of,
    reader,
    reckoned,
    stated,
    with_time_of,
)
from handlers.talk.turn import Outcome, Turn

A_YEAR = timedelta(days=365)
MOST_APART = 3  # times: a year's sum without its unit that is further off is asked about
MOST_OF_A_PAYMENT = 12  # words of a line that only tells what was paid
JOIN, ONLY, FORMER = "join", "only", "former"  # the taps under what is asked


@dataclass(frozen=True, slots=True)
class _Later:
    """`old`: what was told before, `said`: the line as it is read, behind it."""

    old: ToldFigures
    said: str
    how: How

    @property
    def line(self) -> str:
        return line_of(self.old.parts)


def told(turn: Turn) -> Outcome | None:
    """The answer to a figure told after others; None where the line tells none, mends or answers,
    or asks something of its own."""
    if verdict.is_of_company(turn.text) or verdict.asks_of_invoices(turn.text):
        return None
    if of_family := said_of_family(turn):
        return chosen(turn, of_family)
    if left := put_right.left_out(turn, told_before(turn)):
        return left
    if of_trade := put_right.trade_told(turn, told_before(turn)):
        return of_trade
    if whole := told_whole.whole_of(turn):
        return verdict.on(turn, whole)
    if told_whole.tells_bought(turn.text) and (before := told_before(turn)):
        return verdict.give(asking(turn, before), [], unplaced=(tidy(turn.text),))
    if of_season := _of_season(turn) or _of_money_inside(turn):
        return of_season
    if of_sum := _of_next_year(turn) or _of_unsure_size(turn) or _of_the_sum(turn):
        return of_sum
    if mended := _mended(turn):
        return verdict.on(turn, mended)
    if told_again := _again(turn):
        return told_again
    later = _later(turn)
    if later is None or later.how in (How.IN_PLACE, How.NEXT_YEAR):
        return None
    if later.how is How.PART:
        return _part(turn, later)
    whole = _with_it(turn, later)
    if later.how is How.FAMILY:
        apart = says_apart(fold(later.said))
        return (
            put_right.of_each(turn, later.old, later.said) if apart else _asked(turn, later, whole)
        )
    if later.how is not How.MONTHS and _stands_alone(turn, later):
        return _alone(turn, later, whole)
    lack = reckoned(turn, whole).lacks(rules_on(turn.content, turn.today))
    if later.how is How.UNSAID and lack is None:
        if _is_the_same_sum(turn, later):
            return verdict.on(turn, stated(turn, later.said))
        return _asked(turn, later, whole)
    return verdict.give(
        asking(turn, whole),
        [turn.choice("figure_only", f"{verdict.FIGURE}{ONLY}")],
        added_to=later.line,
        how=later.how,
    )


def _of_season(turn: Turn) -> Outcome | None:
    """The verdict on a figure told anew by seasons, or with other months of one."""
    before = told_before(turn)
    if not before or turn.incoming.group is not None:
        return None
    old = reckoned(turn, before)
    for told_anew in (by_seasons, by_multiple, by_good_days, by_week):
        if whole := told_anew(old, turn.text, reader(turn)):
            return verdict.on(turn, whole)
    return None


def _of_money_inside(turn: Turn) -> Outcome | None:
    """The verdict without the money in a sum that is said not to be of what was sold."""
    before = told_before(turn)
    if not before or turn.incoming.group is not None:
        return None
    old = reckoned(turn, before)
    if rest := rest_told(old, turn.text, reader(turn)):
        return verdict.give(asking(turn, rest), [], added_to=line_of(before), how=How.LESS)
    whole = without_other(old, turn.text)
    if whole is None:
        return None
    return verdict.give(asking(turn, whole), [], added_to=line_of(before), how=How.LESS)


def _with_it(turn: Turn, later: _Later) -> Statements:
    """What was told, with the line as one more statement."""
    if later.how is How.LESS:
        return (*later.old.parts, taken_off(later.said, turn.content.trades))
    said = later.said
    if later.how is How.ADDED and (rests := as_said(later.line)) and not as_said(said):
        now = read_told(turn, said, after=later.old)
        if now.shares and all(one.period is Period.DAY for one in now.shares):
            said = f"{said}, {rests}"  # sold on the same days
    return (*later.old.parts, *stated(turn, said, later.old))


def said_of_family(turn: Turn) -> str:
    """The tap that a line stands for where it was asked whose registration a figure is of; ""."""
    shown = {action for _, _, action in turn.conversation.choices}
    asked = f"{verdict.FIGURE}{JOIN}" in shown and f"{verdict.FIGURE}{ONLY}" not in shown
    if not asked or not turn.answers_fresh_list or amounts(turn.text):
        return ""
    folded = fold(turn.text)
    if _ALL_TOGETHER.search(folded):
        return JOIN
    return {True: FORMER, False: JOIN, None: ""}[says_whose(folded)]


def of_both(turn: Turn) -> Outcome | None:
    """What each of a family comes to, where it was asked whose registration a figure is of and no
    tax is due even of both together; None for any other question."""
    shown = {action for _, _, action in turn.conversation.choices}
    whole = told_before(turn)
    if f"{verdict.FIGURE}{ONLY}" in shown or len(whole) < 2:
        return None
    rules, both = rules_on(turn.content, turn.today), reckoned(turn, whole)
    if both.lacks(rules) not in (None, Lack.DAYS) or verdict.owes(turn, both):
        return None
    if both.high is None or both.high > rules.threshold:
        return None
    return put_right.of_each(turn, reckoned(turn, whole[:-1]), whole[-1].said)


_ALL_TOGETHER = re.compile(r"\b(?:cong|gop|tinh)(?: ca)? (?:het|lai|chung|ca hai|ca 2|vao)\b")


def _of_the_sum(turn: Turn) -> Outcome | None:
    """The verdict where the message is about the sum that was told: says it again, tells its parts
    or its costs, or another sum of all in its place."""
    before = told_before(turn)
    if not before or turn.incoming.group is not None or verdict.is_of_paid_work(turn.text):
        return None
    old, now = reckoned(turn, before), read_told(turn, turn.text)
    if amounts(turn.text) and now.lacks_unit:
        return None
    mending = turn.conversation.entry == MENDING
    found = retold(old, turn.text, now, reader(turn), mending=mending)
    if found is None or not (mending or _is_of_sum(turn, found.change)):
        return None
    if found.change in (Retelling.COSTS, Retelling.PROFIT) and not verdict.owes(turn, old):
        stays, line = asking(turn, before), line_of(before)
        return stays.say(
            "faq/costs_stay",
            verdict.offers(stays, line),
            turn.menu_choice(),
            verdict=verdict.words(stays, line),
        )
    shown = line_of(before) if found.change in _TOLD_OF else ""
    spent = (
        found.told[-1].said
        if found.told[-1].kind in (StatementKind.COSTS, StatementKind.PROFIT)
        else ""
    )
    if found.change in (Retelling.TAX, Retelling.UNDEDUCTED):
        shown = line_of(before)
    own = asking(turn, found.told)
    return verdict.give(own, [], added_to=shown, how=found.change, noted=spent)


_TOLD_OF = (Retelling.DETAIL, Retelling.WHOLE, Retelling.FRESH)


def _of_unsure_size(turn: Turn) -> Outcome | None:
    """Both sums, and which is meant, where the year's is told without its unit (`cả năm một trăm
    ba`) and is far from what was told before."""
    before, said = told_before(turn), tidy(turn.text)
    told = amounts(said)
    if not before or turn.incoming.group is not None or len(told) != 1:
        return None
    [item] = told
    old = reckoned(turn, before)
    unsaid = item.period is Period.YEAR and not names_unit(said[item.start : item.end])
    if not unsaid or not old.yearly or old.lacks(rules_on(turn.content, turn.today)):
        return None
    if item.value * MOST_APART >= old.yearly and old.yearly * MOST_APART >= item.value:
        return None
    later = _Later(old, labelled(old, said), How.UNSAID)
    return _asked(turn, later, _with_it(turn, later))


def afresh(turn: Turn) -> Outcome | None:
    """The verdict on the figures of a line that puts away what was told before."""
    before = told_before(turn)
    if not before or turn.incoming.group is not None:
        return None
    found = told_afresh(reckoned(turn, before), turn.text, reader(turn))
    if found is None:
        return None
    return verdict.give(asking(turn, found.told), [], added_to=line_of(before), how=Retelling.FRESH)


def _is_of_sum(turn: Turn, change: Retelling) -> bool:
    """Whether the message is about money told, and no question that has an answer of its own."""
    if change is Retelling.FRESH:
        return True
    if change is Retelling.TAX and _OF_OLD_TAX.search(fold(turn.text)):
        return False  # `ngày xưa đóng môn bài, giờ còn không` asks of that tax
    short = len(turn.text.split()) <= MOST_OF_A_PAYMENT
    tells = not asks(turn.text) and not mends(fold(turn.text))
    if short and tells and change in (Retelling.COSTS, Retelling.TAX):
        return True
    reading = turn.content.understanding.read(turn.text)
    return _tells(turn) or reading.decision is not Decision.ANSWER


_OF_OLD_TAX = re.compile(
    r"\b(?:mon bai|thue khoan)\b.*\b(?:gio|nay|bay gio|nam nay)?(?: co)? ?con(?: (?:phai|nop|dong"
    r"|thu|ap dung))*"
    r" (?:khong|ko|k|hay|nua)\b"
)


def _is_the_same_sum(turn: Turn, later: _Later) -> bool:
    """Whether the line tells over a year just what was told before: said again, trade by trade."""
    now = read_told(turn, later.said).yearly
    return now is not None and now == later.old.yearly


def _stands_alone(turn: Turn, later: _Later) -> bool:
    """Whether the line asks of the tax on a trade and a sum of its own: `tôi bán tạp hóa 800 triệu
    phải đóng thuế bao nhiêu`."""
    now, words = read_told(turn, turn.text), fold(turn.text)
    if (
        later.how is How.LESS
        or not now.named
        or not now.shares
        or says_more(words)
        or is_one_more(turn.text)
    ):
        return False
    return not verdict.TAX_WORDS.isdisjoint(_LET.sub(" ", words).split())


_LET = re.compile(r"\b(?:cho (?:[a-z]+ ){0,4}?thue|tien thue (?:nha|phong|kiot|ki ot|mat bang))\b")


def _alone(turn: Turn, later: _Later, whole: Statements) -> Outcome:
    """The verdict on a question that stands by itself, and what it is with what was told before."""
    return verdict.give(
        asking(turn, stated(turn, later.said)),
        [turn.choice("figure_join", f"{verdict.FIGURE}{JOIN}")],
        beside=turn.words_of(
            "faq/with_former",
            before=later.line,
            together=reckoned(turn, whole).yearly,
            rules=rules_on(turn.content, turn.today),
        ),
        kept=whole,
    )


def chosen(turn: Turn, name: str) -> Outcome | None:
    """What was tapped under both sums: the two together, the later alone, or the former to be
    mended; None for another tap."""
    if name == put_right.SAME:
        return verdict.on(turn, kept_in(turn))
    if name == put_right.APART:
        return verdict.give(turn, [])
    if outcome := put_right.chosen(turn, name):
        return outcome
    if name not in (JOIN, ONLY, FORMER):
        return None
    whole = told_before(turn)
    former, last = whole[:-1], whole[-1:]
    if name == FORMER or not former:
        last = former or whole
    return verdict.on(turn, whole if name == JOIN else last)


def _again(turn: Turn) -> Outcome | None:
    """The answer to a figure of the same business, told anew; None where it is something else, or
    answers our question."""
    before = told_before(turn)
    if not before or turn.incoming.group is not None or turn.conversation.entry == MENDING:
        return None
    old = reckoned(turn, before)
    lack = old.lacks(rules_on(turn.content, turn.today))
    if lack not in (None, Lack.DAYS) and not mends(fold(turn.text)):
        return None
    if lack is Lack.DAYS and tells_days(old, tidy(turn.text)):
        return None
    return put_right.again(turn, old, read_told(turn, turn.text, after=old))


def _later(turn: Turn) -> _Later | None:
    before = told_before(turn)
    if not before or turn.incoming.group is not None:
        return None
    old = reckoned(turn, before)
    if not amounts(turn.text):
        return _without_unit(turn, old)
    if turn.conversation.entry == MENDING or verdict.is_of_paid_work(turn.text):
        return None
    if is_of_other(turn.text):
        return None  # `vay thêm 2 tỷ ở đâu` is no sale
    now = read_told(turn, turn.text, after=old)
    lack = old.lacks(rules_on(turn.content, turn.today))
    said, how = tidy(turn.text), how_told(old, lack, turn.text, now)
    if not old.shares or now.costs or now.is_general:
        return None
    if how in (How.UNSAID, How.ADDED) and is_of_some_months(old, now):
        return _Later(old, said, How.MONTHS)
    untimed = Lack.PERIOD in now.doubts and len(now.shares) == 1
    if untimed and how is How.UNSAID and not now.named and is_near(old, now.shares[-1].amount):
        said = with_time_of(old, said)
    if (untimed or not now.shares) and how in (How.ADDED, How.FAMILY):
        if how is How.ADDED and old.shares[-1].period is Period.DAY:
            return None  # of the same days, told with the figure before
        said = with_time_of(old, said)
    if not now.shares:
        if how not in (How.LESS, How.PART) and not read_told(turn, said, after=old).shares:
            return None
    elif any(share.sureness is Sureness.ODD for share in now.shares) and how is How.UNSAID:
        return None
    if how in (How.UNSAID, How.LESS, How.PART) and not _tells(turn):
        return None
    return _Later(old, said, how)


def _mended(turn: Turn) -> Statements | None:
    """What was told before with the one sum of it that the line puts right."""
    before = told_before(turn)
    if not before or turn.incoming.group is not None:
        return None
    return mended_one(reckoned(turn, before), turn.text, reader(turn))


def _without_unit(turn: Turn, old: ToldFigures) -> _Later | None:
    """A number told after figures, as one more of them whose unit is asked for: what was told
    without it is not all."""
    if turn.conversation.entry == MENDING or mends(fold(turn.text)):
        return None
    later = _Later(old, tidy(turn.text), How.ADDED)
    if not old.shares or old.lacks_unit or not reckoned(turn, _with_it(turn, later)).lacks_unit:
        return None
    return None if tells_days(old, later.said) else later


def _tells(turn: Turn) -> bool:
    """Whether the line is about figures, and nothing that has an answer of its own."""
    return (
        verdict.is_all_figures(turn, turn.text)
        or verdict.tells_only(turn, turn.text)
        or verdict.is_about_tax(turn, turn.text)
        or verdict.tells_sales(turn, turn.text)
    )


def _asked(turn: Turn, later: _Later, whole: Statements) -> Outcome:
    """Both sums, and which is meant; the whole year, where something else has no place."""
    family, left = later.how is How.FAMILY, placing.left_out(turn, reckoned(turn, whole))
    if left and not family:
        return verdict.on(turn, whole)
    own = remember(asking(turn, whole), whole)
    together, alone = reckoned(turn, whole), read_told(turn, later.said)
    rules = rules_on(turn.content, turn.today)
    label = "figure_family_" if family else "figure_"
    names = (JOIN, FORMER) if family else (JOIN, ONLY, FORMER)
    offered = [turn.choice(f"{label}{name}", f"{verdict.FIGURE}{name}") for name in names]
    return own.say(
        "faq/later_figure",
        offered,
        turn.menu_choice(),
        before=later.line,
        family=family,
        former=None if left else verdict.year_of(later.old),
        alone=verdict.year_of(alone),
        together=None if left else verdict.year_of(together),
        rules=rules,
    )


def _part(turn: Turn, later: _Later) -> Outcome:
    """The verdict on the whole that was told before, of which this is a part."""
    before = later.old.parts
    [part, *_] = stated(turn, later.said, later.old)
    divided = (*before, Statement(StatementKind.PART, part.said, part.told))
    new = reckoned(turn, divided)
    settled = new.lacks(rules_on(turn.content, turn.today)) is None
    whole = divided if settled and new.yearly == later.old.yearly else before
    return verdict.give(asking(turn, whole), [], added_to=later.line, how=later.how)


def _of_next_year(turn: Turn) -> Outcome | None:
    """What next year's figures would mean, told or `vẫn thế`, and that this year's stay."""
    before = told_before(turn)
    if not before or turn.incoming.group is not None:
        return None
    old = reckoned(turn, before)
    then = replace(turn, now=turn.now + A_YEAR, today=turn.today + A_YEAR)  # its rules
    told = of_next_year(old, turn.text, reader(then))
    if told is None:
        return None
    own, line, then = asking(turn, before), line_of(before), asking(then, told)
    if _runs_on_otherwise(turn, old) and (reckoned(then, told).high or 0) <= (old.high or 0):
        then = doubting(then, [tidy(turn.text)])
    return own.say(
        "faq/next_year",
        verdict.offers(own, line),
        turn.menu_choice(),
        year=turn.today.year + 1,
        former=None if placing.left_out(turn, old) else old.yearly,
        before=line,
        verdict=verdict.words(then, line_of(told)),
        cut=_cut_ended(turn, then, reckoned(then, told)),
    )


_OF_PART = frozenset({"opened", "stopped", "from_on", "until", "from_to", "n_months"})


def _runs_on_otherwise(turn: Turn, old: ToldFigures) -> bool:
    """Whether a part of this year was told, and next year's is of other months, without a sum:
    `năm sau chạy đủ 12 tháng`."""
    if not tells_figures(turn.text) or tells_sums(turn.text):
        return False
    told = tokens_in(without_slips(line_of(old.parts)), 0)
    return any(one.name in _OF_PART for one in told)


def _cut_ended(turn: Turn, then: Turn, told: ToldFigures) -> float:
    """The cut of VAT that holds now and not then, for whoever owes some."""
    now, later = rules_on(turn.content, turn.today), rules_on(turn.content, then.today)
    owes = verdict.owes(then, told)
    return now.vat_cut if owes and not later.vat_cut else 0
