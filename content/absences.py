"""Who does not come to the meeting after all: whoever writes, another of the party, everybody.
One reading for the form in progress, its review, and a ticket."""

import re
from dataclasses import dataclass
from enum import StrEnum

from content.vietnamese import bare_words, clean, fold


class Who(StrEnum):
    SELF = "self"  # whoever writes, or everybody
    OTHER = "other"  # somebody else of the party
    INSTEAD = "instead"  # whoever writes does not, another does in their place
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Absence:
    """Who does not come; `fewer` of them when a number is said, `left` when it is said how many
    still come; 0 for what is not said."""

    who: Who
    fewer: int = 0
    left: int = 0


LONGEST = 16  # words: a longer message tells a story

# Folded.
_SPEAKER = "toi|tui|tao|minh|mk|em|chau|to"
_POLITELY = "ong|ba|bac|co|chu|anh|chi"  # whoever writes, or with a name behind it somebody else
_KIN = (
    "chong|vo|con|me|bo|ma|cha|tia|thay|bu|u|cau|mo|di|duong|thim|ong xa|ba xa|ong nha|ba nha"
    "|ong cu|ba cu|nguoi nha|nha toi|nha em|thong gia|dau|re|chau|cac chau|may chau|thang|dua"
    "|no|chung no|tui no|bon no|may dua|nguoi|nguoi kia|nguoi di cung|hang xom|ban toi|ban em|ho"
    "|nhan vien|tho|sep|bo me|ba me|ong ba"
)
_ALL = re.compile(
    r"\b(?:chung (?:toi|tui|em|minh)|ca nha|ca (?:hai|ba|bon|\d)|khong ai|chang ai|tat ca"
    r"|moi nguoi|vo chong|(?:me|bo|ba|ong) con|ca vo|ca chong)\b"
)
_TAIL = r"(?: (?:duoc|dc|dk|nua|hop|hoi nghi|du|roi|dau|a|nha|nhe|em|oi|cung|duoc nua|ma|the|vay))*"
_NOT = r"(?:khong|ko|k|kg|hong|hok|hem|chang|cha|khoi|thoi(?! khong)|chua chac)"
_STAYS = re.compile(
    rf"\b{_NOT}(?: (?:co|the|muon|ranh|can|con|den|toi|cung))*"
    rf" (?:di|du|den|toi|tham du|tham gia|di cung|co mat){_TAIL}$"
)
_CANNOT = re.compile(
    rf"(?:^| )(?:ban|om|benh|met|dau)(?: (?:roi|viec|mat|qua|lam|het|lai|dot xuat))*{_TAIL}$"
)
_COMES = re.compile(rf"\b(?:di|du|den)(?: (?:thay|thoi|dum|ho|gium))*(?: (?:{_SPEAKER}))?{_TAIL}$")
_INSTEAD = re.compile(
    r"\b(?:di|du|den|hop|tham du)(?: (?:hop|du))? (?:thay|the)(?: cho)?"
    rf"(?: (?:{_SPEAKER}|{_POLITELY}))?{_TAIL}$"
)
_BEFORE = (
    r"(?:(?:da|thua|a|u|o|oi|uay|thoi|the|vay|ma|thi|nhung|chac|chac la|hom (?:ay|do|nay)|mai"
    r"|bua (?:ay|do)|ngay (?:do|ay)|bao|rang|la|bi|huy|khong|alo|nham|xin loi|tiec qua|hien|gio"
    r"|bay gio|dot xuat) )*"
)
_REASON = (
    "ban|om|met|benh|dau|mac|phai|ve|di|o|dang|moi|vua|se|lai|cung|khong|bi|co|chac|thi|bao|chiu|do"
    "|gio|hom|mai|xin|nay|do|kia|khoi|dot|thoi|da"
)
# `chị dâu`, `em trai tôi`: behind a word of address, it is one of the family.
_FAMILY = rf"dau|re|gai|trai|ho|xa|nha|{_SPEAKER}"
_NUMBERS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4}
_COUNT = r"(\d|mot|hai|ba|bon)"
_COUNTED = re.compile(
    rf"^{_BEFORE}(?:co |het )?{_COUNT} (?:nguoi|dua|chau|em|con|ong|ba|co|bac|ban|anh|chi)\b"
)
_LESS = re.compile(
    rf"^{_BEFORE}(?:bot|giam|tru)(?: (?:di|cho|giup|{_SPEAKER}))* {_COUNT}"
    r"(?: (?:nguoi|dua|suat|cho|ve|chau))?(?: (?:di|nhe|nha|a|thoi|nua|ra))*$"
)
_LEFT = re.compile(
    rf"^{_BEFORE}(?:chi |thanh ra |nen )*(?:con|con lai) {_COUNT}"
    r"(?: (?:nguoi|dua|suat|cho))?(?: (?:thoi|di|nhe|nha|a))*$"
)
_WISHED = (
    rf"(?:(?:(?:{_SPEAKER}|{_POLITELY}) )?(?:muon|dinh|xin|nho|can|tinh)"
    r" (?=(?:de|cho|ghi) ))?"
)
_ALONE = re.compile(
    rf"\b(?:chi|moi|con|co|moi con|chi con|chi co|con co) (?:minh|mot minh|mk)?(?: (?:{_SPEAKER}))?"
    rf"(?: di)?(?: (?:thoi|a|nhe))*$|^{_BEFORE}(?:mot minh|minh) (?:{_SPEAKER}|{_POLITELY})"
    r"(?: di)?(?: (?:thoi|a|nhe))*$"
)
_CLAUSE = re.compile(
    r"[,;.\n!]+|\b(?:nhung|nen|vi|tai|do(?= )|thanh ra)\b(?! (?:ay|nua))"
    rf"|(?<!co )(?<!moi )(?<!chi )(?<!con )(?<!^)(?=\bminh (?:{_SPEAKER})\b)|(?= chung no\b)"
)
# Another says it of whoever writes: `chồng bảo tôi không đi nữa`.
_TOLD_ME = re.compile(rf"\b(?:bao|noi|keu|bat|cam|de|cho)(?: la| rang)? (?:{_SPEAKER})$")


