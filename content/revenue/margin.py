"""How much of the sales is profit, where it is told in hundredths: `lời 15%`."""

import re

from content.vietnamese import fold_in_place

# It makes no profit of the sum beside it.
_MARGIN = re.compile(
    r"\b(?:tien |duoc |an |chi |muc )?(?:loi|lai)(?: nhuan| rong)?"
    r"(?: duoc| khoang| chung| tam| co| la)* (\d{1,2})(?: ?%| phan tram| phan\b)"
)
_OF_A_LOAN = re.compile(r"\b(?:vay|ngan hang|tien gui|the chap|tra gop|lai suat)\b")


def margin_in(text: str) -> tuple[int, str]:
    """The profit in hundredths of the sales, 0 for none told, and the text without that."""
    plain = fold_in_place(text)
    found = None if _OF_A_LOAN.search(plain) else _MARGIN.search(plain)
    if found is None:
        return 0, text
    gap = " " * (found.end() - found.start())
    return int(found[1]), f"{text[: found.start()]}{gap}{text[found.end() :]}"
