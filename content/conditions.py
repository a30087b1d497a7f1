"""A yes with a condition (`đồng ý nhưng đừng ghi tên`, `gửi mà đừng công khai`): never a plain yes.
Only what the condition is; whether it can be met the form decides.
"""

import re
from enum import StrEnum

from content.agreeing import agreed_in, behind_agreeing
from content.people import read_phones
from content.short_answers import short_answer
from content.spoken import asks, keeps_unnamed
from content.vietnamese import bare_words, clean


class Condition(StrEnum):
    UNNAMED = "unnamed"  # no name is to stand there
    UNSHOWN = "unshown"  # the name, or all of it, is to be shown to nobody else
    UNCALLED = "uncalled"  # no number is to be kept or called
    OTHER = "other"  # a yes, and some condition with it


LONGEST = 22  # words: a longer message tells a story

# Folded.
# `dùng số này` is no `đừng`.
_NOT = r"(?:khong|ko|k|dung(?! (?:chung |luon )?so\b)|cam|khoi|chang|hong|hok|chua|tranh)"
_SOME = r"(?: \w+){0,3}?"
_BUT = re.compile(
    r"\b(?:nhung|nhg|voi dieu kien|dieu kien|mien|mien la|mien sao|neu|tru|rieng|con"
    r"|chi(?! (?:phi|em|nhanh|cuc|ay|do|toi|nha|cung|dong)))\b"
    rf"|\bma {_NOT}\b|\b{_NOT}\b"
)
_NOT_ONLY = re.compile(r"(?i)\bchị\b")  # folded it reads as `chỉ`
_UNSHOWN = re.compile(
    rf"\b{_NOT}{_SOME} (?:cong khai|cong bo|dang (?:len|ten|bao|mang|loa|cong|cau|face|zalo)|dang$"
    r"|dua (?:ten |so )?(?:\w+ )?(?:len|ra)|phat loa|doc ten|neu len|len (?:loa|mang|face|zalo)"
    r"|(?:cho|de) (?:\w+ )?(?:ai|nguoi khac|nguoi ngoai|hang xom|ba con) (?:biet|xem|thay|doc|so"
    r"|ten)|de lo"
    r"|lo (?:ra|thong tin|cho)|tiet lo|(?:cho|dua|ban) (?:\w+ )?ai"
    r"(?: (?:ca|het|nha|nhe|biet|nghe|dau))*$)\b"
    r"|\b(?:chi|rieng|moi)(?: \w+){0,2} (?:phuong|can bo)(?: \w+)? (?:xem|biet|doc|thay|goi)\b"
    r"|\bgiu kin(?! ten)\b|\bgui rieng\b|\bgui kin\b"
)
_UNCALLED = re.compile(
    rf"\b{_NOT}{_SOME} (?:goi(?: dien)?|dien thoai|nhan tin|ghi so|luu so|de so|lo so|cho so"
    r"|dua so|ghi sdt|ghi dien thoai)\b"
    # ... at all: `đừng gọi giờ trưa` only says when.
    r"(?! (?:vao |luc )?(?:gio|buoi|luc|trua|som|khuya|dem|nua dem|truoc|sau|toi(?! nua)|sang)\b)"
    r"|\b(?:giau|bo) so\b"
)


_MAY_BE_UNNAMED = re.compile(
    rf"^(?:\w+ ){{0,4}}(?:an danh|giau ten|{_NOT} (?:can |phai )?(?:ghi|neu|de|khai) ten)"
    rf" (?:co )?(?:duoc|dc) {_NOT}(?: (?:a|em|vay|nhi))*$"
)


def condition_in(text: str) -> Condition | None:
    """The condition that somebody makes; None where none is made, and for a question."""
    if short_answer(text):
        return None
    text = _NOT_ONLY.sub("ba", text)
    plain = bare_words(clean(text))
    rest = bare_words(behind_agreeing(text))
    if _MAY_BE_UNNAMED.search(plain):
        return Condition.UNNAMED
    if len(plain.split()) > LONGEST or (asks(text) and not rest):
        return None
    if keeps_unnamed(text) and not _UNSHOWN.search(plain):
        return Condition.UNNAMED
    if _UNSHOWN.search(plain):
        return Condition.UNSHOWN
    if _UNCALLED.search(plain) and len(read_phones(text)) < 2:  # `đừng gọi số này, gọi số kia`
        return Condition.UNCALLED
    if not rest or not _BUT.search(rest) or agreed_in(text):
        return None  # a yes, or one with a question
    return Condition.OTHER
