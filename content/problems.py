"""What is wrong in a content file: which file, which line, what, and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from content.expressions import at_start
from content.operator import tell


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    file: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


class ContentError(Exception):
    """Content that cannot be served; carries every problem found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))


def read_file(path: Path) -> str:
    """The text of a file that people write; ContentError for one not saved as UTF-8, as Notepad's
    "Unicode" is."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ContentError([Problem(path, 1, tell("content.not_utf8"))]) from None


def read_yaml(path: Path) -> tuple[str, dict[str, Any], list[Problem]]:
    """(text, mapping, problems) of a YAML file; what cannot be read is an empty mapping."""
    text = read_file(path)
    return text, *parse_yaml(path, text)


def parse_yaml(path: Path, text: str) -> tuple[dict[str, Any], list[Problem]]:
    """(mapping, problems) of what stands in a YAML file, or would."""
    try:
        read = at_start.yaml(text) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        return {}, [Problem(path, line, tell("content.yaml_unread", error=error))]
    return read, []


def line_of(text: str, key: str) -> int:
    """The line (from 1) where a top-level key or a phrase first stands; 1 when it does not."""
    lines = text.splitlines()
    for number, line in enumerate(lines, start=1):
        if line.lstrip("- ").startswith(f"{key}:"):
            return number
    return next((number for number, line in enumerate(lines, start=1) if key in line), 1)
