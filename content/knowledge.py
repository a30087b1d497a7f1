"""The FAQ: one answer per file, `content/faq/<topic>/<id>.md`; topics in `content/faq/topics.yaml`.

A file is front matter and Markdown. Text before the first `## ` is the short answer; the sections
after it are the details, in the order of `SECTIONS`. `docs/viet-noi-dung.md` tells staff how to
write one; `docs/adr/0004` says why the basis is not written by hand but taken from `sources`.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, Template, TemplateError

from content.expressions import at_start
from content.facts import FactMissing, Facts
from content.laws import Law
from content.operator import tell
from content.problems import Problem, line_of, read_file
from content.rendering import Later, compiled, render_on
from content.titles import Titles, titles_of
from content.vietnamese import VIETNAM
from content.ward import Ward

_REQUIRED = (
    "question",
    "menu",
    "ask",
    "sources",
    "valid_from",
    "reviewed_on",
    "checked_on",
    "review_by",
    "owner",
)
_OPTIONAL = (
    "valid_to",
    "related",
    "certainty",
    "office",
    "order",
    "status",
    "catalogue",
    "case",
    "reminds",
    "example",
    "tool",
)

# What may follow the short answer, in this order: more to know, steps, papers, common mistakes.
SECTIONS = ("Chi tiết", "Các bước", "Giấy tờ", "Hay nhầm")
RENDERED_KEPT = 1024
_HEADING = re.compile(r"(?m)^## +(.+?) *\n")
_MARKED = re.compile(rf"(?m)^\*\*({'|'.join(SECTIONS[1:])})\*\*$")  # as `_details` writes them


class Certainty(StrEnum):
    """How sure the sources are; `one_source` is said with "kiểm lại với ...", `open` hands over."""

    CONFIRMED = "confirmed"
    ONE_SOURCE = "one_source"
    OPEN = "open"


class Case(StrEnum):
    """What a question may tell of itself that decides which branch of the answer fits."""

    NONE = ""
    REVENUE = "revenue"
    OPENING = "opening"
    CUT = "cut"  # goods whose VAT rate may be cut, or not


class Status(StrEnum):
    APPROVED = "approved"
    UNDER_REVIEW = "under_review"


@dataclass(frozen=True, slots=True)
class Topic:
    id: str
    title: str
    about: str
    aliases: tuple[str, ...]  # deep links: `/?chu-de=<alias>`, `t.me/<bot>?start=<alias>`


@dataclass(frozen=True, slots=True)
class Source:
    law: Law
    articles: str


@dataclass(frozen=True, slots=True)
class Example:
    """The case an entry is about: a year's revenue in đồng, of one trade ("" for any). It is no
    answer to whoever tells other figures."""

    revenue: int
    trade: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    id: str
    topic: str
    question: str
    menu: str
    ask: tuple[str, ...]
    sources: tuple[Source, ...]
    valid_from: date
    valid_to: date | None
    reviewed_on: date
    checked_on: date  # a second pair of eyes compared every figure and article with the sources
    review_by: date
    owner: str
    related: tuple[str, ...]
    catalogue: tuple[int, ...]  # the questions of the ward's catalogue it answers
    certainty: Certainty
    office: str
    order: int
    status: Status
    case: Case
    example: Example | None  # the one case it reckons, of an entry that is an example
    tool: str  # the tool offered under the answer, "" for none
    reminds: bool  # whether it tells a tax date of which one may be reminded
    short: Template
    details: Later | None
    titles: Titles | None  # of which `question` and `menu` are made, where they say a fact
    path: Path  # where it stands, or would: staff's answers are files only once they are exported
    text: str  # all of it, as its file has it

    def servable_on(self, day: date) -> bool:
        """Whether the answer may be given as fact: approved, in force, and not past its review."""
        return (
            self.status is Status.APPROVED
            and self.valid_from <= day <= self.review_by
            and (self.valid_to is None or day <= self.valid_to)
        )


class Knowledge:
    """All entries, by id and by topic, rendered as of a day."""

    def __init__(
        self, topics: Mapping[str, Topic], entries: Mapping[str, Entry], facts: Facts, ward: Ward
    ) -> None:
        self.topics = topics
        self.entries = entries = {name: titled(entry, facts) for name, entry in entries.items()}
        self.facts = facts
        self.ward = ward
        self._by_topic = {
            topic: sorted(
                (entry for entry in entries.values() if entry.topic == topic),
                key=lambda entry: (entry.order, entry.id),
            )
            for topic in topics
        }
        self._aliases = {
            alias: topic.id for topic in topics.values() for alias in (topic.id, *topic.aliases)
        }
        # Bound to what they need, not to the object: one that is replaced is gone at once.
        self._short = lru_cache(maxsize=RENDERED_KEPT)(partial(_short_on, entries, facts, ward))
        self._details = lru_cache(maxsize=RENDERED_KEPT)(partial(_details_on, entries, facts, ward))

    def of_topic(self, topic_id: str) -> list[Entry]:
        return self._by_topic[topic_id]

    def topic_by_alias(self, alias: str) -> Topic | None:
        """The topic a leaflet or link means: `etax`, `hoa-don` ..."""
        topic_id = self._aliases.get(alias.strip().lower().replace("_", "-"))
        return self.topics[topic_id] if topic_id else None

    def short(self, entry_id: str, on: date) -> str:
        """The short answer as of a day, in neutral markup."""
        return self._short(entry_id, on)

    def details(self, entry_id: str, on: date) -> str | None:
        """The details as of a day, or None for an entry that has none."""
        return self._details(entry_id, on)

    def sections(self, entry_id: str, on: date) -> list[tuple[str, str]]:
        """The details as of a day by section: (title, text), in their order."""
        parts = _MARKED.split(self.details(entry_id, on) or "")
        found = zip([SECTIONS[0], *parts[1::2]], map(str.strip, parts[::2]), strict=True)
        return [(title, text) for title, text in found if text]


# Why an answer cannot be said: what it counts with may be no number.
UNSAID = (FactMissing, TemplateError, TypeError, ValueError, ArithmeticError)


def titled(entry: Entry, facts: Facts, day: date | None = None) -> Entry:
    """The answer named with the facts as they are today (or on a day); as it was last reviewed
    where one of them holds no more. The same entry where nothing of its name changes."""
    if entry.titles is None:
        return entry
    for on in (day or datetime.now(VIETNAM).date(), entry.reviewed_on):
        with suppress(*UNSAID):
            question, menu = entry.titles.on(facts, on)
            same = (question, menu) == (entry.question, entry.menu)
            return entry if same else replace(entry, question=question, menu=menu)
    return entry


def _short_on(
    entries: Mapping[str, Entry], facts: Facts, ward: Ward, entry_id: str, on: date
) -> str:
    return render_on(entries[entry_id].short, facts, on, ward)


def _details_on(
    entries: Mapping[str, Entry], facts: Facts, ward: Ward, entry_id: str, on: date
) -> str | None:
    template = entries[entry_id].details
    return render_on(template, facts, on, ward) if template else None


def load_knowledge(
    folder: Path, facts: Facts, laws: Mapping[str, Law], ward: Ward, env: Environment
) -> tuple[Knowledge, list[Problem]]:
    """Reads topics and entries; returns them and what is wrong with the files themselves."""
    problems: list[Problem] = []
    topics = _load_topics(folder / "topics.yaml", problems)
    entries: dict[str, Entry] = {}
    for path in sorted(folder.glob("*/*.md")):
        text = read_file(path)
        entry, troubles = read_entry(path, text, laws, env)
        problems += troubles
        if entry is None:
            continue
        if entry.id in entries:
            problems.append(
                Problem(
                    path, 1, tell("content.entry_twice", id=entry.id, path=entries[entry.id].path)
                )
            )
        strange = misplaced(entry, text, topics, ward)
        problems += strange
        if entry.topic in topics:
            entries[entry.id] = entry
    return Knowledge(topics, entries, facts, ward), problems


def misplaced(entry: Entry, text: str, topics: Mapping[str, Topic], ward: Ward) -> list[Problem]:
    """What is wrong with the topic and the office of an entry."""
    if entry.topic not in topics:
        return [Problem(entry.path, 1, tell("content.no_topic", topic=entry.topic))]
    if entry.office not in ward.offices:
        said = tell("content.no_office", office=entry.office)
        return [Problem(entry.path, line_of(text, "office"), said)]
    return []


def read_entry(
    path: Path, text: str, laws: Mapping[str, Law], env: Environment
) -> tuple[Entry | None, list[Problem]]:
    """The text of one entry -> the entry (None when it cannot be built), and what is wrong with
    the text."""
    entry, troubles = _parse(path, text, laws, env)
    return entry, [Problem(path, line, trouble) for line, trouble in troubles]


def _load_topics(path: Path, problems: list[Problem]) -> dict[str, Topic]:
    try:
        raw = at_start.yaml(read_file(path))
        return {
            topic_id: Topic(topic_id, body["title"], body["about"], tuple(body.get("aliases", ())))
            for topic_id, body in raw.items()
        }
    except (yaml.YAMLError, KeyError, TypeError, AttributeError, OSError) as error:
        problems.append(Problem(path, 1, tell("content.topics_unread", error=repr(error))))
        return {}


_Troubles = list[tuple[int, str]]  # line of the file, what is wrong there


def _parse(
    path: Path, text: str, laws: Mapping[str, Law], env: Environment
) -> tuple[Entry | None, _Troubles]:
    """One file -> the entry (None when it cannot be built) and what is wrong with it."""
    match = re.match(r"---\n(.*?)\n---\n(.*)", text, flags=re.DOTALL)
    if match is None:
        return None, [(1, tell("content.no_head"))]
    front, troubles = _front(text, match[1])
    if troubles:
        return None, troubles
    short, sections, misplaced = _sections(match[2])
    if misplaced:
        return None, [(line_of(text, f"## {title}"), why) for title, why in misplaced]
    try:
        return _entry(path, text, front, short, sections, laws, env), []
    except TemplateError as error:
        body_line = text[: match.start(2)].count("\n") + 1
        line = body_line + (getattr(error, "lineno", 1) or 1) - 1
        return None, [(line, tell("content.template_wrong", error=error))]
    except _Unusable as error:
        return None, [(line_of(text, error.key), str(error))]
    except (TypeError, ValueError) as error:
        return None, [(1, tell("content.value_wrong", error=error))]


def _front(text: str, written: str) -> tuple[dict[str, Any], _Troubles]:
    """What is `written` between the lines of dashes of a file with this `text`."""
    try:
        front: dict[str, Any] = at_start.yaml(written)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return {}, [((mark.line + 2) if mark else 1, tell("content.head_unread", error=error))]
    if not isinstance(front, dict):
        return {}, [(1, tell("content.head_lines"))]
    missing = [(1, tell("content.head_lacks", key=key)) for key in _REQUIRED if key not in front]
    unknown = [key for key in front if key not in _REQUIRED + _OPTIONAL]
    return front, missing + [
        (line_of(text, key), tell("content.head_strange", key=key)) for key in unknown
    ]


def _entry(
    path: Path,
    text: str,
    front: dict[str, Any],
    short: str,
    sections: dict[str, str],
    laws: Mapping[str, Law],
    env: Environment,
) -> Entry:
    """Raises TemplateError, _Unusable, and what a value of another type raises."""
    return Entry(
        id=path.stem,
        topic=path.parent.name,
        question=front["question"],
        menu=front["menu"],
        ask=tuple(map(str, front["ask"])),
        sources=tuple(_source(item, laws) for item in front["sources"]),
        valid_from=_day(front, "valid_from"),
        valid_to=_day(front, "valid_to") if front.get("valid_to") else None,
        reviewed_on=_day(front, "reviewed_on"),
        checked_on=_day(front, "checked_on"),
        review_by=_day(front, "review_by"),
        owner=front["owner"],
        related=tuple(front.get("related") or ()),
        catalogue=tuple(map(int, front.get("catalogue") or ())),
        certainty=Certainty(front.get("certainty", "confirmed")),
        office=front.get("office", "kthtdt"),
        order=int(front.get("order", 100)),
        status=Status(front.get("status", "approved")),
        case=Case(front.get("case", "")),
        example=Example(**front["example"]) if front.get("example") else None,
        tool=front.get("tool", ""),
        reminds=bool(front.get("reminds", False)),
        short=compiled(env, short.strip()),
        titles=titles_of(env, front["question"], front["menu"]),
        details=Later(env, path.stem, _details(sections)) if sections else None,
        path=path,
        text=text,
    )


def _sections(body: str) -> tuple[str, dict[str, str], list[tuple[str, str]]]:
    """(short answer, section title -> text, (title, trouble) of sections that may not be there)."""
    short, *rest = _HEADING.split(body)
    titles = rest[::2]
    places = [SECTIONS.index(title) if title in SECTIONS else -1 for title in titles]
    troubles = [
        (title, tell("content.no_section", title=title, names=", ".join(SECTIONS)))
        for title, place in zip(titles, places, strict=True)
        if place < 0
    ]
    if not troubles and places != sorted(set(places)):
        troubles = [(titles[0], tell("content.sections_order", names=", ".join(SECTIONS)))]
    return short.strip(), dict(zip(titles, map(str.strip, rest[1::2]), strict=True)), troubles


def _details(sections: dict[str, str]) -> str:
    """All sections as one text; the first heading is the reply's own title, so it is left out."""
    return "\n\n".join(
        text if title == SECTIONS[0] else f"**{title}**\n\n{text}"
        for title, text in sections.items()
    )


class _Unusable(Exception):
    def __init__(self, key: str, text: str) -> None:
        self.key = key
        super().__init__(text)


def _day(front: Mapping[str, Any], key: str) -> date:
    value = front[key]
    if not isinstance(value, date):
        raise _Unusable(key, tell("content.key_not_a_day", key=key, value=value))
    return value


def _source(item: object, laws: Mapping[str, Law]) -> Source:
    if not isinstance(item, dict) or len(item) != 1:
        raise _Unusable("sources", tell("content.sources_form"))
    ((law_id, articles),) = item.items()
    if law_id not in laws:
        raise _Unusable(law_id, tell("content.no_law", law=law_id))
    return Source(laws[law_id], str(articles))
