"""What is told anew of some months or days, after a flat figure: `tháng tết gấp đôi`; `hôm nào đông
mới được hai triệu, ngày thường triệu ba`, then `một tuần được hai hôm đông`."""

import re

from content.amounts import Period, amounts
from content.revenue.beside import share_kept
from content.revenue.days_off import as_said
from content.revenue.reckoning import FigureReader
from content.revenue.statements import sold_in, with_one
from content.revenue.told import Lack, Statements, ToldFigures, id_of
from content.revenue.week import days_told, good_days
from content.spelled import DIGITS
from content.vietnamese import fold, tidy

_MONTH = (
    r"(?P<month>(?:(?P<count>[2-6]|hai|ba|bon|nam|sau) )?thang (?:giap tet|can tet|sau tet|tet|chap"
    r"|gieng|cao diem|cuoi nam|he|\d{1,2}(?!\d)))"
)
_TIMES = r"(?:gap|bang|x|nhan)(?: (?:len|khoang|tam|chung|co|duoc|cung))*"
_AS_MUCH = re.compile(
    rf"\b{_MONTH}(?: (?!khong|ko|k\b)[a-z]+){{0,5}}? {_TIMES}"
    r" (?P<times>doi|ruoi|\d|hai|ba|bon|nam)(?P<half> ruoi)?(?: lan)?\b"
)
_MOST_TIMES = 9


def by_multiple(old: ToldFigures, said: str, reader: FigureReader) -> Statements | None:
    """What was told of usual months (`old`) with the month that is so many times as much; None for
    any other line."""
    found = _AS_MUCH.search(fold(tidy(said)))
    if found is None or amounts(said):
        return None
    times = _times(found)
    told = old.parts
    for place in sold_in(told):
        shares = told[place].told.shares
        if len(shares) != 1 or shares[0].period is not Period.MONTH or not 1 < times <= _MOST_TIMES:
            continue
        line = f"{told[place].said}, {_month(found)} mỗi tháng {_sum(shares[0].amount * times)}"
        told = with_one(told, place, reader.stated(line))
    return None if told is old.parts else told


def _sum(value: float) -> str:
    """In words that are read again."""
    thousands = round(value / 1000)
    return f"{thousands} nghìn" if thousands % 1000 else f"{thousands // 1000} triệu"


def _month(found: re.Match[str]) -> str:
    """The month as it is read; without its number it is that of Tết."""
    number = re.search(r"\d+$", found["month"])
    return f"tháng {number[0]}" if number else f"{found['count'] or '1'} tháng tết"


def _times(found: re.Match[str]) -> float:
    said = {"doi": 2.0, "ruoi": 1.5}.get(found["times"])
    times = said or float(found["times"] if found["times"].isdecimal() else DIGITS[found["times"]])
    return times + (0.5 if found["half"] else 0)


def by_good_days(old: ToldFigures, said: str, reader: FigureReader) -> Statements | None:
    """What was told of one business by the day (`old`), as a line tells it by usual and good days,
    or with how many of a week are good; None for any other line. The days rested stay."""
    places = sold_in(old.parts)
    if len(places) != 1:
        return None
    before, folded = old.parts[places[0]], fold(tidy(said))
    if Lack.GOOD_DAYS in before.told.doubts and not amounts(said):
        days = good_days(folded) or days_told(folded)
        line = f"{before.said}, một tuần {days} ngày đông"
        return with_one(old.parts, places[0], reader.stated(line)) if days else None
    daily = all(share.period is Period.DAY for share in old.shares)
    if not daily or not amounts(said) or not _tells_both(said, reader):
        return None
    label = _label(old)
    rests = as_said(before.said)
    line = f"{label}: {tidy(said)}{f', {rests}' if rests else ''}"
    return with_one(old.parts, places[0], reader.stated(line))


def by_week(old: ToldFigures, said: str, reader: FigureReader) -> Statements | None:
    """What was told of a week (`old`), told anew in two parts of it: `4 củ rưỡi là tiền chạy 5
    ngày, t7 cn chạy thêm 2 củ nữa`; None for any other line."""
    places = sold_in(old.parts)
    if len(places) != 1 or len(amounts(said)) != 2 or len(old.shares) != 1:
        return None
    kept = share_kept(old.parts[places[0]].said)
    line = f"{_label(old)}: {tidy(said)}{f', app ăn {kept:g}%' if kept else ''}"
    new = reader.stated(line)
    shares = new[0].told.shares
    whole = len(new) == len(shares) == 1 and shares[0].period is Period.WEEK
    return with_one(old.parts, places[0], new) if whole and not shares[0].least else None


def _label(old: ToldFigures) -> str:
    """What is done, in the words it was told by."""
    ids = {id_of(share.named) for share in old.shares}
    words = [one.words for one in old.named if one.words and id_of(one.named) in ids]
    return " và ".join(dict.fromkeys(words)) or "doanh thu"


def _tells_both(said: str, reader: FigureReader) -> bool:
    """Whether a line tells what a usual and a good day bring."""
    [statement, *more] = reader.stated(said)
    told = statement.told
    if more or any(share.period is not Period.DAY for share in told.shares):
        return False
    by_days = len(told.shares) == len({share.times for share in told.shares}) > 1
    return not told.named and (Lack.GOOD_DAYS in told.doubts or by_days)
