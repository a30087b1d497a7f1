"""The figures of a line: every amount with the words around it, its trade, and of what it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from content.amounts import Amount, Bound, Period, amounts
from content.revenue.bounds import RATES, is_the_laws
from content.revenue.kinds import (
    CLAUSE,
    MoneyKind,
    WordsAround,
    asks_of_tax,
    is_of_other,
    kind_of,
    speaks_of_cash,
)
from content.revenue.named import lets
from content.revenue.roles import SumPlace, SumRole, role_of
from content.revenue.shops import OF_A_TENANT
from content.revenue.sold import with_sold
from content.trades import Mention
from content.vietnamese import fold

SMALLEST = 1_000  # less is no sum of money anybody means: "từ đồng đầu tiên"
_A_PRICE = 1_000_000  # less, said of no time, is what one thing costs
_TOO_LITTLE = {Period.DAY: 30_000, Period.WEEK: 100_000, Period.MONTH: 300_000}  # for a trade
_TAKEN = re.compile(r"\b(?:(?:ban|thu) (?:duoc|dc)|doanh thu|(?:hom|bua) (?:nay|qua))\b")
LARGE = 200_000_000  # so much, said of no time, is a year's
# `quán tôi`, `shop em`: whose figures are told; not a shop that is opened or rented with them.
_SHOP = re.compile(
    r"(?<!mo )(?<!mo cai )(?<!thue )(?<!lam )(?<!sang )\b"
    r"(?:quan|shop|tiem|cua hang|sap|ki ?ot|nha tro)\b"
    r"|\bban (?:khoang |chung )?\d+ (?:ngay|thang|buoi)\b|\b\d+ phong\b.*\bmoi phong\b"
)
_LABOUR = re.compile(r"\b(?:tien cong|cong tho|cong sua|cong lam)\b")
# `thu nhập thêm 20tr một tháng từ bán online`
_FROM_SALES = re.compile(r"\btu (?:viec )?(?:ban|lam|chay|cho thue)\b")
# `khách đưa gỗ, bác chỉ lấy công`
_TAKES_LABOUR = re.compile(
    r"\b(?:chi|toan|chu yeu|khach (?:dua|mang|tu lo)(?: [a-z]+){1,3} )\b.*\b(?:lay"
    r"|an) (?:tien )?cong\b"
)
_PAYS = re.compile(r"\b(?:tra|thue|luong|cho tho|nguoi lam|phu(?! tung))\b")
_A_MEAL = 100_000  # less is what one thing costs, whatever was told before
MOST_OF_A_DAY = 30_000_000
# `sáng bán xôi 500 nghìn`: so much of every day. (`tối` is also `tôi`, `sang` a year or a shop.)
_DAY_PART = re.compile(
    r"\b(?:(?:buoi |cho )(?:sang|trua|chieu|toi|dem)|(?<!ngay )(?:trua|chieu|dem)"
    r"|^ ?sang|sang (?=(?:thi |toi |em |minh )?(?:ban|mo|lam)))\b(?! (?:nay|qua|kia|\d))"
)
# `sàn trừ 10% còn về 54 triệu`, of a sum told before
_LEFT_BY_APP = re.compile(
    r"\b(?:san|app|ung dung|shopee|tiktok|lazada|grab|be|no)\b.*\b(?:tru|an|cat|giu|thu)\b.*"
    r"\b(?:con|ve|nhan|lay)\b"
)
_NOT_THAT = re.compile(
    r"\b(?:(?:khong|ko|k|chu khong|dau co|dau) phai(?: la)?|(?:o )?dau ra|sao (?:lai )?ra"
    r"|lam gi co) $"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount and what the words around it say of it; `left` and `right` are folded."""

    amount: Amount
    kind: MoneyKind
    left: str
    right: str
    trade: Mention | None  # named before it, or right behind it
    first: bool  # of the line
    is_sold: bool  # so much a piece, times how many
    is_part: bool = False  # the sum of some months of the year
    week_days: int = 0  # of so many days of the week; 0 for all
    of_each: bool = True  # of each of these days, and not perhaps of all together
    month_days: int = 0  # of so many days of every month; below 0 of all but so many
    is_at_times: bool = False  # from a usual day's to a good one's: how many are good is not said


