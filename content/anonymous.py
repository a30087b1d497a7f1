"""Takes names out of a kept text: those that look like one, and somebody's own words."""

import re
from collections.abc import Iterable

from content import names_everyday
from content.redaction import PLACE_BEFORE, redact, redact_addresses
from content.vietnamese import fold, fold_in_place

SURNAMES = (
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đoàn vương trịnh"
    " trương đinh lâm phùng mai tô hà tạ lưu lương cao thái chu châu tống quách nghiêm kiều bạch"
    " khúc la lại tăng tôn mạc cù kim từ hứa giang ninh nông văn thạch âu diệp khổng tiêu bằng"
)
_SURNAME = "|".join(dict.fromkeys(fold(SURNAMES).split()))
_SAID_BEFORE = (
    "tên đầy đủ của tôi em mình cháu là họ và bà ông chị anh cô chú bác vợ chồng con trai gái"
    " thằng hàng xóm"
)
# Nguyễn Thị Hoa.
# Looked for at every word: `là` and `tổ` read like surnames, too, and a name may follow them.
_NAME = re.compile(rf"(?=(\b(?:{_SURNAME})(?:\s+[a-z]+){{1,4}}\b))")
_PLACE = re.compile(r"(?:ha noi|le chan|ngo quyen|phu lien|do son|duong kinh|to hieu)\b")
_INTRODUCED = re.compile(
    r"(?=\b((?:ten(?: day du)?(?: cua)?(?: (?:toi|em|minh|chau))?(?: la)?"
    r"|(?:ho ten|ho va ten)(?: la)?"
    r"|(?:toi|em|minh|chau|ba|ong|chi|anh|co|chu|bac|vo|chong|con trai|con gai|thang|hang xom)"
    r"(?: ten)?(?: la)?))[\s:]+((?:[^\W\d_]+\s*){1,4}))"
)
# Said to be somebody's name, and it begins with a surname: without capitals, too.
_CALLED = re.compile(
    rf"\b(ten(?: day du)?(?: cua)?(?: (?:toi|em|minh|chau))?\s*(?:la|:))\s*"
    rf"((?:{_SURNAME})(?:\s+[a-z]+){{1,2}})\b"
)
# Written with a capital, and nobody's name: papers, offices, how people are addressed.
_PAPERS = (
    "quyết định|nghị định|nghị quyết|thông tư|công văn|văn bản|bộ luật|giấy phép|giấy tờ|hồ sơ"
    "|tờ khai|tổ dân phố|tổ trưởng|ủy ban|chi cục|cục thuế|chi nhánh|trung tâm|hội đồng|chủ tịch"
    "|chủ hộ|bí thư|cán bộ|công an|cao tốc|đỗ xe|nhà nước|việt nam|anh chị|ông bà|bà con|cửa hàng"
    "|công ty|hộ kinh doanh|căn cước"
)
_WORDS = (
    "giấy|đơn|phòng|ban|sở|thuế|xin|cho|hỏi|muốn|cần|đã|đang|được|phải|không|có|là|và|này|tôi|em"
    "|mình|quán|tiệm|con|chị|anh|ông|bà|nhà|khi|nếu|thì|ở|tại|theo"
)
_NOBODY = re.compile(rf"(?:{_PAPERS}|{_WORDS})\b")
_NOBODY_BARE = re.compile(rf"(?:{fold(_PAPERS)})\b")


def _is_nobody(text: str, start: int) -> bool:
    """Whether the words there are no name, though they have capitals."""
    pattern = _NOBODY_BARE if text.isascii() else _NOBODY
    return pattern.match(text[start : start + 40].lower()) is not None


def _as_written(words: str, spelled: Iterable[str]) -> bool:
    """Whether each word, where it carries its marks, carries those of one that is meant: `cô` and
    `có` are the same only without them."""
    known = set(spelled)
    return all(word in known or word.isascii() for word in words.lower().split())


def redact_names(text: str) -> str:
    """`tôi là Nguyễn Thị Hoa, hỏi thuế` -> `tôi là [tên], hỏi thuế`. Finds names that are written
    with capitals, said to be one, or of somebody who is addressed; no machine finds all."""
    plain, spans = fold_in_place(text), []
    marked = not text.isascii()
    for found in _NAME.finditer(plain):
        start, end = found.span(1)
        end = start + _capitals(text[start:end])
        words = text[start:end].split()
        if len(words) >= 2 and _is_somebody(text, start) and not _PLACE.match(plain, start):
            spans.append((start, end))
    spans += names_everyday.found(text)
    for found in _CALLED.finditer(plain):
        if _as_written(text[slice(*found.span(1))].replace(":", " "), _SAID_BEFORE.split()):
            spans.append(found.span(2))
    for found in _INTRODUCED.finditer(plain):
        start = found.start(2)
        length = _capitals(text[start : found.end(2)])
        said = text[slice(*found.span(1))].lower().split()
        known = _SAID_BEFORE.split()
        meant = _as_written(" ".join(said), known) and (said[0] in known or not marked)
        if length and meant and not (_is_nobody(text, start) or _PLACE.match(plain, start)):
            spans.append((start, start + length))
    return _cut_out(text, spans, "[tên]")


def proposed(text: str) -> str:
    """What somebody wrote, without what a machine finds of people: numbers, mail, doors, names; a
    person reads it before others do."""
    return redact_names(redact_addresses(redact(text)))


def _is_somebody(text: str, start: int) -> bool:
    """Whether words in capitals that begin like a surname are a name: the surname carries its own
    marks, it is no paper or office, and no street."""
    surname = text[start:].split(maxsplit=1)[0]
    if not _as_written(surname, SURNAMES.split()) or _is_nobody(text, start):
        return False
    return not PLACE_BEFORE.search(text[:start])


def _capitals(words: str) -> int:
    """How far the words at the beginning all have a capital."""
    length = 0
    for word in re.finditer(r"\S+", words):
        if not word[0][0].isupper():
            break
        length = word.end()
    return length


# Whatever stands between the digits of somebody's own number.
_BETWEEN = r"[\s.,/()\-_'’·\u2010-\u2015\u2212]*"


def without(text: str, words: Iterable[str]) -> str:
    """The text without somebody's own words (a name, a phone, a shop), however they are spelled."""
    plain, spans = fold_in_place(text), []
    for word in words:
        digits = re.sub(r"\D", "", word)
        if len(digits) >= 9:
            tail = _BETWEEN.join(digits.removeprefix("84").lstrip("0"))
            pattern = rf"(?<!\d)(?:(?:\+?84|0){_BETWEEN})?{tail}(?!\d)"
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
