"""Whole numbers from outside: forms, addresses of pages, callback data, cells of a sheet."""

MOST = 2**63 - 1  # what the database holds; ids are long


def read_whole(text: str, low: int = 0, high: int = MOST) -> int | None:
    """The whole number a text is, from `low` to `high`; None for anything else.

    Digits of every script are taken (a keyboard may type full-width ones); what only looks like
    a digit (`²`) is not, and a sign or a very long number neither.
    """
    text = text.strip()
    if not text.isdecimal() or len(text) > len(str(MOST)):
        return None
    number = int(text)
    return number if low <= number <= high else None
