"""A figure told again of the same business takes the place of the one told before: `à tháng 45
triệu`, `thật ra 45`, `tháng này đông được 50 triệu`. It is added only where words of adding stand,
and where it may be of something else it is asked about (`joining`)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from content.amounts import Amount, Bound, Period, amounts
from content.revenue.figures import LARGE
from content.revenue.joining import is_near_to, mends, stands_by_itself
from content.revenue.kinds import WORD, other_words
from content.revenue.reckoning import FigureReader
from content.revenue.statements import sold_in, with_one
from content.revenue.told import Lack, Statements, ToldFigures, id_of
from content.revenue.week import days_told
from content.trades import Mention
from content.vietnamese import fold, has_marks, tidy

# What may stand beside a figure that is told again, besides its time and its trade.
_OF_TELLING = frozenset({
    "tu", "len", "xuong", "con", "a", "ah", "o", "ua", "y", "quen", "that", "ra", "dung", "nham",
    "lon", "sua", "noi", "ghi", "chu", "coi", "ky", "nho", "phai", "khong", "moi", "nguoi", "qua",
    "truoc", "sau", "roi", "vua", "hoi", "dong", "cang", "binh", "cho", "chinh", "xac", "tuc",
    "khoan", "co", "i", "dzo", "ne", "do", "day", "su", "thuc", "te", "luon", "biet", "lan",
    "nha", "nghe", "hen", "mo", "ay", "thi", "ma", "van", "dau", "minh", "tinh", "gio", "bi",
    "nua",
})  # fmt: skip
_BARE = re.compile(
    r"(?<![\d.,])(\d{1,4}(?:[.,]\d{1,2})?)(?![\d.,]| ?(?:ngay|thang|nam|phong|quan)\b)"
)
_OTHER_PLACE = re.compile(
    r"\b(?:quan|tiem|shop|sap|cua hang|cho|diem|co so|cai|ben)"
    r" (?:thu|hai|2|ba|3|kia|khac|phu|ben|trong|ngoai|duoi|tren|o|moi|sau)\b"
)
_NOT_NOW = re.compile(r"\b(?:nam (?:ngoai|truoc|roi|kia|20\d\d)|hoi (?:truoc|xua)|ngay xua)\b")
_ONCE = {
    Period.DAY: re.compile(r"\b(?:hom|bua) (?:nay|qua)\b"),
    Period.WEEK: re.compile(r"\btuan (?:nay|truoc|roi|vua roi|qua|vua qua)\b"),
    Period.MONTH: re.compile(r"\bthang (?P<past>nay|truoc|roi|vua roi|qua|vua qua)\b"),
}
_GENERAL = frozenset({"ban", "quan", "tiem", "cua", "hang", "shop", "sap", "nha", "lam", "buon"})
_PERIOD_WORDS = r"(?:ngay|dem|bua|tuan|thang|quy|nam)"
_TIME_BEFORE = re.compile(
    rf"(?:\b(?:moi|mot|1|hang|tung) )?\b{_PERIOD_WORDS}(?= (?:[a-z]+ ){{0,3}}$)"
)
_TIME_BEHIND = re.compile(
    rf"^ ?(?:/ ?|mot |moi |1 )?{_PERIOD_WORDS}\b(?: tron\b)?(?! (?:nghi|ban|mo)\b)"
)
_LEADS = re.compile(r"^[ ,.;+-]*(?:(?:và|với|còn|va|voi|con) )?")
TIMES = {
    Period.DAY: "một ngày",
    Period.WEEK: "một tuần",
    Period.MONTH: "một tháng",
    Period.QUARTER: "một quý",
    Period.YEAR: "một năm tròn",  # so that it is not asked again
}


@dataclass(frozen=True, slots=True)
class Again:
    """`told`: the statements with the new figure in place of the old one. `once`: those where the
    new figure is only of this month or day, () where it is of every one. `old` and `period`: the
    figure that was put out, in đồng, and of what time it was."""

    told: Statements
    once: Statements
    old: int
    period: Period


@dataclass(frozen=True, slots=True)
class Spot:
    """An amount among what was told: in which statement, and where in its words."""

    place: int
    item: Amount


def told_again(
    old: ToldFigures, said: str, now: ToldFigures, month: int, reader: FigureReader
) -> Again | None:
    """What `said` (read as `now`) makes of what was told (`old`), where it tells one figure of the
    same business again; None where it does not, or where it is not sure which figure is meant.
    `month`: this one."""
    said = tidy(said)
    if not is_again(old, said, now):
        return None
    spots, meant = _told_in(old), _meant(old, now)
    if not spots:
        return None
    if len(spots) == 1 and now.named and not now.doubts and now.shares[0].period is Period.YEAR:
        item = spots[0].item
        return Again(reader.stated(said), (), item.value, item.period or Period.YEAR)
    if len(spots) > 1 and meant is None:
        return None
    return put_in_place(old, spots[meant or 0], said, month, reader)


def is_again(old: ToldFigures, said: str, now: ToldFigures) -> bool:
    """Whether a line tells a figure of a business again, be it which of several or not."""
    said = tidy(said)
    folded, news = fold(said), amounts(said)
    if not old.shares or now.costs or len(news) > 1 or stands_by_itself(said):
        return False
    if _OTHER_PLACE.search(folded) or _NOT_NOW.search(folded) or days_told(folded):
        return False
    if news and not _may_be_sold(now, news[0]):
        return False
    if not news and not (mends(folded) and len(_BARE.findall(folded)) == 1):
        return False
    parts = Lack.WHOLE_YEAR in now.doubts and not any(one.search(folded) for one in _ONCE.values())
    if parts or Lack.SHOPS in now.doubts:
        return False
    if _is_bare(folded, now, news):
        return False
    same = all(_is_the_same(mention, old.named) for mention in now.named)
    return same and not _others(said, now, news)


def _is_bare(folded: str, now: ToldFigures, news: Sequence[Amount]) -> bool:
    """Whether a line is nothing but a sum, which may as well be one more."""
    if not news or news[0].period or now.named:
        return False
    return not f"{folded[: news[0].start]}{folded[news[0].end :]}".strip(" .,!?")


def _may_be_sold(now: ToldFigures, item: Amount) -> bool:
    """Whether a figure may be what was sold; `từ 45 đến 50 triệu`, after others, is no bound."""
    if not now.shares:
        return item.bound is Bound.UNCLEAR and not now.doubts
    return True


def figures_told(old: ToldFigures) -> list[str]:
    """Each figure that was told with the words it was told by, to be chosen from."""
    return [_LEADS.sub("", words) for words in _words_before(old)]


def _words_before(old: ToldFigures) -> list[str]:
    """Each figure that was told with all that stands before it in its statement, up to the one
    before."""
    told, before = [], Spot(-1, Amount(0))
    for spot in _told_in(old):
        begins = before.item.end if spot.place == before.place else 0
        told.append(old.parts[spot.place].said[begins : spot.item.end])
        before = spot
    return told


def put_in_place(
    old: ToldFigures, spot: Spot, said: str, month: int, reader: FigureReader
) -> Again:
    """What was told with the figure that `said` tells in place of another. Where no trade was
    told, the words of `said` stand for all of it."""
    before, item = old.parts[spot.place].said, spot.item
    text, once = _in_place(before, item, tidy(said), month, named=not old.named)
    told, only = (
        with_one(old.parts, spot.place, reader.stated(line)) if line else ()
        for line in (text, once)
    )
    return Again(told, only, item.value, item.period or Period.YEAR)


def _in_place(before: str, item: Amount, said: str, month: int, *, named: bool) -> tuple[str, str]:
    """The words with another figure, and those with it of this month or day only ("")."""
    period = item.period or Period.YEAR
    folded = fold(said)
    figure, new = _figure(said, folded, before, item)
    once = next((one for one, mark in _ONCE.items() if mark.search(folded)), None)
    time = (new.period if new else None) or once
    if time is None and new is not None and not is_near_to(item.value, new.value):
        time = Period.YEAR if new.value >= LARGE else None
        period_known = time is not None
    else:
        time, period_known = time or period, True
    bare = _without_time(before, item)
    said_time = TIMES[time] if period_known and time else ""
    timed = f"{figure} {said_time if has_marks(before) else fold(said_time)}".rstrip()
    text = f"{bare[0]}{timed}{bare[1]}"
    if named and new is not None:
        text = f"{said[: new.start]}{timed}{_without_time(said, new)[1]}"
    if worked := days_worked(said):
        text = f"{text}, {worked}"
    only = ""
    if once is not None and once is period and new is not None:
        only = before if once is not Period.MONTH else _of_month(before, folded, figure, month)
    return text, only


_DAYS = re.compile(
    r"(?:(?:ban|lam|mo|con|chac|khoang|chung|duoc|co|chi|thoi)(?: [a-z]+)? |, ?|^)"
    r"(?P<count>\d{2,3}) (?:ngay|bua)\b(?! (?:mot|moi|1|/)? ?(?:thang|tuan))"
)
_A_MONTH, _A_YEAR = 31, 366
_RESTS = re.compile(
    r"\b(?:toi|tui|em|minh|co|chu|ba|chi|anh|nha|quan|nam|thi|ma|cung|deu|chi|,|^) ?nghi"
    r" (?:(?:tet|he|mua mua|dip tet|mat|het) )?(?P<count>[1-9]|mot|hai|ba|bon) thang\b"
)


def months_rested(said: str) -> str:
    """How many months of the year are not worked, as it is read, where a line tells it in passing:
    `tôi nghỉ tết 1 tháng mà`; "" where it does not."""
    found = _RESTS.search(fold(said))
    return f"một năm nghỉ {found['count']} tháng" if found else ""


def days_worked(said: str) -> str:
    """How many days of the year are worked, as it is read, where a line tells it in passing: `mưa
    bà nghỉ, chắc bán 280 ngày thôi`; "" where it does not."""
    found = [int(one["count"]) for one in _DAYS.finditer(fold(said))]
    days = found[-1] if found else 0
    return f"một năm bán {days} ngày" if _A_MONTH < days < _A_YEAR else ""


def spot_at(old: ToldFigures, place: int) -> Spot | None:
    """The figure at a place of `figures_told`."""
    spots = _told_in(old)
    return spots[place] if 0 <= place < len(spots) else None


def _of_month(before: str, folded: str, figure: str, month: int) -> str:
    mark = _ONCE[Period.MONTH].search(folded)
    past = mark is not None and mark["past"] != "nay"
    return f"{before}, tháng {(month - 2) % 12 + 1 if past else month} {figure}"


def _figure(said: str, folded: str, before: str, item: Amount) -> tuple[str, Amount | None]:
    """The words of the new figure, and the amount they are; of a bare number none, with the unit
    of the old one."""
    news = amounts(said)
    if not news:
        number = _BARE.findall(folded)[0]
        return _BARE.sub(number, before[item.start : item.end], count=1), None
    new = news[0]
    return said[_begin(folded, new) : new.end], new


def _begin(folded: str, new: Amount) -> int:
    """Where an amount begins with the words that bound it: `70 đến 80 triệu`, `gần 45 triệu`."""
    bounds = r"(?:\d[\d.,]* ?(?:den|toi|-|hay|hoac) ?|(?:hon|gan|tren|duoi|khoang|tam|chung) )+$"
    found = re.search(bounds, folded[: new.start]) if new.bound else None
    return found.start() if found else new.start


def _without_time(text: str, item: Amount) -> tuple[str, str]:
    """What stands before and behind an amount, without the time it is of."""
    folded = fold(text)
    left, right = text[: item.start], text[item.end :]
    if found := _TIME_BEHIND.search(folded[item.end :]):
        right = right[found.end() :]
    elif spots := list(_TIME_BEFORE.finditer(folded[: item.start])):
        left = f"{left[: spots[-1].start()]}{left[spots[-1].end() :].lstrip()}"
    return left, right


def _told_in(old: ToldFigures) -> list[Spot]:
    """The amounts among what was told that are of what was sold."""
    values = [share.amount for share in old.shares]
    return [spot for spot in spots_in(old) if spot.item.value in values]


def tells_figure(old: ToldFigures) -> bool:
    """Whether what is sold stands in the words as an amount, and was not reckoned from others."""
    return bool(_told_in(old))


def spots_in(old: ToldFigures) -> list[Spot]:
    """Every amount in what was told of what was sold."""
    return [
        Spot(place, item) for place in sold_in(old.parts) for item in amounts(old.parts[place].said)
    ]


def _meant(old: ToldFigures, now: ToldFigures) -> int | None:
    """Which figure of several is of the trade that a line names; None where none or more are."""
    words = {one for mention in now.named for one in _words(mention)}
    meant = [
        place
        for place, before in enumerate(_words_before(old))
        if words.intersection(WORD.findall(fold(before)))
    ]
    return meant[0] if len(meant) == 1 else None


def _is_the_same(mention: Mention, before: Sequence[Mention]) -> bool:
    if not before:
        return True
    words = _words(mention)
    of_it = [one for one in before if id_of(one.named) == id_of(mention.named)]
    return bool(of_it) and (not words or any(words & _words(one) for one in of_it))


def _words(mention: Mention) -> set[str]:
    return set(fold(mention.words).split()) - _GENERAL


def _others(said: str, now: ToldFigures, news: Sequence[Amount]) -> list[str]:
    """The words of a line that are of something else."""
    bare = list(fold(said))
    spans = [(item.start, item.end) for item in news]
    spans += [(one.start, one.end) for one in now.named if one.start >= 0]
    for start, end in spans:
        bare[start:end] = " " * (end - start)
    return [word for word in other_words("".join(bare)) if word not in _OF_TELLING]


def at_a_time(old: ToldFigures, period: Period, reader: FigureReader) -> Statements:
    """What was told with its one figure of another time than was understood."""
    [spot, *_] = _told_in(old)
    before = old.parts[spot.place].said
    left, right = _without_time(before, spot.item)
    text = f"{left}{_words_of(before, spot.item)} {_time_words(period, before)}{right}"
    return with_one(old.parts, spot.place, reader.stated(text))


def figure_at(old: ToldFigures, period: Period) -> str:
    """The one figure that was told with its time."""
    [spot, *_] = _told_in(old)
    before = old.parts[spot.place].said
    return f"{_words_of(before, spot.item)} {_time_words(period, before)}"


def _words_of(text: str, item: Amount) -> str:
    return text[item.start : item.end]


def _time_words(period: Period, like: str) -> str:
    return TIMES[period] if has_marks(like) else fold(TIMES[period])
