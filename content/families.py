"""Who registers for somebody else, for another household, or with whom: heard in what people type.
All patterns are folded."""

import re
from dataclasses import dataclass

from content.names import CAPITAL, hear_name, is_full
from content.parties import are_several, how_many, is_group, people_in
from content.vietnamese import fold_in_place, tidy

_SIGN = (
    r"(?:dang ky|dang ki|dki|dk|dky|ghi danh|ghi ten|bao danh|giu cho|dat cho|lay ve|dat ve"
    r"|giu (?:mot|1) (?:cho|suat|ve)|lay (?:mot|1) (?:cho|suat|ve)|xin (?:mot|1) (?:cho|suat|ve))"
)
_MY = r"(?:toi|tui|em|e|minh|con|chau|to|nha (?:toi|tui|em|minh|con|chau|no)|tao)"
_MORE = (
    r"(?:them|luon|giup|gium|dum|nua|di|du|hop|hoi nghi|doi thoai|tham du|tham gia|ve|cho ngoi"
    r"|lop|lop hoc|tap huan|mot|1|suat|buoi|nay|do|rieng|kia|ca)"
)
# Whom one calls so without saying whose; the rest only with it (`anh tôi`): alone they address.
_ALONE = (
    r"(?:ma|me|bu|bo|tia|chong|vo|ong xa|ba xa|con (?:gai|trai|dau|re)|em (?:gai|trai|dau|re)"
    r"|anh (?:trai|re)|chi (?:gai|dau)|(?:ong|ba) (?:noi|ngoai|cu|gia)|(?:me|ma|bo|ba) (?:vo|chong)"
    r"|nguoi nha|nguoi than|nguoi khac|hang xom|sep|chu nha|bo me|ba ma|cha me)"
)
_OTHERS = r"(?:ba|cha|thay|u|ong|anh|chi|em|co|di|chu|bac|cau|mo|thim|con|chau|ban|dua ban)"
_KIN = rf"(?:{_ALONE}(?: (?:cua )?{_MY})?|{_OTHERS} (?:cua )?{_MY})"
_NOT_KIN = rf"(?!(?: (?:cua )?{_MY})? (?:nua|so|phu thuoc|qr|ve|hang|nganh|vach|khuyen mai)\b)"
_FOR = re.compile(
    rf"\b{_SIGN}(?: {_MORE}){{0,6}} (?:(?:giup|gium|dum|ho) )?(?:cho|gium|giup|dum|ho)"
    rf"(?: ca| luon)* (?P<whom>{_KIN})\b{_NOT_KIN}"
    rf"|\b{_SIGN}(?: {_MORE}){{0,6}} (?:cho )?{_MY} (?:va|voi|cung voi|cung)(?: ca)?"
    rf" (?P<both>{_KIN})\b{_NOT_KIN}"
    rf"|^(?:(?:da|a|cho|xin|chao|em|anh|chi|co|bac|oi|alo|ad) +)*(?P<who>{_KIN})"
    r" (?:cung )?(?:muon|xin|se|dinh|can)"
    r" (?:di |du |tham du |tham gia )+(?:hop|hoi nghi|doi thoai|buoi|lop|tap huan)\b"
)
_NAMED = re.compile(
    rf"\b{_SIGN}(?: {_MORE}){{0,6}} (?:(?:giup|gium|dum|ho) )?(?:cho|gium|giup|dum|ho)"
    r"(?: ca| luon)* (?P<whom>(?:ong|ba|anh|chi|co|chu|bac|di|cau|em)\b)"
)
_ITS_NAME = re.compile(rf" {CAPITAL}\w*(?: {CAPITAL}\w*)*")  # as names are written
_TO_MEET = re.compile(
    rf"\b{_SIGN}\b|\b(?:di|du|tham gia|tham du|den) (?:hop|hoi nghi|doi thoai|buoi|tap huan|lop)\b"
)
_ANOTHER = re.compile(
    rf"\b{_SIGN}(?: \w+){{0,4}} (?:hai|2|ba|3|may|nhieu)"
    r" (?:ho(?! kinh)|nha|quan|tiem|cua hang|sap)\b"
    rf"|\b{_SIGN}(?: {_MORE}){{0,3}} (?:cho )?(?:them )?(?:mot |1 )?"
    r"(?:ho|nha|quan|tiem|cua hang|sap) (?:khac|thu hai|thu 2|nua|kia|con lai|ke ben|ben canh)\b"
    rf"|^(?:(?:da|a|cho|xin|muon|can|{_MY}) )*{_SIGN} them(?: (?:mot|1))?"
    r"(?: (?:ve|ho|suat))?(?: (?:nua|khac|rieng))?(?: (?:a|nhe|di|duoc khong|khong))*$"
    rf"|\b(?:mot|1) (?:so|so dien thoai|may|dien thoai)\b(?: \w+){{0,4}} {_SIGN}"
    r"(?: \w+){0,3} (?:hai|2|may|nhieu) (?:ho|nguoi|ve)\b"
    r"|\b(?:hai|2|may) (?:ho|nha|quan|ve) (?:cung |chung )?(?:mot|1) (?:so|so dien thoai|may)\b"
)
_SIGNED_FOR = re.compile(
    rf"\b(?P<sign>{_SIGN}|ghi|lam)(?: {_MORE}){{0,6}} (?:(?:giup|gium|dum|ho) )?"
    rf"(?:cho|gium|giup|dum|ho)(?: ca| luon)*"
    rf" (?:{_KIN}|nguoi ay|nguoi nha|(?:may|cac|nhung) (?:chi em|anh em|co|bac|nguoi))\b{_NOT_KIN}"
)
_IN_NAME_OF = re.compile(
    rf"\b(?:ten|dung ten|ghi ten|de ten|ve|giay)(?: (?:cua|cho|la|nguoi di la))* (?P<whom>{_KIN})\b"
    rf"{_NOT_KIN}"
)
_WITH = re.compile(
    r"\b(?:di (?:cung|voi|chung)(?: voi)?|cung di(?: voi)?|(?:ten )?nguoi di cung(?: la)?|di kem"
    r"|kem theo)[ :]+(?P<names>.+)$"
)
# To have the names of who comes along written down, said with them or without.
_WRITE = r"(?:ghi|viet|them|dien|bo sung|nhap|dang ky|dien them|ghi them|viet them)"
_PARTY = (
    rf"(?:(?:hai|ba|2|3|may|ca|nhung|cac) )?(?:{_ALONE}|{_OTHERS}|nguoi|nguoi di cung|nguoi kia"
    rf"|nguoi di theo|ban|ban be)(?: (?:cua )?{_MY})?(?: nua| di cung| di theo| kia)*"
)
# `chồng chị tên Nam đi cùng`: said to be a name, so one word is enough.
_KIN_ALONG = re.compile(
    rf"^(?:(?:da|a|co|them|ca) )*(?:{_ALONE}|{_OTHERS})(?: (?:cua )?(?:{_MY}|chi|anh|bac|co|chu))?"
    r" (?:ho )?ten(?: la)? (?P<names>[a-z ]+?) (?:cung )?di (?:cung|kem|theo)"
    r"(?: (?:nua|luon|a|nhe|toi|chi|anh|em))*[ .]*$"
)
# `thêm lại vợ tôi Hoa`, `ghi thêm con trai tên Minh`
_KIN_ADDED = re.compile(
    r"^(?=.*\b(?:them|lai|ca|luon|nua|vao)\b)"  # `đăng ký cho má tui` is a ticket of hers
    rf"(?:(?:da|a|u|o|oi|em|cho|xin|nho|khoan) )*{_WRITE}"
    rf"(?: (?:lai|them|ca|luon|giup|gium|ho|cho|vao|ten|nguoi))* (?:{_ALONE}|{_OTHERS})"
    rf"(?: (?:cua )?(?:{_MY}|chi|anh|bac|co|chu))?(?: (?:ho )?ten)?(?: la)?"
    r" (?P<names>(?!(?:toi|tui|em|nua|vao|di|voi|va|so|sdt|dien|bao|phu|an|o|la|co|cung|ma|thi"
    r"|cua)\b)[a-z]+"
    r"(?: [a-z]+){0,3}?)(?: (?:nua|luon|vao|nhe|nha|a|voi|di cung|cung di|di theo|di))*[ .!]*$"
)
_ADDS = re.compile(rf"^(?:(?:da|a|u|o|oi|em|cho|xin|nho|khoan) )*(?:{_WRITE} )*them\b")
_NAMES_OF = re.compile(
    rf"\b(?:{_WRITE} )(?:(?:giup|gium|ho|dum|cho|luon|ca|cai|{_MY}) )*ten(?: cua)? {_PARTY}"
    r"(?:(?: ten)?(?: la| :)? )(?P<names>.+)$"
)
_ASKS_NAMES = re.compile(
    rf"\b(?:{_WRITE} )(?:(?:giup|gium|ho|dum|cho|luon|ca|cai|them|{_MY}) )*ten\b(?: \w+){{0,4}}"
    rf" (?:di cung|di kem|di theo)\b|^(?:(?:da|a|cho|xin|muon|can|{_MY}) )*{_WRITE}"
    rf" (?:(?:giup|gium|ho|dum|cho|luon|ca|cai|them) )*ten {_PARTY}"
    r"(?: (?:nua|luon|voi|nhe|a|vao))*$"
)
_ME_ALONG = re.compile(
    rf"\b(?:ten )(?:cua )?{_MY}(?: (?:nua|luon|cung|la))* (?:nguoi )?(?:di cung|di kem|di theo)\b"
)
_CALLED = re.compile(r"(?i)^.*?\s(?:là|la|tên|ten)\s+(?=\S)")
_MINE = re.compile(rf" (?:cua )?{_MY}$")
_SELF = re.compile(
    rf"\b{_SIGN}\b(?: \w+){{0,6}} cho (?:toi|tui|em|minh|con|chau|to)"
    r"(?: (?:nua|luon|voi|rieng|a|di|nhe|mot|1|ve|suat))*$"
)
_CODE = (
    r"(?:ma (?:ve|dang ky|dang ki|qr|hoi nghi|du hop)|ma|ve|qr)"
    r"(?! (?:giay|so|xe|tau|may|gui|pin|otp|xac|dinh|hang|vach|gian|khuyen|kich|vung|bao|thue|nha"
    r"|que|ho|ung|giao|dich|bao mat))"
)
_LOST = re.compile(
    r"^(?:\w+ ){0,4}(?:mat|quen|roi mat|that lac|xoa nham|khong (?:thay|tim thay|nho)"
    rf"|tim khong (?:ra|thay))(?: (?:cai|tam|cuon|het|mat|luon|cai tam|tin nhan|hinh|anh))*"
    rf" {_CODE}\b|\b(?<!loai co )(?<!hoa don co ){_CODE} (?:\w+ ){{0,2}}(?:mat|quen mat|dau mat)"
    r" (?:roi|tieu)\b"
    r"|\b(?:giay moi|ma|ve)\b(?: \w+){0,5} (?:xoa|lo xoa|mat|lac)(?: (?:mat|het|nham))*"
    r" (?:tin|tin nhan|cai ma|ma ve)\b"
)
_PARTS = re.compile(r"\s*(?:,|;|\n|\s(?:và|va|với|voi|cùng|cung|&|\+)\s)\s*", re.I)
COMPANIONS_LIMIT = 200  # letters


