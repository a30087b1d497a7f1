"""What a number may do as takings, or as the price of one."""

from collections.abc import Iterator, Sequence

from content.account.flows import SoldFlow, Span
from content.account.heard import NumberRole, NumberTime
from content.account.move import AccountMove, added, near, put, ratio, said_in, size_of
from content.account.number_moves import OneNumber

_TAKINGS, _PRICE, _UNSAID = NumberRole.TAKINGS, NumberRole.PRICE, NumberTime.UNSAID
_OF_PRICE = (NumberTime.DAY, NumberTime.WEEK, NumberTime.MONTH, NumberTime.YEAR)
_MOST_LACKING = 3


def takings_moves(one: OneNumber) -> Iterator[AccountMove]:
    """A sum that is taken in: a thing more that is sold, one in the place of what was told, one of
    other days."""
    for span, unit in one.sums(_TAKINGS):
        for time, why in one.times(None):
            words = (f"T.unit:{unit}", f"T.time:{time}")
            signs = (*why, f"unit:{unit}:{time}", f"{time}:{size_of(span)}")
            flow = SoldFlow(one.new, one.at, takings=span, time=time)
            yield from one.beside(flow, _TAKINGS, words, *signs)
            if one.flows:
                alone = one.account._replace(flows=(flow,), coming=())
                yield one.move(alone, _TAKINGS, "anew", words, *signs)
        for former, place in near(one.flows):
            where, kind = f"{place}.{said_in(former, one.at)}", "T" if former.takings else "P"
            for time, why in one.times(former.time):
                words = (f"T.unit:{unit}", f"T.time:{time}")
                signs = (*why, f"unit:{unit}:{time}", f"{where}:{kind}", f"{time}:{size_of(span)}",
                         ratio(former.each, span))  # fmt: skip
                flow = former._replace(line=one.at, takings=span, price=None, counts=(), time=time)
                mended = put(one.account, former, flow)
                yield one.move(mended, _TAKINGS, "mend", (*words, f"T.mend.{where}"), *signs)
                yield from one.other_days(former, flow, _TAKINGS, words, *signs)
            if former.takings:
                ends = min(former.takings[0], span[0]), max(former.takings[1], span[1])
                wide = put(one.account, former, former._replace(takings=ends))
                yield one.move(wide, _TAKINGS, "widen", (f"T.unit:{unit}",), ratio(ends, span))


def price_moves(one: OneNumber) -> Iterator[AccountMove]:
    """A price: of what was counted, of what is still to be, in the place of one that was told."""
    for (low, high), unit in one.sums(_PRICE):
        for lot, kind in one.lots():
            span = low / lot, high / lot
            words = (f"P.unit:{unit}", f"P.lot:{kind}")
            signs = (f"unit:{unit}", size_of(span), f"lot:{kind}:{one.event.lot:g}")
            yield from _of_counted(one, span, words, signs)
            yield from _anew(one, span, words, signs)


def _of_counted(
    one: OneNumber, span: Span, words: Sequence[str], signs: Sequence[str]
) -> Iterator[AccountMove]:
    cues = [(time, f"cue:{where}") for time, where in one.event.times if time in _OF_PRICE]
    lacking = [f for f in one.flows if f.counts and f.price is None][:_MOST_LACKING]
    for time, cue in [(_UNSAID, "cue:none"), *cues]:
        timed, told = (*words, f"P.time:{time}"), (*signs, cue)
        flow = SoldFlow(one.new, one.at, price=span, time=time)
        yield one.move(added(one.account, flow), _PRICE, "new", timed, *told)
        for place, former in enumerate(lacking):
            where = said_in(former, one.at)
            yield one.move(
                put(one.account, former, _priced(former, span, time)), _PRICE, "attach",
                (*timed, f"P.attach.{where}"), *told, f"{place}:{len(lacking)}:{where}",
                f"{former.time}>{time}",
            )  # fmt: skip
        if len(lacking) > 1:
            flows = tuple(_priced(f, span, time) if f in lacking else f for f in one.flows)
            yield one.move(one.account._replace(flows=flows), _PRICE, "attach.all", timed, *told)


def _priced(flow: SoldFlow, span: Span, time: NumberTime) -> SoldFlow:
    return flow._replace(price=span, time=flow.time if time is _UNSAID else time)


def _anew(
    one: OneNumber, span: Span, words: Sequence[str], signs: Sequence[str]
) -> Iterator[AccountMove]:
    """A price where one was told."""
    priced = [f for f in one.flows if f.price is not None]
    for former, place in near(priced):
        where = f"{place}.{said_in(former, one.at)}"
        told = (*signs, ratio(former.price, span), where)
        flows = tuple(
            f._replace(price=span)
            if (f.price, f.source) == (former.price, former.source) else f
            for f in one.flows
        )  # fmt: skip
        mended = one.account._replace(flows=flows)
        yield one.move(mended, _PRICE, "mend", (*words, f"P.mend.{where}"), *told)
        if former.counts:
            flow = former._replace(price=span, line=one.at)
            yield from one.other_days(former, flow, _PRICE, words, *told)
    if len(priced) > 1:
        flows = tuple(f._replace(price=span) if f.price else f for f in one.flows)
        yield one.move(one.account._replace(flows=flows), _PRICE, "mend.all", words, *signs)
        if not any(f.counts for f in priced):
            one_price = priced[0]._replace(price=span)
            flows = (*(f for f in one.flows if f not in priced), one_price)
            yield one.move(one.account._replace(flows=flows), _PRICE, "mend.one", words, *signs)
