"""Templates: one Jinja environment for every sentence and answer. Unknown names are errors."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, cached_property, lru_cache, partial
from importlib.metadata import version
from pathlib import Path
from types import CodeType
from typing import Any, cast

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateAssertionError,
    TemplateNotFound,
    nodes,
)

from content import people, vietnamese
from content.expressions import at_start
from content.facts import Facts
from content.index_cache import digest
from content.kept_templates import AtHand, KeptTemplates
from content.page_words import PageWords
from content.people import mask_phone, show_phone
from content.vietnamese import clock, day, long_day, number, percent, vnd, vnd_short, when
from content.ward import Ward, WardInForce

_MARKUP = str.maketrans({char: f"\\{char}" for char in "\\*[]"})


def literal(text: str) -> str:
    """Text from a person, so that none of it is read as our markup."""
    return text.translate(_MARKUP)


def ward_in(env: Environment) -> WardInForce:
    """The ward that the templates of an environment speak of."""
    return cast(WardInForce, env.globals["ward"])


def environment(folder: Path, ward: Ward) -> Environment:
    env = Environment(  # noqa: S701  # neutral text, not HTML: each channel escapes at its own edge
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=KeptTemplates(_made_by()),
    )
    env.filters.update(
        vnd=vnd,
        vnd_short=vnd_short,
        percent=percent,
        number=number,
        day=day,
        long_day=long_day,
        literal=literal,
    )
    env.filters.update(when=when, clock=clock, phone=show_phone, masked=mask_phone)
    env.globals["ward"] = WardInForce(ward)
    return env


def in_ward(env: Environment, ward: Ward, at_hand: AtHand) -> Environment:
    """The same templates, of which another ward speaks; `at_hand` is what all wards of a process
    share of them."""
    made = env.overlay(bytecode_cache=KeptTemplates(_made_by(), at_hand))
    made.globals = {**env.globals, "ward": WardInForce(ward)}
    return made


class Words:
    """Every sentence a person reads that is not an answer: `content/messages/vi/<name>.j2`."""

    def __init__(self, env: Environment, known: frozenset[str] | None = None) -> None:
        """`known` are the names of the files, where they were looked for before."""
        self._env = env
        self._known = known or frozenset(env.list_templates())  # a walk through the folder: once
        self._template = lru_cache(maxsize=512)(partial(_template, env))

    def in_ward(self, ward: Ward, at_hand: AtHand) -> "Words":
        """The same sentences, said by another ward."""
        return Words(in_ward(self._env, ward, at_hand), self._known)

    @property
    def env(self) -> Environment:
        return self._env

    def say(self, name: str, **values: Any) -> str:
        """The message `name` (for example `menu/topics`), filled in."""
        return self._template(name).render(values).strip()

    def label(self, name: str) -> str:
        """The label of a choice: a line of `labels.j2`."""
        return self._labels[name]

    def has(self, name: str) -> bool:
        return f"{name}.j2" in self._known

    def filter(self, name: str) -> Callable[..., str]:
        """One of the filters templates use, for other templates."""
        found: Callable[..., str] = self._env.filters[name]
        return found

    @property
    def ward(self) -> WardInForce:
        """The ward, for templates of others."""
        return ward_in(self._env)

    @cached_property
    def console(self) -> Mapping[str, str]:
        """The console's short sentences, by name: `console.j2`."""
        lines = self.say("console").splitlines()
        return dict(_pair(line) for line in lines if line.strip())

    @cached_property
    def audit(self) -> Mapping[str, str]:
        """How the audit says what was done, by name: `audit.j2`."""
        return dict(_pair(line) for line in self.say("audit").splitlines() if line.strip())

    @cached_property
    def pages(self) -> PageWords:
        """The sentences of web pages: `pages/<template>.j2`."""
        return PageWords(self._env, lambda page: self.source(f"pages/{page}"))

    def source(self, name: str) -> str:
        """The template of a message as it was written."""
        return self._read(name)[0]

    def file(self, name: str) -> Path:
        """Where a message is written."""
        return Path(self._read(name)[1] or "")

    def _read(self, name: str) -> tuple[str, str | None]:
        if self._env.loader is None:
            raise TemplateNotFound(name)
        return self._env.loader.get_source(self._env, f"{name}.j2")[:2]

    def names(self) -> list[str]:
        return [name.removesuffix(".j2") for name in self._env.list_templates(["j2"])]

    def make_ready(self, name: str) -> None:
        """So that nobody waits for it who is the first to be told this. Raises
        jinja2.TemplateError."""
        if self._env.loader is not None:
            self._env.loader.load(self._env, f"{name}.j2")

    def compiles(self, name: str) -> None:
        """Raises jinja2.TemplateError when the template has a fault."""
        parsed(self._env, self.source(name), f"{name}.j2")

    @cached_property
    def _labels(self) -> Mapping[str, str]:
        lines = self.say("labels").splitlines()
        return dict(_pair(line) for line in lines if line.strip())


def _template(env: Environment, name: str) -> Template:
    return env.get_template(f"{name}.j2")


def _pair(line: str) -> tuple[str, str]:
    name, _, label = line.partition(":")
    return name.strip(), label.strip()


def parsed(env: Environment, source: str, name: str) -> nodes.Template:
    """A template as Jinja reads it, its filters and tests known by name: to compile it would find
    little more, and takes three times as long. Raises jinja2.TemplateSyntaxError."""
    tree = env.parse(source, name)
    for named in tree.find_all((nodes.Filter, nodes.Test)):
        known = env.filters if isinstance(named, nodes.Filter) else env.tests
        if named.name not in known:
            kind = type(named).__name__.lower()
            raise TemplateAssertionError(f"No {kind} named {named.name!r}.", named.lineno, name)
    return tree


def compiled(env: Environment, source: str) -> Template:
    """A template of our own content, made ready once on a machine (`content/expressions.py`).
    Raises jinja2.TemplateError when it has a fault."""
    code = at_start.code(source, _made_by(), lambda: env.compile(source))
    return Template.from_code(env, code, env.make_globals(None))


@cache
def _made_by() -> str:
    """Another when what templates are made with is: this, the filters, Jinja."""
    code = (Path(str(module.__file__)).read_bytes() for module in (vietnamese, people))
    return digest([*code, Path(__file__).read_bytes(), version("jinja2").encode()])


class Later:
    """A template that is compiled when it is first rendered: the details of most answers are not
    asked for in a day. `donghanh check` renders all of them."""

    def __init__(self, env: Environment, name: str, source: str) -> None:
        """`name` tells it from others of the environment."""
        self._env = env
        self._name = name
        self._source = source

    @cached_property
    def _compiled(self) -> Template:
        return Template.from_code(self._env, self._code(), self._env.make_globals(None))

    def make_ready(self) -> None:
        """So that nobody waits for it. Raises jinja2.TemplateError."""
        self._code()

    def _code(self) -> CodeType:
        if isinstance(kept := self._env.bytecode_cache, KeptTemplates):
            return kept.code(self._env, self._name, self._source)
        return self._env.compile(self._source)

    def render(self, values: Mapping[str, Any]) -> str:
        """Raises jinja2.TemplateError when the template has a fault."""
        return self._compiled.render(values)


def render_on(template: Template | Later, facts: Facts, on: date, ward: Ward) -> str:
    """An answer as of a day, in a ward."""
    return template.render({**facts.as_of(on), "ward": ward}).strip()
