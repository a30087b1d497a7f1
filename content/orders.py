"""A short order that names nothing: `tắt hết`, `thôi huỷ`, `ừ xoá`, `rút lại đi`. What it means is
what was spoken of last."""

import re
from enum import StrEnum

from content.spoken import gives_order
from content.vietnamese import bare_words, clean, fold


class Ordered(StrEnum):
    STOP = "stop"  # tắt
    DROP = "drop"  # hủy
    LEAVE = "leave"  # bỏ: of nothing in particular it says `never mind`
    WITHDRAW = "withdraw"  # rút
    ERASE = "erase"  # xóa


LONGEST = 14  # words: a longer message tells a story

# Folded.
_ORDERS = {
    "tat": Ordered.STOP,
    "huy": Ordered.DROP,
    "cancel": Ordered.DROP,
    "bo": Ordered.LEAVE,
    "rut": Ordered.WITHDRAW,
    "xoa": Ordered.ERASE,
}
_ME = "toi|tui|em|minh|chau|bac|co|chu|con"
_BARE = re.compile(
    r"(?:(?:thoi|u|uh|um|vay|ok|da|vang|a|oi|ma|the|nhe|co|dong y|duoc|cho|xin|nho|giup|muon|cu"
    rf"|lam on|thi|roi|{_ME}) )*"
    rf"(?P<order>{'|'.join(_ORDERS)})"
    r"(?: (?:lai|di|het|luon|ngay|sach|giup|gium|dum|ho|cho|ve|cai|do|nay|kia|voi|nhe|nha|a|ca"
    rf"|tat ca|toan bo|roi|nua|no|nhi|dc|duoc|thoi|cau|cau hoi|vua roi|can bo|oi|{_ME}))*"
)
_OF_PAPERS = re.compile(r"\b(?:hoa don|thue|kinh doanh|to khai|ho so|so sach|khong|ko)\b")


def order_in(text: str) -> Ordered | None:
    """The order that one part of a message is, where it names nothing and the other parts speak of
    no papers; None for any other message."""
    parts = [part for one in re.split(r"[,;.\n!]+", clean(text)) if (part := one.strip())]
    if not parts or "?" in text or len(text.split()) > LONGEST:
        return None
    for part in (parts[0], parts[-1]):
        plain = bare_words(part)
        found = _BARE.fullmatch(plain)
        rest = " ".join(fold(one) for one in parts if one is not part)
        if found and gives_order(part) and not _OF_PAPERS.search(rest):
            return _ORDERS[found["order"]]
    return None
