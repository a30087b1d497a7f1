"""Fees that somebody asks of a trader and that are no tax of the household's: for the pavement, the
market, rubbish. What is said of a tax is never the answer to one of them."""

import re

from content.vietnamese import fold

_FEE = re.compile(
    r"\b(?:tien|phi|le phi|quy|khoan|thu)(?: (?:thue|tien|phi|le phi|cho|thu|dong|nop|su dung"
    r"|quan ly))*"
    r" (?:via he|long duong|le duong|ve sinh(?: moi truong)?|rac(?: thai)?|do rac"
    r"|cho(?= (?:\d|co|thi|hang|moi|mot|la|nay|thang|cua|phai|ha|a\b)|$)|ben bai|bai do|do xe"
    r"|an ninh(?: trat tu)?|trat tu|bao ve(?= (?:moi truong|cho|\d|co|hang|moi))"
    r"|moi truong|nuoc thai|thoat nuoc|sap cho|ki ot cho|quy dan pho|to dan pho|khuyen hoc"
    r"|phong chong thien tai|den on dap nghia|san bai)\b"
)
# What of it is asked that answers of ours are about.
_OF_TAX = re.compile(
    r"\b(?:chi phi|duoc tru|tru (?:duoc|di|vao|thue)|hoa don|doanh thu|tinh vao|so sach|ghi so"
    r"|tien lai|loi nhuan|vay|dang ky)\b"
)
_MOST_WORDS = 16


def names_local_fee(text: str) -> bool:
    """Whether a line names such a fee, whatever it asks of it."""
    return _FEE.search(fold(text)) is not None


def is_of_local_fee(text: str) -> bool:
    """Whether a short line is about such a fee itself, and not what it means in tax."""
    folded = fold(text)
    short = len(folded.split()) <= _MOST_WORDS
    return short and names_local_fee(text) and not _OF_TAX.search(folded)
