"""What could lead back to a person: taken out of a kept question, found before a text is public."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from content.people import read_phone, read_phones, show_phone
from content.vietnamese import fold, tidy

_MAIL = re.compile(r"\S+@\S+\.\S+")
# Phone, tax code, identity card, bank account: six digits or more, spaced or not. Amounts of money
# are written with a unit, in groups of three or as a round figure, and survive.
_NUMBER = re.compile(
    r"(?<![\d.,])(?![1-9]\d{0,4}0{5,9}(?!\d))"
    r"\+?\d(?:[ -]?\d){5,}(?!\d|[.,]\d|\s*(?:đ|dong|đồng|vnd|tr|ty|tỷ|k)\b)"
)
# The same in groups with dots: no amount of money begins with a nought.
_DOTTED = re.compile(r"(?<![\d.,])0\d{1,3}(?:[ .\-]\d{2,4}){2,}(?![\d.,]\d)")
_SERVICE = re.compile(r"1[89]00")

_ADDRESSED = r"(?:ông|bà|anh|chị|cô|chú|bác|dì|cậu|em|cháu|cụ)"
_CAPITAL = r"[A-ZÀ-ỸĐ][a-zà-ỹđ]+"
_CALLED = re.compile(rf"\b(?i:{_ADDRESSED})\s+({_CAPITAL}(?:\s+{_CAPITAL}){{0,3}})")
_SURNAMES = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đào|Đoàn|Vương|Trịnh|"
    "Trương|Đinh|Lâm|Phùng|Mai|Tô|Tạ|Hà|Lương|Cao|Chu|Quách|La|Thái|Lưu|Nghiêm|Khúc|Tăng|Kiều"
)
_NAMED = re.compile(rf"\b(?:{_SURNAMES})(?:\s+{_CAPITAL}){{1,3}}")
# Streets, schools and wards are called like people.
_PLACE_BEFORE = re.compile(
    r"(?:đường|phố|ngõ|ngách|kiệt|hẻm|chợ|trường|quận|huyện|phường|xã|thôn|tổ|tdp|khu|làng|cầu|"
    r"công viên|bệnh viện|thành phố|tỉnh)(?:\s+(?:bà|ông|số|dân phố))?\s*$",
    re.I,
)


def redact(text: str) -> str:
    """`gọi tôi 0912 345 678` -> `gọi tôi [số]`."""
    return _NUMBER.sub("[số]", _DOTTED.sub("[số]", _MAIL.sub("[thư điện tử]", text)))


@dataclass(frozen=True, slots=True)
class Personal:
    """What a text says of somebody: surely (numbers, mail, names we know), and what only looks like
    a name, for a person to judge."""

    sure: tuple[str, ...] = ()
    likely: tuple[str, ...] = ()


def personal(text: str, names: Iterable[str] = (), offices: Iterable[str] = ()) -> Personal:
    """What in a text could lead to a person. `names` are those of the people it is about, `offices`
    telephone numbers anybody may read."""
    plain = unicodedata.normalize("NFKC", text)
    public = {number for number in map(read_phone, offices) if number}
    sure = [found[0] for found in _MAIL.finditer(plain)]
    sure += [show_phone(number) for number in read_phones(plain) if number not in public]
    for found in (*_NUMBER.finditer(plain), *_DOTTED.finditer(plain)):
        is_phone = read_phone(found[0]) is not None  # told above, or an office's
        if not is_phone and not _SERVICE.match(found[0]):
            sure.append(found[0].strip())
    sure += [name for name in names if _mentions(plain, tidy(name))]
    likely = []
    for pattern, group in ((_CALLED, 1), (_NAMED, 0)):
        for match in pattern.finditer(plain):
            if not _PLACE_BEFORE.search(plain[: match.start()]):
                likely.append(match[group])
    return Personal(tuple(dict.fromkeys(sure)), tuple(dict.fromkeys(likely)))


def _mentions(text: str, name: str) -> bool:
    """Whether a text names somebody: in full, or by the last word after `anh`, `chị` ..."""
    words = name.split(" ")
    if not name:
        return False
    if re.search(rf"\b{_ADDRESSED}\s+{re.escape(words[-1])}\b", text, re.I):
        return True
    if len(words) > 2:
        return re.search(rf"\b{re.escape(fold(name))}\b", fold(tidy(text))) is not None
    proper = len(words) == 2 and words[1][:1].isupper()  # not `Tạp hóa`
    return proper and re.search(rf"\b{re.escape(name)}\b", tidy(text), re.I) is not None
