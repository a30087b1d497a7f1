"""What one line tells of takings, before anybody reckons with it."""

import re
from collections.abc import Sequence

from content.amounts import amounts
from content.revenue.figures import figures
from content.revenue.kinds import MoneyKind, is_of_other
from content.revenue.spent import Spent, spent_in
from content.spoken import asks
from content.takings.pieces import PLATFORM
from content.takings.tokens import tokens_in, words_of
from content.trades import Mention, Trades
from content.vietnamese import bare_words, fold

RESTS = frozenset(
    {"rest_week", "rest_lunar", "rest_of_year", "rest_month_days", "rest_month", "closed_else"}
    | {"opened", "month_days", "season_is", "season_days", "occupancy", "empty", "chain_each"}
    | {"stopped", "foreign", "state"}
)
_CHANGES = RESTS | {"times", "fraction", "half_of"}
_SPANS = frozenset({"season", "months", "n_months", "from_to", "week_end", "week_days"})
_TIMES = _SPANS | {"per", "per_year", "n_days", "quarter", "half", "until", "from_on", "lunar"}
# `hè lên 140 học viên`, `tháng 7 chỉ còn 20`
_CHANGES_TO = re.compile(r"\b(?:len|con|xuong|chi|duoc)(?: (?:den|toi|khoang|tam|co|con|chi))* \d")
_PAID = frozenset({MoneyKind.COSTS, MoneyKind.PROFIT})


_SOLD = re.compile(r"\b(?:ban|tiem|quan|doanh thu)\b")


def names_sale(line: str, trades: Trades) -> bool:
    """Whether what is sold, or where, is named with what it brings in a time (`chuyển khoản tháng
    60 triệu, bán đồ gỗ`): then the money is no swindler's."""
    plain = bare_words(line)
    if not _SOLD.search(plain) or not any(one.period is not None for one in amounts(line)):
        return False
    return bool(PLATFORM.search(plain)) or any(not one.is_left for one in trades.mentions(line))


def is_spent(line: str, trades: Trades) -> bool:
    """Whether a line tells of nothing but what was paid, and asks no more than of that."""
    spent = spent_in(line, trades)
    return spent is Spent.COSTS or (spent is Spent.TAX and not asks(line))


def tells_takings(line: str, mentions: Sequence[Mention], trades: Trades) -> bool:
    """Whether a line, without slips, tells takings, or what changes those told before: no cost, no
    loan, no price of the law, no single number."""
    if is_of_other(line) or is_spent(line, trades):
        return False
    names = {one.name for one in tokens_in(line, 0)}
    if names & _CHANGES:
        return bool(names & {"money", "number"}) or not asks(line)
    if names & _SPANS and names & {"number", "count"} and _CHANGES_TO.search(fold(line)):
        return True
    kinds = {one.kind for one in figures(line, mentions)}
    if not kinds.isdisjoint((MoneyKind.SALES, MoneyKind.PLATFORM)):
        return True
    priced = bool(names & {"each", "count"}) and not words_of("other", fold(line))
    of_time = bool(names & _TIMES) and not kinds <= _PAID | {MoneyKind.OTHER}
    return "money" in names and not kinds <= _PAID and (priced or of_time)
