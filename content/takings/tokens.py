"""A line about takings as typed tokens: sums, counts of things, times, days and months, rests,
multiples. A number that no token takes stays one (`number`), so that nothing told is dropped
unseen. Read from folded text; amounts are in đồng."""

import re
from dataclasses import replace
from functools import lru_cache

from content.takings.made import MARKED_DIGITS, Token, made_of
from content.takings.numerals import (
    DIGITS,
    MONEY,
    RANGE,
    WORD,
    low_of,
    money_in,
    pair_of,
    value_of,
    without_false_numerals,
)
from content.takings.patterns import (
    PATTERNS,
    PER,
    PERS,
    SAME,
    WORDS_OF,
    count_of,
    each_of,
    things_in,
)
from content.vietnamese import fold, has_marks

__all__ = [
    "Token",
    "sums_in",
    "tells_figures",
    "tells_sums",
    "tokens_in",
    "whole_in",
    "without_slips",
    "words_of",
]

_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?"
)
_NO_RHYME = re.compile(r"(?<!u)y[aou]|ei|ou|ae|iy")
# Words that tell sums and times, in which two letters are put right that changed places.
_OFTEN = frozenset(
    {"ngay", "thang", "tuan", "mot", "chin", "muoi", "tram", "trieu", "nghin", "ngan", "thuong"}
    | {"mung", "ram", "luong", "nghi", "nhat", "cuoi", "khac", "bang", "nua", "duoc", "doanh"}
    | {"von", "tien", "ban", "trong", "tra", "nhap", "hang", "quy", "phien", "cung", "binh"}
    | {"quan", "chuc", "tiem", "cua", "moi"}
)
# `t9 đến t12`, `t1`: T2 to T7 alone are days of the week.
_MONTHS_SHORT = re.compile(
    r"(?i)\bt(?:0?[1-9]|1[0-2])\b"
    r"(?: ?(?:đến|den|tới|toi|-|–|,|và|va|với|voi)? ?t(?:0?[1-9]|1[0-2])\b)*"
    r"(?! ?(?:tr|triệu|trieu|k|củ|cu)\b)"
)
_A_SHORT = re.compile(r"(?i)t(?=\d)")
_LAST_DAY = 7


def _written_out(found: re.Match[str]) -> str:
    """The months written out; days of the week as they are."""
    numbers = [int(one) for one in re.findall(r"\d+", found[0])]
    of_months = any(one > _LAST_DAY or one == 1 for one in numbers)
    return _A_SHORT.sub("tháng ", found[0]) if of_months else found[0]


_BREAK = re.compile(r"[,.;:!?\n()](?=\s|$)|\s[-–]\s")
_TELLS = frozenset(
    {"money", "number", "count", "times", "fraction", "half_of", "as_much", "rest_week"}
    | {"rest_lunar", "rest_of_year", "rest_month", "rest_month_days", "closed_else", "opened"}
    | {"month_days", "occupancy", "season_is", "season_days", "empty", "n_days", "chain_each"}
    | {"from_to", "n_months", "stopped", "share"}
)
_SUMS = frozenset({"money", "number", "count", "times", "fraction", "half_of"})
_MAY_TELL = re.compile(
    r"\d|\b(?:tram|trieu|chuc|muoi|ruoi|nghin|ngan|ty|cu|xi|nghi|off|dong cua|khong ban|gap|tang"
    r"|phan|nua|bang ay|bang do|thang|ngay|hai|ba|bon|trong)\b"
)
_PART_OF_DAY = {"toi": "tối", "sang": "sáng", "chieu": "chiều", "dem": "đêm"}
_TIMES_WRITTEN = {
    "ngay": ("ngày",), "thang": ("tháng",), "tuan": ("tuần",), "quy": ("quý", "quí"),
    "nam": ("năm",), "bua": ("bữa", "bựa", "bưa", "bửa", "bua"), "hom": ("hôm",),
    "buoi": ("buổi",),
}  # fmt: skip
_MARKED = {
    "nha": "nhà", "o": "ổ", "be": "bé", "tam": "tấm", "dau": "đầu", "ban": "bàn", "ve": "vé",
    "to": "tô", "mo": "mớ", "gio": "giỏ", "me": "mẻ", "ta": "tạ", "cho": "chỗ", "dot": "đợt",
    "san": "sân", "thau": "thau", "ca": "ca", "vi": "vỉ", "mau": "mẫu", "chau": "chậu",
    "lua": "lứa", "con": "con", "vu": "vụ", "chen": "chén", "mon": "món", "don": "đơn",
}  # fmt: skip
_CLEAR_DIGITS = frozenset({"hai", "bon", "chin", "dam"})


def words_of(name: str, folded: str) -> bool:
    """Whether a folded stretch has words of a kind (`adds`, `mends`, `other` ...)."""
    return WORDS_OF[name].search(folded) is not None


