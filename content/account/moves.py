"""What each thing told may do to the account: begin another thing sold, stand in the place of what
was told before, say of which days a sum is, say nothing of it. Which of these it does is weighed in
`beam.py`."""

import math
from collections.abc import Iterator

from content.account.counts import count_moves
from content.account.events import NOT_SOLD, LineEventKind, ToldEvent
from content.account.flows import SoldFlow, Stretch, ToldAccount
from content.account.heard import NumberRole, NumberTime
from content.account.move import AccountMove, near, plain, put
from content.account.number_moves import OneNumber
from content.account.stretches import StretchMoves
from content.account.sums import price_moves, takings_moves

_MAYBE, _SURELY = 0.02, 0.9
_ALSO = {
    NumberRole.PART: (NumberRole.COUNT,),
    NumberRole.PRICE: (NumberRole.PRICE, NumberRole.TAKINGS),
    NumberRole.WORKED: (NumberRole.WORKED, NumberRole.COUNT),
}  # fmt: skip
_UNITS = {
    "tuan": NumberTime.WEEK, "thang": NumberTime.MONTH, "quy": NumberTime.QUARTER,
    "vu": NumberTime.SEASON, "mua": NumberTime.SEASON, "lua": NumberTime.SEASON,
    "dot": NumberTime.SEASON, "khoa": NumberTime.SEASON, "nam": NumberTime.YEAR,
}  # fmt: skip


def moves_of(event: ToldEvent, account: ToldAccount, at: int) -> Iterator[AccountMove]:
    """What an event of the `at`-th line may do."""
    match event.kind:
        case LineEventKind.NUMBER if event.heard is not None:
            yield from _number(OneNumber(event, event.heard, account, at))
        case LineEventKind.STRETCH if event.stretch is not None:
            yield plain(account, "skip.stretch")
            yield from StretchMoves("S", event.stretch, event.per, account, at).moves()
        case LineEventKind.TIME:
            yield from _times(event.times[0][0], account)
        case LineEventKind.UNIT:
            yield from _units(event.worth, account)
        case LineEventKind.DROP:
            yield from _drops(account)
        case _:
            yield from _ends(account, at, beside=event.beside)


def _number(one: OneNumber) -> Iterator[AccountMove]:
    role, money = one.heard.role, one.number.is_money
    signs = ((f"skip|{role}", 1.0), ("skip:chance", math.log(one.apart())),
             (f"skip|{one.state}", 1.0))  # fmt: skip
    yield AccountMove(one.account, ("skip", f"skip.{'M' if money else 'N'}"), signs)
    yield from _taken_off(one)
    if role in NOT_SOLD and role is not NumberRole.PART and one.apart() > _SURELY:
        return
    if _may(one, NumberRole.TAKINGS):
        yield from takings_moves(one)
    if _may(one, NumberRole.PRICE):
        yield from price_moves(one)
    if not money and _may(one, NumberRole.COUNT):
        yield from count_moves(one)
    if not money and (_may(one, NumberRole.WORKED) or one.event.unit):
        yield from _worked(one)


def _may(one: OneNumber, role: NumberRole) -> bool:
    heard = one.heard.role
    return role in _ALSO.get(heard, (heard,)) or one.chance(role) > _MAYBE


def _worked(one: OneNumber) -> Iterator[AccountMove]:
    """So many days, weeks or months."""
    value = (one.number.low + one.number.high) / 2
    of = _UNITS.get(one.event.unit, NumberTime.DAY)
    pers = [
        (time, where) for time, where in one.event.times
        if time in (NumberTime.MONTH, NumberTime.WEEK) and of is not NumberTime.MONTH
        and time is not of
    ]  # fmt: skip
    for per, where in (*pers, (NumberTime.YEAR, "none")):
        signs = (("worked:chance", math.log(one.chance(NumberRole.WORKED))),
                 (f"W.per:{per}:{where}", 1.0), (f"W.unit:{one.event.unit}", 1.0))  # fmt: skip
        for move in StretchMoves("W", Stretch(value, of), per, one.account, one.at).moves():
            words = (*move.words, f"W.per:{per}")
            yield AccountMove(move.account, words, (*move.signs, *signs))


