"""A table written as plain text: a .csv of any program and any time, rows pasted from a sheet."""

import csv
import io
import re
import statistics
import unicodedata
from collections.abc import Iterator

from content.legacy_fonts import FONTS
from content.syllables import is_syllable

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_BETWEEN = "\t;,|"
_LOOK_AT = 40  # lines
_WEIGHED = 2000  # words beyond ASCII
_WORD = re.compile(r"[^\s,;:|()\"'./+-]+")
_GUARDED = re.compile(r'^="(.*)"$')  # how programs keep a nought in front: ="0912..."
csv.field_size_limit(1 << 20)


def read_table(data: bytes) -> Iterator[list[str]] | None:
    """The rows of a text with something between its cells; None for what is no such text."""
    text = _decoded(data)
    if text is None or text.lstrip()[:1] == "<" or any(_is_control(char) for char in text[:4096]):
        return None
    between = _between(text)
    return _rows(text, between) if between else None


def _rows(text: str, between: str) -> Iterator[list[str]]:
    if text[:4].lower() == "sep=":
        text = text.partition("\n")[2]
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=between):
            yield [_GUARDED.sub(r"\1", cell) for cell in row]
    except csv.Error:
        return  # a quotation without an end, longer than any table


def _decoded(data: bytes) -> str | None:
    """Unicode where it says so or can be nothing else; else the Windows code page of Vietnam, or
    that of the West with the fonts of before Unicode: whichever gives more Vietnamese words."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    head = data[:4096]
    if head.count(0) * 5 > len(head):
        return data.decode("utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be",
                           "replace")  # fmt: skip
    if 0 in head:
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        vietnamese = unicodedata.normalize("NFC", data.decode("cp1258", "replace"))
        western = data.decode("cp1252", "replace")
        return vietnamese if _good(vietnamese) >= _good_in_a_font(western) else western


def _good_in_a_font(text: str) -> int:
    return max(_good(turn(text[:100_000])) for turn in FONTS.values())


def _good(text: str) -> int:
    """How many words beyond ASCII are Vietnamese, less those that are not."""
    words = [word for word in _WORD.findall(text[:100_000]) if not word.isascii()][:_WEIGHED]
    return sum(1 if is_syllable(word) else -1 for word in words)


def _is_control(char: str) -> bool:
    return char < " " and char not in "\t\r\n\x0b\x0c"


def _between(text: str) -> str:
    """What stands between the cells: what parts most lines into as many; "" for nothing."""
    if text[:4].lower() == "sep=" and text[4:5] in _BETWEEN:
        return text[4]
    lines = [line for line in text[:200_000].splitlines() if line.strip()][:_LOOK_AT]
    scores = {sign: _evenness(lines, sign) for sign in _BETWEEN}
    best = max(scores, key=lambda sign: scores[sign])
    return best if scores[best] > 0 else ""


def _evenness(lines: list[str], sign: str) -> float:
    counts = [line.count(sign) for line in lines]
    if len(lines) < 2 or not any(counts):
        return 0
    usual = statistics.mode([count for count in counts if count])
    return sum(count == usual for count in counts) * (1 + usual / 20)
