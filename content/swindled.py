"""Right after it was said what a swindler is: whether it is too late."""

import re

from content.swindles import plain_words_of

_DONE_BY_NOW = re.compile(
    r"(?:\w+ ){0,3}(?:cai|bam|an|chuyen|doc|dua|gui|nhap|tai|lam|ck|lo|noi|nop|dien|khai"
    r"|quet|chup)\b(?: \w+){0,4}"
    r" (?:roi|xong|mat roi|luon roi)(?: \w+){0,3}"
    r"|(?:\w+ ){0,2}(?:lo|trot|mat)\b.*"
)


def done_since(text: str) -> bool:
    """Whether, right after a warning, the whole text says that it is too late: `tôi cài rồi`."""
    return bool(_DONE_BY_NOW.fullmatch(plain_words_of(text)))
