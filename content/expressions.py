"""Regular expressions, templates of answers, the methods of dataclasses and what stands in YAML,
made ready once on a machine: a start makes a thousand of the first and hundreds of the others, half
of its time.

What Python makes of one is kept under all it is made of, for this very Python alone, so that it is
never another's. Only what is made ready while program and content are loaded is kept: our own,
nothing anybody wrote. Where nothing is kept, what is kept is damaged, or Python makes them in
another way than we know, each is made as ever.
"""

import dataclasses
import hashlib
import importlib
import marshal
import os
import re
import sys
from array import array
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import local
from types import CodeType
from typing import Any

import yaml
from platformdirs import user_cache_path

MOST_BYTES = 16_000_000  # two programs' worth and more: each start reads all of it
WORTH_KEEPING = 4_000  # bytes: a few small ones are made again sooner than all are written
CODE = "I"  # the type of an array of what an expression is made into
_CHECK = hashlib.sha256().digest_size

Key = tuple[str | bytes, int | str]  # text and flags, or of a template what else it is made of
# What `_sre.compile` is given after the text: flags, code, groups, names of groups, groups' names.
_Expression = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
Made = _Expression | CodeType | bytes
_METHODS = "methods of a dataclass"
_YAML = f"YAML {yaml.__version__}"
_Days = list[tuple[tuple[str | int, ...], int]]  # where in what was read a day stands, and which


def cache_folder() -> Path:
    """systemd's `CacheDirectory=`, or where this system keeps a user's caches."""
    given = os.environ.get("CACHE_DIRECTORY")
    return Path(given) if given else user_cache_path("donghanh")


class Expressions:
    """Stands before Python's own compiling from `begin` to `end`."""

    def __init__(self) -> None:
        self._known: dict[Key, Made] = {}
        self._new: dict[Key, Made] = {}
        self._used: set[Key] = set()
        self._end: Callable[[], None] | None = None

    def begin(self) -> None:
        """From now on what is known is not made again, and what is made is noted."""
        try:
            compiler: Any = importlib.import_module("re._compiler")
            machine: Any = importlib.import_module("_sre")
            make, version = compiler.compile, (sys.version, machine.MAGIC, machine.CODESIZE)
        except (ImportError, AttributeError):
            return
        if array(CODE).itemsize != machine.CODESIZE:
            return
        self._file = f"expressions-{hashlib.sha256(repr(version).encode()).hexdigest()[:16]}"
        self._known = self._load()
        compile_made, given = machine.compile, local()

        class Noting:
            """In the place of `_sre` for Python's own compiling."""

            def __getattr__(self, name: str) -> Any:
                return getattr(machine, name)

            def compile(self, *made: Any) -> Any:
                given.made = made
                return compile_made(*made)

        def compiled(text: Any, flags: int = 0) -> re.Pattern[Any]:
            key = (text, int(flags)) if isinstance(text, str | bytes) else None
            kept = None if key is None else self._known.get(key)
            if key is not None and isinstance(kept, tuple):
                with suppress(RuntimeError, ValueError, TypeError):  # no code of this Python
                    flags_made, code, *groups = kept
                    codes = array(CODE, code).tolist()
                    found: re.Pattern[Any] = compile_made(text, flags_made, codes, *groups)
                    self._used.add(key)
                    return found
            made: re.Pattern[Any] = make(text, flags)
            if key is not None:
                _, flags_made, codes, groups, names, by_number = given.made
                code = array(CODE, codes).tobytes()
                self._new[key] = (int(flags_made), code, groups, dict(names), tuple(by_number))
            return made

        compiler.compile, compiler._sre = compiled, Noting()
        vars(dataclasses)["exec"] = self._run

        def end() -> None:
            compiler.compile, compiler._sre = make, machine
            vars(dataclasses).pop("exec", None)

        self._end = end

    def _run(self, text: str, *names: Any) -> None:
        """In the place of `exec` for `dataclasses`, which writes each method as a text."""
        exec(self.code(text, _METHODS, lambda: compile(text, _METHODS, "exec")), *names)  # noqa: S102

    def code(self, text: str, with_what: str, make: Callable[[], CodeType]) -> CodeType:
        """What `make` gives for the text and what else it is made of, or gave at a start before."""
        key = (text, with_what)
        if self._end is not None and isinstance(kept := self._known.get(key), CodeType):
            self._used.add(key)
            return kept
        made = make()
        if self._end is not None:
            self._new[key] = made
        return made

    def yaml(self, text: str) -> Any:
        """What stands in a text of YAML. Raises yaml.YAMLError."""
        if self._end is None:
            return yaml.load(text, Loader=yaml.CSafeLoader)
        key = (hashlib.sha256(text.encode()).digest(), _YAML)
        if isinstance(kept := self._known.get(key), bytes):
            self._used.add(key)
            return _with_days(*marshal.loads(kept))  # noqa: S302  # checked with all the others
        days: _Days = []
        read = yaml.load(text, Loader=yaml.CSafeLoader)
        plain = _without_days(read, (), days)
        with suppress(ValueError):  # what only YAML knows
            self._new[key] = marshal.dumps((plain, days))
        return read

    def end(self) -> None:
        """Keeps what was made and steps aside; once."""
        if self._end is None:
            return
        self._end()
        self._end = None
        if len(marshal.dumps(self._new)) >= WORTH_KEEPING:
            self._keep()
        self._known, self._new, self._used = {}, {}, set()

    def _load(self) -> dict[Key, Made]:
        try:
            whole = (cache_folder() / self._file).read_bytes()
            check, kept = whole[:_CHECK], whole[_CHECK:]
            if hashlib.sha256(kept).digest() != check:
                return {}
            known: dict[Key, Made] = marshal.loads(kept)  # noqa: S302  # our own, as written
            return known
        except (OSError, ValueError, EOFError, TypeError):
            return {}

    def _keep(self) -> None:
        """Beside what other programs kept meanwhile; of too much, what was used last stays."""
        recent = {key: self._known[key] for key in self._used} | self._new
        before = {key: made for key, made in self._load().items() if key not in recent}
        kept = marshal.dumps(_last_of(before, MOST_BYTES - len(marshal.dumps(recent))) | recent)
        folder = cache_folder()
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as file:
                file.write(hashlib.sha256(kept).digest() + kept)
            Path(file.name).replace(folder / self._file)


def _without_days(read: Any, place: tuple[str | int, ...], days: _Days) -> Any:
    """The same for `marshal`, which knows no days: they are noted in `days`."""
    if type(read) is date:
        days.append((place, read.toordinal()))
        return None
    if isinstance(read, dict):
        return {key: _without_days(one, (*place, key), days) for key, one in read.items()}
    if isinstance(read, list):
        return [_without_days(one, (*place, number), days) for number, one in enumerate(read)]
    return read


def _with_days(plain: Any, days: _Days) -> Any:
    """The other way round."""
    for (*way, last), day in days:
        inside = plain
        for step in way:
            inside = inside[step]
        inside[last] = date.fromordinal(day)
    return plain


def _last_of(kept: dict[Key, Made], room: int) -> dict[Key, Made]:
    """The last ones that fit into so many bytes, in their order."""
    last: list[Key] = []
    for key in reversed(kept):
        room -= len(marshal.dumps((key, kept[key])))
        if room < 0:
            break
        last.append(key)
    return {key: kept[key] for key in reversed(last)}


at_start = Expressions()
