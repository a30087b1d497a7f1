"""How a figure of a later message stands to those told before, and the one way they are joined.

What an owner tells over several messages stays a list of pieces, each as it was said: `tạp hóa 900
triệu ++ rau 300 triệu`. Each piece is read by itself (a rest of two months told of one is not the
other's), and the year's sum is that of all of them; a piece behind LESS is taken off.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from content.amounts import Period, amounts
from content.revenue.kinds import other_words
from content.revenue.told import Lack, Share, Sureness, ToldFigures, id_of
from content.revenue.week import goes_on
from content.vietnamese import fold, has_marks

PLUS, LESS = "++", "--"
_JOINTS = re.compile(r" (\+\+|--) ")


class How(StrEnum):
    """What a later figure is to those before."""

    IN_PLACE = "in_place"  # a correction, an answer to our question, or only supposed
    ADDED = "added"
    LESS = "less"  # taken off: goods brought back
    PART = "part"  # of what was told, so no new sum
    FAMILY = "family"  # somebody else's of the family: whose household?
    NEXT_YEAR = "next_year"
    MONTHS = "months"  # of some months of the year, the others stay as they were told
    AGAIN = "again"  # the same told anew: it takes the place of the former (`again`)
    UNSAID = "unsaid"  # to be asked


NEXT_YEAR = re.compile(
    r"\b(?:sang n[aă]m(?! nay)(?: (?:sau|toi|tới|2027))?|n[aă]m (?:sau|toi|tới|2027)|2027)\b"
)
_MENDS = re.compile(
    r"\b(?:nham|lon|sai|khong phai|moi dung|dung ra|that ra|ban that|y toi la|sua lai|a quen|y quen"
    r"|tinh lai|(?:con|xuong|len) (?:co |khoang |chung )?\d)\b"
)
_SUPPOSED = re.compile(
    r"\b(?:neu|gia su|gia nhu|vi du|thi sao|the con|hang xom|nguoi ta|nguoi khac|ban toi)\b"
)
_THIS_YEAR = re.compile(r"\bnam nay\b")
_ANOTHERS = re.compile(r"\b(?:hang xom|nguoi ta|nguoi khac|ban (?:toi|em)|ben canh|nha ben)\b")
_PART = re.compile(r"\b(?:trong do|trong so|trong day|rieng|ke ca|tinh ca|da gom|bao gom)\b")
_LESS = re.compile(
    r"^(?:nhung |ma |a |thi )?(?:\w+ ){0,2}?(?:bot|tru|giam)\b(?! (?:con|xuong)\b)"
    r"|\b(?:tra lai|hoan lai|hoan hang|hang hoan|bi hoan|hang tra|khach tra)\b"
)
_FAMILY = re.compile(
    r"\b(?<!hai )(?<!ca )(?:vo(?! chong)|(?<!vo )chong|con (?:trai|gai|dau|re|toi)|bo (?:toi|em)"
    r"|me (?:toi|em)|ba xa|ong xa|anh trai|chi gai|em (?:trai|gai)|con (?=ban|mo|lam))\b"
)
_ADDS = re.compile(
    r"^(?:va|voi|ca(?! (?:nam|thang|hai|ba|quy|tat|nha)\b)|cung|roi|nua la|ngoai)\b"
    r"|\b(?:nua|them|(?<!tong )cong(?! (?:tac|lai|het|ty|nhan|hai|ca)\b)|ngoai ra"
    r"|voi lai|cung voi"
    r"|phu them|cuoi tuan|(?:sang|trua|chieu|dem|buoi toi) (?:thi |toi |em )?(?:ban|lam|mo|chay)"
    r"|toi (?:thi |toi |em )(?:ban|lam|mo|chay)"
    r"|shopee|tiktok|lazada|tiki|grab|online|tren mang|qua mang|ship|giao hang"
    r"|nha tro|phong tro|cho thue|ngoai cho|o cho)\b"
)
_EVENING = re.compile(r"\btối (?:bán|làm|mở|chạy)\b")  # `tôi bán` adds nothing
# What was said before, named: `cộng lại với cái hồi nãy`.
_THE_FORMER = re.compile(
    r"\b(?:hoi nay|luc nay|khi nay|vua roi|o tren|ben tren|luc truoc|cau truoc|cai truoc|so kia"
    r"|cai kia|cai cu|ca hai cai|voi cai do)\b"
)
_ADDED_UP = re.compile(r"\b(?:cong|gop) (?:lai|het|chung|vao)$")
_SUMS_UP = re.compile(r"\b(?:cong lai|cong het|tong cong|gop lai|gop chung|tinh chung|tinh gop)\b")
# Asked for so much that another figure is most likely the answer.
_ANSWERED_BY_A_FIGURE = frozenset(
    {
        *(Lack.PERIOD, Lack.REVENUE, Lack.WHICH_YEAR, Lack.WHOLE_YEAR, Lack.FIGURE),
        *(Lack.SPLIT, Lack.OWNERS, Lack.COMMISSION, Lack.UNIT),
    }
)
_WHOLE_YEAR = re.compile(r"\b(?:ca nam|tong(?: cong)?|tat ca|tinh ra|gop lai|cong lai)\b")


def pieces(text: str) -> list[tuple[str, str]]:
    """(joint, piece) of a line, the first behind PLUS."""
    first, *rest = _JOINTS.split(text)
    if not rest and (back := _BROUGHT_BACK.search(fold(first))):
        sold, off = first[: back.start()], first[back.start() :]
        if amounts(sold) and amounts(off):
            return [(PLUS, sold), (LESS, off)]
    told = [(PLUS, first)]
    for joint, piece in zip(rest[::2], rest[1::2], strict=True):
        if joint == PLUS and goes_on(fold(told[-1][1]), fold(piece)):
            told[-1] = (told[-1][0], f"{told[-1][1]}, {piece}")
        else:
            told.append((joint, piece))
    return told


# `doanh thu 1 tỷ 5 nhưng trả lại hàng 600 triệu`: what was brought back is not sold.
_BROUGHT_BACK = re.compile(
    r"\b(?:(?:nhung|ma|bi|co|khach|hang) )*(?:tra lai|hoan lai|bi hoan|hang hoan|hoan hang)\b"
)


def joined(before: str, joint: str, said: str) -> str:
    """The line of both."""
    return f"{before} {joint} {said}"


def how_told(before: ToldFigures, lack: Lack | None, said: str, now: ToldFigures) -> How:
    """What the figure of `said` (read as `now`) is to those of `before`, of which we asked for
    `lack`."""
    folded = fold(said)
    if NEXT_YEAR.search(folded):
        return How.NEXT_YEAR
    if _MENDS.search(folded) or _is_the_same(before, now):
        return How.IN_PLACE
    if _PART.search(folded):
        return How.PART
    if is_of_family(said):
        return How.FAMILY
    if _LESS.search(folded):
        return How.LESS
    if _SUPPOSED.search(folded):
        return How.IN_PLACE
    if len(now.shares) > 1 and _SUMS_UP.search(folded) and not _THE_FORMER.search(folded):
        return How.IN_PLACE  # of a line with several, `cộng lại` is of these
    if lack is Lack.WHICH_YEAR and _THIS_YEAR.search(folded):
        return How.IN_PLACE
    if _adds(said) and not (lack is Lack.KIND and not now.shares):
        return How.ADDED
    if Lack.WHOLE_YEAR in before.doubts & now.doubts:
        return How.ADDED  # another part of the year
    of_several = lack is Lack.PERIOD and len(before.shares) > 1  # of which is another one no answer
    if lack in _ANSWERED_BY_A_FIGURE and not of_several and not _is_another_trade(before, now):
        return How.IN_PLACE
    yearly = any(share.period is Period.YEAR for share in now.shares)
    if yearly and _WHOLE_YEAR.search(folded):
        return How.IN_PLACE
    return How.UNSAID


def _adds(said: str) -> bool:
    folded, evening = fold(said), _EVENING.search(said.lower())
    return bool(evening or _ADDS.search(folded) or _THE_FORMER.search(folded))


def stands_by_itself(said: str) -> bool:
    """Whether a line says that its figure is more, less, a part, another's, or another year's."""
    folded = fold(said)
    marks = (NEXT_YEAR, _PART, _LESS, _ANOTHERS)
    return _adds(said) or is_of_family(said) or any(mark.search(folded) for mark in marks)


def is_of_some_months(before: ToldFigures, now: ToldFigures) -> bool:
    """Whether a figure is of some months of the same business, told behind the usual month's."""
    usual = len(before.shares) == 1 and before.shares[0].period is Period.MONTH
    parts = len(now.shares) == 1 and Lack.WHOLE_YEAR in now.doubts
    return usual and not before.doubts and parts and not _is_another_trade(before, now)


