"""What the numbers of several messages come to in a year, each taken for what it was heard as. No
year is said where one of them has no place in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from content.account.heard import HeardNumber, NumberRole, NumberTime
from content.account.hints import KINDS, folded_times, time_before, time_behind
from content.vietnamese import fold

Span = tuple[float, float]
_DAYS, _WEEKS, _MONTHS, _QUARTERS = 365.0, 52.0, 12.0, 4.0
_DAYS_A_MONTH = 30.0
SOLD = (NumberRole.TAKINGS, NumberRole.PRICE, NumberRole.COUNT, NumberRole.WORKED)
_NOT_OWN = (NumberRole.PAST, NumberRole.OTHER, NumberRole.WORKED)
_BROUGHT = (NumberRole.TAKINGS, NumberRole.COUNT)
_YEARLY = {
    NumberTime.WEEK: _WEEKS, NumberTime.MONTH: _MONTHS, NumberTime.QUARTER: _QUARTERS,
    NumberTime.YEAR: 1.0, NumberTime.SEASON: 1.0, NumberTime.ONCE: 1.0,
}  # fmt: skip
_TIME_OF = {
    "day": NumberTime.DAY, "week": NumberTime.WEEK, "month": NumberTime.MONTH,
    "quarter": NumberTime.QUARTER, "year": NumberTime.YEAR,
}  # fmt: skip
_CUT = re.compile(r"[,;.:?!\n](?=\s|$)")
_OFF = re.compile(
    r"\b(?:nghi|dong cua|khong ban|ko ban|k ban|off|ngung|khong di|khong lam|khoi ban|treo|dep"
    r"|bo|nam nha"
    r"|dau om|benh)\b"
)
_ADDS = re.compile(
    r"\b(?:them|nua|cong|ngoai ra|con ban|ban kem|voi ban|chua ke|rieng)\b|^(?:voi|con|va|cong)\b"
)
_MORE = re.compile(r"\b(?:them|nua|cong)\b")
_REST = re.compile(
    r"\b(?:con lai|kia|khac|ngay thuong|binh thuong|thang thuong|bua thuong|thuong|thap diem)\b"
)
_SEASON = re.compile(
    r"\b(?:tet|mua|vu|he|cao diem|thap diem|ram|le|giap|noel|cuoi nam|dong khach|dong|vang|e"
    r"|nhieu|it|mua mua|ngay mua"
    r"|lanh|nong|chinh vu)\b"
)
_WEEKEND = re.compile(r"\b(?:cuoi tuan|thu bay|thu 7|t7|chu nhat|cn)\b")
_BOTH_DAYS = re.compile(
    r"\bcuoi tuan\b|\b(?:thu bay|thu 7|t7)(?: (?:va|voi|hay|hoac))? ?,? ?(?:chu nhat|cn)\b"
    r"|\bt7 ?cn\b|\b2 ngay\b"
)
_UNIT = re.compile(r" ?(?P<unit>ngay|bua|hom|buoi|dem|tuan|thang)\b")
_NAMED_DAY = re.compile(r" ?(?:thu (?:hai|ba|tu|nam|sau|bay|\d)|chu nhat)\b")
_WEEKDAY = re.compile(r"\b(?:chu nhat|cn|thu (?:hai|ba|tu|nam|sau|bay|[2-7])|t[2-7])\b")
_UNIT_OF_TIME = re.compile(r"\d ?(?:ngay|thang|buoi|tuan)\b")
_EACH_LOT = re.compile(r"(?:\b(?:mot|1|moi) |/ ?|^|\bgia )(?P<lot>chuc|ta|tan|yen)\b")
_WAS = re.compile(
    r"^[^,;]*?\b(?:la|hoi|cua|hoi la)(?: gia| cua| hoi)? (?:nam (?:ngoai|kia|truoc|roi)"
    r"|hoi truoc|ngay truoc|truoc|truoc dich"
    r"|hoi xua|ngay xua)\b"
)
_ITS_OWN = re.compile(
    r"\b(?:nha (?:toi|tui|em|minh|chau)|con (?:toi|tui|em|minh)|cua (?:toi|tui|em|minh))\b"
)
_FROM_MONTH = re.compile(
    r"\b(?:tu |mo |bat dau |khai truong )(?:thang|t) ?(?P<first>\d{1,2})(?:[a-z ]{0,8}? (?:den"
    r"|toi) (?:het )?(?:thang|t)? ?(?P<last>\d{1,2}))?"
)
_MONTH_OFF = re.compile(r"\bthang (?:\d{1,2}|gieng|chap|bay|hai|ba|tu|tam)\b")
_OTHER_CHANGE = re.compile(
    r"\b(?:trong|tang|gia|len|giam|xuong|dau nam|nghi|ghi so|toi gio|den gio)\b"
)
_ONLY_DAYS = re.compile(
    r"\bchi(?: (?:ban|lam|mo|co|day|di))* (?=(?:thu (?:bay|[2-7])|t7|chu nhat|cn|cuoi tuan)\b)"
)
_SESSIONS = re.compile(r"\bngay(?: [a-z]+){0,2} buoi$")
_A_MONTH = re.compile(
    r"\bthang (?:\d{1,2}|gieng|chap)(?= (?:thu|ban|duoc|dc|vo|vao|lam|toi|em|thi|la|nay)\b)"
)
_MENDED = re.compile(
    r"\b(?:nham|lon|a khong|y (?:toi |em |la)|khong phai|ko phai|dung ra|sua lai|tinh lai)\b"
)
_BESIDE = re.compile(r"\b(?:ban|lam|nhan|cho thue)(?: [a-z]+)? them\b|\bthem\b.*\bnua\b")
_OPENED = re.compile(r"\b(?:moi (?:mo|ban|lam|khai truong)|mo tu|khai truong)\b")
_A_TIME = re.compile(r"\b(?:moi|mot|1) (?:vu|lua|dot|mua|khoa)\b")
_INSIDE = re.compile(r"\b(?:trong|lan|tinh ca|gom|ca)\b")
# What changes a sum that no number of the line says.
_DISTURBS = re.compile(
    r"\b(?:qua|sang) (?:thang|nam)\b|\b(?:nam|thang) sau\b"
    r"|\b(?:don hoan|hang hoan|tra lai|hoan lai|huy|bom hang|boom)\b"
    r"|\bcua (?:me|bo|em|chi|anh|ong|ba|vo|chong|con|no|ho|chu|ban)\b|\bdung ten\b(?! (?:toi|tui"
    r"|em|minh))"
    r"|\bbo roi\b|\bnam trong\b|\btrong (?:do|day|ay) roi\b|\by (?:vay|rua|the|chang)\b"
    r"|\bcung (?:vay|the|bang)\b"
    r"|\bphan nua\b|\bmot nua\b|\bnua buoi\b|\bgap (?:doi|ba|\d)|\b(?:tang|giam|chia)\b|%"
    r"|\bphan tram\b"
    r"|\bkhong ban\b.*\bnua\b|\b(?:an|chia) (?:\d|hai|ba)\b|\blan (?:tien|ca|luon)\b|\bvan\b la"
    r"|\bgop\b"
)
_QUARTER_NAMED = re.compile(r"\bquy (?:[1-4]|mot|hai|ba|bon|tu|dau|cuoi)\b")
_EACH_MONTH = re.compile(r"\b(?:moi|1|mot|hang|thang nao) ?thang\b|\bthang(?: [a-z]+){0,3} $")
_OF_NONE = 0.8  # what is heard as nothing at all may be missed
_SURELY_YEARLY = 7e8  # a sum of which no time is named
_LEAST, _MOST, _WIDEST = 5e6, 2e10, 3.0
_MONTH_UNITS, _THOUSANDS = 1e6, 1e3
_LOT = {"chuc": 10.0, "ta": 100.0, "tan": 1000.0, "yen": 10.0}
_LOT_BEHIND = re.compile(r" ?(?P<lot>ta|tan|yen|chuc|tram)\b(?: (?P<more>ruoi|\d)\b)?")
_BY_KG = re.compile(r"\b(?:kg|ky|ki|ki lo|can|can|ky lo|can)\b")
_WORD_TIME = re.compile(
    r"^(?:khong phai [a-z]+[ ,]+)?(?:(?:da|u|uh|vang|thi|la|tinh|do|mot|1|moi|ca|a|ha|em|noi"
    r"|theo|nguyen|tien|trieu)[ ,]*)*"
    r"(?P<time>ngay|thang|tuan|quy|nam)\b(?: (?:a|day|do|nha|nhe|thoi|chu|em|oi|ma|chau|ca|luon"
    r"|con|co))*[ .!?]*$"
)
_WORD_UNIT = re.compile(
    r"^(?:(?:da|u|vang|thi|la|tinh|don vi|y em la|y la|a)[ ,]*)*(?P<unit>trieu|nghin|ngan|ty)\b"
)
_ALL_YEAR = re.compile(r"\b(?:quanh nam|ca nam|khong nghi|ko nghi|deu dan|khong nghi ngay nao)\b")


@dataclass(slots=True)
class SoldFlow:
    """One thing that is taken in: a sum, or so many at a price; `own` is how many days or months a
    year it is, where it is not always."""

    takings: Span | None = None
    price: Span | None = None
    counts: list[tuple[Span, NumberTime]] = field(default_factory=list)
    time: NumberTime = NumberTime.UNSAID
    own: tuple[float, str] | None = None  # (so many, of "day", "month", "quarter")
    adds: bool = False
    rest: bool = False
    season: bool = False
    weekend: float = 0.0
    line: int = 0
    times: float = 1.0  # a year, once all is told

    @property
    def each(self) -> Span | None:
        """What it brings each time."""
        if self.takings:
            return self.takings
        if self.price is None or not self.counts:
            return None
        low, high = self.price
        for (least, most), _ in self.counts:
            low, high = low * least, high * most
        return low, high


@dataclass(frozen=True, slots=True)
class AccountYear:
    """A year's sum, how surely every number of it was heard rightly, and its flows."""

    low: float
    high: float
    sure: float
    flows: tuple[SoldFlow, ...] = ()


