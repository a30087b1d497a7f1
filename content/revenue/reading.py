"""What a line tells of a business: of which trades, how much a year, and what is still to be
asked.

`quán phở ngày 6 triệu, tháng bán 25 ngày` is 1,8 tỷ a year; `9 tháng đầu năm 900 triệu` is no
year's revenue, nor is `mỗi quán 700 triệu` without the number of shops, nor any money of which
nothing says that it was sold for. Amounts are in đồng. Nothing is guessed: whoever gives a verdict
asks `ToldFigures.lacks` first.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from content import workdays
from content.amounts import Amount, Bound, Period
from content.revenue.agency import (
    Agency,
    agency_in,
    is_commission,
    is_of_another,
    is_told_as_commission,
    of_agent,
)
from content.revenue.bounds import OF_THE_LAW
from content.revenue.figures import LARGE, Figure, figures
from content.revenue.kin import (
    mine_and_theirs,
    named_elsewhere,
    owners_of,
    says_apart,
    says_several_owners,
)
from content.revenue.kinds import WORD, MoneyKind, margin_in, other_words
from content.revenue.listed import with_time, with_units
from content.revenue.months import part_of, with_unit
from content.revenue.named import does_work, lets, trades_in
from content.revenue.plainly import LARGE_SAID, VAST, in_plain_words
from content.revenue.shops import OF_PLACE, ROOM, count, rooms_at_price, times_said
from content.revenue.told import BONUS, Lack, Share, Sureness, ToldFigures, id_of
from content.revenue.unsaid import is_of_some_months, leaves_money
from content.revenue.week import by_weekday, in_a_month, in_a_week, is_end_alone, is_without_end
from content.revenue.year import (
    WITHIN,
    of_the_year,
    one_or_all,
    within,
)
from content.spoken import places
from content.trades import Mention, Named, Trades
from content.vietnamese import fold

# A shop that sells less than this in a year has more likely told a month.
YEAR_FROM = 50_000_000
_SURE_YEAR = re.compile(r"\bmot nam tron\b")
_SOLD = (MoneyKind.SALES, MoneyKind.PLATFORM)
_MAY_BE_SOLD = {MoneyKind.BARE: Sureness.BARE, MoneyKind.ODD: Sureness.ODD}


@dataclass(frozen=True, slots=True)
class ReadWith:
    """With what a statement is read: see `reckoning.read`. `later`: behind others. `works`: behind
    work that is paid for, so that `tiền công` is revenue."""

    of: Named | None = None
    year: int = 0
    last_year_counts: bool = False
    later: bool = False
    works: bool = False


def read_piece(text: str, trades: Trades, how: ReadWith) -> ToldFigures:
    """What one statement tells, by itself: a rest of two months told of it is not another's."""
    text = with_units(with_unit(in_plain_words(workdays.without_founding(text))))
    several, each_own = says_several_owners(fold(text)), says_apart(fold(text))
    if several and each_own:
        text = _OF_EACH.sub(lambda found: " " * len(found[0]), text)  # one of them speaks
    mentions = trades_in(text, trades, how.of)
    margin, bare = margin_in(text)
    works = how.works or does_work(mentions)
    found = list(figures(bare, mentions, later=how.later, works=works))
    found = _with_time_of_the_whole(with_time(text, found))
    agency = agency_in(text, mentions)
    if agency is not None and agency.sure:
        beside = _sold_beside(found)
        found = [*_of_commission([one for one in found if one not in beside]), *beside]
        mentions = (*of_agent(mentions), *(one.trade for one in beside if one.trade))
    doubts: set[Lack] = set()
    sales = _sales_in(found, doubts, text, how)
    number = "" if found else _without_unit(fold(text)) or (how.later and _number_after(fold(text)))
    if not number and not found and mentions and (of_time := _OF_A_TIME.search(fold(text))):
        number = of_time["number"]
    if number:
        return ToldFigures(text, (), mentions, None, frozenset({Lack.UNIT}), number)
    if not sales:
        if _asks_for_revenue(found, mentions, fold(text)):
            doubts.add(Lack.REVENUE)
        return ToldFigures(text, (), mentions, _costs(found, None), frozenset(doubts))
    if several and not each_own and not lets(mentions):
        doubts.add(Lack.OWNERS)
    mine, theirs = mine_and_theirs(sales, text) if each_own else (sales, [])
    named = mentions
    mentions = named_elsewhere(named, theirs)
    shares = _shares_read(mine, mentions, text, doubts, agency)
    if several and not each_own:  # of one of them, or of all?
        shares = tuple(replace(share, high=None) for share in shares)
    left = leaves_money(text) and not any(figure.is_sold for figure in sales)
    shares = _with_what_is_left(shares, how, text, doubts, left=left)
    others: tuple[Share, ...] = ()
    if theirs:
        others = _shares_read(theirs, named_elsewhere(named, mine), text, set(), agency)
    yearly = sum(share.yearly for share in shares)
    platform = bool(places(WORD.findall(text.lower()), "figure_platform"))
    costs = _costs(found, yearly)
    if costs is None and margin and not doubts:
        costs = yearly * (100 - margin) // 100
    return ToldFigures(
        text, shares, mentions, costs, frozenset(doubts), by_platform=platform, theirs=others
    )


