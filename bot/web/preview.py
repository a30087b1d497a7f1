"""The picture a messenger shows beside a link to one of our pages: what the page is about, in large
letters. The same words make the same bytes."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FOLDER = Path(__file__).parent / "fonts"
WIDTH, HEIGHT = 1200, 630  # what messengers and networks show without cutting
MARGIN = 72
DARK, RED, INK, PAPER, SOFT = "#073c46", "#c8102e", "#14212b", "#ffffff", "#465660"
BAND = 112  # at the foot, with our name
COLOURS = 24  # flat colours and the edges of letters: a third of the bytes of all colours
# Sizes a title is tried in, with the lines that then fit between the line above and the line below.
TITLE_SIZES = ((68, 4), (58, 5), (48, 6))
LONGEST = 300  # characters of a title that are looked at: more never fit
CUT = "…"


@dataclass(frozen=True, slots=True)
class PreviewPicture:
    """`above` and `below` the title a short line each ("" for none); `whose` at the foot."""

    above: str
    title: str
    below: str
    whose: str


def draw(picture: PreviewPicture) -> bytes:
    """A PNG file of WIDTH x HEIGHT."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, WIDTH, 14), fill=RED)
    room = WIDTH - 2 * MARGIN
    small = _font("Regular", 36)
    pen.text((MARGIN, 52), _cut(picture.above, small, room), font=small, fill=SOFT)
    font, lines = _title(picture.title[:LONGEST], room)
    step = round(font.size * 1.26)
    for place, line in enumerate(lines):
        pen.text((MARGIN, 112 + place * step), line, font=font, fill=INK)
    below = HEIGHT - BAND - 58
    pen.text((MARGIN, below), _cut(picture.below, small, room), font=small, fill=SOFT)
    pen.rectangle((0, HEIGHT - BAND, WIDTH, HEIGHT), fill=DARK)
    foot = _font("SemiBold", 40)
    pen.text((MARGIN, HEIGHT - BAND + 30), _cut(picture.whose, foot, room), font=foot, fill=PAPER)
    out = io.BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _title(title: str, room: int) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest letters in which the title fits; the end of a longer one is cut."""
    for size, most in TITLE_SIZES:
        font = _font("SemiBold", size)
        lines = list(_lines(title, font, room))
        if len(lines) <= most:
            return font, lines
    return font, [*lines[: most - 1], _cut(f"{lines[most - 1]} {CUT}", font, room)]


def _lines(text: str, font: ImageFont.FreeTypeFont, room: int) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > room:
            yield _cut(line, font, room)
            longer = word
        line = longer
    if line:
        yield _cut(line, font, room)


def _cut(text: str, font: ImageFont.FreeTypeFont, room: int) -> str:
    text = text[:LONGEST]
    if font.getlength(text) <= room:
        return text
    while text and font.getlength(text + CUT) > room:
        text = text[:-1]
    return text.rstrip() + CUT


@cache
def _font(cut: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(
        FOLDER / f"BeVietnamPro-{cut}.ttf", size, layout_engine=ImageFont.Layout.BASIC
    )
