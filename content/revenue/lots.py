"""So many of a thing, at so much each: houses, cars, rooms, pupils, bowls."""

import re

from content.amounts import Period, amounts
from content.revenue.spans import (
    COUNT,
    FILL,
    MONTHS,
    NUMBER,
    SPELLED,
    UNIT,
    FromTo,
    in_words,
    put,
    span_of,
    sum_of,
)
from content.vietnamese import fold

# `ngày thường 40 tô, 35k một tô, chủ nhật 80 tô`: more than one lot of one price.
_PIECE = r"(?P<{}>to|bat|ly|coc|cai|dia|suat|phan|kg|ky|can|khach|xe|don|con|o|chen|hop|goi)"
_PRICED = re.compile(rf" ?(?:dong )?(?:/|mot|moi|1) ?{_PIECE.format('thing')}\b[ ,]*")
_A_LOT = re.compile(rf"\b(?P<count>{COUNT}) {_PIECE.format('thing')}\b")


def by_pieces(text: str) -> str:
    """The lots of one thing as what they bring, where several are told and one price."""
    folded, found = fold(text), amounts(text)
    if len(found) != 1 or found[0].value >= _A_PRICE or not (span := sum_of(found[0])):
        return text
    price = _PRICED.match(folded, found[0].end)
    if price is None:
        return text
    lots = [one for one in _A_LOT.finditer(folded) if one["thing"] == price["thing"]]
    lots = [one for one in lots if one.end() <= found[0].start or one.start() >= price.end()]
    counts = [span_of(one["count"]) for one in lots]
    if len(lots) < 2 or None in counts:
        return text
    puts = [
        (one.start(), one.end(), f"doanh thu {in_words(span * count)}")
        for one, count in zip(lots, counts, strict=True)
        if count
    ]
    for start, end, words in sorted([*puts, (found[0].start, price.end(), "")], reverse=True):
        text = put(text, start, end, words)
    return text


_A_PRICE = 1_000_000


# `12 cái nhà, mỗi cái 180`, `3 con xe, mỗi con tháng 15 đến 18`, `14 phòng, triệu hai một phòng`.
_THING = r"(?P<{}>cai|can|phong|con|chiec|ngoi|nha|toa|xe|ki ?ot|sap|gian|lo|cong trinh|hop dong)"
_SO_MANY = re.compile(rf"\b(?P<count>{COUNT}) {_THING.format('thing')}\b")
_OF_EACH = re.compile(
    rf"\b(?:moi|tung) {_THING.format('thing')}(?P<month>(?: [a-z]+)? thang)? {FILL}"
    rf"(?P<number>{NUMBER}(?: ?(?:-|–|den|toi) ?{NUMBER})?|{SPELLED})\b(?! ?{UNIT}\b)"
)
_HOUSES = re.compile(r"\b(?:nha|cong trinh|hop dong|biet thu|can ho|xay)\b")
_LEAST_OF_A_HOUSE = 30
_CLAUSES_APART = 40  # letters


def with_its_unit(text: str) -> str:
    """`12 nhà mỗi cái 180`, `3 xe, mỗi con tháng 15 đến 18`: millions, each."""
    folded = fold(text)
    found = _OF_EACH.search(folded)
    if found is None or not _SO_MANY.search(folded):
        return text
    span = span_of(found["number"])
    house = _HOUSES.search(folded) and not found["month"]
    if span is None or (house and span.least < _LEAST_OF_A_HOUSE):
        return text
    if not house and not found["month"]:
        return text
    return put(text, found.end("number"), found.end("number"), " trieu")


_LOT = r"nha|cong trinh|cai|can|con|ngoi|hop dong|xe|sap|ki ?ot|ban|may|ghe|tho|chiec|tau|thuyen"
LOTS = re.compile(rf"\b(?P<count>{COUNT}) (?:cai |con |ngoi |can )?(?P<thing>{_LOT})\b")
_EACH_LOT = re.compile(
    rf"\b(?:moi|tung) (?P<thing>{_LOT})\b(?P<month>(?: [a-z]+)? thang)?(?P<day> (?:mot )?ngay)?"
)
_A_YEARS = re.compile(r"\b(?:nam nay|ca nam|mot nam|nam ngoai|tu dau nam|1 nam|nam 20\d\d)\b")


