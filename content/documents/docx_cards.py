"""Name signs and badges on A4, to be cut along the dashed lines: tables written as XML, for two
thousand of them made call by call take minutes."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.shape import CT_Inline
from docx.shared import Cm

from content.documents.docx_parts import FONT
from content.documents.docx_pieces import Pieces
from content.vietnamese import printable

_SIGN_WIDTH, _SIGN_HEIGHT = 19.0, 6.8  # of one half of a folded sign, in cm
_BADGE_WIDTH, _BADGE_HEIGHT = 9.5, 6.8
BADGES_ACROSS = 2
# Of a name on a sign, in points: its letters at their tallest, and how wide one is beside that.
_TALL, _LETTER, _WIDEST = 66.0, 0.46, 500.0
_BELOW = 24.0  # what stands below it
_CUT = '<w:{side} w:val="dashed" w:sz="4" w:space="0" w:color="808080"/>'
_FOLD = (
    '<w:tcBorders><w:bottom w:val="dotted" w:sz="4" w:space="0" w:color="A0A0A0"/></w:tcBorders>'
)
# Word's own drawing of letters, the only one both Word and LibreOffice turn upside down.
_LETTERS = (
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
    'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
    '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
    '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
    '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
    '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>'
    '<v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="custom" '
    'o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>'
    '<v:textpath on="t" fitshape="t"/></v:shapetype>'
)
_DRAWING = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_PLAIN = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
_LAYOUT = '<w:pPr><w:spacing w:before="0" w:after="40"/><w:jc w:val="center"/></w:pPr>'
_SIDES = ("top", "left", "bottom", "right", "insideH")


def name_signs(rows: Sequence[Sequence[Any]], pieces: Pieces) -> Any:
    """A table of (name, what stands below): two signs to a page. Folded along the dotted line it
    stands on a table, and its name is read from both sides."""
    return _table((_SIGN_WIDTH,), "", pieces.put(_halves(rows)))


def _halves(rows: Sequence[Sequence[Any]]) -> Iterator[str]:
    for number, (name, below) in enumerate(rows):
        for half, turned in enumerate((True, False)):
            kind = _LETTERS if not number and not half else ""
            drawn = kind and f"<w:r><w:pict>{kind}</w:pict></w:r>"
            drawn += _drawn(str(name), str(below), f"s{number}_{half}", turned=turned)
            inside = f"<w:p><w:pPr>{_PLAIN}</w:pPr>{drawn}</w:p>"
            cell = _cell(_SIGN_WIDTH, inside, _FOLD if turned else "", "top")
            yield _row(_SIGN_HEIGHT, [cell])


def _drawn(name: str, below: str, mark: str, *, turned: bool) -> str:
    """The letters of one half of a sign, one line below the other, the upper half upside down."""
    tall = min(_TALL, _WIDEST / (max(len(name), 1) * _LETTER))
    small = min(_BELOW, _WIDEST / (max(len(below), 1) * _LETTER))
    room = Cm(_SIGN_HEIGHT).pt
    top = (room - tall - small - 14) / 2
    lines = ((name, tall, top, True), (below, small, top + tall + 14, False))
    return "".join(
        _word_art(text, height, room - height - down if turned else down, f"{mark}_{place}",
                  bold=bold, turned=turned)
        for place, (text, height, down, bold) in enumerate(lines)
        if text
    )  # fmt: skip


def _word_art(text: str, height: float, top: float, mark: str, *, bold: bool, turned: bool) -> str:
    width = max(len(text), 2) * _LETTER * height
    left = (Cm(_SIGN_WIDTH).pt - width) / 2
    style = (
        f"position:absolute;margin-left:{left:.1f}pt;margin-top:{top:.1f}pt;width:{width:.1f}pt;"
        f"height:{height:.1f}pt;{'rotation:180;' if turned else ''}z-index:1;"
        "mso-position-horizontal-relative:text;mso-position-vertical-relative:text"
    )
    face = f"font-family:&quot;{FONT}&quot;;font-size:1pt{';font-weight:bold' if bold else ''}"
    return (
        f'<w:r><w:pict><v:shape id="{mark}" type="#_x0000_t136" style="{style}" '
        'fillcolor="black" stroked="f">'
        f'<v:textpath style="{face}" string={quoteattr(printable(text))}/></v:shape>'
        "</w:pict></w:r>"
    )


def badges(rows: Sequence[Sequence[Any]], draw: Callable[[str], CT_Inline], pieces: Pieces) -> Any:
    """A table of (heading, event, name, what stands below, code): eight badges to a page, each with
    the picture that `draw` makes of its code."""

    def across() -> Iterator[str]:
        for start in range(0, len(rows), BADGES_ACROSS):
            some = rows[start : start + BADGES_ACROSS]
            cells = [_badge(row, pieces.text_of(draw(str(row[-1])))) for row in some]
            cells += [_cell(_BADGE_WIDTH, "<w:p/>")] * (BADGES_ACROSS - len(cells))
            yield _row(_BADGE_HEIGHT, cells)

    widths = (_BADGE_WIDTH,) * BADGES_ACROSS
    return _table(widths, _CUT.format(side="insideV"), pieces.put(across()))


def _badge(row: Sequence[Any], picture: str) -> str:
    heading, event, name, below, code = (str(value) for value in row)
    return _cell(
        _BADGE_WIDTH,
        _line(heading, 12, bold=True)
        + _line(event, 10)
        + _line(name, 18 if len(name) <= 24 else 14, bold=True)
        + _line(below, 11)
        + f"<w:p>{_LAYOUT}<w:r><w:drawing>{picture}</w:drawing></w:r></w:p>"
        + _line(code, 10),
    )


def _twips(centimetres: float) -> int:
    return round(centimetres * 567)


def _table(widths: Sequence[float], inside: str, rows: Any) -> Any:
    borders = "".join(_CUT.format(side=side) for side in _SIDES) + inside
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
    table = parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        f'<w:tblW w:w="{_twips(sum(widths))}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid></w:tbl>"
    )
    table.append(rows)
    return table


def _row(height: float, cells: Sequence[str]) -> str:
    return (
        f"<w:tr {_DRAWING}><w:trPr><w:cantSplit/>"
        f'<w:trHeight w:val="{_twips(height)}" w:hRule="exact"/></w:trPr>{"".join(cells)}</w:tr>'
    )


def _cell(width: float, inside: str, borders: str = "", at: str = "center") -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/>{borders}'
        f'<w:vAlign w:val="{at}"/></w:tcPr>{inside}</w:tc>'
    )


def _line(text: str, size: int, *, bold: bool = False) -> str:
    weight = "<w:b/>" if bold else ""
    run = (
        f"<w:r><w:rPr>{weight}"
        f'<w:sz w:val="{size * 2}"/></w:rPr><w:t xml:space="preserve">{escape(printable(text))}'
        "</w:t></w:r>"
    )
    return f"<w:p>{_LAYOUT}{run if text else ''}</w:p>"
