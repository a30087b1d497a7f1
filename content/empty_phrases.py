"""Phrases in an answer that say nothing a person can hold on to: `đang xem xét`, `theo quy định`
without which one, `trong thời gian tới` without a day. Pointed at before it is approved."""

import re

from content.vietnamese import fold_in_place

_LAW = (
    r"(?! (?:tai|cua|o|theo) (?:dieu|khoan|luat|nghi dinh|thong tu|quyet dinh|nghi quyet|bo luat))"
)
_EMPTY = re.compile(
    r"\b(?:dang|se|tiep tuc) (?:duoc )?(?:xem xet|nghien cuu|ghi nhan|tong hop|ra soat|theo doi)\b"
    rf"|\btheo (?:dung )?(?:quy dinh|tham quyen)(?: (?:hien hanh|cua phap luat|phap luat))?\b{_LAW}"
    r"|\btrong thoi gian (?:toi|som nhat|sap toi)\b|\b(?:som nhat|nhanh nhat) co the\b"
    r"|\b(?:cac )?(?:co quan|don vi|ban nganh|bo phan) (?:chuc nang|lien quan|co tham quyen)\b"
    r"|\b(?:ghi nhan|tiep thu) (?:y kien|kien nghi|phan anh)\b|\bde nghi ong/?ba thong cam\b"
    r"|\bkhi (?:co|bo tri duoc) (?:kinh phi|dieu kien)\b|\bse (?:som )?(?:tra loi|thong bao) sau\b"
)
MOST = 5


def empty_in(text: str) -> list[str]:
    """Such phrases as they stand in the text, each once, the first few."""
    folded = fold_in_place(text).lower()
    found = (text[one.start() : one.end()] for one in _EMPTY.finditer(folded))
    return list(dict.fromkeys(" ".join(one.split()) for one in found))[:MOST]