def _taken_off(one: OneNumber) -> Iterator[AccountMove]:
    """A part of what was told that is somebody else's."""
    if not one.number.is_money or not one.flows or one.heard.role is NumberRole.COST:
        return
    for time, why in one.times(None):
        if time is NumberTime.UNSAID:
            continue
        flow = SoldFlow(
            one.new, one.at, takings=(one.number.low, one.number.high), time=time, sign=-1
        )
        after = one.account._replace(flows=(*one.flows, flow))
        yield plain(after, "less", f"less|{one.heard.role}", *(f"less|{told}" for told in why))


def _times(time: NumberTime, account: ToldAccount) -> Iterator[AccountMove]:
    """The time of what was told: `tháng`, `ý là cả năm`."""
    yield plain(account, "skip.time")
    for flow, place in near(account.flows):
        if flow.time is time:
            continue
        was = "unsaid" if flow.time is NumberTime.UNSAID else "said"
        signs = ((f"time.set.{was}:{place}", 1.0), (f"time.{flow.time}>{time}", 1.0))
        words = ("time.set", f"time.set.{was}", f"time.set:{time}")
        after = flow._replace(time=time)
        yield AccountMove(put(account, flow, after), words, signs)
        if flow.part:
            whole = put(account, flow, after._replace(part=None))
            yield AccountMove(whole, words, (*signs, ("time.whole", 1.0)))
    unsaid = [f for f in account.flows if f.time is NumberTime.UNSAID]
    meant = unsaid if len(unsaid) > 1 else list(account.flows)
    if len(meant) > 1:
        flows = tuple(f._replace(time=time) if f in meant else f for f in account.flows)
        yield AccountMove(
            account._replace(flows=flows), ("time.set", f"time.set:{time}"),
            ((f"time.all:{min(len(unsaid), 2)}", 1.0),),
        )  # fmt: skip


def _units(worth: float, account: ToldAccount) -> Iterator[AccountMove]:
    """The unit of what was told: `triệu chứ nghìn sao`."""
    yield plain(account, "skip.unit")
    for flow, place in near(account.flows):
        span = flow.takings or flow.price
        if span is None:
            continue
        for unit in (1.0, 1e3, 1e6):
            if worth == unit or not 1 <= span[1] / unit < 1000:
                continue
            sum_ = span[0] * worth / unit, span[1] * worth / unit
            new = flow._replace(takings=sum_) if flow.takings else flow._replace(price=sum_)
            yield plain(put(account, flow, new), "unit.set", f"unit.set:{place}:{unit:g}")


def _drops(account: ToldAccount) -> Iterator[AccountMove]:
    """Something told that is somebody else's: `ki ốt trong là của mẹ chồng`."""
    yield plain(account, "skip.drop")
    for flow, place in near(account.flows):
        flows = tuple(f for f in account.flows if f is not flow)
        yield plain(account._replace(flows=flows), "drop", f"drop:{place}:{min(len(flows), 2)}")


def _ends(account: ToldAccount, at: int, *, beside: bool) -> Iterator[AccountMove]:
    """What the line comes to: a year that is sure, or one that something told speaks against.
    `beside`: it tells of a thing more, so that nothing is sure where the first was not told."""
    untold = beside and at and all(f.line == at for f in account.flows)
    if any(f.line == at for f in account.flows):
        account = account._replace(coming=())
    flows = account.flows
    sources = {f.source for f in flows}
    account = account._replace(doubted=False)
    year = account.year()
    lacks, untimed = sum(f.each is None for f in flows), sum(f.time == "-" for f in flows)
    signs = [
        f"end.size:{int(math.log10(year[1]) * 2) if year else 0}",
        f"end.lacks:{min(lacks, 2)}:{min(len(flows), 2)}:{min(at, 2)}",
        f"end.untimed:{min(untimed, 2)}",
        f"end.whole:{account.is_whole and bool(flows)}:{year is None}",
        f"end.waits:{sum(f.waits for f in flows)}",
        f"end.sources:{len(sources)}",
        *(f"end.covers:{account.covered(source)}" for source in sources),
    ]
    if not year:
        yield plain(account, "end.open", *signs)
        return
    if not untold:
        yield plain(account, "end.sure", *signs)
    yield plain(account._replace(doubted=True), "end.doubt", *signs, "doubt")
