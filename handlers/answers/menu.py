"""The menu: topics, then the questions of a topic, page by page. It reaches every entry."""

from dataclasses import dataclass

from content.library import Content
from content.whole import read_whole
from handlers.talk.messages import Choice
from handlers.talk.turn import Outcome, Turn

# More lines than this do not fit a phone without scrolling past the first.
PAGE = 7


@dataclass(frozen=True, slots=True)
class Page:
    """A list to choose from, before it is numbered."""

    text: str
    choices: tuple[Choice, ...]
    back: Choice | None = None


def topic_choices(content: Content) -> tuple[Choice, ...]:
    """Every topic, the conferences, the tools, a person, and the news."""
    topics = content.knowledge.topics.values()
    listed = (Choice(topic.title, f"topic:{topic.id}") for topic in topics)
    more = (
        Choice(content.words.label(name), name) for name in ("events", "tools", "staff", "news")
    )
    return (*listed, *more)


def topic_page(content: Content, topic_id: str, page: int = 0) -> Page:
    """One page of a topic's questions; `topic_id` must exist, a page too far is the first."""
    words, topic = content.words, content.knowledge.topics[topic_id]
    entries = content.knowledge.of_topic(topic_id)
    first = page * PAGE if 0 <= page * PAGE < len(entries) else 0
    shown = entries[first : first + PAGE]
    choices = [Choice(entry.menu, f"faq:{entry.id}") for entry in shown]
    if first + PAGE < len(entries):
        choices.append(Choice(words.label("more"), f"topic:{topic_id}:{first // PAGE + 1}"))
    text = words.say(
        "menu/topic",
        topic=topic,
        first=first + 1,
        last=first + len(shown),
        total=len(entries),
    )
    return Page(text, tuple(choices), Choice(words.label("other_topics"), "menu"))


def show_topics(turn: Turn) -> Outcome:
    return turn.say("menu/topics", topic_choices(turn.content))


def show_topic(turn: Turn, topic_id: str, page: int = 0) -> Outcome:
    """One page of a topic's questions; an unknown topic leads back to the list."""
    if topic_id not in turn.content.knowledge.topics:
        return show_topics(turn)
    listed = topic_page(turn.content, topic_id, page)
    return turn.reply(listed.text, listed.choices, listed.back)


def act(turn: Turn, action: str) -> Outcome:
    """`<topic>`, `<topic>:<page>`."""
    topic_id, _, page = action.partition(":")
    return show_topic(turn, topic_id, read_whole(page) or 0)
