"""What people ask of an event before they come: parking, the doors, seats left, the programme. The
answer stands on the event itself."""

import re
from enum import StrEnum

from content.dialect import plainly
from content.spoken import asks
from content.thanks import beside_thanks
from content.vietnamese import bare_words, clean


class EventMatter(StrEnum):
    SEATS = "seats"
    PARKING = "parking"
    DOORS = "doors"
    PROGRAMME = "programme"
    MEAL = "meal"
    FEE = "fee"
    BRING = "bring"
    CONTACT = "contact"
    LATE = "late"
    CHILDREN = "children"
    HOST = "host"
    COMPANY = "company"  # how many may come on one ticket
    SPEAK = "speak"  # to ask or to speak there
    ACCESS = "access"  # for a wheelchair
    WHEN = "when"


LONGEST = 12  # words: a longer message tells a story
_SHORT = 11  # ... of one that does not say that it means the event

# Folded.
_ASIDE = (
    r"(?:da|a|e|oi|alo|the|vay|con|ma|thi|em|anh|chi|co|chu|bac|ban|cho|hoi|cho hoi|o do|do|day|nay"
    r"|hom do|hom ay|bua do|toi|minh|nhi|ha|vay|voi|nhe)"
)
_MEETING = (
    r"(?:hoi nghi|doi thoai|buoi (?:hop|tap huan|do|nay)|cuoc hop|hop|tap huan|lop hoc|hoi truong"
    r"|giao ban)"
)
_NO = r"(?:khong|ko|k|kg|hong|hok|chua|ha|a)"
_HOUR = r"(?:may gio|may h|khi nao|luc nao|bao gio)"
_LET_IN = (
    r"(?:mo cua|don (?:khach|tiep(?: dai bieu)?|dai bieu)|cho vao|vao (?:cua|cho|phong|hoi truong))"
)
_HOW_MANY = r"(?:may|bao nhieu|nhieu|du|duoc may)"
# Asked so, it can only be of the event, where one is coming.
_OWN: tuple[tuple[EventMatter, str], ...] = (
    (
        EventMatter.SEATS,
        rf"^(?:{_ASIDE} |{_MEETING} )*(?:con|het|kin|day)(?: {_HOW_MANY})? (?:cho|suat|ve|ghe)"
        rf"(?: (?:trong|ngoi|nua|du|di|hop|nao|{_MEETING}))*(?: {_NO}| {_ASIDE})*$",
    ),
    (
        EventMatter.PARKING,
        rf"^(?:{_ASIDE} |{_MEETING} )*(?:(?:co|duoc|cho|bai|noi|mat tien|xe) )*"
        r"(?:gui|do|dau|de) (?:xe|o to|oto)"
        r"(?: (?:may|o to|oto|hoi|dap|mien phi|mat tien|o dau|cho nao|dau|duoc"
        rf"|co|het|{_MEETING}))*(?: {_NO}| {_ASIDE})*$",
    ),
    (
        EventMatter.DOORS,
        rf"^(?:{_ASIDE} |{_MEETING} )*"
        rf"(?:{_HOUR}(?: thi| la| duoc)* {_LET_IN}|{_LET_IN} (?:luc )?{_HOUR})"
        rf"(?: {_MEETING}| {_ASIDE})*$",
    ),
    (
        EventMatter.PROGRAMME,
        rf"^(?:{_ASIDE} |xem |coi |noi dung )*(?:chuong trinh|lich trinh|noi dung)"
        rf"(?: (?:buoi|cua|{_MEETING}))*"
        r"(?: (?:co|gom|la|noi|nhung|ban|lam|the nao|ra sao|gi|nao|sao))*"
        rf"(?: {_NO}| {_ASIDE})*$",
    ),
    (
        EventMatter.MEAL,
        rf"^(?:{_ASIDE} |{_MEETING} )*(?:co|duoc|lo|moi)(?: (?:duoc|lo|moi|cho))*"
        r" (?:an (?:trua|sang|uong|com|gi|tiec)|com(?: trua)?|nuoc(?: uong)?|banh|tiec|phan an)"
        rf"(?: (?:trua|nuoc|gi))*(?: {_NO}| {_ASIDE})*$",
    ),
    (
        EventMatter.HOST,
        rf"^(?:{_ASIDE} |{_MEETING} )*(?:do )?ai (?:la nguoi )?"
        r"(?:chu tri|chu toa|dung dau|dieu hanh)"
        rf"(?: (?:buoi|cuoc|nay|do|vay|{_MEETING}))*(?: {_NO}| {_ASIDE})*$"
        rf"|^(?:{_ASIDE} |{_MEETING} )*(?:nguoi )?chu tri(?: {_MEETING})? la ai(?: {_ASIDE})*$",
    ),
    (
        EventMatter.SPEAK,
        rf"^(?:{_ASIDE} |{_MEETING} )*(?:co |minh |toi |thi )*(?:duoc|duoc phep|the)(?: {_ASIDE})*"
        r" (?:hoi|phat bieu|noi|gap|chat van|dat cau hoi)(?: (?:truc tiep|thang|voi|lanh dao"
        r"|chu tich|can bo|bi thu|cac|ong|y kien|tai cho|o|trong|luc|may cau|cau))*"
        rf"(?: (?:khong|ko|k|hong|a|ha|{_MEETING}))+(?: {_ASIDE})*$",
    ),
    (
        EventMatter.BRING,
        rf"^(?:{_ASIDE} |{_MEETING} )*(?:co |can |phai |nen )*(?:mang|dem|cam)(?: theo)?"
        r" (?:gi|nhung gi|giay to gi|giay to nao|cai gi)"
        rf"(?: (?:theo|di|toi|den|khi|luc|hop|du|{_MEETING}))*"
        rf"(?: {_NO}| {_ASIDE})*$",
    ),
)
# Asked so, it is of the event that was shown just now, or of the one that is named.
_NEAR: tuple[tuple[EventMatter, str], ...] = (
    (
        EventMatter.COMPANY,
        r"^(?:\w+ ){0,5}?(?:di|dang ky|dang ki|giu|ghi)"
        r"(?: (?:theo|duoc|ca|toi da|nhieu nhat|cho|co))*"
        r" (?:\d+|may|hai|ba|bon|bao nhieu) nguoi(?: \w+){0,2} (?:duoc|khong|ko|k|vay|a|nhi)\b"
        r"|\b(?:di|dang ky|giu|ghi) (?:duoc|toi da|nhieu nhat) (?:may|bao nhieu) nguoi\b"
        r"|\b(?:dan|ru|cho|dua|di cung)(?: theo| ca| them)*"
        r" (?:vo|chong|ban|nguoi nha|nhan vien|me|bo)"
        rf"\b(?: \w+){{0,3}} (?:duoc|{_NO})\b",
    ),
    (
        EventMatter.PARKING,
        r"\b(?:gui|do|dau|de) (?:xe|o to|oto)\b|\bdi xe (?:dap|may|o to)\b.*\bcho de\b",
    ),
    (EventMatter.SEATS, rf"\b(?:con|het)(?: {_HOW_MANY})? (?:cho|suat|ve|ghe)\b"),
    (EventMatter.DOORS, r"\bmo cua\b|\bdon (?:khach|tiep)\b|\bden (?:truoc|som)\b"),
    (EventMatter.MEAL, r"\ban (?:trua|sang|uong|com)\b|\bcom trua\b|\bnuoc uong\b"),
    (EventMatter.LATE, r"\b(?:di|den|toi|vao|ve) (?:tre|muon|som|giua chung|sau)\b"),
    (
        EventMatter.CHILDREN,
        r"\b(?:con nho|tre (?:em|con|nho)|chau nho|em be|be con)\b|\b(?:con|chau|be) (?:di|theo)\b",
    ),
    (EventMatter.FEE, r"\b(?:mat|ton|thu|dong|nop) (?:tien|phi)\b|\bmien phi\b|\bbao nhieu tien\b"),
    (EventMatter.HOST, r"\bai (?:chu tri|chu toa|dieu hanh)\b|\bchu tri la ai\b"),
    (
        EventMatter.BRING,
        r"\b(?:mang|dem|cam)(?: theo)? (?:gi|nhung gi|giay)\b|\bmang theo\b"
        rf"|\b(?:mang|dem|cam)(?: \w+){{1,2}}(?: duoc)? {_NO}$",
    ),
    (
        EventMatter.CONTACT,
        r"\b(?:lien he|hoi|goi|gap|alo)(?: voi)? (?:ai|so nao|o dau)\b|\bai phu trach\b",
    ),
    (
        EventMatter.PROGRAMME,
        r"\bchuong trinh\b|\bnoi dung\b|\b(?:ban|noi) (?:ve )?(?:gi|chuyen gi)\b",
    ),
    (
        EventMatter.WHEN,
        r"\b(?:o dau|cho nao|dia chi|dia diem|may gio|may h|khi nao|bao gio|luc nao|hom nao"
        r"|ngay nao|thu may|bao lau|may tieng|keo dai)\b|^(?:ngay|gio|ngay gio)(?: nao)?$",
    ),
)
# Other places and other people's matters.
_ELSEWHERE = re.compile(
    r"\b(?:phuong|uy ban|ubnd|mot cua|thue|ngan hang|quan|tiem|cua hang|via he|long duong|hang xom"
    r"|phat|tram|truong|benh vien|kho|chung cu|\d+k|vay|dich vu|kinh doanh|hoa don|etax)\b"
)
_WHEELCHAIR = re.compile(
    r"\b(?:ra dau|ngon ngu ky hieu|thu ngu|xe lan|nguoi khuyet tat|thang may|loi len cho)\b"
)
_MOST_TOLD = 25  # words with a wheelchair in them
_OWN_ALL = tuple((matter, re.compile(pattern)) for matter, pattern in _OWN)
_NEAR_ALL = tuple((matter, re.compile(pattern)) for matter, pattern in _NEAR)
_OF_A_NAMED = (EventMatter.SEATS, EventMatter.PARKING, EventMatter.DOORS)
_NAMED = re.compile(rf"\b{_MEETING}\b")


def event_matter_in(text: str, *, near: bool = False) -> EventMatter | None:
    """What of an event the text asks, `mấy giờ mở cửa`; None where it asks nothing of one. With
    `near` an event was shown just now, and a few words are enough: `ở đâu`."""
    text = plainly(beside_thanks(text) or text)
    plain = bare_words(clean(text))
    words = len(plain.split())
    if _WHEELCHAIR.search(plain) and words <= _MOST_TOLD and not re.search(r"\d{9}", plain):
        return EventMatter.ACCESS if near or _NAMED.search(plain) else None
    if words > LONGEST or _ELSEWHERE.search(plain.removesuffix(" vay")):  # `vậy`, no loan
        return None
    for matter, pattern in _OWN_ALL:
        if pattern.search(plain):
            return matter
    named = (one for one in _NEAR_ALL if one[0] in _OF_A_NAMED and _NAMED.search(plain))
    if found := next((matter for matter, pattern in named if pattern.search(plain)), None):
        return found
    if not near or words > _SHORT:
        return None
    if words > 3 and not asks(text) and not re.search(rf" {_NO}$", plain):
        return None
    return next((matter for matter, pattern in _NEAR_ALL if pattern.search(plain)), None)
