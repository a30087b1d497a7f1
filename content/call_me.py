"""Recognises that somebody wants to be called by the ward: `cán bộ gọi lại cho bác với`; and that
he asks whether anybody did. Never what a stranger's call is told of."""

import re

from content.people import read_phones
from content.vietnamese import bare_words, clean

LONGEST = 40  # words
_ME = (
    r"(?:toi|tui|em|e|minh|to|chau|con|chi|anh|bac|co|chu|ong|ba|di|cau|nguoi gia|nha toi|nha em"
    r"|nguoi ta lai)"
)
_ASIDE = rf"(?:cho|gium|giup|ho|dum|lai|dien|dien thoai|dt|thang|luon|truc tiep|qua|den|toi|{_ME})"
# All folded.
_WANTS = re.compile(
    rf"\bgoi (?:dien |dien thoai |dt )?lai(?: {_ASIDE})*\b(?: (?:so|{_ME}|cho|nhe|voi|duoc|a|di))+"
    rf"|\bgoi (?:dien |dien thoai |dt )?lai (?:cho |giup )*(?:{_ME}\b|so\b|0\d)"
    rf"|\b(?:goi dien|goi dien thoai|goi dt|dien thoai|alo)(?: lai)? (?:cho|giup|ho) {_ME}\b"
    r"(?! (?:phai|hoi|biet|xin hoi|duoc hoi|xiu|chut|ti|ty)\b)"
    rf"|\b(?:can bo|phuong|ai|nguoi|cb|uy ban)(?: \w+){{0,2}} goi (?:lai )?cho {_ME}\b"
    rf"|\bco (?:ai|nguoi nao) goi (?:lai )?(?:duoc )?cho {_ME}\b"
    rf"|\b(?:xin|muon|can)(?: \w+)? duoc goi lai\b|\b(?:xin|nho)(?: \w+){{1,3}} goi lai\b"
    # `muốn cán bộ thuế gọi lại tư vấn`, `hẹn cán bộ gọi lại bàn vụ vay`
    r"|\b(?:muon|hen|nho|cho|xin|can|mong)(?: \w+){0,2} (?:can bo|phuong|nguoi|cb|uy ban|ben thue"
    r"|thue)"
    r"(?: \w+){0,2} (?:goi|dien|alo)(?: dien)? (?:lai|toi|cho|den)\b"
    r"|\bco goi (?:bac|co|chu|ong|ba) nhe\b"
)
_STRANGERS = re.compile(
    r"\b(?:xung(?! (?:ho|quanh|doi)\b)|gia danh|mao danh|tu nhan|so la|nguoi la"
    r"|lua|otp|ma xac|chuyen khoan|chuyen tien|link|app|doa"
    r"|ho goi|no goi|no cu goi|co nguoi goi|nguoi ta goi(?! lai)|hom qua co|vua co|cu goi)\b"
)
_NOT = re.compile(
    r"\b(?:dung|khong|ko|k|khoi|chua|thoi)(?: (?:can|phai|muon|ai|co|duoc|cho|nen))* goi\b"
    r"|\b(?:toi|tui|em|minh|bac|chau) (?:se |da |co |phai |nen )?goi\b"
)
_DID_ANYBODY = re.compile(
    rf"\b(?:da |co )*ai goi (?:lai )?(?:cho )?{_ME} chua\b"
    rf"|\b(?:da|co) (?:goi|ai goi)(?: lai)?(?: cho)?(?: {_ME})? chua\b"
    rf"|\b(?:sao|mai)(?: \w+){{0,3}} (?:chua|khong|ko|chang)(?: thay)?(?: \w+)? goi(?: lai)?"
    rf"(?: cho)?(?: {_ME})?\b|(?<!co )\b(?:bao gio|khi nao|chung nao) "
    r"(?:thi |moi )?(?:co )?(?:nguoi |ai |can bo |phuong |ben do )?(?:moi )?goi\b"
)
_MERE = re.compile(
    rf"\b(?:goi|dien|dien thoai|lai|so|cho|can bo|nao|ai|phuong|nhe|voi|a|di|bao|nguoi ta|duoc|gap"
    rf"|muon|xin|nho|giup|gium|co|khong|ko|go|nua|luon|thoi|cu|gia|roi|kho|lam|{_ME})\b"
)


def wants_call(text: str) -> bool:
    """Whether the ward is asked to call: not who asks whether it did, nor a stranger's call."""
    plain = _plain(text)
    if len(plain.split()) > LONGEST or _STRANGERS.search(plain) or asks_if_called(text):
        return False
    return bool(_WANTS.search(plain)) and not _NOT.search(plain)


def is_of_stranger(text: str) -> bool:
    """Whether it tells of a call by a stranger, or that nobody is to call."""
    plain = _plain(text)
    return bool(_STRANGERS.search(plain) or _NOT.search(plain))


def asks_if_called(text: str) -> bool:
    """`đã ai gọi bác chưa`, `sao chưa thấy gọi lại`."""
    plain = _plain(text)
    return len(plain.split()) <= LONGEST and bool(_DID_ANYBODY.search(plain))


def calls_off(text: str) -> bool:
    """`mà thôi khỏi gọi, con bé nó chỉ rồi`, `hủy cuộc gọi`: that nobody is to call after all."""
    plain = _plain(text)
    return len(plain.split()) <= _SHORT and bool(_CALLED_OFF.search(plain))


_SHORT = 16  # words
_CALLED_OFF = re.compile(
    r"\b(?:khoi|khong can|ko can|k can|dung|thoi|huy|bo|rut)"
    r"(?: (?:can|phai|di|viec|cai|yeu cau|lich|khoi|giup|gium|cho|hen))*"
    rf" (?:cuoc goi|goi lai|goi dien|goi)(?: (?:{_ME}|cho|nua|lai|dau|a|nhe|dien))*(?:$| )"
    r"(?!(?:la|nao|toi|tu|den|cua)\b)"
)


def says_what_about(text: str) -> bool:
    """Whether more is said than that a call is wanted."""
    for phone in read_phones(text):
        text = text.replace(phone, " ")
    rest = _MERE.sub(" ", re.sub(r"\d", " ", _plain(text)))
    return len(rest.split()) > 2


def _plain(text: str) -> str:
    return bare_words(clean(text))