def _asks_for_revenue(found: Sequence[Figure], mentions: Sequence[Mention], folded: str) -> bool:
    """Whether a line that tells no takings tells of some: what was made or spent (a wage is no
    cost), or so many a day, of which only the price is understood."""
    asked_by = (MoneyKind.PROFIT, MoneyKind.COSTS) if mentions else (MoneyKind.PROFIT,)
    if any(figure.kind in asked_by for figure in found):
        return True
    return bool(found and mentions and _SO_MANY_A_TIME.search(folded))


def _with_what_is_left(
    shares: tuple[Share, ...], how: ReadWith, text: str, doubts: set[Lack], *, left: bool
) -> tuple[Share, ...]:
    """The shares, without a bound where money is told that was not read; of which year, and of how
    much of it, as the line says."""
    if how.later and all(share.has_time or id_of(share.named) == BONUS for share in shares):
        doubts.discard(Lack.PERIOD)  # a bonus beside a year's revenue is of that year
    if _is_of_a_span(shares, text):
        doubts.add(Lack.WHOLE_YEAR)
    if not left:
        return shares
    doubts.add(Lack.FIGURE)
    return tuple(replace(share, high=None) for share in shares)


_OF_EACH = re.compile(
    r"\b(?:mỗi|moi|từng|tung) (?=(?:quán|quan|cửa|cua|tiệm|tiem|shop|cái|cai)\b)", re.I
)


def _shares_read(
    sales: list[Figure],
    mentions: tuple[Mention, ...],
    text: str,
    doubts: set[Lack],
    agency: Agency | None,
) -> tuple[Share, ...]:
    """What figures of one household come to, each."""
    if any(figure.kind in _MAY_BE_SOLD for figure in sales):
        doubts.add(Lack.KIND)
    owners = owners_of(text, sales)
    sales = one_or_all(sales, doubts, mentions, owners)
    shares = _shares_of(sales, mentions, text, doubts)
    if Lack.OWNERS in doubts and len(shares) == len(owners):
        shares = _of_their_own_trades(shares, sales, owners)
    shares = _as_commissions(shares, sales, agency, doubts)
    if _is_too_much(shares):
        doubts.add(Lack.FIGURE)
        shares = tuple(replace(share, high=None) for share in shares)
    return _unbound(shares, sales, fold(text), doubts)


_ALL_YEAR = {Period.DAY: workdays.USUAL_DAYS, Period.WEEK: 52, Period.MONTH: 12}


def _is_of_a_span(shares: Sequence[Share], text: str) -> bool:
    """Whether the only rate is told with a span of months, and reckoned over the whole year."""
    one = shares[0] if len(shares) == 1 else None
    whole = one is not None and one.times == _ALL_YEAR.get(one.period)
    return whole and (is_of_some_months(text) or _FEW_DAYS.search(fold(text)) is not None)


# `ba bốn triệu một ngày mấy ngày giáp tết`: of these days, and not of 360.
_FEW_DAYS = re.compile(
    r"(?<!nghi )(?<!tru )(?<!dong cua )\b(?:may|vai|nhung|cac|dip) (?:ngay |hom |bua )?"
    r"(?:giap |can |gan |sat |truoc |trong |cuoi |ra |dau )?(?:tet|ram|le)\b"
)


def _of_their_own_trades(
    shares: tuple[Share, ...], sales: Sequence[Figure], owners: Sequence[str]
) -> tuple[Share, ...]:
    """The shares, none of a trade that only another of the family was said to have."""
    told = {owner for one, owner in zip(sales, owners, strict=True) if one.trade}
    return tuple(
        replace(share, named=Named()) if told and owner not in told else share
        for share, owner in zip(shares, owners, strict=True)
    )


