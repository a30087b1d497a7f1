"""Whose of a family the figures of a line are, and whether each of them is registered by himself:
each registration is taxed alone."""

import re
from collections.abc import Sequence

from content.amounts import amounts
from content.revenue.figures import Figure
from content.trades import Mention, Trades
from content.vietnamese import fold, has_marks

_ONE_S_OWN = r"(?:toi|tui|em|minh|tau|ta)"
_KIN = re.compile(
    r"\b(?:(?<!hai )(?<!ca )vo(?! chong)|(?<!vo )chong|(?:bo|me) (?:de |ruot )?"
    rf"{_ONE_S_OWN}|ma (?:toi|tui)|(?:cua|quan|tiem|shop|sap) (?:bo|me|ma)|ba xa|ong xa"
    r"|(?:con|dua|thang) (?:trai|gai|dau|re|toi|tui|lon|ut)|anh trai|chi (?:gai|dau)"
    r"|em (?:trai|gai|dau)|(?:anh|chi|em) (?:toi|tui)"
    r"|con (?=(?!ban (?:le|si|buon|them|online|qua)\b)(?:ban|mo|lam|dung ten))"  # no `còn bán lẻ`
    rf"|(?:ba|ong) nha (?:{_ONE_S_OWN}|bac|chu|co|chau|anh|chi))\b"
)
# As it is typed with its marks: `bò`, `me` are goods, `còn`, `vô`, `chồng lên` nobody.
_MARKED = re.compile(
    r"\b(?:(?<!hai )(?<!cả )vợ(?! chồng)|(?<!vợ )chồng(?! lên)|bố|mẹ|(?<!thuế )má(?! hồng)|cha|tía"
    r"|(?:ba|bà|ông) (?:tôi|tui|nội|ngoại)|bà xã|ông xã"
    r"|(?:con|đứa|thằng) (?:trai|gái|dâu|rể|tôi|tui|lớn|út)|anh trai|chị (?:gái|dâu)"
    r"|em (?:trai|gái|dâu)|(?:anh|chị|em) (?:tôi|tui)|con (?=bán|mở|làm|đứng tên)"
    r"|(?:bà|ông) nhà (?:tôi|tui|mình|bác|chú|cô|cháu|em|anh|chị))\b"
)
_BOTH = re.compile(r"\bvo chong\b|\bvợ chồng\b")
_NOT_KIN = re.compile(
    r"\b(?:khong|ko|k|hong|chang)(?: co)? phai (?:cua )?(?:nguoi nha|vo|chong|con|ai)\b"
)
# Right behind a sum that others follow: `50 triệu của vợ, 30 triệu của tôi`.
_OF_IT = re.compile(r"^ ?(?:(?:dong|mot|moi|1|/|thang|ngay|nam|thi|la) ?)*(?:cua|la) ?$")
_EACH_HIS = re.compile(
    r"\b(?:hai|ba|bon|2|3|4) (?:ho kinh doanh|ho|giay phep|giay dang ky|dang ky kinh doanh"
    r"|giay kinh doanh|ma so thue|mst)\b"
    r"|\bmoi (?:ho|giay phep|giay|dang ky|mst)\b"
    r"|\bmoi (?:nguoi|dua|ong|ba|anh|chi) (?:mot|1|mo|co|ban|lam|dung ten)\b"
    r"|\b(?:vo chong|anh em|chi em|hai me con|hai bo con)\b.*\bmoi nguoi\b"
)
_HIS_OWN = re.compile(
    r"\b(?:dung ten|dang ky|giay phep|giay|ho)(?: [a-z]+)? (?:rieng|khac)\b|\b(?:khac|rieng) nhau\b"
)
# `vợ tôi đứng tên quán bún`: of another than who speaks.
_IN_HIS_NAME = re.compile(
    r"\b(?:vo(?! chong)|(?<!vo )chong|bo|me|ma|ba|cha|ba xa|ong xa|trai|gai|dau|re|con|anh|chi|em)"
    rf"(?: (?:{_ONE_S_OWN}|anh|chi|nha|thi|no|cung|lai|co|da))* (?:dung ten|dung giay|lam chu"
    r"|(?:co )?(?:giay phep|dang ky|giay to))\b"
    r"(?! (?:ca|het|luon|tat ca|hai|chung|cung|giup|gium|ho|quan nay|khong|ko))"
)
_A_PERSONS = re.compile(
    r"\bmoi (?:nguoi|dua|ong|ba|anh|chi|ai)(?: [a-z]+){0,2} (?:mot|1) (?:ho|ten|giay|dang ky|mst)"
)
_TOGETHER = re.compile(r"\b(?:chung|cung (?:mot|1)|mot (?:dang ky|ho|giay))\b")


