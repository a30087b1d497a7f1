"""Recognises that somebody asks how to reach an office or a help line of the ward, and which:
`gọi công an phường số nào`, `xin số Thuế cơ sở`, `trạm y tế ở đâu`. Only where the message asks
nothing else: a question about what an office does is answered elsewhere."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from content.spoken import is_of_rent
from content.vietnamese import bare_words, clean
from content.ward import Office, Ward

LONGEST = 24  # words
_SEVERAL = 4  # words of a name that name an office without the rest of it
_PLACED = "@"  # stands for the name of an office in what is read
_PHONE = (
    r"(?:so (?:dien thoai|dt|may(?: ban)?|lien (?:he|lac)|goi|truc(?: ban)?|nong)"
    r"|sdt|dien thoai|hotline|duong day nong|tong dai)"
)
_CALL = r"(?:goi(?: dien(?: thoai)?)?|alo|lien he|lien lac|dien(?: thoai)?|bam|nhac may)"
_WHICH = r"(?:so (?:nao|may|bao nhieu|gi|j|bn))"
# What may stand between a word of calling and the office.
_TO = r"(?: (?:cua|ben|cho|toi|den|voi|truc|ban|nguoi|can bo|o|thi|la|hien|nay|gio|co|phai|minh))*"
_ASKS_PHONE = (
    re.compile(rf"\b{_PHONE}{_TO} @|@{_TO} {_PHONE}\b"),
    re.compile(rf"\b{_CALL}{_TO} @.*\b{_WHICH}\b|@{_TO} {_CALL}{_TO} {_WHICH}\b"),
    re.compile(rf"\b{_WHICH}\b.*\b(?:{_CALL}|cua){_TO} @|@{_TO} {_WHICH}\b"),
    re.compile(r"^so cua @|\b(?:xin|cho|can|hoi|lay|biet|tim)(?: \w+){0,3} so(?: cua)? @(?! cua)"),
)
# Nothing but a call: `muốn gọi cho công an phường`.
_CALLS = re.compile(
    rf"^(?:\w+ ){{0,3}}{_CALL}{_TO} @(?: (?:the nao|kieu gi|ra sao|sao|cach nao))?$"
)
_MAY_ASK = re.compile(rf"\b(?:{_PHONE}|{_CALL}|so|dau|cho nao|duong nao|dia chi|tru so)\b")
_ASKS_PLACE = (
    re.compile(
        r"@(?: (?:nam|dat|dong|thi|hien|gio|nay|lam viec|cua phuong))* (?:o )?"
        r"(?:dau|cho nao|duong nao)\b"
    ),
    re.compile(r"\b(?:dia chi|tru so)(?: (?:cua|ben))? @"),
)
# What it is asked for, behind a question that is whole without it.
_PURPOSE = re.compile(r" (?:de|hoi ve|vi|dang can|co viec)\b.*$")
# Words that ask nothing more. Folded.
_MORE = re.compile(
    r"(?:(?:@|a|ad|ah|ai|alo|anh|ba|bac|bam|ban|bang|bao|ben|biet|bn|bot|cach|can|cau|chau|chi"
    r"|chinh|cho|co|con|cu|cua|dang|day|dau|den|di|dia|dien|do|dt|duoc|dum|duong|em|gap|gi|gio|giup"
    r"|gium|goi|hien|ho|hoi|hotline|j|khong|kieu|ko|k|la|lac|lam|lay|lien|luon|may|minh|muon|nam"
    r"|nao|nay|ngay|nguoi|nhanh|nhe|nhi|nhieu|nha|noi|nong|o|oi|ong|phai|qua|ra|rang|roi|sao|so|sdt"
    r"|tai|the|thi|thoai|tim|toi|tong|tro|truc|tru|trong|tui|vay|voi|xin|dai|dat|cau|duong|lien he"
    r"|phuong|ubnd|uy ban|chinh xac|can bo|dung)(?: |$))*"
)
# What people call the help lines, by the key `ward.toml` has them under. Folded.
LINES: Mapping[str, tuple[str, ...]] = {
    "vneid": ("vneid", "dinh danh dien tu", "dinh danh"),
    "dvcqg": ("dich vu cong quoc gia", "cong dich vu cong", "dich vu cong", "dvcqg"),
}


@dataclass(frozen=True, slots=True)
class Reaching:
    """`offices` in the order they are named; `place`: where they are is asked, not their number."""

    offices: Sequence[Office]
    place: bool


def asked_of(text: str, ward: Ward, lines: Iterable[Office] = ()) -> Reaching | None:
    """Whom a message asks how to reach; `lines` are the help lines, each as an office that has only
    a number. None for any other message."""
    plain = _plain(clean(text))
    if len(plain.split()) > LONGEST or not _MAY_ASK.search(plain) or is_of_rent(text):
        return None
    found = _named(plain, [*ward.offices.values(), *lines], ward)
    read = _marked(plain, found, ward)
    offices = tuple(dict.fromkeys(office for _, _, those in found for office in those))
    bare = _PURPOSE.sub("", read)
    if any(one.search(bare) for one in _ASKS_PHONE) and _asks_no_more(bare):
        return Reaching(offices, place=False)
    if not _asks_no_more(read):
        return None
    if _CALLS.search(read):
        return Reaching(offices, place=False)
    return Reaching(offices, place=True) if any(o.search(read) for o in _ASKS_PLACE) else None


def _plain(text: str) -> str:
    return " ".join(word for word in bare_words(text).split() if word != "va")


def _asks_no_more(read: str) -> bool:
    return bool(_MORE.fullmatch(read))


Found = tuple[int, int, tuple[Office, ...]]  # from where to where an office is named, and which


def _named(plain: str, offices: Iterable[Office], ward: Ward) -> list[Found]:
    """Where offices are named, the longest name first where two lie over each other."""
    called: dict[str, tuple[Office, ...]] = {}
    for office in offices:
        for phrase in _phrases(office.name, tuple(office.also), (ward.name, ward.city)):
            called[phrase] = (*called.get(phrase, ()), office)
    found: list[Found] = []
    said = (phrase for phrase in called if phrase in plain)
    for phrase in sorted(said, key=lambda one: (-len(one), one)):
        for match in re.finditer(rf"\b{re.escape(phrase)}\b", plain):
            free = all(match.end() <= first or last <= match.start() for first, last, _ in found)
            if free and not _is_elsewhere(plain[match.end() :], phrase, ward):
                found.append((match.start(), match.end(), called[phrase]))
    return sorted(found, key=lambda one: one[:2])


@lru_cache(maxsize=512)  # every office of a ward is looked for in every message
def _phrases(name: str, also: tuple[str, ...], places: tuple[str, ...]) -> frozenset[str]:
    """What an office is called, folded: as people call it, by its name with and without where it
    is, and by the first words of a long name."""
    short = name = _plain(name)
    for place in (*places, "viet nam"):
        short = short.replace(_plain(place), " ")
    short = " ".join(short.split()).removesuffix(" phuong")
    phrases = {_plain(one) for one in also} | {name, short}
    words = short.split()
    if len(words) > _SEVERAL:
        phrases.add(" ".join(words[:_SEVERAL]))
    return frozenset(one for one in phrases if len(one) > 2)


# `công an thành phố`, `công an phường Kiến An`: not the ward's.
_ABOVE = re.compile(r" (?:thanh pho|tp|tinh|quan|huyen|xa|bo|trung uong)\b")
_OF_WARD = re.compile(r"(?: (?:o|cua|ben))*(?: phuong| p)\b(?P<name>(?: \w+){0,2})")
_NO_NAME = re.compile(
    r" (?:so|o|la|sdt|dt|dien|thi|cho|voi|a|ah|nhe|nha|goi|minh|nay|ta|toi|em|nao|gi|hien|gio|co"
    r"|the|bao|dau|bang|de|lien|duoc|can|truc|ban|nam|alo|may|bn)\b"
)


def _is_elsewhere(behind: str, phrase: str, ward: Ward) -> bool:
    """Whether what follows a name says that it is another ward's office, or one above it."""
    city = bare_words(ward.city)
    if behind.startswith(f" {city}") or phrase.endswith(city):
        return False
    if _ABOVE.match(behind):
        return True
    match = _OF_WARD.match(behind)
    named = match["name"] if match else behind if phrase.endswith(" phuong") else ""
    if not named or _NO_NAME.match(named):
        return False
    own = bare_words(ward.name).removeprefix("phuong")
    return match is not None and not own.startswith(named)


def _marked(plain: str, found: Sequence[Found], ward: Ward) -> str:
    """With one mark where each office is named, and without its number and the ward it is of."""
    parts, last = [], 0
    for first, end, _ in found:
        parts += [plain[last:first], f" {_PLACED} "]
        last = end
    read = " ".join("".join([*parts, plain[last:]]).split())
    own = _plain(ward.name).removeprefix("phuong ")
    return re.sub(
        rf"{_PLACED}(?: so \d+| \d+)?(?: (?:o|cua))?(?: (?:phuong|p)\b)?(?: {own})?", _PLACED, read
    )
