"""Recognises a khiếu nại or tố cáo in what somebody writes: these have their own way by law and
are never kept as ordinary questions."""

import re
from functools import lru_cache

from content.spoken import is_of_rent
from content.vietnamese import FORMS_KEPT, bare_words

LONGEST = 60  # words
_ACCUSES = re.compile(
    r"\b(?:to cao|to giac|(?<!khach )(?<!khach hang )khieu nai|khieu kien|hoi lo|tham nhung|tham o"
    r"|(?<!trieu )(?<!tr )(?<!tien )(?<!dong )voi tien"
    r"|voi vinh|an chan|lot tay|lam dung chuc quyen|nhung nhieu|dut lot|bao ke|cuong doat"
    r"|can bo (?:\w+ ){0,5}(?:nhan|doi|an|xin|vay) tien)\b"
)
_IN_DUE_FORM = re.compile(r"\b(?:to cao|to giac|(?<!khach )(?<!khach hang )khieu nai|khieu kien)\b")
# Asking about the procedure is a question like any other.
_ASKS_ABOUT = re.compile(
    r"\b(?:thu tuc|cach|quy dinh|the nao|o dau|mau don|thoi han|bao lau) (?:\w+ ){0,3}"
    r"(?:khieu nai|to cao)\b"
    r"|\b(?:khieu nai|to cao) (?:\w+ ){0,3}(?:the nao|o dau|nhu nao|lam sao|can gi|bao lau)\b"
)
_HOW_TO_DENOUNCE = re.compile(
    r"\b(?:don )?(?:to cao|to giac)\b(?=.*\b(?:qua mang|online|qua zalo|o dau|cho nao|the nao"
    r"|lam sao|cach nao|gui ai|gap ai|cho ai|nhu nao|tren mang)\b)"
)
_OFFICIAL = (
    r"(?:can bo|cong chuc|nhan vien (?:phuong|thue|mot cua|nha nuoc)|thue vu|ben (?:thue|phuong)"
    r"|(?:ong|ba|anh|chi|co|thang) (?:o |tren )(?:thue|phuong)|(?:may|tui) \w+ phuong|mot cua"
    r"|doan kiem tra|quan ly thi truong|qltt|cong an|lanh dao|chu tich|trat tu|thanh tra)"
)
_SUM = (
    r"(?:tien|(?:\d+(?: \d+)?|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|may|vai|nua) ?"
    r"(?:trieu|tr|k|cu|chai|chuc|tram|nghin|ngan|ty|loai)|qua)"
)
# "yêu cầu nộp 5 triệu tiền thuế" is none: it is asked for oneself, or for what should be free.
_BRIBE = re.compile(
    rf"\b{_OFFICIAL}\b.*\b(?:doi|keu|bao|bat|ep|goi y|yeu cau|xin|muon|hoi|noi)\b"
    rf"(?: \w+){{0,6}} (?:dua|chi|lot tay|phong bi|boi duong|lo lot|cam on|bieu|dut|cafe|ca phe)\b"
    rf"|\b{_OFFICIAL}\b.*\b(?:doi|voi|an)(?: \w+){{0,2}} {_SUM}\b"
    rf"|^(?=.*\b(?:{_OFFICIAL}|ho|no|may ong|may anh)\b).*\b"
    rf"(?:dua|doi|lay|nop|chi)(?: \w+){{0,3}} {_SUM}(?: \w+){{0,3}} (?:moi|thi)(?: \w+)? "
    r"(?:cho qua|ky|cap|duyet|giai quyet|bo qua|khong phat|lam giay|lam cho|cho ban|khong lap)\b"
    rf"|\b{_OFFICIAL}\b.*\b(?:lot tay|phong bi|boi duong|hoi lo)\b"
    r"|\b(?:lot tay|hoi lo|tham nhung|tham o|(?<!trieu )(?<!tr )(?<!tien )(?<!dong )voi tien"
    r"|voi vinh|nhung nhieu|dut lot|duc lot)\b"
)
# An official takes money, whatever it is called, and gives no paper for it.
_NO_RECEIPT = re.compile(
    rf"\b{_OFFICIAL}\b.*\b(?:nop|thu|dua|lay|dong|chi|doi|tra)\b(?: \w+){{0,5}} {_SUM}\b"
    r".*\b(?:khong|ko|k|kg|khg|chang|cha|hong|chua)(?: (?:he|co|thay|cho|viet|dua|xuat|lam|ghi))*"
    r"(?: (?:giay|to|cai|tam|toi|em))* (?:bien lai|bien nhan|chung tu|giay to|giay thu|hoa don)\b"
)
_WITH = re.compile(r"(?i)\bvới\b")  # folded it is `vòi`
_ADDRESS = re.compile(r"\bdia chi\b")  # folded it is `chi`: to pay out
_DUE = re.compile(
    r"\btien (?:thue|phat|le phi|phi|cham nop|bao hiem|cho|dien|nuoc|rac|ve sinh|hang)\b"
    r"|\bthue mon bai\b"
)
# Whoever only calls himself one is a swindler (`content/swindles.py`).
_SWINDLER = re.compile(
    r"\b(?:tu xung|mao danh|gia danh|gia mao|chuyen khoan|zalo|link|otp|goi dien|lua dao|app"
    r"|co (?:nguoi|ai|dua|thang|so la)(?: \w+)? (?:goi|nhan tin|alo)|tai khoan an toan)\b"
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
    accuses = bool(_ACCUSES.search(plain)) or tells_of_bribe(text)
    return accuses and not _ASKS_ABOUT.search(plain)


@lru_cache(maxsize=FORMS_KEPT)
def tells_of_bribe(text: str) -> bool:
    """Whether somebody tells that an official wants money of him for himself, or asks where to
    denounce it: `cán bộ đòi 5 triệu mới cho qua`, `đi làm giấy phải lót tay à`."""
    plain = _plain(text)
    if is_of_rent(text):
        return False
    if len(plain.split()) > LONGEST or _SWINDLER.search(plain):
        return False
    if _NO_RECEIPT.search(plain):
        return True
    return not _DUE.search(plain) and bool(_BRIBE.search(plain))


def denounces(text: str) -> bool:
    """Whether somebody denounces or complains in due form, as the law calls it."""
    return bool(_IN_DUE_FORM.search(_plain(text)))


def asks_where_to_denounce(text: str) -> bool:
    """`gửi đơn tố cáo qua mạng được không`: whether somebody asks how a denunciation is made."""
    plain = _plain(text)
    return len(plain.split()) <= LONGEST and bool(_HOW_TO_DENOUNCE.search(plain))


def speaks_of_staff(text: str) -> bool:
    """Whether it tells how an official treats people: that official's office may not be whom it is
    meant for."""
    plain = _plain(text)
    return bool(_STAFF.search(plain) and _TREATED.search(plain))


def asks_who_reads(text: str) -> bool:
    """`gửi ở đây thì chính bà ấy đọc à`, `câu này ai đọc vậy`."""
    plain = _plain(text)
    return len(plain.split()) <= 14 and bool(_WHO_READS.search(plain))


_OF_THE_ANSWER = re.compile(
    r"\b(?:bao lau|khi nao|bao gio|may ngay|may bua|hom nao|chung nao)\b.{0,24}"
    r"\b(?:tra loi|phan hoi|ket qua|hoi am|bao lai)\b"
    r"|\b(?:tra loi|phan hoi|hoi am)\b.{0,16}\b(?:bao lau|khi nao|bao gio|may ngay|lau khong)\b"
    r"|^(?:vay |the |ma )?ai (?:la )?(?:nguoi )?(?:doc|xem|nhan|tra loi|giai quyet)"
    r" (?:cau|don|tin)\b"
    r"|\bma (?:cau hoi|kn|tra cuu|theo doi)\b.{0,12}\b(?:gi|dau|nao|bao nhieu)\b"
    r"|\b(?:cau hoi|cau nay|cau do)(?: cua \w+)? (?:co |da )?(?:ai )?(?:tra loi|doc|xem|nhan)"
    r" (?:chua|roi chua|khong)\b"
)
_SORRY = re.compile(r"\b(?:thong cam|bo qua cho|xin loi|loi qua loi lai|nong qua|lo loi)\b")


def asks_of_the_answer(text: str) -> bool:
    """`bao lâu thì trả lời`, `mã câu hỏi là gì`: of what becomes of a question, and no part of
    it."""
    plain = _plain(text)
    return len(plain.split()) <= 14 and bool(_OF_THE_ANSWER.search(plain))


def makes_up(text: str) -> bool:
    """`nãy nóng quá, thông cảm nghen`: somebody is sorry for what was said, and says no more."""
    plain = _plain(text)
    return len(plain.split()) <= 9 and bool(_SORRY.search(plain))


def _plain(text: str) -> str:
    return _ADDRESS.sub("noi o", bare_words(_WITH.sub("cung", text)))
