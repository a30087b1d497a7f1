"""Copies of the content, changed in a place or two and read again. What the text of every other
file becomes is the same each time: it is worked out once for all tests of a process."""

import pickle
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from jinja2 import Environment, nodes

from content import library, rendering, review, wording
from content.expressions import Expressions, at_start
from content.library import FOLDER, Content
from content.problems import Problem

_NOT_READ = ("__pycache__", "*.py", "*.onnx")  # code, and what reads only with the encoder
_codes: dict[tuple[str, str], CodeType] = {}
_sound: dict[tuple[str, str], nodes.Template] = {}


def copy_content(to: Path) -> Path:
    """All files of the content but for its code, in a new folder."""
    shutil.copytree(FOLDER, to, ignore=shutil.ignore_patterns(*_NOT_READ))
    return to


def load_content(folder: Path, **how: Any) -> Content:
    """As `content.library` loads a folder. Raises ContentError."""
    with once():
        return library.load_content(folder, **how)


def check_content(content: Content, on: date, folder: Path) -> list[Problem]:
    """As `content.library` checks what was loaded. Raises ContentError."""
    with once():
        return library.check_content(content, on, folder)


@contextmanager
def once() -> Iterator[None]:
    """What reads a folder meanwhile, whoever does, works out nothing again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(at_start, "code", _code)
        patch.setattr(at_start, "yaml", lambda text: pickle.loads(_yaml(text)))  # noqa: S301
        patch.setattr(rendering, "parsed", _parsed)
        patch.setattr(review, "normalise", _normalised)
        yield


def _code(text: str, with_what: str, make: Callable[[], CodeType]) -> CodeType:
    """Of the files all templates are made by one environment; what made them is in the key."""
    if (text, with_what) not in _codes:
        _codes[text, with_what] = make()
    return _codes[text, with_what]


@cache
def _yaml(text: str) -> bytes:
    return pickle.dumps(Expressions().yaml(text))


_parse, _normalised = rendering.parsed, cache(wording.normalise)


def _parsed(env: Environment, source: str, name: str) -> nodes.Template:
    if (source, name) not in _sound:
        _sound[source, name] = _parse(env, source, name)
    return _sound[source, name]