@dataclass(frozen=True, slots=True)
class ForAnother:
    """Somebody is registered by another; `whom` as they were called, "" where that is not said.
    `with_self`: who writes is to be registered, too. `group`: several are, with a ticket each;
    `several` of them, 0 where that is not said."""

    whom: str = ""
    with_self: bool = False
    group: bool = False
    several: int = 0


_SIGNS = re.compile(rf"\b{_SIGN}\b")
_AND_ME = re.compile(rf"^(?: (?:cua )?{_MY})? (?:va|voi|cung voi|cung)(?: ca)? {_MY}\b")


def registers_another(text: str) -> ForAnother | None:
    """`đăng ký cho má tui` -> of whom; None where nobody is registered for another."""
    said = tidy(text)
    plain = _level(said)
    if is_group(text) and _TO_MEET.search(plain):
        return ForAnother(group=True, several=how_many(text))
    if found := _FOR.search(plain):
        name = next(name for name in ("whom", "both", "who") if found[name])
        whom = _whose(said[found.start(name) : found.end(name)])
        and_me = name == "both" or _AND_ME.match(plain[found.end() :]) is not None
        return ForAnother(whom, with_self=and_me)
    if _SIGNS.search(plain) and are_several(listed := people_in(text), grouped=False, text=text):
        return ForAnother(group=True, several=len(listed))
    called = _NAMED.search(plain)
    if called and (its_name := _ITS_NAME.match(said, called.end())):
        return ForAnother(said[called.start("whom") : its_name.end()])
    if not _ANOTHER.search(plain):
        return None
    several = how_many(text)
    return ForAnother(group=several > 1, several=several)


