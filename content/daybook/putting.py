"""A sum, so many of a thing, or a change: a line of its own, or what it does to one before."""

import re
from collections.abc import Sequence
from dataclasses import replace

from content.daybook.finding import is_of, line_of, line_with, with_line, with_one_more
from content.daybook.heard import SumHeard, SumMessage
from content.daybook.lines import ALL_MONTHS, WEEK, AccountLine, DaysOff, Rate
from content.daybook.sizes import sized, with_counts
from content.daybook.state import FAR, MINE, THEIRS, Aside, SumAccount
from content.daybook.times import at_times, seasons_of
from content.revenue.kin import is_of_family
from content.vietnamese import fold, has_marks

_KIN = re.compile(
    r"\b(?:ong xa|ba xa|ong chong|ba vo|chong|con (?:trai|gai|re|dau)|thang (?:re|con|em|chau)"
    r"|ba nha|chi gai|anh trai|em gai|em trai|co em|ong ay|ba ay|ba cu)\b"
)
_SELLS_MARKED = re.compile(r"\bbán\b")
_SOLD = re.compile(r"\b(?:ban|duoc|dc|khach|di|chay|con|len|may|binh quan|trung binh)\b")
_MOST_OF_A_RENT = 50_000_000  # of a month, where nothing is said of its time
_LETTING = ("phong_tro", "cho_thue")


def told_one(
    account: SumAccount, one: SumHeard, told: SumMessage, earlier: Sequence[SumHeard]
) -> SumAccount:
    """One sum, count or change."""
    place = one.place if one.place is not None else line_of(account, one, told)
    line = account.lines[place] if account.lines else None
    if one.rest and line and not seasons_of(account.lines) and one.months is None:
        one = replace(one, rest=False, when="")  # `tháng thường`
    if line and one.counts and not _goes_on(account, one, told):
        return account  # `bàn trong hai tô`, called across the room
    if one.price is None and not one.counts:
        return _changed(account, one, place) if line else account
    if line is None:
        new = _new(account, one, earlier)
        trade, what = account.named
        if not new.trade and not new.what and what:
            new = replace(new, trade=trade, what=what)
        return with_one_more(account, new)
    if one.price is None:
        return _counted(account, one, place, told)
    waiting = next(
        (n for n, o in enumerate(account.lines) if o.lacks == "price" and not o.aside), None
    )
    if waiting is not None and not one.adds and not earlier:
        return with_line(account, waiting, priced(account.lines[waiting], one))
    own = is_of(line, one)
    goes_on = (
        bool(earlier) and earlier[-1].has_when and not one.what
    )  # `t1 đến t11 780, t12 90 nữa`
    if one.has_when and (
        goes_on or own or not (one.adds or (one.what and (one.days is None or earlier)))
    ):
        return with_line(account, place, at_times(line, one, account.lines))
    if one.adds and not one.mends and not (own and one.only):
        return _add_told(account, one, told, earlier)
    before = place not in account.changed  # told by an earlier message
    if own and (one.mends or one.only or before or one.each):
        return with_line(account, place, priced(line, one))
    if earlier or (one.what and not own):
        return _add_told(account, one, told, earlier)
    if one.mends or one.only:
        alike = [n for n, o in enumerate(account.lines) if o.usual.per == one.per and not o.aside]
        if line.usual.per != one.per and alike:
            place = alike[-1]
            line = account.lines[place]
    if one.mends or one.only or line.lacks in ("price", "per") or _narrows(line, one):
        return with_line(account, place, priced(line, one))
    if line_with(account, one) is not None:
        return replace(account, is_read=True)
    if one.bare and not (one.what or one.trade):
        return account
    new = _new(account, one, earlier)
    return with_one_more(account, replace(new, aside=Aside.MORE_OR_INSTEAD))


def _narrows(line: AccountLine, one: SumHeard) -> bool:
    price = line.usual.price
    if price is None or one.price is None or price[0] == price[1]:
        return False
    low, high = sized(one, line)
    return price[0] <= low <= high <= price[1]


def _add_told(
    account: SumAccount, one: SumHeard, told: SumMessage, earlier: Sequence[SumHeard]
) -> SumAccount:
    """The account with one more line, of which it is asked whose it is where one of the family is
    spoken of."""
    new = _new(account, one, earlier)
    ahead = one.near
    whose = is_of_family(ahead) if has_marks(told.text) else _KIN.search(fold(ahead))
    if whose and account.counted:
        theirs = THEIRS.search(told.folded) and not MINE.search(told.folded)
        mine = MINE.search(told.folded)
        aside = Aside.THEIRS if theirs else "" if mine else Aside.WHOSE
        new = replace(new, aside=aside, off=new.off if mine else DaysOff())
    return with_one_more(account, new)


def _new(account: SumAccount, one: SumHeard, earlier: Sequence[SumHeard]) -> AccountLine:
    """A line of what is heard, sold on the same days as those before it."""
    per = one.per or _time_of(account, one)
    if not per and earlier and not one.each and one.months is None:
        per = earlier[-1].per or account.lines[-1].usual.per
    if one.span and not per:
        per = "span"
    if not per and one.days:
        per = "day"
    off = DaysOff()
    daily = [o.off for o in account.lines if o.is_daily and not o.aside]
    if per == "day" and daily:
        off = replace(daily[0], week_days=0.0, month_days=daily[0].month_days)
    days = one.days or frozenset()
    if days and days <= WEEK:
        off, days = replace(off, week=WEEK - days), frozenset()
    before = account.lines[-1] if account.lines and one.bare and not one.per else None
    price = sized(one, before, per) if one.price is not None else None
    small = price is None or price[1] <= _MOST_OF_A_RENT
    if small and one.trade in _LETTING and (not per or (per == "day" and price is None)):
        per = "month" if price is not None else ""
    rate = Rate(
        price, one.each, one.counts, per, one.months or ALL_MONTHS, days, 1.0, one.when, one.over
    )
    return AccountLine((rate,), one.what, one.trade, off, on_platform=one.on_platform)


