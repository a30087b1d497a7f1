"""Takes names out of a kept text: those that look like one, and somebody's own words."""

import re
from collections.abc import Iterable

from content.vietnamese import fold_in_place

_SURNAMES = (
    "nguyen|tran|le|pham|hoang|huynh|phan|vu|vo|dang|bui|do|ho|ngo|duong|ly|dao|doan|vuong|trinh"
    "|truong|dinh|lam|phung|mai|to|ha|ta|luu|luong|cao|thai|chu|chau|tong|quach|nghiem|kieu|bach"
    "|khuc|la|lai|tang|ton|mac|cu|kim|tu|hua|giang|ninh|nong|van|thach|au|diep|khong|tieu|bang"
)
# Nguyễn Thị Hoa; nguyen thi hoa, where the middle word says that it is a name.
# Looked for at every word: `là` and `tổ` read like surnames, too, and a name may follow them.
_NAME = re.compile(rf"(?=(\b(?:{_SURNAMES})(?:\s+[a-z]+){{1,4}}\b))")
_PLACE = re.compile(r"(?:ha noi|le chan|ngo quyen|phu lien|do son|duong kinh|to hieu)\b")
_NAME_IN_LOWER = re.compile(rf"\b(?:{_SURNAMES})\s+(?:van|thi)(?:\s+[a-z]+){{1,2}}\b")
_INTRODUCED = re.compile(
    r"(?=\b(?:ten(?: day du)?(?: cua)?(?: (?:toi|em|minh|chau))?(?: la)?"
    r"|(?:ho ten|ho va ten)(?: la)?"
    r"|(?:toi|em|minh|chau|ba|ong|chi|anh|co|chu|bac|vo|chong|con trai|con gai|thang|hang xom)"
    r"(?: ten)?(?: la)?)[\s:]+((?:[^\W\d_]+\s*){1,4}))"
)
# Said to be somebody's name, and it begins with a surname: without capitals, too.
_CALLED = re.compile(
    rf"\bten(?: day du)?(?: cua)?(?: (?:toi|em|minh|chau))?\s*(?:la|:)\s*"
    rf"((?:{_SURNAMES})(?:\s+[a-z]+){{1,2}})\b"
)


def redact_names(text: str) -> str:
    """`tôi là Nguyễn Thị Hoa, hỏi thuế` -> `tôi là [tên], hỏi thuế`. Finds names that are written
    with capitals, or said to be one; no machine finds all."""
    plain, spans = fold_in_place(text), []
    for found in _NAME.finditer(plain):
        start, end = found.span(1)
        end = start + _capitals(text[start:end])
        if len(text[start:end].split()) >= 2 and not _PLACE.match(plain, start):
            spans.append((start, end))
    for found in _NAME_IN_LOWER.finditer(plain):
        if text[found.start() : found.end()].islower():
            spans.append(found.span())
    spans += [found.span(1) for found in _CALLED.finditer(plain)]
    for found in _INTRODUCED.finditer(plain):
        start = found.start(1)
        length = _capitals(text[start : found.end(1)])
        if length:
            spans.append((start, start + length))
    return _cut_out(text, spans, "[tên]")


def _capitals(words: str) -> int:
    """How far the words at the beginning all have a capital."""
    length = 0
    for word in re.finditer(r"\S+", words):
        if not word[0][0].isupper():
            break
        length = word.end()
    return length


def without(text: str, words: Iterable[str]) -> str:
    """The text without somebody's own words (a name, a phone, a shop), however they are spelled."""
    plain, spans = fold_in_place(text), []
    for word in words:
        digits = re.sub(r"\D", "", word)
        if len(digits) >= 9:
            tail = r"[\s.\-]*".join(digits.removeprefix("84").lstrip("0"))
            pattern = rf"(?<!\d)(?:\+?84|0)?[\s.\-]*{tail}(?!\d)"
        else:
            parts = [re.escape(part) for part in fold_in_place(word).split()]
            pattern = r"(?<!\w)" + r"\s+".join(parts) + r"(?!\w)"
        spans += [found.span() for found in re.finditer(pattern, plain)]
    return _cut_out(text, spans, "[...]")


def _cut_out(text: str, spans: list[tuple[int, int]], mark: str) -> str:
    kept, place = [], 0
    for start, end in sorted(spans):
        if start >= place:
            kept += [text[place:start], mark]
            place = end
        else:
            place = max(place, end)
    return "".join(kept) + text[place:]
