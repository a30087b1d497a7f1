"""What somebody deals in, told where the name of a shop is asked: `mẹ em bán vải ở chợ` names no
shop. All patterns are folded; the words are kept as they were said."""

import re
import unicodedata

from content.other_matter import is_question
from content.vietnamese import fold, fold_in_place, tidy

_MOST = 9  # words
# Who is spoken of, before what they do.
_WHO = (
    r"(?:da|a|u|vang|thi|toi|tui|em|e|chi|anh|co|chu|bac|minh|chau|con|nha|ben|me|ma|bo|ba|bu|ong"
    r"|vo|chong|ay|nay|no|sep|ho|ca|hai|hien|dang|chi la|chu yeu|chuyen|cung|nghe|lam nghe|lam|gia"
    r"|noi|ngoai|xa|ban ay|toan|quen)"
)
# What they do, as it is written: `rứa`, `bạn` are none of it.
_VERBS = {
    fold(verb): verb.split()[0]
    for verb in (
        *("bán", "buôn", "sửa", "rửa", "may", "cắt", "uốn", "gội", "nấu", "chạy", "cho thuê"),
        *("nuôi", "trồng", "giặt", "kinh doanh", "thu mua", "sơn", "hàn", "thợ", "đan", "đóng"),
    )
}
_WRITTEN = _VERBS | {"lam": "làm", "mo": "mở"}
_DOES = (
    rf"(?P<verb>{'|'.join(_VERBS)}"
    r"|lam(?= (?:tho|nghe|dau|toc|mong|nail|banh|bun|moc|han|son|gach|ruong|vuon|hang|do))"
    r"|mo(?= (?:hang|quan|tiem|sap|cua hang|xuong)))"
)
_TRADE = re.compile(rf"(?:{_WHO} )*(?P<trade>{_DOES} \S.*)")
# Where what they do ends.
_TAIL = re.compile(
    r"(?: (?:thoi|a|nhe|nha|day|ma|chu|la chinh|kiem song|qua ngay|cho vui)| (?:chua|khong|ko|hong)"
    r" (?:co|dang|nho|biet|phai)\b.*)+$"
)
_ASKED = re.compile(r"\b(?:gi|nao|sao|dau|may gio|bao nhieu)\b")
_OF_NAMES = re.compile(r"\b(?:ghi ten|ten (?:em|toi|minh)|di thay|so dien thoai)\b")
_PAPERS = re.compile(
    r"\b(?:ma so thue|mst|giay phep|giay dang ky|giay chung nhan"
    r"|dang ky(?: ho| kinh doanh)?|ho kd|(?:co|lam) (?:giay(?: to)? )?(?:roi|het roi)|co giay)\b"
)
_HAS_NONE = re.compile(
    r"\b(?:chua|khong|ko|hong|chang)(?: (?:co|he|lam|di))* (?:ma so thue|mst|giay|dang ky|phep)"
)


def trade_told(text: str) -> str:
    """`mẹ em bán vải ở chợ, em không nhớ mã số thuế` -> `bán vải ở chợ`; "" where the line is a
    name, asks, or tells no trade."""
    said = tidy(text)
    if is_question(said):
        return ""
    for part in re.split(r"[,.;:!]", said):
        part = part.strip()
        plain = fold_in_place(part)
        found = _TRADE.fullmatch(plain)
        if found is None:
            continue
        end = tail.start() if (tail := _TAIL.search(plain)) else len(plain)
        trade = part[found.start("trade") : end].strip(" .,!")
        if _is_trade(trade, found["verb"]):
            return trade
    return ""


def _is_trade(trade: str, verb: str) -> bool:
    """Whether the words are of a trade: written small, without a number, the verb as it is written
    (`bạn`, `mây` are none)."""
    words = unicodedata.normalize("NFC", trade).split()
    first = words[0] if words else ""
    other = not first.isascii() and first != _WRITTEN[verb]
    small = all(word.islower() for word in words[1:]) and not first.isupper()
    if _ASKED.search(fold(trade)) or _OF_NAMES.search(fold(trade)):
        return False
    return 1 < len(words) <= _MOST and small and not other and not any(map(str.isdigit, trade))


def has_papers(text: str) -> bool:
    """`em không nhớ mã số thuế`: there is a registration, whatever it is called."""
    return bool(_PAPERS.search(fold(text))) and not lacks_papers(text)


def lacks_papers(text: str) -> bool:
    """`chưa có giấy phép kinh doanh gì`: there is no registration."""
    return bool(_HAS_NONE.search(fold(text)))
