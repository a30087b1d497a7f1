"""What a line tells, in its order: its numbers as they are heard, and words that say as much as a
number (`chủ nhật`, `cuối tuần`, `tháng chạp`, `tháng`), each with the words it stands among."""

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from content.account.flows import Stretch
from content.account.heard import HeardNumber, NumberRole, NumberTime
from content.account.hints import folded_times, kinds_in, time_before, time_behind
from content.vietnamese import fold

COLUMNS = 8192
TIME_OF = {
    "day": NumberTime.DAY, "week": NumberTime.WEEK, "month": NumberTime.MONTH,
    "quarter": NumberTime.QUARTER, "year": NumberTime.YEAR,
}  # fmt: skip
_CUT = re.compile(r"[,;.:?!\n](?=\s|$)")
_WORD = re.compile(r"[^\W_]+")
_LEFT, _RIGHT = 5, 4


class LineEventKind(StrEnum):
    """What may be told."""

    NUMBER = "number"
    STRETCH = "stretch"  # days of the week, months by their names
    TIME = "time"  # of which time what was told is
    UNIT = "unit"  # `triệu chứ nghìn sao`
    DROP = "drop"  # something told is somebody else's
    END = "end"  # of the line


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """`columns`: the words it stands among."""

    kind: LineEventKind
    start: int
    end: int
    columns: tuple[int, ...]
    heard: HeardNumber | None = None
    stretch: Stretch | None = None  # that the words name, in `per`
    per: NumberTime = NumberTime.UNSAID
    times: tuple[tuple[NumberTime, str], ...] = ()  # it may be of, each with where it is said
    unit: str = ""  # of time, behind a number
    lot: float = 1.0  # kilograms or pieces in the unit named
    worth: float = 1.0  # of a word that is a unit
    beside: bool = False  # the line tells of something sold beside what was told


_DAY = r"(?:chu nhat|cn|thu (?:hai|ba|tu|nam|sau|bay|[2-7])|t[2-7])"
_WEEKDAYS = re.compile(rf"\b{_DAY}\b(?:(?: ?[,/+&-] ?| (?:va|voi|den|toi|hay|lan) | ?){_DAY}\b)*")
_ONE_DAY = re.compile(rf"\b{_DAY}\b")
_WEEKEND = re.compile(r"\bcuoi tuan\b")
_MOON = re.compile(
    r"\b(?:ngay )?(?:ram|mung (?:mot|1))\b"
    r"(?:(?: ?[,/+&] ?| (?:va|voi|hay|lan) | ?)(?:ngay )?(?:ram|mung (?:mot|1)|ba muoi|30)\b)*"
)
_ONE_MOON = re.compile(r"\b(?:ram|mung (?:mot|1)|ba muoi|30)\b")
_NAME = (
    r"(?:gieng|chap|muoi hai|muoi mot|muoi|mot|hai|ba|tu|bon|nam|sau|bay|tam|chin"
    r"|1[0-2]|[1-9])"
)
_MONTH = re.compile(
    rf"\b(?P<from>tu )?(?:thang|t) ?(?P<one>{_NAME})\b(?![.,]\d)(?: am| duong)?"
    rf"(?: ?(?:den|toi|-) ?(?:het )?(?:(?:thang |t)?(?P<two>{_NAME})\b|(?P<tet>tet)\b"
    rf"|(?P<last>cuoi nam|het nam)\b)"
    rf"|(?P<more>(?: ?[,+&-] ?| (?:va|voi) )(?:thang |t)?{_NAME}\b)+)?"
)
_ONE_MONTH = re.compile(rf"\b{_NAME}\b")
_HALF = re.compile(r"\bnua (?P<of>nam|thang|tuan|ngay)\b(?! (?:nay|ngoai|sau|truoc))")
_QUARTER = re.compile(
    r"\bquy (?:tet|dau|cuoi|[1-4]|mot|hai|ba|bon|tu|truoc|nay)\b(?! (?:trieu|tr|cu))"
)
_NAMED = {
    "gieng": 1, "chap": 12, "muoi hai": 12, "muoi mot": 11, "muoi": 10, "mot": 1, "hai": 2,
    "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9,
}  # fmt: skip
_UNIT = re.compile(
    r" ?(?P<unit>ngay|bua|hom|buoi|dem|phien|lan|tuan|thang|quy|vu|mua|lua|dot|khoa|nam)\b"
    r"(?! (?:nay|ngoai|sau|truoc))"
)
_UNITS = {
    "tuan": NumberTime.WEEK, "thang": NumberTime.MONTH, "quy": NumberTime.QUARTER,
    "nam": NumberTime.YEAR, "vu": NumberTime.SEASON, "mua": NumberTime.SEASON,
    "lua": NumberTime.SEASON, "dot": NumberTime.SEASON, "khoa": NumberTime.SEASON,
}  # fmt: skip
_TIMED = re.compile(
    r"\b(?P<time>ngay|thang|tuan|quy|nam|bua|vu)\b(?! (?:nay|ngoai|kia|truoc|roi|sau|qua|do))"
)
_MONEY_UNIT = re.compile(r"\b(?P<unit>trieu|nghin|ngan|ty|tram)\b")
_WORTH = {"trieu": 1e6, "nghin": 1e3, "ngan": 1e3, "ty": 1e9, "tram": 1e5}
_BESIDE = re.compile(r"\b(?:ban|lam|nhan|cho thue)(?: [a-z]+)? them\b|\bthem\b.*\bnua\b")
_PERCENT = re.compile(r" ?%| phan tram\b")
_LOT = re.compile(r" ?(?P<lot>chuc|ta|tan|yen|tram|nghin|ngan|van|thien)\b")
_EACH_LOT = re.compile(r"^(?: ?/ ?| (?:mot |1 |moi )?)?(?P<lot>chuc|ta|tan|yen)\b")
_LOTS = {"chuc": 10.0, "ta": 100.0, "tan": 1000.0, "yen": 10.0, "tram": 100.0,
         "nghin": 1e3, "ngan": 1e3, "van": 1e4, "thien": 1e3}  # fmt: skip
