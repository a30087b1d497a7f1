"""A pattern that was found, as a token with its size, its months, its days."""

import re
from dataclasses import dataclass

from content.takings.numerals import DIGITS, are_numerals, value_of
from content.takings.patterns import MONTH_NAMES, SAME
from content.vietnamese import has_marks


@dataclass(frozen=True, slots=True)
class Token:
    """`name`: what it tells (a name of `PATTERNS`, or money, number, count, each, per, break).
    `low` to `high` of a sum, a number, a multiple; `of`: the thing, the time, the months, the
    days."""

    name: str
    start: int
    end: int
    low: float = 0.0
    high: float = 0.0
    of: tuple[str, ...] = ()
    line: int = 0
    adjoins: bool = False  # `một ngày`, `/kg`: said of the sum just before


MARKED_DIGITS = frozenset(
    {"một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "bẩy", "tám", "chín", "dăm"}
)
_KIN = {
    "di": "dì", "co": "cô", "chu": "chú", "ba": "bà", "anh": "anh", "chi": "chị", "cau": "cậu",
    "bac": "bác", "ong": "ông",
}  # fmt: skip
_ROMAN = {
    "i": "1", "ii": "2", "iii": "3", "iv": "4", "mot": "1", "hai": "2", "ba": "3", "bon": "4",
    "tu": "4",
}  # fmt: skip
_DAYS = {"hai": 2, "ba": 3, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "cn": 8, "chu nhat": 8}
_LUNAR_DAYS = re.compile(
    r"\bram\b|\bchin\b|\b(?:mung|mong|ngay) (?:mot|1|hai|2)\b|\bmuoi (?:bon|tu)\b|\bba muoi\b"
)
_TIMES = {"doi": 2.0, "ruoi": 1.5}
_MOST_MONTHS = 12
_STATE = re.compile(
    r"(?:(?:hôm|ngày|bữa|tháng|lúc|khi|đợt) (?:nào )?(?:mà )?)?(?:đông|vắng|đắt|ế|nhiều|ít|khá"
    r"|kém|cao"
    r"|thấp|tốt|xấu|nắng|mưa|yếu)\b|(?:hôm|bữa|ngày) nào\b|có (?:tháng|hôm|bữa|ngày|khi|lúc)\b"
    r"|(?:lúc|khi)\b|còn (?:đông|vắng|đắt|ế|nhiều|ít|kém)\b"
)
_SIZES = {"half_of": 0.5, "as_much": 1.0}


def made_of(name: str, found: re.Match[str], text: str) -> Token | None:
    """The token of a pattern that was found in the folded `text`; None where its marks say that it
    is something else."""
    groups = {key: value for key, value in found.groupdict().items() if value}
    said = text[found.start() : found.end()].lower()
    if _is_another(name, found[0], said, groups, text):
        return None
    size = _size(name, found[0], groups)
    return Token(name, found.start(), found.end(), size, size, _of(name, found[0], groups))


def _is_another(name: str, bare: str, said: str, groups: dict[str, str], text: str) -> bool:
    """Whether words sound only folded like what the pattern means: `tháng sau`, `năm sáu`."""
    words = bare.split()
    first = said.split()[0]
    if has_marks(text) and "thang" in words and not {"tháng", "thang"} & set(said.split()):
        return True  # `thẳng ngoài`
    if words[0] == "thu" and has_marks(text) and first not in ("thứ", "thư", "thử"):
        return True  # `thu 3 triệu`
    match name:
        case "next_year" if words[0] == "qua" and has_marks(text):
            return first != "qua"
        case "half_of" if words[0] == "chi" and has_marks(text):
            return first != "chỉ"
        case "nothing" if bare in ("thang sau", "thang toi"):
            return not ("sau" in said.split() or "tới" in said)
        case "nothing" if words[0] in _KIN and words[-1] in DIGITS:
            return not _is_kin(said.split()[0], marked=has_marks(text))
        case "rest_of_year" if "n" not in {key.rstrip("23") for key in groups}:
            return has_marks(text) and said.split()[1] not in ("đó", "ấy")
        case "next_year":
            return "sáu" in said or "tối" in said
        case "months":
            return has_marks(text) and not are_numerals(said)
        case "empty":
            return "trống" not in said and has_marks(text)
        case "share":
            return False
        case "state" if has_marks(text):
            return not _STATE.match(said)
        case "halves" if has_marks(text):
            return "nửa" not in said
        case "n_months" if groups["n"].isdecimal() and int(groups["n"]) > _MOST_MONTHS:
            return True  # `45 tháng`: of a month
        case "n_days" | "n_months":
            one = groups["n"]
            if words[0] == "dung":
                return False  # `đúng 1 tháng`
            if one in ("mot", "1") or ("toi" in words and "tối" not in said):
                return True
            return one in DIGITS and has_marks(text) and said.split()[0] not in MARKED_DIGITS
    return False


def _is_kin(first: str, *, marked: bool) -> bool:
    """Whether a person is named by the place among the children: `dì Tám`."""
    return first in _KIN.values() if marked else first in ("di", "cau", "bac", "ong")


def _size(name: str, bare: str, groups: dict[str, str]) -> float:
    """How much, or how many, a token tells."""
    counted = groups.get("n") or groups.get("n2") or groups.get("n3") or ""
    match name:
        case "rest_lunar" | "lunar":
            return len(_LUNAR_DAYS.findall(bare))
        case "rest_of_year":
            return 0.5 if counted == "nua" else value_of(counted) if counted else 1.0
        case "season_is" if "m1" in groups:
            return float(len(_from_to(*_months_of(f"{groups['m1']} {groups['m2']}"))))
        case "month_days" | "n_months" | "n_days" | "rest_month_days" | "season_is" | "season_days":
            return value_of(counted)
        case "opened":
            if "d" in groups:
                return max(0.0, 31 - int(groups["d"])) / 30
            return 0.5 if "giua" in bare else 1.0
        case "occupancy" | "share":
            return float(counted.replace(",", ".")) / 100
        case "empty":
            months = value_of(groups["m"]) / 12 if "m" in groups else 1.0
            return value_of(counted) * (0.5 if "nua nam" in bare else months)
        case "times":
            return _TIMES.get(counted) or value_of(counted)
        case "fraction":
            return 1 / value_of({"tu": "bon"}.get(counted, counted))
    return _SIZES.get(name, 0.0)


def _of(name: str, bare: str, groups: dict[str, str]) -> tuple[str, ...]:
    """Of what thing, which months, which days of the week a token is."""
    month = next((groups[one] for one in ("m", "m2", "m3", "m4", "m5", "m6") if one in groups), "")
    match name:
        case "rest_week":
            return tuple(str(_day(groups[key])) for key in "abcd" if key in groups) or ("0",)
        case "rest_of_year":
            return (next((groups[one] for one in ("of", "of2", "of3") if one in groups), "thang"),)
        case "rest_month" | "opened" | "from_on" | "until" | "months":
            return _months_of(month)
        case "stopped" if "last" in groups:
            return _from_to(str(int(groups["last"]) + 1), "12")
        case "stopped":
            return _from_to(month, "12")
        case "rest_of" | "state":
            words = bare.split()
            times = {"thang": "month", "ngay": "day", "hom": "day", "bua": "day"}
            return tuple(times[one] for one in words if one in times)[:1]
        case "quarter":
            number = groups.get("n", "")
            return (_ROMAN.get(number, number or groups.get("now", "")),)
        case "half":
            first = (groups.get("a") or groups["b"]) in ("dau", "truoc", "vua roi")
            return ("1" if first else "2",)
        case "from_to":
            return _from_to(*_months_of(f"{groups['m1']} {groups['m2']}"))
        case "from_day":
            return tuple(str(one) for one in range(_day(groups["a"]), _day(groups["b"]) + 1))
        case "one_day":
            return (str(_day(bare)),)
        case "season_is":
            return ((groups.get("s") or groups["s2"]).split()[-1],)
        case "empty":
            thing = groups.get("t") or groups["t2"]
            return (SAME.get(thing, thing),)
        case "season":
            return (bare.split()[-1],)
    return ()


def _from_to(first: str, last: str) -> tuple[str, ...]:
    """The months from one to another, maybe over the new year."""
    begin, end = (int(one) if one.isdecimal() else 12 for one in (first, last))
    span = range(begin, end + (12 if end < begin else 0) + 1)
    return tuple(str((month - 1) % 12 + 1) for month in span)


def _months_of(said: str) -> tuple[str, ...]:
    bare = re.sub(r"\b(?:va|voi|thang)\b", " ", said)
    return tuple(
        MONTH_NAMES.get(one, one.lstrip("0"))
        for one in re.findall(r"muoi mot|muoi hai|1[0-2]|0?[1-9]|[a-z]+", bare)
    )


def _day(said: str) -> int:
    said = re.sub(r"^(?:thu|t) ?", "", said)
    return int(said) if said.isdecimal() else _DAYS.get(said, 0)
