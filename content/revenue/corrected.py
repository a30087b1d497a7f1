"""What was told, put right without another sum: `không phải cắt tóc, tôi bán tạp hóa`, `ý tôi là
một năm`, `không, đó là tiền lãi`. Only the statement meant is changed; all else stays."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from content import workdays
from content.amounts import Amount, Period, amounts
from content.revenue.again import (
    TIMES,
    Spot,
    at_a_time,
    days_worked,
    figure_at,
    months_rested,
    spots_in,
    tells_figure,
)
from content.revenue.days_off import as_said
from content.revenue.joining import mends
from content.revenue.kinds import WORD, other_words
from content.revenue.reckoning import FigureReader
from content.revenue.shops import PLACE
from content.revenue.statements import sold_in, with_one, words_of
from content.revenue.told import Statements, ToldFigures, id_of
from content.spoken import asks
from content.trades import Mention, Trades
from content.vietnamese import fold, has_marks, tidy

MOST_WORDS = 14


class PutRight(StrEnum):
    """What is said to have been otherwise."""

    TRADE = "trade"
    NO_TRADE = "no_trade"  # the one told is not it, and no other is told
    TIME = "time"
    DAYS = "days"  # worked in a year
    PROFIT = "profit"  # the sum is profit and not what was sold
    COSTS = "costs"
    NOTHING = "nothing"  # it is as it was understood


@dataclass(frozen=True, slots=True)
class Corrected:
    """`told`: as it should have been told."""

    changed: PutRight
    told: Statements


_SAYS = re.compile(
    r"\b(?:y (?:toi|tui|em|minh|chu|co|bac|anh|chi|tau) (?:la|noi|muon noi)|do la|day la|cai do la"
    r"|so do la|tien do la|do chi la|la cua|tinh (?:theo|cho|la)|cho (?:mot|ca|moi|1))\b"
)
_UNITS = {
    "ngay": Period.DAY, "bua": Period.DAY, "tuan": Period.WEEK, "thang": Period.MONTH,
    "quy": Period.QUARTER, "nam": Period.YEAR,
}  # fmt: skip
_A = r"(?:(?:cua|cho|tinh|theo|la|mot|1|moi|ca|tung|hang|nguyen) )*"
_NOT_OF = re.compile(
    rf"\b(?:chu |cho |cho co |khong |ko |k |hong |dau )*(?:phai|co phai)(?: la)? {_A}"
    r"(?:ngay|bua|tuan|thang|quy|nam)\b(?: (?:dau|mo))?"
)
_TIME = re.compile(rf"\b{_A}(?P<unit>ngay|bua|tuan|thang|quy|nam)\b(?! (?:nay|ngoai|truoc|sau|\d))")
_PROFIT = re.compile(
    r"(?<!cong )(?<!gop )(?<!tinh )(?<!noi )(?<!sua )(?<!doi )(?<!ghi )(?<!con )(?<!ban )"
    r"\b(?:tien )?(?:lai|loi|loi nhuan|loi lai)\b(?! (?:suat|la|con|so)\b)"
)
_PROFIT_MARKED = re.compile(r"\b(?:lãi|lời|lợi nhuận)\b")
_COSTS = re.compile(
    r"\b(?:tien |dong )?(?:von|nhap hang|nhap|lay hang|mua hang|chi phi|nguyen lieu)\b"
    r"|\btien hang (?:nhap|mua|lay)\b"
)
_SOLD = re.compile(r"\b(?:doanh thu|tien ban|ban duoc|ban ra|tien thu ve|thu vo|thu vao)\b")
_IS_THAT = re.compile(r"\b(?:do|day|ay|cai do|so do|tien do|no|y toi|y tui|y em)\b")
_TOGETHER = re.compile(
    rf"\b(?:ca|tong|gop|cong|tinh chung)\b.*\b(?:roi|do|day|ma|lai)\b|{PLACE} cong lai"
)
_OTHER_WORDS = frozenset({
    "y", "nham", "lon", "dung", "that", "ra", "day", "ay", "noi", "ghi", "sua", "chu", "cho",
    "dau", "khong", "tinh", "theo", "cua", "hong", "ko", "co", "phai", "muon", "quen", "i", "ua",
    "khoan", "so", "bac", "mo", "rang", "ri", "rua", "do", "tuc", "lan", "nghe", "nha", "luon",
    "moi", "lai", "doi", "thanh", "giup", "chi", "ba", "anh", "toi", "het", "lam", "nghiep",
    "hoi", "nay", "vua", "cha", "von", "nguoi", "minh", "thoi", "buon", "gi", "ban",
})  # fmt: skip


def corrected(old: ToldFigures, said: str, reader: FigureReader) -> Corrected | None:
    """What was told (`old`) as `said` puts it right; None where it puts nothing right, tells
    another sum (`again`, `mending`), or asks something."""
    said = tidy(said)
    if _is_net(old, said):
        return _not_sold(old, PutRight.PROFIT, reader)
    if not old.shares or amounts(said):
        return None
    if worked := _worked(old, said, reader.trades):
        return Corrected(PutRight.DAYS, _with_days(old, worked, reader))
    if len(said.split()) > MOST_WORDS:
        return None
    if mentions := reader.trades.mentions(said):
        return _other_trade(old, said, mentions, reader)
    folded = fold(said)
    either = re.search(r"\b(?:hay|hoac)\b", folded)
    if asks(said) or _others(folded) or workdays.tells(said) or either:
        return None
    if has_marks(said) and not _PROFIT_MARKED.search(said.lower()):
        folded = _PROFIT.sub(" ", folded)
    return _other_kind(old, folded, reader) or _other_time(old, folded, reader)


def _worked(old: ToldFigures, said: str, trades: Trades) -> str:
    """How much of the year is worked, as it is read, where a line tells that in passing; ""."""
    daily = any(share.period is Period.DAY for share in old.shares)
    monthly = any(share.period is Period.MONTH for share in old.shares)
    asking = said.endswith("?")
    if daily and not asking and (worked := days_worked(said)):
        return worked
    if daily and (days := workdays.days_of_a_year(said)):
        return f"một năm bán {days} ngày"
    if daily and not _A_DUTY.search(fold(said)) and (rests := as_said(said)):
        return rests
    told_only = not asks(said) and _of_months(fold(said)) and not trades.mentions(said)
    if (daily or monthly) and told_only and (months := workdays.months_told(said)):
        return f"một năm bán {months} tháng"
    return months_rested(said) if monthly and not asking else ""


def _with_days(old: ToldFigures, worked: str, reader: FigureReader) -> Statements:
    """What was told with how much of the year is worked, of each that is told of a shorter time."""
    told = old.parts
    for place in sold_in(told):
        shares = told[place].told.shares
        if any(share.period in (Period.DAY, Period.MONTH) for share in shares):
            told = with_one(told, place, reader.stated(f"{told[place].said}, {worked}"))
    return told


def _of_months(folded: str) -> bool:
    """Whether a line tells only how many months are worked: `tôi chỉ làm 10 tháng thôi`."""
    words = [word for word in other_words(folded) if word not in _OTHER_WORDS]
    return len(words) <= MOST_BESIDE and not _A_WISH.search(folded)


MOST_BESIDE = 2
# `nghỉ bán 20 ngày có phải báo thuế không` asks of a duty.
_A_DUTY = re.compile(
    r"\b(?:khai|bao (?:thue|cao|cho|voi|lai|phuong)|thong bao|tam ngung|tam nghi|thu tuc|giay"
    r"|ho so|don|phat)\b|\bco sao\b"
)
_A_WISH = re.compile(r"\b(?:dang ky|khai|nop|giay|ho so|thu tuc|hoa don|bao cao|thong bao)\b")


def _other_trade(
    old: ToldFigures, said: str, mentions: Sequence[Mention], reader: FigureReader
) -> Corrected | None:
    left = [one for one in mentions if one.is_left]
    new = [one for one in mentions if not one.is_left]
    folded = fold(said)
    bare = _without(folded, mentions)
    if _is_as_told(old, left, new, folded):
        return Corrected(PutRight.NOTHING, old.parts)
    kind = _kind_of_rooms(old, new, folded)
    if _others(bare) or not (kind or left or mends(folded) or _NO_SUCH.search(folded)):
        return None
    if kind:
        return Corrected(PutRight.TRADE, _with_trade(old, kind, new[0].words, reader))
    if not left and _NO_SUCH.search(folded) and len(new) > 1:
        left, new = _sorted_out(folded, new)
    wrong = _which(old, left)
    if wrong is None or len({id_of(one.named) for one in new}) > 1:
        return None
    if not new:
        alone = len({id_of(one.named) for one in old.named}) == 1 and _NO_SUCH.search(folded)
        bared = _without_named(old, "doanh thu", reader)
        return Corrected(PutRight.NO_TRADE, bared) if alone else None
    words = said[new[0].start : new[0].end]
    if id_of(new[0].named) == id_of(wrong.named) and not left:
        return None
    return Corrected(PutRight.TRADE, _with_trade(old, wrong, words, reader))


def _is_as_told(
    old: ToldFigures, left: Sequence[Mention], new: Sequence[Mention], folded: str
) -> bool:
    """Whether what it is said to be was told, and what it is not was not."""
    if not left and _NO_SUCH.search(folded) and len(new) > 1:
        left, new = _sorted_out(folded, new)
    told = {id_of(one.named) for one in old.named}
    away = {id_of(one.named) for one in left}
    return bool(away) and not told & away and any(id_of(one.named) in told for one in new)


def _kind_of_rooms(old: ToldFigures, new: Sequence[Mention], folded: str) -> Mention | None:
    """What was told that may be of two kinds, where a line supposes one of them: `nếu là cho thuê
    nhà thì bao nhiêu`."""
    unclear = [one for one in old.named if one.named.unclear]
    supposed = re.search(r"\b(?:neu|gia su|coi nhu)\b", folded) and len(new) == 1
    return unclear[0] if supposed and unclear and new[0].named.trade else None


_NO_SUCH = re.compile(
    r"\b(?:khong|ko|k|hong|chu|cho|dau|chang|mo)\b.*\bphai\b|\bphai\b.* (?:dau|mo)\b"
)


def _sorted_out(folded: str, found: Sequence[Mention]) -> tuple[list[Mention], list[Mention]]:
    """(what it is not, what it is) of `cà phê chứ không phải tạp hóa`."""
    mark = _NO_SUCH.search(folded)
    at = mark.end() if mark else 0
    away = [one for one in found if one.start >= at][:1]
    return away, [one for one in found if one not in away]


def _which(old: ToldFigures, left: Sequence[Mention]) -> Mention | None:
    """The trade told before that is not it: the one named, or the only one."""
    ids = {id_of(one.named) for one in left}
    named = [one for one in old.named if id_of(one.named) in ids] if left else list(old.named)
    return named[0] if len({id_of(one.named) for one in named}) == 1 else None


def _with_trade(old: ToldFigures, wrong: Mention, words: str, reader: FigureReader) -> Statements:
    if len({id_of(one.named) for one in old.named}) == 1:
        return _without_named(old, f"{words}:", reader)
    for place in sold_in(old.parts):
        before = old.parts[place].said
        spot = fold(before).find(fold(wrong.words))
        if spot >= 0:
            text = f"{before[:spot]}{words}{before[spot + len(wrong.words) :]}"
            return with_one(old.parts, place, reader.stated(text))
    return old.parts


def _without_named(old: ToldFigures, instead: str, reader: FigureReader) -> Statements:
    """What was told with other words in place of its one trade."""
    told = old.parts
    for place in sold_in(told):
        one = told[place]
        if one.told.named or len(sold_in(told)) == 1:
            text = f"{instead} {without_trades(one.said, one.told)}"
            told = with_one(told, place, reader.stated(text))
    return told


def without_trades(before: str, old: ToldFigures) -> str:
    """The words of a statement without the trades it names."""
    text = before
    for one in sorted(old.named, key=lambda one: one.start, reverse=True):
        if one.start >= 0 and fold(before[one.start : one.end]) == fold(one.words):
            text = f"{text[: one.start]}{text[one.end :]}"
    return _LOOSE.sub("", " ".join(text.split())).strip(" ,:.")


_LOOSE = re.compile(
    r"^(?:(?:tôi|tui|em|chị|anh|cô|chú|bác|nhà|mình|toi|chi|co|chu|bac|nha) )*"
    r"(?:bán|làm|mở|quán|tiệm|ban|lam|mo|quan|tiem)?(?= |$)",
    re.IGNORECASE,
)


def _other_kind(old: ToldFigures, folded: str, reader: FigureReader) -> Corrected | None:
    denied = _SOLD_NOT.search(folded) is not None
    if not (_IS_THAT.search(folded) or denied or mends(folded)):
        return None
    changed = (
        PutRight.PROFIT if _PROFIT.search(folded)
        else PutRight.COSTS if _COSTS.search(folded)
        else PutRight.NOTHING if _SOLD.search(folded) and not denied
        else None
    )  # fmt: skip
    if changed in (None, PutRight.NOTHING) or len(old.shares) != 1:
        return Corrected(PutRight.NOTHING, old.parts) if changed is PutRight.NOTHING else None
    return _not_sold(old, changed, reader) if tells_figure(old) else None


def _not_sold(old: ToldFigures, changed: PutRight, reader: FigureReader) -> Corrected:
    """The one sum told as profit or costs, with the days it is told of."""
    label = " và ".join(dict.fromkeys(one.words for one in old.named if one.words))
    before = words_of(old.parts)
    label = label if has_marks(before) else fold(label)
    what = {PutRight.PROFIT: "tiền lãi", PutRight.COSTS: "chi phí"}[changed]
    what = what if has_marks(before) else fold(what)
    told = f"{what} {figure_at(old, old.shares[0].period)}"
    if worked := _DAYS_WORKED.search(before):
        told = f"{told}, {worked[0].strip()}"
    return Corrected(changed, reader.stated(f"{label}: {told}" if label else told))


_DAYS_WORKED = re.compile(
    r"(?:^|(?<=[ ,;]))(?:tháng|thang|tuần|tuan|năm|nam)(?: [^\W\d]+){0,3} \d{1,3}"
    r" (?:ngày|ngay|buổi)"
)
# `1tr8 là đã trừ xăng rồi`: what is left of what is taken in.
_NET = re.compile(
    r"\b(?:da|sau khi) tru (?:het |di |luon )?(?:tien )?(?:xang|dau|von|chi phi|cong|hang|luong"
    r"|nguyen lieu|mat bang|moi thu|cac khoan|thue nha)\b"
)


def _is_net(old: ToldFigures, said: str) -> bool:
    """Whether a line says that the one sum told is what is left after costs."""
    told = {one.value for one in amounts(said)}
    same = len(old.shares) == 1 and told <= {old.shares[0].amount}
    return same and _NET.search(fold(said)) is not None and not asks(said)


_SOLD_NOT = re.compile(
    r"\b(?:khong|ko|hong|chua|dau|chu)(?: co)? phai(?: la)?"
    r" (?:doanh thu|tien ban|doanh so|ban duoc)"
)


def _other_time(old: ToldFigures, folded: str, reader: FigureReader) -> Corrected | None:
    if _TOGETHER.search(folded) and re.search(rf"\b{PLACE}\b", folded):
        return Corrected(PutRight.NOTHING, old.parts)
    if len(old.shares) != 1 or not (
        mends(folded) or _SAYS.search(folded) or _NOT_OF.search(folded)
    ):
        return None
    units = {_UNITS[found["unit"]] for found in _TIME.finditer(_NOT_OF.sub(" ", folded))}
    if len(units) != 1:
        return None
    [period] = units
    if period is old.shares[0].period:
        return Corrected(PutRight.NOTHING, old.parts)
    if not tells_figure(old):
        return None
    return Corrected(PutRight.TIME, at_a_time(old, period, reader))


def _without(folded: str, mentions: Sequence[Mention]) -> str:
    bare = list(folded)
    for one in mentions:
        bare[one.start : one.end] = " " * (one.end - one.start)
    return "".join(bare)


def _others(folded: str) -> list[str]:
    bare = _COSTS.sub(" ", _PROFIT.sub(" ", _SOLD.sub(" ", folded)))
    return [word for word in other_words(bare) if word not in _OTHER_WORDS]


_NOT_THIS = re.compile(r"\b(?:khong|ko|k|hong)(?: co)? phai(?: la)? (?P<old>\d[\d.,]*)")
_ONLY = re.compile(r"^(?:a|ah|y|o|ua|quen|khoan)\b.*\bthoi\b")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_NO_NAME = frozenset(
    {"cai", "chu", "phai", "khong", "nham", "lon", "moi", "dung", "that", "sua", "lai", "thoi"}
    | {"ban", "them", "thue", "tien", "khoan", "hang", "quen", "noi", "ghi"}
)


def mended_one(
    old: ToldFigures, said: str, reader: FigureReader, *, sure: bool = False
) -> Statements | None:
    """What was told (`old`) with the one sum that `said` puts right, or surely (`sure`) tells
    anew; None where it puts none right, or where it is not sure which."""
    said, spots = tidy(said), spots_in(old)
    folded = fold(said)
    if len(spots) < 2 or not (sure or mends(folded) or _ONLY.search(folded)):
        return None
    wrong = _NOT_THIS.search(folded)
    new = _new(said, folded, wrong)
    meant = [place for place in range(len(spots)) if _is_meant(old, spots, place, said, wrong)]
    if new is None or len(meant) != 1:
        return None
    spot = spots[meant[0]]
    before, item = old.parts[spot.place].said, spot.item
    words, told = new
    if told is None:  # of the same unit
        words = _NUMBER.sub(words, fold(before[item.start : item.end]), count=1)
    time = told.period if told and told.period is not item.period else None
    said_time = f" {_time(time, before)}" if time else ""
    text = f"{before[: item.start]}{words}{said_time}{before[item.end :]}"
    return with_one(old.parts, spot.place, reader.stated(text))


def _new(said: str, folded: str, old: re.Match[str] | None) -> tuple[str, Amount | None] | None:
    """What stands in place of the old sum: an amount, or a number of the same unit."""
    away = range(old.start(), old.end()) if old else range(0)
    told = [item for item in amounts(said) if item.start not in away]
    if len(told) == 1:
        return said[told[0].start : told[0].end], told[0]
    bare = [found for found in _NUMBER.finditer(folded) if found.start() not in away]
    return (bare[0].group(), None) if not told and len(bare) == 1 else None


def _is_meant(
    old: ToldFigures, spots: list[Spot], place: int, said: str, wrong: re.Match[str] | None
) -> bool:
    spot = spots[place]
    before, item = old.parts[spot.place].said, spot.item
    if wrong is not None and (number := _NUMBER.match(fold(before[item.start : item.end]))):
        return number.group() == wrong["old"].rstrip(".,")
    former = spots[place - 1] if place and spots[place - 1].place == spot.place else None
    begin = former.item.end if former else 0
    named = {word for word in other_words(said) if word not in _NO_NAME}
    return bool(named.intersection(WORD.findall(fold(before[begin : item.start]))))


def _time(period: Period, like: str) -> str:
    return TIMES[period] if has_marks(like) else fold(TIMES[period])