def is_near(before: ToldFigures, amount: int) -> bool:
    """Whether an amount without a time may be of the same time as the last one told."""
    return bool(before.shares) and is_near_to(before.shares[-1].amount, amount)


def is_near_to(old: int, new: int) -> bool:
    """Whether two sums may be of the same time."""
    return old <= new * _NEAR and new <= old * _NEAR


_NEAR = 5  # times more or less


def is_of_family(said: str) -> bool:
    """Whether a line speaks of what one of the family sells or lets, who may be the owner of it."""
    if has_marks(said):
        said = _NO_KIN.sub("", said.lower())
    folded = fold(said)
    found = _FAMILY.search(folded)
    return found is not None and not _NOT_KIN.search(folded)


_NO_KIN = re.compile(r"\b(?:còn|vô|vỏ|võ|vở|chồng lên|bỏ)\b")  # folded, they would be kin
_NOT_KIN = re.compile(
    r"\b(?:khong|ko|k|hong|chang)(?: co)? phai (?:cua )?(?:nguoi nha|vo|chong|con|ai)\b"
)


def is_of_next_year(folded: str) -> bool:
    """Whether a line speaks of the next year."""
    return NEXT_YEAR.search(folded) is not None


def speaks_of_next_year(text: str) -> bool:
    """The same of a line as it was typed."""
    return is_of_next_year(fold(text))