_ALONE = re.compile(
    r"\b(?:(?:moi|chi|con|de|co)(?: co)? )?(?:minh|mot minh|moi)(?: minh)?"
    r" (?:toi|tui|em|anh|chi|co|bac|chu|chau|con)(?: di)?(?: thoi)?(?: nhe| nha| a)*[ .!]*$"
    r"|\bdi (?:co )?mot minh\b|\b(?:1|mot) minh(?: (?:thoi|di|nhe|nha|a|e|em))*[ .!]*$"
)


def comes_alone(text: str) -> bool:
    """`vợ tôi bận không đi, mình tôi thôi`: only who writes comes."""
    return bool(_ALONE.search(fold(text)))


def absence_in(text: str, *, registering: bool = False) -> Absence | None:
    """What a message says about who does not come; None when it says nothing of it. To somebody who
    is `registering`, `con dâu bận` says it too."""
    if "?" in text:
        return None
    clauses = _clauses(text)
    if not 0 < sum(len(one.split()) for one in clauses) <= LONGEST:
        return None
    left = next((_number(m[1]) for one in clauses if (m := _LEFT.search(one))), 0)
    if any(_ALONE.search(one) for one in clauses):
        left = left or 1
    found = [who for one in clauses if (who := _who(one, registering))]
    comes = any(_another_comes(one) for one in clauses)
    if any(_INSTEAD.search(one) and _named(one) for one in clauses):
        return Absence(Who.INSTEAD)
    if Who.SELF in found and not left:
        return Absence(Who.INSTEAD if comes else Who.SELF)
    less = next((_number(m[1]) for one in clauses if (m := _LESS.search(one))), 0)
    if not found and not less:
        return None
    counts = (m for one in clauses if _who(one, registering) and (m := _COUNTED.search(one)))
    counted = next((_number(m[1]) for m in counts), 0)
    who = Who.OTHER if Who.OTHER in found or less else Who.UNSURE
    return Absence(who, fewer=0 if left else less or counted, left=left)


def _who(clause: str, registering: bool) -> Who | None:
    """Who does not come, by the words before the one that says so; None where nobody is said to."""
    if stays := _STAYS.search(clause):
        return _subject(clause[: stays.start()])
    cannot = _CANNOT.search(clause) if registering else None
    # `chúng nó bận` is said of others; `tôi bận` is no more than that.
    busy = _subject(clause[: cannot.start()]) if cannot else None
    return busy if busy is Who.OTHER else None


def _subject(said: str) -> Who:
    said = re.sub(rf"^{_BEFORE}", "", f"{said.strip()} ").strip()
    if _COUNTED.search(said):
        return (
            Who.SELF if re.match(r"(?:ca )?(?:hai|2) (?:me|bo|ba|ong) con\b", said) else Who.OTHER
        )
    if not said or re.fullmatch(rf"(?:{_REASON})(?: \w+){{0,2}}", said) or _TOLD_ME.search(said):
        return Who.SELF
    if _ALL.search(said):
        return Who.SELF
    first, *rest = said.split()
    alone = not rest or bool(re.fullmatch(rf"(?!{_FAMILY})(?:{_REASON})", rest[0]))
    if re.fullmatch(_SPEAKER, first) and (alone or rest[0] in ("voi", "va", "cung")):
        return Who.SELF
    if re.fullmatch(_POLITELY, first):
        return Who.SELF if alone else Who.OTHER
    if said == "con":
        return Who.UNSURE  # of oneself to an older one, or one's child
    if re.match(rf"(?:{_KIN}|{_SPEAKER})\b", said):
        return Who.OTHER
    return Who.OTHER if re.search(rf"\b(?:{_KIN})(?: (?:{_SPEAKER}))?$", said) else Who.UNSURE


def _named(clause: str) -> bool:
    """Whether somebody other than whoever writes is what the clause is about."""
    begun = re.sub(rf"^{_BEFORE}{_WISHED}(?:de |cho |ghi )*", "", f"{clause} ").strip()
    return bool(re.match(rf"(?:{_KIN})\b|(?:{_POLITELY}|em|chau) (?!di\b|du\b|thoi\b)\w+", begun))


def _another_comes(clause: str) -> bool:
    comes = None if _STAYS.search(clause) else _COMES.search(clause)
    return comes is not None and _named(clause[: comes.start()])  # of `hủy đi`, `đi` is no aunt


def _number(word: str) -> int:
    return _NUMBERS.get(word) or (int(word) if word.isdecimal() else 0)


def _clauses(text: str) -> list[str]:
    parts = _CLAUSE.split(fold(clean(text)))
    plain = (bare_words(part) for part in parts)
    return [part for part in plain if part]
