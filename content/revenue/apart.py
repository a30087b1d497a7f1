"""Money that comes in beside what is sold, and the question whether it counts: `anh cho vay 300
triệu có phải là doanh thu không`, `tiền điện thu hộ có cộng vào không`."""

import re
from enum import StrEnum

from content.vietnamese import fold, has_marks, tidy


class Apart(StrEnum):
    """Of what kind it is."""

    BONUS = "bonus"  # of a brand: it counts
    PASSED_ON = "passed_on"  # taken for another and handed on
    DEPOSIT = "deposit"
    LOAN = "loan"
    GIFT = "gift"
    PENSION = "pension"
    UNPAID = "unpaid"  # sold, and not paid for yet: it counts


_KIN = (
    r"(?:con|bo|me|ba|ma|anh|chi|em|ong|co|chu|bac|di|cau|mo|vo|chong|ho hang|nguoi nha|gia dinh"
    r"|ban be)"
)
_KINDS = (
    (
        Apart.BONUS,
        r"\b(?:hang|nha phan phoi|cong ty|dai ly)(?: [a-z]+){0,3} (?:tra )?thuong\b"
        r"|\bthuong(?: doanh so| khuyen mai| cua hang)| thuong hang\b|\bho tro doanh so\b",
    ),
    (
        Apart.PASSED_ON,
        r"\bthu (?:ho|gium|giup)\b|\b(?:tien )?(?:dien|nuoc|dien nuoc|mang)\b.*"
        r"\b(?:nop (?:lai |cho )+|dien luc|tra lai cho|dong lai|cong ty nuoc)"
        r"|\btien (?:dien|nuoc|dien nuoc|mang|rac) (?:thu|gom)\b",
    ),
    (Apart.PENSION, r"\bluong huu\b|\btro cap (?:xa hoi|nguoi|tuoi|hang thang|thuong binh)\b"),
    (
        Apart.UNPAID,
        r"\b(?:khach|chu nha|chu|nguoi ta|ban hang|moi|ben mua|chu dau tu|cong ty|no|ho)\b"
        r"(?: [a-z]+){0,5} (?:chua (?:tra|thanh toan|dua|chuyen)|con (?:no|thieu))\b",
    ),
    (Apart.DEPOSIT, r"\b(?:dat coc|tien coc|coc truoc)\b"),
    (
        Apart.LOAN,
        r"\b(?:tien vay|cho vay|di vay|vay (?:ngan hang|tien|nong|von|cua|ban be|nguoi|ho)|vay muon"
        r"|muon tien|cho muon|tien muon|tra no|tra lai tien)\b",
    ),
    (
        Apart.GIFT,
        rf"\b{_KIN}(?: (?:toi|em|e|minh|gai|trai|ruot|chau))?"
        r"(?: (?:ben|o|nuoc|ngoai|my|han|nhat|co|moi|vua|duoi que)){0,4}"
        r" (?:cho|gui|bieu|tang|mung|ck|chuyen khoan|chuyen)"
        r"(?: (?:toi|em|e|minh|ve|cho|them|tien|giup|quan))*"
        r"(?= (?:\d|mot|hai|ba|thi|khong|ko|co|la)\b|[ ?.!]*$| \d)"
        r"|\b(?:mung cuoi|thua ke|tien mung|li xi|gui ve|duoc cho|bieu tang)\b",
    ),
)
_LOAN_MARKED = re.compile(r"\bvay\b")
_COUNTS = re.compile(
    r"\b(?:doanh thu|tinh thue|chiu thue|bi thue|tinh vao|cong vao|gop vao"
    r"|khong tinh|ko tinh|co tinh|tinh vo|cong vo|co bi tinh|phai tinh|tinh khong|tinh ko"
    r"|chua tinh|tinh chua)\b"
)
_AND_THEN = re.compile(r"\b(?:thi sao|thi the nao|co sao khong)\b")
_SENDS = re.compile(r"\b(?:gui|chuyen|nho|hoi)(?: [a-z]+){0,2} (?:can bo|phuong|thue)\b")  # a wish
_ASKS = re.compile(
    r"\b(?:khong|ko|k|hong|ha|a|dung khong|phai khong|chua|sao|the nao|nhi)\b[ ?.!]*$|\?"
    r"|\b(?:co|phai) (?:phai |bi |duoc )?(?:tinh|la|cong)\b"
)


# `tiền cọc tôi còn giữ 21 triệu`, told after figures: said to be no part of them.
_TOLD_BESIDE = (Apart.PASSED_ON, Apart.DEPOSIT, Apart.GIFT)


_TELLS_SUM = re.compile(r"\d|\b(?:chuc|tram|trieu|nghin|ngan|ty)\b")


def asked_apart(text: str, *, known: bool = False) -> tuple[Apart, ...]:
    """Of what money a line asks whether it is revenue, or is taxed; () where it asks of none.
    `known`: figures were told before, so that `thì sao` asks for that, too, and a sum of money that
    is given back or handed on is told of beside them."""
    said = tidy(text)
    folded = fold(said)
    if not known and not _ASKS.search(folded):
        return ()
    found = [kind for kind, pattern in _KINDS if re.search(pattern, folded)]
    goes_on = known or Apart.GIFT in found
    counts = _COUNTS.search(folded) or (goes_on and _AND_THEN.search(folded))
    if known and not counts and _TELLS_SUM.search(folded) and not _ASKS.search(folded):
        return tuple(kind for kind in found if kind in _TOLD_BESIDE)
    if not counts or not _ASKS.search(folded) or _SENDS.search(folded):
        return ()
    if not found and has_marks(said) and _LOAN_MARKED.search(said.lower()):
        found = [Apart.LOAN]
    if Apart.LOAN in found and Apart.GIFT in found:
        found.remove(Apart.GIFT)  # `anh tôi cho vay`
    return tuple(found)