def mends(folded: str) -> bool:
    """Whether a line puts right what was told: `nhầm`, `không phải`."""
    return _MENDS.search(folded) is not None


def says_more(folded: str) -> bool:
    """Whether a line says that it adds to what was told: `và rau`, `thêm`, `với cái hồi nãy`."""
    return bool(_SAYS_MORE.search(folded) or _THE_FORMER.search(folded))


_SAYS_MORE = re.compile(
    r"^(?:va|voi|ca(?! (?:nam|thang|hai|ba|quy|tat|nha)\b)|cung|roi|ngoai)\b"
    r"|\b(?:nua|them|(?<!tien )cong(?! (?:tac|lai|het|ty|nhan)\b)|ngoai ra)\b"
)


def _is_the_same(before: ToldFigures, now: ToldFigures) -> bool:
    """Whether no amount is told that was not told before."""
    told = {share.amount for share in before.shares}
    return bool(now.shares) and {share.amount for share in now.shares} <= told


def _is_another_trade(before: ToldFigures, now: ToldFigures) -> bool:
    old = {id_of(mention.named) for mention in before.named}
    new = {id_of(mention.named) for mention in now.named}
    return bool(old and new) and not new <= old


def together(text: str, told: Sequence[tuple[str, ToldFigures]]) -> ToldFigures:
    """What the pieces of a line tell, as one."""
    shares: list[Share] = []
    for joint, piece in told:
        if joint == LESS:
            shares = _less(shares, sum(amount.value for amount in amounts(piece.text)))
        else:
            sure = any(share.sureness is Sureness.SAID for share in shares)
            more = sure and says_more(fold(piece.text))
            added = [_placed(share, piece, shares) for share in piece.shares]
            shares += [replace(one, sureness=Sureness.SAID) for one in added] if more else added
    parts = [piece for _, piece in told]
    doubts = {doubt for joint, piece in told if joint == PLUS for doubt in piece.doubts}
    if Lack.WHOLE_YEAR not in told[0][1].doubts and all(map(_is_more, parts[1:])):
        doubts.discard(Lack.WHOLE_YEAR)  # so much more, in a month, than the whole year's
    if any(joint == PLUS and not piece.shares and amounts(piece.text) for joint, piece in told):
        doubts.add(Lack.FIGURE)  # something was told that is not understood
        shares = [replace(share, high=None) for share in shares]
    if any(share.sureness is Sureness.SAID for share in shares):
        shares = [
            replace(share, sureness=Sureness.SAID) if share.sureness is Sureness.BARE else share
            for share in shares
        ]
    if shares and all(share.sureness is Sureness.SAID for share in shares):
        doubts.discard(Lack.KIND)
    costs = [piece.costs for piece in parts if piece.costs is not None]
    return ToldFigures(
        text,
        tuple(shares),
        tuple(mention for piece in parts for mention in piece.named),
        sum(costs) if costs else None,
        frozenset(doubts),
        next((piece.number for piece in parts if piece.number), ""),
        by_platform=any(piece.by_platform for piece in parts),
    )


def _is_more(piece: ToldFigures) -> bool:
    return Lack.WHOLE_YEAR not in piece.doubts or says_more(fold(piece.text))


def _placed(share: Share, piece: ToldFigures, before: Sequence[Share]) -> Share:
    """A share of which nothing but a platform or `thêm` is said, as of the trade told before."""
    if piece.named or not before:
        return share
    bare = "".join(
        " " if any(one.start <= place < one.end for one in amounts(piece.text)) else letter
        for place, letter in enumerate(fold(piece.text))
    )
    of_its_own = other_words(_ADDS.sub("", bare)) and not share.on_platform
    return share if of_its_own else replace(share, named=before[0].named)


def _less(shares: Sequence[Share], off: int) -> list[Share]:
    """The shares with a year's sum taken off the largest."""
    largest = max(shares, key=lambda share: share.yearly, default=None)
    if largest is None or largest.yearly <= off:
        return list(shares)
    rest = largest.yearly - off
    high = None if largest.high is None else largest.high - off
    cut = replace(
        largest, amount=rest, period=Period.YEAR, times=1, shops=1, low=max(largest.low - off, 0)
    )
    cut = replace(cut, high=high, on_platform=min(cut.on_platform, rest))
    return [cut if share is largest else share for share in shares]