@lru_cache(maxsize=64)
def without_slips(text: str) -> str:
    """The line with two letters put right that changed places (`nàgy`, `cíhn`), of the words that
    tell sums and times, and with months that are written as `t9` written out."""
    text = _MONTHS_SHORT.sub(_written_out, text)
    letters = list(text)
    for word in WORD.finditer(text):
        bare = fold(word[0])
        is_word = _SYLLABLE.fullmatch(bare) and not _NO_RHYME.search(bare)
        if len(bare) < 4 or bare in _OFTEN or is_word:
            continue
        for place in range(len(bare) - 1):
            swapped = f"{bare[:place]}{bare[place + 1]}{bare[place]}{bare[place + 2 :]}"
            if swapped in _OFTEN:
                at = word.start() + place
                letters[at], letters[at + 1] = letters[at + 1], letters[at]
                break
    return "".join(letters)


def tells_figures(text: str) -> bool:
    """Whether a line has anything that a year's takings are reckoned with."""
    if not _MAY_TELL.search(fold(text)):
        return False  # most lines
    return any(one.name in _TELLS for one in tokens_in(without_slips(text), 0))


def sums_in(text: str) -> tuple[str, ...]:
    """The sums, and how many of what, that a line tells, as written but for slips."""
    text = without_slips(text)
    return tuple(text[one.start : one.end] for one in tokens_in(text, 0) if one.name in _SUMS)


def tells_sums(text: str) -> bool:
    """Whether a line tells a sum, so many of a thing, or so many times of what was told."""
    return any(one.name in _SUMS for one in tokens_in(without_slips(text), 0))


_SURELY_MILLIONS, _LEAST_OF_A_YEAR, _MOST_WORDS = 50, 10_000_000, 10
# What may stand beside the sum: about how much, of this year, of all that was sold.
_BESIDE_A_WHOLE = re.compile(
    r"\b(?:khoang|tam|chung|co|do|gan|ca nam|mot nam|1 nam|nam nay|moi nam|nam|tong cong|tong|het"
    r"|tat ca|la|thi|duoc|dc|ban|doanh thu|thu|chac|uoc|da|u|uh|vang|a|nhe|nha|thoi|em|con|chau)\b"
    r"|[ ,.]"
)
_BESIDE_A_YEAR = frozenset({"per_year", "nothing", "break", "this_year", "per"})


def whole_in(text: str) -> float | None:
    """The year's sum, in đồng, of a line that tells one and nothing else; None of any other. A
    number without its unit is of millions."""
    text = without_slips(text)
    tokens = tokens_in(text, 0)
    if words_of("adds", fold(text)) or len(text.split()) > _MOST_WORDS:
        return None
    sums = [one for one in tokens if one.name in ("money", "number")]
    yearly = all(one.of == ("year",) for one in tokens if one.name == "per")
    if (
        len(sums) != 1
        or not yearly
        or any(one.name not in _BESIDE_A_YEAR for one in tokens if one not in sums)
    ):
        return None
    [told] = sums
    if _BESIDE_A_WHOLE.sub("", f"{fold(text)[: told.start]} {fold(text)[told.end :]}").strip():
        return None  # `lãi được 100 triệu`, `không phải 800 triệu`, `năm ngoái 900 triệu`
    if told.name == "number":
        return told.high * 10**6 if told.high >= _SURELY_MILLIONS else None
    return told.high if told.high >= _LEAST_OF_A_YEAR else None


_IS_REST = re.compile(r" (?:cua hang|lai|khach|ban|quan|tai|ngoai|tiem|shop|online|\d)\b")
_WHOLE_YEAR = re.compile(r"(?:ca|nguyen|tron|hang)\b")
_count_of, _each_of = lru_cache(maxsize=64)(count_of), lru_cache(maxsize=64)(each_of)


@lru_cache(maxsize=64)
def tokens_in(text: str, line: int) -> tuple[Token, ...]:
    """The tokens of one line."""
    return tuple(_LineRead(text).tokens(line))


