"""What an owner tells of the money beside the sums that were told: bills taken in and paid on,
goods sold for another, the part that an application keeps, takings that two share."""

import re
from dataclasses import dataclass

from content.amounts import Period, amounts
from content.vietnamese import fold, tidy

_BILLS = re.compile(r"\b(?:dien|nuoc|dien nuoc|rac|mang|internet|wifi|truyen hinh)\b")
_TAKES = re.compile(r"\b(?:thu|gom|lay|cam|nhan)\b")
_PAYS_ON = re.compile(
    r"\b(?:nop|dong|tra|thanh toan)(?: [a-z]+){0,2} (?:ben|cho|dien luc|cong ty|nha nuoc|lai|ho"
    r"|tien)\b"
    r"|\b(?:nop|dong|tra)(?: (?:lai|di|len|co|het|mat|khoang|tam|chung))* ?$"
)


@dataclass(frozen=True, slots=True)
class PaidOn:
    """`taken` in for bills and `paid` on of it, in đồng of a `period`."""

    taken: int
    paid: int
    period: Period

    @property
    def kept(self) -> int:
        return self.taken - self.paid


def paid_on(text: str) -> PaidOn | None:
    """What is taken in for electricity or water and what of it is paid on: `thu điện nước 9 triệu,
    nộp bên điện 7 triệu rưỡi`; None for any other line."""
    said = tidy(text)
    folded, told = fold(said), amounts(said)
    if len(told) != 2 or any(one.bound for one in told) or not _BILLS.search(folded):
        return None
    first, second = told
    between = folded[first.end : second.start]
    if not _TAKES.search(folded[: first.start]) or not _PAYS_ON.search(between):
        return None
    times = {one.period for one in told if one.period}
    if second.value >= first.value or len(times) > 1:
        return None
    return PaidOn(first.value, second.value, next(iter(times), Period.MONTH))


# Sold at no other price than its maker's, or taken in for another.
_ANOTHERS = re.compile(
    r"\b(?:the (?:dien thoai|cao|nap|game)|sim(?: the)?|ve so|xo so|bao hiem|ve xe|ve may bay"
    r"|thu ho"
    r"|nap (?:tien|the)|chuyen tien ho|rut tien ho|ky gui|dai ly)\b"
)
_ONLY_COMMISSION = re.compile(
    r"\b(?:an|huong|duoc|lay|tinh|co|con|moi)(?: [a-z]+){0,2} (?:hoa hong|phan tram|chiet khau"
    r"|tien cong)\b"
)


_PASSED_ON = re.compile(r"\b(?:tien (?:dien|nuoc|dien nuoc|the)|the|thu ho|bill)\b")


def is_anothers(folded: str) -> bool:
    """Whether a line speaks of goods or money that is another's: cards, bills, lottery tickets."""
    return bool(_ANOTHERS.search(folded) or _PASSED_ON.search(folded))


def sells_for_another(text: str) -> bool:
    """Whether a line without sums tells that some of what is sold is another's, for a commission:
    `bán cả thẻ điện thoại, thu hộ tiền điện, chỉ ăn hoa hồng`."""
    folded = fold(tidy(text))
    other = _ANOTHERS.search(folded) and _ONLY_COMMISSION.search(folded)
    return bool(other) and not amounts(text)


def takes_for_bills(text: str) -> bool:
    """Whether it is money of bills, too."""
    return re.search(r"\bthu ho\b", fold(text)) is not None


_APP = (
    r"(?:app|ap|ung dung|grab|be|xanh sm|shopee ?food|shopee|tiktok|lazada|san|now|ben do|hang|no)"
)
_RATE = r"(?P<{}>\d{{1,2}}(?:[.,]\d)?) ?(?:%|phan tram|pt\b|phan\b)"
_KEEPS = r"(?:an|tru|cat|thu|lay|giu|chiet khau|huong|an chia|thu phi|mat)"
_KEPT_SHARE = re.compile(
    rf"\b{_APP}(?: [a-z]+){{0,3}} {_KEEPS}(?: [a-z]+){{0,3}} {_RATE.format('one')}"
    rf"|\b(?:bi |phai )?(?:tru|cat|chiet khau|nop)(?: cho)?(?: {_APP})? {_RATE.format('two')}"
    rf"(?: cho)?(?: {_APP})\b"
)
_NET = re.compile(
    rf"\b{_APP}\b(?: [a-z]+){{0,4}} (?:tru|cat|an)(?: [a-z]+){{0,2}} (?:roi|con lai|xong|het)\b"
    r"|\b(?:con lai |con |chuyen |do )?ve (?:vi|tay|tai khoan|tk|stk)\b|\bthuc nhan\b"
    r"|\b(?:da|moi) (?:bi )?tru (?:het |xong )?(?:tien )?(?:phi|chiet khau)(?: \w+)?\b"
)
_OF_TAX = re.compile(r"\b(?:thue|gtgt|vat|tncn)\b")


def share_kept(text: str) -> float:
    """The hundredths that an application keeps of what is paid (`app ăn 30%`), 0 for none."""
    folded = fold(tidy(text))
    found = None if _OF_TAX.search(folded) else _KEPT_SHARE.search(folded)
    if found is None:
        return 0.0
    rate = float((found["one"] or found["two"]).replace(",", "."))
    return rate if rate < _MOST_KEPT else 0.0


_MOST_KEPT = 60


def is_after_app(text: str) -> bool:
    """Whether a line says that a sum is what the application left: `tiền app trừ rồi còn về ví`."""
    folded = fold(tidy(text))
    return _NET.search(folded) is not None and not _OF_TAX.search(folded)


_SHARED = re.compile(
    r"\bmoi (?:nguoi|dua|ben|ong|ba|anh|chi|em)(?: [a-z]+){0,2} (?:mot|1) (?:nua|phan)\b"
    r"|\b(?:chia|an) (?:doi|chia|nua|deu|hai|ba|theo phan)\b|\bchia nhau\b|\bnam muoi nam muoi\b"
    r"|\b(?:hun|chung|gop) (?:von|ham|nhau)\b|\b50 ?[/-] ?50\b"
)


_SPLIT = re.compile(
    r"\b(?:tach|chia)(?: ra| doi)?(?: (?:lam|thanh|ra))*(?: \w+)? (?:hai|2|ba|3)"
    r" (?:tiem|quan|ho|shop|cua hang|giay|dang ky|ten|mst|noi)\b"
    r"|\b(?:tach|chia) (?:nho |ra )+.*\b(?:moi (?:dua|nguoi|ten|ho)|(?:hai|2|ba) (?:dua|nguoi"
    r"|ten))\b"
)
_MAY_ONE = re.compile(
    r"\b(?:duoc (?:khong|ko|k|hong|hem|chu|ha)|co duoc|thi dau co|khoi|dc k|dc ko|khai (?:vay|the"
    r"|rieng))\b"
)


def splits_on_paper(text: str) -> bool:
    """Whether a line asks if one business may be split among several names: `tách ra làm hai tiệm
    được không`."""
    folded = fold(tidy(text))
    return bool(_SPLIT.search(folded) and _MAY_ONE.search(folded))


def is_shared(text: str) -> bool:
    """Whether a line tells that takings of one business are shared: `mỗi người một nửa tiền`."""
    return _SHARED.search(fold(tidy(text))) is not None and not amounts(text)
