"""Who sells for another at the other's price (lottery tickets, insurance, fares) takes in no more
than the commission: NĐ 68/2026 Điều 5 khoản 2 điểm d."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from content.revenue.told import id_of
from content.spoken import names_roses
from content.trades import Mention, Named, Sector
from content.vietnamese import fold

AGENT = "tieu_thuong"
_NEVER_OWN = frozenset({"N2b", "ve_so"})  # lottery tickets, insurance: never the seller's own
_AGENTS = frozenset({AGENT, "2.d"}) | _NEVER_OWN
_NAME = r"(?:hoa hong|hue hong|tien hoa hong)"
_NOT_HIS = r"(?<!tra )(?<!chi )(?<!mat )(?<!ton )(?<!tru )(?<!ban )(?<!trong )(?<!shop )(?<!vuon )"
_OWN = re.compile(
    rf"{_NOT_HIS}\b{_NAME}\b(?! (?:cho|san|mon|nhung)\b)|\bhuong(?= \d{{1,2}} ?(?:%|phan tram))"
)
_CALLED = re.compile(rf"(?:{_OWN.pattern})(?: [a-z]+){{0,4}}[ :]*$")
_RATE = r"(?P<rate>\d{1,2}(?:[.,]\d{1,2})?) ?(?:%|phan tram\b|pt\b)"
_BY_NAME = re.compile(rf"(?:{_OWN.pattern})(?: [a-z]+){{0,3}} {_RATE}")
_BY_WORD = re.compile(
    rf"\b(?:huong|an|duoc|chiet khau|loi|lai|cong|cho|tra)(?: [a-z]+){{0,2}} {_RATE}"
)
_ALONE = re.compile(rf"\b{_RATE}")
# Sold at no other price than the owner's.
_WARES = re.compile(
    r"\b(?:ve so|xo so|so xo|the (?:cao|nap|game|dien thoai)|sim the|ky gui|(?:dai ly|ban) bao hiem"
    r"|(?:ban|dai ly)(?: \w+)? ve (?:xe|tau|may bay|tham quan|phim|xem)|dai ly (?:xe khach|ve))\b"
)
_SELLS_FOR = re.compile(
    r"\b(?:dai ly|ky gui|ban (?:\w+ )?(?:giup|gium)"
    r"|(?:ban|ship|thu) (?:\w+ ){0,2}ho(?! kinh doanh))\b"
)
_OUTRIGHT = re.compile(
    r"\b(?:mua dut|mua di ban lai|mua ve ban|nhap ve ban|lay ve ban|tu nhap|nhap hang ve|mua lai)\b"
)
_OF_A_PLATFORM = re.compile(r"\b(?:san|shopee|tiktok|lazada|tiki|grab|be|now|foody|beamin)\b")


@dataclass(frozen=True, slots=True)
class Agency:
    """`rate`: the commission in hundredths of what is sold, 0 where it is not told so. `sure`: it
    is said that somebody sells for another, and not only that there is a commission."""

    rate: float = 0.0
    sure: bool = True


def agency_in(text: str, mentions: Sequence[Mention]) -> Agency | None:
    """Whether a line tells of one who sells for another, and for what part of it."""
    folded = fold(text)
    named = {id_of(mention.named) for mention in mentions}
    if _OF_A_PLATFORM.search(folded) or (_OUTRIGHT.search(folded) and not named & _NEVER_OWN):
        return None
    if any("hoa" in mention.words.split() for mention in mentions) or names_roses(folded):
        return None
    wares = _WARES.search(folded) is not None and not _others(mentions)
    agent = wares or bool(named & _AGENTS) or _SELLS_FOR.search(folded) is not None
    if agent and named - _AGENTS and not _SELLS_FOR.search(folded):
        return None  # beside a trade of its own: see `is_of_another`
    found = _BY_NAME.search(folded) or (_BY_WORD.search(folded) if agent else None)
    if agent:
        told = found or wares or _OWN.search(folded) or AGENT in named
        return Agency(_number(found["rate"]) if found else 0.0) if told else None
    return Agency(sure=False) if found or _OWN.search(folded) else None


def is_of_another(named: Named) -> bool:
    """Whether what is sold is never the seller's own: lottery tickets, insurance."""
    return id_of(named) in _NEVER_OWN


def is_commission(left: str) -> bool:
    """Whether the words before an amount, folded, call it a commission that is received."""
    return _CALLED.search(left) is not None


def says_outright(folded: str) -> bool:
    """Whether a line says that the goods are bought and sold again."""
    return _OUTRIGHT.search(folded) is not None


def rate_in(folded: str) -> float:
    """The hundredths that a line tells; 0 for none."""
    found = _ALONE.search(folded)
    return _number(found["rate"]) if found else 0.0


def is_told_as_commission(right: str) -> bool:
    """Whether the words behind an amount, folded, call it a commission."""
    return "hoa hong" in right


def agent_in(before: str) -> str:
    """The words of a line for what is sold for another, folded, to stand before a commission."""
    ware = _WARES.search(fold(before))
    words = ware.group() if ware else ""
    return words if words.startswith("dai ly") else f"dai ly {words}".strip()


def of_agent(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The trades of one who sells for another: not the goods themselves, which are the other's."""
    own = [
        mention
        for mention in mentions
        if id_of(mention.named) in _AGENTS or not _is_of_goods(mention.named)
    ]
    agents = [one for one in own if id_of(one.named) in _AGENTS]
    return tuple(agents or own)


def _others(mentions: Sequence[Mention]) -> bool:
    """Whether a trade is named beside those of agents, which may sell goods of its own."""
    agent = any(id_of(mention.named) == AGENT for mention in mentions)
    ids = {id_of(mention.named) for mention in mentions}
    return not agent and bool(ids.difference(_AGENTS))


def _is_of_goods(named: Named) -> bool:
    return named.trade is not None and named.trade.sector in (Sector.GOODS, Sector.PRODUCTION)


def _number(said: str) -> float:
    return float(said.replace(",", "."))
