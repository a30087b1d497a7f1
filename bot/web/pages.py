"""The templates of our own pages: HTML escaped, neutral markup through the `markup` filter."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.channels.webchat import to_html
from content.library import Content

FOLDER = Path(__file__).parent / "templates"


def environment(content: Content) -> Environment:
    env = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["markup"] = lambda text: Markup(to_html(text))  # noqa: S704  # escaped there
    env.globals["ward"] = content.ward
    return env
