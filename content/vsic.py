"""A code of the classification of economic activities (VSIC) as lists and people write it."""

import re

# Its letter, two to five digits for the levels below it, and perhaps the name beside them.
_CODE = re.compile(r"(?:[A-Va-v][\s.]*)?(\d{2,5})(?:\s*[.:–—-]\s*(\D.*)|\s+(\D.*))?")


def read_vsic(text: str) -> tuple[str, str]:
    """`G4711: Bán lẻ tổng hợp` -> the digits and the name; ("", "") for what is no code."""
    found = _CODE.fullmatch(text.strip())
    return (found[1], (found[2] or found[3] or "").strip()) if found else ("", "")
