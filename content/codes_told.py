"""A code or a number that nobody should send, told in a talk where it was asked after or spoken of
a few lines before: `nó gửi mã về máy`, then `mã nó đây 482913`."""

import re
from collections.abc import Sequence

from content.sensitive import Sensitive, mask_after
from content.vietnamese import bare_words

LINES = 4  # of either side
_FEW = 7  # words
_SPOKEN_OF = re.compile(
    r"\botp\b|\bma (?:xac nhan|xac thuc|dang nhap|gui ve|ve may|6 so|sau so)\b"
    r"|\b(?:gui|nhan|doc|nhap|bao)(?: \w+){0,2} ma\b|\bma(?: \w+){0,3} (?:ve may|het han|moi ai)\b"
    r"|\bmat khau\b"
)
_CODE = re.compile(r"(?<![\d./-])\d{4,8}(?![\d./-])")
_OTHER = re.compile(r"\b(?:ho so|thue|mst|nam|ngay|thang|nha|dong|trieu|nghin|tien|gia|kg|cau)\b")


def told_after(before: Sequence[str], text: str) -> tuple[str, ...]:
    """What kinds of secrets the text holds for whoever has read the lines `before` it, the latest
    last; () for none, and for what is known by its own words (`content.sensitive.mask`)."""
    lately = [line for line in before[-LINES:] if line]
    for line in lately:
        if kinds := mask_after(line, text).kinds:
            return tuple(map(str, kinds))
    said = bare_words(text)
    if len(said.split()) > _FEW or _OTHER.search(said) or not _CODE.search(text):
        return ()
    spoken = any(_SPOKEN_OF.search(bare_words(line)) for line in lately)
    return (str(Sensitive.OTP),) if spoken else ()
