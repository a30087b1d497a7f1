"""What a line tells of a business: of which trades, how much a year, and what is still to be asked.

`quán phở ngày 6 triệu, tháng bán 25 ngày` is 1,8 tỷ a year; `9 tháng đầu năm 900 triệu` is no
year's revenue, nor is `mỗi quán 700 triệu` without the number of shops. Amounts are in đồng.
Nothing is guessed: whoever gives a verdict asks `ToldFigures.lacks` first.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from content import workdays
from content.amounts import Amount, Bound, Period, amounts
from content.spoken import places, words_of
from content.tax import Band, TaxRules
from content.trades import Mention, Named, Sector, Trades
from content.vietnamese import fold, fold_in_place, tidy

# Less than this, said of no time, may as well be a day's or a month's.
BARE_FROM = 200_000_000
# A shop that sells less than this in a year has more likely told a month.
YEAR_FROM = 50_000_000
SMALLEST = 1_000  # less is no sum of money anybody means: "từ đồng đầu tiên"
RENT, GOODS, UNCLEAR_WORK = "rent", Sector.GOODS, "sửa chữa"
_SURE = re.compile(r"\bmot nam tron\b")
_ROOM = re.compile(r"\b(?:phong|gian)\b")


class MoneyKind(StrEnum):
    SALES = "sales"
    PLATFORM = "platform"
    COSTS = "costs"
    PROFIT = "profit"
    OTHER = "other"  # a loan, a fine, a price: no money of the business's year


class Lack(StrEnum):
    """The one thing that must be known before anything is said, gravest first."""

    REVENUE = "revenue"  # only profit or costs were told
    WHICH_YEAR = "which_year"
    WHOLE_YEAR = "whole_year"  # it was told of a part of one
    PERIOD = "period"  # a day's, a month's or a year's?
    OWNERS = "owners"  # of two people: one household or two?
    SHOPS = "shops"  # of one shop or of all?
    FIGURE = "figure"  # about how much: a range, "hơn", several figures
    DAYS = "days"  # how many days a year
    SPLIT = "split"  # how much of each trade


_ALWAYS = (Lack.REVENUE, Lack.WHICH_YEAR, Lack.WHOLE_YEAR, Lack.PERIOD, Lack.OWNERS)


@dataclass(frozen=True, slots=True)
class Share:
    """The revenue of one figure: `low` to `high` a year (`high` None: no bound), `yearly` as it is
    reckoned with, `amount` × `times` × `shops`, of which `on_platform` through platforms."""

    named: Named
    amount: int
    period: Period
    times: int
    shops: int
    low: int
    high: int | None
    on_platform: int = 0
    is_near: bool = False  # `gần 1 tỷ`: that, or somewhat less

    @property
    def yearly(self) -> int:
        return self.amount * self.times * self.shops

    @property
    def is_reckoned(self) -> bool:
        """Whether the year's sum is the product of something."""
        return self.times * self.shops > 1