class _LineRead:
    """A line while it is read; `numeric` is its folded text with only true numerals."""

    def __init__(self, text: str) -> None:
        self.text, self.folded = text, fold(text)
        self.numeric = without_false_numerals(text, self.folded)
        bare = re.sub(r"\b(?:chai|lit)\b", "@@", self.folded)
        self.spoken = MONEY.search(bare) is not None  # so that `chai` is a bottle
        more = things_in(self.folded)
        self.count, self.each = _count_of(more), _each_of(more)
        self.found: list[Token] = []

    def tokens(self, line: int) -> list[Token]:
        place = 0
        while place < len(self.folded):
            token = self._token_at(place) if self._begins(place) else None
            if token is None:
                place += 1
                continue
            self.found.append(replace(token, line=line))
            place = max(token.end, place + 1)
        return self.found

    def _begins(self, place: int) -> bool:
        """Whether a word, a number or a mark begins here."""
        here = self.folded[place]
        if not here.isalnum():
            return here in "/,.;:!?()\n -–"
        before = self.folded[place - 1] if place else " "
        return not before.isalnum() or before.isdecimal() != here.isdecimal()

    def _token_at(self, place: int) -> Token | None:
        if found := _BREAK.match(self.folded, place):
            return Token("break", place, found.end())
        if self.folded[place] == " ":
            return None
        for name, pattern in PATTERNS:
            found = pattern.match(self.folded, place)
            if found and (made := made_of(name, found, self.text)):
                near = name == "per_year" and not _WHOLE_YEAR.match(found[0])
                return replace(made, adjoins=near and self._is_behind(place, "money", "number"))
        return (
            self._count_at(place)
            or self._each_at(place)
            or self._money_at(place)
            or self._per_at(place)
            or self._number_at(place)
        )

    def _is_behind(self, place: int, *names: str) -> bool:
        """Whether the token before is one of these, and nothing stands between."""
        last = self.found[-1] if self.found else None
        if last is None or last.name not in names:
            return False
        return not self.folded[last.end : place].strip()

    def _count_at(self, place: int) -> Token | None:
        found = self.count.match(self.numeric, place)
        if not found or not self._is_count(found):
            return None
        thing = found["thing"]
        return Token("count", place, found.end(), *_range(found), (SAME.get(thing, thing),))

    def _is_count(self, found: re.Match[str]) -> bool:
        """Whether so many of a thing are told: with its marks a word is what it says."""
        one, thing = found["one"] or "", found["thing"]
        if one in ("mot", "1") or (thing in ("chai", "lit") and not self.spoken):
            return False
        marked = has_marks(self.text)
        said = self.text[found.start("thing") : found.end("thing")].lower()
        if marked and said != _MARKED.get(thing, said):
            return False
        if thing == "con" and not marked and _IS_REST.match(self.folded, found.end()):
            return False  # `20 còn cửa hàng 35`
        if one in DIGITS:
            written = self.text[found.start("one") : found.end("one")].lower()
            return written in MARKED_DIGITS if marked else one in _CLEAR_DIGITS
        return True

    def _each_at(self, place: int) -> Token | None:
        found = self.each.match(self.folded, place)
        if not found or not self._is_each(found):
            return None
        thing = found["thing"] or found["bare"]
        near = bool(found["lead"]) and self._is_behind(place, "money", "number")
        return Token("each", place, found.end(), of=(SAME.get(thing, thing),), adjoins=near)

    def _is_each(self, found: re.Match[str]) -> bool:
        """Whether one of a thing is meant."""
        said = self.text[found.start() : found.end()].lower()
        thing, lead = found["thing"] or found["bare"], (found["lead"] or "").strip()
        if thing == "to" and self.folded[: found.start()].endswith("sinh "):
            return False  # `sinh tố`
        if thing == "ban" and "bàn" not in said:
            counted = not has_marks(self.text) and re.search(r"\d ban\b", self.folded)
            return lead == "moi" and counted is not None
        if thing in ("cho", "phan"):
            return False
        if (thing == "ve" and "vé" not in said) or (lead == "tung" and "từng" not in said):
            return False
        return not (lead == "moi" and "mới" in said)

    def _money_at(self, place: int) -> Token | None:
        found = MONEY.match(self.numeric, place)
        if not found:
            return None
        bottle = any(found[unit] in ("chai", "lit") for unit in ("unit", "unit2", "unit3"))
        return (
            None if bottle and self.spoken else Token("money", place, found.end(), *money_in(found))
        )

    def _per_at(self, place: int) -> Token | None:
        found = PER.match(self.folded, place)
        if not found or not self._is_time(found):
            return None
        near = bool(found["lead"]) and self._is_behind(place, "money", "number", "count", "n_days")
        weak = ("weak",) if found["per"] in _PART_OF_DAY else ()
        return Token("per", place, found.end(), of=(PERS[found["per"]], *weak), adjoins=near)

    def _is_time(self, found: re.Match[str]) -> bool:
        """Whether a word is of a time: `tối`, and not `tôi`."""
        per = found["per"]
        written, marked = self.text[found.start("per") : found.end()].lower(), has_marks(self.text)
        if per in _PART_OF_DAY:
            return written == _PART_OF_DAY[per] or (bool(found["lead"]) and not marked)
        if per in _TIMES_WRITTEN and marked:
            return written in _TIMES_WRITTEN[per] or (bool(found["lead"]) and written == per)
        return bool(found["lead"]) or per not in ("th", "day")

    def _number_at(self, place: int) -> Token | None:
        found = RANGE.match(self.numeric, place)
        if not found or not (found[0][0].isdecimal() or " " in found[0]):
            return None
        low, high = _range(found)
        if found["pair"] and (low >= high or (high < 10 and not has_marks(self.text))):
            return None
        return Token("number", place, found.end(), low, high)


def _range(found: re.Match[str]) -> tuple[float, float]:
    """The ends of a number, the same twice where it is one."""
    if found["pair"]:
        return pair_of(found["pair"])
    if found["low"]:
        return low_of(found), value_of(found["high"])
    return (one := value_of(found["one"])), one
