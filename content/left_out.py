"""What a line says is not done, or no more: it names no trade of whoever says it."""

import re

from content.vietnamese import has_marks

# What is not done, or no more: `nếu bỏ bán bia`, `tôi không bán rượu`, `chứ không phải quán phở`.
_LEFT = re.compile(
    r"\b(?:(?P<off>bỏ|bo|nghỉ|nghi|ngừng|ngưng|ngung|dừng|dẹp|dep|đừng|khỏi|khoi)"
    r"|(?P<no>không|khong|ko|hông|hổng|chưa))"
    r"(?: (?:còn|con|có|co|phải|phai|là|la|bán|ban|làm|lam|mở|mo|hẳn|han|luôn|luon|phần|phan|món"
    r"|mon|nghề|nghe|ngành|nganh|kinh|doanh|buôn|buon|thêm|them|cả|ca|nữa|nua|tiền|tien))* $"
)
_ASKED = re.compile(r"\b(?:phải|phai|được|duoc|có|co|thuế|thue|đúng|dung) $")
_A_PLACE = re.compile(r"(?:quán|quan|tiệm|tiem|cửa hàng|cua hang|shop|sạp|sap|quầy|quay|nhà|nha)\b")


def is_left(lower: str, start: int) -> bool:
    """Whether the words of a tidied line in small letters that begin at `start` name something that
    the line says is not done, or no more."""
    found = _LEFT.search(lower, 0, start)
    if found is None:
        return False
    if found["off"]:
        return not (found["off"].isascii() and has_marks(lower))  # `bo` beside marks is no `bỏ`
    if _ASKED.search(lower, 0, found.start()):
        return False  # `có phải nộp không, quán phở`
    # `à không quán phở`: no to what was said before.
    plain = found.group().strip() == found["no"]
    return not (plain and _A_PLACE.match(lower, start)) and not _CORRECTS.match(lower)


_CORRECTS = re.compile(
    r"(?:à|a|ủa|ua|ý|y|á|ơ|nhầm|nham|lộn|lon) (?:không|khong|ko)\b(?! (?:phải|phai|còn|con|có|co))"
)
