"""What somebody asks of what they told here: who gets to read it, how long it is kept."""

import re
from enum import StrEnum

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


def data_asked(text: str, *, near: bool) -> DataQuestion | None:
    """What of one's data is asked; with `near`, where it was spoken of just now, a few words are
    enough: `giữ trong bao lâu`."""
    plain = bare_words(text)
    if len(plain.split()) > LONGEST or _OF_BOOKS.search(plain):
        return None
    if _WHO.search(plain) or (near and _WHO_NEAR.search(plain)):
        return DataQuestion.WHO
    return DataQuestion.HOW_LONG if near and _HOW_LONG_NEAR.search(plain) else None