def _is_too_much(shares: Sequence[Share]) -> bool:
    """Whether several sums of a day or a week come to a year nobody tells by the
    day."""
    if len(shares) == 1 and shares[0].shops == 1:
        return False  # the days are asked for, with what it comes to
    short = [share for share in shares if share.period in (Period.DAY, Period.WEEK)]
    small = all(share.amount < LARGE_SAID for share in shares)
    return bool(short) and small and sum(share.yearly for share in shares) >= VAST


def _with_time_of_the_whole(found: list[Figure]) -> list[Figure]:
    """`90 triệu một tháng, trong đó phụ tùng 60 triệu`: of the same time."""
    told: list[Figure] = []
    for figure in found:
        item = figure.amount
        if told and item.period is None and WITHIN.search(figure.left):
            figure = replace(figure, amount=replace(item, period=told[0].amount.period))
        told.append(figure)
    return told


def _sales_in(found: Sequence[Figure], doubts: set[Lack], text: str, how: ReadWith) -> list[Figure]:
    """The figures of what was, or may have been, sold in the year that is meant."""
    sales = [figure for figure in found if figure.kind in _SOLD or figure.kind in _MAY_BE_SOLD]
    if any(figure.kind is MoneyKind.SALES for figure in sales):
        sales = [_said_too(figure) for figure in sales]
    sales = _without_total(sales, fold(text))
    sales = of_the_year(
        sales, doubts, fold(text), year=how.year, last_year_counts=how.last_year_counts
    )
    return by_weekday(sales, fold(text)) or sales


def _without_total(sales: list[Figure], folded: str) -> list[Figure]:
    """`khoảng 6,5 tỷ: gạo 5 tỷ, cám 1,5 tỷ`: the parts, where they make up the first."""
    if len(sales) <= _TWO or any(one.amount.bound for one in sales):
        return sales
    whole, *parts = sales
    named = {id_of(one.trade.named) for one in parts if one.trade}
    same = whole.amount.value == sum(one.amount.value for one in parts)
    behind = folded[whole.amount.end :]
    if not same or len(named) < len(parts) or not _IS_MADE_OF.match(behind):
        return sales
    period = whole.amount.period
    return [
        replace(one, kind=MoneyKind.SALES, amount=replace(one.amount, period=period))
        for one in parts
    ]


_TWO = 2
_IS_MADE_OF = re.compile(r" ?(?:mot nam|ca nam|/nam)?[ ,]*(?::|gom|trong do|bao gom|chia ra|\()")


def _shares_of(
    sales: Sequence[Figure], mentions: Sequence[Mention], text: str, doubts: set[Lack]
) -> tuple[Share, ...]:
    named = _named_by(sales, mentions, doubts)
    large = any(
        figure.amount.period in (None, Period.YEAR) and figure.amount.value >= LARGE
        for figure in sales
    )
    shares = tuple(
        _share(figure, trade, text, doubts, in_company=large)
        for figure, trade in zip(sales, named, strict=True)
    )
    return within(shares, sales)


def _unbound(
    shares: tuple[Share, ...], sales: Sequence[Figure], folded: str, doubts: set[Lack]
) -> tuple[Share, ...]:
    """The shares without the bound that the line leaves open: `có tháng chỉ 60`, the end of the
    week alone."""
    if _SOMETIMES_LESS.search(folded) and not doubts:
        doubts.add(Lack.FIGURE)
        shares = tuple(replace(share, low=0) for share in shares)
    if is_end_alone(sales, folded) or is_without_end(sales, folded):
        doubts.add(Lack.FIGURE)
        shares = tuple(replace(share, high=None) for share in shares)
    return shares


def _sold_beside(found: Sequence[Figure]) -> list[Figure]:
    """The goods that one who sells for another says he sells besides, of his own."""
    told = any(is_commission(figure.left) for figure in found)
    return [one for one in found[1:] if told and one.trade and _BESIDES.search(one.left)]


_BESIDES = re.compile(r"\b(?:ban them|them|ngoai ra|con ban|ban kem|voi lai)\b")


def _of_commission(found: Sequence[Figure]) -> list[Figure]:
    """Only the commissions, where some of the sums are called so: they are what is taken in. The
    goods are another's."""
    found = [replace(figure, trade=None) for figure in found]
    own = [figure for figure in found if is_commission(figure.left)]
    times = {figure.amount.period for figure in found if figure.amount.period}
    time = (
        next(iter(times)) if len(times) == 1 else None
    )  # `tháng bán 300 triệu, hoa hồng 20 triệu`
    return [
        replace(
            figure,
            kind=MoneyKind.SALES,
            amount=replace(figure.amount, period=figure.amount.period or time),
        )
        for figure in own
    ] or found


