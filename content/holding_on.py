"""`à quên đừng gửi vội để tui hỏi mấy nhà bên`, `khoan đăng ký nhé`: what stands open is to wait,
and nothing is given up. Looked for folded."""

import re

from content.other_matter import is_question
from content.vietnamese import bare_words

_MOST = 20  # words
_HOLDS = re.compile(
    r"\b(?:dung|khoan|chua) (?:co |hay |voi |hang |nen )?(?:gui|dang ky|dang ki|dk|dky|ghi|nop)"
    r" (?:voi|da|nhe|nha|nghen|nghe|hi)\b"
    r"|\bkhoan (?:hay|hang) (?:gui|dang ky|dang ki|dk|dky|ghi|nop|lam)\b"
    r"|\bkhoan (?:gui|dang ky|dang ki|dk|dky|nop)$"
    r"|\bdung (?:gui|dang ky|nop) (?:voi|ngay|lien|luon)\b"
)
_LEAD = re.compile(
    r"(?i)^(?:à |ừ |ơ |ê |mà |thôi )*(?:khoan|từ từ|tu tu)(?: (?:đã|da|cái|cai))?[ ,.]+"
)


def holds_on(text: str) -> bool:
    """Whether it says that something is not to go yet."""
    plain = bare_words(text)
    return len(plain.split()) <= _MOST and bool(_HOLDS.search(plain)) and not is_question(text)


def asked_meanwhile(text: str) -> str:
    """`khoan đã, giấy đó có bắt buộc không` -> the question; "" for any other words."""
    lead = _LEAD.match(text)
    rest = text[lead.end() :].strip() if lead else ""
    return rest if rest and is_question(rest) else ""
