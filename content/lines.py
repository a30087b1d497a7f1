"""What a line does besides telling a value. One that asks, orders, puts something right, wavers or
tells a sum is no name, no shop, no place and no part of a text: one test for every step that takes
words. A consent said in the same line stands apart from what is told with it."""

import re
from enum import StrEnum

from content.spoken import asks, places, says_yes, taken_back
from content.vietnamese import fold_in_place, tidy


class Does(StrEnum):
    """What a line does, in the order in which it is looked for."""

    WAVERS = "wavers"  # `tổ 5 hay tổ 15 nhỉ`
    ASKS = "asks"
    COUNTS = "counts"  # `85 triệu là tháng Tết`
    ORDERS = "orders"  # `đọc lại cho tui nghe`
    AGREES = "agrees"  # `má đồng ý á`


# All folded.
_COUNT = r"(?:\d{1,4}|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi)"
_UNSURE = (
    r"hinh nhu|khong chac|ko chac|k chac|chua chac|khong nho|ko nho|hong nho|khong biet|ko biet"
    r"|hong biet|hok biet|chua biet|chua ro|khong ro"
)
_WAVERS = re.compile(
    rf"\b{_COUNT}\b(?: nguoi)?(?: \w+)? (?:hay|hoac|hay la|hoac la)"
    rf"(?: (?:to|tdp|so|la|cho|di|lau))* {_COUNT}\b"
    r"|\w (?:hay|hoac)(?: la)? \w.*\b(?:nhi|ta|ha|the|vay|quen roi|quen mat)[ .?!]*$"
    rf"|\b(?:to|tdp|so|nguoi|\d+)\b.*\b(?:{_UNSURE})\b"
    rf"|\b(?:{_UNSURE})\b.*\b(?:to|tdp|so|nguoi) \d"
    r"|\b(?:to|tdp) \d+ (?:phai khong|dung khong|nhi|chu nhi)\b"
)
_ASKS = re.compile(
    r"\b(?:thi sao|sao vay|vay sao|phai khong|dung khong|duoc khong|co khong|cho hoi"
    r"|the nao|la gi|bao nhieu|lam gi|o dau|may gio)\b|\bhoi (?:chut|cai|ti|xiu)\b"
    r"|\b(?:co|ai)\b(?: \w+){1,6} (?:khong|ko|chua|day)[ .?!]*$|\bgi,"
)
_COUNTS = re.compile(
    r"(?<![\w/])\d[\d.,]*\s?(?:trieu|tr(?:\d+)?|ty(?:\d+)?)(?!\w)(?!\s+(?:phu|do la))"
)
_OBJECT = r"(?:lai|ten|so|to|cai|het|khoi|dum|gium|giup|ho|di)"
_ORDERS = re.compile(
    r"^(?:(?:a|u|da|thoi|vay|the|ma|roi|nay|khoan|ok)\b[ ,]*)*"
    rf"(?:(?P<order>sua|doi|ghi|viet|xoa|bo|huy|rut|doc|xem|coi|gui|goi) {_OBJECT}\b"
    r"|cho (?:toi|tui|em|minh|ma|ba|chau)? ?(?:coi|xem|hoi|nghe|biet)\b"
    r"|(?:huy|xoa|khoan|khoan da|de do|de sau|de mai|de tinh|thoi bo|thoi day|thoi khoi)\b)"
)
# A consent, with the words that belong to it. `Thuốc đông y` is a trade.
_BEHIND = (
    r"(?: (?:gui|goi|luu|luu lai|cho luu|cho ghi|ghi|dung|su dung|cho dung|cung cap|thong tin"
    r"|dang ky|het|luon|roi|di|nha|nhe|nghe|nghen|a|ha|do|nhen|ca|tat ca|cho phuong|phuong|duoc"
    r"|so|ten|lien he|giu|giu cho|thi|cai nay|moi dieu))*"
)
_AGREES = re.compile(
    r"(?<!thuoc )(?<!kham )(?<!tiem )(?<!nha )(?<!hieu )(?<!nganh )(?<!chua )(?<!khong )(?<!ko )"
    rf"(?<!\w)(?P<dong>dong) (?P<y>y|i){_BEHIND}(?= *(?:$|[,.;:!\n]))"
)
_BEFORE_AGREEING = re.compile(
    r"(?:[\s,;.:]*\b(?:(?:toi|tui|em|minh|chau|con|u|uh|ok|da|vang|thi|ma|va|xin)\b\s*))*[\s,;:]*$"
)


_SOMEBODY = re.compile(
    r"(?:(?:toi|tui|em|minh|chau|con|ma|me|ba|bo|cha|chi|anh|co|chu|bac|ong|vo|chong|thi|cung|ca"
    r"|hai|nguoi|deu|u|ok|da)[ ,]*)*"
)


def does(text: str) -> Does | None:
    """What a line does; None where it may be a value."""
    plain = _plain(text)
    if _WAVERS.search(plain):
        return Does.WAVERS
    if asks(text) or _ASKS.search(plain):
        return Does.ASKS
    if _COUNTS.search(plain):
        return Does.COUNTS
    if _gives_order(text):
        return Does.ORDERS
    told = without_consent(text)
    agrees = told != text and _SOMEBODY.fullmatch(fold_in_place(told))
    return Does.AGREES if agrees else None


def wavers(text: str) -> bool:
    """`tổ 5 hay tổ 15 nhỉ`, `tổ 7 cũ, giờ không biết`: of several, or of none for sure."""
    return bool(_WAVERS.search(_plain(text)))


def without_consent(text: str) -> str:
    """`Ngô Thị Xuân 0912000143 đồng ý gửi` -> `Ngô Thị Xuân 0912000143`: what is told beside a
    consent; the text as it is where none is said, "" where nothing else is."""
    said = tidy(text)
    found = _AGREES.search(fold_in_place(said))
    if found is None or not _is_agreeing(said, found):
        return text
    head, tail = said[: found.start()], said[found.end() :]
    polite = _BEFORE_AGREEING.search(fold_in_place(head))
    head = head[: polite.start()] if polite else head
    return ", ".join(part for one in (head, tail) if (part := one.strip(" ,.;:!")))


def _gives_order(text: str) -> bool:
    """Whether it begins with an order, as it is written: `Sữa Lai Châu` does not. What stands in
    place of an earlier answer is no order, either: `sửa lại là 3 người`."""
    said = tidy(text)
    found = _ORDERS.search(fold_in_place(said))
    if found is None or taken_back(text) is not None or (" " in said and said.istitle()):
        return False
    word = said[found.start("order") : found.end("order")].lower() if found["order"] else ""
    return word.isascii() or bool(places([word], "ordered"))


def _is_agreeing(said: str, found: re.Match[str]) -> bool:
    """Whether the words are those of agreeing, with their marks or without any."""
    words = said[found.start("dong") : found.end("y")]
    return words.isascii() or says_yes(words)


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9,.;:?\n ]+", " ", fold_in_place(tidy(text))).split())
