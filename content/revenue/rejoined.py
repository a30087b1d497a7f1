"""A line that narrows what was told before and tells no sum of its own: `chiều thì nửa tháng có nửa
tháng không`, `bom hàng tầm 10%`, `sáu cái bao cả vật liệu, ba cái lấy công`, `là 8 con`."""

import re

from content.amounts import Period, amounts
from content.revenue.day_kinds import HALF_THE_DAYS
from content.revenue.joining import is_of_next_year
from content.revenue.lots import LOTS
from content.revenue.meant import corrected_in
from content.revenue.month_kinds import RETURNED
from content.revenue.plainly import in_plain_words
from content.revenue.reckoning import FigureReader
from content.revenue.spans import COUNT, UNIT, FromTo, in_words, span_of
from content.revenue.statements import sold_in, with_one
from content.revenue.told import Statements, ToldFigures
from content.revenue.unsaid import with_month_opened
from content.spoken import asks
from content.vietnamese import fold, tidy
from content.workdays import opened_this_year

_WITH_MATERIAL = re.compile(
    rf"\b(?P<count>{COUNT}) (?:cai|can|nha|ngoi|cong trinh|cho)?\b[^,.;]*?(?:bao|ca|tron|gom|lo"
    rf"|mua)"
    r" ?(?:ca |het |luon |tron )*(?:vat lieu|vat tu|goi)"
)
_LABOUR_ONLY = re.compile(
    rf"\b(?P<count>{COUNT}) (?:cai|can|nha|ngoi|cong trinh|cho)?\b[^,.;]*?(?:lay|lam|nhan|an"
    rf"|tinh|chi)"
    r" (?:tien |moi |rieng )*(?:cong|nhan cong)\b"
)


def rejoined(old: ToldFigures, said: str, reader: FigureReader) -> Statements | None:
    """What was told of one business (`old`), with what `said` makes of it; None where that is
    something else."""
    said = tidy(said)
    places = sold_in(old.parts)
    if len(places) != 1 or amounts(said) or is_of_next_year(fold(said)):
        return None
    place, folded = places[0], fold(said)
    before = old.parts[place].said
    if split := _by_materials(old, before, folded):
        return with_one(old.parts, place, reader.stated(split))
    if counted := with_count(before, folded):
        return with_one(old.parts, place, reader.stated(counted))
    if opened := _opened(before, said):
        return with_one(old.parts, place, reader.stated(opened))
    if not (HALF_THE_DAYS.search(folded) or RETURNED.search(folded)):
        return None
    joint = f"{before}, {said}"
    plain = in_plain_words(joint)
    if plain.startswith(in_plain_words(before)):
        return None
    return with_one(old.parts, place, reader.stated(joint))


def _opened(before: str, said: str) -> str:
    """What was told of each day or month, with when in this year the business began (`à quên, mới
    mở từ mùng 1 tháng 6`); "" for any other line."""
    since = with_month_opened(said)
    if asks(said) or not opened_this_year(since) or opened_this_year(before):
        return ""
    return f"{before}, {since}"


def _by_materials(old: ToldFigures, before: str, folded: str) -> str:
    """The houses that were told at one price each, by whose the material is; "" where they are
    not."""
    whole, labour = _WITH_MATERIAL.search(folded), None
    behind = folded[whole.end() :] if whole else folded
    labour = _LABOUR_ONLY.search(behind)
    if whole is None or labour is None or len(old.shares) != 1:
        return ""
    counts = [span_of(one["count"]) for one in (whole, labour)]
    lot = LOTS.search(fold(corrected_in(before)))
    year, [share] = old.yearly, old.shares
    if None in counts or year is None or share.period is not Period.YEAR or lot is None:
        return ""
    many = [one.most for one in counts if one]
    told = span_of(lot["count"])
    if told is None or told.most != sum(many):
        return ""
    parts = [in_words(FromTo(part, part)) for part in (year * one / sum(many) for one in many)]
    return f"xây bao thầu vật liệu {parts[0]} một năm tròn, xây lấy công {parts[1]} một năm tròn"


_NOW_SO_MANY = re.compile(
    rf"\b(?:la|thanh|len|tong cong|tat ca|chi con|con lai)(?: co| moi| chi)? (?P<count>{COUNT})"
    rf" (?P<thing>con|xe"
    r"|chiec|cai|phong|can|sap|ki ?ot|gian|lop)\b"
)


