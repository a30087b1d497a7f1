"""A survey on paper: the form somebody fills in, and its results as a spreadsheet."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from content.documents.folder import environment, letterhead
from content.documents.tables import TO_WRITE
from content.documents.word import WordTable, write
from content.library import Content
from content.sheets import sheet
from content.survey import SurveyQuestion

RESULT_HEADS = ("number", "survey_question", "survey_answer", "total")
_WIDTHS = (5, 40, 34, 10)


def result_sheet(
    content: Content,
    title: str,
    counted: tuple[int, int, int],
    heads: Sequence[str],
    rows: Iterable[Sequence[Any]],
) -> bytes:
    """`counted`: forms with an answer, done, of nobody in the register. A number that is not said
    stands as `…`."""
    forms, done, alone = counted
    below = content.words.say("documents/survey_below", forms=forms, done=done, alone=alone)
    widths = [*_WIDTHS, *([14] * (len(heads) - len(_WIDTHS)))]
    columns = list(zip(heads, widths, strict=True))
    return sheet(
        content, content.words.say("documents/survey_title", title=title), below, columns, rows
    )


def forms(
    content: Content,
    title: str,
    ends: date,
    questions: Sequence[SurveyQuestion],
    rows: Sequence[tuple[str, str, str]],
    site: str,
) -> bytes:
    """A form for each of the rows: its code, whose it is, their tổ; "" is left to be written."""
    rules = content.ward.rules
    text = (
        environment(content)
        .get_template("phieu-khao-sat.j2")
        .render(
            title=title,
            ends=ends,
            questions=questions,
            to_tax=rules.survey_to_tax,
            months=rules.keep_survey_months,
            blank=TO_WRITE,
        )
    )
    printed = [
        (code, name or TO_WRITE, place or TO_WRITE, f"{site}/khao-sat/{code}" if site else code)
        for code, name, place in rows
    ]
    heads = ["code", "name", "place", "qr"]
    table = WordTable(heads, (4.0, 4.0, 4.0, 4.0), printed)
    return write(text, letterhead(content, ends.year), {"forms": table})
