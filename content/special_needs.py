"""What somebody who comes to a meeting needs ready for them: a way in for a wheelchair, a seat
where they hear. Kept is what the ward prepares, never what somebody suffers from."""

import re

from content.vietnamese import bare_words, clean

WHEELCHAIR, WALKING, HEARING, SIGHT = "wheelchair", "walking", "hearing", "sight"
NEEDS = (WHEELCHAIR, WALKING, HEARING, SIGHT)

# All folded.
_LOOKS = {
    WHEELCHAIR: re.compile(r"\bxe lan\b"),
    WALKING: re.compile(
        r"\b(?:di lai|di dung|len xuong|leo|di)(?: \w+){0,2} (?:kho(?: khan)?|cham|khong noi"
        r"|khong duoc|yeu)\b|\bchong (?:gay|nang)\b|\b(?:dau|yeu|gay) (?:chan|goi|khop|lung)\b"
        r"|\bkhuyet tat\b|\btan tat\b"
    ),
    HEARING: re.compile(
        r"\b(?:nghe|tai) kem\b|\btai (?!nan\b)(?:\w+ )?(?:nang|lang|nghenh)\b"
        r"|\b(?:lang|nghenh|nang) tai\b|\bkhiem thinh\b"
        r"|\b(?:toi|tui|em|minh|bi|nguoi|chong|vo|con|me|bo) (?:cam )?diec\b|\bcam diec\b"
        r"|\bra dau\b|\bngon ngu ky hieu\b|\bthu ngu\b"
    ),
    SIGHT: re.compile(r"\bmat (?:kem|mo|yeu)\b|\bkhiem thi\b|\bnhin khong ro\b"),
}
_NO_MORE = re.compile(
    r"^(?:(?:a|da|thoi|gio|bay gio|nay) )*(?:khong|ko|khoi|bo|het|thoi)(?: (?:can|phai|ghi|xe lan"
    r"|chuan bi|nua|dau|muc|dong|cai|di|a|nhe))*$"
)
_OF_TRADE = re.compile(r"\b(?:ban|sua|cho thue|mua|gia|thue|tien) (?:\w+ )?xe lan\b")


def needs_in(text: str) -> tuple[str, ...]:
    """Which of `NEEDS` the text names; none for whoever sells wheelchairs."""
    plain = _plain(text)
    if _OF_TRADE.search(plain):
        return ()
    return tuple(name for name, look in _LOOKS.items() if look.search(plain))


def needs_no_more(text: str) -> bool:
    """`không cần xe lăn nữa`: what was to be prepared is not."""
    plain = _plain(text)
    return "can" in plain.split() and bool(_NO_MORE.match(plain))


def _plain(text: str) -> str:
    return bare_words(clean(text))
