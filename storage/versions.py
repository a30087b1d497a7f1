"""The next version of a record that people edit: what carries a version is late for whoever read an
older one, so nothing but a change makes another."""

from dataclasses import replace
from typing import Any, TypeVar

T = TypeVar("T")


def next_version(record: T, **changes: Any) -> T:
    """A frozen dataclass with a `version`, changed and counted; the same where nothing is
    otherwise."""
    kept: Any = record
    changed = replace(kept, **changes)
    return record if changed == kept else replace(changed, version=kept.version + 1)
