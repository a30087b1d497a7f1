"""What the heading of a column means, as wards write headings.

The words that come first decide: `Địa chỉ liên hệ` is an address, `Chủ hộ kinh doanh` a person, `Hộ
kinh doanh` a business. Of two that begin alike, the longer: `Tên đường` is no name.
"""

import re
from enum import StrEnum

from content.legacy_fonts import readings
from content.vietnamese import fold, tidy

_LONGEST = 240


class Meaning(StrEnum):
    NAME = "name"
    FAMILY = "family"
    GIVEN = "given"
    PHONE = "phone"
    BUSINESS = "business"
    NEIGHBOURHOOD = "neighbourhood"
    POSITION = "position"
    PEOPLE = "people"
    COMPANIONS = "companions"
    COMES = "comes"  # whether they come, as they were asked
    STATE = "state"  # may say of somebody that they do not come
    OTHER = "other"


_COUNT = r"(?:so luong|so|sl|tong so|tong)"
# On folded words, without punctuation; each list in the order of how plainly it says so.
_PATTERNS: dict[Meaning, tuple[str, ...]] = {
    Meaning.NAME: (
        r"ho (?:va )?(?:chu dem (?:va )?)?ten\b(?! (?:cha|me|bo|vo|chong|con)\b)",
        r"ten (?:chu|dai bieu|nguoi|khach|ca nhan|hoi vien|thanh vien|ong|day du|giam doc)\b",
        r"(?:chu (?:ho|co so|quan|cua hang|tiem|doanh nghiep|hang|kinh doanh|the)"
        r"|nguoi (?:dai dien|lien he|dang ky|tham du|tham gia|du|di du)|dai dien|full ?name)\b",
        r"(?:dai bieu|hoi vien|ong ba|giam doc|quy danh|^khach(?: hang)?$"
        r"|^ten(?: goi| that| viet hoa| kh)?$)\b",
    ),
    Meaning.PHONE: (
        r"(?:so )?(?:dien thoai|di dong)|\b(?:so )?(?:sdt|s d t|dt|d t|dtdd|dd|tel|mobile|zalo)\b"
        r"|phone|\b(?:hotline|whatsapp|viber)\b"
        r"|so (?:may|lien he|lien lac|goi)\b|^(?:thong tin )?lien (?:he|lac)$",
    ),
    Meaning.BUSINESS: (
        r"ten (?:ho|co so|cs ?kd|don vi|cong ty|doanh nghiep|cua hang|cua hieu|quan|bien hieu"
        r"|bien|tiem|hop tac xa|hkd|thuong hieu|shop|hang quan|nha (?:hang|nghi)|cs kinh doanh"
        r"|khach san|kinh doanh)\b",
        r"ho (?:kinh doanh|ca the|kd)\b|\bhkd\b|\bcs ?kd\b|\bco so\b|\bdon vi\b(?! tinh)"
        r"|doanh nghiep|cua (?:hang|hieu)|bien hieu|cong ty|co quan|hop tac xa|thuong hieu"
        r"|gian hang|\bshop\b"
        r"|to chuc|ten to chuc",
    ),
    Meaning.NEIGHBOURHOOD: (
        r"(?:ten )?(?:to dan pho|to dp)\b|\btdp\b|^(?:ten )?to(?: so)?$",
        r"khu (?:dan cu|pho)\b|^khu$|\bthon\b|dia ban",
        r"dia (?:chi|diem)|noi (?:o|kinh doanh)\b",
    ),
    Meaning.POSITION: (r"chuc (?:vu|danh)|vai tro",),
    Meaning.COMPANIONS: (
        rf"{_COUNT} (?:nguoi |dai bieu |khach )?(?:di kem|di cung|kem theo)\b"
        r"|^(?:di kem|di cung|kem theo)$",
    ),
    Meaning.PEOPLE: (
        r"\b(?:may|bao nhieu) (?:nguoi|dai bieu|khach)\b",
        rf"\b{_COUNT} (?:nguoi|dai bieu|khach|suat|cho ngoi)\b"
        r"|\b(?:so luong|sl) (?:tham du|tham gia|du|di|dang ky|dk)\b|^(?:so luong|sl|so nguoi)$",
    ),
    Meaning.COMES: (
        r"^(?:co |se |the |dang ky |xac nhan |kha nang )*(?:tham (?:du|gia)|du|den du|di du)\b"
        r".*\bkhong$",
        r"^(?:xac nhan|dang ky|tinh trang|trang thai) (?:tham (?:du|gia)|du)"
        r"(?: (?:hop|hoi nghi))?$",
    ),
    Meaning.STATE: (r"^(?:tinh trang|trang thai|ghi chu)\b",),
    Meaning.OTHER: (
        r"^(?:ma|loai|nganh|linh vuc|giay|so giay|ngay|thang|nam|doanh thu|von|dien tich)\b",
        r"^(?:y kien|noi dung|ly do|hinh thuc|mst|ky ten)\b",
        r"^(?:chu ky|gioi|dan toc)\b",
        r"(?:dia chi )?(?:e ?mail|gmail|thu dien tu|website|facebook)\b",
        r"so (?:dang ky|dk|tai khoan|cccd|cmnd|can cuoc|dinh danh|nha|gpkd|dkkd|thue)\b",
        r"(?:ho (?:va )?)?ten (?:cha|me|bo|vo|chong|con|nguoi than|phu huynh|bi danh|khac|lop)\b",
        r"ten (?:duong|pho|ngo|phuong|xa|quan (?:huyen|ly)|huyen|tinh|thanh pho|khu|thon|truong)\b",
        r"ten (?:dang nhap|tai khoan|tep|file|zalo|facebook|ngan hang|thuong goi)\b",
        r"ten (?:nganh|mat hang|hang hoa|san pham)\b",
        r"(?:ho (?:va )?ten |ten )?(?:nguoi|can bo) (?:gioi thieu|nhap|lap|phu trach|ghi|tong hop"
        r"|thu|nop(?! thue)|moi|theo doi|giup viec|lao dong|phu thuoc|than|lam)\b",
        rf"{_COUNT} (?:nguoi )?(?:dang )?(?:lao dong|nhan vien|nhan cong|cong nhan|nhan khau"
        r"|lam|lam viec|thanh vien|phu thuoc|trong|nha|gia dinh|thue|o|san pham|gian hang"
        r"|nam|nu)\b",
    ),
}
_COMPILED = {
    meaning: tuple(re.compile(pattern) for pattern in patterns)
    for meaning, patterns in _PATTERNS.items()
}
_FAMILY = re.compile(
    r"họ(?: và)?(?: tên| chữ)? (?:đệm|lót)|(?:và )?(?:(?:tên|chữ) )?(?:đệm|lót)|họ"
    r"|ho(?: va)?(?: ten| chu)? (?:dem|lot)|(?:va )?(?:(?:ten|chu) )?(?:dem|lot)|ho"
    r"|last name|surname|family name"
)
_GIVEN = frozenset(("tên", "ten", "first name", "given name"))
# `Ông/bà thuộc tổ dân phố nào?`: a form asks whoever fills it in; what it asks for comes behind.
_ASKED = re.compile(
    r"^(?:(?:ong ba|anh chi|quy vi|quy khach|co bac|xin|vui long|moi|cho biet|thuoc"
    r"|dang o) )+(?=\S)"
)
# Somebody beside the person of the row: who sent, leads, accompanies or wrote them down.
_OF_ANOTHER = re.compile(
    r"gioi thieu|to truong|truong (?:thon|khu|ban|nhom|pho)|(?:di|dong) (?:cung|kem|hanh)|kem theo"
    r"|can bo|ke toan|nguoi (?:nhap|lap|ghi|phu trach|theo doi|tong hop|moi|thu|giup)"
    r"|lien he khan cap"
)
_INCLUDED = re.compile(r"ke ca|bao gom|tinh ca|ca nguoi")
_OWN_PHONE = re.compile(r"ca nhan|di dong|dtdd|mobile|zalo|chinh|dai bieu|chu ho|nguoi (?:du|tham)")
_OTHERS_PHONE = re.compile(
    r"gia dinh|\bnha\b|nha rieng|co dinh|co quan|\bvo\b|chong|\bphu\b|phu huynh|nguoi than|khan"
    r"|khac|\bban\b|cong ty|ho tro|du phong"
)
_OLD_PHONE = re.compile(r"\bcu\b|truoc day")
PHONE_OF_ANOTHER = 4  # by `phone_rank`


