"""Writes a Word document from plain lines, in the layout of Nghị định 30/2020/NĐ-CP, Phụ lục I.

The lines come from a template (`content/documents/vi/*.j2`); the words are there, the layout here:

    :type BÁO CÁO                 the kind of document      :about ...   what it is about
    :issuer ward | office         who issues it             :code BC-UBND   behind the empty number
    :undated                      no line of place and date (minutes)
    :subject V/v ...              below the number: a letter has no kind and no title (`:about`
                                  alone begins it)
    # I. ...    ## 1. ...         headings                  - ...        a list item
    :table name                   a table given as data     :page        a new page
    :merge name ... :end          the lines between, for each row of a table: ⟦heading⟧ in its words
    :unnumbered                   letters of one page each: no page has a number, and their text is
                                  the smaller of the two sizes there are (13)
    :sign CHỨC VỤ / ... | name    a signature               :receivers   the lines that follow
    :both CHỨC VỤ | name || CHỨC VỤ | name                  two signatures side by side
    :appendix Phụ lục I | TITLE | (Kèm theo ...)            on its side, its pages numbered anew
    :center ...  :right ...       single lines              :qr text     a QR picture
    :text ...                     a paragraph, whatever it begins with
    :qr-beside text | bold | text  a QR picture on the left of what is said of it
    :basis Căn cứ ...  :quote ... in italics                :landscape   a section on its side
    :signs name  :badges name     name signs, badges        anything else: a paragraph

Number and date stay blank and DỰ THẢO stands on top: the system never numbers, dates or signs.
A signature never stands alone on a page: what comes before it goes along.
"""

import io
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

import segno
from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.image.image import Image
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.shape import CT_Inline
from docx.oxml.table import CT_Tbl
from docx.parts.image import ImagePart
from docx.section import Section
from docx.shared import Cm, Length, Mm, Pt
from docx.table import Table as DocxTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from content.documents import docx_parts as parts
from content.documents.docx_cards import badges, name_signs
from content.documents.docx_parts import CENTER, FONT, JUSTIFY, LEFT, RIGHT, first, following, say
from content.documents.docx_pieces import Pieces, is_mark
from content.documents.word import Letterhead, WordTable
from content.sheets import steady
from content.vietnamese import printable

_MADE = datetime(2026, 1, 1)  # noqa: DTZ001  # written into the file as it is
_TEXT, _LETTER = 14, 13  # points
_LINES_WITH_SIGNATURE = 3  # so much of the text goes along to the page of the signature
# How the paragraphs look that are told by what stands before them.
_LOOKS: Mapping[str, Any] = {
    "#": {"bold": True},
    "##": {"bold": True},
    "-": {},
    ":text": {},
    ":center": {"align": CENTER, "indent": False},
    ":bold": {"align": CENTER, "bold": True, "indent": False},
    ":right": {"align": RIGHT, "italic": True, "indent": False},
    ":basis": {"italic": True},
    ":quote": {"italic": True},
}
_CARD_MARGIN = Mm(10)


def write(text: str, letterhead: Letterhead, tables: Mapping[str, WordTable]) -> bytes:
    """The lines of a document as a .docx file."""
    writer = _Writer(letterhead, tables)
    for line in text.splitlines():
        writer.line(line.strip())
    return writer.finish()


_NAMED = re.compile("⟦(.*?)⟧")
_A_DRAWING = re.compile(r"<w:drawing>.*?</w:drawing>", re.S)
_PICTURE = ":picture"  # no heading of a table


