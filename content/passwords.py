"""Passwords that somebody types in plain words: `mk của quán là hoa hong`, `mật khẩu: Abc@1234`."""

import re
from collections.abc import Iterator

from content.people import read_phone
from content.vietnamese import fold

Span = tuple[int, int]

_CALLED = r"\b(?P<word>(?:mat ?khau|password|pass ?word|passcode|pass|mk|pw)\b)"
_WHOSE = (
    r"(?:cua|toi|minh|em|anh|chi|nha|quan|shop|tiem|wifi|vneid|zalo|facebook|fb|gmail|email|mail"
    r"|dvc|etax|mobile|momo|app|cong|thue|dien tu|hoa don|tai khoan|tk|dien thoai|may tinh"
    r"|ngan hang|cu|moi|nay)"
)
_VALUE = r"(?P<value>[^\s\[\],;]+)"
_LINK = r"\s*(?::|=|->)\s*|\s+(?:la|nhu sau|thanh|sang)\b\s*[:=]?\s*"
_PATTERNS = (
    # told: mật khẩu VNeID của tôi là ..., mk: ..., đổi mật khẩu thành ...
    re.compile(rf"{_CALLED}(?P<gap>[^\n:=\d]{{0,40}}?)(?P<link>{_LINK}){_VALUE}"),
    # only named: mật khẩu Abc@1234 không vào được, mật khẩu wifi của tôi hoa1985
    re.compile(rf"{_CALLED}(?P<gap>)(?P<link>\s+){_VALUE}"),
    re.compile(rf"{_CALLED}(?P<gap>(?:\s+{_WHOSE}\b)+)(?P<link>\s+){_VALUE}"),
)
# mật khẩu là ngày sinh 15081970
_DESCRIBED = re.compile(
    rf"{_CALLED}[^\n\d]{{0,50}}(?:\bla|:|=)\s*(?:ngay (?:thang (?:nam )?)?sinh|nam sinh|bien so"
    r"|so dien thoai|sdt)\b[^\d\n,.?]{0,20}(?P<value>\d[\d./\-]{3,}\d)"
)
_OF_OWNER = re.compile(rf"(?:\s+{_WHOSE}\b)*\s*")
# After "mật khẩu là ..." these are words about passwords, not one.
_ABOUT_WORDS = """
    gi sao bao do nhu the mot cai phai khong ko duoc bi cua ai o tu so chu chuoi bat dang ngay ten
    de rang yeu manh dung sai cu moi an ma it loi va hay hoac thi nao toi em minh lay doi quen mat
    tai trong cho voi nen can vi neu khi co cung rat qua hon day nay kia dau nhap dat lai khac
    giong luc bang thu tren duoi vao ra len xuong gui goi
"""
_ABOUT = frozenset(_ABOUT_WORDS.split())
# ... and these of what is told in words alone: what a password is, or is like.
_ABOUT_IN_WORDS = re.compile(
    r"(?:quan trong|thong tin|rieng|ca nhan|mac dinh|tieng|loai|day du|vien|phan|chua|da|con|van"
    r"|nguoi|phuong|can bo|nhan vien|ben|chinh|dieu|thiet|chi|lua|tuyet|giu|xem|hoi|lien|tim|nho"
    r"|ghi|luu|su|viec|cach|buoc|chuc|muc|nhieu|dai|ngan|kho|trung|trong|sau|truoc|cap)\b"
)
# `mk` is also `mình`: mk là chủ quán, mk là Nguyễn Thị Lan.
_WHO_I_AM = re.compile(
    r"(?:chu|nguoi|ho|con|khach|sinh|nhan vien|ke toan|vo|chong|em|chi|anh|co|bac|chau|ba|ong|me|bo"
    r"|cong|giao|dan|thanh|dai dien|tho|bep|lai xe|tieu thuong|nguyen|tran|le|pham|hoang|huynh"
    r"|phan|vu|vo|dang|bui|do|ngo|duong|ly)\b"
)
_ASKS = re.compile(
    r"\b(?:gi|nao|sao|ai|dau|bao nhieu|(?:phai|dung|duoc) (?:khong|ko|k)|hay|hoac)\b"
)
# Where a password of words ends: what goes on is said of it.
_ENDS = re.compile(
    r"[.,;!?\n)]|\s(?:ạ|à|nhé|nha|nhe|nhá|ma|mà|nhưng|nhung|thì|thi|không|khong|ko|có|co|giúp|giup"
    r"|được|duoc|bị|bi|vào|vao|rồi|roi|để|xin|nên|nen|hộ|với|đó|đấy|đây)\b",
    re.I,
)
_QUOTES = ".!?()\"'“”‘’"
_QUOTED = re.compile(r"[\"“'‘]([^\"”'’\n]{3,60})[\"”'’]")
# A name and a year, as people make them up: "Hoa Hong 1985".
_NAME_AND_YEAR = re.compile(r"[A-Z][A-Za-z]+(?: [A-Za-z]+){0,2} \d{2,8}(?![^\s.,;!?)])")
_MOST_WORDS = 5
_REACH = 160  # letters of what is looked at behind the word
_LONG = 8  # digits; fewer may be a year, or a code
_ABOUT_MONEY = re.compile(r"[\d.,]+(?:tr|k|ty|trieu|d|m2|/)")
_ABOUT_PASSWORDS = re.compile(r"[.?!]\s|\b(?:gi|nao|sao|quen|khong|cho|de|thi|nhung)\b")


