"""How many days, weeks or months a year a business says it works: `tháng bán 25 ngày`, `nghỉ chủ
nhật`, `một năm bán 300 ngày`."""

import re
from dataclasses import dataclass

from content import rests
from content.amounts import Period
from content.rests import Rest
from content.spelled import DIGITS, number
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


_HUNDREDS = r"(?:hai|ba) tram(?: (?:ruoi|[a-z]+ (?:muoi|chuc)))?"
_N = (
    r"(?P<{}>\d{{1,3}}|"
    + _HUNDREDS
    + r"|hai ba|muoi|hai muoi|hai lam|hai sau|ba muoi|"
    + "|".join(DIGITS)
    + r")"
)
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
    rf"|\b(?!(?:mot|1) ){_N.format('m')} (?:ngay|buoi) {_A}(?P<each>thang|nam|tuan)\b"
    r"(?! (?:nay|ngoai))"  # `3 triệu một ngày, tháng chạy 26 ngày` is not one day a month
)
# `1,5 triệu/ngày x 26 ngày`: of a month, or of a year where it is more.
_TIMES_DAYS = re.compile(
    r"(?: x| nhan| \*) (?P<n>\d{1,3}) (?:ngay|buoi)\b(?! (?:moi |mot |1 |/ )?(?:thang|nam))"
)
_MONTHS = re.compile(
    rf"\bnam {_WORK}{_N.format('n')} thang\b|\b{_N.format('m')} thang {_A}nam\b(?! (?:nay|ngoai))"
    rf"|\bchi (?:ban|mo|lam|chay|hoat dong) (?:(?:mua|dip|vu) [a-z]+ )?(?:co |duoc |khoang |tam "
    rf"|dung )*{_N.format('t')}"
    r" thang\b(?! (?:dau|cuoi|nay|qua))"
    rf"|(?<!moi )(?<!con )\b(?:lam|ban|mo|chay)(?: (?:duoc|co|dung|khoang|chung|tam|moi))*"
    rf" {_N.format('u')} thang\b"
    r"(?! (?:dau|cuoi|nay|qua|truoc|roi|gan|con|duoc|dc|thu|tong|tet|he|moi|mua|x)\b)(?! \d)"
)
_HALF_YEAR = re.compile(r"\b(?:ban|mo|lam|nghi|chay) (?:co )?nua nam\b(?! (?:dau|cuoi|sau))")
# `năm nghỉ 2 tháng`, `nghỉ 1 tháng tết`.
_RESTED_MONTHS = re.compile(
    rf"\bnghi {_DO}(?:(?:tet|he|dip tet) )?{_N.format('n')} thang\b"
    r"(?: (?:tet|he|mua \w+|ram|gieng|mot nam|moi nam))*"
)
# `mới mở quán tháng 7`, `tháng 7 khai trương`: this year has only the months from then on.
_M = r"(?P<{}>0?[1-9]|1[0-2])(?![-–./\d])"
_OPENS = r"(?:mo(?: cua| ban| hang| quan| tiem)?|khai truong|bat dau|ra nghe|khoi nghiep)"
_OPENED = re.compile(
    rf"\b(?:moi ban|ban)(?: (?!thang\b|den\b|ngay\b)[a-z]+){{0,5}}?"
    rf" (?:tu |hoi )+(?:dau |giua |cuoi )?thang {_M.format('from')}"
    rf"|\b(?:moi |vua )*{_OPENS}(?: (?!thang\b|den\b|ngay\b)[a-z]+){{0,5}}?"
    rf" (?:dau |giua |cuoi )?thang {_M.format('in')}"
    rf"|\bthang {_M.format('then')} (?:nam nay )?(?:toi |em |minh |moi |thi |tui )*{_OPENS}\b"
    rf"|\btu thang {_M.format('since')} (?:toi |em |minh |moi |thi |tui )*(?:{_OPENS}|moi ban)\b"
)
_LONG_AGO = re.compile(r" (?:nam (?:ngoai|truoc|kia|20\d\d)|(?:den|toi|-) (?:het )?thang)\b")
_BY_MONTHS = (_MONTHS, _HALF_YEAR, _RESTED_MONTHS)
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
            months = _months(folded) or MONTHS_A_YEAR
            return TimesAYear(months, months, months)
        case Period.WEEK:
            worked = WEEKS_A_YEAR - _weeks_rested(folded)
            weeks = TimesAYear(worked, worked - 2, worked)
            if worked < WEEKS_A_YEAR:
                weeks = TimesAYear(worked, worked, worked)
            return _in_months(weeks, _months(folded))
    days = _days(_unopened(folded))
    of_a_year = days.sure and days.usual == days.most
    of_a_year = of_a_year and _of_a_year(rests.without_rests(folded))
    return days if of_a_year else _in_months(days, _months(folded))


