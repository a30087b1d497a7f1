"""The templates of our own pages: HTML escaped, neutral markup through the `markup` filter.

A template says its sentences by key: `say("late", count=3)` is a line of its own file in
`content/messages/vi/pages/`, `common("ask")` one that several pages say (`content/page_words.py`).
"""

import re
import zlib
from collections.abc import Callable
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from types import CodeType

import orjson
from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import Response

from bot.channels.html import to_html
from content.calendar import local
from content.library import Content
from content.page_words import COMMON, PageWords
from content.rendering import Words
from content.vietnamese import (
    WEEKDAYS,
    capitalize_first,
    day,
    long_day,
    lower_first,
    paper_day,
    read_day,
    read_typed_day,
)

FOLDER = Path(__file__).parent / "templates"
SCRIPTS = Path(__file__).parent / "static"
THEME_COLOR = "#073c46"  # --dark of console.css, --brand-dark of chat.css
FILTERS = ("when", "clock", "day", "long_day", "number", "percent", "vnd", "phone", "masked")


class Compiled(BytecodeCache):
    """Each template is compiled once in a process, however many sites it serves."""

    def __init__(self) -> None:
        self._kept: dict[str, CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get(bucket.key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.code


_COMPILED = Compiled()


class AsWritten(FileSystemLoader):
    """Takes away what is there for whoever reads a template: its indents, and the name of its own
    file, of which `say` says a sentence also where another page includes or extends it.
    A sentence without values is put in here, once, so that saying it costs a page nothing."""

    def __init__(self, folder: Path, pages: PageWords) -> None:
        super().__init__(folder)
        self._pages = pages

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        source, file, is_fresh = super().get_source(environment, template)
        own = template.rpartition(".")[0]

        def put_in(says: re.Match[str]) -> str:
            fixed = self._pages.fixed(COMMON if says[1] == "common" else own, says[2])
            return says[0] if fixed is None else escape(fixed)

        source = _SAYS_ALONE.sub(put_in, _INDENT.sub("", source))
        return _SAYS.sub(f'say("{own}", ', source), file, is_fresh


_INDENT = re.compile(r"^ {2,}", flags=re.MULTILINE)
_SAYS = re.compile(r'\bsay\((?=")')
_SAYS_ALONE = re.compile(r'{{ (say|common)\("(\w+)"\) }}')


def environment(content: Content, templates: Path = FOLDER) -> Environment:
    """The templates of a ward's pages."""
    return environment_of(content.words, templates)


def environment_of(said: Words, templates: Path = FOLDER) -> Environment:
    """The same, of sentences alone."""
    pages = said.pages
    env = Environment(
        loader=AsWritten(templates, pages),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_COMPILED,
        auto_reload=False,  # else each page looks at its files, where a disk may hang
    )
    env.filters.update({name: said.filter(name) for name in FILTERS})
    env.filters["markup"] = lambda text: Markup(to_html(text))  # noqa: S704  # escaped there
    env.filters["typed_day"] = typed_day
    env.filters["in_digits"] = in_digits
    env.filters["clock_face"] = clock_face
    env.filters.update(capitalize_first=capitalize_first, lower_first=lower_first)
    # Words for a script stand on its page as data (`| tojson`); a browser runs none of it.
    env.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    env.globals |= {
        "ward": said.ward,
        "version": static_version(),
        "theme_color": THEME_COLOR,
        "words": said.console,
        "say": pages.say,
        "common": partial(pages.say, COMMON),
        "weekdays": WEEKDAYS,
        "script_words": pages.plain,
    }
    return env


@cache
def static_version() -> str:
    """Changes when a file beside the pages does, so that browsers may keep them for long."""
    files = sorted(path for path in SCRIPTS.rglob("*") if path.is_file())
    return f"{zlib.crc32(b''.join(file.read_bytes() for file in files)):x}"


def typed_day(value: str) -> str:
    """The day in a field as it is said here: `2026-12-11` -> `thứ Sáu, 11/12/2026`; "" for none."""
    read = read_typed_day(value)
    return long_day(read) if read else ""


def clock_face(moment: datetime, now: datetime) -> str:
    """An aware moment not long ago, in Viet Nam: `14:05`, of another day `14:05, 21/5/2026`."""
    here, today = local(moment), local(now).date()
    said = f"{here:%H:%M}"
    return said if here.date() == today else f"{said}, {day(here.date())}"


def in_digits(value: str) -> str:
    """What a field for a day holds: `2026-12-02` -> `02/12/2026`; what is no day stays."""
    read = read_day(value)
    return paper_day(read) if read else value


def json_answer(value: object, status: int = 200) -> Response:
    """JSON that no browser keeps."""
    return Response(
        orjson.dumps(value),
        status,
        media_type="application/json",
        headers={"cache-control": "no-store"},
    )


def wants_json(request: Request) -> bool:
    """A script asks, not a person: it shows what it is told."""
    return "application/json" in request.headers.get("accept", "")
