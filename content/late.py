"""Tax that was not paid when it was due: of which quarter it is, how much, as somebody says it.
Words are looked for folded."""

import re
from dataclasses import dataclass

from content.amounts import amounts
from content.revenue.months import QUARTER, QUARTERS
from content.vietnamese import fold, tidy

LONGEST = 24  # words: a longer message tells a story

_QUARTER = re.compile(rf"\b(?:quy|q) ?{QUARTER}\b")
_NOT = r"(?:chua|khong|ko|k|quen|quen chua|lo quen|chua kip|van chua)"
_PAY = r"(?:nop|dong|tra)"
_LATE = re.compile(
    rf"\b{_PAY}(?: (?:tien|thue|bi))* (?:cham|tre|muon|qua han)\b"
    rf"|\b(?:cham|tre|muon|qua han) {_PAY}\b"
    rf"|\b{_NOT}(?: \w+)? {_PAY}\b|\bcon no(?: tien)? thue\b|\b(?:tien |bi )*no thue\b|\bthue no\b"
    r"|\bqua han\b"
)
_DAYS = re.compile(r"\b(\d{1,3}) (?:ngay|hom)\b")
_TAX = re.compile(r"\b(?:thue|quy)\b")
_RATE = re.compile(r"\b0[.,]03 ?(?:%|phan tram)")
_BY_NOW = re.compile(r"\b(?:hom nay|bay gio|toi gio|den gio|den nay|toi nay|bao nhieu|het may)\b")
_OTHER = re.compile(
    r"\b(?:to khai|hoa don|bao hiem|gia han|nha dat|le phi|vay|cong ty|hang xom|xuat canh|cuong che"
    r"|chuyen|hoan|khat|tra dan|nop dan|dong quan|nghi ban"
    r"|dong ma so|cham dut|kiem tra|thong bao doanh thu)\b"
)
_RETURN = re.compile(r"\bto khai\b(?=.*\btien\b)")  # was filed, the money was not paid
_TURNOVER = re.compile(r"\b(?:doanh thu|ban duoc|thang ban|tien ban(?! hang, la))\b")


_NEVER = re.compile(
    r"\b(?:chua|quen|(?:chang|khong|ko|k) (?:bao gio|lan nao)|toi gio (?:khong|chua))"
    r"(?: (?:bao gio|tung|he|lan nao|co|di|kip|nop|to))*"
    r" (?:khai|ke khai|to khai|nop thue|dong thue|khai bao)\b"
)


def never_declared(text: str) -> bool:
    """`bán năm 2 tỷ mà chưa khai thuế bao giờ`: no return was ever filed, as somebody tells."""
    return _NEVER.search(fold(tidy(text))) is not None


@dataclass(frozen=True, slots=True)
class LateTax:
    """`quarter` (1 to 4), `owed` in đồng, for how many `days`; 0 for what is not said."""

    quarter: int = 0
    owed: int = 0
    days: int = 0


def late_in(text: str, *, known: bool = False) -> LateTax | None:
    """The tax that a line says is late, or asks the charge on; None where it speaks of another
    matter. `known`: late tax was spoken of just now, so that a sum or a quarter is of that."""
    said = tidy(text)
    folded = fold(said)
    if len(folded.split()) > LONGEST or _TURNOVER.search(folded):
        return None
    quarter, sums, days = _QUARTER.search(folded), amounts(said), _DAYS.search(folded)
    found = LateTax(
        QUARTERS[quarter[1]] if quarter else 0,
        sums[0].value if len(sums) == 1 else 0,
        int(days[1]) if days else 0,
    )
    if _RATE.search(folded) and found.owed:
        return found
    if known and not _OTHER.search(_RETURN.sub(" ", folded)):
        told = found.owed or found.quarter or _BY_NOW.search(folded) or _LATE.search(folded)
        return found if told else None
    late = _LATE.search(folded) and _TAX.search(folded) and not _OTHER.search(folded)
    return found if late and (found.quarter or found.owed) else None