_TOGETHER = re.compile(
    r"\b(?:toi|tui|em|e|minh|chau|con|co|chu|di|bac|chi|anh)\b.*\b(?:du|di|tham gia|tham du"
    r"|den)\b.*"
    rf" (?:cung|voi|cung voi|ca)(?: ca)? (?:{_KIN}|(?:ong|ba) nha (?:toi|tui|em|minh))\b"
)
_HER_NAME = re.compile(
    r"(?i)\b(?:tên|ten) (?:(?:của|cua) )?(?:bà|ông|vợ|chồng|mẹ|má|bố|ba|nó|cháu|con|em|anh|chị)"
    r"(?: (?:ấy|ay|tôi|toi|nhà tôi|em))* (?:là |la )?(?P<one>[^,.;\d]{3,40})"
    r"|\b(?:bà|ông|vợ|chồng|mẹ|má|bố|ba|nó|cháu|con|em|anh|chị)(?: (?:ấy|ay|nhà tôi|tôi|em))*"
    r" (?:tên|ten)(?: (?:là|la))? (?P<two>[^,.;\d]{3,40})"
)
_OWN_NAME = re.compile(
    r"(?i)\b(?:tên|ten) (?:(?:của|cua) )?(?:tôi|toi|tui|mình|minh) (?:là "
    r"|la )?(?P<one>[^,.;\d]{3,40})"
    r"|\b(?:tôi|toi|tui|mình|minh) (?:là|la|tên|ten|tên là|ten la) (?P<two>[^,.;\d]{3,40})"
)


