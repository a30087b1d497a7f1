"""What is wrong with the words of our pages: keys no file has, keys nobody says, values missing."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError, nodes

from bot.web.pages import FOLDER, SCRIPTS, environment
from content.library import Content
from content.operator import tell
from content.page_words import COMMON, PageWords
from content.problems import Problem
from content.rendering import parsed
from content.sentences import Sentence, values_of

OF_SCRIPTS = "scripts/"
_SCRIPT_SAYS = re.compile(r"\bword\((?:\"(?P<key>\w+)\"(?:, {(?P<values>[^{}]*)})?\))?")


def page_faults(
    content: Content, templates: Path = FOLDER, scripts: Path = SCRIPTS
) -> list[Problem]:
    """Every fault, with its file and line: of none is known before somebody opens the page."""
    return sorted({*_Check(content, templates).faults(scripts)})


class _Check:
    def __init__(self, content: Content, templates: Path) -> None:
        self._templates = templates
        self._env = environment(content, templates)
        self._content = content
        self._words: PageWords = content.words.pages
        self._said: dict[str, set[str]] = defaultdict(set)
        self._found = cache(self._read)

    def faults(self, scripts: Path) -> Iterator[Problem]:
        for path in sorted([*self._templates.rglob("*.html"), *self._templates.rglob("*.xml")]):
            yield from self._template(path)
        for path in sorted(scripts.glob("*.js")):
            yield from self._script(path)
        for name in self._content.words.names():
            if name.startswith("pages/"):
                yield from self._file(name.removeprefix("pages/"))

    def _template(self, path: Path) -> Iterator[Problem]:
        name = path.relative_to(self._templates).as_posix()
        try:
            tree = parsed(self._env, path.read_text(encoding="utf-8"), name)
        except TemplateSyntaxError as error:
            yield Problem(path, error.lineno, tell("check.template_wrong", message=error.message))
            return
        own = name.rpartition(".")[0]
        for part in tree.find_all((nodes.Call, nodes.Getitem)):
            match part:
                case nodes.Call(node=nodes.Name(name=says)):
                    yield from self._call(path, own, says, part)
                case nodes.Getitem(node=nodes.Name(name="words"), arg=nodes.Const(value=str(key))):
                    if key not in self._content.words.console:
                        yield Problem(path, part.lineno, tell("check.not_in_console", key=key))

    def _call(self, path: Path, own: str, says: str, call: nodes.Call) -> Iterator[Problem]:
        given = {keyword.key for keyword in call.kwargs}
        match says, [getattr(arg, "value", None) for arg in call.args]:
            case "say", [str(key)]:
                yield from self._says(path, call.lineno, own, key, given)
            case "common", [str(key)]:
                yield from self._says(path, call.lineno, COMMON, key, given)
            case "script_words", [str(page)]:
                if not self._found(page):
                    yield Problem(path, call.lineno, tell("check.no_file", page=page))
            case "say" | "common" | "script_words", _:
                yield Problem(path, call.lineno, tell("check.key_not_constant"))

    def _says(
        self, path: Path, line: int, page: str, key: str, given: set[str]
    ) -> Iterator[Problem]:
        sentence = self._found(page).get(key)
        if sentence is None:
            yield Problem(path, line, tell("check.no_key", page=page, key=key))
            return
        self._said[page].add(key)
        wanted = self._values(page, sentence)
        if wanted != given:
            needs, has = ", ".join(sorted(wanted)) or "-", ", ".join(sorted(given)) or "-"
            yield Problem(path, line, tell("check.values_differ", key=key, needs=needs, has=has))

    def _script(self, path: Path) -> Iterator[Problem]:
        """A script says `word("key", { name, count: 3 })`, of `pages/scripts/<script>.j2`."""
        page = f"{OF_SCRIPTS}{path.stem}"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            for says in _SCRIPT_SAYS.finditer(line):
                if says["key"] is None:
                    yield Problem(path, number, tell("check.key_not_constant"))
                    continue
                given = {part.split(":")[0].strip() for part in (says["values"] or "").split(",")}
                yield from self._says(path, number, page, says["key"], given - {""})

    def _values(self, page: str, sentence: Sentence) -> set[str]:
        if page.startswith(OF_SCRIPTS):
            return values_of(sentence.text)
        try:
            return self._words.values(sentence)
        except TemplateError:
            return set()  # said of its own line

    def _read(self, page: str) -> dict[str, Sentence]:
        if not self._content.words.has(f"pages/{page}"):
            return {}
        try:
            return {sentence.key: sentence for sentence in self._words.sentences(page)}
        except ValueError:
            return {}  # said of the file

    def _file(self, page: str) -> Iterator[Problem]:
        path = self._content.words.file(f"pages/{page}")
        try:
            sentences = self._words.sentences(page)
        except ValueError as error:
            line, _, what = str(error).partition(": ")
            yield Problem(path, int(line), tell("check.not_a_line", what=what))
            return
        for sentence in sentences:
            try:
                self._words.values(sentence)
            except TemplateError as error:
                yield Problem(path, sentence.line, tell("check.text_wrong", error=error))
            if page.startswith(OF_SCRIPTS) and not sentence.is_plain:
                yield Problem(path, sentence.line, tell("check.script_marks"))
            if sentence.strange_marks:
                marks = ", ".join(sorted(sentence.strange_marks))
                yield Problem(path, sentence.line, tell("check.strange_marks", marks=marks))
            if sentence.key not in self._said[page]:
                yield Problem(path, sentence.line, tell("check.unsaid", key=sentence.key))
