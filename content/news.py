"""The monthly news: its topics, the items written in `content/news/*.md`, what changes by law.

---
month: 2026-12
topic: thue
title: Chuẩn bị thông báo doanh thu năm 2026
sources: {nd-68-2026: Điều 8}
applies_from: 2026-01-01      (may be left out)
concerns: Hộ có doanh thu năm không quá ngưỡng
entry: thong-bao-doanh-thu    (an answer to read on; may be left out)
---
Three lines at most; figures of the law through fact().
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, Template, TemplateError

from content.expressions import at_start
from content.facts import Fact, FactMissing, Facts, Value
from content.knowledge import Knowledge
from content.laws import Law
from content.operator import tell
from content.problems import Problem, line_of, read_file, read_yaml
from content.rendering import compiled, render_on
from content.switched_on import Topics, topics_in
from content.vietnamese import day, percent, read_day, vnd
from content.ward import Ward

SUMMARY_LIMIT = 420
SUMMARY_LINES = 3
TITLE_LIMIT = 110


@dataclass(frozen=True, slots=True)
class NewsTopic:
    id: str
    name: str
    about: str
    heard: tuple[str, ...] = ()  # what people call it
    meetings: bool = False  # it tells of meetings


@dataclass(frozen=True, slots=True, eq=False)
class WrittenItem:
    id: str
    month: str
    topic: str
    title: str
    sources: Mapping[str, str]
    applies_from: date | None
    concerns: str
    entry: str
    summary: Template
    path: Path


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact whose value changes: `old` or `new` is None when there was or will be none."""

    fact: Fact
    old: Value | None
    new: Value | None
    on: date  # the first day of the new state
    law: str
    article: str


@dataclass(frozen=True, slots=True, eq=False)
class NewsContent:
    topics: Mapping[str, NewsTopic]
    items: tuple[WrittenItem, ...]

    def of_month(self, month: str) -> list[WrittenItem]:
        return [item for item in self.items if item.month == month]

    def named_in(self, text: str) -> Topics:
        """The topics a line names, wanted or not."""
        return topics_in(text, {topic.id: topic.heard for topic in self.topics.values()})

    def topic_name(self, topic_id: str) -> str:
        return self.topics[topic_id].name if topic_id in self.topics else topic_id


def load_news(
    folder: Path, knowledge: Knowledge, laws: Mapping[str, Law], env: Environment
) -> tuple[NewsContent, list[Problem]]:
    """Reads topics.yaml and every item."""
    _, raw, problems = read_yaml(folder / "topics.yaml")
    topics = {
        name: NewsTopic(
            name,
            body.get("name", name),
            body.get("about", ""),
            tuple(body.get("heard", ())),
            bool(body.get("meetings", False)),
        )
        for name, body in raw.items()
    }
    items = []
    for path in sorted(folder.glob("*.md")):
        item, troubles = _read(path, topics, knowledge, laws, env)
        problems += troubles
        if item is not None:
            items.append(item)
    return NewsContent(topics, tuple(items)), problems


def _read(
    path: Path,
    topics: Mapping[str, NewsTopic],
    knowledge: Knowledge,
    laws: Mapping[str, Law],
    env: Environment,
) -> tuple[WrittenItem | None, list[Problem]]:
    text = read_file(path)
    try:
        _, front, body = text.split("---\n", 2)
        raw: dict[str, Any] = at_start.yaml(front)
        item = WrittenItem(
            id=path.stem,
            month=str(raw["month"]),
            topic=raw["topic"],
            title=raw["title"],
            sources=raw["sources"],
            applies_from=raw.get("applies_from"),
            concerns=raw["concerns"],
            entry=raw.get("entry", ""),
            summary=compiled(env, body.strip()),
            path=path,
        )
    except (ValueError, KeyError, TypeError, AttributeError, yaml.YAMLError) as error:
        return None, [Problem(path, 1, tell("content.news_head", error=repr(error)))]
    except TemplateError as error:
        return None, [
            Problem(
                path, getattr(error, "lineno", 1) or 1, tell("content.template_wrong", error=error)
            )
        ]
    problems = [
        Problem(path, line_of(text, key), trouble) for key, trouble in _troubles(item, topics, laws)
    ]
    if item.entry and item.entry not in knowledge.entries:
        problems.append(
            Problem(path, line_of(text, "entry"), tell("content.news_no_entry", entry=item.entry))
        )
    return item, problems


