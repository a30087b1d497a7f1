"""What somebody asks of what they told here: who gets to read it, how long it is kept."""

import re
from enum import StrEnum

from content.spoken import asks
from content.vietnamese import bare_words

LONGEST = 18  # words: a longer message tells a story


class DataQuestion(StrEnum):
    WHO = "who_reads"
    HOW_LONG = "how_long"


_MINE = r"(?:so|so lieu|so tien|doanh thu|thong tin|du lieu|tin nhan|loi|cau|ten|cai)"
_GIVEN = r"(?:dua|gui|goi|chuyen|bao|noi|ke|lo|mach|cung cap)"
_NOT = r"(?:khong|ko|k|hk|hong|hok|chua|a|ha|hay khong)"
_TO_WHOM = (
    r"(?:(?:cho|ra|len|toi|ben|cho ben) )+(?:thue|co quan thue|chi cuc|ai|nguoi khac|ngoai|dau)"
)
_WHO = re.compile(
    rf"\b{_MINE}(?: \w+){{0,6}} {_GIVEN}(?: \w+){{0,3}} {_TO_WHOM}\b(?: \w+){{0,4}} {_NOT}\b"
    rf"|\b(?:phuong|tro ly|may|em|ben em|ad)(?: \w+){{0,2}} {_GIVEN} {_MINE}(?: \w+){{0,4}}"
    rf" {_TO_WHOM}\b(?: \w+){{0,4}} {_NOT}\b"
)
_WHO_NEAR = re.compile(
    rf"^(?:\w+ ){{0,4}}(?:co )?{_GIVEN}(?: \w+){{0,2}} {_TO_WHOM}\b(?: \w+){{0,5}}$"
    r"|\b(?:ai|nhung ai)(?: \w+){0,2} (?:doc|xem|biet|thay)\b"
)
_HOW_LONG_NEAR = re.compile(
    r"\b(?:giu|luu|de|cat|ghi)(?: \w+){0,3} (?:bao lau|may ngay|may thang|may nam|den bao gio"
    r"|toi bao gio|den khi nao|toi khi nao)\b"
)
_OF_BOOKS = re.compile(r"\b(?:so sach|hoa don|chung tu|ho so|to khai|the kho)\b")


_TOLD = r"(?:ten tuoi|ten|ho ten|so|sdt|so dien thoai|thong tin|du lieu|danh tinh)"
_SPREAD = (
    r"(?:ban cho|ban ra|dem ban|dem di ban|dua|gui|lo|tiet lo|cong khai|doc|doc to|dang|phat tan"
    r"|chia se"
    r"|cho ai|noi)"
)
_ENDS_ASKING = r"(?:khong|ko|k|hk|hong|hok|ha|a|chua|duoc khong|duoc hong|nhi|vay)"
_OF_TOLD = re.compile(
    rf"\b{_TOLD}\b(?: \w+){{0,6}} {_SPREAD}\b(?: \w+){{0,8}} {_ENDS_ASKING}\b"
    rf"|\b(?:dung|khong|co) cho ai (?:biet|xem|thay)\b(?: \w+){{0,3}} {_TOLD}\b"
    rf"|\b(?:lo|lo lang|so) (?:lo|ro ri) {_TOLD}\b"
    rf"|\b{_TOLD}\b(?: \w+){{0,5}} (?:ai|nhung ai) (?:xem|doc|biet|thay)\b"
    r"|\b(?:viet|noi|gui|ghi)(?: \w+){0,5} (?:len mang|cong khai|cho moi nguoi xem)\b"
    r"|^(?:the |vay |ua )?(?:ai|nhung ai) (?:doc|xem)(?: duoc)? (?:cai )?(?:nay|do|cau nay)\b"
    rf"|\b{_TOLD} (?:\w+ ){{0,3}}(?:luu|giu|cat) (?:o dau|bao lau)\b"
)
_WHY_TOLD = re.compile(
    r"\b(?:sao|vi sao|tai sao|de lam (?:gi|chi))(?: \w+){0,3} (?:ten|so|sdt|so dien thoai)\b"
    r"|\b(?:ten|so|sdt|dien thoai)(?: \w+){0,3} (?:de lam (?:gi|chi)|lam gi|lam chi)\b"
)
_ASKED = re.compile(rf"\b{_ENDS_ASKING}(?:$| )|\b(?:ai|nhung ai|bao lau|o dau)\b")
_LONG = 30  # words


def of_told_here(text: str) -> bool:
    """`lấy tên tuổi tui đem bán cho ai không`: what becomes of a name or number given in a form."""
    plain = bare_words(text)
    asked = text.rstrip().endswith("?") or asks(text) or bool(_ASKED.search(plain))
    return asked and len(plain.split()) <= _LONG and bool(_OF_TOLD.search(plain))


def why_told(text: str) -> bool:
    """`sao phải số điện thoại`: why a name or number is asked for."""
    plain = bare_words(text)
    return len(plain.split()) <= LONGEST and bool(_WHY_TOLD.search(plain))


def data_asked(text: str, *, near: bool) -> DataQuestion | None:
    """What of one's data is asked; with `near`, where it was spoken of just now, a few words are
    enough: `giữ trong bao lâu`."""
    plain = bare_words(text)
    if len(plain.split()) > LONGEST or _OF_BOOKS.search(plain):
        return None
    if _WHO.search(plain) or (near and _WHO_NEAR.search(plain)):
        return DataQuestion.WHO
    return DataQuestion.HOW_LONG if near and _HOW_LONG_NEAR.search(plain) else None
