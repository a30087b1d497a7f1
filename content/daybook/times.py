"""Of which months and days a line is: seasons, some days of the week, days off."""

import re
from collections.abc import Sequence
from dataclasses import replace

from content.daybook.finding import named_in, with_line
from content.daybook.heard import SumHeard, SumMessage
from content.daybook.lines import ALL_MONTHS, AccountLine, DaysOff, Ends, Rate
from content.daybook.sizes import sized, with_counts
from content.daybook.state import FAR, SumAccount
from content.vietnamese import fold

_AS_EVER = re.compile(r"\bvan (?:[a-z]+ ){0,3}(?:binh thuong|nhu cu|nhu thuong|deu)\b")
_MENDS_OFF = re.compile(
    r"\b(?:nham|lon|noi lai|chi nghi|nghi co|nghi moi|thoi|dung ra|that ra|thuc ra|khong phai)\b"
)
_SEASONS = {"he": frozenset({6, 7, 8}), "tet": frozenset({1})}


def at_times(line: AccountLine, one: SumHeard, others: Sequence[AccountLine] = ()) -> AccountLine:
    """The line with another rate in some months, or on some days; `others`: whose seasons are
    known."""
    months, days = _months_of((line, *others), one), one.days or frozenset()
    if one.factor == 0.0 and not days and months:
        return replace(line, off=replace(line.off, months=line.off.months | months))
    full = one.factor == 1.0 and one.price is None and not one.counts and months
    if full and line.usual.is_usual and not days:  # `tháng 5 đến tháng 8 kín`: and else?
        return replace(
            line, rates=(replace(line.usual, months=months, when=one.when), *line.rates[1:])
        )
    price = sized(one, line) if one.price is not None else None
    factor = 1.0 if one.factor is None else one.factor
    per = "span" if one.span and not one.per and price is not None else one.per
    rate = Rate(price, one.each if price else "", one.counts, per, months, days, factor, one.when)
    if price is not None and not one.each and not one.counts and line.usual.each:
        small = price[1] < FAR * (line.usual.price or (0.0, 0.0))[1]
        rate = replace(rate, each=line.usual.each if small else "")
    if line.usual.months == months and not days and not line.usual.is_usual:
        return _of_part(line, one, price, rate)
    same = next((r for r in line.rates[1:] if (r.months, r.days) == (months, days)), None)
    if same is not None:
        rate = replace(
            rate,
            price=rate.price or same.price,
            each=rate.each or same.each,
            counts=with_counts(same.counts, one.counts),
            when=same.when,
        )
    kept = tuple(r for r in line.rates[1:] if r is not same)
    if one.mends and not days:  # `tháng giêng ít thôi, có tháng chạp gấp ba`
        kept = tuple(r for r in kept if r.days or not r.months & months)
    off = replace(line.off, week=line.off.week - days) if days else line.off
    return replace(line, rates=(line.usual, *kept, rate), off=off)


def _of_part(line: AccountLine, one: SumHeard, price: Ends | None, rate: Rate) -> AccountLine:
    """The line whose first rate is of some months alone, with that put right: the others stay."""
    first = line.usual
    told = replace(
        rate,
        price=price or first.price,
        each=rate.each or first.each,
        counts=with_counts(first.counts, one.counts) if one.counts else first.counts,
        per=rate.per or first.per,
        when=first.when,
    )
    rest = tuple(
        replace(
            r,
            price=r.price or first.price,
            each=r.each or first.each,
            counts=r.counts or first.counts,
        )
        for r in line.rates[1:]
    )
    return replace(line, rates=(told, *rest))


def _names_season(when: str, season: str) -> bool:
    folded = fold(when)
    alone = season != "mua" and folded.startswith(season)
    return alone or re.search(rf"\b(?:mua|vu|dip) {season}\b", folded) is not None


def seasons_of(lines: Sequence[AccountLine]) -> frozenset[int]:
    """The months of which something else than usual was told."""
    partly = [r.months for o in lines for r in o.rates if r.months != ALL_MONTHS and not r.days]
    return frozenset[int]().union(*partly)


def _months_of(lines: Sequence[AccountLine], one: SumHeard) -> frozenset[int]:
    if one.months is not None:
        return one.months
    if one.season:
        for rate in (rate for line in lines for rate in line.rates):
            if _names_season(rate.when, one.season) and rate.months != ALL_MONTHS:
                return rate.months
        if not one.rest:
            return _SEASONS.get(one.season, frozenset())
    if not one.rest:
        return ALL_MONTHS
    for other in lines:
        partly = [r.months for r in other.rates if r.months != ALL_MONTHS and not r.days]
        if partly:
            told = frozenset[int]().union(*partly)
            return ALL_MONTHS - (partly[0] if told == ALL_MONTHS else told)
    return ALL_MONTHS


def with_days_off(account: SumAccount, told: SumMessage, sold: Sequence[SumHeard]) -> SumAccount:
    """Puts the days off to the lines they are told of: those named, those of this message, else
    all that are sold by the day."""
    named = named_in(account, told) if account.lines else None
    if named is not None and _AS_EVER.search(told.folded):  # `xe vẫn cho thuê bình thường`
        line = account.lines[named]
        off = line.off if line.former is None else line.former
        return with_line(account, named, replace(line, off=off, former=None))
    if not told.off.is_told or not account.lines:
        return account
    counted = [n for n, one in enumerate(account.lines) if not one.aside]
    if sold and account.changed:
        places = list(account.changed)
    elif told.off.week_days or told.off.month_days:
        places = [account.last if named is None else named]
    elif named is not None:
        places = [named]
    else:
        daily = [n for n in counted if account.lines[n].is_daily or told.off.months]
        places = daily or counted[-1:]
    places = [n for n in places if not account.lines[n].aside] or counted
    mends = _MENDS_OFF.search(told.folded) is not None
    for place in places:
        line = account.lines[place]
        if line.is_daily or told.off.months or line.usual.per in ("", "day", "week"):
            off = joined(line.off, told.off, mends=mends)
            account = with_line(account, place, replace(line, off=off, former=line.off))
    return account


def joined(old: DaysOff, now: DaysOff, *, mends: bool) -> DaysOff:
    """Days off told before and now, together; what is put right takes the place of the former."""
    if now == DaysOff(none=True):
        return replace(old, none=True)
    days = now.days if mends and now.days else old.days + now.days
    return DaysOff(
        old.week | now.week,
        old.months | now.months,
        now.lunar or old.lunar,
        days,
        (*old.of_month, *now.of_month),
        now.week_days or old.week_days,
        now.month_days or old.month_days,
        now.year_days or old.year_days,
        now.none or old.none,
    )


def emptied(account: SumAccount, empty: Sequence[tuple[str, float]]) -> SumAccount:
    """Rooms that stand empty are let to nobody."""
    for thing, many in empty:
        for place, line in enumerate(account.lines):
            counts = line.usual.counts
            if not any(one.thing == thing for one in counts):
                continue
            left = tuple(
                replace(one, low=max(0.0, one.low - many), high=max(0.0, one.high - many))
                if one.thing == thing
                else one
                for one in counts
            )
            rate = replace(line.usual, counts=left)
            account = with_line(account, place, replace(line, rates=(rate, *line.rates[1:])))
            break
    return account
