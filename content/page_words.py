"""Sentences of web pages: `content/messages/vi/pages/<template>.j2`, one `key: text` a line.

A text goes on in the next line when that begins with a space. It is HTML with a few inline marks
(`<b>`, a link), and may use named values, `{{ count }}`; what is put in is escaped.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment, TemplateError, meta
from markupsafe import escape

COMMON = "common"  # what several pages say
MARKS = frozenset({"a", "b", "br", "code", "em", "i", "small", "span"})

_COMMENT = re.compile(r"{#.*?#}", flags=re.DOTALL)
_LINE = re.compile(r"(?P<key>[a-z][a-z0-9_]*):(?:\s+(?P<text>.*))?")
_NOT_PLAIN = re.compile(r"({{.*?}}|{%.*?%}|<[^<>]*>)")
_MARK = re.compile(r"</?(?P<name>\w+)")


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


class PageWords:
    """`say(page, key, **values)` gives a sentence, ready for a page; compiled when first said."""

    def __init__(self, env: Environment, source: Callable[[str], str]) -> None:
        """`env` has the filters and globals of all messages; `source` gives a file's text."""
        self._env = env.overlay(autoescape=True)
        self._source = source

    def say(self, page: str, key: str, /, **values: object) -> str:
        """Plain text where the sentence has neither marks nor values, else Markup."""
        sentence = self._page(page)[key]
        return sentence if isinstance(sentence, str) else sentence(**values)

    def fixed(self, page: str, key: str) -> str | None:
        """A sentence that is always the same; None when it has values, or there is none."""
        try:
            sentence = self._page(page).get(key)
        except (TemplateError, ValueError):
            return None  # `donghanh check` says why
        return sentence if isinstance(sentence, str) else None

    def plain(self, page: str) -> dict[str, str]:
        """All sentences of a page as they were written: for its script."""
        return {sentence.key: sentence.text for sentence in self.sentences(page)}

    def sentences(self, page: str) -> list[Sentence]:
        """Raises ValueError as `read_sentences` does."""
        return list(read_sentences(self._source(page)))

    def values(self, sentence: Sentence) -> set[str]:
        """The names of what is to be put in. Raises jinja2.TemplateError."""
        tree = self._env.parse(sentence.html)
        return meta.find_undeclared_variables(tree) - self._env.globals.keys()

    @lru_cache(maxsize=256)  # noqa: B019  # one PageWords lives as long as the program
    def _page(self, page: str) -> dict[str, str | Callable[..., str]]:
        sentences = self.sentences(page)
        names = {one.key: ", ".join(sorted(self.values(one))) for one in sentences}
        module = self._env.from_string(
            "".join(
                f"{{% macro s_{one.key}({names[one.key]}) %}}{one.html}{{% endmacro %}}"
                for one in sentences
                if not one.is_plain
            )
        ).module

        def ready(one: Sentence) -> str | Callable[..., str]:
            if one.is_plain:
                return one.text
            said: Callable[..., str] = getattr(module, f"s_{one.key}")
            return said if names[one.key] else said()

        return {one.key: ready(one) for one in sentences}
