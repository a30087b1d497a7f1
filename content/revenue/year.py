"""The figures of the year that is meant, and what keeps them from being the whole of it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from content import workdays
from content.amounts import Period
from content.revenue.figures import Figure
from content.revenue.kinds import MoneyKind
from content.revenue.shops import EACH_OF, PLACE
from content.revenue.told import Lack, Share

_LAST_YEAR = re.compile(r"\bnam (?:ngoai|truoc|roi|kia|2025)\b")
_NUMBER = r"(?:[2-9]|1\d|hai|ba|bon|nam|sau|bay|tam|chin|muoi|may|vai|nua)"
_WHOLE = re.compile(r"\b(?:(?:ca|mot|1|nguyen|het|tron|moi|hang|tung) nam|/ ?nam)\b")
# A part of the year: its months, its quarters, or from its beginning until now.
_PART = re.compile(
    rf"\b(?:{_NUMBER} (?:thang|quy)(?! mot nam| 1 nam|/)"
    r"|nua (?:dau |cuoi )?nam|tu dau nam|dau nam (?:den|toi|gio|nay)|tu thang \w+"
    r"|(?:den|toi) (?:gio|nay|hom nay|thang|het thang)|tinh den|luy ke|may thang|gio duoc"
    r"|quy (?:nay|truoc|vua|roi|mot|hai|ba|bon|tu|[1-4]|i{1,3}|iv)"
    r"|thang (?:nay|truoc|vua|roi|(?:0?[1-9]|1[0-2])(?![-–.,\d])|gieng|chap|tet)(?! \d)"
    r"|(?:hom|bua|sang) (?:nay|qua|kia)|tuan (?:nay|truoc|vua|roi)|ngay hom (?:nay|qua)"
    r"|dip tet|vu tet|mua tet|(?:moi|mot|1|ca|het) (?:mua|vu|dot|chuyen|phien|lo))\b"
)
_OWN_PERIOD = re.compile(
    r"^ *(?:dong )?(?:(?:/|mot|moi|1) ?(?:ngay|dem|tuan|thang|th|quy|nam)\b"
    r"|(?:ngay|dem|tuan|thang|quy|nam)\b(?! \d))"
)
_DAYS_WORKED = re.compile(rf"(?:mot|1|moi|ca) nam (?:[a-z]+ ){{0,3}}{_NUMBER} thang|nghi {_NUMBER}")


def of_the_year(
    figures: list[Figure], doubts: set[Lack], *, last_year_counts: bool
) -> list[Figure]:
    """The figures of the year that is meant. Notes what keeps them from being a whole year's."""
    kept = [figure for figure in figures if not _LAST_YEAR.search(figure.left + figure.right)]
    past = [figure for figure in figures if figure not in kept]
    if past and not (last_year_counts and not kept):
        doubts.add(Lack.WHICH_YEAR)
    kept = kept or past
    # "mỗi ngày 2 triệu, cả năm 700 triệu": the year's figure is the one that counts.
    whole = [figure for figure in kept if _is_a_years(figure)]
    if whole and len(whole) < len(kept) and not any(figure.trade for figure in whole[1:]):
        rates = [figure for figure in kept if figure not in whole]
        if all(figure.amount.period or _is_a_part(figure) for figure in rates):
            known = any(figure.kind is MoneyKind.SALES for figure in rates)
            kept = [replace(figure, kind=MoneyKind.SALES) for figure in whole] if known else whole
    if len({_quarter(figure) for figure in kept} - {""}) == QUARTERS == len(kept):
        return [_as_of_a_year(figure) for figure in kept]
    if any(_is_a_part(figure) for figure in kept):
        doubts.add(Lack.WHOLE_YEAR)
    return kept


QUARTERS = 4
_QUARTER = re.compile(r"\bquy (1|2|3|4|mot|hai|ba|bon|tu|i{1,3}|iv)\b")


def _quarter(figure: Figure) -> str:
    """Which quarter of the year a figure is of; "" for none."""
    match = _QUARTER.search(figure.left)
    return match[1] if match else ""


def _as_of_a_year(figure: Figure) -> Figure:
    """One of four quarters that are all told: its own sum, as a part of the year's."""
    return replace(figure, amount=replace(figure.amount, period=Period.YEAR))


def _is_a_years(figure: Figure) -> bool:
    return figure.amount.period is Period.YEAR and not _is_a_part(figure)


def _is_a_part(figure: Figure) -> bool:
    around = f"{figure.left} # {_OWN_PERIOD.sub('', figure.right)}"
    if _WHOLE.search(around) and figure.amount.period is Period.YEAR:
        return False
    return _PART.search(_DAYS_WORKED.sub("", workdays.without(around))) is not None


_MORE = re.compile(
    r"\b(?:va|voi|cong(?! tac\b)|con|them|cung|nua|(?:mot|1) (?:cai|can|quan))\b"
    rf"|\b{PLACE} (?:nay|kia|phu|hai|2)\b"
)


WITHIN = re.compile(r"\b(?:trong do|rieng|trong so do)\b")
_OWNER = re.compile(r"\b(?:chong|vo|bo|me|con trai|con gai|con toi|anh trai|chi gai|em trai)\b")
_BOTH = re.compile(r"\bvo chong\b")


def one_or_all(sales: list[Figure], doubts: set[Lack]) -> list[Figure]:
    """Several figures: parts that are added up, or sayings that do not agree."""
    if len(sales) > 1:
        owners = {_owner(figure) for figure in sales}
        if len(owners) > 1 and any(owners):
            doubts.add(Lack.OWNERS)
        apart = [figure for figure in sales[1:] if _adds_up(figure)]
        trades = {figure.trade.named for figure in sales if figure.trade}
        if len(apart) < len(sales) - 1 and len(trades) < len(sales):
            doubts.add(Lack.FIGURE)
    return sales


def _owner(figure: Figure) -> str:
    """Whose figure it is, where it is somebody else's of the family."""
    match = _OWNER.search(_BOTH.sub("", figure.left + figure.right))
    return match.group() if match else ""


def _adds_up(figure: Figure) -> bool:
    return bool(
        _MORE.search(figure.left)
        or WITHIN.search(figure.left)
        or figure.kind is MoneyKind.PLATFORM
        or figure.trade
        or EACH_OF.search(figure.left)
        or (_quarter(figure) and figure.amount.period is Period.YEAR)
    )


def within(shares: tuple[Share, ...], sales: Sequence[Figure]) -> tuple[Share, ...]:
    """`2 tỷ, trong đó shopee 1 tỷ 5`: the second is a part of the first."""
    for place, figure in enumerate(sales[1:], 1):
        part, whole = shares[place], shares[0]
        if not WITHIN.search(figure.left) or part.yearly >= whole.yearly:
            continue
        if figure.kind is MoneyKind.PLATFORM:
            first = replace(whole, on_platform=part.yearly)
            return (first, *shares[1:place], *shares[place + 1 :])
        rest = whole.yearly - part.yearly
        first = replace(whole, amount=rest, times=1, shops=1, low=rest, high=rest)
        return (first, *shares[1:])
    return shares
