"""Several matters that the person numbered: `1 là ..., 2 là ...`, `1. ... 2) ...`, `thứ nhất`."""

import re

from content.vietnamese import fold_in_place

FEWEST, MOST = 2, 9
_ORDINALS = {"nhat": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6}
_NUMBER = re.compile(
    r"(?:^|(?<=[\s,;:.\n(]))(?:(?:cau|viec|y|so) )?(?:(?P<digit>[1-9])(?:[.)/:]\s*|\s*,? la )"
    r"|thu (?P<ordinal>nhat|hai|ba|tu|bon|nam|sau)(?: la|,|:)? )(?!\d)"
)
# `tháng 1 là ..., tháng 2 là ...`: no number of a matter.
_OF_ELSE = re.compile(
    r"\b(?:quy|thang|ngay|nam|to|tuan|lan|khoan|quan|nha|phong|nguoi|hang|nganh|loai|muc|dieu)\s*$"
)


def numbered_in(text: str) -> list[str]:
    """The matters in their order, as typed; none where they are not numbered from one on without a
    gap, or one of them is empty."""
    folded = fold_in_place(text)
    marks = [
        (int(found["digit"] or _ORDINALS[found["ordinal"]]), found)
        for found in _NUMBER.finditer(folded)
        if not _OF_ELSE.search(folded[: found.start()])
    ]
    if [number for number, _ in marks] != list(range(1, len(marks) + 1)):
        return []
    if not FEWEST <= len(marks) <= MOST:
        return []
    ends = [found.start() for _, found in marks[1:]] + [len(text)]
    parts = [
        text[found.end() : end].strip(" \n,.;:")
        for (_, found), end in zip(marks, ends, strict=True)
    ]
    return parts if all(len(part.split()) > 1 for part in parts) else []
