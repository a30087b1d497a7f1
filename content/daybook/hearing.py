"""What one message tells for the account: sums, how many of what, of which time and days, with the
words that say whether it is more, instead, a cost, or of somebody else."""

import re
from collections.abc import Sequence
from dataclasses import replace

from content.daybook.groups import Groups
from content.daybook.heard import SumHeard, SumMessage
from content.daybook.lines import DATE, LUNAR, WEEK, Ends, Many
from content.daybook.months import (
    how_many,
    last_place,
    months_between,
    months_from,
    months_in,
    months_until,
)
from content.daybook.patterns import (
    A_DATE,
    COMES_BACK,
    COST,
    DEPOSIT,
    FEE,
    FEW,
    FIRST_MONTH,
    IS_LEFT,
    IS_LIMIT,
    LABOUR,
    LESS,
    LESS_OF,
    LETS,
    LIMIT,
    MARKUP,
    MEAN,
    MENDS,
    MORE,
    NET,
    NO_EACH,
    NO_NAME,
    NO_SALE,
    ONLY,
    ONLY_BEHIND,
    OPENED,
    OWN_NAME,
    PAID_AT_ONCE,
    PAID_OUT,
    PART,
    PER_OF_TIME,
    PLAIN_NAME,
    PRIVATE,
    PROFIT,
    PROFIT_MARKED,
    REST_OF_MONTHS,
    SELLS,
    SO_FAR,
    SOMETIMES,
    SUPPOSED,
    TAKEN_FROM,
    TOGETHER,
    WAS,
    WHOLE_OFF,
)
from content.daybook.pricing import with_prices
from content.revenue.kinds import MoneyKind
from content.takings.given import GIVEN, IS_PROFIT, OF_FORMER, TO_SUPPLIER, WAS_GIVEN
from content.takings.numerals import value_of
from content.takings.patterns import MONTH_NAMES, PERS
from content.takings.pieces import PLATFORM, SOURCE, id_of
from content.takings.tokens import Token
from content.trades import Mention
from content.vietnamese import fold


def heard_in(text: str, mentions: Sequence[Mention]) -> SumMessage:
    """What a tidied message tells; `mentions`: the trades it names."""
    return _Hearing(text, mentions).message()


