"""What the documents name is there: paths, names in the code, commands and settings."""

import re
from pathlib import Path

import click
import pytest

from bot.__main__ import main

ROOT = Path(__file__).parent.parent
# A decision record and the change log tell what was so on their day.
DOCUMENTS = sorted(
    path
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "tests/dialogs/README.md")
    if path.name != "CHANGELOG.md"
)
FOLDERS = ("bot", "handlers", "content", "storage", "tests", "docs", "deploy", ".ci")
CODE = [path for top in FOLDERS for path in (ROOT / top).rglob("*.py")]
ENDINGS = ("py", "md", "toml", "yaml", "txt", "html", "js", "css", "xlsx", "docx", "zip")
_QUOTED = re.compile(r"`([^`\n]+)`")
_HOLE = re.compile(r"<[^>]*>")
_PATH = re.compile(rf"({'|'.join(map(re.escape, FOLDERS))})/[\w./*-]*")
_MODULE = re.compile(r"([a-z_]+(?:/[a-z_]+)*)\.py(?:: (\w+))?")
_DOTTED = re.compile(r"([a-z_]+)\.([A-Za-z_]+)(?:\(\))?")
_COMMAND = re.compile(r"donghanh ([a-z-]+)(?: ([a-z-]+))?")
_SETTING = re.compile(r"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?:=.*)?")


def quoted(document: Path) -> list[str]:
    return _QUOTED.findall(document.read_text(encoding="utf-8"))


def _missing(text: str) -> str:
    """Why what is quoted is not there; "" when it is, or is nothing of this kind."""
    if _PATH.fullmatch(path := _HOLE.sub("*", text).rstrip(".")) and not list(ROOT.glob(path)):
        return "no such path"
    if found := _MODULE.fullmatch(text):
        module, name = found.groups()
        files = [one for one in CODE if one.as_posix().endswith(f"/{module}.py")]
        if not files:
            return "no such module"
        if name and not any(re.search(rf"\b{name}\b", one.read_text()) for one in files):
            return "no such name in it"
    if (found := _DOTTED.fullmatch(text)) and found[2] not in ENDINGS:
        files = [one for one in CODE if one.stem == found[1]]
        if files and not any(re.search(rf"\b{found[2]}\b", one.read_text()) for one in files):
            return "no such name in the module"
    if (found := _COMMAND.fullmatch(text)) and not _is_command(*found.groups()):
        return "no such command"
    if found := _SETTING.fullmatch(text):
        example = (ROOT / ".env.example").read_text(encoding="utf-8")
        code = (one.read_text() for one in CODE if "tests" not in one.parts)
        if found[1] not in example and not any(found[1] in text for text in code):
            return "no such setting or constant"
    return ""


def _is_command(name: str, under: str | None) -> bool:
    command = main.commands.get(name)
    if isinstance(command, click.Group):
        return under is None or under in command.commands
    return command is not None


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_names_is_there(document: Path) -> None:
    wrong = {text: why for text in quoted(document) if (why := _missing(text))}
    assert not wrong


def test_a_name_that_is_nowhere_is_caught() -> None:
    for lie in (
        "bot/nowhere.py",
        "handlers/<subject>/nothing/*.py",
        "routes.py: nobody",
        "routes.nobody",
        "donghanh nothing",
        "NO_SUCH_SETTING",
    ):
        assert _missing(lie), lie
