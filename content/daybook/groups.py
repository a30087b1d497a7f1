"""The tokens of a message in groups: one sum, with how many of what and of which time; and the days
off that it tells."""

import re
from collections.abc import Sequence
from dataclasses import replace

from content.daybook.lines import DaysOff
from content.daybook.months import months_in
from content.daybook.patterns import (
    BEHIND_A_SUM,
    BY_PERCENT,
    CHANGE,
    FULL,
    HALF,
    IS_OF,
    MOST_OF_A_WEEK,
    NOTHING_SOLD,
    OFF,
    OFTEN_A_DAY,
    PHONE,
    QUANTITY,
    SINCE_SHORT,
    WHEN,
)
from content.revenue.figures import figures
from content.takings.given import AS_EVER
from content.takings.tokens import Token, tokens_in, without_slips, words_of
from content.trades import Mention
from content.vietnamese import fold


class Groups:
    """The groups of a message (`found`), and its days off (`off`)."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        spelled = SINCE_SHORT.sub(r"\1 thang \2", text)
        self.text = PHONE.sub(lambda found: "-" * len(found[0]), without_slips(spelled))
        self.folded = fold(self.text)
        self.mentions = [one for one in mentions if not one.is_left and one.words]
        self.tokens = list(tokens_in(self.text, 0))
        self.found: list[list[Token]] = []
        self.off = DaysOff()
        self.kinds = [
            (one.amount.start, one.amount.end, one.kind) for one in figures(self.text, mentions)
        ]

    def _group(self) -> None:
        pending: list[Token] = []
        for place, token in enumerate(self.tokens):
            name = token.name
            if name in OFF:
                pending = self._rests(token, pending)
            elif name in ("money", "number", "count"):
                if name == "number" and self._is_no_sum(place):
                    continue
                if self._opens(token, pending):
                    self.found.append([*pending, token])
                else:
                    self.found[-1].extend((*pending, token))
                pending = []
            elif name in CHANGE:
                self.found.append([*pending, token])
                pending = []
            elif name == "break":
                months = [one for one in pending if one.name in ("months", "season")]
                said = self.folded[months[-1].end : token.start] if months else ""
                as_ever = AS_EVER.match(said) is not None  # `tháng giêng ít thôi`
                pending = [
                    one for one in pending if one.name in WHEN and not (as_ever and one in months)
                ]
                if (
                    pending
                    and self._change_in(self.folded[pending[0].start : token.start]) is not None
                ):
                    self.found.append(pending)  # `từ tháng 2 đến tháng 8 thì kín, ...`
                    pending = []
            elif name in ("per", "per_year", "each", *WHEN):
                if not pending and self._is_behind(place, token):
                    self.found[-1].append(token)
                else:
                    pending.append(token)
        self._without_sum(pending)

    def _opens(self, token: Token, pending: Sequence[Token]) -> bool:
        """Whether a sum or a count begins a group of its own."""
        if not self.found or self._breaks(self.found[-1][-1].end, token.start):
            return True
        group = self.found[-1]
        names = [one.name for one in group]
        if set(names) & CHANGE:
            return True
        has_sum = "money" in names or "number" in names
        if token.name == "count":
            counted = {one.of for one in group if one.name == "count"}
            each = {one.of for one in group if one.name == "each"}
            return token.of in counted or (has_sum and token.of not in each and bool(counted))
        if has_sum or (token.name == "number" and pending):
            return True
        return words_of("adds", self.folded[group[-1].end : token.start])

    def _breaks(self, start: int, end: int) -> bool:
        return any(one.name == "break" and start <= one.start < end for one in self.tokens)

    def _is_behind(self, place: int, token: Token) -> bool:
        """Whether a time or a thing is said of the sum before it, and not of the next one."""
        if not self.found:
            return False
        group = self.found[-1]
        if token.name in ("per", "per_year", "each") and token.adjoins:
            return True
        if self._breaks(group[-1].end, token.start):
            return False
        sums = [one for one in group if one.name in QUANTITY]
        if sums and IS_OF.match(self.folded[sums[-1].end : token.start]):
            return True  # `80 tô là bữa thứ bảy`
        following = next(
            (
                one
                for one in self.tokens[place + 1 :]
                if one.name in ("break", *QUANTITY, *CHANGE, "n_days")
            ),
            None,
        )
        return following is None or following.name == "break"

    def _is_no_sum(self, place: int) -> bool:
        """Whether a number without a unit is of something else: an age, an address, people."""
        token = self.tokens[place]
        after = re.match(r" ?([a-z]+)", self.folded[token.end :])
        if re.search(
            r"\b(?:(?:phong|can|cai|chiec|dua|nguoi) (?:tren|trong)|ngoai|tuoi|tang|quay|lop|so) $",
            self.folded[: token.start],
        ):
            return True  # `5 phòng trên 6`
        if not after:
            return False
        follows = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
        near = follows is not None and not self.folded[token.end : follows.start].strip()
        if near and follows is not None and follows.name in ("per", "per_year", "break", "each"):
            return False
        return after[1] not in BEHIND_A_SUM

    def _without_sum(self, pending: Sequence[Token]) -> None:
        """A time that stands with no sum: it may complete what was told before, or say of which
        months nothing is sold."""
        when = [one for one in pending if one.name in WHEN]
        per = [one for one in pending if one.name in ("per", "per_year")]
        if when or per:
            self.found.append(list(pending))

    def _rests(self, token: Token, pending: list[Token]) -> list[Token]:
        """Puts days off to those of the message; what of `pending` is left."""
        off = self.off
        match token.name:
            case "rest_week" if token.of == ("0",):
                self.off = replace(off, week_days=6.0)
            case "rest_week":
                self.off = replace(off, week=off.week | {int(one) for one in token.of})
            case "rest_lunar":
                self.off = replace(off, lunar=off.lunar + token.low)
            case "rest_of_year":
                self.off = self._of_year(token, pending)
                return [one for one in pending if one.name not in ("months", "per")]
            case "rest_month_days":
                self.off = replace(off, lunar=off.lunar + token.low)
            case "rest_month" | "stopped":
                self.off = replace(off, months=off.months | months_in(token.of))
            case "opened":
                first = min(months_in(token.of), default=1)
                self.off = replace(off, months=off.months | frozenset(range(1, first)))
            case "month_days":
                self.off = replace(off, month_days=token.low)
            case "no_rest":
                self.off = replace(off, none=True)
            case "n_days":
                return self._n_days(token, pending)
        return pending

    def _of_year(self, token: Token, pending: Sequence[Token]) -> DaysOff:
        of = token.of[0] if token.of else "ngay"
        days = token.low * {"tuan": 7.0, "thang": 30.0}.get(of, 1.0)
        months = [one for one in pending if one.name == "months"]
        if months and of != "thang":
            month = min(months_in(months[-1].of), default=0)
            return replace(self.off, of_month=(*self.off.of_month, (month, days)))
        return replace(self.off, days=self.off.days + days)

    def _n_days(self, token: Token, pending: list[Token]) -> list[Token]:
        """`tuần 2 buổi`, `tháng 24 ngày`: on how many it is sold."""
        pers = [one for one in pending if one.name == "per"]
        group = self.found[-1] if self.found else []
        if not pers and group and not self._breaks(group[-1].end, token.start):
            pers = [one for one in group if one.name == "per"]
        of = pers[-1].of[0] if pers else ""
        following = next((o for o in self.tokens if o.start >= token.end), None)
        near = following is not None and following.start - token.end <= 1
        if following and near and not of and following.name == "per":
            of = following.of[0]
        sold = re.search(
            r"\b(?:ban|lam|chay|di|mo|duoc)(?: [a-z]+){0,2} $", self.folded[: token.start]
        )
        many = MOST_OF_A_WEEK < token.low <= OFTEN_A_DAY
        if of == "month" or (not of and many and sold):
            self.off = replace(self.off, month_days=token.low)
        elif not of and token.low > OFTEN_A_DAY:
            self.off = replace(self.off, year_days=token.low)
        elif of == "week" and token.low <= MOST_OF_A_WEEK:
            self.off = replace(self.off, week_days=token.low)
        else:
            return pending
        return [one for one in pending if one not in pers]

    def _change_in(self, stretch: str) -> float | None:
        if NOTHING_SOLD.search(stretch):
            return 0.0
        if HALF.search(stretch):
            return 0.5
        share = re.search(r"\b(\d{1,3}) ?(?:%|phan tram)", stretch)
        if share and (way := BY_PERCENT.search(stretch[: share.start()])):
            part = int(share[1]) / 100
            return 1 + part if way[1] in ("tang", "hon", "len") else 1 - part
        return 1.0 if FULL.search(stretch) else None
