"""What an owner told of a business stays a list of statements. Here it is decided what a further
message makes of their *sum*: it says it again, or its parts; it is a sum of all instead of them; it
puts away what was told before; it tells costs. Whatever is said to be right takes the place of what
was told, and is never added to it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from content import workdays
from content.amounts import Amount, Period, amounts
from content.revenue.again import TIMES, days_worked
from content.revenue.bounds import RATIO_LIMIT
from content.revenue.corrected import mended_one
from content.revenue.figures import Figure, figures, short_name
from content.revenue.joining import (
    NEXT_YEAR,
    is_near_to,
    is_of_next_year,
    mends,
    says_more,
)
from content.revenue.kin import is_of_family, says_apart
from content.revenue.kinds import MoneyKind
from content.revenue.meant import without_given
from content.revenue.partly import raised
from content.revenue.reckoning import FigureReader, read, spent
from content.revenue.rejoined import with_count
from content.revenue.spans import FromTo, in_words
from content.revenue.spent import Spent, spent_in
from content.revenue.statements import sold_in, with_one, words_of
from content.revenue.told import (
    PASSED_NOW,
    Lack,
    Share,
    Statement,
    StatementKind,
    Statements,
    ToldFigures,
    id_of,
)
from content.trades import Trades
from content.vietnamese import fold, tidy


class Retelling(StrEnum):
    """What a message does to the sum that was told."""

    SAME = "same"  # says it again
    DETAIL = "detail"  # tells its parts
    WHOLE = "whole"  # another sum of all, instead of the parts
    FRESH = "fresh"  # what was told before is put away
    COSTS = "costs"  # told or put right
    ONLY = "only"  # some of it is no more
    RATIO = "ratio"  # the limit of the ratio was passed in this year only
    PROFIT = "profit"
    TAX = "tax"  # was paid, and is no sale
    UNDEDUCTED = "undeducted"  # some of the costs do not count as such


@dataclass(frozen=True, slots=True)
class Retold:
    """`told`: as it is told now."""

    change: Retelling
    told: Statements


_PASSED = re.compile(
    r"\bnam nay moi (?:vuot|qua|tren)\b"
    r"|\bvan (?:duoc )?(?:tinh |theo |ap dung )+(?:ty|ti) le\b"
)
# `khai theo tỷ lệ`: whoever was taxed so last year stays so this year.
_BY_RATIO = re.compile(r"\b(?:tinh|khai|nop|theo|ap|dung)(?: [a-z]+){0,4} (?:ty|ti) le\b")
_EITHER_WAY = re.compile(r"\b(?:hay|hoac|la gi|sao|bao nhieu phan tram)\b")
_POINTS = r"(?:cu|truoc|kia|do|ay|nay|hoi nay|luc nay|khi nay|hoi truoc|vua roi|vua noi|da noi)"
_WHOSE = r"(?:(?:toi|tui|em|minh|con|chau|co|bac) (?:vua |da |moi )?(?:noi|ke|khai|bao|doc))"
_PUTS_AWAY = re.compile(
    r"\b(?:quen|xoa|bo|huy|dep)(?: (?:het|di|giup|gium|may|cac|nhung|cai|con|toan bo|luon|tat ca))*"
    rf" (?:con so|so lieu|so tien|so|cai|chuyen)(?: (?:do|kia|ay))? (?:{_POINTS}|{_WHOSE})"
    r"(?: (?:di|luon|giup|het|nhe|nha))*\b"
    r"|\b(?:quen|xoa|bo|huy)(?: (?:het|sach|tat ca|luon|toan bo))+(?: (?:so|di|nhe|nha))*"
    r"(?= ?[,.;!]|$)|\b(?:thoi|a|o|ua)[ ,]+quen di\b(?= ?[,.;!])"
    r"|\b(?:tinh|lam|noi|ke) lai(?: tu)? dau(?: di| nhe| giup)?\b"
)
_OF_ALL = re.compile(
    r"\b(?:tong(?: cong| lai| het| thu| doanh thu)?|tat ca|ca hai|ca ba|het thay|cong (?:lai|het)"
    r"|cong (?:hai|ca|chung)|gop (?:lai|chung|het)|tinh ra|tuc la|ca nam)\b"
)
_A_YEAR_SAID = re.compile(r"\bca nam\b")  # `thêm quán phở, cả năm được 400 triệu`: of that alone
_NOT_ADDED = re.compile(r"\b(?:khong|dung|khoi|ko|k|chu khong|dau co)(?: phai)? cong(?: them)?\b")
_TO_PAY = re.compile(
    r"\b(?:nop|dong|tra|khai|tinh|hoi|noi)(?: [a-z]+){0,3} (?:them|nua)\b"
)  # no more is sold
_ELSEWHERE = re.compile(
    r"\b(?:hang xom|nguoi ta|nguoi khac|ben canh|quan kia|quan thu hai|quan khac|shop kia"
    r"|nam (?:ngoai|truoc|sau|toi)|sang nam(?! nay)|20(?!26)\d\d|neu|gia su|tra lai|hoan lai)\b"
)
_SUPPOSED = re.compile(r"\b(?:neu|gia su|gia nhu|thi sao)\b")
_CLOSE = 50  # a fiftieth more or less is the same sum
_HUNDREDS = re.compile(
    r"(?<![\d.,/])(\d{2,3})(?!\d|[.,]\d|[/%]| ?(?:ngay|thang|nam|phong|tr|k|ty)\b)"
)


def retold(
    old: ToldFigures, said: str, now: ToldFigures, reader: FigureReader, *, mending: bool = False
) -> Retold | None:
    """What `said` (read as `now`) makes of what was told (`old`); None where it is no word about
    its sum. `mending`: the right figure was asked for."""
    said = tidy(said)
    if not old.shares or without_given(said) != said or _PAYS_A_DEBT.search(fold(said)):
        return None  # `mẹ cho 200 triệu nhập hàng`: neither sold nor spent
    if _PUTS_AWAY.search(fold(said)):
        return told_afresh(old, said, reader)
    passed = _PASSED.search(fold(said)) and (old.yearly or 0) > 0
    by_ratio = _BY_RATIO.search(fold(said)) and (old.yearly or 0) > RATIO_LIMIT
    if passed or (by_ratio and not _EITHER_WAY.search(fold(said))):
        kept = old.parts if old.keeps_ratio else (*old.parts, _BY_RATIO_STILL)
        return Retold(Retelling.RATIO, kept)
    if Lack.UNIT in now.doubts:
        return None
    if less := _not_deducted(old, said):
        return Retold(Retelling.UNDEDUCTED, less)
    spent = None if mends(fold(said)) else spent_in(said, reader.trades)
    if spent is Spent.TAX:
        return Retold(Retelling.TAX, old.parts)
    if not now.shares or spent:
        return _costs(old, said, now, reader, all_of_it=spent is not None)
    asked = old.doubts & {Lack.PERIOD, Lack.UNIT, Lack.COMMISSION, Lack.OWNERS}
    if asked or (is_of_family(said) and not now.theirs):
        return None
    alone = len(now.shares) == 1 and not now.doubts - {Lack.KIND}
    if says_apart(fold(said)) and alone and _no_new(old, now):
        line = labelled(old, _figure(said, now.shares[0]))
        return Retold(Retelling.WHOLE, reader.stated(line))
    return _of_the_sum(old, said, now, reader, mending=mending)


# `nợ thuế cũ 30 triệu`, `nộp hết 30 triệu là đi được à`: a debt, and no costs of the business.
_PAYS_A_DEBT = re.compile(
    r"\b(?:no|thieu) (?:thue|tien thue|cu|ngan sach)\b|\b(?:nop|tra) (?:het|du|xong)(?:"
    r" [a-z0-9]+){1,4}"
    r" (?:la|thi) (?:duoc )?(?:di|het no|xong|xuat canh|ra nuoc)"
)

# `trong đó 160 triệu trả người bốc hàng, chưa đóng bảo hiểm`
_NO_PAPER = re.compile(
    r"\b(?:chua|khong|ko|k|khong he) (?:co |dong |mua |du |duoc )+(?:bao hiem|bhxh|hoa don|chung tu"
    r"|giay to|bien lai)\b|\bkhong (?:hoa don|chung tu|bao hiem)\b"
)


def _not_deducted(old: ToldFigures, said: str) -> Statements | None:
    """What was told with less costs, where some of them are said to be without their papers or
    paid for work that is not insured; None for any other line."""
    if not old.costs or not _NO_PAPER.search(fold(said)):
        return None
    part = [one for one in amounts(said) if one.value != old.costs]
    if len(part) != 1 or part[0].bound or part[0].value >= old.costs:
        return None
    left = old.costs - part[0].value
    line = f"chi phí {in_words(FromTo(left, left))}"
    item = replace(part[0], value=left)
    kept = tuple(one for one in old.parts if one.kind is not StatementKind.COSTS)
    return (*kept, spent(item, line, Period.YEAR))


_BY_RATIO_STILL = Statement(StatementKind.RATIO, PASSED_NOW, ToldFigures(PASSED_NOW))


def _of_the_sum(
    old: ToldFigures, said: str, now: ToldFigures, reader: FigureReader, *, mending: bool
) -> Retold | None:
    bare = _TO_PAY.sub(" ", _NOT_ADDED.sub(" ", fold(said)))
    more = says_more(bare)
    new, known = _year_of(now), old.yearly
    of_all = _OF_ALL.search(bare) is not None
    exact = _SUPPOSED.search(bare) is not None
    same = known == new or (not exact and known and new and _is_close(known, new))
    rate = any(share.period is not Period.YEAR for share in now.shares)
    if rate and (days_worked(said) or workdays.tells(said)):
        return None
    if same and (of_all or not more):
        if _ELSEWHERE.search(bare) and not _is_told_here(old, now):
            return None
        return _said_again(old, said, now, reader)
    if more and not (of_all and _OF_ALL.search(_A_YEAR_SAID.sub(" ", bare))):
        return None
    if _ELSEWHERE.search(bare):
        return _years_told(old, now)
    if _is_retold(old, now):
        return Retold(Retelling.WHOLE, reader.stated(said))
    if _is_amount_again(old, now):
        return Retold(Retelling.SAME, old.parts)
    one = now.shares[0] if len(now.shares) == 1 else None
    of_year = one is not None and one.period is Period.YEAR and not now.doubts - {Lack.KIND}
    several = len(old.shares) > 1 or mending or Lack.WHOLE_YEAR in old.doubts
    if of_year and several and (of_all or mending or bare != fold(said)) and _no_new(old, now):
        line = labelled(now if now.named else old, _figure(said, now.shares[0]))
        return Retold(Retelling.WHOLE, reader.stated(line))
    return None


def labelled(old: ToldFigures, said: str) -> str:
    """A line said of what was told before, with the trades of that where it names none."""
    words = list(dict.fromkeys(one.words for one in old.named if one.words))
    kept: dict[str, str] = {}
    for one in old.named:
        if one.words and any(id_of(share.named) == id_of(one.named) for share in old.shares):
            kept.setdefault(id_of(one.named), one.words)
    label = " và ".join(list(kept.values()) or words[:1])
    if label and old.only_by_platform:
        label = f"{label} trên sàn"
    return f"{label}: {said}" if label else f"doanh thu: {said}"


def _figure(said: str, share: Share) -> str:
    """The words of the figure, of its time, so that it is not asked again."""
    item = next(one for one in amounts(said) if one.value == share.amount)
    return f"doanh thu {said[item.start : item.end]} {TIMES[share.period]}"


def puts_away(said: str) -> bool:
    """Whether a line puts away all that was told before: `quên hết số nãy đi`."""
    return _PUTS_AWAY.search(fold(said)) is not None


def told_afresh(old: ToldFigures, said: str, reader: FigureReader) -> Retold | None:
    """What a line tells that puts away all before; None where it does not, or tells no figure."""
    said = tidy(said)
    away = _PUTS_AWAY.search(fold(said))
    if away is None:
        return None
    rest = tidy(f"{said[: away.start()]} {said[away.end() :]}").strip(" ,.;:")
    if not amounts(rest):  # `chỉ quần áo 550, tạp hóa 400`
        rest = _HUNDREDS.sub(r"\1 triệu", rest)
    rest = _with_full_names(old, rest)
    if not amounts(rest):
        return None
    told = read(rest, reader.trades)
    if not told.shares:
        return None
    text = rest if told.named else labelled(old, _last_said(rest))
    return Retold(Retelling.FRESH, reader.stated(text))


def _with_full_names(old: ToldFigures, rest: str) -> str:
    """A line with the trades that were told before by their full names: `sửa 150`."""
    for one in old.named:
        name = short_name(one)
        spot = re.search(rf"\b{re.escape(name)}\b(?= \d)", fold(rest)) if name else None
        if spot and fold(one.words) not in fold(rest):
            rest = f"{rest[: spot.start()]}{one.words}{rest[spot.end() :]}"
    return rest


def _last_said(rest: str) -> str:
    """The clause of the last figure."""
    begin = max((rest.rfind(mark, 0, amounts(rest)[-1].start) for mark in ",.;?!"), default=-1)
    return rest[begin + 1 :].strip()


def _year_of(now: ToldFigures) -> int | None:
    """The year's sum that a message tells: of all of it, or the one that is the sum of the
    others."""
    if now.is_vague and len(now.shares) < 2:
        return None
    sums = [share.yearly for share in now.shares]
    most = max(sums)
    if len(sums) > 1 and (len(set(sums)) == 1 or _is_close(most, sum(sums) - most)):
        return most
    return sum(sums)


def _is_close(one: int, two: int) -> bool:
    return abs(one - two) * _CLOSE <= one


def _is_told_here(old: ToldFigures, now: ToldFigures) -> bool:
    """Whether a figure of this year is told as it was before, beside one of another year."""
    return len(now.shares) == 1 and now.shares[0].amount in {one.amount for one in old.shares}


def _said_again(old: ToldFigures, said: str, now: ToldFigures, reader: FigureReader) -> Retold:
    """The same sum. Its parts are kept where they are told by their trades and were not before."""
    ids = {id_of(share.named) for share in now.shares}
    former = {id_of(share.named) for share in old.shares}
    nearer = all(share.named.trade for share in now.shares) and not now.doubts - {Lack.KIND}
    change = Retelling.DETAIL if len(now.shares) > 1 else Retelling.SAME
    if nearer and ids != former and not (former > ids):
        return Retold(change, reader.stated(said))
    if Lack.WHOLE_YEAR in old.doubts and len(now.shares) == 1:
        line = labelled(old, _figure(said, now.shares[0]))
        return Retold(Retelling.WHOLE, reader.stated(line))
    return Retold(change, old.parts)


def _is_retold(old: ToldFigures, now: ToldFigures) -> bool:
    """Whether every trade that was told is told anew with a figure."""
    ids = [id_of(share.named) for share in now.shares]
    former = {id_of(share.named) for share in old.shares}
    whole = not now.doubts and len(ids) > 1 and "" not in ids
    return whole and set(ids) == former


def _is_amount_again(old: ToldFigures, now: ToldFigures) -> bool:
    """Whether the very figure is told again, of the same time or of none: `tôi bảo 85 triệu`."""
    if len(now.shares) != 1 or old.doubts - {Lack.DAYS}:
        return False
    [again] = now.shares
    same = [one for one in old.shares if one.amount == again.amount]
    sure = _IN_FACT.search(fold(now.text)) is not None
    if len(same) != 1 or (not sure and (len(old.shares) > 1 or Lack.WHOLE_YEAR in now.doubts)):
        return False
    timed = again.has_time and again.period is not same[0].period
    return not timed and (sure or _no_new(old, now))


_IN_FACT = re.compile(r"\b(?:thuc thu|thuc te|la tien|het roi)\b")


def _no_new(old: ToldFigures, now: ToldFigures) -> bool:
    former = {id_of(one.named) for one in old.named}
    return not former or {id_of(one.named) for one in now.named} <= former


def _years_told(old: ToldFigures, now: ToldFigures) -> Retold | None:
    """Where another year's figure is told beside a bound of this year's that was told exactly:
    nothing changes."""
    known = old.yearly
    if known is None or now.doubts.isdisjoint((Lack.FIGURE, Lack.RANGE, Lack.WHICH_YEAR)):
        return None
    if Lack.WHICH_YEAR in now.doubts and not now.named:
        return Retold(Retelling.SAME, old.parts)
    within = [one for one in now.shares if one.low <= known and (one.high or known) >= known]
    return Retold(Retelling.SAME, old.parts) if within else None


def _costs(
    old: ToldFigures, said: str, now: ToldFigures, reader: FigureReader, *, all_of_it: bool
) -> Retold | None:
    """What was told with the costs, or the profit, that are told of it last; `all_of_it`: every sum
    of the line is one."""
    mentions = reader.trades.mentions(said)
    told = list(figures(said, mentions))
    if not all_of_it:
        told = [one for one in told if one.kind in _SPENT]
    if not told or not (old.named or now.costs or mends(fold(said)) or len(told) == 1):
        return None
    last = told[-1]
    profit = last.kind is MoneyKind.PROFIT
    item, words = last.amount, said[last.amount.start : last.amount.end]
    if summed := _summed([one.amount for one in told], fold(said)) if not profit else 0:
        item, words = replace(item, value=summed), f"{summed // 1000} nghìn"
    change = Retelling.PROFIT if profit else Retelling.COSTS
    if inside := _costs_inside(old, last, words, reader):
        return Retold(change, inside)
    period = _time_of(old, item, profit=profit)
    kept = _without_costs(old, reader)
    time = "" if period is None else f" {TIMES[period].removesuffix(' tròn')}"
    line = f"{'lãi' if profit else 'chi phí'} {words}{time}"
    new = spent(item, line, period or Period.YEAR, profit=profit)
    return Retold(change, (*kept, new))


def _costs_inside(
    old: ToldFigures, last: Figure, words: str, reader: FigureReader
) -> Statements | None:
    """What was told with another sum spent, where the former was told in the breath of what was
    sold: in its place. None where it was not."""
    if len(old.parts) != 1:
        return None
    before = old.parts[0].said
    former = _spent_in(before, reader.trades)
    if len(former) != 1 or former[0].kind is not last.kind or _MARK.search(before):
        return None
    place = former[0].amount
    return reader.stated(f"{before[: place.start]}{words}{before[place.end :]}")


_SPENT = (MoneyKind.COSTS, MoneyKind.PROFIT)
_MARK = re.compile(r"[,.;]")
_NO_SUM = re.compile(r"\b(?:trong do|gom|rieng|tong|nham|chi con|con lai|thay)\b")


def _summed(told: Sequence[Amount], folded: str) -> int:
    """The sum of several costs told beside each other (`nguyên liệu 600 triệu với tiền công 100
    triệu`); 0 where they are not, or not of one time."""
    apart = len(told) > 1 and not _NO_SUM.search(folded)
    return sum(one.value for one in told) if apart and len({one.period for one in told}) == 1 else 0


def _time_of(old: ToldFigures, item: Amount, *, profit: bool) -> Period | None:
    """Of what time a cost is: as it was said, or of the month that is spoken of; None where it is a
    year's and nothing says so."""
    if item.period not in (None, Period.YEAR):
        return item.period
    of_month = old.shares[0].period is Period.MONTH and item.value < old.shares[0].amount
    if item.period is None and of_month:
        return Period.MONTH
    return Period.YEAR if profit else None


