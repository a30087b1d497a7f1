"""The year of one trade: its sums by days, by months and by parts of the year."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from content.revenue.kinds import MoneyKind
from content.takings.pieces import DAILY, OF_DAYS, TIMES, Quantity, Unplaced, with_per
from content.takings.tokens import Token, words_of

WEEKS, DAYS_LEAST, DAYS_MOST, MONTHS = 52, 360, 365, 12
_LEAST, _MOST, _UNCLEAR = 0.25, 4.0, 8.0  # times of a usual month
_DAYS_OF = {"tuan": 7}
_A_DAY = 3_000_000  # no more, and days off are told: no month's
_MONTHS_SUM = 200_000_000
_NEAR = 20  # letters
_COMMISSION = re.compile(r"\b(?:huong|hoa hong|chiet khau)(?: (?:duoc|la|co|khoang|tam))* $")


@dataclass(slots=True)
class DaysWorked:
    """On how much of the year is worked."""

    weekly: set[int] = field(default_factory=set)
    week: float = 7.0
    per_month: float = 0.0  # days a month worked, where told
    lunar_off: float = 0.0
    days_off: float = 0.0
    months: set[str] = field(default_factory=set)
    months_off: float = 0.0
    only: float = 0.0  # months worked only
    plain: bool = True
    share: float = 1.0


class Reckoner:
    """The year of one trade's sums."""

    def __init__(
        self,
        pieces: Sequence[Quantity],
        modifiers: Sequence[Token],
        told: Sequence[Quantity],
        folded: Sequence[str],
    ) -> None:
        self.pieces, self.modifiers, self.told, self.folded = pieces, modifiers, told, folded
        self.days = DaysWorked()
        for one in modifiers:
            self._rest(one)

    def _rest(self, one: Token) -> None:
        days = self.days
        if one.name != "no_rest":
            days.plain = False
        match one.name:
            case "rest_week":
                days.weekly |= {int(day) for day in one.of}
            case "rest_lunar":
                days.lunar_off += one.low * MONTHS
            case "rest_of_year" if not self._is_put_right(one):
                self._rest_of_year(one)
            case "occupancy":
                days.share = one.low
            case "share":
                days.share *= self._share(one)
            case "stopped" | "rest_month":
                days.months |= set(one.of)
            case "rest_month_days":
                days.per_month = 30 - one.low
            case "month_days":
                days.per_month = one.low
            case "n_days":
                if days.per_month and days.per_month + one.low in (30, 31):
                    return  # those not worked
                if one.low <= 7:
                    days.week = one.low
                elif one.low <= 31 and days.per_month in (0, one.low):
                    days.per_month = one.low
                else:
                    raise Unplaced("days")
            case "from_day":
                days.week = len(one.of)
            case "opened":
                first = int(one.of[0])
                days.months |= {str(month) for month in range(1, first)}
                days.months_off += 1 - one.low
            case "from_to":
                days.only = len(one.of)
            case "n_months":
                days.only = one.low
            case "months":
                raise Unplaced("months alone")

    def _rest_of_year(self, one: Token) -> None:
        """Days, weeks or months of the year on which nothing is sold."""
        if one.of[0] == "thang" and one.low != 0.5:
            self.days.months_off += one.low
        else:
            self.days.days_off += (
                15 if one.of[0] == "thang" else one.low * _DAYS_OF.get(one.of[0], 1)
            )

    def _share(self, one: Token) -> float:
        """What part of the sums told is sold for, where they are told without what came back, or
        with what is others'."""
        before = self.folded[one.line][: one.start]
        if words_of("returned", before[-_NEAR:]):
            return 1 - one.low
        if _COMMISSION.search(before):
            return one.low
        raise Unplaced("share")

    def _is_put_right(self, one: Token) -> bool:
        """Whether other days off are told later in place of these."""
        later = [
            other for other in self.modifiers if other.name == one.name and other.line > one.line
        ]
        if not later:
            return False
        if not words_of("mends", self.folded[later[-1].line]):
            raise Unplaced("rests")
        return True

    def _days_a_year(self) -> tuple[float, float]:
        days = self.days
        months = self._months_worked()
        week = days.week - len(days.weekly)
        if days.per_month:
            least = most = days.per_month * MONTHS
        elif week < 7:
            least, most = WEEKS * week, DAYS_MOST * week / 7
        else:
            least, most = float(DAYS_LEAST), float(DAYS_MOST)
        if days.lunar_off:
            least, most = min(least, DAYS_LEAST - days.lunar_off), most - days.lunar_off
        if days.days_off:
            off = days.days_off * min(week, 7) / 7
            least, most = least - off, most - off
            if week >= 7 and not days.per_month and not days.lunar_off:
                least = most
        return least * months / MONTHS, most * months / MONTHS

    def _months_worked(self) -> float:
        if self.days.only:
            return self.days.only
        worked = MONTHS - self.days.months_off - len(self.days.months)
        if worked <= 0:
            raise Unplaced("no month worked")
        return worked

    def _rate(self, piece: Quantity) -> tuple[float, float]:
        """What one sum comes to over the months that are worked."""
        months = piece.months or self._months_worked()
        per = piece.per & TIMES
        if len(per) > 1:
            per = {
                one for one in ("fifth", "day", "week", "month", "quarter", "year") if one in per
            }
            if "month" in per and "day" in per:
                per = {"day"}
            else:
                raise Unplaced("per")
        if not per:
            if (
                piece.of_year
                or (piece.money is MoneyKind.SALES and piece.high >= 200_000_000)
                or (piece.adds and piece.line)
            ):
                per = {"year"}
            elif (piece.counted or piece.high <= _A_DAY) and self._tells(*DAILY, "rest_month_days"):
                per = {"day"}
            else:
                raise Unplaced("no time")
        match next(iter(per)):
            case "day":
                least, most = self._days_a_year()
                return piece.low * least, piece.high * most
            case "fifth":
                return piece.low * 72, piece.high * 73
            case "week":
                weeks = WEEKS * months / MONTHS - self.days.days_off / 7
                return piece.low * weeks, piece.high * weeks
            case "month":
                return piece.low * months, piece.high * months
            case "quarter":
                return piece.low * months / 3, piece.high * months / 3
        return piece.low, piece.high

    def year(self) -> tuple[float, float]:
        low, high = self._year()
        return low * self.days.share, high * self.days.share

    def plain(self, per: str) -> tuple[float, float] | None:
        """What every day or month (`per`) brings, where nothing is said of days off."""
        one = self.pieces[0] if len(self.pieces) == 1 else None
        told = [token for token in self.modifiers if token.name != "no_rest"]
        times = any(piece.kind == "times" for piece in self.told)
        if one is None or one.when is not None or one.per & TIMES != {per} or told or times:
            return None
        return one.low, one.high

    def _year(self) -> tuple[float, float]:
        lunar = any(_is(one, "lunar") for one in self.pieces)
        for one in self.pieces:
            if _is(one, "week_days") and (lunar or one.per & {"month", "week"}):
                one.when = None  # on ordinary days
        base = [one for one in self.pieces if one.when is None or _is(one, "rest_of")]
        recent = [one for one in self.pieces if _is(one, "last_months")]
        some = [one for one in self.pieces if one not in base and one not in recent]
        some += self._multiples(base, some)
        if recent:
            if base or some or len(recent) > 1 or not any(one.inside for one in self.told):
                raise Unplaced("recent")
            return self._rate(recent[0])
        base, lumps = self._without_lumps(base)
        if len(base) > 1:
            raise Unplaced("several")
        days = [one for one in some if _is(one, *OF_DAYS)]
        spans = [one for one in some if one not in days]
        low, high = self._by_days(base, days) if days else self._base(base, spans)
        low, high = self._with_spans(low, high, spans, base or days)
        return low + sum(one.low for one in lumps), high + sum(one.high for one in lumps)

    def _without_lumps(self, base: list[Quantity]) -> tuple[list[Quantity], list[Quantity]]:
        """(what comes every day or month, what comes once a year beside it)."""
        seasons = {one.line: one.low for one in self.modifiers if one.name == "season_days"}
        for one in base:
            if one.line in seasons and one.per & TIMES == {"day"}:
                one.low, one.high = one.low * seasons[one.line], one.high * seasons[one.line]
                one.per, one.counted = {"year"}, True
        lumps = [one for one in base if one.counted and one.per & TIMES == {"year"}]
        if len(base) == 1 or len(lumps) == len(base):
            return base, []
        return [one for one in base if one not in lumps], lumps

    def _base(self, base: Sequence[Quantity], spans: Sequence[Quantity]) -> tuple[float, float]:
        if not base:
            return 0.0, 0.0
        if any(one.when and one.when.name in ("half", "quarter", "until") for one in spans):
            if not all(
                one.when and one.when.name in ("half", "quarter", "until", "months", "n_months")
                for one in spans
            ):
                raise Unplaced("parts")
            if base[0].when is None:
                raise Unplaced("parts and whole")
        return self._rate(base[0])

    def _multiples(self, base: Sequence[Quantity], some: Sequence[Quantity]) -> list[Quantity]:
        """`tháng tết gấp đôi`: so many times what is told of the others."""
        made: list[Quantity] = []
        for one in self.told:
            if one.kind != "times":
                continue
            of = base[0] if base else None
            if of is None:
                if len(some) != 1:
                    raise Unplaced("times of what")
                of = some[0]
            if one.when is None:
                raise Unplaced("times when")
            if one.when.name == "week_days" and of.when is None:
                raise Unplaced("times of it")
            piece = with_per(of, per=set(of.per))
            piece.low, piece.high, piece.when, piece.line = (
                of.low * one.low,
                of.high * one.high,
                one.when,
                one.line,
            )
            made.append(piece)
        return made

    def _by_days(self, base: Sequence[Quantity], some: Sequence[Quantity]) -> tuple[float, float]:
        """The year where some days of the week, or of the moon's month, bring another sum."""
        if any(one.per & TIMES - {"day"} for one in (*some, *base)):
            raise Unplaced("day kinds")
        lunar = [one for one in some if _is(one, "lunar")]
        weekly = [one for one in some if one not in lunar]
        if len(weekly) == 1 and not base and self.days.week < 7 and _is(weekly[0], "week_end"):
            return self._rate(weekly[0])
        if lunar and (weekly or len(lunar) > 1):
            raise Unplaced("both kinds")
        low, high = self._by_moon(base, lunar[0]) if lunar else self._by_week(base, weekly)
        months = self._months_worked()
        return low * months / MONTHS, high * months / MONTHS

    def _by_moon(self, base: Sequence[Quantity], one: Quantity) -> tuple[float, float]:
        days = (one.when.low if one.when else 0) * MONTHS
        if one.whole or self._summed():
            return one.low * MONTHS, one.high * MONTHS
        low, high = one.low * days, one.high * days
        if base:
            least, most = self._days_a_year()
            return low + base[0].low * (least - days), high + base[0].high * (most - days)
        if not self._tells("closed_else"):
            raise Unplaced("other days")
        return low, high

    def _by_week(self, base: Sequence[Quantity], weekly: Sequence[Quantity]) -> tuple[float, float]:
        rested, every = self.days.weekly - {0}, set(range(2, 9))
        worked: dict[int, Quantity] = {}
        for one in weekly:
            for day in _days_of(one.when):
                if day in worked:
                    raise Unplaced("day twice")
                worked[day] = one
        missing = every - set(worked) - rested
        if base and not missing:
            raise Unplaced("every day twice")
        only = len(weekly) == 1 and _is(weekly[0], "from_day")
        if missing and not (base or only or self._tells("closed_else")):
            raise Unplaced("other days")
        for day in missing if base else ():
            worked[day] = base[0]
        share = 1 - self.days.days_off / DAYS_MOST
        days = [one for day, one in worked.items() if day not in rested]
        low = sum(one.low for one in days) * WEEKS
        return low * share, sum(one.high for one in days) * DAYS_MOST / 7 * share

    def _tells(self, *names: str) -> bool:
        """Whether any of these is said of all the year."""
        return any(one.name in names for one in self.modifiers)

    def _summed(self) -> bool:
        return any(
            re.search(r"\b(?:hai|2|ca hai) (?:ngay|hom|bua) (?:cong|gop)", line)
            for line in self.folded
        )

    def _with_spans(
        self, low: float, high: float, spans: Sequence[Quantity], base: Sequence[Quantity]
    ) -> tuple[float, float]:
        """The year of a usual month with the months of which another sum is told."""
        if any(_is(one, "quarter", "half", "until", "other_quarters") for one in spans):
            return self._of_parts(spans)
        worked, months, sum_low, sum_high = self._months_worked(), 0.0, 0.0, 0.0
        for one in spans:
            count = self._months_of(one.when)
            if not count:
                raise Unplaced("span")
            times, beside = self._times_of(one, count, base)
            months += 0 if beside else count
            sum_low, sum_high = sum_low + one.low * times[0], sum_high + one.high * times[1]
        whole = base or self.days.only or self._tells("closed_else", "opened")
        if spans and ((not whole and months < worked) or months > worked):
            raise Unplaced("other months")
        rest = (worked - months) / worked
        return low * rest + sum_low, high * rest + sum_high

    def _times_of(
        self, one: Quantity, count: float, base: Sequence[Quantity]
    ) -> tuple[tuple[float, float], bool]:
        """How often a sum of some months is to be taken, at least and at most; and whether it comes
        beside what these months bring anyhow: `dịp tết thêm 15 bộ`."""
        per = one.per & TIMES
        if per == {"day"}:
            least, most = self._days_a_year()
            whole = self._months_worked()
            return (least / whole * count, most / whole * count), False
        if per - {"month"}:
            raise Unplaced("span per")
        if one.adds and base and one.kind == "money" and _is(one, "season", "months", "n_months"):
            times = 1.0 if not per or _is(one, "season") else count
            return (times, times), True
        times = 1.0 if one.whole else count
        if not per and count > 1 and not one.whole:
            times = self._total_or_each(one, count, base)
        return (times, times), False

    def _total_or_each(self, one: Quantity, count: float, base: Sequence[Quantity]) -> float:
        """How often a sum of several months is to be taken: of each of them, or of all."""
        monthly = base[0].high if base and base[0].per & TIMES == {"month"} else 0.0
        each = one.high / monthly if monthly else 0.0
        if one.when is not None and one.when.name == "from_to":
            if monthly and _LEAST <= each <= _MOST and not _LEAST <= each / count <= _MOST:
                return count
            return 1.0
        if not monthly:
            if one.high > _MONTHS_SUM:
                raise Unplaced("of all or each")
            return count
        if _LEAST <= each <= _MOST:
            return count
        if each <= _UNCLEAR:
            raise Unplaced("of all or each")
        if _LEAST <= each / count <= _MOST:
            return 1.0
        raise Unplaced("of all or each")

    def _months_of(self, when: Token | None) -> float:
        """How many months of the year are meant; 0 where that is not known."""
        if when is None:
            return 0
        match when.name:
            case "months" | "from_to":
                return len(when.of)
            case "n_months":
                return when.low
            case "from_on":
                return MONTHS + 1 - int(when.of[0])
            case "season":
                said = [
                    one.low
                    for one in self.modifiers
                    if one.name == "season_is" and one.of == when.of
                ]
                return said[0] if said else {"he": 3.0, "tet": 1.0}.get(when.of[0], 0.0)
        return 0

    def _of_parts(self, spans: Sequence[Quantity]) -> tuple[float, float]:
        """The year told by its quarters, its halves, or up to a month and behind it."""
        if any(one.name not in ("no_rest", "opened", "season") for one in self.modifiers):
            raise Unplaced("parts and more")
        parts: dict[str, Quantity] = {}
        for one in spans:
            key = "".join((one.when.name, *one.when.of[:1])) if one.when else ""
            if key in parts and not one.mends:
                raise Unplaced("part twice")
            parts[key] = one
        for key, one in parts.items():
            times = {"half": 6, "quarter": 3}.get(key[:-1], 0)
            if "month" in one.per and times:
                one.low, one.high, one.per = one.low * times, one.high * times, set()
        first, *_ = whole = list(parts.values())
        names = sorted({one.when.name for one in whole if one.when})
        low, high = sum(one.low for one in whole), sum(one.high for one in whole)
        if (names, len(whole)) in ((["half"], 2), (["quarter"], 4)):
            return low, high
        if names == ["other_quarters", "quarter"] and len(whole) == 2:
            other = next(one for one in whole if _is(one, "other_quarters"))
            return low + 2 * other.low, high + 2 * other.high
        if names == ["months", "until"] and len(whole) == 2:
            until, other = whole if _is(first, "until") else whole[::-1]
            return self._behind_month(until, other)
        raise Unplaced("parts")

    def _behind_month(self, until: Quantity, other: Quantity) -> tuple[float, float]:
        """`hết tháng 11 được 915 triệu, tháng 12 chắc 85`."""
        last = int(until.when.of[0]) if until.when else MONTHS
        left, told = MONTHS - last, len(other.when.of) if other.when else 0
        if told != left:
            raise Unplaced("parts")
        times = left if "month" in other.per else 1
        return until.low + other.low * times, until.high + other.high * times


def _is(one: Quantity, *names: str) -> bool:
    """Whether a piece is of such days or months."""
    return one.when is not None and one.when.name in names


def _days_of(when: Token | None) -> list[int]:
    match when.name if when else "":
        case "week_end":
            return [7, 8]
        case "week_days":
            return [2, 3, 4, 5, 6]
        case "from_day" | "one_day":
            return [int(day) for day in when.of] if when else []
    return []
