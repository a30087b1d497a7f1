"""Small charts as SVG: bars and lines, drawn by the server, readable without colour. The numbers
stand in a table under each; what a chart says to whoever cannot see it is given by its page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

WIDE, HIGH = 440, 180  # letters of 14 are read on a phone, where it is three quarters as wide
_LEFT, _RIGHT, _TOP, _BELOW = 34, 12, 14, 26
_ROW, _NAME = 30, 236  # of lying bars
_MOST_NAMED = 6  # columns; of more every second has its name below
_STEPS = (1, 2, 5)
_DASHES = ("", "6 5")


@dataclass(frozen=True, slots=True)
class Series:
    """Points (x, y) from left to right; x counts down where it is days before something."""

    name: str
    points: Sequence[tuple[float, float]]


def columns(
    values: Sequence[tuple[str, float | None]],
    told: str,
    *,
    whole: float = 0,
    goal: float | None = None,
) -> Markup:
    """A column for each name; none where there is no number. `whole`: where the axis ends at least;
    `goal`: a line across."""
    most = _round_up(max([value or 0 for _, value in values] + [whole, goal or 0, 1]))
    inside_w, inside_h = WIDE - _LEFT - _RIGHT, HIGH - _TOP - _BELOW
    step = inside_w / max(len(values), 1)
    parts = [_axis(most, inside_h)]
    for at, (name, value) in enumerate(values):
        middle = _LEFT + step * (at + 0.5)
        if value is not None:
            tall = inside_h * value / most
            top = _TOP + inside_h - tall
            parts.append(
                Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="2"/>').format(
                    _px(middle - step * 0.32), _px(top), _px(step * 0.64), _px(tall)
                )
            )
            parts.append(_text(middle, top - 4, _number(value), "middle", "value"))
        if len(values) <= _MOST_NAMED or (len(values) - at) % 2:  # the last one always
            parts.append(_text(middle, HIGH - 8, name, "middle"))
    if goal is not None:
        y = _TOP + inside_h * (1 - goal / most)
        parts.append(_line([(_LEFT, y), (WIDE - _RIGHT, y)], "goal"))
    return _svg(parts, told, HIGH)


def bars(values: Sequence[tuple[str, float]], told: str) -> Markup:
    """A lying bar for each name, with its number behind it."""
    most = max([value for _, value in values] + [1])
    room = WIDE - _NAME - 60
    parts = []
    for at, (name, value) in enumerate(values):
        y = at * _ROW
        parts.append(_text(_NAME - 8, y + 19, _short(name), "end"))
        parts.append(
            Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="2"/>').format(
                _NAME, y + 5, _px(max(room * value / most, 1)), _ROW - 11
            )
        )
        parts.append(
            _text(_NAME + room * value / most + 8, y + 19, _number(value), "start", "value")
        )
    return _svg(parts, told, max(len(values), 1) * _ROW)


def curves(series: Sequence[Series], told: str) -> Markup:
    """A line for each series, over the same axis that counts down to the right."""
    every = [point for one in series for point in one.points]
    far = max([x for x, _ in every] + [1])
    most = _round_up(max([y for _, y in every] + [1]))
    inside_w, inside_h = WIDE - _LEFT - _RIGHT, HIGH - _TOP - _BELOW

    def place(x: float, y: float) -> tuple[float, float]:
        return _LEFT + inside_w * (1 - x / far), _TOP + inside_h * (1 - y / most)

    parts = [_axis(most, inside_h)]
    for at, one in enumerate(series):
        stairs = [place(x, y) for x, y in one.points]
        parts.append(_line(_as_stairs(stairs), "curve", _DASHES[at % len(_DASHES)]))
    for days in (far, far / 2, 0):
        parts.append(_text(place(days, 0)[0], HIGH - 8, _number(round(days)), "middle"))
    return _svg(parts, told, HIGH)


def _as_stairs(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """What is counted stays until the next is."""
    found = list(points[:1])
    for (_, before), (x, y) in pairwise(points):
        found += [(x, before), (x, y)]
    return found


def _axis(most: float, inside_h: float) -> Markup:
    parts = Markup("")
    for share in (0, 0.5, 1):
        y = _TOP + inside_h * (1 - share)
        parts += _line([(_LEFT, y), (WIDE - _RIGHT, y)], "grid")
        parts += _text(_LEFT - 6, y + 4, _number(most * share), "end")
    return parts


def _round_up(value: float) -> float:
    """To a number that is easy to halve."""
    power = 1.0
    while True:
        for step in _STEPS:
            if value <= step * power * 2:
                return step * power * 2
        power *= 10


def _text(x: float, y: float, text: str, anchor: str, kind: str = "") -> Markup:
    return Markup('<text x="{}" y="{}" text-anchor="{}" class="{}">{}</text>').format(
        _px(x), _px(y), anchor, kind, text
    )


def _line(points: Sequence[tuple[float, float]], kind: str, dashes: str = "") -> Markup:
    joined = " ".join(f"{_px(x)},{_px(y)}" for x, y in points)
    dashed = Markup(' stroke-dasharray="{}"').format(dashes) if dashes else ""
    return Markup('<polyline points="{}" class="{}"{}/>').format(joined, kind, dashed)


def _svg(parts: Sequence[Markup], told: str, high: float) -> Markup:
    return Markup(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
    ).format(WIDE, _px(high), told, Markup("").join(parts))


def _px(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _number(value: float) -> str:
    return _px(value).replace(".", ",")


def _short(name: str, most: int = 27) -> str:
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"
