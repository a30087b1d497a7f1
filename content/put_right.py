"""A word of a text put right by who wrote it: `tháng thu 35 triệu chứ không phải 25`, `thứ 4 chứ ko
phải thứ 5`. The rest of the text stays as it was written."""

import re

from content.vietnamese import fold_in_place, tidy

_NOT = r"(?:khong|ko|k|hong|hok)"
_TAIL = r"(?: (?:dau|nha|nhe|a|em|chau|con|nghen|roi|day))*[ .!]*$"
_SLIP = r"(?:(?:a|o|oi|ua|y|chet|xin loi|em|da|quen|lon)[ ,]+)*(?:(?:ghi|viet|noi|go) )?"
_WAYS = (
    # `thứ 4 chứ không phải thứ 5`
    re.compile(
        rf"^(?P<right>.*\S),? (?:chu|chu ha) (?:{_NOT}|dau)(?: phai| co)?(?: la)?"
        rf" (?P<wrong>\S.*?){_TAIL}"
    ),
    # `à nhầm, ngõ 74 không phải 47`
    re.compile(
        rf"^{_SLIP}(?:nham|lon|sai)(?: roi)?[ ,.]+(?:la )?(?P<right>\S.*?),? {_NOT} phai(?: la)?"
        rf" (?P<wrong>\S.*?){_TAIL}"
    ),
    # `không phải ngõ 47 mà là ngõ 74`
    re.compile(
        rf"^{_SLIP}(?:nham[ ,.]+)?{_NOT} phai(?: la)? (?P<wrong>\S.*?),? ma(?: la)?"
        rf" (?P<right>\S.*?){_TAIL}"
    ),
    # `sửa ngõ 47 thành ngõ 74`
    re.compile(
        rf"^{_SLIP}(?:sua|doi)(?: lai)? (?P<wrong>\S.*?) (?:thanh|lai thanh|lai la)"
        rf" (?P<right>\S.*?){_TAIL}"
    ),
)
_LONGEST = 8  # words of the wrong one: more are told, and put nothing right
_NUMBER = re.compile(r"\d[\d.,]*(?<=\d)|\d")


def put_right(content: str, text: str) -> str | None:
    """The content with the wrong word put right; None where a text does not say so, or the wrong
    word does not stand in the content exactly once."""
    typed = tidy(text)
    plain = fold_in_place(typed)
    found = next((one for way in _WAYS if (one := way.match(plain))), None)
    if found is None:
        return None
    right, wrong = (typed[slice(*found.span(part))] for part in ("right", "wrong"))
    if len(wrong.split()) > _LONGEST:
        return None
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
