"""What somebody asks of the sending of a text to the ward, and not in it: what it costs, whether a
name must stand there, who will know, when somebody comes, how it is looked up. Looked for folded.
"""

import re
from enum import StrEnum

from content.complaints import asks_of_the_answer, asks_who_reads
from content.dialect import plainly
from content.vietnamese import bare_words

LONGEST = 16  # words: a longer message tells a story


class OfSending(StrEnum):
    """What is asked."""

    COST = "cost"
    NAME = "name"
    READS = "reads"
    FEAR = "fear"  # what comes of it
    WHEN = "when"
    CODE = "code"


_NOT = r"(?:khong|ko|k|kg|hong|hok|hem|chang)"
_ENDS = (
    rf"\b(?:{_NOT}|a|ha|chi|gi|chua|nhi)(?: (?:em|chau|con|ban|ad|a|ha|vay|the|ta|nhi|ri|rua))*$"
)
_THIS = (
    r"\b(?:gui|don|phan anh|kien nghi|bao len|nop|viet|cau nay|cai nay|nhu vay|vay|the|ri|rua)\b"
)
_COST = re.compile(
    r"^(?!.*\b(?:thue|hoi nghi|dang ky|hoa don|vay|rac|ve sinh|phat|xe|dung (?:khong|ko|k|hong))\b)"
    rf".*\b(?:mat|ton|dong|tra|thu)(?: \w+)? (?:tien|phi|le phi|dong nao)\b.*{_ENDS}"
)
_NAME = re.compile(
    rf"\b(?:{_NOT}|khoi|giau|an|dau|bo)(?: (?:can|co|ghi|de|neu|noi|muon|khai|xung|phai))*"
    rf" (?:danh|ten)\b.*{_ENDS}"
    rf"|\b(?:co )?(?:can|phai|bat buoc)(?: \w+)? (?:ghi|de|neu|noi|khai|xung) ten\b.*{_ENDS}"
)
# Not of what is complained of: `bụi quá, sợ ảnh hưởng trẻ con`, `bao giờ mới sửa xong`.
_FEAR = re.compile(
    r"\bso(?: \w+){0,4} (?:tra thu|tru dap|lam kho|gay kho|ghet|lien luy|kiem chuyen|biet ten)\b"
    r"|\bso bi di\b"
    r"|^(?=.*\b(?:phan anh|gui|don nay|kien nghi|bao len)\b)"
    rf".*\b(?:anh huong|lien luy|phien phuc|rac roi|bi gi|bi sao)\b.*{_ENDS}"
)
_WHEN = re.compile(
    r"\b(?:bao lau|khi nao|bao gio|chung nao|may ngay|may bua|bua nao|hom nao|luc nao)\b.{0,12}"
    r"\b(?:co (?:nguoi|ai|can bo)|(?:nguoi|can bo|phuong) (?:xuong|den|toi|ghe)|giai quyet|xu ly"
    r"|goi lai)\b"
)
_CODE = re.compile(
    rf"\bma\b.{{0,12}}\b(?:tra cuu|theo doi|de xem|de hoi)\b.*{_ENDS}"
    rf"|\b(?:tra cuu|theo doi|xem lai)\b.{{0,12}}\b(?:o dau|bang gi|lam sao|kieu gi)$"
    r"|\b(?:toi|den) dau roi\b"
)


def asked_of_sending(text: str) -> OfSending | None:
    """`gửi rứa có mất tiền chi không`: what is asked; None for any other words."""
    plain = bare_words(plainly(text))
    few = len(plain.split())
    if few > LONGEST:
        return None
    if _NAME.search(plain):
        return OfSending.NAME
    if _COST.search(plain) and (few <= 6 or re.search(_THIS, plain)):
        return OfSending.COST
    if _CODE.search(plain):
        return OfSending.CODE
    if _WHEN.search(plain) or asks_of_the_answer(text):
        return OfSending.WHEN
    if _FEAR.search(plain):
        return OfSending.FEAR
    return OfSending.READS if asks_who_reads(text) else None