def _spent_in(text: str, trades: Trades) -> list[Figure]:
    """The costs and the profit that words tell."""
    return [one for one in figures(text, trades.mentions(text)) if one.kind in _SPENT]


def _without_costs(old: ToldFigures, reader: FigureReader) -> Statements:
    """What was told without the costs and the profit."""
    told = tuple(
        one for one in old.parts if one.kind not in (StatementKind.COSTS, StatementKind.PROFIT)
    )
    for place in sold_in(told):
        text = told[place].said
        for one in reversed(_spent_in(text, reader.trades)):
            left = max(text.rfind(mark, 0, one.amount.start) for mark in ",.;")
            if left >= 0:  # told first, the rest would be lost
                text = f"{text[:left]}{text[one.amount.end :]}"
        if text != told[place].said:
            told = with_one(told, place, reader.stated(text))
    return told


def of_next_year(old: ToldFigures, said: str, reader: FigureReader) -> Statements | None:
    """Next year's figures as `said` tells them, or as those told (`old`) would be over twelve
    months; None where it speaks of another matter."""
    folded = fold(tidy(said))
    if not old.shares:
        return None
    if not is_of_next_year(folded):
        from_january = _NEXT_JANUARY.search(folded) is not None
        return _more_a_month(old, said, folded, reader) if from_january else None
    told = read(said, reader.trades)
    counted = with_count(old.parts[0].said, folded) if len(old.parts) == 1 else ""
    if counted and not amounts(said):
        return reader.stated(counted)
    if not amounts(said):
        same = _STAYS.search(folded) and len(folded.split()) <= _MOST_WORDS
        same = same and not _NOT_SOLD.search(folded)
        return _over_twelve_months(old, reader) if same else None
    if of_one := raised(old, said, reader):
        return of_one
    if told.costs or (told.named and not _no_new(old, told)):
        return reader.stated(NEXT_YEAR.sub(" ", said))
    bare = NEXT_YEAR.sub(" ", said)
    if len(amounts(said)) > 1 or _SEASON.search(folded):
        mended = mended_one(old, bare, reader, sure=True)
        return mended or reader.stated(labelled(old, bare))
    [item] = amounts(said)
    if not told.shares and not told.lacks_unit:
        return _of_its_profit(old, told, item, said, reader)
    near = old.shares[0].period is Period.MONTH and is_near_to(old.shares[0].amount, item.value)
    monthly = item.period is None and (near or re.search(r"\b12 thang\b", folded))
    period = Period.MONTH if monthly else item.period or Period.YEAR
    of = told if told.named else old
    line = f"doanh thu {said[item.start : item.end]} {TIMES[period]}"
    return reader.stated(labelled(of, line))


