"""A table written as plain text: a .csv of any program and any time, rows pasted from a sheet, and
lines as people send them in a chat (`1. Nguyễn Văn An - 0912 345 678 - tạp hóa`)."""

import csv
import io
import re
import statistics
import unicodedata
from collections.abc import Iterator

from content.cell_names import seems_name
from content.legacy_fonts import FONTS, reread
from content.syllables import is_syllable

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_BETWEEN = "\t;,|"
_LOOK_AT = 40  # lines
_WEIGHED = 2000  # words beyond ASCII
_WORD = re.compile(r"[^\s,;:|()\"'./+-]+")
_GUARDED = re.compile(r'^="(.*)"$')  # how programs keep a nought in front: ="0912..."
_END = "\x1e"  # no text ends so
_PHONE = re.compile(r"(?<![\d+])(?:\+?84|0)(?:[ .\-/]{0,2}\d){8,10}(?!\d)")
_ORDINAL = re.compile(r"^\W*\d{1,4}\s*[./)\-:]\s*(?=\D)")
_APART = re.compile(r"\s+[-–—]\s+|\s*:\s+")
csv.field_size_limit(1 << 20)


def read_table(data: bytes) -> Iterator[list[str]] | None:
    """The rows of a text with something between its cells, or with a phone in its lines; None for
    what is no such text."""
    text = _decoded(data)
    if text is not None:
        text = "\n".join(map(reread, text.split("\n")))
    if text is None or any(_is_control(char) for char in text[:4096]):
        return None
    between = _between(text)
    lines = text.splitlines()
    if _are_lines_of_a_chat(lines, between):
        return map(_parted, lines)
    if not between and _are_names(lines):
        return map(_named, lines)
    return _rows(text, between) if between else None


def says_nothing(data: bytes) -> bool:
    """Whether a text has no letter in it at all."""
    text = _decoded(data)
    return text is not None and not text.strip("\ufeff \t\r\n;,|\x00")


def _rows(text: str, between: str) -> Iterator[list[str]]:
    """A quotation that never ends, a slip of one sign, would swallow all that follows: from there
    on the signs are letters like others."""
    if text[:4].lower() == "sep=":
        text = text.partition("\n")[2]
    begun = 0
    try:
        reader = csv.reader(io.StringIO(f"{text}\n{_END}", newline=""), delimiter=between)
        for row in reader:
            if row and row[-1].endswith(_END):
                break
            yield _clean(row)
            begun = reader.line_num
    except csv.Error:  # a quotation longer than any table
        row = [""]
    if row != [_END]:
        rest = "".join(io.StringIO(text, newline=None).readlines()[begun:])
        for row in csv.reader(io.StringIO(rest), delimiter=between, quoting=csv.QUOTE_NONE):
            yield _clean([cell.strip('"') for cell in row])


def _clean(row: list[str]) -> list[str]:
    return [_GUARDED.sub(r"\1", cell) for cell in row]


def _are_lines_of_a_chat(lines: list[str], between: str) -> bool:
    """Whether most phones stand in the middle of words, and not in a cell of their own."""
    found = [line for line in lines[:_WEIGHED] if _PHONE.search(line)]
    if len(found) < 2:
        return False
    apart = sum(
        any(_PHONE.fullmatch(cell.strip(" '\"=")) for cell in line.split(between))
        for line in (found if between else ())
    )
    return apart * 2 < len(found)


def _are_names(lines: list[str]) -> bool:
    """Whether most lines are somebody, as a list on paper is typed: `1. Lê Ba - tổ 5`."""
    said = [line for line in lines[:_WEIGHED] if line.strip()]
    return len(said) > 1 and sum(seems_name(_named(line)[0]) for line in said) * 5 > len(said) * 3


def _named(line: str) -> list[str]:
    return _APART.split(_ORDINAL.sub("", line.strip()))


def _parted(line: str) -> list[str]:
    """A line of a chat: what stands before the first phone, the phone, what stands behind it."""
    found = _PHONE.search(line)
    if found is None:
        return [line.strip()]
    before = _ORDINAL.sub("", line[: found.start()])
    return [part.strip(" \t-–:,;.|()") for part in (before, found[0], line[found.end() :])]


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
    data = data.replace(b"\x00", b"")  # of programs that end their texts so
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