def _troubles(
    item: WrittenItem, topics: Mapping[str, NewsTopic], laws: Mapping[str, Law]
) -> list[tuple[str, str]]:
    found = []
    if item.topic not in topics:
        found.append(("topic", tell("content.news_no_topic", topic=item.topic)))
    try:
        first_day(item.month)
    except ValueError:
        found.append(("month", tell("content.news_month")))
    found += [
        ("sources", tell("content.news_no_law", law=law)) for law in item.sources if law not in laws
    ]
    if len(item.title) > TITLE_LIMIT:
        found.append(("title", tell("content.title_long", title_limit=TITLE_LIMIT)))
    return found


def check_items(news: NewsContent, facts: Facts, ward: Ward) -> list[Problem]:
    """Faults of the items as they read in their month."""
    found = []
    for item in news.items:
        try:
            summary = render_on(item.summary, facts, first_day(item.month), ward)
        except (FactMissing, TemplateError) as error:
            found.append(Problem(item.path, 1, tell("content.news_unmade", error=error)))
            continue
        if len(summary) > SUMMARY_LIMIT or summary.count("\n") >= SUMMARY_LINES:
            said = tell(
                "content.summary_long", summary_lines=SUMMARY_LINES, summary_limit=SUMMARY_LIMIT
            )
            found.append(Problem(item.path, 1, said))
    return found


def basis_of(item: WrittenItem, laws: Mapping[str, Law]) -> str:
    """The legal basis in words: `Nghị định 68/2026/NĐ-CP, Điều 8; ...`."""
    return "; ".join(
        f"{laws[law].name}, {article}" if article else laws[law].name
        for law, article in item.sources.items()
    )


# ---- months ----


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"


def first_day(month: str) -> date:
    """`2026-12` -> its first day. Raises ValueError."""
    first = read_day(f"{month}-01")
    if first is None:
        raise ValueError(f"{month!r} is no month")
    return first


def next_month(month: str) -> str:
    return month_of(first_day(month) + timedelta(days=31))


def month_name(month: str) -> str:
    """`2026-12` -> `12/2026`, as people write it."""
    first = first_day(month)
    return f"{first.month}/{first.year}"


# ---- what changes ----


def changes(facts: Facts, month: str) -> list[FactChange]:
    """Facts whose value changes in a month or the one after, soonest first."""
    first = first_day(month)
    until = first_day(next_month(next_month(month)))
    found = []
    for name in facts:
        fact = facts[name]
        for value in fact.values:
            before = _value(fact, value.start - timedelta(days=1))
            if first <= value.start < until and before is not None:
                found.append(
                    FactChange(fact, before, value.value, value.start, value.law, value.article)
                )
            if value.end is None:
                continue
            after = value.end + timedelta(days=1)
            # A date that is over is no change of the law: the fact was that date.
            is_over = isinstance(value.value, date) and value.value < after
            if first <= after < until and not fact.holds_on(after) and not is_over:
                found.append(FactChange(fact, value.value, None, after, value.law, value.article))
    return sorted(found, key=lambda change: (change.on, change.fact.name))


def shown(fact: Fact, value: Value | None) -> str:
    """A fact's value as people read it; "" for none."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, date):
        return day(value)
    if "(đồng)" in fact.meaning:
        return vnd(value)
    return percent(value) if "%" in fact.meaning else f"{value:g}"


def _value(fact: Fact, day: date) -> Value | None:
    return fact.on(day).value if fact.holds_on(day) else None