def _time_of(account: SumAccount, one: SumHeard) -> str:
    """The time of the line before, of a sum of its size that says none: `và rau 300 triệu`."""
    last = account.lines[-1].usual if account.lines else None
    if last is None or last.price is None or one.price is None or one.each or one.has_when:
        return ""
    if not one.adds and not one.mends:
        return ""
    high = sized(one, account.lines[-1])[1]
    of_time = not last.each and last.per in ("day", "week", "month", "year")
    return last.per if of_time and last.price[1] / FAR <= high <= last.price[1] * FAR else ""


def priced(line: AccountLine, one: SumHeard) -> AccountLine:
    """The line with its usual price put in, or put right."""
    first = line.usual
    price = sized(one, line)
    waits = bool(first.counts) and first.price is None
    of_thing = bool(first.each) or waits
    if waits and not one.each and not first.per:
        one = replace(one, each=first.counts[-1].thing)  # 4 rooms, and a night costs so much
    if one.counts or (of_thing and (one.each or not one.per)):
        each = one.each or first.each or (first.counts[-1].thing if first.counts else "")
        rate = replace(first, price=price, each=each, per=one.per or first.per)
        rate = replace(rate, counts=with_counts(first.counts, one.counts))
    elif of_thing:
        rate = Rate(price, "", (), one.per or first.per)
    else:
        per = one.per or first.per
        rate = replace(first, price=price, per=per, each=one.each or first.each)
    if not rate.per and line.trade in _LETTING:
        rate = replace(rate, per="month")
    return replace(
        line,
        rates=(rate, *line.rates[1:]),
        what=line.what or one.what,
        trade=line.trade or one.trade,
    )


def _counted(account: SumAccount, one: SumHeard, place: int, told: SumMessage) -> SumAccount:
    """So many of a thing: of the line that has or lacks it, else a line that lacks its price."""
    things = {many.thing for many in one.counts}
    fits = [n for n, o in enumerate(account.lines) if things & o.things and not o.aside]
    lacking = [n for n, o in enumerate(account.lines) if o.lacks == "count" and not o.aside]
    if not fits and one.sometimes and len(account.counted) == 1 and account.lines[place].things:
        fits = [place]
    found = (fits or lacking)[-1:] if not (one.adds and not fits) else []
    if not found:
        known = account.lines[place]
        if one.adds or not known.usual.each:
            return (
                with_one_more(account, _new(account, one, ())) if one.adds or one.per else account
            )
        return account
    line = account.lines[found[0]]
    if one.has_when:
        return with_line(account, found[0], at_times(line, one, account.lines))
    if one.sometimes and line.usual.counts:
        last, now = line.usual.counts[-1], one.counts[-1]
        ends = (last.low, last.high, now.low, now.high)
        many = replace(last, low=min(ends), high=max(ends))
        rate = replace(line.usual, counts=(*line.usual.counts[:-1], many))
        return with_line(account, found[0], replace(line, rates=(rate, *line.rates[1:])))
    rate = replace(line.usual, counts=with_counts(line.usual.counts, one.counts))
    rate = replace(rate, per=rate.per or one.per)
    return with_line(account, found[0], replace(line, rates=(rate, *line.rates[1:])))


def _goes_on(account: SumAccount, one: SumHeard, told: SumMessage) -> bool:
    """Whether so many of a thing are said to be sold, and not only named."""
    said = one.mends or one.only or one.per or one.adds or one.trade or one.has_when
    waits = any(line.lacks and not line.aside for line in account.lines)
    return bool(said or waits or one.sometimes or _SOLD.search(_as_written(told, one)))


def _as_written(told: SumMessage, one: SumHeard) -> str:
    """The folded words up to a sum, where `bàn` is no `bán`."""
    ahead = told.text[: one.start].lower()
    near = fold(one.near)
    return (
        near if not has_marks(told.text) or _SELLS_MARKED.search(ahead) else near.replace("ban", "")
    )


def _changed(account: SumAccount, one: SumHeard, place: int) -> SumAccount:
    """A time told alone, or what changes in some months or on some days."""
    line = account.lines[place]
    seasons = [n for n, o in enumerate(account.lines) if o.lacks == "season" and not o.aside]
    if seasons and one.months:
        known = account.lines[seasons[0]]
        rates = tuple(r if r.months else replace(r, months=one.months) for r in known.rates)
        return with_line(account, seasons[0], replace(known, rates=rates))
    if one.factor is None:
        lacking = [n for n, o in enumerate(account.lines) if o.lacks == "per" and not o.aside]
        if one.per and lacking:
            known = account.lines[lacking[0]]
            rate = replace(known.usual, per=one.per)
            return with_line(account, lacking[0], replace(known, rates=(rate, *known.rates[1:])))
        return account
    if not one.has_when:
        if not one.mends and not one.only:
            return account
        rate = replace(line.usual, factor=one.factor)
        return with_line(account, place, replace(line, rates=(rate, *line.rates[1:])))
    return with_line(account, place, at_times(line, one, account.lines))
