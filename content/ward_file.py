"""Writes a part of the ward's settings into the text of `ward.toml`: only the values that differ
change, comments and order stay."""

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from content.ward_parts import in_file

_NEXT = re.compile(r"(?m)^\[")
_VALUE = r"""(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|\[[^\]]*\]|[^\s#]+)"""


class NotWritable(Exception):
    """The file is written in a way this program cannot change; the message names the place."""


def with_part(text: str, part: str, values: Mapping[str, str]) -> str:
    """Raises NotWritable, where what would be read back is not what was to be written."""
    table, keys = in_file(part, values)
    was = _table(tomllib.loads(text), table)
    changed = {key: value for key, value in keys.items() if not _same(was.get(key), value)}
    if not changed:
        return text
    will = _put(text, table, changed)
    try:
        now = _table(tomllib.loads(will), table)
    except tomllib.TOMLDecodeError as error:
        raise NotWritable(table) from error
    if now != {**was, **changed}:
        raise NotWritable(table)
    return will


def _same(was: Any, value: Any) -> bool:
    """A key that is not there says the same as an empty one."""
    return was == value or (was is None and value in ("", [""], [], False))


def _table(raw: Mapping[str, Any], name: str) -> dict[str, Any]:
    found: Any = raw
    for part in name.split("."):
        found = found.get(part, {})
    return dict(found)


def _put(text: str, table: str, keys: Mapping[str, Any]) -> str:
    head = re.search(rf"(?m)^\[{re.escape(table)}\][^\n]*\n", text)
    if head is None:
        text = f"{text.rstrip()}\n\n[{table}]\n"
        start = end = len(text)
    else:
        start = head.end()
        following = _NEXT.search(text, start)
        end = following.start() if following else len(text)
    body = text[start:end]
    for key, value in keys.items():
        line = re.compile(rf"(?m)^({re.escape(key)}[ \t]*=[ \t]*){_VALUE}")
        written = _written(value)
        if found := line.search(body):
            body = f"{body[: found.start()]}{found[1]}{written}{body[found.end() :]}"
            continue
        kept = body.rstrip("\n")
        before = f"{kept}\n" if kept else ""
        body = f"{before}{key} = {written}\n{body[len(before) :]}"
    return text[:start] + body + text[end:]


def _written(value: Any) -> str:
    """As TOML has it: its strings and lists are those of JSON."""
    if isinstance(value, list):
        value = [one for one in value if one]
    return json.dumps(value, ensure_ascii=False)
