"""The figures of the year that is meant, and what keeps them from being the whole of it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from content import workdays
from content.amounts import Period
from content.revenue.bounds import RATES
from content.revenue.figures import LARGE, Figure
from content.revenue.kinds import MoneyKind
from content.revenue.months import OWN_PERIOD, as_a_year, of_part, part_of
from content.revenue.shops import EACH_OF, PLACE
from content.revenue.told import Lack, Share, id_of
from content.trades import Mention

_YEAR_SAID = re.compile(
    r"\b(?:(?P<last>nam (?:ngoai|truoc|roi|kia)|hoi nam ngoai)|"
    r"(?P<next>sang nam(?! nay)|nam (?:sau|toi))|(?P<this>nam nay)|nam (?P<number>20\d\d))\b"
)
_NOW = re.compile(r"\b(?:bay gio|gio|hien(?: tai| gio| nay)?|(?<!hom )(?<!bua )(?<!den )nay)\b")
_NUMBER = r"(?:[2-9]|1\d|hai|ba|bon|nam|sau|bay|tam|chin|muoi|may|vai|nua)"
_WHOLE = re.compile(r"\b(?:(?:ca|mot|1|nguyen|het|tron|moi|hang|tung) nam|/ ?nam)\b")
# A part of the year: its months, its quarters, or from its beginning until now.
_PART = re.compile(
    rf"\b(?:(?<!thu )(?<!xe ){_NUMBER} (?:thang|quy)(?! mot nam| 1 nam|/)"
    r"|nua (?:dau |cuoi )?nam|tu dau nam|dau nam (?:den|toi|gio|nay)|tu thang \w+"
    r"|(?:den|(?<!nha )(?<!quan )(?<!tiem )(?<!shop )(?<!cua )(?<!vo )(?<!chong )toi)"
    r" (?:gio|nay|hom nay|thang|het thang)|tinh den|luy ke|gio duoc"
    r"|(?<!xe )(?<!dien )may thang"
    r"|quy (?:nay|truoc|vua|roi|mot|hai|ba|bon|tu|[1-4]|i{1,3}|iv)"
    rf"|thang (?:nay|truoc|vua|roi|(?:0?[1-9]|1[0-2])(?![-–.,\d])(?! ?{PLACE}\b)|gieng|chap|tet)"
    r"(?! \d)"
    r"|(?:hom|bua|sang) (?:nay|qua|kia)|tuan (?:nay|truoc|vua|roi)|ngay hom (?:nay|qua)"
    r"|nam nay (?:\w+ )?moi|dip tet|vu tet|mua tet"
    r"|(?:moi|mot|1|ca|het) (?:mua|vu|dot|chuyen|phien|lo))\b"
)
_DAYS_WORKED = re.compile(rf"(?:mot|1|moi|ca) nam (?:[a-z]+ ){{0,3}}{_NUMBER} thang|nghi {_NUMBER}")


def of_the_year(
    figures: list[Figure], doubts: set[Lack], folded: str, *, year: int, last_year_counts: bool
) -> list[Figure]:
    """The figures of the year that is meant, `year` being this one; of the next, where the line
    (`folded`) speaks of no other. Notes what keeps them from being a whole year's."""
    years = _years_of(figures, year)
    this = year in years
    kept = [one for one, of in zip(figures, years, strict=True) if of in (year, None)]
    last = [one for one, of in zip(figures, years, strict=True) if of == year - 1]
    if last_year_counts and not kept and len(last) == len(figures):
        kept = last
    elif not this and len(kept) < len(figures) and not is_of_next(folded, year):
        doubts.add(Lack.WHICH_YEAR)
        figures = [one for one, of in zip(figures, years, strict=True) if of != year + 1]
    kept = kept or figures
    if len(kept) == 1 and kept[0].amount.value >= LARGE and _ONLY_THEN.search(folded):
        return [replace(kept[0], amount=replace(kept[0].amount, period=Period.YEAR))]
    # "mỗi ngày 2 triệu, cả năm 700 triệu": the year's figure is the one that counts.
    whole = [figure for figure in kept if _is_a_years(figure)]
    of_one = len({id_of(figure.trade.named) for figure in kept if figure.trade}) < 2
    if whole and len(whole) < len(kept) and of_one and not any(f.trade for f in whole[1:]):
        rates = [figure for figure in kept if figure not in whole]
        if _may_be_all(whole, rates) and all(
            figure.amount.period or _is_a_part(figure) for figure in rates
        ):
            known = any(figure.kind is MoneyKind.SALES for figure in rates)
            kept = [replace(figure, kind=MoneyKind.SALES) for figure in whole] if known else whole
    if made_up := as_a_year(kept):
        return made_up
    if any(_is_a_part(figure) for figure in kept):
        doubts.add(Lack.WHOLE_YEAR)
        return [_of_its_months(figure) for figure in kept]
    return kept


