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
    BEHALF = "behalf"  # to register somebody else
    ENTRY = "entry"  # whether a name will do, without the ticket
    ALONG = "along"  # whether who comes along registers, too
    EACH_OWN = "each_own"  # one ticket for each, or one for all
    SENT = "sent"  # to send the tickets to other people's phones
    OTHER_DAY = "other_day"


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
        rf"^(?:{_ASIDE} |{_MEETING} )*(?:co|duoc|lo|moi|bao)(?: (?:duoc|lo|moi|cho|bao|phat|dai))*"
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
_TICKET = r"ve\b(?! (?:som|truoc|nha|que|muon|tre|sau|den|toi))"
# Of tickets and of who comes: longer lines than the others, which are of nothing else. Asked, each.
_OF_TICKETS: tuple[tuple[EventMatter, str], ...] = (
    (
        EventMatter.ENTRY,
        r"\b(?:doc|noi|khai|xung) (?:ho )?ten\b.*\b(?:duoc|khong|ko|vao|hay)\b"
        rf"|\b(?:phai|can)(?: (?:co|mang|cam|dua|in|xuat trinh|theo))* {_TICKET}"
        r"|\b(?:khong|ko) (?:co|cam|mang)(?: theo)? (?:ve|ma ve|dien thoai)\b"
        r".*\b(?:vao|duoc|sao)\b",
    ),
    (
        EventMatter.ALONG,
        r"\b(?:di (?:cung|theo|kem|chung|voi)|cung di|ngoi ngoai|doi (?:o )?ngoai|dua \w+ di"
        r"|cho (?:me|bo|ba|ma|sep|ong) di|nguoi di cung|nguoi theo)\b.*\b(?:(?:phai|can)(?: \w+)?"
        r" (?:dang ky|dang ki|dk|ghi)|dang ky (?:rieng|nua|them)|tinh (?:la|vao|them|ca))\b",
    ),
    (
        EventMatter.EACH_OWN,
        r"\bmoi (?:nguoi|ho|nha|dua|chi|anh)(?: \w+)? (?:mot|1)(?: cai)? ve\b"
        r"|\b(?:chung|rieng|gop)(?: mot| 1| cai)* ve\b|\bve (?:chung|rieng)\b",
    ),
    (
        EventMatter.SENT,
        r"\b(?:gui|chuyen|nhan|ban|bao)(?: \w+){0,3} ve\b(?: \w+){0,6}"
        r" (?:so dien thoai|sdt|so dt|zalo|tung nguoi|moi nguoi|nguoi khac|may khac|cho ho"
        r"|cho (?:me|bo|ba|ma|ong|vo|chong|chi|anh|sep))\b"
        r"|\bgui(?: \w+)? ve cho tung\b",
    ),
    (
        EventMatter.OTHER_DAY,
        r"\b(?:di|doi|chuyen|hen|hop|du|dang ky)(?: \w+){0,2} (?:ngay|hom|buoi|bua|dip|dot)"
        r" (?:khac|sau)\b|\bco (?:buoi|ngay|dot) (?:nao )?khac\b",
    ),
)
# Only in the middle of a registration: with nothing open it is a wish to begin one.
_ON_BEHALF = re.compile(
    r"\b(?:toi|tui|em|e|minh|con|chau|co|chu|bac|chi|anh)(?: \w+){0,2}"
    r" (?:dang ky|dang ki|dk|ghi|lam|lay ve)"
    r"(?: \w+){0,2} (?:ho|giup|gium|dum|thay)\b"
    r"(?! (?:toi|tui|em|e|minh|con|chau|chi|anh|co|chu|bac|ong)(?: (?:voi|duoc|dc|cai|nhe)\b|$))"
)
_MOST_OF_TICKETS = 22  # words
_IS_ASKED = re.compile(
    rf"\b(?:hay|sao|{_NO}|chu|nhi|ha)(?: (?:vay|the|a|em|anh|chi|chu|bac|co|nhi|ha|dau|roi))*$"
    r"|\b(?:duoc|co|phai|can) (?:khong|ko|k)\b|\bhay\b"
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
_GO_HOME = re.compile(r"(?i)\bvề\b")  # folded it is `vé`
_TICKETS_ALL = tuple((matter, re.compile(pattern)) for matter, pattern in _OF_TICKETS)
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
    if of_tickets := _of_tickets(text, near=near or bool(_NAMED.search(plain))):
        return of_tickets
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


_OF_MEETING = re.compile(
    r"\b(?:hoi nghi|doi thoai|cuoc hop|buoi hop|bua hop|hom hop|di hop|co hop|tap huan)\b"
)
_MOST_OF_A_LINE = 24  # words


def asks_of_meeting(text: str) -> bool:
    """Whether something is asked of a meeting that is named: `bữa họp có ai cầm tay chỉ việc k`."""
    plain = bare_words(clean(plainly(text)))
    if len(plain.split()) > _MOST_OF_A_LINE or not _OF_MEETING.search(plain):
        return False
    return asks(text) or bool(re.search(rf"\bco\b.* {_NO}(?: {_ASIDE})*$", plain))


_APART = re.compile(r"[,;.?!\n]+")


def event_matters_in(text: str, *, near: bool = False) -> tuple[EventMatter, ...]:
    """All that the text asks of an event, where it asks several things with a comma between them;
    else the one; () where it asks nothing of one."""
    parts = [part for part in _APART.split(text) if part.strip()]
    found = [event_matter_in(part, near=near) for part in parts]
    several = tuple(dict.fromkeys(filter(None, found)))
    if len(several) > 1:
        return several
    whole = event_matter_in(text, near=near)
    return (whole,) if whole else ()


def asks_on_behalf(text: str) -> bool:
    """`mẹ em không dùng Zalo, em đăng ký hộ được không`: in the middle of a registration, whether
    one may register somebody else."""
    plain = bare_words(clean(text))
    first = bare_words(clean(text.split(",")[0]))  # `…, cụ 84 tuổi`: why
    ends = re.compile(rf"\b(?:duoc|dc) (?:{_NO}|chu)(?: {_ASIDE})*$")
    said = next((one for one in (plain, first) if ends.search(one)), "")
    return bool(_ON_BEHALF.search(said)) and len(said.split()) <= _MOST_OF_TICKETS


def _of_tickets(text: str, *, near: bool) -> EventMatter | None:
    """What is asked of tickets and of who needs one; None for a line that asks none of it."""
    plain = bare_words(clean(_GO_HOME.sub("lai", text)))
    if len(plain.split()) > _MOST_OF_TICKETS or not (asks(text) or _IS_ASKED.search(plain)):
        return None
    if not (near or re.search(rf"\b{_TICKET}", plain)):
        return None
    return next((matter for matter, pattern in _TICKETS_ALL if pattern.search(plain)), None)
