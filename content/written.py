"""The text of an answer, taken apart into the fields of a form and put together again. What is not
changed stays as it was written, letter by letter: so an answer that comes back as a file differs
from the old one where somebody changed it, and nowhere else."""

import json
import re
from collections.abc import Mapping
from datetime import date

from content.knowledge import SECTIONS
from content.laws import Law

# The fields of the form, by what they are in the text.
QUOTED = ("question", "menu")
PARTS = ("details", "steps", "papers", "mistakes")  # the sections, in their order
FIELDS = (*QUOTED, "short", *PARTS, "ask", "sources", "certainty", "office", "review_by")
_ORDER = (
    *("question", "menu", "order", "catalogue", "ask", "sources", "certainty", "example", "office"),
    *("case", "tool", "reminds", "related", "status", "valid_from", "valid_to", "reviewed_on"),
    *("checked_on", "review_by", "owner"),
)
_KEY = re.compile(r"(?m)^(\w+):")
_HEADING = re.compile(r"(?m)^## +(.+?) *\n")
_PLAIN = re.compile(r"[^\W_][^:#\n]*")  # what needs no quotes in a list

_Front = dict[str, str]  # by key, its lines as written


def fields_of(text: str, laws: Mapping[str, Law]) -> dict[str, str]:
    """The fields of the form as this text has them. The text is one that can be read."""
    front, short, sections = _apart(text)
    read = {key: _value(lines) for key, lines in front.items()}
    shown = {key: _unquoted(read.get(key, "")) for key in QUOTED}
    shown |= {"short": short} | {
        name: sections.get(title, "") for name, title in zip(PARTS, SECTIONS, strict=True)
    }
    shown["ask"] = "\n".join(_items(front.get("ask", "")))
    shown["sources"] = "\n".join(_named(item, laws) for item in _items(front.get("sources", "")))
    shown["certainty"] = read.get("certainty", "") or "confirmed"
    shown["office"], shown["review_by"] = read.get("office", ""), read.get("review_by", "")
    return shown


def parts_of(text: str) -> dict[str, str]:
    """The fields of the form that are templates, as they stand in this text."""
    _, short, sections = _apart(text)
    bodies = zip(PARTS, SECTIONS, strict=True)
    return {"short": short} | {name: sections.get(title, "") for name, title in bodies}


def with_fields(text: str, fields: Mapping[str, str], laws: Mapping[str, Law]) -> str:
    """The text with these fields of the form; those that are as they were change nothing of it.
    Raises UnknownLaw."""
    was = fields_of(text, laws)
    changed = {
        name: value
        for name, value in fields.items()
        if name in FIELDS and _tidy(value) != _tidy(was[name])
    }
    if not changed:
        return text
    front, short, sections = _apart(text)
    for name, value in changed.items():
        if line := _line_of(name, value, laws):
            _put(front, name, line)
        elif name not in ("short", *PARTS):
            front.pop(name, None)
    short = _tidy(changed.get("short", short))
    bodies = {
        title: _tidy(changed.get(name, sections.get(title, "")))
        for name, title in zip(PARTS, SECTIONS, strict=True)
    }
    if not {"short", *PARTS} & changed.keys():
        return _front_text(front) + text.partition("\n---\n")[2]
    parts = "".join(f"\n## {title}\n{body}\n" for title, body in bodies.items() if body)
    return f"{_front_text(front)}{short}\n{parts}"


def with_keys(text: str, **keys: date | str) -> str:
    """The text with other values of these keys of its front matter; "" takes one away."""
    front = _apart(text)[0]
    for key, value in keys.items():
        if value:
            _put(front, key, f"{key}: {value}\n")
        else:
            front.pop(key, None)
    return _front_text(front) + text.partition("\n---\n")[2]


def blank(owner: str, today: date) -> str:
    """An answer with nothing in it yet."""
    head = "".join(f'{key}: ""\n' for key in QUOTED)
    days = "".join(f"{key}: {today}\n" for key in ("valid_from", "reviewed_on", "checked_on"))
    return (
        f"---\n{head}ask: []\nsources: []\noffice: kthtdt\n"
        f"{days}review_by: {today}\nowner: {owner}\n---\n\n"
    )


