"""The ward's work in figures: charts, the numbers under them, and all of it as a spreadsheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from starlette.responses import Response

from bot.web.console import charts
from bot.web.console.charts import Series
from bot.web.console.console import Console
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from content.sheets import XLSX, sheet
from handlers.office import overview
from handlers.office.overview import Overview

PATH = "/con-so"
SHOWN = 10  # bars of one chart; all of them stand in the table and the spreadsheet

Words = Mapping[str, str]
Cell = str | int | float


@dataclass(frozen=True, slots=True)
class Drawing:
    """One chart with its numbers: `name` is that of its sentences (`overview_<name>`); a chart
    without any is not drawn."""

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    drawn: Markup | None = None


async def show(console: Console, visit: Visit) -> Response:
    policies = console.channels.policies
    seen = await console.read(
        lambda tx: overview.overview(tx, console.content, policies, visit.now)
    )
    return console.render(
        visit,
        "overview",
        figures=_figures(seen, console.content.words.console),
        mean=seen.mean_stars,
        goal=overview.REACH_GOAL,
    )


async def export(console: Console, visit: Visit) -> Response:
    """All the numbers, on record."""
    policies = console.channels.policies
    seen = await console.write(
        visit,
        "export.overview",
        f"month:{visit.month()}",
        lambda tx: overview.overview(tx, console.content, policies, visit.now),
        unseen=Unseen.READS,
    )
    words = console.content.words.console
    rows: list[Sequence[Cell]] = []
    for figure in _figures(seen, words):
        for row in figure.rows:
            rows += [
                (words[f"overview_{figure.name}"], row[0], head, number)
                for head, number in zip(figure.heads[1:], row[1:], strict=True)
            ]
    headings = [
        (words[f"overview_{name}"], wide)
        for name, wide in (("about", 40), ("of", 40), ("what", 24), ("number", 12))
    ]
    data = await console.pools.documents.run(
        sheet,
        console.content,
        words["overview_sheet"],
        console.content.words.say("documents/overview_title", day=visit.today),
        headings,
        rows,
    )
    return console.file(data, f"con-so-{visit.today.isoformat()}.xlsx", XLSX)


def _figures(seen: Overview, words: Words) -> list[Drawing]:
    return [*_of_questions(seen, words), *_of_people(seen, words)]


def _heads(words: Words, *names: str) -> list[str]:
    return [words[f"overview_{name}"] for name in names]


def _of_questions(seen: Overview, words: Words) -> list[Drawing]:
    months = seen.months
    asked = [(one.short, float(one.asked)) for one in months]
    on_time = [(one.short, one.percent) for one in months]
    times = [
        (one.name, one.due, one.on_time, _decimal(one.percent), _decimal(one.days))
        for one in months
    ]
    return [
        Drawing(
            "asked",
            _heads(words, "month", "asked_in"),
            [(one.name, one.asked) for one in months],
            charts.columns(asked, words["overview_asked_told"])
            if any(count for _, count in asked)
            else None,
        ),
        Drawing(
            "on_time",
            _heads(words, "month", "due", "kept", "percent", "days"),
            times,
            charts.columns(on_time, words["overview_on_time_told"], whole=100)
            if any(one.due for one in months)
            else None,
        ),
        _lying("fields", _heads(words, "field", "asked_in"), seen.fields, words),
        _lying(
            "stars",
            _heads(words, "star", "rated"),
            [(f"{number} ★", count) for number, count in seen.stars.items()],
            words,
        ),
    ]


def _of_people(seen: Overview, words: Words) -> list[Drawing]:
    enrolled = [
        (f"{one.title}: {days}", count) for one in seen.enrolments for days, count in one.points
    ]
    lines = [Series(one.title, one.points) for one in seen.enrolments]
    shares = [(name.split()[-1], percent) for name, percent, _ in seen.reached]
    return [
        _lying("topics", _heads(words, "topic", "shown"), seen.topics, words),
        Drawing(
            "enrolled",
            _heads(words, "before", "registered"),
            enrolled,
            charts.curves(lines, words["overview_enrolled_told"]) if enrolled else None,
        ),
        Drawing(
            "reached",
            _heads(words, "month", "businesses", "percent"),
            [(name, count, _decimal(percent)) for name, percent, count in seen.reached],
            charts.columns(
                shares, words["overview_reached_told"], whole=100, goal=overview.REACH_GOAL
            )
            if any(percent is not None for _, percent in shares)
            else None,
        ),
    ]


def _lying(
    name: str, heads: Sequence[str], rows: Sequence[tuple[str, int]], words: Words
) -> Drawing:
    """Bars, the longest first as they are given; none where nothing was counted."""
    is_counted = any(count for _, count in rows)
    drawn = charts.bars(rows[:SHOWN], words[f"overview_{name}_told"]) if is_counted else None
    return Drawing(name, heads, rows, drawn)


def _decimal(value: float | None) -> Cell:
    return "" if value is None else round(value, 1)
