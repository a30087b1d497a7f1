"""What of a line tells an amount, how many, when or how often, and is in no token: over such words
nothing that is reckoned is sure."""

import re
from collections.abc import Sequence

from content.takings.made import Token
from content.vietnamese import fold, has_marks

# `@` stands for a sum that has been read.
_NUMERALS = re.compile(
    r"\d+|\b(?:hai|bốn|sáu|bảy|bẩy|tám|chín|mười|mươi|chục|rưỡi|rưởi|mốt|phân nửa"
    r"|nửa(?! (?:mặt|căn|gian|nhà|sân|phòng|cái|vỉa)\b))\b(?! lần)"
    r"|(?<!phần )\btrăm\b|(?<=@ )(?:ba|tư|năm|lăm)\b"
    r"|(?<!đầu )(?<!đi )\bba\b(?! (?:má|mẹ|tôi|tui|em|con|mình|ơi|nó|anh|chị|cháu|già|gác|lần)\b)"
)
_BARE_NUMERALS = re.compile(
    r"\d+|\b(?:hai|(?<!phan )bon|muoi|chuc|ruoi|phan nua|mot nua|nua so|nua thang|nua ngay)\b"
    r"(?! lan)"
    r"|(?<!phan )\btram\b|(?<=@ )(?:ba|tu|bay|tam|chin|lam)\b"
)
# Words that change how much is sold, or on how much of the year.
_ALONE = (
    r"(?:(?<!nhà )nghỉ(?! (?:dưỡng|hưu)\b)|off|đóng cửa|xen kẽ|cách ngày|gấp (?:đôi|ba|rưỡi|bốn"
    r"|năm|mấy)|bằng nửa"
    r"|giữa(?= tháng\b))"
)
_TIMES = r"(?:hôm|ngày|bữa|tháng|lúc|khi|mùa|vụ|đợt|dịp|buổi|tuần|cữ|kỳ)"
_STATES = (
    r"(?:đắt|vắng|đông|rét|lạnh|nắng|mưa|nóng|bão|lễ|tết|cưới|cao điểm|thấp điểm|kém|khá|tốt|xấu"
    r"|chậm|ít|nhiều|yếu|mát|xỉu|thấp|cao|ế ẩm)"
)


def _rhythm(alone: str, times: str, states: str) -> str:
    return rf"\b(?P<alone>{alone})\b|\b{times} (?P<state>{states})\b"


_MARKED_RHYTHM = re.compile(
    rf"{_rhythm(_ALONE, _TIMES, _STATES)}|\b{_TIMES} (?P<idle>ế)\b|\b(?P<season>mùa|dịp)\b"
)
_BARE_RHYTHM = re.compile(_rhythm(fold(_ALONE), fold(_TIMES), fold(_STATES)))
_SOME_DAYS = re.compile(
    r"(?<!nghi )\b(?:hom|ngay|bua|thang|luc|mua) nao\b(?!.{0,30}\b(?:cung|deu))"
)
# How much that is, nobody knows: `không biết bao nhiêu`, `không để ý`.
_UNKNOWN = re.compile(
    r"\b(?:khong|ko|k|chang|cha|chua|hong) (?:(?:the|he|co|ai|ro|de|may) )*(?:biet|nho|de y|dem|ro)"
    r"(?: (?:duoc|chac|het|noi|toi|la|no|lam|ma|tinh|ra))* (?:bao nhieu|duoc may|may|dau|nua|het)\b"
)
_OF_YEAR = re.compile(r"\b(?:ca|mot|1|het) nam\b[a-z ]{0,16}$")  # each month's is known
# One month, one season, and not every one: `chỉ 1 tháng`, `tháng đó 650 triệu`.
_ONE_ALONE = re.compile(
    r"\b(?P<only>chi|moi co|duy nhat)(?: (?:co|ban|lam|mo|thu|chay|duoc|co|trong|vao|ca))*"
    r" (?:1|mot|dung 1|dung mot) (?:thang|quy|mua|vu|tuan|dip|dot)\b"
    r"|\b(?:thang|quy|mua|vu|dip) (?P<that>do|ay|day)\b(?! (?:la|a|do|nha)\b)"
)
_THAT, _ONLY = ("đó", "ấy", "đấy"), ("chỉ", "mới có", "duy nhất")
# What is told is the mean of all days: `ngày đông ngày vắng bình quân 30 khách`.
_MEAN = re.compile(r"\b(?:binh quan|trung binh|do dong|tinh deu|bu qua se lai)\b")
# Of two who sell together it is not said whose registration it is: `ngày 1tr chia đôi`.
_SHARED = re.compile(r"\bchia (?:doi|ba|bon)\b(?! (?:nhau|ra|ca|ngay|buoi))")
_EACH = re.compile(r"\b(?:mỗi|moi) (?!lần|lan)(?:\w+ ){1,4}(?=@)")
_SUMS = frozenset({"money", "number"})
_MONTHS, _DAYS_OF_MONTH = 12, 31


def left_in(text: str, tokens: Sequence[Token]) -> tuple[tuple[int, int], ...]:
    """Where a line has words that tell of amounts and times and are in none of its tokens, in the
    order said; () for nowhere."""
    marked, folded = has_marks(text), fold(text)
    said = text.lower() if marked else folded
    bare = list(said)
    for token in tokens:
        mark = "@" if token.name in _SUMS else " "
        bare[token.start : token.end] = mark * (token.end - token.start)
    left = "".join(bare)
    numerals = (_NUMERALS if marked else _BARE_NUMERALS).finditer(left)
    found = [one.span() for one in numerals if not _is_name(text, one.start())]
    months = [token for token in tokens if token.name == "n_months"]
    apart = sum(token.low for token in months) == _MONTHS  # all seasons have their months
    days = any(
        token.name == "month_days" or (token.name == "n_days" and token.low > _DAYS_OF_MONTH)
        for token in tokens
    )
    if not days:  # the days off are not in these
        rhythms = (_MARKED_RHYTHM if marked else _BARE_RHYTHM).finditer(said)
        spans = ((one, one.span(one.lastgroup or 0)) for one in rhythms)
        told = (one for one, (start, end) in spans if left[start:end].strip())
        mean = _MEAN.search(folded) is not None
        found += [one.span() for one in told if one.lastgroup == "alone" or not (mean or apart)]
        some_days = (one.span() for one in _SOME_DAYS.finditer(folded))
        found += [(start, end) for start, end in some_days if left[start:end].strip()]
    alone = (one for one in _ONE_ALONE.finditer(folded) if not marked or _is_that(one, said))
    found += [one.span() for one in alone if left[slice(*one.span())].strip()]
    found += [one.span() for one in _EACH.finditer(left)]
    found += [one.span() for one in _SHARED.finditer(folded)]
    unknown = (
        one for one in _UNKNOWN.finditer(folded) if not _OF_YEAR.search(folded, 0, one.start())
    )
    found += [one.span() for one in unknown]
    return tuple(sorted(set(found)))


def _is_that(found: re.Match[str], said: str) -> bool:
    """Whether one month is pointed at, where that is how it is said: `tháng đó`, no `tháng độ`."""
    words = [said[slice(*found.span(name))] for name in ("that", "only") if found[name]]
    return all(one in _THAT or one in _ONLY for one in words)


def _is_name(text: str, place: int) -> bool:
    """Whether a word within a sentence begins with a capital: `dì Tám`."""
    return text[place].isupper() and place > 0 and text[place - 1] == " "
