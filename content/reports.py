"""Recognises that somebody wants the ward to do something: a blocked drain, a pavement taken, "gọi
lại cho tôi". It is no question the FAQ can answer: it must be sent, or nobody sees it."""

import re

from content.complaints import is_complaint
from content.vietnamese import bare_words

LONGEST = 60  # words

_ME = r"(?:toi|tui|em|minh|chau|chi|anh|bac|co|chu|ong|ba|nha toi|ba con|dan)"
_WARD = r"(?:phuong|can bo|cb|uy ban|ubnd|chinh quyen|lanh dao|chu tich|trat tu do thi)"
_ACT = (
    r"(?:xu ly|xu li|giai quyet|can thiep|kiem tra|xem xet|xem|don|don dep|don rac|khoi thong"
    r"|thong cong|sua|sua chua|lam|nhac nho|dep|giup|giup do|ho tro|quan tam|cho nguoi"
    r"|cu nguoi|xuong|den|toi xem|goi|lien he|nap vet|thay|thu gom)"
)
_FOR_US = r"(?:giup|ho|gium|cho|voi|ngay|som|di|dum|a)"
# What is wrong in a street.
_PLACE = (
    r"(?:nap cong|cong(?! ty| viec| an| nghe| bo| chung| suat| trinh| cu| thuc| doan| tac| hien"
    r"| nhan| to| khai| nghiep| dong| thuong| chuc| quoc)|ranh|muong|ho ga|via he|long duong"
    r"|duong (?:ngo|nha|truoc|vao|hem|pho|xom)|den duong|den ngo|cot dien|day dien|o ga|ngo nha"
    r"|ngo \d+|loi (?:di|vao|ra)|cua (?:hang|nha|quan|tiem)|truoc (?:cua|nha|quan)|cay (?:xanh|do)"
    r"|rac|nha ve sinh cong cong|nha (?:ben canh|hang xom)|hang xom|hang rong|xe (?:cua \w+ )?do"
    r"|nguoi ta|cho coc|nuoc thai|karaoke)"
)
_WRONG = (
    # No "quy tắc", "hoa hồng", and no "hông" that asks.
    r"(?:(?<!quy )tac|nghet|ngap|(?<!hoa )(?<!sao )hong(?! hay\b|$)"
    r"|khong sang|sut lun|do chan|chan (?:loi|cua|duong|ngang)|chiem"
    r"|lan chiem|lan (?:via he|ra|sang|duong)|bua bai|khong ai (?:thu|don|sua|quan)|hoi thoi"
    r"|boc mui|on ao|on (?:qua|ca|lam|suot)|o nhiem|do rac|vut rac|de xe|do xe"
    r"|nguy hiem|to tuong|nam chan)"
)
_ASKED = (
    rf"\b(?:de nghi|kinh de nghi|mong|kinh mong|nho|yeu cau|xin|bao|keu|noi voi|trinh) (?:\w+ )?"
    rf"{_WARD}\b(?: \w+){{0,6}} {_ACT}\b",
    rf"\b{_WARD}\b (?:\w+ ){{0,4}}{_ACT} (?:\w+ ){{0,3}}(?:{_FOR_US})(?: {_ME})?(?: .{{0,60}})?$",
    rf"\b{_WARD}\b (?:hay |oi |phai |can )?(?:cho|cu) nguoi (?:xuong|den|toi|ra|lai)\b",
    rf"\b(?:bao|trinh|chuyen) (?:voi |len |toi |cho )?{_WARD} {_FOR_US} {_ME}\b",
    # Call me.
    rf"\b(?:goi|dien|goi dien|alo|lien he)(?: lai)? (?:cho|voi|giup|gium|ho) {_ME}\b"
    r"(?! (?:\w+ ){0,2}(?:xin|doi|bao|xung)| (?:hoi|biet)\b)",
    rf"\b{_WARD} (?:goi|dien|lien he) (?:lai|dien|cho)\b(?! (?:\w+ ){{0,3}}(?:xin|doi|bao|xung))",
    rf"\bghi (?:lai )?(?:\w+ )?(?:giup |ho |cho )?(?:{_ME} )?.*\b(?:de|cho) {_WARD}"
    r" (?:xem|goi|biet)\b",
    # To speak up.
    r"^(?:da |toi |em |a |cho toi |cho em )*(?:muon |xin |can )?(?:phan anh|kien nghi|gop y|y kien"
    r"|phan nan)\b(?! (?:la gi|o dau|gui|nay|do|ay|vua roi|xong|roi))"
    r"(?!.*\b(?:can bo|nha cung cap|phan mem|thai do)\b)",
)
_TROUBLE = (
    rf"\b{_PLACE}\b(?: \w+){{0,6}} {_WRONG}\b"
    r"|\bnap cong (?:\w+ ){0,3}(?:ho|mat|vo)\b|\bden (?:duong|ngo)(?: \w+){0,4} (?:tat|chay)\b"
)
# A question of a rule or of one's own trade, even if it names these things.
_QUESTION = re.compile(
    r"\b(?:the nao|nhu nao|ra sao|lam sao|thi sao|bao nhieu|co duoc|co phai|phai"
    r" khong|co bi|can gi|la gi|gom gi|khi nao|bao gio|may gio|bao lau|so nao|ai tra loi"
    r"|vi sao|nhung gi|cach nao|tai sao|co can|co nen|co ho tro|gui ai"
    r"|(?:giup|ho tro)(?: do)?(?: duoc)? gi"
    r"|gui cho ai|may lan|hay [pf]h?ai|hay sau|hong hay|co sao)\b"
    r"|\bco (?:\w+ ){1,3}(?:khong|ko|k)$|(?<!duoc )\b(?:khong|ko|k|chua)$"
)
_TRADE = re.compile(
    r"\b(?:thue|hoa don|vay|dang ky|dang ki|giay phep|lam nghe|nghe|mo quan|mo tiem|doanh thu"
    r"|hoi nghi|ve|otp|etax|vneid|khach|san|shopee|ke khai|nghi ban|ngan hang"
    r"|ho kinh doanh khong|doanh nghiep|cccd|can cuoc|kien (?:o dau|ra toa|ai))\b"
)
# A street that was dug up and left so, whatever it does to one's trade.
_DUG = re.compile(
    r"\b(?:duong|hem|ngo|via he|cong)\b(?: \w+){0,4} (?:dao|boi|xoi)(?: \w+){0,4}"
    r" chua (?:lap|xong|lam lai|tra)\b"
)
_ASKS_TO_ACT = re.compile("|".join(f"(?:{one})" for one in _ASKED))
_IS_TROUBLE = re.compile(_TROUBLE)