def figures(
    text: str, mentions: Sequence[Mention], *, later: bool = False, works: bool = False
) -> Iterator[Figure]:
    """Every figure of a tidied line, in order. `later`: others were told before, so that a small
    one that is sold is no price; `works`: work is paid for, so that `tiền công` is revenue."""
    folded = fold(text)
    said = [item for item in amounts(text) if item.value >= SMALLEST]
    said = [item for item in said if not _taken_back(item, folded, len(said))]
    said = _corrected(said, folded)
    found, sold = with_sold(text, _merged(said, folded))
    asks = asks_of_tax(_without(folded, said))
    each_told = len(_DAY_PART.findall(folded)) <= len(found)  # of the day
    spans = tuple(SumPlace(one.start, one.end, one.value) for one in found)
    for place, item in enumerate(found):
        begin = found[place - 1].end if place else 0
        end = found[place + 1].start if place + 1 < len(found) else len(text)
        mine = _own_side(text, begin, item.start) if place else begin
        if item.period is None and item.value < MOST_OF_A_DAY:
            of_day = each_told and _DAY_PART.search(folded[mine : item.start]) is not None
            item = replace(item, period=Period.DAY) if of_day else item
        behind = text[item.end : end]
        right = behind[: cut.start()] if (cut := CLAUSE.search(behind)) else behind
        before = _named_before(folded, mine, item.start, mentions)
        after = [m for m in mentions if item.end <= m.start and m.end <= item.end + len(right)]
        trade = before[-1] if before else None
        if trade is None and after and (place + 1 == len(found) or cut or _no_more(mentions, end)):
            trade = after[0]
        said_of = _without_rest(text, folded, mine, item.start)
        said_of = _without_tenant(said_of) if lets(mentions) else said_of
        around = WordsAround(
            left=said_of,
            unnamed=said_of[before[-1].end - mine if before else 0 :],
            right=right,
            has_time=item.period in RATES,
            lets=lets(mentions),
            follows=cut is None and place + 1 < len(found),
            is_of=bool(mentions) or place in sold or bool(_SHOP.search(folded)),
            is_sold=place in sold,
            is_large=item.value >= LARGE,
            asks=asks,
        )
        left = fold(around.left)
        kind = _sold_after_all(kind_of(around), left, fold(behind), works=works)
        kind = _as_heard(kind, text, spans, place, around)
        more = later and kind is MoneyKind.SALES and item.value >= _A_MEAL
        priced = place not in sold and not more and _is_a_price(item, mentions, left)
        left_over = bool(place) and _LEFT_BY_APP.search(left) is not None
        wage = kind in (MoneyKind.ODD, MoneyKind.BARE) and _is_a_wage(folded, item)
        if wage or priced or left_over or _is_no_takings(item, kind, text, mentions):
            kind = MoneyKind.OTHER
        yield Figure(
            item, kind, folded[mine : item.start], fold(right), trade, place == 0, place in sold
        )


# How sure the layer of roles must be: of words that may be said of anything, and where none stand.
SURELY_TAKINGS, LIKELY_TAKINGS, SURELY_OTHER = 0.88, 0.6, 0.9
_NO_TAKINGS = (SumRole.PROFIT, SumRole.COST, SumRole.WAGE, SumRole.MOVED)


def _as_heard(
    kind: MoneyKind, text: str, spans: tuple[SumPlace, ...], place: int, around: WordsAround
) -> MoneyKind:
    """What a sum is where its words are none we know: takings of a time, where people say takings
    so; and no takings by a trade alone, where people say something else so. Of money of something
    (`tiền thịt xương`) nothing is concluded: it is paid as often as taken in."""
    if kind not in (MoneyKind.BARE, MoneyKind.ODD, MoneyKind.SALES):
        return kind
    heard = role_of(text, spans, place)
    if heard is None:
        return kind
    if kind is MoneyKind.SALES:
        other = heard.role in _NO_TAKINGS and heard.sure >= SURELY_OTHER
        return MoneyKind.ODD if other else kind
    of_cash = speaks_of_cash(around.left) or _OF_GOODS.search(fold(around.right))
    least = LIKELY_TAKINGS if kind is MoneyKind.BARE else SURELY_TAKINGS
    taken = around.has_time and not of_cash and heard.sales >= least
    return MoneyKind.SALES if taken else kind


_OF_GOODS = re.compile(r"\btien hang\b")