@dataclass(slots=True)
class _Open:
    """How long it is open."""

    months: float = _MONTHS
    days_off: float = 0.0
    days_a_month: float | None = None
    off_a_month: float = 0.0
    days_a_week: float | None = None
    days_a_year: float | None = None
    weeks_off: float = 0.0

    @property
    def days(self) -> float:
        if self.days_a_year is not None:
            return self.days_a_year - self.days_off
        if self.days_a_month is not None:
            return self.days_a_month * self.months - self.days_off
        days = _DAYS * self.months / _MONTHS
        if self.days_a_week is not None:
            days = self.days_a_week * _WEEKS * self.months / _MONTHS
        return days - self.off_a_month * self.months - self.days_off - self.weeks_off * 7


class NoPlaceError(Exception):
    """What was told cannot be put together."""


class TalkAccount:
    """The lines of a talk, put together one after the other."""

    def __init__(self) -> None:
        self.flows: list[SoldFlow] = []
        self.open = _Open()
        self.sure = 1.0
        self.wants_unit: list[tuple[SoldFlow, str]] = []
        self.things: list[tuple[str, int, int]] = []
        self.here, self.timed = 0, ""
        self.follows = self.leads = False
        self.coming: tuple[float, str] | None = None

    def take(self, at: int, text: str, heard: Sequence[HeardNumber]) -> None:
        """One more line. Raises NoPlaceError where a number of it has no place."""
        folded = fold(text)
        self.timed = folded_times(text)
        heard = [_as_said(one, folded) for one in _mending(heard, folded)]
        sold = [one for one in heard if one.role in SOLD]
        if not sold and any(_is_held(self.flows, one) for one in heard):
            raise NoPlaceError("a number told before is of another time")
        for one in heard:
            self.sure = min(self.sure, _sureness(one, folded))
        self._weekdays_off(folded, sold)
        self._months_named(folded, sold)
        self._refuse(at, folded, heard, sold)
        if not sold:
            self._answers(folded)
            return
        self.here, self.coming = at, None
        for place, one in enumerate(sold):
            clause = _clause(folded, one)
            self._around(place, sold, folded)
            match one.role:
                case NumberRole.TAKINGS:
                    self._takings(one, folded, clause)
                case NumberRole.PRICE:
                    self._price(one, folded, clause)
                case NumberRole.COUNT:
                    self._count(one, folded, clause)
                case _:
                    self._worked(one, folded, clause)
        self._all_placed(folded)

    def _refuse(
        self, at: int, folded: str, heard: Sequence[HeardNumber], sold: Sequence[HeardNumber]
    ) -> None:
        """Raises NoPlaceError where words change the sum in a way no number of the line says."""
        if sold and _A_TIME.search(folded):
            raise NoPlaceError("of one season of several")
        if (self.flows or sold) and _DISTURBS.search(folded):
            raise NoPlaceError("something else changes it")
        unheard = [one for one in heard if _sureness(one, folded) < 1.0]
        if unheard and not sold and _MENDED.search(folded):
            raise NoPlaceError("mended by what is not heard")
        if _OPENED.search(folded) and not _FROM_MONTH.search(folded):
            raise NoPlaceError("opened some time")
        if at and sold and not self.flows and _BESIDE.search(folded):
            raise NoPlaceError("beside what is not told")
        if any(one.role is NumberRole.MONEY for one in heard) and _INSIDE.search(folded):
            raise NoPlaceError("other money inside")
        opened = [one for one in sold if one.role is NumberRole.WORKED]
        if len(opened) > 1 and not self.flows and len(opened) == len(sold):
            raise NoPlaceError("several times")

    def _around(self, place: int, sold: Sequence[HeardNumber], folded: str) -> None:
        """Whether sums or counts stand before and behind a number in its clause, else its line."""
        one, clause = sold[place], _clause(folded, sold[place])
        own = [o for o in sold if o is not one and o.role in _BROUGHT]
        own = [o for o in own if _clause(folded, o) == clause]
        self.follows = any(other.role in _BROUGHT for other in sold[place + 1 :])
        self.leads = any(other.role in _BROUGHT for other in sold[:place])
        if own:
            self.leads = any(other.number.start < one.number.start for other in own)
            self.follows = any(other.number.start > one.number.start for other in own)

    def _weekdays_off(self, folded: str, sold: Sequence[HeardNumber]) -> None:
        """`nghỉ chủ nhật`, `thứ hai hàng tuần nghỉ`."""
        if not _OFF.search(folded):
            return
        for clause in _CUT.split(folded):
            named = len(_WEEKDAY.findall(clause))
            if named and _OFF.search(clause) and not _UNIT_OF_TIME.search(clause):
                self.open.days_a_week = 7.0 - named

    def _months_named(self, folded: str, sold: Sequence[HeardNumber]) -> None:
        """`mở từ tháng 7`, `tháng 7 nghỉ hẳn`."""
        if any(one.role is NumberRole.WORKED for one in sold):
            return
        if found := _FROM_MONTH.search(folded):
            if _OTHER_CHANGE.search(folded):
                raise NoPlaceError("changes from a month")
            first, last = int(found["first"]), int(found["last"] or 12)
            if not 1 <= first <= last <= _MONTHS:
                raise NoPlaceError("months")
            self.open.months = last - first + 1.0
        elif _OFF.search(folded) and (named := _MONTH_OFF.findall(folded)):
            self.open.months -= len(named)
        if _ONLY_DAYS.search(folded) and (days := len(_WEEKDAY.findall(folded))):
            self.open.days_a_week = float(days)
        elif _ONLY_DAYS.search(folded):
            self.open.days_a_week = 2.0

    def _answers(self, folded: str) -> None:
        """A word that answers what was asked: the time, the unit."""
        if (found := _WORD_UNIT.match(folded)) and self.wants_unit:
            self._with_unit({"trieu": 1e6, "ty": 1e9}.get(found["unit"], 1e3))
        if self.flows and (found := _WORD_TIME.match(folded)):
            self.flows[-1].time = {
                "ngay": NumberTime.DAY, "thang": NumberTime.MONTH, "tuan": NumberTime.WEEK,
                "quy": NumberTime.QUARTER, "nam": NumberTime.YEAR,
            }[found["time"]]  # fmt: skip

    def _with_unit(self, unit: float) -> None:
        for flow, name in self.wants_unit:
            low, high = getattr(flow, name)
            setattr(flow, name, (low * unit, high * unit))
        self.wants_unit = []

    def _sum(self, one: HeardNumber, time: NumberTime, what: str) -> tuple[Span, bool]:
        """A sum in đồng; whether its unit is still to be asked."""
        low, high = one.number.low, one.number.high
        if one.number.is_money:
            return (low, high), False
        if what == "price":
            if 1 <= high < 1000:
                return (low * _THOUSANDS, high * _THOUSANDS), False
            return (low, high), high < 500
        if time in (NumberTime.MONTH, NumberTime.QUARTER, NumberTime.YEAR, NumberTime.SEASON):
            if 5 <= high < 1000:
                return (low * _MONTH_UNITS, high * _MONTH_UNITS), False
            return (low, high), True
        if high >= 100:
            return (low * _THOUSANDS, high * _THOUSANDS), False
        return (low, high), True

    def _takings(self, one: HeardNumber, folded: str, clause: str) -> None:
        former = next((f for f in reversed(self.flows) if f.takings), None)
        time = _time(one, self.timed, heard=former is None)
        span, lacks = self._sum(
            one, time if former is None else _either(time, former.time), "takings"
        )
        if (
            former is not None
            and former.takings == span
            and time in (NumberTime.UNSAID, former.time)
        ):
            return  # said again
        if former is not None and self.wants_unit and one.number.is_money:
            least, _ = former.takings or span
            if span[0] in (least * 1e3, least * 1e6):
                former.takings, self.wants_unit = span, []
                former.time = _either(time, former.time)
                return
        same = former is not None and (time is NumberTime.UNSAID or time == former.time)
        if one.mends > 0.5 and former is not None and not self.coming:
            former.takings = span
            former.time = time if time is not NumberTime.UNSAID else former.time
            return
        if one.mends > 0.5 and self.flows and not former:
            self.flows = []
        if former is not None and time is NumberTime.UNSAID:
            time = former.time
        if time is NumberTime.YEAR and former is not None and not _ADDS.search(clause):
            raise NoPlaceError("a whole behind its parts")
        flow = SoldFlow(takings=span, time=time, line=self.here)
        self._mark(flow, folded, clause, one)
        if (
            former is not None
            and same
            and not self.coming
            and not (flow.adds or flow.season or flow.weekend or flow.rest)
        ):
            if former.line == self.here and not (former.season or former.weekend or former.own):
                flow.adds = True  # `phở ngày 2 triệu rưỡi, nước sáu trăm nghìn`
            elif not (former.season or former.weekend or former.own or former.rest):
                raise NoPlaceError("beside or instead")
        if self.coming:
            flow.own, self.coming, flow.season = self.coming, None, True
        self.flows.append(flow)
        if lacks:
            self.wants_unit.append((flow, "takings"))

    def _mark(self, flow: SoldFlow, folded: str, clause: str, one: HeardNumber) -> None:
        """Of which days or months it is, and whether it is added."""
        flow.rest = bool(_REST.search(clause))
        flow.season = bool(_SEASON.search(clause))
        apart = flow.season or _QUARTER_NAMED.search(clause) or _WEEKEND.search(clause)
        adds = _MORE if apart else _ADDS
        flow.adds = bool(adds.search(clause)) and bool(self.flows)
        weekend = _WEEKEND.search(clause) and not _OFF.search(clause)
        if weekend and flow.time is NumberTime.DAY:
            flow.weekend = 104.0 if _BOTH_DAYS.search(clause) else 52.0
        if flow.time is NumberTime.MONTH and _A_MONTH.search(clause):
            flow.own = (float(len(_A_MONTH.findall(clause))), "month")
        if flow.time is NumberTime.QUARTER and _QUARTER_NAMED.search(clause):
            flow.own = (1.0, "quarter")

    def _price(self, one: HeardNumber, folded: str, clause: str) -> None:
        span, lacks = self._sum(one, NumberTime.UNSAID, "price")
        span = _of_one(span, one, folded, clause)
        if any(f.price == span and f.counts for f in self.flows):
            return  # said again
        for flow in self.flows:  # `suất 35`, then `35 nghìn`
            flow.counts = [c for c in flow.counts if c[0][0] * 1e3 != span[0]]
        waiting = next((f for f in self.flows if f.counts and f.price is None), None)
        priced = next((f for f in reversed(self.flows) if f.price is not None), None)
        if one.mends > 0.5 and priced is not None:
            for flow in self.flows:
                if flow.price == priced.price and flow is not priced:
                    flow.price = span
            priced.price = span
            return
        if waiting is not None:
            for flow in self.flows:
                if flow.counts and flow.price is None:
                    flow.price = span
        else:
            if priced is not None and not priced.counts and priced.price == span:
                waiting = priced
            else:
                waiting = SoldFlow(price=span, line=self.here)
                self.flows.append(waiting)
        cue = _time(one, self.timed, cue_only=True)
        if cue is not NumberTime.UNSAID and not waiting.counts:
            waiting.time = cue  # `20 phòng, 1tr2 một tháng`
        if (
            cue is not NumberTime.UNSAID
            and waiting is not None
            and all(t is NumberTime.UNSAID for _, t in waiting.counts)
        ):
            waiting.time = cue
        if lacks:
            self.wants_unit.append((waiting, "price"))

    def _count(self, one: HeardNumber, folded: str, clause: str) -> None:
        time = _time(one, self.timed)
        span = _lots(one, folded)
        lacking = next((f for f in self.flows if f.price is not None and not f.counts), None)
        last = self.flows[-1] if self.flows else None
        counted = last if last is not None and last.counts else None
        if one.mends > 0.5 and counted is not None:
            place = next(
                (n for n, (_, t) in enumerate(counted.counts) if t == time), len(counted.counts) - 1
            )
            former = counted.counts[place][1]
            counted.counts[place] = (span, time if time is not NumberTime.UNSAID else former)
            return
        flow = lacking
        again = counted is not None and self.things and self._names_again(one, folded)
        if flow is None and counted is not None and again:
            flow = counted
        elif flow is None and counted is not None:
            timed = [t for _, t in counted.counts if t is not NumberTime.UNSAID]
            apart = _SEASON.search(clause) or _WEEKEND.search(clause) or _REST.search(clause)
            if counted.price is not None and counted.line != self.here:
                if not apart and not _ADDS.search(clause):
                    raise NoPlaceError("another count")
                time = counted.time if time is NumberTime.UNSAID else time
            elif (not timed or time is NumberTime.UNSAID) and not apart:
                flow = counted  # so many, each so many a day
            elif counted.price is None and counted.line != self.here:
                raise NoPlaceError("two counts")
        if flow is None:
            flow = SoldFlow(line=self.here, time=time)
            self._mark(flow, folded, clause, one)
            if counted is not None and (_is_apart(flow) or _is_apart(counted) or counted.own):
                flow.price = counted.price
            self.flows.append(flow)
        elif not flow.counts:
            flow.time = time if time is not NumberTime.UNSAID else flow.time
            self._mark_again(flow, folded, clause)
        flow.counts.append((span, time))
        if time is not NumberTime.UNSAID:
            flow.time = time
        if self.coming:
            flow.own, self.coming, flow.season = self.coming, None, True
        self.things.append((_thing(folded, one), self.here, one.number.end))

    def _names_again(self, one: HeardNumber, folded: str) -> bool:
        """Whether a count is of one of what was counted before: `khuôn 40 bìa`."""
        before, own = folded[: one.number.start], _thing(folded, one)
        for thing, line, end in self.things:
            start = end + len(thing) + 1 if line == self.here else 0
            if thing and thing != own and re.search(rf"\b{thing}\b", before[start:]):
                return True
        return False

    def _mark_again(self, flow: SoldFlow, folded: str, clause: str) -> None:
        flow.season = flow.season or bool(_SEASON.search(clause))
        weekend = _WEEKEND.search(clause) and not _OFF.search(clause)
        if weekend and flow.time is NumberTime.DAY:
            flow.weekend = 104.0 if _BOTH_DAYS.search(clause) else 52.0

    def _worked(self, one: HeardNumber, folded: str, clause: str) -> None:
        number = (one.number.low + one.number.high) / 2
        unit = _UNIT.match(folded, one.number.end)
        if unit is None:
            if _NAMED_DAY.match(folded, one.number.start) or number > 40 or number < 1:
                raise NoPlaceError("worked")
            raise NoPlaceError("worked what")
        of = {"tuan": "week", "thang": "month"}.get(unit["unit"], "day")
        off = bool(_OFF.search(clause))
        per = _per_of_days(one, self.timed)
        if not off and self.follows and not self.leads and (self.flows or _SEASON.search(clause)):
            self.coming = (
                number * (_MONTHS if per == "month" else _WEEKS if per == "week" else 1),
                of,
            )
            return
        flow = self._seasonal(one, clause)
        if flow is not None and not off:
            flow.own = (
                number * (_MONTHS if per == "month" else _WEEKS if per == "week" else 1),
                of,
            )
            return
        self._stays_open(number, of, per, off=off)

    def _seasonal(self, one: HeardNumber, clause: str) -> SoldFlow | None:
        """The flow a time is of, where it is of one flow of several, or of a season."""
        here = [f for f in self.flows if f.line == self.here and f.own is None]
        if len(self.flows) > 1 and here:
            return here[-1]
        named = [f for f in self.flows if f.season and f.own is None]
        if _SEASON.search(clause) and named:
            return named[0] if len(named) == 1 else None
        if _SEASON.search(clause) and here and not _ALL_YEAR.search(clause):
            return here[-1]
        return None

    def _stays_open(self, number: float, of: str, per: str, *, off: bool) -> None:
        spot = self.open
        if of == "month":
            spot.months = _MONTHS - number if off else number
            if not 0 < spot.months <= _MONTHS:
                raise NoPlaceError("months")
        elif of == "week":
            if off:
                spot.weeks_off += number
            elif number > 5:
                spot.days_a_year = number * 7
            else:
                raise NoPlaceError("weeks")
        elif off:
            if per == "month":
                spot.off_a_month = number
            elif per == "week":
                spot.days_a_week = (spot.days_a_week or 7) - number
            else:
                spot.days_off += number
        elif per == "month" or (per == "" and 12 < number <= 31):
            spot.days_a_month = number
        elif per == "week" or (per == "" and number <= 7):
            spot.days_a_week = number
        elif number > 31:
            spot.days_a_year = number
        else:
            raise NoPlaceError("days")

    def _all_placed(self, folded: str) -> None:
        """Raises NoPlaceError where a line tells of the week's end and no sum is of it."""
        if _ONLY_DAYS.search(folded):
            return
        if (
            _WEEKEND.search(folded)
            and not _OFF.search(folded)
            and not any(f.weekend for f in self.flows)
        ):
            raise NoPlaceError("a week's end")

    def year(self) -> AccountYear | None:
        """The year; None where something is still to be asked."""
        flows = [f for f in self.flows if f.takings or f.counts or f.price]
        if not flows or self.wants_unit:
            return None
        low = high = 0.0
        rest_days, rest_months, rest_quarters = self._rests(flows)
        for flow in flows:
            each = flow.each
            if each is None or flow.time is NumberTime.UNSAID:
                return None
            flow.times = self._times(flow, rest_days, rest_months, rest_quarters)
            low, high = low + each[0] * flow.times, high + each[1] * flow.times
        if not _LEAST < high < _MOST or high > low * _WIDEST:
            return None
        return AccountYear(low, high, self.sure, tuple(flows))

    def _rests(self, flows: Sequence[SoldFlow]) -> tuple[float, float, float]:
        """How many days, months and quarters a flow that is not of some is of."""
        days, months, quarters = self.open.days, self.open.months, _QUARTERS
        for flow in flows:
            if flow.adds:
                continue
            if flow.own:
                number, of = flow.own
                if of == "day":
                    days -= number
                    months -= number / _DAYS_A_MONTH
                elif of == "month":
                    months -= number
                    days -= number * _DAYS / _MONTHS
                elif of == "week":
                    days -= number * 7
                    months -= number * _MONTHS / _WEEKS
                else:
                    quarters -= number
                    months -= number * 3
            elif flow.weekend:
                days -= flow.weekend * self.open.days / _DAYS
        return days, months, quarters

    def _times(self, flow: SoldFlow, days: float, months: float, quarters: float) -> float:
        """How many times a year a flow comes."""
        if flow.own:
            return self._own_times(flow, *flow.own)
        if flow.adds and not flow.weekend:
            days, months, quarters = self.open.days, self.open.months, _QUARTERS
        if flow.season and flow.time in (NumberTime.DAY, NumberTime.WEEK, NumberTime.MONTH):
            alone = len(self.flows) == 1
            if not alone and not flow.rest:
                raise NoPlaceError("a season of unsaid length")
        if flow.weekend:
            return flow.weekend * self.open.days / _DAYS
        match flow.time:
            case NumberTime.DAY:
                times = days
            case NumberTime.MONTH:
                times = months
            case NumberTime.QUARTER:
                times = quarters
            case NumberTime.WEEK:
                times = _WEEKS * months / _MONTHS - self.open.weeks_off
            case _:
                times = 1.0
        if times <= 0:
            raise NoPlaceError("no time left")
        return times

    def _own_times(self, flow: SoldFlow, number: float, of: str) -> float:
        match flow.time, of:
            case NumberTime.DAY, "day":
                return number
            case NumberTime.DAY, "week":
                return number * 7
            case NumberTime.DAY, "month":
                a_month = self.open.days_a_month or _DAYS / _MONTHS
                return number * (a_month - self.open.off_a_month)
            case NumberTime.MONTH, "month":
                return number
            case NumberTime.WEEK, "week":
                return number
            case NumberTime.WEEK, "month":
                return number * _WEEKS / _MONTHS
            case NumberTime.QUARTER, "quarter":
                return number
            case ((NumberTime.YEAR | NumberTime.SEASON | NumberTime.ONCE), _):
                return 1.0
        raise NoPlaceError("times of another size")


