"""Money that is paid and never taken in: what a line tells after the figures of a business, be it
costs or tax. None of it is ever added to what was sold."""

import re
from enum import StrEnum

from content.revenue.figures import Figure, figures
from content.revenue.joining import says_more
from content.revenue.kinds import MoneyKind
from content.revenue.named import trades_in
from content.revenue.unsaid import without_tenant
from content.trades import Trades
from content.vietnamese import fold, tidy


class Spent(StrEnum):
    """What a line tells of, and of nothing that was sold."""

    COSTS = "costs"
    TAX = "tax"


# `thuế` is not `thuê`; without their marks only these are a tax.
_TAX = re.compile(
    r"\b(?:nop|dong|tra|chiu|mat) (?:tien )?thue\b|\b(?:tien )?thue (?:khoan|nam|thang|quy|gtgt|vat"
    r"|tncn|mon bai|cua|ca nam|hoi|truoc)\b|\b(?:nam ngoai|nam truoc|nam roi|hoi truoc|quy truoc"
    r"|thang truoc)(?: [a-z]+){0,2} (?:nop|dong)(?! (?:phi|tien|hoc|gop|cua|quan|bao|hui))\b"
)
_COSTS = re.compile(
    r"\b(?:tra(?! (?:da|sua|lai|gop|no|xanh|chanh|tac)\b)|luong|thue|von|nhap|lay hang|mua|het|ton"
    r"|phi|tien (?:dien|nuoc|nha|cho|rac|mang|hang|bao|tui|ship|xang|dau|gas|ga|cui|than)|dien nuoc"
    r"|tien tro|nguoi lam|nguoi phu|dua phu|con phu|tho phu|tho|sua chua|hao hut|khau hao|bao hiem"
    r"|cong nhan)\b"
)
# Used up, or sold as well: no costs where they are said to be more of what is sold.
_USED = re.compile(
    r"\b(?:dau|xang|nhot|gas|cui|nguyen lieu|vat lieu phu|bao bi|tui(?= \d)|tui ni ?long|hop xop)\b"
)
_OTHER = re.compile(
    r"\b(?:vay|muon (?:von|tien|cua)|tra no|tra gop|no|phat|hoc phi|dam cuoi|cuoi|benh|vien"
    r"|mua (?:xe|nha|dat|vang|o to)"
    r"|tiet kiem|gui ve|mung|bieu|lai|loi|con lai|tra lai|hoan)\b"
)
_GIVEN = re.compile(
    r"\b(?:nop|dong|mat)(?: (?:tien|het|co|chung|khoang|tam|mat|toi|moi nam|mot nam))*\s*$"
)
_SOLD = (MoneyKind.SALES, MoneyKind.PLATFORM, MoneyKind.BARE, MoneyKind.PROFIT)

# `mua thêm trứng của mấy nhà bên cạnh bán luôn`
_RESOLD = re.compile(r"\b(?:mua|lay|gom|nhap)\b.*\b(?:ban (?:luon|lai|ra)|(?:ve|de|roi) ban)\b")


# `tầng một cho cửa hàng thuê, họ trả 54 triệu`: a rent that comes in.
_COMES_IN = re.compile(
    r"\bcho (?:[a-z]+ ){1,6}thue\b|\bcho thue\b"
    r"|\b(?:ho|khach|nguoi ta|nguoi thue|ben thue) (?:[a-z]+ ){0,2}tra\b(?! (?:hang|lai|no)\b)"
)


def spent_in(text: str, trades: Trades) -> Spent | None:
    """What a line tells of that was paid, where it tells of nothing else."""
    text = without_tenant(tidy(text))
    found = list(figures(text, trades_in(text, trades, None)))
    taxed = _TAX.search(fold(text.lower().replace("thuê", "-"))) is not None
    if taxed and found and all(_is_given(text, one) for one in found):
        return Spent.TAX  # `thuế môn bài răng, mọi năm o đóng ba trăm ngàn`
    if not found or any(one.kind in _SOLD for one in found):
        return None
    if not taxed and _COMES_IN.search(fold(text.lower().replace("thuế", "-"))):
        return None
    if taxed:
        return Spent.TAX
    if _RESOLD.search(fold(text)):
        return None  # what it is sold for may be told
    costs = fold(text.lower().replace("thuế", "-"))
    spent = _COSTS.search(costs) or (_USED.search(costs) and not says_more(costs))
    return Spent.COSTS if spent and not _OTHER.search(costs) else None


def _is_given(text: str, figure: Figure) -> bool:
    """Whether the words right before a sum say that it was given, and what it was sold for is not
    said of it."""
    before = fold(text[: figure.amount.start])
    return figure.kind is MoneyKind.BARE and _GIVEN.search(before) is not None
