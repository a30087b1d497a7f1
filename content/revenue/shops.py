"""Of how many places a figure is said: one shop or all of them, each room or the house."""

import re

from content.amounts import amounts

PLACE = r"(?:quan|cua hang|tiem|shop|phong|gian|nha|can|cai|sap|ki ?ot|cho|diem|co so)"
EACH_OF = re.compile(rf"\b(?:moi|tung|mot|1) {PLACE}\b")
ROOM = re.compile(r"\b(?:phong|gian)\b")
COUNT = re.compile(
    r"\b(?P<count>\d{1,3}|hai|ba|bon|nam|sau|bay|tam|chin|muoi|may|vai) "
    r"(?:quan|cua hang|tiem|shop|phong|gian|nha|can|cai|sap|ki ?ot|diem ban|co so)\b"
)
_TOGETHER = re.compile(r"\b(?:tong|tong cong|cong lai|tat ca|ca hai|ca \d+|ca ba|gop|het thay)\b")
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


def times_said(around: str, folded: str) -> tuple[int, int]:
    """(how many times a figure counts, how many it may count); `around` are the words beside it,
    `folded` is the whole line."""
    places, each = count(folded), EACH_OF.search(around)
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