def is_of_family(said: str) -> bool:
    """Whether a line speaks of what one of the family sells or lets, who may be the owner of it."""
    return bool(_kin_in(said)) and not _NOT_KIN.search(fold(said))


def owners_of(text: str, figures: Sequence[Figure]) -> list[str]:
    """Whose of the family each figure of a line is; "" of one's own."""
    owners: list[str] = []
    for place, figure in enumerate(figures):
        start, end = figure.amount.start, figure.amount.end
        left = text[max(0, start - len(figure.left)) : start]
        right = text[end : end + len(figure.right)]
        if place and _meet(figures[place - 1], figure):
            left = _without_first(left)
        follows = place + 1 < len(figures) and _meet(figure, figures[place + 1])
        owners.append(_last(left) or (_kin_of_it(right) if follows else _kin_in(right)))
    return owners


def mine_and_theirs(sales: Sequence[Figure], text: str) -> tuple[list[Figure], list[Figure]]:
    """The figures of who speaks, and those of others of the family, who are registered by
    themselves; all of them are of one where none is of who speaks."""
    owners = owners_of(text, sales)
    if all(owners) or not any(owners):
        return list(sales), []
    pairs = list(zip(sales, owners, strict=True))
    return [one for one, owner in pairs if not owner], [one for one, owner in pairs if owner]


def named_elsewhere(
    mentions: tuple[Mention, ...], figures: Sequence[Figure]
) -> tuple[Mention, ...]:
    """The trades named that are not named beside one of these figures."""
    spans = [(one.amount.start - len(one.left), one.amount.end + len(one.right)) for one in figures]
    return tuple(m for m in mentions if not any(a <= m.start and m.end <= b for a, b in spans))


def says_apart(folded: str) -> bool:
    """Whether a line says that each of the family is registered by himself."""
    if _HIS_OWN.search(folded) or _IN_HIS_NAME.search(folded):
        return True
    return bool(_PAPERS.search(folded) and _KIN.search(_BOTH.sub("-", folded)))


_PAPERS = re.compile(
    r"\b(?:hai|ba|2|3) (?:ho kinh doanh|giay phep|giay dang ky|dang ky kinh doanh|ma so thue|mst)\b"
)


def says_whose(folded: str) -> bool | None:
    """Whether each of the family is said to be registered by himself (True), or all together
    (False); None where neither is said."""
    if says_apart(folded) or _A_PERSONS.search(folded):
        return True
    if re.search(r"\b(?:rieng|hai (?:dang ky|ho|giay))\b", folded):
        return True
    if _IN_THEIR_NAME.search(folded):
        return True
    denied = re.search(r"\b(?:khong|ko|k|hong) (?:phai )?chung\b", folded)
    return True if denied else False if _TOGETHER.search(folded) else None


# `giấy kinh doanh tên bà ấy`
_IN_THEIR_NAME = re.compile(
    r"\b(?:giay|dang ky|kinh doanh|quan|tiem|shop|mst)\b[^,.;]*\b(?:dung )?ten (?:la )?(?:ba|ong"
    r"|vo|chong|bo|me|ma|con|anh|chi|em)(?: (?:ay|nha|xa|toi|tui|em|minh|bac|trai|gai))*\b"
)


