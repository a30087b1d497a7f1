"""Every sum of some lines, and so many of every thing, with what is said of it: of what time, of
which days or months, of what trade, sold for or not. What has no place is `Unplaced`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from content.revenue.figures import figures
from content.revenue.kinds import MoneyKind
from content.takings.given import (
    AS_EVER,
    BUT_SOME,
    GIVEN,
    IS_PROFIT,
    OF_FORMER,
    OTHER_MONTHS,
    REMAINS,
    TO_SUPPLIER,
    WAS_GIVEN,
)
from content.takings.leftover import left_in
from content.takings.tokens import Token, tokens_in, without_slips, words_of
from content.trades import Mention
from content.vietnamese import fold, has_marks


@dataclass(slots=True)
class Quantity:
    """A sum, or so many of a thing, with what is said of it: `per` of times and things, `when` the
    days or months it is of (None: always). `kind`: money, count, or times (of what was told)."""

    kind: str
    low: float
    high: float
    line: int
    start: int
    end: int
    per: set[str] = field(default_factory=set)
    when: Token | None = None
    thing: str = ""
    trade: str = ""
    source: str = ""
    adds: bool = False
    mends: bool = False
    other: str = ""
    unit: bool = True
    whole: bool = False
    weak: bool = False  # its day is only a part of one: `sáng bán`
    inside: bool = False  # of the sum before: `trong đó`
    raw: float = 0.0
    money: MoneyKind | None = None
    sells: bool = False  # its own words say that it is sold for
    of_year: bool = False
    counted: bool = False
    months: float = 0.0  # of a year, where so many are told of this sum alone
    state: str = ""  # of some days or months, and it is not told of how many


class Unplaced(Exception):
    """Something told has no place."""


TIMES = frozenset({"day", "week", "month", "quarter", "year", "fifth"})
DAILY = frozenset(
    {"rest_week", "rest_lunar", "no_rest", "n_days", "month_days", "from_day", "closed_else"}
)
OF_DAYS = frozenset({"week_end", "week_days", "from_day", "lunar", "one_day"})
UNCOUNTED = frozenset({"nha", "cho", "ban"})
BATCHES = frozenset(
    {"dot", "vu", "lua", "mua", "cong trinh", "hop dong", "show", "dam", "tiec", "cai"}
)
LET = frozenset({"phong", "can"})
PLACES = frozenset({"phong", "can", "quan", "tiem", "cua hang", "shop", "sap", "quay", "xe", "nha"})


_AND = re.compile(r" *(?:\+|&|voi|va|vs|kiem|lan|cung)(?: (?:ban|lam|ca|mot|chut|it|cho))* *")
_A_NIGHT = re.compile(r"(?:\b(?:mot|1|moi) |/ ?)(?:dem|ngay dem)\b")
_OF_YEAR = re.compile(
    r"\b(?:nam (?:nay|ni|qua)|ca nam|mot nam|1 nam|moi nam|tinh ra|so (?:toi |em |minh )?ghi)\b"
)
# What may stand behind a sum of which no unit is said.
_BEHIND = re.compile(
    r" ?(?:$|[,.;:!?)(\n/-]|(?:thoi|thui|nua|a|ak|nha|nhe|di|la|thi|lan|chan|ma|roi"
    r"|do|day|hay|con|chua|va|voi|vi|moi"
    r"|mot|ngay|thang|nam|tuan|tien|co|chac|tuy|gi|hon|q\d|quy|den|toi|nhung|nen"
    r"|trieu|toi|minh|o|ban|duoc|vay|dau|la|sang|chieu|trua|lazada|tiktok|shopee|trong do"
    r"|nam trong do"
    r"|tu|he|cu|hen|luon|khoang|tam)\b)"
)
_BUSINESS = re.compile(
    r"\b(?:quan|tiem|shop|cua hang|sap|cho thue|khach|tien hang|tien ban|xuong"
    r"|dai ly|bo moi|khai truong|ban hang"
    r"|don hang|don dat|gian hang|ki ?ot|kinh doanh|buon ban|ban le|ban buon|tien ve|bn)\b"
)
_SELLS = re.compile(r"(?:^|, ?)(?:(?:e|em|toi|tui|minh|nha) )*ban (?!dau\b|co\b|nam\b)[a-z]+")
PLATFORM = re.compile(r"\b(?:shopee|tiktok|tt|lazada|tiki|san)\b(?! cau\b)")


def names_business(line: str) -> bool:
    """Whether a line names what is done for a living, of whatever trade."""
    sells = "bán" in line.lower().split() if has_marks(line) else _SELLS.search(line.lower())
    return _BUSINESS.search(fold(line)) is not None or bool(sells)


def id_of(mention: Mention) -> str:
    """Of the trade or the unclear work that is named; "" of neither."""
    named = mention.named
    return named.trade.id if named.trade else named.unclear.id if named.unclear else ""


def are_alike(one: str, two: str) -> bool:
    """Whether two words are of the same thing weighed."""
    return {one, two} <= {"kg", "can", "ky"}


def _is_season(when: Token | None) -> bool:
    return when is not None and when.name == "season"


def with_per(piece: Quantity, *, per: set[str]) -> Quantity:
    """The same of another time or thing."""
    return replace(piece, per=per)


def product(piece: Quantity, count: Quantity, without: set[str]) -> Quantity:
    """A price times so many, of each of which it is (`without`)."""
    made = with_per(piece, per=(piece.per - without) | count.per)
    made.low, made.high = piece.low * count.low, piece.high * count.high
    made.when = count.when or piece.when
    made.line, made.start = max(piece.line, count.line), max(piece.start, count.start)
    made.adds = piece.adds or count.adds
    made.mends, made.counted = piece.mends and not count.mends, True
    if not made.per & TIMES and made.when is None:
        if count.thing in BATCHES:
            made.per.add("year")
        elif count.thing in LET:
            made.per.add("month")
    if count.when is not None and not made.per & TIMES and count.when.name in OF_DAYS:
        made.per.add("day")
    return made


_MODIFIERS = frozenset(
    {
        "rest_week",
        "stopped",
        "share",
        "rest_lunar",
        "rest_of_year",
        "rest_month",
        "rest_month_days",
        "closed_else",
        "opened",
    }
    | {
        "no_rest",
        "chain_each",
        "month_days",
        "same_rest",
        "occupancy",
        "season_is",
        "season_days",
        "empty",
    }
)
_WHEN = frozenset(
    {"quarter", "other_quarters", "half", "from_to", "from_on", "until", "rest_of", "months"}
    | {"n_months", "week_end", "week_days", "from_day", "lunar", "one_day", "last_months", "season"}
)
# Of which nothing is told: it may be told of the sums before.
_OF_SOME_DAYS = frozenset({"week_end", "week_days", "lunar", "one_day", "half", "from_on", "until"})
_QUANTITY = frozenset({"money", "number", "count", "times", "fraction", "half_of", "as_much"})
SOURCE = re.compile(
    r"\b(?:shopee|tiktok|tt(?= ?\d)|lazada|tiki|(?<!ngoai )san|facebook|fb|zalo|grab|cua hang|o nha"
    r"|tai nha|ngoai cho|online|qua mang"
    r"|(?:chi nhanh|co so|quay|sap|quan|tiem) (?:\d|hai|kia|thu hai)|tien mat|chuyen khoan|momo"
    r"|tai quan|tai cho"
    r"|khach (?:toi|den|ghe|vao)(?: (?:quan|tiem|tan noi))?(?: mua)?|khach le"
    r"|khach si|ban le|ban si|grab ?food|shopee ?food|ngoai san"
    r"|(?:sang|chieu|trua)(?= (?:(?:ban|duoc|dc|thi|khoang|tam|chay|lam)\b|\d)))\b"
)
_TOTAL = re.compile(r"\b(?:tong|ca thay|tat ca|cong lai|gop)\b")


@dataclass(frozen=True, slots=True)
class WordsNear:
    """The folded words around a piece: from the one before (`stretch`), of its own clause to its
    `left` and `right`; `begin` and `stop` are its bounds in the line."""

    stretch: str
    left: str
    right: str
    begin: int
    stop: int


def _around(folded: str, before: Quantity | None, tokens: Sequence[Token], place: int) -> WordsNear:
    token, begin = tokens[place], before.end if before else 0
    breaks = [one.end for one in tokens[:place] if one.name == "break" and one.end > begin]
    near = breaks[-1] if breaks else begin
    behind = [one.start for one in tokens[place + 1 :] if one.name in ("break", *_QUANTITY)]
    stop = behind[0] if behind else len(folded)
    stretch, left = folded[begin : token.start], folded[near : token.start]
    return WordsNear(stretch, left, folded[token.end : stop], begin, stop)


_KINDS = {"money": "money", "number": "money", "count": "count"}
_CAME_BACK = re.compile(r" ?(?:la )?(?:khach )?(?:tra hang|tra lai|hoan|huy|boom|bom)\b")
_DENIED = re.compile(r"\b(?:khong phai|chu khong|hong phai)(?: (?:la|mot|cua))? $")
_WHOSE_MONTHS = re.compile(r" ?(?:la|cua|cho)(?: (?:cua|ca|tron))? $")
_PROFIT = re.compile(r"\b(?:lãi|lời|lợi)\b")
_INSIDE = re.compile(r"\btrong (?:do|so do|day)\b")
_CASH = ("tien mat", "chuyen khoan", "momo")
_SPOKEN_OF = re.compile(r" (?:la |do la |ay la )?(?:chua|da) (?:tru|tinh|ke)\b")
_NEAR = 20  # letters
_ASKED = re.compile(r" ?thi (?:co|bi|phai|duoc)\b")


class Lines:
    """Lines read as pieces, and as what modifies all of them (`modifiers`): days off, months.
    `mentions` are the trades named in each line."""

    def __init__(self, lines: Sequence[str], mentions: Sequence[Sequence[Mention]]) -> None:
        self.lines = lines = [without_slips(line) for line in lines]
        self.folded = [fold(line) for line in lines]
        self.mentions = mentions
        self.pieces: list[Quantity] = []
        self.modifiers: list[Token] = []
        self.alone, self.halves = True, False
        self.about: dict[int, Quantity] = {}  # of which sum, told before, a line speaks
        self.kinds: dict[int, list[tuple[int, int, MoneyKind]]] = {}
        for number, line in enumerate(lines):
            self._read_line(number, list(tokens_in(line, number)))

    def _read_line(self, number: int, tokens: list[Token]) -> None:
        pending: list[Token] = []
        skip: Token | None = None
        for place, token in enumerate(tokens):
            after = [one for one in tokens[place + 1 :] if one.name != "nothing"]
            behind = after[0] if after else None
            if token is skip or self._is_no_piece(number, token, pending):
                continue
            all_year = "nam" in self.folded[number][token.start : token.end]
            if token.name == "no_rest" and behind and behind.name == "count" and all_year:
                pending.append(Token("per_year", token.start, token.end, line=number))
            if token.name == "season" and behind and behind.name in ("n_months", "season_is"):
                continue
            if token.name == "n_days":
                if any(one.name == "per" and one.of[:1] == ("month",) for one in pending):
                    token = replace(token, name="month_days")  # `tháng sáu phiên`
                pending = [one for one in pending if one.name not in ("per", "per_year")]
                per = behind if behind and behind.of[:1] in (("week",), ("month",)) else None
                if per and per.start - token.end <= 1:
                    skip = per
                self.modifiers.append(token)
            elif token.name in _MODIFIERS:
                self.modifiers.append(token)
            elif token.name in _QUANTITY:
                self._add(number, token, tokens, place, pending)
                pending = []
            elif token.name == "break":
                pending = self._without_remarks(number, token, pending)
            elif token.name == "state" or not self._attached(number, token, tokens, place):
                pending.append(token)
        self._at_the_end(number, pending)
        self._nothing_left(number, tokens)

    def _is_no_piece(self, number: int, token: Token, pending: Sequence[Token]) -> bool:
        """Whether a token changes no sum; `Unplaced` where nothing is sure with it."""
        match token.name:
            case "nothing" | "this_year" | "all_months":
                return True
            case "unread" | "foreign":
                raise Unplaced(token.name)
            case "share" if self._is_of_profit(number, token):
                raise Unplaced("share of profit")
            case "per":
                return _DENIED.search(self.folded[number][: token.start]) is not None
            case "last_years":
                return self._is_of_former(number, token)
            case "as_much":
                return not any(one.name in _WHEN for one in pending)
            case "halves":
                self.halves = True
                return True
        return False

    def _at_the_end(self, number: int, pending: Sequence[Token]) -> None:
        """What is said behind all sums of a line."""
        for token in pending:
            if token.name == "per":
                self._of_all(number, token)
            elif token.name in ("n_months", "from_to", "season", "from_day", "months"):
                self.modifiers.append(token)
            elif token.name in (*_OF_SOME_DAYS, "state", "next_year"):
                raise Unplaced(token.name)

    def _is_of_former(self, number: int, token: Token) -> bool:
        """Whether the year that is over is said of the sum before it: `60 là năm ngoái`."""
        last = self.pieces[-1] if self.pieces and self.pieces[-1].line == number else None
        return last is not None and OF_FORMER.match(self.folded[number], last.end) is not None

    def _without_remarks(self, number: int, end: Token, pending: list[Token]) -> list[Token]:
        """What is still to be put to a sum behind the end of a clause: not the months of which it
        only says that they are as ever, or weak (`tháng giêng ít thôi`)."""
        months = [one for one in pending if one.name in ("months", "season")]
        said = self.folded[number][months[-1].end : end.start] if months else ""
        return [one for one in pending if one not in months] if AS_EVER.match(said) else pending

    def _of_all(self, number: int, token: Token) -> None:
        """Puts a time that is said behind all sums of a line to those without one."""
        if not self.folded[number][token.start :].startswith(("moi", "mot", "hang", "1 ")):
            return
        for one in self.pieces:
            if one.line == number and one.kind == "money" and not (one.per or one.when):
                self._say(one, token)

    def _is_of_profit(self, number: int, token: Token) -> bool:
        """Whether a share is of what is left, which no takings are reckoned with."""
        near = self.folded[number][: token.start][-_NEAR:]
        return re.search(r"\b(?:lai|loi|loi nhuan)\b[a-z ]*$", near) is not None

    def _nothing_left(self, number: int, tokens: Sequence[Token]) -> None:
        """Nothing where a word that tells how much, when or how often is in no token."""
        if left := left_in(self.lines[number], tokens):
            raise Unplaced(*(self.lines[number][start:end] for start, end in left))

    def _attached(self, number: int, token: Token, tokens: Sequence[Token], place: int) -> bool:
        """Puts what is said behind a sum to it: `2 triệu một ngày`."""
        last = self.pieces[-1] if self.pieces and self.pieces[-1].line == number else None
        if last is None or token.name not in ("per", "per_year", "each", *_WHEN, "n_days"):
            return False
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        if (
            token.name == "per"
            and after
            and after.name == "n_days"
            and after.start <= token.end + 1
        ):
            return False  # `tuần 2 phiên`
        between = [one for one in tokens[:place] if one.start >= last.end and one.name == "break"]
        follows = False
        for one in tokens[place + 1 :]:
            if one.name == "break":
                break
            if one.name in _QUANTITY:
                follows = True
                break
        said = self.folded[number][last.end : token.start]
        if token.name == "n_months" and last.kind == "money" and _WHOSE_MONTHS.match(said):
            raise Unplaced("of months together")
        if (
            token.name == "n_months"
            and last.kind == "money"
            and last.per == {"month"}
            and not follows
        ):
            last.months = token.low
            return True
        of_season = _is_season(last.when) and token.name in ("from_to", "months") and not follows
        if token.adjoins or of_season or (not between and not follows):
            return self._say(last, token)
        return False

    def _say(self, piece: Quantity, token: Token) -> bool:
        match token.name:
            case "per" | "per_year":
                per = token.of[0] if token.of else "year"
                if "weak" in token.of and piece.per & TIMES:
                    return True
                if piece.weak and per != "day":
                    piece.per.discard("day")
                piece.weak = "weak" in token.of
                if piece.per & TIMES and piece.kind == "money" and per not in piece.per:
                    if piece.per <= {"day"} and per in ("month", "week"):
                        return False
                    return False
                piece.per.add(per)
            case "each":
                piece.per.update(token.of)
            case "n_days":
                return False
            case "months" if piece.when is not None and piece.when.name == "months":
                of = (*piece.when.of, *token.of)
                piece.when = replace(piece.when, of=tuple(dict.fromkeys(of)))
            case "from_to" | "months" | "n_months" if _is_season(piece.when):
                piece.when = token  # which months the season has
            case _ if piece.when is not None:
                return (piece.when.name, piece.when.of) == (token.name, token.of)
            case _:
                piece.when = token
        return True

    def _add(
        self, number: int, token: Token, tokens: Sequence[Token], place: int, pending: list[Token]
    ) -> None:
        """One more piece, with what stands before it and what the words around it say."""
        before = self.pieces[-1] if self.pieces and self.pieces[-1].line == number else None
        around = _around(self.folded[number], before, tokens, place)
        kind = _KINDS.get(token.name, "times")
        piece = Quantity(kind, token.low, token.high, number, token.start, token.end)
        piece.unit, piece.raw = token.name != "number", token.high
        if _DENIED.search(self.folded[number][: token.start]):
            return  # `không phải 60 đâu`
        if told := self._told_before(number, token):
            self.about[number] = told
            return
        if not piece.unit and not _BEHIND.match(self.folded[number], token.end):
            raise Unplaced("number of something")
        piece.thing = token.of[0] if kind == "count" else ""
        for one in pending:
            self._put_to(piece, one)
        piece.money = self._kind(number, token)
        paid = piece.money in (MoneyKind.COSTS, MoneyKind.PROFIT)
        stop = token.end if paid else around.stop  # `thuê nhà 15 triệu, bán phở`: of no phở
        piece.trade = self._trade(number, around.begin, token, stop)
        self._describe(piece, around)
        self.pieces.append(piece)

    def _told_before(self, number: int, token: Token) -> Quantity | None:
        """The sum of an earlier line that is only spoken of: `42 là chưa trừ đơn hoàn`."""
        behind = self.folded[number][token.end :]
        if token.name not in ("money", "number") or not _SPOKEN_OF.match(behind):
            return None
        values = {token.high, token.high * 1000, token.high * 10**6}
        found = [one for one in self.pieces if one.line < number and one.kind == "money"]
        return next((one for one in found if one.high in values or one.raw == token.high), None)

    def _put_to(self, piece: Quantity, one: Token) -> None:
        """Puts to a piece what is said before it."""
        if one.name in ("last_years", "next_year"):
            piece.other = "former"
            return
        if one.name in ("last_months", "rest_of", "state"):
            piece.per.update(one.of if one.name != "last_months" else ("month",))
        if one.name == "state":
            told = self.folded[one.line][one.start : one.end]
            piece.state = "some" if told.startswith("co ") else "each"
            return
        if not self._say(piece, one) and one.name in _WHEN:
            if one.name in _OF_SOME_DAYS and piece.kind != "times":
                raise Unplaced(one.name)
            self.modifiers.append(one)

    def _describe(self, piece: Quantity, around: "WordsNear") -> None:
        """What the words around a piece say of it."""
        left, right, stretch = around.left, around.right, around.stretch
        piece.adds = any(words_of("adds", said) for said in (left, stretch, right[:12]))
        piece.mends = words_of("mends", self.folded[piece.line][: piece.start])
        piece.other = piece.other or self._other(left, right, piece.line)
        if OF_FORMER.match(right):
            piece.other = "former"
        before = self.pieces[-1] if self.pieces else None
        if before and before.other in ("left", "other") and REMAINS.match(stretch):
            piece.other = piece.other or "left"  # `trừ tiền hàng 85 còn 15`
        labour = re.match(r" (?:la )?tien cong\b", right) is not None
        named = bool(piece.trade) and not piece.other
        piece.sells = words_of("sells", left) or labour or named
        piece.of_year = _OF_YEAR.search(f"{left}|{right}") is not None
        inside_of_it = re.match(r"(?: nam)? trong do\b", right) is not None
        but_some = BUT_SOME.search(stretch) and WAS_GIVEN.match(right)
        piece.inside = bool(inside_of_it or but_some or _INSIDE.search(stretch))
        found = SOURCE.search(stretch)
        piece.source = found[0] if found else ""
        of_trade = piece.source in _CASH and bool(self.mentions[piece.line])
        piece.sells = piece.sells or (of_trade and bool(piece.per & TIMES))
        if piece.money is MoneyKind.PROFIT and OTHER_MONTHS.search(left):
            piece.money = None
        piece.whole = _TOTAL.search(left) is not None
        if _ASKED.match(right) and re.search(r"\bbang\b[a-z ]*$", left):
            piece.other = "asked"
        if words_of("few", right) or words_of("few", left):
            piece.other = "few"

    def _kind(self, number: int, token: Token) -> MoneyKind | None:
        """What a sum is of by the words around it, as single sums are read."""
        if token.name not in ("money", "number"):
            return None
        for start, end, kind in self._kinds(number):
            if start < token.end and token.start < end:
                return kind
        return None

    def _kinds(self, number: int) -> list[tuple[int, int, MoneyKind]]:
        if number not in self.kinds:
            line, mentions = self.lines[number], self.mentions[number]
            self.kinds[number] = [
                (one.amount.start, one.amount.end, one.kind) for one in figures(line, mentions)
            ]
        return self.kinds[number]

    def _other(self, left: str, right: str, number: int) -> str:
        if TO_SUPPLIER.search(left):
            return "other"
        if words_of("returned", left) or _CAME_BACK.match(right):
            return "returned"
        if GIVEN.search(left) or WAS_GIVEN.match(right):
            return "other"
        if words_of("left_over", left):
            return "left"
        if words_of("profit", left) or IS_PROFIT.match(right):
            line = self.lines[number].lower()
            if not has_marks(line) or _PROFIT.search(line):  # no `tính lại`
                return "profit"
        if words_of("other", left) or re.match(r" (?:la|do) (?:me|bo|tien vay)\b", right):
            return "other"
        borrowed = "vay" in left.split() and "vay" in self.lines[number].lower().split()
        return "other" if borrowed and has_marks(self.lines[number]) else ""

    def _trade(self, number: int, begin: int, token: Token, stop: int) -> str:
        own = [one for one in self.mentions[number] if not one.is_left]
        before = [one for one in own if begin <= one.start < token.start]
        behind = [one for one in own if token.end <= one.start < stop]
        named = before[-1:] or behind[:1]
        return id_of(named[0]) if named else ""