def meaning_of(heading: str) -> Meaning | None:
    """What a heading says its column holds; None when it says nothing we know."""
    for text in readings(tidy(heading)):
        if found := _meaning(text):
            return found
    return None


def _meaning(heading: str) -> Meaning | None:
    if not heading or len(heading) > _LONGEST:
        return None
    marked = heading.lower().strip(" .:*()")
    if _FAMILY.fullmatch(marked):
        return Meaning.FAMILY
    if marked in _GIVEN:
        return Meaning.GIVEN
    if marked == "hộ":
        return Meaning.BUSINESS
    plain = _ASKED.sub("", _plain(heading))
    found = [
        (match.start(), -match.end(), meaning)
        for meaning, patterns in _COMPILED.items()
        for pattern in patterns
        if (match := pattern.search(plain)) and match.end() > match.start()
    ]
    if not found:
        return None
    meaning = min(found, key=lambda item: item[:2])[2]
    if meaning is Meaning.COMPANIONS and _INCLUDED.search(plain):
        return Meaning.PEOPLE
    return meaning


def weight(heading: str, meaning: Meaning) -> int:
    """How plainly a heading says so, of two columns that mean the same; 0 is plainest."""
    plain = _plain(heading)
    patterns = _COMPILED[meaning]
    return next((n for n, pattern in enumerate(patterns) if pattern.search(plain)), len(patterns))


