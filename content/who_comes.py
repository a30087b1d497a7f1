"""Who comes along on one ticket, put right in a line: left out, in somebody's place, or listed by
how they are called (`3 thằng kia là Phát, Lộc với Tín`). Only names that stand there."""

import re
from collections.abc import Sequence

from content.names import CAPITAL
from content.names_everyday import is_given
from content.people import read_phones
from content.spoken import asks
from content.vietnamese import bare_words, fold, fold_in_place, tidy

LONGEST = 24  # words: a longer message tells a story

_CALLED = r"(?:thang|cai|con|dua|chi|anh|em|co|chu|bac|di|ong|ba|cu|cau|mo|thim|ten)"
_FOLK = r"(?:thang|dua|nguoi|chi em|anh em|chi|anh|em|ban|co|ba|ong|bac|chu)"
_LEAVES_OUT = re.compile(
    r"\b(?:bo|bot|xoa|gach|loai|rut|tru)\b(?! (?:tien|von|thue|phi))"
    r"|\b(?:khong|ko|k|hong|chang|khoi) (?:di|ghi|den|toi)\b|\bban (?:roi|viec|mat)\b"
)
_INSTEAD = re.compile(
    rf"\b(?:the|thay|them|lay|dua|cho|rieng)(?: (?:bang|vao|ca|la))* (?:{_CALLED} )?"
    r"(?P<name>[a-z]+)(?= (?:vo|vao|di|thay|nua|cung|the|len)\b| *$)"
)
_LIST = re.compile(
    rf"\b(?:\d{{1,2}}|hai|ba|bon|nam|sau|may) {_FOLK}(?: (?:kia|nay|do|day|con lai|di cung|nua))*"
    r" ?(?:la|gom|ten la|:)[ :]*(?P<names>.+)$",
    re.DOTALL,
)
_BETWEEN = re.compile(r"[,;\n]+| (?:voi|va|cung|vs) ")
_IN_DOUBT = re.compile(r"\b(?:chua (?:biet|chac|ro)|khong chac|ko chac|co the)\b")
_NUMBERED = re.compile(r"^\(?\d{1,2} ?[.):] *")
_WORD = re.compile(r"[^\W\d_]+")


def left_out(text: str, names: Sequence[str]) -> tuple[int, ...]:
    """The places of those among `names` who do not come: `cái Thảo đi làm, bỏ nó ra`."""
    plain = bare_words(text)
    if not names or asks(text) or len(plain.split()) > LONGEST or not _LEAVES_OUT.search(plain):
        return ()
    said = {word for word in _WORD.findall(tidy(text)) if word[0].isupper()}
    capital = {fold(word) for word in said}
    return tuple(
        place
        for place, name in enumerate(names)
        if (given := fold(name).split()[-1]) in capital
        or re.search(rf"\b(?:{_CALLED}|bo|bot|xoa|gach) {re.escape(given)}\b", plain)
    )


_SOMEBODY_OUT = re.compile(
    rf"\b(?i:bỏ|bo|xóa|xoá|xoa|gạch|gach|bớt|bot) (?:{_CALLED} )?{CAPITAL}\w+"
)


def leaves_somebody(text: str) -> bool:
    """`thôi bỏ Tín`: somebody by name, whoever was told before."""
    return bool(_SOMEBODY_OUT.search(tidy(text))) and not asks(text)


def put_in(text: str) -> str:
    """`bỏ Tín, thế thằng Hiếu vô` -> `Hiếu`: who comes in somebody's place, or besides; "" for
    nobody."""
    said = tidy(text)
    for found in _INSTEAD.finditer(fold_in_place(said)):
        name = said[found.start("name") : found.end("name")]
        if name[0].isupper() or is_given(name):
            return name
    return ""


_KIN_NAMED = re.compile(
    rf"(?<!\w)(?i:cụ|bà|ông|mẹ|má|bố|ba|vợ|chồng|con gái|con trai|em gái|em trai)(?: \w+){{0,2}}"
    rf" (?i:tên)(?: (?i:là))? (?P<name>{CAPITAL}\w*(?: {CAPITAL}\w*){{1,4}})"
)


def kin_named(text: str) -> str:
    """`cụ tên là Lê Thị Tẹo, cứ gọi số của cô` -> `Lê Thị Tẹo`: one of the family, by their full
    name, who has no number of their own; "" for nobody."""
    found = _KIN_NAMED.search(tidy(text))
    return found["name"] if found and not asks(text) and not read_phones(text) else ""


def listed(text: str) -> tuple[str, ...]:
    """Those a line lists by how they are called; who may not come is none of them. () for none."""
    said = "\n".join(tidy(line) for line in text.split("\n"))
    plain = fold_in_place(said)
    found = _LIST.search(plain) if len(plain) == len(said) else None
    if found is None or asks(said[: found.start("names")]):
        return ()
    names, start = [], found.start("names")
    for part in _BETWEEN.split(plain[start:]):
        at = plain.index(part, start) if part else start
        if name := _first_name(said[at : at + len(part)]):
            names.append(name)
        start = at + len(part)
    return tuple(names)


def _first_name(part: str) -> str:
    """`Huệ bán bánh` -> `Huệ`; "" where nobody is called, or it is in doubt whether they come."""
    if _IN_DOUBT.search(fold(part)):
        return ""
    words = _NUMBERED.sub("", part.strip(" .-")).split()
    title = words[0] if words and re.fullmatch(_CALLED, fold(words[0])) else ""
    rest = words[1:] if title else words
    if not rest or not rest[0].isalpha() or not (rest[0][0].isupper() or is_given(rest[0])):
        return ""
    keeps = title and fold(title) not in ("thang", "cai", "con", "dua", "ten")
    return f"{title.lower()} {rest[0]}" if keeps else rest[0]