class _Hearing(Groups):
    """A message while it is heard."""

    def message(self) -> SumMessage:
        """What the message tells."""
        self._group()
        heard = [self._heard(place, group) for place, group in enumerate(self.found)]
        heard = with_prices([one for one in heard if not one.is_empty])
        if any(one.inside and one.price is not None for one in heard):
            heard = [one if one.kind or one.adds else replace(one, kind="inside") for one in heard]
        returned, fee = self._share()
        names = tuple((id_of(one), one.words) for one in self.mentions)
        own = OWN_NAME.search(self.folded)
        if not names and own and (what := self._without_rest(own)):
            names = (("", what),)
        opened = OPENED.search(self.folded)
        if opened and not self.off.months:
            first = int(opened["m"] or opened["m2"])
            self.off = replace(self.off, months=frozenset(range(1, first)))
        if whole := WHOLE_OFF.search(self.folded):
            self.off = replace(self.off, months=self.off.months | {int(whole["m"])})
        both = TOGETHER.search(self.folded)
        together = value_of(both["n"]) if both else 1.0
        markup = next(
            (
                t.low
                for t in self.tokens
                if t.name == "share" and MARKUP.search(self.folded[: t.start])
            ),
            0.0,
        )
        net = NET.search(self.folded) is not None
        empty = tuple(self._empty(t) for t in self.tokens if t.name == "empty" and t.of)
        return SumMessage(
            self.text,
            self.folded,
            tuple(heard),
            self.off,
            returned,
            fee,
            together,
            markup,
            net,
            names,
            empty,
        )

    def _empty(self, token: Token) -> tuple[str, float]:
        """So many rooms stand empty, over the year."""
        said = self.folded[token.start : token.end]
        swallowed = said.endswith("tu thang")
        since = re.match(
            r" ?([a-z0-9]+)" if swallowed else r"(?: [a-z]+)? tu thang ([a-z0-9]+)",
            self.folded[token.end :],
        )
        told = months_in((MONTH_NAMES.get(since[1], since[1]),)) if since else frozenset()
        many = how_many(self.folded, token) or token.low
        return token.of[0], many * (13 - min(told)) / 12 if told else token.low

    def _heard(self, place: int, group: Sequence[Token]) -> SumHeard:
        start, end = group[0].start, group[-1].end
        before = self.found[place - 1][-1].end if place else 0
        after = self.found[place + 1][0].start if place + 1 < len(self.found) else len(self.folded)
        left, right = self.folded[before:start], self.folded[end:after]
        one = SumHeard(start, end, self.text[start:end])
        for token in group:
            one = self._with(one, token)
        stretch = self.folded[before:after]
        own = self.folded[before:end]
        one = replace(
            one,
            adds=bool(MORE.search(own) or MORE.match(right.strip()[:6])),
            mends=bool(MENDS.search(self.folded[:end]) or MEAN.search(own)),
            only=bool(ONLY.search(own) or ONLY_BEHIND.match(right)),
            inside=bool(LESS_OF.search(own) or LESS_OF.search(right)),
            on_platform=bool(PLATFORM.search(own)),
            near=self.text[before:end],
            was=bool(WAS.match(right)),
            sometimes=bool(SOMETIMES.search(own)) and not MEAN.search(own),
        )
        one = self._when(one, f"{left} {self.folded[start:end]}", stretch)
        one = replace(one, kind=self._kind(one, group, left, right))
        if one.kind == "profit" and one.counts and one.price is not None:
            one = replace(
                one, price=None, each="", kind=""
            )  # so many are sold; at what is not said
        if one.each in NO_EACH and one.per and not one.counts:
            one = replace(one, each="")  # `cho 1 o sinh viên thuê`
        trade, what, source = self._named(before, start, end, after)
        inside = one.inside and not one.kind and one.price is not None and not one.only
        kind = "inside" if inside else one.kind
        if one.price is not None and not one.per and not one.each and one.months is not None:
            one = replace(one, per="span" if one.span else "month")
        if one.lets and not source:
            let = LETS.search(fold(one.near))
            trade, what = "cho_thue", one.near[let.start() : let.end()] if let else ""
        return replace(one, trade=trade, what=what, what_is_source=source, kind=kind)

    def _with(self, one: SumHeard, token: Token) -> SumHeard:
        match token.name:
            case "money" | "number" if one.price is None:
                bare = token.name == "number"
                if not bare and (thing := self._of_one_thing(token)):
                    return replace(one, price=thing[0], each=thing[1])
                return replace(one, price=(token.low, token.high), bare=bare)
            case "count":
                said = self.text[token.start : token.end].split()[-1]
                many = Many(token.of[0], said, token.low, token.high)
                return replace(one, counts=(*one.counts, many))
            case "each":
                return replace(one, each=token.of[0])
            case "per":
                per = PER_OF_TIME.get(token.of[0], token.of[0])
                behind = one.price is not None and "weak" in token.of
                return replace(one, per=one.per if behind and one.per else per)
            case "per_year":
                return replace(one, per="year")
            case "times":
                return replace(one, factor=token.low)
            case "fraction" | "half_of":
                return replace(one, factor=token.low)
        return self._at_times(one, token)

    def _at_times(self, one: SumHeard, token: Token) -> SumHeard:
        """The same with the months or days that a token names."""
        said = self.text[token.start : token.end]
        when = f"{one.when}, {said}" if one.when else said
        match token.name:
            case "months" | "from_to":
                told = months_in(token.of)
                if token.name == "months" and re.search(
                    r"\btu (?:thang )?$", self.folded[: token.start]
                ):
                    told = frozenset(range(min(told, default=1), 13))
                together = token.name == "from_to" or one.span
                return replace(
                    one, months=(one.months or frozenset()) | told, when=when, span=together
                )
            case "from_on":
                return replace(one, months=months_from(token), when=when)
            case "until":
                return replace(one, months=months_until(token), when=when, span=True)
            case "half":
                first = token.of == ("1",)
                return replace(
                    one,
                    months=frozenset(range(1, 7) if first else range(7, 13)),
                    when=when,
                    span=True,
                )
            case "quarter" if token.of and token.of[0].isdecimal():
                first_month = 3 * int(token.of[0]) - 2
                of = frozenset(range(first_month, first_month + 3))
                return replace(one, months=of, when=when, span=True)
            case "season_is" if token.of:
                numbers = [int(n) for n in re.findall(r"(?<=thang )\d{1,2}", fold(said))]
                if len(numbers) > 1:
                    months = months_between(numbers[0], numbers[1])
                else:
                    months = frozenset(range(13 - max(1, min(12, int(token.low))), 13))
                return replace(one, months=months, season=token.of[0], when=when)
            case "season" if token.of:
                return replace(one, season=token.of[0], when=when)
            case "rest_of" if token.of and "thuong" in fold(said):
                return replace(one, per=one.per or token.of[0])  # `tháng thường`
            case "rest_of" | "other_quarters":
                return replace(one, rest=True, when=when)
            case "n_months":
                return self._of_months(one, token, when)
        return self._on_days(one, token, when)

    def _on_days(self, one: SumHeard, token: Token, when: str) -> SumHeard:
        """The same of some days of the week, or of the month by the moon."""
        match token.name:
            case "week_end":
                return replace(one, days=frozenset({7, 8}), when=when)
            case "week_days":
                return replace(one, per=one.per or "day", of_week=True)  # what is usual
            case "from_day":
                return replace(one, days=frozenset(int(d) for d in token.of) & WEEK, when=when)
            case "lunar":
                return replace(one, days=frozenset({LUNAR}), when=when)
            case "one_day":
                days = (one.days or frozenset()) | {int(d) for d in token.of}
                return replace(one, days=days & WEEK, when=when)
        return one

    def _of_months(self, one: SumHeard, token: Token, when: str) -> SumHeard:
        """The same of so many months, nobody says which."""
        if SO_FAR.search(self.folded[: token.end + 6]):
            return one  # since when it is sold
        ahead = self.folded[max(0, token.start - 24) : token.start]
        if one.price is None and PAID_AT_ONCE.search(ahead):
            return replace(one, over=max(1, int(token.low)), per="month")
        count = min(12, max(1, int(token.low)))
        return replace(one, months=frozenset(range(13 - count, 13)), when=when)

    def _of_one_thing(self, token: Token) -> tuple[Ends, str] | None:
        """`70k 1 đầu`, read as 70.1 thousand: the price of one; None for any other sum."""
        said = self.folded[token.start : token.end]
        tail = re.search(r"(?P<unit>k|nghin|ngan|tr|trieu) 1$", said)
        thing = re.match(r" ?([a-z]+)", self.folded[token.end :])
        if not tail or not thing or thing[1] in NO_NAME or thing[1] in PERS:
            return None
        less = 100 if tail["unit"] in ("k", "nghin", "ngan") else 100_000
        return (token.low - less, token.high - less), thing[1]

    def _when(self, one: SumHeard, own: str, stretch: str) -> SumHeard:
        """The same with what no token tells: other months, half, full, one day of a month."""
        alone = one.price is None and not one.counts
        rest = REST_OF_MONTHS.search(stretch if alone else own)
        if rest and one.months is None and one.days is None:
            one = replace(one, rest=True, when=one.when or rest[0])
        if one.months is None and (first := FIRST_MONTH.search(own)):
            one = replace(one, months=frozenset({1}), when=first[0])
        if LETS.search(own) and one.price is not None:
            one = replace(one, lets=True)
        date = A_DATE.search(own)
        if date and re.search(r"\b(?:ngay|hom|bua|dot) (?:do|ay|sale)\b|\b1 ngay\b", stretch):
            month = frozenset({int(date[2])})
            one = replace(one, months=month, days=frozenset({DATE}), when=date[0])
        if one.price is None and not one.counts and one.factor is None:
            timed = one.months is not None or one.days is not None or one.rest
            if timed and (found := self._change_in(stretch)) is not None:
                one = replace(one, factor=found)
        return one

    def _kind(self, one: SumHeard, group: Sequence[Token], left: str, right: str) -> str:
        money = next((t for t in group if t.name in ("money", "number")), group[0])
        said = left + self.folded[one.start : money.start]
        clause = re.split(r"[,;.]\s", said)[-1]
        if len(clause.split()) < FEW:
            clause = " ".join(re.split(r"[,;.]\s", said)[-2:])
        start_of = money.start - len(clause)
        if SUPPOSED.search(self.folded):
            return "supposed"
        if LESS.search(said):
            return "supposed"  # of what sum so much is taken off, others read
        if TAKEN_FROM.search(said):
            return "no_sale"
        if one.price is None:
            if one.factor is not None and COST.search(self.folded):
                return "cost"
            return "returned" if COMES_BACK.search(clause) else ""
        if COMES_BACK.search(clause):
            return "returned"
        if OF_FORMER.match(right) or any(
            t.name == "last_years" and t.end <= money.start and t.start >= start_of
            for t in self.tokens
        ):
            return "former"
        if DEPOSIT.search(left):
            return "no_sale"
        if IS_LIMIT.search(self.folded[: money.start]) and one.price == (LIMIT, LIMIT):
            return "limit"
        shared = any(t.name == "share" for t in self.tokens)
        if shared and IS_LEFT.search(clause) and (one.bare or not one.per):
            return "profit"  # what an application leaves of it
        if self._is_given(one, said, clause, right):
            return "no_sale"
        return self._of_sale(one, money, clause, right)

    def _is_given(self, one: SumHeard, said: str, clause: str, right: str) -> bool:
        """Whether a sum was given, borrowed, paid to somebody, or got for a thing of one's own."""
        if GIVEN.search(clause) or WAS_GIVEN.match(right) or TO_SUPPLIER.search(clause):
            return True
        behind = re.split("[,;.]", right)[0][:12]
        other = not SELLS.search(clause) and NO_SALE.search(f"{clause} {behind}")
        return bool(other or PRIVATE.search(said))

    def _of_sale(self, one: SumHeard, money: Token, clause: str, right: str) -> str:
        """Whether it was sold for, or paid, or is left of it."""
        heard = next((k for s, e, k in self.kinds if s < money.end and money.start < e), None)
        sells = SELLS.search(clause)
        if one.lets:
            return ""
        if LABOUR.search(f"{clause} {right[:14]}") and not PAID_OUT.search(clause):
            return ""
        cost, profit = last_place(COST, clause), last_place(PROFIT, self._of_profit(clause, one))
        sold = last_place(SELLS, clause)
        if max(cost, profit) > sold:
            return "cost" if cost > profit else "profit"
        if IS_PROFIT.match(right):
            return "profit"
        named = {MoneyKind.COSTS: "cost", MoneyKind.PROFIT: "profit"}
        return "" if one.counts or sells else named.get(heard, "") if heard else ""

    def _of_profit(self, clause: str, one: SumHeard) -> str:
        """The clause, where an unmarked `lai` is none that says again."""
        written = self.text[: one.start].lower()
        said = written.isascii() or PROFIT_MARKED.search(written)
        return clause if said else re.sub(r"\b(?:lai|loi)\b", "-", clause)

    def _named(self, before: int, start: int, end: int, after: int) -> tuple[str, str, bool]:
        """(the trade's id, the words, whether they are a place) that a group is said of."""
        ahead = [one for one in self.mentions if before <= one.start < start]
        behind = [one for one in self.mentions if start <= one.start < after]
        named = ahead[-1:] or behind[:1]
        sources = [s for s in SOURCE.finditer(self.folded) if before <= s.start() < start]
        if sources and (not named or sources[-1].start() > named[0].start):
            found = sources[-1]
            trade = id_of(named[0]) if named else ""
            return trade, self.text[found.start() : found.end()], True
        if named and not LABOUR.search(self.folded, before, after):
            return id_of(named[0]), named[0].words, False
        plain = PLAIN_NAME.search(self.folded, before, after)
        if plain:
            return "", self.text[plain.start() : plain.end()], False
        own = OWN_NAME.search(self.folded, before, start)
        what = self._without_rest(own) if own else ""
        return "", what, False

    def _without_rest(self, own: re.Match[str]) -> str:
        """The words that name what is sold, up to the first that names nothing."""
        words = self.text[own.start("what") : own.end("what")].split()
        ends = (n for n, word in enumerate(words) if fold(word) in NO_NAME)
        return " ".join(words[: next(ends, len(words))])

    def _share(self) -> tuple[float, float]:
        """(what part came back, what part an application keeps)."""
        returned, fee = 0.0, 0.0
        came = COMES_BACK.search(self.folded)
        for token in self.tokens:
            if token.name == "share":
                near = self.folded[max(0, token.start - 30) : token.start]
                if came and COMES_BACK.search(near):
                    returned = token.low
                elif FEE.search(near):
                    fee = token.low
        part = PART.search(self.folded)
        if came and not returned and part and int(part[2]) > 1:
            returned = int(part[1]) / int(part[2])
        if (
            came
            and not returned
            and (one := next((t for t in self.tokens if t.name == "fraction"), None))
        ):
            returned = one.low
        return returned, fee