def is_address(heading: str) -> bool:
    """Whether a column of places holds where somebody lives, `Địa chỉ`, rather than their tổ."""
    places = Meaning.NEIGHBOURHOOD
    return any(
        _meaning(text) is places and weight(text, places) == len(_COMPILED[places]) - 1
        for text in readings(tidy(heading))
    )


def says_phone(heading: str) -> bool:
    """Whether a heading that means something else as well names phones: `Họ tên, số điện thoại`."""
    return any(
        pattern.search(_plain(text))
        for text in readings(tidy(heading))
        for pattern in _COMPILED[Meaning.PHONE]
    )


def is_of_another(heading: str) -> bool:
    """`SĐT người giới thiệu`, `Họ tên người đi cùng`: of nobody the row itself is about."""
    return _OF_ANOTHER.search(_plain(heading)) is not None


def name_part(heading: str) -> int:
    """Where a part of a name stands in it: the surname (`Họ`, `Họ đệm`) before the middle name."""
    return 0 if _plain(heading).startswith("ho") else 1


def phone_rank(heading: str) -> int:
    """Which column of phones goes first: the person's own, then any, then the family's or the
    shop's, then an old one; from `PHONE_OF_ANOTHER` on it is no number of theirs."""
    plain = _plain(heading)
    if _OF_ANOTHER.search(plain):
        return PHONE_OF_ANOTHER
    if _OLD_PHONE.search(plain):
        return 3
    if _OTHERS_PHONE.search(plain):
        return 2
    return 0 if _OWN_PHONE.search(plain) else 1


def _plain(heading: str) -> str:
    return " ".join(re.sub(r"[^a-z]+", " ", fold(heading)).split())
