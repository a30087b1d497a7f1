"""The gate before the sum of a year that a message tells: whether each amount, count, time and
rhythm of it has its place in the sum, or is surely something else."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import prod

from content.amounts import Amount, Period, amounts
from content.revenue.figures import figures
from content.revenue.joining import says_part
from content.revenue.kin import is_of_family
from content.revenue.kinds import MoneyKind
from content.revenue.sold import with_sold
from content.revenue.told import Lack, StatementKind, ToldFigures
from content.takings.adding import adds_up
from content.takings.leftover import left_in
from content.takings.numerals import DIGITS, value_of
from content.takings.pieces import PLACES
from content.takings.tokens import Token, tokens_in, without_slips, words_of
from content.takings.told_line import RESTS, is_spent
from content.takings.year import YearTold, year_told
from content.trades import Mention, Trades
from content.vietnamese import fold

Spans = Sequence[tuple[int, int]]

_CLOSE, _ALIKE = 50, 40  # sums, years that differ by less than one in so many are the same
_UNITS = (1, 1_000, 1_000_000, 1_000_000_000)
_SUMS = frozenset({"money", "number", "count", "times", "fraction", "half_of"})
# What tells, beside a sum, of which part of the year it is.
_OF_PART = frozenset(
    {"n_days", "n_months", "from_to", "from_on", "until", "months", "quarter", "other_quarters"}
    | {"half", "rest_of", "season", "week_end", "week_days", "from_day", "lunar", "one_day"}
    | {"last_months", "next_year", "last_years", "unread", "share"}
)
_OTHER_DAYS = frozenset({"week_end", "one_day", "lunar", "from_day", "rest_of", "season"})
_MULTIPLIED = ("money", "number", "season")
_TO_ASK = re.compile(r" ?(?:viec|chuyen|cau|dieu|van de|thac mac)\b")
_ELSE = (MoneyKind.COSTS, MoneyKind.PROFIT, MoneyKind.OTHER)
_WEEKS, _MONTHS, _DAYS = 52, 12, (360, 365)
_DENIED = re.compile(
    r"\b(?:khong phai|chu khong|khong con|hong phai)(?: (?:la|co))? $|\bsao (?:lai |ra )+$"
)
_ASTONISHED = re.compile(r" ?(?:a|ha|u|ah)\b ?\?")


def without_place(
    line: str,
    mentions: Sequence[Mention],
    told: ToldFigures,
    trades: Trades,
    *,
    behind: bool = False,
) -> tuple[str, ...]:
    """The pieces of a line, without slips and with `t9` written out, that the year of `told` is
    reckoned without; `mentions`: the trades named in it as it stands so. `behind`: others told
    before it what the months it does not name bring."""
    if _are_same(year_told([line], [mentions]), told):
        return ()
    gate = _Gate(line, mentions, told, trades, behind)
    return () if gate.is_of_next_year() else gate.left()


def _are_same(year: YearTold, told: ToldFigures) -> bool:
    """Whether both come to the same year, or nearly."""
    low, high = told.ends or (told.yearly, told.yearly)
    if low is None or high is None or not year.streams:
        return False
    return _near(low, year.low, _ALIKE) and _near(high, year.high, _ALIKE)


def _near(one: float, other: float, parts: int = _CLOSE) -> bool:
    return abs(one - other) * parts <= max(one, other)


@dataclass
class _Gate:
    """One line, and what it is reckoned as."""

    line: str
    mentions: Sequence[Mention]
    told: ToldFigures
    trades: Trades
    behind: bool = False

    def is_of_next_year(self) -> bool:
        """Whether next year's is told, whole, and all of it is reckoned with."""
        if not self.all_of("next_year"):
            return False
        sums = self.all_of("money", "number")
        whole = all(self._of_money(one) or self._of_number(one) for one in sums)
        folded = fold(self.line)
        return whole and not words_of("adds", folded) and not _LIKE_SO_MUCH.search(folded)

    def left(self) -> tuple[str, ...]:
        """What of a line has no place."""
        line = self.line
        tokens = tokens_in(line, 0)
        spans = list(self._reckoned_in())
        if self._is_apart() or self._is_made_up() or self._is_untimed():
            return self.sums()
        spans += self._of_next_year(tokens)
        if adds_up(tokens, self.told.yearly or max(self.told.ends or (0,))):
            spans += [(one.start, one.end) for one in tokens if one.name not in RESTS]
        for one in tokens:
            if one.name == "times" and self._is_multiplied(one):
                spans += [(o.start, o.end) for o in tokens if o.name in _MULTIPLIED]
        if not any(one.name in ("money", "number", "times") for one in tokens):
            tokens = tuple(
                o for o in tokens if o.name != "count" or o.of[0] not in (*PLACES, "phan")
            )
        silent = {one for one in tokens if self._says_nothing(one, tokens)}
        spans += [(one.start, one.end) for one in silent]
        tells = any(one.name in _SUMS for one in tokens if one not in silent)
        found = [
            (one.start, one.end)
            for one in tokens
            if one.name in RESTS or (tells and one.name in _SUMS | _OF_PART)
            if not self._is_placed(one) and not _within(one.start, one.end, spans)
        ]
        found += self._loose(tokens, spans, numbers=tells)  # else numbers of something else
        return tuple(line[start:end].strip() for start, end in sorted(found))

    def _says_nothing(self, token: Token, tokens: Sequence[Token]) -> bool:
        """Whether a piece changes no sum: `3 việc muốn hỏi`; `ngày thường` where their number is
        told, and of no other days anything."""
        if token.name == "number":
            return _TO_ASK.match(fold(self.line[token.end :])) is not None
        if token.name != "week_days":
            return False
        names = {one.name for one in tokens}
        return "n_days" in names and not names & _OTHER_DAYS

    def _of_next_year(self, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
        """Where a line tells of next year, to the end of the sentence, and nothing of it is
        reckoned with."""
        for one in tokens:
            if one.name == "next_year":
                ends = _SENTENCE_ENDS.search(self.line, one.end)
                end = ends.start() if ends else len(self.line)
                sums = [o for o in tokens if o.name == "money" and one.end <= o.start < end]
                if not any(self._is_reckoned(o.high) for o in sums):
                    yield one.start, end

    def _loose(
        self, tokens: Sequence[Token], spans: Spans, *, numbers: bool
    ) -> Iterator[tuple[int, int]]:
        """Where a line has words in no token whose place is not known; `numbers`: numerals count,
        too."""
        for start, end in left_in(self.line, tokens):
            counts = numbers or not _NUMBER.fullmatch(fold(self.line[start:end]))
            known = _within(start, end, spans) or self._is_known(start, end, tokens)
            if counts and not known:
                yield start, end

    def _is_apart(self) -> bool:
        """Whether sums that were read as a part of what was told are told beside it, or came back
        of it: `tính riêng công`, `trong đó 5 triệu khách trả hàng`."""
        part = any(
            one.kind is StatementKind.PART and without_slips(one.said) == self.line
            for one in self.told.parts
        )
        folded = fold(self.line)
        return part and (_APART.search(folded) is not None or words_of("returned", folded))

    def _is_made_up(self) -> bool:
        """Whether a sum is reckoned with that a line has not told: `t1` for a million."""
        line = self.line
        values = {*self._prices, *(one.low for one in self.all_of("money"))}
        own = [one for one in self.told.parts if without_slips(one.said) == line]
        return any(
            share.amount not in values
            and not any(_near(v * n, share.amount) for v in values for n in (1, *self._counts))
            for one in own[1:]
            for share in one.told.shares
        )

    def _is_untimed(self) -> bool:
        """Whether the one sum of a line is taken for the year's, and it is said to be of a month, a
        quarter: `mỗi quý bán tầm 800 triệu`."""
        sums, times = self.all_of("money", "number"), self.all_of("per", "per_year")
        share = self.told.shares[0] if len(self.told.shares) == 1 else None
        if share is None or len(sums) != 1 or self.told.doubts & {Lack.WHOLE_YEAR, Lack.PERIOD}:
            return False
        of_year = share.period is Period.YEAR and share.amount in (sums[0].low, sums[0].high)
        return of_year and {one.of[:1] for one in times} in ({("month",)}, {("quarter",)})

    def sums(self) -> tuple[str, ...]:
        """The sums of a line, as written."""
        line = self.line
        return tuple(line[one.start : one.end] for one in self.all_of("money", "number"))

    def _reckoned_in(self) -> Iterator[tuple[int, int]]:
        """Where a line tells sums that are reckoned with, prices times how many among them."""
        line = self.line
        prices = [one.start for one in self.all_of("number") if self._is_a_price(one)]
        for one in with_sold(line, amounts(line))[0]:
            if one.value > _A_THING and any(one.start <= place < one.end for place in prices):
                continue
            if not (self._is_reckoned(one.value) or (one.least and self._is_reckoned(one.least))):
                continue
            begin = one.start
            for token in self._beside(one):  # `60 tô chiều 30 tô, tô 40k`: no price times each
                yield begin, token.start
                begin = token.end
            yield begin, one.end

    def _beside(self, sold: Amount) -> list[Token]:
        """What stands within a price times so many, and is no factor of it."""
        inside = [
            one
            for one in self.all_of("money", "count", "number")
            if sold.start <= one.start and one.end <= sold.end
        ]
        counted = any(one.name == "count" for one in inside)
        if not counted or any(one.low < one.high for one in inside):
            return []
        known: set[Token] = set()
        for size in range(2, len(inside) + 1):
            for some in combinations(inside, size):
                units = (1, 1000) if any(one.name == "number" for one in some) else (1,)
                made = prod(one.high for one in some)
                if any(_near(made * unit, sold.value, _ALIKE) for unit in units):
                    known |= set(some)
        return [one for one in inside if one not in known] if known else []

    def _is_placed(self, token: Token) -> bool:
        before = fold(self.line[: token.start])
        if _DENIED.search(before) or _SETTLED.search(fold(self.line)):
            return True
        if token.name in ("number", "count") and _ALTOGETHER.search(before):
            return True
        return self._is_sum_placed(token) or self._is_time_placed(token)

    def _is_sum_placed(self, token: Token) -> bool:
        """Whether a sum, so many, or so many times is reckoned with, or surely something else."""
        match token.name:
            case "money" if Lack.WHOLE_YEAR in self.told.doubts:
                return True  # of a part, and all of it is asked for
            case "money":
                return self._of_money(token) or self._is_else(token)
            case "number":
                times = {share.times for share in self.told.shares}
                counted = token.low in times or self._is_of_places(token)
                return self._of_number(token) or counted or self._is_else(token)
            case "count":
                return self._is_counted(token)
            case "times":
                return self._is_multiplied(token)
            case "half_of":
                return _EVERY_OTHER.search(fold(self.line)) is not None
            case "empty":
                return self._is_of_places(token)
            case "n_days":
                return any(self._is_value(price * token.low) for price in self._prices)
            case "unread" | "share" | "state" if self.told.doubts & {Lack.FIGURE, Lack.RANGE}:
                return True
            case "unread" | "share":
                said = fold(self.line)
                if "%" in said[token.start : token.end] or "phan" in said[token.start : token.end]:
                    return not _CHANGES_BY.search(said[: token.start])
                return not _UNREAD.match(said[token.start : token.end])
        return token.name == "last_years"

    def _is_time_placed(self, token: Token) -> bool:
        """Whether the days or months of a token are those reckoned with."""
        times = {share.times for share in self.told.shares}
        match token.name:
            case "n_months" | "from_to" | "until" | "half" | "opened" | "from_on" | "quarter" if (
                Lack.WHOLE_YEAR in self.told.doubts
            ):
                return True
            case "week_days" | "week_end" | "one_day" | "from_day" if self._tells_days():
                return True
            case "week_end":
                return any(share.period is Period.WEEK for share in self.told.shares)
            case "from_to" | "n_months" if self._is_all_year():
                return True
            case "months" | "from_to" if self.behind:
                return any(self._is_value(price * len(token.of)) for price in self._prices)
            case "months" | "quarter" if self._is_more():
                return True
            case "n_days" | "month_days":
                return bool(times & {token.low, token.low * _MONTHS, token.low * _WEEKS})
            case "n_months":
                return token.low in times
            case "opened" if _THE_OTHER.search(fold(self.line)[: token.start]):
                return False
            case "stopped":
                return int(token.of[0]) - 1 in times
            case "opened" | "from_on":
                months = 13 - int(token.of[0])
                return bool(times & {months, months * 30})
            case "rest_week":
                worked = 7 - max(1, len(token.of))
                return any(abs(one - worked * _WEEKS) <= worked for one in times)
            case "rest_month_days" | "rest_lunar":
                off = token.low * _MONTHS
                return bool(times & {day - off for day in _DAYS})
            case "rest_of_year" if token.of[0] == "thang" and _MONTHS - token.low in times:
                return True
            case "rest_of_year":
                if token.of[0] == "tuan" and _WEEKS - token.low in times:
                    return True
                off = token.low * {"tuan": 7, "thang": 30}.get(token.of[0], 1)
                return bool({one + off for one in times} & {*_DAYS, 312, 313})
        return False

    def _is_all_year(self) -> bool:
        """Whether the months that are told are all in which anything is sold, the sum is theirs."""
        [*shares] = self.told.shares
        alone = len(shares) == 1 and shares[0].period is Period.YEAR and shares[0].times == 1
        return alone and "chi" in fold(self.line).split()

    def _tells_days(self) -> bool:
        """Whether days that bring more and those that bring less are reckoned apart, or asked."""
        daily = [one for one in self.told.shares if one.period is Period.DAY]
        apart = len(daily) > 1 and any(one.times not in _USUAL for one in daily)
        return apart or bool(self.told.doubts & {Lack.GOOD_DAYS, Lack.RANGE, Lack.FIGURE})

    def _is_more(self) -> bool:
        """Whether a line tells so much more, or other than was told, of some months."""
        folded = fold(self.line)
        several = len(self.told.parts) > 1 and self.told.parts[0].told.shares
        return words_of("adds", folded) or bool(several) or _PUTS_RIGHT.search(folded) is not None

    def _is_multiplied(self, token: Token) -> bool:
        """Whether one month of the year is so many times what the others are."""
        monthly = (self.told.yearly or 0) / (_MONTHS - 1 + token.low)
        sums = [one for one in self._prices if one >= 1000]
        return any(_near(one, monthly) for one in sums) or _near(self._all_sums, monthly)

    @property
    def _all_sums(self) -> float:
        numbers = (token.high * 10**6 for token in self.all_of("number"))
        return sum(self._moneys) + sum(numbers)

    def _is_of_last_year(self, token: Token) -> bool:
        """Whether a sum is told of a year that is over."""
        line = fold(self.line)
        before, behind = line[: token.start], line[token.end :]
        years = list(_A_YEAR.finditer(before))
        return bool(years and years[-1]["last"]) or _WAS_LAST.match(behind) is not None

    def _is_known(self, start: int, end: int, tokens: Sequence[Token]) -> bool:
        """Whether a loose word is reckoned with all the same: `cả hai`, `nghỉ` of fewer days."""
        said, line = fold(self.line[start:end]).strip(), self.line
        if _EVERY_OTHER.search(fold(line)) or (said not in DIGITS and self._tells_days()):
            return True
        if said == "nghi":
            return any(share.times not in _USUAL for share in self.told.shares)
        if said.isdecimal() or said in DIGITS:
            behind = [one for one in tokens if 0 <= one.start - end <= 1 and one.name == "count"]
            number = value_of(said)
            if _ALTOGETHER.search(fold(line[:start])):
                return True
            own, theirs = self.told.shares, self.told.theirs
            alike = number in (len(own), len(own) + len(theirs), *(one.shops for one in own))
            of_all = said in DIGITS and self._is_of_all()
            return alike or of_all or any(self._is_counted(one) for one in behind)
        return False

    def _is_of_all(self) -> bool:
        """Whether one sum of a month or more is told, and none of each thing."""
        sums = self.all_of("money", "number")
        long = all(one.period in (Period.MONTH, Period.YEAR) for one in self.told.shares)
        return len(sums) == 1 and long and not re.search(r"\b(?:moi|tung)\b", fold(self.line))

    def _of_money(self, token: Token) -> bool:
        return self._is_reckoned(token.high) or (
            token.low < token.high and any(token.low <= one <= token.high for one in self._values)
        )

    def _of_number(self, token: Token) -> bool:
        behind = [o for o in self.all_of("count") if 0 <= o.start - token.end <= 1]
        if any(self._is_counted(one) for one in behind):
            return True
        most = _A_THING if self._is_a_price(token) else max(_UNITS) * token.high
        values = (token.high * unit for unit in _UNITS)
        return any(value <= most and self._is_reckoned(value) for value in values)

    def _is_a_price(self, token: Token) -> bool:
        """Whether a number is what one thing costs: `một cái khăn bán hai trăm rưỡi`."""
        before = [one for one in tokens_in(self.line, 0) if one.end <= token.start][-1:]
        return any(one.name == "each" and one.of[0] not in PLACES for one in before)

    @cached_property
    def _values(self) -> set[float]:
        """Every sum that is reckoned with, what is taken off and what they come to."""
        shares = (*self.told.shares, *self.told.theirs)
        found: set[float] = set()
        for one in shares:
            found |= {one.amount, one.least, one.amount * one.shops, one.yearly, one.on_platform}
        off = sum(p.amount for p in self.told.parts if p.kind is StatementKind.NOT_SALES)
        found |= {one.amount for one in self.told.parts}
        found |= {one.amount for part in self.told.parts for one in part.told.shares}
        found |= {one.yearly + off for one in shares} if off else set()
        found |= {sum(one.yearly for one in shares), sum(one.amount for one in shares)}
        return {one for one in (*found, self.told.costs) if one}

    @cached_property
    def _counts(self) -> list[float]:
        return [token.high for name in ("count", "n_days") for token in self.all_of(name)]

    @cached_property
    def _moneys(self) -> list[float]:
        return [token.high for token in self.all_of("money")]

    def _is_value(self, value: float) -> bool:
        return any(_near(value, one) for one in self._values)

    @cached_property
    def _prices(self) -> list[float]:
        numbers = [token.high * unit for token in self.all_of("number") for unit in _UNITS]
        return [*(token.high for token in self.all_of("money")), *numbers]

    def all_of(self, *names: str) -> list[Token]:
        return [one for one in tokens_in(self.line, 0) if one.name in names]

    def _is_reckoned(self, value: float) -> bool:
        times = (1, *self._counts)
        return any(abs(value * n - one) * 500 <= one for one in self._values for n in times)

    def _is_counted(self, token: Token) -> bool:
        """Whether so many are reckoned with: of places, or of what has a price."""
        if token.of[0] in PLACES and (
            Lack.SHOPS in self.told.doubts or _OF_ALL.search(fold(self.told.text))
        ):
            return True
        if token.low == len(self.told.shares) and token.of[0] in PLACES:
            return True
        if token.of[0] in PLACES and self._is_of_places(token):
            return True
        each = any(one.of == token.of for one in self.all_of("each"))
        behind = [one.high for one in self.all_of("money") if one.start >= token.end]
        if token.of[0] in PLACES and not each and (behind or [*self._moneys, 0])[0] >= _A_WHOLE:
            return True
        return any(self._is_value(price * token.low) for price in self._prices)

    def _is_of_places(self, token: Token) -> bool:
        """Whether so many places are reckoned with, or are all of which those are, or the rest."""
        places = [one for one in self.all_of("count", "empty") if one.of[0] in PLACES]
        numbers = {one.low for one in (*places, *self.all_of("number"))} if places else set()
        taken = {float(share.shops) for share in self.told.shares}
        taken |= {n for n in numbers if any(self._is_value(price * n) for price in self._prices)}
        rests = {abs(token.low - one) for one in numbers}
        return bool(taken & {token.low, *rests}) or any(one < token.low for one in taken & numbers)

    def _is_else(self, token: Token) -> bool:
        """Whether a sum is surely no takings: a cost, a loan, a limit of the law."""
        line, mentions = self.line, self.mentions
        if token.name == "money" and is_of_family(line) and self._is_asked_whose(token):
            return True
        if is_spent(line, self.trades) and "ban" not in fold(line).split():
            return True
        if _GIVEN_UP.search(fold(line)):
            return True  # no more of the year's
        if _ASTONISHED.match(fold(line[token.end :])):
            return True  # of what we said
        if self._is_of_last_year(token):
            return True
        if (
            says_part(line)
            and token.high < (self.told.yearly or 0)
            and not _APART.search(fold(line))
        ):
            return True
        sold = words_of("sells", fold(line[: token.start]))
        for one in figures(line, mentions):
            if one.amount.start < token.end and token.start < one.amount.end:
                return one.kind in _ELSE and not (one.kind is MoneyKind.COSTS and sold)
        return False

    def _is_asked_whose(self, token: Token) -> bool:
        """Whether it is asked, or known, whose of the family a sum is."""
        theirs = {one.amount for one in self.told.theirs}
        return Lack.OWNERS in self.told.doubts or token.high in theirs or self.behind


_OF_ALL = re.compile(r"\b(?:tat ca|cong lai|gop|tong)\b")
_THE_OTHER = re.compile(
    r"\b(?:cai|quan|tiem|shop|cho|cua hang|sap) (?:sau|kia|moi|thu (?:hai|2))\b"
)
_SETTLED = re.compile(r"\b(?:tien|la) thuc thu\b")
_EVERY_OTHER = re.compile(r"\bnua thang co nua thang khong\b")
_GIVEN_UP = re.compile(r"\b(?:khong|ko|k|het|thoi)\b[a-z ]* nua\b")
_ALTOGETHER = re.compile(r"\b(?:ca|tong|tong ca) $")
_A_YEAR = re.compile(r"\b(?P<last>nam (?:ngoai|kia|truoc|roi|2025))\b|\bnam (?:nay|ni|2026)\b")
_WAS_LAST = re.compile(r" ?(?:la )?(?:cua )?(?:ca )?nam (?:ngoai|kia|truoc|2025)\b")
_SENTENCE_ENDS = re.compile(r"[.?!](?: |$)")
_A_THING = 5_000_000  # more is no price of one thing
_A_WHOLE = 20_000_000  # a month, and more than one room is let for
_NUMBER = re.compile(rf"\d+|chuc|tram|ruoi|{'|'.join(DIGITS)}")
_USUAL = frozenset({1, 4, 12, 52, 360})  # times a year, of which nothing is told
_LIKE_SO_MUCH = re.compile(r"\b(?:gap|tang them|mo them|nua)\b")
_APART = re.compile(r"\b(?:tinh|lam|thu) rieng\b")
# Of the words whose place is not known, those that change a sum.
_UNREAD = re.compile(
    r"co (?:thang|hom|bua|khi|luc)|.*\d/\d|nua nam|\d+ tuan|(?:duoi|tren|khong qua|toi da|it nhat)"
)
_CHANGES_BY = re.compile(r"\b(?:tang|giam|bang|con|chi|kin|day|moi|cho thue)(?: [a-z]+)? $")
_PUTS_RIGHT = re.compile(
    r"\b(?:sai roi|moi dung|chu khong|khong phai|khong cong|bot|tra lai|hoan|lon|quen so|doi lai"
    r"|chi con|thoi tinh|trong do|tong|neu|gia su|giam con|tang len)\b"
)


def _within(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in spans)
