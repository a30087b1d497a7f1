"""The account itself: its lines, why one is not counted, what a message tells beside them."""

import re
from dataclasses import dataclass
from enum import StrEnum

from content.daybook.lines import AccountLine, Ends

DROPS = re.compile(
    r"\b(?:bo|xoa|khong tinh|khoi tinh|dung tinh|ke|gac|khong cong|dung cong)\b"
    r"(?!.*\b(?:bo khong|bo trong|bo si|bo ban)\b)"
)
MINE = re.compile(
    r"(?<!dau co )(?<!khong co )\bdung ten (?:chi|toi|em|e|minh|co|chu|bac|anh|tui|ong"
    r"|ba)\b(?! (?:chong|vo|ay|xa|ba|me|nha))"
    r"|\b(?:cung|chung) (?:mot |1 )?(?:giay|ho|dang ky|giay phep|dkkd)\b|\bcua (?:toi|tui|minh"
    r"|em|chi"
    r"|co|bac)\b(?! (?:chong|vo|ay|xa|ba|me|gai|trai))"
)
THEIRS = re.compile(
    r"\b(?:dung ten|cua)(?: (?:rieng|la|o|ong|ba|co|chi|anh|thang|con|nha))*"
    r" (?:chong|vo|xa|me|ma|bo|con|re|dau|em|chau|ay|y|no|ho|trai|gai)\b"
    r"|\b(?:ong|ong ay|chong|vo|no|me|ho|ba ay|con|re) (?:[a-z]+ )?(?:chay rieng|lam rieng|dung ten"
    r"|giu(?! cho)|dang ky rieng|co giay)\b|\bdung ten rieng\b|\bchay rieng\b"
)
THOUSAND = 1_000
MILLION = 1_000_000
FAR = 12  # times


class Aside(StrEnum):
    """Why a line is not counted."""

    WHOSE = "whose"  # somebody else of the family may be the owner
    THEIRS = "theirs"
    MORE_OR_INSTEAD = "more_or_instead"
    DROPPED = "dropped"
    PASSED = "passed"  # taken in for another, and in what was told


class Remark(StrEnum):
    """What a message tells that changes no line."""

    COSTS = "costs"
    NO_SALE = "no_sale"
    FEE = "fee"
    INSIDE = "inside"
    UNREAD = "unread"
    WHETHER_IN = "whether_in"  # it is asked whether something is in what was told


@dataclass(frozen=True, slots=True)
class SumAccount:
    """`last`: the line spoken of last; `changed`: those this message changed; `remark`: what else
    it told; `is_read`: whether it was understood at all."""

    lines: tuple[AccountLine, ...] = ()
    last: int = 0
    changed: tuple[int, ...] = ()
    remark: str = ""
    is_read: bool = False
    named: tuple[str, str] = ("", "")  # (id, words) of the trade told before any sum

    @property
    def counted(self) -> tuple[AccountLine, ...]:
        """The lines that are in the sum."""
        return tuple(one for one in self.lines if not one.aside)

    @property
    def open_line(self) -> int | None:
        """The line of which something is to be asked; None for none."""
        asides = (Aside.WHOSE, Aside.MORE_OR_INSTEAD)
        for place, one in enumerate(self.lines):
            if one.aside in asides or (not one.aside and one.lacks):
                return place
        return None

    @property
    def year(self) -> Ends:
        """What the lines that are counted and lack nothing come to."""
        whole = [one.year for one in self.counted if not one.lacks]
        return sum(low for low, _ in whole), sum(high for _, high in whole)
