"""Of how many places a figure is said: one shop or all of them, each room or the house."""

import re

from content.amounts import amounts

PLACE = r"(?:quan|cua hang|tiem|shop|phong|gian|nha|can|cai|sap|ki ?ot|cho|diem|co so)"
# `quán bé bốn trăm triệu`: what another place takes in.
OF_PLACE = re.compile(
    r"\b(?:quan|cua hang|tiem|shop|sap|ki ?ot|co so) (?:be|nho|to|lon|kia|phu|moi|cu)\b"
)
EACH_OF = re.compile(rf"\b(?:moi|tung|mot|1) {PLACE}\b")
ROOM = re.compile(r"\b(?:phong|gian)\b")
COUNT = re.compile(
    r"\b(?P<count>\d{1,3}|hai|ba|bon|nam|sau|bay|tam|chin|muoi|may|vai) "
    r"(?:quan(?! ao\b)|cua hang|tiem|shop|phong|gian|nha|can|cai|sap|ki ?ot|diem ban|co so)\b"
)
_TOGETHER = re.compile(r"\b(?:tong|tong cong|cong lai|tat ca|ca hai|ca \d+|ca ba|gop|het thay)\b")
# `hai tiệm cộng lại là 1 tỷ 1`
_ALL_OF_THEM = re.compile(
    rf"{COUNT.pattern}(?: [a-z]+){{0,2}}? (?:cong|gop|tinh|tong)(?: lai| chung| het| cong| vao)\b"
)
_SPELLED = {
    "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
}  # fmt: skip
_MANY = 1_000


def count(folded: str) -> int:
    """How many shops or rooms are named; 0 for none or an unsaid number."""
    match = COUNT.search(folded)
    if match is None:
        return 0
    word = match["count"]
    return int(word) if word.isdecimal() else _SPELLED.get(word, 0)


_N = r"(?P<{}>\d{{1,3}}|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi)"
_STATE = r"(?:dang |con |bi |hien |chua |thi |hay |de |bo )*"
_NOT_LET = (
    r"(?:trong(?! (?:nha|day|do|hem|ngo|so|tong))|ai thue|cho thue|co (?:ai|nguoi|khach)|e\b)"
)
# `2 phòng trống`, `trống 2 phòng`, `bỏ trống 2`: nobody pays for these.
_EMPTY = re.compile(
    rf"\b{_N.format('a')} (?:phong|can|gian|cai) {_STATE}(?:khong )?{_NOT_LET}"
    rf"|\b(?:trong mat|trong het|trong|e) (?:mat |khoang )?{_N.format('b')}"
    r"(?: (?:phong|can|gian|cai)\b|(?= ?(?:$|[,.;])))"
)
# `mới cho thuê được 7`, `có 7 phòng có người`
_LET = re.compile(
    rf"\b(?:cho )?thue (?:duoc|dc|co|moi) (?:co |moi |khoang )?{_N.format('a')}\b"
    r"(?! ?(?:tr|cu|ty|nghin|ngan|k)\w*)"
    rf"|\b{_N.format('b')} (?:phong|can|gian) (?:dang |da |thi )*(?:co (?:nguoi|khach)|kin)\b"
)


def _let(places: int, folded: str) -> int:
    """How many of so many rooms are let, where some are said to stand empty."""
    if not ROOM.search(folded) or places < 2:
        return places
    if found := _LET.search(folded):
        let = _number(found["a"] or found["b"])
    elif found := _EMPTY.search(folded):
        let = places - _number(found["a"] or found["b"])
    else:
        return places
    return let if 0 < let < places else places


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else 1 if word == "mot" else _SPELLED.get(word, 0)


# `nhà trọ 10 phòng, phòng 1 triệu 8`: of each of them; not `10 phòng 18 triệu`.
_A_ROOM = re.compile(r"(?:^|[,;:.]) ?phong(?: (?:gia|thue|thu|duoc))? *#")


# `3 xe tải, mỗi xe tháng 40 triệu`
_VEHICLES = re.compile(rf"\b{_N.format('a')} (?:chiec |cai )?(?:xe|ghe|tau|may)\b")
_OF_A_VEHICLE = re.compile(r"\b(?:moi|tung) (?:chiec |cai )?(?:xe|chiec|ghe|tau|may)\b")


# `9 phòng 1tr5, 5 phòng 2tr`: so many at each price.
_LOT = (
    r"\b(?P<rooms>\d{1,3}|cai|mot) (?:phong|gian|can|ki ?ot|sap|mat bang)(?: tro)?"
    r"(?: (?:gia|thi|la|loai|moi phong|moi can))*"
)
_LOTS = re.compile(rf"{_LOT} ?(?=\d)")
_LOT_BEFORE = re.compile(rf"{_LOT} ?$")


def rooms_at_price(left: str, folded: str) -> int:
    """How many rooms the words before a figure say it is the price of, where a line tells several
    prices; 0 for none."""
    lot = _LOT_BEFORE.search(left) if len(_LOTS.findall(folded)) > 1 else None
    return int(lot["rooms"]) if lot and lot["rooms"].isdecimal() else int(lot is not None)


# `cho 2 đứa sinh viên thuê, mỗi đứa 1tr7`
_TENANTS = re.compile(rf"\b{_N.format('a')} (?:dua|nguoi|em|chau|ban|khach)\b")
_LET_TO = re.compile(r"\bthue\b")
OF_A_TENANT = re.compile(r"\b(?:moi|tung) (?:dua|nguoi|em|chau|ban|khach)\b")


def times_said(around: str, folded: str) -> tuple[int, int]:
    """(how many times a figure counts, how many it may count); `around` are the words beside it,
    `folded` is the whole line."""
    if (
        _LET_TO.search(folded)
        and (tenants := _TENANTS.search(folded))
        and OF_A_TENANT.search(around)
    ):
        return _number(tenants["a"]), _number(tenants["a"])
    if (vehicles := _VEHICLES.search(folded)) and _OF_A_VEHICLE.search(around):
        return _number(vehicles["a"]), _number(vehicles["a"])
    if _ALL_OF_THEM.search(around):
        return 1, 1
    places, each = _let(count(folded), folded), EACH_OF.search(around)
    if not each and places > 1 and _A_ROOM.search(around):
        return places, places
    several = COUNT.search(folded) is not None and places != 1
    if each and each.group().startswith(("mot", "1")) and len(amounts(folded)) > 1:
        return 1, 1  # "một cái 60 triệu, một cái 50 triệu": each is said
    if each and places > 1:
        return places, places
    if each and each.group().startswith(("moi", "tung")):
        return 1, _MANY
    if several and len(amounts(folded)) == 1 and not _TOGETHER.search(folded):
        if ROOM.search(folded) and places > 1:
            return places, places
        return 1, max(places, 2)
    return 1, 1