# `lương công nhân có trừ được không, 12 đứa mỗi đứa 8 triệu`
_WAGES = re.compile(
    r"\b(?:tra|tien|bang|phat) luong\b|\bluong (?:cho )?(?:cong nhan|nhan vien|tho|nguoi lam"
    r"|nguoi phu|lao dong|may dua|dua|chau|con)\b"
)
_TO_EACH = re.compile(r"\b(?:moi|mot|1|tung) (?:dua|nguoi|tho|cong nhan|nhan vien|em)\b[a-z ]*$")


def _is_a_wage(folded: str, item: Amount) -> bool:
    """Whether a sum is what each of those who work for wages is paid."""
    before = folded[: item.start]
    return _WAGES.search(before) is not None and _TO_EACH.search(before) is not None


def _without_tenant(said_of: str) -> str:
    """The words before a rent, without whom it is of: `mỗi đứa`."""
    each = OF_A_TENANT.search(fold(said_of))
    return (
        f"{said_of[: each.start()]}{' ' * len(each[0])}{said_of[each.end() :]}" if each else said_of
    )


def _sold_after_all(kind: MoneyKind, left: str, behind: str, *, works: bool) -> MoneyKind:
    """What a figure is of: called a profit, costs or anything, it is earned by selling or work."""
    income = kind is MoneyKind.PROFIT and "thu nhap" in left and _FROM_SALES.search(behind)
    labour = kind is MoneyKind.COSTS and works and _is_labour(left)
    taken = kind in (MoneyKind.COSTS, MoneyKind.ODD) and _TAKES_LABOUR.search(left)
    return MoneyKind.SALES if income or labour or taken else kind


def takes_labour(folded: str) -> bool:
    """Whether a line says that only the work is paid, the goods being the buyer's."""
    return _TAKES_LABOUR.search(folded) is not None


def _is_labour(left: str) -> bool:
    """`tiền công` that is earned, and not what is paid to somebody."""
    return _LABOUR.search(left) is not None and not _PAYS.search(left)


def _named_before(folded: str, begin: int, end: int, mentions: Sequence[Mention]) -> list[Mention]:
    """The trades named between two places, that named again in short by itself."""
    named = [one for one in mentions if begin <= one.start and one.end <= end]
    return _named_again(folded, begin, end, mentions) or named


def _named_again(folded: str, begin: int, end: int, mentions: Sequence[Mention]) -> list[Mention]:
    """`sửa 150 triệu`, `quần áo 500 triệu`, of the mending and the selling of clothes that were
    named before: the first word again, or all but `bán`."""
    words = folded[begin:end].strip(" ,;").split(" ")
    for size in (2, 1):
        said = " ".join(words[-size:])
        start = folded.rfind(said, begin, end) if len(words) >= size else -1
        if start < 0 or any(one.start <= start < one.end for one in mentions):
            continue
        meant = [one for one in mentions if one.end <= start and said == short_name(one)]
        if len({one.named for one in meant}) == 1:
            return [replace(meant[-1], start=start, end=start + len(said))]
    return []


def short_name(mention: Mention) -> str:
    """How a trade is called again in short: `sửa` of `sửa quần áo`, `quần áo` of `bán quần áo`."""
    first, *rest = fold(mention.words).split() or [""]
    return " ".join(rest) if first in _NO_NAME else first if rest else ""


_NO_NAME = frozenset({"ban", "buon", "quan", "tiem", "cua", "lam", "hang"})


def _is_no_takings(item: Amount, kind: MoneyKind, text: str, mentions: Sequence[Mention]) -> bool:
    """Whether a figure is nothing that anybody took in: other money, a number of a phone or paper,
    a bound of the law."""
    if kind in (MoneyKind.BARE, MoneyKind.ODD) and not mentions and is_of_other(text):
        return True
    bare_number = item.period is None and text[item.start : item.end].isdecimal()
    if kind is MoneyKind.BARE and bare_number:
        return True
    return not mentions and is_the_laws(item, kind, fold(text))


def _without(folded: str, found: Sequence[Amount]) -> str:
    bare = list(folded)
    for item in found:
        bare[item.start : item.end] = " " * (item.end - item.start)
    return "".join(bare)


def _taken_back(item: Amount, folded: str, said: int) -> bool:
    """`không phải 2 triệu, 12 triệu`: what is not meant, where something else is."""
    return said > 1 and _NOT_THAT.search(folded[: item.start]) is not None


