"""Writes a Word document from plain lines, in the layout of Nghị định 30/2020/NĐ-CP, Phụ lục I.

The lines come from a template (`content/documents/vi/*.j2`); the words are there, the layout here:

    :type BÁO CÁO                 the kind of document      :about ...   what it is about
    :issuer ward | office         who issues it             :code BC-UBND   behind the empty number
    # I. ...    ## 1. ...         headings                  - ...        a list item
    :table name                   a table given as data     :page        a new page
    :sign CHỨC VỤ | name          a signature               :receivers   the lines that follow
    :center ...  :right ...       single lines              :qr text     a QR picture
    :landscape                    a section on its side     anything else: a paragraph

Number and date stay blank and DỰ THẢO stands on top: the system never numbers, dates or signs.
"""

import io
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import datetime

import segno
from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.image.image import Image
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.shape import CT_Inline
from docx.oxml.table import CT_Row
from docx.parts.image import ImagePart
from docx.shared import Cm, Length, Mm, Pt
from docx.table import Table as DocxTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from content.documents.word import Letterhead, WordTable
from content.sheets import steady
from content.vietnamese import printable

_FONT = "Times New Roman"
_MADE = datetime(2026, 1, 1)  # noqa: DTZ001  # written into the file as it is
_CENTER, _RIGHT, _JUSTIFY, _LEFT = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
    WD_ALIGN_PARAGRAPH.LEFT,
)


def write(text: str, letterhead: Letterhead, tables: Mapping[str, WordTable]) -> bytes:
    """The lines of a document as a .docx file."""
    writer = _Writer(letterhead, tables)
    for line in text.splitlines():
        writer.line(line.strip())
    return writer.finish()


