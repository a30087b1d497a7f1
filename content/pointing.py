"""Recognises what points to something spoken of before: `cái thông báo kia`, `tờ đó`, `mẫu ấy`."""

import re
from dataclasses import dataclass

from content.vietnamese import fold

_POINTS = re.compile(
    r"\b(?:cai |to |ban |may )?(?:thong bao|to khai|to|mau|don|giay|cach|app|ung dung|khoan|so"
    r"|hoa don|muc|phan|viec|cai) (?:kia|do|day|ay|nay|hoi nay|luc nay|vua roi|ban nay)\b"
)
_PARTED = re.compile(r"[,.;!?\n]")
_NOTICE = "thông báo doanh thu"  # the one a household is told of


@dataclass(frozen=True, slots=True)
class Pointed:
    """`rest` is what the clause says besides; `notice` the notice it may point to, "" for none."""

    rest: str
    notice: str


def pointed_in(text: str) -> Pointed | None:
    """What the words point to; None where they point to nothing."""
    found = _POINTS.search(fold(text))
    if found is None:
        return None
    before, after = text[: found.start()], text[found.end() :]
    rest = f"{_PARTED.split(before)[-1]} {_PARTED.split(after)[0]}"
    return Pointed(" ".join(rest.split()), _NOTICE if "thong bao" in found[0] else "")
