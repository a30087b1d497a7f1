"""Other money inside a sum that was told: `1 tỷ 150 là có cả 200 triệu con rể trả nợ`."""

import re

from content.amounts import amounts
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