def may_hold(plain: str) -> bool:
    """Cheap, because every message passes here."""
    return _PATTERNS[0].search(plain) is not None


def found(text: str, plain: str) -> Iterator[Span]:
    """Where passwords stand in a text; `plain` is the same folded in place."""
    for match in _DESCRIBED.finditer(plain):
        yield match.span("value")
    for match in (one for pattern in _PATTERNS for one in pattern.finditer(plain)):
        start, link = match.start("value"), match["link"].strip()
        if _ABOUT_PASSWORDS.search(match["gap"]) or not _is_meant(match, plain):
            continue
        told = link in (":", "=", "->") or "la" in link or "sau" in link
        if told and (quoted := _QUOTED.match(text, start)):
            yield quoted.span(1)
            continue
        span = _one(text, plain, match, link)
        span = span or (_of_words(text, plain, match) if told else None)
        if span:
            yield span


def _is_meant(match: re.Match[str], plain: str) -> bool:
    """Short words for a password stand for other things, too: `mk` for who speaks, `pass` for
    handing on."""
    if match["word"] not in ("mk", "pass", "pw"):
        return True
    if _is_phone(plain[match.start("value") : match.end("value")]):
        return False
    if match["gap"].strip():
        return _OF_OWNER.fullmatch(match["gap"]) is not None
    says_who = match["link"].strip() == "la" and match["word"] == "mk"
    return not (says_who and _WHO_I_AM.match(plain, match.start("value")))


def _one(text: str, plain: str, match: re.Match[str], link: str) -> Span | None:
    """A password of one word, or a name and a year, with what belongs to it."""
    start, end = match.span("value")
    value = text[start:end].rstrip(_QUOTES)
    end, start = start + len(value), start + len(value) - len(value.lstrip(_QUOTES))
    value, bare = text[start:end], plain[start:end]
    if not value:
        return None
    if link and bare not in _ABOUT and (name := _NAME_AND_YEAR.match(text, start)):
        return name.span()
    if not _is_password(value, bare, link, match["gap"]):
        return None
    return start, _with_more(text, end)


def _is_password(value: str, bare: str, link: str, gap: str) -> bool:
    """`link` is what ties the value to the word: a colon, "là", or nothing at all; `gap` is what
    stands between them ("wifi của tôi")."""
    digits = sum(char.isdecimal() for char in value)
    odd = any(not char.isalnum() for char in value.strip(".,!?"))
    mixed = digits > 0 and (odd or digits < len(value))
    if bare.strip(".,!?") in _ABOUT or (not digits and not odd):
        return False  # words alone are looked at together
    if link in ("thanh", "sang"):
        return len(value) >= 4 and mixed
    if ":" in link or "=" in link or ">" in link:
        return len(value) >= 3
    if link:  # "là"
        return len(value) >= 4
    if gap and value.isdecimal() and len(value) >= _LONG and not _is_phone(bare):
        return True  # "mật khẩu wifi 12345678"
    if gap and (not mixed or _ABOUT_MONEY.match(bare)):
        return False  # "mật khẩu vneid 2026", "pass lại quán 200tr"
    return len(value) >= 4 and (mixed or digits >= 4)


def _of_words(text: str, plain: str, match: re.Match[str]) -> Span | None:
    """A password made of words, up to where something is said of it; none where that is asked, or
    where they say what a password is."""
    start = match.start("value")
    reach = min(len(text), start + _REACH)
    stop = _ENDS.search(text, start + 1, reach)
    end = stop.start() if stop else reach
    words = list(re.finditer(r"\S+", text[start:end]))[:_MOST_WORDS]
    first = fold(words[0][0]).strip(_QUOTES) if words else ""
    sentence = re.split(r"[.!?\n]", plain[start:reach], maxsplit=1)[0]
    asked = _ASKS.search(sentence) or "?" in text[end : end + 2]
    if not words or first in _ABOUT or first.isdecimal() or asked or "," in match["gap"]:
        return None
    if _ABOUT_IN_WORDS.match(plain, start) or sum(len(word[0]) for word in words) < 3:
        return None
    return start, start + words[-1].end()


def _with_more(text: str, end: int) -> int:
    """A password with a space in it: what follows and has a digit or a sign in it, on this line."""
    more = re.match(r"(?: +(?=[^\s]*[\d@#$%^&*_])[A-Za-z\d@#$%^&*_!.-]+)", text[end:])
    return end + more.end() if more and not read_phone(more[0]) else end


def _is_phone(digits: str) -> bool:
    return digits.startswith(("0", "84", "1800", "1900")) and read_phone(digits) is not None
