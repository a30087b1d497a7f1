"""The name of an answer, long and short, with the facts in it as they are: what a page, a list, a
preview and a search call it changes with the fact."""

from dataclasses import dataclass
from datetime import date

from jinja2 import Environment, Template

from content.facts import Facts
from content.rendering import compiled


@dataclass(frozen=True, slots=True, eq=False)
class Titles:
    """The templates of a name that says a fact."""

    question: Template
    menu: Template

    def on(self, facts: Facts, day: date) -> tuple[str, str]:
        """(question, menu) as of a day. Raises what keeps them from being said."""
        values = facts.as_of(day)
        return self.question.render(values).strip(), self.menu.render(values).strip()


def titles_of(env: Environment, question: str, menu: str) -> Titles | None:
    """None for a name that says no fact. Raises TemplateError."""
    if "{" not in question + menu:
        return None
    return Titles(compiled(env, question), compiled(env, menu))
