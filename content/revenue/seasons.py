"""A month's figure told anew by seasons, after a flat one: `tháng tết mới 40, tháng thường 25
thôi`, then `tết tính 2 tháng`."""

import re

from content.amounts import amounts, names_unit
from content.revenue.reckoning import FigureReader
from content.revenue.statements import sold_in, with_one
from content.revenue.told import Statements, ToldFigures
from content.vietnamese import fold, tidy

_AMOUNT = r"(?P<{}>\d[\d.,]*(?: ?(?:trieu|tr|cu|nghin|ngan|k|ty|ti)\w*)?)"
_HIGH = r"(?:tet|cao diem|giap tet|can tet|cuoi nam|he|dong khach|dong|dat khach|mua \w+)"
_USUAL = r"(?:thuong|binh thuong|khac|con lai|e|vang|it khach|ngay thuong)"
_BETWEEN = r"(?: (?:moi|thi|duoc|ban|la|khoang|chung|tam|con|chi|co|len))*"
_BY_SEASON = re.compile(
    rf"\bthang {_HIGH}{_BETWEEN} {_AMOUNT.format('high')}\b.*?"
    rf"\b(?:cac |may |nhung )?thang {_USUAL}{_BETWEEN} {_AMOUNT.format('usual')}\b"
)
_N = r"(?P<count>[1-6]|mot|hai|ba|bon)"
_COUNTS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4}
_SO_MANY = re.compile(
    rf"\b(?:{_HIGH}|mua ay|may thang do)\b.*?\b{_N} thang\b"
    rf"|\b{_N.replace('count', 'also')} thang {_HIGH}\b"
)
_TOLD = re.compile(r"^(?P<head>.*?)(?P<count>\d) tháng tết mỗi tháng ")
_UNIT = re.compile(r"\d ?(trieu|tr|cu|nghin|ngan|k)")


def by_seasons(old: ToldFigures, said: str, reader: FigureReader) -> Statements | None:
    """What was told of one business (`old`) with the months of a season and the usual ones in place
    of its one figure, or with another number of the season's months; None for any other line."""
    places = sold_in(old.parts)
    if len(places) != 1:
        return None
    before, folded = old.parts[places[0]].said, fold(tidy(said))
    if found := _BY_SEASON.search(folded):
        unit = next(iter(_UNIT.findall(fold(before))), "")
        high, usual = (_with_unit(found[name], unit) for name in ("high", "usual"))
        label = _label(old)
        line = f"{label}1 tháng tết mỗi tháng {high}, các tháng còn lại mỗi tháng {usual}"
        return with_one(old.parts, places[0], reader.stated(line))
    told, many = _TOLD.match(before), _SO_MANY.search(folded)
    if told is None or many is None or amounts(said):
        return None
    word = many["count"] or many["also"]
    count = _COUNTS.get(word) or int(word)
    line = f"{told['head']}{count}{before[told.end('count') :]}"
    return with_one(old.parts, places[0], reader.stated(line))


def _with_unit(figure: str, unit: str) -> str:
    return figure if names_unit(figure) or not unit else f"{figure} {unit}"


def _label(old: ToldFigures) -> str:
    words = list(dict.fromkeys(one.words for one in old.named if one.words))
    return f"{' và '.join(words)}: " if words else "doanh thu: "