def with_count(before: str, folded: str) -> str:
    """What was told of each of some things, of as many of them as a line tells now (`mua thêm 5 con
    nữa là 8 con`); "" where it tells no other number."""
    now, old = _NOW_SO_MANY.search(folded), fold(before)
    each = _OF_EACH.search(old)
    if now is None or each is None or len(folded.split()) > _MOST_WORDS:
        return ""
    for found in _SO_MANY.finditer(old):
        if found["thing"] in {now["thing"], each["thing"], "xe"} and found.start() < each.start():
            return f"{before[: found.start('count')]}{now['count']}{before[found.end('count') :]}"
    return ""


_MOST_WORDS = 16


# `xe thì mỗi con tháng 15 đến 18`, of `3 con xe` that were told in an earlier line.
_OF_EACH = re.compile(r"\b(?:moi|tung) (?P<thing>con|xe|chiec|cai|phong|can|sap|ki ?ot|gian)\b")
_SO_MANY = re.compile(
    rf"\b(?P<count>{COUNT}) (?P<thing>con|xe|chiec|cai|phong|can|sap|ki ?ot|gian)\b(?: xe|"
    rf" nha)?(?: cho thue(?: tu lai)?)?"
)


def with_number(before: str, said: str) -> str:
    """A line that tells a sum of each of some things, with their number as an earlier line told it;
    "" where none did, or the line has a number of its own."""
    folded, earlier = fold(tidy(said)), fold(before)
    each = _OF_EACH.search(folded)
    if each is None or _SO_MANY.search(folded):
        return ""
    things = {each["thing"], "xe"} if each["thing"] in ("con", "chiec") else {each["thing"]}
    for found in _SO_MANY.finditer(earlier):
        if found["thing"] in things and (found["count"] not in ("mot", "1")):
            return f"{found[0]}, {tidy(said)}"
    return ""


# `sáu tháng đầu chín chục sáu tháng sau có sáu chục`, of a business whose month was told.
_BARE = re.compile(
    r"\b(?P<number>(?:[2-9]|hai|ba|bon|nam|sau|bay|tam|chin) chuc(?: (?:mot|hai|ba|tu|lam|ruoi))?"
    r"|(?:(?:hai|ba|bon|nam|sau|bay|tam|chin) )?tram (?:mot|hai|ba|tu|ruoi|nam|sau|bay|tam|chin)"
    r"|(?:hai|ba|bon|nam|sau|bay|tam|chin) (?:muoi|tram)|\d{2,3})"
    rf"(?! ?(?:{UNIT}|phan tram|%|ngay|thang|nam|tuan|nguoi|cai|con|phong|to|nha|xe|suat|don|em)\b)"
    r"(?![.,/-]?\d)(?= ?(?:$|[,.;!?]| (?:thoi|nua|a|di|day|do|roi|r|ma|con|sau|sang|va|voi|thi"
    r"|nhe)\b"
    r"| (?:mot|hai|ba|bon|nam|sau|bay|tam|chin|\d+) thang\b))"
)
_OF_MONTHS = re.compile(
    r"\b(?:(?:mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|\d{1,2}) thang (?:dau|sau|cuoi|con lai"
    r"|dau nam"
    r"|cuoi nam|he|tet)|(?:may|cac|nhung) thang (?:kia|sau|con lai|khac))(?: [a-z]+){0,3} $"
)
_NEAR = 5  # times more or less than the month told before


def with_former_units(old: ToldFigures, said: str) -> str:
    """A line with the unit, and of some months the time, of what was told before behind its
    numbers; as it was said where nothing of a month was told."""
    monthly = [share for share in old.shares if share.period is Period.MONTH]
    if len(monthly) != 1 or len(old.shares) != 1 or monthly[0].amount < _MILLION:
        return said
    folded, told = fold(said), monthly[0].amount / _MILLION
    for found in reversed(list(_BARE.finditer(folded))):
        span, before = span_of(found["number"]), folded[: found.start()]
        if span is None or not told / _NEAR <= span.most <= told * _NEAR:
            continue
        said = f"{said[: found.end()]} trieu{said[found.end() :]}"
        if _OF_MONTHS.search(before):
            said = f"{said[: found.start()]}moi thang {said[found.start() :]}"
    return said


_MILLION = 1_000_000
