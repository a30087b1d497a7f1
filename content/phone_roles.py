"""Of several phone numbers in a text, which are used no more, and which are somebody else's:
`số cũ 0912… đổi thành 0987…`, `không dùng số 0912… nữa`, `số chồng tôi 0912…, số tôi 0987…`."""

import re
from collections.abc import Iterator

from content.vietnamese import fold_in_place

_NUMBER = r"\+?\d[\d .\-]{7,14}\d"
_NO = r"(?:khong|ko|k|dung|thoi)"
_TO = r"(?: (?:so|vao|toi|den|cho|may|tu|la))*"
_CALL = r"(?:dung|xai|goi|lien he|lien lac|nhan|phai)"
# The words behind must not belong to the number that follows: `0987…, số cũ 0912…`.
_NOT_OF_NEXT = rf"(?!{_TO}[ :]*\+?\d)"
_GIVEN_UP = (
    re.compile(
        rf"\b(?:(?:so |sdt |dt )?cu\b(?: la)?|{_NO} (?:con )?{_CALL}{_TO}"
        rf"|(?:bo|doi|chuyen|thay(?: (?:vi|cho))?){_TO}|tu(?: so)?"
        rf"|truoc(?: day| kia)?(?: (?:dung|xai))?{_TO})[ :]*(?P<number>{_NUMBER})"
    ),
    re.compile(
        rf"(?P<number>{_NUMBER})[ ,(\-]*(?:(?:la|thi|nay|gio|da|bi|sim|so nay) )*"
        r"(?:(?:so )?cu\b|(?:khong|ko|k) (?:con\b|dung|xai|lien lac|goi)"
        r"|(?:bo|mat|khoa|hong|hu|het han|nham|sai)\b|(?:(?:doi|chuyen) )?(?:thanh|sang|qua)\b"
        rf"|(?:thay )?bang\b){_NOT_OF_NEXT}"
    ),
    # `đổi thành số mới 0987…`: with a number behind it the one before is the old one.
    re.compile(
        rf"(?P<number>{_NUMBER})[ ,(\-]*(?:(?:nay|gio|da) )*(?:(?:doi|chuyen) )?"
        rf"(?:thanh|sang|qua|thay bang|bang)\b(?: so)?(?: moi)?(?: la)?[ :]*(?={_NUMBER})"
    ),
)
_KIN = (
    r"(?:chong|vo|con (?:trai|gai|toi|em|minh|dau|re)|bo|me|ma|anh (?:trai|toi|em)"
    r"|chi (?:gai|toi|em)|em (?:trai|gai)|chau (?:toi|noi|ngoai)|ke toan|nhan vien|quan ly"
    r"|hang xom|nguoi nha)"
)
_OF_ANOTHER = (
    re.compile(
        rf"\b(?:so|sdt|dt|may|cua)(?: cua)? {_KIN}(?: (?:toi|em|minh|tui))*(?: la)?[ :]*"
        rf"(?P<number>{_NUMBER})"
    ),
    re.compile(rf"(?P<number>{_NUMBER})[ ,\-]*(?:la )?(?:so )?(?:\(|cua ){_KIN}\b{_NOT_OF_NEXT}"),
)


def given_up(text: str) -> Iterator[str]:
    """The numbers, as they are typed, that are said to be old or not to be called."""
    return _found(text, _GIVEN_UP)


def of_another(text: str) -> Iterator[str]:
    """The numbers, as they are typed, that are said to be of somebody of theirs."""
    return _found(text, _OF_ANOTHER)


def _found(text: str, patterns: tuple[re.Pattern[str], ...]) -> Iterator[str]:
    plain = fold_in_place(text)
    return (match["number"] for pattern in patterns for match in pattern.finditer(plain))
