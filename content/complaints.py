"""Recognises a khiếu nại or tố cáo in what somebody writes: these have their own way by law and
are never kept as ordinary questions."""

import re

from content.vietnamese import fold

_ACCUSES = re.compile(
    r"\b(?:to cao|to giac|(?<!khach )(?<!khach hang )khieu nai|khieu kien|hoi lo|tham nhung|tham o"
    r"|voi tien|voi vinh|an chan|lot tay|lam dung chuc quyen|nhung nhieu|dut lot|bao ke|cuong doat"
    r"|can bo (?:\w+ ){0,5}(?:nhan|doi|an|xin|vay) tien)\b"
)
# Asking about the procedure is a question like any other.
_ASKS_ABOUT = re.compile(
    r"\b(?:thu tuc|cach|quy dinh|the nao|o dau|mau don|thoi han|bao lau) (?:\w+ ){0,3}"
    r"(?:khieu nai|to cao)\b"
    r"|\b(?:khieu nai|to cao) (?:\w+ ){0,3}(?:the nao|o dau|nhu nao|lam sao|can gi|bao lau)\b"
)
# An official, and how people are treated; folded.
_STAFF = re.compile(
    r"\b(?:can bo|cong chuc|mot cua|lanh dao|chu tich|cong an"
    r"|nhan vien (?:phuong|thue|mot cua|truc)"
    r"|(?:co|ba|chi|anh|ong|chu|bac|ban) (?:\w+ ){0,3}(?:ngoi ban|ban so|quay so))\b"
)
_TREATED = re.compile(
    r"\b(?:quat|mang|nat|chui|thai do|hach sach|hoach hoe|gay kho|lam kho|hanh (?:dan|toi|ba con)"
    r"|duoi (?:toi|em|ve)|coi thuong|xuc pham|noi nang|kho chiu|vo le|vo trach nhiem|mat lich su"
    r"|bat nat|de doa|nat no|bat di lai)\b"
)
_WHO_READS = re.compile(
    r"\b(?:ai|chinh|co phai|lieu|co)\b(?: \w+){0,5} (?:doc|xem|nhan|biet)(?: duoc)?"
    r"(?: (?:cau nay|cau hoi|cai nay|don nay|tin nay|duoc|toi|no))*"
    r" (?:a|ha|khong|ko|hong|nhi|vay|the|hay sao|chu)(?: (?:a|em|vay|the))*$"
    r"|^(?:\w+ ){0,6}(?:gui|cau nay)(?: \w+){0,4} (?:cho ai|den ai|toi ai|di dau|ai doc|ai xem)\b"
)


def is_complaint(text: str) -> bool:
    """Whether the text makes a complaint or a denunciation, rather than asking how to."""
    plain = _plain(text)
    return bool(_ACCUSES.search(plain)) and not _ASKS_ABOUT.search(plain)


def speaks_of_staff(text: str) -> bool:
    """Whether it tells how an official treats people: that official's office may not be whom it is
    meant for."""
    plain = _plain(text)
    return bool(_STAFF.search(plain) and _TREATED.search(plain))


def asks_who_reads(text: str) -> bool:
    """`gửi ở đây thì chính bà ấy đọc à`, `câu này ai đọc vậy`."""
    plain = _plain(text)
    return len(plain.split()) <= 14 and bool(_WHO_READS.search(plain))


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9 ]+", " ", fold(text)).split())
