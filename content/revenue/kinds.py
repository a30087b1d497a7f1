"""Of what an amount is. It is what the business sold only where the words near it say so, or a
trade that is named, or the question it answers; of all other money nothing is concluded."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from content.spoken import places, words_of
from content.vietnamese import fold, fold_in_place


class MoneyKind(StrEnum):
    SALES = "sales"
    PLATFORM = "platform"
    COSTS = "costs"
    PROFIT = "profit"
    OTHER = "other"  # a loan, a fine, a price: no money of the business's year
    BARE = "bare"  # nothing is said of it
    ODD = "odd"  # it is said of something that may be anything


# By which of these groups of `spoken.yaml` an amount is called.
_GROUPS = (
    ("figure_platform", MoneyKind.PLATFORM),
    ("figure_capital", MoneyKind.OTHER),
    ("figure_costs", MoneyKind.COSTS),
    ("figure_profit", MoneyKind.PROFIT),
    ("figure_turnover", MoneyKind.SALES),
    ("figure_sold", MoneyKind.SALES),
    ("figure_loan", MoneyKind.OTHER),
    ("figure_not_sold", MoneyKind.OTHER),
)
_AT_ONCE = _GROUPS[1:6]  # what right behind an amount tells of what it is
WORD = re.compile(r"[^\W_]+")
CLAUSE = re.compile(r"[,;.:?!\n](?=\s|$)")
_BEGINS = re.compile(r"[,;.?!\n](?=\s|$)")  # "doanh thu: 1 tỷ" is one
_NAME_OF_TAX = re.compile(r"thu nhập cá nhân|thu nhap ca nhan")
# "cho em hỏi": nothing is given to anybody.
_ASKS = re.compile(r"(?i)\bcho (?:\w+ ){0,2}?(?:hỏi|hoi|biết|biet)\b")
# "khách tới mua ngày 600k": sold, and nothing bought.
_BUYER = re.compile(
    r"(?i)\b(?:khách|khach)(?: (?:tới|toi|đến|den|ghé|ghe|vào|vao|quen|lẻ|le|sỉ|si|vãng lai"
    r"|vang lai|hay|đặt|dat|lại|lai|trực tiếp|truc tiep))* mua\b(?! (?:chịu|chiu|nợ|no)\b)"
)
_OF_THE_SUM = re.compile(
    r" *(?:dong )?(?:dau\b(?! nam)|dau tien|duoc tru|do la|tru ra)"
)  # the law's
_OF_TIME = frozenset(
    {"mot", "moi", "nam", "thang", "ngay", "tuan", "quy", "dong", "vnd", "d", "1", "la"}
)
_LEADS_ON = _OF_TIME | frozenset(
    {"khoang", "tam", "chung", "duoc", "dau", "chac", "hon", "gan", "hang", "co", "ca", "nay"}
)
_CASH_OF_SALES = frozenset({"ban", "hang", "giao", "thu", "ve", "vao", "cong", "mat", "ship", "xe"})
_SAID_NEAR = 4  # words
_TAX = frozenset({"thue", "gtgt", "vat", "tncn", "nop", "dong", "khai", "don"})
_THEN_WHAT = re.compile(r"\b(?:thi sao|con neu|the con)\b")


@dataclass(frozen=True, slots=True)
class WordsAround:
    """What stands around an amount: the text before it (since the one before), what of that stands
    behind a trade, and the text behind it up to a break. `has_time`: a period is named. `lets`:
    something is let, so that a rent is revenue. `follows`: another amount comes at once. `is_of`:
    a trade is named, or our question is answered. `is_large`: it can only be a year's. `asks`:
    the line asks only what it means in tax. `is_sold`: it is so much a piece, so many sold."""

    left: str
    unnamed: str
    right: str
    has_time: bool = False
    lets: bool = False
    follows: bool = False
    is_of: bool = False
    is_large: bool = False
    is_sold: bool = False
    asks: bool = False


def kind_of(around: WordsAround) -> MoneyKind:
    """What the amount is of, by the nearest words before it, else by those right behind it."""
    words = _words(_clause(around.left))
    let = around.lets or "cho thue" in " ".join(map(fold, words))
    if paid := _paid(words, around.unnamed, let=let):
        return paid
    near = _near(words, let=let)
    if near:
        return _by_nearest(words, near, around)
    if _OF_THE_SUM.match(fold(around.right)):
        return MoneyKind.OTHER
    if not around.follows and (behind := _behind(around.right, is_of=around.is_of)):
        return behind
    if around.is_sold:
        return MoneyKind.SALES
    if _is_of_cash(words) or _is_odd(_clause(around.unnamed), around):
        return MoneyKind.ODD
    return MoneyKind.SALES if around.is_of or around.asks else MoneyKind.BARE


def is_of_other(text: str) -> bool:
    """Whether a line speaks of money that is not of a business, and of no sales."""
    words = _words(text)
    other = any(places(words, group) for group in ("figure_loan", "figure_not_sold"))
    return other and not _sold_in(words)


def asks_of_tax(folded: str) -> bool:
    """Whether a line, its amounts aside, asks what it means in tax and says nothing else."""
    words = WORD.findall(folded)
    asks = not _TAX.isdisjoint(words) or bool(_THEN_WHAT.search(folded))
    return asks and not [word for word in other_words(folded) if word not in _TAX | {"hoa", "tu"}]


def other_words(text: str) -> list[str]:
    """The folded words that add something to figures: not `còn nếu`, `cả năm được khoảng`."""
    nothing = words_of("figure_fillers")
    said = _AT_TIMES.sub(" ", _WHERE.sub(" ", fold(text)))
    return [word for word in WORD.findall(said) if word not in nothing and word.isalpha()]


# `tháng kém thì 20 triệu, tháng khá thì 40`
_AT_TIMES = re.compile(
    r"\b(?:thang|ngay|hom|bua|tuan|quy) (?:nao )?(?:kem|kha|xau|tot|dat|te|am|kha hon|dong khach"
    r"|it khach)\b"
)
# `ở đầu ngõ hai trăm mười một đấy`: where the shop is adds nothing to its figures.
_WHERE = re.compile(
    r"\bo (?:(?:dau|cuoi|trong|ngoai|gan|canh|mat|ngay|sau|truoc) )*"
    r"(?:ngo|hem|ngach|duong|cho|pho|xom|thon|khu|so nha|cong|nga ba|nga tu|truong|chung cu)\b"
    r"(?: \w+){0,6}?(?: (?:day|do|nay|kia|y))?"
    r" (?=(?:thi|moi|mot ngay|mot thang|ngay|thang|nam|ban|duoc|thu)\b)"
)


def _clause(left: str) -> str:
    return left[max((cut.end() for cut in _BEGINS.finditer(left)), default=0) :]


def _words(text: str) -> list[str]:
    said = _BUYER.sub("khách", _NAME_OF_TAX.sub("", text.lower()))
    return WORD.findall(_ASKS.sub("", said))


def _paid(words: Sequence[str], unnamed: str, *, let: bool) -> MoneyKind | None:
    """What is paid, owed or given: `trả mỗi tháng 2 triệu`, `hết 5 triệu`; None where what is sold
    is said."""
    tail = _words(_clause(unnamed))
    while tail and fold(tail[-1]) in _LEADS_ON:
        tail = tail[:-1]
    if let or _sold_in(words[-_SAID_NEAR:]) or _FOR_HIRE.search(fold(" ".join(words))):
        return None
    if places(tail[-2:], "no_sales") or places(tail[-1:], "spent"):
        spent = places(words[-3:], "figure_costs") and not places(words[-3:], "figure_capital")
        return MoneyKind.COSTS if spent else MoneyKind.OTHER
    return None


# `chở hàng thuê 60 triệu`: for hire, and no rent that is paid.
_FOR_HIRE = re.compile(
    r"\btu (?:ship|giao hang|giao)$"  # `fb tự ship 40tr`
    r"|\b(?:cho (?:hang|khach|do|vat lieu)|xe tai|ba gac|xay|cay|gat|may|theu|han|nau|danh may)"
    r"(?: [a-z]+){0,2} thue(?: (?:khoang|tam|chung|duoc|moi|mot|thang|ngay|nam|1))*$"
)


def _sold_in(words: Sequence[str]) -> bool:
    return bool(places(words, "figure_sold") or places(words, "figure_turnover"))


@dataclass(frozen=True, slots=True)
class _Called:
    """A phrase that calls an amount something: where it stands among the words."""

    start: int
    end: int
    kind: MoneyKind
    by_verb: bool = False


def _near(words: Sequence[str], *, let: bool) -> list[_Called]:
    folded = [fold(word) for word in words]
    return [
        _Called(start, start + size, kind, group == "figure_sold")
        for group, kind in _GROUPS
        for start, size in places(words, group)
        if not (let and kind is MoneyKind.COSTS and "thue" in folded[start : start + size])
        and not (let and folded[start] == "tang")  # `cho thuê tầng trên`
        and not (folded[start] == "cho" and "ban" in folded[max(0, start - 3) : start])
    ]


def _by_nearest(words: Sequence[str], near: Sequence[_Called], around: WordsAround) -> MoneyKind:
    nearest = max(near, key=lambda one: (one.end, -one.start))
    if not nearest.by_verb:
        return nearest.kind
    before = [
        one for one in near if one.end <= nearest.start and one.kind is not MoneyKind.PLATFORM
    ]
    other = [one for one in before if one.kind is not MoneyKind.SALES]
    if other and other[-1].end == nearest.start:
        return other[-1].kind  # "chi phí bán hàng"
    if other:
        return MoneyKind.ODD
    between = " ".join(words[nearest.end :])
    if len(_clause(around.unnamed)) < len(between):
        between = _clause(around.unnamed)  # behind the trade that is sold
    # "bán cái xe cũ 18 triệu" is no trade; "bán hủ tiếu tháng 40 triệu" is one.
    return (
        MoneyKind.ODD
        if other_words(_ASKS.sub("", between)) and not (around.has_time or around.is_of)
        else MoneyKind.SALES
    )


def _behind(right: str, *, is_of: bool) -> MoneyKind | None:
    words = _words(right)[:6]
    while words and fold(words[0]) in _OF_TIME:
        words = words[1:]
    for group, kind in _AT_ONCE if is_of else _GROUPS:
        if any(start == 0 for start, _ in places(words, group)):
            return kind
    return None


def _is_odd(text: str, around: WordsAround) -> bool:
    """Whether words stand before the amount that may make it anything; a few that tell more of a
    trade do not make a large sum odd: `may đo quần áo 1,3 tỷ`."""
    words = other_words(_ASKS.sub("", text.lower()))
    of_trade = len(around.unnamed) < len(around.left) and around.is_large
    return len(words) > (_MORE_OF_A_TRADE if of_trade else 0)


_MORE_OF_A_TRADE = 2


def speaks_of_cash(text: str) -> bool:
    """Whether a line speaks of money of something, which is paid as often as taken in."""
    return _is_of_cash(_words(text))


def _is_of_cash(words: Sequence[str]) -> bool:
    """`tiền bè`, `tiền thịt xương`: money of something, which is paid as often as taken."""
    folded = [fold(word) for word in words]
    return any(
        one == "tien" and two not in _CASH_OF_SALES and two not in words_of("figure_fillers")
        for one, two in pairwise(folded)
    )


# It makes no profit of the sum beside it.
_MARGIN = re.compile(
    r"\b(?:tien |duoc |an |chi |muc )?(?:loi|lai)(?: nhuan| rong)?"
    r"(?: duoc| khoang| chung| tam| co| la)* (\d{1,2})(?: ?%| phan tram| phan\b)"
)
_OF_A_LOAN = re.compile(r"\b(?:vay|ngan hang|tien gui|the chap|tra gop|lai suat)\b")


def margin_in(text: str) -> tuple[int, str]:
    """The profit in hundredths of the sales, 0 for none told, and the text without that."""
    plain = fold_in_place(text)
    found = None if _OF_A_LOAN.search(plain) else _MARGIN.search(plain)
    if found is None:
        return 0, text
    gap = " " * (found.end() - found.start())
    return int(found[1]), f"{text[: found.start()]}{gap}{text[found.end() :]}"