def _is_apart(flow: SoldFlow) -> bool:
    """Whether a flow is of some days or months only."""
    return bool(flow.season or flow.weekend or flow.rest)


def _mending(heard: Sequence[HeardNumber], folded: str) -> list[HeardNumber]:
    """The numbers, those that are said to be in place of one before marked so."""
    found, end = [], 0
    for one in heard:
        said = _MENDED.search(folded[end : one.number.start])
        found.append(replace(one, mends=1.0) if said else one)
        end = one.number.end
    return found


def _as_said(one: HeardNumber, folded: str) -> HeardNumber:
    """The number as what its words surely say it is."""
    clause = _clause(folded, one)
    at = clause.find(folded[one.number.start : one.number.end])
    before, behind = clause[:at], clause[at:]
    unit = _UNIT.match(folded, one.number.end)
    if (
        unit
        and folded[one.number.start : one.number.end] in ("mot", "1")
        and not _OFF.search(clause)
    ):
        return replace(one, role=NumberRole.NONE, apart=1.0)  # `là một ngày đó`
    if (
        unit
        and one.role in (NumberRole.COUNT, NumberRole.NONE)
        and not _SESSIONS.search(f"{before}{unit['unit']}")
    ):
        return replace(one, role=NumberRole.WORKED)
    if one.role not in SOLD:
        return one
    past = [found.start() for found in KINDS["past"].finditer(before)]
    now = [found.start() for found in KINDS["now"].finditer(before)]
    if (past and max(past) > max(now, default=-1)) or _WAS.search(behind):
        return replace(one, role=NumberRole.PAST, apart=1.0)
    another = KINDS["another"].search(before)
    if another and not another[0].startswith("thang") and not _ITS_OWN.search(before):
        return replace(one, role=NumberRole.OTHER, apart=1.0)
    return one


