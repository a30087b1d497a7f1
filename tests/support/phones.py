"""Phone numbers in pages, for whoever looks for what must not stand there."""

import re


def holds_phone(page: str, phone: str) -> bool:
    """Whether a page holds the number (0…), however it is grouped, or most of it. A few digits
    alone prove nothing: ids and keys are drawn by lot."""
    most = phone.removeprefix("0")[:7]
    return re.search(r"[ .\-]?".join(most), page) is not None
