"""Words of the Centre and the South, and of chat, as they are said elsewhere: `nỏ có`, `hk phải`,
`đi một chắc`. For patterns that listen to plain words; never for a name or a text that is kept."""

import re

from content.vietnamese import has_marks

_WORDS = {
    **dict.fromkeys(("nỏ", "hông", "hổng", "hỏng", "hk", "hok", "hem", "hôn", "kg"), "không"),
    "khôông": "không",
    **dict.fromkeys(("đc", "dc"), "được"),
    **dict.fromkeys(("hí", "hỉ", "nghen", "hen"), "nhé"),
    **dict.fromkeys(("z", "dzậy", "dậy", "rứa", "rửa"), "vậy"),
    **dict.fromkeys(("xoá", "xóa"), "xóa"),
    "mô": "đâu", "mần": "làm", "nớ": "ấy", "ni": "này", "nựa": "nữa", "tê": "kia", "j": "gì",
    "lun": "luôn", "r": "rồi", "vs": "với", "k": "không", "ko": "không", "đk": "đăng ký",
    "sđt": "số điện thoại", "trc": "trước", "ntn": "như thế nào", "mk": "mình", "ng": "người",
    "thiệt": "thật", "ừa": "ừ", "bb": "tạm biệt", "xài": "dùng", "b": "bạn",
}  # fmt: skip
_PHRASES = (
    (re.compile(r"(?i)\bmột chắc\b"), "một mình"),
    (re.compile(r"(?i)\bmần chi\b"), "làm gì"),
    (re.compile(r"(?i)\bchi (?=rứa\b|mô\b|ri\b)"), "gì "),
)
_MARKED_ONLY = frozenset({"ni", "tê", "mô", "hí"})  # without marks they are other words
_WORD = re.compile(r"[^\W\d_]+")


def plainly(text: str) -> str:
    """The text with such words put otherwise, everything else as it was."""
    marked = has_marks(text)
    for pattern, plain in _PHRASES:
        text = pattern.sub(plain, text)
    return _WORD.sub(lambda found: _plain(found[0], marked=marked), text)


def _plain(word: str, *, marked: bool) -> str:
    lower = word.lower()
    if lower in _MARKED_ONLY and not marked:
        return word
    return _WORDS.get(lower, word)
