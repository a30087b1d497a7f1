"""On how many days a year a business says it does not work: `chủ nhật chú nghỉ`, `rằm mùng một
nghỉ`, `tết nghỉ 10 ngày`. Days of different kinds are all of them rested; of one kind what was said
last counts. Read from folded text."""

import re
from collections.abc import Sequence
from enum import StrEnum

from content.spelled import DIGITS, number

WEEKS_A_YEAR, MONTHS_A_YEAR, DAYS_A_WEEK = 52, 12, 7


class Rest(StrEnum):
    """What days are rested on."""

    WEEK = "week"  # of every week
    MONTH = "month"  # of every month
    TET = "tet"
    YEAR = "year"  # so many of the year


_DIGIT = "|".join(word for word in DIGITS if word not in ("khong", "mo", "tu", "lam"))
COUNT = (
    rf"(?P<{{}}>\d{{{{1,3}}}}|(?:{_DIGIT}) tram(?: (?:ruoi|[a-z]+ (?:muoi|chuc)))?"
    rf"|(?:{_DIGIT}) (?:muoi|chuc)(?: (?:{_DIGIT}|tu|lam|ruoi))?|muoi(?: (?:{_DIGIT}|lam))?|chuc"
    rf"|hai (?:lam|ba|sau|bay|tam)|{_DIGIT})"
)
SUBJECT = (
    r"(?:(?:toi|tui|em|e|chu|co|bac|ong|ba|anh|chi|minh|nha|quan|tiem|shop|chau|me|thi|deu|la|cung"
    r"|moi|hay|phai|se|ma|lai|nao|luon|toan|van|o) )*"
)
_DO = (
    r"(?:(?:chi|thi|deu|duoc|toi|em|khoang|chung|tam|co|mat|het|tong|dau|lai|ban|lam|di|chac|cung"
    r"|luon|do|ca) )*"
)
_DAYS = r"(?:ngay|buoi|hom|bua)\b(?! (?:mot|moi|1|/)? ?(?:trieu|nghin))"
_PER = r"(?:thang|nam|tuan)"
_A = r"(?:moi|mot|1|hang|trong|/|tren|trong mot|trong 1)? ?"
_RESTS = r"(?:nghi|dong cua|khong ban|khong mo|khong lam|k ban|ko ban)"
_OF_A_TIME = re.compile(
    rf"\b(?P<per>{_PER}) {SUBJECT}{_DO}{_RESTS} {_DO}{COUNT.format('n')} {_DAYS}"
    rf"|\b{_RESTS} {_DO}{COUNT.format('m')} {_DAYS} {_A}(?P<each>{_PER})\b"
    rf"|\b{_RESTS} (?:moi |mot |1 )?(?P<every>tuan|thang) {COUNT.format('w')} {_DAYS}"
)
_SEASON = r"(?:tet(?: nhat| am| ta)?|le(?: tet)?|nghi le|dip tet)"
_OF_TET = re.compile(
    rf"\b{_SEASON} (?:[a-z]+ )?{SUBJECT}{_RESTS} {_DO}{COUNT.format('n')} {_DAYS}"
    rf"|\b{_RESTS} {_DO}{_SEASON} {_DO}{COUNT.format('m')} {_DAYS}"
    rf"|\b{_RESTS} {_DO}{COUNT.format('w')} {_DAYS} {_SEASON}\b"
)
_OF_TET_WEEKS = re.compile(
    rf"\b(?:{_SEASON} {SUBJECT})?{_RESTS} {_DO}(?:(?:tet|he|le"
    rf"|dip tet) )?{COUNT.format('n')} tuan\b"
    r"(?! (?:mot|moi|1|/) ?thang)"
)
_HALF_A_MONTH = re.compile(
    rf"\b{_SEASON} {SUBJECT}{_RESTS} {_DO}nua thang\b|\b{_RESTS} {_DO}{_SEASON} {_DO}nua thang\b"
)
# `nghỉ mất hai chục ngày`, of the year where it is more than a month could have, or of a season
_SO_MANY = re.compile(
    rf"\b{_RESTS} (?!(?:[a-z]+ ){{0,3}}(?:ban|mo|lam) ){_DO}{COUNT.format('n')} {_DAYS}"
)
_SEASONS = re.compile(r"\b(?:tet|le|mua|bao|lut|he|om|benh|thang (?:bay|7|tet|chap|gieng|ram))\b")
_MOST_OF_A_MONTH = 12
_SATURDAY, _SUNDAY = r"(?:thu (?:bay|7)|t7)", r"(?:chu nhat|cn)"
_WEEKDAY = rf"(?:{_SUNDAY}|{_SATURDAY}|thu (?:hai|ba|tu|nam|sau|[2-6])|t[2-6])"
_BOTH = rf"(?:{_SATURDAY} ?(?:va |voi |& |, ?)?{_SUNDAY}|cuoi tuan)"
_WEEKEND = re.compile(
    rf"\b{_RESTS} {_DO}(?:ngay |moi )?{_BOTH}\b|\b{_BOTH} {SUBJECT}{_RESTS}\b(?! {_DO}\d)"
)
_WEEKLY = re.compile(
    rf"\b{_RESTS} (?:[a-z]+ ){{0,2}}{_WEEKDAY}\b"
    rf"|\b{_WEEKDAY} {SUBJECT}{_RESTS}\b(?! {_DO}(?:\d|hai|ba|muoi))"
)
_FROM_TO = re.compile(
    r"\b(?:ban|mo|lam|chay|tu)(?: [a-z]+){0,2} (?:tu )?(?:thu (?:hai|2)|t2)"
    r" ?(?:den|toi|-|–) ?(?:het )?(?:thu (?P<six>bay|7)|t(?P<sixth>7)|thu (?:sau|6)|t6)\b"
)
_MOON_DAY = r"(?:(?:mung|mong) (?:1|mot)|ram)"
_MOON_DAYS = (
    rf"(?:ngay )?(?P<{{}}>{_MOON_DAY})(?:(?: va| voi| vs| hay|,)? (?:ngay )?(?P<{{}}>{_MOON_DAY}))?"
)
_MOON = re.compile(
    rf"\b{_RESTS} {_DO}{_MOON_DAYS.format('a', 'b')}\b"
    rf"|\b{_MOON_DAYS.format('c', 'd')} {SUBJECT}{_RESTS}\b"
)
_NOT_RESTED = re.compile(r"\b(?:khong|ko|k|chang|it|chua)(?: bao gio)? nghi\b")