# Nothing is told yet.
_ONLY_BEGINS = re.compile(
    rf"(?:(?:da|a|toi|em|cho|muon|xin|can|gui|duoc|co|voi|nhe|chut|mot|it|vai|dieu|viec|den|len|ve"
    rf"|phan anh|kien nghi|gop y|y kien|phan nan|{_WARD}) ?)+"
)


def told_in(text: str) -> str:
    """What the ward is asked to do, as typed; "" where that is not said (yet): `tôi muốn góp ý`."""
    plain = bare_words(text)
    return text.strip() if wants_action(text) and not _ONLY_BEGINS.fullmatch(plain) else ""


def wants_action(text: str) -> bool:
    """Whether the ward is asked to do something, or told of what is wrong in the street."""
    plain = bare_words(text)
    if len(plain.split()) > LONGEST or _QUESTION.search(plain) or is_complaint(text):
        return False
    if _DUG.search(plain):
        return True
    if _TRADE.search(plain):
        return False
    return bool(_ASKS_TO_ACT.search(plain) or _IS_TROUBLE.search(plain))


def is_of_the_street(text: str) -> bool:
    """Whether it tells of what is wrong in the street: a drain, a light, a blocked pavement."""
    return bool(_IS_TROUBLE.search(bare_words(text)))
