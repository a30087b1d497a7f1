"""Takings told of the days of the week: `ngày thường 2 triệu, thứ 7 chủ nhật 5 triệu`."""

import re
from collections.abc import Sequence
from dataclasses import replace

from content import workdays
from content.amounts import Bound, Period, amounts
from content.rests import SUBJECT, count_of
from content.revenue.figures import Figure
from content.revenue.kinds import MoneyKind
from content.revenue.unsaid import of_an_occasion

DAYS = 7
_SATURDAY, _SUNDAY = r"(?:thu (?:bay|7)|t7)", r"(?:chu nhat|cn)"
_BOTH = re.compile(
    rf"\bcuoi tuan\b|\b{_SATURDAY} ?(?:,|va|voi|&|-)? ?{_SUNDAY}\b|\b(?:hai|2) ngay (?:cuoi|nghi)\b"
)
_ONE = re.compile(rf"\b(?:{_SATURDAY}|{_SUNDAY})\b")
_REST = re.compile(r"\b(?:nghi|dong cua|khong ban|ca|ke ca|luon)(?: ban)? (?:\w+ ){0,2}$")
_RESTS = re.compile(rf" {SUBJECT}(?:nghi|dong cua|khong ban|khong mo|van ban|cung ban|cung vay)\b")
_PLAIN = re.compile(
    r"\b(?:(?:ngay|hom|bua) (?:(?:binh )?thuong|khac|con lai|vang|it khach)|trong tuan|dau tuan"
    r"|giua tuan"
    r"|(?:thu (?:2|hai)|t2) ?(?:den|toi|-) ?(?:thu )?(?:6|sau|t6|7|bay|t7))\b"
)
_EACH = re.compile(
    r"\b(?:moi ngay|moi hom|moi bua|mot ngay|1 ngay|/ ?ngay|tung ngay|ngay nao cung)\b"
)
_MORE = re.compile(r"\b(?:them|nua|phu)\b")
_OF_A_WEEK = re.compile(r"^ ?(?:dong )?(?:/|mot |moi |1 )? ?tuan\b")


def days_told(folded: str) -> int:
    """How many days of the week a line with its sum is of: 2 of `cuối tuần`, 0 where it names none,
    or says that nothing is sold on them."""
    bare = _PLAIN.sub(" ", folded)
    for pattern, days in ((_BOTH, 2), (_ONE, 1)):
        found = pattern.search(bare)
        if found is None or _MORE.search(bare):
            continue
        if not _REST.search(bare[: found.start()]) and not _RESTS.match(bare, found.end()):
            return days
    return 0


def by_weekday(figures: Sequence[Figure], folded: str) -> list[Figure] | None:
    """The sums of a usual day and of the end of the week, or of its end alone where nothing is sold
    on other days, each with how many days of the week it is of; None where they are not that."""
    if len(figures) == 1 and _ONLY.search(folded) and (days := _days_of(figures[0], ())):
        return [_of_days(figures[0], days, each=_is_each(figures[0], days))]
    ends = [one for place, one in enumerate(figures) if _days_of(one, figures[place + 1 :])]
    if len(figures) == 2 and (of_week := _of_five_and_two(figures)):
        return [of_week]
    if len(figures) == 2 and not ends:
        return _by_good_days(figures, folded)
    if len(figures) != 2 or len(ends) != 1:
        return None
    [end] = ends
    usual = next(figure for figure in figures if figure is not end)
    of_days = usual.amount.period is Period.DAY or (
        usual.amount.period is None and _PLAIN.search(f"{usual.left} # {usual.right}")
    )
    other = usual.trade and end.trade and usual.trade.named != end.trade.named
    if not of_days or other or end.amount.period not in (None, Period.DAY, Period.WEEK):
        return None
    days, trade = _days_of(end, ()), usual.trade or end.trade
    kinds = {figure.kind for figure in figures}
    kind = MoneyKind.SALES if MoneyKind.SALES in kinds else usual.kind
    told = {usual: _of_days(usual, DAYS - days, each=True)}
    told[end] = _of_days(end, days, each=_is_each(end, days))
    return [replace(told[figure], kind=kind, trade=trade) for figure in figures]


_GOOD_DAY = re.compile(
    r"\b(?:hom|ngay|bua|buoi)(?: (?:nao|may|nhung|ma|co))* (?:dong(?: khach)?|dat khach|dat hang"
    r"|chay hang"
    r"|ban chay|kha|phien|cho phien|le|lon)\b|\b(?:phien cho|cho phien)\b"
)
_MOON_DAY = re.compile(r"\b(?:ngay |hom )?(?:ram|(?:mung|mong) (?:1|mot))\b")
_COUNT = r"(?P<{}>[1-6]|mot|hai|ba|bon|nam)"
_SO_MANY_GOOD = re.compile(
    rf"\btuan (?:[a-z]+ ){{0,3}}?{_COUNT.format('a')} (?:hom|ngay|bua|buoi|phien)(?: cho)?"
    r"(?: (?:la|thi))?(?: (?:dong|dat|phien|ban chay|kha)\b| (?:duoc|dc)? ?(?:nhu )?(?:the|vay"
    r"|thoi)\b|(?= ?$))"
    rf"|\b{_COUNT.format('b')} (?:hom|ngay|bua|buoi|phien) (?:dong|dat|ban chay"
    rf"|kha)[a-z ]*? ?(?:mot|moi|1|/) ?tuan\b"
)


def good_days(folded: str) -> int:
    """On how many days of a week a line says that more is sold; 0 where it does not."""
    found = _SO_MANY_GOOD.search(folded)
    return count_of(found["a"] or found["b"]) if found else 0


