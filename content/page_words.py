"""Sentences of web pages: `content/messages/vi/pages/<template>.j2` (`content/sentences.py`).

They may use named values, `{{ count }}`; what is put in is escaped.
"""

import re
from collections.abc import Callable
from types import CodeType

from jinja2 import Environment, Template, TemplateError, meta

from content.sentences import Sentence, read_sentences

COMMON = "common"  # what several pages say
_TEMPLATE = re.compile("{[{%#]")


class PageWords:
    """`say(page, key, **values)` gives a sentence, ready for a page; compiled when first said."""

    def __init__(self, env: Environment, source: Callable[[str], str]) -> None:
        """`env` has the filters and globals of all messages; `source` gives a file's text."""
        self._env = env.overlay(autoescape=True)
        self._source = source
        self._pages: dict[str, dict[str, str | Callable[..., str]]] = {}

    def say(self, page: str, key: str, /, **values: object) -> str:
        """Plain text where the sentence has neither marks nor values, else Markup."""
        sentence = self._page(page)[key]
        return sentence if isinstance(sentence, str) else sentence(**values)

    def fixed(self, page: str, key: str) -> str | None:
        """A sentence that is always the same; None when it has values or speaks of the ward, or
        there is none."""
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
        if not _TEMPLATE.search(sentence.text):
            return set()
        if "{" not in sentence.text:  # most: not worth a parser
            return set()
        tree = self._env.parse(sentence.html)
        return meta.find_undeclared_variables(tree) - self._env.globals.keys()

    def _page(self, page: str) -> dict[str, str | Callable[..., str]]:
        if page not in self._pages:
            self._pages[page] = self._read(page)
        return self._pages[page]

    def _read(self, page: str) -> dict[str, str | Callable[..., str]]:
        sentences = self.sentences(page)
        names = {one.key: ", ".join(sorted(self.values(one))) for one in sentences}
        source = "".join(
            f"{{% macro s_{one.key}({names[one.key]}) %}}{one.html}{{% endmacro %}}"
            for one in sentences
            if not one.is_plain
        )
        code, given = _code(self._env, source), self._env.make_globals(None)
        module = Template.from_code(self._env, code, given).module

        def ready(one: Sentence) -> str | Callable[..., str]:
            if one.is_plain:
                return one.text
            said: Callable[..., str] = getattr(module, f"s_{one.key}")
            return said if _TEMPLATE.search(one.text) else said()

        return {one.key: ready(one) for one in sentences}


# Of every page that was shown: the same for all wards of a process.
_MADE: dict[str, CodeType] = {}


def _code(env: Environment, source: str) -> CodeType:
    if source not in _MADE:
        _MADE[source] = env.compile(source)
    return _MADE[source]
