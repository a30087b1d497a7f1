"""Files of sentences in `content/messages/vi/`: one `key: text` a line.

A text goes on in the next line when that begins with a space. It may be HTML with a few inline
marks (`<b>`, a link) and use values: of pages `{{ count }}`, of scripts and commands `{count}`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import escape

MARKS = frozenset({"a", "b", "br", "code", "em", "i", "small", "span"})

_COMMENT = re.compile(r"{#.*?#}", flags=re.DOTALL)
_LINE = re.compile(r"(?P<key>[a-z][a-z0-9_]*):(?:\s+(?P<text>.*))?")
_NOT_PLAIN = re.compile(r"({{.*?}}|{%.*?%}|<[^<>]*>)")
_MARK = re.compile(r"</?(?P<name>\w+)")


_VALUE = re.compile(r"{(\w+)}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text of a page as it was written; `line` counts from 1."""

    key: str
    text: str
    line: int

    @property
    def is_plain(self) -> bool:
        """Neither marks nor values."""
        return not _NOT_PLAIN.search(self.text)

    @property
    def html(self) -> str:
        """The text as a template of HTML: what is no mark and no value is escaped."""
        parts = _NOT_PLAIN.split(self.text)
        parts[::2] = map(escape, parts[::2])
        return "".join(parts)

    @property
    def strange_marks(self) -> set[str]:
        """Names of marks that no sentence may have."""
        found = [part for part in _NOT_PLAIN.findall(self.text) if part.startswith("<")]
        return {mark[1] for part in found if (mark := _MARK.match(part))} - MARKS


def read_sentences(source: str) -> Iterator[Sentence]:
    """The sentences of a file. Raises ValueError("<line>: <what>") where one is not understood."""
    source = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), source)
    key, text, at = "", "", 0
    known: set[str] = set()
    for number, line in enumerate([*source.splitlines(), "end:"], start=1):
        if not line.strip():
            continue
        if line[0].isspace():
            text = f"{text} {line.strip()}"
            continue
        if key:
            yield Sentence(key, text.strip(), at)
        found = _LINE.fullmatch(line.rstrip())
        if found is None or found["key"] in known:
            raise ValueError(f"{number}: {line}")
        key, text, at = found["key"], found["text"] or "", number
        known.add(key)


def fill(text: str, values: Mapping[str, object]) -> str:
    """The text of a script or a command with its `{values}`. Raises KeyError for one not given."""
    return _VALUE.sub(lambda found: str(values[found[1]]), text)


def values_of(text: str) -> set[str]:
    """The names of the `{values}` in a text."""
    return set(_VALUE.findall(text))