def _as_commissions(
    shares: tuple[Share, ...],
    sales: Sequence[Figure],
    agency: Agency | None,
    doubts: set[Lack],
) -> tuple[Share, ...]:
    """What one who sells for another takes in of what is sold: at most all of it, where that is not
    told; of nobody knows how much, where it is not even sure that it is another's."""
    if agency is None:
        return tuple(
            _commission_of(share, Agency(), doubts)
            if _is_anothers(share, figure, shares)
            else share
            for share, figure in zip(shares, sales, strict=False)
        )
    if not agency.sure:
        doubts.add(Lack.COMMISSION)
        return tuple(replace(share, low=0, high=None) for share in shares)
    if any(is_commission(figure.left) for figure in sales):
        return shares
    return tuple(_commission_of(share, agency, doubts) for share in shares)


def _is_anothers(share: Share, figure: Figure, shares: Sequence[Share]) -> bool:
    """Beside a trade of its own, what is sold for another and is not told as the commission."""
    told = is_told_as_commission(figure.right)
    return len(shares) > 1 and is_of_another(share.named) and not told


def _commission_of(share: Share, agency: Agency, doubts: set[Lack]) -> Share:
    if not agency.rate:
        doubts.add(Lack.COMMISSION)
        return replace(share, low=0)
    amount, low, least = (
        round(value * agency.rate / 100) for value in (share.amount, share.low, share.least)
    )
    high = None if share.high is None else round(share.high * agency.rate / 100)
    return replace(share, amount=amount, low=low, high=high, least=least)


def _said_too(figure: Figure) -> Figure:
    """A figure of which nothing is said, beside one that was sold, is of the same."""
    of_place = figure.kind is MoneyKind.ODD and OF_PLACE.search(figure.left) is not None
    of_months = figure.kind is MoneyKind.ODD and part_of(figure) is not None
    bare = figure.kind is MoneyKind.BARE or of_place or of_months
    return replace(figure, kind=MoneyKind.SALES) if bare else figure


# `tháng 90 triệu nhưng có tháng chỉ 60`
_SOMETIMES_LESS = re.compile(
    r"\bco (?:thang|ngay|hom|bua|tuan|luc|khi) (?:thi |ma |lai )?(?:chi|con|moi|vang|e|duoc co)\b"
)
_UNIT_UNSAID = re.compile(
    r"(?P<before>.*?\b(?:ngay|tuan|thang|quy|nam)\b.*?|)\b(?P<number>\d{1,3}(?:[.,]\d)?|\d{4})"
    r"(?P<after> ?(?:/|mot |moi |1 )? ?(?:ngay|tuan|thang|quy|nam)| thoi| a)?[ .!?]*"
)
_SHORTER = ("ngay", "tuan", "thang")
# `ngày 2/9`, `ngày 30/2`, which there is none: never `9` of a day.
_SO_MANY_A_TIME = re.compile(
    r"\b(?:ngay|tuan|thang|vu|lua)(?: (?:ban|duoc|dc|khoang|chung|tam|cho))*"
    r" (?:\d{1,4}|(?:hai|ba|bon|nam|sau|bay|tam|chin|muoi)(?: (?:chuc|tram|muoi))?)"
    r" (?!trieu|tr|nghin|ngan|k|ngay|thang|nam|gio|phan|tet|mot|hai|ba|dau|cuoi|nay|qua)[a-z]+\b"
)
_DAY_OF_MONTH = re.compile(r"\d{1,2} ?[/.-] ?$")
_OF_A_LONGER = re.compile(r"\b(?:tuan|thang|nam) (?:[a-z]+ ){0,3}$")
_A_COUNT = re.compile(r"\b(?:thang|quy|nam|ngay|to|so|luc) $")


def _without_unit(folded: str) -> str:
    """The number of a line that tells a sum of a time without its unit, and nothing else."""
    found = _UNIT_UNSAID.fullmatch(folded)
    if found is None or not (found["before"] or found["after"]) or other_words(folded):
        return ""
    if _DAY_OF_MONTH.search(found["before"]):
        return ""
    if _OF_A_LONGER.search(found["before"]) and (found["after"] or "").strip() in _SHORTER:
        return ""  # `tháng làm 26 ngày`
    date = _A_COUNT.search(found["before"]) and not re.match(r"(?:mot|1|moi) ", found["before"])
    return "" if date else found["number"]


