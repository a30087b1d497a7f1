"""Several people who are registered in one go, a ticket for each: who they are, how many, who joins
them, who drops out. Only what is told; all patterns are folded."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from content.details import details_in, is_shop_first, without_shapes
from content.lines import without_consent
from content.names import CAPITAL, deals_in, hear_name, is_full
from content.people import read_phone
from content.spoken import asks
from content.trade_told import trade_told
from content.vietnamese import FORMS_KEPT, bare_words, fold, fold_in_place, tidy

MOST = 12  # people of one flow

_COUNT = r"(?P<count>\d{1,2}|hai|ba|bon|nam|sau|bay|tam|chin|muoi)"
_NUMBERS = {"hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9}
_FOLK = (
    r"(?:chi em|anh em|anh chi|ba con|co bac|cac co|cac ba|cac chi|cac anh|tieu thuong|nguoi ban"
    r"|ban hang|hang xom|thanh vien|ho vien|hoi vien|nhan vien|tho|nguoi)"
)
_SHOP = r"(?:sap|quan|tiem|cua hang|ho|nha|hang|kiot|ki ot|quay|nghe|viec)"
# Who is many, and each for themselves: `mấy chị em trong tổ`, `nhóm bán rau`, `mỗi người một sạp`.
_GROUP = re.compile(
    rf"\bcho(?: ca)? (?:may|cac|nhung|ca|nhieu)(?: \w+)? ?{_FOLK}\b"
    r"|\bcho (?:ca )?(?:nhom|to nganh hang|nganh hang|doan|chi hoi|ca to|ca xom|ca cho|ca day)"
    r"(?! (?:truong|dan pho|nghi))\b"
)
_EACH = re.compile(
    rf"\bmoi (?:nguoi|dua|nha|chi|anh|ho|ong|ba)(?: co| lam| ban| giu)? (?:mot|1)"
    rf" (?:{_SHOP}|ve|suat|cho)\b"
)
_SO_MANY = re.compile(
    rf"\b{_COUNT} (?:{_FOLK}|nha|ho(?! kinh)|sap|quan|tiem|cua hang|ve|vo chong|me con|bo con"
    r"|chau|dua|em|chi|anh|bac|co)\b"
)
_ONLY_COUNT = re.compile(
    r"(?:(?:da|vang|thi|la|co|ca thay|tat ca|tong cong|chung toi|chung em|ben em|nhom|to|em"
    rf"|toi) )*{_COUNT} (?:nguoi|chi em|anh em|nha|ho|ve|chi|anh|em)"
    r"(?: (?:a|nhe|di|thoi|lan|ca thay|tat ca))*"
)
_SPEAKER = re.compile(r"(?i)(?:tôi|toi|tui|mình)\s+(?:(?:là|la|tên|ten)\s+)*(?=\S)")
# Before a name in a list; how somebody is called by age is no part of a full name.
_LEADING = re.compile(
    r"(?i)^(?:(?:còn|con(?!\s+(?:dâu|rể|gái|trai|dau|re|gai|trai)\b)|và|va|rồi|roi|thêm|them|ghi|cho|cả|ca|với|voi|bằng|bang|lấy|lay|có"
    r"|co|gồm|gom|là|la|người|nguoi|nữa|nua|thì|thi|một|mot)\s+)*"
    r"(?:(?:con dâu|con rể|con gái|con trai|em gái|em trai|chị gái|anh trai|bà xã|ông xã|bà nhà"
    r"|ông nhà|mẹ chồng|bố chồng|vợ|chồng)(?:\s+(?:tôi|tui|em|mình|con|cháu))?"
    rf"(?:\s+(?:là|tên|tên là))?\s+(?-i:(?={CAPITAL})))?"
    r"(?:(?:chị|anh|em|chi|cô|co|bác|bac|chú|chu|ông|ong|bà|ba|cháu|chau|nhà)"
    r"\s+(?:là|la|tên|ten)\s+)?"
    r"(?:(?:phó\s+|pho\s+)?(?:giám đốc|giam doc|trưởng phòng|truong phong|quản lý|quan ly)\s+"
    r"|(?:kế toán|ke toan|nhân viên|nhan vien)\s+)?"
)
# `đăng ký họp cho`, before the first of them; `Ho Thi Lan` has a surname.
_WISH = re.compile(
    r"(?i)^(?:(?:dạ|da|vâng|vang|à|ạ|tôi|toi|tui|em|mình|minh|cháu|chau|con|muốn|muon|xin|cho|nhờ"
    r"|nho|cần|can)\s+)*(?:đăng ký|dang ky|đăng kí|dang ki|dk|ghi danh|ghi tên|ghi ten)"
    r"(?P<of>(?:\s+(?:vé|ve|họp|hop|hội nghị|hoi nghi|đối thoại|doi thoai|buổi|buoi|này|nay|đi|di"
    r"|dự|du|tham dự|tham du|tham gia|luôn|luon|giúp|giup|giùm|gium|dùm|dum)(?=\s))*"
    r"(?:\s+(?-i:hộ|ho)(?=\s))?(?:\s+cho(?=\s))?)\s+"
)
_TITLED = re.compile(r"(?i)^(?:anh|chị|chi|ông|ong|bà|cô|co|chú|chu|bác|bac)\s+(?=\S+\s+\S)")
# Behind a name (`chị tên Hường nha`); written with a capital it is one.
_POLITE_TAIL = re.compile(r"(?:\s+(?:nha|nhé|nhe|nhá|nghen|nghe|hen|nè|ạ|á|đó|đấy))+$")
_SHOP_WORD = re.compile(r"(?:tap hoa|hang|quay|kiot|ki ot|ho kinh doanh|cong ty|htx|co so)\b")
_BUSINESS = re.compile(r"(?:(?:dang ky|dang ki|dk) )?(?:ho )?kinh doanh\b")  # and nobody's name
_PART = re.compile(
    r"\s*[,;\n]\s*|\s+(?:và|va|với|voi|cùng với|cung voi)\s+|\.\s+"
    r"|(?<=\d)\s+(?=(?:chị|anh|cô|bác|chú|ông|bà|em)\s)",
    re.I,
)
_NUMBERED = re.compile(
    r"(?i)^(?:(?:nhà|nha|người|nguoi|hộ|ho|vé|ve|số|so)\s+)?\(?\d{1,2}\s*[.):]\s*"
)
# `… thịt lợn 2. Lê Thị Gái …`: the number of the next in the same line.
_IN_LINE = re.compile(rf"\s+\d{{1,2}}\s*[.)]\s+(?={CAPITAL})")
_WRITTEN_OUT = re.compile(
    rf"(?P<name>{CAPITAL}\w*(?:\s+{CAPITAL}\w*){{1,4}})\s+(?=[^\W\d_])(?!{CAPITAL})"
)
_PHONE = re.compile(r"(?:(?:sđt|sdt|đt|dt|số|so)\b[\s:.]*)?\+?\d[\d .\-]{7,}\d", re.I)
_BEHIND_COLON = re.compile(r"^(?:(?!\d{8})[^:\n]){0,90}:\s*(?=\S)")
_EACH_ONE = re.compile(r"(?i)[ ,]*mỗi (?:người|nhà|hộ) (?:một|1) (?:vé|suất|chỗ|sạp|hộ)")
_TITLE = r"(?:anh|chi|ong|ba|co|chu|bac|em|di|cau|thim|mo|cu|chau)"


@dataclass(frozen=True, slots=True)
class Attendee:
    """Who is to have a ticket; "" for what was not told. `myself`: it is who writes."""

    name: str = ""
    phone: str = ""
    business: str = ""
    neighbourhood: str = ""
    sector: str = ""
    myself: bool = False
    called: str = ""  # `chị Hằng`, where the name in full is still to be told


@lru_cache(maxsize=FORMS_KEPT)
def people_in(text: str) -> tuple[Attendee, ...]:
    """Those whose full names a message lists, each with what is told behind the name: `Trần Thị Hà
    0912…, Lê Thị Lan 0912… và tôi Đỗ Thị Quế 0912…`. () where it names nobody."""
    found: list[Attendee] = []
    for part in _PART.split(_listed(text)):
        bare = _NUMBERED.sub("", part.strip())
        if not bare:
            continue
        phone, place = read_phone(bare) or "", details_in(bare).neighbourhood
        head, _, rest = _PHONE.sub("\n", bare, count=1).partition("\n")
        name, mine = _name_first(head)
        if name:
            shop, trade = _dealing(rest)
            found.append(Attendee(name, phone, shop, place, trade, mine))
        elif found:
            shop, trade = _dealing(bare)
            found[-1] = replace(
                found[-1],
                phone=found[-1].phone or phone,
                business=found[-1].business or shop,
                neighbourhood=found[-1].neighbourhood or place,
                sector=found[-1].sector or trade,
            )
    return tuple(found[:MOST])


def _listed(text: str) -> str:
    """The list itself, without what stands before its colon."""
    said = _BEHIND_COLON.sub("", tidy_lines(without_consent(text)))
    return _EACH_ONE.sub("", _IN_LINE.sub("\n", said))


def tidy_lines(text: str) -> str:
    """Tidied, its lines apart."""
    return "\n".join(tidy(line) for line in text.splitlines())


def _name_first(head: str) -> tuple[str, bool]:
    """The full name of one person, and whether it is of who writes; "" for none."""
    bare = _POLITE_TAIL.sub("", _LEADING.sub("", _without_wish(head.strip())))
    if written := _WRITTEN_OUT.match(bare):
        named = hear_name(written["name"])
        bare = written["name"] if named and named.sure else bare
    if not bare or deals_in(bare) or _BUSINESS.match(fold(bare)):
        return "", False
    speaker = _SPEAKER.match(bare)
    called = hear_name(bare[speaker.end() :] if speaker else bare)
    if called is None or not called.sure or not is_full(called.name):
        return "", False
    return _TITLED.sub("", called.name), speaker is not None


def _without_wish(head: str) -> str:
    """`đăng ký họp cho chị Lê Thị Lan` -> `chị Lê Thị Lan`; `đăng ký kinh doanh` is as it is."""
    found = _WISH.match(head)
    rest = head[found.end() :] if found else head
    return rest if found and (found["of"] or rest[:1].isupper()) else head


def _dealing(words: str) -> tuple[str, str]:
    """The name of a shop in some words, and what is dealt in."""
    bare = without_shapes(words)
    if not bare or asks(bare):
        return "", ""
    if trade := trade_told(bare):
        return "", trade
    named = deals_in(bare) or is_shop_first(bare) or _SHOP_WORD.match(fold(bare))
    return (bare if named else ""), ""


def are_several(people: tuple[Attendee, ...], *, grouped: bool, text: str) -> bool:
    """Whether those listed are to have a ticket each, and are none who only come along."""
    if len(people) < 2:
        return False
    numbers = {person.phone for person in people} - {""}
    return len(numbers) > 1 or grouped or is_group(text)


def is_group(text: str) -> bool:
    """`đăng ký cho mấy chị em trong tổ`, `hai chị em mỗi người một sạp`: a ticket each."""
    plain = bare_words(text)
    return bool(_GROUP.search(plain) or _EACH.search(plain))


def how_many(text: str) -> int:
    """How many people or households are spoken of, `hai nhà hàng xóm`; 0 where it is not said."""
    found = _SO_MANY.search(bare_words(text))
    return _number(found["count"]) if found else 0


def only_how_many(text: str) -> int:
    """`có 4 người`: so many, and nothing else said; 0 for other words."""
    found = _ONLY_COUNT.fullmatch(bare_words(text))
    return _number(found["count"]) if found else 0


def _number(word: str) -> int:
    count = int(word) if word.isdecimal() else _NUMBERS.get(word, 10)
    return count if 1 < count <= MOST else 0


_WHO = re.compile(
    r"(?:(?:the|vay|a|da|roi|ma|cho|toi|em|chi|hoi|xem|bay gio|gio|hien|hien gio|nay|den gio|tong"
    r" cong|tat ca|danh sach) )*(?:la |co |gom |con |duoc |da (?:dang ky|ghi)(?: duoc)? )*"
    r"(?:nhung ai|ai|may nguoi|nhung nguoi nao|bao nhieu nguoi|danh sach)"
    r"(?: (?:roi|vay|the|a|em|da (?:dang ky|co ve|ghi)|dang ky|duoc|co ve|co|xong|het|nhi|ha|ca))*"
    r"|(?:\w+ ){0,4}(?:dang ky|dang ki|dk|dky|ghi)(?: (?:duoc|ten))? (?:may|bao nhieu|nhung)"
    r" (?:nguoi|suat|cho|ve|ai)(?: (?:roi|r|vay|the|nhi|ha|a|em|chau|con))*"
    r"|(?:\w+ ){0,3}(?:xem|coi|check|kiem tra|doc|tong ket)(?: lai)? (?:\w+ )?(?:danh sach|ds)"
    r"(?: (?:coi|xem|nghe|cho|toi|tui|em|chi|co|bac|nha|nhe|di|dang ky|ai|may|nguoi))*"
    r"|(?:\w+ ){0,8}doc lai(?: (?:giup|gium|ho|cho|coi|nghe|di|a|em|chi|toi|tui|co|bac|minh|nha))*"
    r"|(?:\w+ ){0,6}tong ket lai(?: (?:cho|toi|tui|em|chi|co|bac|coi|xem|nghe|di|nha))*"
)


def asks_who(text: str) -> bool:
    """`thế bây giờ là những ai rồi`: who is registered by now."""
    plain = bare_words(text)
    return bool(_WHO.fullmatch(plain)) and plain not in ("ai", "may nguoi", "bao nhieu nguoi")


_IS_DONE = re.compile(
    r"(?:(?:the|vay|a|da|em|toi|chi|ma|roi|dang ky|dk|ghi) )*(?:da )?(?:dang ky |dk |ghi )?"
    r"(?:duoc|dc|xong|ok|thanh cong|co ve)(?: dang ky| ve)? (?:chua|roi (?:a|ha|chua))"
    r"(?: (?:a|em|anh|chi|vay|the|ban|nhi|ad|bot))*(?: (?:sao )?chua thay (?:ma|ve|ma ve|gi))?"
)


def asks_if_done(text: str) -> bool:
    """`xong chưa ạ`, `dc chua`: whether somebody is registered by now."""
    return bool(_IS_DONE.fullmatch(bare_words(text)))


_GO_HOME = re.compile(r"(?i)\bvề\b")  # folded it is `vé`
_SEES = re.compile(
    r"^(?:\w+ ){0,4}(?:xem|coi|gui|doc|mo|dua)(?: lai)?(?: \w+){0,3}"
    r" (?:ve|ma ve|ma qr)\b(?: \w+){0,5}$"
    r"|\b(?:khong|ko|chang|hong) thay (?:dau|ve|gi|ma ve)\b|\bve (?:\w+ ){0,3}dau(?: roi)?$"
    r"|^(?:(?:thi|roi|a|da) )*gui lai(?: (?:di|cho|toi|em|giup|voi|nhe|a))*$"
)


def sees_ticket(text: str) -> bool:
    """`cho em xem lại vé của mẹ`, `không thấy đâu cả, gửi lại đi`: somebody wants to see one."""
    return bool(_SEES.search(bare_words(_GO_HOME.sub("lai", text))))


# Folded they are `bận`, `bỏ`, `hủy`: with their marks they sell, are of the family, are a name.
_NO_DROPS = re.compile(r"(?<!\w)(?:[Bb]án|[Bb]àn|[Bb]ạn|[Bb]ố|[Bb]ò|Huy)(?!\w)")
_DROPS = re.compile(
    r"\b(?:bo|huy|rut|gach|xoa|loai|tru)(?: (?:ten|ve|cho|bot|luon|di|cua))*"
    rf" (?:{_TITLE} [a-z]+|ra|khoi|danh sach)\b"
    r"|\b(?:khong|ko|k|hong|chang) (?:di|du|den|tham gia)(?: duoc| hop| nua| dau)*\b"
    r"|\bban (?:roi|mat|viec|qua|khong|ko|nen|hom|bua|thi)\b|\bban[ .!]*$"
    r"|\bthay (?:bang|cho|vao|the)\b|\bdi thay\b"
)
_INSTEAD = re.compile(r"\b(?:thay (?:bang|vao|the)|doi (?:sang|thanh|lay)|the (?:bang|vao))\b")
_ADDS = re.compile(
    r"^(?:(?:a|da|u|roi|ma|va|con|the|cho|toi|em|xin|o|oi|quen|thieu|ghi|dang ky) )*"
    r"(?:them|con|thieu|quen|bo sung|ca)\b|\bnua\b"
)


def drops_out(text: str) -> bool:
    """`chị Hà bận, hủy của chị Hà thôi`, `bỏ anh ấy ra`: somebody is not to come."""
    return bool(_DROPS.search(bare_words(_NO_DROPS.sub("-", text))))


def put_instead(text: str) -> tuple[str, Attendee | None]:
    """`bỏ anh Bính ra thay bằng chị Phạm Thị Dung 0912…` -> the words about who goes, and who comes
    instead; the whole text and None where nobody does."""
    found = _INSTEAD.search(fold_in_place(text))
    if found is None:
        return text, None
    people = people_in(text[found.end() :].strip(" ,.:"))
    return text[: found.start()], people[0] if people else None


_RENAMED = re.compile(
    r"\b(?:doi|chuyen|sua|ghi)(?: (?:lai|sang|thanh|qua|ve|giup))* ten"
    r"(?: (?:sang|thanh|qua|la|cho))*"
    rf"(?: (?:cua )?(?:vo|chong|con|me|ma|bo|ba|{_TITLE})"
    rf"(?: (?:toi|tui|em|minh|chau|{_TITLE} ay))?)?"
    r"[ ,:]+"
)
_GOES_INSTEAD = re.compile(r"\b(?:di|du|hop) thay\b|\bthay (?:toi|em|minh|tui|anh ay|chi ay)\b")
_NAMED_BEHIND = re.compile(r"\bten(?: la)?[ :]+")
_SAME_AS_BEFORE = re.compile(
    r"[ ,]*\b(?:cung|van|giu)(?: nguyen)? so\b(?: (?:cu|do|ay|nay|cua \w+))*"
)


def renamed(text: str) -> tuple[str, str]:
    """`đổi sang tên vợ tôi, Phan Thị Ngân, cùng số` -> the words about who goes, and the name that
    is to stand instead; "" where none does."""
    said = tidy(text)
    plain = fold_in_place(said)
    if asks(said):
        return said, ""
    found = _RENAMED.search(plain)
    if found:
        rest = said[found.end() :]
        before = said[: found.start()]
        return before, _one_name(rest)
    if not (goes := _GOES_INSTEAD.search(plain)):
        return said, ""
    called = _NAMED_BEHIND.search(plain, goes.end())
    if called and (name := _one_name(said[called.end() :])):
        return said[: goes.start()], name
    for part in re.split(r"[,;.]", said):
        same = _SAME_AS_BEFORE.search(fold_in_place(part))
        if same:
            return said[: said.find(part)], _one_name(part[: same.start()])
    return said, ""


def _one_name(text: str) -> str:
    head = re.split(r"[,;.]", _SAME_AS_BEFORE.sub("", text).strip(" ,.:"))[0].strip()
    called = hear_name(_TITLED.sub("", head))
    if called and called.sure and is_full(called.name):
        return called.name
    short = re.fullmatch(rf"(?i){_TITLE_WRITTEN}\s+(?P<name>[^\W\d_]+)", head)
    return head if short else ""


_TITLE_WRITTEN = r"(?:anh|chị|chi|ông|ong|bà|ba|cô|co|chú|chu|bác|bac|em|dì|di)"


_KIN = r"(?:vo|chong|no|em trai|em gai|anh trai|chi gai|con trai|con gai|con|me|ma|bo|ban)"
_PAIR = re.compile(
    r"\b(?:toi|tui|anh|chi|em|co|bac|chu|minh) (?:la|ten(?: la)?) (?P<one>[a-z]+(?: [a-z]+){1,4}?)"
    r"(?P<phone>,?(?: (?:so|sdt|dt|dien thoai))*[\d .+]*),? (?:con |va |thi )?"
    rf"(?:thang |nguoi |ba )?{_KIN}(?: (?:toi|tui|anh|chi|em|minh|ay))? (?:la|ten(?: la)?)"
    r" (?P<two>[a-z]+(?: [a-z]+){1,4}?)(?=$|[,.;]| (?:so|sdt|dt|dien thoai|a|nhe|nha|cung)\b| \d)"
)


def pair_in(text: str) -> tuple[str, str]:
    """`tôi là phạm văn hải vợ là lê thị nhung` -> both names; ("", "") where one lacks."""
    said = tidy(text)
    found = _PAIR.search(fold_in_place(said))
    if found is None:
        return "", ""
    names = [hear_name(said[found.start(which) : found.end(which)]) for which in ("one", "two")]
    if not all(called and is_full(called.name) for called in names):
        return "", ""
    one, two = (called.name for called in names if called)
    return one, two


_SHARES = re.compile(r"\b(?:dung|xai|lay|de)? ?(?:chung|cung)(?: mot)? so\b")


def shares_number(text: str) -> bool:
    """`nó dùng chung số với anh cũng được`: no number of its own."""
    return bool(_SHARES.search(bare_words(text))) and not asks(text)


_USES_OWN = re.compile(
    r"\b(?:dung|xai|lay|ghi|van|cu|la)(?: \w+)? so (?:cua )?(?:toi|tui|em|e|minh|chi|anh|co|chu|di"
    r"|bac"
    r"|con|chau|do|ay|nay|no|cu|may nay|hoi nay|vua roi|dang nhan)\b"
    r"|^(?:(?:u|uh|um|o|ok|oke|okie|vang|da|duoc|dc|a) )*so (?:cu|do|ay|day|cua toi|toi)\b"
    r"|\bvan so\b|\b(?:van|dung|nhu) thong tin (?:do|cu|ay|tren|hoi nay)\b"
)


_DO_NOT = re.compile(r"(?i)\bđừng\b")
_NOT_OWN = re.compile(
    r"\b(?:khong|ko|k|kg|hok|chua|chang|khoi|mat|doi|hong|bo|sai|het|thay|huy|khoa|hu|ai|nao"
    r"|dung (?:lay|xai|ghi|goi|co|dua|de|luu))\b"
)


def uses_own_number(text: str) -> bool:
    """`ừ dùng số tôi`, `vẫn số nớ`: the number of who writes, which is known; not one that is not
    to be used, is lost or changed."""
    plain = bare_words(text)
    denied = _NOT_OWN.search(plain) or _DO_NOT.search(text)
    return bool(_USES_OWN.search(plain)) and not (denied or read_phone(text))


def adds(text: str) -> bool:
    """`rồi còn chị Lan nữa`, `thêm anh Mười nữa`: one more."""
    return bool(_ADDS.search(bare_words(text))) and not asks(text)


_MAY_I = re.compile(
    r"(?i)[ ,]+(?:có )?(?:được|duoc|đc|dc) (?:không|khong|ko|k|hông|hong|hem|hk)"
    r"(?: (?:em|ạ|a|cháu|chau|con|ad|bạn|ban))*[?!. ]*$"
)


def wished_politely(text: str) -> str:
    """`cho thêm ông xã nữa, hai người được không` -> the wish without how it is asked; "" for any
    other words."""
    rest = _MAY_I.sub("", text)
    return rest if rest != text and adds(rest) else ""


_KIN_OF = (
    r"(?:vo|chong|em trai|em gai|em|anh trai|chi gai|anh|chi|ong anh|ba chi|thang em|con em"
    r"|con trai"
    r"|con gai|con dau|con re|con|me chong|bo chong|ba chong|me|ma|bo|ba xa|ong xa|ba nha|ong nha"
    r"|ong ba|ba|ong|ban|chau)"
)
_ALSO = re.compile(
    rf"\b(?:cho|them|dang ky|ghi)\b(?: \w+){{0,2}} (?:ca |them )?(?:(?:cai|thang"
    rf"|nguoi) )?(?P<one>{_KIN_OF})\b"
    r"(?= .*\b(?:nua|luon|cung|voi|ten|di)\b)"
    rf"|\b(?P<two>{_KIN_OF})(?: (?:toi|tui|em|e|minh|chau|con|chi|anh|co|chu|di|bac|nha))* "
    r"(?:cung |di cung|muon di|muon du|di chung|cung muon|cung di)"
)


def second_in(text: str, first: str) -> str | None:
    """`cho cả vợ tôi nữa, tên Lê Thị Hương`, beside who is registered as `first`: how who comes as
    well is called (folded); None where nobody else is named in full."""
    told = [one.name for one in people_in(text) if one.name and fold(one.name) != fold(first)]
    found = _ALSO.search(bare_words(text))
    return (found["one"] or found["two"] or "") if found and len(told) == 1 else None


def called_in(text: str) -> str:
    """`rồi còn chị Hằng nữa` -> `chị Hằng`: how somebody is called in a line; "" for nobody."""
    said = tidy(text)
    found = re.search(
        rf"\b(?P<title>{_TITLE}) (?P<name>[a-z]+)(?= (?:nua|luon|a|nhe|voi)\b|[ .!]*$)",
        fold_in_place(said),
    )
    return said[found.start() : found.end()].strip() if found else ""


def named(text: str, names: tuple[str, ...]) -> tuple[int, ...]:
    """The places of those among `names` whom a text names, in full or by the given name behind how
    they are addressed: `chị Lan` is `Lê Thị Lan`."""
    plain = bare_words(text)
    return tuple(place for place, name in enumerate(names) if _is_named(plain, fold(name)))


def _is_named(plain: str, name: str) -> bool:
    words = name.split()
    if not words:
        return False
    ways = [name, rf"(?:{_TITLE}|cua|ten) {words[-1]}"]
    if len(words) > 1 and words[-2] not in ("thi", "van"):
        ways.append(" ".join(words[-2:]))
    return any(re.search(rf"\b{way}\b", plain) for way in ways)


_SAME = re.compile(
    r"\b(?:nhu (?:tren|nguoi truoc|vay|the|nhau|chi ay|anh ay)|giong (?:tren|nhau|nguoi truoc|vay)"
    r"|y (?:nhu )?(?:vay|the|tren|chang)|cung (?:mot )?(?:to|cho|khu)|chung (?:mot )?to"
    r"|to (?:do|ay|nay))\b"
)
_ALL = re.compile(
    r"\b(?:deu|ca (?:hai|ba|bon|nam|\d|nhom|to|nha|doan|may|chi em|anh em)|tat ca|ai cung|het"
    r"|may nguoi (?:kia|con lai)|nhung nguoi con lai|cung (?:mot )?to|chung (?:mot )?to|nhu nhau)\b"
)


def says_same(text: str) -> bool:
    """`như trên`, `cùng tổ`: as with the one before."""
    return bool(_SAME.search(bare_words(text))) and len(text.split()) <= 8


def of_all(text: str) -> bool:
    """`cả ba người tổ 7`, `đều chưa đăng ký hết`: the same of everybody."""
    return bool(_ALL.search(bare_words(text)))