def _may_be_all(whole: Sequence[Figure], rates: Sequence[Figure]) -> bool:
    """Whether a year's figure may be that of all, beside so much a day or a month: not 50 million
    that noel brings beside four million a day."""
    most = max(figure.amount.value for figure in whole)
    return all(
        figure.amount.value * _LEAST_TIMES.get(figure.amount.period, 0) <= most for figure in rates
    )


_LEAST_TIMES: dict[Period | None, int] = {Period.DAY: 40, Period.WEEK: 8, Period.MONTH: 2}

# `chỉ làm bánh từ tháng 7 đến tháng 8 thôi được 1 tỷ 1`: nothing is sold in the other months.
_ONLY_THEN = re.compile(
    r"\bchi (?:lam|ban|mo|san xuat|chay|nhan)(?: [a-z]+){0,4} (?:tu |trong |vao |dip |mua |vu |co "
    r"|moi |thang |\d+ thang|hai thang|may thang)(?:.*\b(?:thoi|duoc|ca)\b)"
    r"|\b(?:thang|mua|luc|quy) (?:khac|con lai|kia)(?: [a-z]+)? (?:khong|ko|k|nghi|dong cua)\b"
)


def _of_its_months(figure: Figure) -> Figure:
    part = part_of(figure)
    return (part and of_part(figure, part)) or figure


def _years_of(figures: Sequence[Figure], year: int) -> list[int | None]:
    """Of which year each figure is, None where none is said: that said last before it, else that
    said behind it and of no other. `năm ngoái 1 tỷ 5 giờ còn 700 triệu`: now is this year."""
    said: list[int | None] = []
    for place, figure in enumerate(figures):
        before = list(_YEAR_SAID.finditer(figure.left))
        behind = list(_YEAR_SAID.finditer(figure.right))
        follows = figures[place + 1].left if place + 1 < len(figures) else ""
        if follows.strip() and follows.startswith(figure.right):
            behind = behind[:1] if len(behind) > 1 else []
        mark = before[-1] if before else behind[0] if behind else None
        said.append(_year_in(mark, year) if mark else None)
    if any(of not in (year, None) for of in said):
        said = [
            year if of is None and _NOW.search(figure.left) else of
            for of, figure in zip(said, figures, strict=True)
        ]
    return said


def is_of_next(folded: str, year: int) -> bool:
    """Whether a line speaks of the next year and of no other."""
    return {_year_in(mark, year) for mark in _YEAR_SAID.finditer(folded)} == {year + 1}


def _year_in(mark: re.Match[str], year: int) -> int:
    if mark["number"]:
        return int(mark["number"])
    return year + (1 if mark["next"] else -1 if mark["last"] else 0)


def _is_a_years(figure: Figure) -> bool:
    return figure.amount.period is Period.YEAR and not _is_a_part(figure)


