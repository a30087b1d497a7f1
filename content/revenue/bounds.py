"""Whether an amount is a bound the law names, of nobody's business: `trên 1 tỷ`."""

import re

from content.amounts import Amount, Bound, Period
from content.revenue.kinds import MoneyKind
from content.revenue.told import OWN

RATES = (Period.DAY, Period.WEEK, Period.MONTH)
THRESHOLD = 1_000_000_000
RATIO_LIMIT = 3_000_000_000  # of those who may be taxed by ratio
OF_THE_LAW = frozenset({"tren", "duoi", "hon", "vuot", "qua", "tu", "den", "hay", "hoac"})
_THE_LAWS = frozenset({1_000_000_000, 3_000_000_000, 50_000_000_000})
_FORMER_LAWS = frozenset({100_000_000, 200_000_000, 500_000_000})  # the thresholds before 2026
# `990 thì chưa tới 1 tỷ đúng không`, `còn bao nhiêu thì chạm 1 tỷ`.
_ASKED_OF = re.compile(
    r"^(?!.*\b(?:ban|thu|doanh|quan|shop|tiem|nha|minh|em|chau)\b).*\b(?:chua|cham|sat|moc|toi|den|qua|vuot|du)"
    r"(?: (?:toi|den|cham|qua|vuot|du|moc|muc|nguong))* $"
)


# `1 tỷ là tính một năm hay một tháng`, `1 tỷ này là doanh thu hay tiền lãi`: what the bound means.
_OF_WHAT_TIME = re.compile(
    r"\b(?:la|tinh|cua|theo)\b.*\b(?:nam|thang|quy|ngay) (?:hay|hoac)\b"
    r"|\b(?:hay|hoac)(?: la)?(?: mot| 1| ca| theo)? (?:nam|thang|quy|ngay)\b"
    r"|\b(?:cu|truoc) (?:hay|hoac)\b"
)
_OF_WHAT = re.compile(
    r"^(?: ?dong)? (?:(?:do|nay|kia|ay|nay la|la|duoc|co|phai) )*"
    r"(?:tinh\b(?! (?:thue|giup|ho|cho|dum|gium))|gom\b|ap dung\b|la gi\b|la sao\b|la the nao\b"
    r"|la (?:tien |khoan )?(?:doanh thu|doanh so|loi nhuan|lai|loi|von|ban|thu nhap)\b"
    r"|la (?:ca nam|mot nam|1 nam|nam nao)\b)"
)


def _is_asked_about(item: Amount, folded: str) -> bool:
    """Whether the line asks what a bound of the law means, and tells of nobody's business."""
    if OWN.search(folded) or item.period in RATES:
        return False
    behind = folded[item.end :]
    return bool(_OF_WHAT_TIME.search(behind) or _OF_WHAT.match(behind))


def is_the_laws(item: Amount, kind: MoneyKind, folded: str) -> bool:
    """`trên 1 tỷ`, `500 triệu hay 1 tỷ` of nobody's business: a bound of the law."""
    if item.value in _THE_LAWS and _ASKED_OF.search(folded[: item.start]):
        return True
    if item.value in _THE_LAWS | _FORMER_LAWS and _is_asked_about(item, folded):
        return True
    own = OWN.search(folded)
    if kind not in (MoneyKind.SALES, MoneyKind.BARE, MoneyKind.ODD) or own or item.period in RATES:
        return False
    if item.bound is Bound.AROUND or item.before[-1:] in (("ship",), ("giao",)):  # `tự ship 40tr`
        return False
    if re.search(r"\bnguong\b", folded):
        return True
    if item.bound is Bound.BELOW:
        return kind is not MoneyKind.SALES and "duoi" in item.before
    return item.bound is Bound.ABOVE or bool(OF_THE_LAW.intersection(item.before))
