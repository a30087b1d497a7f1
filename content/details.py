"""What a person tells of themselves without being asked for it just then: `ở tổ 5, đi 2 người`,
`tên tôi là Trần Văn Bến`. Only what says what it is: a phone number by its shape, others by their
word.
"""

import re
from dataclasses import dataclass, replace

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
    r"(?<!\w)(?:người|nguoi|một mình|mot minh|1 mình|1 minh|vợ chồng|vo chong|mẹ con|me con)(?!\w)",
    re.I,
)
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
    """Every detail that the text names as such."""
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


def several_in(text: str) -> Details:
    """What a message tells that answers several questions, a part for each: `chị Hoàng Lan Anh,
    0988777666, spa Lan Anh tổ 6, đi 1 mình`; a part is told by its shape, too."""
    told = details_in(text)
    parts = [part.strip() for part in _CLAUSE.split(text)]
    if len(parts) < 3:  # one answer, with a word more
        return told
    shops = (_PLACE.sub("", part).strip(" .,") for part in parts if deals_in(part))
    counted = [part for part in parts if _COMING.search(part)]
    people = (read_people(counted[0]) or 0) if len(counted) == 1 else 0
    return replace(
        told,
        business=told.business or next(shops, ""),
        people=told.people or people,
    )