def oneself_and_kin(text: str) -> tuple[str, str]:
    """`tôi muốn dự cùng bà nhà tôi, tên bà là Đặng Thị Mùi` -> one's own name ("" where it is not
    told) and that of who comes along; ("", "") where nobody of one's own comes along by name."""
    if _TOGETHER.search(fold_in_place(tidy(text))) is None:
        return "", ""
    names = []
    for pattern in (_OWN_NAME, _HER_NAME):
        found = pattern.search(text)
        called = hear_name((found["one"] or found["two"]).strip()) if found else None
        names.append(called.name if called and called.sure and is_full(called.name) else "")
    return (names[0], names[1]) if names[1] else ("", "")


_KIN_NAMED = re.compile(rf"\b(?P<whom>{_KIN})\b{_NOT_KIN}")


def kin_in(text: str) -> str:
    """The first of whom a line speaks, as who writes calls them: `má tui muốn đi` -> `má`; "" for
    nobody."""
    said = tidy(text)
    found = _KIN_NAMED.search(_level(said))
    return _whose(said[found.start("whom") : found.end("whom")]) if found else ""


def without_whom(text: str) -> str:
    """`được, thế thì đăng ký cho mẹ em luôn nhé` -> `được, thế thì đăng ký luôn nhé`: what is said
    besides for whom; the text itself where nobody is named."""
    said = tidy(text)
    found = _SIGNED_FOR.search(_level(said))
    return f"{said[: found.end('sign')]}{said[found.end() :]}" if found else text