class _Writer:
    def __init__(self, letterhead: Letterhead, tables: Mapping[str, WordTable]) -> None:
        self._head = letterhead
        self._tables = tables
        self._doc: Doc = Document()
        self._given: dict[str, str] = {}
        self._receivers: list[str] | None = None
        self._pictures = 0
        self._blank_page = True
        self._break = False
        self._set_up()

    def _set_up(self) -> None:
        style = self._doc.styles["Normal"]
        style.font.name = _FONT
        style.font.size = Pt(14)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
        section = self._doc.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin, section.right_margin = Mm(30), Mm(15)
        section.top_margin = section.bottom_margin = Mm(20)
        section.different_first_page_header_footer = True
        header = section.header.paragraphs[0]
        header.alignment = _CENTER
        _page_number(header)

    def line(self, text: str) -> None:
        if self._receivers is not None:
            if text and not text.startswith(":"):
                self._receivers.append(text)
                return
            if not text:
                return
        name, _, rest = text.partition(" ")
        match name:
            case "":
                return
            case ":type" | ":issuer" | ":code":
                self._given[name[1:]] = rest
            case ":about":
                self._open(rest)
            case "#" | "##":
                self._paragraph(rest, bold=True)
            case "-":
                self._paragraph(f"- {rest}")
            case ":center":
                self._paragraph(rest, align=_CENTER, indent=False)
            case ":bold":
                self._paragraph(rest, align=_CENTER, bold=True, indent=False)
            case ":right":
                self._paragraph(rest, align=_RIGHT, italic=True, indent=False)
            case ":big":
                self._paragraph(rest, align=_CENTER, bold=True, indent=False, size=40)
            case ":table":
                self._table(self._tables[rest])
            case ":qr":
                self._qr(rest)
            case ":page":
                self._page()
            case ":landscape":
                self._turn()
            case ":receivers":
                self._receivers = []
            case ":sign":
                self._sign(rest)
            case _:
                self._paragraph(text)

    def finish(self) -> bytes:
        core = self._doc.core_properties
        core.created = core.modified = _MADE
        core.author, core.last_modified_by, core.revision = "", "", 1
        out = io.BytesIO()
        self._doc.save(out)
        self._take_apart()
        return steady(out.getvalue())

    def _take_apart(self) -> None:
        """Paragraph by paragraph, row by row: two thousand badges let go at once, whenever the
        interpreter comes to it, hold up everybody for most of a second."""
        for part in list(self._doc.element.body):
            for piece in list(part):
                part.remove(piece)
            self._doc.element.body.remove(part)

    # ---- the parts of a document ----

    def _open(self, about: str) -> None:
        """Draft mark, letterhead, kind and subject."""
        issuer, code = self._given.get("issuer", "ward"), self._given.get("code", "")
        draft = self._new_paragraph()
        _say(draft, self._head.draft, bold=True, size=13)
        left, right = self._columns((7.2, 9.3))
        if issuer == "office":
            _say(_first(left), self._head.superior, size=12)
            _say(_next(left), self._head.office, bold=True, size=12)
        else:
            _say(_first(left), self._head.ward[0], bold=True, size=12)
            _say(_next(left), self._head.ward[1], bold=True, size=12)
        _rule(_next(left), 2.4)
        _say(_first(right), self._head.state, bold=True, size=12)
        _say(_next(right), self._head.motto, bold=True, size=13)
        _rule(_next(right), 1.6)
        if code:
            _say(_next(left), f"{self._head.number}        /{code}", size=13)
        _say(_next(right), self._head.date, italic=True, size=13)
        self._new_paragraph().paragraph_format.space_after = Pt(0)
        if kind := self._given.get("type", ""):
            self._paragraph(kind, align=_CENTER, bold=True, indent=False, after=0)
        self._paragraph(about, align=_CENTER, bold=True, indent=False, after=0)
        _rule(self._new_paragraph(), 6.2)

    def _columns(self, widths: Sequence[float]) -> tuple[_Cell, _Cell]:
        table = self._doc.add_table(rows=1, cols=2)
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        _keep_together(table)
        _set_widths(table, widths)
        left, right = table.rows[0].cells
        return left, right

    def _paragraph(
        self,
        text: str,
        *,
        bold: bool = False,
        italic: bool = False,
        align: WD_ALIGN_PARAGRAPH = _JUSTIFY,
        indent: bool = True,
        size: int = 14,
        after: int = 6,
    ) -> Paragraph:
        paragraph = self._new_paragraph()
        paragraph.alignment = align
        shape = paragraph.paragraph_format
        shape.space_after = Pt(after)
        shape.space_before = Pt(0)
        shape.line_spacing = 1.1
        if indent:
            shape.first_line_indent = Cm(1.27)
        _say(paragraph, text, bold=bold, italic=italic, size=size, align=align)
        return paragraph

    def _table(self, data: WordTable) -> None:
        table = self._doc.add_table(rows=1, cols=len(data.headings))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for cell, text in zip(table.rows[0].cells, data.headings, strict=True):
            _say(_first(cell), text, bold=True, size=12)
        _repeat(table)
        _set_widths(table, data.widths)
        _keep_together(table)
        _add_rows(table, data)
        self._doc.add_paragraph().paragraph_format.space_after = Pt(0)

    def _sign(self, text: str) -> None:
        """Who receives on the left, who signs on the right; both stay on one page."""
        role, _, name = text.partition("|")
        left, right = self._columns((8.2, 8.3))
        if self._receivers:
            _say(_first(left), self._head.receivers, bold=True, italic=True, size=12, align=_LEFT)
            for line in self._receivers:
                _say(_next(left), line, size=11, align=_LEFT)
        self._receivers = None
        lines = [part.strip() for part in role.split("/")]
        _say(_first(right), lines[0], bold=True, size=13)
        for line in lines[1:]:
            _say(_next(right), line, bold=True, size=13)
        for _ in range(3):
            _next(right)
        _say(_next(right), name.strip(), bold=True, size=14)

    def _qr(self, text: str) -> None:
        out = io.BytesIO()
        segno.make(text, error="m", micro=False).save(out, kind="png", scale=8, border=2)
        paragraph = self._new_paragraph()
        paragraph.alignment = _CENTER
        paragraph.paragraph_format.space_after = Pt(4)
        self._pictures += 1
        paragraph.add_run()._r.add_drawing(self._picture(out.getvalue(), Cm(2.6)))

    def _picture(self, png: bytes, side: Length) -> CT_Inline:
        """What `Run.add_picture` does, with numbers and names of our own: to find free ones it
        looks through the whole document for each picture, minutes for two thousand guests."""
        name = f"qr{self._pictures}"
        part = ImagePart.from_image(Image.from_blob(png), PackURI(f"/word/media/{name}.png"))
        self._doc.part.rels.add_relationship(RELATIONSHIP_TYPE.IMAGE, part, name)
        return CT_Inline.new_pic_inline(self._pictures, name, f"{name}.png", side, side)

    def _page(self) -> None:
        """What comes next starts a new page."""
        self._break = True

    def _new_paragraph(self) -> Paragraph:
        """Before what closes the document, which `Document.add_paragraph` looks for from the
        start each time."""
        body = self._doc.element.body
        paragraph = Paragraph(OxmlElement("w:p"), self._doc._body)
        body[-1].addprevious(paragraph._p)
        paragraph.paragraph_format.page_break_before = True if self._break else None
        self._break = False
        self._blank_page = False
        return paragraph

    def _turn(self) -> None:
        """From here on its side; the whole document when nothing was written yet."""
        if self._blank_page:
            section = self._doc.sections[0]
        else:
            section = self._doc.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.left_margin = section.right_margin = Mm(18)