def rested(folded: str) -> dict[Rest, int]:
    """How many days a year are rested of each kind that is told; what is told last of one kind."""
    folded = _NOT_RESTED.sub(" ", folded)
    spots = [(spot.start(), *found) for found, spot in _found(folded)]
    return {kind: days for _, kind, days in sorted(spots)}


def _found(folded: str) -> list[tuple[tuple[Rest, int], re.Match[str]]]:
    """Each rest told, and its place. What is of a week or of Tết is not so many of the year too."""
    told: list[tuple[tuple[Rest, int], re.Match[str]]] = []
    for spot in _OF_A_TIME.finditer(folded):
        per = spot["per"] or spot["each"] or spot["every"]
        kind, times = _EACH[per]
        told.append(((kind, _count(spot, "n", "m", "w") * times), spot))
    for spot in _OF_TET.finditer(folded):
        told.append(((Rest.TET, _count(spot, "n", "m", "w")), spot))
    told += [((Rest.TET, 15), spot) for spot in _HALF_A_MONTH.finditer(folded)]
    for spot in _OF_TET_WEEKS.finditer(folded):
        told.append(((Rest.TET, _count(spot, "n") * DAYS_A_WEEK), spot))
    for spot in _SO_MANY.finditer(folded):
        days = _count(spot, "n")
        of_year = days > _MOST_OF_A_MONTH or _SEASONS.search(folded)
        if of_year and not _is_within(spot, told):
            told.append(((Rest.YEAR, days), spot))
    for pattern, days in ((_WEEKEND, 2), (_WEEKLY, 1)):
        spots = [one for one in pattern.finditer(folded) if not _is_within(one, told)]
        told += [((Rest.WEEK, days * WEEKS_A_YEAR), spot) for spot in spots]
    for spot in _FROM_TO.finditer(folded):
        off = 1 if spot["six"] or spot["sixth"] else 2
        told.append(((Rest.WEEK, off * WEEKS_A_YEAR), spot))
    for spot in _MOON.finditer(folded):
        both = spot["b"] or spot["d"]
        told.append(((Rest.MONTH, (2 if both else 1) * MONTHS_A_YEAR), spot))
    return [(one, spot) for one, spot in told if one[1]]


_EACH = {
    "tuan": (Rest.WEEK, WEEKS_A_YEAR),
    "thang": (Rest.MONTH, MONTHS_A_YEAR),
    "nam": (Rest.YEAR, 1),
}


def _is_within(one: re.Match[str], told: Sequence[tuple[tuple[Rest, int], re.Match[str]]]) -> bool:
    """Whether the words are, in part, those of a rest that was found already."""
    return any(one.start() < two.end() and two.start() < one.end() for _, two in told)


def _count(spot: re.Match[str], *names: str) -> int:
    said = next((spot[name] for name in names if spot[name]), "")
    return count_of(said)


def count_of(said: str) -> int:
    """The whole number that words or digits say; 0 for none."""
    if said.isdecimal():
        return int(said)
    words = said.split()
    if len(words) > 1 and words[0] in DIGITS and words[1] in DIGITS:  # hai lăm, hai sáu
        return DIGITS[words[0]] * 10 + DIGITS[words[1]]
    if len(words) == 1 and said in DIGITS:
        return DIGITS[said]
    return round(number([*words, "trieu"], 0)[0] or 0)


def without_rests(folded: str) -> str:
    """The text without what tells that days are rested."""
    for pattern in (_OF_A_TIME, _OF_TET, _OF_TET_WEEKS, _HALF_A_MONTH, _WEEKEND, _WEEKLY, _MOON):
        folded = pattern.sub("", folded)
    return folded
