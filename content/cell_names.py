"""A cell with somebody's name -> the name, a role behind it, or that it names two people."""

import re
from dataclasses import dataclass

from content.anonymous import SURNAMES
from content.people import read_name
from content.vietnamese import fold, tidy

_BETWEEN = re.compile(r"\s*(?:[,;/\n&+]|\b(?:và|cùng|với)\b)\s*|\s+-\s+", re.I)
_ROLE = re.compile(
    r"(?:p\.?\s?(?:ct|gđ|tp|giám|chủ|trưởng|bí|hiệu)|ct|tp|gđ|uv|bt|ktt?|nv|hội|hpn|ubnd|mttq"
    r"|đại biểu|chủ|phó|giám đốc|tổ|trưởng|bí thư|kế toán|đại diện"
    r"|vợ|chồng|con|mẹ|bố|cha|ông|bà|anh|chị|em|cô|chú|bác)\b",
    re.I,
)
# `Ông/Bà: Nguyễn An`, as forms are printed; `Ông bà An` are two.
_FORM = re.compile(r"^\s*(?:ông\s*[/(,]\s*bà\s*\)?|anh\s*[/(]\s*chị\s*\)?)\s*:?\s+(?=\S)", re.I)
_PUT_BEFORE = re.compile(
    r"^\s*(?:\d{1,4}\s*[.)/]\s*)?(?:đ\s*[/.]\s*c\b\.?|đồng chí\b)?\s*:?\s*", re.I
)
_KIN = r"(?:vợ|chồng|con|em|anh|chị|mẹ|bố|cha|ông|bà|cô|chú|bác|cháu)"
# A couple, somebody along, somebody instead.
_TWO = re.compile(
    rf"^(?:hai |2 )?(?:vợ chồng|ông bà|cô chú|anh chị|anh em|chị em|bố con|mẹ con|bố mẹ)\b"
    rf"|(?:\b(?:và|cùng|với|kèm)|[+&])\s*(?:\d+ )?{_KIN}\b"
    rf"|[+&]\s*\d\b|\(\s*(?:2|3|4|hai|ba)\s*(?:người|ng|ngừơi)\b"
    rf"|^{_KIN} \S+(?: \S+)? {_KIN} \S+"
    rf"|\b(?:dự|đi|đến|họp) thay\b(?! (?:cho )?{_KIN}\b)|\bủy quyền cho\b",
    re.I,
)
# `bà Bình`, `vợ là Lê Lan` behind another name; `vợ chủ hộ`, `con gái` say who somebody is.
_ANOTHER = re.compile(rf"{_KIN}(?: (?:trai|gái|là|tên))*[ :]+(?P<name>[^\W\d_]+)", re.I)
_SIGN = re.compile(r"\s*[\-–_•.]\s*")
_NOTED = re.compile(r"(?P<name>[^()]+?)\s*\((?P<role>[^()]+)\)\s*", re.S)  # `An (chủ quán)`
_FULL_NAME = re.compile(r"(?:[^\W\d_]+ ){1,4}[^\W\d_]+")
_SURNAMES = frozenset(SURNAMES.split())
_BARE_SURNAMES = frozenset(map(fold, _SURNAMES))
_ADDRESSED = frozenset(("ong", "ba", "anh", "chi", "co", "chu", "bac", "cu"))
_KIND_OF_KIN = frozenset(
    ("chu", "trai", "gai", "dau", "re", "ruot", "ho", "ca", "ut", "nuoi", "cua")
)


@dataclass(frozen=True, slots=True)
class NameCell:
    """`name` is "" where none can be read; `role`: what stands behind it (`PCT Hội`); `several`:
    the cell names two people, as far as one can see."""

    name: str = ""
    role: str = ""
    several: bool = False


def read_name_cell(typed: str) -> NameCell:
    """`Lê Thị Hạnh - PCT Hội` -> a name and a role; `Ông An, bà Bình` -> several."""
    typed = _FORM.sub("", _PUT_BEFORE.sub("", typed))
    if _TWO.search(tidy(typed)) or _are_two_names(typed):
        return NameCell(several=True)
    first, *behind = [part.strip() for part in _BETWEEN.split(typed)]
    outside = [part for part in _BETWEEN.split(re.sub(r"\(.*?\)", " ", typed)) if part.strip()]
    if len(outside) > 1 and (
        all(part[0].isalpha() and not _ROLE.match(part) for part in outside[1:])
        or any(_is_another(part, typed.isupper()) for part in outside[1:])
    ):
        return NameCell(several=True)
    noted = _NOTED.fullmatch(typed)
    if noted and _ROLE.match(noted["role"]) and not behind:
        first, behind = noted["name"], [noted["role"]]
    has_role = bool(first) and any(behind)
    name = read_name(first if has_role else typed)
    return NameCell(name or "", tidy(", ".join(behind)) if name and has_role else "")


def seems_name(text: str) -> bool:
    """Whether a text is a name by its first word: `Nguyễn Văn An`, `Ông Lê Ba`; not `Tổ trưởng`."""
    words = tidy(_PUT_BEFORE.sub("", text)).lower().split()
    if words and fold(words[0]) in _ADDRESSED:
        del words[0]
    if not 1 < len(words) < 7 or not read_name_cell(text).name:
        return False
    return words[0] in _SURNAMES or (words[0].isascii() and words[0] in _BARE_SURNAMES)


def _are_two_names(typed: str) -> bool:
    """`Nguyễn An-Trần Bình`, `Nguyễn An. Lê Bình`: two names of two words, a sign between them."""
    first, *others = (part.strip() for part in _SIGN.split(typed))
    return bool(others and _FULL_NAME.fullmatch(first)) and all(
        _FULL_NAME.fullmatch(other) and not _ROLE.match(other) for other in others
    )


def _is_another(part: str, in_capitals: bool) -> bool:
    found = _ANOTHER.match(part)
    if found is None or fold(found["name"]) in _KIND_OF_KIN:
        return False
    return in_capitals or found["name"][0].isupper()
