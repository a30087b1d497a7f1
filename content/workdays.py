"""How many days, weeks or months a year a business says it works: `tháng bán 25 ngày`, `nghỉ chủ
nhật`, `một năm bán 300 ngày`."""

import re
from dataclasses import dataclass

from content.amounts import Period
from content.spelled import DIGITS
from content.vietnamese import fold

DAYS_A_YEAR, WEEKS_A_YEAR, MONTHS_A_YEAR = 365, 52, 12
DAYS_A_MONTH = 31
USUAL_DAYS = 360
LEAST_DAYS = 240  # five days a week, holidays and Tết aside
HOLIDAYS = 15  # of whoever rests on some days of the week: Tết and the like


@dataclass(frozen=True, slots=True)
class TimesAYear:
    """How many times a year something comes: as it is reckoned with, at least and at most. `sure`
    when it was said."""

    usual: int
    least: int
    most: int
    sure: bool = True


_N = r"(?P<{}>\d{{1,3}}|hai ba|muoi|hai muoi|hai lam|hai sau|ba muoi|" + "|".join(DIGITS) + r")"
_DO = r"(?:chi |thi |deu |duoc |toi |em |khoang |chung |tam |co )*"
_WORK = rf"(?:{_DO}(?:ban|mo|lam|di|hoat dong|chay)(?: hang| cua| quan| cho)? {_DO})?"
_A = r"(?:moi|mot|1|hang|trong|/|tren|trong mot|trong 1)? ?"
_PER = {
    "thang": MONTHS_A_YEAR,
    "nam": 1,
    "tuan": WEEKS_A_YEAR,
}
_WORKED = re.compile(
    rf"\b(?P<per>thang|nam|tuan) {_WORK}{_N.format('n')} (?:ngay|buoi)\b"
    rf"|\b{_N.format('m')} (?:ngay|buoi) {_A}(?P<each>thang|nam|tuan)\b(?! (?:nay|ngoai))"
)
# `1,5 triệu/ngày x 26 ngày`: of a month, or of a year where it is more.
_TIMES_DAYS = re.compile(
    r"(?: x| nhan| \*) (?P<n>\d{1,3}) (?:ngay|buoi)\b(?! (?:moi |mot |1 |/ )?(?:thang|nam))"
)
_RESTED = re.compile(
    rf"\b(?:(?P<per>thang|nam|tuan) {_DO}nghi {_DO}{_N.format('n')} (?:ngay|buoi|hom)"
    rf"|nghi {_DO}{_N.format('m')} (?:ngay|buoi|hom) {_A}(?P<each>thang|nam|tuan)"
    rf"|(?:tet|le)(?: \w+)?? nghi {_DO}{_N.format('t')} (?:ngay|hom)"
    rf"|nghi (?:tet|le) {_DO}{_N.format('u')} (?:ngay|hom)"
    rf"|nghi {_DO}{_N.format('v')} (?:ngay|hom) (?:tet|le))\b"
)
_MONTHS = re.compile(
    rf"\bnam {_WORK}{_N.format('n')} thang\b|\b{_N.format('m')} thang {_A}nam\b(?! (?:nay|ngoai))"
)
_WEEKEND = re.compile(r"\bnghi (?:\w+ )?(?:cuoi tuan|thu bay (?:va )?chu nhat|t7 ?(?:va |, )?cn)\b")
_SUNDAY = re.compile(
    r"\bnghi (?:\w+ ){0,2}(?:chu nhat|cn|thu (?:hai|ba|tu|nam|sau|bay|[2-7])|t[2-7])\b"
)
_EVERY_DAY = re.compile(
    r"\b(?:khong nghi|ban (?:ca|quanh) nam|ngay nao cung|ban tat ca cac ngay)\b"
)


def times_a_year(text: str, period: Period) -> TimesAYear:
    """How many of the periods a year has that are worked."""
    folded = _spaced(text)
    match period:
        case Period.YEAR:
            return TimesAYear(1, 1, 1)
        case Period.QUARTER:
            return TimesAYear(4, 4, 4)
        case Period.MONTH:
            months = _named(_MONTHS, folded)
            count = months[0] if months and 0 < months[0] <= MONTHS_A_YEAR else MONTHS_A_YEAR
            return TimesAYear(count, count, count)
        case Period.WEEK:
            return TimesAYear(WEEKS_A_YEAR, WEEKS_A_YEAR - 2, WEEKS_A_YEAR)
    return _days(folded)


def tells(text: str) -> bool:
    """Whether a text tells how much is worked."""
    folded = _spaced(text)
    patterns = (_WORKED, _RESTED, _MONTHS, _TIMES_DAYS, _WEEKEND, _SUNDAY, _EVERY_DAY)
    return any(pattern.search(folded) for pattern in patterns)


def without(text: str) -> str:
    """The text without what tells how much is worked."""
    folded = _spaced(text)
    for pattern in (_WORKED, _RESTED, _MONTHS):
        folded = pattern.sub("", folded)
    return folded


def _days(folded: str) -> TimesAYear:
    if rested := _named(_RESTED, folded):
        days = DAYS_A_YEAR - rested[0] * _PER[rested[1]]
        if days > 0:
            return TimesAYear(days, days - HOLIDAYS, days)
    if worked := _named(_WORKED, folded):
        days = worked[0] * _PER[worked[1]]
        if 0 < days <= DAYS_A_YEAR + 7:
            days = min(days, DAYS_A_YEAR)
            return TimesAYear(days, days, days)
    if times := _TIMES_DAYS.search(folded):
        count = int(times["n"])
        days = min(count * (MONTHS_A_YEAR if count <= DAYS_A_MONTH else 1), DAYS_A_YEAR)
        return TimesAYear(days, days, days)
    if _WEEKEND.search(folded):
        days = DAYS_A_YEAR - 2 * WEEKS_A_YEAR
        return TimesAYear(days, days - HOLIDAYS, days, sure=False)
    if _SUNDAY.search(folded):
        days = DAYS_A_YEAR - WEEKS_A_YEAR
        return TimesAYear(days, days - HOLIDAYS, days, sure=False)
    if _EVERY_DAY.search(folded):
        return TimesAYear(USUAL_DAYS, USUAL_DAYS - HOLIDAYS, DAYS_A_YEAR, sure=False)
    return TimesAYear(USUAL_DAYS, LEAST_DAYS, DAYS_A_YEAR, sure=False)


def _named(pattern: re.Pattern[str], folded: str) -> tuple[int, str] | None:
    """(how many, of which period) that the pattern finds."""
    match = pattern.search(folded)
    if match is None:
        return None
    groups = match.groupdict()
    number = _number(next((groups[name] for name in "nmtuv" if groups.get(name)), ""))
    per = groups.get("per") or groups.get("each") or "nam"
    return (number, per) if number else None


_TENS = {"muoi": 10, "hai muoi": 20, "hai lam": 25, "hai sau": 26, "ba muoi": 30}


def _number(word: str) -> int:
    if word.isdecimal():
        return int(word)
    return _TENS.get(word) or DIGITS.get(word, 0)


def _spaced(text: str) -> str:
    return " ".join(fold(text).replace(",", " ").replace("/", " / ").split())
