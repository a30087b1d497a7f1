"""What is said once of a list of statements holds for each of them: the unit (`cái 450tr cái 380`),
and the time, before the first (`mỗi tháng nhà nghỉ 70 triệu, quán cơm 40 triệu`) or behind the last
(`cắt tóc 95tr, dầu gội 20tr, cho thuê 5tr mỗi tháng`)."""

import re
from collections.abc import Sequence
from dataclasses import replace

from content.amounts import Amount, Period, amounts
from content.revenue.bounds import RATES
from content.revenue.figures import LARGE, MOST_OF_A_DAY, Figure
from content.revenue.kinds import MoneyKind
from content.revenue.months import part_of
from content.vietnamese import fold

PIECES = r"(?:cai|can|quan|tiem|shop|nha|phong|cong trinh|hop dong|dua|nguoi|cho|sap|ben)"
_UNIT = r"(?:trieu|tr|ty|ti|cu|nghin|ngan|k)"
_WITH_UNIT = re.compile(rf"\b(?P<piece>{PIECES}) \d[\d.,]* ?(?P<unit>{_UNIT})\b")
# The price of a room is its rent, and no price of a thing.
_ROOM_PRICED = re.compile(r"(?i)\b(phòng|phong|căn|can) (?:giá|gia) (?=\d)")
_A_PIECE = re.compile(r"(?i)(\d ?(?:k|nghìn|ngàn|nghin|ngan)) 1 (?=[^\W\d])")  # no `45,1 nghìn`
_SOLD = (MoneyKind.SALES, MoneyKind.PLATFORM, MoneyKind.BARE, MoneyKind.ODD)
# Its own time is said some other way, or it is of another year.
_OWN_TIME = re.compile(r"\b(?:ngay|hom|bua|tuan|quy|nam|tet|mua|dip|vu|truoc|dot|lan|phong|moi)\b")
_EVERYONE = re.compile(
    r"\b(?:ca (?:hai|ba|bon|nam|may|\d+)|tat ca|deu|het(?: thay)?|cai nao cung|cung)\b"
)


def with_units(text: str) -> str:
    """The line with the unit that was said of one piece behind the numbers of the others."""
    text = _A_PIECE.sub(r"\1 một ", _ROOM_PRICED.sub(r"\1 ", text))
    folded = fold(text)
    first = _WITH_UNIT.search(folded)
    if first is None:
        return text
    bare = re.compile(
        rf"\b{first['piece']} \d{{1,4}}(?:[.,]\d)?(?![\d.,]*\d)(?! ?{_UNIT}(?:\b|\d))"
        r"(?! ?(?:phong|m2|nguoi|ngay|thang|%)\b)"
    )
    for spot in reversed(list(bare.finditer(folded))):
        text = f"{text[: spot.end()]} {first['unit']}{text[spot.end() :]}"
    return text


def with_time(text: str, found: Sequence[Figure]) -> list[Figure]:
    """The figures, with the time that is said once for all of them."""
    sold = [figure for figure in found if figure.kind in _SOLD and not figure.is_sold]
    timed = [figure for figure in sold if figure.amount.period is not None]
    times = {figure.amount.period for figure in timed}
    if len(sold) < 2 or len(times) != 1 or not times <= set(RATES):
        return list(found)
    [time] = times
    leads, ends = _is_said_before(text, sold[0]), timed == sold[-1:]
    if not (leads or ends):
        return list(found)
    return [_timed(one, time) if one in sold and one not in timed else one for one in found]


def _timed(figure: Figure, time: Period | None) -> Figure:
    most = MOST_OF_A_DAY if time is Period.DAY else LARGE
    own = _OWN_TIME.search(f"{figure.left} # {figure.right}") or part_of(figure)
    if figure.amount.value >= most or own:
        return figure
    return replace(figure, amount=replace(figure.amount, period=time))


def _is_said_before(text: str, figure: Figure) -> bool:
    """Whether the time of a figure stands before it."""
    if figure.amount.period is None:
        return False
    told = [one for one in amounts(text[: figure.amount.end]) if one.start == figure.amount.start]
    return bool(told) and told[0].period is figure.amount.period


def of_each(text: str, values: Sequence[int], time: str) -> str | None:
    """The line with a time behind each of the sums of which none was said; None for none."""
    spots: list[Amount] = [
        one for one in amounts(text) if one.period is None and one.value in values
    ]
    for one in reversed(spots):
        text = f"{text[: one.end]} {time}{text[one.end :]}"
    return text if spots else None


def says_all(folded: str) -> bool:
    """Whether what a line says holds for each: `cả ba đều là một tháng`."""
    return _EVERYONE.search(folded) is not None