def _by_good_days(figures: Sequence[Figure], folded: str) -> list[Figure] | None:
    """The sums of a usual and of a good day, each with how many days it is of; from the one to the
    other where that is not said. None where they are not that."""
    good = [one for one in figures if _GOOD_DAY.search(one.left) or _MOON_DAY.search(one.left)]
    usual = next((one for one in figures if one not in good), None)
    if len(good) != 1 or usual is None or not (_PLAIN.search(usual.left) or _is_daily(usual)):
        return None
    [best] = good
    if not (_is_daily(best) or best.amount.period is None):
        return None
    kinds = {figure.kind for figure in figures}
    kind = MoneyKind.SALES if MoneyKind.SALES in kinds else usual.kind
    usual, best = (
        replace(
            one,
            amount=replace(one.amount, period=Period.DAY),
            kind=kind,
            trade=usual.trade or best.trade,
        )
        for one in (usual, best)
    )
    if moon := len({*_MOON_DAY.findall(best.left)}):
        return [replace(usual, month_days=-moon), replace(best, month_days=moon)]
    if days := good_days(folded) or days_told(folded):
        return [replace(usual, week_days=DAYS - days), replace(best, week_days=days)]
    if best.amount.value <= usual.amount.value:
        return None
    least = usual.amount.least or usual.amount.value
    amount = replace(best.amount, least=least, bound=Bound.UNCLEAR)
    return [replace(best, amount=amount, is_at_times=True)]


def _is_daily(figure: Figure) -> bool:
    return figure.amount.period is Period.DAY


_SO_MANY_DAYS = re.compile(r"\b(?P<count>[2-6]|hai|ba|bon|nam|sau) (?:ngay|hom|buoi|bua)\b")


def _of_five_and_two(figures: Sequence[Figure]) -> Figure | None:
    """`5 ngày được 4 củ rưỡi, t7 cn thêm 2 củ nữa`: both together, of a week; None for others."""
    first, second = figures
    around = first.left if _SO_MANY_DAYS.search(first.left) else first.right
    found = _SO_MANY_DAYS.search(around)
    if found is None or first.amount.period in (Period.MONTH, Period.YEAR):
        return None
    beside = f"{second.left} # {second.right}"
    days = 2 if _BOTH.search(beside) else 1 if _ONE.search(beside) else 0
    more = _MORE.search(beside) is not None
    if not days or count_of(found["count"]) + days > DAYS or not (more or days == 2):
        return None
    if second.amount.period not in (None, Period.WEEK) or first.amount.bound or second.amount.bound:
        return None
    kinds = {figure.kind for figure in figures}
    kind = MoneyKind.SALES if MoneyKind.SALES in kinds else first.kind
    amount = replace(
        first.amount, value=first.amount.value + second.amount.value, period=Period.WEEK
    )
    return replace(first, amount=amount, kind=kind, trade=first.trade or second.trade)


def _is_each(figure: Figure, days: int) -> bool:
    return days == 1 or _EACH.search(f"{figure.left} # {figure.right}") is not None


def _of_days(figure: Figure, days: int, *, each: bool) -> Figure:
    amount = replace(figure.amount, period=Period.DAY)
    return replace(figure, amount=amount, week_days=days, of_each=each)


def _days_of(figure: Figure, after: Sequence[Figure]) -> int:
    """How many days of the week a figure is of, 0 for all. What stands before the next figure is of
    that one."""
    if _OF_A_WEEK.match(figure.right):
        return 0
    if before := days_told(figure.left):
        return before
    is_next = any(one.left.startswith(figure.right) for one in after[:1])
    return 0 if is_next or _PLAIN.search(figure.left) else days_told(figure.right)


def is_end_alone(figures: Sequence[Figure], folded: str) -> bool:
    """Whether only the end of the week is told, and not that nothing is sold on other days."""
    return len(figures) == 1 and bool(_days_of(figures[0], ())) and not _ONLY.search(folded)


def is_without_end(figures: Sequence[Figure], folded: str) -> bool:
    """Whether the end of the week is said to be otherwise, and no sum of it is told."""
    if any(one.week_days for one in figures) or _ONLY.search(folded):
        return False
    daily = any(one.amount.period is Period.DAY for one in figures)
    return daily and bool(days_told(folded))


_ONLY = re.compile(r"\b(?:chi|moi|khong nghi|nghi)\b")


def goes_on(before: str, folded: str) -> bool:
    """Whether a line told behind `before` (both folded) tells what the takings of the other days of
    the same week are."""
    told = amounts(before)
    of_days = bool(told) and (told[-1].period is Period.DAY or _PLAIN.search(before) is not None)
    item = next(iter(amounts(folded)), None)
    if of_an_occasion(folded) != folded:
        return False  # it comes once a year
    if not of_days or item is None or _OF_A_WEEK.match(folded[item.end :]):
        return False
    return bool(days_told(folded)) != bool(days_told(before))


def in_a_month(times: workdays.TimesAYear, days: int) -> workdays.TimesAYear:
    """Of so many days a year, those that are these days of each month; below 0 all but these."""
    of_them = days * workdays.MONTHS_A_YEAR
    if days > 0:
        return workdays.TimesAYear(of_them, of_them, of_them, times.sure)
    usual, least, most = (count + of_them for count in (times.usual, times.least, times.most))
    return workdays.TimesAYear(usual, least, most, times.sure)


def in_a_week(times: workdays.TimesAYear, days: int) -> workdays.TimesAYear:
    """Of so many days a year, those that are these days of the week."""
    usual, least = (count * days // DAYS for count in (times.usual, times.least))
    return workdays.TimesAYear(usual, least, -(-times.most * days // DAYS), times.sure)
