"""QR codes as pictures in a page: inline SVG, nothing to load; or a file of its own."""

import io

import segno
from markupsafe import Markup


def qr_svg(text: str) -> Markup:
    """An SVG element; black on white, with the quiet border scanners need."""
    code = segno.make(text, error="m", micro=False)
    svg = code.svg_inline(border=4, omitsize=True, svgclass=None, lineclass=None, light="white")
    return Markup(svg)  # noqa: S704  # made by the library from its own shapes


def qr_file(text: str) -> bytes:
    """The same as a file a page shows as a picture."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", border=4, omitsize=True, light="white"
    )
    return out.getvalue()