# `2 tháng Tết 150 triệu, còn lại tháng 50 triệu`: the other months', and no profit.
_SOME_MONTHS = re.compile(
    r"\bthang (?:\d+|tet|he|mua|cuoi|dau|chap|gieng)|\bngay (?:tet|le|ram|mua)\b|\b(?:dip|vu"
    r"|mua) tet\b"
    r"|\b(?:\d+|hai|ba|bon|nam|sau|bay|tam) thang (?:dong|vang|cao|thap|ban|mua|nang|trong|la)\b"
    r"|\bquy (?:\d|i|ii|iii|iv|mot|hai|ba|bon|tu|nay|truoc|roi|vua|dau|cuoi)\b"
)
_THE_REST = re.compile(
    r"\b(?<!tru )(?<!het )(?<!phi )(?<!von )(?:may|cac|nhung)?(?: thang| quy)? ?con lai"
    r"(?= (?:[a-z]+ ){0,3}?(?:thang|quy)\b| (?:la |thi |duoc |khoang |chung |deu )*$)"
    r"|\bcon lai(?= (?:thang|ngay)\b)"
)


def _without_rest(text: str, folded: str, begin: int, end: int) -> str:
    """The words before an amount, without those for the months of which nothing else is told."""
    found = _THE_REST.search(folded, begin, end)
    if found is None or not _SOME_MONTHS.search(folded[:begin]):
        return text[begin:end]
    gap = " " * (found.end() - found.start())
    return f"{text[begin : found.start()]}{gap}{text[found.end() : end]}"


_CORRECTS = re.compile(
    r"^[ ,.]*(?:(?:a|o|ua|y|chet|i) )*(?:nham|lon|noi lon|noi nham|quen|khong phai)\b[ ,.]*"
    r"(?:(?:la|thanh|roi|phai|tui|toi|em|con|noi|chu) )*(?:(?:moi |mot )?(?:ngay|thang|nam) )?$"
)


def _corrected(found: Sequence[Amount], folded: str) -> list[Amount]:
    """Without what is put right in the same breath: `40 triệu, à nhầm 45 triệu`."""
    kept: list[Amount] = []
    for item in found:
        between = folded[kept[-1].end : item.start] if kept else ""
        if kept and (_CORRECTS.match(between) or _is_vague(kept[-1], between)):
            item = replace(item, period=item.period or kept[-1].period)
            kept.pop()
        kept.append(item)
    return kept


_THEN_EXACTLY = re.compile(
    r"^(?: ?(?:dong|mot|1|moi|/|thang|ngay|nam|quy|tuan|thoi|gi|do|,|\.))*[ ,.]+"
    r"(?:(?:a|o|u|uh|co|chac|khoang|tam|chung|dau|la|tuc|ma|chinh xac|dung|noi|ra) ?)+ ?$"
)


def _is_vague(item: Amount, between: str) -> bool:
    """`mấy chục triệu một tháng, à 85 triệu`: said vaguely first, then exactly."""
    some = not {"vai", "may", "dam"}.isdisjoint(item.before)
    vague = item.bound is Bound.UNCLEAR and (item.least is None or some)
    return vague and _THEN_EXACTLY.match(between) is not None


def _merged(found: Sequence[Amount], folded: str) -> list[Amount]:
    """`2 tỷ đến 3 tỷ`, `tháng thấp 80 tháng cao 150 triệu`: two amounts that are one range."""
    merged: list[Amount] = []
    for item in found:
        last = merged[-1] if merged else None
        between = folded[last.end : item.start].split() if last else []
        if last and between == ["kem"] and item.value < last.value:  # tỷ kém 20 triệu
            merged[-1] = replace(last, value=last.value - item.value, bound=None, end=item.end)
            continue
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
    cuts = [cut.end() for cut in CLAUSE.finditer(text[begin:end])]
    return begin + (cuts[0] if cuts else 0)


def _no_more(mentions: Sequence[Mention], end: int) -> bool:
    return not any(mention.start >= end for mention in mentions)


def _is_a_price(item: Amount, mentions: Sequence[Mention], left: str) -> bool:
    """Whether a small amount is what one thing costs; not where we asked for the revenue."""
    if item.value < _TOO_LITTLE.get(item.period or Period.YEAR, 0):
        return item.period is not None
    asked = any(mention.start < 0 for mention in mentions)
    small = item.period is None and item.value < _A_PRICE
    return small and not asked and not _TAKEN.search(left)