def by_lots(text: str) -> str:
    """`năm nay làm 9 cái nhà, mỗi cái 180 triệu`, `3 xe, mỗi con tháng 15 đến 18 triệu`: all of
    them."""
    folded = fold(text)
    lot, each = LOTS.search(folded), _EACH_LOT.search(folded)
    if lot is None or each is None or lot.end() > each.start():
        return text
    item = next((one for one in amounts(text) if one.start >= each.end()), None)
    near = item is not None and item.start - each.end() < _CLAUSES_APART
    count, span = span_of(lot["count"]), sum_of(item) if item and near else None
    if item is None or count is None or span is None:
        return text
    behind = re.match(r" ?(?:/|mot|moi|1) ?thang\b", folded[item.end :])
    if each["day"] and not each["month"]:
        if each["thing"] not in _OF_A_DAY or lot["thing"] != each["thing"]:
            return text
        thing = text[lot.start("thing") : each.start()].rstrip(" ,")
        return put(
            text, lot.start(), item.end, f"{thing}, doanh thu moi ngay {in_words(span * count)}"
        )
    monthly = each["month"] or item.period is Period.MONTH or behind
    if not monthly and not (_A_YEARS.search(folded) and span.most >= _LEAST_OF_A_HOUSE * 10**6):
        return text
    when = "moi thang" if monthly else "mot nam tron"
    end = item.end + (behind.end() if behind else 0)
    if others := _NOT_MINE.match(folded[end:]):
        end += others.end()
    words = f", doanh thu {when} {in_words(span * count)}"
    thing = text[lot.start("thing") : each.start()].rstrip(" ,")
    return put(text, lot.start(), end, f"{thing}{words}")


_OF_A_DAY = ("ban", "may", "ghe", "tho", "tau", "thuyen")
_NOT_MINE = re.compile(
    rf"[ ,]*(?:con )?{COUNT} (?:cai|can|con|ngoi|nha|xe) (?:kia )?(?:la )?(?:cua|do|thuoc)(?:"
    rf" [a-z]+){{1,4}}"
)


# `14 phòng, triệu hai một phòng, thường 11 12 phòng có người`.
_TAKEN = re.compile(rf"\b(?P<count>{COUNT}) phong (?:co |duoc |la )*(?:nguoi|khach|thue|o|kin)\b")
_ALL_ROOMS = re.compile(rf"\b(?P<count>{COUNT}) phong\b(?! (?:co |duoc |la )*(?:nguoi|khach|kin))")
_A_ROOM = re.compile(r" ?(?:mot|1|moi|/) ?phong\b")
_EMPTY = re.compile(r"\b(?:trong|bo khong|khong ai|e)\b")


def by_rooms(text: str) -> str:
    """Rooms, behind them the rent of one, and maybe how many of them are taken."""
    folded = fold(text)
    lots = [one for one in _ALL_ROOMS.finditer(folded) if one["count"] not in ("mot", "1", "moi")]
    prices = ((one, _A_ROOM.match(folded, one.end)) for one in amounts(text))
    item, a_room = next(((one, behind) for one, behind in prices if behind), (None, None))
    taken = _TAKEN.search(folded)
    if not lots or item is None or a_room is None or (_EMPTY.search(folded) and not taken):
        return text
    count, span = span_of((taken or lots[0])["count"]), sum_of(item)
    if count is None or span is None or item.period not in (None, Period.MONTH):
        return text
    start, end = lots[0].start(), max(a_room.end(), taken.end() if taken else 0)
    if start > item.start:
        return text
    words = f"cho thuê phòng trọ, doanh thu moi thang {in_words(span * count)}"
    return put(text, start, end, words)


