"""The answers of the assistant on paper: the sheet an office marks, and a spreadsheet of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from content.documents.folder import environment, letterhead
from content.documents.tables import BLANK
from content.documents.word import WordTable, write
from content.library import Content
from content.sheets import sheet
from content.vietnamese import day, long_day


@dataclass(frozen=True, slots=True)
class ReviewedAnswer:
    """An answer as it is said, in plain words; `basis` has a line for each source."""

    id: str
    topic: str
    office: str
    question: str
    short: str
    more: str
    basis: str
    review_by: date
    checked_on: date
    shown: int
    right: int
    wrong: int


def paper(content: Content, office: str, answers: Sequence[ReviewedAnswer], year: int) -> bytes:
    """The sheet for an office: each answer with room for right or wrong and a remark."""
    text = (
        environment(content)
        .get_template("phieu-ra-soat.j2")
        .render(office=office, count=len(answers), blank=BLANK)
    )
    said = content.words.console
    names = ("number", "question", "said", "basis", "right_or_wrong", "opinion")
    rows = [
        (
            number,
            one.question,
            "\n".join(part for part in (one.short, one.more) if part),
            one.basis,
            said["review_boxes"],
            "",
        )
        for number, one in enumerate(answers, 1)
    ]
    table = WordTable([said[f"col_{name}"] for name in names], (1.0, 3.0, 6.4, 2.6, 1.6, 2.4), rows)
    return write(text, letterhead(content, year), {"answers": table})


def workbook(content: Content, answers: Sequence[ReviewedAnswer], on: date) -> bytes:
    """Every answer, one a row."""
    said = content.words.console
    columns = (
        *(("id", 26), ("topic", 18), ("office", 28), ("question", 44), ("said", 70)),
        *(("more", 70), ("basis", 40), ("review_by", 14), ("checked_on", 14)),
        *(("shown", 10), ("right", 8), ("wrong", 10)),
    )
    rows = [
        (
            *(one.id, one.topic, one.office, one.question, one.short, one.more, one.basis),
            *(day(one.review_by), day(one.checked_on), one.shown, one.right, one.wrong),
        )
        for one in answers
    ]
    headings = [(said[f"col_{name}"], width) for name, width in columns]
    return sheet(content, said["sheet_answers"], long_day(on), headings, rows)
