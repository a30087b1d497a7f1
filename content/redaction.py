"""What could lead back to a person: taken out of a kept question, found before a text is public."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from content.people import read_phone, read_phones, show_phone
from content.vietnamese import fold, fold_in_place, tidy

# What a machine puts in place of what it found.
MARKS = ("[tên]", "[số]", "[địa chỉ]", "[thư điện tử]", "[...]")
_MAIL = re.compile(r"\S+@\S+\.\S+")
# Phone, tax code, identity card, bank account: six digits or more, spaced or not. Amounts of money
# are written with a unit, in groups of three or as a round figure, and survive.
_NUMBER = re.compile(
    r"(?<![\d.,])(?![1-9]\d{0,4}0{5,9}(?!\d))"
    r"\+?\d(?:[ -]?\d){5,}(?!\d|[.,]\d|\s*(?:đ|dong|đồng|vnd|tr|ty|tỷ|k)\b)"
)
# The same in groups with dots: no amount of money begins with a nought.
_DOTTED = re.compile(r"(?<![\d.,])0\d{1,3}(?:[ .\-]\d{2,4}){2,}(?![\d.,]\d)")
# A telephone number in other groups, where `read_phone` says so. Days are in groups of two.
_BETWEEN = r"[\s.()\-_'’·\u2010-\u2015\u2212]{1,3}"
_GROUPED = re.compile(
    rf"(?<![\w/.,])(?:\+?84|0)(?:\d{{1,3}}(?:{_BETWEEN}\d{{1,4}}){{2,4}}"
    r"|\d{2,3}(?:[/,]\s?\d{3,4}){2})(?!\d)"
)
_SERVICE = re.compile(r"1[89]00")

_ADDRESSED = r"(?:ông|bà|anh|chị|cô|chú|bác|dì|cậu|em|cháu|cụ)"
# Letter by letter: a range from À to Ỹ holds the small ones, too.
_UPPER = "".join(char for char in map(chr, range(ord("À"), ord("Ỹ") + 1)) if char.isupper())
_CAPITAL = rf"[A-Z{_UPPER}][a-zà-ỹđ]+"
_CALLED = re.compile(rf"\b(?i:{_ADDRESSED})\s+({_CAPITAL}(?:\s+{_CAPITAL}){{0,3}})")
_SURNAMES = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đào|Đoàn|Vương|Trịnh|"
    "Trương|Đinh|Lâm|Phùng|Mai|Tô|Tạ|Hà|Lương|Cao|Chu|Quách|La|Thái|Lưu|Nghiêm|Khúc|Tăng|Kiều"
)
_NAMED = re.compile(rf"\b(?:{_SURNAMES})(?:\s+{_CAPITAL}){{1,3}}")
# Streets, schools and wards are called like people.
PLACE_BEFORE = re.compile(
    r"(?:đường|phố|ngõ|ngách|kiệt|hẻm|chợ|trường|quận|huyện|phường|xã|thôn|tổ|tdp|khu|làng|cầu|"
    r"công viên|bệnh viện|thành phố|tỉnh|(?:ngõ|ngách|kiệt|hẻm)\s+(?:số\s+)?\d+[a-z]?)"
    r"(?:\s+(?:bà|ông|số|dân phố))?\s*$",
    re.I,
)

# `số nhà 12`, `nhà tôi số 12`, `12/3 ngõ 45`, `số 8 đường ...`, `ki-ốt 14`: somebody's door; a lane
# or a street alone is anybody's.
_DOOR = r"(?P<door>[a-z]?\d{1,4}[a-z]?(?:\s?/\s?\d{1,4}[a-z]?)*)"
_WAY = r"\s*,?\s*(?:duong|pho|ngo|ngach|hem|kiet)\b(?:\s+(?:so\s+)?[\w/]+)?"
# A number before a street that is called like a person: `123 Lê Lợi`, `số 8 Trần Phú`.
_STREET = re.compile(
    rf"(?<![\w/.,])(?:(?:số|nhà)\s+){{0,2}}(\d{{1,4}}[a-zA-Z]?(?:/\d{{1,4}}[a-zA-Z]?)*)"
    rf"\s+(?:đường\s+|phố\s+)?(?:{_SURNAMES})(?:\s+{_CAPITAL}){{1,3}}"
)
_REST = re.compile(rf"(?:\s+{_CAPITAL}){{1,3}}")
_LAW_BEFORE = re.compile(
    r"(?:điều|khoản|mục|chương|nghị định|quyết định|thông tư|luật|ngày|tháng|năm|tổ|phường|lớp"
    r"|ngõ|ngách|hẻm|kiệt|khu)(?:\s+số)?\s*$",
    re.I,
)
_DOORS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:so nha|nha (?:\w+ )?(?:o )?so)\s*:?\s*{_DOOR}\b(?:{_WAY})?",
        rf"\bnha\s+{_DOOR}{_WAY}",
        rf"\bso\s+{_DOOR}{_WAY}",
        rf"\b(?P<door>\d{{1,4}}[a-z]?(?:\s?/\s?\d{{1,4}}[a-z]?)+){_WAY}",
        rf"\b(?:sap|quay|ki[ -]?ot|gian hang)\s+(?:hang\s+)?(?:so\s+)?{_DOOR}\b",
    )
)


def addresses(text: str) -> dict[str, str]:
    """The doors a text names, each by its number: `Nhà số 12/3 ngõ 45` -> `12/3`."""
    found: dict[str, str] = {}
    for start, end, door in _doors(text):
        found.setdefault(door, text[start:end])
    return found


def redact_addresses(text: str) -> str:
    """`Cống trước số nhà 12 ngõ 45 tắc` -> `Cống trước [địa chỉ] tắc`."""
    kept, place = [], 0
    for start, end, _ in _doors(text):
        if start >= place:
            kept += [text[place:start], "[địa chỉ]"]
        place = max(place, _street_end(text, end))
    return "".join(kept) + text[place:]


def _street_end(text: str, end: int) -> int:
    """Where the name of the street ends that a door stands in: the words with capitals after it."""
    more = _REST.match(text, end)
    return more.end() if more and text[:end].split()[-1][:1].isupper() else end


def _doors(text: str) -> list[tuple[int, int, str]]:
    """Where doors stand in a text, in order, and their numbers."""
    plain = fold_in_place(text)
    found = [match for door in _DOORS for match in door.finditer(plain)]
    places = [(one.start(), one.end(), re.sub(r"\s", "", one["door"])) for one in found]
    places += [
        (one.start(), one.end(), one[1].lower())
        for one in _STREET.finditer(text)
        if not _LAW_BEFORE.search(text[: one.start()])
    ]
    return sorted(places, key=lambda one: (one[0], -one[1]))


_MONTHS = re.compile(
    r"(?i)\b(?:tháng|thang|thg)(?: (?:1[0-2]|[1-9])){3,5}(?![\d.,/]| \d| ?(?:tr|triệu|trieu|k"
    r"|nghìn|tỷ)\b)"
)


def redact(text: str) -> str:
    """`gọi tôi 0912 345 678` -> `gọi tôi [số]`; `tháng 2 3 10 11` are months, and no number."""
    text = _MONTHS.sub(lambda found: found[0].replace(" ", ", ").replace(",", "", 1), text)
    text = _DOTTED.sub("[số]", _MAIL.sub("[thư điện tử]", text))
    return _NUMBER.sub("[số]", _GROUPED.sub(lambda found: _covered(found[0]), text))


def _phone(grouped: str) -> str | None:
    return read_phone(grouped.replace("/", " ").replace(",", " "))


def _covered(grouped: str) -> str:
    return "[số]" if _phone(grouped) else grouped


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
    grouped = filter(None, (_phone(found[0]) for found in _GROUPED.finditer(plain)))
    sure += [show_phone(number) for number in grouped if number not in public]
    for found in (*_NUMBER.finditer(plain), *_DOTTED.finditer(plain)):
        is_phone = read_phone(found[0]) is not None  # told above, or an office's
        if not is_phone and not _SERVICE.match(found[0]):
            sure.append(found[0].strip())
    sure += [name for name in names if _mentions(plain, tidy(name))]
    likely = []
    for pattern, group in ((_CALLED, 1), (_NAMED, 0)):
        for match in pattern.finditer(plain):
            if not PLACE_BEFORE.search(plain[: match.start()]):
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
