"""How many, or how much, a few words say by both ends: `22-24`, `bốn năm chục`, `60-70 triệu`."""

import re
from dataclasses import dataclass

from content.amounts import Amount, Bound
from content.rests import count_of
from content.spelled import DIGITS
from content.vietnamese import has_marks

DIGIT = r"(?:mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin|muoi|chuc|tram|linh|le|ruoi)"
SPELLED = rf"{DIGIT}(?: {DIGIT}){{0,5}}"
NUMBER = r"\d+(?:[.,]\d+)?"
COUNT = rf"(?:{NUMBER}(?: ?(?:-|–|den|toi| ) ?{NUMBER})?|{SPELLED}(?: (?:den|toi) {SPELLED})?)"
FILL = r"(?:(?:thi|duoc|dc|cung|khoang|tam|chung|co|la|moi|do|chac|ban|lam|thu|ve|vao|toi|em)\b ?)*"
UNIT = r"(?:ty|ti|trieu|tr|cu|nghin|ngan|k)"
MONTHS, WEEKS, DAYS = 12, 52, 365
TEN = 10


@dataclass(frozen=True, slots=True)
class FromTo:
    """From one end to the other of what was told, in đồng or pieces."""

    least: float
    most: float

    def __mul__(self, other: "FromTo | float") -> "FromTo":
        times = other if isinstance(other, FromTo) else FromTo(other, other)
        return FromTo(self.least * times.least, self.most * times.most)

    def __add__(self, other: "FromTo") -> "FromTo":
        return FromTo(self.least + other.least, self.most + other.most)


def span_of(said: str) -> FromTo | None:
    """How many a count says, by both its ends: `22-24`, `hai hai hai bốn`, `mười một mười hai`,
    `bốn năm chục`; None for none."""
    ends = [part for part in re.split(r" ?(?:-|–|\bden\b|\btoi\b) ?", said.strip()) if part]
    words = ends[0].split() if len(ends) == 1 else []
    if len(words) == 2 and all(word.isdecimal() for word in words):
        ends = words
    elif len(words) == 4 and {words[0], words[2]} <= {*DIGITS, "muoi"}:
        ends = [" ".join(words[:2]), " ".join(words[2:])]
    elif len(words) == 3 and _is_next(words[0], words[1]) and words[2] in ("chuc", "muoi", "tram"):
        ends = [f"{words[0]} {words[2]}", f"{words[1]} {words[2]}"]
    elif len(words) == 2 and _is_next(words[0], words[1]):
        ends = words
    counts = [_count(end) for end in ends]
    if not counts or len(counts) > 2 or not all(counts) or counts[0] > counts[-1]:
        return None
    return FromTo(counts[0], counts[-1])


_FIGURE_AND_WORD = re.compile(r"(?P<figure>\d+) (?P<word>chuc|tram)")


def _count(said: str) -> float:
    """How many a number of one kind says, also `2 chuc`; 0 for words that are none."""
    if re.fullmatch(NUMBER, said):
        return float(said.replace(",", "."))
    if mixed := _FIGURE_AND_WORD.fullmatch(said):
        return float(mixed["figure"]) * (TEN if mixed["word"] == "chuc" else TEN * TEN)
    return 0.0 if any(map(str.isdecimal, said)) else float(count_of(said) or 0)


def _is_next(one: str, two: str) -> bool:
    return one in DIGITS and two in DIGITS and DIGITS[two] == DIGITS[one] + 1


def sum_of(item: Amount) -> FromTo | None:
    """Both ends of an amount; None where it is a bound alone."""
    if item.bound is None:
        return FromTo(item.value, item.value)
    return FromTo(item.least, item.value) if item.bound is Bound.UNCLEAR and item.least else None


def in_words(span: FromTo) -> str:
    """As it is read again; without long numbers, which would be covered where words are kept."""
    least, most = _millions(span.least), _millions(span.most)
    return f"{most} trieu" if least == most else f"{least} trieu den {most} trieu"


def _millions(value: float) -> str:
    """With two places at most: three would be thousands."""
    return f"{value / 10**6:.2f}".rstrip("0").rstrip(".")


def put(text: str, start: int, end: int, words: str) -> str:
    """The text with words of ours in place of a part of it, written as the text is: with their
    marks where it has any."""
    if has_marks(text):
        words = " ".join(_MARKED.get(word, word) for word in words.split(" "))
    return f"{text[:start]}{words}{text[end:]}"


_MARKED = {
    **{"mot": "một", "nam": "năm", "tron": "tròn", "moi": "mỗi", "thang": "tháng", "ngay": "ngày"},
    **{"tuan": "tuần", "trieu": "triệu", "den": "đến", "day": "dạy", "hoc": "học", "ban": "bán"},
    **{
        "thuong": "thưởng",
        "so": "số",
        "buoi": "buổi",
        "ca": "cả",
        "ty": "tỷ",
        "thue": "thuê",
        "cho": "cho",
    },
}