_NONE_BEFORE = re.compile(
    r"\b(?:to|so|khu pho|duong|hem|ngo|kiot|ki ot|thang|quy|thu|mung|lop|phuong|quan|xa|ap|xom"
    r"|lo|mat tien|ngay|xe|mot|hai"
    r"|phong|tang|nam|t|ban) $"
)
_NONE_BEHIND = re.compile(
    r"^ ?(?:tuoi|gio|h\b|nam\b|nguoi|tho|dua|con\b|m2|met vuong|doi\b|khau|lao dong|cho ngoi"
    r"|vo chong|chi em|anh em|me con"
    r"|bo con|hom nay|nay\b|ngoai\b|thang tuoi|tan\b)"
)


def _sureness(one: HeardNumber, folded: str) -> float:
    """How surely a number is heard rightly."""
    if one.role in SOLD:
        return one.sure
    said = folded[one.number.start : one.number.end]
    plain = said in ("nam", "mot", "1") or len(said) >= 9 or re.fullmatch(r"20[0-3]\d", said)
    around = _NONE_BEFORE.search(folded[: one.number.start]) or _NONE_BEHIND.match(
        folded[one.number.end :]
    )
    if one.role is NumberRole.NONE and (plain or (around and not one.number.is_money)):
        return 1.0
    return one.apart if one.role is not NumberRole.NONE else one.apart * _OF_NONE


