"""The numbers of a message, in figures or in words, each with its place and what it is worth."""

import re
from dataclasses import dataclass
from functools import lru_cache

from content.takings.numerals import (
    MONEY,
    RANGE,
    low_of,
    money_in,
    pair_of,
    value_of,
    without_false_numerals,
)
from content.vietnamese import fold, has_marks

_BEGINS = re.compile(r"(?<![a-z])[a-z0-9]|(?<=[a-z])\d")
# Words that without their marks are numerals too seldom to be heard alone.
_SELDOM = frozenset(("nam", "tu", "tam", "sau", "lam", "ba", "bay", "nham", "chin", "dam"))
_COUNTED = re.compile(
    r" (?:thang|ngay|tuan|cai|phong|nguoi|bua|buoi|to|bat|ly|coc|con|can|kg|xe|lan|chuyen|tan"
    r"|ta|suat"
    r"|dua|chuc|tram|trieu|tho|ban|o|chiec|bao|thung|khach|don|hop|chau|cuoc)\b"
)
_HALF = re.compile(r"nua (?P<unit>ty|trieu|tr|cu|chai|ta|tan|can|ky|ki|kg|chuc)\b")
_OF_HALF = {"ty": 1e9, "trieu": 1e6, "tr": 1e6, "cu": 1e6, "chai": 1e6}
_VAGUE = re.compile(r"\b(?:vai|may) $")  # `vài trăm` is no number
_LARGEST = 10**13
_MOST_SLANG = 15  # of `lít` and `chai` that are money, more are litres and bottles


@dataclass(frozen=True, slots=True)
class Number:
    """`low` to `high`, in đồng where `is_money`; its place in the message."""

    start: int
    end: int
    low: float
    high: float
    is_money: bool


@lru_cache(maxsize=256)
def numbers_in(text: str) -> tuple[Number, ...]:
    """The numbers of a tidied message, in order."""
    folded = fold(text)
    numeric = without_false_numerals(text, folded)
    marked = has_marks(text)
    found: list[Number] = []
    at = 0
    while begins := _BEGINS.search(numeric, at):
        one = _number_at(numeric, begins.start(), marked)
        if one is None:
            at = begins.start() + 1
            continue
        if _VAGUE.search(numeric[max(0, one.start - 5) : one.start]):
            at = one.end
            continue
        if found and (joined := _range_of(found[-1], one, numeric)):
            found.pop()
            one = joined
        found.append(one)
        at = one.end
    return tuple(found)


_SIZES = (1.0, 1e3, 1e5, 1e6, 1e9)


def _range_of(first: Number, second: Number, numeric: str) -> Number | None:
    """`mười hai mười ba triệu` as one number."""
    between = numeric[first.end : second.start].strip()
    if first.is_money or between or first.low != first.high or second.low != second.high:
        return None
    for size in _SIZES:
        if first.low * size < second.high <= first.low * size * 1.6:
            low = first.low * size
            return Number(first.start, second.end, low, second.high, second.is_money)
    return None


def _number_at(numeric: str, at: int, marked: bool) -> Number | None:
    if half := _HALF.match(numeric, at):
        unit = _OF_HALF.get(half["unit"])
        end = half.end() if unit else at + len("nua")
        value = (unit or 1.0) / 2
        return Number(at, end, value, value, is_money=unit is not None)
    if told := MONEY.match(numeric, at):
        low, high = money_in(told)
        if 0 < low * 100 <= high <= low * 300:
            low *= 100  # `4-500k`
        if told["unit3"] in ("k", "nghin", "ngan") and told["tenths3"] and " " in told[0][-3:]:
            low = high = value_of(told["one"]) * 1000  # `100k 1 bé`
            return Number(at, at + told[0].rindex(" "), low, high, is_money=True)
        litres = told["unit3"] in ("lit", "chai") and value_of(told["one"]) > _MOST_SLANG
        if not litres:
            return Number(at, told.end(), low, high, is_money=True) if high < _LARGEST else None
    told = RANGE.match(numeric, at)
    if told is None:
        return None
    said = told[0]
    if not marked and said in _SELDOM and not _COUNTED.match(numeric, told.end()):
        return None
    if told["pair"]:
        low, high = pair_of(told["pair"])
        if low >= high:
            return None
    elif told["low"]:
        low, high = low_of(told), value_of(told["high"])
    else:
        low = high = value_of(told["one"])
    return Number(at, told.end(), low, high, is_money=False) if high < _LARGEST else None