_NOT_MINE = re.compile(r"\b(?:dung ten|cua (?!toi|tui|minh|em|hang)[a-z]+|bo (?:ra|di)|nho)\b")
_SHORT = 11  # words of a line that only says of which time something is
NOT_SOLD = frozenset(NumberRole) - {
    NumberRole.TAKINGS, NumberRole.PRICE, NumberRole.COUNT, NumberRole.WORKED,
}  # fmt: skip


def events_in(text: str, heard: Sequence[HeardNumber], at: int) -> list[ToldEvent]:
    """What the `at`-th line, tidied, tells, in order; its end is the last."""
    line = _TellingLine(text, heard, at)
    found = [*line.stretches()]
    taken = [(one.start, one.end) for one in found]
    numbers = [
        one for one in heard
        if not any(one.number.start < end and one.number.end > start for start, end in taken)
    ]  # fmt: skip
    found += [line.number(one) for one in numbers]
    if not any(one.number.is_money or one.role not in NOT_SOLD for one in numbers):
        found += [
            one for one in line.words()
            if one.kind is LineEventKind.DROP
            or not any(one.start < end and one.end > start for start, end in taken)
        ]  # fmt: skip
    found.sort(key=lambda one: one.start)
    return [*found, line.end()]


class _TellingLine:
    def __init__(self, text: str, heard: Sequence[HeardNumber], at: int) -> None:
        self.heard, self.at = heard, at
        self.folded, self.timed = fold(text), folded_times(text)
        masked = list(self.folded)
        for one in heard:
            mark = "S" if one.number.is_money else "N"
            masked[one.number.start : one.number.end] = mark * (one.number.end - one.number.start)
        self.masked = "".join(masked)
        self.whole = _words(self.masked)

    def stretches(self) -> Iterator[ToldEvent]:
        """Days of the week and months that are named."""
        spans: list[tuple[int, int]] = []
        for pattern, of in (
            (_WEEKDAYS, self._weekdays), (_WEEKEND, self._weekend), (_MOON, self._moon),
            (_MONTH, self._months), (_QUARTER, self._quarters), (_HALF, self._halves),
        ):  # fmt: skip
            for found in pattern.finditer(self.folded):
                start, end = found.span()
                if any(start < e and end > s for s, e in spans) or self._is_told(start, end):
                    continue
                named = of(found)
                if named is None:
                    continue
                spans.append((start, end))
                stretch, per = named
                yield self._event(LineEventKind.STRETCH, start, end, stretch=stretch, per=per)

    def _is_told(self, start: int, end: int) -> bool:
        """Whether a number that is sold, or money, stands there."""
        for one in self.heard:
            if not (one.number.start < end and one.number.end > start):
                continue
            sold = one.role not in NOT_SOLD and one.role is not NumberRole.WORKED
            if one.number.is_money or one.number.end > end or sold:
                return True
            if one.role is NumberRole.WORKED and _UNIT.match(self.folded, one.number.end):
                return True
        return False

    def _weekdays(self, found: re.Match[str]) -> tuple[Stretch, NumberTime] | None:
        days = len(_ONE_DAY.findall(found[0]))
        if days == 2 and re.search(r" (?:den|toi) |-", found[0]):
            days = 5
        return Stretch(float(days), NumberTime.DAY), NumberTime.WEEK

    def _weekend(self, found: re.Match[str]) -> tuple[Stretch, NumberTime]:
        return Stretch(2.0, NumberTime.DAY), NumberTime.WEEK

    def _moon(self, found: re.Match[str]) -> tuple[Stretch, NumberTime] | None:
        if re.match(r" ?(?:den|toi|-)", self.folded[found.end() :]):
            return None
        days = len(_ONE_MOON.findall(found[0]))
        return Stretch(float(days), NumberTime.DAY), NumberTime.MONTH

    def _months(self, found: re.Match[str]) -> tuple[Stretch, NumberTime] | None:
        behind = self.folded[found.end() : found.end() + 9]
        if _UNIT.match(behind) or re.match(r" ?(?:trieu|tr|cu|chai|lit|nghin|ngan|k\b|ty)", behind):
            return None
        one = _month(found["one"])
        if found["more"]:
            number = float(len(_ONE_MONTH.findall(re.sub(r"thang|t(?=\d)", "", found[0]))))
        elif found["two"] or found["tet"] or found["last"]:
            two = _month(found["two"]) if found["two"] else 1 if found["tet"] else 12
            number = float((two - one) % 12 + 1)
        else:
            number = 13.0 - one if found["from"] else 1.0
        return Stretch(number, NumberTime.MONTH), NumberTime.YEAR

    def _quarters(self, found: re.Match[str]) -> tuple[Stretch, NumberTime]:
        return Stretch(1.0, NumberTime.QUARTER), NumberTime.YEAR

    def _halves(self, found: re.Match[str]) -> tuple[Stretch, NumberTime] | None:
        halves = {
            "nam": Stretch(6.0, NumberTime.MONTH), "thang": Stretch(15.0, NumberTime.DAY),
            "tuan": Stretch(3.5, NumberTime.DAY), "ngay": Stretch(0.5, NumberTime.DAY),
        }  # fmt: skip
        return halves[found["of"]], NumberTime.YEAR

    def number(self, one: HeardNumber) -> ToldEvent:
        begin, end = self._clause(one.number.start, one.number.end)
        unit = _UNIT.match(self.folded, one.number.end)
        of = self._times(one.number.start, one.number.end, begin, end)
        if one.time is not NumberTime.UNSAID:
            of.append((one.time, "heard" if one.time_sure > 0.6 else "maybe"))
        times: dict[NumberTime, str] = {}
        for time, where in of:
            times.setdefault(time, where)
        return self._event(
            LineEventKind.NUMBER, one.number.start, one.number.end, heard=one,
            times=tuple(times.items()), unit=unit["unit"] if unit else "", lot=self._lot(one),
        )  # fmt: skip

    def _times(self, start: int, stop: int, begin: int, end: int) -> list[tuple[NumberTime, str]]:
        """Of which times it may be, by the words beside it."""
        found: list[tuple[NumberTime, str]] = []
        behind = time_behind(self.timed, stop, min(end, stop + 24))
        before = time_before(self.timed, max(begin, start - 30), start)
        for name, where in (
            (behind.rstrip("0123/"), f"behind{behind[-2:]}"), (before, "before"),
            (time_before(self.timed, 0, start), "line"),
        ):  # fmt: skip
            if name in TIME_OF:
                found.append((TIME_OF[name], where))
        return found

    def _lot(self, one: HeardNumber) -> float:
        behind = self.folded[one.number.end : one.number.end + 14]
        if _PERCENT.match(behind):
            return 0.01
        found = _EACH_LOT.match(behind) if one.number.is_money else _LOT.match(behind)
        if found is None and one.role is NumberRole.PRICE:
            found = re.search(r"\b(?P<lot>chuc|ta|tan|yen)\b", self.folded)
        return _LOTS[found["lot"]] if found else 1.0

    def words(self) -> Iterator[ToldEvent]:
        """A time, or a unit, that answers what was asked."""
        if "another" in kinds_in(self.folded) or _NOT_MINE.search(self.folded):
            yield self._event(LineEventKind.DROP, 0, 0)
        if len(self.whole) > _SHORT:
            return
        if found := _MONEY_UNIT.search(self.folded):
            worth = _WORTH[found["unit"]]
            yield self._event(LineEventKind.UNIT, found.start(), found.end(), worth=worth)
        for found in _TIMED.finditer(self.timed):
            time = {"bua": NumberTime.DAY, "ngay": NumberTime.DAY}.get(
                found["time"], _UNITS.get(found["time"], NumberTime.DAY)
            )
            yield self._event(LineEventKind.TIME, *found.span(), times=((time, "word"),))

    def end(self) -> ToldEvent:
        place = len(self.folded)
        columns = self._hashed("end", (*self._of_line(), *self._of_roles()))
        beside = _BESIDE.search(self.folded) is not None
        return ToldEvent(LineEventKind.END, place, place, columns, beside=beside)

    def _event(
        self,
        kind: LineEventKind,
        start: int,
        stop: int,
        *,
        heard: HeardNumber | None = None,
        stretch: Stretch | None = None,
        per: NumberTime = NumberTime.UNSAID,
        times: tuple[tuple[NumberTime, str], ...] = (),
        unit: str = "",
        lot: float = 1.0,
        worth: float = 1.0,
    ) -> ToldEvent:
        said = [*self._around(start, stop), *self._of_line(), f"unit:{unit}", f"lot:{lot}"]
        if heard is not None:
            said += self._of_number(heard)
        if stretch is not None:
            said.append(f"of:{stretch.of}:{min(stretch.number, 8)}:{per}")
        said += [f"time:{time}:{where}" for time, where in times]
        columns = self._hashed(kind, said)
        return ToldEvent(
            kind, start, stop, columns, heard, stretch, per, times, unit, lot, worth
        )  # fmt: skip

    def _hashed(self, kind: str, said: Sequence[str]) -> tuple[int, ...]:
        heard = {zlib.crc32(f"{kind}|{one}".encode()) % COLUMNS for one in said}
        return tuple(sorted(heard))

    def _clause(self, start: int, stop: int) -> tuple[int, int]:
        begin = max((cut.end() for cut in _CUT.finditer(self.masked, 0, start)), default=0)
        cut = _CUT.search(self.masked, stop)
        return begin, cut.start() if cut else len(self.masked)

    def _around(self, start: int, stop: int) -> Iterator[str]:
        """The words it stands among."""
        begin, end = self._clause(start, stop)
        left = _words(self.masked[:start])[-_LEFT:][::-1]
        right = _words(self.masked[stop:])[:_RIGHT]
        for side, near in (("l", left), ("r", right)):
            for at, word in enumerate(near):
                yield f"{side}{min(at, 2)}:{word}"
            for at, (first, second) in enumerate(pairwise(near)):
                yield f"{side}{min(at, 1)}:{first} {second}"
        yield f"lr:{' '.join(left[:1])} {' '.join(right[:1])}"
        before, behind = _words(self.masked[begin:start]), _words(self.masked[stop:end])
        for word in {*before, *behind}:
            yield f"c:{word}"
        for word in set(before):
            yield f"b:{word}"
        for side, stretch in (("k", self.folded[begin:start]), ("K", self.folded[stop:end])):
            for kind in kinds_in(stretch):
                yield f"{side}:{kind}"
        yield f"first:{begin == 0}:{end == len(self.masked)}"

    def _of_number(self, one: HeardNumber) -> Iterator[str]:
        money = "M" if one.number.is_money else "N"
        sure = "+" if one.sure > 0.8 else "-" if one.sure < 0.5 else ""
        yield f"role:{one.role}"
        yield f"role:{one.role}{sure}{money}"
        yield f"mends:{int(one.mends * 4)}"
        yield f"size{money}:{len(str(int(one.number.high)))}"
        yield f"range:{one.number.high > one.number.low}"
        roles = [str(other.role) for other in self.heard]
        place = next(n for n, other in enumerate(self.heard) if other is one)
        yield f"prev:{roles[place - 1] if place else ''}"
        yield f"next:{roles[place + 1] if place + 1 < len(roles) else ''}"
        yield f"of:{place}:{min(len(roles), 4)}"

    def _of_line(self) -> Iterator[str]:
        for word in set(self.whole):
            yield f"w:{word}"
        for first, second in pairwise(self.whole):
            yield f"w:{first} {second}"
        yield f"w0:{' '.join(self.whole[:1])}"
        yield f"w0:{' '.join(self.whole[:2])}"
        for kind in kinds_in(self.folded):
            yield f"W:{kind}"
        yield f"long:{min(len(self.whole) // 3, 5)}"
        yield f"line:{min(self.at, 2)}"
        yield ""

    def _of_roles(self) -> Iterator[str]:
        for role in {one.role for one in self.heard}:
            yield f"has:{role}"
        yield f"numbers:{min(len(self.heard), 4)}"


_STANDS_FOR = re.compile(r"^(?:S+|N+)$")


def _words(text: str) -> list[str]:
    return [f"#{word[0]}" if _STANDS_FOR.match(word) else word for word in _WORD.findall(text)]


def _month(name: str) -> int:
    return _NAMED.get(name) or int(name)
