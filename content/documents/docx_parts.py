"""The small parts of a Word document that python-docx has no calls for: rules, page numbers, what
stays on one page, the language of the text."""

import re
from collections.abc import Iterable
from copy import deepcopy
from xml.sax.saxutils import escape

from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row
from docx.section import Section
from docx.shared import Cm, Pt
from docx.table import Table as DocxTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from content.documents.docx_pieces import Pieces
from content.documents.word import WordTable
from content.vietnamese import printable

FONT = "Times New Roman"
CENTER, RIGHT, JUSTIFY, LEFT = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
    WD_ALIGN_PARAGRAPH.LEFT,
)
_LANGUAGE = "vi-VN"
_SIGNED_ROW = Cm(0.8)


def speak_vietnamese(document: Doc) -> None:
    """The text is Vietnamese: no word of it is underlined as a mistake."""
    for mark in document.styles.element.iter(qn("w:lang")):
        for name in ("val", "eastAsia", "bidi"):
            mark.set(qn(f"w:{name}"), _LANGUAGE)
    for mark in document.settings.element.iter(qn("w:themeFontLang")):
        mark.set(qn("w:val"), _LANGUAGE)
    document.core_properties.language = _LANGUAGE


def first(cell: _Cell) -> Paragraph:
    paragraph: Paragraph = cell.paragraphs[0]
    return paragraph


def following(cell: _Cell) -> Paragraph:
    paragraph: Paragraph = cell.add_paragraph()
    return paragraph


def say(
    paragraph: Paragraph,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    size: int = 14,
    align: WD_ALIGN_PARAGRAPH = CENTER,
) -> None:
    run = paragraph.add_run(printable(text, keep="\t"))
    run.bold, run.italic = bold, italic
    run.font.size = Pt(size)
    run.font.name = FONT
    paragraph.alignment = align
    if paragraph.paragraph_format.space_after is None:
        paragraph.paragraph_format.space_after = Pt(0)


def set_widths(table: DocxTable, widths: list[float]) -> None:
    """Word reads the cells' widths, other programs the columns'."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table.rows:  # by row: a column looks for its cells in the whole table
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)


def add_rows(table: DocxTable, data: WordTable, widths: list[float], pieces: Pieces) -> None:
    """The first row of each shape, and the last, are made by python-docx, call by call; the others
    are the text of one with other words: two thousand guests in a fifth of a second, not in five.
    """
    shapes: dict[tuple[tuple[int, bool], ...], str] = {}
    like: list[str] = []
    for number, values in enumerate(data.rows, 1):
        row = ["" if value is None else printable(str(value), keep="\t\n") for value in values]
        shape = tuple((text.count("\n"), _is_figure(text)) for text in row)
        is_plain = not any("\t" in text or text != text.strip() for text in row)
        if shape in shapes and is_plain and number < len(data.rows):
            like.append(_with_words(shapes[shape], row))
            continue
        table._tbl.append(pieces.put(like))
        like = []
        new: _Row = table.add_row()  # type: ignore[no-untyped-call]
        for cell, text, width in zip(new.cells, row, widths, strict=True):
            _fill(cell, text)
            cell.width = Cm(width)
        if data.to_sign:
            new.height = _SIGNED_ROW  # at least
        keep_whole(new)
        shapes.setdefault(shape, pieces.text_of(_nameless(deepcopy(new._tr))))


_FIGURE = re.compile(r"[\d.,:h%]{1,7}")
_PLACE = re.compile(r"⟦(\d+)⟧")


def _nameless(row: CT_Row) -> CT_Row:
    """A row with the number of each line where its words stood."""
    lines = (paragraph for cell in row.tc_lst for paragraph in cell.p_lst)
    for number, paragraph in enumerate(lines):
        paragraph.r_lst[0].text = f"⟦{number}⟧"
    return row


def _with_words(row: str, texts: Iterable[str]) -> str:
    lines = [escape(line) for text in texts for line in text.split("\n")]
    return _PLACE.sub(lambda found: lines[int(found[1])], row).replace("<w:t></w:t>", "")


def _is_figure(text: str) -> bool:
    """A number, an hour, a mark: what stands in the middle of its cell."""
    return len(text) <= 1 or _FIGURE.fullmatch(text) is not None


def _fill(cell: _Cell, text: str) -> None:
    for place, line in enumerate(text.split("\n")):
        paragraph = first(cell) if place == 0 else following(cell)
        say(paragraph, line, size=12, align=CENTER if _is_figure(text) else LEFT)


def rule(paragraph: Paragraph, indent: float) -> None:
    """A short line: the upper border of a thin paragraph, drawn in from both sides, in cm."""
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().append(borders)  # python-docx has no borders
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = Cm(indent)
    shape.space_after = Pt(2)
    paragraph.add_run().font.size = Pt(4)
    shape.line_spacing = Pt(6)


def repeat(table: DocxTable) -> None:
    """The heading row comes again on every page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)  # python-docx has no such call


def keep_together(table: DocxTable) -> None:
    """No row is split between pages."""
    for row in table.rows:
        keep_whole(row)


def keep_whole(row: _Row) -> None:
    mark = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().append(mark)  # python-docx has no such call


def page_number(paragraph: Paragraph) -> None:
    run = paragraph.add_run()
    run.font.size = Pt(13)
    for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = text
        run._r.append(mark)  # python-docx has no fields


def number_from_one(section: Section) -> None:
    """The pages of an appendix are numbered by themselves."""
    if section._sectPr.find(qn("w:pgNumType")) is not None:
        return  # as the section before it
    mark = OxmlElement("w:pgNumType")
    mark.set(qn("w:start"), "1")
    columns = section._sectPr.find(qn("w:cols"))
    columns.addprevious(mark)


def hold(paragraph: Paragraph) -> None:
    """It stays on the page of what comes next."""
    paragraph.paragraph_format.keep_with_next = True