def says_several_owners(folded: str) -> bool:
    """Whether a line speaks of several households, or of each of several people: `hai vợ chồng mỗi
    người một quán`, `2 giấy phép, mỗi cái 700 triệu`."""
    return _EACH_HIS.search(folded) is not None


def without_kin(text: str) -> str:
    """A line without whose of the family its figures are: they are one household's."""
    bare, each = list(text), [*_EACH_HIS.finditer(fold(text))]
    kin = _pattern(text).finditer(_told(text))
    for found in [*kin, *each, *_IN_HIS_NAME.finditer(fold(text))]:
        bare[found.start() : found.end()] = " " * (found.end() - found.start())
    two = "2 quán " if any(_OF_TWO.search(found[0]) for found in each) else ""
    return two + " ".join("".join(bare).split())


_OF_TWO = re.compile(r"\b(?:vo chong|hai|2)\b")


def _pattern(text: str) -> re.Pattern[str]:
    return _MARKED if has_marks(text) else _KIN


def _told(text: str) -> str:
    """The text as its pattern reads it: with its marks, or folded."""
    said = text.lower() if has_marks(text) else fold(text)
    return _BOTH.sub(lambda found: "-" * len(found[0]), said)


def _kin_in(text: str) -> str:
    found = _pattern(text).search(_told(text))
    return found[0] if found else ""


def _last(text: str) -> str:
    """Whose of the family is named last, where not who speaks is named behind."""
    kin = next(reversed([*_pattern(text).finditer(_told(text))]), None)
    if kin is None:
        return ""
    own = _SPEAKS.search(fold(text), kin.end() + 2)  # `vợ tôi bán` is not who speaks
    return "" if own else kin[0]


_SPEAKS = re.compile(
    rf"\b{_ONE_S_OWN}(?: (?:thi|cung|lai|co|dang))* "
    r"(?:ban|mo|dung ten|lam|chay|buon|nau|may|cat|sua)\b"
    rf"|\b(?:cua|quan|tiem|shop) {_ONE_S_OWN}\b"
)


def with_their_trades(before: str, said: str, trades: Trades) -> str:
    """A line in which one of the family takes in a sum, with his trade as an earlier line told it
    (`vợ tôi có tiệm làm tóc`); "" where the line names one, or no earlier one did."""
    known = {}
    for spot in _pattern(before).finditer(_told(before)):
        end = _end_of_clause(before, spot.end())
        named = [m for m in trades.mentions(before) if spot.end() <= m.start and m.end <= end]
        if named and not _is_speakers(before[spot.end() : named[0].start]):
            known[fold(spot[0])] = named[0].words
    for spot in _pattern(said).finditer(_told(said)):
        end = _end_of_clause(said, spot.end())
        clause = said[spot.end() : end]
        if fold(spot[0]) not in known or not amounts(clause) or trades.mentions(clause):
            continue
        own = re.match(rf" {_ONE_S_OWN}\b", fold(clause))
        at = spot.end() + (own.end() if own else 0)
        return f"{said[:at]} {known[fold(spot[0])]}{said[at:]}"
    return ""


def _is_speakers(between: str) -> bool:
    """Whether the trade behind these words is of who speaks."""
    return _SPEAKS.search(fold(between)) is not None


def _end_of_clause(text: str, begin: int) -> int:
    cut = re.compile(r"[,.;!?\n]").search(text, begin)
    return cut.start() if cut else len(text)


def _meet(one: Figure, two: Figure) -> bool:
    """Whether nothing, as a comma, shares out between two figures what stands between them."""
    return one.amount.end == two.amount.start - len(two.left)


def _kin_of_it(right: str) -> str:
    found = _pattern(right).search(_told(right))
    return found[0] if found and _OF_IT.match(fold(right)[: found.start()]) else ""


def _without_first(left: str) -> str:
    """What stands before a figure, without whose the one before it was said to be."""
    found = _pattern(left).search(_told(left))
    mine = found is None or not _OF_IT.match(fold(left)[: found.start()])
    return left if mine or found is None else left[found.end() :]
