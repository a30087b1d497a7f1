"""Recognises that somebody wants the address of an answer, to send it to others: `xin cái link gửi
cho chị tui`. Never of an address that a stranger sent. Looked for folded."""

import re

from content.spoken import asks
from content.vietnamese import bare_words

LONGEST = 20  # words
_LINK = r"(?:link|duong dan|lien ket|dia chi trang|duong link)"
_ME = r"(?:toi|tui|em|e|minh|chi|anh|bac|co|chu|chau|con|ban|di|ong|ba)"
_WANTS = re.compile(
    rf"\bxin\b(?: \w+){{0,4}} {_LINK}\b"
    rf"|\bcho (?:{_ME} )?(?:xin )?(?:cai |lai )*{_LINK}\b"
    rf"|\b(?:gui|goi|share)(?: (?:cho|giup|gium|lai|qua|{_ME}|cai|con|chi|vo|chong))* {_LINK}"
    rf" (?:cau|bai|nay|do|tren|hoi nay|vua roi|luc nay|cho|qua|voi|di|a)\b"
    rf"|\b(?:gui|goi) (?:cho|giup|gium|lai)(?: \w+){{0,3}} {_LINK}\b"
    rf"|\bco (?:cai )?{_LINK} (?:khong|ko|k|hong|hok)\b"
    rf"|\bcopy (?:cai )?{_LINK}\b"
    rf"|^(?:cai )?{_LINK}(?: (?:dau|di|voi|a|ad|em|nhe|nha|oi|cau|nay|do))*$"
    r"|\b(?:chia se|share|gui|chuyen tiep) (?:lai )?(?:cai )?(?:cau|bai|cai)(?: tra loi)? (?:nay"
    r"|do|vua roi|tren)"
    r"(?: \w+)* (?:cho|sao|the nao|duoc)\b(?! (?:phuong|can bo|cb))"
)
_STRANGERS = re.compile(
    r"\b(?:bam|nhan vao|vao|an vao|click|lo|tu xung|lua|otp|la|doi|keu|bao|bat|app"
    rf"|ung dung)\b(?: \w+){{0,4}} {_LINK}\b"
    rf"|\b(?:no|ho|nguoi ta|so la|ai do|co nguoi)\b(?: \w+){{0,3}} (?:gui|goi|cho|nhan)\b"
    rf"|{_LINK} (?:la|trung thuong|lua)\b|\bbi\b|\btrung (?:thuong|giai)\b|\bnhan duoc\b"
    r"|\bgui (?:toi|den)(?= (?:may|dien thoai|so|zalo))"
    rf"|{_LINK} (?:la|lua|do|nay) (?:co|that|gia|dung|an toan)"
)
# What is only how it is wished; the rest names which answer is meant.
_HOW = re.compile(
    rf"\b(?:{_LINK}|xin|cho|gui|goi|copy|lay|nhan|muon|share|chia se|coi|xem|doc|cai|cau|bai|vu|ve"
    r"|tra loi|trl|tl|nay|do|hoi nay|luc nay|vua roi|ban nay|tren|lai|de|cx|vs|voi|a|ad|nha|nhe"
    r"|duoc|khong|ko|k|sao|e|em|toi|tui|minh|chi|anh|ong|ba|ma|me|bo|vo|chong|con|gai|trai|dua|ban"
    r"|nhom|may|nguoi|bac|co|chu|di)\b"
)


def link_wanted(text: str) -> str | None:
    """What names the answer whose address is wanted, folded, "" where none is named; None where no
    address is wanted."""
    plain = bare_words(text)
    if len(plain.split()) > LONGEST or _STRANGERS.search(plain) or not _WANTS.search(plain):
        return None
    if asks(text) and not re.search(rf"\b{_LINK}\b|\b(?:chia se|share)\b", plain):
        return None
    return " ".join(_HOW.sub(" ", plain).split())