def _months(folded: str) -> int | None:
    """How many months a year are worked, where it is said; what is said last counts."""
    spots = [(match.start(), match) for match in _MONTHS.finditer(folded)]
    if len([match for _, match in spots if match["u"]]) > 1:
        spots = []  # each of a season
    rests = [(match.start(), match) for match in _RESTED_MONTHS.finditer(folded)]
    halves = [match.start() for match in _HALF_YEAR.finditer(folded)]
    said = [(at, _count(match)) for at, match in spots]
    said += [(at, MONTHS_A_YEAR - (_count(match) or MONTHS_A_YEAR)) for at, match in rests]
    said += [(at, MONTHS_A_YEAR // 2) for at in halves]
    if opened := _opened(folded):
        said.append((opened.start(), MONTHS_A_YEAR + 1 - _opening(opened)))
    months = max(said, default=(0, 0))[1]
    return months if 0 < months <= MONTHS_A_YEAR else None


def _weeks_rested(folded: str) -> int:
    weeks = rests.rested(folded).get(Rest.TET, 0) // rests.DAYS_A_WEEK
    return weeks if weeks < WEEKS_A_YEAR // 2 else 0


def _opened(folded: str) -> re.Match[str] | None:
    found = _OPENED.search(folded)
    return found if found and not _LONG_AGO.match(folded, found.end()) else None


def _opening(match: re.Match[str]) -> int:
    return int(next(value for value in match.groupdict().values() if value))


def _in_months(times: TimesAYear, months: int | None) -> TimesAYear:
    """So many times a year, worked in some of its months only."""
    if months is None or months == MONTHS_A_YEAR:
        return times
    usual, least = (count * months // MONTHS_A_YEAR for count in (times.usual, times.least))
    most = -(-times.most * months // MONTHS_A_YEAR)
    return TimesAYear(usual, least, most + (times.most > WEEKS_A_YEAR), times.sure)


def _of_a_year(folded: str) -> bool:
    """Whether the days worked are told of the year itself: `một năm bán 300 ngày`."""
    found = _named(_WORKED, folded)
    return found is not None and found[1] == "nam"


def _count(match: re.Match[str]) -> int:
    groups = match.groupdict()
    return _number(next((groups[name] for name in "nmtuvw" if groups.get(name)), ""))


def opened_this_year(text: str) -> bool:
    """Whether a line tells that the business began in the course of this year."""
    return _opened(_spaced(text)) is not None


def months_told(text: str) -> int:
    """How many months of the year a line says are worked; 0 where it does not, or says twelve."""
    months = _months(_spaced(text)) or 0
    return months if months < MONTHS_A_YEAR else 0


def tells(text: str) -> bool:
    """Whether a text tells how much is worked."""
    folded = _spaced(text)
    patterns = (_WORKED, *_BY_MONTHS, _TIMES_DAYS, _EVERY_DAY)
    return bool(rests.rested(folded)) or any(pattern.search(folded) for pattern in patterns)


def without(text: str, *, of_a_rate: bool = False) -> str:
    """The text without what tells how much is worked; of a figure of each day or month
    (`of_a_rate`) also without when the business began."""
    folded = _spaced(text)
    for pattern in (_WORKED, *_BY_MONTHS):
        folded = pattern.sub("", folded)
    folded = rests.without_rests(folded)
    return _unopened(folded) if of_a_rate else folded


def without_founding(text: str) -> str:
    """The text without when, in an earlier year, the business began: nothing was sold of that."""
    folded = fold(text)
    found = _FOUNDED.search(folded)
    if found is None:
        return text
    start = found.start("when")
    return f"{text[:start]}{' ' * (found.end() - start)}{text[found.end() :]}"


_FOUNDED = re.compile(
    rf"\b(?:{_OPENS}|moi ban|ban|kinh doanh|lam)(?: (?!nam\b)[a-z]+){{0,5}}?"
    r"(?P<when> (?:tu |hoi |ngay )+(?:thang \d{1,2} |dau |cuoi )?nam (?:ngoai|truoc|kia|20\d\d))\b"
)


def _unopened(folded: str) -> str:
    """The words without when, this year, the business began."""
    opened = _opened(folded)
    if opened is None:
        return folded
    behind = _UNTIL_NOW.sub("", folded[opened.end() :], count=1)
    return f"{folded[: opened.start()]}{behind}"


_UNTIL_NOW = re.compile(
    r"^,? (?:cho |thoi |ma )?(?:den|toi) (?:gio|nay|bay gio|hien gio|hom nay)\b"
)


def _days(folded: str) -> TimesAYear:
    """The days of the year that are worked: those told, or all, less those rested."""
    off, folded = rests.rested(folded), rests.without_rests(folded)
    if _of_a_year(folded):
        days = _days_told(folded) or USUAL_DAYS
        return TimesAYear(days, days, days)
    weekly = off.get(Rest.WEEK, 0) + off.get(Rest.MONTH, 0)
    yearly = off.get(Rest.TET, 0) + off.get(Rest.YEAR, 0)
    told = None if weekly else _days_told(folded)
    days = (told or DAYS_A_YEAR - weekly) - yearly
    if (weekly or yearly or told) and days > 0:
        least = days if told or Rest.TET in off else days - HOLIDAYS
        return TimesAYear(days, least, days, sure=bool(yearly or told or Rest.MONTH in off))
    if _EVERY_DAY.search(folded):
        return TimesAYear(USUAL_DAYS, USUAL_DAYS - HOLIDAYS, DAYS_A_YEAR, sure=False)
    return TimesAYear(USUAL_DAYS, LEAST_DAYS, DAYS_A_YEAR, sure=False)


def days_of_a_year(text: str) -> int:
    """How many days a year a line says are worked: `năm bán ba trăm ngày`; 0 where it does not."""
    folded = rests.without_rests(_spaced(text))
    return (_days_told(folded) or 0) if _of_a_year(folded) else 0


def _days_told(folded: str) -> int | None:
    """How many days a year are told to be worked; None for none."""
    if worked := _named(_WORKED, folded):
        days = worked[0] * _PER[worked[1]]
        if 0 < days <= DAYS_A_YEAR + 7:
            return min(days, DAYS_A_YEAR)
    if times := _TIMES_DAYS.search(folded):
        count = int(times["n"])
        return min(count * (MONTHS_A_YEAR if count <= DAYS_A_MONTH else 1), DAYS_A_YEAR)
    return None


def _named(pattern: re.Pattern[str], folded: str) -> tuple[int, str] | None:
    """(how many, of which period) that the pattern finds."""
    match = next(iter(reversed(list(pattern.finditer(folded)))), None)  # said last, it counts
    if match is None:
        return None
    groups, number = match.groupdict(), _count(match)
    per = groups.get("per") or groups.get("each") or groups.get("every") or "nam"
    return (number, per) if number else None


_TENS = {"muoi": 10, "hai muoi": 20, "hai lam": 25, "hai sau": 26, "ba muoi": 30}


def _number(word: str) -> int:
    if word.isdecimal():
        return int(word)
    if "tram" in word:
        return round(number(word.split(), 0)[0] or 0)
    return _TENS.get(word) or DIGITS.get(word, 0)


def _spaced(text: str) -> str:
    return " ".join(fold(text).replace(",", " ").replace("/", " / ").split())