_NUMBER_AFTER = re.compile(
    r"(?P<before>(?:[a-z]+ ){1,5}?|thang \d+(?: \d+)? moi thang |quy \d )"
    r"(?P<number>\d{2,4}(?:[.,]\d)?|[1-9])"
    r"(?: (?:mot |moi |1 |/ ?)?(?:ngay|tuan|thang|quy|nam)| nua| thoi| a| nhe| chu)*[ .!]*"
)
# `sửa xe máy tháng 90`: no month and no day bears such a number.
_OF_A_TIME = re.compile(
    r"\b(?:thang|ngay)(?: (?:duoc|thu|ban|khoang|tam|chung|cung|ve))* (?P<number>[3-9][2-9]|[4-9]\d"
    r"|[1-9]\d\d|(?:(?:hai|ba|bon|nam|sau|bay|tam|chin) )?tram(?: (?:mot|hai|ba|tu|ruoi|nam|sau|bay"
    r"|tam|chin))?)(?: (?:thoi|a|nhe|chu|bac))*[ .!]*(?:$|,)"
)
_COUNTED_BY = re.compile(
    r"(?<!moi )(?<!mot )(?<!hang )(?<!tung )\b(?:thang|quy|nam|ngay|to|so|luc|ngo"
    r"|cau|khoan|dieu|mau|phuong|tuoi|may|con|nghi|cua|chon|phong|lan|thu|khu"
    r"|duong|gio|hem|nha|block|lo) $"
)
_ASKED = re.compile(r"\b(?:khong|ko|gi|sao|nao|bao nhieu|may|ha|dau)\b")


def _number_after(folded: str) -> str:
    """The number of a short line that may be a sum without its unit; "" for none."""
    found = _NUMBER_AFTER.fullmatch(folded)
    if found is None or _COUNTED_BY.search(found["before"]) or _ASKED.search(folded):
        return ""
    return found["number"]


def _named_by(
    sales: Sequence[Figure], mentions: Sequence[Mention], doubts: set[Lack]
) -> list[Named]:
    """The trade of each figure. One trade named is that of all; several that cannot be told apart
    are asked for."""
    meant = {id_of(mention.named): mention.named for mention in mentions}
    if len(meant) < 2:
        one = next(iter(meant.values()), Named())
        other = [len(sales) > 1 and _is_of_another(figure) for figure in sales]
        if meant and any(other):
            doubts.discard(Lack.FIGURE)
            doubts.add(Lack.SPLIT)
        return [Named() if is_other else one for is_other in other]
    own = [figure.trade.named if figure.trade else None for figure in sales]
    if len(meant) == len(sales) and len({named and id_of(named) for named in own}) < len(sales):
        own = list(meant.values())  # "tạp hóa, phở: 700 và 900 triệu"
    carried: list[Named] = []
    for named in own:
        carried.append(named or (carried[-1] if carried else next(iter(meant.values()))))
    if {id_of(named) for named in carried} != set(meant):
        doubts.add(Lack.SPLIT)
    return carried


def _is_of_another(figure: Figure) -> bool:
    """Whether a figure is called something that no trade's name is."""
    if figure.trade is not None or figure.kind is MoneyKind.PLATFORM or figure.is_part:
        return False
    return bool(other_words(WITHIN.sub("", figure.left)))


