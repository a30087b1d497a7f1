"""The one place where statements of a business become its year.

A message is read once (`stated`), as one statement or, with goods brought back, two; several
messages are a list of them. `reckoned` is pure: each sum counts once, as its kind says.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from content import workdays
from content.amounts import Amount, Period, amounts
from content.revenue.figures import takes_labour
from content.revenue.joining import adds_words_out, says_more
from content.revenue.kinds import other_words, speaks_of_cash
from content.revenue.named import does_work
from content.revenue.reading import ReadWith, read_piece
from content.revenue.statements import is_sold, words_of
from content.revenue.told import (
    Lack,
    Share,
    Statement,
    StatementKind,
    Statements,
    Sureness,
    ToldFigures,
)
from content.revenue.week import goes_on
from content.trades import Mention, Named, Trades
from content.vietnamese import fold, tidy

A_YEAR = {
    Period.DAY: workdays.USUAL_DAYS,
    Period.WEEK: workdays.WEEKS_A_YEAR,
    Period.MONTH: workdays.MONTHS_A_YEAR,
    Period.QUARTER: 4,
    Period.YEAR: 1,
}
# `doanh thu 1 tỷ 5 nhưng trả lại hàng 600 triệu`: what was brought back is not sold.
_BROUGHT_BACK = re.compile(
    r"\b(?:(?:nhung|ma|bi|co|khach|hang) )*(?:tra lai|hoan lai|bi hoan|hang hoan|hoan hang)\b"
)


def read(
    text: str,
    trades: Trades,
    *,
    of: Named | None = None,
    year: int = 0,
    last_year_counts: bool = False,
    after: ToldFigures | None = None,
) -> ToldFigures:
    """What a line tells, of several pieces (`joining`) all together. `of`: the trade that was asked
    about. `year` is this year; without it a year told by its number is taken for another.
    `last_year_counts`: the year before is still to be declared, so that a figure of it may be the
    one meant. `after`: what was told before, so that a number that stands for a sum may be one
    without its unit (`chiều chè 700`)."""
    reader = FigureReader(trades, year, last_year_counts, of)
    statements = reader.stated(text, after)
    told = reader.reckoned(statements)
    return told if len(statements) == 1 else replace(told, text=tidy(text))


@dataclass(frozen=True, slots=True)
class FigureReader:
    """With what the words of statements are read: see `read`."""

    trades: Trades
    year: int = 0
    last_year_counts: bool = False
    of: Named | None = None

    def stated(self, text: str, after: ToldFigures | None = None) -> Statements:
        """What a message states, maybe after others."""
        return _stated(text, self.trades, self._how(after))

    def reckoned(self, statements: Sequence[Statement]) -> ToldFigures:
        return reckoned(statements, self.trades, self._how(None))

    def _how(self, after: ToldFigures | None) -> ReadWith:
        later = after is not None
        return ReadWith(self.of, self.year, self.last_year_counts, later, _works(after))


def _works(after: ToldFigures | None) -> bool:
    return after is not None and does_work(after.named)


def _stated(text: str, trades: Trades, how: ReadWith) -> Statements:
    text = tidy(text)
    if back := _BROUGHT_BACK.search(fold(text)):
        sold, off = text[: back.start()].strip(), text[back.start() :]
        if amounts(sold) and amounts(off):
            return (_sales(sold, trades, how), taken_off(off, trades))
    return (_sales(text, trades, how),)


def _sales(text: str, trades: Trades, how: ReadWith) -> Statement:
    return Statement(StatementKind.SALES, text, read_piece(text, trades, how))


def taken_off(text: str, trades: Trades) -> Statement:
    """What was sold and brought back, as a message tells it."""
    off = sum(one.value * A_YEAR[one.period or Period.YEAR] for one in amounts(text))
    told = read_piece(tidy(text), trades, ReadWith(later=True))
    return Statement(StatementKind.NOT_SALES, tidy(text), told, off)


def spent(item: Amount, said: str, period: Period, *, profit: bool = False) -> Statement:
    """The costs or the profit of a business, each of a time."""
    kind = StatementKind.PROFIT if profit else StatementKind.COSTS
    return Statement(kind, said, ToldFigures(said), item.value, period)


def reckoned(statements: Sequence[Statement], trades: Trades, how: ReadWith) -> ToldFigures:
    """What a list of statements tells of the year, all together."""
    told = _with_parts(statements, trades, how)
    if len(told) > 1 and (made_up := _parts_of_a_year(told)):
        beside = (one for one in told if one.kind is not StatementKind.SALES)
        told = [_sales(made_up, trades, how), *beside]
    found = told[0].told if len(told) == 1 else _together(told)
    text = found.text if len(statements) == 1 else words_of(statements)
    return replace(found, text=text, parts=tuple(statements))


def _with_parts(statements: Sequence[Statement], trades: Trades, how: ReadWith) -> list[Statement]:
    """The statements, those that are only of the one before read with it."""
    told: list[Statement] = []
    for one in statements:
        last = told[-1] if told and told[-1].kind is StatementKind.SALES else None
        week = one.kind is StatementKind.SALES and last and goes_on(fold(last.said), fold(one.said))
        if last and (week or one.kind is StatementKind.PART):
            works = any(does_work(before.told.named) for before in told[:-1])
            behind = replace(how, later=len(told) > 1, works=how.works or works)
            joint = ", trong do " if one.kind is StatementKind.PART else ", "
            told[-1] = _sales(f"{last.said}{joint}{one.said}", trades, behind)
        else:
            told.append(one)
    return told


def _parts_of_a_year(told: Sequence[Statement]) -> str:
    """Statements that are each of some months of the year (`quý 1 310tr`, then `quý 2 245 triệu`),
    or of those behind the figure of a usual month, as one line; "" where they are not."""
    sold = [one for one in told if one.kind is StatementKind.SALES]
    parts = [one for one in sold if Lack.WHOLE_YEAR in one.told.doubts]
    usual = [one for one in sold if _is_usual_month(one.told)]
    made_up = len(parts) == len(sold) or (parts and usual == sold[:1])
    if not made_up or len(parts) + len(usual) != len(sold):
        return ""
    if any(one.kind is StatementKind.NOT_SALES for one in told):
        return ""
    return ", ".join(one.said for one in sold)


def _is_usual_month(piece: ToldFigures) -> bool:
    """Whether a piece tells what a month brings as a rule."""
    return len(piece.shares) == 1 and piece.shares[0].period is Period.MONTH and not piece.doubts


def _together(told: Sequence[Statement]) -> ToldFigures:
    """What several statements tell, as one."""
    shares: list[Share] = []
    for one in told:
        if one.kind is StatementKind.NOT_SALES:
            shares = _less(shares, one.amount)
        elif is_sold(one):
            sure = any(share.sureness is Sureness.SAID for share in shares)
            more = sure and says_more(fold(one.said)) and not speaks_of_cash(one.said)
            added = [_placed(share, one.told, shares) for share in one.told.shares]
            shares += [replace(a, sureness=Sureness.SAID) for a in added] if more else added
    sold = [one.told for one in told if one.kind is StatementKind.SALES]
    doubts = {doubt for one in sold for doubt in one.doubts}
    if sold and Lack.WHOLE_YEAR not in sold[0].doubts and all(_is_more(one) for one in sold[1:]):
        doubts.discard(Lack.WHOLE_YEAR)  # so much more, in a month, than the whole year's
    if len(sold) > 1 and any(not one.shares and amounts(one.text) for one in sold):
        doubts.add(Lack.FIGURE)  # something was told that is not understood
        shares = [replace(share, high=None) for share in shares]
    if any(share.sureness is Sureness.SAID for share in shares):
        shares = [
            replace(share, sureness=Sureness.SAID) if share.sureness is Sureness.BARE else share
            for share in shares
        ]
    if shares and all(share.sureness is Sureness.SAID for share in shares):
        doubts.discard(Lack.KIND)
    return ToldFigures(
        "",
        tuple(shares),
        tuple(mention for one in told for mention in one.told.named),
        _costs(told, shares),
        frozenset(doubts),
        next((one.told.number for one in told if one.told.number), ""),
        by_platform=any(one.told.by_platform for one in told),
        theirs=tuple(share for one in told for share in one.told.theirs),
    )


def _costs(told: Sequence[Statement], shares: Sequence[Share]) -> int | None:
    """The year's costs: those told last by themselves, else those told with what was sold. Without
    a profit the costs are the rest of what was sold."""
    spent_last = [one for one in told if one.kind in (StatementKind.COSTS, StatementKind.PROFIT)]
    if not spent_last:
        costs = [one.told.costs for one in told if one.told.costs is not None]
        return sum(costs) if costs else None
    last = spent_last[-1]
    daily = [share.times for share in shares if share.period is Period.DAY]
    times = A_YEAR[last.period]
    if last.period is Period.DAY and daily:
        times = daily[0]
    if last.kind is StatementKind.COSTS:
        return last.amount * times
    sold = sum(share.yearly for share in shares)
    made = last.amount * times
    return sold - made if 0 < made < sold else None


def _is_more(piece: ToldFigures) -> bool:
    if Lack.WHOLE_YEAR not in piece.doubts:
        return True
    monthly = {one.value for one in amounts(piece.text) if one.period is Period.MONTH}
    if any(share.amount in monthly and share.times == 1 for share in piece.shares):
        return False  # `qua tháng 1 thêm 60tr/tháng`: how many months of it is not said
    return says_more(fold(piece.text))


def _placed(share: Share, piece: ToldFigures, before: Sequence[Share]) -> Share:
    """A share of which nothing but a platform or `thêm` is said, as of the trade told before."""
    if piece.named or not before:
        return share
    if takes_labour(fold(piece.text)) and does_work([Mention(0, 0, "", before[0].named)]):
        return replace(share, named=before[0].named)  # of the same work, the goods the buyer's
    bare = "".join(
        " " if any(one.start <= place < one.end for one in amounts(piece.text)) else letter
        for place, letter in enumerate(fold(piece.text))
    )
    of_its_own = other_words(adds_words_out(bare)) and not share.on_platform
    first = before[0].named.trade
    if first is not None and first.serves and says_more(fold(piece.text)):
        of_its_own = False  # `thêm nước ngọt, quẩy`, where it is eaten
    return share if of_its_own else replace(share, named=before[0].named)


def _less(shares: Sequence[Share], off: int) -> list[Share]:
    """The shares with a year's sum taken off the largest."""
    largest = max(shares, key=lambda share: share.yearly, default=None)
    if largest is None or largest.yearly <= off:
        return list(shares)
    rest = largest.yearly - off
    high = None if largest.high is None else largest.high - off
    cut = replace(
        largest, amount=rest, period=Period.YEAR, times=1, shops=1, low=max(largest.low - off, 0)
    )
    cut = replace(cut, least=max(largest.lower - off, 0) if largest.least else 0)
    cut = replace(cut, high=high, on_platform=min(cut.on_platform, rest))
    return [cut if share is largest else share for share in shares]
