"""What a number may do as how many are sold, rented out or come."""

from collections.abc import Iterator, Sequence

from content.account.flows import SoldFlow, Span
from content.account.heard import NumberRole, NumberTime
from content.account.move import AccountMove, added, near, put, ratio, said_in
from content.account.number_moves import OneNumber

_COUNT, _UNSAID = NumberRole.COUNT, NumberTime.UNSAID
_MOST_LACKING = 3


def count_moves(one: OneNumber) -> Iterator[AccountMove]:
    """So many of what has a price, of what is still to have one, or in the place of, beside or
    times a count that was told."""
    for lot, kind in one.lots():
        span = one.number.low * lot, one.number.high * lot
        words, signs = (f"C.lot:{kind}",), (f"lot:{kind}:{one.event.lot:g}",)
        for time, why in one.times(None):
            timed, told = (*words, f"C.time:{time}"), (*signs, *why)
            flow = SoldFlow(one.new, one.at, counts=((span, time),), time=time)
            yield from one.beside(flow, _COUNT, timed, *told)
            yield from _of_priced(one, span, time, timed, told)
        for former, place in near([f for f in one.flows if f.counts]):
            for time, why in one.times(former.time):
                timed, told = (*words, f"C.time:{time}"), (*signs, *why)
                yield from _CountedAgain(one, former, place, span, time).moves(timed, told)


def _of_priced(
    one: OneNumber, span: Span, time: NumberTime, words: Sequence[str], signs: Sequence[str]
) -> Iterator[AccountMove]:
    """Of what has a price and no count yet."""
    lacking = [f for f in one.flows if f.price is not None and not f.counts][:_MOST_LACKING]
    for place, former in enumerate(lacking):
        where = said_in(former, one.at)
        told = (*signs, f"{place}:{len(lacking)}:{where}", f"{former.time}>{time}")
        named = (*words, f"C.attach.{where}")
        flow = _with_count(former, span, time)
        yield one.move(put(one.account, former, flow), _COUNT, "attach", named, *told)
        if one.account.coming:
            part = flow._replace(part=one.account.coming[0])
            after = put(one.account, former, part)._replace(coming=one.account.coming[1:])
            yield one.move(after, _COUNT, "attach.coming", named, *told)
        elif former.line == one.at or not any(f.counts for f in one.flows):
            after = put(one.account, former, flow._replace(waits=True))
            yield one.move(after, _COUNT, "attach.waits", named, *told)
    if len(lacking) > 1:
        flows = tuple(_with_count(f, span, time) if f in lacking else f for f in one.flows)
        yield one.move(one.account._replace(flows=flows), _COUNT, "attach.all", words, *signs)


def _with_count(flow: SoldFlow, span: Span, time: NumberTime) -> SoldFlow:
    return flow._replace(counts=((span, time),), time=flow.time if time is _UNSAID else time)


class _CountedAgain:
    """A count where one was told."""

    def __init__(
        self, one: OneNumber, former: SoldFlow, place: str, span: Span, time: NumberTime
    ) -> None:
        self.one, self.former, self.span, self.time = one, former, span, time
        self.where = f"{place}.{said_in(former, one.at)}"
        self.count = (span, time)
        self.last, self.was = former.counts[-1]
        self.mended = former._replace(
            counts=(*former.counts[:-1], self.count), time=time, line=one.at
        )

    def moves(self, words: Sequence[str], signs: Sequence[str]) -> Iterator[AccountMove]:
        one, former = self.one, self.former
        priced = "P" if former.price else "-"
        told = (
            *signs, f"{self.where}:{priced}:{len(former.counts)}", ratio(self.last, self.span),
            f"{former.time}>{self.time}",
        )  # fmt: skip
        mended = put(one.account, former, self.mended)
        yield one.move(mended, _COUNT, "mend", (*words, f"C.mend.{self.where}"), *told)
        if len(former.counts) > 1:
            first = former._replace(counts=(self.count, *former.counts[1:]), line=one.at)
            yield one.move(put(one.account, former, first), _COUNT, "mend.first", words, *told)
        else:
            times = former._replace(counts=(*former.counts, self.count), time=self.time)
            yield one.move(
                put(one.account, former, times), _COUNT, "times",
                (*words, f"C.times.{self.where}"), *told, f"{self.was}>{self.time}",
            )  # fmt: skip
        yield from one.other_days(former, self.mended, _COUNT, words, *told)
        beside = self.mended._replace(source=one.new)
        yield one.move(added(one.account, beside), _COUNT, "beside", words, *told)
        yield from self._more(words, told)
        yield from self._split(words, told)

    def _more(self, words: Sequence[str], signs: Sequence[str]) -> Iterator[AccountMove]:
        """`thứ 7 chủ nhật thêm 2 phòng`."""
        one = self.one
        if not one.account.coming:
            return
        both = self.span[0] + self.last[0], self.span[1] + self.last[1]
        more = self.mended._replace(
            counts=(*self.former.counts[:-1], (both, self.time)), part=one.account.coming[0]
        )
        yield one.move(added(one.account, more, 1), _COUNT, "apart.more", words, *signs)

    def _split(self, words: Sequence[str], signs: Sequence[str]) -> Iterator[AccountMove]:
        """So many are of this price, the rest of the other: `gần thì 10 chuyến, còn lại xa`."""
        one, former = self.one, self.former
        lacking = [f for f in one.flows if f.price is not None and not f.counts]
        if not lacking or self.span[1] >= self.last[0]:
            return
        rest = self.last[0] - self.span[1], self.last[1] - self.span[0]
        before = former.counts[:-1]
        first = former._replace(counts=(*before, (self.span, self.was)))
        second = lacking[0]._replace(
            counts=(*before, (rest, self.was)), time=former.time, part=former.part
        )
        after = put(put(one.account, former, first), lacking[0], second)
        yield one.move(after, _COUNT, "split", words, *signs)