class UnknownLaw(ValueError):
    """A source names no document we know; the message is the line."""


def _apart(text: str) -> tuple[_Front, str, dict[str, str]]:
    head, _, body = text.partition("\n---\n")
    starts = [found.start() for found in _KEY.finditer(f"{head}\n")]
    ends = [*starts[1:], len(head) + 1]
    lines = [f"{head}\n"[start:end] for start, end in zip(starts, ends, strict=True)]
    front = {line.partition(":")[0]: line for line in lines}
    short, *rest = _HEADING.split(body)
    return front, short.strip(), dict(zip(rest[::2], map(str.strip, rest[1::2]), strict=True))


def _line_of(name: str, value: str, laws: Mapping[str, Law]) -> str:
    """A field as the front matter has it; "" for what does not stand there. Raises UnknownLaw."""
    lines = [line.strip() for line in value.splitlines() if line.strip()]
    match name:
        case "question" | "menu":
            return f"{name}: {quoted(' '.join(value.split()))}\n"
        case "ask":
            asked = "".join(f"  - {quoted(line)}\n" for line in lines)
            return f"ask:\n{asked}" if asked else "ask: []\n"
        case "sources":
            named = (cited(line, laws) for line in lines)
            basis = "".join(f"  - {law}: {tidy_article(articles)}\n" for law, articles in named)
            return f"sources:\n{basis}" if basis else "sources: []\n"
        case "office" | "review_by":
            return f"{name}: {value}\n"
        case "certainty":
            return "" if value == "confirmed" else f"{name}: {value}\n"
    return ""


def _put(front: _Front, key: str, line: str) -> None:
    """In its place if it is there, else where files have it."""
    if key not in front:
        earlier = [other for other in front if other in _ORDER[: _ORDER.index(key)]]
        at = list(front).index(earlier[-1]) + 1 if earlier else 0
        later = {other: front.pop(other) for other in list(front)[at:]}
        front[key] = line
        front.update(later)
    front[key] = line


def _front_text(front: _Front) -> str:
    return "---\n" + "".join(front.values()) + "---\n"


def _value(lines: str) -> str:
    return lines.partition(":")[2].strip()


def _items(lines: str) -> list[str]:
    """The items of a list, one a line."""
    found = (line.strip() for line in lines.splitlines()[1:])
    return [_unquoted(line[2:].strip()) for line in found if line.startswith("- ")]


def quoted(text: str) -> str:
    """A text as it stands between quotes in a file."""
    return json.dumps(text, ensure_ascii=False)


def _unquoted(text: str) -> str:
    if text[:1] == '"':
        return str(json.loads(text))
    return text[1:-1].replace("''", "'") if text[:1] == "'" else text


def _named(item: str, laws: Mapping[str, Law]) -> str:
    """`nd-68-2026: Điều 8` as people cite it."""
    law, _, articles = item.partition(":")
    return source_named(law, _unquoted(articles.strip()), laws)


def source_named(law: str, articles: str, laws: Mapping[str, Law]) -> str:
    """An article of a document as people cite it."""
    return f"{laws[law].name if law in laws else law}: {articles}"


def cited(line: str, laws: Mapping[str, Law]) -> tuple[str, str]:
    """The other way round: (the document's id, the article). Raises UnknownLaw."""
    known = {law.name.lower(): law.id for law in laws.values()} | {law: law for law in laws}
    name, _, articles = line.partition(":")
    law = known.get(" ".join(name.lower().split()))
    articles = " ".join(articles.split())
    if law is None or not articles:
        raise UnknownLaw(line)
    return law, articles


def known_sources(text: str, laws: Mapping[str, Law]) -> tuple[str, list[str]]:
    """(the lines that name a document and an article, those that do not)."""
    known: list[str] = []
    strange: list[str] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        try:
            cited(line, laws)
            known.append(line)
        except UnknownLaw:
            strange.append(line)
    return "\n".join(known), strange


def tidy_article(articles: str) -> str:
    """As files have it: in quotes only where it must be."""
    return articles if _PLAIN.fullmatch(articles) else quoted(articles)


def _tidy(text: str) -> str:
    lines = (line.rstrip() for line in text.replace("\r\n", "\n").split("\n"))
    return "\n".join(lines).strip()
