"""Our sign as pictures, for phones that keep our pages among their apps: what
`static/icon.svg` shows, drawn in the sizes they ask for. The same icon makes the same bytes."""

import io
import math
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image, ImageDraw

RED, BRAND, PAPER = "#c8102e", "#0b5563", "#ffffff"
WHOLE = 64  # the side of the drawing, in its own units
FINER = 4  # drawn so much larger, then made small: smooth edges
CORNER = 16.0
BEND = 7.0  # the radius of the awning's scallops
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Icon:
    """A square of `side` px. `share` is how much of it our sign takes; `full`: paper to the very
    edges, for what the phone cuts to a shape of its own. Else the corners are round and clear."""

    side: int
    share: float = 1.0
    full: bool = False


# By the name in its address. Of one that is cut only the middle four fifths are sure to be seen.
ICONS = {
    "192": Icon(192),
    "512": Icon(512),
    "tron-192": Icon(192, share=0.86, full=True),
    "tron-512": Icon(512, share=0.86, full=True),
    "180": Icon(180, share=0.86, full=True),
}


def draw_icon(icon: Icon) -> bytes:
    """A PNG file."""
    large = icon.side * FINER
    image = Image.new("RGBA", (large, large), PAPER if icon.full else (255, 255, 255, 0))
    pen = ImageDraw.Draw(image)
    if not icon.full:
        pen.rounded_rectangle((0, 0, large - 1, large - 1), CORNER / WHOLE * large, fill=PAPER)
    scale = large * icon.share / WHOLE
    edge = large * (1 - icon.share) / 2

    def placed(*points: Point) -> list[Point]:
        return [(edge + x * scale, edge + y * scale) for x, y in points]

    for wall in (
        ((12.5, 37), (17.5, 52.5)),
        ((46.5, 37), (51.5, 52.5)),
        ((12.5, 47.5), (51.5, 52.5)),
    ):
        pen.rectangle(placed(*wall), BRAND)
    pen.polygon(placed((24, 43), (40, 43), (40, 51), (34, 47), (24, 47)), BRAND)
    pen.polygon(placed(*_awning()), RED)
    out = io.BytesIO()
    small = image.resize((icon.side, icon.side), Image.Resampling.LANCZOS)
    (small.convert("RGB") if icon.full else small).save(out, "PNG", optimize=True)
    return out.getvalue()


def _awning() -> list[Point]:
    """The red awning: straight above, with four scallops below."""
    ends: list[Point] = [(54, 28), (43, 32), (32, 32), (21, 32), (10, 28)]
    points: list[Point] = [(10, 28), (16, 14), (48, 14)]
    for start, end in pairwise(ends):
        points += _arc(start, end)
    return points


def _arc(start: Point, end: Point, steps: int = 24) -> list[Point]:
    """From one point to the other on a circle of radius BEND, hanging below them."""
    (x1, y1), (x2, y2) = start, end
    half = math.dist(start, end) / 2
    away = math.sqrt(BEND**2 - half**2) / (2 * half)  # of the chord, up to the middle of the circle
    middle = ((x1 + x2) / 2 + (y1 - y2) * away, (y1 + y2) / 2 + (x2 - x1) * away)
    first = math.atan2(y1 - middle[1], x1 - middle[0]) % (2 * math.pi)
    last = math.atan2(y2 - middle[1], x2 - middle[0]) % (2 * math.pi)
    return [
        (
            middle[0] + BEND * math.cos(first + (last - first) * step / steps),
            middle[1] + BEND * math.sin(first + (last - first) * step / steps),
        )
        for step in range(steps + 1)
    ]