@dataclass(frozen=True, slots=True)
class ToldFigures:
    """What a line tells. `shares` in the order said; `named` are all trades it names; `costs` the
    year's costs, where one sum is; `doubts` what makes `shares` unsure."""

    text: str = ""
    shares: tuple[Share, ...] = ()
    named: tuple[Mention, ...] = ()
    costs: int | None = None
    doubts: frozenset[Lack] = frozenset()
    by_platform: bool = False  # whether it speaks of a platform, which withholds tax

    @property
    def has_figures(self) -> bool:
        return bool(self.shares or self.doubts)

    @property
    def yearly(self) -> int | None:
        """The year's revenue as it is reckoned with, sure or not; None when none is told."""
        if not self.shares or self.doubts & {Lack.PERIOD, Lack.REVENUE}:
            return None
        if Lack.FIGURE in self.doubts and not all(share.is_near for share in self.shares):
            return None
        return sum(share.yearly for share in self.shares)

    @property
    def is_general(self) -> bool:
        """Whether it speaks of a bound and of nobody's business: `hộ dưới 10 tỷ được giảm gì`."""
        vague = Lack.FIGURE in self.doubts and not any(share.is_near for share in self.shares)
        return vague and not self.named and not _OWN.search(fold(self.text))

    @property
    def first(self) -> Share | None:
        """The figure that is asked about: the smallest, where there are several."""
        return min(self.shares, key=lambda share: share.amount, default=None)

    @property
    def says_each(self) -> bool:
        """Whether the figure is said of each of several places."""
        return _EACH_OF.search(fold(self.text)) is not None

    @property
    def low(self) -> int:
        return sum(share.low for share in self.shares)

    @property
    def high(self) -> int | None:
        highs = [share.high for share in self.shares]
        return None if None in highs else sum(high for high in highs if high is not None)

    @property
    def one_trade(self) -> Named | None:
        """What all of it is of; None when several trades are named, or none."""
        meant = {_id(mention.named): mention.named for mention in self.named}
        return next(iter(meant.values())) if len(meant) == 1 else None

    def lacks(self, rules: TaxRules) -> Lack | None:
        """What must be asked before anything is said of the year; None when it is sure. A doubt
        that leaves the year in the same band, with nothing to pay, is none."""
        doubts = list(Lack)
        if len(self.shares) > 1:  # the year's sum settles of what time each of several was said
            doubts.sort(key=lambda lack: (lack is Lack.PERIOD, list(Lack).index(lack)))
        for lack in doubts:
            if lack in self.doubts and (lack in _ALWAYS or not self._is_settled(lack, rules)):
                return lack
        return None

    def _is_settled(self, lack: Lack, rules: TaxRules) -> bool:
        high = self.high
        if not self.shares or high is None:
            return False
        lowest, highest = rules.band(self.low), rules.band(high)
        return highest is Band.EXEMPT or (lack is Lack.DAYS and lowest is highest)


NOTHING_TOLD = ToldFigures()


def read(
    text: str, trades: Trades, *, of: Named | None = None, last_year_counts: bool = False
) -> ToldFigures:
    """What a line tells. `of`: the trade that was asked about. `last_year_counts`: the year before
    is still to be declared, so that a figure of it may be the one meant."""
    text = tidy(text)
    asked = [Mention(-1, -1, "", of)] if of else []
    mentions = _specific(_with_labour([*asked, *_nearer(text, trades)], text, trades))
    margin, bare = _margin(text)
    figures = list(_figures(bare, mentions))
    sales = [figure for figure in figures if figure.kind in (MoneyKind.SALES, MoneyKind.PLATFORM)]
    doubts: set[Lack] = set()
    sales = _of_the_year(sales, doubts, last_year_counts=last_year_counts)
    if not sales:
        asked_by = (
            (MoneyKind.PROFIT, MoneyKind.COSTS) if mentions else (MoneyKind.PROFIT,)
        )  # a wage is no cost
        if any(figure.kind in asked_by for figure in figures):
            doubts.add(Lack.REVENUE)
        return ToldFigures(text, (), mentions, _costs(figures, None), frozenset(doubts))
    sales = _one_or_all(sales, doubts)
    named = _named_by(sales, mentions, doubts)
    large = any(
        figure.amount.period in (None, Period.YEAR) and figure.amount.value >= BARE_FROM
        for figure in sales
    )
    shares = tuple(
        _share(figure, trade, text, doubts, in_company=large)
        for figure, trade in zip(sales, named, strict=True)
    )
    shares = _within(shares, sales)
    yearly = sum(share.yearly for share in shares)
    platform = bool(places(_WORD.findall(text.lower()), "figure_platform"))
    costs = _costs(figures, yearly)
    if costs is None and margin and not doubts:
        costs = yearly * (100 - margin) // 100
    return ToldFigures(text, shares, mentions, costs, frozenset(doubts), platform)


@dataclass(frozen=True, slots=True)
class _Figure:
    """An amount and what the words around it say of it; `left` and `right` are folded."""

    amount: Amount
    kind: MoneyKind
    left: str
    right: str
    trade: Mention | None  # named before it, or right behind it
    first: bool  # of the line


# `lời 15%`: how much of the sales is profit, which makes no profit of the sum beside it.
_MARGIN = re.compile(
    r"\b(?:tien |duoc |an |chi |muc )?(?:loi|lai)(?: nhuan| rong)?"
    r"(?: duoc| khoang| chung| tam| co| la)* (\d{1,2})(?: ?%| phan tram| phan\b)"
)
_OF_A_LOAN = re.compile(r"\b(?:vay|ngan hang|tien gui|the chap|tra gop|lai suat)\b")