def in_name_of(text: str) -> str:
    """`đồng ý nhưng mà là tên mẹ` -> `mẹ`: in whose name it is to be; "" where nobody is named."""
    said = tidy(text)
    found = _IN_NAME_OF.search(_level(said))
    if found:
        return _whose(said[found.start("whom") : found.end("whom")])
    another = registers_another(text)
    return another.whom if another and not another.with_self else ""


def lost_ticket(text: str) -> bool:
    """`mất mã vé`, `quên mã rồi`: the code is no more to be found."""
    return bool(_LOST.search(_level(tidy(text))))


def _whose(whom: str) -> str:
    """`má tui` -> `má`, as who answers speaks of her."""
    found = _MINE.search(_level(whom))
    return whom[: found.start()] if found else whom


def registers_self(text: str) -> bool:
    """`đăng ký cho tui nữa`: expressly for who writes."""
    return bool(_SELF.search(_level(tidy(text))))


def companions_in(text: str) -> str:
    """`2 người, đi cùng con gái Lê Thị Hoa` -> `Lê Thị Hoa`: full names only; "" for none."""
    said = tidy(text)
    plain = _level(said)
    found = _WITH.search(plain)
    if found and (names := names_in(said[found.start("names") :])):
        return names
    if kin := _KIN_ALONG.search(plain) or _KIN_ADDED.search(plain):
        called = hear_name(said[kin.start("names") : kin.end("names")])
        return called.name if called and (called.sure or called.name.istitle()) else ""
    written = _NAMES_OF.search(plain)
    return names_in(said[written.start("names") :]) if written else ""


_CALLED_SO = re.compile(r"\b(?:chi|anh|co|chu|bac|di|ong|ba|em|(?P<bare>cai|thang))(?= )")


def called_along(text: str) -> str:
    """`cô đi cùng chị Hoa hàng bên với cả cái Thảo con dâu` -> `chị Hoa, Thảo`: who comes along, as
    they are called there, whose full names are not told; "" for none."""
    said = tidy(text)
    plain = _level(said)
    found = _WITH.search(plain)
    if found is None or companions_in(text):
        return ""
    along = []
    for called in _CALLED_SO.finditer(plain, found.start("names")):
        if name := _ITS_NAME.match(said, called.end()):
            along.append(said[called.end() if called["bare"] else called.start() : name.end()])
    return ", ".join(one.strip() for one in along)


def with_companions(known: str, text: str) -> str:
    """The names of who comes along with those a text tells: added to those `known` where it says
    so (`thêm cả con tôi Minh`), else in place of them; "" where it tells none."""
    told = companions_in(text)
    if not told or not known or not _ADDS.search(_level(tidy(text))):
        return told
    return ", ".join(dict.fromkeys((*known.split(", "), *told.split(", "))))


def names_along(text: str) -> bool:
    """`chồng chị tên Nam đi cùng`: who comes along, and no number."""
    return bool(_KIN_ALONG.search(_level(tidy(text)))) and bool(companions_in(text))


def asks_for_companions(text: str) -> bool:
    """`ghi tên người đi cùng`, `ghi tên vợ tôi nữa`: to have their names written down."""
    plain = _level(tidy(text))
    return bool(_ASKS_NAMES.search(plain) or _NAMES_OF.search(plain))


def comes_along_oneself(text: str) -> bool:
    """`ghi tên mình đi cùng nữa`: who writes is the one who comes along."""
    return bool(_ME_ALONG.search(_level(tidy(text))))


def names_in(text: str) -> str:
    """The full names in a list of people, `, ` between them; "" for none that is sure."""
    heard = []
    for part in _PARTS.split(tidy(text)):
        called = hear_name(_CALLED.sub("", part))
        if called and called.sure and is_full(called.name) and called.name not in heard:
            heard.append(called.name)
    return ", ".join(heard)


def _level(said: str) -> str:
    """Folded in place: what is found there stands at the same letters."""
    return re.sub(r"[^a-z0-9:]", " ", fold_in_place(said).lower())
