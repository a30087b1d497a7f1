"""What is wrong with the words of our pages: keys no file has, keys nobody says, values missing."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError, nodes

from bot.web.pages import FOLDER, SCRIPTS, environment
from content.library import Content
from content.page_words import COMMON, PageWords, Sentence
from content.problems import Problem

OF_SCRIPTS = "scripts/"
_SCRIPT_SAYS = re.compile(r"\bword\((?:\"(?P<key>\w+)\"(?:, {(?P<values>[^{}]*)})?\))?")
_SCRIPT_VALUE = re.compile(r"{(\w+)}")


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
            tree = self._env.parse(path.read_text(encoding="utf-8"), name, str(path))
            self._env.get_template(name)
        except TemplateSyntaxError as error:
            yield Problem(path, error.lineno, f"mẫu trang sai: {error.message}")
            return
        own = name.rpartition(".")[0]
        for call in tree.find_all(nodes.Call):
            if not isinstance(call.node, nodes.Name):
                continue
            given = {keyword.key for keyword in call.kwargs}
            match call.node.name, [getattr(arg, "value", None) for arg in call.args]:
                case "say", [str(key)]:
                    yield from self._says(path, call.lineno, own, key, given)
                case "common", [str(key)]:
                    yield from self._says(path, call.lineno, COMMON, key, given)
                case "script_words", [str(page)]:
                    if not self._found(page):
                        yield Problem(path, call.lineno, f"không có tệp pages/{page}.j2")
                case "say" | "common" | "script_words", _:
                    yield Problem(path, call.lineno, "khóa của câu phải viết thẳng ra")
        for item in tree.find_all(nodes.Getitem):
            match item:
                case nodes.Getitem(node=nodes.Name(name="words"), arg=nodes.Const(value=str(key))):
                    if key not in self._content.words.console:
                        yield Problem(path, item.lineno, f"console.j2 không có câu «{key}»")

    def _says(
        self, path: Path, line: int, page: str, key: str, given: set[str]
    ) -> Iterator[Problem]:
        sentence = self._found(page).get(key)
        if sentence is None:
            yield Problem(path, line, f"pages/{page}.j2 không có câu «{key}»")
            return
        self._said[page].add(key)
        wanted = self._values(page, sentence)
        if wanted != given:
            needs, has = ", ".join(sorted(wanted)) or "-", ", ".join(sorted(given)) or "-"
            yield Problem(path, line, f"câu «{key}» cần {needs}, được đưa {has}")

    def _script(self, path: Path) -> Iterator[Problem]:
        """A script says `word("key", { name, count: 3 })`, of `pages/scripts/<script>.j2`."""
        page = f"{OF_SCRIPTS}{path.stem}"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            for says in _SCRIPT_SAYS.finditer(line):
                if says["key"] is None:
                    yield Problem(path, number, "khóa của câu phải viết thẳng ra")
                    continue
                given = {part.split(":")[0].strip() for part in (says["values"] or "").split(",")}
                yield from self._says(path, number, page, says["key"], given - {""})

    def _values(self, page: str, sentence: Sentence) -> set[str]:
        if page.startswith(OF_SCRIPTS):
            return {*_SCRIPT_VALUE.findall(sentence.text)}
        try:
            return self._words.values(sentence)
        except TemplateError:
            return set()  # said of its own line

    def _found(self, page: str) -> dict[str, Sentence]:
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
            yield Problem(path, int(line), f"không phải «khóa: câu», hoặc khóa trùng: {what}")
            return
        for sentence in sentences:
            try:
                self._words.values(sentence)
            except TemplateError as error:
                yield Problem(path, sentence.line, f"mẫu câu sai: {error}")
            if page.startswith(OF_SCRIPTS) and not sentence.is_plain:
                yield Problem(path, sentence.line, "câu của script chỉ có chữ và {giá_trị}")
            if sentence.strange_marks:
                marks = ", ".join(sorted(sentence.strange_marks))
                yield Problem(path, sentence.line, f"câu không được có thẻ {marks}")
            if sentence.key not in self._said[page]:
                yield Problem(path, sentence.line, f"không trang nào nói câu «{sentence.key}»")
