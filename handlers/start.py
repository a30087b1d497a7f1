"""The beginning: a greeting that says this is a machine, a deep link's topic, and help."""

from content.library import Content
from handlers import menu
from handlers.messages import Reply, numbered
from handlers.turn import Outcome, Turn


def opening(content: Content, alias: str = "") -> Reply:
    """What somebody sees who has said nothing yet: the topic a leaflet's link names, or hello.

    Its choices work without a saved conversation, so a page can show it before the first message.
    """
    topic = content.knowledge.topic_by_alias(alias) if alias else None
    page = menu.topic_page(content, topic.id) if topic else _hello(content)
    return Reply(page.text, numbered(page.choices, page.back))


def greet(turn: Turn) -> Outcome:
    """`/start`, or the first opening of the page; a deep link goes straight to its topic."""
    topic = turn.content.knowledge.topic_by_alias(turn.text) if turn.text else None
    page = menu.topic_page(turn.content, topic.id) if topic else _hello(turn.content)
    return turn.reply(page.text, page.choices, page.back)


def help_(turn: Turn) -> Outcome:
    return turn.say("start/help", [turn.choice("staff", "staff")], turn.menu_choice())


def _hello(content: Content) -> menu.Page:
    return menu.Page(content.words.say("start/hello"), menu.topic_choices(content))
