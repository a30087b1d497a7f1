"""Takes out of a kept question what could lead back to a person: numbers, addresses of mail."""

import re

_MAIL = re.compile(r"\S+@\S+\.\S+")
# Phone, tax code, identity card, bank account: six digits or more, spaced or not. Amounts of money
# are written with a unit or in groups of three and survive.
_NUMBER = re.compile(
    r"(?<![\d.,])\+?\d(?:[ -]?\d){5,}(?!\d|[.,]\d|\s*(?:đ|dong|đồng|vnd|tr|ty|tỷ|k)\b)"
)


def redact(text: str) -> str:
    """`gọi tôi 0912 345 678` -> `gọi tôi [số]`."""
    return _NUMBER.sub("[số]", _MAIL.sub("[thư điện tử]", text))
