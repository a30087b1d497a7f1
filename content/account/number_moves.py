"""What is common to all that a number may do to the account."""

import math
from collections.abc import Iterator, Sequence

from content.account.events import ToldEvent
from content.account.flows import SoldFlow, Span, Stretch, ToldAccount
from content.account.heard import ROLES, HeardNumber, NumberRole, NumberTime
from content.account.move import AccountMove, added, state_of

FEWEST = 0.01  # a role's chance
_SUM = 3e7  # that may be of more than a month
_SOLD = (NumberRole.TAKINGS, NumberRole.PRICE, NumberRole.COUNT, NumberRole.WORKED)
_ONE = (NumberTime.MONTH, NumberTime.QUARTER, NumberTime.SEASON)

Timed = Iterator[tuple[NumberTime, list[str]]]


class OneNumber:
    """A number that is told in the `at`-th line, beside the account so far."""

    def __init__(self, event: ToldEvent, heard: HeardNumber, account: ToldAccount, at: int) -> None:
        self.event, self.heard, self.account, self.at = event, heard, account, at
        self.number, self.flows = heard.number, account.flows
        self.state = state_of(account, at)
        self.new = max((f.source for f in self.flows), default=-1) + 1

    def chance(self, role: NumberRole) -> float:
        """How likely the number is of a role."""
        one = self.heard
        if one.roles:
            return max(one.roles[ROLES.index(role)], FEWEST)
        if one.role is role:
            return max(one.sure, FEWEST)
        return max((1.0 - one.sure) / (2.0 if one.role in _SOLD else 4.0), FEWEST)

    def apart(self) -> float:
        """How likely it is nothing that is sold."""
        one = self.heard
        sure = one.sure if one.role not in _SOLD else (1.0 - one.sure) / 2
        return max(one.apart or sure, FEWEST)

    def move(
        self, after: ToldAccount, role: NumberRole, what: str, words: Sequence[str], *signs: str
    ) -> AccountMove:
        """What it does as a number of this role."""
        name = f"{role}.{what}"
        told = [(f"{name}|{one}", 1.0) for one in (*signs, self.state)]
        told.append((f"{role}:chance", math.log(self.chance(role))))
        told.append((f"{name}|mends", self.heard.mends))
        told.append((f"{name}|first", float(self.at == 0)))
        return AccountMove(after, (name, *words), tuple(told))

    def times(self, inherited: NumberTime | None) -> Timed:
        """Of which times it may be, each with what speaks for it; `inherited`: of what it is said
        to be a part or the better figure."""
        seen = set()
        for place, (time, where) in enumerate(self.event.times):
            seen.add(time)
            same = "" if inherited is None else "=" if inherited is time else "!"
            yield time, [f"time:{where}:{min(place, 1)}{same}"]
        said = f"{min(len(seen), 2)}"
        coming = self.account.coming[0].of if self.account.coming else None
        if coming in (*_ONE, NumberTime.WEEK) and coming not in seen:
            seen.add(coming)
            yield coming, [f"time:coming:{said}"]
        if inherited is None:
            yield NumberTime.UNSAID, [f"time:none:{said}"]
            large = self.number.is_money and self.number.high >= _SUM
            if large and NumberTime.ONCE not in seen:
                yield NumberTime.ONCE, [f"time:once:{said}"]
        elif inherited not in seen:
            told = "unsaid" if inherited is NumberTime.UNSAID else "kept"
            yield inherited, [f"time:{told}:{said}"]

    def parts(self, time: NumberTime) -> Iterator[tuple[Stretch | None, bool, str]]:
        """Of which part of the year a sum may be that is said beside another: the part, whether it
        is still to be told, and its name."""
        if self.account.coming:
            yield self.account.coming[0], False, "coming"
        yield None, True, "waits"
        yield None, False, "rest"
        if time in _ONE:
            yield Stretch(1.0, time), False, "one"

    def sums(self, role: NumberRole) -> Iterator[tuple[Span, str]]:
        """The sums in đồng it may be."""
        low, high = self.number.low, self.number.high
        if self.number.is_money:
            yield (low, high), "money"
            return
        if high >= 1000:
            yield (low, high), "1"
        if high < 1000 or role is NumberRole.TAKINGS:
            yield (low * 1e3, high * 1e3), "1e3"
        if high < 1000:
            yield (low * 1e6, high * 1e6), "1e6"

    def lots(self) -> Iterator[tuple[float, str]]:
        """How many pieces or kilograms its unit may be."""
        yield 1.0, "one"
        if self.event.lot != 1.0:
            yield self.event.lot, "lot"

    def beside(
        self, flow: SoldFlow, role: NumberRole, words: Sequence[str], *signs: str
    ) -> Iterator[AccountMove]:
        """Another thing that is sold."""
        yield self.move(added(self.account, flow), role, "new", words, *signs)
        if self.account.coming:
            part = flow._replace(part=self.account.coming[0])
            yield self.move(added(self.account, part, 1), role, "new.coming", words, *signs)
        if not self.flows or self.flows[-1].line == self.at:
            waits = flow._replace(waits=True)
            yield self.move(added(self.account, waits), role, "new.waits", words, *signs)
        if flow.time in _ONE:
            once = flow._replace(part=Stretch(1.0, flow.time))
            yield self.move(added(self.account, once), role, "new.one", words, *signs)

    def other_days(
        self,
        former: SoldFlow,
        flow: SoldFlow,
        role: NumberRole,
        words: Sequence[str],
        *signs: str,
    ) -> Iterator[AccountMove]:
        """The same thing sold, on other days than `former`; `flow` is what is sold then."""
        if next(f for f in reversed(self.flows) if f.source == former.source) != former:
            return
        was = "waits" if former.waits else "part" if former.part else "all"
        for part, waits, name in self.parts(flow.time):
            after = flow._replace(part=part, waits=waits)
            account = added(self.account, after, 1 if name == "coming" else 0)
            yield self.move(account, role, f"apart.{name}", words, *signs, was)
        if former.part is None and self.account.coming:
            first = former._replace(part=self.account.coming[0], waits=False)
            flows = [first if f == former else f for f in self.flows]
            rest = flow._replace(part=None, waits=False)
            account = self.account._replace(flows=(*flows, rest), coming=self.account.coming[1:])
            yield self.move(account, role, "apart.first", words, *signs, was)
