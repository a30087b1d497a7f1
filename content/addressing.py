"""Recognises how somebody wishes to be addressed: `gọi tôi là cô`, `xưng cháu gọi bác`."""

import re

from content.vietnamese import bare_words

LONGEST = 14  # words: a longer line tells something besides
_AS = r"(?:co|chu|bac|ong|ba|anh|chi|di|cau|em|o|mo|thim|cu)"
_ME = r"(?:toi|tui|minh|co|chu|bac|ong|ba|anh|chi|em)"
_CALL = r"(?:goi|keu|xung|xung ho)"
_WISHED = re.compile(
    rf"\b{_CALL}(?: voi)? {_ME} (?:la|bang) {_AS}\b(?! \w+ (?:hang|ban|chu))"
    rf"|\bxung (?:la )?(?:chau|con|em|minh|toi)(?: (?:va|roi"
    rf"|thi))* {_CALL}(?: \w+)? (?:la )?{_AS}\b"
    rf"|\b(?:dung|khong) {_CALL}(?: {_ME})? (?:la )?(?:ong ba|ong|ba)\b"
)


def form_of_address(text: str) -> bool:
    """Whether the words wish to be called so and so, and say no more."""
    plain = bare_words(text)
    return len(plain.split()) <= LONGEST and bool(_WISHED.search(plain))
