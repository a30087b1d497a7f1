"""Other money inside a sum that was told: `1 tỷ 150 là có cả 200 triệu con rể trả nợ`; what is left
without it: `tính cả thẻ với tiền điện rồi, trừ đi còn ba triệu`."""

import re

from content.amounts import amounts
from content.revenue.again import TIMES, spots_in
from content.revenue.beside import is_anothers
from content.revenue.reckoning import FigureReader
from content.revenue.statements import sold_in, with_one
from content.revenue.told import Statement, StatementKind, Statements, ToldFigures
from content.vietnamese import fold, tidy

_INSIDE = re.compile(
    r"\b(?:co ca|gom ca|ke ca|tinh ca|lan ca|trong do|trong day|bao gom|gom|lan) "
    r"(?:co |la |khoang |chung |tam )*$"
)
_OTHER = re.compile(
    r"\b(?:tra no|vay|muon|coc|bieu|mung|cho|thua ke|hui|khong phai (?:la )?(?:tien )?"
    r"(?:hang|ban|doanh thu)|luong)\b"
)


def without_other(old: ToldFigures, said: str) -> Statements | None:
    """What was told (`old`) less the money that a line says is in it and was not sold for; None
    for any other line. Beside that money it may tell again the sum it is in, and no other."""
    said = tidy(said)
    folded, told = fold(said), amounts(said)
    known = {share.amount for share in old.shares}
    new = [one for one in told if _INSIDE.search(folded[: one.start])]
    rest = {one.value for one in told if one not in new}
    if not old.shares or len(new) != 1 or not rest <= known or new[0].bound or new[0].period:
        return None
    if not _OTHER.search(folded[new[0].end :]) or new[0].value >= max(known):
        return None
    words = f"{said[new[0].start : new[0].end]} không phải tiền bán hàng"
    off = Statement(StatementKind.NOT_SALES, words, ToldFigures(words), new[0].value)
    return (*old.parts, off)


_REST = re.compile(
    r"\b(?:tru|bot|bo|tach)(?: (?:di|ra|het|may|cai|do|no|thi|the|dien|tien|ho|khoan|ay|nay|phan))*"
    r"(?: (?:chac|thi|chi|khoang|tam|chung|cung))* con(?: (?:lai|khoang|chung|tam|co|chi|do))* $"
)
_IN_IT = re.compile(r"\b(?:tinh ca|gom ca|co ca|ke ca|da gom|gom|lan ca|ca)\b")


def rest_told(old: ToldFigures, said: str, reader: FigureReader) -> Statements | None:
    """What was told (`old`) with what a line says is left of it without another's money; None for
    any other line, and where what is left is a profit."""
    said = tidy(said)
    folded, told, places = fold(said), amounts(said), sold_in(old.parts)
    if len(places) != 1 or len(old.shares) != 1 or not 1 <= len(told) <= _OLD_AND_NEW:
        return None
    new = told[-1]
    if not _REST.search(folded[: new.start]) or not is_anothers(folded) or new.bound:
        return None
    if not _IN_IT.search(folded) or new.value >= old.shares[0].amount:
        return None
    [spot, *more] = [one for one in spots_in(old) if one.item.value == old.shares[0].amount]
    before, item = old.parts[places[0]].said, spot.item
    time = "" if new.period is None or more else f" {TIMES[new.period]}"
    line = f"{before[: item.start]}{said[new.start : new.end]}{time}{before[item.end :]}"
    return with_one(old.parts, places[0], reader.stated(line))


_OLD_AND_NEW = 2