def _margin(text: str) -> tuple[int, str]:
    """The profit in hundredths of the sales, 0 for none told, and the text without that."""
    plain = fold_in_place(text)
    found = None if _OF_A_LOAN.search(plain) else _MARGIN.search(plain)
    if found is None:
        return 0, text
    gap = " " * (found.end() - found.start())
    return int(found[1]), f"{text[: found.start()]}{gap}{text[found.end() :]}"


_CLAUSE = re.compile(r"[,;.:?!\n](?=\s|$)")
_WORD = re.compile(r"[^\W_]+")
# "trên 1 tỷ", "500 triệu hay 1 tỷ" of no trade: a bound of the law.
_OF_THE_LAW = frozenset({"tren", "duoi", "hon", "vuot", "qua", "tu", "den", "hay", "hoac"})
_LET = frozenset({"nha", "phong", "kho", "dat", "xuong", "quan", "sap", "tro"})
_FAR = (
    ("figure_platform", MoneyKind.PLATFORM),
    ("figure_capital", MoneyKind.OTHER),
    ("figure_costs", MoneyKind.COSTS),
    ("figure_profit", MoneyKind.PROFIT),
    ("figure_sales", MoneyKind.SALES),
    ("figure_loan", MoneyKind.OTHER),
)
_BEHIND = _FAR[1:4]


def _figures(text: str, mentions: Sequence[Mention]) -> Iterator[_Figure]:
    folded = fold(text)
    found = _merged([item for item in amounts(text) if item.value >= SMALLEST], folded)
    for place, item in enumerate(found):
        begin = found[place - 1].end if place else 0
        end = found[place + 1].start if place + 1 < len(found) else len(text)
        mine = _own_side(text, begin, item.start) if place else begin
        behind = text[item.end : end]
        right = behind[: cut.start()] if (cut := _CLAUSE.search(behind)) else behind
        before = [m for m in mentions if mine <= m.start and m.end <= item.start]
        after = [m for m in mentions if item.end <= m.start and m.end <= item.end + len(right)]
        trade = before[-1] if before else None
        if trade is None and after and (place + 1 == len(found) or cut or _no_more(mentions, end)):
            trade = after[0]
        left = text[mine : item.start]
        unnamed = text[before[-1].end if before else mine : item.start]
        follows = cut is None and place + 1 < len(found)
        kind = _kind(left, unnamed, right, follows=follows, lets=_lets(mentions))
        if (
            kind is MoneyKind.SALES
            and trade is None
            and not mentions
            and _is_the_laws(item, folded)
        ):
            kind = MoneyKind.OTHER
        yield _Figure(item, kind, folded[mine : item.start], fold(right), trade, place == 0)


def _merged(found: Sequence[Amount], folded: str) -> list[Amount]:
    """`2 tỷ đến 3 tỷ`, `tháng thấp 80 tháng cao 150 triệu`: two amounts that are one range."""
    merged: list[Amount] = []
    for item in found:
        last = merged[-1] if merged else None
        between = folded[last.end : item.start].split() if last else []
        joins = item.bound is Bound.UNCLEAR and item.least is None and len(between) <= 5
        if last and joins and between and last.value < item.value:
            merged[-1] = replace(
                item,
                least=last.least or last.value,
                period=item.period or last.period,
                start=last.start,
                before=last.before,
            )
        else:
            merged.append(item)
    return merged


def _own_side(text: str, begin: int, end: int) -> int:
    """Where, between two amounts, what is said of the second one begins: behind a comma, or behind
    the period of the first."""
    cuts = [cut.end() for cut in _CLAUSE.finditer(text[begin:end])]
    return begin + (cuts[0] if cuts else 0)


def _no_more(mentions: Sequence[Mention], end: int) -> bool:
    return not any(mention.start >= end for mention in mentions)


def _lets(mentions: Sequence[Mention]) -> bool:
    """Whether something is let, so that a rent is revenue."""
    named = [mention.named for mention in mentions]
    return any(
        (one.trade is not None and one.trade.apart)
        or (one.unclear is not None and one.unclear.id in _LETTINGS)
        for one in named
    )


