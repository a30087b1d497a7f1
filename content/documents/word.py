"""What a document of the ward is made of; `docx_writer.py` makes the file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class WordTable:
    """Headings, widths in centimetres, and rows of text; rows `to_sign` are tall enough for it."""

    headings: Sequence[str]
    widths: Sequence[float]
    rows: Sequence[Sequence[Any]]
    to_sign: bool = False


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands on top of every document of the ward."""

    superior: str  # "UBND PHƯỜNG PHÙ LIỄN", for an office's documents
    ward: tuple[str, str]  # ("ỦY BAN NHÂN DÂN", "PHƯỜNG PHÙ LIỄN")
    office: str
    state: str
    motto: str
    number: str  # "Số:"
    date: str  # "Phù Liễn, ngày    tháng    năm 2026"
    draft: str
    receivers: str  # "Nơi nhận:"


def write(text: str, letterhead: Letterhead, tables: Mapping[str, WordTable]) -> bytes:
    """The lines of a document as a .docx file."""
    from content.documents import docx_writer  # python-docx: kept out of a start

    return docx_writer.write(text, letterhead, tables)
