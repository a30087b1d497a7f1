"""Recognises what somebody who wants to borrow says in a few words: a sum, what it is for, that
there is no house to pledge. Looked for in folded words, and only where a loan is spoken of, except
of money that is needed in a hurry."""

import re

from content.amounts import amounts
from content.spoken import asks
from content.vietnamese import bare_words, has_marks

LONGEST = 10  # words: a longer message tells a story
_NEEDS = re.compile(
    r"\b(?:can|thieu|xoay|ket|muon|mun|kiem)\b(?=.*\b(?:gap|trong (?:tuan|thang|ngay)|ngay mai"
    r"|mai|von|xoay|muon|vay)\b)"
)
_SALES = re.compile(
    r"\b(?:ban|thu|doanh thu|doanh so|lai|loi|thue|nop|dong|tien (?:nha|phat|hang)|luong|mat|lua"
    r"|khach|hoa don|no)\b"
)
_BUYS = re.compile(
    r"^(?:(?:a|da|u|de|toi|tui|em|minh|chi|anh|muon|dinh|can|vay|la|thi|nham) )*"
    r"(?:mua|nhap|lay|sam|sua|mo|mo rong|sua sang|nang cap|lam)(?: (?:them|lai|moi|cai|mot|1))*"
    r" (?P<what>\w.*)$"
)
_FARM = re.compile(
    r"\b(?:nong nghiep|trong (?:rau|hoa|lua|cay)|chan nuoi|nuoi (?:ga|vit|lon|heo|ca|tom|bo|trau)"
    r"|ao ca|ao tom|may cay|may gat|vuon|ruong|giong|phan bon)\b"
)
_HOME = re.compile(r"\b(?:nha o|can ho|chung cu|dat o|nha rieng|mua nha|sua nha|xay nha|mua dat)\b")
_GREEN = re.compile(r"\b(?:pin mat troi|dien mat troi|du an xanh|tuan hoan|tiet kiem dien)\b")
_NO_PLEDGE = re.compile(
    r"\b(?:khong|ko|k|chua|chang|kg)(?: \w+){0,2} (?:so do|so hong|the chap|tai san|nha dat|dat dai"
    r"|gi the chap|gi cam)\b"
)


def sum_in(text: str, *, of_loan: bool) -> int | None:
    """The one sum somebody wants to borrow: any bare sum where a loan is spoken of (`of_loan`), or
    what is needed in a hurry; None for any other."""
    plain, found = bare_words(text), amounts(text)
    if len(found) != 1 or len(plain.split()) > LONGEST or _SALES.search(plain):
        return None
    return found[0].value if of_loan or _NEEDS.search(plain) else None


def purpose_in(text: str) -> str:
    """What a loan is for, as the tool calls it; "" where nothing is bought or built."""
    plain = bare_words(text)
    if len(plain.split()) > LONGEST or asks(text) or amounts(text) or not _BUYS.match(plain):
        return ""
    named = (("home", _HOME), ("farm", _FARM), ("green", _GREEN))
    return next((name for name, pattern in named if pattern.search(plain)), "trade")


_BORROWS_FOR = re.compile(
    r"\bvay(?: (?:von|tien|ngan hang|de|toi|tui|minh|em|it|them|duoc))*"
    r" (?:mua|nhap|sam|mo|mo rong|sua|lam|xay|dau tu|buon)\b"
)


_SO = re.compile(r"(?i)\bvậy\b")  # folded it is a loan


def borrows_for(text: str) -> str:
    """What a loan is for where the words name both: `vay mua máy may công nghiệp ở đâu`; "" for
    none."""
    plain = bare_words(_SO.sub(" ", text))
    if len(plain.split()) > LONGEST + 4 or amounts(text) or not _BORROWS_FOR.search(plain):
        return ""
    named = (("home", _HOME), ("farm", _FARM), ("green", _GREEN))
    return next((name for name, pattern in named if pattern.search(plain)), "trade")


def has_no_pledge(text: str) -> bool:
    """Whether they say in a few words that they have nothing to pledge: `không có sổ đỏ`."""
    plain = bare_words(text)
    return len(plain.split()) <= LONGEST and _NO_PLEDGE.search(plain) is not None


# Without its marks `vay` is `vậy` as often as a loan, and `lai` `lại`: then what stands beside it
# tells.
_LOAN = re.compile(
    r"\b(?:von|ngan hang|bank|nh|the chap|tin dung|tin chap|giai ngan|lai suat|lai vay|no (?:xau"
    r"|cu|thue)"
    r"|cic|so (?:do|hong)|tra gop|tra no|dao han|quy|goi|ho tro|nhcsxh|csxh|agribank|bao lanh"
    r"|muon tien"
    r"|tiet kiem|cam co|the cham|xanh|esg|giay vay|vay ghi|no (?:den han|qua han)"
    r"|(?:bu|giam|bot|tra|dong|chiu|doi) (?:\w+ ){0,4}lai|lai (?:hai|\d|bao nhieu|may|cao|thap))\b"
)
_BORROWS = re.compile(
    r"\b(?:duoc|dc|muon|can|cho|di|de|xin|dang|tien|khoan|nguoi|moi|toi|tui|em|e|minh|chua|khong"
    r"|ko|k"
    r"|xac nhan|ky|don|de nghi|giay|khi|no|voi|hay|han muc|thu tuc|ho so|dinh|phai|nen|con|ban"
    r"|ho) vay(?! (?:a|ha|nhi|em|ad|thi|la|sao)\b)"
    r"|\bvay (?:von|tien|bao|may|duoc|dc|o|tu|the|tin|nong|lai|toi da|\d\w*|mot|hai|nam|tram|vai|it"
    r"|them"
    r"|de|mua|nhap|mo|ngan|nha|theo|(?:khong|ko) (?:can|the|tai|lai|so)|kinh|lam|sua|trong|cua|ban"
    r"|giai quyet|gqvl|viec lam|tao|chinh sach|chung cu|app|online|duong|doanh nghiep|khoi|duyet)\b"
)
_MARKED_SO = re.compile(r"(?i)\b(?:vay|lãi|nợ|gốc)\b")
_SOUNDS_SO = re.compile(r"\b(?:vay|lai)\b")


def only_sounds_of_loan(text: str) -> bool:
    """Whether words are like those of a loan that are none, and no loan is spoken of: of marked
    words by their marks (`bán lại`, `sao vậy`), of others by what stands beside them."""
    plain = bare_words(text)
    if not _SOUNDS_SO.search(plain) or _LOAN.search(plain):
        return False
    marked = has_marks(text)
    return not (_MARKED_SO if marked else _BORROWS).search(text if marked else plain)
