"""What is left out of a line, as everybody understands it: the unit (`tháng trăm mốt trăm hai`,
`tiền công tháng bốn chục, phụ tùng sáu chục`), the tenant (`cho công ty thuê mặt bằng`), that an
occasion comes once a year (`noel bán thêm 50 triệu`)."""

import re

from content.amounts import Period, amounts
from content.revenue.spans import DIGIT, UNIT, put, span_of
from content.vietnamese import fold, has_marks

# `trăm mốt trăm hai`: from the one to the other, and no sum of both.
_ONES = r"(?:mot|hai|ba|bon|tu|nam|lam|ruoi|sau|bay|tam|chin)"
_TWICE = re.compile(
    rf"\btram (?P<one>{_ONES})(?: den| toi| -|,)? tram (?P<two>{_ONES})\b(?: ?(?P<unit>{UNIT})\b)?"
)
_OF_LONG = re.compile(r"\b(?:thang|quy|nam|1 thang|moi thang)\b[^,.;]*$")
_TENTHS = {
    **{"mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "ruoi": 5},
    **{"sau": 6, "bay": 7, "tam": 8, "chin": 9},
}
_HUNDRED, _TEN, _APART = 100, 10, 3


_TEENS_TWICE = re.compile(rf"\bmuoi (?P<one>{_ONES}) muoi (?P<two>{_ONES}) (?P<unit>{UNIT})\b")


def with_range(text: str) -> str:
    """`tháng trăm mốt trăm hai` as `110 triệu đến 120 triệu`, `mười hai mười ba triệu` as both."""
    folded = fold(text)
    if teens := _TEENS_TWICE.search(folded):
        one, two = _TENTHS[teens["one"]], _TENTHS[teens["two"]]
        if two == one + 1:
            words = f"{_TEN + one} {teens['unit']} den {_TEN + two} {teens['unit']}"
            return put(text, teens.start(), teens.end(), words)
    found = _TWICE.search(folded)
    if found is None:
        return text
    one, two = _TENTHS[found["one"]], _TENTHS[found["two"]]
    unit = found["unit"] or ("trieu" if _OF_LONG.search(folded[: found.start()]) else "")
    if not unit or not 0 < two - one <= _APART:
        return text
    least, most = _HUNDRED + _TEN * one, _HUNDRED + _TEN * two
    return put(text, found.start(), found.end(), f"{least} {unit} den {most} {unit}")


# `bánh mì sáng 600 nghìn, chiều 400 nghìn`: in the morning and in the afternoon of each day.
_PARTS = {"sang": "sáng", "trua": "trưa", "chieu": "chiều", "toi": "tối", "dem": "đêm"}
_PART = re.compile(
    r"(?<!buoi )(?<!ngay )(?<!hom )\b(?P<part>sang|trua|chieu|toi|dem)"
    r"(?= (?:(?:thi|ban|duoc|dc|khoang|chung|tam|them) )*(?:\d|mot|hai|ba|bon|nam|sau|bay|tam|chin"
    r"|muoi|tram|trieu)\b| (?:(?:thi|ban|duoc|dc) )*\d)"
)


def with_parts_of_day(text: str) -> str:
    """The line with `buổi` before each part of the day of which a sum is told, where two are."""
    folded, marked = fold(text), has_marks(text)
    found = [
        one
        for one in _PART.finditer(folded)
        if not marked or text[one.start() : one.end()].lower() == _PARTS[one["part"]]
    ]
    if len({one["part"] for one in found}) < _TWO or len(amounts(text)) < _TWO:
        return text
    for one in reversed(found):
        text = put(text, one.start(), one.start(), "buoi ")
    return text


_TWO = 2
# `phụ tùng bán sáu chục` beside `tiền công tháng bốn chục`: tens, as of the sum before.
_TENS = (
    r"(?P<tens>(?:[2-9]|hai|ba|bon|nam|sau|bay|tam|chin) chuc|tram (?:mot|hai|ba|tu|ruoi|nam|sau"
    r"|bay|tam|chin)|(?:hai|ba|bon|nam|sau|bay|tam|chin) (?:muoi|tram))"
)
_BARE_TENS = re.compile(
    rf"[a-z] {_TENS}(?! ?(?:{UNIT}|{DIGIT}|dong|bac|cai|con|chiec|phong|ngay|nguoi|to|bat|suat"
    rf"|don|em"
    r"|hoc sinh|nha|can|xe|khach|kg|can|ta|tan|buoi|lan|tuoi|phan|met)\b)(?= ?(?:$|[,.;!?]"
    r"|mot thang"
    r"|moi thang|nua|thoi|a\b|con\b|va\b))"
)
_MILLION = 1_000_000


def with_unit_of_the_first(text: str) -> str:
    """The line with the unit, and the time, behind tens that stand beside another sum of millions a
    month."""
    folded, told = fold(text), amounts(text)
    monthly = [one for one in told if one.period is Period.MONTH and one.value >= _MILLION]
    if not monthly:
        return text
    for found in reversed(list(_BARE_TENS.finditer(folded))):
        start, end = found.start("tens"), found.end("tens")
        if any(one.start <= start < one.end or start <= one.start < end for one in told):
            continue
        span = span_of(found["tens"])
        item = monthly[0].value / _MILLION
        if span is None or not item / _TEN <= span.most <= item * _TEN:
            continue
        clause = folded[max(folded.rfind(mark, 0, start) for mark in ",.;") + 1 :]
        timed = _A_TIME.search(clause) is not None
        text = put(text, end, end, " trieu" if timed else " trieu mot thang")
    return text


_A_TIME = re.compile(r"\b(?:ngay|tuan|thang|quy|nam|vu|dip|tet)\b")


# `cho công ty nó thuê mặt bằng`: let to them.
_TENANT = re.compile(
    r"\bcho (?P<whom>(?!toi\b|em\b|minh\b|vay\b|chau\b|thue\b)[a-z]+(?: [a-z]+){0,3}) (?P<let>thue"
    r" (?:cai |can |mot |1 )?(?:mat bang|nha|can nha|kho|xuong|dat|ki ?ot|cua hang|tang|lau|phong"
    r"|san|xe)\b)"
)


def without_tenant(text: str) -> str:
    """The line that lets a place to somebody, without whom."""
    found = _TENANT.search(fold(text))
    if found is None or "thuế" in text[found.start() : found.end()].lower():
        return text
    return put(text, found.start("whom"), found.start("let"), "")


# `noel với tết tây chắc bán thêm được 50 triệu nữa`: once a year.
_OCCASION = re.compile(
    r"\b(?:noel|giang sinh|tet tay|trung thu|20/10|20/11|8/3|14/2|valentine|ram thang bay|vu lan"
    r"|khai giang|dip le|dot le|hoi cho)\b[^.;?!]*?\b(?:them|duoc)(?: [a-z]+){0,3} $"
)
_EACH_TIME = re.compile(r"\b(?:moi|tung|ngay|hom|bua) ")


def of_an_occasion(text: str) -> str:
    """The line with what an occasion brings told as the year's."""
    folded = fold(text)
    for item in reversed(amounts(text)):
        before = _OCCASION.search(folded[: item.start])
        if item.period is None and before and not _EACH_TIME.search(before[0]):
            text = put(text, item.end, item.end, " mot nam tron")
    return text


_OPENED_ON = re.compile(
    r"\b(?:tu |hoi )?(?:ngay |mung |mong )+\d{1,2} ?(?:/|thang) ?(?P<month>1[0-2]|[1-9])\b"
)
_OPENS = re.compile(r"\b(?:moi|vua) (?:mo|khai truong|ban|kinh doanh|bat dau|lam)\b[a-z ]*$")


def with_month_opened(text: str) -> str:
    """`mới mở từ mùng 1 tháng 6` as `mới mở từ tháng 6`."""
    folded = fold(text)
    found = _OPENED_ON.search(folded)
    if found is None or not _OPENS.search(folded[: found.start()]):
        return text
    return put(text, found.start(), found.end(), f"tu thang {found['month']}")


# `ngày triệu hai từ tháng 4 đến tháng 9, mùa đông nghỉ`: so many months are worked.
_M = r"(?:1[0-2]|[1-9])"
_SPAN = re.compile(
    rf"[ ,]*\b(?:tu )?thang (?P<first>{_M}) ?(?:den|toi|-) ?(?:het )?(?:thang )?(?P<last>{_M})\b"
    rf"(?! ?{UNIT}\b)(?![.,]\d)"
)
_RESTS_ELSE = re.compile(
    r"\b(?:mua (?:dong|he|mua|lanh|ret|nong)|(?:may |cac |nhung )?thang (?:kia|khac|con lai)"
    r"|con lai"
    r"|het mua|luc khac)(?: [a-z]+){0,3}? (?:nghi|khong ban|khong lam|dong cua)\b"
)
_MONTHS = 12


def of_a_season(text: str) -> str:
    """The line with how many months a year are worked, where the others are said to be rested."""
    folded = fold(text)
    found, rests = _SPAN.search(folded), _RESTS_ELSE.search(folded)
    if found is None or rests is None or len(amounts(text)) != 1:
        return text
    first, last = int(found["first"]), int(found["last"])
    if not 1 <= first <= _MONTHS or not 1 <= last <= _MONTHS:
        return text
    months = (last - first) % _MONTHS + 1
    if rests.start() > found.end():
        text = put(text, rests.start(), rests.end(), "")
    return put(text, found.start(), found.end(), f", mot nam ban {months} thang")


def is_of_some_months(text: str) -> bool:
    """Whether a line names a span of months, of which alone its figure may be."""
    return _SPAN.search(fold(text)) is not None


# `cả năm tỷ mốt`: one and a tenth a year, or five and a tenth in all.
_FIVE_OR_YEAR = re.compile(rf"\bca nam (?P<unit>ty|ti) (?P<ones>{_ONES})\b")


def of_year_or_five(text: str) -> str:
    """The line with both readings, where a year and the number five are one word."""
    found = _FIVE_OR_YEAR.search(fold(text))
    if found is None:
        return text
    tenths = _TENTHS[found["ones"]]
    both = f"ca nam 1.{tenths} ty den 5.{tenths} ty"
    return put(text, found.start(), found.end(), both)


# Money that was told and not read: `mùa thi triệu hai`.
_LEFT = re.compile(
    rf"\b(?:trieu|ty) {_ONES}\b(?! ?(?:phong|cai|con|nguoi))"
    rf"|\b(?:[2-9]|hai|ba|bon|nam|sau|bay|tam|chin) (?:chuc|tram)(?: {_ONES})?(?= ?(?:$|[,.;!?]))"
)
_NOT_SOLD = re.compile(
    r"\b(?:lai|loi|von|het|tra|luong|thue|phi|giam|tru|nghi|tuoi|nguoi|mat|chi|vay|no|mua (?:hang"
    r"|do|xe|nha|them|sam|may|vao)|nhap)\b"
)


def leaves_money(text: str) -> bool:
    """Whether sums are told, of what was sold as it seems, that are no amounts: what is read is
    not all of it."""
    folded = fold(text)
    bare = list(folded)
    for item in amounts(text):
        bare[item.start : item.end] = "-" * (item.end - item.start)
    rest = "".join(bare)
    for found in _LEFT.finditer(rest):
        begin = max(rest.rfind(mark, 0, found.start()) for mark in ",.;-") + 1
        if not _NOT_SOLD.search(rest[begin : found.start()]):
            return True
    return False