LETTING = "cho_thue"
_LETTINGS = ("phong_tro", LETTING)


def _kind(left: str, unnamed: str, right: str, *, follows: bool, lets: bool) -> MoneyKind:
    """What the amount is of, by the nearest words before it, else by those right behind it.
    `unnamed` are the words between a trade and the amount."""
    clause = left[max((cut.end() for cut in _CLAUSE.finditer(left)), default=0) :]
    words = _WORD.findall(_NAME_OF_TAX.sub("", clause.lower()))
    folded = [fold(word) for word in words]
    let = lets or "cho thue" in " ".join(folded)
    if places(_WORD.findall(unnamed.lower())[-2:], "no_sales") and not let:
        spent = places(words[-3:], "figure_costs") and not places(words[-3:], "figure_capital")
        return MoneyKind.COSTS if spent else MoneyKind.OTHER
    near = [
        (start + size, -size, kind)
        for group, kind in _FAR
        for start, size in places(words, group)
        if not (let and kind is MoneyKind.COSTS and "thue" in folded[start : start + size])
    ]
    if near:
        return max(near, key=lambda one: (one[0], -one[1]))[2]
    if _OF_THE_SUM.match(fold(right)):
        return MoneyKind.OTHER
    behind = _WORD.findall(right.lower())[:5]
    while behind and behind[0] in _OF_TIME:
        behind = behind[1:]
    if not follows:
        for group, kind in _BEHIND:
            if any(start == 0 for start, _ in places(behind, group)):
                return kind
    return MoneyKind.SALES


_NAME_OF_TAX = re.compile(r"thu nhập cá nhân|thu nhap ca nhan")
_OF_THE_SUM = re.compile(
    r" *(?:dong )?(?:dau\b(?! nam)|dau tien|duoc tru|do la|tru ra)"
)  # the law's
_OF_TIME = frozenset({"một", "mỗi", "năm", "tháng", "ngày", "tuần", "đồng", "mot", "1", "là"})


_OWN = re.compile(r"\b(?:toi|em|minh|chau|nha|quan|shop|tiem|ban duoc|thu duoc)\b")


def _is_the_laws(item: Amount, folded: str) -> bool:
    own = _OWN.search(folded)
    if not own and re.search(r"\bnguong\b", folded):
        return True
    bound = item.bound is Bound.ABOVE or (
        item.bound is not Bound.BELOW and _OF_THE_LAW.intersection(item.before)
    )
    return bool(bound) and not own


_LET_PLACE = re.compile(
    r"cho (?:thue|muon) (?:\w+ ){0,3}(?:nha|can|mat bang|kho|dat|xuong|ki ?ot|cua hang|van phong)\b"
)
_FOR_LABOUR = re.compile(
    r"\b(?:tiền )?công(?: thợ| sửa| làm)?(?= (?:\d|một|hai|ba|khoảng|được|tầm|là))"
)


def _nearer(text: str, trades: Trades) -> list[Mention]:
    """The mentions, `cho thuê 2 cái nhà` as the letting of a house."""
    folded = fold(text)
    return [
        replace(mention, named=Named(trades[RENT]))
        if mention.words == "cho thuê" and _LET_PLACE.match(folded, mention.start)
        else mention
        for mention in trades.mentions(text)
    ]


def _with_labour(mentions: Sequence[Mention], text: str, trades: Trades) -> list[Mention]:
    """`công 700 triệu, phụ tùng 900 triệu`: the labour is of the repair or building that is named,
    of an unclear one where none is."""
    found = list(mentions)
    for spot in _FOR_LABOUR.finditer(text.lower()):
        works = [m.named for m in mentions if m.named.trade and m.named.trade.sector != GOODS]
        work = works[-1] if works else trades.named(UNCLEAR_WORK)
        if any(mention.named.trade for mention in mentions):
            found.append(Mention(spot.start(), spot.end(), spot.group(), work))
    return sorted(found, key=lambda mention: mention.start)