def _set_widths(table: DocxTable, widths: Sequence[float]) -> None:
    """Word reads the cells' widths, other programs the columns'."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table.rows:  # by row: a column looks for its cells in the whole table
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)


def _first(cell: _Cell) -> Paragraph:
    paragraph: Paragraph = cell.paragraphs[0]
    return paragraph


def _next(cell: _Cell) -> Paragraph:
    paragraph: Paragraph = cell.add_paragraph()
    return paragraph


def _say(
    paragraph: Paragraph,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    size: int = 14,
    align: WD_ALIGN_PARAGRAPH = _CENTER,
) -> None:
    run = paragraph.add_run(printable(text, keep="\t"))
    run.bold, run.italic = bold, italic
    run.font.size = Pt(size)
    run.font.name = _FONT
    paragraph.alignment = align
    if paragraph.paragraph_format.space_after is None:
        paragraph.paragraph_format.space_after = Pt(0)


def _add_rows(table: DocxTable, data: WordTable) -> None:
    """The first row of each shape is made by python-docx, call by call; those after it are copies
    with other words: two thousand guests in a fifth of a second, not in five."""
    made: dict[tuple[tuple[int, bool], ...], CT_Row] = {}
    for values in data.rows:
        row = ["" if value is None else str(value) for value in values]
        shape = tuple((text.count("\n"), _is_short(text)) for text in row)
        first = made.get(shape)
        if first is not None:
            table._tbl.append(_with_words(deepcopy(first), row))
            continue
        new: _Row = table.add_row()  # type: ignore[no-untyped-call]
        for cell, text, width in zip(new.cells, row, data.widths, strict=True):
            _fill(cell, text)
            cell.width = Cm(width)
        _keep_whole(new)
        made[shape] = new._tr


def _with_words(row: CT_Row, texts: Sequence[str]) -> CT_Row:
    for cell, text in zip(row.tc_lst, texts, strict=True):
        for paragraph, line in zip(cell.p_lst, text.split("\n"), strict=True):
            paragraph.r_lst[0].text = printable(line, keep="\t")
    return row


def _is_short(text: str) -> bool:
    return len(text) <= 4


def _fill(cell: _Cell, text: str) -> None:
    for place, line in enumerate(text.split("\n")):
        paragraph = _first(cell) if place == 0 else _next(cell)
        _say(paragraph, line, size=12, align=_CENTER if _is_short(text) else _LEFT)


def _rule(paragraph: Paragraph, indent: float) -> None:
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


def _repeat(table: DocxTable) -> None:
    """The heading row comes again on every page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)  # python-docx has no such call


def _keep_together(table: DocxTable) -> None:
    """No row is split between pages."""
    for row in table.rows:
        _keep_whole(row)


def _keep_whole(row: _Row) -> None:
    mark = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().append(mark)  # python-docx has no such call


def _page_number(paragraph: Paragraph) -> None:
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
