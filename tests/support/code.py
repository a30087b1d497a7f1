"""The code of the program, as the rules about it read it: each file once for all tests of a
process."""

import ast
import gc
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "handlers", "content", "storage")


def product() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


@cache
def trees() -> dict[str, ast.Module]:
    """Every module of the program, by its path."""
    gc.disable()  # a million parts that all stay: to look for garbage among them takes most of it
    try:
        return {
            path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
            for path in product()
        }
    finally:
        gc.freeze()
        gc.enable()


@cache
def parts_of(tree: ast.Module) -> list[ast.AST]:
    """What `ast.walk` goes through."""
    return [*ast.walk(tree)]
