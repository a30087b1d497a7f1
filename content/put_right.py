"""A word of a text put right by who wrote it: `tháng thu 35 triệu chứ không phải 25`, `thứ 4 chứ ko
phải thứ 5`. The rest of the text stays as it was written."""

import re

from content.vietnamese import fold_in_place, tidy

_RIGHT = re.compile(
    r"^(?P<right>.*\S),? (?:chu|chu ha) (?:khong|ko|k|hong|hok|dau)(?: phai| co)?(?: la)?"
    r" (?P<wrong>\S.*?)(?: (?:dau|nha|nhe|a|em|chau|con|nghen))*[ .!]*$"
)
_NUMBER = re.compile(r"\d[\d.,]*(?<=\d)|\d")


def put_right(content: str, text: str) -> str | None:
    """The content with the wrong word put right; None where a text does not say so, or the wrong
    word does not stand in the content exactly once."""
    typed = tidy(text)
    found = _RIGHT.match(fold_in_place(typed))
    if found is None:
        return None
    right, wrong = typed[: found.end("right")], typed[found.start("wrong") : found.end("wrong")]
    spots = list(
        re.finditer(rf"(?<!\w){re.escape(fold_in_place(wrong))}(?!\w)", fold_in_place(content))
    )
    instead = _counterpart(right.rstrip(" ,"), wrong)
    if len(spots) != 1 or not instead:
        return None
    return f"{content[: spots[0].start()]}{instead}{content[spots[0].end() :]}"


def _counterpart(right: str, wrong: str) -> str:
    """Of what is said to be right, the part that stands for the wrong one: its last number for a
    number, else as many words from its end."""
    if _NUMBER.fullmatch(wrong):
        numbers = _NUMBER.findall(right)
        return str(numbers[-1]) if numbers else ""
    words, count = right.split(), len(wrong.split())
    return " ".join(words[-count:]) if len(words) >= count else ""
