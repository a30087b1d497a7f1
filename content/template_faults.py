"""Where the template of an answer is wrong, for whoever wrote it and knows nothing of templates:
the place as it stands in the text, and what kind of fault it is. Jinja's own words are English."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from jinja2 import Environment, TemplateError, TemplateSyntaxError

from content.facts import Fact, FactMissing
from content.safe_templates import strange_in

LONGEST = 120  # of a place that is shown
_SHOWN = re.compile(r"{{.*?}}", flags=re.DOTALL)
_FACTS = re.compile(r"""\bfact(?:_on)?\(["'](\w*)["']\)""")
UNMADE = (
    FactMissing,
    KeyError,
    TemplateError,
    TypeError,
    ValueError,
    ArithmeticError,
    AttributeError,
)


class TemplateFaultKind(StrEnum):
    """The value ends the names of its sentences."""

    BRACKET = "bracket"  # one is missing
    NO_END = "no_end"  # of `{% if %}`
    NO_BEGINNING = "no_beginning"  # an `{% endif %}` too many
    FILTER = "filter"  # no such way to show a value
    NO_FIGURE = "no_figure"
    STRANGE = "strange"  # it may not stand in an answer
    VALUE = "value"  # it cannot be shown that way
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """`place` is what stands there, `what` the name that is wrong, `near` a figure that may be
    meant ("" for none)."""

    kind: TemplateFaultKind
    place: str
    what: str = ""
    near: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """One `{{ }}` of a text, and what it reads like (None: it cannot be said)."""

    code: str
    reads: str | None


def find_fault(
    env: Environment, text: str, facts: Mapping[str, Fact], values: Mapping[str, object]
) -> TemplateFault | None:
    """The first fault of a text; None when there is none. `values` are what templates use on a
    day."""
    if broken := unpaired(text):
        return TemplateFault(TemplateFaultKind.BRACKET, broken)
    try:
        strange = strange_in(env, text)
    except TemplateSyntaxError as error:
        return _of_syntax(text, error)
    if strange:
        is_filter = re.search(rf"\|\s*{re.escape(strange)}\b", text) is not None
        kind = TemplateFaultKind.FILTER if is_filter else TemplateFaultKind.STRANGE
        return TemplateFault(kind, _with(text, strange), strange)
    for name in _FACTS.findall(text):
        if name not in facts:
            near = next(iter(get_close_matches(name, list(facts), 1, 0.5)), "")
            place = _with(text, f'"{name}"') or _with(text, f"'{name}'") or name
            return TemplateFault(
                TemplateFaultKind.NO_FIGURE, place, name, facts[near].meaning if near else ""
            )
    unsaid = next((one for one in pieces(env, text, values) if one.reads is None), None)
    return TemplateFault(TemplateFaultKind.VALUE, _short(unsaid.code)) if unsaid else None


def reading(env: Environment, text: str, values: Mapping[str, object]) -> str | None:
    """What a text reads like on a day; None when it cannot be said. It is looked through before it
    is compiled: that alone may already work something out."""
    try:
        if strange_in(env, text):
            return None
        return env.from_string(text).render(values).strip()
    except UNMADE:
        return None


def pieces(env: Environment, text: str, values: Mapping[str, object]) -> Iterator[Piece]:
    """Each `{{ }}` of a text, once."""
    for code in dict.fromkeys(_SHOWN.findall(text)):
        yield Piece(code, reading(env, code, values))


def _of_syntax(text: str, error: TemplateSyntaxError) -> TemplateFault:
    kind = TemplateFaultKind
    lines = text.splitlines() or [""]
    line = _short(lines[min(max(error.lineno, 1), len(lines)) - 1])
    begun, ended = (len(re.findall(rf"{{%-?\s*{word}\b", text)) for word in ("if", "endif"))
    if begun > ended:
        begins = re.findall(r"{%-?\s*if\b.*?%}", text, flags=re.DOTALL)
        return TemplateFault(kind.NO_END, _short(begins[-1] if begins else line))
    if ended > begun:
        return TemplateFault(kind.NO_BEGINNING, line)
    return TemplateFault(kind.OTHER, line)


def unpaired(text: str) -> str:
    """The first bracket without the other one, with what follows it; "" for none."""
    at, open_, opened = 0, "", 0
    for found in re.finditer(r"{{|}}|{%|%}", text):
        mark = found[0]
        if mark in ("{{", "{%"):
            if open_:
                return _short(text[opened : found.start()])
            open_, opened = mark, found.start()
        elif mark != {"{{": "}}", "{%": "%}"}.get(open_):
            return _short(text[opened if open_ else at : found.end()].splitlines()[-1])
        else:
            open_, at = "", found.end()
    return _short(text[opened:].splitlines()[0]) if open_ else ""


def _with(text: str, what: str) -> str:
    """The bracket a name stands in, else its line; "" for none."""
    found = re.findall(r"{{.*?}}|{%.*?%}", text, flags=re.DOTALL)
    where = [one for one in (*found, *text.splitlines()) if what in one]
    return _short(where[0]) if where else ""


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