def _specific(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Without `bán hàng`, `cửa hàng` where a trade is named more nearly."""
    near = [mention for mention in mentions if mention.words not in _GENERAL]
    near = near or list(mentions)
    if _lets([mention for mention in near if _id(mention.named) != LETTING]):
        near = [mention for mention in near if _id(mention.named) != LETTING]
    return tuple(near)


_GENERAL = frozenset({"bán hàng", "bán hàng hóa", "bán lẻ", "ăn uống", "chế biến", "đồ khô"})
_LAST_YEAR = re.compile(r"\bnam (?:ngoai|truoc|roi|kia|2025)\b")
_THIS_YEAR = re.compile(r"\bnam (?:nay|2026)\b")
_NUMBER = r"(?:[2-9]|1\d|hai|ba|bon|nam|sau|bay|tam|chin|muoi|may|vai|nua)"
_WHOLE = re.compile(r"\b(?:(?:ca|mot|1|nguyen|het|tron|moi|hang|tung) nam|/ ?nam)\b")
# A part of the year: its months, its quarters, or from its beginning until now.
_PART = re.compile(
    rf"\b(?:{_NUMBER} (?:thang|quy)(?! mot nam| 1 nam|/)"
    r"|nua (?:dau |cuoi )?nam|tu dau nam|dau nam (?:den|toi|gio|nay)|tu thang \w+"
    r"|(?:den|toi) (?:gio|nay|hom nay|thang|het thang)|tinh den|luy ke|may thang|gio duoc"
    r"|quy (?:nay|truoc|vua|roi|mot|hai|ba|bon|tu|[1-4]|i{1,3}|iv)"
    r"|thang (?:nay|truoc|vua|roi|\d{1,2}|gieng|chap|tet)(?! \d)"
    r"|(?:hom|bua|sang) (?:nay|qua|kia)|tuan (?:nay|truoc|vua|roi)|ngay hom (?:nay|qua)"
    r"|dip tet|vu tet|mua tet)\b"
)
_OWN_PERIOD = re.compile(r"^ *(?:dong )?(?:/|mot|moi|1)? ?(?:ngay|dem|tuan|thang|th|quy|nam)\b")
_DAYS_WORKED = re.compile(rf"(?:mot|1|moi|ca) nam (?:[a-z]+ ){{0,3}}{_NUMBER} thang|nghi {_NUMBER}")


def _of_the_year(
    figures: list[_Figure], doubts: set[Lack], *, last_year_counts: bool
) -> list[_Figure]:
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
            kept = whole
    if len({_quarter(figure) for figure in kept} - {""}) == QUARTERS == len(kept):
        return [_as_of_a_year(figure) for figure in kept]
    if any(_is_a_part(figure) for figure in kept):
        doubts.add(Lack.WHOLE_YEAR)
    return kept


QUARTERS = 4
_QUARTER = re.compile(r"\bquy (1|2|3|4|mot|hai|ba|bon|tu|i{1,3}|iv)\b")


def _quarter(figure: _Figure) -> str:
    """Which quarter of the year a figure is of; "" for none."""
    match = _QUARTER.search(figure.left)
    return match[1] if match else ""


def _as_of_a_year(figure: _Figure) -> _Figure:
    """One of four quarters that are all told: its own sum, as a part of the year's."""
    return replace(figure, amount=replace(figure.amount, period=Period.YEAR))


def _is_a_years(figure: _Figure) -> bool:
    return figure.amount.period is Period.YEAR and not _is_a_part(figure)


def _is_a_part(figure: _Figure) -> bool:
    around = f"{figure.left} # {_OWN_PERIOD.sub('', figure.right)}"
    if _WHOLE.search(around) and figure.amount.period is Period.YEAR:
        return False
    return _PART.search(_DAYS_WORKED.sub("", workdays.without(around))) is not None


_MORE = re.compile(
    r"\b(?:va|voi|cong(?! tac\b)|con|them|cung|nua|quan (?:nay|kia|phu|hai|2)"
    r"|(?:mot|1) (?:cai|can|quan))\b"
)
_PLACE = r"(?:quan|cua hang|tiem|shop|phong|gian|nha|can|cai|sap|ki ?ot|cho|diem|co so)"
_EACH_OF = re.compile(rf"\b(?:moi|tung|mot|1) {_PLACE}\b")
_COUNT = re.compile(
    r"\b(?P<count>\d{1,3}|hai|ba|bon|nam|sau|bay|tam|chin|muoi|may|vai) "
    r"(?:quan|cua hang|tiem|shop|phong|gian|nha|can|cai|sap|ki ?ot|diem ban|co so)\b"
)
_TOGETHER = re.compile(r"\b(?:tong|tong cong|cong lai|tat ca|ca hai|ca \d+|ca ba|gop|het thay)\b")
_SPELLED = {
    "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
}  # fmt: skip
_WITHIN = re.compile(r"\b(?:trong do|rieng|trong so do)\b")
_OWNER = re.compile(r"\b(?:chong|vo|bo|me|con trai|con gai|con toi|anh trai|chi gai|em trai)\b")
_BOTH = re.compile(r"\bvo chong\b")


def _one_or_all(sales: list[_Figure], doubts: set[Lack]) -> list[_Figure]:
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


def _owner(figure: _Figure) -> str:
    """Whose figure it is, where it is somebody else's of the family."""
    match = _OWNER.search(_BOTH.sub("", figure.left + figure.right))
    return match.group() if match else ""


def _adds_up(figure: _Figure) -> bool:
    return bool(
        _MORE.search(figure.left)
        or _WITHIN.search(figure.left)
        or figure.kind is MoneyKind.PLATFORM
        or figure.trade
        or _EACH_OF.search(figure.left)
        or (_quarter(figure) and figure.amount.period is Period.YEAR)
    )


def _named_by(
    sales: Sequence[_Figure], mentions: Sequence[Mention], doubts: set[Lack]
) -> list[Named]:
    """The trade of each figure. One trade named is that of all; several that cannot be told apart
    are asked for."""
    meant = {_id(mention.named): mention.named for mention in mentions}
    if len(meant) < 2:
        one = next(iter(meant.values()), Named())
        other = [len(sales) > 1 and _is_of_another(figure) for figure in sales]
        if meant and any(other):
            doubts.discard(Lack.FIGURE)
            doubts.add(Lack.SPLIT)
        return [Named() if is_other else one for is_other in other]
    own = [figure.trade.named if figure.trade else None for figure in sales]
    if len(meant) == len(sales) and len({named and _id(named) for named in own}) < len(sales):
        own = list(meant.values())  # "tạp hóa, phở: 700 và 900 triệu"
    carried: list[Named] = []
    for named in own:
        carried.append(named or (carried[-1] if carried else next(iter(meant.values()))))
    if {_id(named) for named in carried} != set(meant):
        doubts.add(Lack.SPLIT)
    return carried


def _is_of_another(figure: _Figure) -> bool:
    """Whether a figure is called something that no trade's name is."""
    if figure.trade is not None or figure.kind is MoneyKind.PLATFORM:
        return False
    return bool(other_words(_WITHIN.sub("", figure.left)))


def other_words(text: str) -> list[str]:
    """The folded words that add something to figures: not `còn nếu`, `cả năm được khoảng`."""
    nothing = words_of("figure_fillers")
    return [word for word in _WORD.findall(fold(text)) if word not in nothing and word.isalpha()]


def _id(named: Named) -> str:
    return named.trade.id if named.trade else named.unclear.id if named.unclear else ""


def _share(
    figure: _Figure, named: Named, text: str, doubts: set[Lack], *, in_company: bool
) -> Share:
    """`in_company`: another figure of the line is a year's, and bare as this one."""
    item, around = figure.amount, f"{figure.left} # {figure.right}"
    rooms = bool(_ROOM.search(fold(text)) and _count(fold(text)))
    let = rooms and _lets([Mention(-1, -1, "", named)])
    period = item.period or _of_every(fold(text))
    if period is None and let and item.value < BARE_FROM:
        period = Period.MONTH
    if period is None and item.value < (YEAR_FROM if in_company else BARE_FROM):
        doubts.add(Lack.PERIOD)
    if period is Period.YEAR and item.value < YEAR_FROM and not (let or _SURE.search(fold(text))):
        doubts.add(Lack.PERIOD)
    period = period or Period.YEAR
    if rooms and not let:
        doubts.add(Lack.FIGURE)  # how many of them are taken is not said
    worked = workdays.times_a_year(text, period)
    if not worked.sure:
        doubts.add(Lack.DAYS)
    shops, most = _shops(around, fold(text), doubts) if figure.first else (1, 1)
    low, high = _bounds(item, doubts)
    return Share(
        named=named,
        amount=item.value,
        period=period,
        times=worked.usual,
        shops=shops,
        low=low * worked.least * shops,
        high=None if high is None else high * worked.most * max(shops, most),
        is_near=item.bound is Bound.BELOW and not _OF_THE_LAW.intersection(item.before),
        on_platform=item.value * worked.usual if figure.kind is MoneyKind.PLATFORM else 0,
    )


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
    doubts.add(Lack.FIGURE)
    return (item.least, item.value) if item.least else (0, None)


def _count(folded: str) -> int:
    """How many shops or rooms are named; 0 for none or an unsaid number."""
    match = _COUNT.search(folded)
    if match is None:
        return 0
    word = match["count"]
    return int(word) if word.isdecimal() else _SPELLED.get(word, 0)


def _shops(around: str, folded: str, doubts: set[Lack]) -> tuple[int, int]:
    """(how many times the figure counts, how many it may count)."""
    count, each = _count(folded), _EACH_OF.search(around)
    several = _COUNT.search(folded) is not None and count != 1
    if each and each.group().startswith(("mot", "1")) and len(amounts(folded)) > 1:
        return 1, 1  # "một cái 60 triệu, một cái 50 triệu": each is said
    if each and count > 1:
        return count, count
    if each and each.group().startswith(("moi", "tung")):
        doubts.add(Lack.SHOPS)
        return 1, 1_000
    if several and len(amounts(folded)) == 1 and not _TOGETHER.search(folded):
        if _ROOM.search(folded) and count > 1:
            return count, count
        doubts.add(Lack.SHOPS)
        return 1, max(count, 2)
    return 1, 1


def _within(shares: tuple[Share, ...], sales: Sequence[_Figure]) -> tuple[Share, ...]:
    """`2 tỷ, trong đó shopee 1 tỷ 5`: the second is a part of the first."""
    for place, figure in enumerate(sales[1:], 1):
        part, whole = shares[place], shares[0]
        if not _WITHIN.search(figure.left) or part.yearly >= whole.yearly:
            continue
        if figure.kind is MoneyKind.PLATFORM:
            first = replace(whole, on_platform=part.yearly)
            return (first, *shares[1:place], *shares[place + 1 :])
        rest = whole.yearly - part.yearly
        first = replace(whole, amount=rest, times=1, shops=1, low=rest, high=rest)
        return (first, *shares[1:])
    return shares


def _costs(figures: Sequence[_Figure], revenue: int | None) -> int | None:
    """The year's costs where one sum of them is told, or the profit of a known revenue."""
    costs = [figure.amount for figure in figures if figure.kind is MoneyKind.COSTS]
    profit = [figure.amount for figure in figures if figure.kind is MoneyKind.PROFIT]
    if len(costs) == 1 and not profit and costs[0].bound is None:
        return costs[0].value * _TIMES.get(costs[0].period or Period.YEAR, 0) or None
    if len(profit) == 1 and not costs and revenue and profit[0].bound is None:
        made = profit[0].value * _TIMES.get(profit[0].period or Period.YEAR, 0)
        return revenue - made if 0 < made < revenue else None
    return None


_TIMES = {Period.MONTH: 12, Period.QUARTER: 4, Period.YEAR: 1}


# What may be tapped in answer to a question, as it would be typed (without marks, as all is read).
ANSWERS = {
    "day": "mot ngay",
    "month": "mot thang",
    "year": "mot nam",
    "each": "moi quan",
    "all": "tat ca",
}
_PERIOD_SAID = {
    "ngay": "mot ngay",
    "tuan": "mot tuan",
    "thang": "mot thang",
    "quy": "mot quy",
    "nam": "mot nam tron",  # so that it is not asked again
}
_ADDS = re.compile(r"\b(?:nua|them|cong(?! (?:tac|lai|het|ty|nhan)\b))\b")
# What was said before, named: `cộng lại với cái hồi nãy`.
_THE_FORMER = re.compile(
    r"\b(?:hoi nay|luc nay|khi nay|vua roi|o tren|ben tren|luc truoc|cau truoc|cai truoc|so kia"
    r"|cai kia|cai cu|ca hai cai|voi cai do)\b"
)
_SUMS_UP = re.compile(r"\b(?:cong lai|cong het|tong cong|gop lai|gop chung|tinh chung|tinh gop)\b")


def adds(now: ToldFigures, folded: str) -> bool:
    """Whether a line with a trade and a sum adds them to those told before: it says so. Of a line
    with several, `cộng lại` is of these."""
    if not now.shares or not now.named:
        return False
    if _ADDS.search(folded) or _THE_FORMER.search(folded):
        return True
    return len(now.shares) == 1 and bool(_SUMS_UP.search(folded))


_EACH_SAID = re.compile(rf"\b(?:moi|tung|mot|1) {_PLACE}\b")
_ALL_SAID = re.compile(r"\b(?:tat ca|ca (?:hai|ba|bon|\d+)|tong|gop|cong lai|het)\b")
_DAYS_SAID = re.compile(r"\b(?:ngay|nghi|buoi)\b")
_NUMBER_SAID = re.compile(r"(?:khoang |tam |chung )?(\d{1,3})(?: (?:ngay|quan|cua hang|phong))?")


def answers_to(lack: Lack, *, each: bool) -> tuple[str, ...]:
    """The keys of ANSWERS that may be tapped in answer to the question for what is lacking."""
    if lack is Lack.PERIOD:
        return ("day", "month", "year")
    return ("each", "all") if lack is Lack.SHOPS and not each else ()


def completed(before: ToldFigures, lack: Lack | None, said: str, trades: Trades) -> str | None:
    """The line of `before` with what is said to the question for what it lacks, to be read anew;
    None when `said` is no answer to it. Other figures are taken for those of before."""
    said = tidy(said)
    folded, now = fold(said), read(said, trades)
    label = " va ".join(dict.fromkeys(mention.words for mention in before.named if mention.words))
    if before.shares and adds(now, folded):
        return f"{before.text}, {said}"
    if now.named and amounts(said) and not now.costs:
        lone = now.shares and len(now.shares) == 1 and amounts(said)[0].period is None
        if not (lone and lack):
            return said  # a trade with a sum of its own has nothing to do with what was before
    if now.shares:
        bare = len(now.shares) == 1 and amounts(said)[0].period is None and lack is not Lack.SHOPS
        year = " mot nam" if bare and lack and now.shares[0].yearly >= BARE_FROM else ""
        return f"{said}{year}" if now.named or not label else f"{label}: {said}{year}"
    if before.shares and (now.costs or (_margin(said)[0] and not amounts(said))):
        return f"{before.text}, {said}"
    first = next((item for item in amounts(before.text)), None)
    if first is None:
        return None
    if now.named and lack is None:  # "còn quán phở thì sao": the same of another trade
        return f"{said}, {before.text[first.start :] if before.named else before.text}"
    start, end = before.text[: first.start], before.text[first.end :]
    figure = before.text[first.start : first.end]
    number = _NUMBER_SAID.fullmatch(folded)
    match lack:
        case Lack.PERIOD:
            period = next((words for word, words in _PERIOD_SAID.items() if word in folded), None)
            return f"{start}{figure} {period}{end}" if period else None
        case Lack.SHOPS if _EACH_OF.search(fold(before.text)):
            count = number[1] if number else next(iter(_COUNT.findall(folded)), None)
            return f"{before.text}, {count} quan" if count else None
        case Lack.SHOPS if _EACH_SAID.search(folded):
            return f"{start}moi quan {figure}{end}"
        case Lack.SHOPS if _ALL_SAID.search(folded):
            return f"{start}tong cong {figure}{end}"
        case Lack.DAYS if number:
            days = int(number[1])
            per = "mot thang" if days <= DAYS_A_MONTH else "mot nam"
            return f"{before.text}, {per} ban {days} ngay"
        case Lack.DAYS if _DAYS_SAID.search(folded):
            return f"{before.text}, {said}"
    return None


DAYS_A_MONTH = 31