def _is_held(flows: Sequence[SoldFlow], one: HeardNumber) -> bool:
    """Whether a number that is of another time is one the sum is made of."""
    if one.role is not NumberRole.PAST:
        return False
    low = one.number.low
    sums = [span for f in flows for span in (f.takings, f.price, *(c for c, _ in f.counts)) if span]
    return any(span[0] in (low, low * 1e3, low * 1e6) for span in sums)


def _clause(folded: str, one: HeardNumber) -> str:
    begin = max((cut.end() for cut in _CUT.finditer(folded, 0, one.number.start)), default=0)
    cut = _CUT.search(folded, one.number.end)
    return folded[begin : cut.start() if cut else len(folded)]


def _either(time: NumberTime, other: NumberTime) -> NumberTime:
    return other if time is NumberTime.UNSAID else time


def _time(
    one: HeardNumber, folded: str, *, cue_only: bool = False, heard: bool = True
) -> NumberTime:
    """Of what time a number is told: by the time named beside it, else as it is heard."""
    begin = max((cut.end() for cut in _CUT.finditer(folded, 0, one.number.start)), default=0)
    cut = _CUT.search(folded, one.number.end)
    end = cut.start() if cut else len(folded)
    behind = time_behind(folded, one.number.end, min(end, one.number.end + 24))
    if behind and (behind.endswith("0") or "/" in behind):
        return _TIME_OF.get(behind.rstrip("0123/"), NumberTime.UNSAID)
    before = time_before(folded, max(begin, one.number.start - 30), one.number.start)
    if before in _TIME_OF and not cue_only:
        return _TIME_OF[before]
    if cue_only:
        return NumberTime.UNSAID
    if behind:
        return _TIME_OF.get(behind.rstrip("0123/"), NumberTime.UNSAID)
    before = time_before(folded, 0, one.number.start)
    if before in _TIME_OF:
        return _TIME_OF[before]
    return one.time if heard and one.time_sure > 0.6 else NumberTime.UNSAID