_NEXT_JANUARY = re.compile(r"\b(?:qua|sang|ra) (?:thang|thg) (?:1|gieng)\b(?! \d)")


def _more_a_month(
    old: ToldFigures, said: str, folded: str, reader: FigureReader
) -> Statements | None:
    """What was told, and so much a month more: `qua tháng 1 chắc thêm 60tr/tháng nữa`."""
    told = amounts(said)
    if len(told) != 1 or told[0].period is not Period.MONTH or told[0].bound:
        return None
    if not says_more(folded) or is_of_family(said):
        return None
    more = f"thêm doanh thu {said[told[0].start : told[0].end]} {TIMES[Period.MONTH]}"
    return (*_over_twelve_months(old, reader), *reader.stated(more, old))


def _of_its_profit(
    old: ToldFigures, told: ToldFigures, item: Amount, said: str, reader: FigureReader
) -> Statements | None:
    """Next year's sales as this year's, with the profit that is told of them; None where the sum is
    neither sold nor made, such as a wage."""
    if Lack.REVENUE not in told.doubts or item.period is None or item.bound:
        return None
    return (*_over_twelve_months(old, reader), spent(item, said, item.period, profit=True))


_STAYS = re.compile(
    r"\b(?:van|nhu|cung|thi sao|thi the nao|ca nam|bao nhieu|giu nguyen|khac)\b"
    r"(?!.*\b(?:qua mang|dien tu)\b)"
)
_NOT_SOLD = re.compile(
    r"\b(?:khong|ko|k|het|nghi|dep|thoi)(?: (?:con|co|buon|di|luon|cai))* (?:ban|lam|mo|kinh doanh"
    r"|cong trinh|nua)\b"
)
_SEASON = re.compile(r"\b(?:mua|quy|thang \d|dip|vu|tu thang)\b")
_MOST_WORDS = 16


def _over_twelve_months(old: ToldFigures, reader: FigureReader) -> Statements:
    """What was told without when, this year, the business began."""
    if not workdays.opened_this_year(words_of(old.parts)):
        return old.parts
    shares = (
        f"doanh thu {share.amount // 1000} nghìn {TIMES[share.period]}" for share in old.shares
    )
    return reader.stated(labelled(old, ", ".join(shares)))