class _Writer:
    def __init__(self, letterhead: Letterhead, tables: Mapping[str, WordTable]) -> None:
        self._head = letterhead
        self._tables = tables
        self._doc: Doc = Document()
        self._pieces = Pieces(self._doc)
        self._given: dict[str, str] = {}
        self._receivers: list[str] | None = None
        self._pictures: dict[str, str] = {}
        self._drawn = 0
        self._size = _TEXT
        self._merged: tuple[Any, WordTable] | None = None
        self._section: Section = self._doc.sections[0]
        self._blank_page = True
        self._break = False
        self._set_up()

    def _set_up(self) -> None:
        style = self._doc.styles["Normal"]
        style.font.name = FONT
        style.font.size = Pt(14)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        style.paragraph_format.widow_control = True
        parts.speak_vietnamese(self._doc)
        section = self._section
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin, section.right_margin = Mm(30), Mm(15)
        section.top_margin = section.bottom_margin = Mm(20)
        section.different_first_page_header_footer = True
        header = section.header.paragraphs[0]
        header.alignment = CENTER
        parts.page_number(header)

    def line(self, text: str) -> None:
        if self._receivers is not None:
            if text and not text.startswith(":"):
                self._receivers.append(text)
                return
            if not text:
                return
        name, _, rest = text.partition(" ")
        if name in (":type", ":issuer", ":code", ":undated", ":subject"):
            self._given[name[1:]] = rest or name
        elif name in _LOOKS:
            paragraph = self._paragraph(f"- {rest}" if name == "-" else rest, **_LOOKS[name])
            if name.startswith("#"):
                parts.hold(paragraph)
        elif name.startswith(":"):
            self._laid_out(name, rest)
        elif name:
            self._paragraph(text)

    def _laid_out(self, name: str, rest: str) -> None:
        """Anything that is more than a paragraph."""
        match name:
            case ":about":
                self._open(rest)
            case ":table":
                self._table(self._tables[rest])
            case ":signs" | ":badges":
                self._cards(self._tables[rest].rows, signs=name == ":signs")
            case ":line":
                self._to_fill_in(rest)
            case ":qr":
                self._qr(rest)
            case ":qr-beside":
                self._qr_beside([part.strip() for part in rest.split("|")])
            case ":merge":
                self._merged = (self._doc.element.body[-1].getprevious(), self._tables[rest])
            case ":end":
                self._merge()
            case ":page":
                self._break = True  # what comes next starts a new page
            case ":unnumbered":
                self._section.header.paragraphs[0].clear()
                self._size = _LETTER
            case ":landscape":
                self._turn()
            case ":appendix":
                self._appendix([part.strip() for part in rest.split("|")])
            case ":receivers":
                self._receivers = []
            case ":sign":
                self._sign(rest)
            case ":both":
                self._sign_both(rest)
            case _:
                self._paragraph(f"{name} {rest}")

    def finish(self) -> bytes:
        core = self._doc.core_properties
        core.created = core.modified = _MADE
        core.author, core.last_modified_by, core.revision = "", "", 1
        out = io.BytesIO()
        self._doc.save(out)
        self._take_apart()
        return steady(out.getvalue(), {"word/document.xml": self._pieces.into})

    def _take_apart(self) -> None:
        """Paragraph by paragraph, row by row: a long tree let go at once, whenever the interpreter
        comes to it, holds up everybody."""
        for part in list(self._doc.element.body):
            for piece in list(part):
                part.remove(piece)
            self._doc.element.body.remove(part)

    @property
    def _width(self) -> float:
        """Of the text, in cm."""
        section = self._section
        margins = (section.left_margin or 0) + (section.right_margin or 0)
        return float(Length((section.page_width or 0) - margins).cm)

    # ---- the parts of a document ----

    def _open(self, about: str) -> None:
        """Draft mark, letterhead, kind and subject."""
        issuer, code = self._given.get("issuer", "ward"), self._given.get("code", "")
        draft = self._new_paragraph()
        say(draft, self._head.draft, bold=True, size=13, align=LEFT)
        shares = (0.41, 0.59) if self._width > 20 else (0.42, 0.58)
        left, right = self._columns(*(share * self._width for share in shares))
        if issuer == "office":
            say(first(left), self._head.superior, size=12)
            say(following(left), self._head.office, bold=True, size=12)
        else:
            say(first(left), self._head.ward[0], bold=True, size=12)
            say(following(left), self._head.ward[1], bold=True, size=12)
        parts.rule(following(left), shares[0] * self._width / 3)
        say(first(right), self._head.state, bold=True, size=12)
        say(following(right), self._head.motto, bold=True, size=13)
        parts.rule(following(right), (shares[1] * self._width - 6.0) / 2)
        if code:
            say(following(left), f"{self._head.number}        /{code}", size=13)
        if subject := self._given.get("subject", ""):
            say(following(left), subject, size=12)
        if not self._given.pop("undated", ""):
            say(following(right), self._head.date, italic=True, size=13)
        self._new_paragraph().paragraph_format.space_after = Pt(0)
        if kind := self._given.get("type", ""):
            self._paragraph(kind, align=CENTER, bold=True, indent=False, after=0)
        if about:
            self._paragraph(about, align=CENTER, bold=True, indent=False, after=0)
            parts.rule(self._new_paragraph(), self._width * 0.4)

    def _columns(self, *widths: float) -> tuple[_Cell, _Cell]:
        table = self._new_table(2)
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        parts.keep_together(table)
        parts.set_widths(table, list(widths))
        left, right = table.rows[0].cells
        return left, right

    def _new_table(self, columns: int) -> DocxTable:
        """Of one row; put where `Document.add_table` puts it, which looks for the place from the
        start each time."""
        made = CT_Tbl.new_tbl(1, columns, Cm(self._width))
        self._doc.element.body[-1].addprevious(made)
        self._blank_page = False
        return DocxTable(made, self._doc._body)

    def _paragraph(
        self,
        text: str,
        *,
        bold: bool = False,
        italic: bool = False,
        align: WD_ALIGN_PARAGRAPH = JUSTIFY,
        indent: bool = True,
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
        say(paragraph, text, bold=bold, italic=italic, size=self._size, align=align)
        return paragraph

    def _table(self, data: WordTable) -> None:
        """Its columns share the width of the text as its `widths` are to each other."""
        scale = self._width / sum(data.widths)
        widths = [width * scale for width in data.widths]
        table = self._new_table(len(data.headings))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for cell, text in zip(table.rows[0].cells, data.headings, strict=True):
            say(first(cell), text, bold=True, size=12)
            parts.hold(first(cell))
        parts.repeat(table)
        parts.set_widths(table, widths)
        parts.keep_together(table)
        parts.add_rows(table, data, widths, self._pieces)
        behind = self._new_paragraph()
        behind.paragraph_format.space_after = Pt(0)
        behind.paragraph_format.line_spacing = Pt(8)

    def _to_fill_in(self, label: str) -> None:
        """Dots from the label to the margin, with room above them for a hand."""
        shape = self._paragraph(f"{label} \t".lstrip(" "), indent=False).paragraph_format
        shape.tab_stops.add_tab_stop(Cm(self._width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        shape.line_spacing = 1.5

    def _cards(self, rows: Sequence[Sequence[object]], *, signs: bool) -> None:
        """Fills pages of their own, without numbers."""
        section = self._section
        section.left_margin = section.right_margin = _CARD_MARGIN
        section.top_margin = section.bottom_margin = _CARD_MARGIN
        section.header_distance = section.footer_distance = Mm(0)
        section.header.paragraphs[0].clear()
        pieces = self._pieces
        if signs:
            table = name_signs(rows, pieces)
        else:
            table = badges(rows, lambda code: self._draw(code, Cm(2.2)), pieces)
        self._doc.element.body[-1].addprevious(table)
        self._blank_page = False
        self._new_paragraph().paragraph_format.line_spacing = Pt(1)

    def _sign(self, text: str) -> None:
        """Who receives on the left, who signs on the right; both on one page, not without text."""
        self._hold_text()
        left, right = self._columns(0.49 * self._width, 0.51 * self._width)
        self._receive(left)
        self._signature(right, text)

    def _sign_both(self, text: str) -> None:
        """Two people sign beside each other; who receives stands below."""
        self._hold_text()
        left, right = self._columns(0.5 * self._width, 0.5 * self._width)
        for cell, one in zip((left, right), text.split("||"), strict=True):
            self._signature(cell, one)
        if self._receivers:
            for paragraph in (*left.paragraphs, *right.paragraphs):
                parts.hold(paragraph)
            below, _ = self._columns(0.5 * self._width, 0.5 * self._width)
            self._receive(below)

    def _receive(self, cell: _Cell) -> None:
        if self._receivers:
            say(first(cell), self._head.receivers, bold=True, italic=True, size=12, align=LEFT)
            for line in self._receivers:
                say(following(cell), line, size=11, align=LEFT)
        self._receivers = None

    def _signature(self, cell: _Cell, text: str) -> None:
        role, _, name = text.partition("|")
        lines = [part.strip() for part in role.split("/")]
        say(first(cell), lines[0], bold=True, size=13)
        for line in lines[1:]:
            say(following(cell), line, bold=True, size=13)
        for _ in range(4):
            following(cell).paragraph_format.space_after = Pt(0)
        say(following(cell), name.strip(), bold=True, size=14)

    def _hold_text(self) -> None:
        """The last lines before a signature stay with it."""
        left = _LINES_WITH_SIGNATURE
        element = self._doc.element.body[-1]
        while (element := element.getprevious()) is not None and not is_mark(element):
            if element.tag == qn("w:tbl"):
                for cell in element.tr_lst[-1].tc_lst:
                    for paragraph in cell.p_lst:
                        parts.hold(Paragraph(paragraph, self._doc._body))
                return
            paragraph = Paragraph(element, self._doc._body)
            parts.hold(paragraph)
            left -= bool(paragraph.text.strip())
            if not left:
                return

    def _qr(self, text: str) -> None:
        paragraph = self._new_paragraph()
        paragraph.alignment = CENTER
        paragraph.paragraph_format.space_after = Pt(4)
        paragraph.add_run()._r.add_drawing(self._draw(text, Cm(2.6)))

    def _qr_beside(self, lines: Sequence[str]) -> None:
        """The picture on the left; what is said of it on the right, its first line in bold."""
        code, *said = lines
        left, right = self._columns(3.2, self._width - 3.2)
        first(left).add_run()._r.add_drawing(self._draw(code, Cm(2.6)))
        for number, line in enumerate(said):
            paragraph = following(right) if number else first(right)
            say(paragraph, line, bold=not number, size=13, align=JUSTIFY if number else LEFT)
        self._new_paragraph().paragraph_format.line_spacing = Pt(6)

    def _draw(self, text: str, side: Length) -> CT_Inline:
        """What `Run.add_picture` does, with numbers and names of our own: to find free ones it
        looks through the whole document for each picture, minutes for two thousand guests."""
        if text not in self._pictures:
            out = io.BytesIO()
            # One mask for all: to weigh eight is most of the work, and every reader reads any.
            segno.make(text, error="m", micro=False, mask=2).save(
                out, kind="png", scale=5, border=2
            )
            name = f"qr{len(self._pictures) + 1}"
            image = Image.from_blob(out.getvalue())
            part = ImagePart.from_image(image, PackURI(f"/word/media/{name}.png"))
            self._doc.part.rels.add_relationship(RELATIONSHIP_TYPE.IMAGE, part, name)
            self._pictures[text] = name
        name = self._pictures[text]
        self._drawn += 1
        return CT_Inline.new_pic_inline(self._drawn, name, f"{name}.png", side, side)

    def _merge(self) -> None:
        """The letter since `:merge`, once for each row: its words are put where their names stand.
        To make it anew each time takes minutes for two thousand guests, and as trees 150 MB."""
        if self._merged is None:
            return
        before, data = self._merged
        end = self._doc.element.body[-1]
        letter = [element for element in before.itersiblings()] if before is not None else []
        if before is None:
            letter = list(self._doc.element.body)
        letter = [element for element in letter if element is not end]
        for element in letter:
            self._doc.element.body.remove(element)
        first_one = self._as_text(letter)
        Paragraph(letter[0], self._doc._body).paragraph_format.page_break_before = True
        others = self._as_text(letter)
        made = (
            self._filled(
                others if number else first_one, dict(zip(data.headings, row, strict=True))
            )
            for number, row in enumerate(data.rows)
        )
        end.addprevious(self._pieces.put(made))
        for text in [text for text in self._pictures if _NAMED.search(text)]:
            del self._doc.part.rels[self._pictures.pop(text)]

    def _as_text(self, letter: Sequence[Any]) -> str:
        """Its pictures, which differ, are named, too."""
        text = "".join(map(self._pieces.text_of, letter))
        return _A_DRAWING.sub(f"<w:drawing>⟦{_PICTURE}⟧</w:drawing>", text)

    def _filled(self, letter: str, row: Mapping[str, Any]) -> str:
        said = {name: escape(printable(str(value), keep="\t")) for name, value in row.items()}

        def put(found: re.Match[str]) -> str:
            if found[1] == _PICTURE:
                return self._pieces.text_of(self._draw(str(row["qr"]), Cm(2.6)))
            return said[found[1]]

        return _NAMED.sub(put, letter)

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

    def _turn(self) -> Section:
        """From here on its side; the whole document when nothing was written yet."""
        if not self._blank_page:
            self._section = self._doc.add_section(WD_SECTION.NEW_PAGE)
        section = self._section
        self._break = False
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        return section

    def _appendix(self, lines: Sequence[str]) -> None:
        """Its number, its title, and what it belongs to."""
        number, title, belongs_to = lines
        parts.number_from_one(self._turn())
        self._paragraph(number, align=CENTER, bold=True, indent=False, after=0)
        self._paragraph(title, align=CENTER, bold=True, indent=False, after=0)
        self._paragraph(belongs_to, align=CENTER, italic=True, indent=False)
