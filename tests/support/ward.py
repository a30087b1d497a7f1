"""Content of a ward with settings of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from content.library import Content
from content.overlay import Published, ward_entry
from content.ward_parts import WardPart, part_text


def with_days(content: Content, *, off: Sequence[str] = (), worked: Sequence[str] = ()) -> Content:
    """As it is once the ward published these days off and days worked besides."""
    values = {"days_off": "\n".join(off), "days_worked": "\n".join(worked)}
    return with_part(content, WardPart.DAYS_APART, **values)


def with_part(content: Content, part: str, **values: str) -> Content:
    """As it is once the ward published a part of its settings."""
    return with_parts(content, {part: values})


def with_parts(content: Content, parts: Mapping[str, Mapping[str, str]]) -> Content:
    """The same of several parts."""
    shelf = content.shelf.another()
    published = [
        Published(ward_entry(part), "", part_text(dict(values))) for part, values in parts.items()
    ]
    shelf.put(shelf.edition(1, published))
    return replace(content, shelf=shelf)
