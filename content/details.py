"""What a person tells of themselves without being asked for it just then: `ở tổ 5, đi 2 người`,
`tên tôi là Trần Văn Bến`. Only what says what it is: a phone number by its shape, others by their
word.
"""

import re
from dataclasses import dataclass, replace

from content.lines import wavers, without_consent
from content.names import deals_in, hear_name
from content.people import read_neighbourhood, read_phone
from content.spoken import read_people

_PLACE = re.compile(
    r"(?<!\w)(?:to\s*\d{1,3}|(?:tổ\s+dân\s+phố|to\s+dan\s+pho|tdp|tđp|tổ)[\s.:]*"
    r"(?:(?:số|so)\s+)?(?:\d{1,3}|(?:hai|ba|bốn|năm|sáu|bảy|tám|chín)\s+mươi(?:\s+\w+)?|mười(?:\s+(?:một|hai|ba|bốn|lăm"
    r"|sáu|bảy|tám|chín))?|một|hai|ba|bốn|năm|sáu|bảy|tám|chín))(?![\w/])",
    re.I,
)
_PEOPLE = re.compile(r"(?<!\w)(?:người|nguoi)(?!\w)", re.I)
_CLAUSE = re.compile(r"[,;\n]|\.\s")
_COMING = re.compile(
    r"(?<!\w)(?:(?<!mỗi )(?<!moi )(?<!từng )(?<!tung )(?<!nhiều )(?<!nhieu )(?<!mọi )(?<!những )"
    r"(?<!nhung )(?<!các )(?<!cac )(?:người|nguoi)|một mình|mot minh"
    r"|1 mình|1 minh|vợ chồng|vo chong|mẹ con|me con)(?!\w)",
    re.I,
)
# What ends the name of a shop told in one go with more: `quán phở Ba tổ 4 hai người`.
_COUNTED = re.compile(
    r"(?<!\w)(?:(?:đi|di)\s+)?(?:\d{1,2}|một|hai|ba|bốn|năm|sáu|mot|bon|nam|sau)\s+(?:người|nguoi)(?!\w)",
    re.I,
)
_AT_END = re.compile(r"\s+(?:ở|o|tại|tai)$", re.I)
_OF_HOME = re.compile(r"(?:nhà|nha)\s+(?:tôi|toi|em|mình|minh|cháu|con|có|co)\b", re.I)
_SHOP_FIRST = re.compile(r"(?i)(?:quán|quan|tiệm|tiem|cửa hàng|cua hang|shop|sạp|sap|tạp hóa) \S")
_SHOP = re.compile(
    r"(?i)(?<!\w)(?:tạp hóa|tạp hoá|tap hoa|(?:quán|tiệm|tiem|cửa hàng|cua hang|nhà hàng|nha hang"
    r"|shop|sạp|spa|salon|đại lý|dai ly) [^\W\d_])"
)
_PHONE = re.compile(r"(?:(?:sđt|sdt|đt|dt|số|so)\b[\s:.]*)?\+?\d[\d .\-]{7,}\d", re.I)
_NAME = re.compile(
    r"(?<!\w)(?:họ\s+(?:và\s+)?)?tên\s+(?:(?:của\s+)?(?:tôi|em|mình|cháu|chị|anh|bác|cô|chú)\s+)?"
    r"(?:là|phải\s+là|thành)\s+(\S.*)",
    re.I,
)
_BUSINESS = re.compile(
    r"(?<!\w)(?:tên\s+)?(?:quán|cửa\s+hàng|tiệm|shop|cơ\s+sở|hộ\s+kinh\s+doanh)\s+"
    r"(?:(?:của\s+)?(?:tôi|em|mình)\s+)?(?:(?:tên\s+)?là|phải\s+là|tên)\s+(\S.*)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Details:
    """What was told; "" and 0 for what was not."""

    name: str = ""
    phone: str = ""
    business: str = ""
    neighbourhood: str = ""
    people: int = 0


def details_in(text: str) -> Details:
    """Every detail that the text names as such; none of a text that wavers between two."""
    text = _in_full(text)
    if wavers(text):
        return Details()
    business, name, place = _BUSINESS.search(text), _NAME.search(text), _PLACE.search(text)
    called = hear_name(name[1]) if name and not business else None
    counted = [clause for clause in _CLAUSE.split(text) if _PEOPLE.search(clause)]
    return Details(
        name=called.name if called else "",
        phone=read_phone(text) or "",
        business=business[1].strip(" .,") if business else "",
        neighbourhood=read_neighbourhood(place[0]) if place else "",
        people=(read_people(counted[0]) or 0) if len(counted) == 1 else 0,
    )


def _in_full(text: str) -> str:
    """`2 ng` as it is meant."""
    return re.sub(r"(?<!\d)(\d{1,2}) ?ng\b", r"\1 nguoi", text)


def several_in(text: str) -> Details:
    """What a message tells that answers several questions, a part for each: `chị Hoàng Lan Anh,
    0988777666, spa Lan Anh tổ 6, đi 1 mình`; a part is told by its shape, too."""
    text = _in_full(text)
    told = details_in(text)
    parts = [part.strip() for part in _CLAUSE.split(_PHONE.sub(lambda m: f",{m[0]},", text))]
    parts = [part for part in parts if part]
    numbered = told.phone and len(parts) == 2 and any(map(_SHOP_FIRST.match, parts))
    if len(parts) < 3 and not numbered:  # one answer, with a word more
        return told
    cut = (_COUNTED.sub("", _PLACE.sub("", part)).strip(" .,") for part in parts)
    bare = (_AT_END.sub("", part) for part in cut)
    named = (part for part in bare if deals_in(part) or _SHOP_FIRST.match(part))
    shops = (part for part in named if not _OF_HOME.match(part))
    counted = [part for part in parts if _COMING.search(part)]
    people = _people(counted[0]) if len(counted) == 1 else 0
    return replace(
        told,
        business=told.business or next(shops, ""),
        people=told.people or people,
    )


def own_and_more(text: str) -> tuple[str, Details]:
    """`sạp cá Hoa, tổ 2, 1 mình tôi`: the parts that may answer a question for any words, and what
    the others tell by their shape; a consent among them is no part of either."""
    parts = [part.strip() for part in _CLAUSE.split(without_consent(_in_full(text)))]
    others = [part for part in parts if part and _is_shaped(part)]
    own = ", ".join(part for part in parts if part and part not in others)
    coming = [part for part in others if _COMING.search(part)]
    told = details_in(", ".join(others))
    return own, replace(told, people=_people(coming[0]) if len(coming) == 1 else 0)


def only_counts(text: str) -> bool:
    """`1 mình em`, `đi 2 người`: how many come, and nothing else."""
    named = text.istitle() or deals_in(text) or _SHOP_FIRST.match(text)
    counts = _COMING.search(text) and len(text.split()) <= _FEW and _people(text)
    return bool(counts) and not named


_FEW = 5  # words


def is_shop_first(text: str) -> bool:
    """Whether it begins with a word for a shop, and tells its name: `tiệm hoa Bích`."""
    return bool(_SHOP_FIRST.match(text)) and len(text.split()) <= _FEW


def shop_beside(text: str) -> str:
    """The shop told where a name is asked, alone or behind the name: `chị Hương cửa hàng tạp hóa`
    -> `cửa hàng tạp hóa`; "" for none."""
    said = _PHONE.sub(",", _PLACE.sub(",", text))
    found = _SHOP.search(said)
    if found is None or wavers(text) or len(said[: found.start()].split()) > _FEW:
        return ""
    shop = _CLAUSE.split(said[found.start() :])[0].strip(" .,!")
    return shop if len(shop.split()) <= _FEW + 1 else ""


def _is_shaped(part: str) -> bool:
    """Whether a part is a number, a tổ, or how many come, and nothing else."""
    rest = _COUNTED.sub("", _PLACE.sub("", _PHONE.sub("", part))).strip(" .,:")
    return not rest or bool(_COMING.search(part) and _people(part))


def without_shapes(text: str) -> str:
    """Some words without a number, a tổ, and how many come: `tạp hóa Hoa tổ 5` -> `tạp hóa Hoa`."""
    rest = _COUNTED.sub("", _PLACE.sub("", _PHONE.sub("", text))).strip(" .,:;-")
    return _AT_END.sub("", rest)


def without_places(text: str) -> str:
    """`Nguyễn Văn Ba tổ 5` -> `Nguyễn Văn Ba`."""
    return _PLACE.sub("", text).strip(" ,")


def _people(part: str) -> int:
    """How many come, by the number before `người`, else by all of the words."""
    counted = _COUNTED.search(part)
    return read_people(counted[0] if counted else part) or 0