# `3 lớp, mỗi lớp 25 em, 500 nghìn một tháng, dạy 10 tháng`.
_PUPIL = r"(?:em|hoc sinh|hoc vien|chau|be|tre|hs|nguoi|ban|dua)"
_CLASSES = re.compile(
    rf"\b(?P<classes>{COUNT}) (?P<class>lop|ca|nhom)\b[ ,]*(?:moi|mot|1|/) ?"
    rf"(?P=class) {FILL}(?P<pupils>{COUNT}) {_PUPIL}\b"
)
_PUPILS = re.compile(
    rf"\b(?:day|co|trong|giu|nhan|duoc|lop)(?: (?:tre|vo|nhac|ve|mua|boi|dan"
    rf"|yoga))? {FILL}(?P<pupils>{COUNT}) {_PUPIL}\b"
)
_FEE = re.compile(rf"[ ,]*(?:(?:(?:moi|mot|1) )?{_PUPIL} )?{FILL}(?:hoc phi )?(?:la )?$")
_SO_LONG = re.compile(rf"\b(?:day|hoc|lam|mo)(?: (?:duoc|co|du))* (?P<months>{COUNT}) thang\b")


def by_pupils(text: str) -> str:
    """Classes, the pupils of each, and what one of them pays a month."""
    folded = fold(text)
    found = _CLASSES.search(folded) or _PUPILS.search(folded)
    if found is None:
        return text
    item = next((one for one in amounts(text) if one.start >= found.end()), None)
    classes = span_of(found["classes"]) if "classes" in found.re.groupindex else FromTo(1, 1)
    pupils = span_of(found["pupils"])
    if item is None or classes is None or pupils is None or item.value > 10**7:
        return text
    if not _FEE.fullmatch(folded[found.end() : item.start]):
        return text
    behind = re.match(
        rf" ?(?:(?:/|mot|moi|1) ?)?(?:(?:{_PUPIL}|buoi) ?)?(?:(?:/|mot|moi|1) ?)?thang\b",
        folded[item.end :],
    )
    span = sum_of(item)
    if span is None or not (behind or item.period is Period.MONTH):
        return text
    end, months = item.end + (behind.end() if behind else 0), MONTHS
    if long := _SO_LONG.search(folded, end):
        told = span_of(long["months"])
        if long.start() - end < 4 and told:
            end, months = long.end(), int(told.most)
    label = "day hoc" if re.search(r"\b(?:day|lop|hoc)\b", folded) else "trong tre"
    words = f"{label}, doanh thu mot nam tron {in_words(span * classes * pupils * months)}"
    return put(text, found.start(), end, words)


# `một tháng 20 tấn, 17 nghìn một cân`.
_WEIGHT = re.compile(
    rf"\b(?P<per>ngay|tuan|thang|nam)\b(?: [a-z]+){{0,4}}? (?P<count>{COUNT}) (?P<unit>tan|ta"
    rf"|yen)\b"
)
_KILOS = {"tan": 1000, "ta": 100, "yen": 10}
_A_KILO = re.compile(r" ?(?:dong )?(?:/|mot|moi|1) ?(?:can|kg|ky|ki|kilo|ki lo)\b")
_OF_A_KILO = re.compile(r"\b(?:moi|mot|1|gia) (?:can|kg|ky|ki|kilo)(?: (?:gia|la|ban|duoc))* $")


def by_weight(text: str) -> str:
    """So many tons, and what a kilo brings, as what that comes to."""
    folded, found = fold(text), amounts(text)
    weight = _WEIGHT.search(folded)
    item = next((one for one in found if one.value < _A_PRICE), None)
    if weight is None or item is None or len(found) != 1:
        return text
    behind = _A_KILO.match(folded, item.end)
    if not behind and not _OF_A_KILO.search(folded[: item.start]):
        return text
    count, span = span_of(weight["count"]), sum_of(item)
    if count is None or span is None or weight.end() > item.start:
        return text
    words = f"doanh thu moi {weight['per']} {in_words(span * count * _KILOS[weight['unit']])}"
    return put(text, weight.start(), behind.end() if behind else item.end, words)