def _share(
    figure: Figure, named: Named, text: str, doubts: set[Lack], *, in_company: bool
) -> Share:
    """`in_company`: another figure of the line is a year's, and bare as this one."""
    item, around = figure.amount, f"{figure.left} # {figure.right}"
    rooms = bool(ROOM.search(fold(text)) and count(fold(text)))
    let = rooms and (lets([Mention(-1, -1, "", named)]) or item.period is Period.MONTH)
    period = item.period or _of_every(fold(text))
    if period is None and let and item.value < LARGE:
        period = Period.MONTH
    of_year = in_company and id_of(named) == BONUS
    if period is None and not of_year and item.value < (YEAR_FROM if in_company else LARGE):
        doubts.add(Lack.PERIOD)
    if (
        period is Period.YEAR
        and item.value < YEAR_FROM
        and not (figure.is_part or let or _SURE_YEAR.search(fold(text)))
    ):
        doubts.add(Lack.PERIOD)
    period = period or Period.YEAR
    if rooms and not let:
        doubts.add(Lack.FIGURE)  # how many of them are taken is not said
    worked = workdays.times_a_year(text, period)
    if not worked.sure:
        doubts.add(Lack.DAYS)
    shops, most = times_said(around, fold(text)) if figure.first and not figure.is_sold else (1, 1)
    if lot := rooms_at_price(figure.left, fold(text)):
        shops = most = lot
    if most > shops:
        doubts.add(Lack.SHOPS)
    low, high = _bounds(item, doubts)
    worked = _of_its_days(figure, worked)
    if figure.is_at_times:
        doubts.add(Lack.GOOD_DAYS)
    if not figure.of_each:
        doubts.add(Lack.FIGURE)  # `cuối tuần 5 triệu`: of both days together?
        low //= figure.week_days
    return Share(
        named=named,
        amount=item.value,
        period=period,
        times=worked.usual,
        shops=shops,
        low=low * worked.least * shops,
        high=None if high is None else high * worked.most * max(shops, most),
        is_near=item.bound is Bound.BELOW and not OF_THE_LAW.intersection(item.before),
        is_about=item.bound is Bound.AROUND,
        least=item.least or 0,
        has_time=item.period is not None and not figure.is_part,
        sureness=_MAY_BE_SOLD.get(figure.kind, Sureness.SAID),
        on_platform=item.value * worked.usual if figure.kind is MoneyKind.PLATFORM else 0,
    )


def _of_its_days(figure: Figure, worked: workdays.TimesAYear) -> workdays.TimesAYear:
    """How often a year a figure of some days of the week or the month comes."""
    if figure.week_days:
        worked = in_a_week(worked, figure.week_days)
    return in_a_month(worked, figure.month_days) if figure.month_days else worked


def _of_every(folded: str) -> Period | None:
    """`tháng nào cũng 100 triệu`."""
    found = re.search(r"\b(ngay|tuan|thang|quy) nao cung\b", folded)
    return _EVERY[found[1]] if found else None


_EVERY = {"ngay": Period.DAY, "tuan": Period.WEEK, "thang": Period.MONTH, "quy": Period.QUARTER}


def _bounds(item: Amount, doubts: set[Lack]) -> tuple[int, int | None]:
    """The least and the most an amount may be; a bound that is one alone has no other."""
    match item.bound:
        case None:
            return item.value, item.value
        case Bound.BELOW:
            doubts.add(Lack.FIGURE)
            return 0, item.value
        case Bound.ABOVE:
            doubts.add(Lack.FIGURE)
            about = 10 ** (len(str(item.value)) - 1)  # "hơn 800 triệu" is less than 900
            loose = {"tren", "vuot", "qua", "ngoai"}.intersection(item.before)
            return item.value + 1, None if loose else item.value + about
        case Bound.AROUND:
            doubts.add(Lack.FIGURE)
            return item.value - item.value // 10, item.value + item.value // 10
    doubts.add(Lack.RANGE if item.least else Lack.FIGURE)
    return (item.least, item.value) if item.least else (0, None)


def _costs(figures: Sequence[Figure], revenue: int | None) -> int | None:
    """The year's costs where one sum of them is told, or the profit of a known revenue."""
    costs = [_of_the_month(f, figures) for f in figures if f.kind is MoneyKind.COSTS]
    profit = [_of_the_month(f, figures) for f in figures if f.kind is MoneyKind.PROFIT]
    times = {_TIMES.get(one.period or Period.YEAR, 0) for one in costs}
    if costs and not profit and len(times) == 1 and not any(one.bound for one in costs):
        return sum(one.value for one in costs) * times.pop() or None
    if len(profit) == 1 and not costs and revenue and profit[0].bound is None:
        made = profit[0].value * _TIMES.get(profit[0].period or Period.YEAR, 0)
        return revenue - made if 0 < made < revenue else None
    return None


def _of_the_month(figure: Figure, figures: Sequence[Figure]) -> Amount:
    """What was spent or made, of the month that the sales beside it are of: `120 triệu một tháng,
    lãi có 10 triệu`."""
    item = figure.amount
    sold = [one.amount for one in figures if one.kind in _SOLD]
    monthly = len(sold) == 1 and sold[0].period is Period.MONTH and item.value < sold[0].value
    return replace(item, period=Period.MONTH) if item.period is None and monthly else item


_TIMES = {Period.MONTH: 12, Period.QUARTER: 4, Period.YEAR: 1}