def _is_a_part(figure: Figure) -> bool:
    if part_of(figure):
        return True
    if figure.is_sold and figure.amount.period:
        return False  # `mỗi phiên chợ 2 triệu, tháng 6 phiên`
    around = f"{figure.left} # {OWN_PERIOD.sub('', figure.right)}"
    if _WHOLE.search(around) and figure.amount.period is Period.YEAR:
        return False
    bare = workdays.without(around, of_a_rate=figure.amount.period in RATES)
    return _PART.search(_DAYS_WORKED.sub("", bare)) is not None


_MORE = re.compile(
    r"\b(?:va|voi|vs|cong(?! tac\b)|con|them|cung|nua|(?:mot|1) (?:cai|can|quan)"
    r"|fb|facebook|zalo|tai cho|mang ve|offline|ngoai cho)\b"
    rf"|\b{PLACE} (?:nay|kia|phu|hai|2|be|nho|lon|to|chinh|moi|cu|thu)\b"
)


WITHIN = re.compile(r"\b(?:trong do|rieng|trong so do)\b")


def one_or_all(
    sales: list[Figure],
    doubts: set[Lack],
    mentions: Sequence[Mention] = (),
    owners: Sequence[str] = (),
) -> list[Figure]:
    """Several figures: parts that are added up, or sayings that do not agree. What is named before
    the first of them (`mentions`) is one household's; `owners`: whose of the family each is."""
    if len(sales) > 1:
        if len({*owners}) > 1 and any(owners) and not _is_named_first(sales, mentions, owners):
            doubts.add(Lack.OWNERS)
        by_platform = {figure.kind is MoneyKind.PLATFORM for figure in sales}
        apart = [one for one in sales[1:] if _adds_up(one) or len(by_platform) > 1]
        trades = {figure.trade.named for figure in sales if figure.trade}
        if len(apart) < len(sales) - 1 and len(trades) < len(sales):
            doubts.add(Lack.FIGURE)
    return sales


def _is_named_first(
    sales: Sequence[Figure], mentions: Sequence[Mention], owners: Sequence[str]
) -> bool:
    """Whether what every further figure is of was named before the first figure: `chồng em sửa xe,
    có bán phụ tùng, tiền công 400 triệu, phụ tùng 750 triệu`."""
    first = sales[0].amount.start
    named = {id_of(one.named) for one in mentions if one.end <= first}
    return all(
        one.trade is not None and id_of(one.trade.named) in named and not owner
        for one, owner in zip(sales[1:], owners[1:], strict=True)
    )


def _adds_up(figure: Figure) -> bool:
    return bool(
        _MORE.search(figure.left)
        or WITHIN.search(figure.left)
        or figure.kind is MoneyKind.PLATFORM
        or figure.trade
        or EACH_OF.search(figure.left)
        or figure.is_part
        or figure.week_days
        or figure.is_sold  # `cắt 15 đầu, đầu 80 nghìn, nhuộm 6 bộ, bộ 500`
        or _A_PIECE.search(figure.left)
    )


_A_PIECE = re.compile(rf"\b(?:{PLACE}|cong trinh|hop dong|dua|nguoi) $")  # `cái 450tr cái 380`


def within(shares: tuple[Share, ...], sales: Sequence[Figure]) -> tuple[Share, ...]:
    """`2 tỷ, trong đó shopee 1 tỷ 5`: the second is a part of the first."""
    for place, figure in enumerate(sales[1:], 1):
        part, whole = shares[place], shares[0]
        if not WITHIN.search(figure.left) or part.yearly >= whole.yearly:
            continue
        if figure.is_part and sales[0].is_part:
            continue  # `riêng tháng tết 200`, of no month told before
        if figure.kind is MoneyKind.PLATFORM:
            first = replace(whole, on_platform=part.yearly)
            return (first, *shares[1:place], *shares[place + 1 :])
        rest = whole.yearly - part.yearly
        least = max(whole.lower - part.yearly, 0) if whole.least else 0
        first = replace(whole, amount=rest, times=1, shops=1, low=least or rest, high=rest)
        first = replace(first, least=least, period=Period.YEAR)
        return (first, *shares[1:])
    return shares