def _per_of_days(one: HeardNumber, folded: str) -> str:
    """Of a month, a week or a year a number of days is: `tháng 26 ngày`."""
    begin = max((cut.end() for cut in _CUT.finditer(folded, 0, one.number.start)), default=0)
    before = time_before(folded, begin, one.number.start)
    if before in ("month", "week", "year"):
        return before
    unit = _UNIT.match(folded, one.number.end)
    behind = time_behind(folded, unit.end(), unit.end() + 16) if unit else ""
    named = behind.rstrip("0123/")
    if named in ("month", "week", "year") and (behind.endswith(("0", "1")) or "/" in behind):
        return named
    if one.time in (NumberTime.MONTH, NumberTime.WEEK) and one.time_sure > 0.7:
        return str(one.time)
    return ""


def _of_one(span: Span, one: HeardNumber, folded: str, clause: str) -> Span:
    """The price of one, or of a kilogram, of a price of ten or of a hundredweight."""
    behind = folded[one.number.end : one.number.end + 12]
    found = _EACH_LOT.search(behind) or _EACH_LOT.search(
        clause[: clause.find(folded[one.number.start : one.number.end])].strip()
    )
    if not found:
        return span
    lot = _LOT[found["lot"]]
    return span[0] / lot, span[1] / lot


def _thing(folded: str, one: HeardNumber) -> str:
    """What is counted: the word behind a number."""
    found = re.match(r" ?([a-z]+)", folded[one.number.end :])
    return found[1] if found else ""


def _lots(one: HeardNumber, folded: str) -> Span:
    """How many, in kilograms where a hundredweight or a ton is told."""
    low, high = one.number.low, one.number.high
    found = _LOT_BEHIND.match(folded, one.number.end)
    if found and found["lot"] in ("ta", "tan", "yen"):
        lot = _LOT[found["lot"]]
        more = 0.5 if found["more"] == "ruoi" else float(found["more"] or 0) / 10
        return (low + more) * lot, (high + more) * lot
    return low, high


def account_of(lines: Sequence[tuple[str, Sequence[HeardNumber]]]) -> AccountYear | None:
    """The year of what was told; None where anything of it has no place."""
    account = TalkAccount()
    try:
        for at, (text, heard) in enumerate(lines):
            account.take(at, text, heard)
        return account.year()
    except NoPlaceError:
        return None
